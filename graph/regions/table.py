"""The table of regions: what lies in what, and the area at each level."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, cast

from . import errors
from .names import short_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Level = Literal["country", "province", "prefecture", "county", "township"]

LEVELS: Final = ("country", "province", "prefecture", "county", "township")
"""All levels of regions, from the coarsest to the finest."""

AREA_LEVELS: Final = ("county", "prefecture", "province", "country")
"""The levels at which every place has an area, from the finest to the coarsest."""

_PREFIXES: Final = (2, 4)
"""The lengths of the codes' short forms, of provinces and prefectures."""


@dataclass(frozen=True, slots=True)
class Region:
    """An official division of today, by its GB/T 2260 code."""

    code: str
    name: str
    level: Level
    parent: str | None
    """The code of the division it is part of; None for the country."""
    lat: float | None
    lon: float | None
    """Degrees, good to about 1 km; None where no point is known."""
    point: str | None
    """What the point is: `seat` of the government, or a point `inside` the region."""
    valid_since: str | None = None
    """The year since when the code stands for this name; None where it did when the records start (1980)."""
    valid_until: str | None = None
    """The year in which it was abolished; None for a region of today."""

    @property
    def identifier(self) -> str:
        """The identifier of its node in a graph: `region:520622`."""
        return f"region:{self.code}"

    @property
    def short(self) -> str:
        """The short name: 玉屏 for 玉屏侗族自治县; a township keeps its full name."""
        return self.name if self.level == "township" else short_name(self.name)


Row = tuple[str, ...]
"""A region as the table holds it: the fields of Region in their order, as texts; the dates may be left out."""

COUNTRY: Final = "CN"
_CHINA: Final = (COUNTRY, "中国", "country", "", "", "", "")


class RegionTable:
    """Regions by code, with their hierarchy."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """`rows` without the country."""
        # texts until asked for: to make every Region would double the time of the first answer
        self._rows = {row[0]: row for row in (_CHINA, *rows)}

    def __iter__(self) -> Iterator[Region]:
        """All regions, the country first, then by code."""
        return map(_region, self._rows.values())

    def __len__(self) -> int:
        """How many regions there are, the country included."""
        return len(self._rows)

    def get(self, code: str) -> Region | None:
        """The region of that code, or None; `52` and `5206` stand for 520000 and 520600.

        >>> from chanlian.graph.regions.reference import reference
        >>> reference().get("5206").name
        '铜仁市'
        """
        row = self._row(code.ljust(6, "0") if len(code) in _PREFIXES and code.isdigit() else code)
        return _region(row) if row else None

    def _row(self, code: str) -> Row | None:
        """The row of a code; a table that reads some of its rows late looks them up here."""
        return self._rows.get(code)

    def chain(self, code: str) -> tuple[Region, ...]:
        """The region, what it is part of, and so on up to the country; UnknownName for an unknown code.

        >>> from chanlian.graph.regions.reference import reference
        >>> [region.short for region in reference().chain("520622")]
        ['玉屏', '铜仁', '贵州', '中国']
        """
        return tuple(map(_region, self._upwards(self._known(code).code)))

    def codes_above(self, code: str) -> tuple[str, ...]:
        """The codes of all that a region lies in but the country, from the finest on; UnknownName for an unknown code.

        >>> from chanlian.graph.regions.reference import reference
        >>> reference().codes_above("520622")
        ('520600', '520000')
        """
        return tuple(row[0] for row in self._upwards(self._known(code).code) if row[0] not in (code, COUNTRY))

    def path(self, code: str) -> str:
        """The full name with all it lies in, as `resolve` reads it; UnknownName for an unknown code.

        >>> from chanlian.graph.regions.reference import reference
        >>> reference().path("520622")
        '贵州省铜仁市玉屏侗族自治县'
        """
        names = [region.name for region in self.chain(code) if region.parent]
        return "".join(reversed(names)) or _CHINA[1]

    def children(self, code: str) -> list[Region]:
        """The regions that are directly part of this one, by code; UnknownName for an unknown code.

        >>> from chanlian.graph.regions.reference import reference
        >>> [region.short for region in reference().children("460300")]
        ['西沙', '南沙']
        """
        return [self._at(child) for child in self._children.get(self._known(code).code, ())]

    def levels(self, code: str) -> dict[str, str]:
        """The area at each level that a place in this region belongs to: level -> code.

        A division that lacks a level takes the nearest that exists: 东莞 is its own county, 仙桃 and the
        counties of 北京 are their own prefectures. Levels finer than a region that has divisions are
        absent: a firm known only to be in 贵州 has no county. UnknownName for an unknown code.

        >>> from chanlian.graph.regions.reference import reference
        >>> reference().levels("520622")
        {'county': '520622', 'prefecture': '520600', 'province': '520000', 'country': 'CN'}
        >>> reference().levels("441900")["county"], reference().levels("429004")["prefecture"]
        ('441900', '429004')
        """
        chain = [row for row in self._upwards(self._known(code).code) if row[2] in AREA_LEVELS]
        own = {level: own_code for own_code, _, level, *_ in chain}
        lowest = chain[0][0]
        divided = any(self._rows[child][2] in AREA_LEVELS for child in self._children.get(lowest, ()))
        out: dict[str, str] = {}
        nearest = None if divided else lowest
        for level in AREA_LEVELS:
            nearest = own.get(level, nearest)
            if nearest:
                out[level] = nearest
        return out

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        out: dict[str, list[str]] = {}
        for code, _, _, parent, *_ in self._rows.values():
            out.setdefault(parent, []).append(code)
        return out

    def _inside(self, code: str) -> set[str]:
        """The region and all that lies in it."""
        return {code}.union(*(self._inside(child) for child in self._children.get(code, ())))

    def _upwards(self, code: str) -> Iterator[Row]:
        """The rows of a region and of all it lies in."""
        while code and (row := self._row(code)):
            yield row
            code = row[3]

    def _within(self, inner: str, outer: str) -> bool:
        """Whether a region is another or lies in it; by codes that exist."""
        return any(row[0] == outer for row in self._upwards(inner))

    def _at(self, code: str) -> Region:
        """The region of a code that exists."""
        return self._known(code)

    def _known(self, code: str) -> Region:
        region = self.get(code)
        if region is None:
            raise errors.unknown_code(code)
        return region


def _region(row: Row) -> Region:
    code, name, level, parent, lat, lon, point, *dates = row
    since, until = dates or (None, None)
    return Region(
        code,
        name,
        cast("Level", level),
        parent or None,
        float(lat) if lat else None,
        float(lon) if lon else None,
        point or None,
        since or None,
        until or None,
    )
