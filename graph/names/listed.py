"""Every name that a graph holds, as one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..engines.duckdb.tables import OWN_NAME, PLACE_BASIS
from ..schema import NODE_NAMES, node
from .look_up import all_named, name_columns

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from ..readable import Readable


def all_names(graph: Readable, kinds: Iterable[str] | None = None) -> pa.Table:
    """`Graph.names`."""
    import pyarrow as pa

    parts: list[pa.Table] = []
    wanted = list(NODE_NAMES if kinds is None else kinds)
    if not graph.exists():
        wanted = []
    elif graph.capabilities.language == "cypher":  # a scan sends all that stands on a node
        return all_named(graph, wanted)
    for kind in wanted:
        for part in graph.scan(kind):
            parts += _names_of(kind, part)
    return pa.concat_tables([name_columns().empty_table(), *parts])


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
            [column.cast(field.type) for column, field in zip(columns, name_columns(), strict=True)], name_columns()
        )
        out.append(table.filter(pc.is_valid(table["text"])))
    return out
