"""Every area of a level: how many of its needs are in each state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.answer_columns import AnswerColumn
from ...graph.language import t
from ..answer import Answer, answer
from ..as_of.undated import undated
from ..columns import AREA, COVERAGE
from ..places.by_name import by_name_at
from ..places.place import check_level
from ..places.unplaced import unplaced_at
from ..texts import question
from .alternatives import choices, counted_once
from .needs import coverage_of, needing
from .verdict import STATES, verdict

if TYPE_CHECKING:
    from ...graph.graph import Graph
    from ..answer import Asked
    from ..places.geography import Geography
    from .thresholds import Thresholds

COUNTED = dict(zip(STATES, ("断链", "缺链", "疑缺", "未知", "弱链", "有配套", "优势"), strict=True))
"""The states with their Chinese names, a column each."""

EACH_COLUMNS = (
    AREA.meant("an area of the level"),
    AnswerColumn(
        "firms",
        "integer",
        None,
        "firms in the graph",
        "图中企业数",
        meaning="its firms in the graph, an unnamed group as one",
    ),
    COVERAGE,
    *(
        AnswerColumn(state, "integer", None, state, zh, meaning="needs in this state, those of several ways once")
        for state, zh in COUNTED.items()
    ),
)


def counts_of_each(
    graph: Graph, geography: Geography, level: str, when: Asked, limit: Thresholds, chain: str | None, lang: str
) -> Answer:
    check_level(level)
    areas, places = geography.each(level)
    asked = {**places, "as_of": when.day}
    counts: dict[int, dict[str, int]] = {area: dict.fromkeys(STATES, 0) for area in areas}
    # what a metric says of a county is not said of what of it lies in no park
    whole = {area: () if level == "park" and place.kind == "region" else (place,) for area, place in areas.items()}
    coverage = coverage_of(graph, asked, whole)
    several: dict[int, dict[int, str]] = {}
    # a row stands for all needs of an area that are alike in what a verdict rests on
    for row in graph.rows(question("gaps/gaps_each"), {**needing(asked, limit, names=False), "chain": chain}):
        state = verdict(row, coverage[row["area"]][1], limit)
        if row["alternative"] is None:
            counts[row["area"]][state] += row["needs"]
        else:
            several.setdefault(row["area"], {})[row["alternative"]] = state
    chosen = choices(graph.rows(question("gaps/ways"), asked)) if several else {}
    for area, states in several.items():
        for state, needs in counted_once(states, states, chosen.get(area, ())).items():
            counts[area][state] += needs
    rows: list[dict[str, Any]] = []
    for area, place in areas.items():
        firms, share = coverage.get(area, (0, None))
        if firms:
            share = None if share is None else round(share, 4)
            rows.append(
                {"area": geography.label(place, level, lang), "firms": firms, "coverage": share, **counts[area]}
            )
    rows.sort(key=lambda row: (-row["missing"] - row["broken"], row["area"]))
    notes = [*unplaced_at(geography, level, lang), *by_name_at(geography, lang), *undated(graph, when, lang)]
    notes += [] if rows else [t(lang, "the graph holds no firm in any such area", "图中没有位于这一级地区的企业")]
    return answer(
        graph, "gaps", EACH_COLUMNS, rows, {"each": level, "chain": chain, "as_of": when.day}, asked=when, notes=notes
    )
