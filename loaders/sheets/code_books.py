"""Workbooks with codes in their cells and a sheet that says what these mean (代码说明): the codes are read as what they stand for.

A sheet whose name or title speaks of codes is looked through for pairs of a code and its meaning, in sections that say of which
column they are. A column of another sheet whose header is that of a section, and whose cells are its codes, is decoded; a sheet
that only explains codes is no table of facts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ...graph.sql_text import literal
from ..read.shape.labels import label_of
from ..values.lists import is_blank
from .column import normalised

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..read.sheet import Sheet, Staging

_MOST: Final = 5000
_SHOWN: Final = 6
_BOOK: Final = re.compile(
    r"代码|编码|码表|字典|对照|代号|枚举|取值|\bcodes?\b|code ?(?:book|list)|dictionary|legend|look-?ups?",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,13}")
_WORD: Final = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]{3}")
_OF_CODE: Final = re.compile(
    r"(?:代码|编码|代号|编号|取值|码)(?:表|说明|对照|含义)?$|\s*(?:codes?|ids?|no\.?)$", re.IGNORECASE
)
_MEANING: Final = re.compile(r"名称|含义|说明|释义|中文|对应|meaning|name|description|label", re.IGNORECASE)
_INLINE: Final = re.compile(r"(?P<section>[^:：]{1,12})[:：](?P<pairs>.+)", re.DOTALL)
_PAIR: Final = re.compile(
    r"(?<![A-Za-z0-9])(?P<code>[A-Za-z0-9]{1,6})\s*[=＝:：.、—-]*\s*(?P<name>[\u4e00-\u9fff][^\s,，;；、。A-Za-z0-9=＝]*)"
)
_SEVERAL: Final = re.compile(r"[；;、,，/\s]+")


@dataclass(slots=True)
class _Section:
    """The codes of one kind: what they are of, what each means, and which staged rows say so."""

    of: str
    meaning: dict[str, str] = field(default_factory=dict)
    sheet: Sheet | None = None
    lines: set[int] = field(default_factory=set)


def read_code_books(staging: Staging) -> None:
    """Decode the columns of sheets whose workbook explains their codes, and leave out what only explains codes."""
    files: dict[tuple[object, str], list[Sheet]] = defaultdict(list)
    for sheet in staging.sheets:
        files[sheet.folder, sheet.file].append(sheet)
    for sheets in files.values():
        names = {sheet.sheet for sheet in sheets if _is_book(sheet)}
        books = [sheet for sheet in sheets if sheet.sheet in names]
        if not books or len(books) == len(sheets):
            continue
        sections = [one for book in books for one in _sections(staging, book) if one.meaning]
        used = [one for sheet in sheets for one in _decode(staging, sheet, sections, own=sheet in books)]
        for book in books if used else ():
            _leave_out(staging, book, sections)


def _is_book(sheet: Sheet) -> bool:
    """Whether a sheet is one of codes by its name, or by the title above it."""
    texts = (sheet.sheet or "", *sheet.titles[:1])
    return sheet.several and 0 < sheet.rows <= _MOST and any(_BOOK.search(text) for text in texts)


def _sections(staging: Staging, book: Sheet) -> Iterator[_Section]:
    """The codes that a table of a book explains, section by section."""
    title = next((text for text in reversed(book.titles) if _BOOK.search(text) or len(text) < 12), "")
    code, name, group = _columns(book.headers)
    head = book.headers[code] if code < len(book.headers) else ""
    own = _bare(label_of(head))
    current = _Section(own or _bare(label_of(title)), sheet=book)
    groups: dict[str, _Section] = {}
    inside = True  # the rows below the headers are those of the first section, until another is headed
    for line, *cells in staging.db.execute(f"SELECT * FROM {book.relation} ORDER BY line").fetchall():
        filled = [cell for cell in cells if cell]
        if len(filled) == 1:
            inline = _inline(filled[0], book, line)
            if inline is not None:
                yield inline
            else:
                yield current
                current = _Section(_bare(label_of(filled[0])), sheet=book, lines={line})
            inside = False
            continue
        at, meant = (code, name) if inside else (0, 1)
        if meant >= len(cells) or not cells[at] or not cells[meant]:
            continue
        if not _CODE.fullmatch(cells[at]):
            if not inside and _OF_CODE.search(cells[at]):
                current.of = _bare(label_of(cells[at])) or current.of
                current.lines.add(line)
            continue
        section = current
        if inside and group is not None and cells[group]:
            section = groups.setdefault(cells[group], _Section(_bare(cells[group]), sheet=book))
        if _WORD.search(cells[meant]) and cells[at] != cells[meant]:
            section.meaning.setdefault(cells[at], cells[meant])
            section.lines.add(line)
    yield current
    yield from groups.values()


def _columns(headers: Sequence[str]) -> tuple[int, int, int | None]:
    """The columns of codes and of what they mean, and that of what they are of, where a column says it.

    >>> _columns(["代码", "名称"]), _columns(["字段", "代码", "含义"]), _columns(["产品代码", "产品名称", "所属链条"])
    ((0, 1, None), (1, 2, 0), (0, 1, None))
    """
    code = next((n for n, header in enumerate(headers) if _OF_CODE.search(header)), 0)
    name = next((n for n, header in enumerate(headers) if n > code and _MEANING.search(header)), code + 1)
    return code, name, code - 1 if code > 0 and not _bare(headers[code]) else None


def _inline(text: str, book: Sheet, line: int) -> _Section | None:
    """A section in one cell: 五、规模：1大型 2中型 3小型."""
    found = _INLINE.fullmatch(text.strip())
    pairs = {pair["code"]: pair["name"] for pair in _PAIR.finditer(found["pairs"])} if found else {}
    return _Section(_bare(label_of(found["section"])), pairs, book, {line}) if found and len(pairs) > 1 else None


def _bare(text: str) -> str:
    """What a header or a section is of, without saying that it holds codes.

    >>> _bare("产品代码"), _bare("区划代码"), _bare("代码"), _bare("Status code"), _bare("规模")
    ('产品', '区划', '', 'status', '规模')
    """
    return normalised(_OF_CODE.sub("", re.sub(r"[（(].*?[)）]", "", text).strip()))


def _decode(staging: Staging, sheet: Sheet, sections: Sequence[_Section], *, own: bool) -> Iterator[_Section]:
    """Put into the cells of a sheet what its codes mean; which sections were needed for it."""
    read: list[str] = []
    for number, header in enumerate(sheet.headers):
        bare = _bare(header)
        if not bare or (own and _OF_CODE.search(header)):
            continue
        texts = [
            text
            for (text,) in staging.db.execute(
                f"SELECT DISTINCT c{number} FROM {sheet.relation} WHERE c{number} IS NOT NULL ORDER BY 1 LIMIT {_MOST}"
            ).fetchall()
        ]
        section = next((one for one in sections if _is_of(bare, one.of) and _are_codes(texts, one.meaning)), None)
        named = _OF_CODE.sub("", header).strip()
        if section is None or (named != header and named in sheet.headers):
            continue
        told = {
            text: "；".join(section.meaning[code] for code in _SEVERAL.split(text.strip()) if code)
            for text in texts
            if _known(text, section.meaning)
        }
        given = ", ".join(f"({literal(text)}, {literal(meant)})" for text, meant in told.items())
        staging.db.execute(
            f"UPDATE {sheet.relation} SET c{number} = v.meant FROM (VALUES {given}) v(text, meant) WHERE c{number} = v.text"
        )
        sheet.headers[number] = named or header
        read.append(f"{header} ({next(iter(told))} = {told[next(iter(told))]})")
        yield section
    if read:
        staging.say(
            sheet,
            f"codes are read as what the workbook says that they mean: {', '.join(read[:_SHOWN])}",
            f"代码按本文件中的代码说明读取：{'、'.join(read[:_SHOWN])}",
        )


def _is_of(header: str, section: str) -> bool:
    """Whether a column and a section of codes are of the same: 行政区划 and 区划, 所属链条 and 链条."""
    return len(section) > 1 and (section in header or (len(header) > 1 and header in section))


def _are_codes(texts: Sequence[str], meaning: dict[str, str]) -> bool:
    """Whether cells hold the codes of a section, nine of ten that hold anything."""
    held = [text for text in texts if not is_blank(text)]
    return bool(held) and sum(_known(text, meaning) for text in held) >= 0.9 * len(held)


def _known(text: str, meaning: dict[str, str]) -> bool:
    codes = [code for code in _SEVERAL.split(text.strip()) if code]
    return bool(codes) and all(code in meaning for code in codes)


def _leave_out(staging: Staging, book: Sheet, sections: Sequence[_Section]) -> None:
    """Leave out of a sheet of codes what only explains codes: all of it, or what stands below a table that says more."""
    mine = [one for one in sections if one.sheet is book]
    more = sum(map(bool, book.headers)) > 2 and _columns(book.headers)[2] is None
    keep = mine[0].lines if more and mine else set()
    lines = [line for (line,) in staging.db.execute(f"SELECT line FROM {book.relation} ORDER BY line").fetchall()]
    gone = [line for line in lines if line not in keep]
    shown = "、".join(dict.fromkeys(one.of for one in mine if one.of))
    staging.say(
        book,
        f"explains codes ({shown}); {len(gone)} lines of it are no facts",
        f"是代码说明（{shown}），其中 {len(gone)} 行不作为数据读取",
    )
    if not keep:
        staging.sheets.remove(book)
    elif gone:
        staging.db.execute(f"DELETE FROM {book.relation} WHERE line IN ({', '.join(map(str, gone))})")
        book.left_out += len(gone)
        book.left["codes"] = gone
        staging.close_sheet(book)
