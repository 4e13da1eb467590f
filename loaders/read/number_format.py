"""Number formats of spreadsheets: what a cell shows beside the number or the day that it holds.

A person reads 8.3万元 where the cell holds 8.3 and its format says `0.0"万元"`; $500 where it says `[$$-409]#,##0`;
51% where it holds 0.51; 2024年5月, and no day, where the format shows none. Such a cell is taken as a person would have
typed it. The number itself is never rounded: a format may show fewer digits than the cell has.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
_MONEY: Final = re.compile(r"\$([^-]*)(?:-([0-9A-Fa-f]+))?")
_JAPANESE: Final = "411"
_YUAN: Final = frozenset(("¥", "￥"))
"""Sums are in yuan unless something else is said, and the header tells in how many."""
_DIGITS: Final = frozenset("0#?")
_FIRST: Final = date(1899, 12, 30)
_FIRST_1904: Final = date(1904, 1, 1)
_DAYS: Final = 2_900_000
_TOKEN: Final = re.compile(
    r"""(?P<general>general|g/通用格式)|(?P<noon>AM/PM|A/P|上午/下午)|"(?P<text>[^"]*)"?|[\\!](?P<one>.)|(?P<skip>[_*].?)"""
    r"|\[(?P<square>[^\]]*)\]?|(?P<power>e[+-])|(?P<digit>[0#?])|(?P<sign>[.,%])|(?P<cell>@)|(?P<weekday>a{3,})"
    r"|(?P<date>y+|m+|d+|h+|s+|e+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_SPEAKING: Final = frozenset("%‰√✓✔×✗")

BUILT_IN: Final = {
    9: "0%", 10: "0.00%", 17: "mmm-yy",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
}  # fmt: skip
"""Formats that a workbook uses by their number alone, those among them that say more than a number or a day."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What one of the parts of a format (for numbers above, below and at zero) shows."""

    condition: tuple[str, Decimal] | None = None
    before: str = ""
    behind: str = ""
    factor: Decimal = Decimal(1)
    """What a number is multiplied by before it is shown: 100 for %, a thousandth for a comma at the end."""
    width: int = 0
    """At least so many digits: 000000."""
    mask: tuple[str, ...] = ()
    """Digits with text between them: 0000"年"00"月"."""
    digits: bool = True
    """Whether any digit of the number is shown."""
    of_text: bool = False
    date: str = ""
    """The precision of the day that is shown: year or month; empty for the whole day."""

    @property
    def speaks(self) -> bool:
        said = self.before or self.behind or self.mask or self.date or self.factor != 1
        return bool(said) or (self.width > 1 and self.digits)


@dataclass(slots=True)
class Format:
    """A number format; `show` says what stands in a cell that holds a value.

    >>> Format.of('0.0"万元"').show(8.34), Format.of("[$$-409]#,##0.00").show(500.0), Format.of("0%").show(0.1169)
    ('8.34万元', '$500', '11.69%')
    >>> Format.of('yyyy"年"m"月"').show(date(2024, 5, 17)), Format.of("yyyy-mm-dd").show(date(2024, 5, 17))
    ('2024-05', None)
    >>> Format.of('0!.0,"万元"').show(83000.0), Format.of("000000").show(52062.0), Format.of("#,##0.00").show(5.0)
    ('8.3万元', '052062', None)
    """

    code: str
    parts: tuple[_Part, ...]
    first: date = _FIRST
    """The day from which the workbook counts."""
    _known: dict[Any, str | None] = field(default_factory=dict, repr=False)
    _around: tuple[str, str] | None = field(init=False, repr=False)
    """What stands around every number as it is, where that is all that the format shows."""

    def __post_init__(self) -> None:
        plain = _Part()
        of_numbers = {part for part in self.parts if not part.of_text}
        around = {(part.before, part.behind) for part in of_numbers}
        bare = all(replace(part, before="", behind="", width=0) == plain and part.width < 2 for part in of_numbers)
        self._around = next(iter(around)) if len(around) == 1 and bare and around != {("", "")} else None

    @classmethod
    def of(cls, code: str, *, from_1904: bool = False) -> Format:
        """The format that a workbook writes so."""
        return cls(code, tuple(map(_part, _split(code))), _FIRST_1904 if from_1904 else _FIRST)

    @property
    def speaks(self) -> bool:
        """Whether it shows anything that the value alone does not say."""
        return any(part.speaks for part in self.parts)

    def show(self, value: Any) -> str | None:
        """What a person reads in a cell that holds `value`; None where that is the value itself."""
        if value is None or isinstance(value, bool) or value == "":
            return None
        if self._around is not None and type(value) is float:
            text = f"{abs(value):.15g}"
            if text.replace(".", "", 1).isdigit():
                return f"{'-' if value < 0 else ''}{self._around[0]}{text}{self._around[1]}"
        key = (type(value), value)
        if key not in self._known:
            self._known[key] = self._show(value)
        return self._known[key]

    def _show(self, value: Any) -> str | None:
        if isinstance(value, str):
            part = next((part for part in self.parts if part.of_text), None)
            return None if part is None or not part.speaks else f"{part.before}{value}{part.behind}"
        if isinstance(value, date):
            part = self.parts[0]
            if part.date == "year":
                return f"{value.year:04}"
            return f"{value.year:04}-{value.month:02}" if part.date == "month" else None
        if not isinstance(value, (int, float)):
            return None
        # a spreadsheet keeps fifteen digits of a number
        number = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
        if not number.is_finite():
            return None
        part = self._of(number)
        if part is not None and part.date and 0 < number < _DAYS:
            # a form of date that only spreadsheets of Chinese or Japanese know: e"年"
            return self._show(self.first + timedelta(days=int(number)))
        return None if part is None or not part.speaks or part.date or part.of_text else _written(part, number)

    def _of(self, number: Decimal) -> _Part | None:
        """The part that speaks of a number."""
        if any(part.condition for part in self.parts):
            for part in self.parts:
                if part.condition is None or _holds(part.condition, number):
                    return part
            return None
        of_numbers = [part for part in self.parts if not part.of_text]
        if not of_numbers:
            return None
        # nought is shown as - or not at all by many formats, and is nought none the less
        return of_numbers[1] if number < 0 and len(of_numbers) > 1 else of_numbers[0]


def _written(part: _Part, number: Decimal) -> str | None:
    if not part.digits:
        return f"{part.before}{part.behind}" or None
    sign, size = "-" if number < 0 else "", abs(number) * part.factor
    whole = size == size.to_integral_value()
    text = f"{size.quantize(Decimal(1)) if whole and size < 10**15 else size.normalize():f}"
    if part.mask and whole:
        text = _masked(part.mask, text)
    elif whole and part.width > 1:
        text = text.zfill(part.width)
    return f"{sign}{part.before}{text}{part.behind}"


def _masked(mask: tuple[str, ...], digits: str) -> str:
    """Digits in their places, from the last one on; those that are left stand at the first place."""
    places = sum(one in _DIGITS for one in mask)
    digits = digits.zfill(places)
    rest, ahead = digits[-places:], digits[:-places]
    turn = iter(rest)
    return ahead + "".join(next(turn) if one in _DIGITS else one for one in mask)


def _holds(condition: tuple[str, Decimal], number: Decimal) -> bool:
    sign, limit = condition
    return {
        "<": number < limit, "<=": number <= limit, ">": number > limit, ">=": number >= limit, "=": number == limit,
        "<>": number != limit,
    }[sign]  # fmt: skip


def _split(code: str) -> list[str]:
    """The parts of a format: semicolons in quotes or behind a backslash part nothing."""
    return re.findall(r'(?:^|;)((?:"[^"]*"|[\\!].|\[[^\]]*\]|[^;"\\!\[]|["\\!\[])*?)(?=;|$)', code)[:4] or [""]


def _tokens(code: str) -> list[tuple[str, str]]:
    """What a part of a format consists of: text, digit, sign (. , %), date, text of the cell, condition."""
    return [token for match in _TOKEN.finditer(code) if (token := _token(match)) is not None]


def _token(match: re.Match[str]) -> tuple[str, str] | None:
    kind, text = match.lastgroup or "", match[match.lastgroup or 0]
    if kind == "square":
        if money := _MONEY.fullmatch(text):
            return "text", _currency(money[1], money[2] or "")
        if _CONDITION.fullmatch(text):
            return "condition", text
        return ("date", "h") if re.fullmatch("[hms]+", text, re.IGNORECASE) else None
    if kind in ("text", "one", "other"):
        return "text", text
    fixed = {"general": ("digit", "#"), "noon": ("date", "h"), "date": ("date", text[:1].lower()), "skip": None}
    return fixed.get(kind, (kind, text))


def _currency(sign: str, place: str) -> str:
    """The sign of a currency; ¥ is that of two, told apart by the country."""
    return "JPY" if sign in ("¥", "￥") and place.upper().endswith(_JAPANESE) else sign


def _part(code: str) -> _Part:
    tokens = _tokens(code)
    condition = next((_CONDITION.fullmatch(text) for kind, text in tokens if kind == "condition"), None)
    limit = (condition[1], Decimal(condition[2])) if condition else None
    tokens = [(kind, text) for kind, text in tokens if kind != "condition" and text]
    kinds = [kind for kind, _ in tokens]
    if "date" in kinds or "weekday" in kinds:
        return _Part(limit, date=_precision([text for kind, text in tokens if kind == "date"]))
    if "cell" in kinds:
        place = kinds.index("cell")
        return _Part(limit, _text(tokens[:place]), _text(tokens[place + 1 :]), of_text=True)
    if "power" in kinds or ("text", "/") in tokens:
        return _Part(limit)  # powers of ten and fractions show the number, and nothing beside it
    if "digit" not in kinds:
        said = _text(tokens)
        return _Part(limit, said, digits=False)
    first, last = kinds.index("digit"), len(kinds) - 1 - kinds[::-1].index("digit")
    inside = tokens[first : last + 1]
    percents = sum(token == ("sign", "%") for token in tokens)
    factor = Decimal(100) ** percents
    behind = tokens[last + 1 :]
    while behind and behind[0] == ("sign", ","):
        factor /= 1000
        behind = behind[1:]
    mask: tuple[str, ...] = ()
    points = [n for n, token in enumerate(inside) if token == ("text", ".")]
    if len(points) == 1 and ("sign", ".") not in inside:
        # 0!.0 puts a point of its own between the digits: 83 is shown as 8.3
        factor /= Decimal(10) ** sum(kind == "digit" for kind, _ in inside[points[0] :])
    elif any(kind == "text" for kind, _ in inside) and ("sign", ".") not in inside and factor == 1:
        mask = tuple(text for kind, text in inside if kind in ("digit", "text"))
        mask = tuple(char for text in mask for char in text) if all(len(text) == 1 for text in mask) else mask
    point = next((n for n, token in enumerate(inside) if token == ("sign", ".")), None)
    decimals = point is not None or bool(points)
    width = 0 if decimals or factor != 1 else sum(token == ("digit", "0") for token in inside)
    return _Part(limit, _text(tokens[:first]), _text(behind), factor, width, mask)


def _text(tokens: list[tuple[str, str]]) -> str:
    """The words, units and signs of money in a format; blanks, brackets and dashes only serve its looks."""
    said = "".join(text for kind, text in tokens if kind == "text" or (kind, text) == ("sign", "%")).strip()
    speaks = any(char.isalnum() or char in _SPEAKING or unicodedata.category(char) == "Sc" for char in said)
    return said.strip("-+ ") if speaks and said not in _YUAN else ""


def _precision(letters: list[str]) -> str:
    """How precise a day is that a format shows."""
    if {"h", "s", "d"} & set(letters) or not {"y", "e"} & set(letters):
        return ""
    return "month" if "m" in letters else "year"
