"""Which cells of the tables name nodes: the ends of edges, and the columns that imply edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...graph.language import t
from ...graph.schema import Edge, edge, kind
from ...graph.sql_text import literal, quoted
from ..columns.severity import is_optional_end
from ..problems import reject, warn
from ..sheets.group_headings import NO_PARK, PARK
from ..sheets.headers import ALIASES
from ..sheets.implied_edges import IMPLIED, Implied
from ..sheets.kind import is_node
from ..work_tables import PLAIN, TROUBLE, refill
from .aliases import alias_node
from .offices import OFFICE, ZONE

if TYPE_CHECKING:
    import duckdb

    from ..columns.table import Table
    from .resolve import Names


_MANY: Final = frozenset({"firm", "product", "park", "region"})
"""Kinds whose names hold no 、: 计算机、通信和其他电子设备制造业 is one industry, and titles hold anything."""


@dataclass(frozen=True, slots=True)
class NameReference:
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
    def several(self) -> bool:
        """Whether one cell of an edge's end may name several nodes, each an end of a fact of its own."""
        return self.implied is None and set(self.kinds) <= _MANY and not self.table.sheet.exported

    @property
    def optional(self) -> bool:
        """Whether a row is loaded without this end where it cannot be told what its cell names."""
        has_place = {"place", "park"} <= self.table.columns
        return self.implied is not None and is_optional_end(self.implied.edge, self.column, has_place=has_place)

    @property
    def of_groups(self) -> bool:
        """Whether a place in this column may be the unnamed group of firms there."""
        if self.implied is not None:
            return edge(self.implied.edge).roles.of_groups or self.implied.trade is not None
        return edge(self.table.table_kind.kind).roles.of_groups

    @property
    def rows(self) -> str:
        """SQL of all columns of the table and `end_text`, a name to look up."""
        cell = quoted(self.column)
        if self.several:
            return (
                f"(SELECT t.*, coalesce(s.part, t.{cell}) AS end_text FROM {self.table.relation} t"
                f" LEFT JOIN load.parts s ON s.text = t.{cell} AND s.kinds = {literal(self.key)}"
                f" WHERE t.{cell} IS NOT NULL)"
            )
        text = f"unnest({cell})" if self.many else cell
        return f"(SELECT *, {text} AS end_text FROM {self.table.relation} WHERE {cell} IS NOT NULL)"


def references_of(table: Table) -> list[NameReference]:
    """The columns of a table that name other nodes."""
    if table.table_kind.kind == ALIASES:
        return []
    if is_node(table.table_kind):
        found = (one for one in IMPLIED.get(table.table_kind.kind, ()) if one.column in table.columns)
        return [NameReference(table, one.column, one.allowed, one.many, one) for one in found]
    of = kind(table.table_kind.kind)
    assert isinstance(of, Edge)  # forms are nodes, edges or aliases
    return [NameReference(table, end.name, end.kinds) for end in of.ends]


def resolve_references(names: Names, references: list[NameReference]) -> int:
    """Look up every name that is used; rows with one that stands for nothing go to `load.trouble`. How many went."""
    db = names.db
    _part(names, references)
    wanted = list(dict.fromkeys(reference.kinds for reference in references))
    # What only one kind of node can be comes first: it may be new, and then other cells may name it too.
    for kinds in sorted(wanted, key=lambda one: len(one) > 1):
        mine = [reference for reference in references if reference.kinds == kinds]
        names.resolve(" UNION ALL ".join(f"SELECT end_text AS text FROM {reference.rows}" for reference in mine), kinds)
        if len(kinds) > 1:
            _by_their_look(names, kinds)
        if len(kinds) == 1 and any(len(other) > 1 and kinds[0] in other for other in wanted):
            _know_new(names, mine)
    asked = _reject_groups(names, references)
    if not names.unclear:
        return asked
    unclear = db.execute("SELECT DISTINCT kinds FROM load.resolved WHERE reason IS NOT NULL").fetchall()
    return asked + sum(
        reject(
            db,
            f"(SELECT DISTINCT x.row, x.end_text, r.reason FROM {reference.rows} x JOIN load.resolved r"
            f" ON r.text = x.end_text AND r.kinds = {literal(reference.key)} WHERE r.reason IS NOT NULL)",
            literal(reference.table.headers[reference.column]),
            "end_text",
            "reason",
            into=TROUBLE,
        )
        for reference in references
        if (reference.key,) in unclear and (names.strict or not reference.optional)
    )


def warn_of_open_ends(names: Names, references: list[NameReference]) -> None:
    """Warn of ends that good rows are loaded without, for it cannot be told what their cells name."""
    if names.strict or not names.unclear:
        return
    without = t(names.lang, "; loaded without it", "；该行已载入，未采用此格")
    for reference in references:
        if reference.optional:
            warn(
                names.db,
                f"(SELECT DISTINCT x.row, x.end_text, r.reason FROM {reference.rows} x JOIN load.resolved r"
                f" ON r.text = x.end_text AND r.kinds = {literal(reference.key)} WHERE r.reason IS NOT NULL"
                " AND x.row NOT IN (SELECT row FROM load.rejected) ORDER BY 1)",
                literal(reference.table.headers[reference.column]),
                "end_text",
                f"reason || {literal(without)}",
            )


def _reject_groups(names: Names, references: list[NameReference]) -> int:
    """Put rows of edges that no group of firms of a place can be an end of into `load.trouble`: what 贵州省 owns is not its firms'."""
    if not names.groups:
        return 0
    reason = t(
        names.lang,
        "is a place and no firm, and its firms cannot be meant together here; write the firm or body (贵州省国资委)",
        "是地点而不是企业，这里也不能泛指当地企业；请写企业或机构名称（如贵州省国资委）",
    )
    return sum(
        reject(
            names.db,
            f"(SELECT DISTINCT x.row, x.end_text FROM {one.rows} x JOIN load.region_end e ON e.text = x.end_text"
            f" JOIN load.resolved r ON r.text = x.end_text AND r.kinds = 'firm' AND r.identifier = e.identifier)",
            literal(one.table.headers[one.column]),
            "end_text",
            literal(reason),
            into=TROUBLE,
        )
        for one in references
        if one.kinds == ("firm",) and not one.of_groups
    )


FIRM: Final = (
    r".{2,}(?:公司|集团|合作社|工厂|[一-鿿]厂|事务所|个体户|加工坊|农场|矿业|酒店)(?:[（(].*[)）])?"
    r"|.*\b(?:Inc|Ltd|LLC|Corp|GmbH|PLC)\.?"
)
"""What is plainly the name of a firm."""


def _by_their_look(names: Names, kinds: tuple[str, ...]) -> None:
    """Where a cell may name several kinds, an unknown company is a firm, a bureau an organization, a 工业园 a park."""
    key = ",".join(kinds)
    for kind_, look in (
        ("firm", FIRM),
        ("organization", OFFICE),
        ("park", ZONE if set(kinds) == {"region", "park"} else PARK),
    ):
        if kind_ not in kinds:
            continue
        listed = ", ".join(map(literal, kinds))
        plain = refill(
            names.db,
            PLAIN,
            "SELECT text FROM load.resolved r WHERE r.kinds = $key"
            " AND r.identifier IS NULL AND r.reason IS NOT NULL AND regexp_full_match(r.text, $look)"
            " AND NOT regexp_full_match(r.text, $no_park)"
            f" AND NOT EXISTS (FROM load.known k WHERE k.text = r.text AND k.kind IN ({listed}))",
            {"key": key, "look": look, "no_park": NO_PARK},
        )
        if not plain:
            continue
        one = names.resolve("SELECT text FROM load.plain", (kind_,))
        names.db.execute(
            "UPDATE load.resolved SET identifier = f.identifier, new = f.new, reason = f.reason FROM"
            " (SELECT * FROM load.resolved SEMI JOIN load.plain USING (text) WHERE kinds = $one) f"
            " WHERE load.resolved.text = f.text AND load.resolved.kinds = $key",
            {"one": one, "key": key},
        )


def _part(names: Names, references: list[NameReference]) -> None:
    """Fill `load.parts`: cells of ends that name several nodes, parted at 、；or new lines where that is certain.

    It is not where a bracket holds such a mark, or where the whole cell is a name that is known.
    """
    db = names.db
    if names.parts:
        db.execute("DELETE FROM load.parts")
        names.parts = 0
    for reference in _with_marks(db, [reference for reference in references if reference.several]):
        cell = quoted(reference.column)
        kinds = ", ".join(map(literal, reference.kinds))
        marked = f"SELECT {cell} FROM {reference.table.relation} WHERE regexp_matches({cell}, {literal(_PARTING)})"
        names.graph.exactly(marked, reference.kinds)
        ((count,),) = db.execute(
            f"""
            INSERT INTO load.parts
            WITH x AS (SELECT DISTINCT {cell} AS text FROM {reference.table.relation} WHERE regexp_matches({cell}, $marks)),
            parted AS (
                SELECT text, list_filter(
                    list_transform(regexp_split_to_array(text, $marks), lambda part: trim(part, {_BLANKS})),
                    lambda part: part <> '') AS parts
                FROM x WHERE NOT regexp_matches(text, $inside)
                    AND NOT EXISTS (FROM load.known k WHERE k.text = x.text AND k.kind IN ({kinds}))
                    AND NOT EXISTS (FROM load.parts p WHERE p.text = x.text AND p.kinds = $key)
            )
            SELECT DISTINCT text, $key::VARCHAR, unnest(parts) FROM parted WHERE len(parts) > 1
                -- a line break also breaks one long name
                AND (regexp_matches(text, '[、；]')
                    OR len(list_filter(parts, lambda part: length(part) < 2 OR regexp_matches(part, $ending))) = 0)
            """,
            {"marks": _PARTING, "inside": "[（(【\\[《“][^）)】\\]》”]*[、；;\n\r]", "key": reference.key,
             "ending": "^(?:股份|责任|集团)*(?:有限)?(?:责任)?(?:公司|集团|厂|分公司|合作社)$"},
        ).fetchall()  # fmt: skip
        names.parts += int(count)


def _with_marks(db: duckdb.DuckDBPyConnection, references: list[NameReference]) -> list[NameReference]:
    """The columns with a cell that may name several: one look at each table."""
    out: list[NameReference] = []
    for table in {reference.table.relation: reference.table for reference in references}.values():
        mine = [reference for reference in references if reference.table is table]
        asked = ", ".join(
            f"bool_or(regexp_matches({quoted(reference.column)}, {literal(_PARTING)}))" for reference in mine
        )
        found = db.execute(f"SELECT {asked} FROM {table.relation}").fetchone() or ()
        out += [reference for reference, marked in zip(mine, found, strict=True) if marked]
    return out


_PARTING: Final = "[、；;\n\r]"
_BLANKS: Final = "chr(32) || chr(9) || chr(160) || chr(12288)"


def parted_rows(names: Names, tables: list[Table]) -> list[tuple[Table, int, list[int]]]:
    """The good rows of edge tables that state several facts, as table, count and the first lines."""
    out: list[tuple[Table, int, list[int]]] = []
    if not names.parts:
        return out
    for table in tables:
        mine = [reference for reference in references_of(table) if reference.several]
        if not mine:
            continue
        cells = " OR ".join(
            f"{quoted(reference.column)} IN (SELECT text FROM load.parts WHERE kinds = {literal(reference.key)})"
            for reference in mine
        )
        lines = names.db.execute(
            f"SELECT DISTINCT line FROM {table.relation} WHERE ({cells})"
            " AND row NOT IN (SELECT row FROM load.rejected) ORDER BY 1"
        ).fetchall()
        if lines:
            out.append((table, len(lines), [line for (line,) in lines[:10]]))
    return out


def _know_new(names: Names, references: list[NameReference]) -> None:
    """Make known the nodes that good rows name first."""
    for reference in references:
        names.know(
            f"""
            SELECT {literal(reference.kinds[0])}, r.text, r.identifier, NULL::VARCHAR, true, NULL::VARCHAR, true
            FROM {reference.rows} x JOIN load.resolved r ON r.text = x.end_text AND r.kinds = {literal(reference.key)}
            WHERE r.new AND x.row NOT IN (SELECT row FROM load.rejected)
            """
        )


def leaning(names: Names, references: list[NameReference]) -> bool:
    """Whether a cell that may name several kinds names a node that only another row makes."""
    several = [literal(reference.key) for reference in references if len(reference.kinds) > 1]
    if not several:
        return False
    row = names.db.execute(
        f"SELECT 1 FROM load.resolved a SEMI JOIN load.resolved b ON b.identifier = a.identifier AND b.new"
        f" WHERE a.kinds IN ({', '.join(several)}) LIMIT 1"
    ).fetchone()
    return row is not None


def check_aliases(names: Names, table: Table) -> int:
    """Put alias rows whose name stands for no node, or for several, into `load.trouble`; how many."""
    rows = alias_node(names, table)
    if not rows:
        return 0
    reason = t(names.lang, "unknown; an alias needs a node that is loaded", "未知；别名必须对应已载入的对象")
    return reject(
        names.db,
        f"({rows}) WHERE identifier IS NULL OR new",
        literal(table.headers["name"]),
        "text",
        f"coalesce(reason, {literal(reason)})",
        into=TROUBLE,
    )
