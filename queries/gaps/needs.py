"""The needs of areas, fetched, counted and judged: what `gaps` answers with and a picture draws."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ...graph.language import t
from ...graph.schema import property_of
from ..fact_words import word
from ..texts import question
from .alternatives import choices, counted_once
from .hedged import hedge_sums
from .nearer import NEAR_KM, nearer
from .thresholds import Thresholds, thresholds
from .verdict import STATES, Beside, flag, judged
from .within_reach import WithinReach

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...graph.graph import Graph
    from ..answer import Asked
    from ..places.geography import Geography
    from ..places.place import PlaceRow, Where
    from .choice import Choice

STAGE: Final = property_of("project", "stage")


@dataclass(frozen=True, slots=True)
class Needs:
    """The needs of an area, judged, and what its firms are."""

    firms: Mapping[str, Any] | None
    """A row of coverage.sql: how many firms the graph has here, and of how many no product is known; none without a firm."""
    coverage: float | None
    rows: list[dict[str, Any]]
    """Those that were asked for, worst first."""
    all: int
    """How many needs there are; products of several ways count once with them."""
    once: int
    """How many of those asked for, counted likewise."""


@dataclass(frozen=True, slots=True)
class _Fetched:
    """What the texts tell of one area, before it is judged."""

    firms: Mapping[str, Any] | None = None
    counted: list[dict[str, Any]] = field(default_factory=list)
    chosen: list[Choice] = field(default_factory=list)
    promised: dict[int, list[dict[str, Any]]] = field(default_factory=dict)


def needs_to_draw(graph: Graph, geography: Geography, where: Where, when: Asked, lang: str) -> Needs:
    """The needs of an area for a picture: their rows have `firm_ids`, the identifiers of the firms that need it."""
    (needs,) = needs_of_each(graph, geography, [where], when, lang)
    return needs


def needs_of_each(
    graph: Graph, geography: Geography, areas: Sequence[Where], when: Asked, lang: str
) -> list[Needs]:  # fmt: skip
    """The needs of several areas, each for itself, for a picture."""
    limit = thresholds(None)
    asked: dict[str, Any] = {"inside_place": [], "inside_area": [], "maybe_place": [], "maybe_area": []}
    for number, where in enumerate(areas):
        own = where.parameters()
        for side in ("inside", "maybe"):
            asked[f"{side}_place"] += own[f"{side}_place"]
            asked[f"{side}_area"] += [number] * len(own[f"{side}_place"])
    fetched, stated = _fetched(graph, {**asked, "as_of": when.day}, limit, len(areas))
    return [
        _judged(
            graph, geography, where, {**where.parameters(), "as_of": when.day}, of, stated, limit, NEAR_KM, None, lang
        )
        for where, of in zip(areas, fetched, strict=True)
    ]


def needs_of_area(
    graph: Graph, geography: Geography, where: Where, asked: Mapping[str, Any], limit: Thresholds,
    within: float, chain: str | None, lang: str,
) -> Needs:  # fmt: skip
    """The needs of an area judged, of a chain if one is named; makers are within reach within so many kilometres."""
    (of,), stated = _fetched(graph, asked, limit, 1)
    return _judged(graph, geography, where, asked, of, stated, limit, within, chain, lang)


def _fetched(
    graph: Graph, asked: Mapping[str, Any], limit: Thresholds, areas: int
) -> tuple[list[_Fetched], dict[int, float]]:
    """What is known of so many areas, and the numbers of firms that metrics state of places."""
    firms = {row["area"]: row for row in graph.rows(question("gaps/coverage"), asked)}
    counted: dict[int, list[dict[str, Any]]] = {}
    for row in graph.rows(question("gaps/gaps"), needing(asked, limit, names=True)):
        counted.setdefault(row["area"], []).append(row)
    several = any(row["alternative"] for rows in counted.values() for row in rows)
    chosen = choices(graph.rows(question("gaps/ways"), asked)) if several else {}
    promised = _promised(graph, asked)
    found = [
        # no firms of a place of which the graph knows nothing
        _Fetched(firms.get(area), counted.get(area, []), chosen.get(area, []), promised.get(area, {}))
        for area in range(areas)
    ]
    return found, _stated(graph, asked)


def _judged(
    graph: Graph, geography: Geography, where: Where, asked: Mapping[str, Any], fetched: _Fetched, stated: Mapping[int, float],
    limit: Thresholds, within: float, chain: str | None, lang: str,
) -> Needs:  # fmt: skip
    """The needs of one area, which `asked` speaks of alone, from what was fetched of it."""
    firms, counted = fetched.firms, fetched.counted
    coverage = _share(firms, where.parts, stated) if firms else None
    alternative = {row["product_number"] for row in counted if row["alternative"]}
    chosen = fetched.chosen if alternative else []
    wanted = [row for row in counted if chain is None or chain in (row["chains"] or ())]
    nearest = _Nearest(graph, geography, where, asked, [row for row in wanted if not row["bound"]], within, lang)
    found = []
    for row in wanted:
        product = row["product_number"]
        projects = fetched.promised.get(product, [])
        beside = Beside(
            [choice for choice in chosen if product in alternative and product in choice],
            nearest.reached.get(product),
            [(one["name"], _stage(one["stage"], lang)) for one in projects if one["stage"] in ("signed", "started")],
        )
        need = judged(row, where.label, coverage, limit, beside, lang)
        found.append(need)
        need |= nearest.told.get(product, {})
        if product in nearest.nearer:
            flag(need, "nearer_maker")
        _say_promised(need, projects, lang)
    hedge_sums(graph, asked, found)
    states = {row["product_number"]: row["state"] for row in found}
    once = counted_once(states, alternative, chosen).total()
    every = counted_once({row["product_number"]: STATES[0] for row in counted}, alternative, chosen).total()
    return Needs(firms if firms and firms["firms"] else None, coverage, sorted(found, key=_worst_first), every, once)


def needing(asked: Mapping[str, Any], limit: Thresholds, *, names: bool) -> dict[str, Any]:
    """The parameters of both texts that count needs; without names of firms it is quicker."""
    return {**asked, "names": names, "broken_months": int(limit.broken_months)}


def coverage_of(
    graph: Graph, asked: Mapping[str, Any], parts: Mapping[int, Iterable[PlaceRow]]
) -> dict[int, tuple[int, float | None]]:
    """By area: its firms in the graph, and the share of all its firms that have known products.

    The share is null unless a metric states the number of firms of every part of the area.
    """
    stated = _stated(graph, asked)
    return {
        row["area"]: (row["firms"], _share(row, parts.get(row["area"], ()), stated))
        for row in graph.rows(question("gaps/coverage"), asked)
    }


def _stated(graph: Graph, asked: Mapping[str, Any]) -> dict[int, float]:
    return {row["place"]: row["firms"] for row in graph.rows(question("gaps/firm_counts"), {"as_of": asked["as_of"]})}


def _share(firms: Mapping[str, Any], parts: Iterable[PlaceRow], stated: Mapping[int, float]) -> float | None:
    totals = [stated.get(part.id) for part in parts]
    total = None if None in totals else sum(total for total in totals if total is not None)
    return min(1.0, firms["known"] / total) if total else None


def _worst_first(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return STATES.index(row["state"]), -row["firms"], -(row["bought_value"] or 0), row["product"], row["product_id"]


class _Nearest:
    """Of needed products the nearest provider outside the area, a maker within reach, and whether one is nearer than purchases."""

    def __init__(
        self, graph: Graph, geography: Geography, where: Where, asked: Mapping[str, Any],
        needs: Sequence[Mapping[str, Any]], within: float, lang: str,
    ) -> None:  # fmt: skip
        self.told: dict[int, dict[str, Any]] = {}
        self.reached: dict[int, tuple[str | None, str, str]] = {}
        self.nearer: set[int] = set()
        products = sorted({row["product_number"] for row in needs})
        if not products:
            return
        providers = graph.rows(question("gaps/providers"), {**asked, "products": products})
        ways = {
            row["place"]: geography.way(row["place"], where.parts)
            for row in providers
            if row["place"] not in where.inside
        }
        reach = WithinReach(graph, geography, where, asked, within)
        said = {place: reach.how(place, way, lang) for place, way in ways.items()}
        best: dict[int, tuple[int, float]] = {}
        met: dict[int, tuple[int, float]] = {}
        for row in sorted(providers, key=lambda row: (row["product"], not row["maker"], row["name"])):
            if row["place"] not in ways:
                continue
            way, product = ways[row["place"]], row["product"]
            area = geography.area_name(row["place"])
            if product not in best or way.order < best[product]:
                best[product] = way.order
                self.told[product] = {
                    "nearest_supplier": row["name"], "nearest_area": area,
                    "distance_km": way.km, "distance_basis": way.basis, "border": way.border,
                }  # fmt: skip
            how = said[row["place"]] if row["maker"] else None
            if how is not None and (product not in met or way.order < met[product]):
                met[product] = way.order
                self.reached[product] = (row["name"], area or "", how)
        for product, (name, area, how) in self.reached.items():
            told = self.told[product]
            if (told["nearest_supplier"], told["nearest_area"]) == (name, area):
                self.reached[product] = (None, area, how)
        self.nearer = _nearer_makers(graph, geography, asked, [row for row in providers if row["maker"]], within)


def _nearer_makers(
    graph: Graph, geography: Geography, asked: Mapping[str, Any], makers: Sequence[dict[str, Any]], within: float
) -> set[int]:
    """The products for which `matches` has a maker nearer than the area's purchases, or near where none is known."""
    if not makers:
        return set()
    by_product: dict[int, list[dict[str, Any]]] = {}
    for row in makers:
        by_product.setdefault(row["product"], []).append(row)
    found = nearer(graph.rows(question("matches/matches_needs"), asked), by_product, geography, within)
    return {match.need["product_number"] for match in found}


def _promised(graph: Graph, asked: Mapping[str, Any]) -> dict[int, dict[int, list[dict[str, Any]]]]:
    """By area and product the projects of the area that will make it, and the open requests that block it."""
    out: dict[int, dict[int, list[dict[str, Any]]]] = {}
    for promise in graph.rows(question("gaps/promises"), asked):
        out.setdefault(promise["area"], {}).setdefault(promise["product"], []).append(promise)
    return out


def _say_promised(row: dict[str, Any], promises: Iterable[Mapping[str, Any]], lang: str) -> None:
    """Mark a need that a project of the area will make, or that an open request blocks."""
    for promise in promises:
        if promise["what"] == "request":
            flag(row, "blocked")
            continue
        stage = promise["stage"]
        said = t(lang, f"{promise['name']} ({stage})", f"{promise['name']}（{_stage(stage, lang)}）")
        row["projects"].append(said if stage else promise["name"])
        if stage in ("signed", "started"):
            flag(row, stage)


def _stage(stage: str | None, lang: str) -> str:
    return word(STAGE, stage, lang)
