"""An export of ours, whole: what several sources state of one fact, and what was taken out, are read with its tables.

A table of an export has one row a fact, as the graph shows it. Where several sources state the fact, what each of them says is
in a table of claims beside it, and these rows are loaded in place of the one that only shows what they come to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.digests import REMOVED
from ...graph.errors import BadInput
from ...graph.export.meta_files import CLAIMS, claims_name, digest, meta_path, recorded
from ...graph.export.portable import FACT, FORMER, FORMER_COLUMNS
from ...graph.export.target import MARK, listed
from ...graph.language import t
from .ours import is_trace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .sheet import Sheet, Staging


def claims_beside(path: Path, sheets: Sequence[Sheet] = ()) -> Path | None:
    """Where the claims of what was read of a path lie, if it is an export that has any."""
    if sheets and not any(sheet.exported for sheet in sheets):
        return None
    beside = _beside(path)
    return beside if beside.exists() else None


def _beside(path: Path) -> Path:
    return path / CLAIMS if path.is_dir() else claims_name(path)


def in_place(staging: Staging, path: Path, sheets: Sequence[Sheet], claims: Sequence[Sheet]) -> None:
    """Leave out the rows of an export's tables of which there are claims.

    Raises
    ------
    BadInput
        If such a table was changed since it was exported: what somebody wrote into it would be passed over.
    """
    tables = {sheet.stem: sheet for sheet in sheets}
    beside = _beside(path)
    where = f"{path.name}/{CLAIMS}" if path.is_dir() else beside.name
    changed = _changed(path)
    for one in claims:
        table = tables.get(one.stem)
        if table is None:
            continue
        mine, theirs = (_column(sheet) for sheet in (table, one))
        several = f"{mine} IN (SELECT {theirs} FROM {one.relation} WHERE {theirs} IS NOT NULL)"
        if mine is None or theirs is None or table.file in changed:
            raise BadInput(
                f"{table.file}: was changed since it was exported, and several sources state some of its rows; what each of them"
                f" states is in {where}: change it there, or move that away to load what {table.file} shows",
                f"{table.file}：导出后被改动过，而其中部分行有多个来源；各来源的说法在 {where}：请在那里修改，"
                f"或移走它，以按 {table.file} 显示的内容载入",
            )
        staging.db.execute(f"DELETE FROM {table.relation} WHERE {several}")
        staging.close_sheet(table)
        table.elsewhere_rows = True
    if claims:
        staging.notes.append(
            t(
                staging.lang,
                f"{where}: read with the export, what each of several sources states in place of what is shown of it",
                f"{where}：已随导出文件一并读取，多来源的事实按各来源的说法载入",
            )
        )


def lost_claims(staging: Staging, path: Path) -> None:
    """Say where an export that had claims has lost some of them."""
    gone = sorted(name for name in _recorded(path) if CLAIMS in name and not _place(path, name).exists())
    if gone:
        staging.notes.append(
            t(
                staging.lang,
                f"{', '.join(gone)}: belongs to this export and is not there; of what several sources state only what is shown is loaded",
                f"{'、'.join(gone)}：属于这份导出但没有找到；多来源的事实只按显示的内容载入",
            )
        )


def take_trace(staging: Staging) -> Sheet | None:
    """The table of what was taken out, which is none of facts, out of the sheets."""
    found = [sheet for sheet in staging.sheets if sheet.stem == REMOVED and is_trace(sheet.headers)]
    for sheet in found:
        staging.sheets.remove(sheet)
    return found[0] if found else None


def take_former(staging: Staging) -> Sheet | None:
    """The table of what nodes and facts were called before, which is none of facts, out of the sheets."""
    found = [
        sheet
        for sheet in staging.sheets
        if sheet.stem == FORMER and tuple(header.strip().casefold() for header in sheet.headers) == FORMER_COLUMNS
    ]
    for sheet in found:
        staging.sheets.remove(sheet)
    return found[0] if found else None


def _column(sheet: Sheet) -> str | None:
    """The column of facts' ids, however its header is written."""
    names = [header.strip().casefold() for header in sheet.headers]
    return f"c{names.index(FACT)}" if FACT in names else None


def _recorded(path: Path) -> dict[str, str]:
    """The files of an export with the digests that they had; nothing where that is not known."""
    if path.is_dir():
        return listed(path / MARK) if (path / MARK).exists() else {}
    return recorded(meta_path(path)) or {}


def _place(path: Path, name: str) -> Path:
    return path / name if path.is_dir() else path.with_name(name)


def _changed(path: Path) -> set[str]:
    """The names of the files of an export that are not as they were written."""
    told = {name: sha for name, sha in _recorded(path).items() if _place(path, name).is_file()}
    return {name for name, sha in told.items() if digest(_place(path, name)) != sha}
