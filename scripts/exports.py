"""docs/EXPORTS.md: scripts/exports.md with a table of each form: what opens it, and whether it comes back, tried while it is made."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from answers import EXAMPLE

import chanlian as cl
from chanlian.graph import Graph, connect
from chanlian.graph.export.export import FOLDERS, FORMS

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
    "xlsx": Form(
        "one workbook, a sheet a kind",
        "spreadsheets, pandas, openpyxl",
        f"{_DAY}; texts beyond 32,767 characters are cut, control characters left out",
    ),
    "graphml": Form("one file: nodes and edges", "networkx, Gephi", _NETWORK),
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
    return Path(__file__).with_suffix(".md").read_text(encoding="utf-8").replace("$TABLE", "\n".join(table))


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
