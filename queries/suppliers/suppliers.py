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
from ..gaps.nearer import nearest_part
from ..names import resolve
from ..places.by_name import by_name_among
from ..places.geography import Geography
from ..places.unplaced import unplaced_among
from ..texts import question

if TYPE_CHECKING:
    from collections.abc import Sequence

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

    Makers come before firms that sell the product without being known to make it; among each,
    the nearest to `near` first (by name where no area is given), and those whose place is not
    known last.

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
    - `distance_basis` (text): whose points: park or county
    - `firm_id` (text): its identifier

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
        found = [_offered(row, geography, where, wanted.name, lang) for row in rows]
        found.sort(
            key=lambda row: (
                row["role"] is None,
                # without an area asked, the place decides nothing
                where is not None and row["distance_basis"] is None and not row["inside"],
                row["distance_km"] or 0.0,
                row["firm"],
                row["product"],
                row["role"] or "",
            )
        )
        notes = where.notes(lang) if where else []
        notes += (
            unplaced_among({row["firm_id"]: row["place"] for row in rows}.values(), geography, lang) if where else []
        )
        notes += by_name_among(known, {row["id"] for row in rows}, lang)
        notes += undated(known, when, lang, product=wanted.id)
        if not found:
            notes.append(
                t(
                    lang,
                    f"{wanted.name}: no maker and no seller is known",
                    f"{wanted.name}：没有已知的生产企业或供应商",
                )
            )
        parameters = {
            "product": wanted.name, "near": where.label if where else None, "with_zones": with_zones or None,
            "as_of": when.day,
        }  # fmt: skip
        return answer(known, "suppliers", COLUMNS, found, parameters, asked=when, notes=notes)


def _offered(row: dict[str, Any], geography: Geography, where: Where | None, wanted: str, lang: str) -> dict[str, Any]:
    """A row of the graph with its place, its way to the area asked, and why it is listed."""
    inside = where is not None and row["place"] in where.inside
    km, basis, border = (None, None, None)
    if where is not None and not inside:
        km, basis, border = nearest_part(geography, row["place"], where.parts)
    out = {
        **row,
        "area": geography.area_name(row["place"]),
        "inside": inside,
        "distance_km": km,
        "distance_basis": basis,
        "border": border,
        "customer_names": row["customer_names"] or [],
    }
    return out | {"because": _because(out, wanted, lang)}


_MADE = {
    "product": ("makes it", "生产该产品"),
    "by-product": ("has it as a by-product", "副产该产品"),
    "waste": ("has it as waste", "产生该废物"),
    None: ("sells it; that it makes it is not known", "在售，是否自产未知"),
}


def _because(row: dict[str, Any], wanted: str, lang: str) -> str:
    """What speaks for the firm: what it makes, whether it is here, how many it supplies."""
    parts = [t(lang, *_MADE[row["role"]])]
    if not row["itself"]:
        parts.append(t(lang, f"{row['product']} is a kind of {wanted}", f"{row['product']}属于{wanted}"))
    if row["inside"]:
        parts.append(t(lang, "in the area", "就在本地"))
    elif row["area"] is None:
        parts.append(t(lang, "its place is not known", "所在地未知"))
    if row["customers"]:
        n = row["customers"]
        parts.append(t(lang, f"supplies {n} firm{'s' * (n != 1)}", f"已供应{n}家企业"))
    return t(lang, "; ", "；").join(parts)
