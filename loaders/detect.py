"""Which kind of table a sheet is, and what each of its columns means there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from ..graph.errors import BadInput
from ..graph.schema import NODE_NAMES
from .headers import columns_of, hinted, normalised

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._staging import Sheet
    from .headers import Column, Form, Synonyms


def form_named(kind: str, forms: Mapping[str, Form], synonyms: Synonyms) -> Form:
    """The kind that `--as` names: a table's or kind's name, English or Chinese."""
    form = hinted(kind, forms, synonyms)
    if form is None:
        raise BadInput(
            en=f"there is no table kind {kind!r}; kinds: {', '.join(forms)}",
            zh=f"没有“{kind}”这种表；可用：{'、'.join(forms)}",
        )
    return form


def check_headers(sheet: Sheet, staged_empty: list[int]) -> None:
    """Refuse headers that are missing above cells, or stand twice.

    `staged_empty` are the numbers of the columns that hold nothing.
    """
    for number, header in enumerate(sheet.headers):
        if not header and number not in staged_empty:
            raise BadInput(
                en=f"{sheet.where}: column {number + 1} has cells but no header; name it or empty it",
                zh=f"{sheet.where}：第 {number + 1} 列有内容但没有表头；请补上表头或清空该列",
            )
    counts = Counter(normalised(header) for header in sheet.headers if header)
    twice = [header for header in dict.fromkeys(sheet.headers) if header and counts[normalised(header)] > 1]
    if twice:
        raise BadInput(
            en=f"{sheet.where}: the header {twice[0]!r} stands {counts[normalised(twice[0])]} times; keep one",
            zh=f"{sheet.where}：表头“{twice[0]}”出现 {counts[normalised(twice[0])]} 次；请只保留一个",
        )


def form_of(sheet: Sheet, forms: Mapping[str, Form], synonyms: Synonyms, given: Form | None) -> Form | None:
    """The kind of a sheet: `given`, or named by its stem, or the one whose columns it has.

    None for one sheet of several that has no kind's needed columns (a sheet of notes).
    Raises BadInput for a sheet that no kind explains, or that several do.
    """
    headers = [header for header in sheet.headers if header]
    named = given or hinted(sheet.stem, forms, synonyms)
    if named is None and not sheet.several:
        # the one sheet of a workbook is what its file is called
        named = hinted(Path(sheet.file).stem, forms, synonyms)
    if named is not None:
        fits = not _missing(named, headers)
        if fits or not sheet.several or given is None:
            _refuse_unfit(sheet, named, headers)
            return named
        return None
    able = [form for form in forms.values() if not _missing(form, headers)]
    full = [form for form in able if not _unknown(form, headers)]
    best = max((_weight(form, headers) for form in full), default=0)
    winners = [form for form in full if _weight(form, headers) == best]
    if len(winners) == 1:
        _refuse_unfit(sheet, winners[0], headers)
        return winners[0]
    if winners:
        names = ", ".join(form.table for form in winners)
        raise BadInput(
            en=f"{sheet.where}: headers {_list(headers)} fit several kinds of table: {names}; say which with --as KIND",
            zh=f"{sheet.where}：表头 {_list(headers)} 符合多种表：{names}；请用 --as 指明",
        )
    if sheet.several and not able:
        return None
    nearest = max(
        able or forms.values(),
        key=lambda form: (len(columns_of(form, headers)), -len(_missing(form, headers))),
    )
    _refuse_unfit(sheet, nearest, headers, guessed=True)
    return None


def _missing(form: Form, headers: list[str]) -> list[str]:
    found = {column.name for column in columns_of(form, headers).values()}
    return [name for name in form.required if name not in found]


def _unknown(form: Form, headers: list[str]) -> list[str]:
    return [header for header in headers if normalised(header) not in form.known]


def _weight(form: Form, headers: list[str]) -> int:
    """How much of a table a kind explains as its own: its properties and ends before what they imply."""
    weights = {"property": 2, "bound": 2, "end": 2, "identifier": 2, "implied": 1, "detail": 1}
    return sum(weights.get(column.role, 0) for column in columns_of(form, headers).values())


def _refuse_unfit(sheet: Sheet, form: Form, headers: list[str], *, guessed: bool = False) -> None:
    """Raise unless the kind knows every header, once, and has the columns it needs."""
    missing, unknown = _missing(form, headers), _unknown(form, headers)
    understood = columns_of(form, headers)
    garbled = sheet.encoding == "gb18030"
    if unknown or missing:
        known = ", ".join(f"{header} = {column.name}" for header, column in understood.items() if column.name)
        en = [
            f"{sheet.where}: "
            + (f"no kind of table fits; nearest: {form.table}" if guessed else f"read as {form.table}")
        ]
        zh = [f"{sheet.where}：" + (f"没有符合的表；最接近 {form.table}" if guessed else f"按 {form.table} 读取")]
        if unknown:
            en.append(f"unknown headers: {_list(unknown)}")
            zh.append(f"不认识的表头：{_list(unknown)}")
        if missing:
            en.append(f"missing columns: {', '.join(missing)}")
            zh.append(f"缺少的列：{'、'.join(missing)}")
        en.append(f"understood: {known or 'none'}")
        zh.append(f"已识别：{known or '无'}")
        if garbled:
            en.append("the file was read as GB18030; if the headers look garbled, save it as UTF-8")
            zh.append("文件按 GB18030 读取；若表头是乱码，请另存为 UTF-8")
        columns = ", ".join(
            dict.fromkeys(column.name for column in form.known.values() if column.role not in ("reject", "ignored"))
        )
        en.append(
            f"columns of {form.table}: {columns}; "
            "rename or delete columns, name the kind with --as, or add a file of headers"
        )
        zh.append(f"{form.table} 的列：{columns}；请改表头或删列，用 --as 指定表的种类，或提供表头文件")
        raise BadInput(en="; ".join(en), zh="；".join(zh))
    meanings = Counter(column.name for column in understood.values() if column.role not in ("ignored", "reject"))
    for name, count in meanings.items():
        if count > 1:
            both = [header for header, column in understood.items() if column.name == name]
            raise BadInput(
                en=f"{sheet.where}: headers {_list(both)} all mean {name}; keep one",
                zh=f"{sheet.where}：表头 {_list(both)} 都表示 {name}；请只保留一个",
            )


def _list(texts: list[str]) -> str:
    return ", ".join(repr(text) for text in texts)


def is_node(form: Form) -> bool:
    """Whether a kind of table states nodes."""
    return form.kind in NODE_NAMES


def used_columns(sheet: Sheet, form: Form) -> list[tuple[int, str, Column]]:
    """The columns of a sheet that are read: number, header and meaning."""
    out: list[tuple[int, str, Column]] = []
    for number, header in enumerate(sheet.headers):
        if header:
            column = form.known[normalised(header)]
            if column.role != "ignored":
                out.append((number, header, column))
    return out
