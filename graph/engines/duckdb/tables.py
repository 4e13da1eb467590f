"""The tables of a graph in SQL, derived from the schema.

A kind is a table. A node's row holds its dense id, identifier, name and properties;
an edge's row the dense ids of its ends. The first evidence of a fact lies in its own
row; where a fact has several, all of them lie in `claim` and the row shows the value
that ranks first. Areas at every level are stored with firms and supplies as dense ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...schema import ALL_AREAS, KINDS, NODES, Edge, Node, columns
from ...sql_text import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

EVIDENCE = (
    ("source", "INTEGER"),
    ("locator", "VARCHAR"),
    ("method", "VARCHAR"),
    ("confidence", "DOUBLE"),
    ("recorded", "DATE"),
)
DAYS = (("since_day", "DATE"), ("until_day", "DATE"))
REMOVED = (
    ("kind", "VARCHAR"),
    ("fact", "UBIGINT"),
    ("source", "VARCHAR"),  # identifier and title: the source itself may go
    ("source_name", "VARCHAR"),
    ("locator", "VARCHAR"),
    ("method", "VARCHAR"),
    ("confidence", "DOUBLE"),
    ("recorded", "DATE"),
    ("stated", "VARCHAR"),
    ("removed_on", "DATE"),
    ("because", "VARCHAR"),
    ("by", "VARCHAR"),
    ("restored", "DATE"),
)
"""The trace of claims that were taken out."""
FORMER = (("kind", "VARCHAR"), ("former", "VARCHAR"), ("now", "VARCHAR"))
_AREAS = tuple((level, "INTEGER") for level in ALL_AREAS)
BESIDE_KINDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "claim": (("kind", "VARCHAR"), ("fact", "UBIGINT"), *EVIDENCE, ("stated", "VARCHAR")),
    "area": (
        *(("id", "INTEGER"), ("kind", "VARCHAR"), ("identifier", "VARCHAR"), ("name", "VARCHAR"), ("level", "VARCHAR")),
        *_AREAS,
        *(("lat", "DOUBLE"), ("lon", "DOUBLE"), ("point_of", "INTEGER")),
        *(("own_area", "BOOLEAN"), ("joint", "BOOLEAN"), ("within", "INTEGER"), ("covers", "INTEGER[]")),
    ),
    "removed": REMOVED,
    # identifiers of nodes and ids of facts (16 hex digits) that they had before, and now have
    "former": FORMER,
    "meta": (("key", "VARCHAR"), ("value", "VARCHAR")),
}
"""The tables of a graph that are no kind's: what several sources state, areas as they are asked, the trace, earlier identifiers, what it
says of itself."""


PLACE_BASIS = "place_basis"
"""On what the place of a firm rests that is stored with it: the basis of the fact that states it (`located_in`), or `OWN_NAME`."""
OWN_NAME = "own_name"
"""Nobody states the place: the firm's name begins with it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A passing table that one step makes and another takes: it stands in the signatures of both."""

    name: str
    rows: int
    """So many it had when it was made."""

    def __str__(self) -> str:
        """Its name, as SQL needs it."""
        return self.name


def made(db: duckdb.DuckDBPyConnection, name: str, sql: str, parameters: dict[str, object] | None = None) -> Table:
    """Make a passing table of the rows of a SELECT; one of that name gives way."""
    (rows,) = db.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}", parameters or {}).fetchone() or (0,)
    return Table(name, rows)


def emptied(db: duckdb.DuckDBPyConnection, **columns: str) -> list[Table]:
    """Make passing tables of these columns without rows; those of the same names give way."""
    db.execute("; ".join(f"CREATE OR REPLACE TEMP TABLE {name} ({of})" for name, of in columns.items()))
    return [Table(name, 0) for name in columns]


def is_empty(db: duckdb.DuckDBPyConnection, table: Table) -> bool:
    """Whether a table has no rows now."""
    return db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def placed(kind: Node | Edge) -> tuple[str, ...]:
    """The stored areas of a kind: a firm's, and a supply's on both sides. What is worth storing is the engine's own matter."""
    if kind.name == "firm":
        return ("place", *ALL_AREAS)
    if kind.name == "supplies":
        return tuple(f"{side}_{level}" for side in ("seller", "buyer") for level in ("place", *ALL_AREAS))
    return ()


def stored(kind: Node | Edge) -> list[tuple[str, str]]:
    """All columns of a kind's table with their SQL types, in order."""
    if isinstance(kind, Node):
        head = [("id", "INTEGER"), ("fact", "UBIGINT"), ("identifier", "VARCHAR")]
        days: tuple[tuple[str, str], ...] = ()
    else:
        head = [("fact", "UBIGINT"), *((end.name, "INTEGER") for end in kind.ends)]
        days = DAYS if kind.dated else ()
    areas = [(name, "INTEGER") for name in placed(kind)]
    basis = [(PLACE_BASIS, "VARCHAR")] if kind.name == "firm" else []
    return [*head, *columns(kind), *days, *areas, *basis, *EVIDENCE]


def staged(kind: Node | Edge, *, exact: bool = False) -> list[tuple[str, str]]:
    """The columns of a kind in a batch: identifiers instead of dense ids, no stored areas; `recorded` in an exact one."""
    ends = ["identifier"] if isinstance(kind, Node) else [end.name for end in kind.ends]
    return [
        ("row", "BIGINT"),
        *((name, "VARCHAR") for name in ends),
        *columns(kind),
        ("source", "VARCHAR"),
        ("locator", "VARCHAR"),
        ("method", "VARCHAR"),
        ("confidence", "DOUBLE"),
        *([("recorded", "DATE")] if exact else []),
    ]


def create_table(name: str, cols: Iterable[tuple[str, str]], *, temporary: bool = False) -> str:
    """A CREATE TABLE statement."""
    body = ", ".join(f"{quoted(column)} {type_}" for column, type_ in cols)
    return f"CREATE {'TEMP ' if temporary else ''}TABLE {name} ({body})"


def ddl(catalog: str) -> list[str]:
    """The statements that make an empty graph in `catalog`; run them in one transaction."""
    out = [create_table(f"{catalog}.{quoted(kind.name)}", stored(kind)) for kind in KINDS]
    out += [create_table(f"{catalog}.{quoted(name)}", cols) for name, cols in BESIDE_KINDS.items()]
    out.append(f"CREATE VIEW {catalog}.node AS {everyone({kind.name: quoted(kind.name) for kind in NODES})}")
    return out


def everyone(tables: Mapping[str, str]) -> str:
    """SQL of all nodes, out of the table of each kind."""
    return " UNION ALL ".join(
        f"SELECT id, {literal(name)} AS kind, identifier, name FROM {table}" for name, table in tables.items()
    )


ALL_NODES = f"({everyone({kind.name: f'g.{quoted(kind.name)}' for kind in NODES})})"
"""All nodes of the graph `g` that is written: out of its tables, whatever its view `node` says."""
