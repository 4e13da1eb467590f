"""Which projects are an area's, and by what: a site, a park, something that concerns both, the office that handles it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ..stated import offices_in
from ..texts import question

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...graph.graph import Graph
    from ..places.geography import Geography
    from ..places.place import PlaceRow, Where

VIA: Final = ("site", "park", "concerns", "handler")
"""By what a project is an area's, the plainest first."""
_PARK_NAME: Final = 4
"""So many characters has a park's name at the least that tells whose an office is: 经开区 may be any."""


@dataclass
class Member:
    """What ties a project to places: its sites in force, what else speaks for the area."""

    project: int
    places: list[PlaceRow] = field(default_factory=list)
    via: list[str] = field(default_factory=list)
    concerned: list[str] = field(default_factory=list)
    """What concerns both the project and a place of the area."""


@dataclass
class Members:
    """The projects of an area, and those of which it cannot be told, or which are another's."""

    found: dict[int, Member] = field(default_factory=dict)
    perhaps: set[int] = field(default_factory=set)
    """Sited somewhere of which it is not known whether it is in the area."""
    elsewhere: set[int] = field(default_factory=set)
    """Sited elsewhere, though something concerns both them and the area."""
    invested: set[int] = field(default_factory=set)
    """Without a site, an investor of which lies in the area."""


def members(graph: Graph, geography: Geography, where: Where, day: str | None) -> Members:
    """The projects of the area that is asked."""
    inside, maybe = sorted(where.inside), sorted(where.maybe)
    offices = graph.rows(question("pipeline/offices"), {"inside": inside, "as_of": day})
    handlers = sorted(_of_the_area(graph, geography, where, offices))
    rows = graph.rows(question("pipeline/ties"), {"inside": inside, "maybe": maybe, "handlers": handlers, "as_of": day})
    ties: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        ties.setdefault(row["project"], []).append(row)
    out = Members()
    for project, its in ties.items():
        _put(out, geography, where, project, its)
    return out


def _put(out: Members, geography: Geography, where: Where, project: int, ties: Sequence[dict[str, Any]]) -> None:
    """A project among those of the area, or among those that are not counted."""
    one = Member(project)
    hows = {tie["how"] for tie in ties}
    one.places = [geography.places[tie["place"]] for tie in ties if tie["how"] == "site"]
    here = [place for place in one.places if place.id in where.inside]
    via = {"park" if place.kind == "park" else "site" for place in here}
    if "handler" in hows:
        via.add("handler")
    # of a project that lies elsewhere an agreement of both areas does not say that it is this one's
    if "concerns" in hows and (here or not one.places):
        via.add("concerns")
        one.concerned = [tie["what"] for tie in ties if tie["how"] == "concerns"]
    one.via = [how for how in VIA if how in via]
    if via:
        out.found[project] = one
    elif any(place.id in where.maybe for place in one.places):
        out.perhaps.add(project)
    elif one.places and "concerns" in hows:
        out.elsewhere.add(project)
    elif not one.places and "investor" in hows:
        out.invested.add(project)


def _of_the_area(graph: Graph, geography: Geography, where: Where, offices: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The handlers, as they are written, of which one is an office of the area."""
    bodies: set[str] = set()
    starts: set[str] = set()
    for row in offices:
        names = (row["name"], *(row["aliases"] or ()))
        if row["kind"] == "organization":
            bodies.update(names)
        elif row["kind"] == "park":
            starts.update(name for name in names if len(name) >= _PARK_NAME)
        elif row["kind"] == "region":  # by its full name: short ones are those of towns too
            starts.add(row["name"])
    known = {geography.places[id_].identifier for id_ in where.inside if id_ in geography.places}
    known |= {part.identifier for part in where.parts}
    for row in offices:
        if row["kind"] == "handler" and any(
            office in bodies or office.startswith(tuple(starts)) or _reads_as(graph, office, known)
            for office in offices_in(row["name"])
        ):
            yield row["name"]


def _reads_as(graph: Graph, office: str, known: set[str]) -> bool:
    """Whether an office begins with the name of one division alone, which lies in the area: 玉屏县招商局."""
    read = graph.regions.read(office)
    if len(read) != 1:
        return False
    return any(one.identifier in known for one in graph.regions.chain(read[0].region.code))
