"""Rows of typed tables that say too little: without what their kind needs, or details of nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.language import t
from ...graph.schema import edge
from ...graph.sql_text import literal, quoted
from ..problems import reject, warn
from ..sheets.implied_edges import IMPLIED
from ..sheets.kind import is_node

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from .table import Table


def lone_details(db: duckdb.DuckDBPyConnection, table: Table, cells: Mapping[str, str], lang: str) -> None:
    """A capacity without its one product, the basis of no place: left out with a warning, the row stays.

    `cells` are SQL of the cell, in the sheet `r`, behind each typed column.
    """
    for implied in IMPLIED.get(table.table_kind.kind, ()) if is_node(table.table_kind) else ():
        cell = f"x.{quoted(implied.column)}"
        of_one = f"coalesce({f'len({cell}) = 1' if implied.many else f'{cell} IS NOT NULL'}, false)"
        if implied.column not in table.columns:
            of_one = "false"
        needs = table.headers.get(implied.column, implied.column)
        reason = t(
            lang,
            f"left out: it speaks of one {needs}, but the row names none or several; give each a row of its own",
            f"未采用：它说明的是一个“{needs}”，但该行没有或有多个；请分行填写",
        )
        for name, _, _ in implied.details:
            ends = [name + end for end in ("", "_low", "_high", "_original") if name + end in table.columns]
            if name in table.headers and name in table.columns:
                warn(
                    db,
                    f"(SELECT x.row, {cells[name]} AS cell FROM {table.relation} x JOIN {table.sheet.relation} r"
                    f" USING (line) WHERE x.{quoted(name)} IS NOT NULL AND NOT {of_one})",
                    literal(table.headers[name]),
                    "cell",
                    literal(reason),
                )
            if ends:
                nothing = ", ".join(f"{quoted(end)} = NULL" for end in ends)
                db.execute(f"UPDATE {table.relation} x SET {nothing} WHERE NOT {of_one}")


def basis_of_nothing(db: duckdb.DuckDBPyConnection, table: Table) -> None:
    """What a header says of amounts (年采购额: of a year) is said of no row that has none."""
    amounts = [name + end for name in ("value", "quantity", "capacity") for end in ("", "_low", "_high", "_original")]
    have = [quoted(name) for name in amounts if name in table.columns]
    if is_node(table.table_kind) or "basis" not in table.columns or not have or table.sheet.exported:
        return
    none = " AND ".join(f"{name} IS NULL" for name in have)
    db.execute(f"UPDATE {table.relation} SET basis = NULL WHERE basis IS NOT NULL AND {none}")


def required(db: duckdb.DuckDBPyConnection, table: Table, lang: str) -> None:
    """A row without what its kind needs is rejected; an export states what its graph holds, but nothing without a name or an end."""
    needed = table.table_kind.required
    if table.sheet.exported:
        own = ["name"] if is_node(table.table_kind) else [end.name for end in edge(table.table_kind.kind).ends]
        needed = tuple(name for name in needed if name in own)
    if needed:
        lacks = [f"x.{quoted(name)} IS NULL" for name in needed]
        headers = ", ".join(
            f"CASE WHEN {lack} THEN {literal(table.headers.get(name, name))} END"
            for name, lack in zip(needed, lacks, strict=True)
        )
        reject(
            db,
            f"(SELECT row, unnest([{headers}]) AS header FROM {table.relation} x WHERE {' OR '.join(lacks)})"
            " WHERE header IS NOT NULL",
            "header",
            "NULL",
            literal(t(lang, "is empty; this kind of table needs it", "为空；这种表必须填写")),
            once=True,
        )
    if "identifier" in table.columns:
        start = literal(f"{table.table_kind.kind}:")
        reject(
            db,
            f"{table.relation} WHERE NOT starts_with(identifier, {start}) OR length(identifier) = length({start})",
            literal(table.headers["identifier"]),
            "identifier",
            literal(
                t(
                    lang,
                    f"an identifier of this kind begins with {table.table_kind.kind}:",
                    f"这种对象的标识应以 {table.table_kind.kind}: 开头",
                )
            ),
        )
