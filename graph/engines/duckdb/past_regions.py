"""The divisions of a copy of a graph as they were on a past day: their codes and names, and what they lay in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...identity import fact_number
from ...regions.reference import COUNTRY, reference
from ...schema import EDGES
from ...sql_text import quoted
from .tables import made

if TYPE_CHECKING:
    import duckdb

    from ...regions.reference import Region, Regions

_ENDS: Final = tuple((edge.name, end.name) for edge in EDGES for end in edge.ends if "region" in end.kinds)
"""Where facts name a region."""


def rewrite_regions(db: duckdb.DuckDBPyConnection, regions: Regions) -> tuple[str, ...]:
    """Give the official regions of the graph `g` the codes, names and parents of the table `regions`.

    Where several of today were one then, they become one. What a region is called today stays an alias. The names of
    those in which something lies and of which nobody can tell what they were are given back: they stay as they are.
    """
    if regions is reference():
        return ()
    every = {code: id_ for id_, code in db.execute(_OFFICIAL).fetchall()}
    held = {code: id_ for code, id_ in every.items() if reference().get(code) is not None}
    if not held:
        return ()
    then = {code: regions.then(code) for code in held}
    # divisions of the past that the graph holds are there too
    keeper = {code: id_ for code, id_ in sorted(every.items()) if then.get(code, code) == code}
    merged: list[tuple[int, int]] = []
    renamed: list[tuple[int, str, str, str | None]] = []
    for code, id_ in sorted(held.items()):
        old = then[code]
        if old == code:
            continue
        if old in keeper:
            merged.append((id_, keeper[old]))
        else:
            keeper[old] = id_
            known = _known(regions, old)
            renamed.append((id_, old, known.name, known.valid_since))
    _rename(db, renamed)
    _merge(db, merged)
    _add_parents(db, regions, keeper)
    _put_within(db, regions, keeper)
    named = {id_ for (id_,) in db.execute(_NAMED).fetchall()}
    return tuple(
        sorted(reference().title(code) for code, id_ in held.items() if code in regions.unclear and id_ in named)
    )


_NAMED: Final = " UNION ".join(f"SELECT place FROM g.{name}" for name in ("located_in", "sited_in")) + (
    " UNION SELECT part FROM g.covers"
)
"""Where something lies: of other divisions nothing need be said."""
_OFFICIAL: Final = (
    "SELECT id, replace(identifier, 'region:', '') FROM g.region WHERE starts_with(identifier, 'region:')"
)


def _known(regions: Regions, code: str) -> Region:
    found = regions.get(code)
    assert found is not None  # it is a code of that table
    return found


def _rename(db: duckdb.DuckDBPyConnection, renamed: list[tuple[int, str, str, str | None]]) -> None:
    for id_, code, name, since in renamed:
        db.execute(
            "UPDATE g.region SET aliases = list_distinct(list_concat(coalesce(aliases, []), [name, code])),"
            " identifier = 'region:' || $code, code = $code, name = $name, valid_since = $since, valid_until = NULL"
            " WHERE id = $id",
            {"id": id_, "code": code, "name": name, "since": since},
        )


def _merge(db: duckdb.DuckDBPyConnection, merged: list[tuple[int, int]]) -> None:
    """Let facts that name a region name the one that it was a part of, which answers to its name too."""
    if not merged:
        return
    rows = ", ".join(f"({old}, {new})" for old, new in merged)
    table = made(db, "merged", f"SELECT * FROM (VALUES {rows}) m(old, new)")
    db.execute(
        "UPDATE g.region SET aliases = list_distinct(list_concat(coalesce(aliases, []), m.names)) FROM (SELECT m.new,"
        f" flatten(list([r.name, r.code])) AS names FROM {table} m JOIN g.region r ON r.id = m.old GROUP BY m.new) m WHERE id = m.new"
    )
    for kind, end in _ENDS:
        db.execute(f"UPDATE g.{quoted(kind)} SET {quoted(end)} = m.new FROM {table} m WHERE {quoted(end)} = m.old")
    db.execute(f"DELETE FROM g.region WHERE id IN (SELECT old FROM {table}); DELETE FROM g.part_of WHERE part = whole")


def _add_parents(db: duckdb.DuckDBPyConnection, regions: Regions, keeper: dict[str, int]) -> None:
    """The divisions in which others lay, and which the graph does not hold."""
    above = {region.code: region for code in keeper if regions.get(code) for region in regions.chain(code)}
    (top,) = db.execute("SELECT max(id) FROM g.node").fetchone() or (0,)
    for number, code in enumerate(sorted(above.keys() - keeper.keys()), start=1):
        region = above[code]
        keeper[code] = top + number
        db.execute(
            "INSERT INTO g.region BY NAME SELECT $id AS id, $fact AS fact, $identifier AS identifier, $name AS name,"
            " $code AS code, $level AS level, $lat AS lat, $lon AS lon",
            {
                "id": keeper[code], "fact": fact_number(region.identifier), "identifier": region.identifier, "name": region.name,
                "code": None if code == COUNTRY else code, "level": region.level, "lat": region.lat, "lon": region.lon,
            },
        )  # fmt: skip


def _put_within(db: duckdb.DuckDBPyConnection, regions: Regions, keeper: dict[str, int]) -> None:
    """What each division lay in."""
    above = [
        (id_, keeper[region.parent], fact_number(f"part_of {code}"))
        for code, id_ in sorted(keeper.items())
        if (region := regions.get(code)) is not None and region.parent in keeper
    ]
    if not above:
        return
    rows = ", ".join(f"({part}, {whole}, {fact}::UBIGINT)" for part, whole, fact in above)
    table = made(db, "above", f"SELECT * FROM (VALUES {rows}) a(part, whole, fact)")
    db.execute(
        f"UPDATE g.part_of SET whole = a.whole FROM {table} a WHERE part_of.part = a.part;"
        f"INSERT INTO g.part_of BY NAME SELECT * FROM {table} WHERE part NOT IN (SELECT part FROM g.part_of)"
    )
