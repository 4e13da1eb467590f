"""Workbooks: the same content gives the same bytes, and no cell is ever run as a formula."""

from __future__ import annotations

import io
import os
import re
import unicodedata
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from importlib import import_module
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any, Final

from ..scratch import spill
from .cells import FORMULA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROWS: Final = 1_048_575
"""So many rows a sheet holds beside its headings."""
LONGEST: Final = 32_767
"""So many UTF-16 units a cell holds."""
CUT: Final = "…[cut 截断]"
DIGITS: Final = 10**15
"""A whole number beyond this would lose digits; it is written as text."""
_NARROWEST, _WIDEST, _MEASURED = 6, 42, 2000
# what XML 1.0 cannot hold
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True)
class Field:
    """A column of a sheet: its heading, its number format, whether its text is folded."""

    heading: str
    format: str = "General"
    wrap: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet of rows; texts, numbers, truths, dates and None only."""

    title: str
    fields: Sequence[Field]
    rows: Sequence[Sequence[Any]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of a workbook: a frozen line of headings, columns as wide as they need, formulas inert.

    A sheet of more rows than one can hold goes on in further ones. Texts that are too long are
    cut, with a mark; control characters are left out.
    """
    from openpyxl import Workbook

    _at_home()
    book = Workbook(write_only=True)
    taken: set[str] = set()
    try:
        for sheet in sheets:
            for start in range(0, max(len(sheet.rows), 1), ROWS):
                part = sheet.rows if len(sheet.rows) <= ROWS else sheet.rows[start : start + ROWS]
                _write(book, _title(sheet.title, taken), sheet.fields, part)
        return saved(book)
    except BaseException:  # a stop too: where it meets a row, the next line would come behind what is said of it
        _give_up(book)
        raise


def _at_home() -> None:
    """Let openpyxl write its passing files where a later run sweeps them, should this one be killed: it takes no folder."""
    # the one place where it makes them; it has no public door
    vars(import_module("openpyxl.worksheet._writer"))["NamedTemporaryFile"] = partial(NamedTemporaryFile, dir=spill())


def _give_up(book: Any) -> None:
    """Where there is no room for the temporary files of openpyxl, or it is stopped, its half-written sheets end here.

    They would end later, when nobody waits for it, with errors that nobody can catch.
    """
    for sheet in book.worksheets:
        for writing in (getattr(sheet, "_rows", None), getattr(getattr(sheet, "_writer", None), "xf", None)):
            with suppress(Exception):  # whatever its writer of XML says of what is not at its end
                if writing is not None:
                    writing.close()


def saved(book: Any) -> bytes:
    """A workbook of openpyxl as a file: the same bytes for the same content, whenever it is made."""
    _at_home()
    book.properties.creator = "chanlian"
    out = io.BytesIO()
    book.save(out)
    return _repeatable(out.getvalue())


def fit(text: str) -> str:
    """A text as a cell can hold it.

    >>> fit("a\\x1bb"), len(fit("x" * 40000)), fit("_x0041_"), fit("a\\rb")
    ('ab', 32767, '_x005F_x0041_', 'a_x000D_b')
    """
    # who reads XML takes a return for the end of a line, and a name for another
    clean = _ESCAPED.sub("_x005F_", _UNFIT.sub("", text)).replace("\r", "_x000D_")
    if len(clean) * 2 <= LONGEST or len(clean.encode("utf-16-le")) <= LONGEST * 2:
        return clean
    units = clean.encode("utf-16-le")[: (LONGEST - len(CUT)) * 2]
    return units.decode("utf-16-le", errors="ignore") + CUT


def _title(wanted: str, taken: set[str]) -> str:
    """A sheet's name as a workbook allows it, and not yet used."""
    base = _SHEET_NAME.sub(" ", wanted).strip(" '")[:31] or "sheet"
    title, number = base, 1
    while title.casefold() in taken:
        number += 1
        tail = f" {number}"
        title = base[: 31 - len(tail)] + tail
    taken.add(title.casefold())
    return title


def _write(book: Any, title: str, fields: Sequence[Field], rows: Sequence[Sequence[Any]]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, field in enumerate(fields, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(field, number - 1, rows)
    if fields:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(fields))}{len(rows) + 1}"

    def cell(format_: str, *, wrap: bool, prefix: bool = False) -> Any:
        out = WriteOnlyCell(sheet)
        out.number_format = format_
        out.alignment = Alignment(vertical="top", wrap_text=wrap)
        out.quotePrefix = prefix
        return out

    head = []
    for field in fields:
        one = cell("@", wrap=True, prefix=bool(FORMULA.match(field.heading)))
        one.font, one.fill = Font(bold=True), PatternFill("solid", fgColor="FFEAF1F8")
        head.append(_filled(one, fit(field.heading)))
    sheet.append(head)
    # a cell is written when its row is, so that one object a column and style is enough
    numbers = [cell(field.format, wrap=False) for field in fields]
    texts = [cell("@", wrap=field.wrap) for field in fields]
    marked = [cell("@", wrap=field.wrap, prefix=True) for field in fields]
    for row in rows:
        line: list[Any] = []
        for number, value in enumerate(row):
            if value is None or value == "":
                line.append(None)
            elif isinstance(value, str):
                text = fit(value)
                line.append(_filled((marked if FORMULA.match(text) or FORMULA.match(value) else texts)[number], text))
            elif isinstance(value, int) and not isinstance(value, bool) and abs(value) >= DIGITS:
                line.append(_filled(texts[number], str(value)))
            else:
                numbers[number].value = value
                line.append(numbers[number])
        sheet.append(line)


def _filled(cell: Any, text: str) -> Any:
    """A cell of text, whatever the text looks like."""
    cell.value = text
    cell.data_type = "s"
    return cell


def _width(field: Field, number: int, rows: Sequence[Sequence[Any]]) -> float:
    """A width in which the first rows can be read; a Chinese character counts as two."""
    widest = max(map(cells_wide, field.heading.splitlines()), default=0) + 3  # room for the filter's button
    for row in _some(rows):
        value = row[number]
        if value is not None:
            lines = value[:LONGEST].splitlines() if isinstance(value, str) else [_as_shown(value, field.format)]
            widest = max([widest, *map(cells_wide, lines)])
    return float(min(max(widest + 1, _NARROWEST), _WIDEST))


def _as_shown(value: Any, format_: str) -> str:
    """About what a number looks like in its format."""
    if isinstance(value, date):
        return "2025-05-24 00:00:00" if isinstance(value, datetime) else "2025-05-24"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    decimals = len(format_.partition(".")[2].rstrip("%"))
    return f"{value * 100:.{decimals}f}%" if format_.endswith("%") else f"{value:,.{decimals}f}"


def number_format(numbers: Sequence[float], *, most: int, thousands: bool) -> str:
    """A format that shows all digits up to `most` behind the point, never powers of ten; General without numbers.

    >>> number_format([1, 2.25], most=6, thousands=True), number_format([0.1 + 0.2], most=6, thousands=False)
    ('#,##0.00', '0.0')
    """
    if not numbers:
        return "General"
    decimals = 0
    for number in numbers:
        if isinstance(number, float) and not number.is_integer():
            decimals = max(decimals, len(f"{number:.{most}f}".rstrip("0").partition(".")[2]))
    return ("#,##0" if thousands else "0") + ("." + "0" * decimals if decimals else "")


def _some(rows: Sequence[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    return (rows[number] for number in range(min(len(rows), _MEASURED)))


def cells_wide(text: str) -> int:
    """How many half-width characters a text takes.

    >>> cells_wide("吨袋 a")
    6
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def stamp() -> datetime:
    """The moment that files are dated: SOURCE_DATE_EPOCH, else a fixed one, so that the same input gives the same bytes."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    first = datetime(1980, 1, 1, tzinfo=UTC)  # the earliest that an archive knows
    return max(datetime.fromtimestamp(int(epoch), UTC), first) if epoch else first


def _repeatable(data: bytes) -> bytes:
    """The same archive with all its dates set to `stamp`."""
    moment = stamp()
    said = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "docProps/core.xml":
                body = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>" + said, body)
            info = zipfile.ZipInfo(name, moment.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # the same on every system
            new.writestr(info, body)
    return out.getvalue()
