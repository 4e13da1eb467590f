"""When two texts, figures, places or periods of a sheet say the same."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

_GAPS: Final = re.compile(r"[\s\u200b\ufeff]+")
_PREFIXES: Final = {"亿": 1e8, "万": 1e4, "千": 1e3, "百万": 1e6}
_UNITS: Final = {
    "t": "吨", "元": "", "人民币": "", "人民币元": "", "yuan": "", "usd": "美元", "kg": "千克", "公斤": "千克",
    "kwh": "千瓦时", "度": "千瓦时", "km2": "平方公里", "m2": "平方米", "m3": "立方米", "平米": "平方米", "平方": "平方米", "立方": "立方米",
    "千米": "公里", "km": "公里", "mw": "兆瓦",
}  # fmt: skip
_COUNTERS: Final = frozenset("人名家个户件项")
"""Units that only say what is counted: a list may leave them out."""
_A_YEAR: Final = re.compile(r"(?:/|每|a |per )(?:年|year|a)$")
_ABOUT: Final = re.compile(r"约|左右|上下|近|大概|基本|(?i:about|approx|around|c[.]|ca[.]|~)|[~≈～]")
_CHAIN: Final = re.compile(r"(?:产业)?链$")
_OFFICE: Final = re.compile(
    r"(?:人民)?政府|(?:管理)?委员会|管委会|党工委|政协|人大(?:常委会)?|(?:街道)?办事处|政府办公室|投资促进局"
)


def plain(text: object) -> str:
    """A text without what only shows it: width of letters, blanks, case.

    >>> plain("Ａ公司（在建） ") == plain("a公司(在建)")
    True
    """
    return _GAPS.sub("", unicodedata.normalize("NFKC", str(text))).lower()


def chain_name(text: object) -> str:
    """The name of a chain, however it is called: 玻璃产业链, 玻璃."""
    return _CHAIN.sub("", plain(text))


def amount(value: float, unit: str | None) -> tuple[float, str]:
    """A figure in the unit without its multiple: 5 万吨/年 is 50,000 吨; money in yuan and shares have none.

    >>> amount(5, "万吨/年"), amount(1.2, "亿元"), amount(62, "%")
    ((50000.0, '吨'), (120000000.0, ''), (0.62, ''))
    """
    rest = _A_YEAR.sub("", plain(unit or ""))
    if rest == "%":
        return value / 100, ""
    factor = 1.0
    rest = _UNITS.get(rest, rest)
    while rest and rest[0] in _PREFIXES:
        factor *= _PREFIXES[rest[0]]
        rest = _UNITS.get(rest[1:], rest[1:])
    return float(value) * factor, rest


@dataclass(frozen=True, slots=True)
class Figure:
    """What is said of one amount: a number, or bounds, or both bounds; in a unit; and whether it is only about so much."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    about: bool = False

    @property
    def empty(self) -> bool:
        """Whether no number is said."""
        return self.value is None and self.low is None and self.high is None

    def sides(self) -> tuple[float | None, float | None, float | None]:
        """Number and bounds; a number that only repeats a bound, or stands between two, is none."""
        value = self.value
        if value is not None and (self.low, self.high) != (None, None):
            value = None
        return value, self.low, self.high


def figure(row: dict[str, Any], name: str, unit: str | None = None) -> Figure:
    """The figure of a property, as a graph and a person's list both name it: value, value_low, value_high, value_original."""
    original = row.get(f"{name}_original")
    about = row.get("modality") == "approx" or bool(original and _ABOUT.search(original))
    return Figure(row.get(name), row.get(f"{name}_low"), row.get(f"{name}_high"), unit, about)


def _near(a: float | None, b: float | None, unit_a: str | None, unit_b: str | None) -> bool:
    if a is None or b is None:
        return a is b
    (first, base), (second, other) = amount(a, unit_a), amount(b, unit_b)
    return base == other and math.isclose(first, second, rel_tol=1e-6, abs_tol=1e-12)


def same_figure(person: Figure, graph: Figure) -> str | None:
    """None where a graph says what a person reads; else what is missing ("value", "unit", "bound", "approx") or "wrong".

    >>> same_figure(Figure(5, unit="万吨"), Figure(50000, unit="吨"))
    >>> same_figure(Figure(5, unit="万吨"), Figure(5, unit="吨")), same_figure(Figure(low=3), Figure(3))
    ('wrong', 'bound')
    >>> same_figure(Figure(260), Figure(260, unit="家")), same_figure(Figure(260), Figure(260, unit="吨"))
    (None, 'wrong')
    """
    if graph.empty:
        return "value"
    pairs = list(zip(person.sides(), graph.sides(), strict=True))
    if all(_near(a, b, person.unit, graph.unit) for a, b in pairs):
        return "approx" if person.about and not graph.about else None
    if person.unit and not graph.unit and all(_near(a, b, None, None) for a, b in pairs):
        return "unit"
    if not person.unit and graph.unit in _COUNTERS and all(_near(a, b, None, None) for a, b in pairs):
        return "approx" if person.about and not graph.about else None
    stated = [one for one in person.sides() if one is not None]
    if (graph.low, graph.high) == (None, None) and any(
        _near(graph.value, one, graph.unit, person.unit) for one in stated
    ):
        return "bound"
    return "wrong"


def same_period(person: str, graph: str) -> bool:
    """Whether two periods are one: 2024-01/2024-06 is 2024-H1.

    >>> same_period("2024-01/2024-06", "2024-H1"), same_period("2024-01/2024-03", "2024-Q1"), same_period("2024-01/2024-05", "2024-H1")
    (True, True, False)
    """
    return plain(_named(person)) == plain(_named(graph)) or (len(person) == 4 and graph == f"{person}-01/{person}-12")


_SPANS: Final = {"01-06": "H1", "07-12": "H2", "01-03": "Q1", "04-06": "Q2", "07-09": "Q3", "10-12": "Q4"}


def _named(period: str) -> str:
    """A span of months by the name of that half or quarter."""
    match = re.fullmatch(r"(\d{4})-(\d\d)/\1-(\d\d)", period)
    name = match and _SPANS.get(f"{match[2]}-{match[3]}")
    return f"{match[1]}-{name}" if match and name else period


def lies(path: str, chain: Sequence[Iterable[str]]) -> str | None:
    """How a place of a graph (the names of its areas, widest first) lies to a person's path: same, inside, broader; loose, where
    the graph does not know what it lies in; None: elsewhere.

    >>> lies("浙江省湖州市安吉县", [["浙江省"], ["湖州市"], ["安吉县"]]), lies("浙江省湖州市安吉县", [["浙江省"], ["湖州市"]])
    ('same', 'broader')
    >>> lies("浙江省湖州市", [["浙江省"], ["湖州市"], ["安吉县"]]), lies("浙江省湖州市", [["浙江省"], ["杭州市"]])
    ('inside', None)
    """
    rest, last = plain(path), False
    own = [plain(name) for name in chain[-1]] if chain else []
    if len(chain) == 1 and any(rest.endswith(name) and rest != name for name in own):
        return "loose"
    for names in chain:
        known = [plain(name) for name in names]
        taken = next((name for name in sorted(known, key=len, reverse=True) if rest.startswith(name)), None)
        if taken is None and rest and any(name.endswith(rest) for name in known):
            taken = rest  # a park whose full name begins with where it lies
        last = taken is not None
        if taken is not None:
            rest = rest[len(taken) :]
        elif rest and names is chain[-1]:
            return None
    if rest:
        return "broader" if last else None
    return "same" if last else "inside"


def in_full(name: str, offices: Iterable[str], regions: Iterable[str]) -> list[str]:
    """The offices of a person's list that a name is, with the division that the list leaves out before it.

    >>> in_full("安岳县工信局", ["县工信局", "工信局", "信局"], ["安岳县"]), in_full("安岳县工信局", ["县工信局"], ["中江县"])
    (['县工信局', '工信局'], [])
    """
    known = set(regions)
    return [
        one
        for one in offices
        if name.endswith(one) and {name.removesuffix(one), name.removesuffix(one) + one[:1]} & known
    ]


def stands_for(office: str, names: Iterable[str]) -> bool:
    """Whether an office is that of an area: 枣阳市人民政府 of 枣阳市, 安吉经济开发区管委会 of the park.

    >>> stands_for("枣阳市人民政府", ["枣阳市"]), stands_for("枣阳市沙河制动器有限公司", ["枣阳市"])
    (True, False)
    """
    office = plain(office)
    return any(name in office and _OFFICE.fullmatch(office.rsplit(name, 1)[1]) for name in map(plain, names))
