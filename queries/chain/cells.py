"""The cells of a chain map: what an area needs, makes, sells or will make, one product each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from ...graph.language import t
from ..fact_words import word
from ..gaps.needs import STAGE
from ..gaps.verdict import STATES
from .columns import LACKING, MADE, PROJECT, SUPPLIER, UNSTATED
from .known import each_once, in_words, told, where_is

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..gaps.needs import Needs
    from ..places.geography import Geography
    from .areas import Area
    from .known import Coming, Firm, Known, Made, Need, Product, Row, Supply

T = TypeVar("T", "Made", "Supply", "Coming")
ORDER = (*STATES[:5], PROJECT, SUPPLIER, MADE, *STATES[5:])
"""Worst first: what is lacking, what is to come, what is there."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its row, and what its joins are made of."""

    area: Area
    product: Product
    row: Row
    bought: Sequence[Supply]
    candidates: Sequence[Made]


def cells_of(
    area: Area, needs: Needs, known: Known, products: Mapping[int, Product], geography: Geography, lang: str
) -> list[Cell]:
    """All cells of an area, worst first."""
    here = area.where.inside
    needed = {row["product_number"]: row for row in needs.rows}
    made = _by_product(one for one in known.makers if one.firm.place in here)
    sold = _by_product(one for one in known.supplies if one.seller.place in here)
    bought = _by_product(one for one in known.supplies if one.buyer.place in here)
    coming = _by_product(one for one in known.coming if one.place in here)
    anywhere = _by_product(known.makers)
    says: dict[int, list[Need]] = {}
    for said in known.needs:
        says.setdefault(said.product, []).append(said)
    own = {one.product.number for of in (made, sold, coming) for listed in of.values() for one in listed}
    cells = []
    for number in needed.keys() | own:
        need, product = needed.get(number), products[number]
        making, selling, projects = made.get(number, []), sold.get(number, []), coming.get(number, [])
        buying = bought.get(number, []) if need else []
        rests = [one for one in says.get(number, ()) if need and _counts(one, need)]
        makers, suppliers = each_once(one.firm for one in making), each_once(one.seller for one in buying)
        users = each_once(one.buyer for one in selling if one.buyer.place not in here)
        buyers = each_once(
            firm
            for firm in (*(one.buyer for one in buying), *(one.firm for one in rests))
            if need and firm.identifier in need["firm_ids"]
        )
        could = _candidates(area, need, suppliers, anywhere.get(number, []), geography)
        candidates = [one.firm for one in could]
        row: Row = {
            "part": "cell", "area": area.label, "area_id": area.identifier, "province": area.province,
            "product": product.name, "product_id": product.identifier, "box": box(area.identifier, product.identifier),
            **told(makers, "makers"), **told(buyers, "buyers"), **told(suppliers, "suppliers"), **told(candidates, "candidates"),
            **told(users, "users"), "supplier_areas": places_of(suppliers, geography),
            "candidate_areas": places_of(candidates, geography), "user_areas": places_of(users, geography),
            "needed_by": in_words(buyers, lang), "made_by": in_words(makers, lang), "supplied_by": in_words(suppliers, lang),
            **_projects(projects), "coverage": None if needs.coverage is None else round(needs.coverage, 4),
            **rests_on([*buying, *selling, *rests, *projects], making, need),
        }  # fmt: skip
        if need:
            row |= {name: need[name] for name in ("state", "action", "basis", "because", "firms")}
        else:
            there: list[Made | Supply | Coming] = [*making, *selling, *projects]
            counts_for = {of for one in there for of in one.stands_for & needed.keys()}
            broader = sorted(products[of].name for of in counts_for)
            row |= _without_need(making, selling, projects, users, broader, geography, lang)
        cells.append(Cell(area, product, row, buying, could))
    cells.sort(key=worst_first)
    return cells


def rests_on(
    stated: Sequence[Supply | Need | Coming], making: Sequence[Made], need: Mapping[str, Any] | None = None
) -> Row:
    """What a row rests on: titles of sources, and facts."""
    sources = {*((need or {}).get("evidence") or ()), *(one.source for one in stated if one.source)}
    sources |= {source for one in making for source in one.sources}
    facts = {one.fact for one in stated} | {fact for one in making for fact in one.facts}
    return {"evidence": sorted(sources) or None, "facts": sorted(facts) or None}


def _by_product(found: Iterable[T]) -> dict[int, list[T]]:
    """By the number of each product that they stand for."""
    out: dict[int, list[T]] = {}
    for one in found:
        for number in one.stands_for:
            out.setdefault(number, []).append(one)
    return out


def box(area: str, product: str) -> str:
    """The identifier of a box."""
    return f"{area} {product}"


def worst_first(cell: Cell) -> tuple[Any, ...]:
    """The order of cells of one area."""
    row = cell.row
    return ORDER.index(row["state"]), -(row["firms"] or 0), row["product"], row["product_id"]


def places_of(firms: Iterable[Firm], geography: Geography) -> list[str] | None:
    """Where firms are, in their order."""
    return [geography.area_name(firm.place) or UNSTATED for firm in firms] or None


def _counts(one: Need, need: Mapping[str, Any]) -> bool:
    """Whether what is known says something of the need as it was judged."""
    says = {"ended": need["state"] == "broken", "implied": bool(need["implied"])}
    return one.firm.identifier in need["firm_ids"] and says.get(one.what, True)


def _candidates(
    area: Area, need: Mapping[str, Any] | None, suppliers: Sequence[Firm], makers: Sequence[Made], geography: Geography
) -> list[Made]:
    """Makers that are not known to be here and do not supply it yet, nearest first, each once."""
    if need is None or need["state"] not in LACKING or need["bound"]:  # what cannot be carried comes from nowhere else
        return []
    here, supplying = area.where.inside, {firm.identifier for firm in suppliers}
    found = {
        one.firm.identifier: one
        for one in reversed(makers)
        if one.firm.place not in here and one.firm.identifier not in supplying
    }
    ways = {place: geography.way(place, area.where.parts).order for place in {one.firm.place for one in found.values()}}
    return sorted(found.values(), key=lambda one: (ways[one.firm.place], one.firm.name, one.firm.identifier))


def _projects(coming: Sequence[Coming]) -> Row:
    each = sorted({(one.name, one.identifier, one.stage or UNSTATED) for one in coming})
    return {
        "projects": [name for name, *_ in each] or None,
        "project_ids": [identifier for _, identifier, _ in each] or None,
        "project_stages": [stage for *_, stage in each] or None,
    }


def _without_need(
    makers: Sequence[Made], selling: Sequence[Supply], coming: Sequence[Coming], users: Sequence[Firm],
    broader: Sequence[str], geography: Geography, lang: str,
) -> Row:  # fmt: skip
    """State and sentence of what is made, sold or to be made here, and of which no need here is known."""
    said: list[str] = []
    if makers:
        state = MADE
        firms = each_once(one.firm for one in makers)
        how = t(lang, *_HOW[min({one.role for one in makers}, key=list(_HOW).index)])
        said.append(t(lang, f"{how} here by {in_words(firms, lang)}", f"本地{in_words(firms, lang)}{how}"))
    elif selling:
        state = SUPPLIER
        sellers = in_words(each_once(one.seller for one in selling), lang)
        said.append(
            t(lang, f"sold from here by {sellers}; who makes it is not known", f"本地{sellers}在供应，产自何处未载")
        )
    else:
        state = PROJECT
        for one in coming:
            stage = word(STAGE, one.stage, lang) if one.stage else t(lang, "stage not stated", "阶段未载明")
            said.append(t(lang, f"the project {one.name} ({stage}) will make it", f"{one.name}（{stage}）将生产"))
        said = list(dict.fromkeys(said))
    if users:
        listed = t(lang, ", ", "、").join(
            f"{firm.name}{t(lang, *_BRACKETS).format(where_is(firm, geography, lang))}" for firm in users[:3]
        )
        more = t(lang, " and others", "等") if len(users) > 3 else ""
        said.append(t(lang, f"bought from here by {listed}{more}", f"买方：{listed}{more}"))
    if broader:
        listed = t(lang, ", ", "、").join(broader)
        said.append(t(lang, f"it counts for what is needed here as {listed}", f"可用于本地所需的{listed}"))
    else:
        said.append(t(lang, "no need here is known", "本地需求未见记录"))
    return {"state": state, "action": None, "basis": None, "firms": None, "because": t(lang, "; ", "；").join(said)}


_BRACKETS = (" ({})", "（{}）")
_HOW = {
    "product": ("made", "生产"),
    "by-product": ("left over as a by-product", "副产"),
    "waste": ("left over as waste", "作为废物产生"),
}
"""How something is made, the strongest first."""
