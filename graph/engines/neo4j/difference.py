"""What differs between the rows a server has (`was_<kind>`) and those it should have (`now_<kind>`), as Cypher and rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ...cypher_text import cypher_name
from ...schema import EDGES, NODES, Edge, Node, kind
from ...sql_text import quoted
from .form import BESIDE, FORMS, Form, form, label, pattern, relationship, table_sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

STAGES: Final = ("was_", "now_", "new_")
"""Tables of a kind: its rows as a server has them, as it should have them, and those that it has not."""
PART: Final = 10_000
"""Rows sent with one text."""
_FEW: Final = 1_000


@dataclass(frozen=True, slots=True)
class Change:
    """A text that takes `$rows`, what is the same in all of them (`$constant`), and the SQL of the rows; how many there are."""

    text: str
    sql: str
    constant: dict[str, Any]
    rows: int
    db: duckdb.DuckDBPyConnection

    def parts(self, size: int = PART) -> Iterator[list[Any]]:
        """The rows, some at a time."""
        result = self.db.execute(self.sql)
        while rows := result.fetchmany(min(size, PART)):
            yield [list(row) for row in rows]


def count(found: list[Change]) -> int:
    """How many rows all changes have."""
    return sum(change.rows for change in found)


def changes(db: duckdb.DuckDBPyConnection) -> list[Change]:
    """The changes that make the server's graph that in `g`, in the order in which they can be made."""
    known = {row[0] for row in db.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall()}
    touched = []
    for kind_name in FORMS:
        filled = db.execute(f"SELECT 1 FROM g.{quoted(kind_name)} LIMIT 1").fetchone() is not None
        was = f"was_{kind_name}" in known
        if filled or was:
            db.execute(f"CREATE OR REPLACE TEMP TABLE {quoted('now_' + kind_name)} AS {table_sql(kind_name)}")
            if not was:
                db.execute(
                    f"CREATE OR REPLACE TEMP TABLE {quoted('was_' + kind_name)} AS FROM {quoted('now_' + kind_name)} LIMIT 0"
                )
            # it is looked at, counted and sent
            db.execute(
                f"CREATE OR REPLACE TEMP TABLE {quoted('new_' + kind_name)} AS FROM {quoted('now_' + kind_name)}"
                f" ANTI JOIN {quoted('was_' + kind_name)} USING ({form(kind_name).key})"
            )
            touched.append(kind_name)
    edges = [name_ for name_ in touched if name_ in {of.name for of in EDGES}]
    nodes = [name_ for name_ in touched if name_ in {of.name for of in NODES}]
    rest = [name_ for name_ in touched if name_ in BESIDE]
    out: list[Change] = []
    for kind_name in (*edges, *rest, *nodes):
        out += _gone(db, kind_name)
    for kind_name in nodes:
        out += _nodes(db, kind_name)
    for kind_name in edges:
        out += _edges(db, kind_name)
    for kind_name in rest:
        out += _rest(db, kind_name)
    return [change for change in out if change.rows]


def _change(db: duckdb.DuckDBPyConnection, text: str, sql: str, constants: dict[str, Any] | None = None) -> Change:
    (rows,) = db.execute(f"SELECT count(*) FROM ({sql})").fetchone() or (0,)
    return Change(text, sql, constants or {}, rows, db)


def _gone(db: duckdb.DuckDBPyConnection, kind_name: str) -> list[Change]:
    key = form(kind_name).key
    sql = f"SELECT {key} FROM {quoted('was_' + kind_name)} ANTI JOIN {quoted('now_' + kind_name)} USING ({key}) ORDER BY 1"
    own = "OPTIONAL MATCH (x)-[from:FROM]->() DELETE from, x" if kind_name == "claim" else "DELETE x"
    return [_change(db, f"UNWIND $rows AS row MATCH {pattern(kind_name)} WHERE x.{key} = row[0] {own}", sql)]


def _new(of: Form) -> str:
    """The table of the rows that the server has not."""
    return quoted("new_" + of.name)


def _differing(of: Form) -> str:
    """SQL of the rows that both have, with other values."""
    now, was = quoted("now_" + of.name), quoted("was_" + of.name)
    return f"(FROM {now} SEMI JOIN {was} USING ({of.key}) EXCEPT ALL FROM {was})"


@dataclass(frozen=True, slots=True)
class _Sent:
    """The properties that differ from row to row, and those with one value in all rows, which are sent once."""

    columns: list[str]
    constants: dict[str, Any] = field(default_factory=dict)

    def map(self, start: int = 0) -> str:
        """The Cypher map of all of them: out of `row` from a position on, and out of `$constant`."""
        parts = [f"{cypher_name(column)}: row[{start + i}]" for i, column in enumerate(self.columns)]
        return (
            "{"
            + ", ".join(
                [*parts, *(f"{cypher_name(column)}: $constant.{cypher_name(column)}" for column in self.constants)]
            )
            + "}"
        )


def _sent(db: duckdb.DuckDBPyConnection, of: Form) -> _Sent | None:
    """The properties to send: all of a few rows, so that the server knows the text; of many, those that any row has.

    To pack parameters is half of the work of a push.
    """
    counts = ", ".join(
        f"count({column}), min({column}) = max({column}), any_value({column})" for column in map(quoted, of.properties)
    )
    total, *told = db.execute(f"SELECT count(*), {counts} FROM {_new(of)}").fetchone() or (0,)
    if not total:
        return None
    if total <= _FEW:
        return _Sent(list(of.properties))
    columns, constants = [], {}
    for column, filled, same, value in zip(of.properties, told[::3], told[1::3], told[2::3], strict=True):
        if filled == total and same:
            constants[column] = value
        elif filled:
            columns.append(column)
    return _Sent(columns, constants)


def _select(columns: list[str], rows: str, order: str) -> str:
    return f"SELECT {', '.join(map(quoted, columns))} FROM {rows} ORDER BY {order}"


def _nodes(db: duckdb.DuckDBPyConnection, kind_name: str) -> list[Change]:
    of, declared = form(kind_name), kind(kind_name)
    assert isinstance(declared, Node)  # the caller names kinds of nodes
    out = []
    sent = _sent(db, of)
    if sent:
        text = f"UNWIND $rows AS row CREATE (x:{label(declared)} {sent.map()})"
        out.append(_change(db, text, _select(sent.columns, _new(of), "id"), sent.constants))
    out += _freed(db, of, label(declared))
    out += _set(db, of, f"(x:{label(declared)} {{id: row[0]}})")
    if kind_name == "product":
        # what a supply supplies stands on it by name, to be read
        sql = (
            "SELECT n.id, n.name FROM now_product n JOIN was_product w ON w.id = n.id"
            " WHERE n.name IS DISTINCT FROM w.name ORDER BY 1"
        )
        text = "UNWIND $rows AS row MATCH ()-[x:SUPPLIES {product_id: row[0]}]->() SET x.product = row[1]"
        out.append(_change(db, text, sql))
    return out


def _freed(db: duckdb.DuckDBPyConnection, of: Form, labelled: str) -> list[Change]:
    """Take their identifiers from the nodes that get others: one of them may get what another had, and no two have one."""
    now, was = quoted("now_" + of.name), quoted("was_" + of.name)
    sql = f"SELECT n.id FROM {now} n JOIN {was} w USING (id) WHERE n.identifier <> w.identifier ORDER BY 1"
    text = f"UNWIND $rows AS row MATCH (x:{labelled} {{id: row[0]}}) SET x.identifier = null, x.fact = null"
    return [_change(db, text, sql)]


def _set(db: duckdb.DuckDBPyConnection, of: Form, there: str) -> list[Change]:
    """Change the properties of what is there; what others put beside them stays."""
    columns = [of.key, *(column for column in of.properties if column != of.key)]
    text = f"UNWIND $rows AS row MATCH {there} SET x += {_Sent(columns).map()}"
    return [_change(db, text, _select(columns, _differing(of), of.key))]


def _edges(db: duckdb.DuckDBPyConnection, kind_name: str) -> list[Change]:
    of, declared = form(kind_name), kind(kind_name)
    assert isinstance(declared, Edge)  # the caller names kinds of edges
    out: list[Change] = []
    sent = _sent(db, of)
    if sent:
        # of all kinds that may stand at the ends, those that do
        one, other = map(quoted, of.ends)
        pairs = db.execute(
            f"SELECT DISTINCT a.kind, b.kind FROM {_new(of)} x JOIN g.node a ON a.id = x.{one} JOIN g.node b ON b.id = x.{other}"
            " ORDER BY ALL"
        ).fetchall()
        out += [_created(db, of, declared, sent, pair) for pair in pairs]
    out += _set(db, of, f"()-[x:{relationship(declared)} {{fact: row[0]}}]->()")
    return out


def _created(db: duckdb.DuckDBPyConnection, of: Form, declared: Edge, sent: _Sent, kinds: tuple[str, str]) -> Change:
    """New relationships between nodes of two kinds."""
    labels = [label(kind(one)) for one in kinds]  # type: ignore[arg-type]  # ends are nodes
    ids = [quoted(column) for column in of.ends]
    columns, properties = [*of.ends, *sent.columns], sent.map(2)
    wanted = ", ".join(f"x.{quoted(column)}" for column in columns)
    joins = (
        f" SEMI JOIN g.{quoted(kinds[0])} a ON a.id = x.{ids[0]} SEMI JOIN g.{quoted(kinds[1])} b ON b.id = x.{ids[1]}"
    )
    if declared.name == "supplies":
        properties = properties[:-1] + f", product: row[{len(columns)}]}}"
        wanted += ", p.name"
        joins += " JOIN g.product p ON p.id = x.product_id"
    text = (
        f"UNWIND $rows AS row MATCH (a:{labels[0]} {{id: row[0]}}) MATCH (b:{labels[1]} {{id: row[1]}})"
        f" CREATE (a)-[:{relationship(declared)} {properties}]->(b)"
    )
    return _change(
        db, text, f"SELECT {wanted} FROM {_new(of)} x{joins} ORDER BY x.{ids[0]}, x.{ids[1]}", sent.constants
    )


def _rest(db: duckdb.DuckDBPyConnection, kind_name: str) -> list[Change]:
    of = form(kind_name)
    columns = list(of.properties)
    text = f"UNWIND $rows AS row CREATE (x:{BESIDE[kind_name]} {_Sent(columns).map()})"
    if kind_name == "claim":
        text += " WITH x MATCH (s:Source {id: x.source_id}) CREATE (x)-[:FROM]->(s)"
    there = f"{pattern(kind_name)} WHERE x.key = row[0]"
    return [_change(db, text, _select(columns, _new(of), "key")), *_set(db, of, there)]
