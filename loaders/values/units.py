"""Units of quantities: one spelling for each, 万 and 亿 multiplied out, the time told apart.

t, ton and 公吨 are 吨, and 吨/a, 吨每年 are 吨/年, so that amounts of several sheets can be compared.
Nothing is converted that changes what was stated: 千克 stay 千克, GWh stay GWh.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

FACTORS: Final = {
    "": 1, "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "亿": 10**8, "千万": 10**7, "百万": 10**6,
    "十万": 10**5, "万": 10**4, "thousand": 10**3, "million": 10**6, "billion": 10**9,
}  # fmt: skip
_CHINESE: Final = tuple(sorted((word for word in FACTORS if word and not word.isascii()), key=len, reverse=True))
_SPELLINGS: Final = {
    "吨": "t T ton tons Ton tonne tonnes 公吨 吨", "千克": "kg Kg KG 公斤 千克", "克": "g 克", "立方米": "m3 M3 m^3 立方 立方米",
    "平方米": "m2 M2 m^2 平方 平米 平方米", "公里": "km KM 公里 千米", "千瓦时": "kWh kwh KWh KWH 度 千瓦时 千瓦·时",
    "千瓦": "kW kw KW 千瓦", "兆瓦": "MW 兆瓦", "升": "L 升",
}  # fmt: skip
_CANONICAL: Final = {
    word: (1, unit) for unit, words in _SPELLINGS.items() for word in words.split()
} | {"kt": (1000, "吨"), "KT": (1000, "吨"), "千吨": (1000, "吨"), "百吨": (100, "吨"), "Mt": (10**6, "吨")}  # fmt: skip
_TIMES: Final = {
    word: time
    for time, words in {
        "年": "年 a y yr year annum", "月": "月 month 个月", "日": "日 天 d day", "小时": "小时 时 h hr hour",
    }.items()
    for word in words.split()
}  # fmt: skip
_TIMED: Final = re.compile(
    rf"(.*?)\s*(?:/|每|\bper\s+)\s*({'|'.join(sorted(_TIMES, key=len, reverse=True))})", re.DOTALL
)
_WHOLE: Final = frozenset(
    {*_CANONICAL, "吨标准煤", "吨标煤", "吨公里", "吨位", "台套", "件套", "条线", "个月", "人次", "辆次"}
)
# A noun may follow these: 50万吨碳酸钙. After counters (3条生产线) it is told by its length.
_MEASURES: Final = (
    "吨",
    "千克",
    "公斤",
    "立方米",
    "平方米",
    "千瓦时",
    "套",
    "台",
    "件",
    "只",
    "条",
    "个",
    "辆",
    "头",
    "羽",
    "片",
)


@lru_cache(maxsize=1024)
def base_unit(unit: str) -> tuple[int, str]:
    """What a unit multiplies by, and the unit without it, in its one spelling.

    >>> base_unit("万吨/年"), base_unit("千克"), base_unit("亿千瓦时"), base_unit("kt/a")
    ((10000, '吨/年'), (1, '千克'), (100000000, '千瓦时'), (1000, '吨/年'))
    >>> base_unit("（万元）"), base_unit("万"), base_unit("万m³/天")
    ((10000, '元'), (10000, ''), (10000, '立方米/日'))
    """
    tidy = unicodedata.normalize("NFKC", unit).strip()
    tidy = re.sub(r"^单位\s*[:：]?\s*", "", re.sub(r"^\((.*)\)$", r"\1", tidy)).strip()
    factor = 1
    for word in _CHINESE:
        if tidy.startswith(word):
            factor, tidy = FACTORS[word], tidy[len(word) :].strip()
            break
    stem, time = timed(tidy)
    more, stem = _CANONICAL.get(stem, (1, stem))
    return factor * more, with_time(stem, time)


def scaled(unit: str) -> tuple[int, str]:
    """The same with 千 and 百 multiplied out too, to tell whether two units are forms of one.

    >>> scaled("千人"), scaled("人"), scaled("公斤"), scaled("万吨/年")
    ((1000, '人'), (1, '人'), (1000, '克'), (10000, '吨/年'))
    """
    factor, stem = base_unit(unit)
    more = {"千": 1000, "百": 100}.get(stem[:1], 1)
    return (factor * more, stem[1:]) if more > 1 else (factor, stem)


def timed(unit: str) -> tuple[str, str]:
    """A unit without its time, and the time: 吨/a is 吨 and 年."""
    match = _TIMED.fullmatch(unit)
    return (match[1], _TIMES[match[2]]) if match and match[1] else (unit, "")


def with_time(stem: str, time: str) -> str:
    """The reverse of `timed`."""
    return f"{stem}/{time}" if time else stem


def noun_behind(unit: str) -> tuple[str, str]:
    """A unit that a noun follows, and the noun: 吨碳酸钙 is 吨 of 碳酸钙; else the unit and nothing.

    >>> noun_behind("吨碳酸钙"), noun_behind("吨标准煤"), noun_behind("套(件)"), noun_behind("条生产线")
    (('吨', '碳酸钙'), ('吨标准煤', ''), ('套(件)', ''), ('条', '生产线'))
    """
    if unit not in _WHOLE:
        for word in _MEASURES:
            noun = unit.removeprefix(word)
            if noun != unit and re.fullmatch(r"[\u4e00-\u9fff]{2,}", noun):
                return word, noun
    return unit, ""


def is_unit(unit: str) -> bool:
    """Whether a text can be a unit: short, without numbers, sums or further statements.

    >>> is_unit("m2"), is_unit("套(件)"), is_unit("吨+20万套"), is_unit("几万吨")
    (True, True, False, False)
    """
    return bool(
        re.fullmatch(r"(?:[A-Za-z]+[0-9]?|[\u4e00-\u9fff%‰°℃μΩ/·.*^() $€£]){1,16}", unit)
        and not re.search(r"[几数多余超约亿]|以上|以下|左右|其中|[A-Za-z]{12}", unit)
    )
