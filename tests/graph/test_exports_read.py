"""What an export is to the programs of others: pandas, polars, DuckDB, openpyxl, networkx and rdflib read the same facts in it.

A Neo4j server takes the file of Cypher in test_cypher_file.py; pyvis and the other forms of networkx are in test_part.py.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import networkx as nx
import pandas as pd
import polars as pl
import pytest
from rdflib import RDF, RDFS, Graph as Triples, Literal, URIRef
from rdflib.query import ResultRow
from rows import batch, nodes

import chanlian as cl
from chanlian.graph import Graph, connect
from chanlian.graph.export.export import FORMS

if TYPE_CHECKING:
    from collections.abc import Callable

WANTED = {("甲厂", "合计", "三七", 5.5), ("合计", "甲厂", "=1+1", None)}
"""Who sells whom what, for how much: each reader is to find just this."""


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Two invented firms, one of them called as a total is, that supply each other; the value of one is stated by two sources."""
    out = connect(":memory:")
    firms, products = nodes("firm", "甲厂", "合计"), nodes("product", "三七", "=1+1")
    sold = {"seller": "firm:甲厂", "buyer": "firm:合计", "product": "product:三七", "since": "2024", "ref": "'同上\"\\"}
    back = {"seller": "firm:合计", "buyer": "firm:甲厂", "product": "product:=1+1"}
    out.write(batch("一", "2024", firm=firms, product=products, supplies=[{**sold, "value": 4.0}, back]))
    out.write(batch("二", "2025", supplies=[{**sold, "value": 5.5}]))
    return out


@pytest.fixture(scope="module")
def folder(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every form of it."""
    out = tmp_path_factory.mktemp("exports")
    for form in FORMS:
        cl.export(graph, out / (form if form in ("csv", "jsonl", "parquet") else f"g.{form}"), form)
    return out


def of_frame(frame: pd.DataFrame) -> set[tuple[Any, ...]]:
    names = ["seller.name", "buyer.name", "product.name", "value"]
    return {tuple(None if pd.isna(cell) else cell for cell in row) for row in frame[names].itertuples(index=False)}


def of_polars(frame: pl.DataFrame) -> set[tuple[Any, ...]]:
    return set(frame.select("seller.name", "buyer.name", "product.name", pl.col("value").cast(pl.Float64)).rows())


def of_network(network: nx.Graph[Any]) -> set[tuple[Any, ...]]:
    names = {node: data["label"] for node, data in network.nodes(data=True)}
    return {(names[a], names[b], d["product_name"], d.get("value")) for a, b, d in network.edges(data=True)}


def of_duckdb(what: str) -> set[tuple[Any, ...]]:
    text = f'SELECT "seller.name", "buyer.name", "product.name", value FROM {what}'
    return set(duckdb.connect().execute(text).fetchall())


def of_triples(path: Path) -> set[tuple[Any, ...]]:
    triples = Triples().parse(path, format="nt")
    assert {str(one) for one in triples.objects(None, RDF.type)} == {
        f"urn:chanlian:v:{name}" for name in ("Firm", "Product", "Source", "Statement", "Claim")
    }
    assert (None, URIRef("urn:chanlian:v:ref"), Literal("'同上\"\\")) in triples
    found = triples.query(
        "PREFIX v: <urn:chanlian:v:> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT ?a ?b ?p ?value"
        " { ?f a v:Statement ; v:seller/rdfs:label ?a ; v:buyer/rdfs:label ?b ; v:product/rdfs:label ?p OPTIONAL { ?f v:value ?value } }"
    )
    told = {
        tuple(one.toPython() if isinstance(one, Literal) else None for one in row)
        for row in found
        if isinstance(row, ResultRow)
    }
    assert len(set(triples.subjects(RDFS.label))) == 2 + 2 + 2
    # the same file is Turtle
    assert len(Triples().parse(path, format="turtle")) == len(triples)
    return told


READERS: dict[str, Callable[[Path], set[tuple[Any, ...]]]] = {
    "csv, pandas": lambda at: {(a, b, p.removeprefix("'"), v) for a, b, p, v in of_frame(pd.read_csv(at / "csv/supplies.csv"))},
    "csv, polars": lambda at: {(a, b, p.removeprefix("'"), v) for a, b, p, v in of_polars(pl.read_csv(at / "csv/supplies.csv"))},
    "jsonl, pandas": lambda at: of_frame(pd.read_json(at / "jsonl/supplies.jsonl", lines=True)),
    "jsonl, polars": lambda at: of_polars(pl.read_ndjson(at / "jsonl/supplies.jsonl")),
    "jsonl, DuckDB": lambda at: of_duckdb(f"read_json('{at}/jsonl/supplies.jsonl')"),
    "parquet, pandas": lambda at: of_frame(pd.read_parquet(at / "parquet/supplies.parquet")),
    "parquet, polars": lambda at: of_polars(pl.read_parquet(at / "parquet/supplies.parquet")),
    "parquet, DuckDB": lambda at: of_duckdb(f"'{at}/parquet/supplies.parquet'"),
    "json, pandas": lambda at: of_frame(pd.DataFrame(json.loads((at / "g.json").read_text("utf-8"))["supplies"])),
    "xlsx, pandas": lambda at: of_frame(pd.read_excel(at / "g.xlsx", sheet_name="supplies", engine="openpyxl")),
    "graphml, networkx": lambda at: of_network(nx.read_graphml(at / "g.graphml", force_multigraph=True)),
    "gexf, networkx": lambda at: of_network(nx.read_gexf(at / "g.gexf")),
    "rdf, rdflib": lambda at: of_triples(at / "g.rdf"),
}  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
def test_others_read_the_same_facts(reader: str, folder: Path) -> None:
    assert READERS[reader](folder) == WANTED


def test_each_form_has_its_line_and_its_reader() -> None:
    page = (Path(__file__).parents[2] / "docs" / "EXPORTS.md").read_text(encoding="utf-8")
    lines = {form: re.search(rf"^\| `{form}` \|.*\|$", page, re.MULTILINE) for form in FORMS}
    assert None not in lines.values()
    cells = {form: found[0].strip("| ").split(" | ") for form, found in lines.items() if found}
    assert [form for form in FORMS if cells[form][3] == "no"] == ["graphml", "gexf"]
    assert all(said[3].startswith(("no", "the same hash")) for said in cells.values())
    assert {reader.partition(",")[0] for reader in READERS} == {*FORMS} - {"cypher"}  # of which test_cypher_file.py is
    for reader in READERS:
        form, _, program = reader.partition(", ")
        assert program in cells[form][2], reader
