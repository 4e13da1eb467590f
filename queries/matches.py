"""Who could buy nearer: needs bought from afar, or not known to be bought, though a maker is near."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.errors import BadInput
from ..graph.language import t
from ._sql import question
from .answer import answer, asked_as_of, records
from .geography import Geography

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ..graph.graph import Graph

COLUMNS = (
    "buyer", "buyer_area", "product", "basis", "supplier", "supplier_area", "supplier_km",
    "maker", "maker_area", "maker_km", "border", "value", "because", "evidence", "distance_basis",
)  # fmt: skip

BASES = {3: "observed", 2: "declared", 1: "implied"}


def matches(
    graph: Graph,
    area: str | Sequence[str],
    *,
    within: float = 100.0,
    with_zones: bool = False,
    as_of: str | None = None,
    lang: str = "en",
) -> pd.DataFrame:
    """Which firms of the area could buy from a nearer maker, and whose wastes could go to a near user?

    A need that is bought from farther away than a known maker of it; a need declared or
    implied without a known purchase, though a maker is `within` so many kilometres (a maker
    in the same county always is); and by-products and wastes of the area with a user as near.

    Returns
    -------
    buyer, buyer_area, product, basis, supplier, supplier_area, supplier_km, maker (the nearer
    one), maker_area, maker_km, border (between buyer and maker), value (yuan, of the present
    purchase), because, evidence (titles of sources), distance_basis. Kilometres are
    great-circle and null inside a county whose point both sides borrow.

    Raises
    ------
    UnknownName, AmbiguousName
        If `area` names no region or park, or several.
    BadInput
        If `within` is negative.

    Examples
    --------
    >>> list(matches(example(), "玉屏,大龙,新晃").columns)[:3]
    ['buyer', 'buyer_area', 'product']
    """
    if within < 0:
        raise BadInput(f"--within {within:g}: kilometres cannot be negative", f"--within {within:g}：公里数不能为负")
    with graph.reading():
        day = asked_as_of(graph, as_of)
        geography = Geography.of(graph)
        where = geography.where(area, with_zones=with_zones)
        asked = {**where.parameters(), "as_of": day}
        needs = records(graph.ask(question("matches_needs"), asked))
        products = sorted({row["product_number"] for row in needs})
        makers: dict[int, list[dict[str, Any]]] = {}
        if products:
            for row in records(graph.ask(question("makers"), {"as_of": day, "products": products})):
                makers.setdefault(row["product"], []).append(row)
        wastes = records(graph.ask(question("matches_wastes"), asked))
        found = [*_nearer(needs, makers, geography, within, lang), *_outlets(wastes, geography, within, lang)]
        found.sort(key=lambda row: (-(row["value"] or 0), row["buyer"], row["product"], row["maker"]))
        notes = where.notes(lang)
        if not found:
            notes.append(_why_empty(where.label, needs, makers, geography, within, lang))
        parameters = {"area": where.label, "within": within, "as_of": day}
        return answer(graph, "matches", COLUMNS, found, parameters, as_of=day, notes=notes)


def _reach(geography: Geography, one: int | None, other: int | None) -> tuple[float | None, float | None, str | None]:
    """Kilometres to compare with (0 inside one county, None unknown), to show, and their basis."""
    km, basis = geography.distance(one, other)
    return (None if basis is None else km if km is not None else 0.0), km, basis


def _nearer(
    needs: Sequence[dict[str, Any]], makers: dict[int, list[dict[str, Any]]], geography: Geography, within: float, lang: str
) -> list[dict[str, Any]]:
    found = []
    for need in needs:
        reach = []
        for maker in makers.get(need["product_number"], ()):
            if maker["firm"] in (need["firm"], need["seller"]):
                continue
            far, km, basis = _reach(geography, need["buyer_place"], maker["place"])
            if far is not None:
                reach.append((far, maker["name"], maker, km, basis))
        if not reach:
            continue
        far, _, maker, km, basis = min(reach, key=lambda entry: entry[:2])
        supplier_far, supplier_km, _ = _reach(geography, need["buyer_place"], need["seller_place"])
        if need["seller"] is None:
            if far > within:
                continue
            because = t(lang, "no purchase of it is known, and a maker is near", "未见采购记录，而近处有生产企业")
        elif supplier_far is not None and far < supplier_far:
            because = t(
                lang,
                f"now bought {supplier_far:.0f} km away, a maker is {far:.0f} km away",
                f"现从{supplier_far:.0f}公里外采购，{far:.0f}公里处即有生产企业",
            )
        else:
            continue
        if need["strength"] == 1:
            because += t(lang, " (need implied by technology, to be verified)", "（需求由工艺推断，有待核实）")
        found.append(
            {
                "buyer": need["buyer"],
                "buyer_area": geography.area_name(need["buyer_place"]),
                "product": need["product"],
                "basis": BASES[need["strength"]],
                "supplier": need["supplier"],
                "supplier_area": geography.area_name(need["seller_place"]),
                "supplier_km": supplier_km,
                "maker": maker["name"],
                "maker_area": geography.area_name(maker["place"]),
                "maker_km": km,
                "border": geography.border(need["buyer_place"], maker["place"]),
                "value": need["value"],
                "because": because,
                "evidence": [need["source"]] if need["source"] else [],
                "distance_basis": basis,
            }
        )
    return found


def _outlets(wastes: Sequence[dict[str, Any]], geography: Geography, within: float, lang: str) -> list[dict[str, Any]]:
    found = []
    for row in wastes:
        far, km, basis = _reach(geography, row["buyer_place"], row["maker_place"])
        if far is None or far > within:
            continue
        found.append(
            {
                "buyer": row["buyer"],
                "buyer_area": geography.area_name(row["buyer_place"]),
                "product": row["product"],
                "basis": BASES[row["strength"]],
                "maker": row["maker"],
                "maker_area": geography.area_name(row["maker_place"]),
                "maker_km": km,
                "border": geography.border(row["buyer_place"], row["maker_place"]),
                "value": None,
                "because": t(lang, "a by-product or waste here has a user near", "本地的副产品或废物近处有用户"),
                "evidence": [row["source"]] if row["source"] else [],
                "distance_basis": basis,
            }
        )
    return found


def _why_empty(
    label: str, needs: Sequence[dict[str, Any]], makers: dict[int, list[dict[str, Any]]], geography: Geography, within: float, lang: str
) -> str:
    """Why there is no match: no need known, no maker known, none placed, or none nearer."""
    if not needs:
        return t(lang, f"{label}: no match, since no need of its firms is known", f"{label}：没有匹配，因为尚不掌握当地企业的需求")
    products = {row["product_number"] for row in needs}
    all_makers = {maker["firm"]: maker for product in products for maker in makers.get(product, ())}
    unplaced = [m["name"] for m in all_makers.values() if m["place"] is None or geography.places[m["place"]].at("county") is None]
    text_en = f"{label}: no match among {len(products)} needed products: {len(all_makers)} makers of them are known"
    text_zh = f"{label}：{len(products)}种所需产品中没有匹配：已知生产企业{len(all_makers)}家"
    if unplaced:
        text_en += f", of which {len(unplaced)} without a county ({', '.join(sorted(unplaced))}): find out where they are"
        text_zh += f"，其中{len(unplaced)}家所在县不明（{'、'.join(sorted(unplaced))}），请先核实其地点"
    text_en += f"; none is nearer than the present supplier or, where none is known, within {within:g} km"
    text_zh += f"；没有比现有供应商更近的，供应商不明的需求在{within:g}公里内也没有"
    return t(lang, text_en, text_zh)
