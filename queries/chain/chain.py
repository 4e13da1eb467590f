"""The chain map as rows: what every area asked lacks and makes of a chain, stage by stage, and who could supply it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.language import t
from ..answer import Answer, Asked, answer, framed
from ..as_of.asked import asked_of
from ..as_of.undated import undated
from ..firm_numbers import counted, firms_in_words
from ..gaps.needs import needs_of_each
from ..names import resolve
from ..numbers import percent
from ..places.by_name import by_name_in
from ..places.geography import Geography
from ..places.unplaced import unplaced_in
from .areas import areas_asked
from .cells import cells_of
from .columns import COLUMNS, LACKING
from .joins import joins_of
from .known import Product, known_of
from .stages import NO_CHAIN, chains_of, rest_rows, shown, stage_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...graph.graph import Graph
    from ..gaps.needs import Needs
    from .areas import Area, Areas
    from .cells import Cell
    from .joins import Joined
    from .known import Coming, Known, Made, Row, Supply
    from .stages import Chain


@framed("chain map", "产业链图谱", COLUMNS)
def chain(
    graph: Graph,
    area: str | Sequence[str],
    chain: str | None = None,
    *,
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    lang: str = "en",
) -> Answer:
    """What does each of these areas lack and make of a chain, stage by stage, and who supplies it or could?

    Every area asked stands for itself, with the states of its own needs (`gaps`): what one lacks, another may make. Of
    what is lacking, who supplies it or could is told beyond the areas too. What a project will make is no product made.

    Parameters
    ----------
    area
        Regions or parks (a list, or with commas), each a row of the map; areas of one province stand together.
    chain
        One chain; by default every chain of which a product is on record in one of the areas, those with most first.
    neighbours
        Also every area that borders them, each as a row of its own.

    Returns
    -------
    Rows of several parts, a chain after the other: its areas, its stages, the products that an area needs, makes or sells
    (cells, worst first), who supplies or could supply from outside what is lacking, what joins all these, and the products of
    the chain that nobody here has on record:

    - `part` (text): what the row is: area, stage, cell, outside, join, rest
    - `chain` (text): the chain that the row is of; null where the graph knows none of its products here
    - `chain_id` (text): its identifier
    - `stage` (text): of the chain; null: the product is in none of the chains shown
    - `stage_number` (integer): its place in the chain, from 1
    - `area` (text): an area asked; outside: the county, or what is known of it; join: where it comes from
    - `area_id` (text): its identifier
    - `called` (text): area: its short name, or as it was typed
    - `province` (text): the province of the area
    - `product` (text): product
    - `product_id` (text): its identifier
    - `state` (text): of a need as in `gaps`; made: made here, needed by nobody here as far as is known;
      supplier: sold from here, a maker is not known; project: only a project will make it
    - `action` (text): what to do about it, as in `gaps`
    - `basis` (text): how the need is known: observed, declared or implied
    - `because` (sentence): why, in a sentence; area: which of its firms are known
    - `firms` (integer): area: firms in the graph; cell: firms that need it; an unnamed group as one
    - `makers` (list): who makes it there
    - `maker_ids` (list): their identifiers
    - `buyers` (list): who needs it there
    - `buyer_ids` (list): their identifiers
    - `suppliers` (list): who supplies it to there now; outside: to the areas asked; join: who supplies or
      could
    - `supplier_ids` (list): their identifiers
    - `supplier_areas` (list): where they are, as far as it is known, in the same order; unstated where it is
      not
    - `candidates` (list): known makers, not known to be there, that do not supply it to there yet, nearest
      first
    - `candidate_ids` (list): their identifiers
    - `candidate_areas` (list): where they are, as far as it is known, in the same order; unstated where it is
      not
    - `users` (list): firms that are not known to be there and buy it from there
    - `user_ids` (list): their identifiers
    - `user_areas` (list): where they are, as far as it is known, in the same order; unstated where it is not
    - `firms_said` (text): area: what the graph holds of its firms
    - `silent_said` (text): area: those of which no product is known
    - `needed_by` (text): how many need it: 2 firms, a group of firms
    - `made_by` (text): how many make it
    - `supplied_by` (text): how many supply it
    - `to_area` (text): of a join
    - `to_area_id` (text): its identifier
    - `supplied` (integer): of a join: how many firms supply it now; 0: it is only possible
    - `projects` (list): projects there that do not produce yet and will make it
    - `project_ids` (list): their identifiers
    - `project_stages` (list): stages of projects
    - `coverage` (share, 0..1): firms with known products; null where nobody stated the number of firms
    - `silent` (integer): area: its firms of which no product is known, an unnamed group as one
    - `on_record` (integer): stage: how many of its products have a record in an area asked
    - `products` (integer): stage: how many products it has
    - `evidence` (list): titles of sources
    - `facts` (list): ids of the facts behind it
    - `box` (text): cell, outside: the box of the row, area and product
    - `from_box` (text): of a join
    - `to_box` (text): of a join

    Raises
    ------
    UnknownName, AmbiguousName
        If an area or the chain names nothing, or several.

    Examples
    --------
    >>> rows = chain(example(), "玉屏,大龙", "锂电材料")
    >>> cells = rows[(rows["part"] == "cell") & (rows["product"] == "吨袋")]
    >>> cells[["area", "state"]].values.tolist()
    [['玉屏侗族自治县', 'made'], ['贵州大龙经济开发区', 'missing']]
    """
    with asked_of(graph, as_of, lang=lang) as (known, when):
        geography = Geography.of(known)
        named = None if chain is None else resolve(known, chain, ("chain",))
        areas = areas_asked(geography, area, with_zones=with_zones, neighbours=neighbours, lang=lang)
        rows = _rows(known, geography, areas, when, None if named is None else named.identifier, lang)
        parameters = {
            "area": areas.whole.asked, "chain": None if named is None else named.name, "with_zones": with_zones or None,
            "neighbours": neighbours or None, "as_of": when.day,
        }  # fmt: skip
        notes = [
            *areas.whole.notes(lang),
            *areas.notes,
            *unplaced_in(geography, areas.whole, lang),
            *by_name_in(geography, areas.whole, lang),
            *undated(known, when, lang, places=areas.whole.inside),
            *_why_little(rows, lang),
        ]
        return answer(known, "chain", COLUMNS, rows, parameters, asked=when, notes=notes)


def _rows(graph: Graph, geography: Geography, areas: Areas, when: Asked, named: str | None, lang: str) -> list[Row]:
    needs = needs_of_each(graph, geography, [one.where for one in areas.each], when, lang)
    lacking = {row["product_number"] for of in needs for row in of.rows if row["state"] in LACKING}
    known = known_of(graph, areas, when.day, lacking)
    products = _products(needs, known)
    cells = [
        cell
        for one, of in zip(areas.each, needs, strict=True)
        for cell in cells_of(one, of, known, products, geography, lang)
    ]
    outside, joins = joins_of(areas, cells, geography, lang)
    heads = [_area_row(one, of, lang) for one, of in zip(areas.each, needs, strict=True)]
    on_record = {cell.product.number for cell in cells}
    chains = shown(chains_of(graph), named, on_record)
    return [row for one in chains for row in _of_chain(one, chains, heads, cells, outside, joins, lang)]


def _products(needs: Sequence[Needs], known: Known) -> Mapping[int, Product]:
    """Every product that may have a cell, by its number."""
    told: list[Made | Supply | Coming] = [*known.makers, *known.supplies, *known.coming]
    out = {one.product.number: one.product for one in told}
    for of in needs:
        for row in of.rows:
            number = row["product_number"]
            out[number] = Product(number, row["product_id"], row["product"])
    return out


def _of_chain(
    one: Chain, chains: Sequence[Chain], heads: Sequence[Row], cells: Sequence[Cell], outside: Sequence[Joined],
    joins: Sequence[Joined], lang: str,
) -> Iterator[Row]:  # fmt: skip
    """The rows of one chain. What is in no chain that is shown stands beside each of them."""
    elsewhere = {product for other in chains for product in other.products} - one.products.keys()
    here = [cell for cell in cells if cell.product.number not in elsewhere]
    on_record = {cell.product.number for cell in here}
    yield from ({**one.told, **row} for row in heads)
    yield from stage_rows(one, on_record, lang)
    placed = [{**one.told, **one.stage(cell.product.number), **cell.row} for cell in here]
    areas = {head["area_id"]: number for number, head in enumerate(heads)}
    # sorted once more only by what comes before: what is worst, or nearest, stays first
    yield from sorted(placed, key=lambda row: (areas[row["area_id"]], _place(row["stage_number"])))
    boxes = {row["box"] for row in placed} | {two.row["box"] for two in outside}
    for two in outside:
        if two.product.number not in elsewhere:
            yield {**one.told, **one.stage(two.product.number), **two.row}
    joined = [
        {**one.told, **one.stage(two.product.number), **two.row}
        for two in joins
        if {two.row["from_box"], two.row["to_box"]} <= boxes and two.product.number not in elsewhere
    ]
    yield from sorted(joined, key=lambda row: (areas[row["to_area_id"]], _place(row["stage_number"])))
    yield from rest_rows(one, on_record)


def _place(number: int | None) -> tuple[bool, int]:
    """The order of stages, what is in none of them last."""
    return number is None, number or 0


def _area_row(area: Area, needs: Needs, lang: str) -> Row:
    firms = needs.firms or {"firms": 0, "groups": None, "silent": 0, "silent_groups": None}
    here = firms_in_words(counted(firms["firms"], firms["groups"]), lang)
    silent = firms_in_words(counted(firms["silent"], firms["silent_groups"]), lang)
    if not here:
        said = t(lang, "the graph holds no firm here", "图中没有这里的企业")
    else:
        said = t(lang, f"the graph holds {here}", f"图中有{here}")
        said += t(lang, f"; the products of {silent} are not known", f"，其中{silent}的产品未知") if silent else ""
        if needs.coverage is None:
            said += t(lang, "; how many there are in all is not stated", "；当地企业总数未载")
        else:
            known = percent(needs.coverage)
            said += t(
                lang, f"; products are known of {known} of all firms here", f"；已知产品的企业占当地企业的{known}"
            )
    return {
        "part": "area", "area": area.label, "area_id": area.identifier, "called": area.called, "province": area.province,
        "because": said, "firms": firms["firms"], "silent": firms["silent"], "firms_said": here or None, "silent_said": silent or None,
        "coverage": None if needs.coverage is None else round(needs.coverage, 4),
    }  # fmt: skip


def _why_little(rows: Sequence[Row], lang: str) -> list[str]:
    """Why there is little to see: no record at all, or no chain that it belongs to."""
    parts = {row["part"] for row in rows}
    if "cell" not in parts:
        return [
            t(
                lang,
                "no product that is needed, made or sold is on record in these areas; load what firms make, buy or use",
                "所查地区没有需要、生产或销售的产品记录；请载入企业生产、采购或使用的产品",
            )
        ]
    if all(row["chain_id"] == NO_CHAIN.identifier for row in rows):
        return [
            t(
                lang,
                "none of these products is in a chain of the graph: see `chains` for the bundled templates",
                "这些产品均不属于图中的产业链；可用 `chains` 命令载入自带的产业链模板",
            )
        ]
    return []
