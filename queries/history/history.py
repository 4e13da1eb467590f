"""How a thing developed: its events and observations in the order of time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ...graph.answer_columns import HIDDEN, AnswerColumn
from ...graph.dates import first_day, is_date, is_period, last_day
from ...graph.errors import BadInput, no_date
from ...graph.language import t
from ...graph.schema import KINDS, Edge
from ...graph.schema.model import UPCOMING
from ..answer import Answer, answer, ask_as_of, framed
from ..columns import BASIS, FACT, KIND, PERIOD, PROPERTY, SOURCES, UNIT, UNTIL
from .events import Event, bare, events
from .gathered import Gathered, ends_of, gathered
from .taken_out import taken_out

if TYPE_CHECKING:
    from ...graph.graph import Graph

COLUMNS = (
    AnswerColumn("day", "date", None, "day", "时间", 1, meaning="when it was, as precisely as stated; empty where no source says"),
    UNTIL.at(2, meaning="until when, where that is known"),
    KIND.at(3),
    AnswerColumn("what", "sentence", None, "what", "内容", 4, meaning="what happened, or was observed, in a sentence"),
    PROPERTY.at(HIDDEN, meaning="the property of the fact that says so"),
    AnswerColumn(
        "value", "any", "`unit`", "value", "数值", HIDDEN,
        meaning="of an observation: money in yuan, amounts in their unit, a stage or status",
    ),
    AnswerColumn(
        "value_low", "number", "`unit`", "at least", "下限", HIDDEN, meaning="of an amount of which a bound is stated"
    ),
    AnswerColumn("value_high", "number", "`unit`", "at most", "上限", HIDDEN, meaning="the same"),
    UNIT.at(HIDDEN),
    BASIS.at(HIDDEN),
    PERIOD.at(HIDDEN),
    AnswerColumn(
        "modality", "text", None, "modality", "性质", HIDDEN,
        meaning="of the value: empty or actual, target, forecast, potential or estimate",
    ),
    AnswerColumn(
        "status", "text", None, "status", "状态", HIDDEN,
        meaning="of the fact; how it was taken out: retract, unload, replace or correction",
    ),
    SOURCES.meant("titles of sources with their publication"),
    FACT,
)  # fmt: skip
_ORDER: Final = {of.name: number for number, of in enumerate(KINDS)}

_DAYS = {"from": "since", "to": "until"}
"""What the two days are called in Python."""


@framed("history", "沿革", COLUMNS)
def history(graph: Graph, name: str, *, since: str | None = None, until: str | None = None, lang: str = "en") -> Answer:
    """How did a thing develop: what happened when?

    Of a node: its own dates, stages and amounts; how each fact about it began and ended, with its
    values; and those of the agreements, projects, metrics, requests, measures and facilities tied
    to it. Of a fact: its own. What several sources state differently are several rows, so values of
    many years and plans stand beside what became of them. What was taken out of the graph is told
    with its day and reason; the day on which something was recorded is no event. Rows without a day
    come last: that nobody says when is part of the answer. A value of a fact without a period of
    its own is of the time from its beginning to its end, where both are known, else without a day.

    Parameters
    ----------
    name
        A name, alias, code or identifier of a node, or a fact id (16 hex digits).
    since, until
        Only rows whose time (from `day` to `until`, if there is one) overlaps these dates.

    Returns
    -------
    One row an event or observation, by its first day, what is told less precisely first:

    - `day` (date): when it was, as precisely as stated; empty where no source says
    - `until` (date): until when, where that is known
    - `kind` (text): kind
    - `what` (sentence): what happened, or was observed, in a sentence
    - `property` (text): the property of the fact that says so
    - `value` (any, `unit`): of an observation: money in yuan, amounts in their unit, a stage or status
    - `value_low` (number, `unit`): of an amount of which a bound is stated
    - `value_high` (number, `unit`): the same
    - `unit` (text): the unit of amounts
    - `basis` (text): of the value: annual, cumulative or contract
    - `period` (period): the period of the value
    - `modality` (text): of the value: empty or actual, target, forecast, potential or estimate
    - `status` (text): of the fact; how it was taken out: retract, unload, replace or correction
    - `sources` (list): titles of sources with their publication
    - `fact` (text): the id of the fact

    Raises
    ------
    UnknownName, AmbiguousName, UnknownFact
        If it is nothing in the graph, or several things.
    BadInput
        If `since` or `until` is no date, or `since` is later than `until`.

    Examples
    --------
    >>> found = history(example(), "大新经济协作示范园", lang="zh")
    >>> found[["day", "what"]].values.tolist()[1]
    ['2025-05-24', '共建新时代湘黔大(龙)新(晃)经济协作示范园协议：签订']
    """
    first, last = _asked("--from", since), _asked("--to", until)
    if first and last and first_day(first) > last_day(last):
        raise BadInput(f"--from {first} is later than --to {last}", f"--from {first} 晚于 --to {last}", renamed=_DAYS)
    with graph.reading():
        when = ask_as_of(graph)
        found = gathered(graph, name)
        told, left_out = _told(found, lang)
        told += taken_out(graph, found, lang)
        told.sort(key=_order)
        kept = [event for event in told if _overlaps(event, first, last)] if first or last else told
        undated = sum(_span(event) is None for event in told)
        notes = _notes(len(kept), undated, left_out, filtered=bool(first or last), lang=lang)
        parameters = {"name": name, "since": first, "until": last}
        return answer(graph, "history", COLUMNS, map(_row, kept), parameters, asked=when, notes=notes)


def _asked(option: str, day: str | None) -> str | None:
    """A date that is asked, as text."""
    if day is None:
        return None
    if not is_date(str(day)):
        raise no_date(option, str(day), renamed=_DAYS)
    return str(day)


def _told(found: Gathered, lang: str) -> tuple[list[Event], int]:
    """The events of all that was gathered, and of how many facts there is nothing to tell."""
    out = events(found.one, lang)
    speaking = set()
    for id_, known in found.tied.items():
        its = events(known, lang)
        out += its
        if its:
            speaking.add(id_)
    left_out = 0
    for known in (found.one, *found.facts):
        if not isinstance(known.of, Edge):
            continue
        its = events(known, lang) if known is not found.one else []
        # that it is tied to what is told itself is no event of its own, unless it is only planned
        implied = known.row.get("status") not in UPCOMING and not speaking.isdisjoint(ends_of(known.of, known.row))
        if its:
            out += its
        elif known is found.one and out:
            continue
        elif known.of.dated and not implied:
            out.append(bare(known, lang))
        else:
            left_out += 1
    return out, left_out


def _span(event: Event) -> tuple[date, date] | None:
    """The days that an event covers; None where none is known."""
    if event.day is None or not is_period(event.day):
        return None
    end = event.until if event.until is not None and is_date(event.until) else event.day
    return first_day(event.day), max(last_day(event.day), last_day(end))


def _overlaps(event: Event, first: str | None, last: str | None) -> bool:
    span = _span(event)
    if span is None:
        return False
    return (first is None or span[1] >= first_day(first)) and (last is None or span[0] <= last_day(last))


def _order(event: Event) -> tuple[Any, ...]:
    """By first day, what is told less precisely first, then by kind; without a day by kind and what, then as it was published."""
    rest = (_ORDER[event.of.name], event.about, event.published or "9999", event.what, event.fact)
    if _span(event) is None or event.day is None:
        return (1, date.max, 0, *rest)
    return (0, first_day(event.day), -last_day(event.day).toordinal(), *rest)


def _row(event: Event) -> dict[str, Any]:
    return {
        "day": event.day, "until": event.until, "kind": event.of.name, "what": event.what, "property": event.prop,
        "value": event.value, **event.stated, "status": event.status, "sources": list(event.sources), "fact": event.fact,
    }  # fmt: skip


def _notes(kept: int, undated: int, left_out: int, *, filtered: bool, lang: str) -> list[str]:
    """What is to be said of the rows: that there are none, how many have no day, what is left out."""
    notes = []
    if not kept:
        notes.append(t(lang, "nothing is known to have happened here in that time" if filtered else "nothing is known of its history",
                       "该时段内没有记载" if filtered else "没有关于其沿革的记载"))  # fmt: skip
    if undated and filtered:
        notes.append(t(lang, f"rows that no source dates, left out: {undated}", f"另有{undated}条未载明时间，未列出"))
    elif undated:
        notes.append(
            t(lang, f"rows that no source dates, at the end: {undated}", f"其中{undated}条来源未载明时间，列在最后")
        )
    if left_out:
        notes.append(
            t(
                lang,
                f"facts without a time of their own, left out: {left_out} (what it is part of, borders, or is tied to and has"
                " rows of its own); chanlian show lists them",
                f"另有{left_out}条本身不带时间的关系（隶属、相邻、与上列事项的关联等）未列出，可用 chanlian show 查看",
            )
        )
    return notes
