"""Which sides of an agreement, a measure, a project, a facility are tied to which, and how far each such tie is."""

from __future__ import annotations

from itertools import combinations, groupby, product
from typing import TYPE_CHECKING, Any, Final

from ..phases import of_tie
from ..places.sides import lies_inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..places.geography import Geography

Side = dict[str, Any]
"""A row of links_sides: a fact, a node that is one side of it, and the edge by which it is one."""

_EACH: Final = ("signatory", "promoter")
"""Ways of being a side in which every two nodes are a tie; of others, that may be many, every two areas are one."""
_WAYS: Final = ("signatory", "promoter", "concerns", "agreement", None)
"""The ways in order: two areas that one of them ties are not tied by a later one again."""


def ties_of(sides: Iterable[Side], geography: Geography, level: str) -> Iterator[Side]:
    """The ties of the sides of all facts, whether or not a border lies between: rows with both places."""
    for _, group in groupby(sides, key=lambda row: (row["kind"], row["fact"])):
        # what is concerned is tied by where it lies: what lies nowhere, or is joint, is no side
        rows = [row for row in group if row["via"] != "concerns" or _lies_alone(row["place"], geography)]
        first, second = ([row for row in rows if row["side"] == number] for number in (1, 2))
        pairs = product(first, second) if first or second else _paired(rows, geography, level)
        yield from (_tie(one, other, geography, level) for one, other in pairs)


def _lies_alone(place: int | None, geography: Geography) -> bool:
    return place is not None and not geography.places[place].joint


def _tie(one: Side, other: Side, geography: Geography, level: str) -> Side:
    """One row of two sides; `open` where it is not known in which area of the level one of them is."""
    rests: dict[str, set[str]] = {one["kind"]: {one["fact"]}}
    for side in (one, other):
        for edge, fact in side.get("edges") or [(side["edge"], side["edge_fact"])]:
            rests.setdefault(edge, set()).add(fact)
    ways = dict.fromkeys(side["via"] for side in (one, other) if side["via"])
    return {
        **one,
        "from": one["name"],
        "to": other["name"],
        "from_place": one["place"],
        "to_place": other["place"],
        # a province that signs with its own county is no tie of unknown sides
        "open": any(
            side["place"] != side["node"] and not geography.placed_at(side["place"], level) for side in (one, other)
        ),
        "via": list(ways) or None,
        "since": one["since"] or other["since"],
        "until": one["until"] or other["until"],
        "status": of_tie(one["status"], {one["edge_status"], other["edge_status"]}),
        "rests": rests,
    }


def _paired(rows: Sequence[Side], geography: Geography, level: str) -> Iterator[tuple[Side, Side]]:
    """Sides that are tied to each other: way by way, then across ways what none of them ties."""
    tied: set[frozenset[Any]] = set()
    ways = {way: [row for row in rows if row["via"] == way] for way in _WAYS}
    every = [row for way in ways.values() for row in way]
    for way, own in (*ways.items(), ("any", every)):
        found = []
        for one, other in combinations(own if way in _EACH else _by_area(own, geography, level), 2):
            areas = frozenset(_area(row, geography, level) for row in (one, other))
            if areas not in tied and one["node"] != other["node"]:
                found.append((one, other))
        tied |= {frozenset(_area(row, geography, level) for row in pair) for pair in found}
        yield from found


def _area(row: Side, geography: Geography, level: str) -> Any:
    """What tells the area of a side from others: the area of the level, else its place, else itself."""
    if row["place"] is None:
        return ("node", row["node"])
    return geography.places[row["place"]].at(level) or row["place"]


def _by_area(rows: Sequence[Side], geography: Geography, level: str) -> list[Side]:
    """One side an area: the region or park itself where it is one of them, else all that lie there."""
    places = geography.places
    known = {row["place"]: _area(row, geography, level) for row in rows if row["place"] is not None}
    # a county says nothing more where another side lies in it, in an area of its own
    coarse = {
        place
        for place, area in known.items()
        if any(area != finer and lies_inside(places, places[other], places[place]) for other, finer in known.items())
    }
    areas: dict[Any, list[Side]] = {}
    for row in rows:
        if row["place"] not in coarse:
            areas.setdefault(_area(row, geography, level), []).append(row)
    out = []
    for area, group in areas.items():
        named = [row for row in group if row["node"] == area][:1] or group
        names = dict.fromkeys(row["name"] for row in named)
        edges = sorted({(row["edge"], row["edge_fact"]) for row in group})
        statuses = {row["edge_status"] for row in group}
        planned = "planned" if statuses == {"planned"} else None
        out.append({**named[0], "name": "；".join(names), "edges": edges, "edge_status": planned})
    return out
