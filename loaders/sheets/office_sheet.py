"""A sheet made for people while it is made a table: its columns, what is said of it, further columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .kind import match

if TYPE_CHECKING:
    from ..read.sheet import Sheet, Staging
    from .column import Column
    from .headers import TableKind


class OfficeSheet:
    """One sheet while it is made a table."""

    def __init__(self, staging: Staging, sheet: Sheet, table_kind: TableKind) -> None:
        self.staging, self.sheet, self.table_kind = staging, sheet, table_kind
        self.db, self.lang = staging.db, staging.lang
        self.columns: dict[int, Column] = {number: column for number, _, column in match(sheet, table_kind).read}
        self.headed = [number for number, header in enumerate(sheet.headers) if header]
        self.serial = [
            number
            for number in self.headed
            if (column := table_kind.column(sheet.headers[number])) and column.role == "ignored"
        ]
        self.body = [number for number in self.headed if number not in self.serial]
        self.needed = [number for number, column in self.columns.items() if column.name in table_kind.required]

    def note(self, en: str, zh: str) -> None:
        """Something that a person should know of this sheet."""
        self.staging.say(self.sheet, en, zh)

    def add_column(self, header: str) -> int:
        """A further column of the sheet, with the header that says what it holds."""
        number = len(self.sheet.headers)
        self.sheet.headers.append(header)
        self.db.execute(f"ALTER TABLE {self.sheet.relation} ADD COLUMN c{number} VARCHAR")
        self.columns = {n: column for n, _, column in match(self.sheet, self.table_kind).read}
        return number
