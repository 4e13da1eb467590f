"""The form of a graph on a Neo4j server, derived from the schema: labels, relationship types, properties, constraints.

A node kind is a label (`firm` -> `:Firm`), an edge kind a relationship type (`located_in` ->
`:LOCATED_IN`) from its first end to its second; what a supply supplies stands on it as
`product_id` and, to be read, `product`. Every node has a dense `id` that relationships of evidence
and areas speak of, so that texts compare numbers. The first evidence of a fact lies in its own
properties; where several sources state it, each of their claims is an `(:Evidence)-[:FROM]->(:Source)`.

`table_sql` gives the rows of a kind out of a DuckDB graph with exactly the columns that a server
keeps: what is written, read and compared is always this one form.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from ...cypher_text import cypher_literal
from ...identity import hex_sql
from ...observations import text_sql
from ...schema import ALL_AREAS, AREAS, EDGE_NAMES, EDGES, KINDS, NODES, Edge, Node, columns, kind
from ...sql_text import quoted
from ..duckdb.tables import DAYS, EVIDENCE, FORMER as FORMER_COLUMNS, PLACE_BASIS, REMOVED

META: Final = "ChanlianMeta"
CLAIM: Final = "Evidence"
TRACE: Final = "Removed"
FORMER: Final = "ChanlianFormer"
BESIDE: Final = {"claim": CLAIM, "removed": TRACE, "former": FORMER}
"""The labels of what is no node or edge of the graph: what several sources state, the trace, earlier identifiers."""

_CLAIM_COLUMNS: Final = (
    ("kind", "VARCHAR"),
    ("fact", "VARCHAR"),
    ("source_id", "INTEGER"),
    ("locator", "VARCHAR"),
    ("method", "VARCHAR"),
    ("confidence", "DOUBLE"),
    ("recorded", "DATE"),
    ("stated", "VARCHAR"),
)
PLACED: Final = AREAS
"""Kinds of places: their nodes carry their areas."""


def label(of: Node) -> str:
    """The label of a node kind.

    >>> from ...schema import node
    >>> label(node("firm"))
    'Firm'
    """
    return of.name.title().replace("_", "")


def relationship(of: Edge) -> str:
    """The relationship type of an edge kind.

    >>> from ...schema import edge
    >>> relationship(edge("located_in"))
    'LOCATED_IN'
    """
    return of.name.upper()


def in_use(kind_name: str) -> str:
    """The label or relationship type of a kind, or of what stands beside the kinds."""
    if kind_name in BESIDE:
        return BESIDE[kind_name]
    of = kind(kind_name)
    return label(of) if isinstance(of, Node) else relationship(of)


ALIASES: Final = "chanlian_aliases"
"""The index of all nodes' aliases, by words between blanks: one of whole texts would stop the server at one of 32 kB."""


def called(text: str, one: str = "n") -> str:
    """Cypher of the nodes `n` with an alias that is the text: it is looked up as a phrase, in the language of such an index."""
    phrase = rf"""'"' + replace(replace({text}, '\\', '\\\\'), '"', '\\"') + '"'"""
    return f"CALL db.index.fulltext.queryNodes({cypher_literal(ALIASES)}, {phrase}) YIELD node AS {one} WHERE {text} IN {one}.aliases"


def pattern(kind_name: str, ends: tuple[str, str] = ("", "")) -> str:
    """The Cypher pattern of a row `x` of a kind, of `claim` or of `removed`; an edge's ends may be named.

    >>> pattern("firm"), pattern("located_in", ("a", "b"))
    ('(x:Firm)', '(a)-[x:LOCATED_IN]->(b)')
    """
    of = in_use(kind_name)
    return f"({ends[0]})-[x:{of}]->({ends[1]})" if kind_name in EDGE_NAMES else f"(x:{of})"


_OWN: Final = re.compile(
    rf"(?P<before><?-)\[(?P<name>\w*):(?P<types>(?:{'|'.join(map(relationship, EDGES))})(?:\|[A-Z_]+)*)"
    r"(?P<all>\*0\.\.)?(?P<values> \{[^}]*\})?\](?P<after>->?)"
)


@cache
def own(text: str) -> str:
    """A text that asks for relationships of the graph alone: people may draw others, of the same types, between its nodes.

    The condition is none that an index answers: plans would begin at all facts of a kind, and walk every path of kinds
    instead of visiting each kind once.

    >>> own("MATCH (a)-[:OWNS]->(b)")
    'MATCH (a)-[own0:OWNS WHERE toString(own0.fact) IS NOT NULL]->(b)'
    """
    number = itertools.count()

    def stated(found: re.Match[str]) -> str:
        name = found["name"] or f"own{next(number)}"
        values = found["values"] or ""
        one = f"{found['before']}[{name}:{found['types']}{values} WHERE toString({name}.fact) IS NOT NULL]{found['after']}"
        return f" ((){one}()){{0,}} " if found["all"] else one

    return _OWN.sub(stated, text)


LABELS: Final = tuple(label(of) for of in NODES)
ALL_LABELS: Final = (*LABELS, *BESIDE.values(), META)


@dataclass(frozen=True, slots=True)
class Form:
    """How a kind lies on the server: its columns (name, SQL type), the first of which find a row again.

    `ends` are the columns of an edge that hold the ids of its two ends; all others are properties.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    key: str
    ends: tuple[str, ...] = ()

    @property
    def properties(self) -> tuple[str, ...]:
        """The columns that are properties."""
        return tuple(column for column, _ in self.columns if column not in self.ends)


def _evidence() -> tuple[tuple[str, str], ...]:
    return (("source_id", "INTEGER"), *((column, type_) for column, type_ in EVIDENCE if column != "source"))


@cache
def form(kind_name: str) -> Form:
    """The form of a kind, of `claim` or of `removed`."""
    if kind_name == "claim":
        return Form("claim", (("key", "VARCHAR"), *_CLAIM_COLUMNS), "key")
    if kind_name == "removed":
        trace = [(column, "VARCHAR" if column == "fact" else type_) for column, type_ in REMOVED]
        return Form("removed", (("key", "VARCHAR"), *trace), "key")
    if kind_name == "former":
        return Form("former", (("key", "VARCHAR"), *FORMER_COLUMNS), "key")
    of = kind(kind_name)
    if isinstance(of, Node):
        head = (("id", "INTEGER"), ("identifier", "VARCHAR"), ("fact", "VARCHAR"))
        return Form(of.name, (*head, *_properties(of), *_areas(of), *_evidence()), "id")
    ends = tuple((end.name + "_id", "INTEGER") for end in of.ends)
    days = DAYS if of.dated else ()
    return Form(
        of.name,
        (("fact", "VARCHAR"), *ends, *_properties(of), *days, *_evidence()),
        "fact",
        tuple(column for column, _ in ends[:2]),
    )


def _properties(of: Node | Edge) -> tuple[tuple[str, str], ...]:
    """The columns of a kind's properties; a server has no records, so each observation of a series is a text."""
    return tuple((name, "VARCHAR[]" if name == "series" else type_) for name, type_ in columns(of))


def _areas(of: Node) -> tuple[tuple[str, str], ...]:
    """The derived properties of firms and places: ids of areas, and of places whose point a place has."""
    if of.name == "firm":
        return (*((column, "INTEGER") for column in ("place", *ALL_AREAS)), (PLACE_BASIS, "VARCHAR"))
    if of.name in PLACED:
        levels = tuple((column, "INTEGER") for column in (*ALL_AREAS, "point_of", "within"))
        return (*levels, ("parts", "INTEGER[]"))
    return ()


FORMS: Final = (*(of.name for of in KINDS), *BESIDE)
"""Everything that is written, in the order in which it can be: nodes, edges, claims, traces."""


def table_sql(kind_name: str, catalog: str = "g") -> str:
    """SQL of a kind's rows in their form on a server, out of a DuckDB graph."""
    if kind_name == "claim":
        fact = hex_sql("c.fact")
        key = f"concat_ws('|', c.kind, {fact}, coalesce(s.identifier, ''))"
        own = f"c.kind, {fact} AS fact, c.source AS source_id, c.locator, c.method, c.confidence, c.recorded, c.stated"
        return f"SELECT {key} AS key, {own} FROM {catalog}.claim c LEFT JOIN {catalog}.source s ON s.id = c.source"
    if kind_name == "removed":
        # two alike traces are told apart by their number
        said = ", ".join(quoted(column) for column, _ in REMOVED if column != "restored")
        names = ", ".join(f"{hex_sql('fact')} AS fact" if column == "fact" else quoted(column) for column, _ in REMOVED)
        number = f"row_number() OVER (PARTITION BY {said} ORDER BY restored)"
        return f"SELECT md5(concat_ws('|', to_json([{_json(said)}]), {number})) AS key, {names} FROM {catalog}.removed"
    if kind_name == "former":
        return f"SELECT former AS key, kind, former, now FROM {catalog}.former"
    of = kind(kind_name)
    out, joins = [], ""
    for column, _ in form(kind_name).columns:
        out.append(_column(of, column))
    if isinstance(of, Node) and of.name in PLACED:
        joins = f" LEFT JOIN {catalog}.area a ON a.id = x.id"
    return f"SELECT {', '.join(out)} FROM {catalog}.{quoted(of.name)} x{joins}"


def _json(names: str) -> str:
    return ", ".join(f"{column}::VARCHAR" for column in names.split(", "))


def _column(of: Node | Edge, column: str) -> str:
    """SQL of a column of a kind's form."""
    if column == "fact":
        return f"{hex_sql('x.fact')} AS fact"
    if column == "source_id":
        return "x.source AS source_id"
    if column == "series":
        return f"list_transform(x.series, lambda one: {text_sql(of, 'one')}) AS series"
    if isinstance(of, Edge) and column.removesuffix("_id") in {end.name for end in of.ends}:
        return f"x.{quoted(column.removesuffix('_id'))} AS {quoted(column)}"
    if of.name in PLACED:
        if column == "parts":
            return "nullif(a.covers, []) AS parts"
        if column in {"point_of", "within", *ALL_AREAS}:
            return f"a.{quoted(column)}"
    return f"x.{quoted(column)}"


def constraints() -> dict[str, str]:
    """By name the statements that make what finds a node or a fact again; they may be run any number of times."""
    out: dict[str, str] = {}

    def unique(kind_name: str, column: str, pattern: str, one: str) -> None:
        made = f"chanlian_{kind_name}_{column}"
        out[made] = f"CREATE CONSTRAINT {made} IF NOT EXISTS FOR {pattern} REQUIRE {one}.{column} IS UNIQUE"

    def index(kind_name: str, column: str, pattern: str, one: str, sort: str = "") -> None:
        made = f"chanlian_{kind_name}_{column}"
        out[made] = f"CREATE {sort}INDEX {made} IF NOT EXISTS FOR {pattern} ON ({one}.{column})"

    for of in NODES:
        for column in ("id", "identifier", "fact"):
            unique(of.name, column, f"(n:{label(of)})", "n")
        # of text: it finds parts of names too, and holds names of 32 kB, four times what others do
        index(of.name, "name", f"(n:{label(of)})", "n", "TEXT ")
        if of.code:
            index(of.name, of.code, f"(n:{label(of)})", "n")
    for edge in EDGES:
        unique(edge.name, "fact", f"()-[r:{relationship(edge)}]-()", "r")
    unique("meta", "key", f"(n:{META})", "n")
    for kind_name, of_label in BESIDE.items():
        unique(kind_name, "key", f"(n:{of_label})", "n")
        if kind_name != "former":
            index(kind_name, "fact", f"(n:{of_label})", "n")
    # an index of values holds a list as a whole, one of words its parts
    out[ALIASES] = (
        f"CREATE FULLTEXT INDEX {ALIASES} IF NOT EXISTS FOR (n:{'|'.join(LABELS)}) ON EACH [n.aliases]"
        " OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}"
    )
    index("firm", "place", "(n:Firm)", "n")
    index("supplies", "product_id", "()-[r:SUPPLIES]-()", "r")
    return out
