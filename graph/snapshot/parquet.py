"""A table in a Parquet file whose bytes are a function of its rows: every option that the writer has is fixed.

Another version of pyarrow may write other bytes for the same rows (it names itself in each file); the digests of the
content, which the manifest keeps for each table, stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

ROWS: Final = 131_072
"""So many rows are a group, however they come: where a group ends is part of the bytes."""
_OPTIONS: Final[dict[str, Any]] = {
    "version": "2.6", "data_page_version": "1.0", "compression": "zstd", "compression_level": 3, "use_dictionary": True,
    "dictionary_pagesize_limit": 1 << 20, "data_page_size": 1 << 20, "write_batch_size": 1024, "write_statistics": True,
    "store_schema": False, "write_page_index": False, "write_page_checksum": False, "use_byte_stream_split": False,
    "use_compliant_nested_type": True, "use_deprecated_int96_timestamps": False,
}  # fmt: skip


def write_table(path: Path, schema: pa.Schema, parts: Iterable[pa.RecordBatch]) -> tuple[int, int]:
    """Write the rows, of which only the columns of `schema` are taken; their number, and their size uncompressed."""
    import pyarrow.parquet as pq

    with pq.ParquetWriter(path, schema, **_OPTIONS) as out:
        for group in _groups(parts, schema):
            out.write_table(group, row_group_size=ROWS)
    return size_of(pq.read_metadata(path))


def size_of(metadata: Any) -> tuple[int, int]:
    """How many rows a file says that it has, and how large they are before they are compressed."""
    groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
    return metadata.num_rows, sum(group.total_byte_size for group in groups)


def _groups(parts: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    """The rows in tables of `ROWS` rows each, the last one with what is left; every column is of one piece."""
    import pyarrow as pa

    waiting: list[pa.Table] = []
    number = 0
    for part in parts:
        rows = pa.Table.from_batches([part]).select(schema.names).cast(schema)
        while number + rows.num_rows >= ROWS:
            taken = ROWS - number
            yield _whole([*waiting, rows.slice(0, taken)])
            waiting, number, rows = [], 0, rows.slice(taken)
        if rows.num_rows:
            waiting.append(rows)
            number += rows.num_rows
    if waiting:
        yield _whole(waiting)


def _whole(tables: list[pa.Table]) -> pa.Table:
    import pyarrow as pa

    return pa.concat_tables(tables).combine_chunks()
