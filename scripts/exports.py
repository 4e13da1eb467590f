"""docs/EXPORTS.md: each form of an export, what opens it, and whether it comes back, which is tried while the page is made."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from answers import EXAMPLE

import chanlian as cl
from chanlian.graph import Graph, connect
from chanlian.graph.export.export import FOLDERS, FORMS
from chanlian.graph.export.networks import RESERVED
from chanlian.graph.export.rdf_file import THING, VOCABULARY

AREA: Final = "玉屏"


@dataclass(frozen=True)
class Form:
    """What is said of a form."""

    what: str
    opened: str
    """By what, as tests do it."""
    loses: str


_DAY: Final = "the day a claim was recorded"
_NETWORK: Final = (
    "it is for drawing and measures: of what several sources state the shown value and all titles; lists are joined by ；; control"
    " characters and what was taken out are left out"
)
SAID: Final[dict[str, Form]] = {
    "csv": Form("a folder, a table a kind", "pandas, polars, DuckDB, spreadsheets (a formula is guarded by an apostrophe)", _DAY),
    "json": Form("one file: tables of records", "any reader of JSON, pandas", _DAY),
    "jsonl": Form("a folder, a record a line", "pandas, polars, DuckDB", _DAY),
    "parquet": Form("a folder, typed columns", "pandas, polars, DuckDB, Spark", _DAY),
    "xlsx": Form("one workbook, a sheet a kind", "spreadsheets, pandas, openpyxl", f"{_DAY}; texts beyond 32,767 characters are cut, control characters left out"),
    "graphml": Form("one file: nodes and edges", "networkx, Gephi, yEd", _NETWORK),
    "gexf": Form("one file of GEXF 1.3", "Gephi, networkx (what has no direction is mutual: an edge each way)", _NETWORK),
    "cypher": Form("one file, a statement a line", "Neo4j: cypher-shell -f FILE, or any driver; then chanlian pull", "nothing"),
    "rdf": Form("one file of N-Triples (.nt)", "rdflib, any reader of N-Triples or Turtle", _DAY),
}  # fmt: skip
_SERVER: Final = ("cypher",)
"""Forms that only a server reads: tests/graph/test_cypher_file.py brings them back."""


def exports_page() -> str:
    """The page; each form is made of a part of the bundled example, and loaded again."""
    with tempfile.TemporaryDirectory() as folder:
        whole = connect(":memory:")
        cl.load(whole, EXAMPLE)
        cl.export(whole, Path(folder) / "part", area=AREA)
        graph = _loaded(Path(folder) / "part")
        assert graph is not None  # an export is read
        rows = [_row(graph, form, Path(folder)) for form in FORMS]
    head = ("`--to`", "is", "opened by", "loaded again", "loses")
    table = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join([_ABOVE, *table, "", _BELOW]) + "\n"


def _row(graph: Graph, form: str, folder: Path) -> tuple[str, ...]:
    target = folder / (form if form in FOLDERS else f"g.{'nt' if form == 'rdf' else form}")
    cl.export(graph, target, form)
    said = SAID[form]
    if form in _SERVER:
        back = "the same hash, off the server"
    else:
        copy = _loaded(target)
        back = "no" if copy is None else "the same hash" if copy.content_hash == graph.content_hash else "another graph"
    return f"`{form}`", said.what, said.opened, back, said.loses


def _loaded(target: Path) -> Graph | None:
    """A graph of an export; None of what cannot be loaded."""
    graph = connect(":memory:")
    try:
        cl.load(graph, target, rejects=target.with_name("rejects.csv"))
    except cl.BadInput:
        return None
    return graph


_ABOVE: Final = f"""# Exports

Generated (`python scripts/make_docs.py`); edit scripts/exports.py. `chanlian export GRAPH -o PATH [--to FORM]` writes a graph for other
programs, in Python `cl.export(graph, path, "csv")`. Each form was made of a part of the bundled example ({AREA}) and loaded again when this
page was written; tests open each with the programs named (tests/graph/test_exports_read.py, a Neo4j server in test_cypher_file.py).
"""
_BELOW: Final = f"""What the program wrote itself is **read as it stands**: in an export nothing is a heading, a total, 同上, a note, a unit or a blank, so that a
firm may be called 总计 and a product 合计 or #N/A. It is known by its columns `fact.id`, `evidence.method` and `evidence.recorded`. A cell that a
person mended is read as any other (5万元, 甲、乙). docs/SNAPSHOTS.md is for what is to be kept whole, to the day of each claim.

## A part

`--in AREA` (several with commas, `--with-zones`) takes what is there: a fact of which one end lies there, a node as `list --in` has it. `--kind K`
takes only this kind (more than once for several), `--as-of D` only what held on that day, with the values and places of that day. Every node that a
fact needs comes along. What part it is stands in FILE.meta.json (`part`) or in the folder's chanlian-export.txt. What was taken out of the graph is
no part. Loaded, a part is a graph of its own.

    chanlian export my.duckdb -o yuping --in 玉屏 --kind supplies --kind firms --as-of 2024

## Networks

`cl.to_networkx(graph, area, kinds, as_of=...)` gives a MultiDiGraph: nodes by identifier, edges keyed by fact. Every attribute is a text, a number or
a truth; none is called {", ".join(sorted(RESERVED))}. Nodes have `kind`, `label`, and what lies somewhere the names of its `park`, `county`,
`prefecture`, `province` and `country` (colour by province); edges have `kind`, `label`, `fact`, `sources`, `locator`, `method`, `confidence`. With that
`write_graphml`, `write_gexf`, `to_pandas_edgelist`, `node_link_data`, `cytoscape_data` and pyvis `from_nx(directed=True)` keep every edge and its
evidence. In GEXF each edge has weight 1 (amounts of different kinds and periods are never summed), its direction, and its time as a spell. What of
networkx needs scipy (`pagerank`, `to_scipy_sparse_array`) asks for it: `pip install scipy`; nothing here needs it.

A network of others goes in by a mapping file: `chanlian load my.duckdb others.graphml --map MAP.toml`, `cl.from_networkx(graph, network, "MAP.toml")`.
Its inputs are the sheets `nodes` (`_id` and attributes) and `edges` (attributes, and `start.` and `end.` before those of the two nodes); what a mapping
says stands in examples/mappings/README.md. Without one it is asked which nodes are firms.

## RDF

Vocabulary `{VOCABULARY}`; things are `{THING}` and their identifier, percent-encoded.

| | |
|---|---|
| `v:Firm`, `v:Product`, ... | the type of a thing; its name is `rdfs:label` |
| `<seller> v:supplies <buyer>` | each edge, told directly |
| `v:Statement` | a row of a table: what the graph shows of a fact. `v:table` (`supplies`, `firms`), `v:about` of a thing, the ends of an edge (`v:seller`), every other column by its name (`v:value`, `v:since`) |
| `v:Claim` | the same, as one of several sources states it |
| `v:source`, `v:published`, `v:locator`, `v:confidence`, `v:evidence.method` | what it rests on |

    SELECT ?seller ?buyer ?value WHERE {{ ?fact v:seller/rdfs:label ?seller ; v:buyer/rdfs:label ?buyer ; v:value ?value ; a v:Statement }}"""
