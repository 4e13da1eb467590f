"""The areas of a chain map: every area asked is a row of its own, areas of one province together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...graph.language import t
from ..places.geography import names_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..places.geography import Geography
    from ..places.place import PlaceRow, Where


@dataclass(frozen=True, slots=True)
class Area:
    """One area of the map."""

    number: int
    identifier: str
    label: str
    called: str
    """How it is spoken of: 玉屏 of 玉屏侗族自治县."""
    province: str | None
    where: Where


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas of the map in their order, and all of them asked as one."""

    each: tuple[Area, ...]
    whole: Where
    notes: tuple[str, ...]

    def parameters(self, day: str | None) -> dict[str, list[int] | str | None]:
        """The places of all areas as parameters of a question, each with the number of its area."""
        inside = [(place, one.number) for one in self.each for place in sorted(one.where.inside)]
        maybe = [(place, one.number) for one in self.each for place in sorted(one.where.maybe)]
        return {
            "inside_place": [place for place, _ in inside], "inside_area": [area for _, area in inside],
            "maybe_place": [place for place, _ in maybe], "maybe_area": [area for _, area in maybe],
            "as_of": day,
        }  # fmt: skip

    def of(self, place: int | None) -> list[Area]:
        """The areas that a place lies in: one, unless parks that overlap are asked together."""
        return [] if place is None else [one for one in self.each if place in one.where.inside]


def areas_asked(
    geography: Geography, names: str | Sequence[str], *, with_zones: bool, neighbours: bool, lang: str
) -> Areas:
    """Every area that is named, and with `neighbours` every one that borders them, as rows of a map."""
    whole = geography.where(names, with_zones=with_zones, neighbours=neighbours, lang=lang)
    named: dict[str, tuple[PlaceRow, Where]] = {}
    typed: dict[str, str] = {}
    for text in names_in(names):
        place = geography.resolve(text)
        if place.identifier not in named:
            named[place.identifier] = (place, geography.where([place.identifier], with_zones=with_zones, lang=lang))
            typed[place.identifier] = text
    if neighbours:
        own = {part.identifier for _, where in named.values() for part in where.parts}
        for part in whole.parts:
            if part.identifier not in own:
                named[part.identifier] = (part, geography.where([part.identifier], lang=lang))
    notes, rows = [], []
    for place, where in named.values():
        around = next((other for other, whose in named.values() if where.inside < whose.inside), None)
        if around is None:
            rows.append((place, where, _province(geography, place)))
        else:
            here, there = geography.title(place), geography.title(around)
            notes.append(
                t(lang, f"{here} lies in {there} and is told with it", f"{here}在{there}范围内，并入{there}一行")
            )
    first = list(dict.fromkeys(province for *_, province in rows))
    rows.sort(key=lambda row: first.index(row[2]))  # stable: within a province as asked
    called = [_called(geography, place, typed.get(place.identifier, "")) for place, *_ in rows]
    each = tuple(
        Area(
            number, place.identifier, geography.title(place),
            called[number] if called.count(called[number]) == 1 else geography.title(place), province, where,
        )
        for number, (place, where, province) in enumerate(rows)
    )  # fmt: skip
    return Areas(each, whole, tuple(notes))


def _called(geography: Geography, place: PlaceRow, typed: str) -> str:
    """What an area is spoken of as: as it was typed, if that is a part of its name; else by its short name, if it has one."""
    if typed and typed in place.name:
        return typed
    region = geography.graph.regions.get(place.identifier.removeprefix("region:"))
    same = region is not None and region.identifier == place.identifier and region.name == place.name
    return region.short if region is not None and same else geography.title(place)


def _province(geography: Geography, place: PlaceRow) -> str | None:
    province = place.at("province")
    if province is not None and province in geography.places:
        return geography.title(geography.places[province])
    region = geography.graph.regions.get(place.identifier.removeprefix("region:")[:2] + "0000")
    return region.name if region is not None and place.kind == "region" else None
