"""Parquet and Arrow files, and Arrow tables in memory, to staged rows.

Columns become the texts that a person would type, set-wise in DuckDB: whole numbers without
.0, decimals plain, dates as 2024-05-24 (a moment at midnight is its day), true and false, lists
as JSON lists. NaN is an empty cell, since it is how such files say that a value is missing;
an infinite number rejects its row. Records and bytes inside a cell are refused by column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

from ...graph.errors import BadInput
from ...graph.language import t
from ...graph.sql_text import literal, quoted
from .sheet import BLANKS, Sheet, Staging

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

ARROW_SUFFIXES: Final = (".parquet", ".feather", ".arrow")
_ROWS: Final = 131_072
"""So many rows are read at once."""


@runtime_checkable
class ArrowStream(Protocol):
    """A table of any library that hands it out as Arrow: polars, DuckDB, a reader of record batches."""

    def __arrow_c_stream__(self, requested_schema: object = None, /) -> object:
        """The stream, in a capsule of Arrow's C interface."""
        ...


def read_arrow(staging: Staging, path: Path, name: str) -> Sheet:
    """A Parquet, Feather or Arrow file; its first record is row 1."""
    import pyarrow as pa

    try:
        with path.open("rb") as file:
            schema, batches = _opened(file)
            return _stage(staging, schema, batches, name)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        said = str(error).splitlines()[0][:200]
        raise BadInput(
            en=f"{name}: damaged, cut short or no such file as its name says ({said}); get or save it again",
            zh=f"{name}：已损坏、不完整，或与文件名不符（{said}）；请重新获取或另存",
        ) from error


def read_arrow_table(staging: Staging, table: pa.Table, name: str) -> Sheet:
    """An Arrow table in memory; its first record is row 1."""
    return _stage(staging, table.schema, table.to_batches(max_chunksize=_ROWS), name)


def _opened(file: Any) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """The schema of an open file and its rows, a part at a time; names in it are never patterns."""
    import pyarrow as pa
    from pyarrow import parquet

    head = file.read(6)
    file.seek(0)
    if head == b"ARROW1":
        reader = pa.ipc.open_file(file)
        return reader.schema, (reader.get_batch(number) for number in range(reader.num_record_batches))
    whole = parquet.ParquetFile(file)
    return whole.schema_arrow, whole.iter_batches(batch_size=_ROWS)


def _stage(staging: Staging, schema: pa.Schema, batches: Iterable[pa.RecordBatch], name: str) -> Sheet:
    """Stage all rows that hold anything, with their numbers."""
    import numpy as np
    import pyarrow as pa

    headers = [str(header).strip(BLANKS) for header in schema.names]
    for header, type_ in zip(headers, schema.types, strict=True):
        _refuse_odd(name, header, type_)
    sheet = staging.sheet(name, None, headers)
    db, names = staging.db, [f"c{number}" for number in range(len(headers))]
    db.execute(f"CREATE TABLE {sheet.relation} ({', '.join(['line BIGINT', *(f'{one} VARCHAR' for one in names)])})")
    start = 0
    for batch in batches:
        batch.validate(full=True)  # texts that are no UTF-8 would end the staging database
        columns = [_plain(column) for column in batch.columns]
        line = pa.array(np.arange(start + 1, start + batch.num_rows + 1))
        db.register("load_part", pa.Table.from_arrays([line, *columns], ["line", *names]))
        texts = [
            f"{_text(column.type, one, sheet.blanks)} AS {one}" for one, column in zip(names, columns, strict=True)
        ]
        anything = f"coalesce({', '.join(names)}) IS NOT NULL" if names else "false"
        db.execute(
            f"INSERT INTO {sheet.relation} SELECT * FROM (SELECT {', '.join(['line', *texts])} FROM load_part)"
            f" WHERE {anything}"
        )
        _note_infinite(staging, sheet, [(n, c) for n, c in zip(names, columns, strict=True) if _is_float(c.type)])
        db.unregister("load_part")
        start += batch.num_rows
    staging.close_sheet(sheet)
    return sheet


def _refuse_odd(name: str, header: str, type_: pa.DataType) -> None:
    """Raise for a column whose cells are no values: records, bytes, spans of time."""
    from pyarrow import types

    inner = type_.value_type if _is_list(type_) or types.is_dictionary(type_) else type_
    said = (
        ("records", "记录") if types.is_struct(inner) or types.is_map(inner) or types.is_union(inner)
        else ("bytes", "二进制数据") if types.is_binary(inner) or types.is_large_binary(inner)
        or types.is_fixed_size_binary(inner)
        else ("spans of time", "时长") if types.is_duration(inner) or types.is_interval(inner)
        else ("lists of lists", "多层列表") if _is_list(type_) and _is_list(inner)
        else None
    )  # fmt: skip
    if said:
        raise BadInput(
            en=f"{name}: column {header!r} holds {said[0]} ({type_}); drop it, or make texts or numbers of it",
            zh=f"{name}：“{header}”列是{said[1]}（{type_}）；请删去该列，或改为文本或数字",
        )


def _is_list(type_: pa.DataType) -> bool:
    from pyarrow import types

    return bool(types.is_list(type_) or types.is_large_list(type_) or types.is_fixed_size_list(type_))


def _is_float(type_: pa.DataType) -> bool:
    from pyarrow import types

    return bool(types.is_floating(type_))


def _plain(column: pa.Array) -> pa.Array:
    """A column without dictionaries, zones of time (its own clock holds) and types that DuckDB lacks."""
    import pyarrow as pa
    from pyarrow import compute, types

    out = column
    if types.is_dictionary(column.type):
        words = column.dictionary
        if types.is_string_view(words.type):  # as polars has them; pyarrow takes none out of a dictionary of such
            column = pa.DictionaryArray.from_arrays(column.indices, words.cast(pa.string()))
        out = column.dictionary_decode()
    if isinstance(out, pa.ExtensionArray):
        out = out.storage
    if types.is_null(out.type):
        return out.cast(pa.string())
    if types.is_float16(out.type):
        return out.cast(pa.float32())
    if types.is_timestamp(out.type) and out.type.tz:
        return compute.local_timestamp(out)
    return out


def _text(type_: pa.DataType, name: str, blanks: str) -> str:
    """SQL of a column's cells as texts; null where they are empty."""
    from pyarrow import types

    if _is_list(type_):
        item = _scalar(type_.value_type, "item", blanks)
        listed = f"list_filter(list_transform({name}, lambda item: {item}), lambda one: one IS NOT NULL)"
        return f"CASE WHEN len({listed}) > 0 THEN to_json({listed})::VARCHAR END"
    if types.is_boolean(type_):
        return f"{name}::VARCHAR"
    return _scalar(type_, name, blanks)


def _scalar(type_: pa.DataType, name: str, blanks: str) -> str:
    from pyarrow import types

    if _is_float(type_):
        # as exact as the file has it, and whole numbers without .0
        whole = f"{name} = trunc({name}) AND abs({name}) < 1e15"
        return (
            f"CASE WHEN isnan({name}) THEN NULL WHEN isfinite({name}) AND {whole}"
            f" THEN (CASE WHEN isfinite({name}) AND {whole} THEN {name} END)::BIGINT::VARCHAR ELSE {name}::VARCHAR END"
        )
    if types.is_timestamp(type_) or types.is_date64(type_):
        moment = f"{name}::TIMESTAMP"
        return (
            f"CASE WHEN {moment} = date_trunc('day', {moment}) THEN {moment}::DATE::VARCHAR ELSE {moment}::VARCHAR END"
        )
    if types.is_string(type_) or types.is_large_string(type_) or types.is_string_view(type_):
        return f"nullif(trim({name}, {literal(blanks)}), '')" if blanks else f"nullif({name}, '')"
    return f"{name}::VARCHAR"


def _note_infinite(staging: Staging, sheet: Sheet, columns: list[tuple[str, pa.Array]]) -> None:
    """Reject the rows of `load_part` that hold a number without end."""
    reason = t(staging.lang, "is no finite number; correct or empty it", "不是有限的数；请改正或清空")
    for name, _ in columns:
        staging.any_crooked = True
        staging.db.execute(
            f"INSERT INTO load.crooked SELECT $sheet, line, {quoted(name)}::VARCHAR, $reason"
            f" FROM load_part WHERE isinf({quoted(name)})",
            {"sheet": sheet.number, "reason": reason},
        )
