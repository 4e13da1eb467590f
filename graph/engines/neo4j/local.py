"""The copy of a server's graph beside a batch in which the batch is worked out: all of the graph, or some rows of it.

The rows of a kind lie as the server has them in `was_<kind>`, and in the graph `g` as a file would have them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ...observations import struct_sql
from ...schema import ALL_AREAS, SCHEMA_VERSION, Edge, kind
from ...sql_text import literal, quoted
from ..duckdb.upgrade import keep_own
from .form import FORMS, META, PLACED, form
from .read import tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb
    import neo4j

    from .read import Which

_HIDDEN: Final = ("revision", "unfinished")

Said = dict[str, "str | None"]
"""What a graph says of itself."""


def said_by(session: neo4j.Session) -> Said:
    """What the graph says of itself: read before its rows, for what is written after it shows as another revision."""
    return dict(session.run(f"MATCH (m:{META}) RETURN m.key, m.value").values())


@dataclass(slots=True)
class LocalCopy:
    """Rows of a server's graph beside a batch; the graph `g` is there and empty."""

    session: neo4j.Session
    db: duckdb.DuckDBPyConnection
    brought: set[str] = field(default_factory=set)
    """The kinds of which any rows are here."""

    def bring(self, name: str, which: Which | None = None) -> None:
        """Bring the rows of a kind, or some of them, into `was_<kind>`; those that are here already stay."""
        was = quoted("was_" + name)
        for table in tables(self.session, name, which):
            if name not in self.brought:
                columns = ", ".join(f"{quoted(column)} {type_}" for column, type_ in form(name).columns)
                self.db.execute(f"CREATE OR REPLACE TEMP TABLE {was} ({columns})")
                self.brought.add(name)
            self.db.register("fetched", table)
            others = f" ANTI JOIN {was} USING ({form(name).key})" if which is not None else ""
            self.db.execute(f"INSERT INTO {was} FROM fetched{others}")
            self.db.unregister("fetched")

    def fill(self, said: Mapping[str, str | None]) -> None:
        """Make `g` the graph of the rows that were brought, which says this of itself."""
        for name in FORMS:
            if name in self.brought:
                _fill(self.db, name)
        places = [name for name in PLACED if name in self.brought]
        if places:
            self.db.execute(_areas_sql(places))
        for key, value in said.items():
            if key not in _HIDDEN:
                now = str(SCHEMA_VERSION) if key == "schema_version" else value
                self.db.execute("INSERT INTO g.meta VALUES ($key, $value)", {"key": key, "value": now})
        keep_own(self.db, "g")


def _fill(db: duckdb.DuckDBPyConnection, name: str) -> None:
    """Put the rows of `was_<kind>` into the graph `g`."""
    number = "('0x' || x.fact)::UBIGINT"
    if name == "claim":
        wanted = f"kind, {number}, source_id, locator, method, confidence, recorded, stated"
        db.execute(f"INSERT INTO g.claim SELECT {wanted} FROM was_claim x")
        return
    own = [column for column, _ in form(name).columns]
    if name in ("removed", "former"):
        own.remove("key")
        target = {column: number if column == "fact" else f"x.{quoted(column)}" for column in own}
    else:
        of = kind(name)
        ends = {end.name + "_id": end.name for end in of.ends} if isinstance(of, Edge) else {}
        derived = {*ALL_AREAS, "point_of", "within", "parts"} if name in PLACED else set()
        target = {}
        for column in own:
            if column in derived:
                continue
            stored = ends.get(column, "source" if column == "source_id" else column)
            target[stored] = number if column == "fact" else f"x.{quoted(column)}"
            if column == "series":
                target[stored] = f"list_transform(x.series, lambda one: {struct_sql(of, 'one')})"
    names = ", ".join(quoted(column) for column in target)
    db.execute(
        f"INSERT INTO g.{quoted(name)} ({names}) SELECT {', '.join(target.values())} FROM {quoted('was_' + name)} x"
    )


def _areas_sql(places: list[str]) -> str:
    """SQL that makes the table `area` of places as the server has them; a place may have another's point."""
    points = " UNION ALL ".join(f"SELECT id, lat, lon FROM g.{name}" for name in places)
    levels = ", ".join(f"x.{level}" for level in ALL_AREAS)
    parts = []
    for name in places:
        park = name == "park"
        level = "NULL" if park else "x.level"
        nature = "coalesce(x.own_area, false), coalesce(x.joint, false)" if park else "false, false"
        parts.append(
            f"SELECT x.id, {literal(name)}, x.identifier, x.name, {level}, {levels}, p.lat, p.lon, x.point_of, {nature},"
            f" x.within, coalesce(x.parts, []) FROM was_{name} x LEFT JOIN point p ON p.id = x.point_of"
        )
    return f"INSERT INTO g.area WITH point AS ({points}) {' UNION ALL '.join(parts)}"
