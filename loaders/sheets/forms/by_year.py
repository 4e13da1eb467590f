"""Lists with a column a year (2022年采购额 | 2023年采购额): each value is an observation of its fact, with its period."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ....graph.language import t
from ....graph.sql_text import literal
from ...values.header_units import parted
from ...values.periods import period_of

if TYPE_CHECKING:
    from ...read.sheet import Sheet, Staging
    from ..headers import TableKind

_YEARLY: Final = re.compile(
    r"(?P<period>(?:19|20)\d\d年?(?:\d{1,2}[-—~至到]\d{1,2}月份?|上半年|下半年|第?[一二三四1-4]季度)?)[·的]?(?P<what>[^\d].*)"
)
_PERIOD: Final = "period"
_AMOUNTS: Final = ("money", "quantity", "number", "integer")


def year_columns(sheet: Sheet, table_kind: TableKind) -> dict[str, dict[str, int]]:
    """The columns of a year each, where the kind knows periods: by period, the header of an amount and its column.

    Nothing where the sheet has a column of periods or of that amount already: then these columns are something else.
    """
    if not sheet.office or _PERIOD not in table_kind.known or table_kind.kind == "metric":
        return {}
    known = {column.name for header in sheet.headers if header and (column := table_kind.column(header))}
    out: dict[str, dict[str, int]] = {}
    for number, header in enumerate(sheet.headers):
        bare, _ = parted(header)
        found = _YEARLY.fullmatch(re.sub(r"\s", "", bare))
        period = found and period_of(found["period"])
        column = found and table_kind.column(found["what"])
        if not found or not period or column is None or column.type not in _AMOUNTS or column.name in known:
            continue
        if found["what"] in out.get(period, {}):
            return {}
        out.setdefault(period, {})[found["what"]] = number
    names = {column.name for columns in out.values() for what in columns if (column := table_kind.column(what))}
    whats = {what for columns in out.values() for what in columns}
    return out if len(names) == len(whats) and _PERIOD not in known else {}


def unfold_years(staging: Staging, sheet: Sheet, table_kind: TableKind, years: dict[str, dict[str, int]]) -> None:
    """Give each year its row; a row without any value stays one, without a period. Evidence keeps the line."""
    used = {n for columns in years.values() for n in columns.values()}
    kept = [
        n
        for n, header in enumerate(sheet.headers)
        if header and n not in used and _names(table_kind, header) != "locator"
    ]
    whats = list(dict.fromkeys(what for columns in years.values() for what in columns))
    step = len(years) + 1
    place = f"{literal(sheet.sheet or sheet.file)} || ' row ' || line"
    cells = [f"c{n} AS k{i}" for i, n in enumerate(kept)]
    parts = []
    for position, (period, columns) in enumerate(sorted(years.items()), start=1):
        values = [f"c{columns[what]}" if what in columns else "NULL" for what in whats]
        filled = " OR ".join(f"c{n} IS NOT NULL" for n in columns.values())
        listed = [
            *cells,
            f"{literal(period)} AS p",
            *(f"{value} AS v{i}" for i, value in enumerate(values)),
            f"{place} AS l",
        ]
        parts.append(
            f"SELECT line * {step} + {position} AS line, {', '.join(listed)} FROM {sheet.relation} WHERE {filled}"
        )
    nothing = " AND ".join(f"c{n} IS NULL" for n in used)
    blank = [*cells, "NULL AS p", *(f"NULL AS v{i}" for i in range(len(whats))), f"{place} AS l"]
    parts.append(f"SELECT line * {step} AS line, {', '.join(blank)} FROM {sheet.relation} WHERE {nothing}")
    names = [*(f"k{i}" for i in range(len(kept))), "p", *(f"v{i}" for i in range(len(whats))), "l"]
    body = ", ".join(f"{name}::VARCHAR AS c{i}" for i, name in enumerate(names))
    made = f"{sheet.relation}_years"
    staging.db.execute(f"CREATE TABLE {made} AS SELECT line, {body} FROM ({' UNION ALL '.join(parts)}) ORDER BY line")
    units = {
        what: unit for columns in years.values() for what, n in columns.items() if (unit := parted(sheet.headers[n])[1])
    }
    staging.db.execute(f"DROP TABLE {sheet.relation}")
    headers = [sheet.headers[n] for n in kept]
    sheet.elsewhere = {kept.index(n) for n in sheet.elsewhere if n in kept}
    own = {kept.index(n): unit for n, unit in sheet.units.items() if n in kept}
    sheet.units = own | {len(kept) + 1 + whats.index(what): unit for what, unit in units.items()}
    sheet.headers = [*headers, _PERIOD, *whats, "locator"]
    sheet.relation, sheet.spread, sheet.merges = made, sheet.spread * step, []
    staging.close_sheet(sheet)
    shown = "、".join(sorted(years))
    staging.notes.append(
        t(
            staging.lang,
            f"{sheet.where}: columns of years ({shown}) are read as values of those periods: {', '.join(whats)}",
            f"{sheet.where}：按年分列（{shown}），{'、'.join(whats)}各读作该期间的数值",
        )
    )


def _names(table_kind: TableKind, header: str) -> str:
    column = table_kind.column(header)
    return column.name if column else ""
