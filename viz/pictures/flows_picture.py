"""Flows as SVG: from area, product, to area. Three columns, so that nothing ever runs in a circle."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import fmean
from typing import TYPE_CHECKING, Any, Final

from ...graph.language import t
from ..layout.labels import text_width
from ..style import BLUE
from .flow_rows import Flow, flows_of, value_told
from .markup import cut, folded, paragraphs, render

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from .flow_rows import Flows

MOST: Final = 30
"""So many ribbons can be followed with the eye."""
TALL: Final = 460
"""Height of all supplies together, where none of them becomes wider than `WIDEST`."""
WIDEST: Final = 34
BAR: Final = 14
GAP: Final = 12
"""Between two bars of a column, or their labels."""
PHONE: Final = 700
LOOKS: Final = {"across": ("#8EC0E0", BLUE), "within": ("#D3D9E0", ""), "unknown": ("#EFF1F3", "#8A96A3")}
"""Fill and edge of a ribbon by what lies between its ends. The edges say the same to who does not see the colours."""


@dataclass
class Bar:
    """A node of a column: an area that sells or buys, or a product."""

    key: Hashable
    name: tuple[str, ...]
    more: tuple[str, ...]
    whole: str
    size: float
    """Its height: that of its ribbons together."""
    room: float
    """What it takes of its column: itself or its label, whichever is higher."""
    y: float = 0.0

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return self.y + self.size / 2


@dataclass(frozen=True)
class Ribbon:
    """Half of a flow: from its seller's area to the product, or from there to its buyer's area."""

    path: str
    edges: str
    fill: str
    line: str
    waste: bool
    width: float
    said: str
    start: str
    product: str
    end: str


@dataclass
class Sheet:
    """Everything in its place."""

    width: float
    x: tuple[float, float, float]
    """Where the bars of the three columns begin."""
    top: float
    size: tuple[int, int]
    """Font sizes of names and of what stands below them."""
    columns: tuple[list[Bar], ...] = ()
    ribbons: list[Ribbon] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)
    height: float = 0.0


def flows_svg(
    rows: Any, *, lang: str, width: int = 1000, static: bool = False, heading: str = "", source: str = ""
) -> str:
    """Who supplies which area with what, as one `<svg>`: a ribbon is as wide as supplies are many.

    Parameters
    ----------
    rows
        The answer of the question `flows` with `products`, or its rows.
    width
        In pixels.
    static
        For paper, PNG and documents: no classes, no identifiers.
    heading, source
        A line above and paragraphs below, where the picture stands alone.

    >>> flows_svg([], lang="en").startswith("<svg")
    True
    """
    found = flows_of(rows, lang)
    drawn = found.flows[:MOST]
    sheet = _sheet(drawn, width, lang, 34 if heading else 0)
    sheet.foot = paragraphs("\n".join([*_foot(found, drawn, lang), source]), width - 16, 12, 3)
    bottom = max(
        (bar.y + (bar.size + bar.room) / 2 for column in sheet.columns for bar in column), default=sheet.top + 20
    )
    legend = _legend(drawn, width, bottom + 18, lang)
    below = (legend[-1][1] if legend else bottom) + 26
    sheet.height = below + 18 * len(sheet.foot)
    heads = (t(lang, "sold from", "供方所在地"), t(lang, "product", "产品"), t(lang, "bought in", "需方所在地"))
    label = t(
        lang,
        f"Flows: {found.count} supplies from area to area by product",
        f"产品流向：{found.count} 条供应，供方所在地—产品—需方所在地",
    )
    return render(
        "flows.svg.jinja", s=sheet, heads=heads, legend=legend, below=below, label=label, static=static, bar=BAR,
        heading=cut(heading, width - 16, 18), empty=not drawn,
        nothing=t(lang, "no supply is on record", "没有供应记录"), looks=LOOKS,
    )  # fmt: skip


def _sheet(drawn: Sequence[Flow], width: int, lang: str, top: float) -> Sheet:
    small = width < PHONE
    edge = round(width * (0.24 if small else 0.2))
    sheet = Sheet(
        width,
        (edge, round(width / 2 - BAR / 2 - (width * 0.02 if small else 20)), width - edge - BAR),
        top + 44,
        (12, 11) if small else (14, 12),
    )
    if not drawn:
        return sheet
    unit = min(WIDEST, TALL / sum(flow.count for flow in drawn))
    room = edge - 16, sheet.x[2] - sheet.x[1] - BAR - 12
    sold, bought = t(lang, "sells {n}", "供出 {n} 条"), t(lang, "buys {n}", "买进 {n} 条")

    def area(of: Callable[[Flow], Any], said: str, key: Hashable, flows: list[Flow]) -> Bar:
        one = of(flows[0])
        count = sum(flow.count for flow in flows)
        more = [said.format(n=count)] + (
            [one.province] if one.province and one.known and one.province != one.name else []
        )
        return _bar(key, one.name, more, count * unit, room[0], sheet.size, apart=small)

    def product(key: Hashable, flows: list[Flow]) -> Bar:
        count, name = sum(flow.count for flow in flows), flows[0].product
        name += t(lang, " (recycled)", "（废物回收）") if flows[0].waste else ""
        return _bar(key, f"{name} {count}", [], count * unit, room[1], sheet.size)

    columns = (
        _grouped(drawn, lambda flow: flow.start, lambda key, flows: area(lambda flow: flow.start, sold, key, flows)),
        _grouped(drawn, _goods, product),
        _grouped(drawn, lambda flow: flow.end, lambda key, flows: area(lambda flow: flow.end, bought, key, flows)),
    )
    sheet.columns = _ordered(columns, drawn)
    _stacked(sheet)
    sheet.ribbons = _ribbons(sheet, drawn, unit, lang)
    return sheet


def _goods(flow: Flow) -> Hashable:
    return flow.product_id, flow.waste


_ENDS: Final[tuple[Callable[[Flow], Hashable], ...]] = (lambda flow: flow.start, _goods, lambda flow: flow.end)


def _grouped(
    drawn: Sequence[Flow], of: Callable[[Flow], Hashable], made: Callable[[Hashable, list[Flow]], Bar]
) -> list[Bar]:
    groups: dict[Hashable, list[Flow]] = defaultdict(list)
    for flow in drawn:
        groups[of(flow)].append(flow)
    return [made(key, flows) for key, flows in groups.items()]


def _bar(
    key: Hashable, name: str, more: list[str], size: float, room: float, sizes: tuple[int, int], *, apart: bool = False
) -> Bar:
    """A bar with its label: the name in as many lines as it needs, up to three, and what stands below it in one or two."""
    lines = tuple(folded(name, room, sizes[0], 3))
    below = more if apart or text_width(" · ".join(more), sizes[1]) > room else [" · ".join(more)] if more else []
    below = [cut(line, room, sizes[1]) for line in below]
    tall = len(lines) * (sizes[0] + 4) + len(below) * (sizes[1] + 5)
    return Bar(key, lines, tuple(below), name, size, max(size, tall))


def _ordered(columns: tuple[list[Bar], ...], drawn: Sequence[Flow]) -> tuple[list[Bar], ...]:
    """The columns in an order in which few ribbons cross: each bar beside the middle of what it is joined to.

    Sellers begin by province and name; from there each column in turn follows its neighbours, products those on both sides.
    """
    left = sorted(columns[0], key=lambda bar: bar.key)  # type: ignore[arg-type, return-value]
    out = [left, columns[1], columns[2]]
    for here, beside in ((1, (0,)), (2, (1,)), *(((1, (0, 2)), (0, (1,)), (2, (1,))) * 3)):
        middles: dict[Hashable, list[float]] = defaultdict(list)
        for other in beside:
            places = {bar.key: at / len(out[other]) for at, bar in enumerate(out[other])}
            for flow in drawn:
                middles[_ENDS[here](flow)] += [places[_ENDS[other](flow)]] * flow.count
        out[here] = sorted(out[here], key=lambda bar: (fmean(middles[bar.key]), -bar.size, bar.whole, str(bar.key)))
    return tuple(out)


def _stacked(sheet: Sheet) -> None:
    """The bars under each other, the shorter columns in the middle of the highest."""
    heights = [sum(bar.room for bar in column) + GAP * (len(column) - 1) for column in sheet.columns]
    for column, height in zip(sheet.columns, heights, strict=True):
        y = sheet.top + (max(heights) - height) / 2
        for bar in column:
            bar.y = y + (bar.room - bar.size) / 2
            y += bar.room + GAP


def _ribbons(sheet: Sheet, drawn: Sequence[Flow], unit: float, lang: str) -> list[Ribbon]:
    bars = [{bar.key: bar for bar in column} for column in sheet.columns]
    out = []
    for here in (0, 1):
        there = here + 1
        tops = _slices(drawn, bars, here, there, unit)
        ends = _slices(drawn, bars, there, here, unit)
        x1, x2 = sheet.x[here] + BAR, sheet.x[there]
        for number, flow in enumerate(drawn):
            y1, y2, tall = tops[number], ends[number], flow.count * unit
            upper, lower = _curve(x1, y1, x2, y2), _curve(x1, y1 + tall, x2, y2 + tall)
            back = _curve(x2, y2 + tall, x1, y1 + tall).replace("M", "L")
            fill, line = LOOKS[flow.reach]
            out.append(
                Ribbon(f"{upper}{back}Z", f"{upper}{lower}", fill, line, flow.waste, tall, _told(flow, lang),
                       flow.start.id, flow.product_id, flow.end.id)
            )  # fmt: skip
    # what crosses a border lies above
    return sorted(out, key=lambda ribbon: ribbon.line == BLUE)


def _slices(
    drawn: Sequence[Flow], bars: Sequence[dict[Hashable, Bar]], here: int, there: int, unit: float
) -> dict[int, float]:
    """Where each flow begins on its bar of a column, in the order of the bars that they go to."""
    order = sorted(range(len(drawn)), key=lambda number: (bars[there][_ENDS[there](drawn[number])].y, number))
    used: dict[Hashable, float] = {}
    out = {}
    for number in order:
        flow = drawn[number]
        key = _ENDS[here](flow)
        out[number] = used.get(key, bars[here][key].y)
        used[key] = out[number] + flow.count * unit
    return out


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    middle = (x1 + x2) / 2
    return f"M{x1:.1f} {y1:.2f}C{middle:.1f} {y1:.2f} {middle:.1f} {y2:.2f} {x2:.1f} {y2:.2f}"


def _told(flow: Flow, lang: str) -> str:
    reach = _REACH[flow.reach]
    waste = t(lang, ", recycled", "，废物回收") if flow.waste else ""
    return t(
        lang,
        f"{flow.start.name} → {flow.product} → {flow.end.name}: {flow.count} ({reach[0]}{waste})",
        f"{flow.start.name} → {flow.product} → {flow.end.name}：{flow.count} 条（{reach[1]}{waste}）",
    )


_REACH: Final = {
    "across": ("across a province border", "跨省"),
    "within": ("within a province", "省内"),
    "unknown": ("a place is not known", "有一方地点不明"),
}


def _legend(drawn: Sequence[Flow], width: float, y: float, lang: str) -> list[tuple[float, float, str, bool, str]]:
    """Samples of what is drawn: where each stands, which look it has, whether of waste, and its word."""
    said = [(reach, False, t(lang, *_REACH[reach])) for reach in LOOKS if any(flow.reach == reach for flow in drawn)]
    if any(flow.waste for flow in drawn):
        said.append(("", True, t(lang, "recycled waste", "废物回收")))
    x, out = 8.0, []
    for reach, waste, text in said:
        wide = 60 + text_width(text, 12)
        if x > 8 and x + wide > width:
            x, y = 8.0, y + 22
        out.append((x, y, reach, waste, text))
        x += wide
    return out


def _foot(found: Flows, drawn: Sequence[Flow], lang: str) -> list[str]:
    """How to read it, what values there are, and what is not drawn."""
    if not drawn:
        return []
    shown = sum(flow.count for flow in drawn)
    told = value_told(found, lang)
    out = [t(lang, f"Width: number of supplies; {told}.", f"宽度 = 供应条数；{told}。")]
    if shown < found.count:
        flows, rest = len(found.flows) - len(drawn), found.count - shown
        out.append(
            t(
                lang,
                f"Drawn are the {len(drawn)} largest flows; the other {rest} supplies ({flows} flows) are not.",
                f"仅绘条数最多的 {len(drawn)} 种流向；其余 {rest} 条供应（{flows} 种流向）未绘出。",
            )
        )
    return out
