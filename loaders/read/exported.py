"""An export of ours, whole: what several sources state of one fact, and what was taken out, are read with its tables.

A table of an export has one row a fact, as the graph shows it. Where several sources state the fact, what each of them says is
in a table of claims beside it, and these rows are loaded in place of the one that only shows what they come to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.digests import REMOVED
from ...graph.export.meta_files import CLAIMS, claims_name
from ...graph.export.portable import FACT
from ...graph.language import t
from .ours import is_export, is_trace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .sheet import Sheet, Staging


def claims_beside(path: Path, sheets: Sequence[Sheet] = ()) -> Path | None:
    """Where the claims of what was read of a path lie, if it is an export that has any."""
    if sheets and not any(is_export(sheet.headers) for sheet in sheets):
        return None
    beside = path / CLAIMS if path.is_dir() else claims_name(path)
    return beside if beside.exists() else None


def in_place(staging: Staging, sheets: Sequence[Sheet], claims: Sequence[Sheet]) -> None:
    """Leave out the rows of an export's tables of which there are claims."""
    tables = {sheet.stem: sheet for sheet in sheets}
    for one in claims:
        table = tables.get(one.stem)
        if table is None or not is_export(one.headers):
            continue
        mine, theirs = (f"c{sheet.headers.index(FACT)}" for sheet in (table, one))
        staging.db.execute(
            f"DELETE FROM {table.relation} WHERE {mine} IN (SELECT {theirs} FROM {one.relation} WHERE {theirs} IS NOT NULL)"
        )
        staging.close_sheet(table)
    if claims:
        said = claims[0].where
        staging.notes.append(
            t(
                staging.lang,
                f"{said}: read with the export, what each of several sources states in place of what is shown of it",
                f"{said}：已随导出文件一并读取，多来源事实按各来源的说法载入",
            )
        )


def take_trace(staging: Staging) -> Sheet | None:
    """The table of what was taken out, which is none of facts, out of the sheets."""
    found = [sheet for sheet in staging.sheets if sheet.stem == REMOVED and is_trace(sheet.headers)]
    for sheet in found:
        staging.sheets.remove(sheet)
    return found[0] if found else None
