"""Places of a graph, read once for a question, and how an area is asked.

A firm is inside the area asked, outside it (its place lies wholly elsewhere), or unplaced:
what is known of its place leaves both open. An unplaced firm is neither here nor outside.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...graph.errors import BadInput
from ...graph.language import t
from ...graph.regions.countries import country_of
from ...graph.schema import ALL_AREAS
from ..texts import question
from .distances import NO_POINT, PRECISE, UNPLACED, Way, border, distance, way
from .neighbours import bordering, called
from .place import PlaceRow, Where
from .place_names import described, place_named
from .sides import covered, differ, lies_inside, lies_on_ground_of, parts_of, side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...graph.graph import Graph
    from ...graph.regions.reference import Found


def names_in(names: str | Sequence[str]) -> list[str]:
    """The areas that are named, one by one: in a text they stand with commas between them.

    >>> names_in("玉屏,大龙，新晃"), names_in(["玉屏", " "])
    (['玉屏', '大龙', '新晃'], ['玉屏'])
    """
    texts = re.split("[,，；]", names) if isinstance(names, str) else list(names)
    return [text.strip() for text in texts if text.strip()]


@dataclass
class Geography:
    """All places of a graph, read once for a question."""

    graph: Graph
    places: dict[int, PlaceRow] = field(default_factory=dict)

    @classmethod
    def of(cls, graph: Graph) -> Geography:
        """Read the places of a graph."""
        out = cls(graph)
        for row in graph.rows(question("places/areas")):
            levels = tuple(row.pop(level) for level in ALL_AREAS)
            covers = tuple(row.pop("covers") or ())
            out.places[row["id"]] = PlaceRow(**row, levels=levels, covers=covers)
        return out

    # -- names ---------------------------------------------------------------------------

    def resolve(self, text: str) -> PlaceRow:
        """The region or park that a name stands for, in the graph or among China's regions (place_names.py)."""
        return place_named(self.graph, self.places, text)[0]

    def described(self, place: PlaceRow) -> str:
        """A place with what it lies in: 朝阳区 (北京市, 110105)."""
        return described(self.graph.regions, self.places, place)

    # -- areas ---------------------------------------------------------------------------

    def where(
        self, names: str | Sequence[str], *, with_zones: bool = False, neighbours: bool = False, lang: str = "en"
    ) -> Where:
        """The area that one or several names, asked as one, stand for; with the areas that border it, where that is asked."""
        asked: list[PlaceRow] = []
        read: list[Found] = []
        for text in names_in(names):
            place, found = place_named(self.graph, self.places, text)
            if place not in asked:
                asked.append(place)
                read += [found] if found else []
        if not asked:
            raise BadInput(
                "no area was named; give a region or park, as in --in 玉屏",
                "没有给出地区；请给出区划或园区，如 --in 玉屏",
            )
        parts = parts_of(self.places, asked)
        around = bordering(self.graph, self.places, parts) if neighbours else []
        called_so = called(parts, lang)
        parts += around
        zones = [
            place
            for place in self.places.values()
            if place.own_area
            and place not in parts
            and any(lies_on_ground_of(self.places, place, part) for part in parts)
        ]
        # what lies inside another part would be counted twice
        parts = [
            one
            for one in parts
            if not any(one is not other and lies_inside(self.places, one, other) for other in parts)
        ]
        label = plain = "；".join(self.title(place) for place in asked)
        if around:
            listed = t(lang, ", ", "、").join(self.title(place) for place in around)
            label = t(lang, f"{plain} and {called_so} ({listed})", f"{plain}及{called_so}（{listed}）")
        if with_zones:
            parts, zones = [*parts, *zones], []
        joint = tuple((place, tuple(covered(self.places, place))) for place in asked if place.joint)
        # a joint park owns no firm, but agreements and projects of its own
        inside, maybe = {place.id for place, _ in joint}, set[int]()
        for place in self.places.values():
            sides = {side(self.places, place, part) for part in parts}
            if "inside" in sides:
                inside.add(place.id)
            elif "maybe" in sides and place.id not in inside:
                maybe.add(place.id)
        return Where(
            label,
            tuple(parts),
            frozenset(inside),
            frozenset(maybe),
            tuple(zones),
            joint,
            tuple(read),
            self._merged(asked),
            plain,
            alone=neighbours and not around,
        )

    def everywhere(self, lang: str) -> Where:
        """All places of the graph as one area."""
        widest = [
            next(id_ for id_ in (*place.levels[::-1], place.id) if id_ is not None) for place in self.places.values()
        ]
        parts = tuple(self.places[id_] for id_ in sorted({*widest}) if id_ in self.places)
        return Where(t(lang, "the whole graph", "全图"), parts, frozenset(self.places), frozenset())

    def _merged(self, asked: Sequence[PlaceRow]) -> tuple[tuple[PlaceRow, str, str], ...]:
        """The counties asked that are parts of others on the day: the name of that, and the year since when."""
        out = []
        for place in asked:
            now = self.places.get(place.at("county") or place.id)
            if place.kind == "region" and place.level == "county" and now is not None and now is not place:
                span = self.graph.regions.changes.states.get((place.identifier.removeprefix("region:"), place.name))
                out += [(place, now.name, str(span[1]))] if span else []
        return tuple(out)

    def each(self, level: str) -> tuple[dict[int, PlaceRow], dict[str, list[int]]]:
        """All areas of a level and, as parameters of a question, the places in and perhaps in each."""
        areas = {place.at(level) for place in self.places.values()}
        parts = {id_: self.places[id_] for id_ in sorted(x for x in areas if x is not None) if id_ in self.places}
        out: dict[str, list[int]] = {"inside_place": [], "inside_area": [], "maybe_place": [], "maybe_area": []}
        for place in self.places.values():
            own = place.at(level)
            if own is not None:
                out["inside_place"].append(place.id)
                out["inside_area"].append(own)
                continue
            for part in parts.values():
                if not differ(place, part, level):
                    out["maybe_place"].append(place.id)
                    out["maybe_area"].append(part.id)
        return parts, out

    # -- between places ------------------------------------------------------------------

    def border(self, one: int | None, other: int | None) -> str | None:
        """The highest level whose border lies between two places; None where none is known to."""
        if one is None or other is None:
            return None
        return border(self.places[one], self.places[other])

    def crosses(self, one: int | None, other: int | None, level: str) -> bool:
        """Whether two places are known to lie on different sides of a border at the level or above."""
        return one is not None and other is not None and differ(self.places[one], self.places[other], level)

    def placed_at(self, place: int | None, level: str) -> bool:
        """Whether the area of a place at a level is known."""
        return place is not None and self.places[place].at(level) is not None

    def distance(self, one: int | None, other: int | None) -> tuple[float | None, str | None]:
        """Great-circle kilometres between two places, and whose points they are: see `distances.distance`."""
        if one is None or other is None or one not in self.places or other not in self.places:
            return NO_POINT
        return distance(self.places[one], self.places[other])

    def way(self, place: int | None, parts: Iterable[PlaceRow]) -> Way:
        """The way between a place and the nearest part of an area."""
        here = self.places.get(place) if place is not None else None
        if here is None:
            return UNPLACED
        ways = [
            replace(way(here, ground), border=border(here, part)) for part in parts for ground in self.grounds(part)
        ]
        # what may lie in the area, as far as is known, has no distance to any part of it
        maybe = [one for one in ways if one.km is None and one.basis not in (*PRECISE, None)]
        return min(maybe or ways, key=lambda one: one.order, default=UNPLACED)

    def grounds(self, part: PlaceRow) -> list[PlaceRow]:
        """What distances to an area are measured to: itself, or the places in it whose county is known."""
        if part.at("county") is not None:
            return [part]
        return [
            place
            for place in self.places.values()
            if place.at("county") is not None and lies_inside(self.places, place, part)
        ] or [part]

    def label(self, area: PlaceRow, level: str, lang: str) -> str:
        """The name of an area of a level; at park level a county stands for what of it lies in no park."""
        if level == "park" and area.kind == "region":
            return t(lang, f"{self.title(area)} (rest)", f"{self.title(area)}（其余）")
        return self.title(area)

    def title(self, place: PlaceRow) -> str:
        """A place's name, after that of what it lies in where another has the same: 南京市鼓楼区."""
        code = place.identifier.removeprefix("region:")
        if (
            place.kind == "region"
            and (region := self.graph.regions.get(code))
            and region.identifier == place.identifier
        ):
            return self.graph.regions.title(code)
        within = self.places.get(place.within) if place.within is not None else None
        if within is None or self._named[place.name] == 1:
            return place.name
        # Chinese names go from the whole to the part and need no comma
        return f"{place.name}, {within.name}" if place.name[0] < "⺀" else f"{within.name}{place.name}"

    def abroad(self, place: PlaceRow) -> bool:
        """Whether a place lies in another country, of whose divisions nothing is known."""
        country = place.at("country")
        return country is not None and country_of(self.places[country].identifier) is not None

    def province_name(self, place: int | None) -> str | None:
        """The name of a place's province, abroad of its country; None where neither is known."""
        if place is None or place not in self.places:
            return None
        row = self.places[place]
        of = row.at("country") if self.abroad(row) else row.at("province")
        return None if of is None or of not in self.places else self.title(self.places[of])

    @cached_property
    def firms(self) -> list[dict[str, Any]]:
        """How many firms each place has, and how many of them by their names alone; facilities of no place too."""
        return list(self.graph.rows(question("places/unplaced")))

    @cached_property
    def _named(self) -> Counter[str]:
        return Counter(place.name for place in self.places.values())

    def area_name(self, place: int | None, level: str = "county") -> str | None:
        """The name of a place's area at a level; of the nearest coarser one that is known; or None."""
        area = self.area_at(place, level)
        return None if area is None else self.title(area)

    def area_at(self, place: int | None, level: str = "county") -> PlaceRow | None:
        """A place's area at a level; the nearest coarser one that is known; or the place itself."""
        if place is None or place not in self.places:
            return None
        row = self.places[place]
        for step in ALL_AREAS[ALL_AREAS.index(level) :]:
            id_ = row.at(step)
            if id_ is not None and id_ in self.places:
                return self.places[id_]
        return row
