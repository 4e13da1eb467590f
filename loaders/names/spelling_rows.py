"""Rows of node tables whose node the graph knows by a name that is only written otherwise.

As for the ends of edges (spelling.py), but a row also states a code and a place, which must
not contradict; and a list that names two firms means two, however alike their names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.sql_text import literal
from ..work_tables import FITTING, GRAPH_NAMES, WRITTEN_SO, refill
from .near import BY_SPELLING, find_near
from .spelling import NORMALISED, drop_elsewhere, find_same, lies_elsewhere, region_of

if TYPE_CHECKING:
    import duckdb

    from .resolve import Names


def find_rows(names: Names, kind: str) -> bool:
    """Fill `load.written_so` (own, identifier) for rows of `load.pending`; whether there are any."""
    db = names.db
    if kind not in NORMALISED or not names.graph.any:
        return False
    texts = (
        "SELECT DISTINCT name AS text FROM load.pending WHERE given IS NULL AND name IS NOT NULL"
        f" AND name NOT IN (SELECT text FROM load.known WHERE kind = {literal(kind)})"
    )
    db.execute("DELETE FROM load.same; DELETE FROM load.written_so")
    if not find_same(names, kind, texts, GRAPH_NAMES):
        return False
    drop_elsewhere(db)
    find_near(names, kind, BY_SPELLING)
    if not refill(db, FITTING, _FITTING, {"kind": kind}):
        return False
    _drop_named_elsewhere(db)
    return refill(db, WRITTEN_SO, _ACCEPT, {"kind": kind}) > 0


# one node for one name: a node that a row names as it is written in the graph is not another row's
_FITTING: Final = """
WITH known AS (
    SELECT identifier, list(place) FILTER (WHERE place IS NOT NULL) AS places, any_value(code) AS code, bool_or(loose) AS loose
    FROM load.graph_names WHERE kind = $kind GROUP BY identifier
)
SELECT p.own, p.name, p.place, s.identifier, s.rank, s.fits, s.known_places
FROM load.pending p JOIN load.same s ON s.text = p.name JOIN known k USING (identifier)
WHERE p.given IS NULL
    -- where several firms have the core, only one in the same place is sure
    AND (coalesce(list_contains(k.places, p.place), false) OR (SELECT count(DISTINCT o.identifier) FROM load.same o WHERE o.text = p.name) = 1)
    AND (p.code IS NULL OR k.code IS NULL)
    AND (p.place IS NULL OR coalesce(list_contains(k.places, p.place), false) OR k.loose
        OR (p.own, s.identifier) IN (FROM load.near))
    AND NOT EXISTS (
        FROM load.node n JOIN load.graph_names g ON g.kind = n.kind AND g.text = n.name
        WHERE g.identifier = s.identifier AND n.kind = $kind)
    AND NOT EXISTS (FROM load.node_normal m WHERE m.identifier = s.identifier AND m.name <> p.name)
"""
_ACCEPT: Final = """
WITH best AS (SELECT own, min(rank) AS rank FROM load.fitting GROUP BY own),
one AS (
    SELECT own, min(name) AS name, min(identifier) AS identifier FROM load.fitting JOIN best USING (own, rank)
    GROUP BY own HAVING count(DISTINCT identifier) = 1 AND bool_or(fits)
)
SELECT own, identifier FROM one
QUALIFY count(*) OVER (PARTITION BY identifier) = 1
    AND NOT EXISTS (FROM load.known k WHERE k.kind = $kind AND k.text = one.name)
"""


def _drop_named_elsewhere(db: duckdb.DuckDBPyConnection) -> None:
    """A known name that begins with another region than the row's place means another firm."""
    rows = db.execute(
        "SELECT DISTINCT known_places, place FROM load.fitting"
        " WHERE rank > 3 AND len(known_places) > 0 AND place IS NOT NULL"
    ).fetchall()
    apart = [(places, place) for places, place in rows if lies_elsewhere(places, region_of(db, place))]
    for places, place in apart:
        db.execute(
            "DELETE FROM load.fitting WHERE known_places = $places AND place = $place",
            {"places": places, "place": place},
        )


def keep_rows(names: Names, kind: str, *, any_new: bool) -> None:
    """After the match: the names that rows were read by are aliases of their nodes; `load.written_so` may have new ones."""
    if any_new:
        names.db.execute(
            "INSERT INTO load.node_normal SELECT DISTINCT p.kind, p.name, w.identifier FROM load.pending p"
            " JOIN load.written_so w USING (own) JOIN load.match m"
            " ON m.name = p.name AND m.identifier = w.identifier AND m.place IS NOT DISTINCT FROM p.place"
            " AND m.code IS NOT DISTINCT FROM p.code AND m.given IS NOT DISTINCT FROM p.given"
        )
        names.read_otherwise = True
    if not names.read_otherwise:
        return
    names.know(
        """
        SELECT k.kind, m.name, k.identifier, k.place, false, k.code, k.loose
        FROM load.node_normal m JOIN load.known k ON k.identifier = m.identifier AND k.main
        WHERE m.kind = $kind
        """,
        {"kind": kind},
    )
