"""Tables of a graph into files: CSV, JSON lines, Parquet, one JSON, one workbook."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ..errors import BadInput
from .cells import GUARDED, GUARDED_RE2, SEPARATOR, plain
from .sheet import Field, Sheet, number_format
from .workbook import ROWS, workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from .portable import Tabled

    Tables = Iterable[tuple[Tabled, Iterator[pa.RecordBatch]]]

PARTING: Final = re.compile(r"[；;、，,\r\n\"\[\](){}（）【】〔〕《》「」“”]|^\s|\s$|^$")
"""What an item of a list may not hold where the list is written with ；between its items."""


def write_folder(tables: Tables, folder: Path, form: str, *, bom: bool = False) -> dict[str, int]:
    """A file a table; the number of rows of each."""
    write = {"csv": _csv, "jsonl": _jsonl, "parquet": _parquet}[form]
    counts: dict[str, int] = {}
    for of, parts in tables:
        folder.mkdir(exist_ok=True)
        path = folder / f"{of.table}.{form}"
        if form == "csv" and bom:
            path.write_bytes(b"\xef\xbb\xbf")
        counts[of.table] = write(path, parts)
    return counts


def write_json(tables: Tables, path: Path) -> dict[str, int]:
    """One object of tables, each a list of records, a record a line."""
    counts: dict[str, int] = {}
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write("{")
        for of, parts in tables:
            out.write(("," if counts else "") + f"\n{json.dumps(of.table)}: [")
            counts[of.table] = 0
            for part in parts:
                for record in part.to_pylist():
                    out.write(("," if counts[of.table] else "") + "\n" + _record(record))
                    counts[of.table] += 1
            out.write("\n]")
        out.write("\n}\n")
    return counts


def write_workbook(tables: Tables, path: Path) -> dict[str, int]:
    """One workbook, a sheet a table."""
    counts: dict[str, int] = {}
    sheets: list[Sheet] = []
    for of, parts in tables:
        names: list[str] = []
        rows: list[tuple[Any, ...]] = []
        for part in parts:
            names = part.schema.names
            body = [_as_cells(part.column(name)) for name in names]
            rows += zip(*body, strict=True)
            if len(rows) > ROWS:
                raise BadInput(
                    f"{of.table}: more rows than a sheet of a workbook holds ({ROWS}); export with --to csv or parquet",
                    f"{of.table}：行数超过工作表上限（{ROWS}）；请用 --to csv 或 parquet 导出",
                )
        fields = []
        for number, name in enumerate(names):
            numbers = [row[number] for row in rows if type(row[number]) in (int, float)]
            fields.append(Field(name, number_format(numbers, most=12, thousands=False)))
        sheets.append(Sheet(of.table, fields, rows))
        counts[of.table] = len(rows)
    path.write_bytes(workbook(sheets))
    return counts


def _csv(path: Path, parts: Iterator[pa.RecordBatch]) -> int:
    import pyarrow as pa
    import pyarrow.csv as pacsv

    count = 0
    with path.open("ab") as out:
        for part in parts:
            arrays = [_as_text(part.column(name)) for name in part.schema.names]
            table = pa.RecordBatch.from_arrays(arrays, names=part.schema.names)
            options = pacsv.WriteOptions(include_header=count == 0, quoting_style="needed", quoting_header="needed")
            pacsv.write_csv(pa.Table.from_batches([table]), out, options)
            count += part.num_rows
    return count


def _jsonl(path: Path, parts: Iterator[pa.RecordBatch]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for part in parts:
            out.writelines(_record(record) + "\n" for record in part.to_pylist())
            count += part.num_rows
    return count


def _record(record: dict[str, Any]) -> str:
    """A record as JSON; whole numbers without a point."""
    return json.dumps(
        {
            key: int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else plain(value)
            for key, value in record.items()
        },
        ensure_ascii=False,
        allow_nan=False,
    )


def _parquet(path: Path, parts: Iterator[pa.RecordBatch]) -> int:
    import pyarrow.parquet as pq

    count = 0
    first = next(parts)
    with pq.ParquetWriter(path, first.schema, compression="zstd") as out:
        for part in (first, *parts):
            out.write_batch(part)
            count += part.num_rows
    return count


def _as_text(column: pa.Array) -> pa.Array:
    """A column as cells of CSV: no powers of ten, lists joined, nothing that a spreadsheet would run."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_list(column.type):
        column = _distinctly(column, joined)
    elif pa.types.is_floating(column.type):
        column = _distinctly(column, digits)
    elif not pa.types.is_string(column.type):
        return column.cast(pa.string())
    else:
        # as `inert` of cells.py does, over the whole column
        marked = pc.match_substring_regex(column, f"^(?:{GUARDED_RE2})")
        if pc.any(marked).as_py():
            column = pc.if_else(marked, pc.binary_join_element_wise("'", column, ""), column)
    return column


def _distinctly(column: pa.Array, make: Any) -> pa.Array:
    """Each value made into a text."""
    import pyarrow as pa

    known: dict[Any, str] = {}
    out: list[str | None] = []
    for value in column.to_pylist():
        key = tuple(value) if isinstance(value, list) else value
        if key is None:
            out.append(None)
        else:
            out.append(known[key] if key in known else known.setdefault(key, make(value)))
    return pa.array(out, pa.string())


def digits(value: float) -> str:
    """A number in plain digits, none lost.

    >>> digits(1e22), digits(0.000012), digits(83e6)
    ('10000000000000000000000', '0.000012', '83000000')
    """
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def joined(items: list[Any]) -> str:
    """A list in one cell; as JSON where an item holds what would part it.

    >>> joined(["吨袋", "塑料颗粒"]), joined(["A、B", "C"])
    ('吨袋；塑料颗粒', '["A、B", "C"]')
    """
    texts = [str(item) for item in items if item is not None]
    if any(PARTING.search(text) or GUARDED.match(text) for text in texts):
        return json.dumps(texts, ensure_ascii=False)
    return SEPARATOR.join(texts)


def _as_cells(column: pa.Array) -> list[Any]:
    """A column as cells of a workbook."""
    return [_as_cell(value) for value in column.to_pylist()]


def _as_cell(value: Any) -> Any:
    """A value as a cell: a number that openpyxl would round (it writes sixteen digits) is a text of all its digits."""
    if isinstance(value, float) and float(f"{value:.16g}") != value:
        return digits(value)
    return joined(value) if isinstance(value, list) else value
