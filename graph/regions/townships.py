"""Townships of the reference data: read only when a text looks like one, or a code has nine digits.

They answer to full names only: 大龙街道 is one, 大龙 is not. A few are marked in the source as abolished
(撤销); those yield to a township of today that has their name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .table import Row

SUFFIXES: Final = ("街道", "镇", "乡", "苏木", "区公所")
"""What the name of a township ends with."""

DIGITS: Final = 9
"""The digits of a township's code; the first six are its county's."""

_OFFICE: Final = "办事处"
_REMARK: Final = re.compile(r"[(（](?:已|(?P<year>\d{4})年)?撤[^)）]*[)）]$")


def is_code(text: str) -> bool:
    """Whether a text has the form of a township's code."""
    return len(text) == DIGITS and text.isascii() and text.isdigit()


def named_like(text: str) -> str | None:
    """The text without 办事处 if it ends as a township's name does, else None.

    >>> named_like("玉屏县大龙街道办事处"), named_like("大龙")
    ('玉屏县大龙街道', None)
    """
    plain = text.removesuffix(_OFFICE)
    return plain if plain.endswith(SUFFIXES) else None


class Townships:
    """Townships by code and full name."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        """`rows`: code and name, the name with a remark such as （撤销） where the source has one."""
        self.rows: dict[str, Row] = {}
        self._names: dict[str, list[str]] = {}
        self._ended: dict[str, list[str]] = {}
        for code, written in rows:
            name, until, into = written, "", self._names
            if written[-1] in ")）" and (remark := _REMARK.search(written)):
                name, until, into = written[: remark.start()], remark["year"] or "", self._ended
            self.rows[code] = (code, name, "township", code[:6], "", "", "", "", until)
            into.setdefault(name, []).append(code)
        self._longest = max(map(len, self._names), default=0)

    def named(self, name: str) -> list[str]:
        """The codes of the townships of that full name; of abolished ones only where there is no other."""
        return self._names.get(name) or self._ended.get(name, [])

    def is_abolished(self, code: str) -> bool:
        """Whether the source marks the township of that code as abolished."""
        return code in self._ended.get(self.rows[code][1], ())

    def leading(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """The townships that a text begins with, longest names first, each with where its name ends."""
        for end in range(min(self._longest, len(text)), 1, -1):
            if text[:end].endswith(SUFFIXES) and (codes := self.named(text[:end])):
                yield end, codes

    def of(self, county: str) -> list[str]:
        """The codes of a county's townships of today."""
        return [code for code in self.rows if code[:6] == county and not self.is_abolished(code)]
