"""From typed tables to a batch of good facts: names resolved, contradictions found, rows rejected.

A rejected row takes its node's names with it, which may leave other rows without theirs.
So who is who is worked out anew, without the rejected rows, until no more rows fall.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.language import t
from ...graph.schema import NODE_NAMES, Edge, kind
from .._sql import any_rows
from ..names.aliases import check_alias_kinds
from ..names.identify import identify, node_problems, table_of
from ..names.references import check_aliases, check_details, leaning, resolve_uses, uses_of
from ..sheets.headers import ALIASES
from ..sheets.implied_edges import IMPLIED
from ..sheets.kind import is_node
from .credit_codes import check_codes
from .implied_nodes import stage_new_nodes, stage_regions, stage_sources, stage_written
from .self_edges import check_selves
from .stage import CITED, stage
from .sum_lines import add_up, find_unlike, summable

if TYPE_CHECKING:
    from ...graph.batch import Batch
    from ..columns.typed import Table
    from ..names.references import Use
    from ..names.resolve import Names


def kinds_named(tables: list[Table]) -> list[str]:
    """The node kinds that tables state or name, in the order of the schema."""
    found = {"source"}
    for table in tables:
        if table.form.kind == ALIASES:
            return list(NODE_NAMES)
        if is_node(table.form):
            found.add(table.form.kind)
            for implied in IMPLIED.get(table.form.kind, ()):
                found.update(implied.allowed)
        else:
            of = kind(table.form.kind)
            assert isinstance(of, Edge)  # forms are nodes, edges or aliases
            found.update(name for end in of.ends for name in end.kinds)
    return [name for name in NODE_NAMES if name in found]


def stage_good(batch: Batch, names: Names, tables: list[Table], method: str, *, sum_lines: bool = False) -> None:
    """Stage the facts of all good rows; what is wrong with the others is in `load.problem`.

    With `sum_lines`, lines that state one fact are added up instead of contradicting each other.
    """
    db = names.db
    uses = [use for table in tables for use in uses_of(table)]
    for table in tables:
        check_details(names, table)
        check_codes(names, table)
        if table.form.kind == ALIASES:
            check_alias_kinds(names, table)
    _reject(names)
    while True:
        names.reset()
        identify(names, tables)
        resolve_uses(names, uses)
        check_selves(names, uses)
        for table in tables:
            if table.form.kind == ALIASES:
                check_aliases(names, table)
        _find_trouble(names, tables)
        _reject(names)
        if _must_repeat(names, tables, uses):
            continue
        stage(batch, names, tables, method)
        _find_conflicts(batch, names, tables, summed=sum_lines)
        _reject(names)
        if not _must_repeat(names, tables, uses):
            break
        # start again without them: their names may have served other rows
        for name in batch.kinds:
            db.execute(f'DELETE FROM "stage_{name}"')
    for name in batch.kinds if any_rows(db, "load.rejected") else ():
        db.execute(f'DELETE FROM "stage_{name}" WHERE row IN (SELECT row FROM load.rejected)')
    add_up(batch, tables if sum_lines else [])
    stage_new_nodes(batch, uses, method)
    stage_written(batch, tables, uses, method)
    stage_regions(batch, uses)
    stage_sources(batch, tables)


def _reject(names: Names) -> None:
    """Make `load.rejected` of all rows with a problem, and `load.fallen` of those that are new in it."""
    db = names.db
    db.execute("CREATE TABLE IF NOT EXISTS load.rejected (row BIGINT)")
    db.execute(
        "CREATE OR REPLACE TABLE load.fallen AS SELECT DISTINCT row FROM load.problem"
        " WHERE row NOT IN (SELECT row FROM load.rejected)"
    )
    db.execute("INSERT INTO load.rejected FROM load.fallen")


def _must_repeat(names: Names, tables: list[Table], uses: list[Use]) -> bool:
    """Whether a row that made a node or a name known has just been rejected."""
    if names.db.execute("SELECT 1 FROM load.fallen LIMIT 1").fetchone() is None:
        return False
    if leaning(names, uses):
        return True
    for table in tables:
        if is_node(table.form) or table.form.kind == ALIASES:
            row = names.db.execute(
                f"SELECT 1 FROM load.fallen SEMI JOIN {table.relation} USING (row) LIMIT 1"
            ).fetchone()
            if row:
                return True
    return False


def _find_trouble(names: Names, tables: list[Table]) -> None:
    """Add what is wrong with names to the problems, each once."""
    db = names.db
    found = node_problems(names, {table.sheet.base: table for table in tables})
    if found:
        db.executemany("INSERT INTO load.trouble VALUES (?, ?, ?, ?)", found)
    for table in tables:
        _check_sources(names, table)
    db.execute(
        """
        INSERT INTO load.problem SELECT DISTINCT t.row, t."column", t.value, t.reason FROM load.trouble t
        WHERE NOT EXISTS (FROM load.problem p WHERE p.row = t.row AND p."column" = t."column" AND p.value = t.value)
        """
    )


def _check_sources(names: Names, table: Table) -> None:
    """Reject rows whose source's title means several, or whose source had another publisher in a row before."""
    several = t(
        names.lang,
        "is the title of several sources; give its date in the column published",
        "有多个同名来源；请在发布日期列写明日期",
    )
    other = t(
        names.lang,
        "is not the publisher that an earlier row gives this source",
        "与前面的行给出的同一来源的发布者不同",
    )
    header = table.headers.get
    names.db.execute(
        f"""
        INSERT INTO load.trouble
        SELECT x.row, $title, x.e_title, $several FROM {table.relation} x {CITED}
        WHERE x.e_title IS NOT NULL AND s.identifier IS NULL
        UNION ALL
        SELECT row, $publisher, said, $other FROM (
            SELECT x.row, x.e_publisher AS said,
                first_value(x.e_publisher) OVER (PARTITION BY s.identifier ORDER BY x.row) AS before
            FROM {table.relation} x {CITED} WHERE x.e_publisher IS NOT NULL AND s.identifier IS NOT NULL
        ) WHERE said <> before
        """,
        {
            "title": header("source", "source"), "publisher": header("publisher", "publisher"),
            "several": several, "other": other,
        },
    )  # fmt: skip


def _find_conflicts(batch: Batch, names: Names, tables: list[Table], *, summed: bool) -> None:
    """Reject the later of two rows that state one fact differently; amounts that are `summed` may differ."""
    if summed:
        find_unlike(batch, names, tables)
    batch.conflicts()
    by_base = {table.sheet.base: table for table in tables}
    # 8300万元 and 0.83亿元 are written differently and say the same
    rows = names.db.execute(
        'SELECT DISTINCT kind, row, first_row, "column", value, first_value FROM conflict WHERE row >= 0'
        " AND NOT ends_with(\"column\", '_original') ORDER BY ALL"
    ).fetchall()
    out = []
    for of, row, first_row, column, value, first_value in rows:
        table = table_of(row, by_base)
        if summed and column in summable(table, of):
            continue
        first = table_of(first_row, by_base)
        where = f"{first.sheet.where} row {first_row - first.sheet.base}"
        where_zh = f"{first.sheet.where} 第 {first_row - first.sheet.base} 行"
        header = _header(table, of, column)
        out.append(
            (
                row, header, value,
                t(names.lang, f"contradicts {where}, which says {first_value}", f"与{where_zh}的 {first_value} 矛盾"),
            )
        )  # fmt: skip
    if out:
        names.db.executemany("INSERT INTO load.problem VALUES (?, ?, ?, ?)", out)


def _header(table: Table, of: str, column: str) -> str:
    """The header behind a stored column of a fact that a row states or implies."""
    stem = next((column.removesuffix(end) for end in ("_low", "_high") if column.endswith(end)), column)
    for implied in IMPLIED.get(table.form.kind, ()):
        if implied.edge == of and of != table.form.kind:
            details = {prop: name for name, _, prop in implied.details}
            return table.headers.get(details.get(stem, stem), table.headers.get(implied.column, stem))
    return table.headers.get(stem, stem)
