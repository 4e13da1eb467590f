"""Which columns of a table of firms, parks or projects are figures of its rows, of which period each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..read.ours import is_export
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
    if table_kind.kind not in FIGURED or is_export(sheet.headers):
        return {}
    dated = dated_figures(sheet.headers, sheet.timed, sheet.sheet)
    out: dict[int, Figure] = {}
    for number, header in enumerate(sheet.headers):
        column = table_kind.column(header) if header else None
        if header and number not in sheet.elsewhere and (column is None or column.role == "unread"):
            timed = sheet.office and speaks_of_time(header)
            plain = None if timed and not YEAR.search(header) else figure_of(header)
            # a plain year needs no more than its header
            found = (plain if YEAR.search(header) and not timed else None) or dated.get(number) or plain
            if found is not None and (table_kind.kind != "project" or _of_project(found)):
                out[number] = found
    return out


def _of_project(found: Figure) -> bool:
    """Whether a figure of a project says what it is: a plain 产值 of what is not there yet is a hope or a fact."""
    return found.kind in ("share", "land") or found.modality is not None
