"""All that a graph holds, or what it holds of some kinds, as one batch: what goes into another graph as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..batch import Batch, key_sql
from ..engines.duckdb.claims import decoded
from ..engines.duckdb.tables import REMOVED, staged
from ..identity import hex_sql
from ..meta import must_be_whole
from ..schema import KINDS, Edge, Node, columns
from ..sql_text import quoted

if TYPE_CHECKING:
    from collections.abc import Collection

    import pyarrow as pa

    from ..readable import Readable


def batch_of(graph: Readable, kinds: Collection[str] | None = None) -> Batch:
    """All that a graph holds, or what it holds of some kinds and no trace, as one exact batch."""
    batch = Batch(exact=True)
    with graph.reading():
        must_be_whole(graph)
        _fetch(batch, graph, "claim", "claims")
        if kinds is None:
            _fetch(batch, graph, "removed", "removed_rows")
            batch.formers = _fetch(batch, graph, "former", "brought_former", passing=False)
        for of in KINDS:
            if kinds is None or of.name in kinds:
                _stage(batch, graph, of)
    _take_out(batch)
    return batch


def _fetch(batch: Batch, graph: Readable, scanned: str, table: str, *, passing: bool = True) -> bool:
    """Put a scan into a table, `passing` or as a part of the batch; whether there was anything."""
    there = False
    for part in graph.scan(scanned):
        batch.db.register("part", _table(part))
        batch.db.execute(
            f"INSERT INTO {table} FROM part"
            if there
            else f"CREATE OR REPLACE {'TEMP ' if passing else ''}TABLE {table} AS FROM part"
        )
        batch.db.unregister("part")
        there = True
    return there


def _table(part: pa.RecordBatch) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_batches([part])


def _stage(batch: Batch, graph: Readable, of: Node | Edge) -> None:
    """Stage the facts of a kind: a row for each claim."""
    if not _fetch(batch, graph, of.name, "facts"):
        return
    db, stage = batch.db, quoted(batch.create(of.name))
    ends = ["identifier"] if isinstance(of, Node) else [end.name for end in of.ends]
    names = [name for name, _ in staged(of, exact=True) if name != "row"]
    contested = (
        "SELECT fact FROM claims WHERE kind = $kind" if _there(batch, "claims") else "SELECT NULL WHERE $kind IS NULL"
    )
    own = ", ".join(f"f.{quoted(name)}" for name in names)
    text = f"SELECT {own}, f.fact FROM facts f WHERE f.fact NOT IN ({contested})"
    if _there(batch, "claims"):
        stated = [f"{decoded(name, type_)} AS {quoted(name)}" for name, type_ in columns(of)]
        evidence = ["c.source", "c.locator", "c.method", "c.confidence", "c.recorded"]
        claimed = ", ".join([*(f"f.{quoted(end)}" for end in ends), *stated, *evidence])
        text += (
            f" UNION ALL SELECT {claimed}, f.fact FROM claims c JOIN facts f ON f.fact = c.fact WHERE c.kind = $kind"
        )
    listed = ", ".join(map(quoted, names))
    db.execute(
        f"INSERT INTO {stage} (row, {listed}) SELECT row_number() OVER (ORDER BY fact, source), {listed} FROM ({text})",
        {"kind": of.name},
    )


def _there(batch: Batch, table: str) -> bool:
    return (
        batch.db.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = $name", {"name": table}).fetchone()
        is not None
    )


def _take_out(batch: Batch) -> None:
    """Ask for the removal of what was taken out and not stated again, and bring the traces along."""
    if not _there(batch, "removed_rows"):
        return
    trace = batch.traces()
    values = ", ".join("('0x' || fact)::UBIGINT" if name == "fact" else quoted(name) for name, _ in REMOVED)
    batch.db.execute(f"INSERT INTO {trace} SELECT {values} FROM removed_rows")
    for of in KINDS:
        still = "SELECT NULL, NULL WHERE false"
        if of.name in batch.kinds:
            still = (
                f"SELECT {hex_sql(key_sql(of))}, source FROM {quoted('stage_' + of.name)} WHERE recorded IS NOT NULL"
            )
        batch.db.execute(
            'INSERT INTO removal SELECT DISTINCT kind, fact, source, because, "by" FROM removed_rows'
            f" WHERE kind = $kind AND source IS NOT NULL AND restored IS NULL AND (fact, source) NOT IN ({still})",
            {"kind": of.name},
        )
