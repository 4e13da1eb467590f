"""Lists with a column a year (2022年采购额 | 2023年采购额): each value is an observation of its fact, with its period."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ....graph.sql_text import literal
from ...values.header_units import parted
from ...values.periods import period_of
from ...values.spans import ACROSS, MONTHS

if TYPE_CHECKING:
    from ...read.sheet import Sheet, Staging
    from ..headers import TableKind

_YEARLY: Final = re.compile(
    rf"(?P<period>{ACROSS}|(?:19|20)\d\d年?(?:{MONTHS}|上半年|下半年|第?[一二三四1-4]季度)?)[·的]?(?P<what>[^\d].*)"
)
_PERIOD: Final = "period"
_AMOUNTS: Final = ("money", "quantity", "number", "integer")


def year_columns(sheet: Sheet, table_kind: TableKind) -> dict[str, dict[str, int]]:
    """The columns of a year each, where the kind knows periods: by period, the header of an amount and its column.

    Nothing where the sheet has a column of periods or of that amount already: then these columns are something else.
    """
    if not sheet.office or _PERIOD not in table_kind.known or table_kind.kind == "metric":
        return {}
    known = _columns(table_kind, sheet.headers)
    out: dict[str, dict[str, int]] = {}
    called: dict[str, str] = {}
    """The header of each amount: 实际采购额 and 计划采购额 of two years are one amount."""
    for number, header in enumerate(sheet.headers):
        period, what = _year_of(header) or ("", "")
        column = table_kind.column(what) if what else None
        if column is None or column.type not in _AMOUNTS or column.name in known:
            continue
        what = called.setdefault(column.name, what)
        if what in out.get(period, {}):
            return {}
        out.setdefault(period, {})[what] = number
    alone = len(out) == 1 and all(table_kind.column(sheet.headers[n]) for one in out.values() for n in one.values())
    mixed = any(_modalities(table_kind, sheet, columns) > 1 for columns in out.values())
    # columns of one year say their period themselves
    return {} if alone or mixed or _PERIOD in known else out


def _year_of(header: str) -> tuple[str, str] | None:
    """The period and the amount of a header that names both.

    >>> _year_of("2022年采购额（万元）"), _year_of("采购额")
    (('2022', '采购额'), None)
    """
    found = _YEARLY.fullmatch(re.sub(r"\s", "", parted(header)[0]))
    period = found and period_of(found["period"])
    return (period, found["what"]) if found and period else None


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
    said = {
        period: _said(table_kind, [sheet.headers[n] for n in columns.values()]) for period, columns in years.items()
    }
    beside = sorted({name for one in said.values() for name in one if name not in _columns(table_kind, sheet.headers)})
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
            *(f"{literal(said[period].get(name))} AS b{i}" for i, name in enumerate(beside)),
        ]
        parts.append(
            f"SELECT line * {step} + {position} AS line, {', '.join(listed)} FROM {sheet.relation} WHERE {filled}"
        )
    nothing = " AND ".join(f"c{n} IS NULL" for n in used)
    blank = [*cells, "NULL AS p", *(f"NULL AS v{i}" for i in range(len(whats))), f"{place} AS l"]
    blank += [f"NULL AS b{i}" for i in range(len(beside))]
    parts.append(f"SELECT line * {step} AS line, {', '.join(blank)} FROM {sheet.relation} WHERE {nothing}")
    names = [*(f"k{i}" for i in range(len(kept))), "p", *(f"v{i}" for i in range(len(whats))), "l"]
    names += [f"b{i}" for i in range(len(beside))]
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
    sheet.headers = [*headers, _PERIOD, *whats, "locator", *beside]
    sheet.relation, sheet.spread, sheet.merges = made, sheet.spread * step, []
    staging.close_sheet(sheet)
    shown = "、".join(sorted(years))
    staging.say(
        sheet,
        f"columns of years ({shown}) are read as values of those periods: {', '.join(whats)}",
        f"按年分列（{shown}），{'、'.join(whats)}各读作该期间的数值",
    )


def _said(table_kind: TableKind, headers: list[str]) -> dict[str, str]:
    """What the headers of a year say of their amounts beside it: a plan (计划采购额) is no purchase; money comes first."""
    columns = [column for header in headers if (column := table_kind.column(header))]
    out: dict[str, str] = {}
    for column in sorted(columns, key=lambda one: one.type == "money"):
        out |= dict(column.says)
    out.pop(_PERIOD, None)
    return out


def _modalities(table_kind: TableKind, sheet: Sheet, columns: dict[str, int]) -> int:
    """How many modalities the columns of one period have: planned and real amounts are not one row."""
    return len({_said(table_kind, [sheet.headers[n]]).get("modality") for n in columns.values()})


def _columns(table_kind: TableKind, headers: list[str]) -> set[str]:
    return {_names(table_kind, header) for header in headers if header and not _year_of(header)}


def _names(table_kind: TableKind, header: str) -> str:
    column = table_kind.column(header)
    return column.name if column else ""
