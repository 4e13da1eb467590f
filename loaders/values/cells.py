"""Single values of tables: what a cell's text means, for each type of the schema.

Pure functions from a text to a value; each raises BadInput, in both languages, where
the text is no such value. They run once for each distinct text of a load.
"""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from ...graph.file_names import is_utf8, readable
from .amounts import PLAIN, Amount, quantity
from .dates import date
from .lists import is_blank, parted
from .money import is_plain_number, is_unit_of_money, money, sums_are_little
from .numerals import chinese_number
from .spans import period
from .units import FACTORS, base_unit, scaled

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "Amount", "base_unit", "boolean", "counted", "date", "integer", "is_blank", "is_plain_number", "is_unit_of_money", "items", "money", "number",
    "period", "quantity", "said", "share", "sums_are_little", "text", "times", "whole", "word",
]  # fmt: skip

_TRUE: Final = frozenset({"是", "有", "对", "yes", "y", "true", "t", "1", "√", "✓", "✔"})
_FALSE: Final = frozenset({"否", "无", "不是", "no", "n", "false", "f", "0", "×", "✗", "x"})
_COUNTERS: Final = "家个项户人名条所座处种位"
"""What stands behind a number that only counts."""
_MULTIPLES: Final = {
    "百": 100,
    "千": 1000,
    **{word: factor for word, factor in FACTORS.items() if word and not word.isascii()},
}
_MULTIPLE: Final = re.compile(
    rf"(?P<number>{PLAIN.pattern})\s*(?P<word>{'|'.join(sorted(_MULTIPLES, key=len, reverse=True))})"
)
_NO_RESULT: Final = "#FORMULA!"
_EXCEL_ERRORS: Final = frozenset(
    {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)


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
    if out == _NO_RESULT:
        raise BadInput(
            en="the file does not hold the result of this formula; open it in a spreadsheet program, save it and load it again",
            zh="文件没有保存这个公式的计算结果；请用表格软件打开并保存后重新载入",
        )
    if out in _EXCEL_ERRORS:
        raise BadInput(
            en=f"{out} is an error of the spreadsheet, not a value; mend the formula",
            zh=f"{out} 是表格公式的错误值；请改正公式",
        )
    return out


def said(what: str, given: str) -> str:
    """A text that a person gives beside tables, as the title of a source, which is to be stored as it is.

    >>> said("source", "2025年调查")
    '2025年调查'
    """
    try:
        if is_utf8(given):
            text(given)
            return given
    except BadInput as error:
        raise BadInput(f"{what} {given!r}: {error.en}", f"{what} “{given}”：{error.zh}") from error
    raise BadInput(
        f"{what} {readable(given)!r}: holds a byte that is no UTF-8; write it in UTF-8",
        f"{what} “{readable(given)}”：含有不是 UTF-8 的字节；请用 UTF-8 书写",
    )


def number(cell: str) -> float:
    """A plain number; thousands separators and full-width digits are understood.

    >>> number("1,200.5"), number("－３")
    (1200.5, -3.0)
    """
    plain = unicodedata.normalize("NFKC", cell).strip().replace("−", "-")
    out = float(plain.replace(",", "").replace(" ", "")) if PLAIN.fullmatch(plain) else math.nan
    if not math.isfinite(out):
        raise BadInput(
            en=f"{cell!r} is not a number; write digits, such as 1200.5",
            zh=f"“{cell}”不是数字；请写数字，例如 1200.5",
        )
    return out


def counted(cell: str, header: str, unit: str) -> float:
    """A number kept in `unit`, of a cell that may name another form of that unit, as may its `header`.

    >>> counted("1.5", "万吨", "吨"), counted("300t", "", "吨"), counted("2000", "吨", "万吨"), counted("12", "", "吨")
    (15000.0, 300.0, 0.2, 12.0)
    >>> counted("1.2", "千人", "人"), counted("1.2万", "千人", "人"), counted("1.2", "万", "")
    (1200.0, 12000.0, 12000.0)
    """
    if not unit:
        return number(cell) * times(header, cell)
    given = header or unit
    if base_unit(given)[1] != base_unit(unit)[1] and _MULTIPLE.fullmatch(unicodedata.normalize("NFKC", cell).strip()):
        given = scaled(given)[1]  # 1.2万 under 千人 says its 万 itself, as it does under 万人
    amount = quantity(cell, given, loose=True)
    factor, kept = scaled(unit)
    more, found = scaled(amount.unit or "")
    if amount.value is None:
        raise BadInput(
            en=f"{cell!r} is no single number; write one, such as 1200.5",
            zh=f"“{cell}”不是单个数字；请写一个数字，例如 1200.5",
        )
    if found not in ("", kept):
        raise BadInput(
            en=f"{cell!r} is in {amount.unit}, and this is kept in {unit}; write it in {unit}",
            zh=f"“{cell}”的单位是{amount.unit}，而此项以{unit}计；请换算为{unit}",
        )
    # a plain number is in `unit` itself, unless the header has another form of it
    return float(Decimal(str(amount.value)) * (more if amount.unit else factor) / factor)


def times(unit: str, cell: str) -> int:
    """What a header's unit multiplies numbers by that are counted in none of their own; of `cell` it speaks where it is none.

    >>> times("", "2"), times("万人", "2"), times("千", "2"), times("家", "2")
    (1, 10000, 1000, 1)
    """
    factor, base = scaled(unit)
    if base and base not in _COUNTERS:
        raise BadInput(
            en=f"{cell!r} stands under {unit}, and no unit is declared for this; declare unit = {base!r} for a property of"
            " your own (docs/OWN.md), or write the number without a unit",
            zh=f"“{cell}”写在单位“{unit}”之下，而此项没有声明单位；自有属性请在声明中写明 unit = {base!r}（见 docs/OWN.md），或改写为不带单位的数字",
        )
    return factor


def integer(cell: str, unit: str = "") -> int:
    """A whole number, with or without a counter such as 家; 万 and 千 in it or in `unit` count.

    >>> integer("18"), integer("18.0"), integer("18家"), integer("十八家"), integer("1.2", "万人")
    (18, 18, 18, 18, 12000)
    >>> integer("1.2千人"), integer("12人", "万人")
    (1200, 12)
    """
    given = unicodedata.normalize("NFKC", cell).strip()
    plain = re.sub(rf"(?<=.)[{_COUNTERS}]$", "", given)
    factor = times(unit, cell)
    multiple = _MULTIPLE.fullmatch(plain)
    if multiple:
        plain, factor = multiple["number"], _MULTIPLES[multiple["word"]]
    elif plain != given or plain.endswith(("万", "亿")):  # 12人 under 万人 are twelve
        factor = 1
    try:
        value = Decimal(str(number(plain)))
    except BadInput:
        value = chinese_number(plain) or Decimal("NaN")
    return whole(value * factor, cell)


def whole(value: Decimal | float, cell: str) -> int:
    """A number that must be a whole one, of a cell.

    >>> whole(2000.0, "2千")
    2000
    """
    number_ = Decimal(str(value))
    if not number_.is_finite() or abs(number_) >= 2**53 or number_ != number_.to_integral_value():
        raise BadInput(
            en=f"{cell!r} is not a whole number; write one, such as 18", zh=f"“{cell}”不是整数；请写整数，例如 18"
        )
    return int(number_)


def percent(cell: str, unit: str = "") -> str:
    """A share (`share`) as a percentage: spreadsheets hold 51% as 0.51.

    >>> percent("0.51"), percent("51", "%"), percent("11.69%")
    ('51%', '51%', '11.69%')
    """
    return f"{share(cell, unit) * 100:.10g}%"


def share(cell: str, unit: str = "") -> float:
    """A share from 0 to 1, given so or in per cent; `unit` (%, from a header) is that of a plain number.

    >>> share("11.69%"), share("0.3"), share("１００％"), share("51", "%"), share("三成"), share("百分之五十一")
    (0.1169, 0.3, 1.0, 0.51, 0.3, 0.51)
    """
    plain = unicodedata.normalize("NFKC", cell).strip()
    measured = unicodedata.normalize("NFKC", unit).strip(" ()")
    in_percent = measured == "%"
    if measured and not in_percent:
        raise BadInput(
            en=f"{cell!r} stands under {unit}, which is no unit of a share; write 30% or 0.3 under a header without it",
            zh=f"“{cell}”写在单位“{unit}”之下，比例没有这种单位；请去掉表头中的单位，写 30% 或 0.3",
        )
    try:
        value = _share(plain, in_percent=in_percent)
    except BadInput:
        value = math.nan
    if in_percent and "%" not in plain and 0 < value <= 0.01:
        # a spreadsheet holds 51% as 0.51, whatever the header says
        raise BadInput(
            en=f"{cell!r} under a header in % may be {plain} or {float(plain) * 100:g} per cent; write the % sign",
            zh=f"表头为“%”时“{cell}”可能是 {plain}% 或 {float(plain) * 100:g}%；请写上百分号",
        )
    if not 0 <= value <= 1:
        raise BadInput(
            en=f"{cell!r} is not a share between 0 and 1; write 30% or 0.3",
            zh=f"“{cell}”不是 0 到 1 之间的比例；请写 30% 或 0.3",
        )
    return value


def _share(plain: str, *, in_percent: bool) -> float:
    if tenths := re.fullmatch(r"(.{1,3})成(半|[一二三四五六七八九])?", plain):
        whole = chinese_number(tenths[1]) if not tenths[1].isdecimal() else Decimal(tenths[1])
        rest = Decimal(5) if tenths[2] == "半" else chinese_number(tenths[2] or "零")
        return math.nan if whole is None or rest is None else float(whole / 10 + rest / 100)
    percent = plain.endswith("%")
    if plain.startswith("百分之"):
        found = chinese_number(plain[3:])
        return math.nan if found is None else float(found / 100)
    value = number(plain.removesuffix("%"))
    return round(value / 100, 15) if percent or in_percent else value


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

    They are parted by ；;、。| or new lines; by commas only where the cell has none of these,
    for a comma is often part of an item beside them; by numbers (1. 2., ①②) that count them;
    at / and + only between Chinese words; at 和, 及, 与 only before the last of several. A 等
    at the end goes. Nothing inside brackets is parted, nor a comma between digits. 无, / and
    the like are no items. A JSON list of texts is taken as it is.

    >>> items("吨袋；塑料颗粒、包装膜"), items("A，B"), items("2,4-二氯苯酚"), items("甲（含乙、丙）；丁")
    (['吨袋', '塑料颗粒', '包装膜'], ['A', 'B'], ['2,4-二氯苯酚'], ['甲（含乙、丙）', '丁'])
    >>> items("棉纱、坯布等产品"), items("甲、乙和丙"), items("吨袋/编织袋"), items("1.吨袋 2.托盘"), items("无")
    (['棉纱', '坯布'], ['甲', '乙', '丙'], ['吨袋', '编织袋'], ['吨袋', '托盘'], [])
    >>> items('["A、B", "C"]'), items("Acme, Inc., Beta")
    (['A、B', 'C'], ['Acme, Inc.', 'Beta'])
    """
    return list(dict.fromkeys(part for part in (text(part) for part in parted(cell)) if part))
