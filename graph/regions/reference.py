"""China's regions: names and codes resolved, the area of each level, distances, who borders whom.

Reference data lie in data/ (data/SOURCES.md says whence); each table is read when it is first needed:
the borders by `neighbours` and `borders`, the townships for a text that looks like one or a code of nine
digits, the changes for a name or code that no region of today has.
"""

from __future__ import annotations

import math
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from . import errors
from .changes import CHANGE_COLUMNS, Step
from .names import normalised
from .search import Found, RegionSearch
from .table import AREA_LEVELS, COUNTRY, LEVELS, Level, Region

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from .table import Row

__all__ = [
    "AREA_LEVELS", "COUNTRY", "EARTH_RADIUS_KM", "LEVELS", "Found", "Level", "Region", "Regions", "Step",
    "distance_km", "read_borders", "read_changes", "read_countries", "read_townships", "reference",
]  # fmt: skip

EARTH_RADIUS_KM: Final = 6371.0088


class Regions(RegionSearch):
    """Regions by code and name, with their hierarchy, history and borders.

    >>> regions = reference()
    >>> regions.resolve("贵州玉屏").code
    '520622'
    >>> [region.short for region in regions.neighbours("520622")]
    ['新晃', '万山', '镇远', '岑巩']
    """

    def __init__(
        self,
        rows: Iterable[Row],
        borders: Callable[[], Iterable[tuple[str, str, str]]] = tuple,
        townships: Callable[[], Iterable[tuple[str, str]]] = tuple,
        changes: Callable[[], Iterable[tuple[str, ...]]] = tuple,
    ) -> None:
        """`rows` without the country; the others are called when they are first needed.

        `borders()` gives pairs of undivided regions with their contact, `townships()` codes of nine
        digits with names, `changes()` rows of year, type, old code and name, new code and name, document
        and basis.
        """
        super().__init__(rows, townships, changes)
        self._read_borders = borders
        self.unclear: frozenset[str] = frozenset()
        """Codes of which nobody can tell what they were in the year of this table (past.py); none today."""

    def then(self, code: str) -> str:
        """The code that a region of today has in this table."""
        return code

    def successor(self, code: str, name: str) -> Region | None:
        """The region of this table that a former division became, or became a part of; None where that is not one.

        >>> reference().successor("330103", "下城区").name
        '拱墅区'
        >>> reference().successor("330103", "another country's") is None
        True
        """
        if (code, name) not in self.changes.states:
            return None
        codes, _ = self.changes.after((code, name), min(self.changes.states[code, name][1], 9999))
        return self.get(min(codes)) if len(codes) == 1 else None

    def find(self, text: str, *, year: int | None = None) -> list[Region]:
        """All regions that a text may mean, coarser levels first, then by code; [] if none.

        The text is a code, an identifier, or a full, short or one-letter name, alone or after names of
        regions it lies in, with or without separators. A full name beats short ones. Townships answer to
        full names; a former name or code answers where none of today does (`search` says which it was).

        >>> [region.name for region in reference().find("吉林")]
        ['吉林省', '吉林市']
        >>> [region.code for region in reference().find("长春朝阳")]
        ['220104']
        >>> [region.name for region in reference().find("铜仁地区")]
        ['铜仁市']
        """
        return [found.region for found in self.search(text, year=year)]

    def read(self, text: str, *, year: int | None = None) -> list[Found]:
        """What a text may mean: `search`, or else `find_address`.

        >>> [(found.region.name, found.how, found.rest) for found in reference().read("湖南省新晃县工业园")]
        [('新晃侗族自治县', 'address', '工业园')]
        """
        return self.search(text, year=year) or self.find_address(text)

    def resolve(self, text: str, *, year: int | None = None) -> Region:
        """The one region that a text or the start of an address means (see `read`); never a guess.

        Raises
        ------
        UnknownName
            If it means none; the message lists the nearest names, or says when it was abolished.
        AmbiguousName
            If it may mean several; the message lists them with what they lie in.

        >>> reference().resolve("长春朝阳").name
        '朝阳区'
        """
        return self.explained(text, year=year).region

    def explained(self, text: str, *, year: int | None = None) -> Found:
        """`resolve`, with how the text names the region."""
        found = self.read(text, year=year)
        if len(found) == 1:
            return found[0]
        if found:
            regions = [one.region for one in found]
            raise errors.ambiguous(text, self._candidates(regions), example=self.path(regions[-1].code))
        formerly, ended = self.former(text, year=year)
        if ended:
            raise errors.abolished(
                text, self._candidates(one.region for one in formerly), [step.text for step in ended]
            )
        raise errors.unknown(text, self._candidates(self._nearest(normalised(text))))

    def neighbours(self, code: str, level: str | None = None) -> list[Region]:
        """The areas of a level (by default the region's own) that border the region, by code.

        Areas are those of `levels`, so 仙桃 is among the neighbours of 荆州 at level prefecture. A level
        coarser or finer than the region's own gives what lies across its border: 玉屏 at level province
        has 湖南. Areas that touch in a corner only are included (`borders` tells). Empty for islands and
        where no border is on record (data/SOURCES.md lists both).

        Raises UnknownName for an unknown code, BadInput for a level without borders.

        >>> [region.short for region in reference().neighbours("520622", "province")]
        ['湖南']
        """
        region = self._known(code)
        wanted = _checked(level or region.level)
        inside = self._inside(region.code)
        across = {unit for own in inside for unit in self._adjacent.get(own, ())} - inside
        areas = {self.levels(unit)[wanted] for unit in across}
        return self._sorted(area for area in areas if not self._within(region.code, area))

    def borders(self, level: str = "county") -> Mapping[tuple[str, str], str]:
        """All pairs of codes of areas that touch at a level, lower code first -> `line` or `corner`.

        Two prefectures or provinces touch as their counties do; `corner` means in corners only.
        BadInput for a level without borders.

        >>> reference().borders("province")["430000", "520000"]
        'line'
        """
        wanted = _checked(level)
        area = {unit: self.levels(unit)[wanted] for unit in self._adjacent}
        out: dict[tuple[str, str], str] = {}
        for a, b, contact in self._borders:
            low, high = sorted((area[a], area[b]))
            if low != high and out.get((low, high)) != "line":
                out[low, high] = contact
        return dict(sorted(out.items()))

    @cached_property
    def _borders(self) -> tuple[tuple[str, str, str], ...]:
        return tuple(self._read_borders())

    @cached_property
    def _adjacent(self) -> dict[str, set[str]]:
        out: dict[str, set[str]] = {}
        for a, b, _ in self._borders:
            out.setdefault(a, set()).add(b)
            out.setdefault(b, set()).add(a)
        return out

    def _candidates(self, regions: Iterable[Region]) -> list[errors.Candidate]:
        places = ((region, self.path(region.parent) if region.parent else "") for region in regions)
        return [(region.name, place, region.code) for region, place in places]


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The great-circle distance of two points in kilometres, from degrees.

    The haversine formula (Sinnott 1984, Virtues of the haversine, Sky and Telescope 68, 158) on a sphere
    of the earth's mean radius R1 = 6371.0088 km (Moritz 2000, Geodetic Reference System 1980, Journal of
    Geodesy 74, 128-133, doi:10.1007/s001900050278); on the ellipsoid it is up to 0.6 % more or less.

    >>> round(distance_km(39.9042, 116.4074, 31.2304, 121.4737), 1)  # Beijing to Shanghai
    1067.3
    """
    north1, north2 = math.radians(lat1), math.radians(lat2)
    half_north, half_east = (north2 - north1) / 2, math.radians(lon2 - lon1) / 2
    haversine = math.sin(half_north) ** 2 + math.cos(north1) * math.cos(north2) * math.sin(half_east) ** 2
    # rounding may carry antipodes past 1
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(haversine)))


@cache
def reference() -> Regions:
    """The regions of this package's data, read once.

    >>> len(reference())
    3215
    """
    return Regions(_read("regions.csv", _COLUMNS), read_borders, read_townships, read_changes)


_COLUMNS: Final = ("code", "name", "level", "parent", "lat", "lon", "point", "valid_since", "valid_until")


def read_borders() -> Iterator[tuple[str, str, str]]:
    """Pairs of undivided regions of today that touch, with their contact."""
    return ((a, b, contact) for a, b, contact in _read("borders.csv", ("a", "b", "contact")))


def read_townships() -> Iterator[tuple[str, str]]:
    """The townships of today: codes with names."""
    return ((code, name) for code, name in _read("townships.csv", ("code", "name")))


def read_changes() -> Iterator[tuple[str, ...]]:
    """The record of changes, rows with `CHANGE_COLUMNS`: as it was found, then what was added to it by hand."""
    yield from _read("changes.csv", CHANGE_COLUMNS)
    yield from _read("changes_added.csv", CHANGE_COLUMNS)


def read_countries() -> Iterator[tuple[str, ...]]:
    """Countries and territories besides China's own: code, name, English name, further names parted by semicolons."""
    return _read("countries.csv", ("code", "name", "english", "also"))


def _read(name: str, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """These columns of a file in data/; by name, so that others may be added."""
    import csv
    from operator import itemgetter

    with (Path(__file__).parent / "data" / name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        yield from map(itemgetter(*map(next(rows).index, columns)), rows)


def _checked(level: str) -> str:
    if level not in AREA_LEVELS:
        raise errors.unknown_level(level, AREA_LEVELS)
    return level
