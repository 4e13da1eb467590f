"""What comes along with an export: what was taken out of its graph, so that it stays out, and what was called otherwise there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.engines.duckdb.tables import REMOVED
from ...graph.errors import BadInput
from ...graph.export.portable import TRACE
from ...graph.schema import KINDS
from ...graph.sql_text import literal

if TYPE_CHECKING:
    from ...graph.batch import Batch
    from ..read.sheet import Sheet, Staging


def stage_trace(batch: Batch, staging: Staging, sheet: Sheet) -> None:
    """Bring the trace in `sheet` along.

    Raises
    ------
    BadInput
        If a row of it is none of ours: what was taken out is not for people to mend.
    """
    headers = [header.strip().casefold() for header in sheet.headers]
    cells = {name: f"c{headers.index(shown)}" for name, shown in TRACE.items()}
    values = {
        name: f"TRY_CAST('0x' || {cells[name]} AS UBIGINT)" if name == "fact" else f"TRY_CAST({cells[name]} AS {type_})"
        for name, type_ in REMOVED
    }
    known = ", ".join(literal(of.name) for of in KINDS)
    bad = [f"({values[name]} IS NULL AND {cells[name]} IS NOT NULL)" for name in values]
    bad += [f"{cells['fact']} IS NULL", f"coalesce({cells['kind']} NOT IN ({known}), true)"]
    row = batch.db.execute(
        f"SELECT line FROM {sheet.relation} WHERE {' OR '.join(bad)} ORDER BY line LIMIT 1"
    ).fetchone()
    if row:
        raise BadInput(
            f"{sheet.where}, row {row[0]}: this is not how an export tells what was taken out; export anew, or leave this table out",
            f"{sheet.where} 第 {row[0]} 行：不是导出文件中移除记录的写法；请重新导出，或去掉这张表",
        )
    ((count,),) = batch.db.execute(
        f"INSERT INTO {batch.traces()} SELECT {', '.join(values.values())} FROM {sheet.relation}"
    ).fetchall()
    staging.say(
        sheet, f"{count} claims that had been taken out are told of with it", f"已随导出文件带入 {count} 条移除记录"
    )


def stage_former(batch: Batch, sheet: Sheet) -> None:
    """Bring along what nodes and facts were called before: it goes on resolving. Rows that are no such pair are passed over."""
    kinds = ", ".join(literal(of.name) for of in KINDS)
    pair = " AND ".join(f"regexp_full_match({column}, '[0-9a-f]{{16}}|[a-z]+:.+')" for column in ("former", "now"))
    batch.db.execute(
        f"CREATE TABLE brought_former AS SELECT kind, former, now FROM (SELECT c0 AS kind, c1 AS former, c2 AS now FROM {sheet.relation})"
        f" WHERE kind IN ({kinds}) AND {pair}"
    )
    batch.formers = True
