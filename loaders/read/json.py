"""JSON, JSON lines and records in memory to staged rows."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from functools import partial
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeAlias

from ...graph.errors import BadInput
from ...graph.language import t
from .arrow import ArrowStream, read_arrow_table
from .encoding import as_utf8
from .json_flat import read_flat
from .sheet import Sheet, Staging, cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa

    from .encoding import TextFile

    Rows: TypeAlias = pd.DataFrame | pa.Table | ArrowStream | Sequence[Mapping[str, Any]]


def as_tables(inputs: tuple[Any, ...], kind: str | None) -> tuple[Any, ...]:
    """Frames, Arrow tables and lists of records as mappings of their kind to them; other inputs as they are.

    >>> as_tables(([{"name": "A"}], "firms.csv"), "firms")
    ({'firms': [{'name': 'A'}]}, 'firms.csv')
    """
    return tuple(
        one
        if isinstance(one, (str, PathLike))
        else {
            name: _again(rows) for name, rows in (one if isinstance(one, Mapping) else {kind or "records": one}).items()
        }
        for one in inputs
    )


def _again(rows: Any) -> Any:
    """Records that can be read more than once: a load may have to begin again."""
    return list(rows) if isinstance(rows, Iterator) and not hasattr(rows, "schema") else rows


def read_json(staging: Staging, path: Path, name: str) -> list[Sheet]:
    """A list of records, an object of such lists by table kind, or one record a line."""
    file = as_utf8(path, name, staging.folder)
    flat = read_flat(staging, file, name)
    if flat is not None:
        return [flat]
    try:
        return _read_nested(staging, file, name)
    except RecursionError as error:
        raise BadInput(
            en=f"{name}: lists and objects lie too deep in one another for a table; give a list of flat records",
            zh=f"{name}：列表或对象嵌套过深，不是表格；请提供由扁平记录组成的列表",
        ) from error


def _read_nested(staging: Staging, file: TextFile, name: str) -> list[Sheet]:
    text = file.path.read_text(encoding="utf-8-sig")
    try:
        found = _decode(text, name)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise _broken(name, error) from error
        return [_read_lines(staging, text, name)]
    if isinstance(found, dict) and found and all(isinstance(part, list) for part in found.values()):
        parts = {key: part for key, part in found.items() if not part or isinstance(part[0], dict)}
        if len(parts) == len(found):
            sheets = [_stage(staging, enumerate(part, start=1), name, key) for key, part in parts.items()]
            for sheet in sheets:
                sheet.stem = sheet.sheet or ""
            return sheets
    records = found if isinstance(found, list) else [found]
    return [_stage(staging, enumerate(records, start=1), name, None)]


def read_records(staging: Staging, records: Rows, name: str) -> Sheet:
    """Records in memory: a frame of pandas, what hands out Arrow, or a list of mappings; the first is row 1."""
    import pandas as pd
    import pyarrow as pa

    if isinstance(records, pa.Table):
        return read_arrow_table(staging, records, name)
    if isinstance(records, pd.DataFrame):
        headers = [str(header) for header in records.columns]
        sheet = staging.sheet(name, None, headers)
        columns = [records.iloc[:, number].astype(object).tolist() for number in range(len(headers))]
        lines = ([_present(cell) for cell in cells] for cells in zip(*columns, strict=True))
        staging.fill(sheet, _finite(staging, sheet, enumerate(lines, start=1)))
        return sheet
    if isinstance(records, ArrowStream):
        return read_arrow_table(staging, pa.table(records), name)
    if isinstance(records, (str, bytes, Mapping)) or not hasattr(records, "__iter__"):
        raise BadInput(
            en=f"{name}: not a table; give a list of records, a frame or an Arrow table",
            zh=f"{name}：不是表格；请提供记录列表、数据框或 Arrow 表",
        )
    return _stage(staging, enumerate(records, start=1), name, None)


def _present(cell: Any) -> Any:
    """A cell of a frame or record, None for the kinds of missing (NaN among them)."""
    if cell is None or isinstance(cell, (list, tuple, dict, str, int)):
        return cell
    import pandas as pd

    if hasattr(cell, "tolist"):  # numpy scalars and arrays
        cell = cell.tolist()
    return cell if isinstance(cell, list) or not pd.isna(cell) else None


def _finite(staging: Staging, sheet: Sheet, lines: Iterable[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:
    """The rows, those with a number without end noted as rejects."""
    for line, cells in lines:
        for cell in cells:
            if type(cell) is float and math.isinf(cell):
                reason = t(staging.lang, "is no finite number; correct or empty it", "不是有限的数；请改正或清空")
                staging.crooked(sheet, line, str(cell), reason)
        yield line, cells


def _read_lines(staging: Staging, text: str, name: str) -> Sheet:
    records: list[tuple[int, Any]] = []
    # not splitlines: a text may hold U+2028 or U+0085 as they are
    for line, body in enumerate(text.split("\n"), start=1):
        if body.strip():
            try:
                records.append((line, _decode(body, name)))
            except json.JSONDecodeError as error:
                raise _broken(name, error, line) from error
    return _stage(staging, records, name, None)


def _decode(text: str, name: str) -> Any:
    """JSON in which numbers keep their text and NaN is empty; a key given twice in a record is refused."""
    return json.loads(
        text, parse_float=str, parse_int=str, parse_constant=float, object_pairs_hook=partial(_once, name)
    )


def _once(name: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) < len(pairs):
        twice = next(key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number]))
        raise BadInput(
            en=f"{name}: a record has the key {twice!r} twice; keep one",
            zh=f"{name}：有一条记录的键“{twice}”出现两次；请只保留一个",
        )
    return out


def _broken(name: str, error: json.JSONDecodeError, line: int | None = None) -> BadInput:
    where = line or error.lineno
    return BadInput(
        en=f"{name} line {where}: not valid JSON ({error.msg}); mend it there",
        zh=f"{name} 第 {where} 行：不是有效的 JSON（{error.msg}）；请在该处改正",
    )


def _stage(staging: Staging, records: Iterable[tuple[int, Any]], name: str, key: str | None) -> Sheet:
    """Stage records; those that are none, or hold objects, are rejected row by row."""
    rows = list(records)
    headers = list(dict.fromkeys(str(name) for _, record in rows if isinstance(record, dict) for name in record))
    if not headers and rows:
        raise BadInput(
            en=f"{name}: holds no records; give a list of objects with named values",
            zh=f"{name}：没有记录；请提供由键值对象组成的列表",
        )
    sheet = staging.sheet(name, key, headers)
    lines = ((line, _cells(record, headers)) for line, record in rows)
    staging.fill(sheet, _finite(staging, sheet, lines))
    for line, record in rows:
        if not isinstance(record, dict):
            shown = cell_text(record)
            staging.crooked(
                sheet, line, shown, t(staging.lang, "is no record; write an object", "不是记录；请写成对象")
            )
        elif any(isinstance(value, dict) for value in record.values()):
            reason = t(staging.lang, "a value is an object; write a text or a list", "有的值是对象；请写文本或列表")
            staging.crooked(sheet, line, cell_text(record), reason)
    return sheet


def _cells(record: Any, headers: list[str]) -> list[Any]:
    if not isinstance(record, dict):
        # kept as a row, so that it is counted; `crooked` rejects it
        return [cell_text(record) or "null"]
    return [_present(record.get(header)) for header in headers]
