"""Of what a question is asked: of the graph itself, or of what was known of a past day, or is said of a period."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ...graph.dates import is_period, last_day, shortest, spoken
from ...graph.errors import BadInput
from ...graph.language import t
from ...graph.past import known_of
from ...graph.schema import kind
from ...graph.when import When
from ..answer import ask_as_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...graph.graph import Graph
    from ..answer import Asked

_NAMED: Final = 5
"""So many divisions does a note name."""


@contextmanager
def asked_of(
    graph: Graph,
    as_of: str | None = None,
    *,
    period: str | None = None,
    values: Sequence[str] = ("supplies",),
    lang: str = "en",
) -> Iterator[tuple[Graph, Asked]]:
    """The graph that answers, held open, and as of when; with a day or period the graph as it was known then.

    A period is asked as of its last day; of the kinds in `values` only what was observed in exactly that period is a value.
    One rule for every question: of what is actual only actual values are, what is nothing but planned is told as a plan
    where ties and facts are listed (`links`, `list`), and counts nowhere.
    Where nothing of a graph differs as of the day it answers itself.

    Raises
    ------
    BadInput
        If `as_of` is no date, or `period` no period, or both are given.

    >>> with asked_of(example(), "2019") as (graph, when):
    ...     when.day
    '2019-12-31'
    """
    if period is not None:
        period = _checked(str(period), as_of)
    with ExitStack() as held:
        held.enter_context(graph.reading())
        when = ask_as_of(graph, as_of if period is None else last_day(period).isoformat())
        if as_of is None and period is None:
            yield graph, when
            return
        assert when.day is not None  # it was given
        known = known_of(graph, When(when.day, period, tuple(values) if period is not None else ()))
        when = replace(when, given=True, notes=_notes(known, lang), period=period)
        if known is not graph:
            held.enter_context(known.reading())
        yield known, when


def _checked(period: str, as_of: str | None) -> str:
    if as_of is not None:
        raise BadInput(
            "--period and --as-of do not go together: a period is asked as of its last day; give one of them",
            "--period 与 --as-of 不能同用：按期间查询即截至该期间的最后一天；请只给一个",
        )
    period = shortest(period)
    if not is_period(period):
        raise BadInput(
            f"--period {period!r} is no period; write 2025, 2025-H1, 2025-Q1, 2025-05, 2025-01/2025-05 or 2025-05-24",
            f"--period “{period}”不是期间；请写作 2025、2025-H1、2025-Q1、2025-05、2025-01/2025-05 或 2025-05-24",
        )
    return period


def _notes(known: Graph, lang: str) -> tuple[str, ...]:
    """What is to be said of a graph as of a day: what it leaves out, and what it cannot tell."""
    if known.then is None:
        return ()
    when, told, notes = known.then.when, known.then.told, []
    day = when.day
    for counts, en, zh in (
        (told.gone, f"first recorded for a period after {day}", f"首次记载的期间晚于 {day}"),
        (told.told_later, f"of no period, and told only after {day}", f"未注明期间，{day} 之后才有来源载明"),
    ):
        if counts:
            listed = t(lang, ", ", "、").join(
                f"{t(lang, kind(name).en, kind(name).zh)} {n}" for name, n in counts.items()
            )
            notes.append(t(lang, f"left out, {en}: {listed}", f"未计入（{zh}）：{listed}"))
    if told.unclear:
        more = len(told.unclear) - _NAMED
        named = t(lang, ", ", "、").join(told.unclear[:_NAMED])
        en = f"{named} and {more} more" if more > 0 else named
        zh = f"{named}等{len(told.unclear)}个" if more > 0 else named
        notes.append(
            t(
                lang,
                f"set up or merged since {day}, and counted as they are today: {en}",
                f"{day} 之后新设或合并、仍按现行区划统计的地区：{zh}",
            )
        )
    if told.planned:
        period = spoken(when.period or "", lang)
        notes.append(
            t(
                lang,
                f"told without a value, since only plans or estimates are recorded for {period} and no actual value: {told.planned};"
                " show and history tell them",
                f"{told.planned} 条事实在 {period} 只有计划或估计、没有实际值，故不显示数值；可用 show、history 查看",
            )
        )
    if told.undated:
        undated, ties = told.undated
        notes += undated_note(undated, ties, lang)
    return tuple(notes)


def undated_note(undated: int, ties: int, lang: str) -> list[str]:
    """That facts without dates are taken to hold on any day; nothing where there are none."""
    if not undated:
        return []
    return [
        t(
            lang,
            f"{undated} of {ties} ties state neither a start nor a period: they are taken to hold on any day",
            f"{ties} 条联系中有 {undated} 条既无起始时间也无期间，视为任何时候都成立",
        )
    ]
