"""Which kind of table a sheet is, and what each of its columns means there."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from ...graph.language import t
from ...graph.schema import NODE_NAMES
from ..read.several import letters
from .column import normalised
from .figured_columns import figures
from .table_names import hinted, spoken_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..read.sheet import Sheet
    from .column import Column
    from .headers import Synonyms, TableKind

_LIKE: Final = 0.7
"""How like a known header an unknown one must be to be taken for a slip of the pen."""
_LONGEST: Final = 60
_SHOWN: Final = 12
"""A message lists so many headers that could be used."""
_WEIGHTS: Final = {"property": 2, "bound": 2, "end": 2, "identifier": 2, "implied": 1, "detail": 1, "address": 1}


_INSTRUCTIONS: Final = re.compile(
    r"(?:填写|填表|填报|使用|编制|指标|调查|数据|表格)(?:说明|须知|指南|要求|帮助)|how to (?:fill in|use).*|instructions?|read ?me|help|guide",
    re.IGNORECASE,
)


def is_instructions(sheet: Sheet) -> bool:
    """Whether a sheet beside others is named as one that says how to fill them in; it is no table, whatever words it lists."""
    return sheet.several and sheet.sheet is not None and _INSTRUCTIONS.fullmatch(sheet.sheet.strip()) is not None


@dataclass(slots=True)
class Match:
    """What a sheet's headers mean to a kind of table."""

    read: list[tuple[int, str, Column]] = field(default_factory=list)
    """Number, header and meaning of each column that is read."""
    address: list[int] = field(default_factory=list)
    """Columns of street addresses, from which places may be told."""
    unread: list[str] = field(default_factory=list)
    """Headers that mean nothing here."""
    figures: list[int] = field(default_factory=list)
    """Columns of figures, each a metric of the row's own thing (figures.py)."""
    doubled: list[tuple[str, str, str]] = field(default_factory=list)
    """Headers whose meaning another column has already: header, the other, meaning."""
    parts: dict[str, list[tuple[int, str, Column]]] = field(default_factory=dict)
    """Columns that say one thing together with another that is read (the province of a county), the finest first."""
    clash: tuple[str, str, str] | None = None
    """Two headers that both mean what tells the facts apart: nobody but a person can choose."""


def match(sheet: Sheet, table_kind: TableKind) -> Match:
    """What the headers of a sheet mean to a kind; the header that is known as it stands comes before one that is like it."""
    out = Match()
    taken: dict[str, tuple[int, str]] = {}
    counted = figures(sheet, table_kind)
    columns = [(number, header, table_kind.column(header)) for number, header in enumerate(sheet.headers) if header]
    columns = [one for one in columns if one[0] not in sheet.elsewhere]
    for number, header, column in sorted(columns, key=lambda one: (not table_kind.exactly(one[1]), one[0])):
        if number in counted:
            out.figures.append(number)
        elif column is None or column.role == "unread":
            out.unread.append(header)
        elif column.role == "address":
            out.address.append(number)
        elif column.role == "reject":
            out.read.append((number, header, column))
        elif column.role == "part":
            out.parts.setdefault(column.name, []).append((number, header, column))
        elif column.role not in ("ignored", "left"):
            first = taken.get(column.name)
            if first is None:
                taken[column.name] = (number, header)
                out.read.append((number, header, column))
            elif table_kind.exactly(header) and (
                column.role in ("end", "identifier") or column.name in table_kind.required
            ):
                out.clash = out.clash or (first[1], header, column.name)
            else:
                out.doubled.append((header, first[1], column.name))
    _read_finest(out, table_kind, set(taken))
    out.read.sort(key=lambda one: one[0])
    out.unread.sort(key=sheet.headers.index)
    return out


def _read_finest(out: Match, table_kind: TableKind, taken: set[str]) -> None:
    """Of columns that say one thing together the finest is read, where no column says it alone."""
    for name, parts in out.parts.items():
        parts.sort(key=lambda one: (one[2].rank, one[0]))
        if name not in taken:
            number, header, _ = parts.pop(0)
            out.read.append((number, header, table_kind.by_name[name]))


def used_columns(sheet: Sheet, table_kind: TableKind) -> list[tuple[int, str, Column]]:
    """The columns of a sheet that are read: number, header and meaning."""
    return match(sheet, table_kind).read


def kind_named(kind: str, table_kinds: Mapping[str, TableKind], synonyms: Synonyms) -> TableKind:
    """The kind that `--as` names: a table's or kind's name, English or Chinese."""
    table_kind = hinted(kind, table_kinds, synonyms)
    if table_kind is None:
        raise BadInput(
            en=f"there is no table kind {kind!r}; kinds: {', '.join(table_kinds)}",
            zh=f"没有“{kind}”这种表；可用：{'、'.join(table_kinds)}",
        )
    return table_kind


def check_headers(sheet: Sheet, staged_empty: list[int]) -> None:
    """Refuse headers that stand twice; what stands under no header is not read, and that is said.

    `staged_empty` are the numbers of the columns that hold nothing.
    """
    sheet.bare = [number for number, header in enumerate(sheet.headers) if not header and number not in staged_empty]
    counts = Counter(normalised(header) for header in sheet.headers if header)
    sheet.twice = [h for h in dict.fromkeys(sheet.headers) if h and counts[normalised(h)] > 1]


def _refuse_twice(sheet: Sheet, table_kind: TableKind) -> None:
    """A header that stands twice is no trouble where it means nothing."""
    for header in sheet.twice:
        column = table_kind.column(header)
        if column is not None and column.role not in ("ignored", "unread", "reject"):
            count = sum(normalised(one) == normalised(header) for one in sheet.headers)
            raise BadInput(
                en=f"{sheet.where}: the header {header!r} stands {count} times; keep one",
                zh=f"{sheet.where}：表头“{header}”出现 {count} 次；请只保留一个",
            )


def kind_of_sheet(
    sheet: Sheet,
    table_kinds: Mapping[str, TableKind],
    synonyms: Synonyms,
    given: TableKind | None,
    *,
    named: bool = True,
) -> TableKind | None:
    """The kind of a sheet: `given`, or named by its stem (if `named`), or told by its columns and its title.

    None for one sheet of several that has no kind's needed columns (a sheet of notes).
    Raises BadInput for a sheet that no kind explains, or that several do.
    """
    own = given or (_named(sheet, table_kinds, synonyms) if named else None)
    if own is not None:
        fits = not _missing(sheet, own)
        if fits or given is None or not sheet.several:
            return _checked(sheet, own)
        return None
    weights = {
        table_kind.table: weight(sheet, table_kind)
        for table_kind in table_kinds.values()
        if not _missing(sheet, table_kind)
    }
    if "firms" in weights:
        weights.pop("locations", None)  # a list of firms with their places stands on its own
    best = max(weights.values(), default=0)
    # A title decides between kinds that explain the sheet about as well; it does not make a table of what is none.
    for text in (*sheet.titles, sheet.stem, Path(sheet.file).stem):
        spoken = spoken_of(text, table_kinds, synonyms)
        if spoken is not None and weights.get(spoken.table, 0) * 2 >= max(best, 1):
            return _checked(sheet, spoken)
    winners = [table for table, number in weights.items() if number == best and number > 0]
    winners = _standing_alone(sheet, [table_kinds[table] for table in winners])
    if len(winners) == 1:
        return _checked(sheet, table_kinds[winners[0]])
    if winners:
        headers = _list([header for header in sheet.headers if header][:_SHOWN])
        for table in winners:
            _refuse_twice(sheet, table_kinds[table])
        names = ", ".join(winners)
        zh = "、".join(f"{table_kinds[table].zh}（{table}）" for table in winners)
        raise BadInput(
            en=f"{sheet.where}: headers {headers} fit several kinds of table: {names}; say which with --as KIND",
            zh=f"{sheet.where}：表头 {headers} 符合多种表：{zh}；请用 --as 指明",
        )
    if sheet.several:
        return None
    raise _unfit(sheet, nearest(sheet, table_kinds), guessed=True)


def nearest(sheet: Sheet, table_kinds: Mapping[str, TableKind]) -> TableKind:
    """The kind that reads most of a sheet's columns, though not all that it needs."""
    return max(
        table_kinds.values(),
        key=lambda table_kind: (len(match(sheet, table_kind).read), -len(_missing(sheet, table_kind))),
    )


def _standing_alone(sheet: Sheet, kinds: list[TableKind]) -> list[str]:
    """Of kinds that explain a sheet as well, the one that reads most of its columns, and whose rows need no others."""
    if len(kinds) < 2:
        return [kind.table for kind in kinds]
    counts = {kind.table: len(match(sheet, kind).read) + len(match(sheet, kind).address) for kind in kinds}
    most = [kind for kind in kinds if counts[kind.table] == max(counts.values())]
    alone = [kind.table for kind in most if is_node(kind)]
    return alone if len(alone) == 1 else [kind.table for kind in most]


def _named(sheet: Sheet, table_kinds: Mapping[str, TableKind], synonyms: Synonyms) -> TableKind | None:
    """The kind that the name of a sheet or file suggests. Names advise, columns decide, unless it is the very name of a kind."""
    named = hinted(sheet.stem, table_kinds, synonyms)
    if named is None and not sheet.several:
        # the one sheet of a workbook is what its file is called
        named = hinted(Path(sheet.file).stem, table_kinds, synonyms)
    if named is None or _exactly(sheet) == named.table:
        return named
    return _alone(sheet, _by_columns(sheet, named, table_kinds), table_kinds)


def called_exactly(sheet: Sheet, table_kinds: Mapping[str, TableKind]) -> bool:
    """Whether a sheet or file bears the very name of a kind of table: then it is one, whatever it holds."""
    return _exactly(sheet) in table_kinds


def _exactly(sheet: Sheet) -> str:
    """What the file or sheet is called, where that is the very name of a kind of table (supplies.csv)."""
    return normalised(sheet.stem.split(".rejects", 1)[0].rsplit(".", 1)[-1])


def _by_columns(sheet: Sheet, named: TableKind, table_kinds: Mapping[str, TableKind]) -> TableKind:
    """The kind that a name suggests, or the one that knows all columns where they are not of that, or some of them are not.

    A sheet 产业链 with 产业链, 环节, 产品 lists the products of chains: as a list of chains two of three columns would go unread.
    """
    mine = match(sheet, named)
    if not _missing(sheet, named) and not mine.unread:
        return named
    others = [one for one in table_kinds.values() if not _missing(sheet, one) and not match(sheet, one).unread]
    if not _missing(sheet, named):
        others = [one for one in others if len(match(sheet, one).read) > len(mine.read)]
    return max(others, key=lambda one: weight(sheet, one), default=named)


def _alone(sheet: Sheet, table_kind: TableKind, table_kinds: Mapping[str, TableKind]) -> TableKind:
    """Of two kinds that fit, the one whose rows stand on their own: firms with their places are a list of firms."""
    firms = table_kinds["firms"]
    return firms if table_kind.table == "locations" and not _missing(sheet, firms) else table_kind


def _missing(sheet: Sheet, table_kind: TableKind) -> list[str]:
    found = {column.name for _, _, column in match(sheet, table_kind).read}
    return [name for name in table_kind.required if name not in found]


def weight(sheet: Sheet, table_kind: TableKind) -> int:
    """How much of a table a kind explains as its own: its properties and ends before what they imply."""
    found = match(sheet, table_kind)
    unknown = sum(table_kind.column(header) is None for header in found.unread) + len(found.doubled)
    known = sum(_WEIGHTS.get(column.role, 0) for _, _, column in found.read) + len(found.address)
    return max(known - unknown, 1)


def _checked(sheet: Sheet, table_kind: TableKind) -> TableKind:
    """The form, where the sheet has the columns it needs, each once."""
    _refuse_twice(sheet, table_kind)
    if _missing(sheet, table_kind):
        raise _unfit(sheet, table_kind)
    clash = match(sheet, table_kind).clash
    if clash is not None:
        raise BadInput(
            en=f"{sheet.where}: headers {_list(list(clash[:2]))} all mean {clash[2]}; keep one",
            zh=f"{sheet.where}：表头 {_list(list(clash[:2]))} 都表示“{table_kind.label(clash[2])}”；请只保留一个",
        )
    return table_kind


def _unfit(sheet: Sheet, table_kind: TableKind, *, guessed: bool = False) -> BadInput:
    """What is wrong with the headers of a sheet, and what could stand there."""
    found, missing = match(sheet, table_kind), _missing(sheet, table_kind)
    en = [
        f"{sheet.where}: "
        + (f"no kind of table fits; nearest: {table_kind.table}" if guessed else f"read as {table_kind.table}")
    ]
    zh = [
        f"{sheet.where}："
        + (
            f"没有符合的表；最接近{table_kind.zh}（{table_kind.table}）"
            if guessed
            else f"按{table_kind.zh}（{table_kind.table}）读取"
        )
    ]
    if found.unread:
        shown = [shortened(header) for header in found.unread[:_SHOWN]]
        slips = {header: near for header in shown if (near := near_header(header, table_kind))}
        en.append(
            f"unknown headers: {', '.join(_with_near(header, slips, 'en') for header in shown)}{_more(found.unread)}"
        )
        zh.append(
            f"不认识的表头：{'、'.join(_with_near(header, slips, 'zh') for header in shown)}{_more(found.unread)}"
        )
    en.append(f"missing columns: {', '.join(missing)}")
    zh.append(f"缺少的列：{'、'.join(table_kind.label(name) for name in missing)}")
    usable = [name for name in table_kind.labels.values() if name not in {column.name for _, _, column in found.read}]
    usable = list(dict.fromkeys([*missing, *usable]))[:_SHOWN]
    if sheet.encoding == "gb18030":
        en.append("the file was read as GB18030; if the headers look garbled, save it as UTF-8")
        zh.append("文件按 GB18030 读取；若表头是乱码，请另存为 UTF-8")
    en.append(
        f"headers that can be used: {', '.join(usable)}; rename columns, name the kind with --as, or add a file of headers"
    )
    zh.append(
        f"可用的表头：{'、'.join(table_kind.label(name) for name in usable)}；请改表头，用 --as 指定表的种类，或提供表头文件"
    )
    return BadInput(en="; ".join(en), zh="；".join(zh))


def near_header(header: str, table_kind: TableKind) -> str | None:
    """The known header that an unknown one is a slip of, if it is like one."""
    from rapidfuzz.distance import Levenshtein

    column = table_kind.column(header)
    if column is not None and column.role == "unread":
        return None
    plain = normalised(header)
    turned = _turns(plain)
    like = {
        label: Levenshtein.normalized_similarity(plain, label)
        for label in table_kind.near
        if abs(len(label) - len(plain)) <= 1
        and len(label) > 2
        and (plain.isascii() or (len(label) == len(plain) > 3 and _turns(label) == turned))
    }
    # of two that are as like it, the one that is as long
    near = max(like, key=lambda label: (like[label], len(label) == len(plain)), default=None)
    return near if near is not None and like[near] >= _LIKE else None


_TURNING: Final = re.compile(
    "[供需采购销售买卖进出上下甲乙未不非无已率比同缺增减内外计拟预实合意副废停解签应产值能退潜]"
)


def _turns(text: str) -> Counter[str]:
    """The characters of a header that turn its meaning round: no hint changes one of them."""
    return Counter(_TURNING.findall(text))


def unread_columns(sheet: Sheet, table_kind: TableKind) -> tuple[str, str] | None:
    """Which columns of a sheet are not read, in English and Chinese; None where all are."""
    headers = [*map(shortened, match(sheet, table_kind).unread)]
    bare = [*map(letters, sheet.bare)]
    if not headers and not bare:
        return None
    shown = ", ".join([*headers, *(f"column {letter}" for letter in bare)])
    shown_zh = "、".join([*headers, *(f"{letter}列（无表头）" for letter in bare)])
    return f"{sheet.where}: not read: {shown}", f"{sheet.where}：未读取的列：{shown_zh}"


def header_notes(sheet: Sheet, table_kind: TableKind, lang: str) -> list[str]:
    """What of a sheet's columns is not read, and why."""
    found = match(sheet, table_kind)
    unread = unread_columns(sheet, table_kind)
    notes = [t(lang, *unread)] if unread else []
    for header, first, name in found.doubled:
        notes.append(
            t(
                lang,
                f"{sheet.where}: not read: {header}, for {first} is read as {name}",
                f"{sheet.where}：未读取“{header}”，因为“{first}”已作为“{table_kind.label(name)}”读取",
            )
        )
    for header in found.unread:
        near = near_header(header, table_kind)
        if near:
            notes.append(
                t(
                    lang,
                    f"{sheet.where}: {header!r} is not known; did you mean {near!r}? rename it and load again",
                    f"{sheet.where}：不认识“{header}”，是否应为“{near}”？如是请改表头后重新载入",
                )
            )
    return notes


def _with_near(header: str, slips: Mapping[str, str], lang: str) -> str:
    near = slips.get(header)
    shown = f"“{header}”" if lang == "zh" else repr(header)
    return shown if near is None else shown + t(lang, f" (did you mean {near!r}?)", f"（是否应为“{near}”？）")


def _more(texts: list[str]) -> str:
    return " ..." if len(texts) > _SHOWN else ""


def _list(texts: list[str]) -> str:
    return ", ".join(repr(shortened(text)) for text in texts)


def shortened(header: str) -> str:
    """A header as a message shows it: a paragraph in its place is cut, on one line."""
    line = " ".join(header.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def speaks_of(sheet: Sheet, table_kinds: Mapping[str, TableKind], synonyms: Synonyms) -> TableKind | None:
    """The kind of table that a title, the sheet's name or the file's speaks of."""
    found = (spoken_of(text, table_kinds, synonyms) for text in (*sheet.titles, sheet.stem, Path(sheet.file).stem))
    return next((one for one in found if one is not None), None)


def is_node(table_kind: TableKind) -> bool:
    """Whether a kind of table states nodes."""
    return table_kind.kind in NODE_NAMES
