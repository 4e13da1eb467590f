"""Sums of money, in yuan: units of cells and headers, other currencies at given rates."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from .amounts import PLAIN, Amount, amount_of, decimal, finite, number_of, tidy, unreadable, with_unit
from .currency import currency, rate_of
from .units import FACTORS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# These scale money only: 千克, 千瓦, 百分点 and m are units of their own.
_MONEY_FACTORS: Final = {
    **FACTORS, "千": 1000, "百": 100, "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9,
}  # fmt: skip
_YUAN: Final = ("人民币元", "元人民币", "人民币", "元整", "元", "yuan", "rmb", "cny", "¥")
_SIGNED: Final = re.compile(rf"([$¥€£])\s*({PLAIN.pattern})")
_SUM_WORDS: Final = re.compile(r"(?:合同|交易|贸易|总)?(?:金额|总额|交易额|贸易额|合同额)(?:为|是|达到?)?\s*:?\s*")
_REMARK: Final = re.compile(r"(?P<body>.*?\S)\s*\((?P<inside>[^()]*)\)", re.DOTALL)
_HARMLESS: Final = frozenset({"含税", "不含税", "税前", "税后", "人民币", "大写", "rmb", "cny"})
_SMALL: Final = 10_000
"""Below this a sum between firms is more likely in a unit that its column does not say."""
_FEW: Final = 100_000
_FEW_OF_PROJECTS: Final = 1_000_000
"""The same of the half of a column's sums: of what a firm pays another, and of what is invested."""


def money(text: str, unit: str = "", rates: Mapping[str, float] | None = None) -> Amount:
    """An amount of money in yuan.

    `unit` (万元, from a header) is that of a plain number; without one, a number is in yuan.
    Bounds (超, 以上, 不足, 100-200) fill `low` and `high`; a range has no `value`. Another
    currency is converted at the rate that `rates` gives for it (yuan for one unit, by code),
    never at another. Raises BadInput for a currency without a rate, and for what is no amount.

    >>> money("8300万元")
    Amount(value=83000000.0, low=None, high=None, original='8300万元', unit='元')
    >>> money("25.39亿元").value, money("12,200.5").value, money("RMB 3m").value, money("8300", "万元").value
    (2539000000.0, 12200.5, 3000000.0, 83000000.0)
    >>> money("超300亿元").low, money("100-200万元").high, money("100-200万元").value
    (30000000000.0, 2000000.0, None)
    >>> money("USD 3m", rates={"USD": 7.1}).value, money("三百万元").value, money("3亿5000万元").value
    (21300000.0, 3000000.0, 350000000.0)
    >>> money("USD 3m")
    Traceback (most recent call last):
        ...
    chanlian.graph.errors.BadInput: 'USD 3m' is in USD, not in yuan; ...
    """
    plain = tidy(text)
    if PLAIN.fullmatch(plain):
        return _plain_money(plain, text, unit, rates)
    signed = _SIGNED.fullmatch(plain)
    if signed and unit.strip():
        return _signed_money(signed[1], signed[2], text, unit, rates)
    remark = _REMARK.fullmatch(plain)
    if remark:
        inside, outside = remark["inside"].strip(), remark["body"]
        if inside.lower() in _HARMLESS:
            return replace(money(outside, unit, rates), original=text.strip())
        if PLAIN.fullmatch(outside) and _scale(inside) is not None:
            return replace(money(outside, inside, rates), original=text.strip())
        one, other = currency(inside)[0], currency(outside)[0]
        if bool(one) != bool(other):
            # 2100万元（300万美元）: of two readings, the one in yuan
            return replace(money(outside if one else inside, unit, rates), original=text.strip())
    code, body = currency(plain)
    if code == "several":
        raise unreadable(text, "money")
    rate = Decimal(str(rate_of(code, rates or {}, text))) if code else Decimal(1)
    yearly = re.fullmatch(r"(年均?)?(.*?)(/年|/a|每年)?", body, re.DOTALL)
    assert yearly is not None  # every part may be empty
    found = amount_of(_SUM_WORDS.sub("", yearly[2], count=1), text, lambda part: _money_part(part, unit, text, rate))
    if yearly[1] or yearly[3]:
        doubt = BadInput(
            en=f"{text!r} is a sum a year; say so in the column basis (annual)",
            zh=f"“{text}”是年度金额；请在口径列注明“年度”",
        )
        return replace(found, doubt=doubt)
    return found


def _signed_money(sign: str, number: str, text: str, unit: str, rates: Mapping[str, float] | None) -> Amount:
    """$500 or ¥500 under a unit: the sign says in which money, the unit how many of it."""
    code, scale = _header(unit)
    own = currency(sign)[0]
    if own == code or scale is None:
        if scale is None:
            return money(text, "", rates)
        return replace(_plain_money(number, number, unit, rates), original=text.strip())
    if re.fullmatch("[十百千万亿]*", unit.strip()):
        # 万 alone says how many, of whatever money
        factor = Decimal(scale) * Decimal(str(rate_of(own, rates or {}, text)))
        return Amount(finite(decimal(number) * factor, text, "money"), None, None, text.strip(), "元")
    raise BadInput(
        en=f"{text!r} stands under {unit}: in which money? write it with its unit, such as {number}万美元",
        zh=f"“{text}”写在“{unit}”之下，分不清是哪种货币；请连单位一起写，例如 {number}万美元",
    )


def _plain_money(plain: str, text: str, unit: str, rates: Mapping[str, float] | None) -> Amount:
    """A number without a unit: in that of its header, else in yuan."""
    written = with_unit(text, unit)
    code, scale = _header(unit)
    factor = Decimal(scale or 1)
    if code:
        factor *= Decimal(str(rate_of(code, rates or {}, written)))
    value = finite(decimal(plain) * factor, text, "money")
    doubt = None
    if unit.strip() and scale is None:
        doubt = BadInput(
            en=f"{unit} is no unit of money; {text} is read as yuan",
            zh=f"“{unit}”不是金额单位；{text} 按元读取",
        )
    elif not unit.strip() and 0 < value < _SMALL:
        doubt = BadInput(
            en=f"{text} is read as yuan, which is little; if the column is in 万元, write 万元 in its header",
            zh=f"{text} 按元读取，数额偏小；若该列单位是万元，请在表头注明",
        )
    return Amount(value, None, None, written if unit.strip() and scale != 1 else None, "元", doubt)


def is_plain_number(text: str) -> bool:
    """Whether a text is a number without a unit.

    >>> is_plain_number("8,300"), is_plain_number("8300万元")
    (True, False)
    """
    return PLAIN.fullmatch(tidy(text)) is not None


def sums_are_little(texts: Sequence[str], *, one_of_many: bool) -> bool:
    """Whether plain numbers would be little money in yuan, most of them: likelier they are in a unit that nobody wrote.

    `one_of_many` is for what a firm pays another, of which some is little; what is invested in a project never is.

    >>> sums_are_little(["8300", "12000"], one_of_many=True), sums_are_little(["830000", "1200000"], one_of_many=True)
    (True, False)
    >>> sums_are_little(["8300", "12000"], one_of_many=False), sums_are_little(["83万元"], one_of_many=False)
    (True, False)
    """
    numbers = sorted(float(decimal(plain)) for text in texts if PLAIN.fullmatch(plain := tidy(text)))
    numbers = [number for number in numbers if number > 0]
    return bool(numbers) and numbers[len(numbers) // 2] < (_FEW if one_of_many else _FEW_OF_PROJECTS)


@lru_cache(maxsize=64)
def _header(unit: str) -> tuple[str, int | None]:
    """The currency and scale of a header's unit; a column has one, its cells are many."""
    code, rest = currency(unicodedata.normalize("NFKC", unit))
    return code, _scale(rest)


def _scale(unit: str) -> int | None:
    """What a unit of money multiplies by; None where it is none."""
    bare = re.sub(r"^单位\s*[:：]?\s*", "", re.sub(r"^\((.*)\)$", r"\1", unit.strip())).strip()
    return _MONEY_FACTORS.get(_without_yuan(bare).lower())


def is_unit_of_money(text: str) -> bool:
    """Whether a unit says by itself that it is one of money; m, 千 and 万 may be units of something else.

    >>> [is_unit_of_money(unit) for unit in ("万元", "元", "亿元人民币", "万美元", "万", "m", "吨", "元/吨")]
    [True, True, True, True, False, False, False, False]
    """
    code, scale = _header(text)
    bare = text.strip()
    return scale is not None and (bool(code) or _without_yuan(bare) != bare)


def _money_part(body: str, unit: str, text: str, rate: Decimal) -> tuple[Decimal, str, bool]:
    number, rest, more = number_of(_without_yuan(body), text, "money")
    if rest[:-1] in _MONEY_FACTORS and rest[-1:] in ("多", "余"):
        # 3亿多元 says the same as 3亿元以上
        rest, more = rest[:-1], True
    if rest == "" and body == _without_yuan(body) and rate == 1:
        # a bound on a plain number, such as 约8300 in a column of 万元
        return number * (_scale(unit) or 1), "元", more
    factor = _MONEY_FACTORS.get(rest.lower())
    if factor is None:
        raise unreadable(text, "money")
    return number * factor * rate, "元", more


def _without_yuan(body: str) -> str:
    """A sum of money without the words and signs for yuan, before or behind."""
    out = body
    for word in _YUAN:
        if out.lower().startswith(word):
            out = out[len(word) :].strip()
        if out.lower().endswith(word):
            out = out[: -len(word)].strip()
    return out
