"""What people retracted stays out: a batch that states it again is written without it, unless a person says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...batch import key_sql
from ...schema import EDGES, NODES, Edge, Node, columns, properties
from ...sql_text import quoted
from .claims import recorded_on
from .tables import Table, emptied, made

if TYPE_CHECKING:
    import duckdb

    from ...batch import Batch


FACTS: tuple[Node | Edge, ...] = (*EDGES, *(node for node in NODES if node.name != "source"))
"""Edges before nodes: a node may go once nothing needs it."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a batch states of facts that were retracted."""

    whole: dict[str, Table]
    """For each kind concerned its whole stage, as it was."""
    lifted: Table
    """Facts that a person states again: they come back."""
    held: Table
    """Rows (kind, row) that are left out."""


def hold_back(batch: Batch, *, traced: bool = True) -> Held:
    """Leave out of the batch what states facts that were retracted; `give_back` puts it back after the write.

    A person's statement brings its fact back. A node that a fact of the batch needs comes in as a name.
    Where the graph is not `traced`, nothing was retracted.
    """
    db = batch.db
    lifted, held = emptied(db, lifted="fact UBIGINT", held="kind VARCHAR, row BIGINT")
    out = Held({}, lifted, held)
    if not traced:
        return out
    retracted = made(
        db,
        "retracted",
        "SELECT DISTINCT kind, fact FROM g.removed WHERE \"by\" = 'retract' AND restored IS NULL",
    )
    if not retracted.rows:
        return out
    names = {name for (name,) in db.execute(f"SELECT DISTINCT kind FROM {retracted}").fetchall()}
    for of in FACTS:
        if of.name in names and of.name in batch.kinds:
            # of two that became one, one may have been retracted while the other stands
            standing = f"SELECT fact FROM g.{quoted(of.name)} WHERE recorded IS NOT NULL"
            db.execute(f"DELETE FROM {retracted} WHERE kind = $kind AND fact IN ({standing})", {"kind": of.name})
            _hold(batch, of, retracted, out)
    return out


def _hold(batch: Batch, of: Node | Edge, retracted: Table, out: Held) -> None:
    """Take the rows of a kind that state `retracted` facts (kind, fact) out of its stage, into the tables of `out`."""
    db, stage = batch.db, quoted("stage_" + of.name)
    within = f"IN (SELECT fact FROM {retracted} WHERE kind = $kind)"
    asked = {"kind": of.name}
    found = db.execute(f"SELECT count(*) FROM {stage} WHERE {key_sql(of)} {within}", asked).fetchone()
    if found == (0,):
        return
    out.whole[of.name] = made(db, quoted(f"whole_{of.name}"), f"FROM {stage}")
    db.execute(
        f"INSERT INTO {out.lifted} SELECT DISTINCT {key_sql(of)} FROM {stage} WHERE method = 'person' AND {key_sql(of)} {within}",
        asked,
    )
    held = f"{key_sql(of)} {within} AND {key_sql(of)} NOT IN (SELECT fact FROM {out.lifted})"
    if isinstance(of, Edge):
        db.execute(f"INSERT INTO {out.held} SELECT $kind, row FROM {stage} WHERE {held}", asked)
        db.execute(f"DELETE FROM {stage} WHERE {held}", asked)
        return
    ends = [
        f"SELECT {quoted(end.name)} FROM {quoted('stage_' + edge.name)}"
        for edge in EDGES
        if edge.name in batch.kinds
        for end in edge.ends
        if of.name in end.kinds
    ]
    needed = " UNION ".join(ends) or "SELECT NULL WHERE false"
    known = f"identifier IN (SELECT identifier FROM g.{quoted(of.name)})"
    idle = f"{held} AND ({known} OR identifier NOT IN ({needed}))"
    db.execute(f"INSERT INTO {out.held} SELECT $kind, row FROM {stage} WHERE {idle}", asked)
    db.execute(f"DELETE FROM {stage} WHERE {idle}", asked)
    kept = {prop.name for prop in properties(of) if prop.required}
    nothing = ", ".join(f"{quoted(name)} = NULL" for name, _ in columns(of) if name not in kept)
    db.execute(f"UPDATE {stage} SET {nothing} WHERE {held}", asked)


def give_back(batch: Batch, held: Held) -> None:
    """Make the stages of the batch whole again."""
    for name, table in held.whole.items():
        batch.db.execute(f"CREATE OR REPLACE TABLE {quoted('stage_' + name)} AS FROM {table}")


def lift(db: duckdb.DuckDBPyConnection, held: Held, outcomes: Table) -> None:
    """Mark as restored what a person states again; what was left out is added to `outcomes`."""
    db.execute(
        f"INSERT INTO {outcomes} SELECT kind, row, 'retracted' FROM {held.held};"
        "UPDATE g.removed SET restored = $today::DATE"
        f" WHERE \"by\" = 'retract' AND restored IS NULL AND fact IN (FROM {held.lifted})",
        {"today": recorded_on()},
    )
