"""Forms to fill in: workbooks whose headings the loader reads, with notes, drop-downs and an example row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...graph.errors import BadInput
from ...graph.export.files import file_path
from ...graph.export.outputs import OutputFile, translated
from ...graph.export.workbook import saved
from ...graph.for_python import for_python
from ...graph.language import t
from ...graph.version import __version__
from .columns import FormColumn, FormTable, form_tables

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence
    from pathlib import Path

ROWS: Final = 500
"""So many rows of a form are prepared: they have drop-downs and keep what is typed as text."""
EXAMPLE: Final = ("example", "示例")
"""What the first cell of a row says that is not loaded."""
NUMBER: Final = ("no.", "序号")
NOTES: Final = ("how to fill in", "填写说明")


@for_python
def template(
    kinds: Sequence[str] = (), path: str | os.PathLike[str] = "form.xlsx", *, force: bool = False, lang: str = "en"
) -> Path:
    """Write a form to fill in: a workbook with one sheet for each table, which `load` reads back.

    Without `kinds` it is the shortest form that gives a first answer: firms with their place,
    products and raw materials. Each column has a note, words to choose from where there are
    any, and an example row, marked so in its first cell, that is not loaded.

    Raises
    ------
    BadInput
        For a table that there is none of, and where the file is there and is not a form as it was
        written: it may be filled in already (`force` writes over it all the same).

    >>> import tempfile
    >>> from pathlib import Path
    >>> template(["firms", "supplies"], Path(tempfile.mkdtemp()) / "form.xlsx", lang="zh").name
    'form.xlsx'
    """
    target = form_at(path, force=force)
    tables = form_tables(kinds, lang)
    said = {"question": "template", "parameters": {"kinds": list(kinds)}, "version": __version__, "lang": lang}
    with translated(target.given):  # openpyxl puts a workbook together in temporary files
        made = saved(_book(tables, lang))
    return target.write(made, said)


def form_at(
    path: str | os.PathLike[str], *, reads: Sequence[str | os.PathLike[str]] = (), force: bool = False
) -> OutputFile:
    """Where a form is to be written; raises `BadInput` unless it is an .xlsx that is new, or as it was written."""
    target = file_path(path)
    if target.suffix.lower() != ".xlsx":
        raise BadInput(
            f"{target}: a form is a workbook; end its name in .xlsx",
            f"{target}：表格模板是工作簿；文件名请以 .xlsx 结尾",
        )
    return OutputFile(target, reads=reads, force=force)


def _book(tables: Sequence[FormTable], lang: str) -> Any:
    from openpyxl import Workbook

    book = Workbook()
    first = book.worksheets[0]
    first.title = t(lang, *NOTES)
    for table in tables:
        sheet_of(book.create_sheet(table.title), table, lang)
    _notes(first, tables, lang)
    book.active = 1
    return book


def sheet_of(
    sheet: Any, table: FormTable, lang: str, *, title: str | None = None, rows: Sequence[Mapping[str, Any]] = ()
) -> None:
    """One table of a form: a title, numbered rows with their headings, an example, what is filled in already."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    shades = {True: PatternFill("solid", fgColor="1F4E79"), False: PatternFill("solid", fgColor="5B7FA3")}
    if title is not None:
        sheet.append([title])
        sheet["A1"].font = Font(bold=True, size=14)
        sheet["A1"].data_type = "s"
    sheet.append([t(lang, *NUMBER), *(column.heading for column in table.columns)])
    head = sheet.max_row
    for cell in sheet[head]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.fill = shades[False]
    first = head + 1
    if any(column.example is not None for column in table.columns) and not rows:
        sheet.append([t(lang, *EXAMPLE), *(column.example for column in table.columns)])
        for cell in sheet[first]:
            cell.font = Font(italic=True, color="808080")
    for number, row in enumerate(rows, start=1):
        sheet.append([number, *(row.get(column.name) for column in table.columns)])
    for number, column in enumerate(table.columns, start=2):
        letter = get_column_letter(number)
        top = sheet.cell(head, number)
        top.fill = shades[column.required]
        if column.note:
            top.comment = Comment(column.note, "chanlian", width=260, height=90)
        sheet.column_dimensions[letter].width = max(12, min(32, 2 * len(column.heading) + 6))
        for line in range(first, first + ROWS):
            cell = sheet.cell(line, number)
            # as text: a code keeps its digits, and 2024.10 does not become 2024.1
            cell.number_format = "General" if column.number else "@"
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a name that begins with = is no formula
        _choices(sheet, column, f"{letter}{first}:{letter}{first + ROWS - 1}", lang)
    sheet.column_dimensions["A"].width = 8
    sheet.row_dimensions[head].height = 30
    sheet.freeze_panes = f"C{first}"


def _choices(sheet: Any, column: FormColumn, cells: str, lang: str) -> None:
    """A drop-down of the words that a column allows, and its note where a cell is chosen."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if not column.words and not column.note:
        return
    if column.words:
        rule = DataValidation(type="list", formula1='"' + ",".join(column.words) + '"', allow_blank=True)
        rule.error = t(lang, "Choose a word of the list.", "请从列表中选择。")
        rule.errorTitle = column.heading
        rule.showErrorMessage = True
    else:
        rule = DataValidation(allow_blank=True)
    if column.note:
        rule.promptTitle, rule.prompt = column.heading[:32], column.note[:255]
        rule.showInputMessage = True
    sheet.add_data_validation(rule)
    rule.add(cells)


def _notes(sheet: Any, tables: Sequence[FormTable], lang: str) -> None:
    """What to do, and every column in words: for who prints the form, or has no tips."""
    from openpyxl.styles import Alignment, Font

    lines: list[tuple[str, ...]] = [
        (t(lang, "How to fill in", "填写说明"),),
        (
            t(
                lang,
                "One row is one thing. Empty cells mean: not known.",
                "一行填一条。空着表示不清楚，不会当作“没有”。",
            ),
        ),
        (
            t(
                lang,
                "The grey row is an example and is not loaded. Dark headings must be filled in.",
                "灰色的一行是示例，不会载入。深色表头为必填。",
            ),
        ),
        (
            t(
                lang,
                "Keep the headings as they are; columns may be left out or moved.",
                "表头请勿改动；不需要的列可以删掉，列的顺序可以调整。",
            ),
        ),
        (t(lang, "Load it with: chanlian load GRAPH FILE", "填好后载入：chanlian load 图文件 本文件"),),
        (),
    ]
    for table in tables:
        lines.append((table.title,))
        for column in table.columns:
            must = t(lang, "required", "必填") if column.required else ""
            lines.append(("", column.heading, must, column.note, t(lang, ", ", "、").join(column.words)))
        lines.append(())
    for line in lines:
        sheet.append(line)
        if len(line) == 1:
            sheet.cell(sheet.max_row, 1).font = Font(
                bold=line[0] in {table.title for table in tables} or sheet.max_row == 1
            )
    for letter, width in zip("ABCDE", (12, 26, 8, 60, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=7):
        for cell in row[3:]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
