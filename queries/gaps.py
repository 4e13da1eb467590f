"""What an area's industrial chains lack: every need of the area with its state.

A need is a product that firms of the area buy (observed), say they use (declared), or must
use for what they make (implied by a technology link). gaps.sql fetches and counts; the
verdict, its reason and what to do about it are judged here, once for every engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.errors import BadInput
from ..graph.language import t
from ..graph.schema import ALL_AREAS
from ._because import because
from ._sql import question
from ._thresholds import Thresholds, thresholds
from .answer import answer, asked_as_of, records
from .geography import Geography, PlaceRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from ..graph.graph import Graph

STATES = ("broken", "missing", "presumed", "unknown", "weak", "served", "strong")
"""Worst first, as answers are sorted; `verdict` says the order in which they are tested."""

ACTIONS = {
    "broken": "固链", "missing": "补链", "presumed": "核实", "unknown": "调查",
    "weak": "强链", "strong": "固链；延链", "served": None,
}  # fmt: skip

COLUMNS = (
    "area", "product", "product_id", "chain", "stage", "basis", "state", "action", "flags", "because",
    "firms", "firm_names", "bought_value", "bought_basis", "bought_here_share", "capacity", "needed", "unit",
    "makers_here", "maker_names", "suppliers", "suppliers_outside", "suppliers_unplaced", "supplier_hhi",
    "nearest_supplier", "nearest_area", "distance_km", "distance_basis", "border", "projects", "coverage", "evidence",
    "bought_period",
)  # fmt: skip

EACH_COLUMNS = ("area", "firms", "coverage", *STATES)

BASES = {3: "observed", 2: "declared", 1: "implied"}


def gaps(
    graph: Graph,
    area: str | Sequence[str] | None = None,
    *,
    each: str | None = None,
    chain: str | None = None,
    states: Sequence[str] = (),
    with_zones: bool = False,
    as_of: str | None = None,
    limits: str | None = None,
    lang: str = "en",
) -> pd.DataFrame:
    """What does an area lack? Every product its firms need, with its state, worst first.

    Parameters
    ----------
    area
        A region or park, or several (a list, or with commas) that are asked as one.
    each
        Instead of an area: a level, for one line of counts for every area of it.
    chain, states
        Only products of this chain; only these states.
    with_zones
        Take in zones with their own administration that lie in the area.
    as_of
        A date; only facts that held on it count. Default: the graph's own (`graph.as_of`).
    limits
        A file of thresholds of your own (queries/thresholds.toml is the pattern).
    lang
        Language of the sentences in `because`: "en" or "zh".

    Returns
    -------
    One row a product: area, product, product_id, chain, stage, basis (observed, declared,
    implied), state (broken, missing, presumed, unknown, weak, served, strong), action, flags,
    because, firms (number), firm_names, bought_value (yuan), bought_basis, bought_here_share
    (0..1), capacity and needed (`unit` a year), makers_here, maker_names, suppliers,
    suppliers_outside, suppliers_unplaced, supplier_hhi (0..10000), nearest_supplier,
    nearest_area, distance_km, distance_basis, border, projects, coverage (0..1, null where
    nobody stated the number of firms), evidence (titles of sources), bought_period.
    With `each`: area, firms, coverage, and one count a state.

    Raises
    ------
    UnknownName, AmbiguousName
        If `area` or `chain` names nothing, or several things.
    BadInput
        For a level, state or date that there is none of.

    Examples
    --------
    >>> graph = example()
    >>> gaps(graph, "大龙", states=["missing"])[["product", "state", "flags"]].values.tolist()[0]
    ['吨袋', 'missing', ['outside', 'single_source']]
    """
    limit = thresholds(limits)
    for state in states:
        if state not in STATES:
            raise BadInput(
                f"there is no state {state!r}; the states are {', '.join(STATES)}",
                f"没有“{state}”这种状态；可用的有：{'、'.join(STATES)}",
            )
    with graph.reading():
        day = asked_as_of(graph, as_of)
        geography = Geography.of(graph)
        chain_name = _chain_name(graph, chain)
        if each is not None:
            return _each(graph, geography, each, day, limit, chain_name)
        if area is None:
            raise BadInput("name an area (--in) or a level (--each)", "请给出地区（--in）或级别（--each）")
        where = geography.where(area, with_zones=with_zones)
        asked = where.parameters()
        rows = _needs(graph, asked, day, limit, names=True)
        coverage = _coverage(graph, asked, day, {0: where.parts})
        firms, share = coverage.get(0, (0, None))
        notes = where.notes(lang)
        if not firms:
            notes.append(
                t(lang, f"{where.label}: the graph holds no firm here", f"{where.label}：图中没有这里的企业")
            )
        found = [
            _judged(row, where.label, share, limit, lang) for row in rows if chain_name is None or chain_name in (row["chains"] or ())
        ]
        _nearest(graph, geography, asked, day, where.parts, found, lang)
        _promised(graph, asked, day, found)
        _build(found)
        if states:
            found = [row for row in found if row["state"] in states]
        found.sort(key=_worst_first)
        parameters = {
            "area": where.label, "chain": chain_name, "states": list(states) or None, "with_zones": with_zones or None, "as_of": day,
        }  # fmt: skip
        return answer(graph, "gaps", COLUMNS, found, parameters, as_of=day, notes=notes)


def _chain_name(graph: Graph, chain: str | None) -> str | None:
    if chain is None:
        return None
    from ._names import resolve

    return resolve(graph, chain, ("chain",)).name


def _needs(graph: Graph, asked: Mapping[str, Any], day: str | None, limit: Thresholds, *, names: bool) -> list[dict[str, Any]]:
    parameters = {**asked, "as_of": day, "names": names, "broken_months": int(limit.broken_months)}
    return records(graph.ask(question("gaps"), parameters))


def _coverage(
    graph: Graph, asked: Mapping[str, Any], day: str | None, parts: Mapping[int, Iterable[PlaceRow]]
) -> dict[int, tuple[int, float | None]]:
    """By area: its firms in the graph, and the share of all its firms that have known products.

    The share is null unless a metric states the number of firms of every part of the area.
    """
    stated = {row["place"]: row["firms"] for row in records(graph.ask(question("firm_counts"), {"as_of": day}))}
    out: dict[int, tuple[int, float | None]] = {}
    for row in records(graph.ask(question("coverage"), {**asked, "as_of": day})):
        totals = [stated.get(part.id) for part in parts.get(row["area"], ())]
        total = None if None in totals else sum(total for total in totals if total is not None)
        out[row["area"]] = (row["firms"], min(1.0, row["known"] / total) if total else None)
    return out


# -- judgement -----------------------------------------------------------------------------


def verdict(row: Mapping[str, Any], coverage: float | None, limit: Thresholds) -> str:
    """The state of a need, from what was counted; the tests in the order of QUESTIONS."""
    made, bought_here = row["makers_here"] > 0, row["suppliers_inside"] > 0
    if not (made or bought_here):
        if row["ended_on"] is not None and not row["purchases"]:
            return "broken"
        known = coverage or 0.0
        if row["suppliers_outside"] or (row["strength"] == 2 and coverage is not None and known >= limit.missing_coverage):
            return "missing"
        if row["strength"] >= 2 or row["suppliers_unplaced"] or (coverage is not None and known >= limit.presumed_coverage):
            return "presumed"
        return "unknown"
    share = here_share(row, limit)[0]
    if share is not None and share < limit.weak_share:
        return "weak"
    if short_of_capacity(row, limit):
        return "weak"
    return "strong" if row["makers_here"] >= limit.strong_makers or row["leader"] else "served"


def here_share(row: Mapping[str, Any], limit: Thresholds) -> tuple[float | None, str | None]:
    """The share of placed purchases that comes from the area, and whether by value or by count."""
    if not row["placed"]:
        return None, None
    if row["placed_valued"] >= limit.valued_share * row["placed"] and row["placed_value"] > 0:
        return row["inside_value"] / row["placed_value"], "value"
    return row["suppliers_inside"] / (row["suppliers_inside"] + row["suppliers_outside"]), "count"


def short_of_capacity(row: Mapping[str, Any], limit: Thresholds) -> bool:
    """Whether the whole capacity here is known, in the unit of the need, and too small for it."""
    return bool(
        row["capacity_known"]
        and row["needed"]
        and row["capacity"] is not None
        and row["capacity_unit"] == row["needed_unit"]
        and row["capacity"] < limit.weak_capacity * row["needed"]
    )


def _judged(row: Mapping[str, Any], label: str, coverage: float | None, limit: Thresholds, lang: str) -> dict[str, Any]:
    state = verdict(row, coverage, limit)
    share, by = here_share(row, limit)
    hhi = None
    if row["purchases"] and row["valued"] >= limit.valued_share * row["purchases"] and row["bought_value"]:
        # Herfindahl: sum of squared shares, on 0..10000
        hhi = round(1e4 * row["value_squares"] / row["bought_value"] ** 2)
    flags = []
    if row["suppliers_outside"]:
        flags.append("outside")
    if row["suppliers"] == 1 and not row["group_supplies"]:
        flags.append("single_source")
    if row["maker_unknown"]:
        flags.append("maker_unknown")
    out = {
        **row,
        "area": label,
        "chain": row["chains"],
        "stage": row["stages"],
        "basis": BASES[row["strength"]],
        "state": state,
        "action": ACTIONS[state],
        "flags": flags,
        "bought_here_share": None if share is None else round(share, 4),
        "share_by": by,
        "short": short_of_capacity(row, limit),
        "unit": row["needed_unit"] or row["capacity_unit"],
        "supplier_hhi": hhi,
        "coverage": None if coverage is None else round(coverage, 4),
        "projects": [],
    }
    out["because"] = because(out, limit, lang)
    return out


def _worst_first(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return STATES.index(row["state"]), -row["firms"], -(row["bought_value"] or 0), row["product"], row["product_id"]


def _nearest(
    graph: Graph, geography: Geography, asked: Mapping[str, Any], day: str | None,
    parts: Sequence[PlaceRow], found: Sequence[dict[str, Any]], lang: str,
) -> None:  # fmt: skip
    """Find for each need the nearest provider outside the area: a maker, or who sells to it now."""
    del lang
    products = sorted({row["product_number"] for row in found})
    if not products:
        return
    inside = set(asked["inside_place"])
    best: dict[int, tuple[Any, ...]] = {}
    near_makers: dict[int, list[float]] = {}
    distances: dict[int | None, tuple[float | None, str | None, str | None]] = {}
    for row in records(graph.ask(question("providers"), {**asked, "as_of": day, "products": products})):
        place = row["place"]
        if place in inside:
            continue
        if place not in distances:
            distances[place] = nearest_part(geography, place, parts)
        km, basis, border = distances[place]
        # the same county without a distance of its own is nearest; an unknown place comes last
        rank = (place is None or basis is None, km if km is not None else 0.0 if basis else 1e9, not row["maker"], row["name"])
        if row["product"] not in best or rank < best[row["product"]][0]:
            best[row["product"]] = (rank, row["name"], geography.area_name(place), km, basis, border)
        if row["maker"] and basis is not None:
            near_makers.setdefault(row["product"], []).append(km if km is not None else 0.0)
    for row in found:
        if row["product_number"] in best:
            _, name, area, km, basis, border = best[row["product_number"]]
            row |= {"nearest_supplier": name, "nearest_area": area, "distance_km": km, "distance_basis": basis, "border": border}


def nearest_part(
    geography: Geography, place: int | None, parts: Iterable[PlaceRow]
) -> tuple[float | None, str | None, str | None]:
    """Distance, its basis and the border between a place and the nearest part of an area."""
    if place is None:
        return None, None, None
    here = geography.places[place]
    options = []
    for part in parts:
        km, basis = geography.between(here, part)
        order = (basis is None, km if km is not None else 0.0)
        options.append((order, km, basis, geography.border(place, part.id) if part.id in geography.places else None))
    if not options:
        return None, None, None
    _, km, basis, border = min(options, key=lambda option: option[0])
    return km, basis, border


def _promised(graph: Graph, asked: Mapping[str, Any], day: str | None, found: Sequence[dict[str, Any]]) -> None:
    """Mark needs that a project of the area will make, and those that an open request blocks."""
    del day
    promises: dict[int, list[dict[str, Any]]] = {}
    inside = {key: asked[key] for key in ("inside_place", "inside_area", "maybe_place", "maybe_area")}
    for promise in records(graph.ask(question("promises"), inside)):
        promises.setdefault(promise["product"], []).append(promise)
    for row in found:
        for promise in promises.get(row["product_number"], ()):
            if promise["what"] == "request":
                _flag(row, "blocked")
                continue
            row["projects"].append(f"{promise['name']} ({promise['stage']})" if promise["stage"] else promise["name"])
            if promise["stage"] in ("signed", "started"):
                _flag(row, promise["stage"])


def _flag(row: dict[str, Any], flag: str) -> None:
    if flag not in row["flags"]:
        row["flags"].append(flag)


def _build(found: Sequence[dict[str, Any]]) -> None:
    """A chain of which the area has exactly one stage is to be built: 建链."""
    stages: dict[str, set[str]] = {}
    for row in found:
        if row["makers_here"]:
            for chain, stage in zip(row["chains"] or (), row["stages"] or (), strict=True):
                if stage:
                    stages.setdefault(chain, set()).add(stage)
    for row in found:
        if row["state"] in ("missing", "presumed", "unknown") and any(
            len(stages.get(chain, ())) == 1 for chain in row["chains"] or ()
        ):
            row["action"] = "；".join(filter(None, [row["action"], "建链"]))


# -- every area of a level -----------------------------------------------------------------


def _each(
    graph: Graph, geography: Geography, level: str, day: str | None, limit: Thresholds, chain: str | None
) -> pd.DataFrame:
    if level not in ALL_AREAS:
        raise BadInput(
            f"there is no level {level!r}; the levels are {', '.join(ALL_AREAS)}",
            f"没有“{level}”这个级别；可用的有：{'、'.join(ALL_AREAS)}",
        )
    areas, asked = geography.each(level)
    counts = {area: dict.fromkeys(STATES, 0) for area in areas}
    coverage = _coverage(graph, asked, day, {area: (place,) for area, place in areas.items()})
    for row in _needs(graph, asked, day, limit, names=False):
        if chain is None or chain in (row["chains"] or ()):
            counts[row["area"]][verdict(row, coverage[row["area"]][1], limit)] += 1
    rows = [
        {"area": place.name, "firms": coverage[area][0], "coverage": coverage[area][1], **counts[area]}
        for area, place in areas.items()
        if coverage.get(area, (0, None))[0]
    ]
    rows.sort(key=lambda row: (-row["missing"] - row["broken"], row["area"]))
    return answer(graph, "gaps", EACH_COLUMNS, rows, {"each": level, "chain": chain, "as_of": day}, as_of=day)
