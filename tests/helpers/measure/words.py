"""When two texts, figures, places or periods of a sheet say the same."""

from __future__ import annotations

import calendar
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


_NEW: Final = re.compile(r"新增|净增|新设|新开|新建|净减|减少")


def year_end(person: str, graph: str, unit: str | None, indicator: str) -> bool:
    """Whether a number of firms or people of a year is that of its end: it is no sum of a month.

    >>> year_end("2023", "2023-12", "家", "入园企业"), year_end("2023", "2023-12", "元", "产值"), year_end("2023", "2023-11", "家", "入园企业")
    (True, False, False)
    >>> year_end("2023", "2023-12", "家", "新增企业")
    False
    """
    return (
        graph == f"{person}-12" and len(person) == 4 and unit in ("家", "户", "人", "名") and not _NEW.search(indicator)
    )


_SPANS: Final = {"01-06": "H1", "07-12": "H2", "01-03": "Q1", "04-06": "Q2", "07-09": "Q3", "10-12": "Q4"}


def _named(period: str) -> str:
    """A span of months by the name of that half or quarter."""
    match = re.fullmatch(r"(\d{4})-(\d\d)/\1-(\d\d)", period)
    name = match and _SPANS.get(f"{match[2]}-{match[3]}")
    return f"{match[1]}-{name}" if match and name else period


_SHORT: Final = 4
"""As long as the name of a division may be that ends as a park's does."""
_BETWEEN: Final = re.compile(r"[\u4e00-\u9fff]+[县区市旗]")


def lies(path: str, chain: Sequence[Iterable[str]]) -> str | None:
    """How a place of a graph (the names of its areas, widest first) lies to a person's path: same, inside, broader; loose, where
    the graph does not know what it lies in; None: elsewhere.

    >>> lies("浙江省湖州市安吉县", [["浙江省"], ["湖州市"], ["安吉县"]]), lies("浙江省湖州市安吉县", [["浙江省"], ["湖州市"]])
    ('same', 'broader')
    >>> lies("浙江省湖州市", [["浙江省"], ["湖州市"], ["安吉县"]]), lies("浙江省湖州市", [["浙江省"], ["杭州市"]])
    ('inside', None)
    >>> lies("湖州市安吉县梅溪竹器园区", [["湖州市"], ["梅溪竹器园区"]]), lies("湖州市安吉县梅溪竹器园区", [["湖州市"], ["竹器园区"]])
    ('same', None)
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
        if taken is None and rest and names is chain[-1] and len(chain) > 1:
            # a park of which the graph knows the city only, not the county in it
            parks = [name for name in known if len(name) > _SHORT and name[-1] in "园区" and rest.endswith(name)]
            taken = rest if any(_BETWEEN.fullmatch(rest.removesuffix(name)) for name in parks) else None
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


_ZONES: Final = {
    "经开区": ("经济开发区", "经济技术开发区"),
    "高新区": ("高新技术产业开发区", "高新技术产业园区"),
}


def park_names(name: str) -> list[str]:
    """A park's name, and the full ones that a person may give it.

    >>> park_names("安岳经开区"), park_names("邮亭工业园")
    (['安岳经开区', '安岳经济开发区', '安岳经济技术开发区'], ['邮亭工业园'])
    """
    return [name, *(name.replace(short, full) for short, ones in _ZONES.items() if short in name for full in ones)]


_OTHER_SCRIPT: Final = re.compile(
    r"(?P<name>.*[\u4e00-\u9fff）)])(?:[ \t\n]+|[ ]*[(（])(?P<rest>[A-Za-z][A-Za-z .,&'’/()（）-]*)", re.DOTALL
)
_LETTERS: Final = 4
"""How many letters a name in another script has at least: 乙厂 A, 乙厂 B are no translations."""


def one_script(name: str) -> str | None:
    """A name without what stands behind it in letters: its translation, or what tells a variant; None where nothing does.

    >>> one_script("甲竹业有限公司\\nJia Bamboo Co., Ltd."), one_script("竹丝 Bamboo silk"), one_script("竹丝（PLA film）")
    ('甲竹业有限公司', '竹丝', '竹丝')
    >>> one_script("竹丝 A"), one_script("竹丝 M10x30"), one_script("竹丝PLAFILM")
    (None, None, None)
    """
    found = _OTHER_SCRIPT.fullmatch(name.strip())
    if found is None or sum(one.isalpha() and one.isascii() for one in found["rest"]) < _LETTERS:
        return None
    return found["name"].strip()


_DIVISION: Final = re.compile(r"(?:特别行政区|(?:[\u4e00-\u9fff]族)*自治[区州县旗]|[省市县区旗州盟])$")
_NO_NAME: Final = re.compile(r"(?:国家级|省级|经济|技术|高新|产业|工业|开发|示范|集聚|循环|综合|保税|科技|新|园|区)+")
_OF_A_ZONE: Final = re.compile(r".*(?:开发区|高新区|集聚区|园区)(?=.)")


def _cores(park: str, areas: Sequence[str]) -> set[str]:
    """A park's name with ever fewer of the areas that it lies in before it, as long as a name of its own is left."""
    done: set[str] = set()
    todo = {re.sub(r"园$", "园区", plain(park))}
    while todo:
        name = todo.pop()
        if name in done or _NO_NAME.fullmatch(name):
            continue
        done.add(name)
        todo |= {name[len(area) :] for area in areas if name.startswith(area)}
        zone = _OF_A_ZONE.match(name)
        if zone and any(zone[0].startswith(area) for area in areas) and _NO_NAME.fullmatch(_without(zone[0], areas)):
            todo.add(name[zone.end() :])
    return done


def _without(name: str, areas: Sequence[str]) -> str:
    for area in sorted(areas, key=len, reverse=True):
        name = name.removeprefix(area)
    return name


def same_park(a: str, b: str, areas: Iterable[str]) -> bool:
    """Whether two names are of one park: what differs are names of areas, in which it lies, before them.

    >>> same_park("安吉竹业园区", "浙江安吉竹业园", ["浙江省", "安吉县"]), same_park("湖州梅溪园区", "安吉梅溪园区", ["湖州市", "安吉县"])
    (True, True)
    >>> same_park("湖州经济开发区", "安吉经济开发区", ["湖州市", "安吉县"]), same_park("安吉东开发区", "安吉西开发区", ["安吉县"])
    (False, False)
    >>> same_park("安吉竹器工业园", "浙江安吉经济开发区竹器工业园区", ["浙江省", "安吉县"]), same_park("安吉园区", "安吉开发区园区", ["安吉县"])
    (True, False)
    """
    names = {plain(area) for area in areas}
    short = sorted(
        {text for area in names for text in (area, _DIVISION.sub("", area)) if len(text) > 1}, key=len, reverse=True
    )
    return bool(_cores(a, short) & _cores(b, short))


_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def same_end(person: str, graph: str) -> bool:
    """Whether something ends at the same time: the last day of a month is the end of that month.

    >>> same_end("2024-03-31", "2024-03"), same_end("2024-03", "2024-03-31"), same_end("2024-02-29", "2024-02")
    (True, True, True)
    >>> same_end("2024-03-30", "2024-03"), same_end("2024-03-31", "2024-04"), same_end("2026-12-31", "2026")
    (False, False, True)
    """
    return person == graph or graph in _ended(person) or person in _ended(graph)


def _ended(day: str) -> set[str]:
    found = _DAY.fullmatch(day)
    if not found:
        return set()
    year, month = int(found[1]), int(found[2])
    if not 1 <= month <= 12 or int(found[3]) != calendar.monthrange(year, month)[1]:
        return set()
    return {f"{found[1]}-{found[2]}"} | ({found[1]} if month == 12 else set())


def stands_for(office: str, names: Iterable[str]) -> bool:
    """Whether an office is that of an area: 枣阳市人民政府 of 枣阳市, 安吉经济开发区管委会 of the park.

    >>> stands_for("枣阳市人民政府", ["枣阳市"]), stands_for("枣阳市沙河制动器有限公司", ["枣阳市"])
    (True, False)
    """
    office = plain(office)
    return any(name in office and _OFFICE.fullmatch(office.rsplit(name, 1)[1]) for name in map(plain, names))
