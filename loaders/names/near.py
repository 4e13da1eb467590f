"""Rows and known nodes that may be one though they are stated in different places: one place holds the other, or may.

A firm is stated in a county by one table and in a park of that county by another; that tells no two firms apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.regions.lying import Lying, Places, alike, sites
from ...graph.schema import AREAS, LYING
from ...graph.sql_text import literal

if TYPE_CHECKING:
    import duckdb

    from .resolve import Names

_AT: Final = "concat_ws(' ', place, around)"
"""SQL of where a row of `load.pending` lies, in one text."""
_SEVERAL: Final = f"""
SELECT name, code, list(DISTINCT {_AT} ORDER BY {_AT}) AS met FROM load.pending
WHERE place IS NOT NULL AND given IS NULL GROUP BY ALL HAVING count(DISTINCT place) > 1
"""
BY_NAME: Final = """
SELECT p.*, k.identifier, k.place AS known FROM load.pending p
JOIN load.known k ON k.kind = p.kind AND k.text = p.name AND k.text <> k.identifier
"""
BY_SPELLING: Final = """
SELECT p.*, k.identifier, k.place AS known FROM load.pending p JOIN load.same s ON s.text = p.name
JOIN load.known k ON k.kind = p.kind AND k.identifier = s.identifier
"""


def join_sites(names: Names, kind: str) -> None:
    """Let rows of `load.pending` of one name that are not told apart be of one node (`site`, `own`)."""
    if not _lies(kind):
        return
    db = names.db
    met = [tuple(one) for (one,) in db.execute(f"SELECT DISTINCT met FROM ({_SEVERAL})").fetchall()]
    if not met:
        return
    places = _places(db)
    joined = [
        (list(ones), one, group[0].partition(" ")[0])
        for ones in met
        for group in alike(ones, lambda one, other: _lying(places, one).apart(_lying(places, other)))
        for one in group
    ]
    if joined:
        import pyarrow as pa

        several, lies, site = zip(*joined, strict=True)
        db.register("load_joined", pa.table({"met": pa.array(several), "lies": pa.array(lies), "site": pa.array(site)}))
        db.execute(
            f"""
            UPDATE load.pending SET site = j.site, own = node_identifier(kind, pending.code, pending.name, j.site)
            FROM ({_SEVERAL}) s JOIN load_joined j ON j.met = s.met
            WHERE s.name = pending.name AND s.code IS NOT DISTINCT FROM pending.code AND j.lies = {_AT} AND given IS NULL
            """
        )
        db.unregister("load_joined")


def find_near(names: Names, kind: str, pairs: str) -> None:
    """Put those among `pairs` (SQL: of `load.pending`, identifier, known) into `load.near` that are not told apart.

    Rows of several nodes of one name may each be the same known one; who they are is then told at the end of the write.
    """
    if not _lies(kind):
        return
    db = names.db
    # per row and node once, however many texts and places that has; the same places are compared once
    grouped = f"""
        SELECT own, name, {_AT} AS lies, identifier, list(DISTINCT known ORDER BY known) AS known
        FROM ({pairs}) WHERE place IS NOT NULL AND known IS NOT NULL
        GROUP BY own, name, place, around, identifier HAVING NOT list_contains(list(known), place)
    """
    met = db.execute(f"SELECT DISTINCT lies, known FROM ({grouped})").fetchall()
    if not met:
        return
    places = _places(db)
    near = [
        (lies, known)
        for lies, known in met
        if any(not site.apart(_lying(places, lies)) for site in sites(map(places.lying, known)))
    ]
    if near:
        import pyarrow as pa

        lies, found = zip(*near, strict=True)
        db.register("load_met", pa.table({"lies": pa.array(lies), "known": pa.array(found)}))
        db.execute(
            "INSERT INTO load.near SELECT own, identifier FROM"
            f" (SELECT DISTINCT own, name, identifier FROM ({grouped}) JOIN load_met USING (lies, known))"
            " QUALIFY count(*) OVER (PARTITION BY name, identifier) = 1"
        )
        db.unregister("load_met")


def _lies(kind: str) -> bool:
    """Whether nodes of a kind are told apart by where they lie; regions are by their codes."""
    return kind in LYING and kind != "region"


def _places(db: duckdb.DuckDBPyConnection) -> Places:
    kinds = ", ".join(map(literal, AREAS))
    return Places(
        db.execute(
            f"SELECT DISTINCT identifier, place FROM load.known WHERE kind IN ({kinds}) AND place IS NOT NULL ORDER BY ALL"
        ).fetchall()
    )


def _lying(places: Places, at: str) -> Lying:
    """Where a row lies that states a place, or a place and another around it."""
    place, _, around = at.partition(" ")
    mine = places.lying(place)
    return mine & places.lying(around) if around and not mine.apart(places.lying(around)) else mine
