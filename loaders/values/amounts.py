"""Amounts: a number with its unit, its bounds and the text as written; quantities among them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from .bounds import bound_of, span_of
from .numerals import CHARACTERS, RUN, chinese_number
from .units import FACTORS, base_unit, is_unit, noun_behind, timed, with_time

if TYPE_CHECKING:
    from collections.abc import Callable

    Part = Callable[[str], tuple[Decimal, str, bool]]
    """An amount without its bounds: value, unit, and whether it says 多 or 余."""
    Lead = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Amount:
    """A stated amount. `value` is null for a range; `original` is null for a plain number."""

    value: float | None
    low: float | None = None
    high: float | None = None
    original: str | None = None
    unit: str | None = None
    doubt: BadInput | None = field(default=None, repr=False, compare=False)
    """What a reader should know, though the value is kept."""


NUMBER: Final = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?"
PLAIN: Final = re.compile(NUMBER)
_MADE: Final = re.compile(
    r"(?:(?:设计|总|现有|实际)?(?P<time>每?[年月日天]|每小时)?(?:均|可|综合|设计|生产)*"
    r"(?:生产|加工|处理|供水|供应|供货|储存|仓储|吞吐|屠宰|出栏|存栏|发电|供电|供热|供气|回收|利用|消耗|使用|需求|需要|需|用|产|供|耗|销售|销|采购)"
    r"(?:能力|量|能)?|(?:设计|总|现有|实际|生产)?(?:产能|产量|规模|数量)|(?P<each>每[年月日天]|每小时|年均|月均|日均))"
    r"(?:为|是|达到?|有)?\s*:?\s*"
)
_PARTS: Final = re.compile(rf"(?P<number>{NUMBER})(?P<more>[多余来]?)\s*(?P<rest>.*)", re.DOTALL)
# 3亿5000万, 1亿2千万, 3万5千吨: the second part is smaller than the first by its unit
_TWO: Final = re.compile(r"(\d+)(亿|万)零?(\d+)(千万|百万|万|千(?![克瓦米卡升])|)(.*)", re.DOTALL)


_STANDING: Final = re.compile(
    r"拟|[在筹待新扩续]建|规划|计划|预计|设计|目标|意向|估算?|测算|暂[估定]|[停关]|注销|未投产|试产|试生产|核定|同比|环比|上年|去年|其中"
)
"""What behind a figure is no unit: 3000（拟）, 3000 停产."""


def quantity(text: str, unit: str = "", *, loose: bool = False) -> Amount:
    """A quantity with its unit, which stands in the text or is given as `unit`.

    万, 亿 and the like are multiplied in, wherever they stand, and units have one spelling, so
    that 50 with 万吨/年, 50万 with 吨/年, 50万吨/年, 年产50万吨 and 500kt/a are one amount.
    Where text and `unit` differ, BadInput is raised, or the text's own unit holds if `loose`
    (a header speaks of most cells, a column of units of each).

    >>> quantity("50万吨/年")
    Amount(value=500000.0, low=None, high=None, original='50万吨/年', unit='吨/年')
    >>> quantity("814.77万立方米").value, quantity("50", "万吨").value, quantity("12", "千瓦").unit
    (8147700.0, 500000.0, '千瓦')
    >>> quantity("60余家").low, quantity("日处理200吨").unit, quantity("3.5 万 t/a").value
    (60.0, '吨/日', 35000.0)
    """
    plain = tidy(text)
    if PLAIN.fullmatch(plain):
        factor, found = base_unit(unit)
        original = None if found == unit.strip() else with_unit(text, unit)
        return Amount(finite(decimal(plain) * factor, text, "quantity"), None, None, original, found or None)
    if re.search(r"[；;]", plain):
        raise unreadable(text, "quantity")
    nouns: list[str] = []
    times: list[str] = []

    def lead(body: str) -> str:
        match = _MADE.match(body)
        if match is None:
            return body
        said = (match["time"] or match["each"] or "").replace("每", "").replace("均", "").replace("天", "日")
        times.extend([said] if said else [])
        return body[match.end() :]

    def part(body: str) -> tuple[Decimal, str, bool]:
        number, rest, more = number_of(body, text, "quantity")
        if _STANDING.search(rest):
            raise BadInput(
                en=f"{text!r} says how things stand beside its figure; write the figure alone and the rest in its own column",
                zh=f"“{text}”除数字外还写了状态；请只写数字，拟建、停产等写在单独的列",
            )
        factor, found = _quantity_unit(rest, unit, text, loose=loose)
        found, noun = noun_behind(found)
        nouns.extend([noun] if noun else [])
        stem, time = timed(found)
        if times and time and time != times[0]:
            raise unreadable(text, "quantity")
        return number * factor, with_time(stem, time or (times[0] if times else "")), more

    out = replace(amount_of(plain, text, part, lead), original=with_unit(text, unit))
    if nouns:
        doubt = BadInput(
            en=f"{text!r} names {nouns[0]}, which is not read here; state the product in its own column",
            zh=f"“{text}”中的“{nouns[0]}”未读取；产品请写在产品列",
        )
        return replace(out, doubt=doubt)
    return out


def tidy(text: str) -> str:
    """A text in one form of digits and signs, without stray blanks and a full stop at its end."""
    return unicodedata.normalize("NFKC", text).replace("−", "-").strip().rstrip("。").strip()


def decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", "").replace(" ", ""))


def finite(value: Decimal, text: str, what: str) -> float:
    out = float(value)
    if abs(out) == float("inf"):
        raise unreadable(text, what)
    return out


def amount_of(plain: str, text: str, part: Part, lead: Lead = str.strip) -> Amount:
    """A single amount, one with a tolerance (50±5), or a range, in the bounds that words set."""
    sense, body = bound_of(lead(plain))
    if sense is None:
        sense, body = bound_of(lead(body))
    body = _arabic(body)
    span = span_of(body)
    if span is not None:
        if sense not in (None, "about"):
            raise unreadable(text, "quantity")
        high, unit_high, _ = part(span.high)
        # In 100-200万元 the unit stands once, behind, and means both.
        low, unit_low, _ = part(span.low + ("" if span.has_unit else span.unit))
        if low > high or unit_low != unit_high:
            raise unreadable(text, "quantity")
        return Amount(
            None, finite(low, text, "quantity"), finite(high, text, "quantity"), text.strip(), unit_high or None
        )
    middle, sign, rest = body.partition("±")
    if sign:
        return _tolerance(middle, rest, text, part)
    value, found, more = part(body)
    number = finite(value, text, "quantity")
    sense = sense or ("low" if more else None)
    return Amount(
        number, number if sense == "low" else None, number if sense == "high" else None, text.strip(), found or None
    )


def _tolerance(middle: str, rest: str, text: str, part: Part) -> Amount:
    """50±5万吨, 50万吨±10%."""
    percent = re.fullmatch(r"(\d+(?:\.\d+)?)%(.*)", rest.strip(), re.DOTALL)
    unit = re.sub(rf"^{NUMBER}", "", rest.strip())
    value, found, _ = part(middle + (percent[2] if percent else "" if re.search(r"[^\d\s.,]", middle) else unit))
    margin = value * Decimal(percent[1]) / 100 if percent else part(rest)[0]
    low, high = sorted((value - margin, value + margin))
    number, least, most = (finite(one, text, "quantity") for one in (value, low, high))
    return Amount(number, least, most, text.strip(), found or None)


def _arabic(body: str) -> str:
    """Chinese numerals where a number begins, as digits."""

    def digits(match: re.Match[str]) -> str:
        run = match[2]
        for end in range(len(run), 0, -1):
            number = chinese_number(run[:end])
            # 十万 is a number; in 十几万 and 百万 the words are none
            if number is not None:
                return f"{match[1]}{number:f}{run[end:]}"
        return match[0]

    return re.sub(rf"(^|[-—–~±至到])\s*({RUN.pattern})", digits, body)


def number_of(body: str, text: str, what: str) -> tuple[Decimal, str, bool]:
    """The number that a text begins with, what follows it, and whether it says 多 or 余."""
    two = _TWO.fullmatch(body)
    if two:
        factors = {**FACTORS, "千": 1000}
        first, second = int(two[1]) * factors[two[2]], int(two[3]) * factors[two[4]]
        # 3万5 would be 35000 in speech
        if not (1 if two[4] else factors[two[2]] // 10) <= second < factors[two[2]]:
            raise unreadable(text, what)
        return Decimal(first + second), two[5].strip(), False
    match = _PARTS.fullmatch(body)
    if match is None or (match["rest"][:1] or "-") in "0123456789.,+" + CHARACTERS[:12]:
        raise unreadable(text, what)
    rest, more = match["rest"].strip(), bool(match["more"])
    later = re.fullmatch(r"(万亿|千亿|百亿|亿|千万|百万|十万|万)(?:多|余|来)(.*)", rest, re.DOTALL)
    if later and what == "quantity":
        rest, more = later[1] + later[2], True
    return decimal(match["number"]), rest, more


def _quantity_unit(rest: str, unit: str, text: str, *, loose: bool) -> tuple[int, str]:
    """The factor and unit of a quantity, from what follows the number and the unit given for it."""
    given_factor, given = base_unit(unit)
    tail = rest.strip()
    if not tail:
        return given_factor, given
    if tail.lower() in FACTORS:
        # 50万 in a column of 万吨 says its 万 itself; in one of 吨 it is 50万吨
        return FACTORS[tail.lower()], given
    word, _, behind = tail.partition(" ")
    if behind and word.lower() in FACTORS:
        factor, found = base_unit(behind)
        factor *= FACTORS[word.lower()]
    else:
        factor, found = base_unit(re.sub(r"^\((.*)\)$", r"\1", tail))
    if not is_unit(found):
        raise unreadable(text, "quantity")
    (stem, time), (given_stem, given_time) = timed(noun_behind(found)[0]), timed(given)
    if given and stem == given_stem and (not time or not given_time or time == given_time):
        return factor, found if time else with_time(found, given_time)
    if given and not loose:
        raise BadInput(
            en=f"{text!r} is in {found}, the column of units says {unit}; state one unit",
            zh=f"“{text}”的单位是{found}，单位列写的是{unit}；请只写一种单位",
        )
    return factor, found


def with_unit(text: str, unit: str) -> str:
    """The text as written, with the unit where it stood in a header or column of its own."""
    written, tidied = text.strip(), unit.strip()
    return written if not tidied or tidied in written else written + tidied


def unreadable(text: str, what: str) -> BadInput:
    if what == "money":
        return BadInput(
            en=f"{text!r} is not an amount of money; write 8300万元, 25.39亿元 or 83000000 (yuan)",
            zh=f"“{text}”不是金额；请写 8300万元、25.39亿元 或 83000000（元）",
        )
    return BadInput(
        en=f"{text!r} is not one quantity; write 500000, 50万吨/年 or 100-200吨, and products in their own rows",
        zh=f"“{text}”不是一个数量；请写 500000、50万吨/年 或 100-200吨，不同产品分行填写",
    )
