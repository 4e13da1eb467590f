"""By what nodes of one name are told apart: every place that is stated as primary, and when sources were published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..engines.base import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from ..readable import Readable

_STATED: Final = Question(
    "stated places",
    "SELECT n.identifier, p.identifier AS place FROM located_in l JOIN node n ON n.id = l.what JOIN node p ON p.id = l.place"
    " WHERE l.role = 'primary' AND ($all OR n.identifier IN (SELECT unnest($identifiers)))"
    " UNION SELECT identifier, published FROM source"
    " WHERE published IS NOT NULL AND ($all OR identifier IN (SELECT unnest($identifiers)))",
    "CALL () { MATCH (n)-[x:LOCATED_IN]->(p) WHERE x.fact IS NOT NULL AND x.role = 'primary'"
    " AND ($all OR n.identifier IN $identifiers) RETURN n.identifier AS identifier, p.identifier AS place"
    " UNION MATCH (n:Source) WHERE n.fact IS NOT NULL AND n.published IS NOT NULL"
    " AND ($all OR n.identifier IN $identifiers) RETURN n.identifier AS identifier, n.published AS place }"
    " RETURN identifier, place",
)


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

    frame = graph.ask(_STATED, {"all": identifiers is None, "identifiers": list(identifiers or [])})
    columns = pa.schema([("identifier", pa.string()), ("place", pa.string())])
    return pa.Table.from_pandas(frame, columns, preserve_index=False)
