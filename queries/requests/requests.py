"""The requests that concern an area: who raised what, who handles it by when, and whether it is settled."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from ...graph.answer_columns import UNBROKEN, AnswerColumn
from ...graph.language import t
from ..answer import Answer, answer, framed
from ..as_of.asked import asked_of
from ..checked import check_by, check_words
from ..columns import AREA, FACT, KIND, OVERDUE, OVERDUE_DAYS, SOURCES, VIA
from ..concern.due import UNSTATED, counts_told, overdue, sums_by, sums_told
from ..concern.via import Concerned, Noun, named
from ..evidence import evidence, titles
from ..places.geography import Geography
from ..texts import question
from .states import HEADINGS, STATES, WORDS, state_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...graph.graph import Graph

_ORDER: Final = ("open", "partly", UNSTATED, "settled")
_REQUEST: Final = Noun("request", "requests", "诉求", "条", "requests")
_ASKED_BY: Final = "handler"

COLUMNS = (
    AREA,
    AnswerColumn("request", "text", None, "request", "诉求", 1),
    KIND.at(2, meaning="land, road, water, power, loan, labour, permit, border, market or other"),
    AnswerColumn("raised_by", "list", None, "raised by", "提出方", 3),
    AnswerColumn(
        "places", "list", None, "where", "地点",
        meaning="the places that it is about, else of what it blocks, else of who raised it",
    ),
    AnswerColumn("handled_by", "list", None, "handled by", "办理方", 4),
    AnswerColumn("opened", "date", None, "opened", "提出", width=UNBROKEN),
    AnswerColumn("due", "date", None, "due", "办理时限", 5, UNBROKEN),
    AnswerColumn(
        "state", "text", None, "state", "办结状态", 6, UNBROKEN,
        meaning="open, partly, settled (the day may be unknown), or unstated: a result is told, but not whether it is settled",
    ),
    OVERDUE.meant("whether it is past its date and said not to be settled; null where nobody states the one or the other"),
    OVERDUE_DAYS.at(7),
    AnswerColumn("closed", "date", None, "settled on", "办结", width=UNBROKEN),
    AnswerColumn("result", "text", None, "result", "结果", 8),
    AnswerColumn("concerns", "list", None, "about", "涉及", meaning="what it is about"),
    AnswerColumn("blocks", "list", None, "blocks", "制约", meaning="the products, projects, firms and facilities that it blocks"),
    VIA.meant("how it concerns the area: raised, concerns, blocks, product (made here, and nothing says whose it is), handled"),
    FACT,
    SOURCES,
)  # fmt: skip
BY_HANDLER = (
    AREA,
    AnswerColumn("handler", "text", None, "handled by", "办理方", meaning="who handles them; null where nobody is said to"),
    AnswerColumn("requests", "integer", None, "requests", "诉求数", meaning="its requests; one of two handlers counts for both"),
    *(AnswerColumn(state, "integer", None, *HEADINGS[state], meaning="of these, in this state") for state in STATES),
    AnswerColumn("late", "integer", None, "overdue", "逾期", meaning="of these, past their date and said not to be settled"),
    AnswerColumn("longest", "integer", "days", "days past at most", "最长逾期天数", meaning="of what is not known to be settled"),
)  # fmt: skip


@framed("requests", "诉求办理台账", COLUMNS, BY_HANDLER)
def requests(
    graph: Graph,
    area: str | Sequence[str],
    *,
    states: Sequence[str] = (),
    by: str | None = None,
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    lang: str = "en",
) -> Answer:
    """Which requests (诉求, 堵点) concern an area, who handles them by when, and which are settled?

    A request concerns an area if a firm, park or body of it raised it, if it is about what lies there, blocks a project,
    firm or facility of it, or is handled by a body of it; where nothing else says whose it is, also if it blocks a product
    that is made there. A request of which nothing says that it was settled is open.

    Parameters
    ----------
    area
        A region or park, or several (a list, or with commas) that are asked as one.
    states
        Only these states: open, partly, settled, unstated.
    by
        "handler" for sums by whoever handles them instead.
    with_zones
        Take in zones with their own administration that lie in the area.
    neighbours
        Ask it together with the areas that border it at its level, as one.
    as_of
        A date: requests opened by it, as they stood on it as far as their dates say. Default: the graph's own.

    Returns
    -------
    One row a request, those longest past their date first, then what is open:

    - `area` (text): the area asked
    - `request` (text): request
    - `kind` (text): land, road, water, power, loan, labour, permit, border, market or other
    - `raised_by` (list): raised by
    - `places` (list): the places that it is about, else of what it blocks, else of who raised it
    - `handled_by` (list): handled by
    - `opened` (date): opened
    - `due` (date): due
    - `state` (text): open, partly, settled (the day may be unknown), or unstated: a result is told, but not
      whether it is settled
    - `overdue` (boolean): whether it is past its date and said not to be settled; null where nobody states
      the one or the other
    - `overdue_days` (integer, days): by how many days its date has passed, of what is not known to be done
    - `closed` (date): settled on
    - `result` (text): result
    - `concerns` (list): what it is about
    - `blocks` (list): the products, projects, firms and facilities that it blocks
    - `via` (list): how it concerns the area: raised, concerns, blocks, product (made here, and nothing says
      whose it is), handled
    - `fact` (text): the id of the fact
    - `sources` (list): titles of sources

    With `by="handler"` one row a handler instead:

    - `area` (text): the area asked
    - `handler` (text): who handles them; null where nobody is said to
    - `requests` (integer): its requests; one of two handlers counts for both
    - `open` (integer): of these, in this state
    - `partly` (integer): of these, in this state
    - `settled` (integer): of these, in this state
    - `unstated` (integer): of these, in this state
    - `late` (integer): of these, past their date and said not to be settled
    - `longest` (integer, days): of what is not known to be settled

    Raises
    ------
    UnknownName, AmbiguousName
        If `area` names no region or park, or several.
    BadInput
        For a state or date that there is none of.

    Examples
    --------
    >>> found = requests(example(), "桂阳").set_index("request")
    >>> found.loc["翔龙通航门前道路未通", ["state", "via"]].tolist()
    ['settled', ['raised', 'blocks', 'handled']]
    """
    check_words(states, STATES, "state", "the states", "状态")
    check_by(by, _ASKED_BY, "办理方")
    with asked_of(graph, as_of, lang=lang) as (known, when):
        geography = Geography.of(known)
        where = geography.where(area, with_zones=with_zones, neighbours=neighbours, lang=lang)
        concerned = Concerned(geography, where)
        found = []
        for _, group in groupby(
            known.rows(question("requests/requests"), {"as_of": when.day}), key=lambda row: row["fact"]
        ):
            ties = [*group]
            if via := concerned.via(ties):
                found.append({"area": where.label, **_request(ties, geography, when.day), "via": via})
        found.sort(key=_order)
        shown = [row for row in found if not states or row["state"] in states]
        notes = [*where.notes(lang), *_told(found, where.label, lang)]
        if found and not shown:
            notes.append(t(lang, "none of them is in such a state", "没有处于所选状态的诉求"))
        notes += concerned.notes(_REQUEST, lang)
        undated = sum(row["opened"] is None for row in found)
        if when.another_day and undated:
            notes.append(
                t(
                    lang,
                    f"{undated} of {_REQUEST.counted(len(found), lang)} do not say when they were raised: taken to have been there on any day",
                    f"{len(found)}条诉求中有{undated}条未载明提出时间，视为任何时候都已提出",
                )
            )
        parameters = {
            "area": where.asked, "states": list(states) or None, "by": by, "with_zones": with_zones or None,
            "neighbours": neighbours or None, "as_of": when.day,
        }  # fmt: skip
        if by:
            rows = [{"area": where.label, **row} for row in _by_handler(shown)]
            return answer(known, "requests", BY_HANDLER, rows, parameters, asked=when, notes=notes)
        rests = evidence(known, {"request": [row["fact"] for row in shown]})
        rows = [{**row, "sources": titles(rests, row["fact"])} for row in shown]
        return answer(known, "requests", COLUMNS, rows, parameters, asked=when, notes=notes)


def _request(ties: Sequence[Mapping[str, Any]], geography: Geography, day: str | None) -> dict[str, Any]:
    """A request with all it is tied to."""
    row = ties[0]
    state = state_on(row, day)
    done = None if state == UNSTATED else state == "settled"
    places: list[int] = []
    for way in ("concerns", "blocks", "raised"):  # what stands is where a request is; a product stands nowhere
        places = places or [
            place for tie in ties if tie["way"] == way and not tie["product"] for place in tie["places"] or ()
        ]
    return {
        **row,
        "state": state,
        # what had not happened by the day asked is not told
        "closed": row["closed"] if state == "settled" else None,
        "result": row["result"] if state == "settled" or not row["closed"] else None,
        "raised_by": named(ties, "raised"),
        "handled_by": named(ties, "handled"),
        "concerns": named(ties, "concerns"),
        "blocks": named(ties, "blocks"),
        "places": [geography.title(geography.places[place]) for place in dict.fromkeys(places)],
        **overdue(row["due"], day, done=done),
    }


def _order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What is past its date longest first, then what is not settled, the nearest date first."""
    return (
        -(row["overdue_days"] or 0), _ORDER.index(row["state"]), row["due"] is None, row["due"] or "", row["request"], row["fact"],
    )  # fmt: skip


def _by_handler(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return sums_by([(row["handled_by"], row) for row in rows], "handler", "state", STATES, "requests")


def _told(rows: Sequence[Mapping[str, Any]], label: str, lang: str) -> list[str]:
    """How many there are in which state, and whose."""
    if not rows:
        return [t(lang, f"{label}: no request is known to concern it", f"{label}：没有已知涉及这里的诉求")]
    counts = counts_told(rows, "state", WORDS, _REQUEST.unit, lang)
    whose = sums_told(_by_handler(rows), "handler", "requests", ("settled", "settled", "已办结"), _REQUEST.unit, lang)
    return [
        t(lang, f"{label}: {_REQUEST.counted(len(rows), lang)}: {counts}", f"{label}：诉求{len(rows)}条，其中{counts}"),
        t(lang, f"by handler: {whose}", f"按办理方：{whose}"),
    ]
