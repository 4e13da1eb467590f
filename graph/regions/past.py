"""China's regions as they were at the end of a year: which codes there were, and what a region of today was then.

The record of changes (changes.py) knows years, so a change counts from the beginning of its year on. What it
cannot tell is not guessed: a region that was made of several since, or of parts, stays as it is today, in the
prefecture and province of the day, and `unclear` names it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from ..language import t
from .changes import CHANGE_COLUMNS, NOISY
from .reference import Regions, read_borders, read_changes, read_townships, reference
from .table import COUNTRY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .changes import State
    from .reference import Found
    from .table import Row

_OPEN: Final = 9999
"""The last year of a state of which no end is on record: the tables lost it, so it is not believed."""
_YEAR: Final = CHANGE_COLUMNS.index("year")


@dataclass(frozen=True, slots=True)
class Former:
    """A county that there is no longer: its code and name, the year in which it ended, and the code of what it is a part of."""

    code: str
    name: str
    until: str
    now: str

    @property
    def identifier(self) -> str:
        """The identifier of its node in a graph."""
        return f"region:{self.code}"

    @property
    def title(self) -> str:
        """Its name, after that of the prefecture where another division has or had the same.

        >>> Former("330103", "下城区", "2021", "330105").title
        '下城区'
        """
        today = reference()
        shared = any(one.how == "name" for one in today.search(self.name)) or (
            sum(name == self.name for _, name in today.changes.states) > 1
        )
        now = today.get(self.now)
        above = today.get(now.parent) if now is not None and now.parent else None
        return f"{above.name}{self.name}" if shared and above is not None else self.name


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


def swallowed(found: Found) -> Former | None:
    """The county of the past that a text names, where it is a part of another today; None where it only has another name.

    What lay in it cannot be told from what lies in that one, so who states it must keep it.

    >>> swallowed(reference().explained("杭州市下城区"))
    Former(code='330103', name='下城区', until='2021', now='330105')
    >>> swallowed(reference().explained("522223")) is None
    True
    """
    if not found.steps or found.region.level != "county" or found.how not in ("former", "address"):
        return None
    (code, name), year = found.steps[0].old, found.steps[0].year
    if year <= NOISY or _level(code) != "county" or regions_of(year - 1).then(found.region.code) == code:
        return None
    return Former(code, name, str(year), found.region.code)


def note_of(found: Found, lang: str = "en") -> str | None:
    """What a reader must know of how a text was read (`Found.note`); of a county that is a part of another today, that it is.

    >>> note_of(reference().explained("杭州市下城区"))
    '330103 下城区 (–2021, 国函〔2021〕29号) is a part of 拱墅区 (330105) today, and the answer is that of all of it'
    >>> note_of(reference().explained("522223"))
    '522223 玉屏侗族自治县 (–2011) is 玉屏侗族自治县 (520622) today'
    """
    former = swallowed(found) if found.how == "former" else None
    if former is None or former.now != found.region.code:
        return found.note(lang)
    old, region = found.steps[0].text, f"{found.region.name} ({found.region.code})"
    return t(
        lang,
        f"{old} is a part of {region} today, and the answer is that of all of it",
        f"{old}现已并入{region}，以下为后者全域的结果",
    )


def title_of(identifier: str, name: str) -> str:
    """What a region is called where it stands alone, from its identifier: by the reference, whatever a graph calls it; else `name`.

    >>> title_of("region:320106", "鼓楼区"), title_of("region:330103", "下城区"), title_of("region:VN-04", "Cao Bằng")
    ('南京市鼓楼区', '下城区', 'Cao Bằng')
    """
    today, code = reference(), identifier.removeprefix("region:")
    known = today.get(code)
    if known is not None and known.identifier == identifier:
        return today.title(code)
    now = today.successor(code, name)
    return name if now is None else Former(code, name, "", now.code).title


def years_apart(codes: Iterable[str], year: int) -> bool:
    """Whether any of these regions of today had another code, name or parent at the end of a year, or was not there.

    >>> years_apart(["520622"], 2010), years_apart(["520622"], 2020)
    (True, False)
    """
    old = regions_of(year)
    if old is (today := reference()):
        return False
    return any(
        (was := old.get(code)) is None
        or code in old.unclear
        or (now := today.get(code)) is None
        or (was.name, was.parent) != (now.name, now.parent)
        for code in codes
        if old.get(code) is not None or today.get(code) is not None
    )
