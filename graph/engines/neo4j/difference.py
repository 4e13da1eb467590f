"""What differs between the rows a server has (`was_<kind>`) and those it should have (`now_<kind>`), as Cypher and rows."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Final

from ...cypher_text import cypher_name
from ...schema import EDGES, NODES
from ...sql_text import quoted
from ..duckdb.tables import ddl
from .form import BESIDE, FORMS, Form, form, in_use, pattern, table_sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import duckdb

_STAGES: Final = ("was_", "now_", "new_")
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


@dataclass(frozen=True, slots=True)
class Few:
    """New nodes, or new relationships, of all kinds of which there are few, with one text: to plan one for each takes longer.

    `found` are the rows: label and properties of a node; label and id of both nodes, type and properties of a relationship.
    """

    found: list[list[Any]]
    text: ClassVar[str]
    constant: ClassVar[dict[str, Any]] = {}

    @property
    def rows(self) -> int:
        """How many there are."""
        return len(self.found)

    def parts(self, size: int = PART) -> Iterator[list[Any]]:
        """The rows, some at a time."""
        size = min(size, PART)
        for start in range(0, len(self.found), size):
            yield self.found[start : start + size]


class FewNodes(Few):
    """New nodes of several kinds."""

    text = "UNWIND $rows AS row CREATE (x:$(row[0])) SET x = row[1]"


class FewEdges(Few):
    """New relationships of several kinds; the server finds nodes of whatever label by the names that it gave them itself."""

    text = (
        "UNWIND $rows AS row MATCH (a) WHERE elementId(a) = row[0] MATCH (b) WHERE elementId(b) = row[1]"
        " CREATE (a)-[x:$(row[2])]->(b) SET x = row[3]"
    )

    @staticmethod
    def ends(rows: list[Any]) -> dict[str, set[int]]:
        """The ids of the nodes between which these rows lie, by label."""
        out: dict[str, set[int]] = {}
        for one, id_, other, other_id, *_ in rows:
            out.setdefault(one, set()).add(id_)
            out.setdefault(other, set()).add(other_id)
        return out

    @staticmethod
    def bound(rows: list[Any], names: Mapping[int, str]) -> list[Any]:
        """The rows with the server's names of their nodes."""
        return [[names[id_], names[other_id], *rest] for _, id_, _, other_id, *rest in rows]

    def by_labels(self) -> Iterator[tuple[str, list[Any]]]:
        """For who does not know the server's names: a text and its rows for each two labels of their nodes."""
        pairs: dict[tuple[str, str], list[Any]] = {}
        for one, id_, other, other_id, *rest in self.found:
            pairs.setdefault((one, other), []).append([id_, other_id, *rest])
        for (one, other), rows in sorted(pairs.items()):
            text = (
                f"UNWIND $rows AS row MATCH (a:{one} {{id: row[0]}}) MATCH (b:{other} {{id: row[1]}})"
                " CREATE (a)-[x:$(row[2])]->(b) SET x = row[3]"
            )
            yield text, rows


@contextmanager
def passing_graph(db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """An empty graph `g` beside a batch, in which it is worked out what a server should have; it goes with all tables made for it."""
    db.execute("ATTACH ':memory:' AS g")
    try:
        db.execute(";".join(ddl("g.main")))
        yield
    finally:
        made = (quoted(when + name) for name in FORMS for when in _STAGES)
        db.execute(";".join([*(f"DROP TABLE IF EXISTS {table}" for table in made), "DETACH g"]))


def count(found: list[Change | Few]) -> int:
    """How many rows all changes have."""
    return sum(change.rows for change in found)


def changes(db: duckdb.DuckDBPyConnection) -> list[Change | Few]:
    """The changes that make the server's graph that in `g`, in the order in which they can be made."""
    new, there = _staged(db)
    nodes, edges = ([of.name for of in kinds if of.name in new] for kinds in (NODES, EDGES))
    beside = [name for name in new if name in BESIDE]
    out: list[Change | Few] = []
    for kind_name in (*edges, *beside, *nodes):
        if kind_name in there:
            out += _gone(db, kind_name)
    out += _freed(db, [name for name in nodes if name in there])
    out += _nodes(db, nodes)
    out += _edges(db, edges)
    for kind_name in beside:
        out += _rest(db, kind_name)
    for kind_name in there:
        out += _set(db, kind_name)
    return [change for change in out if change.rows]


def _staged(db: duckdb.DuckDBPyConnection) -> tuple[list[str], list[str]]:
    """Put the rows that the server should have, and those of them that it has not, into tables.

    The kinds of which there are any, and those of which the server has some already.
    """
    known = {row[0] for row in db.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall()}
    kinds, there = [], []
    for kind_name in FORMS:
        now, was, new = (quoted(stage + kind_name) for stage in ("now_", "was_", "new_"))
        if f"was_{kind_name}" in known:
            there.append(kind_name)
            db.execute(f"CREATE OR REPLACE TEMP TABLE {now} AS {table_sql(kind_name)}")
            # it is looked at, counted and sent
            wanted = f"FROM {now} ANTI JOIN {was} USING ({form(kind_name).key})"
        elif db.execute(f"SELECT 1 FROM g.{quoted(kind_name)} LIMIT 1").fetchone() is not None:
            wanted = table_sql(kind_name)
        else:
            continue
        kinds.append(kind_name)
        db.execute(f"CREATE OR REPLACE TEMP TABLE {new} AS {wanted}")
    return kinds, there


def _change(db: duckdb.DuckDBPyConnection, text: str, sql: str, constants: dict[str, Any] | None = None) -> Change:
    (rows,) = db.execute(f"SELECT count(*) FROM ({sql})").fetchone() or (0,)
    return Change(text, sql, constants or {}, rows, db)


def _gone(db: duckdb.DuckDBPyConnection, kind_name: str) -> list[Change | Few]:
    key = form(kind_name).key
    sql = f"SELECT {key} FROM {quoted('was_' + kind_name)} ANTI JOIN {quoted('now_' + kind_name)} USING ({key}) ORDER BY 1"
    own = "OPTIONAL MATCH (x)-[from:FROM]->() DELETE from, x" if kind_name == "claim" else "DELETE x"
    return [_change(db, f"UNWIND $rows AS row MATCH {pattern(kind_name)} WHERE x.{key} = row[0] {own}", sql)]


def _new(of: Form) -> str:
    """The table of the rows that the server has not."""
    return quoted("new_" + of.name)


def _count(db: duckdb.DuckDBPyConnection, of: Form) -> int:
    (rows,) = db.execute(f"SELECT count(*) FROM {_new(of)}").fetchone() or (0,)
    return int(rows)


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


def _sent(db: duckdb.DuckDBPyConnection, of: Form) -> _Sent:
    """The properties to send of many rows: those that any row has. To pack parameters is half of the work of a push."""
    counts = ", ".join(
        f"count({column}), min({column}) = max({column}), any_value({column})" for column in map(quoted, of.properties)
    )
    total, *told = db.execute(f"SELECT count(*), {counts} FROM {_new(of)}").fetchone() or (0,)
    columns, constants = [], {}
    for column, filled, same, value in zip(of.properties, told[::3], told[1::3], told[2::3], strict=True):
        if filled == total and same:
            constants[column] = value
        elif filled:
            columns.append(column)
    return _Sent(columns, constants)


def _select(columns: Iterable[str], rows: str, order: str) -> str:
    return f"SELECT {', '.join(map(quoted, columns))} FROM {rows} ORDER BY {order}"


def _nodes(db: duckdb.DuckDBPyConnection, kinds: list[str]) -> list[Change | Few]:
    """New nodes."""
    out: list[Change | Few] = []
    few: list[list[Any]] = []
    for kind_name in kinds:
        of = form(kind_name)
        if _count(db, of) <= _FEW:
            found = db.execute(_select(of.properties, _new(of), "id")).fetchall()
            few += [[in_use(kind_name), _filled(of.properties, row)] for row in found]
        else:
            sent = _sent(db, of)
            text = f"UNWIND $rows AS row CREATE (x:{in_use(kind_name)} {sent.map()})"
            out.append(_change(db, text, _select(sent.columns, _new(of), "id"), sent.constants))
    return [FewNodes(few), *out]


def _filled(columns: Iterable[str], row: Iterable[Any]) -> dict[str, Any]:
    return {column: value for column, value in zip(columns, row, strict=True) if value is not None}


def _freed(db: duckdb.DuckDBPyConnection, kinds: list[str]) -> list[Change | Few]:
    """Take their identifiers from the nodes that get others: one of them may get what another had, and no two have one."""
    out: list[Change | Few] = []
    for kind_name in kinds:
        now, was = quoted("now_" + kind_name), quoted("was_" + kind_name)
        sql = f"SELECT n.id FROM {now} n JOIN {was} w USING (id) WHERE n.identifier <> w.identifier ORDER BY 1"
        text = (
            f"UNWIND $rows AS row MATCH (x:{in_use(kind_name)} {{id: row[0]}}) SET x.identifier = null, x.fact = null"
        )
        out.append(_change(db, text, sql))
    return out


def _set(db: duckdb.DuckDBPyConnection, kind_name: str) -> list[Change | Few]:
    """Change the properties of what is there; what others put beside them stays."""
    of = form(kind_name)
    columns = [of.key, *(column for column in of.properties if column != of.key)]
    there = f"{pattern(kind_name)} WHERE x.{of.key} = row[0]"
    text = f"UNWIND $rows AS row MATCH {there} SET x += {_Sent(columns).map()}"
    out: list[Change | Few] = [_change(db, text, _select(columns, _differing(of), of.key))]
    if kind_name == "product":
        # what a supply supplies stands on it by name, to be read
        sql = (
            "SELECT n.id, n.name FROM now_product n JOIN was_product w ON w.id = n.id"
            " WHERE n.name IS DISTINCT FROM w.name ORDER BY 1"
        )
        text = "UNWIND $rows AS row MATCH ()-[x:SUPPLIES {product_id: row[0]}]->() SET x.product = row[1]"
        out.append(_change(db, text, sql))
    return out


def _edges(db: duckdb.DuckDBPyConnection, kinds: list[str]) -> list[Change | Few]:
    """New relationships."""
    out: list[Change | Few] = []
    few: list[list[Any]] = []
    for kind_name in kinds:
        of = form(kind_name)
        if _count(db, of) <= _FEW:
            few += _few_edges(db, of)
            continue
        # of all kinds that may stand at the ends, those that do
        one, other = map(quoted, of.ends)
        pairs = db.execute(
            f"SELECT DISTINCT a.kind, b.kind FROM {_new(of)} x JOIN g.node a ON a.id = x.{one} JOIN g.node b ON b.id = x.{other}"
            " ORDER BY ALL"
        ).fetchall()
        sent = _sent(db, of)
        out += [_created(db, of, sent, pair) for pair in pairs]
    return [FewEdges(few), *out]


def _few_edges(db: duckdb.DuckDBPyConnection, of: Form) -> list[list[Any]]:
    one, other = map(quoted, of.ends)
    properties = list(of.properties)
    wanted = [f"x.{quoted(column)}" for column in properties]
    joins = f"JOIN g.node a ON a.id = x.{one} JOIN g.node b ON b.id = x.{other}"
    if of.name == "supplies":
        properties.append("product")
        wanted.append("p.name")
        joins += " JOIN g.product p ON p.id = x.product_id"
    found = db.execute(
        f"SELECT a.kind, a.id, b.kind, b.id, {', '.join(wanted)} FROM {_new(of)} x {joins} ORDER BY a.id, b.id, x.fact"
    ).fetchall()
    return [
        [in_use(a_kind), a, in_use(b_kind), b, in_use(of.name), _filled(properties, row)]
        for a_kind, a, b_kind, b, *row in found
    ]


def _created(db: duckdb.DuckDBPyConnection, of: Form, sent: _Sent, kinds: tuple[str, str]) -> Change:
    """New relationships between nodes of two kinds."""
    ids = [quoted(column) for column in of.ends]
    columns, properties = [*of.ends, *sent.columns], sent.map(2)
    wanted = ", ".join(f"x.{quoted(column)}" for column in columns)
    joins = (
        f" SEMI JOIN g.{quoted(kinds[0])} a ON a.id = x.{ids[0]} SEMI JOIN g.{quoted(kinds[1])} b ON b.id = x.{ids[1]}"
    )
    if of.name == "supplies":
        properties = properties[:-1] + f", product: row[{len(columns)}]}}"
        wanted += ", p.name"
        joins += " JOIN g.product p ON p.id = x.product_id"
    text = (
        f"UNWIND $rows AS row MATCH (a:{in_use(kinds[0])} {{id: row[0]}}) MATCH (b:{in_use(kinds[1])} {{id: row[1]}})"
        f" CREATE (a)-[:{in_use(of.name)} {properties}]->(b)"
    )
    return _change(
        db, text, f"SELECT {wanted} FROM {_new(of)} x{joins} ORDER BY x.{ids[0]}, x.{ids[1]}", sent.constants
    )


def _rest(db: duckdb.DuckDBPyConnection, kind_name: str) -> list[Change | Few]:
    of = form(kind_name)
    columns = list(of.properties)
    text = f"UNWIND $rows AS row CREATE (x:{BESIDE[kind_name]} {_Sent(columns).map()})"
    if kind_name == "claim":
        text += " WITH x MATCH (s:Source {id: x.source_id}) CREATE (x)-[:FROM]->(s)"
    return [_change(db, text, _select(columns, _new(of), "key"))]
