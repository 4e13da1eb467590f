"""The projects of an area by stage, as an office reports them (项目推进情况)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from ...graph.dates import is_date, last_day
from ...graph.errors import BadInput, no_date
from ...graph.fact_texts import THE_IDS
from ...graph.schema import node
from ..answer import Answer, answer, framed
from ..as_of.asked import asked_of
from ..evidence import evidence, titles
from ..history.gathered import with_claims
from ..places.geography import Geography
from ..show.rows import fetched
from .by import BY
from .columns import PROJECT_COLUMNS, SUM_COLUMNS
from .course import Since, now, on, since as since_then
from .members import members
from .notes import notes_on
from .rows import project_rows, sum_rows
from .sums import Item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...graph.graph import Graph
    from ..answer import Asked
    from .members import Members

_PROJECT: Final = node("project")


@framed("projects by stage", "项目推进情况", SUM_COLUMNS, PROJECT_COLUMNS)
def pipeline(
    graph: Graph,
    area: str | Sequence[str],
    *,
    by: str = "stage",
    since: str | None = None,
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    lang: str = "en",
) -> Answer:
    """How far are an area's projects: how many are at which stage, with what sums, and what has moved since?

    A project is an area's by its site, by a park of the area, by the office that handles it, or, where it is not
    sited elsewhere, by what concerns both (an agreement, an item of one). Sums planned, contracted, paid in and spent are never
    mixed. An unnamed group of projects counts for its number; where it may contain others of the same row, number and sums are
    bounds: the larger of both at least, both together at most.

    Parameters
    ----------
    by
        What a row is: a `stage`, a `handler` (a project of two counts for both), or a `project`.
    since
        A day: what was added, moved on or paid in after it, by the dates of stages, or where nobody dates them by the
        publication of the sources that state them.

    Returns
    -------
    One row a stage in their order, or a handler, most projects first; the last is of all:

    - `area` (text): the area asked
    - `stage` (text): by stage: `unstated` where nobody states it, `all` in the row of all
    - `handler` (text): by handler: an office, `unstated`, or `all` in the row of all
    - `count` (integer): how many projects; null where it is not one figure
    - `count_low` (integer): at least, where it is not one exact figure
    - `count_high` (integer): at most, where that is bounded
    - `added` (integer): with `since`: on record only after that day
    - `moved` (integer): with `since`: that came to their stage after that day
    - `planned` (money, yuan): sum planned; null where it is not one figure
    - `planned_low` (money, yuan): at least, where it is not one exact figure
    - `planned_high` (money, yuan): at most, where that is bounded
    - `planned_original` (text): as written where one alone states it; of several 约 (about) where one is no
      exact figure
    - `contracted` (money, yuan): sum contracted; null where it is not one figure
    - `contracted_low` (money, yuan): at least, where it is not one exact figure
    - `contracted_high` (money, yuan): at most, where that is bounded
    - `contracted_original` (text): as written where one alone states it; of several 约 (about) where one is no
      exact figure
    - `paid` (money, yuan): sum paid in; null where it is not one figure
    - `paid_low` (money, yuan): at least, where it is not one exact figure
    - `paid_high` (money, yuan): at most, where that is bounded
    - `paid_original` (text): as written where one alone states it; of several 约 (about) where one is no exact
      figure
    - `start_rate` (share, 0..1): begun of signed, of named projects known to be signed; of no stage alone
    - `start_rate_of` (integer): of how many projects
    - `paid_rate` (share, 0..1): paid in of contracted, of projects that state exact figures of both
    - `paid_rate_of` (integer): of how many projects
    - `completed` (money, yuan): sum spent; null where it is not one figure
    - `completed_low` (money, yuan): at least, where it is not one exact figure
    - `completed_high` (money, yuan): at most, where that is bounded
    - `completed_original` (text): as written where one alone states it; of several 约 (about) where one is no
      exact figure
    - `under_way` (integer): known to be started, producing or full; null where nothing tells
    - `stalled` (integer): known to be stalled; null where nothing tells
    - `projects` (list): their names; not in the row of all
    - `planned_added` (money, yuan): with `since`: by how much it grew, as far as exact figures tell
    - `contracted_added` (money, yuan): with `since`: by how much it grew, as far as exact figures tell
    - `paid_added` (money, yuan): with `since`: by how much it grew, as far as exact figures tell
    - `completed_added` (money, yuan): with `since`: by how much it grew, as far as exact figures tell

    By project one row each, by stage and name:

    - `area` (text): the area asked
    - `project` (text): its name
    - `stage` (text): null where nobody states it
    - `stage_date` (date): when it came to that stage, where that is stated
    - `since_then` (text): with `since`: added, moved, sums, unclear or same
    - `stage_before` (text): with `since`: that of that day, as far as known
    - `count` (integer): the number of an unnamed group; null of one project
    - `planned` (money, yuan): sum planned; null where it is not one figure
    - `planned_low` (money, yuan): at least, where it is not one exact figure
    - `planned_high` (money, yuan): at most, where that is bounded
    - `planned_original` (text): as written where one alone states it; of several 约 (about) where one is no
      exact figure
    - `contracted` (money, yuan): sum contracted; null where it is not one figure
    - `contracted_low` (money, yuan): at least, where it is not one exact figure
    - `contracted_high` (money, yuan): at most, where that is bounded
    - `contracted_original` (text): as written where one alone states it; of several 约 (about) where one is no
      exact figure
    - `paid` (money, yuan): sum paid in; null where it is not one figure
    - `paid_low` (money, yuan): at least, where it is not one exact figure
    - `paid_high` (money, yuan): at most, where that is bounded
    - `paid_original` (text): as written where one alone states it; of several 约 (about) where one is no exact
      figure
    - `paid_rate` (share, 0..1): paid in of contracted, of projects that state exact figures of both
    - `completed` (money, yuan): sum spent; null where it is not one figure
    - `completed_low` (money, yuan): at least, where it is not one exact figure
    - `completed_high` (money, yuan): at most, where that is bounded
    - `completed_original` (text): as written where one alone states it; of several 约 (about) where one is no
      exact figure
    - `signed` (date): signed
    - `started` (date): building began or is to begin
    - `produced` (date): production began or is to begin
    - `handler` (text): handled by
    - `via` (list): by what it is the area's: site, park, concerns, handler
    - `places` (list): its sites
    - `concerned_by` (list): what concerns both it and the area
    - `investors` (list): who invests in it
    - `products` (list): what it will make
    - `progress` (text): progress
    - `problem` (text): problem
    - `planned_added` (money, yuan): with `since`: by how much it grew, as far as exact figures tell
    - `contracted_added` (money, yuan): with `since`: by how much it grew, as far as exact figures tell
    - `paid_added` (money, yuan): with `since`: by how much it grew, as far as exact figures tell
    - `completed_added` (money, yuan): with `since`: by how much it grew, as far as exact figures tell
    - `sources` (list): titles of sources
    - `fact` (text): the id of the fact

    Raises
    ------
    BadInput
        If `by` is none of these, or `since` is no date, or none before the day that is asked.
    UnknownName, AmbiguousName
        If `area` names no region or park, or several.

    Examples
    --------
    >>> found = pipeline(example(), "玉屏")
    >>> found[["stage", "count", "planned"]].values.tolist()[0]
    ['planned', 13, 2539000000.0]
    """
    if by not in BY:
        raise BadInput(
            f"there are no rows by {by!r}; choose {', '.join(BY)}", f"不能按“{by}”汇总；可用的有：{'、'.join(BY)}"
        )
    with asked_of(graph, as_of, lang=lang) as (known, when):
        geography = Geography.of(known)
        where = geography.where(area, with_zones=with_zones, neighbours=neighbours, lang=lang)
        before = _before(since, when)
        found = members(known, geography, where, when.day)
        items, later = _items(known, found, when, before)
        rows = project_rows(items, found) if by == "project" else sum_rows(items, by, lang, since=before is not None)
        for row in rows:
            row["area"] = where.label
            row["places"] = [geography.title(place) for place in row.get("places") or ()] or None
        if by == "project":
            rests = evidence(known, {"project": [row["fact"] for row in rows]})
            for row in rows:
                row["sources"] = titles(rests, row["fact"])
        notes = [*where.notes(lang), *notes_on(items, found, where.label, before, later, lang)]
        parameters = {
            "area": where.asked, "by": None if by == "stage" else by, "since": since, "with_zones": with_zones or None,
            "neighbours": neighbours or None, "as_of": when.day,
        }  # fmt: skip
        columns = PROJECT_COLUMNS if by == "project" else SUM_COLUMNS
        return answer(known, "pipeline", columns, rows, parameters, asked=when, notes=notes)


def _before(since: str | None, when: Asked) -> date | None:
    """The day since which changes are asked."""
    if since is None:
        return None
    if not is_date(str(since)):
        raise no_date("--since", str(since))
    day = last_day(str(since))
    if when.day is not None and day.isoformat() >= when.day:
        raise BadInput(
            f"--since {since} is not before the day asked, {when.day}; give an earlier one",
            f"--since {since} 不早于查询日期（{when.day}）；请给出更早的日期",
        )
    return day


def _items(graph: Graph, found: Members, when: Asked, before: date | None) -> tuple[list[Item], int]:
    """The area's projects as they are added up, and how many are left out because nothing is stated of them as of the day."""
    rows = fetched(graph, _PROJECT, THE_IDS, {"ids": sorted(found.found)})
    items, later = [], 0
    for known in with_claims(graph, [(_PROJECT, row) for row in rows]):
        state = on(known, date.fromisoformat(when.day)) if when.another_day and when.day is not None else now(known)
        if state is None:
            later += 1
            continue
        change: Since | None = None if before is None else since_then(known, state, before)
        places = tuple(found.found[known.row["id"]].places)
        items.append(Item(known.row, state, places, change))
    return items, later
