"""What an area's industrial chains lack: every need of the area with its state.

A need is a product that firms of the area buy (observed), say they use (declared), or must
use for what they make (implied by a technology link). gaps.sql fetches and counts; the
verdict, its reason and what to do about it are Python (verdict.py), once for every engine.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from ...graph import schema
from ...graph.answer_columns import AnswerColumn
from ...graph.errors import BadInput
from ...graph.language import t
from ..answer import Answer, Asked, answer, framed
from ..as_of.asked import asked_of
from ..as_of.undated import undated
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
    bounds_of,
)  # fmt: skip
from ..firm_numbers import counted, firms_in_words
from ..places.by_name import by_name_in, suppliers_by_name
from ..places.distances import seats_note
from ..places.geography import Geography
from ..places.unplaced import unplaced_in
from .each import EACH_COLUMNS, counts_of_each
from .how_known import how_known
from .nearer import NEAR_KM, check_within
from .needs import needs_of_area
from .thresholds import Thresholds, own_thresholds, thresholds
from .verdict import STATES

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from ...graph.graph import Graph
    from ..places.place import Where
    from .needs import Needs

_BOUGHT = AnswerColumn(
    "bought_value", "money", "yuan", "bought for", "采购额", meaning="what they pay for it", printed=7
)
COLUMNS = (
    AREA,
    PRODUCT.at(1).on_paper(1),
    PRODUCT_ID,
    replace(CHAIN.on_paper(3), type="list", meaning="those that it is a product of"),
    replace(STAGE, type="list", meaning="of each of these chains"),
    BASIS_OF_NEED,
    STATE.at(2).on_paper(2),
    AnswerColumn("action", "text", None, "action", "建议", meaning="what to do about it", printed=4),
    AnswerColumn("flags", "list", None, "flags", "标记", 3, 12, meaning="what else is to be said of it", printed=11),
    BECAUSE.at(4).on_paper(5),
    FIRMS.meant("firms that need it, an unnamed group as one"),
    AnswerColumn("firm_names", "list", None, "firms", "需求企业", meaning="their names", printed=6),
    _BOUGHT,
    AnswerColumn(
        "bought_basis",
        "text",
        None,
        "basis of value",
        "采购额口径",
        words=(*schema.BASIS.words, ("unstated", "未注明")),
        usual=schema.BASIS.usual,
        speaks_of=("bought_value",),
    ),
    AnswerColumn(
        "bought_here_share", "share", "0..1", "bought here", "本地采购占比", meaning="the part of it paid here"
    ),
    CAPACITY.meant("what its makers here can make"),
    AnswerColumn("needed", "number", "`unit` a year", "needed", "需求量", meaning="what the firms here need"),
    UNIT,
    MAKERS_HERE.meant("firms and producing projects here that make it, an unnamed group as one"),
    MAKER_NAMES,
    AnswerColumn("suppliers", "integer", None, "suppliers", "供应商数",
                 meaning="firms that supply it to firms here, an unnamed group as one"),
    AnswerColumn("suppliers_outside", "integer", None, "outside", "外地供应商数", meaning="those that are elsewhere"),
    AnswerColumn(
        "suppliers_unplaced", "integer", None, "unplaced", "地点不明供应商数", meaning="those of unknown place"
    ),
    AnswerColumn(
        "supplier_hhi", "number", "0..10000", "supplier HHI", "供应商集中度", meaning="how few sell most of it"
    ),
    AnswerColumn("nearest_supplier", "text", None, "nearest supplier", "最近供方", 5, 20, "nearest_area", printed=8),
    NEAREST_AREA.on_paper(9),
    DISTANCE.on_paper(10),
    DISTANCE_BASIS,
    BORDER,
    AnswerColumn(
        "projects", "list", None, "projects", "在谈在建项目", meaning="projects here that will make it", printed=12
    ),
    COVERAGE,
    EVIDENCE,
    AnswerColumn("bought_period", "period", None, "period of value", "采购额期间"),
    AnswerColumn(
        "suppliers_by_name", "list", None, "placed by name", "按名称定位的供应商",
        meaning="suppliers of whose place only the name tells",
    ),
    *bounds_of(_BOUGHT),
    AnswerColumn(
        "alternatives", "list", None, "alternatives", "可替代组合",
        meaning="where no way of making a product is met, what each way takes: one of these sets would do",
    ),
)  # fmt: skip


@framed("gaps", "产业链缺口", COLUMNS, EACH_COLUMNS, second_by="each")
def gaps(
    graph: Graph,
    area: str | Sequence[str] | None = None,
    *,
    each: str | None = None,
    chain: str | None = None,
    states: Sequence[str] = (),
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    period: str | None = None,
    limits: str | os.PathLike[str] | None = None,
    within: float | None = None,
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
    neighbours
        Take in the areas that border it at its level: 邻县 of a county.
    as_of
        A date; only facts that held on it count. Default: the graph's own (`graph.as_of`).
    period
        Instead of a date: purchases count with their values of exactly this period ("2021"), if they held in it; all else
        is as of its last day.
    limits
        A file of thresholds of your own (queries/gaps/thresholds.toml is the pattern).
    within
        How many kilometres (100) a maker may be away to be within reach (`action` 对接); one in a county or prefecture that
        borders the area, or that has an agreement with it, is within reach anyway.
    lang
        Language of the sentences in `because`: "en" or "zh".

    Returns
    -------
    One row a product, worst first:

    - `area` (text): the area asked
    - `product` (text): product
    - `product_id` (text): its identifier
    - `chain` (list): those that it is a product of
    - `stage` (list): of each of these chains
    - `basis` (text): how the need is known: observed, declared or implied
    - `state` (text): broken, missing, presumed, unknown, weak, served or strong
    - `action` (text): what to do about it
    - `flags` (list): what else is to be said of it
    - `because` (sentence): why, in a sentence
    - `firms` (integer): firms that need it, an unnamed group as one
    - `firm_names` (list): their names
    - `bought_value` (money, yuan): what they pay for it
    - `bought_basis` (text): basis of value
    - `bought_here_share` (share, 0..1): the part of it paid here
    - `capacity` (number, `unit` a year): what its makers here can make
    - `needed` (number, `unit` a year): what the firms here need
    - `unit` (text): the unit of amounts
    - `makers_here` (integer): firms and producing projects here that make it, an unnamed group as one
    - `maker_names` (list): their names
    - `suppliers` (integer): firms that supply it to firms here, an unnamed group as one
    - `suppliers_outside` (integer): those that are elsewhere
    - `suppliers_unplaced` (integer): those of unknown place
    - `supplier_hhi` (number, 0..10000): how few sell most of it
    - `nearest_supplier` (text): nearest supplier
    - `nearest_area` (text): where the nearest one is
    - `distance_km` (number, km): great-circle distance
    - `distance_basis` (text): whose points: park, county, or the seat of the prefecture or province that is
      all that is known
    - `border` (text): the highest level between the two
    - `projects` (list): projects here that will make it
    - `coverage` (share, 0..1): firms with known products; null where nobody stated the number of firms
    - `evidence` (list): titles of sources
    - `bought_period` (period): period of value
    - `suppliers_by_name` (list): suppliers of whose place only the name tells
    - `bought_value_low` (money, yuan): bought for, at least
    - `bought_value_high` (money, yuan): bought for, at most
    - `bought_value_original` (text): bought for, as written
    - `alternatives` (list): where no way of making a product is met, what each way takes: one of these sets
      would do

    With `each` one row an area instead:

    - `area` (text): an area of the level
    - `firms` (integer): its firms in the graph, an unnamed group as one
    - `coverage` (share, 0..1): firms with known products; null where nobody stated the number of firms
    - `broken` (integer): needs in this state, those of several ways once
    - `missing` (integer): needs in this state, those of several ways once
    - `presumed` (integer): needs in this state, those of several ways once
    - `unknown` (integer): needs in this state, those of several ways once
    - `weak` (integer): needs in this state, those of several ways once
    - `served` (integer): needs in this state, those of several ways once
    - `strong` (integer): needs in this state, those of several ways once

    Raises
    ------
    UnknownName, AmbiguousName
        If `area` or `chain` names nothing, or several things.
    BadInput
        For a level, state or date that there is none of, or if `within` is negative.

    Examples
    --------
    >>> graph = example()
    >>> gaps(graph, "大龙", states=["missing"])[["product", "state", "flags"]].values.tolist()[0]
    ['吨袋', 'missing', ['outside', 'single_source']]
    """
    limit = thresholds(limits)
    near = NEAR_KM if within is None else within
    check_within(near)
    for state in states:
        if state not in STATES:
            raise BadInput(
                f"there is no state {state!r}; the states are {', '.join(STATES)}",
                f"没有“{state}”这种状态；可用的有：{'、'.join(STATES)}",
            )
    if each is not None and (area is not None or states or within is not None):
        raise BadInput(
            "a level (--each) counts every area and state: give it without --in, --state and --within",
            "按级别统计（--each）涵盖每个地区和状态，不能与 --in、--state 或 --within 同用",
        )
    with asked_of(graph, as_of, period=period, lang=lang) as (known, when):
        geography = Geography.of(known)
        chain_name = _chain_name(known, chain)
        if each is not None:
            out = counts_of_each(known, geography, each, when, limit, chain_name, lang)
        elif area is not None:
            where = geography.where(area, with_zones=with_zones, neighbours=neighbours, lang=lang)
            out = _one(known, geography, where, when, limit, near, chain_name, states, lang)
        else:
            raise BadInput("name an area (--in) or a level (--each)", "请给出地区（--in）或级别（--each）")
    out.attrs["parameters"] |= {"with_zones": True} if with_zones else {}
    out.attrs["parameters"] |= {"neighbours": True} if neighbours else {}
    out.attrs["parameters"] |= {} if within is None else {"within": within}
    if limits is not None:
        out.attrs["parameters"]["limits"] = str(limits)
        out.attrs["contents"] = {"limits": own_thresholds(limit)}
    out.attrs["thresholds"] = asdict(limit)
    return out


def _one(
    graph: Graph, geography: Geography, where: Where, when: Asked, limit: Thresholds, within: float,
    chain: str | None, states: Sequence[str], lang: str,
) -> Answer:  # fmt: skip
    """The needs of one area, or of several asked as one."""
    asked = {**where.parameters(), "as_of": when.day}
    needs = needs_of_area(graph, geography, where, asked, limit, within, chain, lang)
    shown = [row for row in needs.rows if not states or row["state"] in states]
    named = {name for row in shown for name in row["suppliers_by_name"] or ()}
    notes = [
        *where.notes(lang),
        *unplaced_in(geography, where, lang),
        *by_name_in(geography, where, lang),
        *suppliers_by_name(len(named), lang),
        *undated(graph, when, lang, places=where.inside),
        *seats_note(shown, lang),
        *how_known(where, needs, shown, lang),
    ]
    if not shown:
        notes.append(_why_empty(where.label, needs, lang))
    parameters = {"area": where.asked, "chain": chain, "states": list(states) or None, "as_of": when.day}
    return answer(graph, "gaps", COLUMNS, shown, parameters, asked=when, notes=notes)


def _why_empty(label: str, needs: Needs, lang: str) -> str:
    """Why there is no row: no firm, no need known, or none that was asked for."""
    if not needs.firms:
        return t(lang, f"{label}: the graph holds no firm here", f"{label}：图中没有这里的企业")
    if not needs.all:
        here = firms_in_words(counted(needs.firms["firms"], needs.firms["groups"]), lang)
        return t(
            lang,
            f"{label}: no need is known of the {here} that the graph holds here; load what they buy, use or make",
            f"{label}：图中本地{here}的需求均未知；请载入其采购、使用或生产的产品",
        )
    if not needs.rows:
        return t(
            lang,
            f"{label}: none of its {needs.all} needs is in this chain",
            f"{label}：{needs.all}种需求均不属于这条产业链",
        )
    return t(
        lang,
        f"{label}: none of its {needs.once} needs is in such a state",
        f"{label}：{needs.once}种需求均不处于所选状态",
    )


def _chain_name(graph: Graph, chain: str | None) -> str | None:
    if chain is None:
        return None
    from ..names import resolve

    return resolve(graph, chain, ("chain",)).name
