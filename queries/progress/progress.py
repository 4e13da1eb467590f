"""Items of agreements and plans that concern an area: which is whose, by when, done or not."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from ...graph.answer_columns import HIDDEN, UNBROKEN, AnswerColumn
from ...graph.language import t
from ...graph.schema import property_of
from ..answer import Answer, answer, framed
from ..as_of.asked import asked_of
from ..checked import check_by, check_words
from ..columns import AREA, FACT, OVERDUE, OVERDUE_DAYS, SOURCES, VIA
from ..concern.due import UNSTATED, counts_told, overdue as overdue_of, sums_by, sums_told
from ..concern.via import Concerned, Noun, named
from ..evidence import evidence, titles
from ..places.geography import Geography
from ..stated import offices_in
from ..texts import question
from .offices import places_of
from .states import DONE, HEADINGS, STATES, WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...graph.graph import Graph
    from ..places.place import Where

_ITEM: Final = Noun("item", "items", "事项", "项", "measures")
_ASKED_BY: Final = "responsible"
_NAMED: Final = 3
"""So many agreements without items does a note name."""

COLUMNS = (
    AREA,
    AnswerColumn("item", "text", None, "item", "事项", 1),
    AnswerColumn(
        "plan", "list", None, "agreement or plan", "协议（文件）", 7, 24,
        meaning="the agreement it is an item of; of others the document that states it",
    ),
    AnswerColumn("clause", "text", None, "clause", "条款", 6),
    AnswerColumn("responsible", "list", None, "responsible", "责任方", 2),
    AnswerColumn("due", "date", None, "due", "期限", 3, UNBROKEN),
    AnswerColumn(
        "status", "text", None, "status", "状态", 4, UNBROKEN,
        meaning="proposed, agreed, running, done, stalled, ended, or unstated where nobody says",
    ),
    OVERDUE.meant("whether it is past its date and said not to be done; null where nobody states the one or the other"),
    OVERDUE_DAYS.at(5),
    AnswerColumn("concerns", "list", None, "about", "涉及", 8, meaning="what it concerns"),
    AnswerColumn("parties", "list", None, "parties", "参与方", meaning="who agreed it; witnesses did not"),
    VIA.meant("how it concerns the area: party, concerns, agreement (its agreement is about it), responsible"),
    AnswerColumn("agreement", "list", None, "agreement", "所属协议", HIDDEN, meaning="the agreements it is an item of"),
    AnswerColumn(
        "agreement_status", "text", None, "status of the agreement", "协议状态",
        meaning="planned, active, ended or superseded, as is stated", words=property_of("agreement", "status").words,
    ),
    AnswerColumn("signed", "date", None, "signed", "签订日期", width=UNBROKEN),
    FACT,
    SOURCES,
)  # fmt: skip
BY_RESPONSIBLE = (
    AREA,
    AnswerColumn("party", "text", None, "responsible", "责任方", meaning="who is responsible; null where nobody is said to be"),
    AnswerColumn("items", "integer", None, "items", "事项数", meaning="its items; one of two who are responsible counts for both"),
    *(AnswerColumn(state, "integer", None, *HEADINGS[state], meaning="of these, with this status") for state in STATES),
    AnswerColumn("late", "integer", None, "overdue", "逾期", meaning="of these, past their date and said not to be done"),
    AnswerColumn("longest", "integer", "days", "days past at most", "最长逾期天数", meaning="of what is not known to be done"),
)  # fmt: skip


@framed("progress", "协议事项和任务清单", COLUMNS, BY_RESPONSIBLE)
def progress(
    graph: Graph,
    area: str | Sequence[str],
    *,
    states: Sequence[str] = (),
    overdue: bool = False,
    by: str | None = None,
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    lang: str = "en",
) -> Answer:
    """Which items of agreements and plans concern an area: which is whose, by when, done or not?

    An item concerns an area if the area, or a firm or body of it, is party to its agreement, if it or its agreement is about
    what lies there, or if who is responsible stands there. Who is responsible is known by name alone: of the one region,
    park, body or firm of that name, else of the place with whose name an office's begins.

    Parameters
    ----------
    area
        A region or park, or several (a list, or with commas) that are asked as one.
    states
        Only these states: proposed, agreed, running, done, stalled, ended, unstated.
    overdue
        Only what is past its date and not known to be done.
    by
        "responsible" for sums by whoever is responsible instead.
    with_zones
        Take in zones with their own administration that lie in the area.
    neighbours
        Ask it together with the areas that border it at its level, as one.
    as_of
        A date: items of what was agreed by it. How far an item is nobody dates: it stands as it is stated. Default: the
        graph's own.

    Returns
    -------
    One row an item, those longest past their date first, then in the order of their agreements and documents:

    - `area` (text): the area asked
    - `item` (text): item
    - `plan` (list): the agreement it is an item of; of others the document that states it
    - `clause` (text): clause
    - `responsible` (list): responsible
    - `due` (date): due
    - `status` (text): proposed, agreed, running, done, stalled, ended, or unstated where nobody says
    - `overdue` (boolean): whether it is past its date and said not to be done; null where nobody states the
      one or the other
    - `overdue_days` (integer, days): by how many days its date has passed, of what is not known to be done
    - `concerns` (list): what it concerns
    - `parties` (list): who agreed it; witnesses did not
    - `via` (list): how it concerns the area: party, concerns, agreement (its agreement is about it),
      responsible
    - `agreement` (list): the agreements it is an item of
    - `agreement_status` (text): planned, active, ended or superseded, as is stated
    - `signed` (date): signed
    - `fact` (text): the id of the fact
    - `sources` (list): titles of sources

    With `by="responsible"` one row for each who is responsible instead:

    - `area` (text): the area asked
    - `party` (text): who is responsible; null where nobody is said to be
    - `items` (integer): its items; one of two who are responsible counts for both
    - `stalled` (integer): of these, with this status
    - `proposed` (integer): of these, with this status
    - `agreed` (integer): of these, with this status
    - `running` (integer): of these, with this status
    - `done` (integer): of these, with this status
    - `ended` (integer): of these, with this status
    - `unstated` (integer): of these, with this status
    - `late` (integer): of these, past their date and said not to be done
    - `longest` (integer, days): of what is not known to be done

    Raises
    ------
    UnknownName, AmbiguousName
        If `area` names no region or park, or several.
    BadInput
        For a state or date that there is none of.

    Examples
    --------
    >>> progress(example(), "新晃").set_index("item").loc["大新公铁联运合作", ["status", "due"]].tolist()
    ['agreed', nan]
    """
    check_words(states, STATES, "status", "they", "状态")
    check_by(by, _ASKED_BY, "责任方")
    with asked_of(graph, as_of, lang=lang) as (known, when):
        geography = Geography.of(known)
        where = geography.where(area, with_zones=with_zones, neighbours=neighbours, lang=lang)
        concerned = Concerned(geography, where)
        found = [
            {"area": where.label, **_item(ties, when.day), "via": via}
            for ties in _items(known, geography, when.day)
            if (via := concerned.via(ties))
        ]
        shown = [
            row
            for row in found
            if (not states or row["status"] in states) and (not overdue or row["overdue_days"] is not None)
        ]
        notes = [*where.notes(lang), *_told(found, where.label, lang)]
        if found and not shown:
            notes.append(t(lang, "none of them is so", "没有符合所选条件的事项"))
        notes += concerned.notes(_ITEM, lang)
        notes += _bare(known, where, when.day, lang)
        parameters = {
            "area": where.asked, "states": list(states) or None, "overdue": overdue or None, "by": by,
            "with_zones": with_zones or None, "neighbours": neighbours or None, "as_of": when.day,
        }  # fmt: skip
        if by:
            rows = [{"area": where.label, **row} for row in _by_responsible(shown)]
            return answer(known, "progress", BY_RESPONSIBLE, rows, parameters, asked=when, notes=notes)
        rests = evidence(known, {"measure": [row["fact"] for row in shown]})
        for row in shown:
            row["sources"] = titles(rests, row["fact"])
            row["plan"] = row["agreement"] or row["sources"]
        shown.sort(key=lambda row: _order(row, rests[row["fact"]][0]["locator"] if row["sources"] else None))
        return answer(known, "progress", COLUMNS, shown, parameters, asked=when, notes=notes)


def _items(graph: Graph, geography: Geography, day: str | None) -> list[list[dict[str, Any]]]:
    """The ties of each item, with those to whoever is responsible."""
    rows = graph.rows(question("progress/progress"), {"as_of": day})
    places = places_of(graph, geography, (name for row in rows for name in offices_in(row["responsible"])), day)
    out = []
    for _, group in groupby(rows, key=lambda row: row["fact"]):
        ties = [*group]
        responsible = [
            {**ties[0], "way": "responsible", "node": name, "product": False, "places": places.get(name)}
            for name in offices_in(ties[0]["responsible"])
        ]
        out.append([*ties, *responsible])
    return out


def _item(ties: Sequence[Mapping[str, Any]], day: str | None) -> dict[str, Any]:
    """An item with its agreement and all it is tied to."""
    row = ties[0]
    agreements = [tie for tie in ties if tie["way"] == "part_of"]
    status = row["status"] or UNSTATED
    over = bool(agreements) and all(tie["agreement_status"] in ("ended", "superseded") for tie in agreements)
    done = True if status in DONE or over else None if status == UNSTATED else False
    return {
        **row,
        "status": status,
        "agreement": named(ties, "part_of"),
        "agreement_status": next((tie["agreement_status"] for tie in agreements), None),
        "signed": next((tie["signed"] for tie in agreements), None),
        "responsible": offices_in(row["responsible"]),
        "concerns": named(ties, "concerns"),
        "parties": named(ties, "party"),
        **overdue_of(row["due"], day, done=done),
    }


def _order(row: Mapping[str, Any], locator: str | None) -> tuple[Any, ...]:
    """What is past its date longest first, then by agreement and document, as it stands there."""
    place = [(int(number or 0), words) for number, words in re.findall(r"(\d+)|(\D+)", locator or "")]
    return (
        -(row["overdue_days"] or 0),
        not row["agreement"],
        row["plan"],
        locator is None,
        place,
        row["item"],
        row["fact"],
    )


def _by_responsible(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return sums_by([(row["responsible"], row) for row in rows], "party", "status", STATES, "items")


def _told(rows: Sequence[Mapping[str, Any]], label: str, lang: str) -> list[str]:
    """How many there are and how far, and whose."""
    if not rows:
        return [t(lang, f"{label}: no item is known to concern it", f"{label}：没有已知涉及这里的协议事项或任务")]
    counts = counts_told(rows, "status", WORDS, _ITEM.unit, lang)
    whose = sums_told(_by_responsible(rows), "party", "items", ("done", "done", "已完成"), _ITEM.unit, lang)
    return [
        t(lang, f"{label}: {_ITEM.counted(len(rows), lang)}: {counts}", f"{label}：事项{len(rows)}项，其中{counts}"),
        t(lang, f"by who is responsible: {whose}", f"按责任方：{whose}"),
    ]


def _bare(graph: Graph, where: Where, day: str | None, lang: str) -> list[str]:
    """Agreements of the area of which nobody states what was agreed in them."""
    found = [
        row["name"] for row in graph.rows(question("progress/bare"), {"as_of": day}) if {*row["places"]} & where.inside
    ]
    if not found:
        return []
    more = len(found) - _NAMED
    listed = t(lang, ", ", "、").join(found[:_NAMED]) + (t(lang, f" and {more} more", "等") if more > 0 else "")
    en = f"of {len(found)} agreement{'s' * (len(found) > 1)} that concern{'s' * (len(found) == 1)} {where.label} no item is known: "
    return [t(lang, en, f"另有{len(found)}份涉及{where.label}的协议没有载明事项：") + listed]
