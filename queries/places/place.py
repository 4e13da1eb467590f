"""A place, and an area as it was asked: its label, its parts, and the places inside it and perhaps inside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from ...graph.errors import BadInput
from ...graph.language import t
from ...graph.regions.past import note_of
from ...graph.schema import ALL_AREAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...graph.regions.reference import Found

LEVELS_ZH = {"park": "园区", "county": "县级地区", "prefecture": "地级地区", "province": "省级地区", "country": "国家"}
"""The levels of areas in Chinese."""


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


Places: TypeAlias = "Mapping[int, PlaceRow]"
"""All places of a graph by id."""


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
    merged: tuple[tuple[PlaceRow, str, str], ...] = ()
    """Counties of the past that were asked and are parts of others by then: each with the name of that and the year."""

    asked: str = ""
    """What was asked by name, without its neighbours: what a citation says, and what asks the same again."""
    alone: bool = False
    """Whether its neighbours were asked and none is known."""

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

        out = [note for found in self.read if (note := note_of(found, lang))]
        if self.alone:
            out.append(
                t(
                    lang,
                    f"no neighbour of {self.label} is on record, so that it is asked alone; load borders",
                    f"没有{self.label}相邻地区的记录，仅按其本身查询；请载入“相邻”（borders）表",
                )
            )
        for place, now, year in self.merged:
            out.append(
                t(
                    lang,
                    f"{place.name} has been a part of {now} since {year}: the answer covers what is stated to lie in {place.name},"
                    f" not the rest of {now}; --as-of a day before {year} asks of it as it was",
                    f"{place.name}已于{year}年并入{now}：以下只计原文写明位于{place.name}的内容，不含{now}的其余部分；"
                    f"加 --as-of（{year}年之前）可按当时区划查询",
                )
            )
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
