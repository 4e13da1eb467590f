"""Single values of tables: what a cell's text means, for each type of the schema.

Pure functions from a text to a value; each raises BadInput, in both languages, where
the text is no such value. They run once for each distinct text of a load.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from ..graph.errors import BadInput
from ._amounts import PLAIN, Amount, base_unit, money, quantity
from ._dates import date

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "Amount", "base_unit", "boolean", "date", "integer", "items", "money", "number", "quantity", "share", "text",
    "word",
]  # fmt: skip

_TRUE: Final = frozenset({"是", "有", "对", "yes", "y", "true", "t", "1", "√", "✓", "✔"})
_FALSE: Final = frozenset({"否", "无", "不是", "no", "n", "false", "f", "0", "×", "✗", "x"})
_EXCEL_ERRORS: Final = frozenset(
    {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
_OPEN: Final = "([{（【〔《「“"
_CLOSE: Final = ")]}）】〕》」”"
_SPLIT: Final = "；;、\n\r"
# A comma inside 2,4-二氯苯酚 or before Inc. parts nothing.
_COMMA: Final = re.compile(r"，|,(?!(?<=\d,)\d)(?!\s*(?:Inc|Ltd|LLC|Co|Corp|Limited|GmbH|S\.?A)\b)", re.IGNORECASE)


def text(cell: str) -> str:
    """A text without surrounding blanks, otherwise as written.

    >>> text("  吨袋 ")
    '吨袋'
    """
    out = cell.strip()
    bad = next((char for char in out if unicodedata.category(char) == "Cc" and char not in "\n\r\t"), None)
    if bad is not None:
        shown = f"U+{ord(bad):04X}"
        raise BadInput(
            en=f"holds the control character {shown}; delete it",
            zh=f"含有控制字符 {shown}；请删除",
        )
    if out in _EXCEL_ERRORS:
        raise BadInput(
            en=f"{out} is an error of the spreadsheet, not a value; mend the formula",
            zh=f"{out} 是表格公式的错误值；请改正公式",
        )
    return out


def number(cell: str) -> float:
    """A plain number; thousands separators and full-width digits are understood.

    >>> number("1,200.5"), number("－３")
    (1200.5, -3.0)
    """
    plain = unicodedata.normalize("NFKC", cell).strip().replace("−", "-")
    out = float(plain.replace(",", "")) if PLAIN.fullmatch(plain) else math.nan
    if not math.isfinite(out):
        raise BadInput(
            en=f"{cell!r} is not a number; write digits, such as 1200.5",
            zh=f"“{cell}”不是数字；请写数字，例如 1200.5",
        )
    return out


def integer(cell: str) -> int:
    """A whole number, with or without a counter such as 家.

    >>> integer("18"), integer("18.0"), integer("18家")
    (18, 18, 18)
    """
    plain = re.sub(r"[家个项户人]$", "", cell.strip())
    try:
        value = number(plain)
    except BadInput:
        value = math.nan
    if not value.is_integer() or abs(value) >= 2**53:
        raise BadInput(en=f"{cell!r} is not a whole number; write 18", zh=f"“{cell}”不是整数；请写例如 18")
    return int(value)


def share(cell: str) -> float:
    """A share from 0 to 1, given so or in per cent.

    >>> share("11.69%"), share("0.3"), share("１００％")
    (0.1169, 0.3, 1.0)
    """
    plain = unicodedata.normalize("NFKC", cell).strip()
    percent = plain.endswith("%")
    try:
        value = round(number(plain.removesuffix("%")) / 100, 15) if percent else number(plain)
    except BadInput:
        value = math.nan
    if not 0 <= value <= 1:
        raise BadInput(
            en=f"{cell!r} is not a share between 0 and 1; write 30% or 0.3",
            zh=f"“{cell}”不是 0 到 1 之间的比例；请写 30% 或 0.3",
        )
    return value


def boolean(cell: str) -> bool:
    """Yes or no.

    >>> boolean("是"), boolean("√"), boolean("FALSE"), boolean("0")
    (True, True, False, False)
    """
    plain = unicodedata.normalize("NFKC", cell).strip().lower()
    if plain not in _TRUE and plain not in _FALSE:
        raise BadInput(en=f"{cell!r} is neither yes nor no; write yes or no", zh=f"“{cell}”不是是或否；请写是或否")
    return plain in _TRUE


def word(cell: str, words: Sequence[tuple[str, str]]) -> str:
    """The stored English word for one of a property's allowed words, in either language.

    >>> word("废物", (("waste", "废物"),)), word("Waste", (("waste", "废物"),))
    ('waste', 'waste')
    """
    plain = unicodedata.normalize("NFKC", cell).strip().lower()
    for en, zh in words:
        if plain in (en.lower(), zh.lower()):
            return en
    raise BadInput(
        en=f"{cell!r} is not one of: {', '.join(f'{en} {zh}' for en, zh in words)}",
        zh=f"“{cell}”不在可用的词中：{'、'.join(zh for _, zh in words)}",
    )


def items(cell: str) -> list[str]:
    """The items of a list, in order, each once.

    They are parted by ；;、 or new lines; by commas only where the cell has none of these,
    for a comma is often part of an item beside them. Nothing inside brackets is parted,
    nor a comma between digits. A JSON list of texts is taken as it is.

    >>> items("吨袋；塑料颗粒、包装膜"), items("A，B"), items("2,4-二氯苯酚"), items("甲（含乙、丙）；丁")
    (['吨袋', '塑料颗粒', '包装膜'], ['A', 'B'], ['2,4-二氯苯酚'], ['甲（含乙、丙）', '丁'])
    >>> items('["A、B", "C"]'), items("Acme, Inc., Beta")
    (['A、B', 'C'], ['Acme, Inc.', 'Beta'])
    """
    parts = _json_items(cell)
    if parts is None:
        parts = _parted(cell, _SPLIT)
        if len(parts) == 1:
            parts = _by_commas(cell)
    return list(dict.fromkeys(part for part in (text(part) for part in parts) if part))


def _json_items(cell: str) -> list[str] | None:
    if not cell.lstrip().startswith("["):
        return None
    try:
        found = json.loads(cell)
    except ValueError:
        return None
    if isinstance(found, list) and all(isinstance(item, str) for item in found):
        return found
    return None


def _parted(cell: str, marks: str) -> list[str]:
    """A text cut at any of `marks` that stands outside brackets."""
    depth = 0
    parts = [""]
    for char in cell:
        depth = max(0, depth + (char in _OPEN) - (char in _CLOSE))
        if char in marks and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _by_commas(cell: str) -> list[str]:
    """A text cut at the commas that part items."""
    cuts = [match.start() for match in _COMMA.finditer(cell)]
    marked = "".join("\n" if place in cuts else char for place, char in enumerate(cell))
    return _parted(marked, "\n")
