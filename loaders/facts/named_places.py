"""Where nodes lie that nobody places: what their names say, or whose sheet calls them 经开区 and 县工信局; basis `name`.

Only of nodes that a load makes, and that none of its rows places: what is stated comes before what a name says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.engines.duckdb.guessed import NO_ROW
from ...graph.regions.reference import reference
from ...graph.sql_text import literal, quoted
from ..names.called_after import lies_by_name
from ..names.homes import homes
from ..names.identify import table_of
from ..names.settle import lies_in
from .implied_nodes import said_by_rows

if TYPE_CHECKING:
    from ...graph.batch import Batch
    from ..columns.table import Table
    from ..names.references import NameReference
    from ..names.resolve import Names

KINDS: Final = ("firm", "organization", "park")


def stage_named_places(
    batch: Batch, names: Names, tables: list[Table], references: list[NameReference], method: str
) -> set[str]:
    """Place new nodes where their names say; which divisions that names."""
    import pyarrow as pa

    db = batch.db
    if not names.new and not any(table.table_kind.kind in KINDS for table in tables):
        return set()
    placed = "WHERE identifier NOT IN (SELECT what FROM stage_located_in)" if "located_in" in batch.kinds else ""
    rows = db.execute(_UNPLACED.format(placed=placed), {"kinds": list(KINDS)}).fetchall()
    if offices := _only_offices(names, references):
        rows = [one for one in rows if one[0] not in offices]
    whose = homes(tables)
    by_base = {table.sheet.base: table for table in tables}
    told: list[tuple[str, str, int, str | None]] = []
    for identifier, name, row in rows:
        of = names.said.get(name) or names.lying.get(name)
        if of is None:
            home = whose.get(table_of(row, by_base).sheet.number) if whose else None
            region = lies_by_name(name, home)
            of = region.identifier if region is not None else None
        if of is not None:
            told.append((identifier, of, row, None if names.said.get(name) else "name"))
    if not told:
        return set()
    nodes, places, lines, bases = zip(*told, strict=True)
    db.register(
        "load_told",
        pa.table(
            {
                "identifier": pa.array(nodes),
                "place": pa.array(places),
                "row": pa.array(lines, pa.int64()),
                "basis": pa.array(bases, pa.string()),
            }
        ),
    )
    said = said_by_rows(tables, "SELECT row FROM load_told", method)
    db.execute(
        f"INSERT INTO {quoted(batch.create('located_in'))} BY NAME SELECT {NO_ROW} AS row, identifier AS what, place, 'primary' AS role,"
        f" basis, source, locator, method, confidence FROM load_told JOIN ({said}) s(row, source, locator, method, confidence)"
        " USING (row)"
    )
    db.unregister("load_told")
    return set(places)


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


def _only_offices(names: Names, references: list[NameReference]) -> set[str]:
    """New nodes that only handle requests or steer chains: where a bureau has its rooms tells nothing of what it handles."""
    by_use: dict[bool, list[str]] = {True: [], False: []}
    for one in references:
        by_use[one.implied is not None and one.implied.edge in _OFFICE_WORK].append(
            f"SELECT r.identifier FROM {one.rows} x JOIN load.resolved r ON r.text = x.end_text"
            f" AND r.kinds = {literal(one.key)} WHERE r.new AND x.row NOT IN (SELECT row FROM load.rejected)"
        )
    if not by_use[True]:
        return set()
    sql = " UNION ".join(by_use[True]) + "".join(f" EXCEPT {one}" for one in by_use[False])
    return {identifier for (identifier,) in names.db.execute(sql).fetchall()}


_OFFICE_WORK: Final = frozenset(("handles", "steers"))
_UNPLACED: Final = """
SELECT identifier, min(name), min(row) FROM (
    SELECT identifier, name, row FROM load.new_node
    WHERE kind IN (SELECT unnest($kinds)) AND identifier NOT IN (SELECT identifier FROM load.region_end)
    UNION ALL
    SELECT identifier, name, row FROM load.node
    WHERE kind IN (SELECT unnest($kinds)) AND row >= 0 AND place_text IS NULL AND park_text IS NULL AND reason IS NULL
        AND row NOT IN (SELECT row FROM load.rejected) AND identifier NOT IN (SELECT identifier FROM load.graph_names)
) {placed} GROUP BY identifier ORDER BY identifier
"""
"""Nodes that this load makes, by an end or a row of their own, and does not place."""
