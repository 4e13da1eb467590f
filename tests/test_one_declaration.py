"""A property, a kind of node, a kind of edge and a format are declared once each.

A copy of the package declares four more; nothing else of it is changed, and they are found everywhere.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pretend import pretended, run

NODES = """
from dataclasses import replace as _replace

NODES = (
    *(
        _replace(one, properties=(*one.properties, Property("brand", "text", "brand", "品牌"))) if one.name == "firm" else one
        for one in NODES
    ),
    Node(
        "laboratory", "laboratories", "laboratory", "实验室", "where products are tested",
        (Property("rank", "text", "rank", "等次", words=words("state 国家级", "provincial 省级")),),
        roles=NodeRoles(compared=True, first=("name", "rank")),
    ),
)
"""
EDGES = """
EDGES = (
    *EDGES,
    Edge(
        "guarantees", "guarantees", "guarantee", "担保", "{guarantor} guarantees {debtor}", "{guarantor}为{debtor}担保",
        (End("guarantor", ("firm",), "guarantor", "担保方"), End("debtor", ("firm",), "debtor", "被担保方")),
        (
            Property("amount", "money", "sum guaranteed", "担保金额", unit="yuan"),
            Property("signed", "date", "signed", "签订日期"),
            Property("loan", "text", "loan", "贷款", key=True),
        ),
        roles=EdgeRoles(
            tie="guarantees",
            caption="loan",
            drawn=Drawn("tie", "ownership", "heavy", "dashed"),
            implied=(Implied("firm", "guarantors", "担保企业", "debtor", "guarantor", many=True),),
            listed=(Listed("firm", "guarantors", "debtor", "guarantor", "guarantors", "担保企业"),),
        ),
    ),
)
"""
STEPS = """
def _throwaway(graph):
    graph.add_property("firm", "brand")
    graph.add_kind("laboratory")
    graph.add_kind("guarantees")

STEPS[SCHEMA_VERSION + 1] = _throwaway
SCHEMA_VERSION += 1
"""
READER = '''
from .csv import read_csv

def read_bars(staging, path, name):
    """A table whose cells are parted by bars."""
    plain = staging.folder / "bars.csv"
    plain.write_text(path.read_text(encoding="utf-8").replace("|", ","), encoding="utf-8")
    return read_csv(staging, plain, name)
'''
FORMAT = """
from .bars import read_bars

FORMATS = (*FORMATS, Format((".bars",), read_bars, "text"))
"""
DECLARED = {
    "graph/schema/nodes.py": NODES, "graph/schema/edges.py": EDGES, "graph/schema/steps.py": STEPS,
    "loaders/read/bars.py": READER, "loaders/read/formats.py": FORMAT,
}  # fmt: skip
"""What is declared, and nothing else of the package is changed; a graph file also needs the step to the new version."""

TABLES = {
    "firms.csv": "企业名称,所在地,品牌,担保企业\n甲厂,玉屏县,玉竹,\n乙厂,新晃县,晃山,\n丙厂,新晃县,,甲厂、乙厂\n",
    "guarantees.csv": "guarantor,debtor,sum guaranteed,signed,loan,since\n甲厂,乙厂,300万元,2024-05,设备贷款,2024\n",
    "担保.csv": "担保方,被担保方,担保金额,签订日期,贷款\n乙厂,甲厂,超50万元,2023年,周转贷款\n",
    "laboratories.bars": "实验室名称|等次\n大宗商品质量检测中心|省级\n大宗商品质量监测中心|\n",
}

ASK = """
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import chanlian as cl
from chanlian.cli import main
from chanlian.graph.engines.neo4j.form import LABELS, constraints, label, relationship
from chanlian.graph.fact_texts import Which, fact_rows
from chanlian.graph.schema import edge, node
from chanlian.graph.schema.describe import described, markdown
from chanlian.queries.texts import question
from chanlian.viz.grass import grass

folder = Path(sys.argv[1])
graph = cl.connect(str(folder / "graph.duckdb"))
loaded = cl.load(graph, str(folder / "tables"), source="调查", lang="zh")

def rows(frame):
    return json.loads(frame.to_json(orient="records", force_ascii=False))

def said(*words):
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        try:
            main(list(words))
        except SystemExit:
            pass
    return out.getvalue()

for form in ("csv", "jsonl", "parquet"):
    cl.export(graph, folder / form, form)
for form in ("json", "xlsx", "graphml", "gexf"):
    cl.export(graph, folder / f"all.{form}")
again = cl.connect(str(folder / "again.duckdb"))
cl.load(again, *[str(path) for path in sorted((folder / "csv").glob("*.csv"))])
for lang in ("en", "zh"):
    cl.template(["guarantees", "实验室"], folder / f"form-{lang}.xlsx", lang=lang)
    cl.draw(graph, "玉屏县", folder / f"page-{lang}.html", lang=lang)
url = str(folder / "graph.duckdb")
print(json.dumps({
    "loaded": rows(loaded),
    "hashes": [graph.content_hash, again.content_hash],
    "links": rows(cl.links(graph, kinds=["guarantees"])),
    "all links": cl.links(graph)["kind"].tolist(),
    "list": rows(cl.list(graph, "担保")),
    "firms": rows(cl.list(graph, "firms")),
    "laboratories": rows(cl.list(graph, "laboratory")),
    "show": {lang: rows(cl.show(graph, "乙厂", lang=lang))[0] for lang in ("en", "zh")},
    "check": rows(cl.check(graph)),
    "view": rows(graph.sql("SELECT * FROM v_guarantees")),
    "views": rows(graph.sql("SELECT name, rank FROM v_laboratories")) + rows(graph.sql("SELECT brand FROM v_firms")),
    "network": sorted(cl.network(graph, "玉屏县").edges, key=lambda one: one["label"]),
    "schema": {lang: described(lang) for lang in ("en", "zh")},
    "docs": markdown(),
    "labels": [label(node("laboratory")), relationship(edge("guarantees")), list(LABELS)],
    "constraints": constraints(),
    "cypher": [question("links/links_firms").cypher, question("links/links_unplaced").cypher,
               fact_rows(edge("guarantees"), Which()).cypher, fact_rows(node("firm"), Which()).cypher],
    "grass": grass(),
    "commands": {
        "links": said("links", "--help"), "schema": said("schema", "--lang", "zh"),
        "list": said("list", url, "guarantees", "--lang", "zh"), "laboratories": said("list", url, "laboratories"),
        "wrong": said("links", url, "--kind", "wedding"), "show": said("show", url, "甲厂", "--lang", "zh"),
    },
}, ensure_ascii=False, default=str))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the program writes its files."""
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def told(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a package says that declares the four."""
    (folder / "tables").mkdir()
    for name, text in TABLES.items():
        (folder / "tables" / name).write_text(text, encoding="utf-8")
    return run(ASK, str(folder), package=pretended(tmp_path_factory.mktemp("package"), DECLARED))


def data(folder: Path, lang: str) -> Any:
    """The data of a page."""
    page = (folder / f"page-{lang}.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_tables_of_it_are_loaded_in_both_languages_and_columns_of_firms_imply_it(told: Any) -> None:
    assert [(row["kind"], row["read"], row["rejected"]) for row in told["loaded"]] == [
        ("firms", 3, 0), ("guarantees", 1, 0), ("laboratories", 2, 0), ("guarantees", 1, 0),
    ]  # fmt: skip
    pairs = {(row["guarantor"], row["debtor"]): row for row in told["list"]}
    assert set(pairs) == {("甲厂", "乙厂"), ("乙厂", "甲厂"), ("甲厂", "丙厂"), ("乙厂", "丙厂")}
    assert pairs["甲厂", "乙厂"]["amount"] == 3e6
    assert pairs["乙厂", "甲厂"]["amount_low"] == 5e5
    assert (pairs["甲厂", "乙厂"]["signed"], pairs["乙厂", "甲厂"]["signed"]) == ("2024-05", "2023")


def test_it_is_a_tie_across_a_border_with_its_sum(told: Any) -> None:
    found = {(row["from"], row["to"]): row for row in told["links"]}
    assert set(found) == {("甲厂", "乙厂"), ("乙厂", "甲厂"), ("甲厂", "丙厂")}  # 乙厂 and 丙厂 lie in one county
    tie = found["甲厂", "乙厂"]
    assert (tie["kind"], tie["what"], tie["value"], tie["since"], tie["sources"]) == (
        "guarantees",
        "设备贷款",
        3e6,
        "2024",
        ["调查"],
    )
    assert (tie["from_area"], tie["to_area"], tie["border"]) == ("玉屏侗族自治县", "新晃侗族自治县", "province")
    assert told["all links"].count("guarantees") == 3
    assert "guarantees" in told["commands"]["links"]
    assert "guarantees" in told["commands"]["wrong"]


def test_list_and_show_have_it(told: Any) -> None:
    firms = {row["name"]: row for row in told["firms"]}
    assert firms["甲厂"]["brand"] == "玉竹"
    assert sorted(firms["丙厂"]["guarantors"]) == ["乙厂", "甲厂"]
    assert [(row["name"], row["rank"]) for row in told["laboratories"]] == [
        ("大宗商品质量检测中心", "provincial"), ("大宗商品质量监测中心", None),
    ]  # fmt: skip
    shown = told["show"]
    assert shown["en"]["brand"] == "晃山"
    assert any(fact.startswith("甲厂 guarantees 乙厂 (sum guaranteed: 300万元") for fact in shown["en"]["facts"])
    assert any(fact.startswith("甲厂为乙厂担保（担保金额：300万元") for fact in shown["zh"]["facts"])
    commands = told["commands"]
    assert "担保金额" in commands["list"]
    assert "300万元" in commands["list"]
    assert "担保企业" in commands["show"]
    assert "品牌" in commands["show"]
    assert commands["laboratories"].split()[:2] == ["name", "rank"]


def test_rules_of_check_see_it(told: Any) -> None:
    found = {row["rule"]: row["what"] for row in told["check"]}
    assert found["duplicate"] == "大宗商品质量检测中心 / 大宗商品质量监测中心"
    assert "bare_firm" not in found  # of each a guarantee is known


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "all.json", "all.xlsx", "all.graphml", "all.gexf"])
def test_exports_have_it(told: Any, folder: Path, form: str) -> None:
    assert told["hashes"][0] == told["hashes"][1]  # what was exported as CSV, loaded again
    path = folder / form
    if form == "csv":
        text = (path / "guarantees.csv").read_text(encoding="utf-8-sig")
        assert "amount" in text.splitlines()[0]
        assert "laboratories.csv" in [one.name for one in path.iterdir()]
    elif form == "jsonl":
        text = (path / "guarantees.jsonl").read_text(encoding="utf-8")
    elif form == "parquet":
        import pyarrow.parquet as pq

        text = str(pq.read_table(path / "guarantees.parquet").to_pylist())
    elif form == "all.xlsx":
        from openpyxl import load_workbook

        book = load_workbook(path)
        text = str([[cell.value for cell in row] for row in book["guarantees"].iter_rows()])
        assert "laboratories" in book.sheetnames
    else:
        text = path.read_text(encoding="utf-8")
        assert "guarantees" in text
        assert "玉竹" in text
        assert "大宗商品质量检测中心" in text
    assert "设备贷款" in text
    assert "2024-05" in text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_forms_have_it(told: Any, folder: Path, lang: str) -> None:
    from openpyxl import load_workbook

    assert told
    book = load_workbook(folder / f"form-{lang}.xlsx")
    heads = {name: [cell.value for cell in book[name][1]] for name in book.sheetnames[1:]}
    if lang == "zh":
        assert {"担保方", "被担保方", "担保金额", "签订日期"} <= set(heads["担保"])
        assert "等次" in heads["实验室"]
    else:
        assert {"guarantor", "debtor", "sum guaranteed", "signed"} <= set(heads["guarantees"])
        assert "rank" in heads["laboratories"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_pictures_have_it(told: Any, folder: Path, lang: str) -> None:
    drawn = [one for one in told["network"] if one["kind"] == "guarantees"]
    assert [(one["label"], one["border"]) for one in drawn] == [
        ("", "province"),
        ("周转贷款", "province"),
        ("设备贷款", "province"),
    ]
    page = data(folder, lang)
    assert [one["label"] for one in page["edges"] if one["kind"] == "guarantees"].count("设备贷款") == 1
    assert page["looks"]["edges"]["guarantees"] == {"colour": "#000000", "width": 1.4, "dashes": [7, 3], "arrow": True}
    assert page["terms"]["kinds"]["guarantees"] == ("担保" if lang == "zh" else "guarantee")
    firm = next(one for one in page["nodes"] if one["label"] == "甲厂")
    assert ["品牌" if lang == "zh" else "brand", "玉竹"] in firm["rows"]


def test_duckdb_views_have_it(told: Any) -> None:
    view = next(row for row in told["view"] if row["loan"] == "设备贷款")
    assert (view["guarantor"], view["debtor"], view["amount"], view["signed"]) == ("甲厂", "乙厂", 3e6, "2024-05")
    assert {"name": "大宗商品质量检测中心", "rank": "provincial"} in told["views"]
    assert {"brand": "玉竹"} in told["views"]


def test_the_server_has_it(told: Any) -> None:
    label, type_, labels = told["labels"]
    assert (label, type_) == ("Laboratory", "GUARANTEES")
    assert label in labels
    texts = " ".join(told["constraints"].values())
    assert "(n:Laboratory)" in texts
    assert "[r:GUARANTEES]" in texts
    firms, unplaced, facts, of_firms = told["cypher"]
    assert "SUPPLIES|OWNS|GUARANTEES" in firms
    assert "WHEN 'GUARANTEES' THEN s.`amount`" in firms
    assert "SUPPLIES|OWNS|GUARANTEES" in unplaced
    assert "GUARANTEES" in facts
    assert "amount" in facts
    assert "brand" in of_firms
    assert "relationship.GUARANTEES" in told["grass"]
    assert 'caption: "{loan}"' in told["grass"]
    assert "node.Laboratory" in told["grass"]


def test_the_model_in_words_has_it(told: Any) -> None:
    for lang, words in {"en": "sum guaranteed", "zh": "担保金额"}.items():
        rows = [row for row in told["schema"][lang] if row["kind"] == "guarantees"]
        assert {row["property"] for row in rows} >= {"guarantor", "debtor", "amount", "signed", "loan", "since"}
        assert next(row for row in rows if row["property"] == "amount")["meaning"] == words
    assert "### guarantees (担保)" in told["docs"]
    assert "### laboratory (实验室)" in told["docs"]
    assert "- brand (品牌): text" in told["docs"]
    assert "担保" in told["commands"]["schema"]
