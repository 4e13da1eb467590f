"""An export comes back whole: what a person said, what was taken out, what several sources state; what is lost or edited is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rows import digests, rows

import chanlian as cl
from chanlian.graph import Graph, connect
from chanlian.graph.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

SUPPLY: dict[str, Any] = {"seller": "甲厂", "buyer": "乙厂", "product": "吨袋"}


def loaded(*said: tuple[str, str, str]) -> Graph:
    """A graph of one supply, stated with values of sources, each with its day."""
    graph = connect(":memory:")
    for source, published, value in said:
        cl.load(graph, {"supplies": [{**SUPPLY, "value": value}]}, source=source, published=published)
    return graph


@pytest.fixture
def two(tmp_path: Path) -> tuple[Graph, Path]:
    """A graph in which two sources state one value differently, and its export."""
    graph = loaded(("年报", "2023", "5万元"), ("名录", "2024", "6万元"))
    cl.export(graph, tmp_path / "out")
    return graph, tmp_path / "out"


def again(*paths: Path) -> tuple[Graph, list[str]]:
    graph = connect(":memory:")
    notes = [note for path in paths for note in cl.load(graph, path).attrs["notes"]]
    return graph, notes


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_a_person_said_stays_what_a_person_said(form: str, tmp_path: Path) -> None:
    """It came back as what a table said, and a later table ranked before it."""
    graph = loaded(("名录", "2024", "6万元"))
    cl.add(graph, "supplies", {**SUPPLY, "value": "5万元"}, source="电话", published="2020")
    assert rows(graph, "supplies")[0]["value"] == 50_000
    target = tmp_path / ("out" if form == "csv" else "out.xlsx")
    cl.export(graph, target)
    copy, _ = again(target)
    assert copy.content_hash == graph.content_hash
    assert rows(copy, "supplies")[0]["value"] == 50_000
    assert {row["method"] for row in rows(copy, "claim")} == {"person", "table"}


def test_what_was_taken_out_and_is_stated_again_comes_along(tmp_path: Path) -> None:
    graph = loaded(("名录", "2024", "6万元"))
    cl.unload(graph, "名录")
    cl.load(graph, {"supplies": [{**SUPPLY, "value": "6万元"}]}, source="名录", published="2024")
    assert rows(graph, "removed") != []
    cl.export(graph, tmp_path / "out")
    copy, notes = again(tmp_path / "out")
    assert copy.content_hash == graph.content_hash
    assert rows(copy, "removed") == rows(graph, "removed")
    assert not any("edition" in note for note in notes)


@pytest.mark.parametrize("name", ["csv", "out.json", "out.xlsx"])
def test_what_something_was_called_before_goes_on_resolving(name: str, tmp_path: Path) -> None:
    graph = loaded(("名录", "2024", "6万元"))
    (supply,) = rows(graph, "supplies")
    code = "91520622MA6E4U1A0N"
    cl.load(graph, {"firms": [{"name": "甲厂", "credit_code": code}]}, source="登记")
    cl.export(graph, tmp_path / name)
    copy, notes = again(tmp_path / name)
    assert copy.content_hash == graph.content_hash
    assert not any("former" in note for note in notes)
    assert rows(copy, "former") == rows(graph, "former")
    for earlier in (supply["seller"], supply["fact"]):
        assert cl.show(copy, earlier)["fact"].tolist() == cl.show(graph, earlier)["fact"].tolist()
    assert cl.verify(copy).empty


def test_in_which_language_something_was_taken_out_is_no_content() -> None:
    made = []
    for lang in ("en", "zh"):
        graph = loaded(("名录", "2024", "6万元"))
        cl.load(graph, {"firms": [{"name": "丁厂"}]}, source="误载")
        cl.unload(graph, "误载", lang=lang)
        made.append(graph)
    assert made[0].content_hash == made[1].content_hash
    assert rows(made[0], "removed")[0]["because"] != rows(made[1], "removed")[0]["because"]


def test_a_row_that_several_state_is_not_to_be_edited_where_it_is_only_shown(two: tuple[Graph, Path]) -> None:
    """What was written into it was passed over."""
    graph, folder = two
    table = folder / "supplies.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("60000", "99999"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"supplies.csv: was changed since it was exported.*out/claims: change it there"):
        again(folder)
    (folder / "claims").rename(folder.with_name("aside"))
    copy, notes = again(folder)
    assert rows(copy, "supplies")[0]["value"] == 99_999
    assert any("claims/supplies.csv: belongs to this export and is not there" in note for note in notes)
    assert digests(copy) != digests(graph)


def test_another_table_of_an_export_may_be_edited(two: tuple[Graph, Path]) -> None:
    _, folder = two
    table = folder / "firms.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("乙厂", "乙总厂"), encoding="utf-8")
    copy, notes = again(folder)
    assert {row["name"] for row in rows(copy, "firm")} == {"甲厂", "乙总厂"}
    assert len(rows(copy, "claim")) == 2
    assert not any("holds no rows" in note for note in notes)


@pytest.mark.parametrize("name", ["supplies.csv", "claims/supplies.csv"])
def test_a_table_without_its_ids_is_refused_in_a_line(two: tuple[Graph, Path], name: str) -> None:
    _, folder = two
    table = folder / name
    table.write_text(table.read_text(encoding="utf-8").replace('"fact.id"', '"mine"'), encoding="utf-8")
    with pytest.raises(BadInput, match="was changed since it was exported"):
        again(folder)


def test_headers_may_be_written_otherwise(two: tuple[Graph, Path]) -> None:
    graph, folder = two
    table = folder / "claims" / "supplies.csv"
    table.write_text(table.read_text(encoding="utf-8").replace('"fact.id"', '" FACT.ID"'), encoding="utf-8")
    copy, _ = again(folder)
    assert copy.content_hash == graph.content_hash


def test_claims_of_a_file_that_are_left_behind_are_told(tmp_path: Path) -> None:
    graph = loaded(("年报", "2023", "5万元"), ("名录", "2024", "6万元"))
    cl.export(graph, tmp_path / "out.xlsx")
    (tmp_path / "out.claims.xlsx").unlink()
    _, notes = again(tmp_path / "out.xlsx")
    assert any("out.claims.xlsx: belongs to this export" in note for note in notes)


def test_a_retraction_here_is_not_undone_by_an_export_of_elsewhere(tmp_path: Path) -> None:
    """Its trace said that the fact had come back, and it had not."""
    mine, theirs = loaded(("名录", "2024", "6万元")), loaded(("名录", "2024", "6万元"))
    fact = rows(mine, "supplies")[0]["fact"]
    for graph in (mine, theirs):
        cl.retract(graph, fact, because="误报")
    cl.load(theirs, {"firms": [{"name": "丁厂"}]}, source="补录")
    cl.export(theirs, tmp_path / "out")
    cl.load(mine, tmp_path / "out")
    assert rows(mine, "supplies") == []
    assert all(row["restored"] is None for row in rows(mine, "removed"))
    # a person there said it again: what a person says brings it back here too, and is told as restored
    cl.add(theirs, "supplies", SUPPLY, source="电话")
    cl.export(theirs, tmp_path / "again")
    cl.load(mine, tmp_path / "again")
    assert len(rows(mine, "supplies")) == 1
    assert any(row["restored"] for row in rows(mine, "removed"))
