"""Headers that are periods: 2023年, 2024年上半年（万元）, 2024年1-5月; and the one period that titles name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from . import cells as values
from .header_units import parted
from .spans import ACROSS, MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable

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


_IN_TITLE: Final = re.compile(
    rf"(?P<across>{ACROSS})|(?P<year>(?:19|20)\d\d)年(?:度)?(?P<part>{MONTHS}|[上下]半年|第?[一二三四1-4]季度)?"
)


def period_in(titles: Iterable[str]) -> str | None:
    """The one period that titles name: a year, or a part of it of several months; None where they name several, or none.

    A month alone may be when a table was made, and says of which year it is.

    >>> period_in(["某县2024年流向表"]), period_in(["2024年1—5月各镇产值"]), period_in(["2024年上半年"]), period_in(["2023年与2024年"])
    ('2024', '2024-01/2024-05', '2024-H1', None)
    """
    texts = [re.sub(r"\s", "", text) for text in titles]
    found = {
        match["year"] if match["year"] and not match["part"] else period_of(match[0])
        for text in texts
        for match in _IN_TITLE.finditer(text)
    }
    return found.pop() if len(found) == 1 else None
