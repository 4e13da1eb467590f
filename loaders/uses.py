"""Which cells of the tables name nodes: the ends of edges, and the columns that imply edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..graph.language import t
from ..graph.schema import Edge, kind
from ._sql import literal, quoted
from .aliases import alias_node
from .detect import is_node
from .headers import ALIASES
from .implied import IMPLIED, Implied

if TYPE_CHECKING:
    from .names import Names
    from .typed import Table


@dataclass(frozen=True, slots=True)
class Use:
    """A column of a table that names nodes of `kinds`, one a cell or `many`."""

    table: Table
    column: str
    kinds: tuple[str, ...]
    many: bool = False
    implied: Implied | None = None

    @property
    def key(self) -> str:
        """What stands for these kinds in `load.resolved`."""
        return ",".join(self.kinds)

    @property
    def rows(self) -> str:
        """SQL of all columns of the table and `end_text`, a name to look up."""
        cell = quoted(self.column)
        text = f"unnest({cell})" if self.many else cell
        return f"(SELECT *, {text} AS end_text FROM {self.table.relation} WHERE {cell} IS NOT NULL)"


def uses_of(table: Table) -> list[Use]:
    """The columns of a table that name other nodes."""
    if table.form.kind == ALIASES:
        return []
    if is_node(table.form):
        found = (one for one in IMPLIED.get(table.form.kind, ()) if one.column in table.columns)
        return [Use(table, one.column, one.allowed, one.many, one) for one in found]
    edge = kind(table.form.kind)
    assert isinstance(edge, Edge)  # forms are nodes, edges or aliases
    return [Use(table, end.name, end.kinds) for end in edge.ends]


def resolve_uses(names: Names, uses: list[Use]) -> None:
    """Look up every name that is used; rows with one that stands for nothing go to `load.trouble`."""
    db = names.db
    db.execute('CREATE OR REPLACE TABLE load.trouble (row BIGINT, "column" VARCHAR, value VARCHAR, reason VARCHAR)')
    wanted = list(dict.fromkeys(use.kinds for use in uses))
    # What only one kind of node can be comes first: it may be new, and then other cells may name it too.
    for kinds in sorted(wanted, key=lambda one: len(one) > 1):
        mine = [use for use in uses if use.kinds == kinds]
        names.resolve(" UNION ALL ".join(f"SELECT end_text AS text FROM {use.rows}" for use in mine), kinds)
        if len(kinds) == 1 and any(len(other) > 1 and kinds[0] in other for other in wanted):
            _know_new(names, mine)
    for use in uses:
        db.execute(
            f"INSERT INTO load.trouble SELECT DISTINCT x.row, $header, x.end_text, r.reason FROM {use.rows} x"
            " JOIN load.resolved r ON r.text = x.end_text AND r.kinds = $key WHERE r.reason IS NOT NULL",
            {"header": use.table.headers[use.column], "key": use.key},
        )


def _know_new(names: Names, uses: list[Use]) -> None:
    """Make known the nodes that good rows name first."""
    for use in uses:
        names.db.execute(
            f"""
            INSERT INTO load.known
            SELECT DISTINCT {literal(use.kinds[0])}, r.text, r.identifier, NULL::VARCHAR, true, NULL::VARCHAR, true
            FROM {use.rows} x JOIN load.resolved r ON r.text = x.end_text AND r.kinds = {literal(use.key)}
            WHERE r.new AND x.row NOT IN (SELECT row FROM load.rejected)
            EXCEPT SELECT * FROM load.known
            """
        )


def leaning(names: Names, uses: list[Use]) -> bool:
    """Whether a cell that may name several kinds names a node that only another row makes."""
    several = [literal(use.key) for use in uses if len(use.kinds) > 1]
    if not several:
        return False
    row = names.db.execute(
        f"SELECT 1 FROM load.resolved a SEMI JOIN load.resolved b ON b.identifier = a.identifier AND b.new"
        f" WHERE a.kinds IN ({', '.join(several)}) LIMIT 1"
    ).fetchone()
    return row is not None


def check_details(names: Names, table: Table) -> None:
    """Reject a capacity without its one product, the basis of no place, and the like."""
    for implied in IMPLIED.get(table.form.kind, ()):
        for column, _, prop in implied.details:
            if column not in table.headers or prop == "unit":
                continue
            cell = quoted(implied.column)
            filled = f"{cell} IS NOT NULL" if not implied.many else f"len({cell}) = 1"
            told = f"coalesce({filled}, false)" if implied.column in table.columns else "false"
            needs = table.headers.get(implied.column, implied.column)
            names.db.execute(
                f"INSERT INTO load.problem SELECT row, $header, {quoted(column)}::VARCHAR, $reason"
                f" FROM {table.relation}"
                f" WHERE {quoted(column)} IS NOT NULL AND NOT {told}",
                {
                    "header": table.headers[column],
                    "reason": t(
                        names.lang,
                        f"says something about one {needs}, but the row names none or several; "
                        "state it in a table of its own",
                        f"说明的是一个“{needs}”，但该行没有或有多个；请另列一张表",
                    ),
                },
            )


def check_aliases(names: Names, table: Table) -> None:
    """Reject alias rows whose name stands for no node, or for several."""
    rows = alias_node(names, table)
    if not rows:
        return
    reason = t(names.lang, "unknown; an alias needs a node that is loaded", "未知；别名必须对应已载入的对象")
    names.db.execute(
        f"INSERT INTO load.trouble SELECT row, $header, text, coalesce(reason, $reason) FROM ({rows})"
        " WHERE identifier IS NULL OR new",
        {"header": table.headers["name"], "reason": reason},
    )
