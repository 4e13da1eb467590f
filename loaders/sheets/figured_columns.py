"""Which columns of a table of firms, parks or projects are figures of its rows, of which period each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .dated_figures import dated_figures, speaks_of_time
from .figures import YEAR, figure_of

if TYPE_CHECKING:
    from ..read.sheet import Sheet
    from .figures import Figure
    from .headers import TableKind

FIGURED: Final = ("firm", "park", "region", "project")
"""The kinds whose tables may hold figures of their rows."""


def figures(sheet: Sheet, table_kind: TableKind) -> dict[int, Figure]:
    """The columns of a table that are figures of its rows, by number: of headers that its kind has no column for."""
    if table_kind.kind not in FIGURED or sheet.exported:
        return {}
    headers = [own_word(header) for header in sheet.headers]
    dated = dated_figures(headers, sheet.timed, sheet.sheet)
    out: dict[int, Figure] = {}
    for number, header in enumerate(headers):
        column = table_kind.column(sheet.headers[number]) if header else None
        if header and number not in sheet.elsewhere and (column is None or column.role == "unread"):
            timed = sheet.office and speaks_of_time(header)
            plain = None if timed and not YEAR.search(header) else figure_of(header)
            # a plain year needs no more than its header
            found = (plain if YEAR.search(header) and not timed else None) or dated.get(number) or plain
            if found is not None and _is_of(table_kind.kind, found):
                out[number] = found
    return out


def own_word(header: str) -> str:
    """A header without the group above it where that says nothing: 投资情况·5月完成投资.

    >>> own_word("投资情况·5月完成投资（万元）"), own_word("产值·5月")
    ('5月完成投资（万元）', '产值·5月')
    """
    group, mark, own = header.partition("·")
    return own if mark and own and _SAYS_NOTHING.fullmatch(group) else header


_SAYS_NOTHING: Final = re.compile(r".{0,6}(?:情况|进展|进度|数据|指标|信息|明细)")


def _is_of(kind: str, found: Figure) -> bool:
    """Whether a figure is one of such rows. Of a project it says what it is: a plain 产值 of what is not there yet is a hope or a fact."""
    if found.kind == "investing" or kind != "project":
        return (found.kind == "investing") == (kind == "project") and (kind != "project" or found.period is not None)
    return found.kind in ("share", "land") or found.modality is not None
