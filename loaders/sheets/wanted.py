"""Firms wanted, with where they are: each lies there, and is none of the firms here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.sql_text import literal
from .cell_extras import region_of_address
from .cell_looks import fits
from .derived import derived
from .kind import used_columns

if TYPE_CHECKING:
    from ..read.sheet import Sheet, Staging
    from .headers import TableKind


_UNNAMED: Final = r"^[（(].*[)）]$|保密|^.{0,6}(?:一|某|几|多|两)家|待定|不详"
"""What says that a firm is wanted and not which."""


def _leave_out_unnamed(staging: Staging, sheet: Sheet, firm: int) -> None:
    """Rows that name no firm (浙江一家企业，名称保密) make none, and are told."""
    rows = staging.db.execute(
        f"DELETE FROM {sheet.relation} WHERE regexp_matches(trim(c{firm}), $form) RETURNING line", {"form": _UNNAMED}
    ).fetchall()
    if not rows:
        return
    lines = sorted(line for (line,) in rows)
    sheet.left_out += len(lines)
    sheet.left["unnamed"] = lines
    staging.close_sheet(sheet)
    shown = ", ".join(map(str, lines[:10])) + (" ..." if len(lines) > 10 else "")
    staging.say(
        sheet,
        f"left out {len(lines)} rows that do not name the firm (row {shown}); write its name to keep them",
        f"略去未写明企业名称的 {len(lines)} 行（第 {shown} 行）；如需保留请填写名称",
    )


_MAKES: Final = re.compile(
    r"(?:企业|公司|客商|目标企业)?(?:主营|主要|主导|现有|经营)(?:产品|业务|品种)?(?:名称)?|主要生产|生产产品|main products?|core business",
    re.IGNORECASE,
)
"""Headers of what a firm that is wanted makes already, where another column says what it is wanted for."""


def made_column(staging: Staging, sheet: Sheet, table_kind: TableKind) -> int | None:
    """The column of a list of firms wanted that says what each makes, where another says what it is wanted for."""
    if table_kind.kind != "wanted_for":
        return None
    columns = {column.name: number for number, _, column in used_columns(sheet, table_kind)}
    makes = [n for n, header in enumerate(sheet.headers) if _MAKES.fullmatch(header) and n not in columns.values()]
    if len(makes) != 1 or "product" not in columns or not fits(staging, sheet, makes[0], "goods"):
        return None
    sheet.elsewhere.add(makes[0])
    return makes[0]


def made_by_wanted(staging: Staging, sheet: Sheet, table_kind: TableKind, makes: int) -> Sheet:
    """A table of what the firms of a list of firms wanted make."""
    firm = next(n for n, _, column in used_columns(sheet, table_kind) if column.name == "firm")
    return derived(
        staging, sheet, "firms", ["name", "products"],
        f"SELECT line, c{firm} AS c0, c{makes} AS c1 FROM {sheet.relation} WHERE c{firm} IS NOT NULL AND c{makes} IS NOT NULL ORDER BY line",
    )  # fmt: skip


def place_wanted(staging: Staging, sheet: Sheet, table_kind: TableKind) -> Sheet | None:
    """A table of the firms of a list of firms wanted, with the regions that their origins clearly name; other origins stay texts."""
    if table_kind.kind != "wanted_for":
        return None
    columns = {column.name: number for number, _, column in used_columns(sheet, table_kind)}
    _leave_out_unnamed(staging, sheet, columns["firm"])
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
