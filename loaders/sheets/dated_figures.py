"""Figures whose headers name months, spans and last year (工业总产值 over 4月, 1-6月, 去年同期, 增速): each with its period.

Years come from the title; what is compared is the figure to the left of the same group. A span of which no year is known makes
no figure, and so its column is told as one that is not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ..values.header_units import parted
from ..values.periods import period_of
from ..values.spans import COUNTED, counted
from .figures import Figure, figure_of, named_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

_SPAN: Final = (
    r"(?:0?\d{1,2}月?份?[-—–~～至到]+(?:本|\d{1,2})月份?(?:累计|止)?|[上下]半年|"
    rf"{COUNTED}|"
    r"第?[一二三四1-4]季度|\d{1,2}月份?(?:当月|末)?)"
)
_PART: Final = re.compile(
    rf"(?P<last>去年|上年度?|同期)?(?P<year>(?:19|20)\d\d年)?(?P<span>{_SPAN})?(?P<same>(?:去年|上年)?同期)?(?P<how>累计|完成|实际|数值?|值|绝对[值额量])?"
)
_NOW: Final = re.compile(
    r"(?:本期|本年|今年|当年|累计|本年累计|本期累计|年累计|全年累计|累计数|本年数|本期数|完成|实际|绝对[值额量])"
)
_MONTH: Final = re.compile(r"(?:本月|当月|本月数|当月数)")
_LAST: Final = re.compile(r"(?:去年|上年|上年度)(?:同期|数|累计|同期累计|同期数)?|同期|同期数|上年同月")
_GROWTH: Final = re.compile(
    r"(?:比|较)?(?:去年|上年)?(?:同期|同比|环比)?(?:增长|增减|增幅|增速|增长率|增长速度|升降|变化)?(?:幅度?|率|百分比)?[±+\-]*%?"
)
_WITHIN: Final = re.compile(r"(?:其中|其|#)\s*[:：、]?\s*(?P<what>.{1,12})")
_AT_END: Final = re.compile(r"^(?:期末|月末|年末|季末)")
_MONEY: Final = re.compile(r".*(?:金|额|费|款|税|产值|收入|利润|资产|负债|投资)")
_OTHER: Final = re.compile(r".*(?:量|数|率|面积|能耗|用工|人员|工资|存栏|出栏|户数|家数)")
_DATA: Final = re.compile(r"填[表报]|制表|报出|报送|打印|更新|修订|印发")
_DAY: Final = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日")
"""A day: on it a table was made."""
_IN_TITLE: Final = re.compile(rf"((?:19|20)\d\d)年(?:度)?({_SPAN})?")


@dataclass(frozen=True, slots=True)
class _Column:
    """What a header says: whose figure, of when, and whether it is a change."""

    base: str
    when: str | None
    """now, month, last or a span."""
    year: str | None
    span: str | None
    growth: str | None
    unit: str | None


def dated_figures(headers: Sequence[str], titles: Sequence[str], name: str | None = None) -> dict[int, Figure]:
    """The figures among headers that name months, spans, last year or a change, by the number of their column.

    >>> found = dated_figures(["企业", "产值·4月", "产值·1-6月", "产值·去年同期", "产值·增速（%）"], ["某县企业指标（2024年1-6月）"])
    >>> [(one.indicator, one.period) for one in found.values()]
    [('产值', '2024-04'), ('产值', '2024-H1'), ('产值', '2023-H1'), ('产值增速', '2024-H1')]
    """
    year, span = _of_title([*titles, name or ""])
    columns = _columns(headers)
    if not any(column.when or column.growth for column in columns.values()):
        return {}
    out: dict[int, Figure] = {}
    current: dict[str, str | None] = {}
    """The span of each figure that stood last, of which 去年同期 and 增速 speak."""
    for n, column in columns.items():
        if not (column.when or column.growth or _AT_END.match(column.base) or "其中" in column.base):
            continue
        own = column.year or year
        if own is None:
            continue
        said = _said_span(column, span, current.get(_root(column.base), span))
        if said is None:
            continue
        if column.growth is None and column.when not in ("last", "month"):
            current[_root(column.base)] = said
        whole = str(int(own) - 1) if column.when == "last" and column.year is None else own
        period = period_of(f"{whole}年{said}")
        if period is not None:
            out[n] = _figure(column, period)
    return out


def _columns(headers: Sequence[str]) -> dict[int, _Column]:
    """What headers say of figures; a change that names none (同比±%) is that of the figure left of it."""
    out: dict[int, _Column] = {}
    for n, header in enumerate(headers):
        column = _column(header)
        left = out.get(n - 1)
        if column is None and left is not None and left.growth is None and "·" not in header:
            bare, unit = parted(header)
            growth = _told(re.sub(r"\s", "", bare)).get("growth")
            if growth:
                column = _Column(left.base, None, left.year, None, growth, None if unit == "%" else unit)
        if column is not None:
            out[n] = column
    return out


def speaks_of_time(header: str) -> bool:
    """Whether a header names a month, a span, last year or a change beside a figure: only `dated_figures` says of when it is.

    >>> speaks_of_time("1-5月累计产值（万元）"), speaks_of_time("去年同期产值"), speaks_of_time("2023年产值"), speaks_of_time("产值")
    (True, True, False, False)
    """
    column = _column(header)
    return column is not None and bool(column.growth or column.span or column.when in ("last", "month"))


def _of_title(titles: Sequence[str]) -> tuple[str | None, str]:
    """The one year of the titles, and the span that they name beside it."""
    bare = (_DAY.sub("", re.sub(r"\s", "", text)) for text in titles if not _DATA.search(text))
    found = {match for text in bare for match in _IN_TITLE.findall(text)}
    years = {year for year, _ in found}
    spans = {span for _, span in found if span}
    return (years.pop() if len(years) == 1 else None), (spans.pop() if len(spans) == 1 else "")


def _root(base: str) -> str:
    return base.split("其中", maxsplit=1)[0]


def _said_span(column: _Column, of_title: str, beside: str | None) -> str | None:
    """The span of a figure within its year; None where nothing says it."""
    of_title = _tidy(of_title) or ""
    if column.span:
        return column.span
    if column.year and column.when == "span":
        return ""  # the whole year
    end = re.fullmatch(r"(?:\d{1,2}月?[-—–~～至到]+)?(\d{1,2})月份?", of_title)
    if column.when == "month" or _AT_END.match(column.base):
        closing = {"上半年": "6", "下半年": "12", "": "12"}.get(of_title) if _AT_END.match(column.base) else None
        last = end[1] if end else closing
        return f"{last}月" if last else None
    if column.growth or column.when == "last":
        return beside
    if column.when == "now" and end and "-" not in re.sub(r"[—–~～至到]", "-", of_title):
        return f"1-{end[1]}月" if end[1] != "1" else "1月"
    return of_title


def _figure(column: _Column, period: str) -> Figure:
    words = (column.base, _root(column.base), _AT_END.sub("", column.base))
    known = figure_of(column.base) or next((one for word in words if (one := named_figure(word, None, None))), None)
    indicator = column.base + (column.growth or "")
    if column.growth:
        return Figure("growth", indicator, "%", column.unit, period)
    kind = known.kind if known else "money" if _MONEY.fullmatch(_root(column.base)) else "other"
    if known is None or known.indicator not in column.base or "其中" in column.base or _AT_END.match(column.base):
        return Figure(kind, indicator, known.usual if known else None, column.unit, period)
    return Figure(kind, known.indicator, known.usual, column.unit, period, known.basis, known.modality)


@lru_cache(maxsize=4096)
def _column(header: str) -> _Column | None:
    """What a header says of a figure; None for one that is of none."""
    bare, unit = parted(header)
    base: list[str] = []
    said: dict[str, str] = {}
    for part in bare.split("·"):
        for one in _cut(re.sub(r"\s", "", part)):
            found = _told(one) if one else {}
            said |= {key: text for key, text in found.items() if key != "now"}
            if "now" in found:
                said.setdefault("when", "now")
            if one and not found:
                base.append(_of_part(one))
    name = "".join(base)
    root = _root(name)
    if not name or not (figure_of(root) or _MONEY.fullmatch(root) or _OTHER.fullmatch(root)):
        return None
    growth, when = said.get("growth"), said.get("when")
    if "%" in header and growth is None and unit is None and when is None:
        return None
    return _Column(name, when, said.get("year"), said.get("span"), growth, None if _is_rate(growth, header) else unit)


def _is_rate(growth: str | None, header: str) -> bool:
    """Whether a change is one in per cent, whatever unit stands in the group of its header: 产值（万元） over 增速（%）."""
    return growth is not None and ("%" in header or re.search("[速幅率]", growth) is not None)


def _told(part: str) -> dict[str, str]:
    """What a part of a header says of the period, or that it is a change; {} for one that names what is counted."""
    place = _PART.fullmatch(re.sub(r"(?<=年)全年$", "", part))
    if _GROWTH.fullmatch(part) and not re.fullmatch("同期|去年|上年|[±+%-]*", part) and re.search("[增比升变]", part):
        return {"growth": re.sub(r"[±+\-%]+$", "", part)}
    if _LAST.fullmatch(part):
        return {"when": "last"}
    if _MONTH.fullmatch(part):
        return {"when": "month"}
    if _NOW.fullmatch(part):
        return {"now": part}
    if part in ("全年", "年度"):
        return {"when": "span"}
    if place is None or not (place["span"] or place["year"]):
        return {}
    out = {"when": "last" if place["last"] or place["same"] else "span"}
    if place["year"]:
        out["year"] = place["year"].rstrip("年")
    return out | ({"span": span} if (span := _tidy(place["span"])) else {})


def _of_part(text: str) -> str:
    """A part of a figure (其中：出口) as its name has it."""
    match = _WITHIN.fullmatch(text)
    return f"其中{match['what']}" if match else text


def _cut(part: str) -> list[str]:
    """A header of one line in its parts: 1-6月产值同比增长 is 1-6月, 产值 and 同比增长."""
    match = re.match(
        rf"(?:(?:19|20)\d\d年)?(?:{_SPAN})(?:累计|当月)?|(?:去年|上年)同期(?:累计)?|本年累计|[本当]月(?!数)"
        r"|(?:19|20)\d\d年(?:全年)?(?=[^\d度末底初])",
        part,
    )
    if match and match.end() < len(part):
        return [match[0], *_cut(part[match.end() :])]
    match = re.search(r"(?:比(?:上年|去年)同期|同比|环比)?(?:增长率?|增速|增幅|增减率?|同比|环比)[±+\-%]*$", part)
    if match and match.start() > 1:
        return [part[: match.start()], match[0]]
    return [part]


def _tidy(span: str | None) -> str | None:
    """A span as periods are written: 1—6月累计 is 1-6月, 前三季度 is 1-9月, 前5个月 1-5月."""
    if not span:
        return None
    bare = re.sub(r"累计|止|当月|末|份", "", span)
    bare = re.sub(r"[—–~～至到]+", "-", bare)
    bare = re.sub(r"(?<=\d)月-", "-", bare)
    return counted(bare)
