"""The types of a graph's columns in Arrow, as they are scanned, exported and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .observations import fields
from .schema import Edge, Node, columns

if TYPE_CHECKING:
    import pyarrow as pa


def arrow_type(sql: str) -> pa.DataType:
    """The Arrow type of a column of an SQL type.

    >>> arrow_type("VARCHAR[]")
    ListType(list<item: string>)
    """
    import pyarrow as pa

    if sql.endswith("[]"):
        return pa.list_(arrow_type(sql[:-2]))
    return {
        "VARCHAR": pa.string(), "INTEGER": pa.int32(), "BIGINT": pa.int64(), "DOUBLE": pa.float64(),
        "BOOLEAN": pa.bool_(), "DATE": pa.date32(),
    }[sql]  # fmt: skip


def series_type(of: Node | Edge) -> pa.DataType:
    """The Arrow type of all observations of a fact of a kind."""
    import pyarrow as pa

    return pa.list_(pa.struct([(name, arrow_type(type_)) for name, type_ in fields(of)]))


def property_types(of: Node | Edge) -> list[tuple[str, pa.DataType]]:
    """The stored columns of a kind's properties with their Arrow types."""
    return [(name, series_type(of) if name == "series" else arrow_type(type_)) for name, type_ in columns(of)]
