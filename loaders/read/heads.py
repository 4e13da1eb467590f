"""Records that were a sheet before: a title or a unit above the headers, a line of units below them.

A program that reads a sheet made for people and writes it as JSON, Parquet or a frame takes its first line for the names
of the columns (`Unnamed: 1` where it is empty) and everything below for records. What a person saw in it holds all the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .shape.layout import HEAD, Layout, find_layout, units_below
from .sheet import header_units

if TYPE_CHECKING:
    from .shape.looks import Row
    from .sheet import Sheet, Staging

_NAMELESS: Final = re.compile(
    r"unnamed(?:: ?\d+)?(?:_level_\d+)?|column_?\d+|col_?\d+|列_?\d+|field_?\d+|_\d+|\d+|nan|none", re.IGNORECASE
)
"""What a program calls a column that has no name."""


def find_head(staging: Staging, sheet: Sheet) -> None:
    """Find the headers of records, where they stand among them, and the units below them."""
    if staging.words is None or not sheet.rows or sheet.exported:
        return
    rows = staging.db.execute(f"FROM {sheet.relation} ORDER BY line LIMIT {HEAD}").fetchall()
    names: Row = [None if _NAMELESS.fullmatch(header.strip()) else header for header in sheet.headers]
    lines: list[int] = [line for line, *_ in rows]
    if None in names:
        table = [names, *(list(cells) for _, *cells in rows)]
        layout = find_layout(table, [], staging.words.knows)
        if layout is not None and layout.lines[0] > 0:
            _take(sheet, layout, lines)
            _leave_out(staging, sheet, lines[layout.body - 1] if layout.body <= len(lines) else sheet.last + 1)
            return
    below = units_below(list(rows[0][1:]))
    if below:
        sheet.units = header_units(sheet.headers) | below
        sheet.header_lines = (lines[0],)
        _leave_out(staging, sheet, lines[0] + 1)


def _take(sheet: Sheet, layout: Layout, lines: list[int]) -> None:
    """Headers, titles and units are those that a person saw."""
    width = len(sheet.headers)
    sheet.headers = [*layout.headers, *[""] * width][:width]
    sheet.units = dict(layout.units)
    sheet.titles, sheet.office = layout.titles, True
    sheet.header_lines = tuple(lines[line - 1] for line in layout.lines)


def _leave_out(staging: Staging, sheet: Sheet, first: int) -> None:
    """Take out what stands above a line; it is no row."""
    staging.db.execute(f"DELETE FROM {sheet.relation} WHERE line < {first}")
    staging.close_sheet(sheet)
