"""Money and quantities: a number with its unit, its bounds and the text as written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from ..graph.errors import BadInput


@dataclass(frozen=True, slots=True)
class Amount:
    """A stated amount. `value` is null for a range; `original` is null for a plain number."""

    value: float | None
    low: float | None = None
    high: float | None = None
    original: str | None = None
    unit: str | None = None


_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?"
PLAIN = re.compile(_NUMBER)

_FACTORS = {
    "": 1, "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "亿": 10**8, "千万": 10**7, "百万": 10**6,
    "十万": 10**5, "万": 10**4, "thousand": 10**3, "million": 10**6, "billion": 10**9,
}  # fmt: skip
# These scale money only: 千克, 千瓦, 百分点 and m are units of their own.
_MONEY_FACTORS = {**_FACTORS, "千": 1000, "百": 100, "k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9}
_UNIT_FACTORS = tuple(sorted((word for word in _FACTORS if word and not word.isascii()), key=len, reverse=True))

_YUAN = ("人民币元", "元人民币", "人民币", "元", "yuan", "rmb", "cny", "¥")
_FOREIGN = re.compile(
    r"US\$|HK\$|[$€£]|\b(?:USD|EUR|GBP|HKD|JPY|TWD|KRW)|(?:美|欧|港|日|英|台|韩|澳|加)[元镑币]|英镑|美金|dollars?|euros?",
    re.IGNORECASE,
)
_BOTH, _LOW, _HIGH = "about", "low", "high"
_BEFORE = {
    _BOTH: ("大约", "约为", "约", "近", "将近", "接近", "about", "approx.", "approximately",
            "around", "nearly", "~", "≈"),
    _LOW: ("超过", "超", "大于", "多于", "高于", "不少于", "不低于", "不小于", "至少", "达到或超过",
           "more than", "over",
           "at least", "not less than", "above", "≥", ">=", ">"),
    _HIGH: ("不足", "不超过", "不高于", "不多于", "不大于", "低于", "少于", "小于", "至多", "最多",
            "less than", "under",
            "up to", "at most", "below", "≤", "<=", "<"),
}  # fmt: skip
_AFTER = {
    _BOTH: ("左右", "上下"),
    _LOW: ("以上", "及以上", "之上"),
    _HIGH: ("以下", "以内", "及以下", "之内"),
}
# Longest first: 不超过 before 超过 would be no trouble, but 超过 must come before 超.
_PREFIXES = sorted(((word, sense) for sense, words in _BEFORE.items() for word in words), key=lambda p: -len(p[0]))
_SUFFIXES = sorted(((word, sense) for sense, words in _AFTER.items() for word in words), key=lambda p: -len(p[0]))
_RANGE = re.compile(rf"(?P<a>{_NUMBER})(?P<ua>[^\d\s-]*?)\s*(?:-|—|–|~|至|到|\bto\b)+\s*(?P<b>(?:{_NUMBER}).*)")
_PARTS = re.compile(rf"(?P<number>{_NUMBER})(?P<more>[多余]?)\s*(?P<rest>.*)", re.DOTALL)


def money(text: str) -> Amount:
    """An amount of money in yuan.

    A number without a unit is in yuan. Bounds (超, 以上, 不足, 100-200) fill `low` and `high`;
    a range has no `value`. Raises BadInput for other currencies and for what is no amount.

    >>> money("8300万元")
    Amount(value=83000000.0, low=None, high=None, original='8300万元', unit='元')
    >>> money("25.39亿元").value, money("1,200.5").value, money("RMB 3m").value
    (2539000000.0, 1200.5, 3000000.0)
    >>> money("超300亿元").low, money("100-200万元").high, money("100-200万元").value
    (30000000000.0, 2000000.0, None)
    >>> money("USD 3m")
    Traceback (most recent call last):
        ...
    chanlian.graph.errors.BadInput: 'USD 3m' is not in yuan; ...
    """
    if _FOREIGN.search(unicodedata.normalize("NFKC", text)):
        raise BadInput(
            en=f"{text!r} is not in yuan; convert it, and keep this text in the column <name>_original",
            zh=f"“{text}”不是人民币；请换算成人民币，原文可写在 <列名>_original 列",
        )
    return _amount(text, "元", is_money=True)


def quantity(text: str, unit: str = "") -> Amount:
    """A quantity with its unit, which stands in the text or is given as `unit`.

    万, 亿 and the like are multiplied in, wherever they stand, so that 50 with 万吨/年,
    50万 with 吨/年 and 50万吨/年 are one amount.

    >>> quantity("50万吨/年")
    Amount(value=500000.0, low=None, high=None, original='50万吨/年', unit='吨/年')
    >>> quantity("814.77万立方米").value, quantity("50", "万吨").value, quantity("12", "千瓦").unit
    (8147700.0, 500000.0, '千瓦')
    >>> quantity("60余家").low
    60.0
    """
    return _amount(text, unit, is_money=False)


def base_unit(unit: str) -> tuple[int, str]:
    """What a unit multiplies by, and the unit without it.

    >>> base_unit("万吨/年"), base_unit("千克"), base_unit("亿千瓦时")
    ((10000, '吨/年'), (1, '千克'), (100000000, '千瓦时'))
    """
    tidy = unicodedata.normalize("NFKC", unit).strip()
    for word in _UNIT_FACTORS:
        if tidy.startswith(word) and len(tidy) > len(word):
            return _FACTORS[word], tidy[len(word) :]
    return 1, tidy


def _amount(text: str, unit: str, *, is_money: bool) -> Amount:
    plain = unicodedata.normalize("NFKC", text).strip()
    sense, body = _sense(plain)
    match = _RANGE.fullmatch(body)
    if match:
        if sense not in (None, _BOTH):
            raise _unreadable(text, is_money=is_money)
        high, unit_high, _ = _scaled(match["b"], unit, text, is_money=is_money)
        # In 100-200万元 the unit stands once, behind, and means both.
        low_text = match["a"] + match["ua"] if match["ua"] else match["a"] + _unit_of(match["b"])
        low, unit_low, _ = _scaled(low_text, unit, text, is_money=is_money)
        if low > high or unit_low != unit_high:
            raise _unreadable(text, is_money=is_money)
        return Amount(None, low, high, _original(text, unit, is_money=is_money), unit_high or None)
    value, found, more = _scaled(body, unit, text, is_money=is_money)
    if more and sense is None:
        sense = _LOW
    original = None if PLAIN.fullmatch(plain) and found == unit.strip() else _original(text, unit, is_money=is_money)
    if is_money and PLAIN.fullmatch(plain):
        original = None
    return Amount(value, value if sense == _LOW else None, value if sense == _HIGH else None, original, found or None)


def _sense(plain: str) -> tuple[str | None, str]:
    """The bound that a text states, and the text without it."""
    lowered = plain.lower()
    for word, sense in _PREFIXES:
        if lowered.startswith(word):
            return sense, plain[len(word) :].strip()
    for word, sense in _SUFFIXES:
        if lowered.endswith(word):
            return sense, plain[: -len(word)].strip()
    return None, plain


def _scaled(body: str, unit: str, text: str, *, is_money: bool) -> tuple[float, str, bool]:
    """Number times its words and unit, the unit's base, and whether it says 多 or 余."""
    stripped = _without_yuan(body) if is_money else body
    match = _PARTS.fullmatch(stripped)
    if match is None:
        raise _unreadable(text, is_money=is_money)
    rest = match["rest"].strip()
    more = bool(match["more"])
    if rest[:-1] in _MONEY_FACTORS and rest[-1:] in ("多", "余"):
        # 3亿多元 says the same as 3亿元以上
        rest, more = rest[:-1], True
    number = Decimal(match["number"].replace(",", ""))
    if is_money:
        factor = _MONEY_FACTORS.get(rest.lower())
        if factor is None:
            raise _unreadable(text, is_money=True)
        found = "元"
    else:
        factor, found = _quantity_unit(rest, unit, text)
    value = float(number * factor)
    if abs(value) == float("inf"):
        raise _unreadable(text, is_money=is_money)
    return value, found, more


def _without_yuan(body: str) -> str:
    """A sum of money without the words and signs for yuan, before or behind."""
    out = body
    for word in _YUAN:
        if out.lower().startswith(word):
            out = out[len(word) :].strip()
        if out.lower().endswith(word):
            out = out[: -len(word)].strip()
    return out


def _quantity_unit(rest: str, unit: str, text: str) -> tuple[int, str]:
    """The factor and unit of a quantity, from what follows the number and the column of units."""
    if re.match(r"[\d.,+-]", rest) or any(char in rest for char in "；;、，"):
        raise _unreadable(text, is_money=False)
    given_factor, given = base_unit(unit)
    if not rest:
        return given_factor, given
    if rest.lower() in _FACTORS:
        return _FACTORS[rest.lower()] * given_factor, given
    word, _, behind = rest.partition(" ")
    if behind and word.lower() in _FACTORS:
        factor, found = _FACTORS[word.lower()], behind.strip()
    else:
        factor, found = base_unit(rest)
    if given and found not in (given, unit.strip()):
        raise BadInput(
            en=f"{text!r} is in {found}, the column of units says {unit}; state one unit",
            zh=f"“{text}”的单位是{found}，单位列写的是{unit}；请只写一种单位",
        )
    return factor, found


def _unit_of(text: str) -> str:
    """What follows the number in a text."""
    match = _PARTS.fullmatch(text)
    return match["rest"] if match else ""


def _original(text: str, unit: str, *, is_money: bool) -> str:
    """The text as written, with the unit where it stood in a column of its own."""
    written = text.strip()
    return written if is_money or not unit.strip() or unit.strip() in written else written + unit.strip()


def _unreadable(text: str, *, is_money: bool) -> BadInput:
    if is_money:
        return BadInput(
            en=f"{text!r} is not an amount of money; write 8300万元, 25.39亿元 or 83000000 (yuan)",
            zh=f"“{text}”不是金额；请写 8300万元、25.39亿元 或 83000000（元）",
        )
    return BadInput(
        en=f"{text!r} is not a quantity; write 500000, 50万吨/年 or 100-200吨",
        zh=f"“{text}”不是数量；请写 500000、50万吨/年 或 100-200吨",
    )
