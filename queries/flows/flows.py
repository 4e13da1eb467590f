"""Area by area: how many supplies go where, and what they are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.answer_columns import AnswerColumn
from ...graph.language import t
from ...graph.schema import ALL_AREAS
from ..answer import Answer, answer, framed
from ..as_of.asked import asked_of
from ..as_of.undated import undated
from ..columns import BASIS, COUNT, FROM_AREA, PERIOD, TO_AREA, VALUE
from ..places.by_name import by_name_at
from ..places.geography import Geography
from ..places.place import check_level
from ..places.unplaced import ends_unplaced
from ..texts import question

if TYPE_CHECKING:
    from ...graph.graph import Graph

COLUMNS = (
    FROM_AREA.at(1, meaning="null: not known at this level"),
    TO_AREA.at(2, meaning="the same"),
    COUNT.at(3, meaning="supplies"),
    AnswerColumn("valued", "integer", None, "valued", "有金额数", 4, meaning="how many of them have a value"),
    VALUE.at(5),
    BASIS.at(6),
    PERIOD.at(7),
    AnswerColumn("from_within", "text", None, "from within", "起点所属", meaning="the nearest coarser area known"),
    AnswerColumn("to_within", "text", None, "to within", "终点所属", meaning="the same"),
)


@framed("flows", "地区间供应", COLUMNS)
def flows(graph: Graph, level: str, *, as_of: str | None = None, period: str | None = None, lang: str = "en") -> Answer:
    """Which areas supply which? Current actual supplies, area by area at a level.

    All rows together are all supplies: an end whose area is not known at the level has a null
    area, and `from_within` or `to_within` names the nearest coarser area that is known. Values
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

    Raises
    ------
    BadInput
        For a level that there is none of, or no date or period.

    Examples
    --------
    >>> int(flows(example(), "province")["count"].sum())
    8
    """
    check_level(level)
    with asked_of(graph, as_of, period=period, lang=lang) as (known, when):
        geography = Geography.of(known)
        places = geography.places

        def label(id_: int | None) -> str | None:
            if id_ is None:
                return None
            return geography.label(places[id_], level, lang)

        def row(fetched: dict[str, Any]) -> dict[str, Any]:
            out = {**fetched, "from_area": label(fetched["from_id"]), "to_area": label(fetched["to_id"])}
            for end in ("from", "to"):
                known = fetched[f"{end}_known"]
                out[f"{end}_within"] = (
                    places[known].name if fetched[f"{end}_id"] is None and known is not None else None
                )
            return out

        asked = {"rank": ALL_AREAS.index(level), "as_of": when.day}
        found = [row(fetched) for fetched in known.rows(question("flows/flows"), asked)]
        found.sort(
            key=lambda r: (-r["count"], r["from_area"] or "", r["to_area"] or "", r["basis"] or "", r["period"] or "")
        )
        notes = [] if found else [t(lang, "the graph holds no current supplies", "图中没有现行的供应关系")]
        notes += [
            *ends_unplaced(found, geography, level, lang),
            *by_name_at(geography, lang),
            *undated(known, when, lang, supplies=True),
        ]
        return answer(known, "flows", COLUMNS, found, {"level": level, "as_of": when.day}, asked=when, notes=notes)
