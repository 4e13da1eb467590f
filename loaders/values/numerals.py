"""Numbers written in Chinese numerals: 三百万, 一亿二千万, 两千零五, 一点五, 二〇二四.

Strict: 三万五 (in speech 35000) and 百万 (a unit, or vaguely a million) are refused, for a table
may mean something else by them.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_DIGITS: Final = dict(zip("零一二三四五六七八九", range(10), strict=True))
_PLAIN: Final = str.maketrans("〇○Ｏ两壹贰叁肆伍陆柒捌玖拾佰仟貳參陸萬億", "零零零二一二三四五六七八九十百千二三六万亿")
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_BIG: Final = {"万": 10**4, "亿": 10**8}
CHARACTERS: Final = "零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟点貳參陸萬億"
RUN: Final = re.compile(f"[{CHARACTERS}]+")


def chinese_number(text: str) -> Decimal | None:
    """The number that Chinese numerals state; None where they state none, or not plainly.

    >>> chinese_number("一亿二千万"), chinese_number("两千零五"), chinese_number("一点五亿")
    (Decimal('120000000'), Decimal('2005'), Decimal('150000000.0'))
    >>> chinese_number("三万五"), chinese_number("百万")
    (None, None)
    """
    plain = text.translate(_PLAIN)
    whole, point, rest = plain.partition("点")
    if point:
        fraction = re.fullmatch("([零一二三四五六七八九]+)(万亿|万|亿)?", rest)
        number = chinese_number(whole) if whole and not set(whole) & set(_BIG) else None
        if fraction is None or number is None:
            return None
        factor = {"万": 10**4, "亿": 10**8, "万亿": 10**12}.get(fraction[2] or "", 1)
        return (number + Decimal("0." + "".join(str(_DIGITS[char]) for char in fraction[1]))) * factor
    value = _whole(whole)
    # only what would be written so is meant so
    if value is None or _written(value).removeprefix("一" if whole.startswith("十") else "") != whole:
        return None
    return Decimal(value)


def chinese_digits(text: str) -> str:
    """Digits for numerals read one by one, as in a year.

    >>> chinese_digits("二〇二四年")
    '2024年'
    """
    return "".join(str(_DIGITS.get(char.translate(_PLAIN), char)) for char in text)


def _whole(text: str) -> int | None:
    """Whole numbers, loosely: `_written` tells whether the text was a proper one."""
    total = part = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            part += (digit or 1) * _UNITS[char]
            digit = 0
        elif char in _BIG:
            part += digit
            # 万亿: what was said so far counts in ten thousands of the next
            total = (total + part) * _BIG[char] if char == "亿" else total + part * _BIG[char]
            part = digit = 0
        else:
            return None
    return total + part + digit if text else None


def _written(value: int) -> str:
    """A whole number in plain numerals, the one usual way.

    >>> _written(120_000_000), _written(2005), _written(10_500)
    ('一亿二千万', '二千零五', '一万零五百')
    """
    if value >= 10**8:
        high, low = divmod(value, 10**8)
        return _written(high) + "亿" + _joined(low, 10**7)
    if value >= 10**4:
        high, low = divmod(value, 10**4)
        return _written(high) + "万" + _joined(low, 10**3)
    out, names = "", "零一二三四五六七八九"
    for number, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // number % 10
        if digit:
            gap = "零" if out and value // number // 10 % 10 == 0 else ""
            out += gap + names[digit] + unit
    return out or "零"


def _joined(low: int, full: int) -> str:
    """What follows 万 or 亿: with 零 where a place is skipped."""
    return "" if not low else ("" if low >= full else "零") + _written(low)
