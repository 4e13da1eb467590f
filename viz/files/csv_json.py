"""Answers as text files: CSV, JSON, JSON lines."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ...graph.export.cells import as_json as dumped, flat, inert, plain, whole
from ...graph.export.csv_rows import csv_rows

if TYPE_CHECKING:
    from ...queries.answer import Answer


def as_csv(answer: Answer) -> str:
    """The answer as CSV: English columns, lists joined by ；, an empty cell for null."""
    out = io.StringIO()
    write = csv_rows(out)
    write([inert(column) for column in answer.columns])
    for record in answer.rows:
        cells = (flat(plain(value)) for value in record.values())
        write(["" if cell is None else inert(whole(cell)) for cell in cells])
    return out.getvalue()


def as_json(answer: Answer) -> str:
    """The answer as one list of records: null for unknown, lists as lists, money in yuan."""
    rows = [{key: plain(value) for key, value in record.items()} for record in answer.rows]
    return dumped(rows, indent=1) + "\n"


def as_jsonl(answer: Answer) -> str:
    """The same, a record a line."""
    return "".join(dumped({key: plain(value) for key, value in record.items()}) + "\n" for record in answer.rows)
