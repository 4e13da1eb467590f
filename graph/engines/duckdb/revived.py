"""What a new edition of a source ended or left out comes back when that edition itself is unloaded.

The trace says for which editions a claim went (superseded.py). Once none of these is in the graph any more, the claim stands again as
it was; a fact that was ended is told of as before. What its own source has stated otherwise since stays, and what was retracted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...schema import KINDS, Edge, Node, columns
from ...sql_text import literal, quoted
from .claims import EVIDENCE, decoded, recorded_on, stated_sql
from .tables import ALL_NODES, Table, made, staged

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

    from ...batch import Batch

    Write = Callable[[Node | Edge], object]
    """Writes the temporary stage of a kind into the graph, as an exact batch."""


def revive(batch: Batch, write: Write, outcomes: Table) -> set[str]:
    """Let what the editions that the batch unloaded had ended and left out hold again; the kinds that this concerns.

    Each fact is added to `outcomes` as revived.
    """
    db = batch.db
    back = made(db, "back", _BACK)
    if not back.rows:
        return set()
    out = set()
    kinds = {name for (name,) in db.execute(f"SELECT DISTINCT kind FROM {back}").fetchall()}
    for of in KINDS:  # nodes before the edges that name them
        if of.name not in kinds:
            continue
        if _stage(db, of, back):
            write(of)
            out.add(of.name)
        db.execute(f"INSERT INTO {outcomes} SELECT $kind, -1, 'revived' FROM stood", {"kind": of.name})
        db.execute(
            "UPDATE g.removed r SET restored = $today::DATE FROM stood b WHERE r.kind = $kind AND r.fact = b.fact"
            ' AND r.source = b.source AND r."by" = b."by" AND r.restored IS NULL',
            {"kind": of.name, "today": recorded_on()},
        )
    return out


# of several that went from one fact and source, the first: it says what was stated before any edition
_BACK: Final = """
WITH unloaded AS (SELECT DISTINCT source FROM removal WHERE fact IS NULL),
went AS (
    SELECT r.*, string_split("by", ' ')[2:] AS editions FROM g.removed r
    WHERE starts_with("by", 'replace ') AND restored IS NULL AND r.source IN (SELECT identifier FROM g.source)
)
SELECT DISTINCT ON (kind, fact, source) * EXCLUDE (editions) FROM went w
WHERE list_has_any(editions, (SELECT list(source) FROM unloaded))
    AND NOT list_has_any(editions, (SELECT coalesce(list(identifier), []) FROM g.source))
    -- what replaced the edition in its turn does not state it either
    AND NOT EXISTS (
        FROM went o JOIN g.source s ON list_contains(o.editions, s.identifier) WHERE list_contains(w.editions, o.source))
    AND (kind, fact) NOT IN (SELECT (kind, fact) FROM g.removed WHERE "by" = 'retract' AND restored IS NULL)
ORDER BY kind, fact, source, removed_on
"""


def _stage(db: duckdb.DuckDBPyConnection, of: Node | Edge, back: Table) -> bool:
    """Make the temporary stage of a kind of the claims that come `back`, and `stood` of those; whether there are any."""
    mine = f"SELECT * FROM {back} WHERE kind = {literal(of.name)}"
    now = made(db, "now", stated_sql(db, of, f"fact IN (SELECT fact FROM ({mine}))"))
    names = {name: decoded(name, type_) for name, type_ in columns(of)}
    ends = ["identifier"] if isinstance(of, Node) else [end.name for end in of.ends]
    traced = ", ".join(
        f"{value} AS {quoted(name)}"
        for name, value in ({name: decoded(name, "VARCHAR") for name in ends} | names).items()
    )
    ended = isinstance(of, Edge) and of.dated
    # of a claim that is there, only that it ended goes; what it was given beside that since stays
    props = [
        f"CASE WHEN n.fact IS NULL THEN t.{quoted(name)} ELSE {'t' if name in ('status', 'until') and ended else 'n'}.{quoted(name)} END"
        f" AS {quoted(name)}"
        for name in names
    ]
    evidence = [f"CASE WHEN n.fact IS NULL THEN t.{name} ELSE n.{name} END AS {name}" for name in EVIDENCE[1:-1]]
    again = "n.fact IS NULL" + (
        " OR n.status = 'ended' AND (t.status IS DISTINCT FROM 'ended' OR t.until IS DISTINCT FROM n.until)" * ended
    )
    parts = ", ".join(f"t.{quoted(name)}" for name in ends)
    there = "".join(
        f" JOIN {ALL_NODES} e{number} ON e{number}.identifier = t.{quoted(name)}"
        for number, name in enumerate(ends)
        if isinstance(of, Edge)
    )
    made(
        db,
        "stood",
        f'SELECT row_number() OVER (ORDER BY t.fact, t.source) AS row, t.fact, t."by", {", ".join([parts, *props])},'
        f" t.source, {', '.join(evidence)}, t.recorded"
        f' FROM (SELECT fact, source, "by", locator, method, confidence, recorded,'
        f" {traced} FROM ({mine})) t"
        f"{there} LEFT JOIN g.source s ON s.identifier = t.source"
        f" LEFT JOIN {now} n ON n.fact = t.fact AND n.source = s.id AND n.recorded IS NOT NULL WHERE {again}",
    )
    if db.execute("SELECT count(*) FROM stood").fetchone() == (0,):
        return False
    wanted = ", ".join(quoted(name) for name, _ in staged(of, exact=True))
    db.execute(f"CREATE OR REPLACE TEMP TABLE {quoted('stage_' + of.name)} AS SELECT {wanted} FROM stood")
    return True
