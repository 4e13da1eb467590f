"""A graph as it was known of a past day, or for a period: a passing copy that is rewritten, of which questions are asked as of any other.

What differs as of a day: observations of periods that begin later are no values, what nobody had recorded before is
not there, places and divisions are those of the day. Where nothing of that is in a graph, it is asked itself, and pays
nothing but one small question. The copy goes with the handle; questions of the same state and day share it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, TypeVar

from .cypher_text import cypher_literal
from .dates import first_day, last_day
from .engines.base import Question
from .engines.neo4j.form import CLAIM, pattern
from .readable import Readable
from .regions.past import years_apart
from .schema import KINDS, Node, series_of
from .schema.model import UPCOMING
from .scratch import no_room, scratch
from .sql_text import literal, quoted
from .when import PLACING, Then

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .when import When

G = TypeVar("G", bound=Readable)
_OBSERVED: Final = tuple(of for of in KINDS if series_of(of.name))


def known_of(graph: G, when: When) -> G:
    """The graph as it was known of a day, a copy that has `then`; itself where nothing of it differs. It must be held open (`reading`).

    >>> from .opening import connect
    >>> from .when import When
    >>> graph = connect(":memory:")
    >>> with graph.reading():
    ...     known_of(graph, When("2019-12-31")) is graph
    True
    """
    if graph.then is not None and graph.then.when == when:
        return graph
    if when.period is None and not _differs(graph, when):
        return graph
    meta = graph.meta()
    state = {**meta, "verified": graph.revision}  # to be verified changes nothing
    known: G = graph.past.get(state, when, lambda: _copied(graph, when, meta))
    return known


def _copied(graph: G, when: When, meta: dict[str, str | None]) -> G:
    from .engines.duckdb.engine import DuckDBEngine
    from .engines.duckdb.past import rewrite
    from .transfer.as_file import file_of

    folder = scratch()
    try:
        path = file_of(graph, folder.path / "past.duckdb")
        told = rewrite(path, when, graph.url)
    except OSError as error:
        folder.remove()
        raise no_room(error) from error
    except BaseException:
        folder.remove()
        raise
    known = type(graph)(DuckDBEngine(str(path)))
    known.then = Then(graph.url, meta, when, told, folder)
    return known


# -- whether anything differs ----------------------------------------------------------------------------------


def _differs(graph: Readable, when: When) -> bool:
    """Whether a graph says anything of periods or places that is otherwise as of a day."""
    day = date.fromisoformat(when.day)
    latest: date | None = None
    placed: list[tuple[date | None, date | None, str]] = []
    codes: list[str] = []
    vague = False
    for what, one, other, word in _told(graph):
        vague |= what == "vague"
        if what == "period" and first_day(one or "") > day:
            return True
        if what == "told" and one and first_day(one) > day:
            return True
        if what == "published" and one:
            latest = max(latest or date.min, last_day(one))
        if what == "place":
            placed.append((_day(one), _day(other), word or "active"))
        if what == "region" and one:
            codes.append(one)
    if vague and (latest is None or day < latest):  # of a past day the value of a period that is stated says more
        return True
    return any(_held(day, *one) != _holds(latest, *one) for one in placed) or years_apart(codes, day.year)


def _told(graph: Readable) -> Iterator[tuple[str, str | None, str | None, str | None]]:
    for row in graph.rows(_DATED):
        yield row["what"], row["one"], row["other"], row["word"]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _held(day: date, since: date | None, until: date | None, status: str) -> bool:
    """Whether a place held on a day."""
    if status in UPCOMING or (status == "ended" and until is None):
        return False
    if status == "ended" and until == day:  # it has ended by the end of that day
        return False
    return (since is None or since <= day) and (until is None or until >= day)


def _holds(latest: date | None, since: date | None, until: date | None, status: str) -> bool:
    """Whether a place is one of today as the graph stores it (engines/duckdb/areas.py): its start decides nothing."""
    del since
    return status == "active" and (until is None or (latest is not None and until >= latest))


_PUBLISHED_SQL: Final = (
    "SELECT DISTINCT 'published', published, NULL, NULL FROM source WHERE published IS NOT NULL"
    " AND coalesce(kind, '') NOT IN ('reference', 'template') AND coalesce(method, '') NOT IN ('reference', 'template')"
)
_PUBLISHED_CYPHER: Final = (
    "MATCH (x:Source) WHERE x.fact IS NOT NULL AND x.published IS NOT NULL"
    " AND NOT coalesce(x.kind, '') IN ['reference', 'template'] AND NOT coalesce(x.method, '') IN ['reference', 'template']"
    " RETURN DISTINCT 'published' AS what, x.published AS one, null AS other, null AS word"
)
_TOLD: Final = tuple(of for of in _OBSERVED if isinstance(of, Node))
"""What was observed of no period was known when the first source told it."""


def _told_sql(of: Node) -> str:
    return (
        "SELECT DISTINCT 'told', one, NULL, NULL FROM ("
        f"SELECT CASE WHEN bool_and(s.published IS NOT NULL) THEN min(s.published) END AS one FROM {quoted(of.name)} x"
        f" LEFT JOIN claim c ON c.fact = x.fact AND c.kind = {literal(of.name)} JOIN source s ON s.id = coalesce(c.source, x.source)"
        " WHERE x.period IS NULL AND x.series IS NULL GROUP BY x.fact)"
    )


def _told_cypher(of: Node) -> str:
    return (
        f"MATCH {pattern(of.name)} WHERE x.fact IS NOT NULL AND x.period IS NULL AND x.series IS NULL"
        f" OPTIONAL MATCH (c:{CLAIM} {{fact: x.fact}}) WHERE c.kind = {cypher_literal(of.name)}"
        " MATCH (s:Source {id: coalesce(c.source_id, x.source_id)})"
        " WITH x, min(s.published) AS first, count(*) AS sources, count(s.published) AS dated"
        " RETURN DISTINCT 'told' AS what, CASE WHEN sources = dated THEN first END AS one, null AS other, null AS word"
    )


_CODES_CYPHER: Final = (
    "MATCH (x:Region) WHERE x.fact IS NOT NULL AND x.code IS NOT NULL"
    " RETURN 'region' AS what, x.code AS one, null AS other, null AS word"
)
_DATED: Final = Question(
    "dates",
    " UNION ALL ".join(
        [
            *(
                f"SELECT DISTINCT 'period' AS what, period AS one, NULL::VARCHAR AS other, NULL::VARCHAR AS word"
                f" FROM {quoted(of.name)} WHERE period IS NOT NULL"
                for of in _OBSERVED
            ),
            *(
                f"SELECT DISTINCT 'vague', NULL, NULL, NULL FROM {quoted(of.name)} WHERE period IS NULL AND series IS NOT NULL"
                for of in _OBSERVED
            ),
            *(
                f"SELECT DISTINCT 'place', since_day::VARCHAR, until_day::VARCHAR, status FROM {quoted(name)}"
                for name in PLACING
            ),
            *map(_told_sql, _TOLD),
            _PUBLISHED_SQL,
            "SELECT 'region', code, NULL, NULL FROM region WHERE code IS NOT NULL",
        ]
    ),
    "CALL () { "
    + " UNION ALL ".join(
        [
            *(
                f"MATCH {pattern(of.name)} WHERE x.fact IS NOT NULL AND x.period IS NOT NULL"
                " RETURN DISTINCT 'period' AS what, x.period AS one, null AS other, null AS word"
                for of in _OBSERVED
            ),
            *(
                f"MATCH {pattern(of.name)} WHERE x.fact IS NOT NULL AND x.period IS NULL AND x.series IS NOT NULL"
                " RETURN DISTINCT 'vague' AS what, null AS one, null AS other, null AS word"
                for of in _OBSERVED
            ),
            *(
                f"MATCH {pattern(name)} RETURN DISTINCT 'place' AS what, toString(x.since_day) AS one,"
                " toString(x.until_day) AS other, x.status AS word"
                for name in PLACING
            ),
            *map(_told_cypher, _TOLD),
            _PUBLISHED_CYPHER,
            _CODES_CYPHER,
        ]
    )
    + " } RETURN what, one, other, word",
)
"""All dates that decide whether a graph is another one as of a day: few distinct ones, however large it is."""
