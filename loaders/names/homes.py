"""Which county or city a sheet is of: what its title, the line of who fills it in, its name and its workbook say.

樟树市中药产业项目调度表 is of 樟树市, and so is 填报单位：樟树市工信局. What a sheet does not say its workbook may: a sheet of
projects without a place in its title lies beside others that have one. Two places that lie apart say nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.regions.reference import reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...graph.regions.reference import Region
    from ..columns.table import Table
    from ..read.sheet import Sheet

_ENDS: Final = "市县区旗州盟省"
_LONGEST: Final = 24
"""The characters of a name with all that it lies in."""
_NEVER: Final = frozenset(("市区", "城市", "新区", "郊区", "城区", "矿区"))
"""Words that are no names, though a division may be called so."""
_AWAY: Final = re.compile("销往|来自|赴|对口|帮扶|支援|援建|驻|外来|输出|承接|转移")
"""Words of titles that name another place than the sheet's own, or both."""
_LETTERS: Final = 80
"""So much of a title is looked at: what is longer is a sentence."""


def home_of(sheet: Sheet) -> Region | None:
    """The one division that a sheet's title, its name or its file names; None where none does, or several that lie apart."""
    for texts in (sheet.titles, (sheet.sheet or "",), (sheet.file.rsplit(".", 1)[0],)):
        found = regions_named(text for text in texts if not _AWAY.search(text))
        if found:
            return innermost(found)
    return None


def regions_named(texts: Iterable[str]) -> list[Region]:
    """The divisions that texts name by names with 省, 市, 县, 区 and the like, each once.

    >>> [one.name for one in regions_named(["2024年樟树市中药产业项目调度表", "填报单位：樟树市工信局"])]
    ['樟树市']
    >>> regions_named(["全市城区工业园区情况", "新区项目"])
    []
    """
    found: dict[str, Region] = {}
    for text in texts:
        for one in _named(text[:_LETTERS]):
            found.setdefault(one.code, one)
    return list(found.values())


def _named(text: str) -> list[Region]:
    out: list[Region] = []
    begin = 0
    while begin < len(text) - 1:
        step = 1
        for end in range(min(len(text), begin + _LONGEST), begin + 2, -1):
            if text[end - 1] in _ENDS and text[begin:end] not in _NEVER and (one := _one(text[begin:end])):
                out.append(one)
                step = end - begin
                break
        begin += step
    return out


def _one(text: str) -> Region | None:
    """The one division of today, above townships, that a text is the name of."""
    if not re.fullmatch("[一-鿿]+", text):
        return None
    found = [one.region for one in reference().search(text) if one.how in ("name", "short")]
    return found[0] if len(found) == 1 else None


def innermost(regions: Sequence[Region]) -> Region | None:
    """The division that lies in all the others; None where two lie apart."""
    if not regions:
        return None
    finest = max(regions, key=lambda one: len(reference().chain(one.code)))
    around = {one.code for one in reference().chain(finest.code)}
    return finest if all(one.code in around for one in regions) else None


def homes(tables: Sequence[Table]) -> dict[int, Region]:
    """The division that each table is of, by the number of its sheet: its own, else that of the other sheets of its file."""
    own = {table.sheet.number: home_of(_told_by(table.sheet)) for table in tables}
    by_file: dict[tuple[object, str], list[Region]] = {}
    for table in tables:
        if (one := own[table.sheet.number]) is not None:
            by_file.setdefault((table.sheet.folder, table.sheet.file), []).append(one)
    out: dict[int, Region] = {}
    for table in tables:
        sheet = table.sheet
        one = own[sheet.number] or innermost(by_file.get((sheet.folder, sheet.file), []))
        if one is not None:
            out[sheet.number] = one
    return out


def _told_by(sheet: Sheet) -> Sheet:
    """The sheet whose title speaks of a table: its own, or that of the table whose rows it speaks of."""
    return sheet if sheet.titles or sheet.owner is None else _told_by(sheet.owner)
