"""Every tie across a border: supplies, ownership, cooperation, agreements, projects, facilities."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, groupby, product
from typing import TYPE_CHECKING, Any

from ...graph import schema
from ...graph.answer_columns import AnswerColumn
from ...graph.errors import BadInput
from ...graph.language import t
from ...graph.schema import ALL_AREAS
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
    TO,
    TO_AREA,
    UNIT,
    UNTIL,
    VALUE,
    WHAT,
    bounds_of,
)  # fmt: skip
from ..evidence import evidence, titles
from ..places.geography import Geography
from ..places.place import LEVELS_ZH, check_level
from ..places.unplaced import places_firms
from ..texts import question
from .bounds import add_bounds
from .ties import FIRM_TIES, KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...graph.graph import Graph

_STATUS_WORDS = tuple(
    {
        word: (word, zh)
        for of in schema.KINDS
        for prop in schema.properties(of)
        if prop.name in ("status", "stage")
        for word, zh in prop.words
    }.values()
)
"""What a tie's status may be: that of a fact, an agreement or a facility, or the stage of a project."""

COLUMNS = (
    FACT,
    KIND.at(1, meaning="supplies, owns, cooperates_with, agreement, project or facility"),
    FROM.at(2),
    FROM_AREA.at(3, meaning="its area at the level, or the nearest coarser one that is known"),
    TO.at(4),
    TO_AREA.at(5, meaning="the same"),
    WHAT.at(6),
    VALUE,
    QUANTITY,
    UNIT,
    BASIS,
    SINCE.at(7),
    UNTIL,
    AnswerColumn("status", "text", None, "status", "状态", words=_STATUS_WORDS, usual=("active", "open")),
    SOURCES,
    BORDER.meant("the highest level between the sides"),
    MODALITY,
    *bounds_of(VALUE),
    *bounds_of(QUANTITY),
)


@framed("links", "跨界联系", COLUMNS)
def links(
    graph: Graph,
    level: str = "county",
    *,
    area: str | Sequence[str] | None = None,
    between: tuple[str, str] | None = None,
    kinds: Sequence[str] = (),
    with_zones: bool = False,
    as_of: str | None = None,
    period: str | None = None,
    lang: str = "en",
) -> Answer:
    """Which ties cross a border at a level? One row a fact and pair of sides.

    An agreement ties its signatories, a project its investors and its sites, a facility the
    places it connects. A side is crossed over only where both places are known to differ at
    the level or above it; `attrs["notes"]` says how many ties cannot be placed. `area` keeps ties
    with exactly one side in an area, `between` those with one side in each of two. With `period` ("2021") values are those
    of exactly this period, and ties those that held in it.

    Returns
    -------
    One row a fact and pair of sides:

    - `fact` (text): the id of the fact
    - `kind` (text): supplies, owns, cooperates_with, agreement, project or facility
    - `from` (text): from
    - `from_area` (text): its area at the level, or the nearest coarser one that is known
    - `to` (text): to
    - `to_area` (text): the same
    - `what` (text): what
    - `value` (money, yuan): value
    - `quantity` (number, `unit`): quantity
    - `unit` (text): the unit of amounts
    - `basis` (text): of the value: annual, cumulative or contract
    - `since` (date): since
    - `until` (date): until
    - `status` (text): status
    - `sources` (list): titles of sources
    - `border` (text): the highest level between the sides
    - `modality` (text): modality
    - `value_low` (money, yuan): value, at least
    - `value_high` (money, yuan): value, at most
    - `value_original` (text): value, as written
    - `quantity_low` (number, `unit`): quantity a year, at least
    - `quantity_high` (number, `unit`): quantity a year, at most
    - `quantity_original` (text): quantity a year, as written

    Raises
    ------
    BadInput
        For a level or kind that there is none of.
    UnknownName, AmbiguousName
        If `area` or `between` names no region or park, or several.

    Examples
    --------
    >>> found = links(example(), "province", kinds=["supplies"])
    >>> found[["from", "to", "what"]].values.tolist()
    [['贵州红星发展公司', '新晃化工企业', '硫酸钡滤饼']]
    """
    check_level(level)
    wrong = [kind for kind in kinds if kind not in KINDS]
    if wrong:
        raise BadInput(
            f"no kind of link: {', '.join(wrong)}; the kinds are {', '.join(KINDS)}",
            f"没有这种联系：{'、'.join(wrong)}；可用的有：{'、'.join(KINDS)}",
        )
    with asked_of(graph, as_of, period=period, lang=lang) as (known, when):
        geography = Geography.of(known)
        unplaced: Counter[str] = Counter()
        ties = _ties(known, geography, level, when.day, unplaced)
        found = [row for row in ties if not kinds or row["kind"] in kinds]
        notes: list[str] = []
        if area is not None:
            where = geography.where(area, with_zones=with_zones)
            notes += where.notes(lang)
            found = [row for row in found if (row["from_place"] in where.inside) != (row["to_place"] in where.inside)]
        if between is not None:
            one, other = (geography.where(name, with_zones=with_zones) for name in between)
            notes += [*one.notes(lang), *other.notes(lang)]
            found = [
                row
                for row in found
                if (row["from_place"] in one.inside and row["to_place"] in other.inside)
                or (row["from_place"] in other.inside and row["to_place"] in one.inside)
            ]
        if not found:
            notes.append(t(lang, f"no tie is known to cross a border at {level} level", "未发现跨越该级别边界的联系"))
        notes += _unplaced(unplaced, kinds, level, lang)
        notes += undated_among(known, when, found, lang)
        add_bounds(known, found)
        rests = evidence(known, _facts(found))
        for row in found:
            row["sources"] = titles(rests, row["fact"])
        found.sort(key=lambda row: (KINDS.index(row["kind"]), row["from"], row["to"], row["what"] or "", row["fact"]))
        parameters = {
            "level": level, "area": where.label if area is not None else None,
            "between": list(between) if between else None, "kinds": list(kinds) or None,
            "with_zones": with_zones or None, "as_of": when.day,
        }  # fmt: skip
        return answer(known, "links", COLUMNS, found, parameters, asked=when, notes=notes)


def _facts(found: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for row in found:
        out.setdefault(row["kind"], []).append(row["fact"])
    return out


def _unplaced(unplaced: Counter[str], kinds: Sequence[str], level: str, lang: str) -> list[str]:
    """How many ties are left out because nobody knows on which sides they end."""
    open_ties = {kind: number for kind, number in unplaced.items() if not kinds or kind in kinds}
    count = sum(open_ties.values())
    if not count:
        return []
    of_firms = any(of.name in open_ties for of in FIRM_TIES)
    return [
        t(
            lang,
            f"{count} more ties are left out: the {level} of one of their sides is not known",
            f"另有{count}条联系未列出：其中一方所在的{LEVELS_ZH[level]}未知",
        )
        + (t(lang, "; ", "；") + places_firms(lang) if of_firms else "")
    ]


def _ties(
    graph: Graph, geography: Geography, level: str, day: str | None, unplaced: Counter[str]
) -> Iterator[dict[str, Any]]:
    """All ties over borders of the level; `unplaced` counts those of which nobody knows, by kind."""

    def placed(row: dict[str, Any]) -> dict[str, Any]:
        one, other = row["from_place"], row["to_place"]
        return {
            **row,
            "from_area": geography.area_name(one, level),
            "to_area": geography.area_name(other, level),
            "border": geography.border(one, other),
        }

    asked = {"rank": ALL_AREAS.index(level), "as_of": day}
    for row in graph.rows(question("links/links_unplaced"), asked):
        unplaced[row["kind"]] += row["count"]
    for row in graph.rows(question("links/links_firms"), asked):
        yield placed({**row, "from": row["from_name"], "to": row["to_name"]})
    sides = graph.rows(question("links/links_sides"), {"as_of": day})
    for _, group in groupby(sides, key=lambda row: (row["kind"], row["fact"])):
        rows = list(group)
        first, second = ([row for row in rows if row["side"] == side] for side in (1, 2))
        pairs = product(first, second) if first or second else combinations(rows, 2)
        for one, other in pairs:
            if geography.crosses(one["place"], other["place"], level):
                yield placed(
                    {
                        **one,
                        "from": one["name"],
                        "to": other["name"],
                        "from_place": one["place"],
                        "to_place": other["place"],
                    }
                )
            elif any(
                row["place"] != row["node"] and not geography.placed_at(row["place"], level) for row in (one, other)
            ):
                # a province that signs with its own county is no tie of unknown sides
                unplaced[one["kind"]] += 1
