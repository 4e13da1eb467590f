"""Workbooks (XLSX, XLSM, XLS, ET, ODS, XLSB) to staged sheets, in parts of whole columns."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from ...graph.errors import BadInput
from ...graph.export.sheet import ANSWER, LISTED
from ...graph.language import t
from .guards import unguarded
from .ours import answered
from .part import Part
from .several import WHOLE, describe, stage_tables
from .shape.layout import HEAD, find_layout
from .shape.tables import begins_beside, tables
from .sheet import NO_RESULT, PART, Staging, cell_text, check_width
from .xlsx_package import MOST_CELLS, damaged, look_through, without_dimensions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from .number_format import Format
    from .sheet import Sheet

_FEW: Final = 10


def read_workbook(staging: Staging, path: Path, name: str) -> None:
    """Every visible sheet of a workbook that holds anything.

    Hidden sheets are not read: they hold lists of choices and drafts. Hidden rows and columns are
    read: they were hidden to look at less, and stand in the table. Both are said in a note.
    """
    import python_calamine as calamine

    parts = _looked_through(path, name)
    before = len(staging.sheets)
    try:
        try:
            hidden = _read_sheets(staging, path, name, parts)
        except calamine.CalamineError:
            whole = without_dimensions(path, staging.folder)
            if whole is None:
                raise
            for sheet in staging.sheets[before:]:
                staging.forget(sheet)
            hidden = _read_sheets(staging, whole, name, parts)
    except (calamine.CalamineError, OSError) as error:
        raise damaged(error, name) from error
    except BaseException as error:
        # where a file lies about itself its code in Rust may break off, in a way that no `except Exception` sees
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(error, name) from error
    _mark_answer(staging.sheets[before:], answered(path))
    if hidden:
        staging.notes.append(
            t(
                staging.lang,
                f"{name}: hidden sheets are not read: {', '.join(hidden)}; unhide those that you want",
                f"{name}：未读取隐藏的工作表：{'、'.join(hidden)}；需要时请取消隐藏",
            )
        )
    if len(staging.sheets) == before:
        raise BadInput(
            en=f"{name}: all sheets are empty; give a table with a line of headers",
            zh=f"{name}：所有工作表都是空的；请提供带表头的表格",
        )


def _looked_through(path: Path, name: str) -> list[Part]:
    """What a reader does not see of each sheet; columns that this program folded away itself are no news."""
    parts = look_through(path, name)
    for part in parts if answered(path) else ():
        part.hidden_columns.clear()
    return parts


def _mark_answer(sheets: Sequence[Sheet], mark: str) -> None:
    """Which sheets of a workbook state no facts of their own: all of an answer, of a list of facts all but the first."""
    for number, sheet in enumerate(sheets):
        sheet.of_answer = mark == ANSWER or (mark == LISTED and number > 0)


def _read_sheets(staging: Staging, path: Path, name: str, parts: list[Part]) -> list[str]:
    """Stage the visible sheets of a workbook; the names of the hidden ones."""
    import python_calamine as calamine

    hidden: list[str] = []
    with calamine.load_workbook(str(path)) as book:
        for number, about in enumerate(book.sheets_metadata):
            if about.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            if about.visible != calamine.SheetVisibleEnum.Visible:
                hidden.append(about.name)
                continue
            part = parts[number] if number < len(parts) else Part()
            _check_size(part, name, about.name)
            _read_sheet(staging, book.get_sheet_by_name(about.name), name, part)
    return hidden


def _check_size(part: Part, name: str, sheet: str) -> None:
    if part.cells > MOST_CELLS:
        raise BadInput(
            en=f"{name} [{sheet}]: the cell {part.corner} lies far from the others, so that the sheet spans "
            f"{part.cells:,} cells; delete what stands there",
            zh=f"{name} [{sheet}]：单元格 {part.corner} 远离其他内容，整张表因此跨越 {part.cells:,} 个单元格；请删除那里的内容",
        )


def _read_sheet(staging: Staging, sheet: Any, name: str, part: Part) -> None:
    if sheet.start is None:
        return
    left = sheet.start[1]
    rows: Iterator[list[Any]] = sheet.iter_rows()
    most = sheet.start[0] + WHOLE
    head = [as_shown(row, number, left, part) for number, row in enumerate(islice(rows, most))]
    texts = [[*(None for _ in range(left)), *map(_plain_text, row)] for row in head]
    check_width(
        f"{name} [{sheet.name}]", max((n for row in texts for n, cell in enumerate(row, start=1) if cell), default=0)
    )
    merges = part.merges or [(a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ()]
    in_head = [merge for merge in merges if merge[0] < len(head)]
    words = staging.words
    layout = find_layout(texts[: sheet.start[0] + HEAD], in_head, words.knows if words else None)
    if layout is None:
        return
    if words is not None and (len(head) < most or begins_beside(texts, in_head, layout, words)):
        found = tables(texts, in_head, words)
        if len(found) > 1 or found[0].turned is not None:
            seen = (as_shown(row, number, left, part) for number, row in enumerate(rows, start=len(head)))
            more = ([*(None for _ in range(left)), *map(_plain_text, row)] for row in seen)
            made = stage_tables(staging, name, sheet.name, chain(texts, more), merges, found)
            _say(staging, made[0], part)
            return
    out = staging.sheet(name, sheet.name, layout.headers)
    describe(out, layout, merges)
    out.from_1904 = part.from_1904
    parts = _parts(head[layout.body :], rows, layout.body + 1, left, part)
    staging.fill_columns(out, parts, lost=bool(part.lost))
    _say(staging, out, part)


def _plain_text(cell: Any) -> str | None:
    text = cell_text(cell)
    return text and (unguarded(text) or None)


def as_shown(row: Sequence[Any], number: int, left: int, part: Part) -> list[Any]:
    """The cells of a row as a person sees them."""
    cells = list(row)
    for column, rows in part.shown.items():
        place = column - left
        if number in rows and 0 <= place < len(cells):
            cells[place] = _seen(cells[place], rows[number])
    return cells


def _seen(cell: Any, what: Format | str) -> Any:
    """What a person sees in a cell: an error or what its format makes of its value."""
    if isinstance(what, str):
        return what if cell is None or cell == "" or what != NO_RESULT else cell
    text = what.show(cell)
    return cell if text is None else text


def _parts(
    head: list[list[Any]], rows: Iterator[list[Any]], first: int, left: int, part: Part
) -> Iterator[tuple[int, list[Any]]]:
    """Parts of a sheet as whole columns, each with the line of its first row; those of the head are as shown already."""
    rest = chain(head, rows)
    done = first - 1 + len(head)
    while some := list(islice(rest, PART)):
        blank: list[Any] = [None] * len(some)
        columns: list[Any] = [*[blank] * left, *zip(*some, strict=True)]
        for column, seen in part.shown.items():
            if column < len(columns):
                columns[column] = [
                    cell if line < done or (what := seen.get(line)) is None else _seen(cell, what)
                    for line, cell in enumerate(columns[column], start=first - 1)
                ]
        yield first, columns
        first += len(some)


def _say(staging: Staging, sheet: Sheet, part: Part) -> None:
    """What a reader of the sheet would not see, and what the file does not hold."""
    body = [row for row in part.hidden_rows if row > sheet.header_lines[-1]]
    columns = [number for number in part.hidden_columns if number <= len(sheet.headers)]
    if body:
        staging.say(
            sheet,
            f"{len(body)} hidden rows are read like the others ({_some(body)})",
            f"{len(body)} 个隐藏行也照常读取（第 {_some(body)} 行）",
        )
    if columns:
        headers = [sheet.headers[number - 1] for number in columns if sheet.headers[number - 1]]
        if headers:
            staging.say(
                sheet,
                f"hidden columns are read like the others: {', '.join(headers)}",
                f"隐藏列也照常读取：{'、'.join(headers)}",
            )
    if part.lost:
        staging.say(
            sheet,
            f"{len(part.lost)} formulas hold no value ({_some(part.lost)}); "
            "open the file in a spreadsheet program, save it and load it again",
            f"{len(part.lost)} 个公式没有保存计算结果（{_some(part.lost)}）；请用表格软件打开并保存后重新载入",
        )


def _some(numbers: Sequence[object]) -> str:
    return ", ".join(map(str, numbers[:_FEW])) + (" ..." if len(numbers) > _FEW else "")
