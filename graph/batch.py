"""A batch: the rows of one load, keyed by identifiers, with their evidence, ready to write.

It is staged in a DuckDB of its own (spilling to disk when memory is short), whatever
engine will hold the graph, so that a load is checked set-wise and written at once.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from . import identity
from .dates import DATES_SQL
from .engines.duckdb.tables import REMOVED, create_table, staged
from .for_python import typed
from .identity import IDENTIFIER_SQL, fact_sql, number_sql
from .observations import fields
from .schema import EDGE_NAMES, NODE_NAMES, Edge, Node, columns, kind
from .schema.model import OBSERVED_BY
from .scratch import scratch
from .sql_text import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

DUCKDB_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    # nothing is ever fetched
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}

_AT_ONCE = 400
"""So many values go into a stage in one statement: a statement a row takes ten times as long."""


@typed
class Batch:
    """Staged facts. `db` holds a table `stage_<kind>` for each kind that `create` was asked for.

    Columns of a stage: `row` (the row of the input that states the fact), the identifier of
    a node or those of an edge's ends, the stored columns of the kind's properties, and
    source (identifier), locator, method, confidence.

    An `exact` batch holds claims as another graph keeps them, with the day each was `recorded`: what
    a source states there stands in place of what it stated here before, nulls too. A node that
    was never recorded is only a name. `traces` keeps what was taken out there.

    >>> batch = Batch()
    >>> batch.add("product", [{"row": 1, "identifier": "product:1", "name": "吨袋"}])
    >>> batch.kinds
    ('product',)
    """

    def __init__(self, *, exact: bool = False) -> None:
        self.exact = exact
        self._spill = scratch()
        self.db: duckdb.DuckDBPyConnection = self._connected()
        self.remarks: list[tuple[str, str]] = []
        """What the write has to say of itself, in English and Chinese."""
        self.seen: str | None = None
        """The revision of the graph in which its names were looked up ("" of a graph that was not there); None of any."""
        self.said: dict[str, str] = {}
        """What the graph is to say of itself beside that, in its `meta`."""
        self.written = False
        """Whether it is in a graph."""
        self._created: list[str] = []
        self.traced = False
        """Whether it brings traces of what was taken out elsewhere (`traces`)."""
        self.replaces = False
        """Whether it is a new edition of a source."""
        self.as_is = False
        """Whether nodes keep the identifiers that they have in it, whatever is known: it makes a copy."""
        self.formers = False
        """Whether it brings earlier identifiers of another graph, as `scan("former")` gives them, in `brought_former`."""
        self.sames = False
        """Whether it says of nodes that they are others (`same`)."""
        self.guesses = False
        """Whether it brings nodes whose kind was guessed (`guessed`)."""
        self.edits = False
        """Whether anything is to be taken out: tables `removal` and `replaced` are there."""

    def _connected(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        db = duckdb.connect(":memory:", config={**DUCKDB_CONFIG, "temp_directory": str(self._spill.path)})
        # it would be written among the rows of an answer
        db.execute(f"SET enable_progress_bar = false; {IDENTIFIER_SQL}; {DATES_SQL}")
        return db

    def move(self) -> None:
        """Carry what is staged into another database: one that has seen a graph's file opens no other."""
        new = self._connected()
        for (table,) in self.db.execute(
            "SELECT table_name FROM duckdb_tables() WHERE NOT temporary AND schema_name = 'main' ORDER BY table_oid"
        ).fetchall():
            new.register("staged", self.db.table(quoted(table)).to_arrow_table())
            new.execute(f"CREATE TABLE {quoted(table)} AS FROM staged")
            new.unregister("staged")
        self.db.close()
        self.db = new

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that have a stage, nodes first, in the order of the schema."""
        return tuple(name for name in (*NODE_NAMES, *EDGE_NAMES) if name in self._created)

    def create(self, name: str) -> str:
        """Make (once) the stage of a kind and give its table's name."""
        table = f"stage_{name}"
        if name not in self._created:
            self.db.execute(create_table(quoted(table), staged(kind(name), exact=self.exact)))
            self._created.append(name)
        return table

    def add(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Stage a few facts given as mappings of stage columns; missing ones are null."""
        table, given = self.create(name), list(rows)
        said = {column for row in given for column, value in row.items() if value is not None}
        stage = dict(staged(kind(name), exact=self.exact))
        wanted = [column for column in stage if column in said] or ["row"]
        values = [[row.get(column) for column in wanted] for row in given]
        into = f"INSERT INTO {quoted(table)} ({', '.join(map(quoted, wanted))}) VALUES "
        marks = f"({', '.join('?' * len(wanted))})"
        many = max(1, _AT_ONCE // len(wanted))
        for start in range(0, len(values), many):
            part = values[start : start + many]
            if all(_alike(column, stage[one]) for one, column in zip(wanted, zip(*part, strict=True), strict=True)):
                self.db.execute(into + ", ".join([marks] * len(part)), [value for row in part for value in row])
            else:
                self.db.executemany(into + marks, part)

    def rows(self) -> int:
        """How many facts are staged."""
        return sum(len(self.db.table("stage_" + name)) for name in self.kinds)

    def take_out(self, removals: Iterable[Mapping[str, Any]]) -> None:
        """Stage claims to take out of the graph: what was stated, by whom, and why it goes.

        A removal has kind and fact (the id, 16 hex digits) and source (identifier); without a
        source all claims of the fact go, without a fact all claims of the source, and the source
        too where nothing cites it then. `because` and `by` (unload, retract, ...) stay with the
        trace. A fact taken out by `retract` is left out of later loads until a person states it.
        """
        self._edits()
        wanted = ("kind", "fact", "source", "because", "by")
        values = [[row.get(name) for name in wanted] for row in removals]
        if values:
            self.db.executemany("INSERT INTO removal VALUES (?, ?, ?, ?, ?)", values)

    def replace(self, source: str, edition: str, until: str, because: str) -> None:
        """End or take out what `source` states and no staged fact of the source `edition` does.

        Dated facts that no other source states end on `until`; other claims are taken out.
        The two sources may be one: its new edition then stands in place of the old.
        """
        self._edits()
        self.replaces = True
        self.db.execute("INSERT INTO replaced VALUES (?, ?, ?, ?)", [source, edition, until, because])

    def traces(self) -> str:
        """Make (once) the table of what was taken out of the graph that this batch was read from; its name.

        Its columns are those of `scan("removed")`, `fact` as a number.
        """
        self._edits()
        if not self.traced:
            self.db.execute(create_table("trace", REMOVED))
            self.traced = True
        return "trace"

    def guessed(self, identifiers: Iterable[str]) -> None:
        """Say of which nodes the kind was guessed by the look of their name: others may turn out to be meant."""
        if not self.guesses:
            self.db.execute("CREATE TABLE guess (identifier VARCHAR)")
            self.guesses = True
        self.db.executemany("INSERT INTO guess VALUES (?)", [[one] for one in identifiers])

    def same(self, one: str, other: str, source: str | None = None) -> None:
        """Say that the node `one` is the node `other`; with a source (identifier), that what this states of it is of the other."""
        if not self.sames:
            self.db.execute("CREATE TABLE same (one VARCHAR, other VARCHAR, source VARCHAR)")
            self.sames = True
        self.db.execute(
            "INSERT INTO same VALUES ($one, $other, $source)", {"one": one, "other": other, "source": source}
        )

    def _edits(self) -> None:
        """Make (once) the tables of what is to be taken out."""
        self.edits = True
        self.db.execute(
            "CREATE TABLE IF NOT EXISTS removal"
            ' (kind VARCHAR, fact VARCHAR, source VARCHAR, because VARCHAR, "by" VARCHAR);'
            "CREATE TABLE IF NOT EXISTS replaced (source VARCHAR, edition VARCHAR, until VARCHAR, because VARCHAR)"
        )

    def remove(self, rows: str) -> None:
        """Take out every staged fact whose `row` is in the table `rows`."""
        for name in self.kinds:
            self.db.execute(f"DELETE FROM {quoted('stage_' + name)} WHERE row IN (SELECT row FROM {quoted(rows)})")

    def conflicts(self) -> bool:
        """Fill table `conflict`: facts that two rows of one source state differently. Whether any fact is repeated.

        Columns kind, row, first_row, column, value, first_value: the later row, the row it
        contradicts, and what each says. An empty cell contradicts nothing, and figures of other
        periods, bases and modalities do not: they are other observations.
        """
        # DuckDB's own hash takes a sixth of the time, and is enough to see that nothing is repeated
        asked = ", ".join(
            f"(SELECT count(*) > count(DISTINCT hash({', '.join((*_plain_key(kind(name)), 'source'))}))"
            f" FROM {quoted('stage_' + name)})"
            for name in self.kinds
        )
        repeated = self.db.execute(
            "CREATE OR REPLACE TABLE conflict (kind VARCHAR, row BIGINT, first_row BIGINT,"
            f' "column" VARCHAR, value VARCHAR, first_value VARCHAR); SELECT {asked or "NULL"}'
        ).fetchone()
        several = [name for name, twice in zip(self.kinds, repeated or (), strict=False) if twice]
        for name in several:
            self._conflicts_of(kind(name))
        return bool(several)

    def _conflicts_of(self, of: Node | Edge) -> None:
        stage = quoted("stage_" + of.name)
        fact = key_sql(of)
        observed = dict(fields(of))
        # a modality that is not said is actual
        keys = [
            f"coalesce({name}, {literal('actual' if name == 'modality' else '')})"
            for name in OBSERVED_BY
            if name in observed
        ]
        for column, _ in columns(of):
            if column in ("aliases", "series"):
                continue
            observation = f"concat_ws(chr(31), {', '.join(keys)})" if column in observed else "''"
            self.db.execute(
                f"""
                WITH said AS (
                    SELECT {fact} AS fact, source, {observation} AS observation, row, {quoted(column)} AS value
                    FROM {stage} WHERE {quoted(column)} IS NOT NULL
                ), first AS (
                    SELECT fact, source, observation, min(row) AS row, arg_min(value, row) AS value FROM said GROUP BY ALL
                )
                INSERT INTO conflict
                SELECT $kind, said.row, first.row, $column, said.value::VARCHAR, first.value::VARCHAR
                FROM said JOIN first ON said.fact = first.fact AND said.source IS NOT DISTINCT FROM first.source
                    AND said.observation = first.observation
                WHERE said.value IS DISTINCT FROM first.value AND said.row > first.row
                """,
                {"kind": of.name, "column": column},
            )

    def close(self) -> None:
        """Let go of the staging database and its spill files."""
        self.db.close()
        self._spill.remove()


def _alike(values: Iterable[Any], type_: str) -> bool:
    """Whether values of a column are plain and of one type, so that a table of them becomes no other values."""
    types = {type(value) for value in values} - {type(None)}
    return (
        not types or types in ({str}, {int}, {float}, {bool}, {date}) or (type_ == "DOUBLE" and types == {int, float})
    )


def _plain_key(of: Node | Edge) -> tuple[str, ...]:
    """SQL of the columns over a stage by which its facts are told apart."""
    return ("identifier",) if isinstance(of, Node) else tuple(identity.key_sql(of))


def key_sql(of: Node | Edge) -> str:
    """SQL over a stage that gives the fact number of its rows."""
    return number_sql("identifier") if isinstance(of, Node) else fact_sql(of)
