"""Some of a graph's names, by what they are or what they may be like: who needs few does not read all.

Each answer has the columns of `Graph.names`, and all names of every node that is found: name,
aliases, identifier, code. Only engines that speak SQL look names up so; of others all are read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..engines.base import Question
from ..engines.duckdb.tables import OWN_NAME, PLACE_BASIS
from ..schema import node
from ..sql_text import literal, quoted
from .spelling import odd

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    import pyarrow as pa

    from ..readable import Readable


def can_look_up(graph: Readable) -> bool:
    """Whether the graph finds names without giving all of them."""
    return graph.capabilities.language == "sql"


def how_many(graph: Readable, kinds: Sequence[str]) -> int:
    """How many nodes of these kinds there are."""
    counted = " + ".join(f"(SELECT count(*) FROM {quoted(kind)})" for kind in kinds)
    (row,) = graph.rows(Question("how many nodes", f"SELECT {counted} AS nodes"), {})
    return int(row["nodes"])


def named(graph: Readable, kinds: Sequence[str], texts: Sequence[str]) -> pa.Table:
    """The names of the nodes of these kinds that go by one of the texts: as name, alias, identifier or code.

    >>> from chanlian.graph.batch import Batch
    >>> from chanlian.graph import connect
    >>> graph, batch = connect(":memory:"), Batch()
    >>> batch.add("product", [{"row": 1, "identifier": "product:1", "name": "吨袋", "aliases": ["集装袋"]}])
    >>> _ = graph.write(batch)
    >>> sorted(named(graph, ["product"], ["集装袋"])["text"].to_pylist())
    ['product:1', '吨袋', '集装袋']
    """
    parts = []
    for kind in kinds:
        columns = ["name", "identifier", *([of] if (of := node(kind).code) else [])]
        same = " OR ".join(f"x.{quoted(column)} IN (FROM wanted)" for column in columns)
        by_alias = f"SELECT id, unnest(aliases) AS text FROM {quoted(kind)} WHERE aliases IS NOT NULL"
        parts.append((kind, f"{same} OR x.id IN (SELECT id FROM ({by_alias}) WHERE text IN (FROM wanted))"))
    return _found(graph, "names", parts, {"texts": list(texts)})


def all_named(graph: Readable, kinds: Sequence[str]) -> pa.Table:
    """The names of all nodes of these kinds, of a small graph in one question."""
    return _found(graph, "all names", [(kind, "true") for kind in kinds], {})


def written_with(graph: Readable, kind: str, texts: Sequence[str]) -> pa.Table:
    """The names of the nodes of a kind with a name whose normalised form may have one of the texts in it."""
    which = f"x.id IN (SELECT id FROM ({_names_of(kind, 'id')}) WHERE {_with('text', texts)})"
    return _found(graph, "names with", [(kind, which)], {})


def texts_with(graph: Readable, kind: str, texts: Sequence[str]) -> pd.DataFrame:
    """Only the names and aliases (text, identifier) themselves whose normalised form may have one of the texts in it."""
    sql = f"SELECT text, identifier FROM ({_names_of(kind, 'identifier')}) WHERE {_with('text', texts)}"
    return graph.ask(Question("texts with", sql), {})


def _names_of(kind: str, column: str) -> str:
    """SQL of the names and aliases of a kind (text), each with a column of its node."""
    of = quoted(kind)
    return (
        f"SELECT name AS text, {column} FROM {of}"
        f" UNION ALL SELECT unnest(aliases), {column} FROM {of} WHERE aliases IS NOT NULL"
    )


def _with(name: str, texts: Sequence[str]) -> str:
    """SQL: a name has one of the texts in it as it is, or has characters that are written in several ways."""
    pattern = "(?i)" + "|".join([*map(re.escape, texts), odd()])
    return f"regexp_matches(translate({name}, '()（）', ''), {literal(pattern)})"


def _found(graph: Readable, question: str, parts: Sequence[tuple[str, str]], parameters: dict[str, Any]) -> pa.Table:
    """The names of the nodes of each kind for which its condition holds."""
    import pyarrow as pa

    found = " UNION ALL ".join(
        f"SELECT {literal(kind)} AS kind, x.name, x.aliases, x.identifier,"
        f" {quoted(node(kind).code or '') if node(kind).code else 'NULL::VARCHAR'} AS code,"
        # a place by the name alone tells no two firms apart
        f" {f'CASE WHEN x.{PLACE_BASIS} <> {literal(OWN_NAME)} THEN p.identifier END' if kind == 'firm' else 'NULL::VARCHAR'} AS place"
        f" FROM {quoted(kind)} x{' LEFT JOIN area p ON p.id = x.place' if kind == 'firm' else ''} WHERE {which}"
        for kind, which in parts
    )
    wanted = "wanted AS (SELECT unnest($texts) AS text), " if parameters else ""
    texts = " UNION ALL ".join(
        f"SELECT kind, {text} AS text, identifier, place, {main} AS main FROM found"
        for text, main in (("name", "true"), ("unnest(aliases)", "false"), ("identifier", "false"), ("code", "false"))
    )
    sql = f"WITH {wanted}found AS MATERIALIZED ({found}) SELECT * FROM ({texts}) WHERE text IS NOT NULL"
    frame = graph.ask(Question(question, sql), parameters)
    texts_of = [(name, pa.string()) for name in ("kind", "text", "identifier", "place")]
    return pa.Table.from_pandas(frame, pa.schema([*texts_of, ("main", pa.bool_())]), preserve_index=False)
