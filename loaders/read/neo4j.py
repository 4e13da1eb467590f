"""A Neo4j database of others as tables, for a mapping file: one of each label, one of each relationship type.

`nodes.<label>` has a row a node: `_id`, `_labels` and its properties. `ties.<type>` has a row
a relationship: its properties, and `start.` and `end.` before those of its two nodes. Nothing is
assumed of the database; nothing is written to it.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ...graph.console.cypher import plain
from ...graph.cypher_text import cypher_name
from ...graph.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import neo4j
    import pyarrow as pa

    from ...graph.graph import Graph

_PART: Final = 20_000


def write_tables(graph: Graph, folder: Path) -> list[str]:
    """Write the tables of a database into a folder, as Parquet; their names.

    Raises
    ------
    BadInput
        If the database is empty, or the graph is no Neo4j server.
    """
    open_session = graph.capabilities.session
    if open_session is None:
        raise BadInput(
            f"{graph.url}: only a Neo4j server is pulled from (bolt://host/database)",
            f"{graph.url}：只能从 Neo4j 服务器（bolt://主机/数据库）拉取",
        )
    out: list[str] = []
    with open_session() as session:
        labels = [row[0] for row in session.run("CALL db.labels() YIELD label RETURN label ORDER BY label").values()]
        types = [
            row[0]
            for row in session.run(
                "CALL db.relationshipTypes() YIELD relationshipType AS t RETURN t ORDER BY t"
            ).values()
        ]
        for label in labels:
            text = f"MATCH (n:{cypher_name(label)}) RETURN elementId(n), labels(n), properties(n)"
            _write(folder, _file("nodes", label, out), map(_node, session.run(text)))
        for type_ in types:
            text = (
                f"MATCH (a)-[r:{cypher_name(type_)}]->(b) RETURN elementId(r), properties(r),"
                " elementId(a), labels(a), properties(a), elementId(b), labels(b), properties(b)"
            )
            _write(folder, _file("ties", type_, out), map(_tie, session.run(text)))
    written = [name for name in out if (folder / name).exists()]
    if not written:
        raise BadInput(
            f"{graph.url}: the database holds no nodes; name the database: bolt://host/database",
            f"{graph.url}：数据库中没有节点；请指明数据库：bolt://主机/数据库",
        )
    return written


def _file(kind: str, name: str, taken: list[str]) -> str:
    """The name of a table's file: that of the label where a file may be called so."""
    plain_name = re.sub(r"[^\w\-]+", "_", name)[:100]
    file, number = f"{kind}.{plain_name}.parquet", 1
    while file.casefold() in {one.casefold() for one in taken}:
        number += 1
        file = f"{kind}.{plain_name}_{number}.parquet"
    taken.append(file)
    return file


def _node(record: neo4j.Record) -> dict[str, Any]:
    id_, labels, properties = record.values()
    return {"_id": id_, "_labels": sorted(labels), **properties}


def _tie(record: neo4j.Record) -> dict[str, Any]:
    id_, properties, start, start_labels, start_has, end, end_labels, end_has = record.values()
    out = {"_id": id_, **properties}
    for side, number, labels, has in (("start", start, start_labels, start_has), ("end", end, end_labels, end_has)):
        out |= {f"{side}._id": number, f"{side}._labels": sorted(labels)}
        out |= {f"{side}.{key}": value for key, value in has.items()}
    return out


def _write(folder: Path, file: str, rows: Iterator[dict[str, Any]]) -> None:
    """Write rows whose columns show only with the last of them: text where they do not agree on a type."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    parts = []
    while part := [{key: plain(value) for key, value in row.items()} for row in islice(rows, _PART)]:
        parts.append(_table(part))
    if parts:
        pq.write_table(pa.concat_tables(_alike(parts), promote_options="default"), folder / file)


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    names = dict.fromkeys(key for row in rows for key in row)
    return pa.table({name: _column([row.get(name) for row in rows]) for name in names})


def _column(values: Iterable[Any]) -> pa.Array:
    import pyarrow as pa

    held = list(values)
    try:
        return pa.array(held)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if value is None else _text(value) for value in held], pa.string())


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _alike(parts: list[pa.Table]) -> list[pa.Table]:
    """The parts with columns of one type each."""
    import pyarrow as pa

    types: dict[str, set[pa.DataType]] = {}
    for part in parts:
        for field in part.schema:
            if not pa.types.is_null(field.type):
                types.setdefault(field.name, set()).add(field.type)
    mixed = {name for name, found in types.items() if len(found) > 1}
    out = []
    for part in parts:
        for name in mixed & set(part.schema.names):
            position = part.schema.get_field_index(name)
            texts = [None if value is None else _text(value) for value in part[name].to_pylist()]
            part = part.set_column(position, name, pa.array(texts, pa.string()))  # noqa: PLW2901  # each step changes it
        out.append(part)
    return out
