"""Who is who at the end of a write: identifiers are what the graph knows by then, not what it knew when it met a node.

A node has its official code; else a digest of its name; and where several nodes of a kind have one name, a digest
of name and county (or what is known of its place that tells them apart) for all but the one whose place is unknown. Two of
one name are two only where they are known to lie in different places: a county and a park in it are none. So
a node may get another identifier when its code is learned, or when another of its name turns up. Identifiers that
were given with a table, and are no digests, stay as they are.

Only the names that a write touched are looked at, and only nodes whose identifier differs are written (rename.py). What the
graph would have taken for one, had it known then what it knows now, becomes one (merge.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from ...identity import identifier
from ...regions.lying import Places, alike
from ...schema import AREAS, LYING, NODE_NAMES, Node, columns, node
from ...sql_text import literal, quoted
from .areas import PRIMARY_PLACES, WHOLE
from .guessed import guessed_otherwise
from .merge import merge
from .partial import WholeNeededError
from .rename import Difference, rename
from .tables import Table, emptied, made

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from ...regions.lying import Lying
    from .merge import Write

MADE: Final = ":[0-9a-f]{16}$"
"""What an identifier that is a digest looks like."""
_CODED: Final = "^firm:[0-9A-Z]{18}$"
"""What one looks like that was made of a credit code: of a firm whose code was taken back it is none any more."""
Where: TypeAlias = "tuple[str, str, Lying | None]"
"""A place, the county of that, and all that is known of where that is; of a source its date, twice."""
ORDER: Final = ("source", *AREAS, *(name for name in NODE_NAMES if name not in ("source", *AREAS)))
"""Places before what they tell apart."""


@dataclass(slots=True)
class Namesake:
    """One of several nodes of one kind and name."""

    id: int
    identifier: str
    name: str
    code: str | None
    made: bool
    """Whether its identifier is a digest."""
    place: str | None = None
    """What it lies in, as finely as is known; of a source the day on which it was published."""
    county: str | None = None
    lying: Lying | None = None
    """All that is known of where it lies."""


@dataclass(slots=True)
class Verdict:
    """What becomes of some nodes: new identifiers, and which are the same as others."""

    renamed: dict[int, str] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)


def as_said(db: duckdb.DuckDBPyConnection, write: Write) -> Difference:
    """Let nodes be those that a person says they are (table `same`: one, other, source); what that does to sums."""
    told = Difference()
    for name in NODE_NAMES:
        table = f"g.{quoted(name)}"
        rows = db.execute(
            f"SELECT DISTINCT a.id, b.id, s.id FROM same x JOIN {table} a ON a.identifier = x.one"
            f" JOIN {table} b ON b.identifier = x.other LEFT JOIN g.source s ON s.identifier = x.source ORDER BY ALL"
        ).fetchall()
        for one, other, source in rows:
            merge(db, node(name), node(name), {one: other}, told, write, stated_by=source)
    return told


def settle(
    db: duckdb.DuckDBPyConnection,
    touched: Table | None,
    write: Write,
    told: Difference | None = None,
    *,
    partly: bool = False,
) -> Difference:
    """Give every node that has a name in `touched` (kind, name), or every node at all, its identifier; what that does to sums.

    `write` writes the temporary stage of a kind as an exact batch. Where the graph is here only `partly`, WholeNeededError says
    that a node may get another: all that speaks of it would follow.
    """
    told = Difference() if told is None else told
    kinds = _kinds_of(db, touched) if touched else {}
    for name in ORDER:
        if touched and name not in kinds:
            continue
        of = node(name)
        verdict = _without_collisions(db, of, settled(db, of, touched))
        for loser, winner in by_alias(db, of, touched).items() if kinds.get(name, True) else ():
            if winner not in verdict.merged:
                verdict.merged.setdefault(loser, winner)
        if partly and (verdict.merged or verdict.renamed):
            raise WholeNeededError
        for gone in merge(db, of, of, verdict.merged, told, write) if verdict.merged else ():
            verdict.renamed.pop(gone, None)
        if verdict.renamed:
            names_may_differ = rename(db, of, verdict.renamed, told)
            # what tells nodes of one name apart may be called otherwise now
            if of.name in AREAS or names_may_differ:
                touched = None
    for (name, other), pairs in guessed_otherwise(db, touched, partly=partly).items():
        merge(db, node(name), node(other), pairs, told, write)
    return told


def _kinds_of(db: duckdb.DuckDBPyConnection, touched: Table) -> dict[str, bool]:
    """The kinds of the names in `touched`, and whether any node of such a name has further names."""
    kinds = [kind for (kind,) in db.execute(f"SELECT DISTINCT kind FROM {touched}").fetchall()]
    aliased = ", ".join(
        f"(SELECT count(*) > 0 FROM g.{quoted(kind)} SEMI JOIN (SELECT name FROM {touched} WHERE kind = {literal(kind)})"
        " USING (name) WHERE aliases IS NOT NULL)"
        for kind in kinds
    )
    return dict(zip(kinds, db.execute(f"SELECT {aliased}").fetchone() or (), strict=True)) if kinds else {}


def touch(db: duckdb.DuckDBPyConnection, kinds: Iterable[str], touched: Table | None = None) -> Table:
    """The names (kind, name) that the nodes of the stages of these kinds have now, added to those in `touched`."""
    parts = [
        f"SELECT {literal(name)} AS kind, name FROM g.{quoted(name)}"
        f" WHERE identifier IN (SELECT identifier FROM {quoted('stage_' + name)})"
        for name in kinds
        if name in NODE_NAMES
    ]
    if touched is None:
        (touched,) = emptied(db, touched="kind VARCHAR, name VARCHAR")
    if parts:
        db.execute(f"INSERT INTO {touched} {' UNION '.join(parts)}")
    return touched


def touch_shared(db: duckdb.DuckDBPyConnection, touched: Table) -> None:
    """Add the names that several nodes have that lie somewhere: they may lie elsewhere now."""
    shared = " UNION ALL ".join(
        f"SELECT {literal(name)}, name FROM g.{quoted(name)} GROUP BY name HAVING count(*) > 1"
        for name in LYING
        if name != "region"
    )
    db.execute(f"INSERT INTO {touched} {shared}")


def by_alias(db: duckdb.DuckDBPyConnection, of: Node, touched: Table | None) -> dict[int, int]:
    """Nodes that are a name only, by the node whose further name that is: as if that had been known when they were named."""
    nothing = " AND ".join(f"x.{quoted(name)} IS NULL" for name, _ in columns(of) if name != "name")
    among = (
        f"SEMI JOIN (SELECT name FROM {touched} WHERE kind = {literal(of.name)}) t ON t.name = x.name"
        if touched
        else ""
    )
    table = f"g.{quoted(of.name)}"
    found = made(
        db,
        "aliased",
        f"""
        WITH also AS (
            SELECT x.id, unnest(x.aliases) AS alias FROM (SELECT x.* FROM {table} x {among}) x WHERE x.aliases IS NOT NULL
        )
        SELECT x.id, min(a.id) AS other FROM {table} x JOIN also a ON a.alias = x.name AND a.id <> x.id
        WHERE {nothing} AND regexp_matches(x.identifier, {literal(MADE)})
            AND NOT EXISTS (FROM {table} o WHERE o.id <> x.id AND (o.name = x.name
                OR o.id <> a.id AND list_contains(o.aliases, x.name)))
        GROUP BY x.id HAVING count(DISTINCT a.id) = 1
        """,
    )
    if not found.rows:
        return {}
    pairs = dict(db.execute(f"SELECT id, other FROM {found}").fetchall())
    where = _places(db, of, made(db, "met", f"SELECT unnest([id, other]) AS id FROM {found}"))
    return {one: other for one, other in pairs.items() if not _elsewhere(where.get(one), where.get(other))}


def _elsewhere(one: Where | None, other: Where | None) -> bool:
    """Whether two nodes are known to lie in different places."""
    return bool(one and other and one[2] and other[2] and one[2].apart(other[2]))


def _without_collisions(db: duckdb.DuckDBPyConnection, of: Node, verdict: Verdict) -> Verdict:
    """Where a code is that of another node, both are one; no node gets an identifier that another keeps."""
    if not verdict.renamed:
        return verdict
    first: dict[str, int] = {}
    asked = {"wanted": list(verdict.renamed.values()), "but": list(verdict.renamed)}
    taken = dict(
        db.execute(
            f"SELECT identifier, id FROM g.{quoted(of.name)} WHERE identifier IN (SELECT unnest($wanted))"
            " AND id NOT IN (SELECT unnest($but))",
            asked,
        ).fetchall()
    )
    for id_, wanted in list(verdict.renamed.items()):
        other = taken.get(wanted, first.setdefault(wanted, id_))
        if other == id_:
            continue
        del verdict.renamed[id_]
        if not re.search(MADE, wanted):
            verdict.merged[id_] = other
    return verdict


def settled(db: duckdb.DuckDBPyConnection, of: Node, touched: Table | None) -> Verdict:
    """What becomes of the nodes of a kind, of those that have a name in `touched` (kind, name), or of all."""
    found = _unsettled(db, of, touched)
    if not found.rows:
        return Verdict()
    out = Verdict(dict(db.execute(f"SELECT id, canonical FROM {found} WHERE several = 1").fetchall()))
    rows = db.execute(
        f"SELECT id, identifier, name, code, made FROM {found} WHERE several > 1 ORDER BY name, id"
    ).fetchall()
    if rows:
        groups: dict[str, list[Namesake]] = defaultdict(list)
        placed = _places(db, of, found)
        for id_, called, name, code, digest in rows:
            groups[name].append(Namesake(id_, called, name, code, digest, *placed.get(id_, ())))
        for group in groups.values():
            _tell_apart(of, group, out)
    return out


def _unsettled(db: duckdb.DuckDBPyConnection, of: Node, touched: Table | None) -> Table:
    """Nodes whose identifier may not be what it should: id, identifier, name, code, made, several, canonical."""
    code = f"nullif({quoted(of.code)}, '')" if of.code else "NULL::VARCHAR"
    among = f" SEMI JOIN (SELECT name FROM {touched} WHERE kind = {literal(of.name)}) USING (name)" if touched else ""
    return made(
        db,
        "unsettled",
        f"""
        SELECT id, identifier, name, {code} AS code, regexp_matches(identifier, {literal(MADE)})
                OR {code} IS NULL AND regexp_matches(identifier, {literal(_CODED)}) AS made,
            count(*) OVER same AS several, {_CANONICAL.format(kind=literal(of.name), code=code)} AS canonical
        FROM (SELECT * FROM g.{quoted(of.name)}{among})
        WINDOW same AS (PARTITION BY name)
        QUALIFY CASE WHEN several = 1 THEN made AND identifier <> canonical ELSE bool_or(made) OVER same END
        """,
    )


_CANONICAL: Final = "node_identifier({kind}, {code}, name, NULL)"


def _places(db: duckdb.DuckDBPyConnection, of: Node, nodes: Table) -> dict[int, Where]:
    """Where the nodes of a table (id) lie, the county of that, and all that is known of it; of a source its date."""
    if of.name == "source":
        sql = f"SELECT id, published FROM g.source WHERE published IS NOT NULL AND id IN (SELECT id FROM {nodes})"
        return {id_: (published, published, None) for id_, published in db.execute(sql).fetchall()}
    if of.name not in LYING or of.name == "region":
        return {}
    where = Places(db.execute(WHOLE).fetchall())
    out: dict[int, Where] = {}
    for id_, place, county in db.execute(PRIMARY_PLACES.format(nodes=nodes)).fetchall():
        one = where.lying(place)
        if id_ not in out:
            out[id_] = place, county, one
            continue
        first, of_first, known = out[id_]
        assert known is not None  # of what lies in a place
        if not known.apart(one):
            # a park says more than its county
            finer = known.places.isdisjoint((known & one).places)
            out[id_] = (place, county, known & one) if finer else (first, of_first, known & one)
    return out


def _tell_apart(of: Node, group: list[Namesake], out: Verdict) -> None:
    """Decide on nodes of one name."""
    left = _one_of_same_place(group, out)
    loose = [one for one in left if one.place is None and one.made]
    others = [one for one in left if one not in loose]
    if len(loose) == 1 and len(others) == 1 and _may_be_one(loose[0], others[0]):
        out.merged[loose[0].id] = others[0].id
        left = others
    for one in left:
        if not one.made:
            continue
        if one.code is not None:
            same = [other for other in left if other is not one and other.code == one.code]
            if same:  # its official code says who it is
                out.merged[one.id] = same[0].id
                left = [other for other in left if other is not one]
                continue
        county = [other.county for other in left if other.made and other.code is None]
        place = one.county if county.count(one.county) == 1 else one.place
        wanted = identifier(of.name, one.name, place if len(left) > 1 else None, one.code)
        if wanted != one.identifier:
            out.renamed[one.id] = wanted


def _one_of_same_place(group: list[Namesake], out: Verdict) -> list[Namesake]:
    """The group without digests' nodes that lie where another of it does, or may for all that is known: these are one."""
    left: list[Namesake] = []
    ranked = sorted(group, key=lambda one: (one.made, one.code is None, one.identifier))
    for one in ranked:
        same = [other for other in left if other.place == one.place and _may_be_one(one, other)]
        if one.made and one.place is None:
            same = [other for other in same if other.made]
        if one.made and same:
            out.merged[one.id] = same[0].id
        else:
            left.append(one)
    for same in alike(left, _apart):
        out.merged |= {one.id: same[0].id for one in same[1:]}
        left = [one for one in left if one not in same[1:]]
    return left


def _apart(one: Namesake, other: Namesake) -> bool:
    """Whether two nodes that lie somewhere are known to be two."""
    if one.lying is None or other.lying is None or not (one.made or other.made):
        return True
    return not _may_be_one(one, other) or one.lying.apart(other.lying)


def _may_be_one(one: Namesake, other: Namesake) -> bool:
    """Whether nothing official tells two nodes apart."""
    return one.code is None or other.code is None or one.code == other.code
