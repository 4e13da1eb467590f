"""Stored areas of a DuckDB graph: the table `area`, and the areas of firms and supplies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...regions.areas import Place, derive
from ...regions.called_after import called_after_sql, name_starts
from ...regions.reference import reference
from ...schema import ALL_AREAS
from .tables import OWN_NAME, PLACE_BASIS, emptied, made

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from ...regions.reference import Regions
    from .tables import Table


# stored areas are those of today, and today is when the latest source was published
def latest_sql(sources: str) -> str:
    """SQL of the day on which the latest source in a table was published."""
    return f"""(
    SELECT max(last_day_of(published)) FROM {sources}
    WHERE coalesce(kind, '') NOT IN ('reference', 'template') AND coalesce(method, '') NOT IN ('reference', 'template'))"""


LATEST = latest_sql("g.source")
_CURRENT = f"""coalesce({{0}}.status, 'active') = 'active'
    AND ({{0}}.until_day IS NULL OR {{0}}.until_day >= {LATEST})"""
# a stated place before a guessed one, a later before an earlier
_STATED = "l.basis IS NOT DISTINCT FROM 'unknown', l.basis IS NOT DISTINCT FROM 'name', l.since_day DESC NULLS LAST"
_PUBLISHED = "last_day_of(s.published) DESC NULLS LAST, l.fact"

_PLACES = """
WITH primary_place AS (
    SELECT l.what, first(l.place ORDER BY {stated}, k.id IS NOT NULL DESC, {published}) AS place
    FROM g.located_in l LEFT JOIN g.source s ON s.id = l.source LEFT JOIN g.park k ON k.id = l.place
    WHERE l.role = 'primary' AND {of_place} GROUP BY l.what
)
SELECT r.id, 'region', r.identifier, r.name, r.level, p.whole, NULL::INTEGER[], false, false, r.lat, r.lon
FROM g.region r LEFT JOIN (SELECT part, arg_min(whole, fact) AS whole FROM g.part_of GROUP BY part) p ON p.part = r.id
UNION ALL
SELECT k.id, 'park', k.identifier, k.name, NULL, l.place, c.parts,
       coalesce(k.own_area, false), coalesce(k.joint, false), k.lat, k.lon
FROM g.park k LEFT JOIN primary_place l ON l.what = k.id
LEFT JOIN (
    SELECT c.park, list(DISTINCT c.part ORDER BY c.part) AS parts FROM g.covers c WHERE {of_part} GROUP BY c.park
) c ON c.park = k.id
ORDER BY 1
"""


def places_ended(db: duckdb.DuckDBPyConnection, before: date | None) -> bool:
    """Whether any place or part that has an end was left between `before`, when the latest source was published, and now."""
    either = " UNION ALL ".join(f"SELECT until_day FROM g.{name}" for name in ("located_in", "covers"))
    (any_ended,) = db.execute(
        f"SELECT count(*) > 0 FROM ({either}) WHERE (until_day >= $before) IS DISTINCT FROM (until_day >= {LATEST})",
        {"before": before},
    ).fetchone() or (False,)
    return bool(any_ended)


def rederive_areas(db: duckdb.DuckDBPyConnection, held: str = _CURRENT, regions: Regions | None = None) -> None:
    """Make the table `area` again from regions, parks and where they lie.

    `held` is the condition that a row (its name in place of {0}) counts, `regions` are the divisions by which areas go:
    those of today, if nothing else is said.
    """
    asked = _PLACES.format(of_place=held.format("l"), of_part=held.format("c"), stated=_STATED, published=_PUBLISHED)
    places = [
        Place(id_, kind, identifier, name, level, within, tuple(parts or ()), own, joint, lat, lon)
        for id_, kind, identifier, name, level, within, parts, own, joint, lat, lon in db.execute(asked).fetchall()
    ]
    rows = [
        (
            area.place.id, area.place.kind, area.place.identifier, area.place.name, area.place.level,
            *(area.levels[level] for level in ALL_AREAS),
            area.lat, area.lon, area.point_of, area.place.own_area, area.place.joint,
            area.place.within, list(area.place.covers),
        )
        for area in derive(places, regions or reference()).values()
    ]  # fmt: skip
    db.execute("DELETE FROM g.area")
    if rows:
        import pyarrow as pa

        # row by row 3,000 places take four seconds; types are those of the table
        columns = [pa.array(column) for column in zip(*rows, strict=True)]
        db.register("derived", pa.table(columns, [f"c{number}" for number in range(len(columns))]))
        db.execute("INSERT INTO g.area FROM derived")
        db.unregister("derived")


_STATED_PLACES = """
WITH said AS (
    SELECT l.what AS id, l.place, l.basis, row_number() OVER (PARTITION BY l.what ORDER BY {stated}, {published}) AS rank
    FROM g.located_in l JOIN g.area a ON a.id = l.place LEFT JOIN g.source s ON s.id = l.source
    WHERE l.role = 'primary' AND {of_place} AND {of_firm}
      AND NOT a.joint -- a joint park owns no firm
),
places AS ( -- of what lies within the place that ranks first, the finest: a park for its county, a county for its province
    SELECT x.id, x.place, coalesce(x.basis, 'stated') AS basis, row_number() OVER (
        PARTITION BY x.id
        ORDER BY a.kind = 'park' DESC, a.county IS NOT NULL DESC, a.prefecture IS NOT NULL DESC, x.rank
    ) AS rank
    FROM said x JOIN said first ON first.id = x.id AND first.rank = 1
    JOIN g.area a ON a.id = x.place JOIN g.area w ON w.id = first.place
    WHERE x.rank = 1 OR a.within = w.id
       OR w.kind = 'region' AND CASE w.level
            WHEN 'county' THEN a.county = w.id WHEN 'prefecture' THEN a.prefecture = w.id
            WHEN 'province' THEN a.province = w.id WHEN 'country' THEN a.country = w.id END
)
SELECT id, place, basis FROM places WHERE rank = 1
"""
# firms of which nobody ever stated a primary place, and those of which no more than a wider one is known than their names may say
_OPEN = """
SELECT f.id, f.name, w.id AS whole, w.level FROM g.firm f LEFT JOIN {placed} p ON p.id = f.id LEFT JOIN g.area w ON w.id = p.place
WHERE {of_firm} AND CASE WHEN p.place IS NULL THEN f.id NOT IN (SELECT what FROM g.located_in WHERE role = 'primary')
                         ELSE w.kind = 'region' AND w.county IS NULL END
"""
# a wider place that is stated may be told more closely by a name, and is never contradicted by one
_BY_NAME = """
SELECT o.id, r.id AS place FROM {open} o JOIN {called} c ON c.name = o.name
JOIN g.region r ON r.identifier = 'region:' || c.code JOIN g.area a ON a.id = r.id
WHERE o.whole IS NULL OR o.whole <> r.id AND CASE o.level
    WHEN 'prefecture' THEN a.prefecture = o.whole WHEN 'province' THEN a.province = o.whole WHEN 'country' THEN a.country = o.whole END
"""
_FIRM_PLACES = """
WITH place AS (
    SELECT f.id, coalesce(n.place, p.place) AS place, CASE WHEN n.place IS NOT NULL THEN '{own_name}' ELSE p.basis END AS basis
    FROM g.firm f LEFT JOIN {placed} p ON p.id = f.id LEFT JOIN {named} n ON n.id = f.id WHERE {of_firm}
)
SELECT f.id, p.place, p.basis AS place_basis, {levels}
FROM g.firm f JOIN place p ON p.id = f.id LEFT JOIN g.area a ON a.id = p.place
WHERE f.place IS DISTINCT FROM p.place OR f.place_basis IS DISTINCT FROM p.basis
   OR {moved}
"""

_ALL_PLACES = "(SELECT id, identifier FROM g.region UNION ALL SELECT id, identifier FROM g.park)"
# ordered by what hangs on no number of a fact: identifiers are made of it
PRIMARY_PLACES = f"""
SELECT l.what, p.identifier AS place, coalesce(c.identifier, p.identifier)
FROM g.located_in l LEFT JOIN g.source s ON s.id = l.source
JOIN {_ALL_PLACES} p ON p.id = l.place LEFT JOIN g.area a ON a.id = l.place
LEFT JOIN {_ALL_PLACES} c ON c.id = coalesce(a.county, a.prefecture, a.province, a.country)
WHERE l.role = 'primary' AND l.what IN (SELECT id FROM {{nodes}})
ORDER BY ({_CURRENT.format("l")}) IS TRUE DESC, {_STATED}, last_day_of(s.published) DESC NULLS LAST, a.kind = 'park' DESC,
    a.county IS NOT NULL DESC, a.prefecture IS NOT NULL DESC, p.identifier
"""
"""SQL of where the nodes of a table `nodes` (id) lie, and of the county of that, or the finest area that is known of it."""
WHOLE = f"""
SELECT p.identifier, w.identifier FROM (SELECT id, unnest(list_append(covers, within)) AS whole FROM g.area) a
JOIN {_ALL_PLACES} p ON p.id = a.id JOIN {_ALL_PLACES} w ON w.id = a.whole ORDER BY ALL
"""
"""SQL of what each place lies in, and of the parts of joint parks."""


def rederive_firms(
    db: duckdb.DuckDBPyConnection, held: str = _CURRENT, regions: Regions | None = None, *, among: Table | None = None
) -> None:
    """Give every firm, or those of a table (id), the areas of its primary place, and its supplies likewise.

    `held` and `regions` are as in `rederive_areas`. Where nobody states a place, it is that of the division with which the
    firm's name begins, if the graph holds that: reckoned whenever areas are, it hangs on no order of loads, and gives way to
    any place that is stated.
    """
    levels, of_firm = ("place", *ALL_AREAS), f"{{}} IN (SELECT id FROM {among})" if among else "true"
    asked = _STATED_PLACES.format(
        of_place=held.format("l"), of_firm=of_firm.format("l.what"), stated=_STATED, published=_PUBLISHED
    )
    placed = made(db, "placed", asked)
    named = _by_names(db, placed, of_firm.format("f.id"), regions)
    asked = _FIRM_PLACES.format(
        placed=placed,
        named=named,
        of_firm=of_firm.format("f.id"),
        own_name=OWN_NAME,
        levels=", ".join(f"a.{level}" for level in ALL_AREAS),
        moved=" OR ".join(f"f.{level} IS DISTINCT FROM a.{level}" for level in ALL_AREAS),
    )
    moved = made(db, "moved", asked)
    if not moved.rows:
        return
    changes = ", ".join(f"{x} = m.{x}" for x in (*levels, PLACE_BASIS))
    db.execute(f"UPDATE g.firm SET {changes} FROM {moved} m WHERE firm.id = m.id")
    for side in ("seller", "buyer"):
        changes = ", ".join(f"{side}_{x} = m.{x}" for x in levels)
        db.execute(f"UPDATE g.supplies SET {changes} FROM {moved} m WHERE supplies.{side} = m.id")


def _by_names(db: duckdb.DuckDBPyConnection, placed: Table, of_firm: str, regions: Regions | None) -> Table:
    """The places (id, place) of firms by their names: of those that `placed` (id, place) leaves open."""
    known = made(db, "open_places", _OPEN.format(placed=placed, of_firm=of_firm))
    if not known.rows:
        return emptied(db, by_name="id INTEGER, place INTEGER")[0]
    with name_starts(db):
        called = made(db, "called", called_after_sql(f"SELECT name FROM {known}"))
    if regions is not None and called.rows:
        codes = [code for (code,) in db.execute(f"SELECT DISTINCT code FROM {called} ORDER BY 1").fetchall()]
        then = [{"code": code, "then": regions.then(code)} for code in codes]
        db.executemany(f"UPDATE {called} SET code = $then WHERE code = $code", then)
    return made(db, "by_name", _BY_NAME.format(open=known, called=called))
