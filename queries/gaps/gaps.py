"""What an area's industrial chains lack: every need of the area with its state.

A need is a product that firms of the area buy (observed), say they use (declared), or must
use for what they make (implied by a technology link). gaps.sql fetches and counts; the
verdict, its reason and what to do about it are Python (verdict.py), once for every engine.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ...graph.answer_columns import AnswerColumn
from ...graph.errors import BadInput
from ...graph.language import t
from ..answer import Answer, Asked, answer, ask_as_of, framed
from ..columns import (
    AREA,
    BASIS_OF_NEED,
    BECAUSE,
    BORDER,
    CAPACITY,
    CHAIN,
    COVERAGE,
    DISTANCE,
    DISTANCE_BASIS,
    EVIDENCE,
    FIRMS,
    MAKER_NAMES,
    MAKERS_HERE,
    NEAREST_AREA,
    PRODUCT,
    PRODUCT_ID,
    STAGE,
    STATE,
    UNIT,
)  # fmt: skip
from ..places.geography import Geography, PlaceRow, Where, check_level
from ..texts import question
from .nearer import NEAR_KM, nearer, nearest_part
from .thresholds import Thresholds, thresholds
from .verdict import STATES, flag, judged, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...graph.graph import Graph

COLUMNS = (
    AREA,
    PRODUCT.at(1),
    PRODUCT_ID,
    CHAIN,
    STAGE,
    BASIS_OF_NEED,
    STATE.at(2),
    AnswerColumn("action", "text", None, "action", "建议", meaning="what to do about it"),
    AnswerColumn("flags", "list", None, "flags", "标记", 3, 12, meaning="what else is to be said of it"),
    BECAUSE.at(4),
    FIRMS.meant("firms that need it"),
    AnswerColumn("firm_names", "list", None, "firms", "需求企业", meaning="their names"),
    AnswerColumn("bought_value", "money", "yuan", "bought for", "采购额", meaning="what they pay for it"),
    AnswerColumn("bought_basis", "text", None, "basis of value", "采购额口径"),
    AnswerColumn(
        "bought_here_share", "share", "0..1", "bought here", "本地采购占比", meaning="the part of it paid here"
    ),
    CAPACITY.meant("what its makers here can make"),
    AnswerColumn("needed", "number", "`unit` a year", "needed", "需求量", meaning="what the firms here need"),
    UNIT,
    MAKERS_HERE.meant("firms here that make it"),
    MAKER_NAMES,
    AnswerColumn("suppliers", "integer", None, "suppliers", "供应商数", meaning="firms that supply it to firms here"),
    AnswerColumn("suppliers_outside", "integer", None, "outside", "外地供应商数", meaning="those that are elsewhere"),
    AnswerColumn(
        "suppliers_unplaced", "integer", None, "unplaced", "地点不明供应商数", meaning="those of unknown place"
    ),
    AnswerColumn(
        "supplier_hhi", "number", "0..10000", "supplier HHI", "供应商集中度", meaning="how few sell most of it"
    ),
    AnswerColumn("nearest_supplier", "text", None, "nearest supplier", "最近供方", 5, 20, "nearest_area"),
    NEAREST_AREA,
    DISTANCE,
    DISTANCE_BASIS,
    BORDER,
    AnswerColumn("projects", "list", None, "projects", "在谈在建项目", meaning="projects here that will make it"),
    COVERAGE,
    EVIDENCE,
    AnswerColumn("bought_period", "date", None, "period of value", "采购额期间"),
)

COUNTED = dict(zip(STATES, ("断链", "缺链", "疑缺", "未知", "弱链", "有配套", "优势"), strict=True))
"""The states with their Chinese names, a column each."""

EACH_COLUMNS = (
    AREA.meant("an area of the level"),
    FIRMS.meant("its firms in the graph"),
    COVERAGE,
    *(AnswerColumn(state, "integer", None, state, zh, meaning="needs in this state") for state, zh in COUNTED.items()),
)


@framed("gaps", "产业链缺口", COLUMNS, EACH_COLUMNS)
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
) -> Answer:
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
        A file of thresholds of your own (queries/gaps/thresholds.toml is the pattern).
    lang
        Language of the sentences in `because`: "en" or "zh".

    Returns
    -------
    One row a product, worst first:

    - `area` (text): the area asked
    - `product` (text): product
    - `product_id` (text): its identifier
    - `chain` (text): chain
    - `stage` (text): of the chain
    - `basis` (text): how the need is known: observed, declared or implied
    - `state` (text): broken, missing, presumed, unknown, weak, served or strong
    - `action` (text): what to do about it
    - `flags` (list): what else is to be said of it
    - `because` (sentence): why, in a sentence
    - `firms` (integer): firms that need it
    - `firm_names` (list): their names
    - `bought_value` (money, yuan): what they pay for it
    - `bought_basis` (text): basis of value
    - `bought_here_share` (share, 0..1): the part of it paid here
    - `capacity` (number, `unit` a year): what its makers here can make
    - `needed` (number, `unit` a year): what the firms here need
    - `unit` (text): the unit of amounts
    - `makers_here` (integer): firms here that make it
    - `maker_names` (list): their names
    - `suppliers` (integer): firms that supply it to firms here
    - `suppliers_outside` (integer): those that are elsewhere
    - `suppliers_unplaced` (integer): those of unknown place
    - `supplier_hhi` (number, 0..10000): how few sell most of it
    - `nearest_supplier` (text): nearest supplier
    - `nearest_area` (text): where the nearest one is
    - `distance_km` (number, km): great-circle distance
    - `distance_basis` (text): whose points: park or county
    - `border` (text): the highest level between the two
    - `projects` (list): projects here that will make it
    - `coverage` (share, 0..1): firms with known products; null where nobody stated the number of firms
    - `evidence` (list): titles of sources
    - `bought_period` (date): period of value

    With `each` one row an area instead:

    - `area` (text): an area of the level
    - `firms` (integer): its firms in the graph
    - `coverage` (share, 0..1): firms with known products; null where nobody stated the number of firms
    - `broken` (integer): needs in this state
    - `missing` (integer): needs in this state
    - `presumed` (integer): needs in this state
    - `unknown` (integer): needs in this state
    - `weak` (integer): needs in this state
    - `served` (integer): needs in this state
    - `strong` (integer): needs in this state

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
    if each is not None and (area is not None or states):
        raise BadInput(
            "a level (--each) counts every area and state: give it without --in and --state",
            "按级别统计（--each）涵盖每个地区和状态，不能与 --in 或 --state 同用",
        )
    with graph.reading():
        when = ask_as_of(graph, as_of)
        geography = Geography.of(graph)
        chain_name = _chain_name(graph, chain)
        if each is not None:
            out = _each(graph, geography, each, when, limit, chain_name, lang)
        elif area is not None:
            where = geography.where(area, with_zones=with_zones)
            out = _one(graph, geography, where, when, limit, chain_name, states, lang)
            out.attrs["parameters"] |= {"with_zones": True} if with_zones else {}
        else:
            raise BadInput("name an area (--in) or a level (--each)", "请给出地区（--in）或级别（--each）")
    out.attrs["parameters"] |= {"limits": limits} if limits else {}
    out.attrs["thresholds"] = asdict(limit)
    return out


def _one(
    graph: Graph, geography: Geography, where: Where, when: Asked, limit: Thresholds,
    chain: str | None, states: Sequence[str], lang: str,
) -> Answer:  # fmt: skip
    """The needs of one area, or of several asked as one."""
    asked = {**where.parameters(), "as_of": when.day}
    firms, needs, found = _judged(graph, geography, where, asked, limit, chain, lang)
    shown = [row for row in found if not states or row["state"] in states]
    notes = where.notes(lang)
    if not shown:
        notes.append(_why_empty(where.label, firms, needs, len(found), lang))
    parameters = {"area": where.label, "chain": chain, "states": list(states) or None, "as_of": when.day}
    return answer(graph, "gaps", COLUMNS, shown, parameters, asked=when, notes=notes)


def judged_needs(graph: Graph, geography: Geography, where: Where, when: Asked, lang: str) -> list[dict[str, Any]]:
    """The rows of `gaps` for a picture, worst first: with `firm_ids`, the identifiers of the firms that need it."""
    asked = {**where.parameters(), "as_of": when.day}
    return _judged(graph, geography, where, asked, thresholds(None), None, lang)[2]


def _judged(
    graph: Graph, geography: Geography, where: Where, asked: Mapping[str, Any], limit: Thresholds,
    chain: str | None, lang: str,
) -> tuple[int, int, list[dict[str, Any]]]:  # fmt: skip
    """How many firms and needs an area has, and its needs judged, of a chain if one is named, worst first."""
    firms, coverage = _coverage(graph, asked, {0: where.parts}).get(0, (0, None))
    needs = graph.rows(question("gaps/gaps"), _needing(asked, limit, names=True))
    found = [
        judged(row, where.label, coverage, limit, lang)
        for row in needs
        if chain is None or chain in (row["chains"] or ())
    ]
    _nearest(graph, geography, asked, where.parts, found)
    _promised(graph, asked, found)
    return firms, len(needs), sorted(found, key=_worst_first)


def _why_empty(label: str, firms: int, needs: int, found: int, lang: str) -> str:
    """Why there is no row: no firm, no need known, or none that was asked for."""
    if not firms:
        return t(lang, f"{label}: the graph holds no firm here", f"{label}：图中没有这里的企业")
    if not needs:
        return t(
            lang,
            f"{label}: no need is known of its {firms} firms; load what they buy, use or make",
            f"{label}：当地{firms}家企业的需求均未知；请载入其采购、使用或生产的产品",
        )
    if not found:
        return t(
            lang, f"{label}: none of its {needs} needs is in this chain", f"{label}：{needs}种需求均不属于这条产业链"
        )
    return t(lang, f"{label}: none of its {found} needs is in such a state", f"{label}：{found}种需求均不处于所选状态")


def _chain_name(graph: Graph, chain: str | None) -> str | None:
    if chain is None:
        return None
    from ..names import resolve

    return resolve(graph, chain, ("chain",)).name


def _needing(asked: Mapping[str, Any], limit: Thresholds, *, names: bool) -> dict[str, Any]:
    """The parameters of both texts that count needs; without names of firms it is quicker."""
    return {**asked, "names": names, "broken_months": int(limit.broken_months)}


def _coverage(
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


def _promised(graph: Graph, asked: Mapping[str, Any], found: Sequence[dict[str, Any]]) -> None:
    """Mark needs that a project of the area will make, and those that an open request blocks."""
    promises: dict[int, list[dict[str, Any]]] = {}
    for promise in graph.rows(question("gaps/promises"), asked):
        promises.setdefault(promise["product"], []).append(promise)
    for row in found:
        for promise in promises.get(row["product_number"], ()):
            if promise["what"] == "request":
                flag(row, "blocked")
                continue
            row["projects"].append(f"{promise['name']} ({promise['stage']})" if promise["stage"] else promise["name"])
            if promise["stage"] in ("signed", "started"):
                flag(row, promise["stage"])


# -- every area of a level -----------------------------------------------------------------


def _each(
    graph: Graph, geography: Geography, level: str, when: Asked, limit: Thresholds, chain: str | None, lang: str
) -> Answer:
    check_level(level)
    areas, places = geography.each(level)
    asked = {**places, "as_of": when.day}
    counts: dict[int, dict[str, int]] = {area: dict.fromkeys(STATES, 0) for area in areas}
    # what a metric says of a county is not said of what of it lies in no park
    whole = {area: () if level == "park" and place.kind == "region" else (place,) for area, place in areas.items()}
    coverage = _coverage(graph, asked, whole)
    # a row stands for all needs of an area that are alike in what a verdict rests on
    for row in graph.rows(question("gaps/gaps_each"), {**_needing(asked, limit, names=False), "chain": chain}):
        counts[row["area"]][verdict(row, coverage[row["area"]][1], limit)] += row["needs"]
    rows: list[dict[str, Any]] = []
    for area, place in areas.items():
        firms, share = coverage.get(area, (0, None))
        if firms:
            share = None if share is None else round(share, 4)
            rows.append(
                {"area": geography.label(place, level, lang), "firms": firms, "coverage": share, **counts[area]}
            )
    rows.sort(key=lambda row: (-row["missing"] - row["broken"], row["area"]))
    notes = [] if rows else [t(lang, "the graph holds no firm in any such area", "图中没有位于这一级地区的企业")]
    return answer(
        graph, "gaps", EACH_COLUMNS, rows, {"each": level, "chain": chain, "as_of": when.day}, asked=when, notes=notes
    )
