"""What flows and their matrix show, from the rows of `flows` by product: areas, who supplies which, and how that is told."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ...graph import schema
from ...graph.language import t
from ...queries.answer import records
from ..words.values import day, money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..words.words import Pair

_HIGH: Final = ("province", "country")
"""Borders that count as one across provinces."""
_NOT_KNOWN: Final[dict[str, Pair]] = {
    "park": ("park not known", "园区不详"), "county": ("county not known", "县级不详"),
    "prefecture": ("prefecture not known", "市级不详"), "province": ("province not known", "省级不详"),
    "country": ("country not known", "国家不详"),
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Area:
    """One side of supplies: an area, or as much as is known of where it is."""

    province: str
    """Empty: not known."""
    name: str
    id: str
    """Its identifier, or that of what it is known to lie in; empty: nothing is known."""
    known: bool


@dataclass(frozen=True)
class Flow:
    """Supplies of one product from area to area."""

    start: Area
    product: str
    product_id: str
    waste: bool
    end: Area
    count: int
    reach: str
    """across, within (a province) or unknown: no border is drawn beside a place that is not known."""


@dataclass
class Flows:
    """All that the rows say, most supplies first."""

    flows: list[Flow] = field(default_factory=list)
    valued: int = 0
    sums: set[tuple[str | None, str | None]] = field(default_factory=set)
    """Bases and periods of the values."""
    value: float = 0.0

    @property
    def count(self) -> int:
        """How many supplies there are."""
        return sum(flow.count for flow in self.flows)


def flows_of(rows: Any, lang: str) -> Flows:
    """The flows that rows of the question `flows` with `products` tell; `rows` is its frame or its records."""
    level = (getattr(rows, "attrs", None) or {}).get("parameters", {}).get("level", "")
    counted: dict[tuple[Area, str, str, bool, Area, str], int] = defaultdict(int)
    out = Flows()
    for row in _records(rows):
        start, end = _area(row, "from", level, lang), _area(row, "to", level, lang)
        product = str(row.get("product") or "")
        waste = row.get("role") == "waste"
        counted[start, product, str(row.get("product_id") or product), waste, end, _reach(row)] += int(row["count"])
        if row.get("valued"):
            out.valued += int(row["valued"])
            out.value += float(row["value"])
            out.sums.add((row.get("basis"), row.get("period")))
    goods: Counter[str] = Counter()
    ends: Counter[Area] = Counter()
    for (start, _, number, _, end, _), count in counted.items():
        goods[number] += count
        ends.update({start: count, end: count})
    # of flows that are as large, those of the most traded products and between the most tied areas: they hang together
    out.flows = sorted(
        (Flow(*key[:5], count, key[5]) for key, count in counted.items()),
        key=lambda one: (
            -one.count, -goods[one.product_id], -ends[one.start] - ends[one.end],
            one.start, one.end, one.product, one.product_id, one.waste,
        ),
    )  # fmt: skip
    return out


def value_told(flows: Flows, lang: str) -> str:
    """The sum of the values where all are of one basis and period and each supply has one; else what stands against it."""
    count = flows.count
    if not flows.valued:
        return t(lang, f"none of the {count} supplies has a stated value", f"{count} 条供应均未载明金额")
    if flows.valued < count:
        return t(
            lang,
            f"{flows.valued} of {count} supplies have a stated value, which is not summed up",
            f"{count} 条供应中 {flows.valued} 条载明金额，不作合计",
        )
    if len(flows.sums) > 1:
        return t(
            lang,
            "values are of different basis or period and are not summed up",
            "各条金额口径或期间不同，不作合计",
        )
    ((basis, period),) = flows.sums
    words = dict(schema.BASIS.words)
    said = [t(lang, basis, words.get(basis, basis))] if basis else []
    said += [day(str(period), lang)] if period else []
    beside = t(lang, f" ({', '.join(said)})", f"（{'，'.join(said)}）") if said else ""
    return t(lang, f"together worth {money(flows.value, lang)}", f"金额合计 {money(flows.value, lang)}") + beside


def _records(rows: Any) -> Iterable[Mapping[str, Any]]:
    """Rows of a frame or an answer, or records as they are."""
    if hasattr(rows, "columns") and not hasattr(rows, "rows"):
        return records(rows)
    return list(getattr(rows, "rows", rows))


def _area(row: Mapping[str, Any], end: str, level: str, lang: str) -> Area:
    name, within = row.get(f"{end}_area"), row.get(f"{end}_within")
    province, identifier = str(row.get(f"{end}_province") or ""), str(row.get(f"{end}_area_id") or "")
    if name:
        return Area(province, str(name), identifier or str(name), known=True)
    if not within:
        return Area(province, t(lang, "place unknown", "地点不明"), identifier, known=False)
    said = t(lang, *_NOT_KNOWN.get(level, ("no closer place known", "下级不详")))
    return Area(province, t(lang, f"{within} ({said})", f"{within}（{said}）"), identifier or str(within), known=False)


def _reach(row: Mapping[str, Any]) -> str:
    if row.get("border") in _HIGH:
        return "across"
    one, other = row.get("from_province"), row.get("to_province")
    return "within" if one and one == other else "unknown"
