"""Answers handed over: a table on the terminal, CSV or JSON on standard output or in a file.

Files carry the English column names and plain values; a cell of text that a spreadsheet
would take for a formula is made inert. Beside a file stands FILE.meta.json.
"""

from __future__ import annotations

import csv
import io
import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..graph.commandline import FORMATS, Output, Session, harmless
from ..graph.errors import BadInput
from ..graph.files import write_whole
from ..queries.answer import Answer, cite, records
from .table import render

if TYPE_CHECKING:
    import pandas as pd

TABLE_ROWS = 50


def show(given: Answer | pd.DataFrame, output: Output, session: Session) -> None:
    """Write an answer where and as it is wanted, and say what the reader must know."""
    answer = given if isinstance(given, Answer) else Answer(tuple(given.columns), records(given), given.attrs)
    format_ = _format(output)
    limit = output.limit
    if limit is None and format_ == "table" and output.path is None and not answer.attrs.get("all_rows"):
        limit = TABLE_ROWS
    part = answer if limit is None else Answer(answer.columns, answer.rows[:limit], answer.attrs)
    if format_ == "table":
        text = render(part, session.lang)
    elif format_ == "csv":
        text = as_csv(part)
    else:
        text = as_json(part)
    if output.path is not None:
        bom = "\ufeff" if format_ == "csv" and session.lang == "zh" else ""
        write_whole(output.path, bom + text)
        write_whole(f"{output.path}.meta.json", as_meta(part, Path(output.path).name))
        session.say(f"{len(part.rows)} rows written to {output.path}", f"已写入 {len(part.rows)} 行：{output.path}")
    else:
        # a table is harmless already, and has colours of its own
        sys.stdout.write(harmless(text, keep="\n") if format_ != "table" and sys.stdout.isatty() else text)
    if len(part.rows) < len(answer.rows):
        session.say(
            f"{len(answer.rows) - len(part.rows)} more rows; --limit N shows more, -o FILE writes all",
            f"还有 {len(answer.rows) - len(part.rows)} 行；--limit N 可多显示，-o 文件 可全部写出",
        )
    session.say_all(answer.attrs.get("notes", []))


def _format(output: Output) -> str:
    if output.format is not None:
        return output.format
    if output.path is None:
        return "table"
    suffix = Path(output.path).suffix.lower().removeprefix(".")
    known = {"csv": "csv", "json": "json", "txt": "table"}
    if suffix not in known:
        raise BadInput(
            f"{output.path}: no format goes with that name; end it in .csv or .json, or give --format {'|'.join(FORMATS)}",
            f"{output.path}：无法按文件名判断格式；请用 .csv 或 .json 结尾，或给出 --format {'|'.join(FORMATS)}",
        )
    return known[suffix]


def inert(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before the mark.

    >>> inert("=cmd|'/c calc'!A1"), inert("吨袋"), inert(-3)
    ("'=cmd|'/c calc'!A1", '吨袋', -3)
    """
    if isinstance(value, str) and value[:1] in tuple(
        "=+-@＝＋－＠\t\r\n"
    ):  # full-width ones too, as Excel takes them in East Asian locales
        return "'" + value
    return value


def plain(value: Any) -> Any:
    """A value as JSON has it: no NaN, numbers and dates of no library."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if hasattr(value, "item"):
        return plain(value.item())
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def as_csv(answer: Answer) -> str:
    """The answer as CSV: English columns, lists joined by ；, an empty cell for null."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.columns)
    for record in answer.rows:
        cells = [plain(value) for value in record.values()]
        joined = [
            "；".join("" if x is None else str(x) for x in cell) if isinstance(cell, list) else cell for cell in cells
        ]
        writer.writerow(["" if cell is None else inert(_whole(cell)) for cell in joined])
    return out.getvalue()


def _whole(value: Any) -> Any:
    """A whole number without its decimal point; a truth as true or false."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def as_json(answer: Answer) -> str:
    """The answer as one list of records: null for unknown, lists as lists, money in yuan."""
    rows = [{key: plain(value) for key, value in record.items()} for record in answer.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def as_meta(answer: Answer, name: str) -> str:
    """What stands beside a file: what was asked of which graph, and how to cite it."""
    attrs = {
        key: answer.attrs.get(key) for key in ("question", "parameters", "as_of", "graph_hash", "version", "notes")
    }
    if "thresholds" in answer.attrs:
        attrs["thresholds"] = answer.attrs["thresholds"]
    graph = answer.attrs.get("graph")
    meta = {
        "file": name,
        **attrs,
        "graph": Path(graph).name if graph else None,
        "rows": len(answer.rows),
        "columns": list(answer.columns),
        "cite": cite(answer),
    }
    return json.dumps(meta, ensure_ascii=False, indent=1) + "\n"
