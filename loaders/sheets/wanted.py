"""Firms wanted, with where they are: each lies there, and is none of the firms here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.sql_text import literal
from .cell_extras import region_of_address
from .kind import used_columns

if TYPE_CHECKING:
    from ..read.sheet import Sheet, Staging
    from .headers import TableKind


def place_wanted(staging: Staging, sheet: Sheet, table_kind: TableKind) -> Sheet | None:
    """A table of the firms of a list of firms wanted, with the regions that their origins clearly name; other origins stay texts."""
    if table_kind.kind != "wanted_for":
        return None
    columns = {column.name: number for number, _, column in used_columns(sheet, table_kind)}
    if "origin" not in columns:
        return None
    firm, origin = columns["firm"], columns["origin"]
    texts = staging.db.execute(
        f"SELECT DISTINCT c{origin} FROM {sheet.relation} WHERE c{origin} IS NOT NULL ORDER BY 1"
    )
    found = {text: place for (text,) in texts.fetchall() if (place := region_of_address(text))}
    if not found:
        return None
    given = ", ".join(f"({literal(text)}, {literal(place)})" for text, place in found.items())
    made = staging.sheet(sheet.file, sheet.sheet, ["name", "place"], sheet.encoding)
    made.stem, made.folder, made.several = "firms", sheet.folder, True
    staging.db.execute(
        f"CREATE TABLE {made.relation} AS SELECT min(line) AS line, c{firm} AS c0, v.place AS c1 FROM {sheet.relation} r"
        f" JOIN (VALUES {given}) v(text, place) ON v.text = r.c{origin} WHERE c{firm} IS NOT NULL GROUP BY ALL ORDER BY 1"
    )
    staging.close_sheet(made)
    return made
