"""A mapping file read: TOML to checked inputs, steps and tables; every error names its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, Final

from ...graph.errors import BadInput
from ...graph.toml_file import read_toml
from ...graph.toml_section import Section, bad
from ..values.cells import said
from .model import Lookup, MapFile, Source, Step, Target, Test, Value, Where

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping

TEXT_TESTS: Final = ("is", "not", "matches", "not_matches", "starts", "ends")
COLUMN_TESTS: Final = (
    "same_as", "differs_from", "starts_with_column", "ends_with_column", "contains_column",
    "not_starts_with_column", "not_ends_with_column", "not_contains_column",
)  # fmt: skip
NUMBER_TESTS: Final = ("below", "above")
ORDER_TESTS: Final = ("before", "after")
FORMS: Final = ("column", "const", "template", "first", "list", "lookup", "region_of")
VERBS: Final = ("set", "drop", "flag", "blank", "same", "split")


def read_kept(path: str | os.PathLike[str]) -> tuple[str | None, dict[str, Any]] | None:
    """The kind of table and the headers of a mapping file that holds nothing else (`--save-map`); None for any other.

    What is wrong with a file of the other form `read_mapping` says.
    """
    try:
        raw = read_toml(Path(path))
    except (OSError, ValueError):
        return None
    if not isinstance(raw.get("headers"), dict) or "input" in raw:
        return None
    top = Section(Path(path).name, raw)
    headers: dict[str, Any] = top.take("headers")
    kind = top.text("kind")
    top.text("title")  # for people
    top.end()
    return kind, headers


def read_mapping(path: str | os.PathLike[str]) -> MapFile:
    """Read a mapping file; BadInput names the file, the section and the key of what is wrong."""
    given = Path(path)
    try:
        raw = read_toml(given)
    except OSError as error:
        raise BadInput(
            en=f"{path}: the mapping file cannot be read ({error.strerror}); check its name",
            zh=f"{path}：无法读取映射文件（{error.strerror}）；请检查文件名",
        ) from error
    except ValueError as error:
        raise BadInput(
            en=f"{given.name}: not valid TOML ({error}); mend it there",
            zh=f"{given.name}：不是有效的 TOML（{error}）；请在该处改正",
        ) from error
    top = Section(given.name, raw)
    source = top.section("source")
    lists = top.lists("lists")
    inputs = tuple(
        _input(Section(f"{top.place}, input {number}", part), lists)
        for number, part in enumerate(top.sections("input"), start=1)
    )
    top.text("title")  # for people
    top.end()
    if not inputs:
        raise bad(top.place, "describes no input; add [[input]] sections", "没有描述任何输入；请加 [[input]]")
    stated = {key: source.text(key) for key in ("title", "publisher", "published")}
    for key, text in stated.items():
        if text is not None:
            said(f"{source.place}, {key}", text)
    out = MapFile(**stated, inputs=inputs)
    source.end()
    return out


def _input(part: Section, lists: Mapping[str, tuple[str, ...]]) -> Source:
    file = part.needed("file")
    place = f"{part.place} ({file})"
    part.place = place
    name = part.text("name") or file
    sheet = part.text("sheet")
    optional, ignore = part.texts("optional"), part.texts("ignore")
    steps = _steps(part, lists)
    tables = tuple(
        _table(Section(f"{place}, table {number}", one), lists)
        for number, one in enumerate(part.sections("table"), start=1)
    )
    part.end()
    return Source(name, file, sheet, place, optional, ignore, steps, tables)


def _table(part: Section, lists: Mapping[str, tuple[str, ...]]) -> Target:
    kind = part.needed("kind")
    part.place = f"{part.place} ({kind})"
    where = _where(part, lists)
    steps = _steps(part, lists)
    columns = part.section("columns")
    made = tuple((name, _value(columns, name, lists)) for name in columns.names())
    if not made:
        raise bad(part.place, "has no columns; add a section columns", "没有列；请加 columns")
    part.end()
    return Target(kind, part.place, where, steps, made)


def _steps(part: Section, lists: Mapping[str, tuple[str, ...]]) -> tuple[Step, ...]:
    return tuple(
        _step(Section(f"{part.place}, step {number}", one), lists)
        for number, one in enumerate(part.sections("step"), start=1)
    )


def _step(part: Section, lists: Mapping[str, tuple[str, ...]]) -> Step:
    verbs = [verb for verb in VERBS if verb in part.names()]
    if len(verbs) != 1:
        words = ", ".join(VERBS)
        raise bad(part.place, f"needs one of the keys {words}", f"需要且只能有一个键：{words}")
    makers: dict[str, Callable[[Section, Mapping[str, tuple[str, ...]]], Step]] = {
        "set": _set, "drop": _drop, "flag": _drop, "blank": _blank, "same": _same, "split": _split,
    }  # fmt: skip
    step = makers[verbs[0]](part, lists)
    part.end()
    return step


def _set(part: Section, lists: Mapping[str, tuple[str, ...]]) -> Step:
    column = part.needed("set")
    where = _where(part, lists)
    return Step("set", part.place, "", (column,), where, _value(part, "to", lists))


def _drop(part: Section, lists: Mapping[str, tuple[str, ...]]) -> Step:
    verb = "drop" if "drop" in part.names() else "flag"
    reason = part.needed(verb)
    where = _where(part, lists, needed=True)
    return Step(verb, part.place, reason, (), where)


def _blank(part: Section, lists: Mapping[str, tuple[str, ...]]) -> Step:
    columns = part.texts("blank")
    return Step("blank", part.place, part.needed("reason"), columns, _where(part, lists, needed=True))


def _same(part: Section, lists: Mapping[str, tuple[str, ...]]) -> Step:
    main = part.text("main") or "first"
    if main not in ("first", "last"):
        raise bad(part.place, "main is first or last", "main 只能是 first 或 last")
    return Step(
        "same", part.place, part.text("reason") or "one by several names", part.texts("same"),
        _where(part, lists), name=part.needed("name"), former=part.needed("former"), last=main == "last",
    )  # fmt: skip


def _split(part: Section, lists: Mapping[str, tuple[str, ...]]) -> Step:
    return Step("split", part.place, "", (part.needed("split"),), _where(part, lists), at=part.needed("at"))


def _where(part: Section, lists: Mapping[str, tuple[str, ...]], key: str = "where", *, needed: bool = False) -> Where:
    raw = part.take(key)
    if raw is None and not needed:
        return ()
    groups = raw if isinstance(raw, list) else [raw]
    place = f"{part.place}, {key}"
    out = tuple(_tests(Section(place, group), lists) for group in groups)
    if not all(out) or not out:
        raise bad(place, "names no column to test", "没有指明要检验的列")
    return out


def _tests(part: Section, lists: Mapping[str, tuple[str, ...]]) -> tuple[Test, ...]:
    out: list[Test] = []
    for column in part.names():
        raw = part.take(column)
        place = f"{part.place}.{column}"
        if isinstance(raw, (str, list)):
            raw = {"is": raw}
        tests = Section(place, raw)
        out += [Test(column, op, _operand(tests, op, lists), place) for op in tests.names()]
        tests.end()
    return tuple(out)


def _operand(tests: Section, op: str, lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | str | float | bool:
    if op in TEXT_TESTS:
        return tests.texts(op, lists)
    if op in COLUMN_TESTS or op in ORDER_TESTS:
        return tests.needed(op)
    if op in NUMBER_TESTS:
        return tests.number(op)
    if op == "empty":
        return tests.truth(op)
    known = ", ".join((*TEXT_TESTS, *COLUMN_TESTS, *NUMBER_TESTS, *ORDER_TESTS, "empty"))
    raise bad(tests.place, f"there is no test {op!r}; tests: {known}", f"没有“{op}”这种检验；可用：{known}")


def _value(part: Section, key: str, lists: Mapping[str, tuple[str, ...]]) -> Value:
    raw = part.take(key)
    place = f"{part.place}, {key}"
    if isinstance(raw, str):
        return Value("column", place, (raw,))
    spec = Section(place, raw)
    forms = [form for form in FORMS if form in spec.names()]
    if len(forms) != 1:
        words = ", ".join(FORMS)
        raise bad(place, f"is a column's name, or has one of the keys {words}", f"应为列名，或有且只有一个键：{words}")
    form = forms[0]
    columns: tuple[str, ...] = ()
    text, lookup = "", None
    if form == "lookup":
        lookup = Lookup(
            spec.needed("lookup"), spec.texts("by"), spec.texts("key"), spec.needed("take"), _where(spec, lists)
        )
        columns = lookup.by
        if len(lookup.by) != len(lookup.key):
            raise bad(place, "by and key name as many columns each", "by 和 key 的列数应相同")
    elif form in ("first", "list"):
        columns = spec.texts(form)
    elif form == "template":
        text = spec.needed(form)
        columns = _fields(text, place)
    elif form == "const":
        text = spec.needed(form)
    else:
        columns = (spec.needed(form),)
    out = _changed(spec, Value(form, place, columns, text, lookup))
    spec.end()
    return out


def _changed(spec: Section, value: Value) -> Value:
    case, other = spec.text("case"), spec.text("other") or "error"
    if case not in (None, "upper", "lower"):
        raise bad(spec.place, "case is upper or lower", "case 只能是 upper 或 lower")
    if other not in ("error", "keep", "empty"):
        raise bad(spec.place, "other is error, keep or empty", "other 只能是 error、keep 或 empty")
    return replace(
        value, remove_start=spec.texts("remove_start", optional=True),
        remove_end=spec.texts("remove_end", optional=True), extract=spec.text("extract"),
        replace=spec.pairs("replace"), case=case, values=spec.words("values"), other=other,
    )  # fmt: skip


def _fields(template: str, place: str) -> tuple[str, ...]:
    """The columns that a template names."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        raise bad(place, f"the template is broken ({error})", f"模板有误（{error}）") from error
    if any(spec or conversion for _, _, spec, conversion in parts):
        raise bad(place, "a template holds {column} only", "模板里只能写 {列名}")
    return tuple(dict.fromkeys(name for _, name, _, _ in parts if name is not None))


def pieces(template: str) -> list[tuple[str, Any]]:
    """A template's literal texts, each with the column that follows it, if any."""
    return [(text, name) for text, name, _, _ in Formatter().parse(template)]
