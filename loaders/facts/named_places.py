"""Where nodes lie of which a cell says it beside their names: 甲有限公司（平湖）, and 经开区 in a sheet of a county, which is that county's.

Every row that names them says so, whoever knew them before: what a graph holds does not hang on the order of its loads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.engines.duckdb.guessed import NO_ROW
from ...graph.regions.called_after import called_after_sql, name_starts
from ...graph.regions.reference import reference
from ...graph.sql_text import literal, quoted
from ..names.settle import lies_in
from .implied_nodes import said_by_rows

if TYPE_CHECKING:
    from ...graph.batch import Batch
    from ..columns.table import Table
    from ..names.references import NameReference
    from ..names.resolve import Names


def stage_named_places(
    batch: Batch, names: Names, tables: list[Table], references: list[NameReference], method: str
) -> set[str]:
    """Place the firms and parks of which a cell said it; which divisions that names."""
    import pyarrow as pa

    told = {name: place for name, place in {**names.lying, **names.said}.items() if place}
    if not told or not references:
        return set()
    db = batch.db
    db.register("load_told", pa.table({"name": pa.array([*told]), "place": pa.array([*told.values()])}))
    ends = " UNION ".join(
        f"SELECT r.identifier, x.end_text AS name, x.row FROM {one.rows} x JOIN load.resolved r ON r.text = x.end_text"
        f" AND r.kinds = {literal(one.key)} WHERE x.row NOT IN (SELECT row FROM load.rejected)"
        for one in references
    )
    named = (
        f"(SELECT DISTINCT e.identifier, t.place, e.row FROM ({ends}) e JOIN load_told t USING (name)"
        " WHERE e.identifier SIMILAR TO '(firm|park):.*')"
    )
    said = said_by_rows(tables, f"SELECT row FROM {named}", method)
    db.execute(
        f"INSERT INTO {quoted(batch.create('located_in'))} BY NAME SELECT {NO_ROW} AS row, identifier AS what, place, 'primary' AS role,"
        f" 'stated' AS basis, source, locator, method, confidence FROM {named} JOIN ({said}) s(row, source, locator, method, confidence)"
        " USING (row)"
    )
    db.unregister("load_told")
    return set(told.values())


def called_after(batch: Batch) -> set[str]:
    """The divisions with which the names of this load's firms begin: where nobody states more, these are where they lie (areas.py).

    Whoever names a firm brings them, wherever it is stated to lie: which divisions a graph holds hangs on no order of its loads.
    """
    if "firm" not in batch.kinds:
        return set()
    with name_starts(batch.db):
        rows = batch.db.execute(
            f"SELECT DISTINCT code FROM ({called_after_sql('SELECT name FROM stage_firm')})"
        ).fetchall()
    return {f"region:{code}" for (code,) in rows}


def drop_places_of_titles(batch: Batch, tables: list[Table]) -> None:
    """Take back what only a title says of where a node lies, where another row of this load states its place."""
    titled = [table for table in tables if table.sheet.place_of_title]
    if not titled or "located_in" not in batch.kinds:
        return
    mine = " UNION ALL ".join(f"SELECT row FROM {table.relation}" for table in titled)
    pairs = batch.db.execute(
        f"SELECT DISTINCT a.what, a.place, b.place FROM stage_located_in a JOIN stage_located_in b USING (what) WHERE a.row IN ({mine})"
        f" AND b.row NOT IN ({mine}) AND b.role IS DISTINCT FROM 'site' ORDER BY ALL"
    ).fetchall()
    for what, place, stated in pairs:
        region = reference().get(stated.removeprefix("region:"))
        # what is only wider says no more than the title does, and of a park nobody may know where it lies
        if region is not None and not lies_in(place, region):
            batch.db.execute(
                f"DELETE FROM stage_located_in WHERE what = $what AND place = $place AND row IN ({mine})",
                {"what": what, "place": place},
            )
