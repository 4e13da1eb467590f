"""Every tie across a border: supplies, ownership, cooperation, agreements and their items, projects, facilities."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ...graph.answer_columns import AnswerColumn
from ...graph.errors import BadInput
from ...graph.language import t
from ...graph.schema import ALL_AREAS, BASIS as BASIS_OF_VALUE, node
from ..answer import Answer, answer, framed
from ..as_of.asked import asked_of
from ..as_of.undated import undated_among
from ..columns import (
    BASIS,
    BORDER,
    FACT,
    FROM,
    FROM_AREA,
    KIND,
    MODALITY,
    QUANTITY,
    SINCE,
    SOURCES,
    STATUS,
    TO,
    TO_AREA,
    UNIT,
    UNTIL,
    VALUE,
    WHAT,
    bounds_of,
)  # fmt: skip
from ..evidence import evidence, titles
from ..places.by_name import by_name_at, by_name_in
from ..places.geography import Geography
from ..places.place import LEVELS_ZH, check_level
from ..places.unplaced import places_firms
from ..texts import question
from .asking import Asking
from .bounds import add_bounds
from .pairs import ties_of
from .ties import FIRM_TIES, KINDS, STATUS_WORDS, STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...graph.graph import Graph

_BASES = (*BASIS_OF_VALUE.words, *((prop.name, prop.zh) for prop in node("project").properties if prop.type == "money"))
COLUMNS = (
    FACT,
    KIND.at(1, meaning="supplies, owns, cooperates_with, agreement, measure, project or facility"),
    FROM.at(4).with_beside("from_area"),
    FROM_AREA.meant("its area at the level, or the nearest coarser one that is known"),
    TO.at(5).with_beside("to_area"),
    TO_AREA.meant("the same"),
    WHAT.at(6).with_beside("via"),
    VALUE.at(8, meaning="of a project of whose investors nobody says theirs, that of the whole project"),
    QUANTITY,
    UNIT,
    BASIS.at(9, meaning="of the value: annual, cumulative or contract; of a whole project contracted, planned or paid").with_words(
        _BASES
    ),
    SINCE.at(7),
    UNTIL,
    STATUS.at(2).with_words(STATUS_WORDS),
    SOURCES.meant("titles of sources, of the fact and of what makes its sides parts of it"),
    BORDER.meant("the highest level between the sides"),
    MODALITY.at(3),
    AnswerColumn(
        "via", "list", None, "as", "联系方式",
        meaning="how the sides are tied by an agreement or measure: signatory, promoter, concerns, agreement (of which it is an item)",
    ),
    *bounds_of(VALUE),
    *bounds_of(QUANTITY),
)  # fmt: skip


@framed("links", "跨界联系", COLUMNS)
def links(
    graph: Graph,
    level: str = "county",
    *,
    area: str | Sequence[str] | None = None,
    between: tuple[str, str] | None = None,
    kinds: Sequence[str] = (),
    statuses: Sequence[str] = (),
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    period: str | None = None,
    lang: str = "en",
) -> Answer:
    """Which ties cross a border at a level? One row a fact and pair of sides.

    An agreement ties its signatories, else its promoters, else what it concerns; an item of one or another measure what it
    concerns, else those who signed; `via` says which. A project ties its investors and its sites, a facility the areas that it
    connects. A side is crossed over only where both places are known to differ at
    the level or above it; `attrs["notes"]` says how many of the ties asked cannot be placed. `area` keeps ties
    with exactly one side in an area, `between` those with one side in each of two. What is planned, being built or potential
    is told with its `status` and `modality`; `statuses` keeps some: "active", "planned", "building", "potential", ...
    ("unstated": nobody says how far it is). With `period` ("2021") values are those
    of exactly this period, and ties those that held in it.

    Returns
    -------
    One row a fact and pair of sides:

    - `fact` (text): the id of the fact
    - `kind` (text): supplies, owns, cooperates_with, agreement, measure, project or facility
    - `from` (text): from
    - `from_area` (text): its area at the level, or the nearest coarser one that is known
    - `to` (text): to
    - `to_area` (text): the same
    - `what` (text): what
    - `value` (money, yuan): of a project of whose investors nobody says theirs, that of the whole project
    - `quantity` (number, `unit`): quantity
    - `unit` (text): the unit of amounts
    - `basis` (text): of the value: annual, cumulative or contract; of a whole project contracted, planned or
      paid
    - `since` (date): since
    - `until` (date): until
    - `status` (text): how far it is; null: not said
    - `sources` (list): titles of sources, of the fact and of what makes its sides parts of it
    - `border` (text): the highest level between the sides
    - `modality` (text): where it is not actual: target, forecast, potential or estimate
    - `via` (list): how the sides are tied by an agreement or measure: signatory, promoter, concerns,
      agreement (of which it is an item)
    - `value_low` (money, yuan): value, at least
    - `value_high` (money, yuan): value, at most
    - `value_original` (text): value, as written
    - `quantity_low` (number, `unit`): quantity a year, at least
    - `quantity_high` (number, `unit`): quantity a year, at most
    - `quantity_original` (text): quantity a year, as written

    Raises
    ------
    BadInput
        For a level, kind or status that there is none of.
    UnknownName, AmbiguousName
        If `area` or `between` names no region or park, or several.

    Examples
    --------
    >>> found = links(example(), "province", kinds=["supplies"], between=("贵州", "湖南"))
    >>> found[["from", "to", "what"]].values.tolist()
    [['贵州红星发展公司', '新晃化工企业', '硫酸钡滤饼']]
    """
    check_level(level)
    _check(kinds, KINDS, "kind of link", "联系")
    _check(statuses, STATUSES, "status of a link", "联系状态")
    if neighbours and between is not None:
        raise BadInput(
            "--neighbours goes with --in, not with --between, whose two areas would run into each other",
            "--neighbours 只与 --in 同用，不与 --between 同用（两个地区会互相重叠）",
        )
    with asked_of(graph, as_of, period=period, lang=lang) as (known, when):
        geography = Geography.of(known)
        where = None if area is None else geography.where(area, with_zones=with_zones, neighbours=neighbours, lang=lang)
        ends = None
        if between is not None:
            one, other = (geography.where(name, with_zones=with_zones) for name in between)
            ends = (one, other)
        asked = Asking(tuple(kinds), tuple(statuses), where, ends)
        left_out: Counter[str] = Counter()
        found = list(_ties(known, geography, level, when.day, asked, left_out))
        areas = [place for place in (where, *(ends or ())) if place is not None]
        notes = [note for place in areas for note in place.notes(lang)]
        if not found:
            notes.append(t(lang, f"no tie is known to cross a border at {level} level", "未发现跨越该级别边界的联系"))
        notes += _left_out(left_out, level, lang)
        notes += [note for place in areas for note in by_name_in(geography, place, lang)]
        notes += [] if areas else by_name_at(geography, lang)
        notes += undated_among(known, when, found, lang)
        add_bounds(known, found)
        _sources(known, found)
        found.sort(key=lambda row: (KINDS.index(row["kind"]), row["from"], row["to"], row["what"] or "", row["fact"]))
        parameters = {
            "level": level, "area": None if where is None else where.asked,
            "between": list(between) if between else None, "kinds": list(kinds) or None,
            "statuses": list(statuses) or None, "with_zones": with_zones or None, "neighbours": neighbours or None,
            "as_of": when.day,
        }  # fmt: skip
        return answer(known, "links", COLUMNS, found, parameters, asked=when, notes=notes)


def _check(given: Sequence[str], allowed: Sequence[str], what: str, zh: str) -> None:
    wrong = [word for word in given if word not in allowed]
    if wrong:
        raise BadInput(
            f"no {what}: {', '.join(wrong)}; there are {', '.join(allowed)}",
            f"没有这种{zh}：{'、'.join(wrong)}；可用的有：{'、'.join(allowed)}",
        )


def _ties(
    graph: Graph, geography: Geography, level: str, day: str | None, asked: Asking, left_out: Counter[str]
) -> Iterator[dict[str, Any]]:
    """All ties over borders of the level that were asked; `left_out` counts those of which nobody can tell, by kind."""

    def placed(row: dict[str, Any]) -> dict[str, Any]:
        one, other = row["from_place"], row["to_place"]
        return {
            **row,
            "from_area": geography.area_name(one, level),
            "to_area": geography.area_name(other, level),
            "border": geography.border(one, other),
        }

    parameters = {"rank": ALL_AREAS.index(level), "as_of": day}
    for row in graph.rows(question("links/links_unplaced"), parameters):
        if asked.may_be(row):
            left_out[row["kind"]] += row["count"]
    for row in graph.rows(question("links/links_firms"), parameters):
        if asked.is_one(row):
            yield placed({**row, "from": row["from_name"], "to": row["to_name"], "rests": {row["kind"]: {row["fact"]}}})
    for row in ties_of(graph.rows(question("links/links_sides"), {"as_of": day}), geography, level):
        if geography.crosses(row["from_place"], row["to_place"], level):
            if asked.is_one(row):
                yield placed(row)
        elif row["open"] and asked.may_be(row):
            left_out[row["kind"]] += 1


def _sources(graph: Graph, found: Sequence[dict[str, Any]]) -> None:
    """The sources of each tie: of its fact, and of the edges that make its sides what they are."""
    wanted: dict[str, list[str]] = {}
    for row in found:
        for kind, facts in row["rests"].items():
            wanted.setdefault(kind, []).extend(facts)
    rests = evidence(graph, wanted)
    for row in found:
        facts = [row["fact"], *sorted(fact for own in row["rests"].values() for fact in own if fact != row["fact"])]
        row["sources"] = list(dict.fromkeys(title for fact in facts for title in titles(rests, fact)))


def _left_out(left_out: Counter[str], level: str, lang: str) -> list[str]:
    """How many ties are left out because nobody knows on which sides they end."""
    count = left_out.total()
    if not count:
        return []
    of_firms = any(of.name in left_out for of in FIRM_TIES)
    return [
        t(
            lang,
            f"{count} more ties are left out: the {level} of one of their sides is not known",
            f"另有{count}条联系未列出：其中一方所在的{LEVELS_ZH[level]}未知",
        )
        + (t(lang, "; ", "；") + places_firms(lang) if of_firms else "")
    ]
