"""Texts that fetch facts of any kind, in SQL and Cypher: of what kind a fact is, its row with its ends, what was taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .cypher_text import cypher_literal, cypher_name
from .engines.base import Question
from .engines.neo4j.form import TRACE, label, pattern
from .former import now_called
from .identity import hex_sql
from .observations import out_of_text, text_sql
from .schema import KINDS, Edge, Node, flat_columns, node, series_of
from .sql_text import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from .readable import Readable

FACTS_SQL: Final = "(SELECT ('0x' || unnest($facts))::UBIGINT)"
"""The facts asked, as a DuckDB graph numbers them; parameters are 16 hex digits, as everywhere outside."""

REMOVED: Final = Question(
    "removed",
    # by what: behind it may stand which edition it was
    'SELECT DISTINCT removed_on::VARCHAR AS day, because, split_part("by", \' \', 1) AS "by" FROM removed'
    " WHERE fact = ('0x' || $fact)::UBIGINT AND restored IS NULL"
    ' ORDER BY "by" = \'retract\' DESC, day DESC, because, "by"',
    f"MATCH (r:{TRACE} {{fact: $fact}}) WHERE r.restored IS NULL"
    " WITH DISTINCT toString(r.removed_on) AS day, r.because AS because, split(r.by, ' ')[0] AS by"
    " RETURN day, because, by ORDER BY by = 'retract' DESC, day DESC, because, by",
)
"""What was taken out of the fact `$fact` and not brought back, retractions and later days first."""


@dataclass(frozen=True, slots=True)
class Which:
    """Which facts `x` of a kind are meant: all of them, if nothing else is said.

    In SQL a condition; in Cypher a condition too, and where to start: clauses that bind `x`,
    without which the condition is all that finds it (and may so use an index).
    """

    sql: str = "true"
    cypher: str = "x.fact IS NOT NULL"
    start: str | None = None


_ENDS: Final = ("n0", "n1")
"""What the ends of an edge are called in Cypher; a third is told by properties."""
THE_FACT: Final = Which("x.fact = ('0x' || $fact)::UBIGINT", "x.fact = $fact")
THE_FACTS: Final = Which(f"x.fact IN {FACTS_SQL}", "x.fact IN $facts")
THE_IDS: Final = Which("x.id IN (SELECT unnest($ids))", "x.id IN $ids")


def fact_rows(
    of: Node | Edge,
    which: Which,
    *,
    ends: Sequence[str] = ("name",),
    more: Sequence[tuple[str, str, str]] = (),
    series: bool = False,
) -> Question:
    """The question for the rows of a kind, in order of their facts.

    Columns: a kind's own, `fact` (16 hex digits), of a node id and identifier, and of an edge's ends
    what `ends` asks for: their name under the end's own name, others as `id_seller`, `identifier_seller`.
    `more` are further columns, each with its name, SQL and Cypher. With `series` there is one of that name, of the texts of a
    fact's observations where it has several; `with_series` reads them.
    """
    start = f"MATCH {pattern(of.name, _ENDS)}"
    if which.start is not None:
        start = f"{which.start} WITH x" + ("" if isinstance(of, Node) else ", startNode(x) AS n0, endNode(x) AS n1")
    own = [(column, f"x.{quoted(column)}", f"x.{cypher_name(column)}") for column, _ in flat_columns(of)]
    if series and series_of(of.name):
        own.append(("series", f"list_transform(x.series, lambda one: {text_sql(of, 'one')})", "x.series"))
    own += [("fact", hex_sql("x.fact"), "x.fact")]
    joins = ""
    if isinstance(of, Node):
        own += [(column, f"x.{column}", f"x.{column}") for column in ("id", "identifier")]
    else:
        own += [_of_end(of, number, column) for number in range(len(of.ends)) for column in ends]
        joins = "".join(
            f" JOIN {quoted(end.kinds[0]) if len(end.kinds) == 1 else 'node'} {quoted('n_' + end.name)}"
            f" ON {quoted('n_' + end.name)}.id = x.{quoted(end.name)}"
            for end in of.ends
        )
    wanted = (*own, *more)
    return Question(
        f"rows of {of.name}",
        f"SELECT {', '.join(f'{sql} AS {quoted(column)}' for column, sql, _ in wanted)}"  # names of the schema
        f" FROM {quoted(of.name)} x{joins} WHERE {which.sql} ORDER BY x.fact",
        f"{start} WHERE {which.cypher}"
        f" RETURN {', '.join(f'{cypher} AS {cypher_name(column)}' for column, _, cypher in wanted)} ORDER BY x.fact",
    )


def with_series(of: Node | Edge, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of `fact_rows` with their observations as records."""
    for row in rows:
        if row.get("series"):
            row["series"] = [out_of_text(of, text) for text in row["series"]]
    return rows


def _of_end(of: Edge, number: int, column: str) -> tuple[str, str, str]:
    """A column of an end of an edge: its name, SQL and Cypher."""
    end = of.ends[number].name
    cypher = f"n{number}.{column}"
    if number == 2:  # a relationship has two ends: the third is told by its properties
        third = label(node(of.ends[number].kinds[0]))
        cypher = {"name": f"x.{cypher_name(end)}", "id": f"x.{cypher_name(end + '_id')}"}.get(
            column, f"head(COLLECT {{ MATCH (n:{third} {{id: x.{cypher_name(end + '_id')}}}) RETURN n.{column} }})"
        )
    return (end if column == "name" else f"{column}_{end}", f"{quoted('n_' + end)}.{column}", cypher)


def kinds_of_facts(graph: Readable, facts: Collection[str]) -> dict[str, str]:
    """The kind of each of these facts (16 hex digits); those that the graph does not hold are left out."""
    if not facts:
        return {}
    rows: list[dict[str, Any]] = graph.rows(_KINDS_OF_FACTS, {"facts": [*facts]})
    return {row["fact"]: row["kind"] for row in rows}


def fact_now(graph: Readable, fact: str) -> tuple[str, str | None]:
    """The id that a fact of this id has now, and its kind; None where the graph does not hold it."""
    known = kinds_of_facts(graph, [fact])
    if not known:
        now = now_called(graph, [fact]).get(fact)
        if now is not None:
            fact, known = now, kinds_of_facts(graph, [now])
    return fact, known.get(fact)


_KINDS_OF_FACTS: Final = Question(
    "kinds of facts",
    " UNION ALL ".join(
        f"SELECT {literal(of.name)} AS kind, {hex_sql('fact')} AS fact FROM {quoted(of.name)} WHERE fact IN {FACTS_SQL}"
        for of in KINDS
    ),
    "UNWIND $facts AS fact CALL (fact) { "
    + " UNION ALL ".join(
        f"MATCH {pattern(of.name)} WHERE x.fact = fact RETURN {cypher_literal(of.name)} AS kind" for of in KINDS
    )
    + " } RETURN kind, fact",
)
