"""What was taken out of the graph of which an export is: its trace comes along, so that what was retracted stays out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.batch import key_sql
from ...graph.engines.duckdb.tables import REMOVED
from ...graph.export.portable import TRACE
from ...graph.identity import hex_sql
from ...graph.language import t
from ...graph.schema import KINDS, kind
from ...graph.sql_text import literal, quoted

if TYPE_CHECKING:
    from ...graph.batch import Batch
    from ..read.sheet import Sheet, Staging


def stage_trace(batch: Batch, staging: Staging, sheet: Sheet) -> None:
    """Bring the trace in `sheet` along, and ask for the removal of what it tells of where the same source states it."""
    cells = {name: f"c{sheet.headers.index(shown)}" for name, shown in TRACE.items()}
    known = ", ".join(literal(of.name) for of in KINDS)
    values = ", ".join(
        f"('0x' || {cells[name]})::UBIGINT" if name == "fact" else f"{cells[name]}::{type_}" for name, type_ in REMOVED
    )
    good = f"{cells['kind']} IN ({known}) AND regexp_full_match({cells['fact']}, '[0-9a-f]{{16}}')"
    ((count,),) = batch.db.execute(
        f"INSERT INTO {batch.traces()} SELECT {values} FROM {sheet.relation} WHERE {good}"
    ).fetchall()
    for name in batch.kinds:
        stated = f"SELECT {key_sql(kind(name))}, source FROM {quoted('stage_' + name)} WHERE source IS NOT NULL"
        batch.db.execute(
            f'INSERT INTO removal SELECT DISTINCT kind, {hex_sql("fact")}, source, because, "by" FROM trace'
            f" WHERE kind = $kind AND source IS NOT NULL AND restored IS NULL AND (fact, source) NOT IN ({stated})",
            {"kind": name},
        )
    staging.notes.append(
        t(
            staging.lang,
            f"{sheet.where}: {count} claims that had been taken out are told of with it",
            f"{sheet.where}：已随导出文件带入 {count} 条被移除内容的记录",
        )
    )
