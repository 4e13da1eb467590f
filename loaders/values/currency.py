"""Other currencies than the yuan: told by their words and signs, converted at given rates only."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final

from ...graph.errors import BadInput

_WORDS: Final = {
    "USD": ("US$", "USD", "美元", "美金", "美刀", "dollars", "dollar", "$"), "HKD": ("HK$", "HKD", "港元", "港币", "港幣"),
    "EUR": ("EUR", "欧元", "euros", "euro", "€"), "GBP": ("GBP", "英镑", "£"), "JPY": ("JPY", "日元", "日圆", "日币"),
    "TWD": ("TWD", "NT$", "新台币", "台币"), "KRW": ("KRW", "韩元", "韩币", "₩"), "AUD": ("AUD", "A$", "澳元", "澳币"),
    "CAD": ("CAD", "C$", "加元", "加币"), "SGD": ("SGD", "S$", "新加坡元", "新元", "新币"), "CHF": ("CHF", "瑞士法郎", "瑞郎"),
    "THB": ("THB", "泰铢"), "VND": ("VND", "越南盾"), "RUB": ("RUB", "卢布"), "MOP": ("MOP", "澳门元"), "MYR": ("MYR", "林吉特"),
    "INR": ("INR", "卢比"), "KZT": ("KZT", "坚戈"), "LAK": ("LAK", "基普"), "MMK": ("MMK", "缅元", "缅币"),
}  # fmt: skip
_CODES: Final = {word.casefold(): code for code, words in _WORDS.items() for word in words}
_FOREIGN: Final = re.compile(
    "|".join(
        rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])" if word.isascii() and word.isalpha() else re.escape(word)
        for word in sorted(_CODES, key=len, reverse=True)
    ),
    re.IGNORECASE,
)


def currency(plain: str) -> tuple[str, str]:
    """The currency that a text names, by its code, and the text without it; "" for the yuan.

    >>> currency("3000万美元"), currency("US$ 3m"), currency("8300万元")
    (('USD', '3000万'), ('USD', '3m'), ('', '8300万元'))
    """
    found = _FOREIGN.findall(plain)
    if not found:
        return "", plain
    codes = {_CODES[word.casefold()] for word in found}
    return ("/".join(sorted(codes)), _FOREIGN.sub("", plain).strip()) if len(codes) == 1 else ("several", plain)


def rate_of(code: str, rates: Mapping[str, float], text: str) -> float:
    """Yuan for one unit of a currency, as the user gave it; BadInput where none was given."""
    if code not in rates:
        raise BadInput(
            en=f"{text!r} is in {code}, not in yuan; kept as written; give a rate with --rate {code}=NUMBER",
            zh=f"“{text}”的币种是 {code}，不是人民币；已保留原文；可用 --rate {code}=数值 给出汇率",
        )
    return rates[code]


def read_rates(pairs: Mapping[str, float] | tuple[str, ...] | None) -> dict[str, float]:
    """Rates as given: a mapping, or texts such as USD=7.1.

    >>> read_rates(("usd=7.1", "HKD=0.91"))
    {'USD': 7.1, 'HKD': 0.91}
    """
    given = pairs.items() if isinstance(pairs, Mapping) else [pair.partition("=")[::2] for pair in pairs or ()]
    out: dict[str, float] = {}
    for name, value in given:
        code = _CODES.get(str(name).strip().casefold(), str(name).strip().upper())
        try:
            rate = float(value)
        except (TypeError, ValueError):
            rate = math.nan
        if not re.fullmatch("[A-Z]{3}", code) or code in ("CNY", "RMB") or not 0 < rate < math.inf:
            raise BadInput(
                en=f"rate {name}={value}: write the code of a currency and yuan for one unit of it, such as USD=7.1",
                zh=f"汇率 {name}={value}：请写币种代码和一单位合多少元，例如 USD=7.1",
            )
        out[code] = rate
    return out
