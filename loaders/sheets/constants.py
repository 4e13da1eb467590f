"""What a person says of all rows of a table that no column says (`--set buyer=甲公司`), for one load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.errors import BadInput
from ...graph.sql_text import literal
from .kind import match

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..read.sheet import Sheet, Staging
    from .headers import TableKind


def constants_said(texts: Iterable[str]) -> dict[str, str]:
    """The texts of `--set`, column by what it holds.

    >>> constants_said(["buyer=宝鸡岐阳钛业有限公司", "period=2023"])
    {'buyer': '宝鸡岐阳钛业有限公司', 'period': '2023'}
    """
    out: dict[str, str] = {}
    for text in texts:
        column, mark, said = (part.strip() for part in text.partition("="))
        if not (mark and column and said):
            raise BadInput(
                en=f"--set {text}: write COLUMN=TEXT, such as --set buyer=甲公司",
                zh=f"--set {text}：请写成“列名=内容”，例如 --set buyer=甲公司",
            )
        if out.setdefault(column, said) != said:
            raise BadInput(
                en=f"--set: {column!r} is said to be two things; keep one",
                zh=f"--set：“{column}”有两种说法；请只保留一个",
            )
    return out


class Constants:
    """What is said of all rows, by column, and which of it some table took."""

    def __init__(self, said: Mapping[str, str], table_kinds: Mapping[str, TableKind]) -> None:
        self.said = dict(said)
        self.taken: set[str] = set()
        for column in self.said:
            if not any(column in kind.by_name for kind in table_kinds.values()):
                known = sorted({name for kind in table_kinds.values() for name in kind.by_name})
                raise BadInput(
                    en=f"--set {column}={said[column]}: no kind of table has a column {column!r}; columns: {', '.join(known)}",
                    zh=f"--set {column}={said[column]}：没有哪种表有“{column}”这一列；可用：{'、'.join(known)}",
                )

    def complete(
        self, staging: Staging, sheet: Sheet, table_kinds: Mapping[str, TableKind], given: TableKind | None
    ) -> None:
        """Add what a sheet lacks to be a table of some kind, unless it is a list of firms without it."""
        if not self.said:
            return
        kinds = [given] if given is not None else list(table_kinds.values())
        if given is None and not missing_of(sheet, table_kinds["firms"]):
            return
        for kind in kinds:
            missing = missing_of(sheet, kind)
            if missing and missing <= set(self.said):
                for column in sorted(missing):
                    self._add(staging, sheet, column)
                return

    def fill(self, staging: Staging, sheet: Sheet, table_kind: TableKind) -> None:
        """Add what no column of a table says."""
        read = {column.name for _, _, column in match(sheet, table_kind).read}
        for column in self.said:
            if column in table_kind.by_name and column not in read:
                self._add(staging, sheet, column)

    def _add(self, staging: Staging, sheet: Sheet, column: str) -> None:
        add_constant(staging, sheet, column, self.said[column])
        self.taken.add(column)

    def check(self) -> None:
        """Raises BadInput for a constant that no table took: each has a column of its own, or is of another kind."""
        left = [column for column in self.said if column not in self.taken]
        if left:
            shown = ", ".join(f"{column}={self.said[column]}" for column in left)
            raise BadInput(
                en=f"--set {shown}: no table lacks this column; leave it out, or say what the table states with --as KIND",
                zh=f"--set {shown}：没有缺少该列的表；请去掉，或用 --as 指明表的种类",
            )


def missing_of(sheet: Sheet, table_kind: TableKind) -> set[str]:
    """What a kind of table needs that no column of a sheet says."""
    return set(table_kind.required) - {column.name for _, _, column in match(sheet, table_kind).read}


def add_constant(staging: Staging, sheet: Sheet, column: str, text: str) -> None:
    """A further column of a sheet that says one thing in all its rows; of a line with one cell (a note, a heading) it says nothing."""
    number = len(sheet.headers)
    filled = " + ".join(f"(c{n} IS NOT NULL)::INTEGER" for n in range(number))
    sheet.headers.append(column)
    staging.db.execute(f"ALTER TABLE {sheet.relation} ADD COLUMN c{number} VARCHAR")
    alone = f" WHERE {filled} > 1" if number > 2 else ""
    staging.db.execute(f"UPDATE {sheet.relation} SET c{number} = {literal(text)}{alone}")
