"""Who makes a product, nearest first: whom a buyer could ask, or an area invite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.answer_columns import AnswerColumn
from ...graph.language import t
from ..answer import Answer, answer, framed
from ..as_of.asked import asked_of
from ..as_of.undated import undated
from ..columns import (
    AREA,
    BECAUSE,
    BORDER,
    CAPACITY,
    DISTANCE,
    DISTANCE_BASIS,
    FIRM,
    FIRM_ID,
    PRODUCT,
    ROLE,
    UNIT,
)  # fmt: skip
from ..fact_words import word
from ..firm_numbers import PROJECT, firms_in_words
from ..gaps.needs import STAGE
from ..names import resolve
from ..numbers import readable
from ..places.by_name import by_name_among
from ..places.distances import UNPLACED, Way
from ..places.geography import Geography
from ..places.unplaced import unplaced_among
from ..texts import question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...graph.graph import Graph
    from ..places.place import Where

COLUMNS = (
    FIRM.at(1),
    AREA.at(2, meaning="its county, or the nearest coarser area known"),
    PRODUCT.at(3, meaning="the kind that it makes"),
    CAPACITY.at(4),
    UNIT,
    DISTANCE.at(5, meaning="to the nearest part of `near`; null without it"),
    BORDER,
    AnswerColumn("customers", "integer", None, "customers", "客户数", meaning="distinct buyers known now"),
    BECAUSE.at(6),
    ROLE.meant("product, by-product or waste; null for a seller not known to make it"),
    AnswerColumn("customer_names", "list", None, "customers", "客户", meaning="their names"),
    DISTANCE_BASIS,
    FIRM_ID,
    AnswerColumn("stage", "text", None, "stage of the project", "项目阶段", meaning="of a project; null for a firm"),
)


@framed("suppliers", "供应商", COLUMNS)
def suppliers(
    graph: Graph,
    product: str,
    *,
    near: str | Sequence[str] | None = None,
    with_zones: bool = False,
    as_of: str | None = None,
    period: str | None = None,
    lang: str = "en",
) -> Answer:
    """Who makes a product or a kind of it, nearest to an area first?

    Makers come before firms that sell the product without being known to make it, and these before projects that
    will make it; among each, the nearest to `near` first (by name where no area is given), and those whose place is
    not known last. A project that produces is a maker.

    Returns
    -------
    One row a firm, product and role; with `period` ("2021") capacities are those of exactly this period, and all else is as
    of its last day:

    - `firm` (text): firm
    - `area` (text): its county, or the nearest coarser area known
    - `product` (text): the kind that it makes
    - `capacity` (number, `unit` a year): capacity
    - `unit` (text): the unit of amounts
    - `distance_km` (number, km): to the nearest part of `near`; null without it
    - `border` (text): the highest level between the two
    - `customers` (integer): distinct buyers known now
    - `because` (sentence): why, in a sentence
    - `role` (text): product, by-product or waste; null for a seller not known to make it
    - `customer_names` (list): their names
    - `distance_basis` (text): whose points: park, county, or the seat of the prefecture or province that is
      all that is known
    - `firm_id` (text): its identifier
    - `stage` (text): of a project; null for a firm

    Raises
    ------
    UnknownName, AmbiguousName
        If `product` or `near` names nothing in the graph, or several things.

    Examples
    --------
    >>> found = suppliers(example(), "吨袋", near="大龙")
    >>> found[["firm", "area", "border", "customers"]].values.tolist()
    [['玉屏创联包装', '玉屏侗族自治县', 'county', 2]]
    """
    with asked_of(graph, as_of, period=period, values=("produces",), lang=lang) as (known, when):
        geography = Geography.of(known)
        wanted = resolve(known, product, ("product",))
        where = geography.where(near, with_zones=with_zones) if near else None
        rows = known.rows(question("suppliers/suppliers"), {"product": wanted.id, "as_of": when.day})
        found = _once([_offered(row, geography, where, wanted.name, lang) for row in rows])
        found.sort(key=lambda row: (row["promised"], row["role"] is None, *_near_first(row)))
        notes = where.notes(lang) if where else []
        notes += (
            unplaced_among({row["firm_id"]: row["place"] for row in rows}.values(), geography, lang) if where else []
        )
        notes += by_name_among(known, {row["id"] for row in rows}, lang)
        notes += undated(known, when, lang, product=wanted.id)
        if all(row["promised"] for row in found):
            en = f"{wanted.name}: no maker and no seller is known"
            zh = f"{wanted.name}：没有已知的生产企业或供应商"
            coming = t(lang, "; projects will make it", "；有项目将生产") if found else ""
            notes.append(t(lang, en, zh) + coming)
        parameters = {
            "product": wanted.name, "near": where.label if where else None, "with_zones": with_zones or None,
            "as_of": when.day,
        }  # fmt: skip
        return answer(known, "suppliers", COLUMNS, found, parameters, asked=when, notes=notes)


def _once(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of a project at several sites the nearest."""
    out: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in sorted(found, key=_near_first):
        out.setdefault((row["id"], row["product"], row["role"]), row)
    return [*out.values()]


def _near_first(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["order"], row["firm"], row["product"], row["role"] or "", row["area"] or ""


def _offered(row: dict[str, Any], geography: Geography, where: Where | None, wanted: str, lang: str) -> dict[str, Any]:
    """A row of the graph with its place, its way to the area asked, and why it is listed."""
    inside = where is not None and row["place"] in where.inside
    way = UNPLACED
    if where is not None:
        way = Way(None, None, None, (0, 0.0)) if inside else geography.way(row["place"], where.parts)
    out = {
        **row,
        "area": geography.area_name(row["place"]),
        "inside": inside,
        # what is only planned can make nothing yet
        "capacity": None if row["promised"] else row["capacity"],
        "unit": None if row["promised"] else row["unit"],
        "distance_km": way.km,
        "distance_basis": way.basis,
        "border": way.border,
        "order": way.order,
        "customer_names": row["customer_names"] or [],
    }
    return out | {"because": _because(row, out, wanted, lang)}


_MADE = {
    "product": ("makes it", "生产该产品"),
    "by-product": ("has it as a by-product", "副产该产品"),
    "waste": ("has it as waste", "产生该废物"),
    None: ("sells it; that it makes it is not known", "在售，是否自产未知"),
}


def _because(said: Mapping[str, Any], row: Mapping[str, Any], wanted: str, lang: str) -> str:
    """What speaks for the firm: what it makes, whether it is here, how many it supplies."""
    parts = [_makes(said, lang)]
    if not row["itself"]:
        parts.append(t(lang, f"{row['product']} is a kind of {wanted}", f"{row['product']}属于{wanted}"))
    if row["inside"]:
        parts.append(t(lang, "in the area", "就在本地"))
    elif row["area"] is None:
        parts.append(t(lang, "its place is not known", "所在地未知"))
    if row["customers"]:
        customers = firms_in_words(row["buyers"], lang)
        parts.append(t(lang, f"supplies {customers}", f"已供应{customers}"))
    return t(lang, "; ", "；").join(parts)


def _makes(said: Mapping[str, Any], lang: str) -> str:
    """What a firm has to do with the product; of a project how far it is, and what it is to make a year."""
    if said["number"] != PROJECT:
        return t(lang, *_MADE[said["role"]])
    stage = word(STAGE, said["stage"], lang) if said["stage"] else t(lang, "stage not stated", "阶段未载")
    if not said["promised"]:
        return t(lang, f"a project that makes it ({stage})", f"项目已投产，生产该产品（{stage}）")
    text = t(lang, f"a project ({stage}) that will make it", f"项目（{stage}），将生产该产品")
    if said["capacity"] is None:
        return text
    a_year = readable(said["capacity"])
    unit = said["unit"] or ""
    return text + t(lang, f", planned {a_year} {unit} a year".replace("  ", " "), f"，计划年产{a_year}{unit}")
