"""The needs of areas, fetched, counted and judged: what `gaps` answers with and a picture draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.language import t
from ...graph.schema import node
from ..texts import question
from .hedged import hedge_sums
from .nearer import NEAR_KM, nearer, nearest_part
from .thresholds import Thresholds, thresholds
from .verdict import STATES, flag, judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...graph.graph import Graph
    from ..answer import Asked
    from ..places.geography import Geography
    from ..places.place import PlaceRow, Where


def needs_to_draw(graph: Graph, geography: Geography, where: Where, when: Asked, lang: str) -> list[dict[str, Any]]:
    """The rows of `gaps` for a picture, worst first: with `firm_ids`, the identifiers of the firms that need it."""
    asked = {**where.parameters(), "as_of": when.day}
    return needs_of_area(graph, geography, where, asked, thresholds(None), None, lang)[2]


def needs_of_area(
    graph: Graph, geography: Geography, where: Where, asked: Mapping[str, Any], limit: Thresholds,
    chain: str | None, lang: str,
) -> tuple[int, int, list[dict[str, Any]]]:  # fmt: skip
    """How many firms and needs an area has, and its needs judged, of a chain if one is named, worst first."""
    firms, coverage = coverage_of(graph, asked, {0: where.parts}).get(0, (0, None))
    needs = graph.rows(question("gaps/gaps"), needing(asked, limit, names=True))
    found = [
        judged(row, where.label, coverage, limit, lang)
        for row in needs
        if chain is None or chain in (row["chains"] or ())
    ]
    _nearest(graph, geography, asked, where.parts, found)
    _promised(graph, asked, found, lang)
    hedge_sums(graph, asked, found)
    return firms, len(needs), sorted(found, key=_worst_first)


def needing(asked: Mapping[str, Any], limit: Thresholds, *, names: bool) -> dict[str, Any]:
    """The parameters of both texts that count needs; without names of firms it is quicker."""
    return {**asked, "names": names, "broken_months": int(limit.broken_months)}


def coverage_of(
    graph: Graph, asked: Mapping[str, Any], parts: Mapping[int, Iterable[PlaceRow]]
) -> dict[int, tuple[int, float | None]]:
    """By area: its firms in the graph, and the share of all its firms that have known products.

    The share is null unless a metric states the number of firms of every part of the area.
    """
    stated = {row["place"]: row["firms"] for row in graph.rows(question("gaps/firm_counts"), {"as_of": asked["as_of"]})}
    out: dict[int, tuple[int, float | None]] = {}
    for row in graph.rows(question("gaps/coverage"), asked):
        totals = [stated.get(part.id) for part in parts.get(row["area"], ())]
        total = None if None in totals else sum(total for total in totals if total is not None)
        out[row["area"]] = (row["firms"], min(1.0, row["known"] / total) if total else None)
    return out


def _worst_first(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return STATES.index(row["state"]), -row["firms"], -(row["bought_value"] or 0), row["product"], row["product_id"]


def _nearest(
    graph: Graph,
    geography: Geography,
    asked: Mapping[str, Any],
    parts: Sequence[PlaceRow],
    found: Sequence[dict[str, Any]],
) -> None:
    """Find for each need the nearest provider outside the area, and whether a maker is nearer than its purchases."""
    products = sorted({row["product_number"] for row in found})
    if not products:
        return
    inside = set(asked["inside_place"])
    providers = graph.rows(question("gaps/providers"), {**asked, "products": products})
    ways = {place: nearest_part(geography, place, parts) for place in {row["place"] for row in providers} - inside}
    best: dict[int, tuple[Any, ...]] = {}
    for row in providers:
        if row["place"] in ways:
            km, basis, border = ways[row["place"]]
            # the same county without a distance of its own is nearest; an unknown place comes last
            rank = (basis is None, km or 0.0, not row["maker"], row["name"])
            offer = (rank, row["name"], geography.area_name(row["place"]), km, basis, border)
            best[row["product"]] = min(best.get(row["product"], offer), offer, key=lambda known: known[0])
    near = _nearer_makers(graph, geography, asked, [row for row in providers if row["maker"]])
    for row in found:
        if row["product_number"] in best:
            _, name, area, km, basis, border = best[row["product_number"]]
            row |= {
                "nearest_supplier": name,
                "nearest_area": area,
                "distance_km": km,
                "distance_basis": basis,
                "border": border,
            }
        if row["product_number"] in near:
            flag(row, "nearer_maker")


def _nearer_makers(
    graph: Graph, geography: Geography, asked: Mapping[str, Any], makers: Sequence[dict[str, Any]]
) -> set[int]:
    """The products for which `matches` has a maker nearer than the area's purchases, or near where none is known."""
    if not makers:
        return set()
    by_product: dict[int, list[dict[str, Any]]] = {}
    for row in makers:
        by_product.setdefault(row["product"], []).append(row)
    found = nearer(graph.rows(question("matches/matches_needs"), asked), by_product, geography, NEAR_KM)
    return {match.need["product_number"] for match in found}


def _with_stage(name: str, stage: str | None, lang: str) -> str:
    """A project with the stage that it has reached, in words."""
    words = dict(next(prop.words for prop in node("project").properties if prop.name == "stage"))
    return t(lang, f"{name} ({stage})", f"{name}（{words.get(stage, stage)}）") if stage else name


def _promised(graph: Graph, asked: Mapping[str, Any], found: Sequence[dict[str, Any]], lang: str) -> None:
    """Mark needs that a project of the area will make, and those that an open request blocks."""
    promises: dict[int, list[dict[str, Any]]] = {}
    for promise in graph.rows(question("gaps/promises"), asked):
        promises.setdefault(promise["product"], []).append(promise)
    for row in found:
        for promise in promises.get(row["product_number"], ()):
            if promise["what"] == "request":
                flag(row, "blocked")
                continue
            row["projects"].append(_with_stage(promise["name"], promise["stage"], lang))
            if promise["stage"] in ("signed", "started"):
                flag(row, promise["stage"])
