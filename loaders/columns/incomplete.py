"""Rows of typed tables that say too little: without what their kind needs, or details of nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.language import t
from .._sql import quoted
from ..sheets.implied_edges import IMPLIED
from ..sheets.kind import is_node

if TYPE_CHECKING:
    from .typed import Typing


def lone_details(typing: Typing) -> None:
    """A capacity without its one product, the basis of no place: left out with a warning, the row stays."""
    table, db = typing.table, typing.db
    for implied in IMPLIED.get(table.form.kind, ()) if is_node(table.form) else ():
        cell = quoted(implied.column)
        told = f"coalesce({f'len({cell}) = 1' if implied.many else f'{cell} IS NOT NULL'}, false)"
        if implied.column not in table.columns:
            told = "false"
        needs = table.headers.get(implied.column, implied.column)
        for name, _, _ in implied.details:
            ends = [name + end for end in ("", "_low", "_high", "_original") if name + end in table.columns]
            if name in table.headers and name in table.columns:
                raw = typing.cells[name][0]
                db.execute(
                    f"INSERT INTO load.warning SELECT x.row, $header, {raw}, $reason FROM {table.relation} x"
                    f" JOIN {table.sheet.relation} r USING (line)"
                    f" WHERE x.{quoted(name)} IS NOT NULL AND NOT {told.replace(cell, 'x.' + cell)}",
                    {
                        "header": table.headers[name],
                        "reason": t(
                            typing.lang,
                            f"left out: it speaks of one {needs}, but the row names none or several; "
                            "give each a row of its own",
                            f"未采用：它说明的是一个“{needs}”，但该行没有或有多个；请分行填写",
                        ),
                    },
                )
            if ends:
                nothing = ", ".join(f"{quoted(end)} = NULL" for end in ends)
                db.execute(f"UPDATE {table.relation} SET {nothing} WHERE NOT {told}")


def required(typing: Typing) -> None:
    """A row without what its kind needs is rejected."""
    table = typing.table
    for name in table.form.required:
        db, header = typing.db, table.headers.get(name, name)
        db.execute(
            f"INSERT INTO load.problem SELECT row, $header, NULL, $reason FROM {table.relation} x"
            f" WHERE {quoted(name)} IS NULL"
            f' AND NOT EXISTS (FROM load.problem p WHERE p.row = x.row AND p."column" = $header)',
            {
                "header": header,
                "reason": t(typing.lang, "is empty; this kind of table needs it", "为空；这种表必须填写"),
            },
        )
    if "identifier" in table.columns:
        typing.db.execute(
            f"INSERT INTO load.problem SELECT row, $header, identifier, $reason FROM {table.relation}"
            " WHERE NOT starts_with(identifier, $kind || ':') OR length(identifier) = length($kind) + 1",
            {
                "header": table.headers["identifier"],
                "kind": table.form.kind,
                "reason": t(
                    typing.lang,
                    f"an identifier of this kind begins with {table.form.kind}:",
                    f"这种对象的标识应以 {table.form.kind}: 开头",
                ),
            },
        )
