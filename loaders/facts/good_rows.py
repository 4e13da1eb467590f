"""From typed tables to a batch of good facts: names resolved, contradictions found, rows rejected.

A rejected row takes its node's names with it, which may leave other rows without theirs.
So who is who is worked out anew, without the rejected rows, until no more rows fall.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.language import t
from ...graph.schema import AREAS, NODE_NAMES, Edge, kind
from ...graph.sql_text import literal
from ..names.aliases import check_alias_kinds
from ..names.codes import CODED, crossed_codes
from ..names.identify import called_as_divisions, identify, node_problems, table_of
from ..names.references import check_aliases, leaning, references_of, resolve_references, warn_of_open_ends
from ..problems import reject, reject_cells
from ..sheets.headers import ALIASES
from ..sheets.implied_edges import IMPLIED
from ..sheets.kind import is_node
from ..work_tables import TROUBLE
from .credit_codes import check_codes
from .implied_nodes import stage_new_nodes, stage_regions, stage_sources, stage_written
from .named_places import called_after, drop_places_of_titles, stage_named_places
from .self_edges import check_self_edges
from .stage import CITED, owner_row, stage
from .standings import stage_standings
from .sum_lines import add_up, find_unlike, summable

if TYPE_CHECKING:
    from ...graph.batch import Batch
    from ..columns.table import Table
    from ..names.references import NameReference
    from ..names.resolve import Names
    from ..read.sheet import Sheet


def kinds_named(tables: list[Table]) -> list[str]:
    """The node kinds that tables state or name, in the order of the schema."""
    found = {"source"}
    for table in tables:
        if table.table_kind.kind == ALIASES:
            return list(NODE_NAMES)
        if is_node(table.table_kind):
            found.add(table.table_kind.kind)
            for implied in IMPLIED.get(table.table_kind.kind, ()):
                found.update(implied.allowed)
        else:
            of = kind(table.table_kind.kind)
            assert isinstance(of, Edge)  # forms are nodes, edges or aliases
            found.update(name for end in of.ends for name in end.kinds)
    if "firm" in found:  # what is to be a firm may name a place (names/region_ends.py)
        found.update(AREAS)
    return [name for name in NODE_NAMES if name in found]


def stage_good(batch: Batch, names: Names, tables: list[Table], method: str, *, sum_lines: bool = False) -> None:
    """Stage the facts of all good rows; what is wrong with the others is in `load.problem`.

    With `sum_lines`, lines that state one fact are added up instead of contradicting each other.
    """
    db = names.db
    references = [reference for table in tables for reference in references_of(table)]
    for table in tables:
        check_codes(names, table)
        if table.table_kind.kind == ALIASES:
            check_alias_kinds(names, table)
    _reject(names)
    while True:
        names.reset()
        identify(names, tables)
        found = resolve_references(names, references) + check_self_edges(names, references)
        found += sum(check_aliases(names, table) for table in tables if table.table_kind.kind == ALIASES)
        found += _find_trouble(names, tables)
        if found and _reject_troubled(names) and _must_repeat(names, tables, references):
            continue
        stage(batch, names, tables, method)
        found = _find_conflicts(batch, names, tables, summed=sum_lines)
        if not found or not _reject(names) or not _must_repeat(names, tables, references):
            break
        # start again without them: their names may have served other rows
        for name in batch.kinds:
            db.execute(f'DELETE FROM "stage_{name}"')
    if found:
        # what contradicts was staged before it was found
        for name in batch.kinds:
            db.execute(f'DELETE FROM "stage_{name}" WHERE row IN (SELECT row FROM load.rejected)')
    warn_of_open_ends(names, references)
    add_up(batch, tables if sum_lines else [])
    drop_places_of_titles(batch, tables)
    names.new = stage_new_nodes(batch, references, method, groups=names.groups)
    if names.read_otherwise:
        stage_written(batch, tables, references, method)
    _stage_said_beside(batch, names, tables, references, method)
    stage_sources(batch, tables)


def _stage_said_beside(
    batch: Batch, names: Names, tables: list[Table], references: list[NameReference], method: str
) -> None:
    """What cells say beside names, and the divisions that are named; an export says all of that in tables of its own."""
    if tables and all(table.sheet.exported for table in tables):
        stage_regions(batch, names, references, exported=True)
        return
    stage_standings(batch, names, tables, references, method)
    told = stage_named_places(batch, names, tables, references, method)
    stage_regions(batch, names, references, told | called_after(batch))


def _reject(names: Names) -> int:
    """Make `load.rejected` of all rows with a problem, and `load.fallen` of those that are new in it; how many are."""
    ((count,),) = names.db.execute(
        "DELETE FROM load.fallen;"
        "INSERT INTO load.fallen SELECT DISTINCT row FROM load.problem WHERE row NOT IN (SELECT row FROM load.rejected);"
        "INSERT INTO load.rejected FROM load.fallen"
    ).fetchall()
    return int(count)


def _reject_troubled(names: Names) -> int:
    """Reject the rows of `load.trouble`, each of its problems said once; how many rows fell."""
    names.db.execute(
        """
        INSERT INTO load.problem SELECT DISTINCT t.row, t."column", t.value, t.reason FROM load.trouble t
        WHERE NOT EXISTS (FROM load.problem p WHERE p.row = t.row AND p."column" = t."column" AND p.value = t.value);
        DELETE FROM load.trouble
        """
    )
    return _reject(names)


def _must_repeat(names: Names, tables: list[Table], references: list[NameReference]) -> bool:
    """Whether a row that made a node or a name known has just been rejected."""
    if leaning(names, references):
        return True
    mine = [table.relation for table in tables if is_node(table.table_kind) or table.table_kind.kind == ALIASES]
    rows = " UNION ALL ".join(f"SELECT row FROM {relation}" for relation in mine)
    return bool(rows) and names.db.execute(f"FROM load.fallen SEMI JOIN ({rows}) USING (row)").fetchone() is not None


def _find_trouble(names: Names, tables: list[Table]) -> int:
    """Put what is wrong with names of nodes and of sources into `load.trouble`; how many cells."""
    any_nodes = any(is_node(table.table_kind) for table in tables)
    by_base = {table.sheet.base: table for table in tables}
    found = node_problems(names, by_base) if any_nodes else []
    if any(table.table_kind.kind == "firm" for table in tables):
        found += called_as_divisions(names, by_base)
    if any(table.table_kind.kind in CODED for table in tables):
        found += crossed_codes(names, by_base)
    count = reject_cells(names.db, found, into=TROUBLE) + sum(_check_sources(names, table) for table in tables)
    return count + sum(_check_owner(names, table, table.sheet.owner) for table in tables if table.sheet.owner)


def _check_owner(names: Names, table: Table, owner: Sheet) -> int:
    """Put into `load.trouble` figures of rows that are rejected: there is nothing that they could be of."""
    reason = t(names.lang, "a figure of a row that is rejected; mend that row", "所在行已被拒收；请先改正该行")
    rows = f"{table.relation} x WHERE {owner_row(table, owner)} IN (SELECT row FROM load.rejected) AND x.row NOT IN (SELECT row FROM load.rejected)"
    return reject(
        names.db, f"(SELECT x.row, x.name AS cell FROM {rows})", "'涉及对象'", "cell", literal(reason), into=TROUBLE
    )


def _check_sources(names: Names, table: Table) -> int:
    """Put into `load.trouble` rows whose source's title means several, or whose source had another publisher in a row before."""
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
    title, publisher = (literal(table.headers.get(name, name)) for name in ("source", "publisher"))
    return reject(
        names.db,
        f"""(
        SELECT x.row, {title} AS header, x.e_title AS cell, {literal(several)} AS reason FROM {table.relation} x {CITED}
        WHERE x.e_title IS NOT NULL AND s.identifier IS NULL
        UNION ALL
        SELECT row, {publisher}, said, {literal(other)} FROM (
            SELECT x.row, x.e_publisher AS said,
                first_value(x.e_publisher) OVER (PARTITION BY s.identifier ORDER BY x.row) AS before
            FROM {table.relation} x {CITED} WHERE x.e_publisher IS NOT NULL AND s.identifier IS NOT NULL
        ) WHERE said <> before
        )""",
        "header",
        "cell",
        "reason",
        into=TROUBLE,
    )


def _find_conflicts(batch: Batch, names: Names, tables: list[Table], *, summed: bool) -> int:
    """Reject the later of two rows that state one fact differently; amounts that are `summed` may differ. How many cells."""
    unlike = find_unlike(batch, names, tables) if summed else 0
    if not batch.conflicts():
        return unlike
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
    return unlike + reject_cells(names.db, out)


def _header(table: Table, of: str, column: str) -> str:
    """The header behind a stored column of a fact that a row states or implies."""
    stem = next((column.removesuffix(end) for end in ("_low", "_high") if column.endswith(end)), column)
    for implied in IMPLIED.get(table.table_kind.kind, ()):
        if implied.edge == of and of != table.table_kind.kind:
            details = {prop: name for name, _, prop in implied.details}
            return table.headers.get(details.get(stem, stem), table.headers.get(implied.column, stem))
    return table.headers.get(stem, stem)
