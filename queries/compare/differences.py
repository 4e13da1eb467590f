"""What differs between two answers to one question: rows that came, rows that went, values that changed."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .keys import Rows

Row = dict[str, Any]
_SAME: Final = 1e-9
"""A sum that was added up in another order is the same sum."""


@dataclass
class Found:
    """The differences in order, and how many rows are of each sort."""

    differences: list[Row] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    """How many came, went and changed; `alike`: of these, those that had to be told as came and went."""


def differences(before: Sequence[Row], after: Sequence[Row], rows: Rows, columns: Sequence[str], sentences: Sequence[str]) -> Found:  # fmt: skip
    """All that differs, in the order of the earlier answer, then what came in the order of the later one.

    `columns` are compared; `sentences` say the same in words, and so count only where nothing else of a row differs.
    Rows that share their key with others of their answer are never matched by guess: what is not the same comes and goes.
    """
    found = Found()
    grouped = [_by_key(answer, rows) for answer in (before, after)]
    for key in dict.fromkeys((*grouped[0], *grouped[1])):
        were, are = (group.get(key, []) for group in grouped)
        if len(were) == len(are) == 1:
            _one(found, were[0], are[0], rows, columns, sentences)
        else:
            _several(found, were, are, rows, (*columns, *sentences))
    return found


def _by_key(answer: Sequence[Row], rows: Rows) -> dict[tuple[Any, ...], list[Row]]:
    out: dict[tuple[Any, ...], list[Row]] = {}
    for row in answer:
        out.setdefault(rows.of(row), []).append(row)
    return out


def _one(found: Found, was: Row, now: Row, rows: Rows, columns: Sequence[str], sentences: Sequence[str]) -> None:
    """A row of both days: a line for each value that is another."""
    other = [*_differing(was, now, columns)] or [*_differing(was, now, sentences)]
    for name in other:
        found.differences.append(_difference("changed", now, rows, name, was[name], now[name]))
    if other:
        found.rows["changed"] += 1
    else:
        found.unchanged.append(now)


def _several(found: Found, were: Sequence[Row], are: Sequence[Row], rows: Rows, columns: Sequence[str]) -> None:
    """Rows of one key of which a day has none, or several: what is the same on both is unchanged, the rest comes and goes."""
    went, came = list(were), []
    for now in are:
        same = next((was for was in went if not any(_differing(was, now, columns))), None)
        if same is None:
            came.append(now)
        else:
            went.remove(same)
            found.unchanged.append(now)
    found.differences += [_whole("went", row, rows) for row in went]
    found.differences += [_whole("came", row, rows) for row in came]
    found.rows += Counter(went=len(went), came=len(came), alike=(len(went) + len(came)) if went and came else 0)


def _differing(was: Row, now: Row, columns: Sequence[str]) -> Iterator[str]:
    return (name for name in columns if not _same(was[name], now[name]))


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float | int) and not isinstance(other, bool):
        return math.isclose(one, other, rel_tol=_SAME)
    return bool(one == other)


def _whole(change: str, row: Row, rows: Rows) -> Row:
    """A row that one day alone has, with the value that says most of it."""
    name = next((name for name in rows.says if row.get(name) not in (None, [])), None)
    value = None if name is None else row[name]
    return _difference(change, row, rows, name, *((value, None) if change == "went" else (None, value)))


def _difference(change: str, row: Row, rows: Rows, name: str | None, before: Any, after: Any) -> Row:
    told = {column: row[column] for column in rows.columns}
    return {**told, "change": change, "property": name, "before": before, "after": after}
