"""Every name that a graph holds, as one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..engines.duckdb.tables import OWN_NAME, PLACE_BASIS
from ..schema import NODE_NAMES, node

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from ..readable import Readable


def all_names(graph: Readable, kinds: Iterable[str] | None = None) -> pa.Table:
    """`Graph.names`."""
    import pyarrow as pa

    parts: list[pa.Table] = []
    for kind in NODE_NAMES if kinds is None else kinds:
        if graph.exists():
            for part in graph.scan(kind):
                parts += _names_of(kind, part)
    return pa.concat_tables([_name_columns().empty_table(), *parts])


def _name_columns() -> pa.Schema:
    """The columns of `Graph.names`."""
    import pyarrow as pa

    texts = [(name, pa.string()) for name in ("kind", "text", "identifier", "place")]
    return pa.schema([*texts, ("main", pa.bool_())])


def _names_of(kind: str, part: pa.RecordBatch) -> list[pa.Table]:
    """The names of a part of a scan, column by column: names, aliases, identifiers, codes."""
    import pyarrow as pa
    import pyarrow.compute as pc

    there = set(part.schema.names)
    everyone = pa.array(range(part.num_rows), pa.int64())
    said = [(part["name"], everyone, True)]
    said.append((pc.list_flatten(part["aliases"]), pc.list_parent_indices(part["aliases"]), False))
    code = node(kind).code
    said += [(part[column], everyone, False) for column in ("identifier", code) if column]
    place = pa.nulls(part.num_rows, pa.string())
    if "place" in there:  # one by the name alone tells no two firms apart
        place = pc.if_else(pc.not_equal(part[PLACE_BASIS], OWN_NAME), part["place"], place)
    out = []
    for texts, rows, main in said:
        columns = [
            pa.repeat(pa.scalar(kind), len(texts)), texts, part["identifier"].take(rows), place.take(rows),
            pa.repeat(pa.scalar(main), len(texts)),
        ]  # fmt: skip
        table = pa.table(
            [column.cast(field.type) for column, field in zip(columns, _name_columns(), strict=True)], _name_columns()
        )
        out.append(table.filter(pc.is_valid(table["text"])))
    return out
