"""By what nodes of one name are told apart: every place that is stated as primary, and when sources were published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..engines.base import Question
from ..engines.neo4j.form import label
from ..schema import edge, node

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from ..readable import Readable


def _stated(sql: str, cypher: str) -> Question:
    """The question of those nodes for whose identifier these conditions hold, in SQL and in Cypher."""
    # kind by kind: an index finds the nodes of one
    lying = " UNION ALL ".join(
        f"MATCH (n:{label(node(kind))}) WHERE n.fact IS NOT NULL{cypher} MATCH (n)-[x:LOCATED_IN]->(p)"
        " WHERE x.fact IS NOT NULL AND x.role = 'primary' RETURN n.identifier AS identifier, p.identifier AS place"
        for kind in edge("located_in").ends[0].kinds
    )
    return Question(
        "stated places",
        "SELECT n.identifier, p.identifier AS place FROM located_in l JOIN node n ON n.id = l.what JOIN node p ON p.id = l.place"
        f" WHERE l.role = 'primary'{sql.format('n.identifier')}"
        f" UNION SELECT identifier, published FROM source WHERE published IS NOT NULL{sql.format('identifier')}",
        f"CALL () {{ {lying} UNION ALL MATCH (n:Source) WHERE n.fact IS NOT NULL AND n.published IS NOT NULL{cypher}"
        " RETURN n.identifier AS identifier, n.published AS place } RETURN DISTINCT identifier, place",
    )


_ALL: Final = _stated("", "")
_OF_SOME: Final = _stated(" AND {} IN (SELECT unnest($identifiers))", " AND n.identifier IN $identifiers")


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

    frame = graph.ask(_ALL) if identifiers is None else graph.ask(_OF_SOME, {"identifiers": list(identifiers)})
    columns = pa.schema([("identifier", pa.string()), ("place", pa.string())])
    return pa.Table.from_pandas(frame, columns, preserve_index=False)
