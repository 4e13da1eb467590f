"""Headers that are periods: 2023年, 2024年上半年（万元）."""

from __future__ import annotations

import re
from typing import Final

from ...graph.errors import BadInput
from . import cells as values
from .header_units import parted

_YEAR: Final = re.compile(
    r"(?P<period>(?:19|20)\d\d\s*年?[^·]*?)(?P<what>·?(?:完成|实际|目标|预计|数值|值|数|绝对量|累计|全年)?[值数额]?)"
)


def period_of(header: str) -> str | None:
    """The period that a header is, in canonical form; None if it is none.

    >>> period_of("2023年"), period_of("2024年上半年"), period_of("2024年（万元）"), period_of("同比"), period_of("2024年1-6月")
    ('2023', '2024-H1', '2024', None, '2024-H1')
    """
    bare = re.sub(r"\s", "", parted(header)[0])
    found = re.fullmatch(_YEAR, bare)
    if found is None:
        return None
    text = re.sub(r"全年$", "", found["period"])
    for months, name in _RANGES:
        text = re.sub(months, name, text)
    try:
        return values.date(text)
    except BadInput:
        return None


_RANGES: Final = (
    (r"(?<=年)0?1[-—~至到]0?6月份?$", "上半年"), (r"(?<=年)0?7[-—~至到]12月份?$", "下半年"),
    (r"(?<=年)0?1[-—~至到]0?3月份?$", "第一季度"), (r"(?<=年)0?1[-—~至到]12月份?$", ""),
)  # fmt: skip
