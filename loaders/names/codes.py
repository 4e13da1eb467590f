"""Rows whose code is one node's and whose name is another's: which of both is meant, nobody but a person knows.

A code says who a node is, and one with another name than before may have been renamed. But where that name is another's, who has
another code, the codes or the names of two were mistaken for each other, here or before: the facts that named either would be
about the other from then on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.language import t
from ...graph.schema import NODES, node
from ...graph.sql_text import literal
from .identify import table_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..columns.table import Table
    from .resolve import Names

CODED: Final = tuple(of.name for of in NODES if of.code and of.name != "region")
"""Kinds of nodes with an official code. Who the divisions are is told by the reference data, and many share a name."""


def crossed_codes(names: Names, tables: Mapping[int, Table]) -> list[tuple[int, str, str, str]]:
    """Rows with the code of one node and the name of another that has another code: row, header, text, reason.

    Not those that say so themselves: by an identifier, by the former name among their further names, or, of two of one name, by
    their place.
    """
    kinds = ", ".join(map(literal, CODED))
    rows = names.db.execute(_CROSSED.format(kinds=kinds)).fetchall()
    return [
        (row, _header(table_of(row, tables), kind), code, _reason(names, name, code, its, called, others))
        for row, kind, name, code, its, called, others in rows
    ]


_CROSSED: Final = """
WITH told AS (
    SELECT * FROM load.node WHERE kind IN ({kinds}) AND row >= 0 AND code IS NOT NULL AND identifier IS NOT NULL AND done
),
-- what the graph knows, and then each row by what the rows before it said
pool AS (
    SELECT kind, text, identifier, place, main, code, -1 AS row FROM load.graph_names WHERE kind IN ({kinds})
    UNION ALL SELECT kind, name, identifier, place, true, code, row FROM told
    UNION ALL SELECT kind, unnest(aliases), identifier, place, false, code, row FROM told
    -- an alias of this load, of whichever table
    UNION ALL SELECT kind, text, identifier, place, false, code, -1 FROM load.known WHERE kind IN ({kinds}) AND NOT main
),
known AS (
    SELECT t.row, bool_or(p.text = t.name) AS so_called, list(p.text ORDER BY p.row, p.text) FILTER (WHERE p.main AND p.text <> t.code) AS names,
        coalesce(bool_or(p.place = t.place), false) AS here
    FROM told t JOIN pool p ON p.identifier = t.identifier AND p.row < t.row WHERE t.given IS NULL GROUP BY t.row
)
SELECT t.row, t.kind, t.name, t.code, t.identifier, min(k.names[1]), min(y.code)
FROM told t JOIN known k ON k.row = t.row
    JOIN pool y ON y.kind = t.kind AND y.text = t.name AND y.main AND y.row < t.row
WHERE NOT k.so_called AND len(k.names) > 0 AND NOT list_has_any(k.names, coalesce(t.aliases, []))
    AND y.identifier <> t.identifier AND y.code <> t.code
GROUP BY t.row, t.kind, t.name, t.code, t.identifier, t.place, k.here
HAVING NOT (k.here AND bool_and(coalesce(y.place <> t.place, false)))
ORDER BY t.row
"""


def _header(table: Table, kind: str) -> str:
    code = node(kind).code or ""
    return table.headers.get(code, code)


def _reason(names: Names, name: str, code: str, its: str, called: str, others: str) -> str:
    return t(
        names.lang,
        f"is the code of {called}, and the code of {name} is {others} by what is known: which of both is meant? If that of {code} is"
        f" called {name} now, say so first (aliases: {its}, {name}); if a code known here is wrong, unload the source that states"
        " it (chanlian unload) and load this again",
        f"已知是“{called}”的代码，而“{name}”已知的代码是 {others}：究竟指哪一个？若 {code} 现名“{name}”，请先在 aliases 表中说明"
        f"（{its}，{name}）；若图中的代码有误，请先撤销其来源（chanlian unload），再重新载入",
    )
