"""Supplies on a map: the user's own outline, a dot for each area, an arc for each tie across a border, and the approval number."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ...graph.errors import BadInput
from ...graph.language import t
from ..layout.labels import text_width
from .flow_rows import flows_of
from .markup import cut, paragraphs, render
from .outline import Projection, thinned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .flow_rows import Area, Flow
    from .outline import Outline, Point

_WIDE: Final = 1100
_HIGH: Final = 900
_EDGE: Final = 24
_TOP: Final = 44
_MOST: Final = 200
"""So many arcs can be told apart; of more the thickest."""
_SIZE: Final = 12
_ONE: Final = 8.0
"""Areas that are nearer on paper are one place there: no arc between them can be seen."""


@dataclass(frozen=True)
class Dot:
    """An area in its place; its label where there is room for one."""

    x: float
    y: float
    r: float
    said: str
    label: tuple[float, float, str] | None


@dataclass(frozen=True)
class Arc:
    """Supplies from one area to another."""

    path: str
    head: str
    width: float
    across: bool
    said: str


def area_map_svg(
    rows: Any, places: Mapping[str, tuple[float, float]], outline: Outline, approval: str, *, lang: str, heading: str = "", source: str = ""
) -> str:  # fmt: skip
    """A map as one `<svg>`.

    Parameters
    ----------
    rows
        The answer of the question `flows` with `products`, or its rows.
    places
        Latitude and longitude of areas, by identifier.
    outline, approval
        The user's own, and the number under which it may be shown.

    Raises
    ------
    BadInput
        If no area lies where the outline is.
    """
    found = flows_of(rows, lang)
    counts: Counter[tuple[Area, Area]] = Counter()
    reach: dict[tuple[Area, Area], str] = {}
    for flow in found.flows:
        counts[flow.start, flow.end] += flow.count
        reach[flow.start, flow.end] = flow.reach
    west, south, east, north = outline.box
    seen = {
        area: (lon, lat)
        for area in {area for pair in counts for area in pair}
        if area.known and area.id in places
        for lat, lon in (places[area.id],)
        if west <= lon <= east and south <= lat <= north
    }
    if not seen:
        raise BadInput(
            f"{outline.name}: none of the areas with supplies lies within this outline; give one of where they are, in degrees (WGS 84)",
            f"{outline.name}：有供应记录的地区都不在这个轮廓内；请用覆盖这些地区的轮廓（经纬度，WGS 84）",
        )
    paper = _Paper(outline)
    lines = [path for line in outline.lines if (path := _path(thinned([paper(point) for point in line])))]
    at = {area: paper(point) for area, point in seen.items()}
    ties = [(pair, count) for pair, count in counts.items() if pair[0] != pair[1] and pair[0] in at and pair[1] in at]
    ties.sort(key=lambda one: (-one[1], one[0]))
    close = [(pair, count) for pair, count in ties if math.dist(at[pair[0]], at[pair[1]]) < _ONE]
    drawn = [one for one in ties if one not in close][:_MOST]
    most = max((count for _, count in drawn), default=1)
    arcs = [
        _arc(at[start], at[end], count, most, reach[start, end] == "across", _told(start, end, count, lang))
        for (start, end), count in drawn
    ]
    dots = _dots(at, found.flows, paper.width, lang)
    shown = sum(count for _, count in drawn) + sum(counts[area, area] for area in at)
    unnamed = sum(dot.label is None for dot in dots)
    bottom = paper.height + _TOP + 30
    ground = t(
        lang,
        f"Outline: the user's own, {outline.name}; approval number (审图号) {approval}",
        f"底图：使用者提供（{outline.name}），审图号：{approval}",
    )
    hidden = sum(count for _, count in close)
    said = "\n".join([*_foot(found.count, shown, hidden, unnamed, lang), ground, source])
    foot = paragraphs(said, paper.width - 16, _SIZE, 4)
    return render(
        "area_map.svg.jinja", width=paper.width, height=bottom + 18 * len(foot) + 8, lines=lines, arcs=sorted(arcs, key=lambda arc: arc.across),
        dots=dots, foot=foot, bottom=bottom, top=_TOP, heading=cut(heading, paper.width - 16, 18), label=heading or t(lang, "Map", "地图"),
        legend=_legend(arcs, paper.height + _TOP + 6, lang),
    )  # fmt: skip


class _Paper:
    """Degrees as places on paper: the outline fills it, north is up."""

    def __init__(self, outline: Outline) -> None:
        self._project = Projection(outline.box)
        points = [self._project(point) for line in outline.lines for point in line]
        xs, ys = zip(*points, strict=True)
        wide, high = max(max(xs) - min(xs), 1e-9), max(max(ys) - min(ys), 1e-9)
        self._scale = min((_WIDE - 2 * _EDGE) / wide, (_HIGH - 2 * _EDGE) / high)
        self._left, self._upper = min(xs), min(ys)
        self.width = max(wide * self._scale + 2 * _EDGE, 480.0)
        self.height = high * self._scale + 2 * _EDGE
        self._aside = (self.width - wide * self._scale) / 2

    def __call__(self, point: Point) -> Point:
        x, y = self._project(point)
        return self._aside + (x - self._left) * self._scale, _TOP + _EDGE + (y - self._upper) * self._scale


def _path(line: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line) if len(line) > 1 else ""


def _arc(start: Point, end: Point, count: int, most: int, across: bool, said: str) -> Arc:
    """A bow from place to place, always to the same side, so that there and back are two; as wide as supplies are many."""
    width = 1.2 + 4.8 * (math.sqrt(count) - 1) / max(math.sqrt(most) - 1, 1)
    (x1, y1), (x2, y2) = start, end
    reach = math.hypot(x2 - x1, y2 - y1) or 1.0
    bend = (x1 + x2) / 2 + (y2 - y1) * 0.18, (y1 + y2) / 2 - (x2 - x1) * 0.18
    size = 5 + 1.6 * width
    ux, uy = (x2 - bend[0]) / (far := math.hypot(x2 - bend[0], y2 - bend[1]) or 1.0), (y2 - bend[1]) / far
    # the point ends at the edge of its dot
    back = min(6.0, reach / 4)
    x3, y3 = x2 - ux * back, y2 - uy * back
    x4, y4 = x3 - ux * size, y3 - uy * size
    path = f"M{x1:.1f} {y1:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {x4:.1f} {y4:.1f}"
    side = size * 0.45
    head = f"M{x3:.1f} {y3:.1f}L{x4 - uy * side:.1f} {y4 + ux * side:.1f}L{x4 + uy * side:.1f} {y4 - ux * side:.1f}Z"
    return Arc(path, head, round(width, 1), across, said)


def _told(start: Area, end: Area, count: int, lang: str) -> str:
    return t(lang, f"{start.name} to {end.name}: {count}", f"{start.name}供{end.name}：{count} 条")


def _dots(at: Mapping[Area, Point], flows: Sequence[Flow], width: float, lang: str) -> list[Dot]:
    """A dot an area, larger where more supplies begin or end; labels of the largest first, on no other label and no dot."""
    counts: Counter[Area] = Counter()
    for flow in flows:
        for area in {flow.start, flow.end}:
            counts[area] += flow.count
    order = sorted(at, key=lambda area: (-counts[area], area))
    most = counts[order[0]]
    sizes = {area: 4 + 7 * math.sqrt(counts[area] / most) for area in order}
    taken = [(x - sizes[area], y - sizes[area], x + sizes[area], y + sizes[area]) for area, (x, y) in at.items()]
    out = []
    for area in order:
        (x, y), r = at[area], sizes[area]
        name = f"{area.name} {counts[area]}"
        wide = text_width(name, _SIZE)
        spots = ((x + r + 4, y + 4), (x - r - 4 - wide, y + 4), (x - wide / 2, y - r - 5), (x - wide / 2, y + r + 14))
        free = next((spot for spot in spots if _fits(spot, wide, width, taken)), None)
        if free:
            taken.append((free[0], free[1] - 11, free[0] + wide, free[1] + 3))
        said = t(lang, f"{area.name}: {counts[area]} supplies", f"{area.name}：{counts[area]} 条供应")
        out.append(Dot(x, y, round(r, 1), said, free and (*free, name)))
    return out


def _fits(spot: Point, wide: float, width: float, taken: Sequence[tuple[float, float, float, float]]) -> bool:
    left, top, right, bottom = spot[0], spot[1] - 11, spot[0] + wide, spot[1] + 3
    if left < 4 or right > width - 4:
        return False
    return not any(left < one[2] and right > one[0] and top < one[3] and bottom > one[1] for one in taken)


def _legend(arcs: Sequence[Arc], y: float, lang: str) -> list[tuple[float, float, bool, str]]:
    x, out = 8.0, []
    for across, word in (
        (True, t(lang, "supplies across a province border", "跨省供应")),
        (False, t(lang, "supplies within a province", "省内供应")),
    ):
        if any(arc.across == across for arc in arcs):
            out.append((x, y, across, word))
            x += 60 + text_width(word, _SIZE)
    return out


def _foot(count: int, shown: int, hidden: int, unnamed: int, lang: str) -> list[str]:
    out = [
        t(lang, "A number beside a name: supplies that begin or end there; the wider an arc, the more supplies.",
          "地名旁的数字为供出和买进的供应条数；弧线越粗，供应条数越多。"),
    ]  # fmt: skip
    if hidden:
        out.append(
            t(lang, f"{hidden} supplies are between areas that lie on one spot at this scale.", f"{hidden} 条供应的两端在本图比例下重合，未画弧线。")
        )  # fmt: skip
    left = count - shown - hidden
    if left:
        out.append(
            t(lang, f"Of {count} supplies {left} are not drawn: an end is not known to the county, or lies beyond the outline.",
              f"共 {count} 条供应，其中 {left} 条未画出：一方所在县不明，或在轮廓之外。")
        )  # fmt: skip
    if unnamed:
        out.append(t(lang, f"{unnamed} areas have no room for their names.", f"{unnamed} 个地区因位置不足未标名称。"))
    return out
