"""By what nodes of one name are told apart: every place that is stated as primary, and when sources were published."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from ..engines.base import Question
from ..engines.neo4j.form import label
from ..schema import edge, node

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from ..readable import Readable


def _sql(which: str) -> str:
    return (
        "SELECT n.identifier, p.identifier AS place FROM located_in l JOIN node n ON n.id = l.what JOIN node p ON p.id = l.place"
        f" WHERE l.role = 'primary'{which.format('n.identifier')}"
        f" UNION SELECT identifier, published FROM source WHERE published IS NOT NULL{which.format('identifier')}"
    )


@cache
def _cypher(kind: str, which: str, some: str = "") -> str:
    """Of nodes `n` of a kind where they lie, of sources when they were published, as one record: many take three times as long."""
    matched = f"MATCH (n:{label(node(kind))}) WHERE n.fact IS NOT NULL AND {which} WITH n{some}"
    last = "max(n.identifier) AS last, count(DISTINCT n) AS nodes"
    if kind == "source":
        return f"{matched} RETURN collect([n.identifier, n.published]) AS found, {last}"
    return (
        f"{matched} OPTIONAL MATCH (n)-[x:LOCATED_IN]->(p) WHERE x.fact IS NOT NULL AND x.role = 'primary'"
        f" RETURN collect([n.identifier, p.identifier]) AS found, {last}"
    )


_ALL: Final = _sql("")
_OF_SOME: Final = _sql(" AND {} IN (SELECT unnest($identifiers))")
_KINDS: Final = (*edge("located_in").ends[0].kinds, "source")
_PAGE: Final = 5_000
_NEXT: Final = f" ORDER BY n.identifier LIMIT {_PAGE}"


def stated_places(graph: Readable, identifiers: Sequence[str] | None = None) -> pa.Table:
    """Each primary place (identifier, place) of these nodes, or of all; of a source the day on which it was published.

    >>> from chanlian.graph.batch import Batch
    >>> from chanlian.graph import connect
    >>> graph, batch = connect(":memory:"), Batch()
    >>> batch.add("source", [{"row": 1, "identifier": "source:1", "name": "年鉴", "published": "2024"}])
    >>> _ = graph.write(batch)
    >>> stated_places(graph).to_pylist()
    [{'identifier': 'source:1', 'place': '2024'}]
    """
    import pyarrow as pa

    columns = pa.schema([("identifier", pa.string()), ("place", pa.string())])
    some = {} if identifiers is None else {"identifiers": list(identifiers)}
    sql = _OF_SOME if some else _ALL
    if graph.capabilities.language == "sql":
        return pa.Table.from_pandas(graph.ask(Question("stated places", sql), some), columns, preserve_index=False)
    found: set[tuple[str, str]] = set()
    for kind in _KINDS:
        cypher = (
            _cypher(kind, "n.identifier IN $identifiers") if some else _cypher(kind, "n.identifier > $after", _NEXT)
        )
        after: str | None = ""
        while after is not None:
            (page,) = graph.rows(Question("stated places", sql, cypher), some or {"after": after})
            found.update((identifier, place) for identifier, place in page["found"] if place is not None)
            after = page["last"] if not some and page["nodes"] == _PAGE else None
    return pa.Table.from_pylist([dict(zip(columns.names, one, strict=True)) for one in sorted(found)], columns)
