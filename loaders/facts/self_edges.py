"""Edges from a node to itself: a firm that supplies or owns itself, a park that lies in itself."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from ...graph.language import t
from ...graph.sql_text import literal, quoted
from ..problems import reject
from ..work_tables import TROUBLE

if TYPE_CHECKING:
    from ..names.references import NameReference
    from ..names.resolve import Names


def check_self_edges(names: Names, references: list[NameReference]) -> int:
    """Add rows whose two ends turned out to be one node to `load.trouble`; how many.

    No edge of the schema makes sense so: most often one name stands for two firms, or a column
    was filled down too far. An export tells what a graph holds, as it is.
    """
    reason = literal(
        t(
            names.lang,
            "is the same as the other end of this fact; correct one of them, or write the full names",
            "与该事实的另一方相同；请改正其中之一，或写全称",
        )
    )
    resolved = "JOIN load.resolved {r} ON {r}.text = {text} AND {r}.kinds = {key}"
    found = 0
    references = [reference for reference in references if not reference.table.sheet.exported]
    for one, two in combinations([reference for reference in references if reference.implied is None], 2):
        if one.table is two.table and set(one.kinds) & set(two.kinds):
            found += reject(
                names.db,
                f"(SELECT x.row, x.{quoted(two.column)} AS cell FROM {one.table.relation} x"
                f" {resolved.format(r='a', text=f'x.{quoted(one.column)}', key=literal(one.key))}"
                f" {resolved.format(r='b', text=f'x.{quoted(two.column)}', key=literal(two.key))}"
                # firms of a province supply each other: the two of them are not said to be one
                " WHERE a.identifier = b.identifier AND (a.identifier NOT IN (SELECT identifier FROM load.region_end)"
                # 桂林地区 was beside 桂林市 before it became a part of it
                " OR a.text <> b.text AND EXISTS (FROM load.region_end e WHERE e.former AND e.text IN (a.text, b.text))))",
                literal(two.table.headers[two.column]),
                "cell",
                reason,
                into=TROUBLE,
            )
    for reference in references:
        if reference.implied is not None and reference.table.table_kind.kind in reference.kinds:
            found += reject(
                names.db,
                f"(SELECT DISTINCT x.row, x.end_text FROM {reference.rows} x"
                f" {resolved.format(r='r', text='x.end_text', key=literal(reference.key))}"
                " JOIN load.node n ON n.row = x.row WHERE n.identifier = r.identifier)",
                literal(reference.table.headers[reference.column]),
                "end_text",
                reason,
                into=TROUBLE,
            )
    return found
