"""Tables of metrics with a column a period (指标 | 单位 | 2023年 | 2024年): one row a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.sql_text import literal
from ..values.header_units import parted, title_unit
from ..values.periods import period_of
from .forms.title_area import area_of_title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..read.sheet import Sheet, Staging
    from .headers import TableKind


def unfold(staging: Staging, sheet: Sheet, table_kinds: Mapping[str, TableKind]) -> None:
    """Give a table with a column a period one row a value, so that it is one of metrics; leave others as they are.

    Its row keeps the line it was read from in the evidence. The subject is the region of the
    title where no column names one.
    """
    table_kind = table_kinds["metrics"]
    periods = {n: period for n, header in enumerate(sheet.headers) if header and (period := period_of(header))}
    known = {
        column.name: n for n, header in enumerate(sheet.headers) if header and (column := table_kind.column(header))
    }
    of_metrics = any("指标" in text for text in (*sheet.titles, sheet.stem))
    label = known.get(
        "indicator",
        next((n for n, header in enumerate(sheet.headers) if of_metrics and header in ("项目", "名称")), None),
    )
    if not sheet.office or not periods or label is None or "value" in known or "period" in known or label in periods:
        return
    kept = [n for n, header in enumerate(sheet.headers) if header and n not in periods]
    headers = ["指标" if n == label else sheet.headers[n] for n in kept]
    title = next((place for text in sheet.titles if (place := area_of_title(text))), None)
    subject = literal(title) if title and "subjects" not in known else None
    above = title_unit(sheet.titles)
    parts: list[str] = []
    for position, (n, period) in enumerate(sorted(periods.items()), start=1):
        unit = parted(sheet.headers[n])[1] or above
        cells = [f"c{k} AS k{i}" for i, k in enumerate(kept)]
        place = f"{literal(sheet.sheet or sheet.file)} || ' row ' || line || ' ' || {literal(sheet.headers[n])}"
        parts.append(
            f"SELECT line * {len(periods) + 1} + {position} AS line, {', '.join(cells)}, {literal(period)} AS p, c{n} AS v,"
            f" {place} AS l, {literal(unit)} AS u{', ' + subject + ' AS s' if subject else ''}"
            f" FROM {sheet.relation} WHERE c{n} IS NOT NULL AND c{label} IS NOT NULL AND line > {sheet.header_lines[-1]}"
        )
    extra = ["期间", "数值", "位置"]
    names = [f"k{i}" for i in range(len(kept))] + ["p", "v", "l"]
    if "unit" not in known:
        extra.append("单位")
        names.append(f"coalesce(u, {_unit_in_label(f'k{kept.index(label)}')})")
    if subject:
        extra.append("涉及对象")
        names.append("s")
    body = ", ".join(f"{name} AS c{i}" for i, name in enumerate(names))
    unfolded = f"{sheet.relation}_unfolded"
    staging.db.execute(
        f"CREATE TABLE {unfolded} AS SELECT line, {body} FROM ({' UNION ALL '.join(parts)}) ORDER BY line"
    )
    empty = [
        line
        for (line,) in staging.db.execute(
            f"SELECT line FROM {sheet.relation} WHERE c{label} IS NULL"
            f" OR coalesce({', '.join(f'c{n}' for n in periods)}) IS NULL ORDER BY 1"
        ).fetchall()
    ]
    staging.db.execute(f"DROP TABLE {sheet.relation}")
    sheet.relation = unfolded
    sheet.headers, sheet.spread = [*headers, *extra], len(periods) + 1
    sheet.merges, sheet.units = [], {}
    staging.close_sheet(sheet)
    _say_empty(staging, sheet, empty)
    shown = ", ".join(sorted(periods.values()))
    staging.say(
        sheet,
        f"columns of periods ({shown}) are read as one metric a value"
        + (f", of {title} (the title)" if subject else ""),
        f"按期间分列（{shown}），每个数值读作一条指标" + (f"，对象取自标题：{title}" if subject else ""),
    )


def _unit_in_label(cell: str) -> str:
    """SQL of the unit in brackets behind an indicator: 工业总产值（万元）."""
    return f"nullif(regexp_extract({cell}, '[（(]([^（()）]*)[)）]$', 1), '')"


def _say_empty(staging: Staging, sheet: Sheet, lines: list[int]) -> None:
    """Lines without a value: notes below the table, headings inside it."""
    if not lines:
        return
    sheet.left_out += len(lines)
    sheet.left["empty"] = lines
    shown = ", ".join(map(str, lines[:10])) + (" ..." if len(lines) > 10 else "")
    staging.say(
        sheet,
        f"left out {len(lines)} rows without a value (row {shown})",
        f"略去没有数值的 {len(lines)} 行（第 {shown} 行）",
    )
