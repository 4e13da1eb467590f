"""Places of a graph and how an area is asked: names resolved, sides told apart, distances, borders.

A firm is inside the area asked, outside it (its place lies wholly elsewhere), or unplaced:
what is known of its place leaves both open. An unplaced firm is neither here nor outside.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ...graph.errors import AmbiguousName, BadInput, UnknownName
from ...graph.language import t
from ...graph.regions.reference import distance_km, reference
from ...graph.schema import ALL_AREAS, AREAS
from ..names import nearest, node_names
from ..texts import question

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...graph.errors import ChanlianError
    from ...graph.graph import Graph
    from ...graph.regions.reference import Found

NO_POINT = (None, None)
_OF_TODAY = 2
"""The rank of the names that a region has today: a name of the graph is stronger than a former one."""


def check_level(level: str) -> None:
    """Raise `BadInput` unless there are areas of that level."""
    if level not in ALL_AREAS:
        raise BadInput(
            f"there is no level {level!r}; the levels are {', '.join(ALL_AREAS)}",
            f"没有“{level}”这个级别；可用的有：{'、'.join(ALL_AREAS)}",
        )


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A region or park with its area at every level (ids), as the graph stores it."""

    id: int
    kind: str
    identifier: str
    name: str
    level: str | None
    levels: tuple[int | None, ...]
    lat: float | None = None
    lon: float | None = None
    point_of: int | None = None
    own_area: bool = False
    joint: bool = False
    within: int | None = None
    covers: tuple[int, ...] = ()

    def at(self, level: str) -> int | None:
        """The id of its area at a level."""
        return self.levels[ALL_AREAS.index(level)]


@dataclass(frozen=True)
class Where:
    """An area as it was asked: its label, parts, and the places inside it and perhaps inside it."""

    label: str
    parts: tuple[PlaceRow, ...]
    inside: frozenset[int]
    maybe: frozenset[int]
    left_out: tuple[PlaceRow, ...] = ()
    """Zones with their own administration that lie in the area but are not asked."""
    joint: tuple[tuple[PlaceRow, tuple[PlaceRow, ...]], ...] = ()
    """Joint parks that were asked, each with the parts that it stands for."""
    read: tuple[Found, ...] = ()
    """Regions that were asked by a former name or code, or by an address."""

    def parameters(self) -> dict[str, list[int]]:
        """Inside and perhaps-inside places as parameters of a question; the area is number 0."""
        inside, maybe = sorted(self.inside), sorted(self.maybe)
        return {
            "inside_place": inside,
            "inside_area": [0] * len(inside),
            "maybe_place": maybe,
            "maybe_area": [0] * len(maybe),
        }

    def notes(self, lang: str) -> list[str]:
        """What the reader must know of the area: what a joint park stands for, the zones that were left out."""

        def listed(places: Iterable[PlaceRow]) -> str:
            return t(lang, ", ", "、").join(place.name for place in places)

        out = [note for found in self.read if (note := found.note(lang))]
        for park, parts in self.joint:
            names = listed(parts)
            out.append(
                t(
                    lang,
                    f"{park.name} is a joint park and stands for its parts: {names}",
                    f"{park.name}为共建园区，按其组成部分查询：{names}",
                )
                if parts
                else t(
                    lang,
                    f"{park.name} is a joint park whose parts are not known; load what it covers",
                    f"{park.name}为共建园区，组成部分未知；请载入其覆盖范围",
                )
            )
        if self.left_out:
            zones = listed(self.left_out)
            out.append(
                t(
                    lang,
                    f"{self.label} is asked without {zones} (own administration); --with-zones takes it in",
                    f"{self.label}不含{zones}（独立管理）；加 --with-zones 可一并计入",
                )
            )
        return out


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
        """The region or park that a name stands for, in the graph or among China's regions.

        A full name is stronger than a short one or an alias, and a name of today than a former
        one or an address; what still stands for several places is an error that lists them.
        """
        return self._read(text)[0]

    def _read(self, text: str) -> tuple[PlaceRow, Found | None]:
        """`resolve`, with how the reference data read the text where the graph does not know it."""
        named = node_names(self.graph, text, AREAS)
        by_identifier = {place.identifier: place for place in self.places.values()}
        found: dict[str, PlaceRow] = {}
        strong: set[str] = set()
        for row in named:
            found[row.identifier] = by_identifier[row.identifier]
            if row.main:
                strong.add(row.identifier)
        read = {one.region.identifier: one for one in reference().read(text) if not named or one.rank <= _OF_TODAY}
        for one in read.values():
            region = one.region
            found.setdefault(region.identifier, by_identifier.get(region.identifier) or self._foreign(region.code))
            if region.name == text:
                strong.add(region.identifier)
        if strong:
            found = {key: place for key, place in found.items() if key in strong}
        if len(found) == 1:
            (place,) = found.values()
            return place, read.get(place.identifier)
        if not found:
            raise self._unknown(text)
        listed = [self.described(place) for place in sorted(found.values(), key=lambda place: place.identifier)]
        raise AmbiguousName(
            f"{text!r} may be any of: {'; '.join(listed)}; give the full name, a code or its province",
            f"“{text}”可能指：{'；'.join(listed)}；请用全称、代码或加上省名",
        )

    def _unknown(self, text: str) -> ChanlianError:
        """The error for a name of nothing: when it was abolished, or what is called almost so."""
        try:
            reference().resolve(text)
        except AmbiguousName as abolished:
            return abolished
        except UnknownName as unknown:
            if reference().former(text)[1]:
                return unknown
        close = nearest(text, [place.name for place in self.places.values()])
        close += [path for path in reference().suggest(text) if not any(name in path for name in close)]
        hint_en = f"; nearest: {', '.join(close)}" if close else ""
        hint_zh = f"；相近的有：{'、'.join(close)}" if close else ""
        return UnknownName(
            f"no region or park is called {text!r}{hint_en}; give a full name or a code",
            f"没有名为“{text}”的区划或园区{hint_zh}；请用全称或代码",
        )

    def _foreign(self, code: str) -> PlaceRow:
        """A region that no fact of the graph speaks of; it has no firms, but a point and a border."""
        known = reference()
        region = known.get(code)
        assert region is not None  # it comes from the reference itself
        by_identifier = {place.identifier: place.id for place in self.places.values()}
        own = -int(code) if code.isdigit() else -1
        codes = known.levels(code)
        levels = tuple(
            by_identifier.get(f"region:{codes[key]}", -int(codes[key]) if codes[key].isdigit() else -1)
            if key in codes
            else None
            for key in ("county", *ALL_AREAS[1:])
        )
        return PlaceRow(
            own, "region", region.identifier, region.name, region.level, levels, region.lat, region.lon, own
        )

    def described(self, place: PlaceRow) -> str:
        """A place with what it lies in: 朝阳区 (北京市, 110105)."""
        code = place.identifier.removeprefix("region:")
        region = reference().get(code) if place.kind == "region" else None
        if region is not None and region.identifier == place.identifier:
            above = [other.name for other in reference().chain(code)[1:-1]]
            return f"{region.name} ({', '.join([*above, region.code])})"
        within = self.places.get(place.within) if place.within is not None else None
        return f"{place.name} ({within.name if within else place.kind})"

    # -- areas ---------------------------------------------------------------------------

    def where(self, names: str | Sequence[str], *, with_zones: bool = False) -> Where:
        """The area that one or several names, asked as one, stand for."""
        texts = re.split("[,，；]", names) if isinstance(names, str) else list(names)
        asked: list[PlaceRow] = []
        read: list[Found] = []
        for text in (text.strip() for text in texts):
            if text:
                place, found = self._read(text)
                if place not in asked:
                    asked.append(place)
                    read += [found] if found else []
        if not asked:
            raise BadInput(
                "no area was named; give a region or park, as in --in 玉屏",
                "没有给出地区；请给出区划或园区，如 --in 玉屏",
            )
        parts = self._parts(asked)
        zones = [
            place
            for place in self.places.values()
            if place.own_area and place not in parts and any(self._lies_in(place, part) for part in parts)
        ]
        # what lies inside another part would be counted twice
        parts = [one for one in parts if not any(one is not other and self._inside(one, other) for other in parts)]
        label = "；".join(self.title(place) for place in asked)
        if with_zones:
            parts, zones = [*parts, *zones], []
        joint = tuple((place, tuple(self._covered(place))) for place in asked if place.joint)
        # a joint park owns no firm, but agreements and projects of its own
        inside, maybe = {place.id for place, _ in joint}, set[int]()
        for place in self.places.values():
            sides = {self._side(place, part) for part in parts}
            if "inside" in sides:
                inside.add(place.id)
            elif "maybe" in sides and place.id not in inside:
                maybe.add(place.id)
        return Where(label, tuple(parts), frozenset(inside), frozenset(maybe), tuple(zones), joint, tuple(read))

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
                if not self._differs(place, part, level):
                    out["maybe_place"].append(place.id)
                    out["maybe_area"].append(part.id)
        return parts, out

    def _parts(self, asked: Iterable[PlaceRow]) -> list[PlaceRow]:
        """The places that make up what was asked: a joint park stands for the parts it covers."""
        out: list[PlaceRow] = []
        for place in asked:
            for part in (self._covered(place) if place.joint else ()) or [place]:
                if part not in out:
                    out.append(part)
        return out

    def _covered(self, park: PlaceRow) -> list[PlaceRow]:
        """What a joint park covers, through joint parks that it covers in turn."""
        out: list[PlaceRow] = []
        seen, ahead = {park.id}, list(park.covers)
        while ahead:
            part = self.places.get(ahead.pop(0))
            if part is None or part.id in seen:
                continue
            seen.add(part.id)
            if part.joint and part.covers:
                ahead += part.covers
            else:
                out.append(part)
        return out

    def _lies_in(self, zone: PlaceRow, part: PlaceRow) -> bool:
        """Whether a zone lies in a region by its ground, though its administration is its own."""
        step = self.places.get(zone.within) if zone.within is not None else None
        seen: set[int] = set()
        while step is not None and step.id not in seen:
            if step.id == part.id:
                return not self._inside(zone, part)
            seen.add(step.id)
            step = self.places.get(step.within) if step.within is not None else None
        return False

    def _inside(self, place: PlaceRow, part: PlaceRow) -> bool:
        if place.id == part.id:
            return True
        level = _level(part)
        if level in ALL_AREAS and level != "park":
            return place.at(level) == part.id
        # a zone of a park, or what lies in a township
        step: PlaceRow | None = place
        seen: set[int] = set()
        while step is not None and step.id not in seen:
            if step.id == part.id:
                return True
            seen.add(step.id)
            step = self.places.get(step.within) if step.within is not None and step.kind == part.kind else None
        return False

    def _side(self, place: PlaceRow, part: PlaceRow) -> str:
        if self._inside(place, part):
            return "inside"
        return "outside" if self._differs(place, part, _level(part)) else "maybe"

    @staticmethod
    def _differs(place: PlaceRow, part: PlaceRow, level: str) -> bool:
        """Whether the two are known to lie apart at the level or above it."""
        # a township may hold a park, or part of it: only from the county on are its sides told apart
        start = ALL_AREAS.index(level if level in ALL_AREAS else "county")
        return any(
            one is not None and other is not None and one != other
            for one, other in zip(place.levels[start:], part.levels[start:], strict=True)
        )

    # -- between places ------------------------------------------------------------------

    def border(self, one: int | None, other: int | None) -> str | None:
        """The highest level whose border lies between two places; None where none is known to."""
        if one is None or other is None:
            return None
        a, b = self.places[one], self.places[other]
        for level in reversed(ALL_AREAS):
            if a.at(level) is not None and b.at(level) is not None and a.at(level) != b.at(level):
                return level
        return None

    def crosses(self, one: int | None, other: int | None, level: str) -> bool:
        """Whether two places are known to lie on different sides of a border at the level or above."""
        return one is not None and other is not None and self._differs(self.places[one], self.places[other], level)

    def placed_at(self, place: int | None, level: str) -> bool:
        """Whether the area of a place at a level is known."""
        return place is not None and self.places[place].at(level) is not None

    def distance(self, one: int | None, other: int | None) -> tuple[float | None, str | None]:
        """Great-circle kilometres between two places, and whose points they are: park or county.

        Null inside one county whose point both borrow (basis `county`), and where a county
        is not known (basis null).
        """
        if one is None or other is None or one not in self.places or other not in self.places:
            return NO_POINT
        return self.between(self.places[one], self.places[other])

    def grounds(self, part: PlaceRow) -> list[PlaceRow]:
        """What distances to an area are measured to: itself, or the places in it whose county is known."""
        if part.at("county") is not None:
            return [part]
        return [
            place for place in self.places.values() if place.at("county") is not None and self._inside(place, part)
        ] or [part]

    def between(self, a: PlaceRow, b: PlaceRow) -> tuple[float | None, str | None]:
        """`distance` of two rows."""
        if a.at("county") is None or b.at("county") is None or a.point_of is None or b.point_of is None:
            return NO_POINT
        basis = "park" if a.kind == b.kind == "park" and a.point_of == a.id and b.point_of == b.id else "county"
        if a.point_of == b.point_of:
            return (0.0 if basis == "park" else None), basis
        assert None not in (a.lat, a.lon, b.lat, b.lon)  # a point is whole
        return round(distance_km(a.lat, a.lon, b.lat, b.lon), 1), basis  # type: ignore[arg-type]

    def label(self, area: PlaceRow, level: str, lang: str) -> str:
        """The name of an area of a level; at park level a county stands for what of it lies in no park."""
        if level == "park" and area.kind == "region":
            return t(lang, f"{self.title(area)} (rest)", f"{self.title(area)}（其余）")
        return self.title(area)

    def title(self, place: PlaceRow) -> str:
        """A place's name, after that of what it lies in where another has the same: 南京市鼓楼区."""
        code = place.identifier.removeprefix("region:")
        if place.kind == "region" and (region := reference().get(code)) and region.identifier == place.identifier:
            return reference().title(code)
        within = self.places.get(place.within) if place.within is not None else None
        if within is None or self._named[place.name] == 1:
            return place.name
        # Chinese names go from the whole to the part and need no comma
        return f"{place.name}, {within.name}" if place.name[0] < "⺀" else f"{within.name}{place.name}"

    @cached_property
    def _named(self) -> Counter[str]:
        return Counter(place.name for place in self.places.values())

    def area_name(self, place: int | None, level: str = "county") -> str | None:
        """The name of a place's area at a level; of the nearest coarser one that is known; or None."""
        if place is None or place not in self.places:
            return None
        row = self.places[place]
        for step in ALL_AREAS[ALL_AREAS.index(level) :]:
            id_ = row.at(step)
            if id_ is not None and id_ in self.places:
                return self.title(self.places[id_])
        return self.title(row)


def _level(place: PlaceRow) -> str:
    """The level at which a place is an area; `township` for what is below all of them."""
    if place.kind == "park":
        return "county" if place.own_area else "park"
    return place.level or "township"
