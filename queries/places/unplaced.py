"""Firms, parks and facilities that could not be placed: how many, how far their places are known, and what places them.

A firm of which no place is known, or only its province where a county is asked, is neither here nor outside: no row of
an answer tells of it, so a note does. Nothing is known of the divisions of other countries: who lies abroad is placed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ...graph.language import t
from .place import LEVELS_ZH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .geography import Geography
    from .place import PlaceRow, Where

_SHOWN: Final = 3
_OF_RULE: Final = {"firm": ("no_place", "no_county"), "park": ("park_place",), "facility": ("facility_place",)}
"""The rules of `check` that name what is counted here."""


@dataclass(slots=True)
class Unplaced:
    """What could not be placed: firms by how far their place is known, parks and facilities."""

    nowhere: int = 0
    """Firms of which no place is known."""
    wide: Counter[int] = field(default_factory=Counter)
    """Firms by the region that is all that is known of their place."""
    in_parks: Counter[int] = field(default_factory=Counter)
    """Firms by the park they lie in, of which the county is not known."""
    parks: int = 0
    facilities: int = 0

    @property
    def firms(self) -> int:
        """All the firms that could not be placed."""
        return self.nowhere + self.wide.total() + self.in_parks.total()


def unplaced_in(geography: Geography, where: Where, lang: str) -> list[str]:
    """The note on firms that may lie in an area that is asked, as far as anybody knows; none where there are none."""
    found = _counted(geography, lambda place: place.id in where.maybe)
    if not found.firms:
        return []
    en = f"{_firms(found.firms)} may lie in {where.label} or not, and count neither here nor outside: "
    zh = f"{found.firms}家企业是否位于{where.label}尚不清楚，既未计入本地，也未计入外地："
    return [t(lang, en, zh) + _told(found, geography, lang) + _next(found, lang)]


def unplaced_at(geography: Geography, level: str, lang: str) -> list[str]:
    """The note on firms that lie in no area of a level as far as anybody knows, and so count in none."""
    found = _counted(geography, lambda place: place.at(level) is None)
    if not found.firms:
        return []
    en = f"{_firms(found.firms)} count in no area: "
    zh = f"{found.firms}家企业未计入任何地区："
    return [t(lang, en, zh) + _told(found, geography, lang) + _next(found, lang)]


def unplaced_among(places: Iterable[int | None], geography: Geography, lang: str) -> list[str]:
    """The note on firms of an answer's rows, by their places, whose county is not known: so no distance of their own is."""
    found = Unplaced()
    for place in places:
        _put(found, geography, place, 1, _without_county)
    if not found.firms:
        return []
    en = f"the county of {_firms(found.firms)} listed is not known, and so no distance but that of a seat: "
    zh = f"所列企业中有{found.firms}家所在县不明，距离只能按所在省市驻地计，或无法计算："
    return [t(lang, en, zh) + _told(found, geography, lang) + _next(found, lang)]


def ends_unplaced(rows: Iterable[Mapping[str, Any]], geography: Geography, level: str, lang: str) -> list[str]:
    """The note on supplies of `flows`, counted by their ends, of which the area of an end is not known at the level."""
    count = sum(row["count"] for row in rows if any(_open_end(geography, row, end) for end in ("from", "to")))
    if not count:
        return []
    en = f"the {level} of one end of {count} suppl{'y' if count == 1 else 'ies'} is not known"
    zh = f"{count}条供应有一方所在的{LEVELS_ZH[level]}未知"
    return [t(lang, en, zh) + t(lang, "; ", "；") + places_firms(lang)]


def _open_end(geography: Geography, row: Mapping[str, Any], end: str) -> bool:
    known = row[f"{end}_known"]
    return row[f"{end}_id"] is None and (known is None or not geography.abroad(geography.places[known]))


def places_firms(lang: str) -> str:
    """What places firms: a table of them with a column, and the rules of `check` that name them."""
    return t(
        lang,
        f"a table with firm name and place, down to the county, places them; {_named('firm')}",
        f"补载写有企业名称、所在地（写到县）的表即可；{_named('firm', zh=True)}",
    )


def unplaced(geography: Geography, lang: str) -> list[str]:
    """The notes on all of a graph that could not be placed in a county: firms, parks, facilities."""
    found = _counted(geography, _without_county)
    out = []
    if found.firms:
        head = t(lang, f"unplaced: {_firms(found.firms)}: ", f"未定位：企业{found.firms}家：")
        out.append(head + _told(found, geography, lang) + _next(found, lang))
    if found.parks:
        en = f"unplaced: {found.parks} park{'s' * (found.parks != 1)} whose county is not known; {_TABLE_OF_PARKS[0]}; {_named('park')}"
        zh = f"未定位：园区{found.parks}个，所在县不明；{_TABLE_OF_PARKS[1]}；{_named('park', zh=True)}"
        out.append(t(lang, en, zh))
    if found.facilities:
        number = f"{found.facilities} facilit{'y' if found.facilities == 1 else 'ies'}"
        en = f"unplaced: {number} without any place; a table with facility and place places them; {_named('facility')}"
        zh = f"未定位：设施{found.facilities}项，没有任何地点；补载写有设施名称、所在地的表即可；{_named('facility', zh=True)}"
        out.append(t(lang, en, zh))
    return out


_TABLE_OF_PARKS: Final = (
    "a table with park and place places them",
    "补载写有园区名称、所在地的表即可",
)


def _counted(geography: Geography, unknown: Callable[[PlaceRow], bool]) -> Unplaced:
    """What a graph could not place, by a rule of which places tell too little."""
    out = Unplaced()
    for row in geography.firms:
        if row["kind"] == "facility":
            out.facilities = row["count"]
        else:
            _put(out, geography, row["place"], row["count"], unknown)
    out.parks = sum(
        place.kind == "park"
        and not (place.joint and place.covers)
        and _without_county(place)
        and not geography.abroad(place)
        for place in geography.places.values()
    )
    return out


def _put(
    found: Unplaced, geography: Geography, place: int | None, count: int, unknown: Callable[[PlaceRow], bool]
) -> None:
    row = geography.places.get(place) if place is not None else None
    if row is None:
        found.nowhere += count
    elif unknown(row) and not geography.abroad(row):
        (found.in_parks if row.kind == "park" else found.wide)[row.id] += count


def _without_county(place: PlaceRow) -> bool:
    return place.at("county") is None


def _firms(count: int) -> str:
    return f"{count} firm{'s' * (count != 1)}"


def _told(found: Unplaced, geography: Geography, lang: str) -> str:
    """How far the places of the firms are known."""

    def listed(places: Counter[int]) -> str:
        # the most first, then by name: the numbers of places differ from engine to engine
        counted = sorted(((-count, geography.title(geography.places[id_])) for id_, count in places.items()))
        shown = [t(lang, f"{name} {-count}", f"{name}{-count}家") for count, name in counted[:_SHOWN]]
        return t(lang, ", ", "、").join([*shown, *(["..."] if len(counted) > _SHOWN else [])])

    parts = []
    if found.nowhere:
        parts.append(t(lang, f"of {found.nowhere} no place is known", f"{found.nowhere}家所在地未知"))
    if found.wide:
        count = found.wide.total()
        parts.append(
            t(
                lang,
                f"of {count} no more than {listed(found.wide)}",
                f"{count}家只知道大范围（{listed(found.wide)}）",
            )
        )
    if found.in_parks:
        count = found.in_parks.total()
        parts.append(
            t(
                lang,
                f"of {count} only a park whose county is not known ({listed(found.in_parks)})",
                f"{count}家所在园区的县不明（{listed(found.in_parks)}）",
            )
        )
    return t(lang, ", ", "，").join(parts)


def _next(found: Unplaced, lang: str) -> str:
    """What places them: which table, which column."""
    steps = []
    if found.nowhere or found.wide:
        steps.append(places_firms(lang))
    if found.in_parks:
        steps.append(t(lang, *_TABLE_OF_PARKS))
    return "".join(t(lang, "; ", "；") + step for step in steps)


def _named(kind: str, *, zh: bool = False) -> str:
    """Which rules of `check` name them."""
    rules = " ".join(f"--rule {rule}" for rule in _OF_RULE[kind])
    said = f"`check GRAPH {rules}`"
    return f"名单：{said}" if zh else f"{said} names them"
