"""How much of what an area buys comes from the area itself (本地配套率), from around it, and from farther away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.answer_columns import HIDDEN, UNBROKEN, AnswerColumn
from ...graph.errors import BadInput
from ...graph.language import t
from ...graph.schema import ALL_AREAS
from ..answer import Answer, answer, framed
from ..as_of.asked import asked_of
from ..as_of.undated import undated
from ..columns import AREA, BASIS, COVERAGE, KIND, PERIOD, VALUE
from ..gaps.needs import coverage_of
from ..places.around import around
from ..places.geography import Geography
from ..places.unplaced import unplaced_in
from ..texts import question
from .shares import RINGS, because, shares, subjects as subjects_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...graph.graph import Graph
    from ..places.around import Around
    from ..places.place import Where


def _share(name: str, en: str, zh: str, shown: int, meaning: str) -> AnswerColumn:
    return AnswerColumn(
        name, "share", "0..1", en, zh, shown, meaning=f"the part of its purchases of known origin {meaning}"
    )


COLUMNS = (
    AREA,
    KIND.at(1, meaning="area, chain or firm"),
    AnswerColumn("subject", "text", None, "whose purchases", "采购方", 2, meaning="the area, a chain, or a firm of it"),
    AnswerColumn("chains", "list", None, "leads", "链主所在产业链", meaning="the chains that the firm leads"),
    _share("here_share", "from here", "本地配套率", 3, "that comes from suppliers in the area"),
    _share("near_share", "from around", "周边占比", 4, "that comes from bordering areas, or such as the area has an agreement with"),
    _share("province_share", "rest of the province", "省内其他占比", 5, "that comes from elsewhere in the province; null of a whole province"),
    _share("elsewhere_share", "from elsewhere", "省外占比", 6, "that comes from other provinces and countries"),
    AnswerColumn("by", "text", None, "shares by", "占比口径", width=UNBROKEN, meaning="what the shares are of: value, or count of suppliers"),
    AnswerColumn("purchases", "integer", None, "purchases", "采购条数", meaning="supplies to it on record that hold now"),
    AnswerColumn("suppliers", "integer", None, "suppliers", "供应商数", meaning="distinct sellers; an unnamed group is one"),
    AnswerColumn(
        "suppliers_unplaced", "integer", None, "of unknown place", "地点不明供应商数",
        meaning="of these, such as may be here or elsewhere",
    ),
    AnswerColumn("products", "integer", None, "products", "产品数", meaning="distinct products bought"),
    AnswerColumn("buyers", "integer", None, "buyers", "采购企业数", meaning="firms of the area whose purchases these are"),
    AnswerColumn("valued", "integer", None, "with a value", "有金额的条数", meaning="purchases with a value of `basis` and `period`"),
    VALUE.meant("the sum of these values"),
    BASIS.meant("of the values: annual, contract, cumulative or unstated"),
    PERIOD,
    COVERAGE,
    AnswerColumn("because", "sentence", None, "they rest on", "说明", 7, meaning="what the shares rest on, in a sentence"),
    AnswerColumn("subject_id", "text", None, "its identifier", "采购方编号", HIDDEN, meaning="identifier of the chain or firm"),
)  # fmt: skip


@framed("sourcing", "本地配套率", COLUMNS)
def sourcing(
    graph: Graph,
    area: str | Sequence[str],
    *,
    each: str | None = None,
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    period: str | None = None,
    lang: str = "en",
) -> Answer:
    """How much of what an area buys comes from the area itself (本地配套率), from around it, and from farther away?

    Of the area as a whole, of each of its chains (purchases of products of the chain, or kinds of them) and of each of its
    firms that leads a chain. Only actual supplies that hold now count, by where their sellers lie; whether a seller makes
    what it sells is not asked. Shares are of purchases whose origin is known: by value where at least 80 % of these have one
    of one basis and period, else by count of suppliers, as in `gaps`. Where no purchase is on record they are null.

    Parameters
    ----------
    area
        A region or park, or several (a list, or with commas) that are asked as one.
    each
        "firm" for all firms of the area that buy, and not only those that lead a chain.
    with_zones
        Take in zones with their own administration that lie in the area.
    neighbours
        Ask it together with the areas that border it at its level, as one.
    as_of
        A date; only supplies that held on it count. Default: the graph's own (`graph.as_of`).
    period
        Instead of a date: values of exactly this period ("2021").

    Returns
    -------
    One row for the area, then one a chain and firm, those with most purchases first:

    - `area` (text): the area asked
    - `kind` (text): area, chain or firm
    - `subject` (text): the area, a chain, or a firm of it
    - `chains` (list): the chains that the firm leads
    - `here_share` (share, 0..1): the part of its purchases of known origin that comes from suppliers in the
      area
    - `near_share` (share, 0..1): the part of its purchases of known origin that comes from bordering areas,
      or such as the area has an agreement with
    - `province_share` (share, 0..1): the part of its purchases of known origin that comes from elsewhere in
      the province; null of a whole province
    - `elsewhere_share` (share, 0..1): the part of its purchases of known origin that comes from other
      provinces and countries
    - `by` (text): what the shares are of: value, or count of suppliers
    - `purchases` (integer): supplies to it on record that hold now
    - `suppliers` (integer): distinct sellers; an unnamed group is one
    - `suppliers_unplaced` (integer): of these, such as may be here or elsewhere
    - `products` (integer): distinct products bought
    - `buyers` (integer): firms of the area whose purchases these are
    - `valued` (integer): purchases with a value of `basis` and `period`
    - `value` (money, yuan): the sum of these values
    - `basis` (text): of the values: annual, contract, cumulative or unstated
    - `period` (period): the period of the value
    - `coverage` (share, 0..1): firms with known products; null where nobody stated the number of firms
    - `because` (sentence): what the shares rest on, in a sentence
    - `subject_id` (text): identifier of the chain or firm

    Raises
    ------
    UnknownName, AmbiguousName
        If `area` names no region or park, or several.
    BadInput
        For a date or period that there is none of.

    Examples
    --------
    >>> sourcing(example(), "大龙")[["kind", "here_share", "near_share", "by"]].values.tolist()[0]
    ['area', 0.0, 1.0, 'count']
    """
    if each not in (None, "firm"):
        raise BadInput(
            f"there are rows for each firm, not for each {each!r}", f"只能逐个列出企业（firm），不能按“{each}”列出"
        )
    with asked_of(graph, as_of, period=period, lang=lang) as (known, when):
        geography = Geography.of(known)
        where = geography.where(area, with_zones=with_zones, neighbours=neighbours, lang=lang)
        near = around(known, geography, where, when.day)
        rings = _rings(geography, where, near)
        asked = {**{ring: sorted(places) for ring, places in rings.items()}, "as_of": when.day}
        fetched = known.rows(question("sourcing/sourcing"), {**asked, "every": each is not None})
        always = known.rows(question("sourcing/subjects"), {"here": asked["here"], "as_of": when.day})
        firms, coverage = coverage_of(known, {**where.parameters(), "as_of": when.day}, {0: where.parts}).get(
            0, (0, None)
        )
        told = {"area": where.label, "coverage": None if coverage is None else round(coverage, 4)}
        found = [
            {
                **told,
                **row,
                **shares(row, near=near.known, province=bool(rings["province"])),
                "because": because(row, lang),
            }
            for row in subjects_of(fetched, always, where.label)
        ]
        notes = [
            *where.notes(lang),
            *_known(found[0], firms, lang),
            *unplaced_in(geography, where, lang),
            *undated(known, when, lang, places=where.inside, supplies=True),
        ]
        parameters = {
            "area": where.asked,
            "each": each,
            "with_zones": with_zones or None,
            "neighbours": neighbours or None,
            "as_of": when.day,
        }
        return answer(known, "sourcing", COLUMNS, found, parameters, asked=when, notes=notes)


def _rings(geography: Geography, where: Where, near: Around) -> dict[str, set[int]]:
    """The places of each ring around an area; those that may lie in it are in none, nor is what is not placed at all."""
    provinces = {part.at("province") for part in where.parts if _below_province(part.level, part.kind)} - {None}
    out: dict[str, set[int]] = {ring: set() for ring in RINGS}
    for place in geography.places.values():
        if place.id in where.inside:
            out["here"].add(place.id)
        elif place.id in near.places:
            out["near"].add(place.id)
        elif place.id not in where.maybe:
            out["province" if place.at("province") in provinces else "elsewhere"].add(place.id)
    return out


def _below_province(level: str | None, kind: str) -> bool:
    """Whether an area of a level has a province around it."""
    return kind == "park" or level not in ALL_AREAS or ALL_AREAS.index(level) < ALL_AREAS.index("province")


def _known(area: Mapping[str, Any], firms: int, lang: str) -> list[str]:
    """Of how many firms of the area purchases are known: what is not on record is in no share."""
    label, buyers = area["area"], area["buyers"]
    if not firms:
        return [t(lang, f"{label}: the graph holds no firm here", f"{label}：图中没有这里的企业")]
    if buyers:
        return [
            t(
                lang,
                f"{label}: purchases are on record of {buyers} of its {firms} firms in the graph; the shares speak of these alone",
                f"{label}：图中{firms}家企业里有{buyers}家有采购记录，占比只反映这些采购",
            )
        ]
    return [
        t(
            lang,
            f"{label}: no purchase of its {firms} firms is on record, so no share can be told; load what they buy and from whom,"
            " or let chanlian ask make the forms",
            f"{label}：图中{firms}家企业均无采购记录，无法计算本地配套率；请载入采购（供应）表，或用 chanlian ask 生成调查表",
        )
    ]
