"""Tables of aliases: further names of nodes that are known, or told with their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.language import t
from ...graph.schema import NODE_NAMES, NODES
from ...graph.sql_text import literal
from ..problems import reject
from ..sheets.column import normalised

if TYPE_CHECKING:
    from ..columns.table import Table
    from .resolve import Names


def add_aliases(names: Names, tables: list[Table], *, new: bool) -> None:
    """Make known what the rows of alias tables state about nodes that are known, or of one kind and `new`."""
    for table in tables:
        for kinds in _alias_kinds(names, table):
            key = names.resolve(_alias_texts(table, kinds), kinds)
            if new:
                names.know(
                    f"""
                    SELECT {literal(kinds[0])}, x.name, r.identifier, NULL::VARCHAR, true, NULL::VARCHAR, true
                    FROM {table.relation} x JOIN load.resolved r ON r.text = x.name AND r.kinds = $key AND r.new
                    WHERE {_of_kinds(table, kinds)} AND x.row NOT IN (SELECT row FROM load.rejected)
                    """,
                    {"key": key},
                )
            names.know(
                f"""
                SELECT k.kind, x.alias, k.identifier, k.place, false, k.code, k.loose
                FROM {table.relation} x JOIN load.resolved r ON r.text = x.name AND r.kinds = $key
                JOIN load.known k ON k.identifier = r.identifier AND k.main
                WHERE x.alias IS NOT NULL AND {_of_kinds(table, kinds)} AND x.row NOT IN (SELECT row FROM load.rejected)
                """,
                {"key": key},
            )


def alias_node(names: Names, table: Table) -> str:
    """SQL that gives row, identifier, name and alias of the alias rows whose node is known."""
    parts = []
    for kinds in _alias_kinds(names, table):
        key = names.resolve(_alias_texts(table, kinds), kinds)
        parts.append(
            f"SELECT x.row, r.identifier, r.reason, x.name AS text, r.new FROM {table.relation} x"
            f" JOIN load.resolved r ON r.text = x.name AND r.kinds = {literal(key)} WHERE {_of_kinds(table, kinds)}"
        )
    return " UNION ALL ".join(parts)


def alias_key(table: Table) -> str:
    """SQL of the kinds that an alias row of a table may mean, as `Names.resolve` names them."""
    every = literal(",".join(NODE_NAMES))
    return f"coalesce(x.kind, {every})" if "kind" in table.columns else every


def alias_kind(text: str) -> str | None:
    """The node kind that a cell of an alias table names, in either language.

    >>> alias_kind("企业"), alias_kind("firms"), alias_kind("ship")
    ('firm', 'firm', None)
    """
    wanted = normalised(text)
    return next((kind.name for kind in NODES if wanted in map(normalised, (kind.name, kind.table, kind.zh))), None)


def _alias_kinds(names: Names, table: Table) -> list[tuple[str, ...]]:
    """The kinds that an alias table speaks of; rows that name none may mean any."""
    if "kind" not in table.columns:
        return [NODE_NAMES]
    rows = names.db.execute(f"SELECT DISTINCT kind FROM {table.relation} ORDER BY 1 NULLS LAST").fetchall()
    found = {alias_kind(text) if text else "" for (text,) in rows}
    return [NODE_NAMES if kind == "" else (kind,) for kind in sorted(kind for kind in found if kind is not None)]


def _alias_texts(table: Table, kinds: tuple[str, ...]) -> str:
    return f"SELECT x.name AS text FROM {table.relation} x WHERE {_of_kinds(table, kinds)}"


def _of_kinds(table: Table, kinds: tuple[str, ...]) -> str:
    """The rows of an alias table that speak of these kinds; `kind` is mapped to the schema's word when typed."""
    if "kind" not in table.columns:
        return "true"
    if len(kinds) > 1:
        return "x.kind IS NULL"
    return f"x.kind = {literal(','.join(kinds))}"


def check_alias_kinds(names: Names, table: Table) -> None:
    """Put the schema's word for each kind that an alias table names; reject rows that name none."""
    if "kind" not in table.columns:
        return
    db = names.db
    for (text,) in db.execute(f"SELECT DISTINCT kind FROM {table.relation} WHERE kind IS NOT NULL").fetchall():
        found = alias_kind(text)
        if found is None:
            reason = t(
                names.lang,
                f"is no kind of node; kinds: {', '.join(NODE_NAMES)}",
                f"不是对象的种类；可用：{'、'.join(NODE_NAMES)}",
            )
            rows = f"{table.relation} WHERE kind = {literal(text)}"
            reject(db, rows, literal(table.headers["kind"]), "kind", literal(reason))
        db.execute(
            f"UPDATE {table.relation} SET kind = $found WHERE kind = $text",
            {"found": found or text, "text": text},
        )
