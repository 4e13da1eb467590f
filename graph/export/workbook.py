"""Workbooks: the same content gives the same bytes, and no cell is ever run as a formula."""

from __future__ import annotations

import errno
import io
import os
import re
import zipfile
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any, Final

from ..scratch import spill
from .cells import FORMULA
from .sheet import ABOVE, LONGEST, Figure, Paper, column_width, row_height

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .sheet import Field, Sheet

ROWS: Final = 1_048_575
"""So many rows a sheet holds beside its headings."""
CUT: Final = "…[cut 截断]"
DIGITS: Final = 10**15
"""A whole number beyond this would lose digits; it is written as text."""
_A4: Final = 9
_MARGIN: Final = 0.45
"""In inches."""
_SIZE: Final = 10
_TITLES: Final = (16, _SIZE)
"""The size of type in a table, and of the lines above it."""
_PRINTED: Final = 20_000
"""Nobody prints what stands below this line."""
_HEADING: Final = "FFEAF1F8"
_LINE: Final = "FFB0B8C0"
# what XML 1.0 cannot hold
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def workbook(sheets: Sequence[Sheet], keywords: str | None = None) -> bytes:
    """The bytes of a workbook: a frozen line of headings, columns as wide as they need, formulas inert.

    A sheet of more rows than one can hold goes on in further ones. Texts that are too long are
    cut, with a mark; control characters are left out. `keywords` stand among its properties.
    """
    from openpyxl import Workbook

    _at_home()
    book = Workbook(write_only=True)
    book.properties.keywords = keywords
    taken: set[str] = set()
    try:
        with _as_of_the_disk():
            for sheet in sheets:
                most = ROWS - (ABOVE if sheet.paper else 0)
                for start in range(0, max(len(sheet.rows), 1), most):
                    part = sheet.rows if len(sheet.rows) <= most else sheet.rows[start : start + most]
                    _write(book, _title(sheet.title, taken), sheet, part)
            return saved(book)
    except BaseException:  # a stop too: where it meets a row, the next line would come behind what is said of it
        _give_up(book)
        raise


@contextmanager
def _as_of_the_disk() -> Iterator[None]:
    """A disk that is full, told as that: openpyxl writes by lxml where it is there, which has errors of its own for it."""
    from lxml.etree import SerialisationError

    try:
        yield
    except SerialisationError as error:
        number = getattr(errno, str(error).removeprefix("IO_"), errno.EIO)  # IO_ENOSPC
        raise OSError(number, os.strerror(number)) from error


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
    with _as_of_the_disk():
        book.save(out)
    return repeatable(out.getvalue())


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


def _write(book: Any, title: str, of: Sheet, rows: Sequence[Sequence[Any]]) -> None:
    from openpyxl.utils import get_column_letter

    sheet, fields = book.create_sheet(title), of.fields
    top = ABOVE if of.paper else 0
    sheet.freeze_panes = f"{get_column_letter((of.paper.frozen if of.paper else 0) + 1)}{top + 2}"
    if fields:
        sheet.auto_filter.ref = f"A{top + 1}:{get_column_letter(len(fields))}{len(rows) + top + 1}"
    _set_columns(sheet, fields, rows)
    make = _Cells(sheet, of.paper)
    if of.paper:
        _on_paper(sheet, of.paper)
        for line, text in enumerate(of.paper.above, start=1):
            sheet.row_dimensions[line].height = _TITLES[line - 1] * 1.8
            sheet.append([make.above(text, _TITLES[line - 1])])
        sheet.row_dimensions[top + 1].height = row_height(fields, [field.heading for field in fields]) + 8
    sheet.append([make.heading(field) for field in fields])
    for line, row in enumerate(rows, start=top + 2):
        if of.paper and line <= _PRINTED:
            sheet.row_dimensions[line].height = row_height(fields, row)
        sheet.append([make.of(number, value, fields[number]) for number, value in enumerate(row)])


def _set_columns(sheet: Any, fields: Sequence[Field], rows: Sequence[Sequence[Any]]) -> None:
    """The widths of the columns, and the group of those that are folded away."""
    from openpyxl.utils import get_column_letter

    for number, field in enumerate(fields, start=1):
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width = column_width(field, number - 1, rows) if field.width is None else field.width
        if field.behind:
            column.outlineLevel, column.hidden = 1, True
    if any(field.behind for field in fields):  # where the sign that opens them stands
        sheet.column_dimensions[get_column_letter(len(fields) + 1)].collapsed = True
        sheet.sheet_format.outlineLevelCol = 1


class _Cells:
    """The cells of a sheet. A cell is written when its row is, so that one object a column and style is enough."""

    def __init__(self, sheet: Any, paper: Paper | None) -> None:
        from openpyxl.styles import Border, Font, Side

        self._sheet = sheet
        self._font = Font(name=paper.font, size=_SIZE) if paper else None
        side = Side("thin", color=_LINE)
        self._border = Border(left=side, right=side, top=side, bottom=side) if paper else None
        self._kept: dict[tuple[int, str, bool, bool], Any] = {}

    def cell(self, format_: str, *, wrap: bool, prefix: bool = False) -> Any:
        """A new cell."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment

        out = WriteOnlyCell(self._sheet)
        out.number_format = format_
        out.alignment = Alignment(vertical="center" if self._border else "top", wrap_text=wrap)
        out.quotePrefix = prefix
        if self._font is not None and self._border is not None:
            out.font, out.border = self._font, self._border
        return out

    def above(self, text: str, size: int) -> Any:
        """A line above the headings."""
        from openpyxl.styles import Border, Font

        out = self.cell("@", wrap=False, prefix=bool(FORMULA.match(text)))
        out.font, out.border = (
            Font(name=self._font.name if self._font else None, bold=size > _SIZE, size=size),
            Border(),
        )
        return _filled(out, fit(text))

    def heading(self, field: Field) -> Any:
        """The heading of a column."""
        from openpyxl.styles import Alignment, Font, PatternFill

        out = self.cell("@", wrap=True, prefix=bool(FORMULA.match(field.heading)))
        out.font, out.fill = Font(bold=True), PatternFill("solid", fgColor=_HEADING)
        if self._font is not None:
            out.font = Font(name=self._font.name, bold=True, size=_SIZE)
            out.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        return _filled(out, fit(field.heading))

    def of(self, number: int, value: Any, field: Field) -> Any:
        """The cell of a value in a column; None where nothing is to be written."""
        if value is None or value == "":
            return None if self._border is None else self._with(None, number, "@", wrap=field.wrap)
        format_ = field.format
        if isinstance(value, Figure):
            value, format_ = value.value, value.format
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= DIGITS:
            value = str(value)
        if isinstance(value, str):
            text = fit(value)
            marked = bool(FORMULA.match(text) or FORMULA.match(value))
            return _filled(self._with(None, number, "@", wrap=field.wrap, prefix=marked), text)
        return self._with(value, number, format_)

    def _with(self, value: Any, number: int, format_: str, *, wrap: bool = False, prefix: bool = False) -> Any:
        key = (number, format_, wrap, prefix)
        if key not in self._kept:
            self._kept[key] = self.cell(format_, wrap=wrap, prefix=prefix)
        one = self._kept[key]
        one.value = value
        return one


def _on_paper(sheet: Any, paper: Paper) -> None:
    """The page on which a sheet is printed."""
    from openpyxl.worksheet.page import PageMargins

    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if paper.landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins = PageMargins(left=_MARGIN, right=_MARGIN, top=_MARGIN, bottom=2 * _MARGIN, footer=_MARGIN)
    sheet.print_title_rows = f"1:{ABOVE + 1}"
    sheet.oddFooter.center.text = "&P/&N"


def _filled(cell: Any, text: str) -> Any:
    """A cell of text, whatever the text looks like."""
    cell.value = text
    cell.data_type = "s"
    return cell


def stamp() -> datetime:
    """The moment that files are dated: SOURCE_DATE_EPOCH, else a fixed one, so that the same input gives the same bytes."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    first = datetime(1980, 1, 1, tzinfo=UTC)  # the earliest that an archive knows
    return max(datetime.fromtimestamp(int(epoch), UTC), first) if epoch else first


def repeatable(data: bytes) -> bytes:
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
