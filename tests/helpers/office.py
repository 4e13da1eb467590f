"""A maker of office sheets: workbooks and CSV files in the layouts that offices use.

All firms, projects and figures in them are invented; only names of regions are real.
"""

from __future__ import annotations

import csv
import importlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[Any]]


@dataclass
class Page:
    """One sheet: its rows as written, and how it looks."""

    title: str
    rows: Rows
    merged: tuple[str, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    hidden: bool = False
    widths: dict[str, int] = field(default_factory=dict)


def xlsx(path: Path, *pages: Page) -> Path:
    """A workbook of these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        sheet: Worksheet = book.create_sheet(page.title)
        for row in page.rows:
            sheet.append(list(row))
        for cells in page.merged:
            sheet.merge_cells(cells)
        for row_number in page.hidden_rows:
            sheet.row_dimensions[row_number].hidden = True
        for letter in page.hidden_columns:
            sheet.column_dimensions[letter].hidden = True
        if page.hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    book.close()
    return path


def xls(path: Path, *pages: Page) -> Path:
    """The same in the old binary form, as WPS writes .et too; merged cells are rows and columns as in A1:B2."""
    xlwt = importlib.import_module("xlwt")
    book = xlwt.Workbook(encoding="utf-8")
    for page in pages:
        sheet = book.add_sheet(page.title)
        covered = {}
        for cells in page.merged:
            left, top, right, bottom = range_boundaries(cells)
            assert left is not None
            assert top is not None
            assert right is not None
            assert bottom is not None
            covered[top - 1, left - 1] = (top - 1, bottom - 1, left - 1, right - 1)
        for r, row in enumerate(page.rows):
            for c, cell in enumerate(row):
                if (r, c) in covered:
                    sheet.write_merge(*covered[r, c], cell)
                elif cell is not None:
                    sheet.write(r, c, cell)
    book.save(str(path))
    return path


def csv_file(path: Path, rows: Rows, encoding: str = "gb18030") -> Path:
    """A CSV file as a spreadsheet program saves it: every line as wide as the widest, in GB18030."""
    width = max(len(row) for row in rows)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([*row, *[None] * (width - len(row))] for row in rows)
    return path


def counts(answer: pd.DataFrame) -> list[list[Any]]:
    """What became of the rows of each sheet."""
    out: list[list[Any]] = answer[["kind", "read", "added", "rejected", "left_out"]].to_numpy().tolist()
    return out


def said(answer: pd.DataFrame) -> str:
    """All notes of a load."""
    return "\n".join(answer.attrs["notes"])
