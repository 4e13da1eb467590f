"""Sheets that hold several tables, or a table whose fields run down: each table staged as a sheet of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.language import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .shape.layout import Layout
    from .shape.looks import Merge, Row
    from .shape.tables import Found
    from .sheet import Sheet, Staging

WHOLE: Final = 2000
"""Sheets with fewer lines are looked through for several tables; of longer ones the first lines are."""


def stage_tables(
    staging: Staging,
    file: str,
    name: str | None,
    rows: Iterable[Row],
    merges: list[Merge],
    found: list[Found],
    encoding: str = "utf-8",
) -> list[Sheet]:
    """Stage every table that was found; lines stay those of the file."""
    grid = list(rows)
    out = []
    for one in found:
        sheet = staging.sheet(file, name, one.layout.headers, encoding)
        if one.turned is not None:
            _stage_turned(staging, sheet, one)
        else:
            left, right = one.columns
            last = (
                one.lines[1]
                if one is not found[-1] and one.lines[1] < len(grid) and _more_below(found, one)
                else len(grid)
            )
            inside = [merge for merge in merges if left <= merge[1] and merge[3] < right and merge[0] < last]
            describe(sheet, one.layout, inside)
            staging.fill(sheet, _cells(grid, one.layout.body, last, left, right))
        if one.lines[0] > found[0].lines[0]:
            # a paragraph of a report speaks of what stands around it
            sheet.head = [text for text in found[0].layout.titles if "。" not in text]
        if len(found) > 1:
            sheet.part = (
                f"{letters(one.columns[0])}{one.layout.lines[0] + 1 if one.turned is None else one.turned.first + 1}"
            )
        out.append(sheet)
    if len(found) > 1:
        where = out[0].where.removesuffix(f": {out[0].part}")
        parts = ", ".join(sheet.part for sheet in out)
        staging.notes.append(
            t(
                staging.lang,
                f"{where}: holds {len(out)} tables, each read on its own; they begin at {parts}",
                f"{where}：含有 {len(out)} 张表，分别读取；各自始于 {parts}",
            )
        )
    return out


def _more_below(found: list[Found], one: Found) -> bool:
    return any(other.lines[0] >= one.lines[1] for other in found)


def _cells(grid: list[Row], body: int, last: int, left: int, right: int) -> Iterator[tuple[int, Row]]:
    """The numbered rows of a table, with what stands in other tables taken out."""
    for number in range(body, last):
        row = grid[number]
        yield number + 1, [*(None for _ in range(left)), *row[left:right]]


def _stage_turned(staging: Staging, sheet: Sheet, one: Found) -> None:
    """Stage a table whose fields run down, and say how it is read."""
    table = one.turned
    assert table is not None
    describe(sheet, one.layout, [])
    sheet.header_lines = (0,)
    if table.by_column:
        sheet.headers.append("位置")
        place = f"{sheet.sheet or sheet.file} column "
        rows = [(line + 1, [*cells, place + letters(line)]) for line, cells in table.records]
    else:
        rows = [(line + table.spread, cells) for line, cells in table.records]
        sheet.spread = table.spread
    staging.fill(sheet, rows)
    if table.beside:
        sheet.left["notes"] = [line + 1 for line in table.beside]
        sheet.left_out += len(table.beside)
    beside = ", ".join(str(line + 1) for line in table.beside[:10])
    how = (
        (
            "fields run down, each further column is a row (rows are counted by columns)",
            "字段竖排，每列读作一行（行号为列的序号）",
        )
        if table.by_column
        else (
            f"a list inside cards, {len(rows)} rows, each of the one whose card it is",
            f"卡片内的明细表，读作 {len(rows)} 行，各属其卡片的主体",
        )
        if table.inside
        else (f"cards of labels and values, {len(rows)} read as rows", f"卡片式（项目与内容成对），读作 {len(rows)} 行")
    )
    staging.say(
        sheet,
        f"{how[0]}" + (f"; lines that are no field are left out ({beside})" if beside else ""),
        f"{how[1]}" + (f"；略去不是字段的行（第 {beside} 行）" if beside else ""),
    )


def describe(sheet: Sheet, layout: Layout, merges: list[Merge]) -> None:
    """Keep what the layout of a sheet says; lines are counted from 1 there."""
    sheet.office = True
    sheet.titles = layout.titles
    sheet.units = dict(layout.units)
    sheet.header_lines = tuple(line + 1 for line in layout.lines)
    sheet.merges = [(a + 1, b, c + 1, d) for a, b, c, d in merges if c >= layout.body]
    if layout.numbering is not None:
        sheet.left["numbering"] = [layout.numbering + 1]
        sheet.left_out += 1


def letters(number: int) -> str:
    """A column's name in a spreadsheet.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    out = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(65 + rest) + out
    return out
