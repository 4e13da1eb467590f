"""Further tables that a sheet states beside its own rows, staged with the lines of the rows they were made of."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..read.sheet import Sheet, Staging

Rows = list[tuple[int, "Sequence[str | None]"]]
"""Numbered rows."""


def derived(
    staging: Staging, sheet: Sheet, table: str, headers: list[str], sql: str, *, units: Mapping[int, str] | None = None
) -> Sheet:
    """A further sheet made of rows of one; it keeps their lines, and so their evidence."""
    made = staging.sheet(sheet.file, sheet.sheet, headers, sheet.encoding)
    made.stem, made.folder, made.several, made.units = table, sheet.folder, True, dict(units or {})
    staging.db.execute(f"CREATE TABLE {made.relation} AS {sql}")
    staging.close_sheet(made)
    return made


def stage_tables(staging: Staging, sheet: Sheet, tables: Iterable[tuple[str, list[str], Rows]]) -> None:
    """Stage what a sheet was taken apart into, each table that has rows: what its titles say is in their cells already."""
    for table, headers, rows in tables:
        if rows:
            derived_rows(staging, sheet, table, headers, rows).titles = []


def derived_rows(staging: Staging, sheet: Sheet, table: str, headers: list[str], rows: Rows) -> Sheet:
    """A further sheet of rows made in Python, each with the line that it was made of, which its locator names."""
    made = staging.sheet(sheet.file, sheet.sheet, [*headers, "locator"], sheet.encoding)
    made.stem, made.folder, made.several, made.titles = table, sheet.folder, True, sheet.titles
    counts = Counter(line for line, _ in rows)
    made.spread = max(counts.values(), default=0) + 1
    place: dict[int, int] = {}
    numbered = []
    for line, cells in rows:
        place[line] = place.get(line, -1) + 1
        numbered.append(
            (line * made.spread + place[line], [*cells, f"{sheet.sheet or sheet.file} row {line // sheet.spread}"])
        )
    staging.fill(made, sorted(numbered, key=lambda one: one[0]))
    return made
