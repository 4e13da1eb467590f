"""Who could buy nearer: needs bought from afar, or not known to be bought, though a maker is near."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.answer_columns import AnswerColumn
from ...graph.language import t
from ..answer import Answer, answer, framed
from ..as_of.asked import asked_of
from ..as_of.undated import undated
from ..columns import BASIS_OF_NEED, BECAUSE, BORDER, DISTANCE_BASIS, EVIDENCE, PRODUCT, SUPPLIER, VALUE
from ..firm_numbers import firms_in_words
from ..gaps.nearer import NEAR_KM, Nearer, check_within, in_words, nearer, reach
from ..gaps.verdict import BASES
from ..numbers import readable
from ..places.by_name import by_name_among, by_name_in
from ..places.geography import Geography
from ..places.unplaced import unplaced_in
from ..texts import question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...graph.graph import Graph

COLUMNS = (
    AnswerColumn("buyer", "text", None, "buyer", "采购企业", 1, 12),
    AnswerColumn("buyer_area", "text", None, "buyer's area", "采购方地区"),
    PRODUCT.at(2),
    BASIS_OF_NEED,
    SUPPLIER.at(3, meaning="from whom it buys now"),
    AnswerColumn("supplier_area", "text", None, "supplier's area", "现供应商地区"),
    AnswerColumn("supplier_km", "number", "km", "supplier km", "现距离（公里）", meaning="how far its supplier is"),
    AnswerColumn("maker", "text", None, "nearer maker", "近处生产企业", 4, 14, "maker_area"),
    AnswerColumn("maker_area", "text", None, "maker's area", "生产企业地区"),
    AnswerColumn("maker_km", "number", "km", "maker km", "近处距离（公里）", 5, meaning="how far the maker is"),
    BORDER.meant("the highest level between buyer and maker"),
    VALUE.meant("of the present purchase"),
    BECAUSE.at(6),
    EVIDENCE,
    DISTANCE_BASIS,
)


@framed("matches", "就近配套", COLUMNS)
def matches(
    graph: Graph,
    area: str | Sequence[str],
    *,
    within: float = NEAR_KM,
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    period: str | None = None,
    lang: str = "en",
) -> Answer:
    """Which firms of the area could buy from a nearer maker, and whose wastes could go to a near user?

    A need that is bought from farther away than a known maker of it; a need declared or
    implied without a known purchase, though a maker is `within` so many kilometres (a maker
    in the same county always is); and by-products and wastes of the area with a user as near.

    Returns
    -------
    One row a buyer, product and nearer maker; with `period` ("2021") values of purchases are those of exactly this period,
    and all else is as of its last day. Kilometres are great-circle and null inside a
    county whose point both sides borrow.

    - `buyer` (text): buyer
    - `buyer_area` (text): buyer's area
    - `product` (text): product
    - `basis` (text): how the need is known: observed, declared or implied
    - `supplier` (text): from whom it buys now
    - `supplier_area` (text): supplier's area
    - `supplier_km` (number, km): how far its supplier is
    - `maker` (text): nearer maker
    - `maker_area` (text): maker's area
    - `maker_km` (number, km): how far the maker is
    - `border` (text): the highest level between buyer and maker
    - `value` (money, yuan): of the present purchase
    - `because` (sentence): why, in a sentence
    - `evidence` (list): titles of sources
    - `distance_basis` (text): whose points: park, county, or the seat of the prefecture or province that is
      all that is known

    Raises
    ------
    UnknownName, AmbiguousName
        If `area` names no region or park, or several.
    BadInput
        If `within` is negative, or no number.

    Examples
    --------
    >>> list(matches(example(), "玉屏,大龙,新晃").columns)[:3]
    ['buyer', 'buyer_area', 'product']
    """
    check_within(within)
    with asked_of(graph, as_of, period=period, lang=lang) as (known, when):
        geography = Geography.of(known)
        where = geography.where(area, with_zones=with_zones, neighbours=neighbours, lang=lang)
        asked = {**where.parameters(), "as_of": when.day}
        needs = known.rows(question("matches/matches_needs"), asked)
        products = sorted({row["product_number"] for row in needs})
        makers: dict[int, list[dict[str, Any]]] = {}
        if products:
            for row in known.rows(question("matches/makers"), {"as_of": when.day, "products": products}):
                makers.setdefault(row["product"], []).append(row)
        wastes = known.rows(question("matches/matches_wastes"), asked)
        near = nearer(needs, makers, geography, within)
        told = {(match.need["firm"], match.need["product_number"], match.maker["firm"]) for match in near}
        found = [_bought(match, geography, lang) for match in near] + _outlets(wastes, told, geography, within, lang)
        found.sort(key=lambda row: (-(row["value"] or 0), row["buyer"], row["product"], row["maker"]))
        notes = [
            *where.notes(lang),
            *unplaced_in(geography, where, lang),
            *by_name_in(geography, where, lang),
            *by_name_among(known, {number for row in found for number in row["told_of"] if number is not None}, lang),
            *undated(known, when, lang, places=where.inside),
        ]
        if not found:
            notes.append(_why_empty(where.label, needs, makers, geography, within, lang))
        parameters = {
            "area": where.asked, "within": within, "with_zones": with_zones or None, "neighbours": neighbours or None,
            "as_of": when.day,
        }  # fmt: skip
        return answer(known, "matches", COLUMNS, found, parameters, asked=when, notes=notes)


def _purchase(match: Nearer, border: str | None, lang: str) -> str:
    """Why it is a match: how far the purchase comes now, and how near a maker is."""
    near = in_words(match.to_maker.km, border, lang) + ("" if match.to_maker.km is None else t(lang, " away", "处"))
    if match.to_supplier is None:
        text = t(lang, f"no purchase of it is known, and a maker is {near}", f"未见采购记录，而{near}有生产企业")
    else:
        now = readable(match.to_supplier.far)
        text = t(lang, f"now bought {now} km away, a maker is {near}", f"现从{now}公里外采购，而{near}有生产企业")
    if match.need["strength"] == 1:
        text += t(lang, " (need implied by technology, to be verified)", "（需求由工艺推断，有待核实）")
    return text


def _bought(match: Nearer, geography: Geography, lang: str) -> dict[str, Any]:
    need, maker, now = match.need, match.maker, match.to_supplier
    border = geography.border(need["buyer_place"], maker["place"])
    return {
        "buyer": need["buyer"],
        "buyer_area": geography.area_name(need["buyer_place"]),
        "product": need["product"],
        "basis": BASES[need["strength"]],
        "supplier": need["supplier"],
        "supplier_area": geography.area_name(need["seller_place"]),
        "supplier_km": now.km if now else None,
        "maker": maker["name"],
        "maker_area": geography.area_name(maker["place"]),
        "maker_km": match.to_maker.km,
        "border": border,
        "value": need["value"],
        "because": _purchase(match, border, lang),
        "evidence": [need["source"]] if need["source"] else [],
        "distance_basis": match.to_maker.basis,
        "told_of": (maker["firm"], need["seller"]),
    }


def _outlets(
    wastes: Sequence[dict[str, Any]], told: set[tuple[int, int, int]], geography: Geography, within: float, lang: str
) -> list[dict[str, Any]]:
    """By-products and wastes with a user near; not those that are `told` already as a need (firm, product, maker)."""
    found = []
    for row in wastes:
        way = reach(geography, row["buyer_place"], row["maker_place"])
        if way is None or way.far > within or (row["buyer_number"], row["product_number"], row["firm"]) in told:
            continue
        found.append(
            {
                "buyer": row["buyer"],
                "buyer_area": geography.area_name(row["buyer_place"]),
                "product": row["product"],
                "basis": BASES[row["strength"]],
                "maker": row["maker"],
                "maker_area": geography.area_name(row["maker_place"]),
                "maker_km": way.km,
                "border": geography.border(row["buyer_place"], row["maker_place"]),
                "value": None,
                "because": t(lang, "a by-product or waste here has a user near", "本地的副产品或废物近处有用户"),
                "evidence": [row["source"]] if row["source"] else [],
                "distance_basis": way.basis,
                "told_of": (row["buyer_number"],),
            }
        )
    return found


def _why_empty(
    label: str,
    needs: Sequence[dict[str, Any]],
    makers: dict[int, list[dict[str, Any]]],
    geography: Geography,
    within: float,
    lang: str,
) -> str:
    """Why there is no match: no need known, no maker known, none placed, or none nearer."""
    if not needs:
        return t(
            lang,
            f"{label}: no match, since no need of its firms is known",
            f"{label}：没有匹配，因为尚不掌握当地企业的需求",
        )
    products = {row["product_number"] for row in needs}
    all_makers = {maker["firm"]: maker for product in products for maker in makers.get(product, ())}
    unplaced = [
        m["name"]
        for m in all_makers.values()
        if m["place"] is None or geography.places[m["place"]].at("county") is None
    ]
    known = firms_in_words((maker["number"] for maker in all_makers.values()), lang)
    text_en = f"{label}: no match among {len(products)} needed products, which {known or 'no firm'} can make"
    text_zh = (
        f"{label}：{len(products)}种所需产品中没有匹配：已知由{known}生产"
        if known
        else f"{label}：{len(products)}种所需产品中没有匹配：没有已知的生产企业"
    )
    if unplaced:
        text_en += (
            f", of which {len(unplaced)} without a county ({', '.join(sorted(unplaced))}): find out where they are"
        )
        text_zh += f"，其中{len(unplaced)}个所在县不明（{'、'.join(sorted(unplaced))}），请先核实其地点"
    text_en += f"; none is nearer than the present supplier or, where none is known, within {readable(within)} km"
    text_zh += f"；没有比现有供应商更近的，供应商不明的需求在{readable(within)}公里内也没有"
    return t(lang, text_en, text_zh)
