"""What is past its date, and how much of it whose: sums by whoever has to deal with it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ...graph.dates import last_day
from ...graph.language import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

UNSTATED: Final = "unstated"
"""How far something is that nobody states: neither that it is open, nor that it is done."""
_NAMED: Final = 5
"""So many of those who deal with it does a note name."""


def overdue(due: str | None, day: str | None, *, done: bool | None) -> dict[str, Any]:
    """`overdue` and `overdue_days` of something due by then, as of a day; `done` is None where nobody says whether it is.

    What nobody says to be done or not has its days, but is not called overdue.

    >>> overdue("2025-03", "2025-04-10", done=False), overdue("2025-03", "2025-04-10", done=None)
    ({'overdue': True, 'overdue_days': 10}, {'overdue': None, 'overdue_days': 10})
    >>> overdue("2025", "2025-04-10", done=None), overdue(None, "2025-04-10", done=False)
    ({'overdue': False, 'overdue_days': None}, {'overdue': None, 'overdue_days': None})
    """
    if done:
        return {"overdue": False, "overdue_days": None}
    if due is None or day is None:
        return {"overdue": None, "overdue_days": None}
    days = (date.fromisoformat(day) - last_day(due)).days
    if days <= 0:
        return {"overdue": False, "overdue_days": None}
    return {"overdue": None if done is None else True, "overdue_days": days}


def sums_by(
    rows: Iterable[tuple[Sequence[str], Mapping[str, Any]]], names: str, state: str, words: Sequence[str], what: str
) -> list[dict[str, Any]]:
    """Of rows, each with those who deal with it: a row for each of these (`names`), most first, nobody last.

    `what` counts its rows, each of `words` those whose `state` it is, `late` those past their date, and `longest` says by how
    many days. A row of two who deal with it counts for both.
    """
    found: dict[str | None, list[Mapping[str, Any]]] = {}
    for whose, row in rows:
        for name in whose or (None,):
            found.setdefault(name, []).append(row)
    out = [
        {
            names: name,
            what: len(its),
            **{word: sum(row[state] == word for row in its) for word in words},
            "late": sum(bool(row["overdue"]) for row in its),
            "longest": max((row["overdue_days"] for row in its if row["overdue_days"]), default=None),
        }
        for name, its in found.items()
    ]
    return sorted(out, key=lambda row: (row[names] is None, -row[what], row[names] or ""))


def counts_told(
    rows: Sequence[Mapping[str, Any]], state: str, words: Mapping[str, tuple[str, str]], unit: str, lang: str
) -> str:
    """How many rows are how far, in one line, and how many of them are past their date: of `words` those that there are."""
    parts = []
    for word, pair in words.items():
        its = [row for row in rows if row[state] == word]
        late = sum(row["overdue_days"] is not None for row in its)
        aside = t(lang, "past their date", "已过期限") if word == UNSTATED else t(lang, "overdue", "逾期")
        past = t(lang, f" ({late} {aside})", f"（{aside}{late}{unit}）") if late else ""
        parts += [t(lang, f"{len(its)} {pair[0]}", f"{pair[1]}{len(its)}{unit}") + past] if its else []
    return t(lang, ", ", "、").join(parts)


def sums_told(
    sums: Sequence[Mapping[str, Any]], names: str, what: str, done: tuple[str, str, str], unit: str, lang: str
) -> str:
    """The sums by whoever deals with it in one line: of each how many, and how many of them are `done` (word, English, Chinese)."""
    word, en, zh = done
    parts = []
    for row in sums[:_NAMED]:
        name = row[names] or t(lang, "nobody stated", "未载明")
        aside = t(lang, f" ({row[word]} {en})", f"（{zh}{row[word]}{unit}）") if row[word] else ""
        parts.append(t(lang, f"{name} {row[what]}", f"{name}{row[what]}{unit}") + aside)
    more = len(sums) - _NAMED
    parts += [t(lang, f"{more} more", f"另有{more}家")] if more > 0 else []
    return t(lang, "; ", "；").join(parts)
