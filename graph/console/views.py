"""Readable views of a graph in DuckDB: names instead of dense ids, facts as people see them.

One view a table of the schema: `v_firms`, `v_supplies`, `v_projects`, ..., which show one observation of each fact; and
`v_observations` with a row for each observation of any fact. They live in the connection that made them, and are gone with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..engines.duckdb.series import figured_sql, unfolded_sql
from ..engines.duckdb.tables import EVIDENCE, PLACE_BASIS, placed
from ..identity import hex_sql
from ..observations import fields
from ..schema import KINDS, Edge, Node, flat_columns
from ..schema.model import OBSERVED_BY
from ..sql_text import literal, quoted

if TYPE_CHECKING:
    import duckdb


def make_views(db: duckdb.DuckDBPyConnection) -> None:
    """Make the views in a connection whose current database is a graph."""
    for of in KINDS:
        db.execute(f"CREATE TEMP VIEW {quoted(view_name(of))} AS {view_sql(of)}")
    db.execute(f"CREATE TEMP VIEW v_observations AS {observations_sql()}")


def view_name(of: Node | Edge) -> str:
    """The readable view of a kind.

    >>> from chanlian.graph.schema import kind
    >>> view_name(kind("located_in"))
    'v_locations'
    """
    return f"v_{of.table}"


def view_columns(of: Node | Edge) -> list[str]:
    """The columns of a kind's view, in order."""
    own = [name for name, _ in flat_columns(of)]
    evidence = ["source", *(name for name, _ in EVIDENCE if name != "source")]
    if isinstance(of, Node):
        return ["fact", "identifier", *own, *placed(of), *_basis(of), *evidence]
    ends = [column for end in of.ends for column in (end.name, f"{end.name}_id")]
    return ["fact", *ends, *own, *placed(of), *evidence]


def view_sql(of: Node | Edge) -> str:
    """The SELECT of a kind's view; an `_id` is a node's public identifier."""
    parts = [f"{hex_sql('x.fact')} AS fact"]
    joins = ["LEFT JOIN source s_ ON s_.id = x.source"]
    if isinstance(of, Node):
        parts.append("x.identifier")
    else:
        for number, end in enumerate(of.ends):
            table = quoted(end.kinds[0]) if len(end.kinds) == 1 else "node"
            joins.append(f"JOIN {table} n{number}_ ON n{number}_.id = x.{quoted(end.name)}")
            parts += [f"n{number}_.name AS {quoted(end.name)}", f"n{number}_.identifier AS {quoted(end.name + '_id')}"]
    parts += [f"x.{quoted(name)}" for name, _ in flat_columns(of)]
    for number, name in enumerate(placed(of)):
        joins.append(f"LEFT JOIN area a{number}_ ON a{number}_.id = x.{quoted(name)}")
        parts.append(f"a{number}_.name AS {quoted(name)}")
    parts += [f"x.{name}" for name in _basis(of)]
    parts.append("s_.name AS source" if "source" not in dict(flat_columns(of)) else "s_.name AS cited_source")
    parts += [f"x.{quoted(name)}" for name, _ in EVIDENCE if name != "source"]
    return f"SELECT {', '.join(parts)} FROM {quoted(of.name)} x {' '.join(joins)}"


def _basis(of: Node | Edge) -> list[str]:
    return [PLACE_BASIS] if of.name == "firm" else []


def observations_sql() -> str:
    """The SELECT of all observations that have a figure: kind, fact, and what each kind says of one, null where another does."""
    kinds = [of for of in KINDS if fields(of)]
    names = dict.fromkeys(
        name for of in kinds for name, _ in sorted(fields(of), key=lambda one: one[0] not in OBSERVED_BY)
    )
    types = dict(column for of in kinds for column in fields(of))
    parts = []
    for of in kinds:
        own = dict(fields(of))
        told = [quoted(name) if name in own else f"NULL::{types[name]} AS {quoted(name)}" for name in names]
        parts.append(
            f"SELECT {literal(of.name)} AS kind, {hex_sql('fact')} AS fact, {', '.join(told)}"
            f" FROM ({unfolded_sql(of, quoted(of.name))}) x WHERE {figured_sql(of, 'x')}"
        )
    return " UNION ALL ".join(parts)
