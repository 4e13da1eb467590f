"""A graph as Cypher statements that hold all of it: no parameter, one line each, for a server with nothing of a graph in it.

They are what a push to such a server sends, with every value written out. Whatever stands in the data is inert: it is in
quotes, its quotes and backslashes are escaped, and what ends a line or is not seen is written by its number. The graph says
that it is unfinished until the last statement: what broke off half-way is not taken for the whole.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from ...cypher_text import cypher_value
from ...meta import content_hash
from ...schema import SCHEMA_VERSION
from ..duckdb.upgrade import keep_own
from ..duckdb.write import write_batch
from .difference import Change, Few, FewEdges, changes, passing_graph
from .form import META, constraints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...batch import Batch

_ROWS: Final = 500
"""So many rows are one statement: a shell shows how far it has come, and no line is too long for it."""
_CONSTANT: Final = re.compile(r"\$constant\.`((?:[^`]|``)+)`")


def statements(batch: Batch) -> Iterator[str]:
    """The statements that make the graph that a batch is, in order, without what ends them."""
    db = batch.db
    with passing_graph(db):
        write_batch(batch, whole=True)
        keep_own(db, "g")
        said: dict[str, str | None] = dict(db.execute("SELECT key, value FROM g.meta ORDER BY key").fetchall())
        yield from constraints().values()
        mark = json.dumps({"facts": batch.rows()}, ensure_ascii=False)
        # where there is a graph already these nodes are too, and the first statement fails
        version = said.pop("schema_version", None) or str(SCHEMA_VERSION)
        named = content_hash({**said, "schema_version": version})
        begun = [["schema_version", version], ["revision", f"script {named}"], ["unfinished", mark]]
        yield f"UNWIND {cypher_value(begun)} AS row CREATE (m:{META} {{key: row[0], value: row[1]}})"
        for change in changes(db):
            for text, rows in _parts(change):
                before, _, behind = text.partition("$rows")
                yield f"{before}{cypher_value(rows)}{behind}"
        yield f"UNWIND {cypher_value([[key, value] for key, value in said.items()])} AS row CREATE (m:{META} {{key: row[0], value: row[1]}})"
        yield f"MATCH (m:{META} {{key: 'unfinished'}}) DELETE m"


def _parts(change: Change | Few) -> Iterator[tuple[str, list[Any]]]:
    """Each text with some of its rows, and no parameter but these."""
    if isinstance(change, FewEdges):
        for text, rows in change.by_labels():
            for start in range(0, len(rows), _ROWS):
                yield text, rows[start : start + _ROWS]
        return
    text = _CONSTANT.sub(lambda found: cypher_value(change.constant[found[1].replace("``", "`")]), change.text)
    for rows in change.parts(_ROWS):
        yield text, rows
