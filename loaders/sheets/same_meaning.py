"""Two columns that mean the same (供给方 | 需求方, each with its product) are one, where no row says two things in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .kind import match

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..read.sheet import Sheet, Staging
    from .headers import TableKind


def join_same(staging: Staging, table_kinds: Mapping[str, TableKind]) -> None:
    """Fill the first of two columns that both name an end of a kind from the second, where no row contradicts itself.

    Where rows do, both stay, and whoever loads is asked to choose.
    """
    for sheet in staging.sheets:
        _join(staging, sheet, table_kinds)


def _join(staging: Staging, sheet: Sheet, table_kinds: Mapping[str, TableKind]) -> None:
    for table_kind in table_kinds.values():
        found = match(sheet, table_kind)
        if found.clash is None or not {column.name for _, _, column in found.read}.issuperset(table_kind.required):
            continue
        first, second, _ = found.clash
        if sheet.headers.count(first) > 1 or sheet.headers.count(second) > 1:
            continue
        a, b = sheet.headers.index(first), sheet.headers.index(second)
        ((differ, both),) = staging.db.execute(
            f"SELECT count(*) FILTER (c{a} IS DISTINCT FROM c{b} AND c{a} IS NOT NULL AND c{b} IS NOT NULL), count(*) FILTER (c{a} = c{b})"
            f" FROM {sheet.relation}"
        ).fetchall()
        if differ or not both:
            continue
        staging.db.execute(f"UPDATE {sheet.relation} SET c{a} = c{b} WHERE c{a} IS NULL")
        sheet.elsewhere.add(b)
        staging.say(
            sheet,
            f"{first} and {second} say the same in every row that has both, and are read as one column",
            f"“{first}”与“{second}”内容一致，合为一列读取",
        )
        return
