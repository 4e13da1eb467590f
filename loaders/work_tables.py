"""The tables of a load, each declared once: what its rows are, its columns, who fills and who reads it.

A load works in schema `load` of the batch's own database. The tables below are made empty at its
start, in one script; SQL of this folder names them as they are called here. Of some there is one a
sheet, a column or a step (`load.raw_3`): these are `Family`, made where they are filled. A function
that works on a table given to it takes a `WorkTable`. Texts in SQL are written `{KNOWN}` or
`load.known` as reads best; tests/loaders/test_work_tables.py holds all of this true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..graph.sql_text import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its SQL type, and what it says."""

    name: str
    type: str
    en: str


@dataclass(frozen=True, slots=True)
class WorkTable:
    """A table of a load. In SQL it stands by its name: f"FROM {KNOWN}"."""

    name: str
    en: str
    """What a row of it is."""
    columns: tuple[Column, ...]
    fills: str
    """The modules of this folder that put rows into it or change them."""
    reads: str

    def __str__(self) -> str:
        """The name, as SQL has it."""
        return self.name

    def ddl(self) -> str:
        """The statement that makes it, empty."""
        return f"CREATE TABLE {self.name} ({', '.join(f'{quoted(one.name)} {one.type}' for one in self.columns)})"


@dataclass(frozen=True, slots=True)
class Family:
    """Tables of which there is one a sheet, column or step; `name` ends where the number begins."""

    name: str
    en: str
    columns: tuple[Column, ...]
    """Those that each of them has."""
    rest: str
    """What its other columns are."""
    made: str
    """The module that makes them."""


def _columns(text: str) -> tuple[Column, ...]:
    """Columns from lines of name, type and meaning.

    >>> _columns("row BIGINT: the row; why VARCHAR: the reason")[1].en
    'the reason'
    """
    said = [re.split(" |: ", one.strip(), maxsplit=2) for one in text.split(";")]
    return tuple(Column(name, type_, meaning) for name, type_, meaning in said)


_CELL: Final = "row BIGINT: the row of the load; column VARCHAR: the header; value VARCHAR: the cell; reason VARCHAR: what is wrong"
_NAME: Final = (
    "kind VARCHAR: the node's kind; text VARCHAR: a name, alias, code or identifier of the node;"
    " identifier VARCHAR: the node; place VARCHAR: the identifier of its primary place;"
    " main BOOLEAN: whether the text is its name; code VARCHAR: its official code;"
    " loose BOOLEAN: whether its place is unknown, so that it may be any"
)
_TEXT: Final = "text VARCHAR: a distinct text"
_FORM: Final = (
    "text VARCHAR: a name; written VARCHAR: its normalised form; core VARCHAR: without legal form and regions;"
    " form VARCHAR: the legal form; places VARCHAR[]: the regions in front"
)
_EVIDENCE: Final = (
    "source VARCHAR: the source's identifier; locator VARCHAR: where in the source; method VARCHAR: how it was stated;"
    " confidence DOUBLE: how sure"
)

CROOKED: Final = WorkTable(
    "load.crooked",
    "a row whose form is wrong, found while its sheet was read",
    _columns(
        "sheet INTEGER: the sheet's number; line BIGINT: its line; value VARCHAR: the cell; reason VARCHAR: what is wrong"
    ),
    fills="mapping.apply read.arrow read.sheet",
    reads="load_tables mapping.apply",
)
PROBLEM: Final = WorkTable(
    "load.problem",
    "a cell for which its row is rejected",
    _columns(_CELL),
    fills="columns.incomplete columns.typed facts.credit_codes facts.good_rows facts.sum_lines load_tables names.aliases",
    reads="edits facts.edition facts.good_rows report.rejects",
)
WARNING: Final = WorkTable(
    "load.warning",
    "a cell that was left empty or is doubtful; its row is loaded",
    _columns(_CELL),
    fills="columns.incomplete columns.typed facts.credit_codes facts.parks_elsewhere names.references names.row_places names.settle",
    reads="edits report.warnings",
)
TROUBLE: Final = WorkTable(
    "load.trouble",
    "a cell whose name stands for nothing, in this round; becomes a problem",
    _columns(_CELL),
    fills="facts.good_rows facts.self_edges names.references",
    reads="facts.good_rows",
)
REJECTED: Final = WorkTable(
    "load.rejected",
    "a row with a problem",
    _columns("row BIGINT: the row"),
    fills="facts.good_rows",
    reads="facts.good_rows facts.named_places facts.parks_elsewhere facts.stage facts.standings names.aliases names.identify"
    " names.references report.dry_run report.name_notes",
)
FALLEN: Final = WorkTable(
    "load.fallen",
    "a row that was rejected last",
    _columns("row BIGINT: the row"),
    fills="facts.good_rows",
    reads="facts.good_rows",
)
LEFT_OUT: Final = WorkTable(
    "load.left_out",
    "a line of a sheet made for people that may be no row",
    _columns(
        "line BIGINT: the line; why VARCHAR: total, note, heading, ...; text VARCHAR: what it says; mark VARCHAR: its serial number"
    ),
    fills="sheets.cleaning",
    reads="sheets.cleaning",
)
GRAPH_NAMES: Final = WorkTable(
    "load.graph_names",
    "a text by which the graph knows a node",
    _columns(_NAME),
    fills="names.graph_names",
    reads="facts.implied_nodes names.codes names.graph_names names.resolve names.row_places names.settle"
    " names.spelling_rows report.name_notes",
)
KNOWN: Final = WorkTable(
    "load.known",
    "a text by which the graph or a row of this load knows a node",
    _columns(_NAME),
    fills="names.graph_names names.resolve",
    reads="facts.implied_nodes facts.parks_elsewhere facts.stage facts.standings names.aliases names.codes names.graph_names names.identify"
    " names.near names.nearest names.references names.region_ends names.resolve names.spelling names.spelling_rows report.name_notes",
)
NODE: Final = WorkTable(
    "load.node",
    "a good row of a node table, or (row -1) a source that rows cite",
    _columns(
        "row BIGINT: the row, or -1; kind VARCHAR: its kind; name VARCHAR: its name; code VARCHAR: its official code;"
        " place_text VARCHAR: its place as written; park_text VARCHAR: its park as written;"
        " place VARCHAR: the finer's identifier, of a source its date; around VARCHAR: the other's;"
        " given VARCHAR: the identifier that the row gives; aliases VARCHAR[]: its further names;"
        " identifier VARCHAR: which node it is; reason VARCHAR: the nodes that it may be, if several; done BOOLEAN: whether that is known"
    ),
    fills="names.identify",
    reads="facts.edition facts.implied_nodes facts.self_edges facts.stage names.codes names.identify"
    " names.spelling_rows report.name_notes",
)
PENDING: Final = WorkTable(
    "load.pending",
    "a distinct node of `load.node` whose turn it is",
    _columns(
        "kind VARCHAR: its kind; name VARCHAR: its name; code VARCHAR: its code; place VARCHAR: its place;"
        " given VARCHAR: the identifier that it gives; own VARCHAR: the identifier that it would have as a new node;"
        " around VARCHAR: the place around its place, if it gives both;"
        " site VARCHAR: its place, or that of the other rows of the name that lie there"
    ),
    fills="names.identify names.near",
    reads="names.identify names.near names.spelling_rows",
)
NEAR: Final = WorkTable(
    "load.near",
    "a known node that a pending one may be, though another place is stated of it",
    _columns("own VARCHAR: the pending one; identifier VARCHAR: the node"),
    fills="names.identify names.near",
    reads="names.identify names.spelling_rows",
)
MATCH: Final = WorkTable(
    "load.match",
    "which node a pending one is",
    _columns(
        "kind VARCHAR: its kind; name VARCHAR: its name; code VARCHAR: its code; place VARCHAR: its place;"
        " given VARCHAR: the identifier that it gives; identifier VARCHAR: the node;"
        " count BIGINT: how many nodes the name means; ids VARCHAR[]: these"
    ),
    fills="names.identify",
    reads="names.identify names.spelling_rows",
)
SAME: Final = WorkTable(
    "load.same",
    "a known node whose name is a text written otherwise",
    _columns(
        "text VARCHAR: the text; identifier VARCHAR: the node; rank INTEGER: 3 the same words, 4 the same core;"
        " fits BOOLEAN: whether the legal forms agree and the core says enough; places VARCHAR[]: the regions in front of the text;"
        " known_places VARCHAR[]: those in front of the known name; place VARCHAR: where the node lies"
    ),
    fills="names.spelling names.spelling_rows",
    reads="names.near names.spelling names.spelling_rows",
)
FITTING: Final = WorkTable(
    "load.fitting",
    "a pending node and a known one, by a name written otherwise, that nothing tells apart",
    _columns(
        "own VARCHAR: the pending node; name VARCHAR: its name; place VARCHAR: its place; identifier VARCHAR: the known node;"
        " rank INTEGER: as in `load.same`; fits BOOLEAN: as there; known_places VARCHAR[]: as there"
    ),
    fills="names.spelling_rows",
    reads="names.spelling_rows",
)
WRITTEN_SO: Final = WorkTable(
    "load.written_so",
    "a pending node that is a known one by a name written otherwise",
    _columns("own VARCHAR: the pending node; identifier VARCHAR: the known one"),
    fills="names.spelling_rows",
    reads="names.identify names.spelling_rows",
)
NODE_NORMAL: Final = WorkTable(
    "load.node_normal",
    "a name of a node table that was read by its normalised form",
    _columns("kind VARCHAR: the kind; name VARCHAR: the name; identifier VARCHAR: the node"),
    fills="names.identify names.spelling_rows",
    reads="facts.implied_nodes names.spelling_rows",
)
NORMAL_FIRM: Final = WorkTable(
    "load.normal_firm",
    "a name read as a firm's, and its normalised form",
    _columns(_FORM),
    fills="names.spelling",
    reads="names.spelling",
)
NORMAL_OTHER: Final = WorkTable(
    "load.normal_other",
    "a name of another kind, and its normalised form",
    _columns(_FORM),
    fills="names.spelling",
    reads="names.spelling",
)
WANT: Final = WorkTable(
    "load.want",
    "a text that is looked up now",
    _columns(_TEXT),
    fills="names.resolve",
    reads="names.region_ends names.resolve names.spelling",
)
ALIKE: Final = WorkTable(
    "load.alike",
    "a name that the graph knows and that shares a part with one for which like ones are looked for; none where all are in `load.graph_names`",
    _columns("kind VARCHAR: the kind; text VARCHAR: the name; identifier VARCHAR: the node"),
    fills="names.graph_names",
    reads="names.nearest",
)
CANDIDATE: Final = WorkTable(
    "load.candidate",
    "a node that a text looked up now may mean",
    _columns(
        "text VARCHAR: the text; identifier VARCHAR: the node;"
        " rank INTEGER: 0 identifier, 1 name, 2 alias or code, 3 and more written otherwise or the reference's former names"
    ),
    fills="names.region_ends names.resolve names.spelling",
    reads="names.region_ends names.resolve names.spelling",
)
OPEN: Final = WorkTable(
    "load.open",
    "a text looked up now that no known text equals",
    _columns(_TEXT),
    fills="names.spelling",
    reads="names.spelling",
)
ACCEPTED: Final = WorkTable(
    "load.accepted",
    "an open text and the one node that it names, written otherwise",
    _columns("text VARCHAR: the text; identifier VARCHAR: the node; rank INTEGER: as in `load.same`"),
    fills="names.spelling",
    reads="names.spelling",
)
BY_NORMAL: Final = WorkTable(
    "load.by_normal",
    "a text that was read by its normalised form",
    _columns("text VARCHAR: the text; kinds VARCHAR: as in `load.resolved`; identifier VARCHAR: the node"),
    fills="names.resolve names.spelling",
    reads="facts.implied_nodes",
)
RESOLVED: Final = WorkTable(
    "load.resolved",
    "what a text stands for where nodes of some kinds are meant",
    _columns(
        "text VARCHAR: the text; kinds VARCHAR: the kinds, with commas; identifier VARCHAR: the node, null for none;"
        " new BOOLEAN: whether this load makes it; reason VARCHAR: why it stands for nothing"
    ),
    fills="names.references names.region_ends names.resolve",
    reads="facts.implied_nodes facts.named_places facts.parks_elsewhere facts.self_edges facts.stage facts.standings names.aliases"
    " names.identify names.references names.region_ends names.resolve",
)
PLAIN: Final = WorkTable(
    "load.plain",
    "an unknown text that is plainly the name of one kind",
    _columns(_TEXT),
    fills="names.references",
    reads="names.references",
)
REGION_END: Final = WorkTable(
    "load.region_end",
    "a text that is to be a firm and names a place: it stands for the unnamed group of firms there",
    _columns(
        "text VARCHAR: the text; identifier VARCHAR: the group; name VARCHAR: its name; place VARCHAR: the region or park;"
        " former BOOLEAN: whether the text is a name of the past"
    ),
    fills="names.region_ends",
    reads="facts.implied_nodes facts.self_edges names.references names.region_ends",
)
STANDING: Final = WorkTable(
    "load.standing",
    "a name of a row of which that row says how it stands (停产, 在建)",
    _columns(
        "row BIGINT: the row; kinds VARCHAR: as in `load.resolved`, empty for the row's own firm; name VARCHAR: the name;"
        " said VARCHAR: what it says; status VARCHAR: the status of what it makes"
    ),
    fills="names.standings",
    reads="facts.standings names.standings",
)
PARTS: Final = WorkTable(
    "load.parts",
    "a name in a cell that names several nodes",
    _columns("text VARCHAR: the cell; kinds VARCHAR: as in `load.resolved`; part VARCHAR: one of the names"),
    fills="names.references",
    reads="facts.stage names.references",
)
NEW_NODE: Final = WorkTable(
    "load.new_node",
    "a node that an edge names first",
    _columns(
        "kind VARCHAR: its kind; identifier VARCHAR: the node; name VARCHAR: its name; row BIGINT: the first row that names it"
    ),
    fills="facts.implied_nodes",
    reads="facts.implied_nodes facts.standings report.name_notes",
)
WRITTEN: Final = WorkTable(
    "load.written",
    "a name that was read by its normalised form, with where it stands: an alias of its node",
    _columns(f"identifier VARCHAR: the node; text VARCHAR: the name; row BIGINT: the row; {_EVIDENCE}"),
    fills="facts.implied_nodes",
    reads="facts.implied_nodes report.name_notes",
)

WORK_TABLES: Final = (
    CROOKED, PROBLEM, WARNING, TROUBLE, REJECTED, FALLEN, LEFT_OUT,
    GRAPH_NAMES, KNOWN, ALIKE, NORMAL_FIRM, NORMAL_OTHER, SAME,
    NODE, PENDING, NEAR, MATCH, FITTING, WRITTEN_SO, NODE_NORMAL,
    PARTS, REGION_END, STANDING, WANT, CANDIDATE, OPEN, ACCEPTED, BY_NORMAL, RESOLVED, PLAIN,
    NEW_NODE, WRITTEN,
)  # fmt: skip

_LINE: Final = "line BIGINT: the line of the file"
FAMILIES: Final = (
    Family("load.raw_", "a row of a sheet, as texts", _columns(_LINE), "c0, c1, ... VARCHAR: its cells", "read.sheet"),
    Family(
        "load.typed_",
        "a row of a table whose kind is known",
        _columns(f"row BIGINT: its number in the load; {_LINE}"),
        "a column of each property, end or detail, of the type that the schema gives, and e_title, e_publisher, e_published,"
        " e_locator, e_confidence, e_method: its evidence",
        "columns.typed",
    ),
    Family(
        "load.parsed_",
        "a distinct cell of a column and what it means",
        _columns(
            "text VARCHAR: the cell; unit_text VARCHAR: the unit beside it; reason VARCHAR: why it rejects its row;"
            " doubt VARCHAR: what is doubtful"
        ),
        "value, and of amounts low, high, original, unit",
        "columns.typed",
    ),
    Family(
        "load.answer_",
        "a distinct answer of a survey",
        _columns("text VARCHAR: the cell; used BOOLEAN: whether it says yes"),
        "",
        "sheets.surveys",
    ),
    Family("load.json_", "a record of a flat JSON file", _columns(_LINE), "what is asked of it", "read.json_flat"),
    Family(
        "load.map_lookup_",
        "a key of a mapping's look-up and its value",
        _columns("value VARCHAR: the value"),
        "k0, k1, ...: the key; count",
        "mapping.compile",
    ),
    Family(
        "load.map_regions_",
        "a text and the region that it begins with",
        _columns("k0 VARCHAR: the text; value VARCHAR: the region"),
        "",
        "mapping.regions",
    ),
    Family(
        "load.map_",
        "a row on its way through a mapping, or a row that a step met",
        _columns(_LINE),
        "origin and v0, v1, ... VARCHAR, or pattern and value",
        "mapping.compile",
    ),
)

_START: Final = ";".join(["CREATE SCHEMA load", *(table.ddl() for table in WORK_TABLES)])


def start(db: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of a load, empty."""
    db.execute(_START)


def refill(
    db: duckdb.DuckDBPyConnection,
    table: WorkTable,
    rows: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    before: str = "",
) -> int:
    """Put the rows of a query into a table in place of what it held; how many. `before` is a statement that goes first."""
    first = f"{before}; " if before else ""
    ((count,),) = db.execute(f"{first}DELETE FROM {table}; INSERT INTO {table} {rows}", parameters).fetchall()
    return int(count)


def markdown() -> str:
    """docs/WORK_TABLES.md."""
    lines = [
        "# The tables of a load",
        "",
        "Generated from loaders/work_tables.py (`python scripts/make_docs.py`); do not edit. A load works in schema",
        "`load` of a database of its own, and leaves nothing of it behind. Modules are those of `loaders/`.",
    ]
    for table in WORK_TABLES:
        lines += ["", f"## {table.name}", "", f"A row is {table.en}.", ""]
        lines += ["| column | type | meaning |", "|---|---|---|"]
        lines += [f"| {one.name} | {one.type} | {one.en} |" for one in table.columns]
        lines += ["", f"Filled by {', '.join(table.fills.split())}; read by {', '.join(table.reads.split())}."]
    lines += [
        "",
        "## One a sheet, a column or a step",
        "",
        "| tables | a row is | columns | made by |",
        "|---|---|---|---|",
    ]
    for family in FAMILIES:
        said = [f"{one.name} {one.type}: {one.en}" for one in family.columns] + ([family.rest] if family.rest else [])
        lines.append(f"| {family.name}... | {family.en} | {'; '.join(said)} | {family.made} |")
    return "\n".join(lines) + "\n"
