"""Some of a graph's names, by what they are or what they may be like: who needs few does not read all.

Each answer has the columns of `Graph.names`, and all names of every node that is found: name,
aliases, identifier, code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, reduce
from typing import TYPE_CHECKING, Any, Final

from ..cypher_text import cypher_literal
from ..engines.base import Question
from ..engines.duckdb.tables import OWN_NAME, PLACE_BASIS
from ..engines.neo4j.form import called, label
from ..schema import AREAS, node
from ..sql_text import literal, quoted
from .spelling import odd

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    import pyarrow as pa

    from ..readable import Readable


def how_many(graph: Readable, kinds: Sequence[str]) -> int:
    """How many nodes of these kinds there are."""
    counted = " + ".join(f"(SELECT count(*) FROM {quoted(kind)})" for kind in kinds)
    each = " UNION ALL ".join(f"MATCH (n:{label(node(kind))}) RETURN count(n) AS some" for kind in kinds)
    cypher = f"CALL () {{ {each} }} RETURN sum(some) AS nodes"
    (row,) = graph.rows(Question("how many nodes", f"SELECT {counted} AS nodes", cypher), {})
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
        alike = " OR ".join(f"x.{column} IN $texts" for column in columns)
        parts.append(
            _Nodes(kind, f"{same} OR x.id IN (SELECT id FROM ({by_alias}) WHERE text IN (FROM wanted))", alike)
        )
    by_alias = f"UNWIND $texts AS text {called('text', 'x')} RETURN x"
    return _found(graph, "names", parts, {"texts": list(texts)}, by_alias)


def all_named(graph: Readable, kinds: Sequence[str]) -> pa.Table:
    """The names of all nodes of these kinds: of a file in one question, of a server page by page."""
    import pyarrow as pa

    if graph.capabilities.language == "sql":
        return _found(graph, "all names", [_Nodes(kind, "true", "") for kind in kinds], {})
    parts = [name_columns().empty_table()]
    for kind in kinds:
        page = [
            _Nodes(kind, "", "x.fact IS NOT NULL AND x.identifier > $after", f" ORDER BY x.identifier LIMIT {_PAGE}")
        ]
        asked = Question("all names", "", _found_cypher(page, None))
        after: str | None = ""
        while after is not None:
            (answer,) = graph.rows(asked, {"after": after})
            parts.append(_unfolded(answer["found"]))
            after = answer["last"] if len(answer["found"]) == _PAGE else None
    return pa.concat_tables(parts)


def written_with(graph: Readable, kind: str, texts: Sequence[str]) -> pa.Table:
    """The names of the nodes of a kind with a name whose normalised form may have one of the texts in it."""
    which = f"x.id IN (SELECT id FROM ({_names_of(kind, 'id')}) WHERE {_with('text', texts)})"
    any_ = f"any(text IN {_NAMES} WHERE {_with_cypher()})"
    return _found(graph, "names with", [_Nodes(kind, which, any_)], _parts(graph, texts))


def texts_with(graph: Readable, kind: str, texts: Sequence[str]) -> pd.DataFrame:
    """Only the names and aliases (text, identifier) themselves whose normalised form may have one of the texts in it."""
    sql = f"SELECT text, identifier FROM ({_names_of(kind, 'identifier')}) WHERE {_with('text', texts)}"
    cypher = (
        f"MATCH (x:{label(node(kind))}) WHERE x.fact IS NOT NULL UNWIND {_NAMES} AS text"
        f" WITH x, text WHERE {_with_cypher()} RETURN text, x.identifier AS identifier"
    )
    return graph.ask(Question("texts with", sql, cypher), _parts(graph, texts))


def _parts(graph: Readable, texts: Sequence[str]) -> dict[str, Any]:
    """The texts as Cypher has them; in SQL they are a pattern."""
    return {} if graph.capabilities.language == "sql" else {"parts": [text.lower() for text in texts]}


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


_PAGE: Final = 5_000
_NAMES: Final = "[one IN [x.name] + coalesce(x.aliases, []) WHERE one IS NOT NULL]"


@cache
def _with_cypher() -> str:
    """The same in Cypher, of a `text` and `$parts` in lower case. A pattern that is no parameter is read once, not for every name."""
    plain = reduce(lambda text, char: f"replace({text}, {cypher_literal(char)}, '')", "()（）", "text")
    strange = cypher_literal(f"(?s).*(?:{odd(java=True)}).*")
    return f"(any(part IN $parts WHERE toLower({plain}) CONTAINS part) OR {plain} =~ {strange})"


@dataclass(frozen=True, slots=True)
class _Nodes:
    """Nodes `x` of a kind for which a condition holds, in SQL and in Cypher."""

    kind: str
    sql: str
    cypher: str
    some: str = ""
    """In Cypher, which of them."""


def name_columns() -> pa.Schema:
    """The columns of `Graph.names`."""
    import pyarrow as pa

    return pa.schema([*((name, pa.string()) for name in ("kind", "text", "identifier", "place")), ("main", pa.bool_())])


def _found(
    graph: Readable, question: str, parts: Sequence[_Nodes], parameters: dict[str, Any], beside: str | None = None
) -> pa.Table:
    """The names of the nodes of each kind for which its condition holds; `beside` is Cypher that returns more of these kinds."""
    import pyarrow as pa

    asked = Question(question, _found_sql(parts, wanted="texts" in parameters), _found_cypher(parts, beside))
    if graph.capabilities.language == "sql":
        return pa.Table.from_pandas(graph.ask(asked, parameters), name_columns(), preserve_index=False)
    return _unfolded(graph.rows(asked, parameters)[0]["found"])


def _unfolded(found: Sequence[Sequence[Any]]) -> pa.Table:
    """A row for each name of nodes: kind, name, aliases, identifier, code and place of each."""
    import pyarrow as pa

    rows = [
        (kind, text, identifier, place, main)
        for kind, name, aliases, identifier, code, place in found
        for text, main in (
            (name, True),
            *((alias, False) for alias in aliases or ()),
            (identifier, False),
            (code, False),
        )
        if text is not None
    ]
    columns = zip(*rows, strict=True) if rows else ([] for _ in name_columns())
    return pa.table(
        [pa.array(list(column), of.type) for column, of in zip(columns, name_columns(), strict=True)], name_columns()
    )


def _found_sql(parts: Sequence[_Nodes], *, wanted: bool) -> str:
    found = " UNION ALL ".join(
        f"SELECT {literal(of.kind)} AS kind, x.name, x.aliases, x.identifier,"
        f" {quoted(node(of.kind).code or '') if node(of.kind).code else 'NULL::VARCHAR'} AS code,"
        # a place by the name alone tells no two firms apart
        f" {f'CASE WHEN x.{PLACE_BASIS} <> {literal(OWN_NAME)} THEN p.identifier END' if of.kind == 'firm' else 'NULL::VARCHAR'} AS place"
        f" FROM {quoted(of.kind)} x{' LEFT JOIN area p ON p.id = x.place' if of.kind == 'firm' else ''} WHERE {of.sql}"
        for of in parts
    )
    texts = " UNION ALL ".join(
        f"SELECT kind, {text} AS text, identifier, place, {main} AS main FROM found"
        for text, main in (("name", "true"), ("unnest(aliases)", "false"), ("identifier", "false"), ("code", "false"))
    )
    asked = "wanted AS (SELECT unnest($texts) AS text), " if wanted else ""
    return f"WITH {asked}found AS MATERIALIZED ({found}) SELECT * FROM ({texts}) WHERE text IS NOT NULL"


def _found_cypher(parts: Sequence[_Nodes], beside: str | None) -> str:
    matched = [f"MATCH (x:{label(node(of.kind))}) WHERE {of.cypher} RETURN x{of.some}" for of in parts]
    found = " UNION ".join([*matched, beside]) if beside else " UNION ALL ".join(matched)
    kinds = " ".join(f"WHEN x:{label(node(of.kind))} THEN {cypher_literal(of.kind)}" for of in parts)
    coded = [of.kind for of in parts if node(of.kind).code]
    codes = " ".join(f"WHEN {cypher_literal(kind)} THEN x.{node(kind).code}" for kind in coded)
    lies = f"CASE WHEN kind = 'firm' AND x.{PLACE_BASIS} <> {cypher_literal(OWN_NAME)} THEN x.place END"
    places = " ".join(f"OPTIONAL MATCH ({area}:{label(node(area))} {{id: lies}})" for area in AREAS)
    return (
        f"CALL () {{ {found} }} WITH x, CASE {kinds} END AS kind WHERE kind IS NOT NULL AND x.fact IS NOT NULL"
        f" WITH x, kind, {f'CASE kind {codes} END' if codes else 'null'} AS code, {lies} AS lies {places}"
        # as one record: to read one for each node takes three times as long
        f" RETURN collect([kind, x.name, x.aliases, x.identifier, code, coalesce({', '.join(f'{area}.identifier' for area in AREAS)})])"
        " AS found, max(x.identifier) AS last"
    )
