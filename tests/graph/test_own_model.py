"""Own properties and kinds, declared in a TOML beside a graph: they are loaded, listed, shown, exported, pushed and hashed as others are.

The schema is built once in a process, so what works with a declaration runs in one of its own. All firms are invented.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from neo4j_server import wipe
from pretend import run
from rows import row

import chanlian as cl
from chanlian.graph import connect
from chanlian.graph.engines.duckdb.tables import BESIDE_KINDS, stored
from chanlian.graph.engines.neo4j.form import ALL_LABELS, LABELS
from chanlian.graph.errors import OwnUnknown
from chanlian.graph.own_model import beside
from chanlian.graph.schema import EDGES, KINDS, Edge, Node, own_kept, properties
from chanlian.graph.schema.kinds import stored_as
from chanlian.graph.schema.own import RESERVED, TAKEN
from chanlian.graph.schema.own_kept import OWN_MODEL
from chanlian.queries.show.rows import columns_of

if TYPE_CHECKING:
    from pathlib import Path

    from neo4j_server import Login

MODEL = """
[properties.firm.employees]
type = "integer"
unit = "人"
zh = "职工人数"

[properties.firm.co2]
type = "number"
unit = "吨"
en = "CO2"
zh = "年碳排放"

[properties.supplies.price]
type = "money"
zh = "单价"

[nodes.patent]
zh = "专利"
code = "number"
[nodes.patent.properties.number]
type = "text"
zh = "专利号"
[nodes.patent.properties.state]
type = "text"
zh = "法律状态"
words = {granted = "授权", pending = "申请中"}

[edges.holds]
zh = "持有"
columns_in = ["patent"]
[edges.holds.ends.holder]
kinds = ["firm"]
zh = "专利权人"
[edges.holds.ends.patent]
kinds = ["patent"]
[edges.holds.properties.share]
type = "share"
zh = "份额"
"""
LOAD = """
FIRMS = [
    {"企业名称": "甲厂", "所在地": "玉屏侗族自治县", "职工人数": "120", "年碳排放（万吨）": "1.5"},
    {"企业名称": "乙厂", "所在地": "玉屏侗族自治县", "职工人数": "1.2万人", "年碳排放（万吨）": "300吨"},
    {"企业名称": "丙厂", "所在地": "新晃侗族自治县", "职工人数": "合计", "年碳排放（万吨）": "12公斤"},
]
PATENTS = [
    {"专利名称": "炉", "专利号": "ZL1", "专利权人": "甲厂;乙厂", "法律状态": "授权", "别名": "大炉"},
    {"专利名称": "袋", "专利号": "ZL2", "专利权人": "丙厂", "法律状态": "申请中"},
]
HOLDS = [{"专利权人": "甲厂", "专利": "炉", "份额": "60%"}]
SUPPLIES = [{"供方": "甲厂", "需方": "乙厂", "产品": "袋子", "单价": "2万元"}]
def fill(graph):
    cl.load(graph, {"firms": FIRMS, "patents": PATENTS, "supplies": SUPPLIES}, source="调查", published="2025")
    cl.load(graph, {"holds": HOLDS}, source="台账", published="2025")
"""
WORLD = f"""
import json, sys
import chanlian as cl
graph = cl.connect(sys.argv[1])
{LOAD}
fill(graph)
folder = sys.argv[2]
before = graph.content_hash
hashes = {{}}
for form in ("csv", "jsonl", "parquet", "xlsx", "rdf"):
    to = folder + "/out." + form if form in ("xlsx", "rdf") else folder + "/" + form
    cl.export(graph, to, to=form)
    again = cl.connect(":memory:")
    cl.load(again, to)
    hashes[form] = again.content_hash
cl.snapshot(graph, folder + "/kept")
cl.snapshot(graph, folder + "/kept.zip")
cl.restore(folder + "/kept", folder + "/restored.duckdb")
cl.export(graph, folder + "/out.cypher")
shown = cl.show(graph, "甲厂").iloc[0]
print(json.dumps({{
    "hash": before, "hashes": hashes,
    "listed": cl.list(graph, "firms").sort_values("name")[["name", "employees", "co2"]].astype(object).fillna("").astype(str).values.tolist(),
    "patents": cl.list(graph, "专利").sort_values("name")[["name", "number", "state", "holder"]].values.tolist(),
    "held": cl.list(graph, "holds", "玉屏")[["holder", "patent", "share"]].astype(object).fillna("").astype(str).values.tolist(),
    "price": cl.list(graph, "supplies")["price"].tolist(),
    "shown": [int(shown["employees"]), shown["co2"], [one for one in shown["facts"] if "holds" in one]],
    "sql": graph.sql("SELECT employees FROM v_firms WHERE employees > 1000").values.tolist(),
    "found": len(cl.verify(graph)),
    "first": graph.to_networkx(kinds=["patent", "firm", "holds"]).number_of_edges(),
    "by_graphml": [one for one in cl.to_networkx(graph, kinds=["patent"]).nodes(data=True)][0][1].get("number"),
    "read_only": cl.list(cl.connect(folder + "/kept.zip"), "patents")["name"].tolist(),
}}, ensure_ascii=False))
"""
TELL = """
import json, sys
import chanlian as cl
graph = cl.connect(sys.argv[1])
print(json.dumps([graph.content_hash, cl.list(graph, "patents").sort_values("name")["holder"].tolist(), len(cl.verify(graph))]))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A graph with own properties and kinds in a folder, and what was said of it where they are declared."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "xq.model.toml").write_text(MODEL, encoding="utf-8")
    return folder, run(WORLD, str(folder / "xq.duckdb"), str(folder))


def test_they_are_loaded_listed_shown_and_asked_as_others_are(told: tuple[Path, dict[str, Any]]) -> None:
    said = told[1]
    assert said["listed"] == [["丙厂", "", ""], ["乙厂", "12000", "300.0"], ["甲厂", "120", "15000.0"]]
    assert said["patents"] == [["炉", "ZL1", "granted", ["乙厂", "甲厂"]], ["袋", "ZL2", "pending", ["丙厂"]]]
    assert said["held"] == [["乙厂", "炉", ""], ["甲厂", "炉", "0.6"]]
    assert said["price"] == [20_000.0]
    employees, co2, facts = said["shown"]
    assert (employees, co2, facts) == (120, 15_000.0, ["甲厂 holds 炉 (share: 60%)"])
    assert said["sql"] == [[12_000]]
    assert (said["found"], said["first"], said["by_graphml"]) == (0, 3, "ZL1")


def test_they_come_back_with_the_same_hash_from_every_form(told: tuple[Path, dict[str, Any]]) -> None:
    folder, said = told
    assert {*said["hashes"].values()} == {said["hash"]}
    assert said["read_only"] == ["炉", "袋"]
    # restored where nothing lay beside it: what is declared came with it
    assert run(TELL, str(folder / "restored.duckdb")) == [said["hash"], [["乙厂", "甲厂"], ["丙厂"]], 0]


def test_a_graph_that_has_none_keeps_its_hash_and_takes_them_with_its_next_write(tmp_path: Path) -> None:
    path = tmp_path / "plain.duckdb"
    graph = connect(str(path))
    cl.load(graph, {"firms": [{"name": "甲厂", "place": "玉屏侗族自治县"}]}, source="名录")
    before, content = graph.content_hash, path.read_bytes()
    beside(path).write_text(MODEL, encoding="utf-8")
    code = f"""
import json, sys
import chanlian as cl
graph = cl.connect(sys.argv[1])
{LOAD}
seen = [graph.content_hash, len(cl.list(graph, "patents")), cl.list(graph, "firms")["employees"].isna().tolist()]
seen.append(graph.sql("SELECT count(*) AS n FROM v_patents")["n"].tolist())
as_it_was = open(sys.argv[1], "rb").read() == open(sys.argv[2], "rb").read()
graph.write(cl.Batch())
again = graph.content_hash, "nodes.patent" in graph.meta()["own_model"]
fill(graph)
print(json.dumps([seen, as_it_was, again, len(cl.list(graph, "patents")), len(cl.verify(graph))]))
"""
    copy = tmp_path / "copy"
    copy.write_bytes(content)
    seen, as_it_was, again, patents, found = run(code, str(path), str(copy))
    assert (seen, as_it_was) == ([before, 0, [True], [0]], True)
    assert (patents, found) == (2, 0)
    assert again == [before, True]  # it has the tables by now, and what is empty changes no digest


def test_a_graph_is_not_half_read_where_they_are_not_declared(
    told: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    path = tmp_path / "alone.duckdb"
    shutil.copy(told[0] / "xq.duckdb", path)
    graph = connect(str(path))
    with pytest.raises(OwnUnknown, match=r"firm.employees, firm.co2, supplies.price, patent, \.\.\..*--own") as unknown:
        cl.list(graph, "firms")
    with pytest.raises(OwnUnknown):
        cl.list(graph, "patents")
    with pytest.raises(OwnUnknown):
        cl.load(graph, {"firms": [{"name": "甲厂"}]}, source="x")
    # what the graph says of them is what was declared
    beside(path).write_text(unknown.value.kept, encoding="utf-8")
    assert run(TELL, str(path))[0] == told[1]["hash"]
    # and one that declares something otherwise is refused too
    beside(path).write_text(MODEL.replace('"integer"', '"number"'), encoding="utf-8")
    code = """
import json, sys
import chanlian as cl
try:
    cl.connect(sys.argv[1]).meta()
except cl.GraphError as error:
    print(json.dumps(str(error)))
"""
    said = run(code, str(path))
    assert f"{beside(path)} does not declare" in said
    assert 'as the graph has them: firm.employees (type = "number", in the graph "integer"); write' in said
    # what is missing there is named
    beside(path).write_text(MODEL.partition("[edges.holds]")[0].replace('"吨"', '"千克"'), encoding="utf-8")
    wanted = 'firm.co2 (unit = "千克", in the graph "吨"), holds (missing), holds(holder) (missing), holds(patent) (missing), ...'
    assert wanted in run(code, str(path))
    # a process that has begun without them says with which graph, and what to do; and it does not say that the file lacks anything
    beside(path).write_text(MODEL, encoding="utf-8")
    with pytest.raises(OwnUnknown, match=r"has begun without .*alone.model.toml.*chanlian.declare\("):
        cl.list(graph, "firms")
    code = """
import json, sys
import chanlian as cl
graph = cl.connect(sys.argv[1])
cl.list(graph, "firms")
try:
    cl.connect(sys.argv[2])
except cl.BadInput as error:
    print(json.dumps(str(error)))
"""
    plain = str(tmp_path / "plain.duckdb")
    connect(plain).create()
    said = run(code, plain, str(path))
    assert f"with {plain}" in said
    assert f"chanlian.declare({plain!r}, {str(path)!r})" in said
    code = """
import json, sys
import chanlian as cl
cl.declare(*sys.argv[1:])
print(json.dumps([len(cl.list(cl.connect(path), "patents")) for path in sys.argv[1:]]))
"""
    assert run(code, plain, str(path)) == [0, 2]


def test_a_script_of_cypher_keeps_what_is_declared(told: tuple[Path, dict[str, Any]]) -> None:
    lines = (told[0] / "out.cypher").read_text(encoding="utf-8").splitlines()
    # the line that says what the graph says of itself
    (said,) = [line for line in lines if "own_model" in line]
    assert said.startswith("UNWIND [")
    found = re.search(r"\['own_model', '((?:[^'\\]|\\.)*)'\]", said)
    assert found is not None
    kept = tomllib.loads(re.sub(r"\\u([0-9a-f]{4})", lambda one: chr(int(one[1], 16)), found[1]))
    assert kept == tomllib.loads(MODEL)


def test_what_is_restored_beside_a_file_or_not_at_all(told: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    code = """
import json, sys
from pathlib import Path
import chanlian as cl
kept, folder = sys.argv[1], Path(sys.argv[2])
cl.declare(kept)
from chanlian.graph.snapshot import restore as module
(folder / "less.model.toml").write_text('[properties.firm.employees]\\ntype = "integer"\\nunit = "人"\\nzh = "职工人数"\\n')
(folder / "same.model.toml").write_text("# ours\\n" + Path(sys.argv[3]).read_text())
said = []
for name in ("less", "same", "new", "late", "full", "odd"):
    place = module.put_in_place
    def late(new, path):
        if path.suffix == ".duckdb":
            if name == "full":
                raise OSError(28, "No space left on device")
            path.write_bytes(b"another's")
        return place(new, path)
    module.put_in_place = late if name in ("late", "full") else place
    try:
        cl.restore(kept, folder / f"{name}{'.dat' if name == 'odd' else '.duckdb'}")
        said.append("")
    except cl.ChanlianError as error:
        said.append(str(error))
    module.put_in_place = place
print(json.dumps(said))
"""
    less, same, new, late, full, odd = run(code, str(told[0] / "kept"), str(tmp_path), str(told[0] / "xq.model.toml"))
    assert "less.model.toml: is there already, and does not declare what the snapshot holds (firm.co2, " in less
    assert (same, new) == ("", "")
    assert "is there already, and nothing is written over" in late
    assert "No space left" in full
    assert odd.endswith("name such a one: odd.duckdb")  # where nobody looks for its file
    # no graph without its file, no file without its graph, and none that was there is another
    there = {"less.model.toml", "same.model.toml", "same.duckdb", "new.model.toml", "new.duckdb", "late.duckdb"}
    assert {path.name for path in tmp_path.iterdir()} == there
    assert (tmp_path / "same.model.toml").read_text(encoding="utf-8").startswith("# ours")
    assert "职工人数" in (tmp_path / "less.model.toml").read_text(encoding="utf-8")


def test_a_graph_that_was_renamed_says_where_its_file_is_not_looked_for(
    told: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    for name in ("xq.duckdb", "xq.model.toml"):
        shutil.copy(told[0] / name, tmp_path / name.replace("duckdb", "dat"))
    with pytest.raises(OwnUnknown, match=r"only read beside graphs whose name ends so: \.duckdb, .*; rename both$"):
        connect(str(tmp_path / "xq.dat")).meta()


def test_a_snapshot_is_of_its_graph_whatever_else_is_known(tmp_path: Path) -> None:
    declared = '[properties.firm.employees]\ntype = "integer"\nzh = "职工人数"\n'
    (tmp_path / "a.model.toml").write_text(declared, encoding="utf-8")
    (tmp_path / "b.model.toml").write_text(
        '[properties.firm.score]\ntype = "number"\nzh = "评分"\n[nodes.patent]\nzh = "专利"\n', encoding="utf-8"
    )
    made = """
import json, sys
import chanlian as cl
graph = cl.connect(sys.argv[1] + "/a.duckdb")
cl.load(graph, {"firms": [{"name": "甲厂", "职工人数": "3"}]}, source="x")
cl.snapshot(graph, sys.argv[1] + "/alone")
print(json.dumps(graph.content_hash))
"""
    content = run(made, str(tmp_path))
    plain = connect(str(tmp_path / "plain.duckdb"))
    cl.load(plain, {"firms": [{"name": "甲厂"}]}, source="x")
    cl.snapshot(plain, str(tmp_path / "plain"))
    code = """
import json, sys
from pathlib import Path
import chanlian as cl
folder = sys.argv[1]
cl.declare(folder + "/a.duckdb", folder + "/b.duckdb")
cl.snapshot(cl.connect(folder + "/a.duckdb"), folder + "/both")
def files(place):
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}
said = [files(Path(folder, "alone")) == files(Path(folder, "both")), [len(cl.verify_snapshot(f"{folder}/{name}")) for name in ("both", "plain")]]
restored = [cl.restore(f"{folder}/{name}", f"{folder}/{name}2.duckdb").meta().get("own_model") for name in ("both", "plain")]
print(json.dumps([*said, restored]))
"""
    same, found, kept = run(code, str(tmp_path))
    assert (same, found) == (True, [0, 0])
    assert kept == [declared, None]
    assert (tmp_path / "both2.model.toml").read_text(encoding="utf-8") == declared
    assert not (tmp_path / "plain2.model.toml").exists()
    # what was restored is a graph of its own: here nothing is declared, there one property
    restored = connect(str(tmp_path / "plain2.duckdb"))
    cl.load(restored, {"firms": [{"name": "乙厂"}]}, source="y")
    assert (len(cl.list(restored, "firms")), len(cl.verify(restored))) == (2, 0)
    code = """
import json, sys
import chanlian as cl
graph = cl.connect(sys.argv[1])
said = [graph.content_hash, cl.list(graph, "firms")["employees"].tolist()]
cl.load(graph, {"firms": [{"name": "乙厂", "职工人数": "5"}]}, source="y")
print(json.dumps([*said, len(cl.verify(graph)), graph.meta()["own_model"]]))
"""
    assert run(code, str(tmp_path / "both2.duckdb")) == [content, [3], 0, declared]


def test_a_server_holds_them(
    told: tuple[Path, dict[str, Any]], neo4j_server: Login, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wipe(neo4j_server)
    neo4j_server.known(monkeypatch)
    cl.load(
        connect(neo4j_server.url), {"firms": [{"name": "丁厂", "aliases": "老丁厂"}]}, source="名录"
    )  # before they are declared
    monkeypatch.setenv("CHANLIAN_MODEL", str(told[0] / "xq.model.toml"))
    code = f"""
import json, sys
import chanlian as cl
there, here = cl.connect(sys.argv[1]), cl.connect(":memory:")
{LOAD}
for graph in (there, here):
    cl.load(graph, {{"firms": [{{"name": "丁厂", "aliases": "老丁厂"}}]}}, source="名录")
    fill(graph)
cl.pull(there, sys.argv[2])
print(json.dumps([
    there.content_hash == here.content_hash, cl.connect(sys.argv[2]).content_hash == here.content_hash,
    cl.list(there, "patents").sort_values("name")["holder"].tolist(), cl.show(there, "大炉")["name"].tolist(), len(cl.verify(there)),
    there.cypher("MATCH (:Firm)-[h:HOLDS]->(p:Patent) RETURN p.number AS n, h.share AS s ORDER BY n, s")["n"].tolist(),
]))
"""
    same, back, holders, by_alias, found, asked = run(code, neo4j_server.url, str(tmp_path / "back.duckdb"))
    assert (same, back, found) == (True, True, 0)
    assert (holders, by_alias, asked) == ([["乙厂", "甲厂"], ["丙厂"]], ["炉"], ["ZL1", "ZL1", "ZL2"])
    with pytest.raises(OwnUnknown, match=r"has begun without .*CHANLIAN_MODEL=.*xq.model.toml set"):
        cl.list(connect(neo4j_server.url), "firms")
    monkeypatch.delenv("CHANLIAN_MODEL")
    with pytest.raises(OwnUnknown, match="CHANLIAN_MODEL=FILE.model.toml"):
        cl.list(connect(neo4j_server.url), "firms")
    wipe(neo4j_server)


BAD = {
    '[properties.firm.place]\ntype = "text"\nzh = "地"': "'place' means something else in every table",
    '[properties.firm.Staff]\ntype = "text"\nzh = "地"': "'Staff' is no name for it",
    '[properties.firm.staff]\ntype = "integr"\nzh = "人数"': "there is no type 'integr'",
    '[properties.firm.staff]\ntype = "quantity"\nzh = "人数"': "there is no type 'quantity'",
    '[properties.firm.staff]\ntype = "integer"': "zh is missing",
    '[properties.firm.staff]\ntype = "text"\nzh = "人"\nunit = "人"': "has no unit",
    '[properties.firm.staff]\ntype = "integer"\nzh = "所在地"': "has a column '所在地' already",
    '[properties.firm.scale]\ntype = "integer"\nzh = "大小"': "has a column 'scale' already",
    '[properties.firm.products]\ntype = "integer"\nzh = "大小"': "has a column 'products' already",
    '[properties.supplies.seller]\ntype = "text"\nzh = "卖家"': "has a column 'seller' already",
    '[properties.frm.staff]\ntype = "integer"\nzh = "人数"': "there is no kind 'frm'",
    '[propertys.firm.staff]\ntype = "integer"\nzh = "人数"': "unknown key 'propertys'",
    '[nodes.product]\nzh = "物品"': "'product' is taken already",
    '[nodes.claim]\nzh = "物品"': "'claim' is taken already",
    '[nodes.good]\nzh = "物品"\ntable = "products"': "'products' is taken already",
    '[nodes.thing]\nzh = "企业"': "'企业' is taken already",
    '[nodes.thing]\nzh = "东西"\ncolour = "red"': "unknown key 'colour'",
    '[nodes.thing]\nzh = "东西"\ncode = "no"': "code 'no' is no property",
    '[edges.has]\nzh = "有"': "has has 0 ends",
    '[edges.has]\nzh = "有"\n[edges.has.ends.a]\nkinds = "firm"\n[edges.has.ends.b]\nkinds = "pig"': "no kind of nodes 'pig'",
    '[edges.has]\nzh = "有"\nsentence = "{a} has"\n[edges.has.ends.a]\nkinds = "firm"\n[edges.has.ends.b]\nkinds = "firm"': "must name its ends",
    '[properties.firm.staff]\ntype = "integer"\nzh = "=1+1"': "cannot be a header",
    '[properties.firm.staff]\ntype = "integer"\nzh = "人\\n数"': "cannot be a header",
    '[properties.firm.staff]\ntype = "integer"\nzh = "人"\nunit = "<b>"': "cannot be a header",
    '[properties.firm.staff]\ntype = "text"\nzh = "人"\nwords = {a = "@x"}': "cannot be a header",
    '[edges.has]\nzh = "有{"\n[edges.has.ends.a]\nkinds = "firm"\n[edges.has.ends.b]\nkinds = "firm"': "cannot be a header",
    '[edges.has]\nzh = "有"\nsentence = "{a} has { {b}"\n[edges.has.ends.a]\nkinds = "firm"\n[edges.has.ends.b]\nkinds = "firm"': "is one line",
    '[edges.has]\nzh = "有"\nsentence = "{a.__class__} has {b}"\n[edges.has.ends.a]\nkinds = "firm"\n[edges.has.ends.b]\nkinds = "firm"': "must name",
    '[properties]\nfirm = 3': "must hold a table for each property",
    '[properties.firm.cap]\ntype = "text"\nen = "credit_code"\nzh = "号"': "has a column 'credit_code' already",
    '[properties.firm.p1]\ntype = "number"\nunit = "吨"\nzh = "碳"\n'
    '[properties.firm.p2]\ntype = "number"\nunit = "千瓦"\nzh = "碳"': "has a column '碳' already",
    "nodes = 3": "unknown key 'nodes'",
    "[nodes]\nthing = 3": "must be a table of keys",
    "x =": "is no TOML that can be read",
}  # fmt: skip


def test_what_cannot_be_declared_is_named_and_nothing_is_made(tmp_path: Path) -> None:
    for number, text in enumerate(BAD):
        (tmp_path / f"g{number}.model.toml").write_text(text, encoding="utf-8")
    code = """
import json, sys
import chanlian as cl
said = []
for number in range(int(sys.argv[2])):
    try:
        cl.connect(f"{sys.argv[1]}/g{number}.duckdb")
        said.append("")
    except cl.BadInput as error:
        said.append(str(error))
print(json.dumps(said))
"""
    said = run(code, str(tmp_path), str(len(BAD)))
    assert {
        text: one
        for (text, wanted), one in zip(BAD.items(), said, strict=True)
        if wanted not in one or "model.toml" not in one
    } == {}
    assert [path.suffix for path in tmp_path.iterdir() if path.suffix != ".toml"] == []


def test_what_is_added_to_a_declaration_is_no_other_one(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = (
        '[nodes.patent]\nzh = "专利"\n[nodes.patent.properties.state]\ntype = "text"\nzh = "状态"\nwords = {a = "甲"}\n'
    )
    kept += '[edges.holds]\nzh = "持有"\n[edges.holds.ends.holder]\nkinds = ["firm"]\n[edges.holds.ends.patent]\nkinds = ["patent"]\n'
    wider = kept.replace('{a = "甲"}', '{a = "甲方", b = "乙"}').replace('["firm"]', '["firm", "park"]')
    monkeypatch.setattr(own_kept, "known", lambda: {"properties": {}, **tomllib.loads(wider)})
    assert own_kept.beyond(kept) == []
    monkeypatch.setattr(own_kept, "known", lambda: {"properties": {}, **tomllib.loads(kept)})
    assert own_kept.beyond(wider) == ["patent.state", "holds(holder)"]
    for text in ("properties = 3", "[edges.zz]\nends = 3", "a = " + "[" * 3000, "x ="):
        assert own_kept.beyond(text) == ["?"]


def test_words_of_sql_and_cypher_may_be_names(tmp_path: Path) -> None:
    (tmp_path / "g.model.toml").write_text(
        '[nodes.order]\nzh = "订单"\n[nodes.order.properties.select]\ntype = "text"\nzh = "选"\n'
        '[nodes.order.properties.table]\ntype = "list"\nzh = "列"\n[edges.from]\nzh = "来自"\ncolumns_in = ["group"]\n'
        '[edges.from.ends.group]\nkinds = "order"\n[edges.from.ends.having]\nkinds = "firm"\nzh = "来处"\n',
        encoding="utf-8",
    )
    code = """
import json, sys
import chanlian as cl
graph = cl.connect(sys.argv[1])
cl.load(graph, {"orders": [{"name": "一", "select": "drop", "table": "a;b", "having": "甲厂"}]}, source="x")
cl.snapshot(graph, sys.argv[1] + ".zip")
print(json.dumps([cl.list(graph, "订单")[["name", "select", "table", "having"]].values.tolist(), len(cl.verify(graph)), len(cl.check(graph))]))
"""
    assert run(code, str(tmp_path / "g.duckdb"))[:2] == [[["一", "drop", ["a", "b"], ["甲厂"]]], 0]


def test_no_own_name_can_meet_a_column_that_is_there_anyway() -> None:
    for of in KINDS:
        declared = {column for prop in properties(of) for column, _ in stored_as(prop)}
        ends = {end.name for end in of.ends} if isinstance(of, Edge) else set()
        assert {name for name, _ in stored(of)} - declared - ends <= RESERVED, of.name
        listed = {one.name for one in columns_of(of)} - declared - ends - {f"{end}_id" for end in ends}
        given = {one.column for edge in EDGES for one in edge.roles.implied}
        given |= {one.column for edge in EDGES for one in edge.roles.listed}
        assert listed - given <= RESERVED, of.name
    assert {*BESIDE_KINDS} <= TAKEN
    beside_kinds = {label.lower() for label in ALL_LABELS if label not in LABELS}
    assert beside_kinds <= {name.replace("_", "") for name in TAKEN}
    assert all(of.name not in TAKEN for of in KINDS if isinstance(of, Node))


def test_a_graph_without_own_kinds_says_nothing_of_them(tmp_path: Path) -> None:
    graph = connect(str(tmp_path / "g.duckdb"))
    cl.load(graph, {"firms": [{"name": "甲厂"}]}, source="x")
    assert OWN_MODEL not in graph.meta()
    cl.snapshot(graph, str(tmp_path / "kept"))
    assert sorted(path.name for path in (tmp_path / "kept").iterdir() if path.is_file()) == [
        "CITATION.cff",
        "datapackage.json",
        "manifest.json",
    ]
    assert row(graph, "firm")["name"] == "甲厂"
    assert json.loads((tmp_path / "kept" / "manifest.json").read_text(encoding="utf-8"))["schema_version"] > 3
