"""Headers that are periods: 2023年, 2024年上半年（万元）, 2024年1-5月."""

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
    >>> period_of("2024年1—5月累计"), period_of("2024年前三季度（万元）"), period_of("2023年10月-2024年3月")
    ('2024-01/2024-05', '2024-01/2024-09', '2023-10/2024-03')
    """
    bare = re.sub(r"\s", "", parted(header)[0])
    found = re.fullmatch(_YEAR, bare)
    if found is None:
        return None
    text = re.sub(r"全年$", "", found["period"])
    try:
        return values.period(text)
    except BadInput:
        return None
