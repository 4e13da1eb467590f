"""China's regions as they were at the end of a year: which codes there were, and what a region of today was then.

The record of changes (changes.py) knows years, so a change counts from the beginning of its year on. What it
cannot tell is not guessed: a region that was made of several since, or of parts, stays as it is today, in the
prefecture and province of the day, and `unclear` names it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from .changes import CHANGE_COLUMNS
from .reference import Regions, read_borders, read_changes, read_townships, reference
from .table import COUNTRY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .changes import State
    from .table import Row

_OPEN: Final = 9999
"""The last year of a state of which no end is on record: the tables lost it, so it is not believed."""
_YEAR: Final = CHANGE_COLUMNS.index("year")


class PastRegions(Regions):
    """The regions at the end of a year, with what those of today were then."""

    def __init__(self, year: int, rows: list[Row], then: dict[str, str], unclear: frozenset[str]) -> None:
        """`rows` of that year; `then` the codes of that year of today's codes, where they were others."""
        super().__init__(
            rows, read_borders, read_townships, lambda: (row for row in read_changes() if int(row[_YEAR]) <= year)
        )
        self.year = year
        self._then = then
        self.unclear = unclear

    def then(self, code: str) -> str:
        """The code that a region of today had then; its own where it had the same, or it cannot be told."""
        return self._then.get(code, code)


@cache
def regions_of(year: int) -> Regions:
    """The regions at the end of a year: today's table itself where none of its codes or names is younger.

    >>> old = regions_of(2010)
    >>> [region.name for region in old.chain("522223")]
    ['玉屏侗族自治县', '铜仁地区', '贵州省', '中国']
    >>> old.then("520622"), old.get("520622")
    ('522223', None)
    >>> regions_of(2099) is reference()
    True
    """
    today = reference()
    rows = {region.code: region for region in today if region.code != COUNTRY}
    young = [code for code, region in rows.items() if region.valid_since and int(region.valid_since) > year]
    states = {state: since for state, since in _alive(year) if state[0] not in rows or state[0] in young}
    if not young and not states:
        return today
    then: dict[str, str] = {}
    unclear: set[str] = set()
    for code in young:
        before = _before(code, year)
        if len(before) == 1:
            then[code] = before[0][0]
        else:
            unclear.add(code)
    table: dict[str, Row] = {}
    for code, region in rows.items():
        if code not in young or code in unclear:  # such as it is today, so that what lies in it can be told
            table[code] = (code, region.name, region.level, "", *_point(code), region.valid_since or "", "")
    successors = {old: code for code, old in then.items()}
    for (code, name), since in sorted(states.items(), key=lambda one: (one[0][0], -one[1])):
        if code not in table:
            point = _point(successors[code]) if code in successors else ("", "", "")
            table[code] = (code, name, _level(code), "", *point, str(since or ""), "")
    for code, row in table.items():
        table[code] = (*row[:3], _parent(code, row[2], table, then), *row[4:])
    return PastRegions(year, list(table.values()), then, frozenset(unclear))


def _alive(year: int) -> Iterator[tuple[State, int]]:
    """The former divisions that there were at the end of a year, each with the year since when."""
    for state, (since, until) in reference().changes.states.items():
        if since <= year < until != _OPEN and len(state[0]) == len("520622") and state[0].isdigit():
            yield state, since


def _before(code: str, year: int) -> list[State]:
    """What a region of today was at the end of a year: of several divisions those of its own level, if any."""
    changes = reference().changes
    found = [step.old for step in changes.of(code)]
    found = [state for state in found if changes.states[state][0] <= year < changes.states[state][1]]
    own = [state for state in found if _level(state[0]) == _level(code)]
    return sorted(set(own or found))


def _level(code: str) -> str:
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def _point(code: str) -> tuple[str, str, str]:
    """The point of a region of today, as the table holds it."""
    region = reference().get(code)
    if region is None or region.lat is None:
        return "", "", ""
    return str(region.lat), str(region.lon), region.point or ""


def _parent(code: str, level: str, table: dict[str, Row], then: dict[str, str]) -> str:
    """What a division lay in: by its code, else by what its parent of today was then, else its province."""
    if level == "province":
        return COUNTRY
    region = reference().get(code)
    today = region.parent if region is not None and region.name == table[code][1] else None
    above = [code[:4] + "00"] if level == "county" else []
    above += [then.get(today, today)] if today else []
    province = code[:2] + "0000"
    return next((one for one in above if one in table and one != code), province if province in table else COUNTRY)


def years_apart(codes: Iterable[str], year: int) -> bool:
    """Whether any of these regions of today had another code, name or parent at the end of a year, or was not there.

    >>> years_apart(["520622"], 2010), years_apart(["520622"], 2020)
    (True, False)
    """
    old = regions_of(year)
    if old is (today := reference()):
        return False
    for code in codes:
        was, now = old.get(code), today.get(code)
        if now is None or was is None or (was.name, was.parent) != (now.name, now.parent) or code in old.unclear:
            if now is None and was is None:
                continue
            return True
    return False
