"""What a DuckDB graph says of itself after a write: as of when it speaks, and a digest of each kind's content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...digests import (
    REMOVED as TRACE,
    as_buckets,
    claims_sql,
    facts_sql,
    fetched,
    meta_of,
    removed_sql,
    sole_sql,
    sums_sql,
    together,
)
from ...schema import EDGES, Edge, Node, columns, kind
from ...schema.model import begun_sql
from ...sql_text import have_rows, literal, quoted
from .areas import latest_sql
from .claims import decoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import duckdb

    from ...digests import Buckets
    from .tables import Table

BUCKETS: Final = "buckets:"
"""In `meta`: the sums of a kind by bucket."""
_TRACE_SQL: Final = sums_sql(removed_sql("g.removed x"))
REVISIONS: Final = "revision"
"""In `meta`: which writes were the last ones, the newest first."""
_KEPT: Final = 20
"""So many: others may have written by the time that a writer looks."""


def added_sql(of: Node | Edge, incoming: Table, filled: Iterable[str], *, recorded: str) -> str:
    """SQL of the sums of facts that are only added, out of the passing table that holds them."""
    relation = f"{incoming} x LEFT JOIN g.source s ON s.id = x.source"
    return sums_sql(facts_sql(of, relation, filled, recorded=recorded))


def summed(db: duckdb.DuckDBPyConnection, sql: str) -> Buckets:
    """The buckets that a text of `sums_sql` gives."""
    (sums,) = db.execute(f"SELECT list(b) FROM ({sql}) b").fetchone() or (None,)
    return fetched(sums)


def there(db: duckdb.DuckDBPyConnection, names: Iterable[str]) -> set[str]:
    """Those of these kinds (or the trace) of which the graph has any fact now; to sum nothing takes as long as to sum a little."""
    asked = list(names)
    if not asked:
        return set()
    ((found,),) = db.execute(f"SELECT {have_rows(f'g.{quoted(name)}' for name in asked)}").fetchall()
    return {name for name, any_ in zip(asked, found, strict=True) if any_}


def claimed(db: duckdb.DuckDBPyConnection) -> set[str]:
    """The kinds of whose facts the graph keeps several claims now."""
    return {kind for (kind,) in db.execute("SELECT DISTINCT kind FROM g.claim").fetchall()}


def stored_whole(db: duckdb.DuckDBPyConnection, name: str) -> Buckets:
    """The sums of all facts of a kind, or of the trace, as they are in the graph now."""
    if not there(db, [name]):
        return {}
    return summed(db, _TRACE_SQL if name == TRACE else _stored_sql(kind(name), claims=name in claimed(db)))


def stored(db: duckdb.DuckDBPyConnection, of: Node | Edge, among: Table) -> Buckets:
    """The sums of the facts of a kind that are in a passing table, and of their claims, as they are in the graph now."""
    which = f"fact IN (SELECT fact FROM {among})"
    return summed(db, _stored_sql(of, which, claims=of.name in claimed(db)))


def _stored_sql(of: Node | Edge, which: str = "true", *, claims: bool) -> str:
    """SQL of the sums of all facts of a kind and their claims, or of those that `which` chooses; `claims` says whether it has any."""
    if not claims:
        relation = f"(FROM g.{quoted(of.name)} WHERE {which}) x LEFT JOIN g.source s ON s.id = x.source"
        return sums_sql(facts_sql(of, relation, [name for name, _ in columns(of)]))
    mine = f"kind = {literal(of.name)} AND {which}"
    sourced = "LEFT JOIN g.source s ON s.id = x.source"
    stated = {name: decoded(name, type_) for name, type_ in columns(of)}
    stated_of = f"(FROM g.claim WHERE {mine}) x {sourced}"
    relation, sole = f"(FROM g.{quoted(of.name)} WHERE {which}) x {sourced}", "''"
    if isinstance(of, Node):
        relation += f" LEFT JOIN ({sole_sql(of, stated_of, stated)}) sole ON sole.fact = x.fact"
        sole = "coalesce(sole.source, '')"
    facts = facts_sql(
        of,
        relation,
        [name for name, _ in columns(of)],
        contested=f"x.fact IN (SELECT fact FROM g.claim WHERE {mine})",
        sole=sole,
    )
    return sums_sql(facts, claims_sql(of, stated_of, stated))


def as_of_sql(table: Callable[[str], str]) -> str:
    """SQL of the day of which a graph speaks, out of the tables of its kinds."""
    starts = " UNION ALL ".join(
        f"SELECT since AS day FROM {table(edge.name)} x WHERE {begun_sql('x')}"
        + (" AND coalesce(modality, 'actual') = 'actual'" if any(p.name == "modality" for p in edge.properties) else "")
        for edge in EDGES
        if edge.dated
    )
    return f"""
        SELECT greatest(max(last_day_of(day)), {latest_sql(table("source"))})::VARCHAR FROM (
            SELECT signed AS day FROM {table("agreement")} WHERE coalesce(status, 'active') <> 'planned'
            UNION ALL SELECT stage_date FROM {table("project")} WHERE stage <> 'planned'
            UNION ALL SELECT opened FROM {table("facility")} WHERE coalesce(status, 'open') = 'open'
            UNION ALL SELECT opened FROM {table("request")}
            UNION ALL {starts}
        )"""


def write_meta(
    db: duckdb.DuckDBPyConnection,
    kinds: Iterable[str],
    added: Mapping[str, Buckets],
    beside: Mapping[str, str | None] | None = None,
) -> None:
    """Record as of when the graph speaks, digests of the content of what was written, and what is to be said beside.

    `added` is what to add to the sums of kinds of which it is known in which facts they changed; other kinds are read anew, and so is
    the trace of what was taken out.
    """
    as_of = as_of_sql(lambda name: f"g.{quoted(name)}")
    before = dict(db.execute("SELECT key, value FROM g.meta").fetchall())
    anew = [name for name in (*kinds, TRACE) if name not in added]
    some = there(db, anew)
    disputed = claimed(db) if some else set()
    texts = {
        name: _TRACE_SQL if name == TRACE else _stored_sql(kind(name), claims=name in disputed)
        for name in anew
        if name in some
    }
    lists = [f"(SELECT list(b) FROM ({sql}) b)" for sql in texts.values()]
    day, *sums = db.execute(f"SELECT {', '.join([f'({as_of})', *lists])}").fetchone() or (None,)
    said: dict[str, str | None] = {"as_of": day, **(beside or {})}
    summed_anew = dict(zip(texts, sums, strict=True))
    for name in anew:
        said |= meta_of(name, fetched(summed_anew.get(name)))
    for name, buckets in added.items():
        said |= meta_of(name, together(as_buckets(before.get(BUCKETS + name)), buckets))
    # nothing is said of what there is not and never was
    said = {key: value for key, value in said.items() if value is not None or key in before or key == "as_of"}
    marks = ", ".join("(?, ?)" for _ in said)
    db.execute(
        f"DELETE FROM g.meta WHERE key IN ({', '.join(map(literal, said))}); INSERT INTO g.meta VALUES {marks}",
        [part for pair in said.items() for part in pair],
    )


def mark(db: duckdb.DuckDBPyConnection, writes: str | None) -> None:
    """Let `g` say which writes were the last ones, this one first, within its transaction; what is no file needs none."""
    if writes is not None:
        kept = " ".join(writes.split()[:_KEPT])
        db.execute(
            f"DELETE FROM g.meta WHERE key = {literal(REVISIONS)}; INSERT INTO g.meta VALUES (?, ?)", [REVISIONS, kept]
        )


def marked(db: duckdb.DuckDBPyConnection) -> str:
    """Which writes to `g` were the last ones."""
    row = db.execute("SELECT value FROM g.meta WHERE key = $key", {"key": REVISIONS}).fetchone()
    return (row[0] or "") if row else ""
