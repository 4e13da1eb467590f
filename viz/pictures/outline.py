"""A user's own outline as lines on paper: a GeoJSON file read, projected, and thinned to what can be seen.

Outlines of China may be shown to others only with the approval number (审图号) of their map; none comes with this program.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ...graph.errors import BadInput

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

Point = tuple[float, float]
"""Longitude and latitude in degrees, or x and y on paper."""
_NUMBER: Final = re.compile(r"[A-Z\u4e00-\u9fff]{1,8}\s*[(（\[〔]\s*\d{4}\s*[)）\]〕]\s*\d{1,6}\s*号?", re.IGNORECASE)
_LARGEST: Final = 64_000_000
_APART: Final = 0.5
"""Points of a line that are nearer on paper are one."""


@dataclass(frozen=True)
class Outline:
    """Lines in degrees, each closed or not."""

    name: str
    lines: tuple[tuple[Point, ...], ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        xs, ys = zip(*(point for line in self.lines for point in line), strict=True)
        return min(xs), min(ys), max(xs), max(ys)


def approval_number(text: str) -> str:
    """An approval number as it is printed.

    >>> approval_number("审图号：GS(2024)0650号")
    'GS(2024)0650号'

    Raises
    ------
    BadInput
        If it does not look like one.
    """
    number = re.sub(r"^\s*审图号\s*[:：]?\s*", "", text).strip()
    if not _NUMBER.fullmatch(number):
        raise BadInput(
            f"{text!r} is no approval number of a map (审图号); one reads like GS(2024)0650号 and stands on the map that the outline is of",
            f"“{text}”不是审图号；审图号形如 GS(2024)0650号，印在轮廓所依据的地图上",
        )
    return number


def read_outline(path: str | os.PathLike[str]) -> Outline:
    """The lines of a GeoJSON file: of areas their edges, of lines themselves.

    Raises
    ------
    BadInput
        If it cannot be read, is too large, is no GeoJSON, or its coordinates are no degrees.
    """
    file = Path(path)
    try:
        size = file.stat().st_size
        raw = b"" if size > _LARGEST else file.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise BadInput(f"{file}: the outline cannot be read ({why})", f"{file}：无法读取轮廓文件（{why}）") from error
    if size > _LARGEST:
        raise BadInput(
            f"{file}: has {size // 1_000_000} MB; an outline of up to {_LARGEST // 1_000_000} MB is read: simplify it",
            f"{file}：有 {size // 1_000_000} MB；最多读取 {_LARGEST // 1_000_000} MB，请先简化轮廓",
        )
    try:
        found = tuple(line for line in _lines(json.loads(raw.decode("utf-8-sig"))) if len(line) > 1)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise BadInput(f"{file}: is no GeoJSON ({type(error).__name__})", f"{file}：不是 GeoJSON 文件") from error
    if not found:
        raise BadInput(f"{file}: holds no area and no line", f"{file}：其中没有面或线")
    if not all(abs(x) <= 180 and abs(y) <= 90 for line in found for x, y in line):
        raise BadInput(
            f"{file}: its coordinates are not longitude and latitude in degrees; save it in WGS 84 (EPSG:4326)",
            f"{file}：坐标不是经纬度（度）；请另存为 WGS 84（EPSG:4326）",
        )
    return Outline(file.name, found)


def _lines(value: Any) -> Iterator[tuple[Point, ...]]:
    """The lines of a piece of GeoJSON."""
    kind = value["type"]
    if kind == "FeatureCollection":
        for one in value["features"]:
            yield from _lines(one)
    elif kind == "Feature":
        yield from _lines(value["geometry"]) if value["geometry"] else ()
    elif kind == "GeometryCollection":
        for one in value["geometries"]:
            yield from _lines(one)
    else:
        depth = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}.get(kind)
        if depth is not None:
            yield from _flat(value["coordinates"], depth)


def _flat(coordinates: Any, depth: int) -> Iterator[tuple[Point, ...]]:
    if depth:
        for one in coordinates:
            yield from _flat(one, depth - 1)
        return
    line = tuple((float(point[0]), float(point[1])) for point in coordinates)
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in line):
        raise ValueError
    yield line


class Projection:
    """Albers' equal-area conic projection with parallels a sixth within south and north, as maps of China are drawn.

    Snyder, J. P. (1987), Map Projections - A Working Manual, USGS Professional Paper 1395, p. 100 (of the sphere).
    """

    def __init__(self, box: tuple[float, float, float, float]) -> None:
        west, south, east, north = box
        low, high = (math.radians(south + (north - south) * part) for part in (1 / 6, 5 / 6))
        self._middle = (west + east) / 2
        self._n = (math.sin(low) + math.sin(high)) / 2 or 1e-6
        self._c = math.cos(low) ** 2 + 2 * self._n * math.sin(low)

    def __call__(self, point: Point) -> Point:
        """A point on paper, y downwards; the unit is the radius of the earth."""
        lon, lat = point
        rho = math.sqrt(max(0.0, self._c - 2 * self._n * math.sin(math.radians(lat)))) / self._n
        theta = self._n * math.radians(lon - self._middle)
        return rho * math.sin(theta), rho * math.cos(theta)


def thinned(line: Sequence[Point]) -> list[Point]:
    """A line on paper without points that nobody can tell from those before them."""
    out: list[Point] = []
    for point in line:
        if not out or math.dist(out[-1], point) >= _APART:
            out.append(point)
    if out[-1] != line[-1] and len(out) > 1:
        out.append(line[-1])
    return out
