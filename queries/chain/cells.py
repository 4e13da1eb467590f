"""The cells of a chain map: what an area needs, makes, sells or will make, one product each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...graph.language import t
from ..fact_words import word
from ..gaps.needs import STAGE
from ..gaps.verdict import STATES
from .columns import LACKING, MADE, PROJECT, SUPPLIER, UNSTATED
from .known import Firm, each_once, in_words, named, told, where_is

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..gaps.needs import Needs
    from ..places.geography import Geography
    from .areas import Area
    from .known import Coming, Known, Made, Need, Product, Row, Supply

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
    made = [one for one in known.makers if one.firm.place in here]
    sold = [one for one in known.supplies if one.seller.place in here]
    coming = [one for one in known.coming if one.place in here]
    own = {one.product.number for one in (*made, *sold, *coming)}
    cells = []
    for number in needed.keys() | own:
        need = needed.get(number)
        makers = [one for one in made if number in one.stands_for]
        buying = [one for one in known.supplies if one.buyer.place in here and number in one.stands_for] if need else []
        selling = [one for one in sold if number in one.stands_for]
        projects = [one for one in coming if number in one.stands_for]
        rests = [one for one in known.needs if need and one.product == number and _counts(one, need)]
        suppliers = each_once(one.seller for one in buying)
        users = each_once(one.buyer for one in selling if one.buyer.place not in here)
        could = _candidates(area, need, suppliers, known, geography)
        firms_here = {firm.identifier: firm for firm in (*(one.buyer for one in buying), *(one.firm for one in rests))}
        buyers = each_once(firms_here[id_] for id_ in (need["firm_ids"] if need else ()) if id_ in firms_here)
        row: Row = {
            "part": "cell", "area": area.label, "area_id": area.identifier, "province": area.province,
            "product": products[number].name, "product_id": products[number].identifier,
            "box": box(area.identifier, products[number].identifier),
            **told(each_once(one.firm for one in makers), "makers"), **told(buyers, "buyers"), **told(suppliers, "suppliers"),
            **told([one.firm for one in could], "candidates"), **told(users, "users"),
            "supplier_areas": places_of(suppliers, geography), "user_areas": places_of(users, geography),
            "candidate_areas": places_of([one.firm for one in could], geography),
            "needed_by": in_words(buyers, lang), "made_by": in_words(each_once(one.firm for one in makers), lang),
            "supplied_by": in_words(suppliers, lang), **_projects(projects),
            "coverage": None if needs.coverage is None else round(needs.coverage, 4),
            "evidence": _sources([*makers, *buying, *selling, *rests, *projects], need),
            "facts": _facts(makers, [*buying, *selling, *rests, *projects]),
        }  # fmt: skip
        if need:
            row |= {name: need[name] for name in ("state", "action", "basis", "because", "firms")}
        else:
            row |= _without_need(makers, selling, projects, users, geography, lang)
            counts_for = {need for one in (*makers, *selling) for need in one.stands_for & needed.keys()}
            row["because"] = _closed(row["because"], sorted(products[one].name for one in counts_for), lang)
        cells.append(Cell(area, products[number], row, buying, could))
    cells.sort(key=worst_first)
    return cells


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
    area: Area, need: Mapping[str, Any] | None, suppliers: Sequence[Firm], known: Known, geography: Geography
) -> list[Made]:
    """Makers that are not known to be here and do not supply it yet, nearest first, each once."""
    if need is None or need["state"] not in LACKING or need["bound"]:  # what cannot be carried comes from nowhere else
        return []
    supplying = {firm.identifier for firm in suppliers}
    found = {
        one.firm.identifier: one
        for one in reversed(known.makers)
        if need["product_number"] in one.stands_for
        and one.firm.place not in area.where.inside
        and one.firm.identifier not in supplying
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


def _sources(facts: Iterable[Any], need: Mapping[str, Any] | None) -> list[str] | None:
    return sorted({*((need or {}).get("evidence") or ()), *(one.source for one in facts if one.source)}) or None


def _facts(makers: Iterable[Made], others: Iterable[Any]) -> list[str] | None:
    return sorted({*(fact for one in makers for fact in one.facts), *(one.fact for one in others)}) or None


def _without_need(
    makers: Sequence[Made], selling: Sequence[Supply], coming: Sequence[Coming], users: Sequence[Firm], geography: Geography,
    lang: str,
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
            f"{firm.name}{t(lang, ' (', '（')}{where_is(firm, geography, lang)}{t(lang, ')', '）')}"
            for firm in users[:3]
        )
        more = t(lang, f" and {len(users) - 3} more", f"等{len(users)}家") if len(users) > 3 else ""
        said.append(t(lang, f"bought from here by {listed}{more}", f"外购方：{listed}{more}"))
    return {"state": state, "action": None, "basis": None, "firms": None, "because": t(lang, "; ", "；").join(said)}


def _closed(said: str, counts_for: Sequence[str], lang: str) -> str:
    """The sentence with what of it is needed here."""
    listed = t(lang, ", ", "、").join(counts_for)
    if listed:
        return said + t(lang, f"; needed here as {listed}", f"；本地需要{listed}，可用此产品")
    return said + t(lang, "; no need here is known", "；本地需求未见记录")


_HOW = {
    "product": ("made", "生产"),
    "by-product": ("left over as a by-product", "副产"),
    "waste": ("left over as waste", "作为废物产生"),
}
"""How something is made, the strongest first."""
