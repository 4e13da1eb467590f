"""Rows of firms that name a park and a region in which that park is known not to lie: the park counts, and both are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.language import t
from ...graph.regions.lying import Places, sites
from ...graph.schema import AREAS
from ...graph.sql_text import literal
from ..problems import reject_cells
from ..work_tables import WARNING

if TYPE_CHECKING:
    import duckdb

    from ..names.references import NameReference
    from ..names.resolve import Names


def warn_of_parks(db: duckdb.DuckDBPyConnection, names: Names, reference: NameReference) -> None:
    """Warn of the rows of a table of firms whose region and park lie apart; a region that holds the park says nothing new."""
    resolved = "JOIN load.resolved {r} ON {r}.text = {text} AND {r}.kinds = {key}"
    rows = db.execute(
        f"SELECT x.row, x.end_text, p.identifier, r.identifier FROM {reference.rows} x"
        f" {resolved.format(r='r', text='x.end_text', key=literal(reference.key))}"
        f" {resolved.format(r='p', text='x.park', key=literal('park'))}"
        " WHERE x.row NOT IN (SELECT row FROM load.rejected) AND p.identifier <> r.identifier"
        " AND p.identifier IN (SELECT identifier FROM load.known WHERE kind = 'park' AND place IS NOT NULL) ORDER BY 1"
    ).fetchall()
    if not rows:
        return
    kinds = ", ".join(map(literal, AREAS))
    known = db.execute(
        f"SELECT DISTINCT identifier, place FROM load.known WHERE kind IN ({kinds}) AND place IS NOT NULL ORDER BY ALL"
    ).fetchall()
    places = Places(known)
    at: dict[str, list[str]] = {}
    for identifier, place in known:
        at.setdefault(identifier, []).append(place)
    said: dict[tuple[str, str], str] = {}
    for _, _, park, region in rows:
        if (park, region) not in said:
            mine = places.lying(region)
            apart = all(site.apart(mine) for site in sites(map(places.lying, at[park])))
            said[park, region] = _reason(names, park, at[park], region) if apart else ""
    header = reference.table.headers.get(reference.column, reference.column)
    reject_cells(
        db,
        [(row, header, text, said[park, region]) for row, text, park, region in rows if said[park, region]],
        into=WARNING,
    )


def _reason(names: Names, park: str, places: list[str], region: str) -> str:
    shown = names.shown([park, *places, region])
    lies = ", ".join(shown[1:-1])
    return t(
        names.lang,
        f"the row's park {shown[0]} lies in {lies}, not in {shown[-1]}: the firm is placed in the park, and the region is not kept;"
        " correct the one that is wrong",
        f"该行的园区 {shown[0]} 位于 {lies}，不在 {shown[-1]}：企业按园区定位，地区未采用；请改正写错的一项",
    )
