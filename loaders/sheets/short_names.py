"""Firms that another sheet of their workbook calls in short (厉河专汽 for 湖北厉河专用汽车股份有限公司): aliases, where one alone can be meant.

A short name begins as the firm's own name does, behind the places in front of it; it may leave out what the firm does and is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.language import t
from ..read.shape.looks import is_firm
from ..values.lists import is_blank, parted
from .acceptance import _names_firms
from .derived import Rows, derived_rows
from .group_headings import region_of
from .kind import used_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..read.sheet import Sheet, Staging
    from .headers import TableKind

_SHORTEST: Final = 3
_LONGEST: Final = 9
_FEWEST: Final = 2
_FRONT: Final = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区|自治州|自治县|市|州|盟|县|区|旗|镇|乡|街道|新区|开发区))+"
)
_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
_NO_SHORT: Final = re.compile(
    r"待定|不详|本地|外地|进口|无|其他|其它|某|个体|散户|农户|客商|局$|委$|政府|委员会|办公室|管委会|中心$|学院$|大学$|研究[院所]$|医院$"
)


def short_names(
    staging: Staging, tables: list[tuple[Sheet, TableKind]], table_kinds: Mapping[str, TableKind]
) -> list[tuple[Sheet, TableKind]]:
    """A table of aliases for each file whose sheets call firms in short; told what was taken for whom."""
    out = []
    # of a sheet that was made into tables only these are left, with the place that each row was read from
    made_for_people = (sheet for sheet, _ in tables if sheet.office or sheet.headers[-1:] == ["locator"])
    for file in dict.fromkeys(sheet.file for sheet in made_for_people if not sheet.exported):
        mine = [(sheet, kind) for sheet, kind in tables if sheet.file == file]
        named = {name: None for sheet, kind in mine for name, _ in _firms(staging, sheet, kind)}
        full = [name for name in named if is_firm(name) and not re.search(r"[（(]", name)]
        found: dict[str, tuple[str, Sheet, int]] = {}
        for sheet, kind in mine:
            for name, line in _firms(staging, sheet, kind):
                if name not in found and (meant := meant_by(name, full)):
                    found[name] = (meant, sheet, line)
        if not found:
            continue
        rows: Rows = [(line, (meant, name, "firm")) for name, (meant, _, line) in sorted(found.items())]
        first = next(sheet for _, sheet, _ in found.values())
        made = derived_rows(staging, first, "aliases", ["name", "alias", "kind"], rows)
        made.titles = []
        shown = [f"{name} = {meant}" for name, (meant, *_) in found.items()]
        staging.notes.append(
            t(
                staging.lang,
                f"{file}: short names are taken for the one firm of the file that they can mean: {'; '.join(shown)}",
                f"{file}：以下简称视为本文件中唯一可能所指的企业：{'；'.join(shown)}",
            )
        )
        out.append((made, table_kinds["aliases"]))
    return out


def _firms(staging: Staging, sheet: Sheet, table_kind: TableKind) -> Iterator[tuple[str, int]]:
    """The names of firms in the cells of a table, each with its line."""
    if not sheet.rows or sheet.rows > _MOST:
        return
    for n, _, column in used_columns(sheet, table_kind):
        if _names_firms(table_kind, column.name) or column.name in ("subjects", "raised_by"):
            for line, text in staging.db.execute(
                f"SELECT line, c{n} FROM {sheet.relation} WHERE c{n} IS NOT NULL ORDER BY line"
            ).fetchall():
                yield from ((name.strip(), line) for name in parted(text) if not is_blank(name))


_MOST: Final = 5000


def meant_by(name: str, full: list[str]) -> str | None:
    """The one firm whose name a short one abbreviates; None where there is none, or several.

    >>> firms = ["湖北厉河专用汽车股份有限公司", "上海青浦恩膜科技有限公司", "甲乙汽车有限公司", "甲乙汽车零部件有限公司"]
    >>> [meant_by(text, firms) for text in ("厉河专汽", "厉河", "上海恩膜", "甲乙汽", "洒水车")]
    ['湖北厉河专用汽车股份有限公司', None, '上海青浦恩膜科技有限公司', None, None]
    """
    if not _SHORTEST <= len(name) <= _LONGEST or _HAN.fullmatch(name) is None or _NO_SHORT.search(name):
        return None
    if name in full or region_of(name) is not None:
        return None
    found = [one for one in full if _abbreviates(name, one)]
    return found[0] if len(found) == 1 else None


def _abbreviates(short: str, full: str) -> bool:
    """Whether a name is another's, shortened: it begins where that one's own begins, and its letters stand in that one in order."""
    for start in _begins(full):
        own, place = full[start:], full[:start]
        # 上海恩膜: the place in front may be said in short too
        for cut in range(len(short) - _FEWEST + 1):
            if cut and not _in_order(short[:cut], place):
                break
            rest = short[cut:]
            run = _shared(rest, own)
            if run < (_FEWEST if cut or run == len(rest) else _SHORTEST) or (cut == 1):
                continue
            if _in_order(rest[run:], own[run:]):
                return True
    return False


def _begins(full: str) -> list[int]:
    """Where a firm's own name may begin: behind the places that it starts with, however they are written."""
    out = []
    front = _FRONT.match(full)
    if front:
        out.append(front.end())
    out += [length for length in range(2, min(len(full) - _FEWEST, 12)) if region_of(full[:length]) is not None]
    return sorted(set(out), reverse=True) or [0]


def _shared(a: str, b: str) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
