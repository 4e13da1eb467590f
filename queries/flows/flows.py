"""Area by area, and product by product where that is asked: how many supplies go where, and what they are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...graph.answer_columns import HIDDEN, AnswerColumn
from ...graph.language import t
from ...graph.schema import ALL_AREAS, property_of
from ..answer import Answer, answer, framed
from ..as_of.asked import asked_of
from ..as_of.undated import undated
from ..columns import BASIS, BORDER, COUNT, FROM_AREA, PERIOD, PRODUCT, PRODUCT_ID, TO_AREA, VALUE
from ..places.by_name import by_name_at, by_name_in
from ..places.geography import Geography
from ..places.place import check_level
from ..places.unplaced import ends_unplaced, unplaced_in
from ..texts import question

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...graph.graph import Graph
    from ..places.place import Where

_FIRST: Final = (
    FROM_AREA.at(1, meaning="null: not known at this level"),
    TO_AREA.at(2, meaning="the same"),
)
_SUMS: Final = (
    COUNT.at(3, meaning="supplies"),
    AnswerColumn("valued", "integer", None, "valued", "有金额数", 4, meaning="how many of them have a value"),
    VALUE.at(5),
    BASIS.at(6),
    PERIOD.at(7),
    AnswerColumn("from_within", "text", None, "from within", "起点所属", meaning="the nearest coarser area known"),
    AnswerColumn("to_within", "text", None, "to within", "终点所属", meaning="the same"),
    AnswerColumn("from_area_id", "text", None, "from area id", "起点地区编号", HIDDEN, code=True,
                 meaning="the identifier of `from_area`, else of `from_within`"),
    AnswerColumn("to_area_id", "text", None, "to area id", "终点地区编号", HIDDEN, code=True, meaning="the same of the other end"),
    AnswerColumn("from_province", "text", None, "from province", "起点省份", HIDDEN, meaning="its province; abroad its country"),
    AnswerColumn("to_province", "text", None, "to province", "终点省份", HIDDEN, meaning="the same"),
    BORDER.meant("the highest level whose border is known to lie between the two"),
)  # fmt: skip
COLUMNS = (*_FIRST, *_SUMS)
BY_PRODUCT = (
    *_FIRST,
    PRODUCT.at(3),
    AnswerColumn("role", "text", None, "as", "用途", words=property_of("supplies", "role").words,
                 meaning="what it is bought as: material, part, packaging, waste, ...; null: not said"),
    *(column.at(column.shown + 1) if column.shown > 0 else column for column in _SUMS),
    PRODUCT_ID,
)  # fmt: skip
_PAIR: Final = ("from_id", "from_known", "to_id", "to_known", "basis", "period")


@framed("flows", "地区间供应", COLUMNS, BY_PRODUCT, second_by="products")
def flows(
    graph: Graph,
    level: str,
    *,
    area: str | Sequence[str] | None = None,
    products: bool = False,
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    period: str | None = None,
    lang: str = "en",
) -> Answer:
    """Which areas supply which? Current actual supplies, area by area at a level.

    All rows together are all supplies (of which an end lies in `area`, where one is asked): an end whose area is not known at
    the level has a null area, and `from_within` or `to_within` names the nearest coarser area that is known. With `products`
    a row is also of one product and of what it is bought as. Values
    of different basis or period are never summed, so each has its own row. Of a supply that was observed in several
    periods the value that it shows counts, the latest as of the day; with `period` ("2021") that of exactly this period,
    of the supplies that held in it. A supply counts once.

    Returns
    -------
    One row a pair of areas, value's basis and period, most supplies first. At park level an area
    that is no park is the rest of its county.

    - `from_area` (text): null: not known at this level
    - `to_area` (text): the same
    - `count` (integer): supplies
    - `valued` (integer): how many of them have a value
    - `value` (money, yuan): value
    - `basis` (text): of the value: annual, cumulative or contract
    - `period` (period): the period of the value
    - `from_within` (text): the nearest coarser area known
    - `to_within` (text): the same
    - `from_area_id` (text): the identifier of `from_area`, else of `from_within`
    - `to_area_id` (text): the same of the other end
    - `from_province` (text): its province; abroad its country
    - `to_province` (text): the same
    - `border` (text): the highest level whose border is known to lie between the two

    With `products` one row a pair of areas, product and what it is bought as instead:

    - `from_area` (text): null: not known at this level
    - `to_area` (text): the same
    - `product` (text): product
    - `role` (text): what it is bought as: material, part, packaging, waste, ...; null: not said
    - `count` (integer): supplies
    - `valued` (integer): how many of them have a value
    - `value` (money, yuan): value
    - `basis` (text): of the value: annual, cumulative or contract
    - `period` (period): the period of the value
    - `from_within` (text): the nearest coarser area known
    - `to_within` (text): the same
    - `from_area_id` (text): the identifier of `from_area`, else of `from_within`
    - `to_area_id` (text): the same of the other end
    - `from_province` (text): its province; abroad its country
    - `to_province` (text): the same
    - `border` (text): the highest level whose border is known to lie between the two
    - `product_id` (text): its identifier

    Raises
    ------
    BadInput
        For a level that there is none of, or no date or period.
    UnknownName, AmbiguousName
        If `area` names no region or park, or several.

    Examples
    --------
    >>> int(flows(example(), "province")["count"].sum())
    8
    >>> flows(example(), "county", area="新晃", products=True)[["product", "border"]].values.tolist()[0]
    ['硫酸钡滤饼', 'province']
    """
    check_level(level)
    with asked_of(graph, as_of, period=period, lang=lang) as (known, when):
        geography = Geography.of(known)
        where = None if area is None else geography.where(area, with_zones=with_zones, neighbours=neighbours, lang=lang)
        fetched = _fetched(known, level, where, when.day, products=products)
        found = [_row(row, geography, level, lang) for row in fetched]
        found.sort(key=_order)
        parameters = {
            "level": level, "area": where and where.asked, "products": products or None,
            "with_zones": with_zones or None, "neighbours": neighbours or None, "as_of": when.day,
        }  # fmt: skip
        notes = [
            *(where.notes(lang) if where else ()),
            *([] if found else [_none(where, lang)]),
            *ends_unplaced(found, geography, level, lang),
            *(unplaced_in(geography, where, lang) if where else ()),
            *(by_name_in(geography, where, lang) if where else by_name_at(geography, lang)),
            *undated(known, when, lang, places=where.inside if where else None, supplies=True),
        ]
        columns = BY_PRODUCT if products else COLUMNS
        return answer(known, "flows", columns, found, parameters, asked=when, notes=notes)


def _fetched(graph: Graph, level: str, where: Where | None, day: str | None, *, products: bool) -> list[dict[str, Any]]:
    asked: dict[str, Any] = {"rank": ALL_AREAS.index(level), "as_of": day}
    if where is None and not products:
        return list(graph.rows(question("flows/flows"), asked))
    places = [] if where is None else sorted(where.inside)
    rows = list(graph.rows(question("flows/by_product"), {**asked, "everywhere": where is None, "places": places}))
    return rows if products else _together(rows)


def _together(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of products summed to one a pair of areas, basis and period."""
    out: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        key = tuple(row[name] for name in _PAIR)
        total = out.setdefault(key, {**{name: row[name] for name in _PAIR}, "count": 0, "valued": 0, "value": None})
        total["count"] += row["count"]
        total["valued"] += row["valued"]
        if row["value"] is not None:
            total["value"] = (total["value"] or 0.0) + row["value"]
    return [*out.values()]


def _row(fetched: dict[str, Any], geography: Geography, level: str, lang: str) -> dict[str, Any]:
    """A row with its areas as names, and what is known of them where their area at the level is not."""
    places, out = geography.places, dict(fetched)
    for end in ("from", "to"):
        at, known = fetched[f"{end}_id"], fetched[f"{end}_known"]
        nearest = known if at is None else at
        out[f"{end}_area"] = None if at is None else geography.label(places[at], level, lang)
        out[f"{end}_within"] = places[known].name if at is None and known is not None else None
        out[f"{end}_area_id"] = None if nearest is None else places[nearest].identifier
        out[f"{end}_province"] = geography.province_name(nearest)
    ends = [fetched[f"{end}_known"] if fetched[f"{end}_id"] is None else fetched[f"{end}_id"] for end in ("from", "to")]
    out["border"] = geography.border(*ends)
    return out


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    texts = [row.get(name) or "" for name in ("from_area", "to_area", "product", "role", "basis", "period")]
    ids = [row.get(name) for name in ("from_area_id", "to_area_id", "product_id")]
    return (-row["count"], *texts, *((one is None, one or "") for one in ids))


def _none(where: Where | None, lang: str) -> str:
    if where is None:
        return t(lang, "the graph holds no current supplies", "图中没有现行的供应关系")
    return t(
        lang,
        f"{where.label}: no current supply is on record of which one side lies there",
        f"{where.label}：没有一方位于当地的现行供应记录",
    )
