"""Where those lie of whom a table of requests or projects speaks: 企业所在地 beside who raises a request, 投资方所在地 beside who invests.

The row's own thing has its place elsewhere or none; what the column says is of the firm, and makes a table of firms.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .derived import derived
from .kind import is_node, match, used_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..read.sheet import Sheet, Staging
    from .headers import TableKind

_WHO: Final = {"request": "raised_by", "project": "investors"}
"""The column of whoever a place that is not the row's own is of."""
_OF_FIRM: Final = re.compile("企业|单位|公司|投资|业主|客商|厂家")
_SEVERAL: Final = "[、；;\n\r]"


def find_places(sheet: Sheet, table_kind: TableKind, all_kinds: Mapping[str, TableKind]) -> int | None:
    """The column that says where the firms of another column lie, which is then no column of this table; None where there is none."""
    who, firms = _WHO.get(table_kind.kind), all_kinds.get("firms")
    if who is None or firms is None or not is_node(table_kind):
        return None
    found = match(sheet, table_kind)
    if who not in {column.name for _, _, column in found.read}:
        return None
    taken = {number for number, _, _ in found.read}
    for number, header in enumerate(sheet.headers):
        column = firms.column(header) if header and number not in taken and number not in sheet.elsewhere else None
        if column is None or not (column.role == "address" or column.name in ("place", "park")):
            continue
        if table_kind.kind == "request" or _OF_FIRM.search(header):
            sheet.elsewhere.add(number)
            return number
    return None


def place_firms(staging: Staging, sheet: Sheet, table_kind: TableKind, place: int, firms: TableKind) -> Sheet | None:
    """The firms of a table with where they lie; a cell that names several tells the place of none."""
    who = next(number for number, _, column in used_columns(sheet, table_kind) if column.name == _WHO[table_kind.kind])
    rows = f"FROM {sheet.relation} WHERE c{who} IS NOT NULL AND c{place} IS NOT NULL AND NOT regexp_matches(c{who}, '{_SEVERAL}')"
    if staging.db.execute(f"SELECT 1 {rows} LIMIT 1").fetchone() is None:
        return None
    header = sheet.headers[place]
    if (column := firms.column(header)) is None or column.name != "place":
        header = "place"
    made = derived(
        staging, sheet, "firms", ["name", header], f"SELECT line, c{who} AS c0, c{place} AS c1 {rows} ORDER BY line"
    )
    # they are the sheet's own firms, as its title says
    made.titles, made.office = sheet.titles, table_kind.kind == "request"
    return made
