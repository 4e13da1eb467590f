"""What a single cell of a grid looks like: a value, a name of a firm, a unit, a mark. Lines are judged by their cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...values.header_units import is_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Row = list[str | None]
Merge = tuple[int, int, int, int]
"""First line, first column, last line, last column, counted from 0."""

_NUMBER: Final = re.compile(r"[-+]?[\d,]*\.?\d+%?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_AMOUNT: Final = re.compile(
    r"(?:约|近|超|不足|共)?\s*\d[\d.,]*\s*[百千万亿]*(?:元|吨|户|家|人|亩|套|件|个|台|只|平方米|立方米)?(?:左右|以上|余|多)?(?:/年)?"
)
_DATE: Final = re.compile(r"\d{4}[-/.年]\d{1,2}.*")
_CODE: Final = re.compile(r"(?=.*\d)[0-9A-Z]{15,18}")
_FIRM: Final = re.compile(
    r".{2,}(?:公司|集团|合作社|联合社|厂|经营部|商行|Co\.,? ?Ltd\.?|Inc\.?|GmbH)(?:[（(【].*[)）】])?",
    re.IGNORECASE,
)
_FIRM_WORD: Final = re.compile(
    r"(?:.{0,4}[上中下]游|.{0,6}(?:配套|生产|供应|采购|供货|投资|成员|所属|参股|控股|目标|母|子|分))(?:公司|厂)?家?"
)
_MARKS: Final = frozenset("√✓✔☑●○■◎▲△★☆×✗Ⅴ")


def is_firm(text: str) -> bool:
    """Whether a text ends as names of firms do, and says more than that it is one.

    >>> is_firm("湖口县弘达废钢回收有限公司"), is_firm("德化县三班釉料厂"), is_firm("公司"), is_firm("生产厂")
    (True, True, False, False)
    """
    return len(text) >= 4 and _FIRM.fullmatch(text) is not None and _FIRM_WORD.fullmatch(text) is None


def is_number(text: str) -> bool:
    """Whether a text is a number; a year is none, it may be a header.

    >>> is_number("52,000"), is_number("60%"), is_number("2023"), is_number("3吨")
    (True, True, False, False)
    """
    return _NUMBER.fullmatch(text) is not None and _YEAR.fullmatch(text) is None


def is_value(text: str) -> bool:
    """Whether a text is what stands below headers: a number, an amount, a date, a code, a firm, a mark."""
    bare = text.strip()
    return (
        is_number(bare)
        or bare in _MARKS
        or is_firm(bare)
        or (
            any(form.fullmatch(bare) is not None for form in (_AMOUNT, _DATE, _CODE))
            and _YEAR.fullmatch(bare.rstrip("年")) is None
        )
    )


def unit_of(text: str) -> str | None:
    """The unit that a cell is, brackets aside.

    >>> unit_of("（万元）"), unit_of("吨/年"), unit_of("单位：户"), unit_of("总投资（万元）")
    ('万元', '吨/年', '户', None)
    """
    bare = re.sub(r"^(?:计量)?单位\s*[:：]\s*", "", text.strip().strip("（()）[]【】").strip())
    return bare if bare and is_unit(bare) else None


def filled(row: Sequence[str | None]) -> list[int]:
    """The columns of a line in which anything stands."""
    return [number for number, cell in enumerate(row) if cell]


def says(knows: Callable[[str], bool], text: str) -> bool:
    """Whether a text is a known header, its year aside.

    >>> says({"产值"}.__contains__, "2023年产值"), says({"Sales"}.__contains__, "Sales 2023")
    (True, True)
    """
    return knows(text) or knows(
        re.sub(r"^(?:19|20)\d\d年(?:度|末|底)?|(?i:\s+(?:in|of|FY)?\s*)(?:19|20)\d\d$", "", text)
    )
