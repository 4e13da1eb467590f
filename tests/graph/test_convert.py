"""Exports: loaded again they make the same graph, nothing of the user's is overwritten, and networks have what was asked."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyarrow.parquet as pq
import pytest
from rows import batch, nodes, rows
from world import batch as world_batch, small

import chanlian as cl
from chanlian import AmbiguousName, BadInput, UnknownName, export, load
from chanlian.graph import Graph, connect
from chanlian.graph.commands import export as export_command
from chanlian.graph.export.export import FORMS
from chanlian.graph.identity import identifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chanlian.graph import Batch

pytestmark = pytest.mark.core

TABLES = ("csv", "jsonl", "json", "xlsx")
FORMULA = '=HYPERLINK("http://x")'


def awkward_batch() -> Batch:
    """Invented facts whose every value is hard to carry: marks, lists, bounds, tiny and large numbers, half dates."""
    return batch(
        "s, \"quoted\"; and\nparted",
        "2025-H1",
        region=[{"identifier": "region:X", "name": "X", "level": "county", "code": "X", "lat": 1e-7, "lon": -0.1}],
        park=nodes("park", "P", own_area=True, joint=False),
        firm=[
            {"identifier": "firm:1", "name": FORMULA, "aliases": ["甲、乙", "丙,丁", "[x]"], "group": False},
            {"identifier": "firm:2", "name": "@b; \"c\"", "aliases": ["+1"], "count": 3, "group": True},
            {"identifier": "firm:3", "name": "'s-Firm", "aliases": ["－x"], "credit_code": None},
        ],
        product=nodes("product", "001", "1.50", "true", unit="吨"),
        chain=nodes("chain", "链", stages=["上游、原料", "下游"]),
        project=nodes("project", "j", planned=1234567.89, planned_low=0.01, planned_original="约123.46万元", stage_date="2025-Q1"),
        metric=nodes("metric", "m", indicator="firms", value=60000.0, value_original="6万名", unit="人", change=["+11.69 %"]),
        located_in=[{"what": "firm:1", "place": "park:P"}, {"what": "park:P", "place": "region:X", "basis": "stated"}],
        supplies=[
            {"seller": "firm:1", "buyer": "firm:2", "product": "product:001", "value": 1e12, "since": "2025", "ref": "-7"},
            {"seller": "firm:1", "buyer": "firm:2", "product": "product:001", "quantity": 0.1, "unit": "吨", "quantity_high": 0.3},
        ],
        cooperates_with=[{"a": "firm:3", "b": "region:X", "what": "line one\nline two"}],
        owns=[{"owner": "firm:1", "owned": "firm:2", "share": 1 / 3}],
    )  # fmt: skip


def contested_batches() -> Iterator[Batch]:
    """Invented facts that two sources state differently."""
    for title, published, value in (("early", "2024-01-01", 10.0), ("late", "2025-01-01", 20.0)):
        supply = {"seller": "firm:F", "buyer": "firm:G", "product": "product:p", "value": value, "basis": "annual"}
        yield batch(title, published, firm=nodes("firm", "F", "G"), product=nodes("product", "p"), supplies=[supply])


def written(*batches: Batch) -> Graph:
    """A graph of what batches say."""
    graph = connect(":memory:")
    for one in batches:
        graph.write(one)
    return graph


@cache
def awkward() -> Graph:
    """The graph of what is hard to carry; read it only."""
    return written(awkward_batch())


@cache
def twins() -> tuple[Graph, Graph]:
    """One graph made twice: what two sources state differently; read them only."""
    one, other = (written(*contested_batches()) for _ in range(2))
    return one, other


def contested() -> Graph:
    """The graph of what two sources state differently; read it only."""
    return twins()[0]


@cache
def invented() -> Graph:
    """All invented facts in one graph, the tiny world's too; read it only."""
    return written(world_batch(), awkward_batch(), *contested_batches())


def again(target: Path, *more: Path) -> Graph:
    """A new graph of an export."""
    graph = connect(":memory:")
    for path in (target, *more):
        report = load(graph, path)
        assert int(report["rejected"].sum()) == 0, report.attrs["rejects"]
        assert int(report["read"].sum()) > 0
    return graph


def at(folder: Path, form: str) -> Path:
    """Where an export of this form goes."""
    return folder / ("out" if form in ("csv", "jsonl", "parquet") else f"out.{form}")


@pytest.mark.parametrize(
    ("which", "form"), [*(("invented", form) for form in TABLES), ("example", "csv"), ("example", "xlsx")]
)
def test_loaded_again_it_is_the_same_graph(
    which: str, form: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    graph: Graph = invented() if which == "invented" else request.getfixturevalue(which)
    done = export(graph, at(tmp_path, form), form)
    assert again(at(tmp_path, form)).content_hash == graph.content_hash
    counted = {name: sum(part.num_rows for part in graph.scan(name)) for name in ("firm", "supplies")}
    mine = done[done["file"] == at(tmp_path, form).name].set_index("table")["rows"]
    assert (mine["firms"], mine["supplies"]) == (counted["firm"], counted["supplies"])


@pytest.mark.parametrize(
    ("form", "beside"), [("csv", "out/claims"), ("jsonl", "out/claims"), ("json", "out.claims.json")]
)
def test_what_each_source_states_comes_back_with_the_claims(form: str, beside: str, tmp_path: Path) -> None:
    graph = contested()
    export(graph, at(tmp_path, form), form)

    def stated(one: Graph) -> list[float]:
        claims = [row for part in one.scan("claim") for row in part.to_pylist() if row["kind"] == "supplies"]
        return sorted(json.loads(row["stated"])["value"] for row in claims)

    full = again(at(tmp_path, form))
    assert stated(full) == [10.0, 20.0]
    assert full.content_hash == graph.content_hash
    # named once more they say nothing new
    assert again(at(tmp_path, form), tmp_path / beside).content_hash == graph.content_hash
    # without them the rest is what the graph shows
    beside_it = tmp_path / beside
    shutil.rmtree(beside_it) if beside_it.is_dir() else beside_it.unlink()
    shown_only = again(at(tmp_path, form))
    assert stated(shown_only) == []
    assert [row["value"] for row in rows(shown_only, "supplies")] == [row["value"] for row in rows(graph, "supplies")]


@pytest.mark.parametrize("form", TABLES)
def test_what_was_taken_out_comes_along_and_stays_out(form: str, tmp_path: Path) -> None:
    """It came back with the next load of the table that stated it."""
    said = {
        "supplies": [
            {"seller": "甲厂", "buyer": "乙厂", "product": "吨袋"},
            {"seller": "甲厂", "buyer": "丙厂", "product": "吨袋"},
        ]
    }
    graph = connect(":memory:")
    load(graph, said, source="=调查")
    fact = next(row["fact"] for row in rows(graph, "supplies") if row["buyer"] == identifier("firm", "丙厂"))
    cl.retract(graph, fact, because="=误报")
    load(graph, {"firms": [{"name": "丁厂"}]}, source="误载")
    cl.unload(graph, "误载")
    export(graph, at(tmp_path, form), form)
    copy = again(at(tmp_path, form))
    assert copy.content_hash == graph.content_hash
    load(copy, said, source="=调查")
    assert [row["fact"] for row in rows(copy, "supplies")] == [row["fact"] for row in rows(graph, "supplies")]
    assert rows(copy, "removed") == rows(graph, "removed")


def test_what_was_taken_out_elsewhere_is_not_taken_out_here(tmp_path: Path) -> None:
    said = {"supplies": [{"seller": "甲厂", "buyer": "乙厂", "product": "吨袋"}]}
    graph, mine = connect(":memory:"), connect(":memory:")
    for one in (graph, mine):
        load(one, said, source="调查")
    cl.unload(graph, "调查")
    load(graph, {"firms": [{"name": "丁厂"}]}, source="补录")
    export(graph, tmp_path / "out")
    done = load(mine, tmp_path / "out")
    assert len(rows(mine, "supplies")) == 1
    # of the facts and the source that are there no trace is kept; that is said
    assert rows(mine, "removed") == []
    assert any("are stated here, and stay" in en for en, _ in done.attrs["remarks"])


def test_a_trace_that_somebody_wrote_is_told(tmp_path: Path) -> None:
    graph = connect(":memory:")
    load(graph, {"firms": [{"name": "丁厂"}]}, source="补录")
    load(graph, {"firms": [{"name": "丙厂"}]}, source="误载")
    cl.unload(graph, "误载")
    export(graph, tmp_path / "out")
    table = tmp_path / "out" / "removed.csv"
    table.write_text(table.read_text(encoding="utf-8").replace('"unload",', '"unload","gone"'), encoding="utf-8")
    new = connect(":memory:")
    with pytest.raises(BadInput, match=r"removed.csv, row 2: .* leave this table out"):
        load(new, tmp_path / "out")
    assert rows(new, "firm") == []


def test_tables_have_names_and_identifiers_and_run_nothing(tmp_path: Path) -> None:
    export(awkward(), tmp_path / "out")
    with (tmp_path / "out" / "supplies.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    assert (row["seller"], row["seller.name"], row["product.name"]) == ("firm:1", "'" + FORMULA, "001")
    assert row["value"] in ("1000000000000", "")
    assert len(row["fact.id"]) == 16
    texts = [path.read_text(encoding="utf-8") for path in (tmp_path / "out").glob("*.csv")]
    cells = [cell for text in texts for line in csv.reader(io.StringIO(text)) for cell in line]
    risky = [cell for cell in cells if cell.startswith(("=", "+", "@", "－", "-"))]
    assert [cell for cell in risky if not cell.removeprefix("-").replace(".", "", 1).isdigit()] == []


def test_parquet_keeps_types(tmp_path: Path) -> None:
    export(awkward(), tmp_path / "out", "parquet")
    schema = pq.read_schema(tmp_path / "out" / "supplies.parquet")
    assert str(schema.field("value").type) == "double"
    assert str(pq.read_schema(tmp_path / "out" / "firms.parquet").field("aliases").type).startswith("list<")
    rows = pq.read_table(tmp_path / "out" / "firms.parquet").to_pylist()
    assert rows[0]["name"] == FORMULA, "a format of data carries the text itself"


@pytest.mark.parametrize("form", FORMS)
def test_the_same_graph_gives_the_same_bytes(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    for folder, graph in zip("ab", twins(), strict=True):
        export(graph, at(tmp_path / folder, form), form)
    one, two = ({str(p.relative_to(tmp_path / f)): p.read_bytes() for p in (tmp_path / f).rglob("*") if p.is_file()} for f in "ab")  # fmt: skip
    assert one == two
    assert one


# -- the target ------------------------------------------------------------------------------


def test_an_earlier_export_is_replaced_and_nothing_else(world: Graph, tmp_path: Path) -> None:
    target = tmp_path / "out"
    export(contested(), target, "jsonl")
    export(world, target, "csv")
    assert {path.suffix for path in target.iterdir()} == {".csv", ".txt"}
    assert not (target / "claims").exists()
    (target / "mine.txt").write_text("notes", encoding="utf-8")
    with pytest.raises(BadInput, match="name another"):
        export(world, target)
    (target / "mine.txt").unlink()
    (target / "firms.csv").write_text("edited", encoding="utf-8")
    with pytest.raises(BadInput, match="name another"):
        export(world, target)
    assert (target / "firms.csv").read_text(encoding="utf-8") == "edited"
    assert [path.name for path in tmp_path.iterdir()] == ["out"], "nothing is left lying about"


def test_files_of_others_are_left_alone(world: Graph, tmp_path: Path) -> None:
    own = tmp_path / "out.json"
    own.write_text("{}", encoding="utf-8")
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "x.csv").write_text("a\n", encoding="utf-8")
    for target in (own, folder):
        with pytest.raises(BadInput, match="name another"):
            export(world, target)
    assert own.read_text(encoding="utf-8") == "{}"
    (tmp_path / "b.claims.xlsx").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="name another"):
        export(contested(), tmp_path / "b.xlsx")
    assert (tmp_path / "b.claims.xlsx").read_text(encoding="utf-8") == "mine"


def test_one_file_is_replaced_with_what_stood_beside_it(world: Graph, tmp_path: Path) -> None:
    target = tmp_path / "g.json"
    export(contested(), target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["g.claims.json", "g.json", "g.json.meta.json"]
    export(world, target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["g.json", "g.json.meta.json"]
    meta = json.loads((tmp_path / "g.json.meta.json").read_text(encoding="utf-8"))
    assert meta["graph_hash"] == world.content_hash
    with target.open("a", encoding="utf-8") as file:
        file.write(" ")
    with pytest.raises(BadInput, match="name another"):
        export(world, target)


def test_an_empty_folder_will_do(world: Graph, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export(world, tmp_path / "out")
    assert (tmp_path / "out" / "firms.csv").exists()


def test_a_failure_leaves_nothing(world: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import chanlian.graph.export.tables as writing

    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "_csv", full)
    with pytest.raises(BadInput, match="No space left"):
        export(world, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "to", "said"),
    [("out.csv", None, "folder"), ("out", "doc", "graphml"), ("none/out", None, "cannot be written")],
)
def test_targets_that_cannot_be(name: str, to: str | None, said: str, world: Graph, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=said):
        export(world, tmp_path / name, to)


def test_the_command_offers_every_form() -> None:
    assert set(export_command._FORMS) == set(FORMS)


@pytest.mark.skipif(os.name == "nt", reason="rights of files are another matter there")
def test_files_have_the_rights_of_new_files(world: Graph, tmp_path: Path) -> None:
    export(world, tmp_path / "out")
    (tmp_path / "plain").write_text("", encoding="utf-8")
    rights = (tmp_path / "plain").stat().st_mode & 0o777
    assert (tmp_path / "out" / "firms.csv").stat().st_mode & 0o777 == rights


# -- networks --------------------------------------------------------------------------------


def test_the_whole_graph_as_a_network(world: Graph) -> None:
    network = world.to_networkx()
    assert isinstance(network, nx.MultiDiGraph)
    assert network.nodes["firm:F1"] == {
        "kind": "firm", "name": "F1", "label": "F1", "place": "park:K", "place_basis": "stated", "sources": "the invented world",
        "method": "table", "recorded": network.nodes["firm:F2"]["recorded"],
        "park": "K", "county": "A1", "prefecture": "P", "province": "A", "country": "W",
    }  # fmt: skip
    supplies = [(a, b, d) for a, b, d in network.edges(data=True) if d["kind"] == "supplies"]
    assert len(supplies) == 13
    ore = next(d for a, b, d in supplies if (a, b) == ("firm:H1", "firm:F1"))
    assert (ore["product"], ore["product_name"], ore["value"], ore["basis"]) == ("product:ore", "ore", 100.0, "annual")
    assert all(len(key) == 16 for *_, key in network.edges(keys=True))
    assert not any(value is None for _, data in network.nodes(data=True) for value in data.values())
    assert not any(node.startswith("source:") for node in network)
    # who is upstream of F1: its suppliers F2, F3, G1, H1, and theirs: U0, U1, G2 (F1 itself feeds G1)
    flows = world.to_networkx(kinds=["firm", "supplies"])
    assert nx.ancestors(flows, "firm:F1") == {f"firm:{name}" for name in ("F2", "F3", "G1", "H1", "U0", "U1", "G2")}


def test_a_part_of_it(world: Graph) -> None:
    # A1 without its zone Z: the park K, and the firms F1, F2, F3
    part = world.to_networkx("A1")
    firms = {node for node, data in part.nodes(data=True) if data["kind"] == "firm"}
    touched = {"H1", "G1", "G2", "U0", "U1"}  # who trades with them
    assert firms == {f"firm:{name}" for name in {"F1", "F2", "F3"} | touched}
    assert not part.has_edge("firm:U1", "firm:H1"), "what those outside do among themselves is not asked"
    assert "firm:FZ" in world.to_networkx("A1", with_zones=True)
    assert "firm:FZ" in world.to_networkx("J"), "a joint park stands for its parts"
    assert "firm:FZ" in world.to_networkx("A2, Z")
    only = world.to_networkx("A1", ["firms", "supplies"])
    assert {data["kind"] for _, data in only.nodes(data=True)} == {"firm"}
    assert {data["kind"] for *_, data in only.edges(data=True)} == {"supplies"}


def test_names_of_areas_and_kinds_that_are_none(world: Graph, example: Graph) -> None:
    with pytest.raises(UnknownName, match="nowhere"):
        world.to_networkx("nowhere")
    with pytest.raises(BadInput, match="enterprise"):
        world.to_networkx(kinds=["enterprise"])
    assert "region:520622" in example.to_networkx("玉屏"), "short names of official divisions are understood"
    twins = small(park="T@A1")
    twins.write(batch("s", park=[{"identifier": "park:T3", "name": "T"}]))
    with pytest.raises(AmbiguousName, match="park:T3"):
        twins.to_networkx("T")


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_files_of_networks_are_read_by_networkx(form: str, example: Graph, tmp_path: Path) -> None:
    target = tmp_path / f"g.{form}"
    export(example, target)
    read = nx.read_graphml(target) if form == "graphml" else nx.read_gexf(target)
    whole = example.to_networkx()
    assert set(read) == set(whole)
    mutual = sum("undirected" in data for *_, data in whole.edges(data=True))
    assert read.number_of_edges() == whole.number_of_edges() + (mutual if form == "gexf" else 0)
    named = {data["name"] for _, data in read.nodes(data=True)}
    assert named == {data["name"] for _, data in whole.nodes(data=True)}
    several = next(node for node, data in whole.nodes(data=True) if "；" in data.get("aliases", ""))
    assert read.nodes[several]["aliases"] == whole.nodes[several]["aliases"]


def test_control_characters_do_not_break_a_network_file(tmp_path: Path) -> None:
    graph = connect(":memory:")
    graph.write(batch("s", firm=[{"identifier": "firm:1", "name": "a\x0bb\x1b"}]))
    export(graph, tmp_path / "g.graphml")
    assert nx.read_graphml(tmp_path / "g.graphml").nodes["firm:1"]["name"] == "ab"


SHEET_MARKS = (
    '"', "同上", "〃", "..", "合计", "小计：", "全县合计", "total", "注：甲", "说明", "数据来源：乙", "示例", "序号", "一、丙", "（一）丁", "1", "1.",
    "名称", "name", "填表人：戊",
)  # fmt: skip


@pytest.mark.parametrize("form", TABLES)
def test_names_that_a_sheet_would_take_for_marks_come_back(form: str, tmp_path: Path) -> None:
    """A product called by a lone quotation mark came back with the name above it."""
    graph = written(
        batch(
            "s",
            firm=nodes("firm", *SHEET_MARKS),
            product=nodes("product", "甲", *SHEET_MARKS),
            produces=[{"firm": f"firm:{name}", "product": f"product:{name}"} for name in SHEET_MARKS],
        )
    )
    export(graph, at(tmp_path, form), form)
    assert again(at(tmp_path, form)).content_hash == graph.content_hash
