"""The matrix of supplies from area to area: which areas stand in it, what each cell holds, where a province border runs."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ...graph.language import t
from .flow_rows import Area, flows_of, value_told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .flow_rows import Flow, Flows

MOST: Final = 30
"""So many areas can be read; of more the least tied stand together in one row and column."""
WIDE: Final = 12
"""Up to so many areas a cell has room for the names of products."""
CLASSES: Final = 5
NAMED: Final = 2
REST: Final = "rest"


@dataclass(frozen=True)
class Cell:
    """What one area supplies to another; `shade` 0 where nothing is on record."""

    count: int
    shade: int
    products: str
    said: str


@dataclass
class Matrix:
    """Areas in the order of rows and columns, and what stands where they meet."""

    areas: list[Area]
    rows: list[list[Cell]] = field(default_factory=list)
    sold: list[int] = field(default_factory=list)
    bought: list[int] = field(default_factory=list)
    total: int = 0
    borders: list[bool] = field(default_factory=list)
    """Whether a province border runs before each area; none is drawn beside a place that is not known."""
    shades: list[tuple[int, str]] = field(default_factory=list)
    """The classes that occur, and the counts of each."""
    notes: list[str] = field(default_factory=list)

    @property
    def wide(self) -> bool:
        """Whether cells have room for the names of products."""
        return len(self.areas) <= WIDE


def matrix_of(rows: Any, lang: str) -> Matrix:
    """The matrix that rows of the question `flows` with `products` tell."""
    found = flows_of(rows, lang)
    place, areas, rest = _areas(found, lang)
    cells: dict[tuple[Area, Area], list[Flow]] = defaultdict(list)
    for flow in found.flows:
        cells[place[flow.start], place[flow.end]].append(flow)
    counts = {pair: sum(flow.count for flow in flows) for pair, flows in cells.items()}
    bounds = _bounds(max(counts.values(), default=1))
    out = Matrix(areas, total=found.count)
    for start in areas:
        out.rows.append([_cell(start, end, cells.get((start, end), []), bounds, lang) for end in areas])
    out.sold = [sum(cell.count for cell in row) for row in out.rows]
    out.bought = [sum(row[at].count for row in out.rows) for at in range(len(areas))]
    before = [None, *areas][: len(areas)]
    out.borders = [bool(one and one.province and area.province and one.province != area.province)
                   for one, area in zip(before, areas, strict=True)]  # fmt: skip
    used = {cell.shade for row in out.rows for cell in row}
    out.shades = [(shade, said) for shade, said in _ranges(bounds) if shade in used]
    out.notes = _notes(found, rest, lang)
    return out


def _areas(found: Flows, lang: str) -> tuple[Mapping[Area, Area], list[Area], int]:
    """For each area the one that stands for it, those that stand in the matrix, and how many stand together."""
    tied: Counter[Area] = Counter()
    for flow in found.flows:
        for area in {flow.start, flow.end}:
            tied[area] += flow.count
    ranked = sorted(tied, key=lambda area: (-tied[area], area))
    kept, others = (ranked[: MOST - 1], ranked[MOST - 1 :]) if len(ranked) > MOST else (ranked, [])
    together = Area("", t(lang, f"{len(others)} other areas", f"其余 {len(others)} 个地区"), REST, known=False)
    of_province: Counter[str] = Counter()
    for area in kept:
        of_province[area.province] += tied[area]
    # by province, the most tied first; of a place that is not known, or only its province, last
    order = sorted(
        kept,
        key=lambda area: (
            not area.province,
            -of_province[area.province],
            area.province,
            not area.known,
            -tied[area],
            area,
        ),
    )
    place = {area: area for area in kept} | dict.fromkeys(others, together)
    return place, [*order, *([together] if others else [])], len(others)


def _cell(start: Area, end: Area, flows: list[Flow], bounds: list[int], lang: str) -> Cell:
    count = sum(flow.count for flow in flows)
    if not count:
        said = t(lang, f"{start.name} to {end.name}: nothing on record", f"{start.name}供{end.name}：无记录")
        return Cell(0, 0, "", said)
    names: Counter[str] = Counter()
    for flow in flows:
        waste = t(lang, " (recycled)", "（废物回收）") if flow.waste else ""
        names[flow.product + waste] += flow.count
    ranked = sorted(names, key=lambda name: (-names[name], name))
    comma = t(lang, ", ", "、")
    more = len(ranked) - NAMED
    shown = comma.join(ranked[:NAMED]) + (t(lang, f" and {more} more", f"等{len(ranked)}种") if more > 0 else "")
    listed = comma.join(f"{name} {names[name]}" for name in ranked)
    shade = next(at for at, bound in enumerate(bounds, start=1) if count <= bound)
    return Cell(
        count,
        shade,
        shown,
        t(lang, f"{start.name} to {end.name}: {count}; {listed}", f"{start.name}供{end.name}：{count} 条；{listed}"),
    )


def _bounds(most: int) -> list[int]:
    """The largest count of each class: each is some times the one before, so that few large ones do not drown the others."""
    return [*(int(most ** (step / CLASSES) + 1e-9) for step in range(1, CLASSES)), most]


def _ranges(bounds: list[int]) -> list[tuple[int, str]]:
    """The classes with the counts that they hold.

    >>> _ranges([1, 1, 1, 2, 3]), _ranges([1, 2, 4, 7, 12])[3:]
    ([(1, '1'), (4, '2'), (5, '3')], [(4, '5–7'), (5, '8–12')])
    """
    out = []
    for shade, (low, high) in enumerate(zip([0, *bounds[:-1]], bounds, strict=True), start=1):
        if high > low:
            out.append((shade, str(high) if high == low + 1 else f"{low + 1}–{high}"))
    return out


def _notes(found: Flows, rest: int, lang: str) -> list[str]:
    if not found.flows:
        return []
    out = [value_told(found, lang) + t(lang, ".", "。")]
    if rest:
        kept = MOST - 1
        out.append(
            t(
                lang,
                f"Of {kept + rest} areas the {kept} with the most supplies stand by themselves.",
                f"共 {kept + rest} 个地区，仅单列供应条数最多的 {kept} 个。",
            )
        )
    return out
