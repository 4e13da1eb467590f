"""What a picture shows of needs, on a small invented world."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from world import small

import chanlian as cl
from chanlian.queries import network
from chanlian.viz.page.page_data import network_page

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_only_needed_is_drawn_once() -> None:
    graph = small(
        firm="F@A1; G@A1; H@B1",
        produces="F good; H sold",
        consumes="F raw; F sold; G raw",
        input_of="raw good; fuel good",
    )
    drawn = network(graph, "A1")
    labels = sorted((node["label"], node["kind"]) for node in drawn.nodes if node["kind"] in ("product", "gap"))
    # raw is known only as a need; sold is made across the border, and its maker is joined to the gap
    assert labels == [("fuel", "gap"), ("good", "product"), ("raw", "gap"), ("sold", "gap")]
    ends = {(edge["kind"], edge["source"], edge["target"]) for edge in drawn.edges}
    assert {("consumes", "firm:F", "gap:product:raw"), ("consumes", "firm:G", "gap:product:raw")} <= ends
    assert ("needs", "firm:F", "gap:product:raw") not in ends
    assert ("needs", "firm:F", "gap:product:fuel") in ends
    assert ("input_of", "gap:product:raw", "product:good") in ends
    assert ("possible", "firm:H", "gap:product:sold") in ends
    known = {node["id"] for node in drawn.nodes}
    assert all(edge["source"] in known and edge["target"] in known for edge in drawn.edges)


def test_two_firms_of_one_name_are_two() -> None:
    graph = small(
        firm="one@A1 name=宏达公司; two@B1 name=宏达公司",
        produces="one good; two other",
        consumes="two raw",
    )
    drawn = network(graph, "A1,B1")
    assert [(node["id"], node["area"]) for node in drawn.nodes if node["kind"] == "firm"] == [
        ("firm:one", "A1"),
        ("firm:two", "B1"),
    ]
    (gap,) = (node for node in drawn.nodes if node["kind"] == "gap")
    assert (gap["product"], gap["firms"], gap["area"]) == ("product:raw", ["firm:two"], "B1")
    page = network_page(drawn, lang="zh")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data = json.loads(found[1])
    assert [node["id"] for node in data["nodes"] if node["label"] == "宏达公司"] == ["firm:one", "firm:two"]
    assert [node["firms"] for node in data["nodes"] if node["kind"] == "gap"] == [["firm:two"]]
    lacking = {edge["from"] for edge in data["edges"] if edge["to"] == "gap:product:raw"}
    assert lacking == {"firm:two"}, "its namesake lacks nothing"


def test_a_gap_of_two_namesakes_is_drawn_to_both() -> None:
    graph = small(
        firm="one@A1 name=宏达公司; two@B1 name=宏达公司",
        produces="one good; two good",
        input_of="fuel good",
    )
    drawn = network(graph, "A1,B1")
    needs = {(edge["source"], edge["target"]) for edge in drawn.edges if edge["kind"] == "needs"}
    assert needs == {("firm:one", "gap:product:fuel"), ("firm:two", "gap:product:fuel")}


def test_every_gap_is_joined_to_its_makers_the_nearest_of_many() -> None:
    places = {"A3": ("county", "P", 0.1), "A4": ("county", "P", 3.0)}
    graph = small(
        places,
        firm="F@A1; near@A3; next@A2; farther@A4; far@B1; sells@B1; nowhere",
        consumes="F raw; F glue",
        produces="near raw; next raw; far raw; farther raw; nowhere raw; farther pulp",
        kind_of="pulp glue",
        supplies="sells F raw",
    )
    drawn = network(graph, "A1")
    joined = {(edge["source"], edge["target"]) for edge in drawn.edges if edge["kind"] == "possible"}
    assert joined == {
        ("firm:near", "gap:product:raw"), ("firm:next", "gap:product:raw"), ("firm:far", "gap:product:raw"),
        ("firm:farther", "gap:product:glue"),
    }, "who makes a kind of it could, too; who only sells it is no maker"  # fmt: skip
    assert all(edge["ghost"] and edge["fact"] is None for edge in drawn.edges if edge["kind"] == "possible")
    ids = {node["id"] for node in drawn.nodes}
    assert "firm:nowhere" not in ids
    assert {gap["node"] for gap in drawn.gaps} == {"gap:product:raw", "gap:product:glue"}


def test_a_picture_says_what_its_answer_says(tmp_path: Path) -> None:
    graph = small(firm="F@A1; H@B1", supplies="H F ore; H F wax since=2018 value=2 period=2021; H F bag period=2024")
    gaps = cl.gaps(graph, "A1", as_of="2020", lang="zh").attrs["notes"]
    drawn = network(graph, "A1", as_of="2020", lang="zh")
    assert len(gaps) == 4
    assert set(drawn.notes) == set(gaps)
    path, lines = cl.draw(graph, "A1", tmp_path / "page.html", as_of="2020", lang="zh")
    assert set(gaps) <= set(lines)
    text = path.read_text(encoding="utf-8")
    assert gaps[0] == "A1不含Z（独立管理）；加 with_zones=True 可一并计入"
    assert '"A1不含Z（独立管理）"' in text, "in the words of an office, not of the command line"
    assert "--with-zones" not in text
    assert json.loads((tmp_path / "page.html.meta.json").read_text(encoding="utf-8"))["notes"] == [
        note.replace("with_zones=True", "--with-zones") for note in drawn.notes
    ], "a file is for whoever opens it"
    assert network(graph, "A1", lang="zh").notes == (gaps[0], gaps[2])
