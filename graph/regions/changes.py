"""How divisions were renamed, recoded and merged: which region of today an old code or name stands for.

The changes are those of data/changes.csv (data/SOURCES.md). Most of them are differences of yearly code
tables, so a few are wrong matches of a common name (矿区, 桥东区); `_believed` leaves those out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final

from .names import NameIndex, other_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .table import Row

State = tuple[str, str]
"""A division as the code table of some year had it: its code and official name."""

CHANGE_COLUMNS: Final = ("year", "type", "old_code", "old_name", "new_code", "new_name", "document", "basis")

NOISY: Final = 1984
"""Until this year the code tables were renumbered as a whole; what ended then yields to what came later."""

_REASSIGNED: Final = "码位改派"
"""A code that passed from one county to another: no county became the other."""

_NEW_PROVINCES: Final = frozenset({("44", "46"), ("51", "50")})
"""海南 left 广东 in 1988, 重庆 left 四川 in 1997; no other county changed its province by a change of code."""

_REORGANISED: Final = "区划调整"

_COMMON: Final = 4
"""The characters of the longest district name that several cities share: 市中心区."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a division: what it was before, until when, and by which document if that is on record."""

    old: State
    new: State | None
    """What it became; None where it was abolished and no successor is on record."""
    year: int
    document: str = ""

    @property
    def text(self) -> str:
        """The former division in a few characters: `522223 玉屏侗族自治县 (–2011)`."""
        return f"{self.old[0]} {self.old[1]} (–{self.year}{', ' if self.document else ''}{self.document})"


class Changes:
    """The lineage of divisions: old codes and names to those of today, step by step."""

    def __init__(self, rows: Iterable[tuple[str, ...]], today: Mapping[str, Row]) -> None:
        """`rows` with `CHANGE_COLUMNS`; `today`, the regions of today by code."""
        self._today = today
        self._steps: dict[State, list[Step]] = {}
        self._began: dict[State, list[int]] = {}
        dated = sorted((int(row[0]), number, row) for number, row in enumerate(rows))
        for year, group in groupby(dated, key=lambda one: one[0]):
            self._add_year(year, [row for _, _, row in group])

    def _add_year(self, year: int, rows: list[tuple[str, ...]]) -> None:
        moves = Counter((row[2][:4], row[4][:4]) for row in rows)
        appear: dict[tuple[str, str], set[str]] = {}
        for row in rows:
            if row[4]:
                self._began.setdefault((row[4], row[5]), []).append(year)
                appear.setdefault((row[4][:2], row[5]), set()).add(row[4])
        for _, kind, code, name, new_code, new_name, document, _ in rows:
            old, new = (code, name), (new_code, new_name)
            if not code or old == new:
                continue
            elsewhere = appear.get((code[:2], name), set()) - {code}
            target: State | None
            if kind == _REASSIGNED or (code == new_code and elsewhere and not is_common(name)):
                # the county that lost its code has another in the same year's table, if only one is there
                target = (min(elsewhere), name) if len(elsewhere) == 1 else None
            else:
                target = new if new_code and _believed(kind, old, new, moves) else None
            self._steps.setdefault(old, []).append(Step(old, target, year, document))

    # -- forward -------------------------------------------------------------------------

    def after(self, state: State, year: int = 0) -> tuple[frozenset[str], tuple[Step, ...]]:
        """The codes of today of what a division of that year became, and the steps; none where it ended."""
        steps: list[Step] = []
        seen: set[tuple[State, int]] = set()
        ahead, ends = [(state, year)], set[str]()
        while ahead:
            now, when = ahead.pop()
            if (now, when) in seen:  # a division may return to a former code, but not within one year
                continue
            seen.add((now, when))
            if self._is_today(now):
                ends.add(now[0])
                continue
            later = [step for step in self._steps.get(now, ()) if step.year >= when]
            # one division that two changes of one year divide has several successors
            following = [step for step in later if step.year == later[0].year]
            steps += following
            onward = [(step.new, step.year) for step in following if step.new]
            ahead += onward
            if not onward and (code := self._by_name(now)):
                ends.add(code)
        return frozenset(ends), tuple(steps)

    def _is_today(self, state: State) -> bool:
        row = self._today.get(state[0])
        return row is not None and row[1] == state[1]

    def _by_name(self, state: State) -> str | None:
        """The one division of today with that full name in the same province: its change is not on record."""
        code, name = state
        provinces = {code[:2], *(new for old, new in _NEW_PROVINCES if old == code[:2])}
        found = [one for one in self._codes_today.get(name, ()) if one[:2] in provinces]
        if is_common(name):
            found = [one for one in found if one[:4] == code[:4]]
        return found[0] if len(found) == 1 else None

    @cached_property
    def _codes_today(self) -> dict[str, list[str]]:
        out: dict[str, list[str]] = {}
        for code, name, *_ in self._today.values():
            out.setdefault(name, []).append(code)
        return out

    # -- what a code or name once stood for ----------------------------------------------

    @cached_property
    def states(self) -> dict[State, tuple[int, int]]:
        """All former divisions with the first and last year on record (0 and 9999: before and after it)."""
        former = {state for state in (*self._steps, *self._began) if not self._is_today(state)}
        out: dict[State, tuple[int, int]] = {}
        for state in sorted(former):
            ends = [step.year for step in self._steps.get(state, ())]
            begins = self._began.get(state, [])
            # what ends before it begins was there when the record starts
            since = min(begins) if begins and (not ends or min(begins) <= min(ends)) else 0
            out[state] = since, max(ends, default=9999)
        return out

    def by_code(self, code: str, year: int | None = None) -> list[State]:
        """The former divisions of a code, the last one first."""
        return self._chosen(self._with_code.get(code, []), year)

    def by_name(self, text: str, year: int | None = None) -> list[State]:
        """The former divisions that a normalised text means, alone or after what they lay in then."""
        return self._chosen(self._former(self._names.find(text)), year)

    def leading(self, text: str) -> list[tuple[int, list[State]]]:
        """For each end of a leading path of names, longest first: the former divisions it may mean."""
        reached = self._names.reached(text)
        found = [(end, self._former(reached[end])) for end in range(len(text), 0, -1) if reached[end]]
        return [(end, self._chosen(states, None)) for end, states in found if states]

    def of(self, code: str) -> list[Step]:
        """What a region of today was before, or took in: the last step of each, latest first."""
        if code not in self._today:
            return []
        name = self._today[code][1]
        # backwards from the region, and from divisions of its name whose last change is not on record
        ahead = [(code, name), *(state for state in self.states if state[1] == name)]
        before = {state for state in ahead if state in self.states}
        while ahead:
            for state in self._before.get(ahead.pop(), ()):
                if state in self.states and state not in before:
                    before.add(state)
                    ahead.append(state)
        found: list[Step] = []
        for state in before:
            ends, steps = self.after(state, self.states[state][1])
            if ends == {code} and steps:
                found.append(next(step for step in steps if step.old == state))
        return sorted(found, key=lambda step: (-step.year, step.old))

    @cached_property
    def _before(self) -> dict[State, list[State]]:
        out: dict[State, list[State]] = {}
        for old, steps in self._steps.items():
            for step in steps:
                if step.new:
                    out.setdefault(step.new, []).append(old)
        return out

    @cached_property
    def _with_code(self) -> dict[str, list[State]]:
        out: dict[str, list[State]] = {}
        for state in self.states:
            out.setdefault(state[0], []).append(state)
        return out

    def _chosen(self, states: Iterable[State], year: int | None) -> list[State]:
        """Those of a year; without one, not those of the noisy years where there are later ones."""
        spans = {state: self.states[state] for state in states}
        if year is not None:
            return [state for state, (since, until) in spans.items() if since <= year <= until]
        late = [state for state, (_, until) in spans.items() if until > NOISY]
        return sorted(late or spans, key=lambda state: (-spans[state][1], state))

    def _former(self, keys: Iterable[str]) -> list[State]:
        states = ((key[:6], key[7:]) for key in keys if key[6:7] == " ")
        return sorted(state for state in states if state in self.states)

    @cached_property
    def _names(self) -> NameIndex:
        """Former and present divisions by name; one lies in another where its code does: 枞阳县 in 安庆市."""

        def within(inner: str, outer: str) -> bool:
            return outer == "" or inner[:6] == outer[:6] or _prefix(outer[:6]) == inner[: len(_prefix(outer[:6]))]

        today = [
            (f"{code} {name}", name, other_names(name)) for code, name, *_ in self._today.values() if len(code) == 6
        ]
        # an old name holds in full, and as 玉屏县 for an autonomous county; its stem is another's today
        old = [(f"{code} {name}", name, other_names(name)[1:]) for code, name in self.states if len(code) == 6]
        return NameIndex([*today, *old], "", within, letters={})


def _prefix(code: str) -> str:
    """The digits that a division's code shares with those in it; all six for a county."""
    return code[:2] if code[2:] == "0000" else code[:4] if code[4:] == "00" else code


def is_common(name: str) -> bool:
    """Whether several cities may have a district of that name: 桥东区, 矿区, 郊区."""
    return name.endswith("区") and not name.endswith("地区") and len(name) <= _COMMON


def _believed(kind: str, old: State, new: State, moves: Counter[tuple[str, str]]) -> bool:
    """Whether one became the other, or the code tables only hold two divisions of a like name."""
    if old[0][:2] != new[0][:2]:
        return (old[0][:2], new[0][:2]) in _NEW_PROVINCES
    if kind == _REORGANISED and old[1].endswith("市") and new[1].endswith("县"):
        # 遵义市 did not become 遵义县, which lay around it, but a part of the new, larger 遵义市
        return False
    if old[1] != new[1] or not is_common(old[1]) or old[0][:4] == new[0][:4]:
        return True
    # 桥西区 of 张家口地区 is that of 张家口市, for other counties moved likewise; 矿区 of 大同 not that of 阳泉
    return moves[old[0][:4], new[0][:4]] > 1
