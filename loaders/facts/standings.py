"""How firms stand of which a row says it at their names (乙厂（停产） among sellers): a claim about the firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.engines.duckdb.guessed import NO_ROW
from ...graph.engines.duckdb.tables import made
from ...graph.sql_text import literal, quoted
from .implied_nodes import said_by_rows

if TYPE_CHECKING:
    from ...graph.batch import Batch
    from ..columns.table import Table
    from ..names.references import NameReference
    from ..names.resolve import Names


def stage_standings(
    batch: Batch, names: Names, tables: list[Table], references: list[NameReference], method: str
) -> None:
    """Stage the standing of firms named beside, where no row of their own states it."""
    mine = [one for one in references if "firm" in one.kinds]
    if not names.standings or not mine:
        return
    ends = " UNION ".join(
        f"SELECT r.identifier, h.said, x.row FROM {one.rows} x JOIN load.resolved r ON r.text = x.end_text"
        f" AND r.kinds = {literal(one.key)} JOIN load.standing h ON h.row = x.row AND h.kinds = r.kinds"
        f" AND h.name = x.end_text WHERE x.row NOT IN (SELECT row FROM load.rejected) AND starts_with(r.identifier, 'firm:')"
        for one in mine
    )
    # made once: every table's evidence is asked of these rows, and mostly there are none
    beside = made(batch.db, "said_beside", ends)
    if not beside.rows:
        return
    stage_table = quoted(batch.create("firm"))
    said = said_by_rows(tables, f"SELECT row FROM {beside}", method)
    batch.db.execute(
        f"INSERT INTO {stage_table} BY NAME SELECT {NO_ROW} AS row, e.identifier, coalesce(min(k.text), min(n.name)) AS name,"
        " arg_min(e.said, e.row) AS standing, source, arg_min(locator, e.row) AS locator, min(method) AS method,"
        f" arg_min(confidence, e.row) AS confidence FROM {beside} e"
        f" JOIN ({said}) s(row, source, locator, method, confidence) USING (row)"
        " LEFT JOIN load.known k ON k.identifier = e.identifier AND k.main AND k.kind = 'firm'"
        " LEFT JOIN load.new_node n ON n.identifier = e.identifier"
        f" WHERE e.identifier NOT IN (SELECT identifier FROM {stage_table} WHERE standing IS NOT NULL)"
        " GROUP BY e.identifier, source"
    )
