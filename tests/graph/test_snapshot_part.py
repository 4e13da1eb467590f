"""Snapshots of a part of a graph: what goes with it, what its answers are, and that it says that it is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import chanlian as cl
from chanlian.cli import main

if TYPE_CHECKING:
    from pathlib import Path

AREAS = ("玉屏", "新晃")


def supply(seller: str, buyer: str, product: str, **more: Any) -> dict[str, Any]:
    return {"seller": seller, "buyer": buyer, "product": product, **more}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> cl.Graph:
    """玉屏: 甲 makes 甲酸 of 木 in the chain 化工, buys 木 from 乙 in 新晃 and 绳 of 丙 in 新晃. 新晃: 乙 buys 斧 of 丁 in 鹤城 since 2024.

    戊 in 鹤城 makes 绳 too; a second source states the supply of 木.
    """
    graph = cl.connect(tmp_path_factory.mktemp("whole") / "whole.duckdb")
    firms = [
        {"name": name, "place": place, "products": made}
        for name, place, made in (
            ("甲厂", "玉屏", "甲酸"), ("乙厂", "新晃", "木"), ("丙厂", "新晃", "绳"), ("丁厂", "怀化市鹤城区", "斧"), ("戊厂", "怀化市鹤城区", "绳"),
        )
    ]  # fmt: skip
    supplies = [
        supply("乙厂", "甲厂", "木"), supply("丙厂", "甲厂", "绳"), supply("丁厂", "乙厂", "斧", since="2024-03"),
    ]  # fmt: skip
    tables: dict[str, Any] = {
        "firms": firms, "supplies": supplies, "chains": [{"name": "化工"}],
        "chain_products": [{"product": "甲酸", "chain": "化工"}, {"product": "木", "chain": "化工"}],
        "inputs": [{"input": "木", "product": "甲酸"}, {"input": "水", "product": "甲酸"}],
    }  # fmt: skip
    cl.load(graph, tables, source="虚构的表", published="2025-01-01")
    cl.load(graph, {"supplies": [supply("乙厂", "甲厂", "木")]}, source="另一张表", published="2025-02-01")
    return graph


def names(graph: cl.Graph, kind: str) -> set[str]:
    return set(cl.list(graph, kind)["name"])


def kept(whole: cl.Graph, folder: Path, **asked: Any) -> cl.Graph:
    folder.mkdir(exist_ok=True)
    cl.snapshot(whole, folder / "part", **asked)
    assert cl.verify_snapshot(folder / "part").empty
    return cl.connect(folder / "part")


def sold(graph: cl.Graph) -> set[str]:
    return set(cl.list(graph, "supplies")["product"])


def test_a_part_of_an_area_has_what_it_is_tied_to_and_where_that_lies(whole: cl.Graph, tmp_path: Path) -> None:
    part = kept(whole, tmp_path, area="玉屏")
    assert names(part, "firms") == {"甲厂", "乙厂", "丙厂"}
    assert sold(part) == {"木", "绳"}
    assert {"木", "水", "甲酸"} <= names(part, "products")  # what 甲酸 is made of
    assert {"虚构的表", "另一张表"} <= names(part, "sources")
    assert dict(cl.list(part, "firms")[["name", "place"]].to_numpy().tolist())["乙厂"] == ["新晃侗族自治县"]
    asked = ["product", "state", "basis", "firms", "suppliers_outside", "suppliers_unplaced", "because"]
    theirs, mine = (cl.gaps(graph, "玉屏", as_of="2025-02-01")[asked] for graph in (whole, part))
    assert len(theirs) == 3
    assert mine.equals(theirs)


def test_a_part_of_a_chain_has_its_products_and_who_has_to_do_with_them(whole: cl.Graph, tmp_path: Path) -> None:
    part = kept(whole, tmp_path, chain="化工")
    assert names(part, "firms") == {"甲厂", "乙厂"}
    assert sold(part) == {"木"}
    assert names(part, "chains") == {"化工"}
    assert names(part, "products") == {"甲酸", "木", "水"}
    with pytest.raises(cl.UnknownName, match="no chain called '化'; nearest: 化工"):
        cl.snapshot(whole, tmp_path / "other", chain="化")
    assert not (tmp_path / "other").exists()


def test_a_part_of_a_day_has_what_held_then(whole: cl.Graph, tmp_path: Path) -> None:
    assert sold(kept(whole, tmp_path, area="新晃", as_of="2023")) == {"木", "绳"}
    assert sold(kept(whole, tmp_path / "later", area="新晃", as_of="2024-06")) == {"木", "绳", "斧"}


def test_it_says_that_it_is_a_part(whole: cl.Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    part = kept(whole, tmp_path, area="玉屏", chain="化工", as_of="2025")
    said = "area=玉屏, chain=化工, as_of=2025-12-31"
    assert cl.snapshots(tmp_path)["part"].tolist() == [said]
    assert part.meta()["part"] == said
    assert cl.gaps(part, "玉屏").attrs["part"] == said
    assert "part" not in cl.gaps(whole, "玉屏").attrs
    capsys.readouterr()
    for line in (
        ["snapshot", "restore", str(tmp_path / "part"), str(tmp_path / "again.duckdb")],
        ["gaps", str(tmp_path / "again.duckdb"), "--in", "玉屏"],
        ["snapshot", "create", str(whole.url), "--in", "玉屏", "-o", str(tmp_path / "again.zip")],
    ):
        with pytest.raises(SystemExit) as ended:
            main([*line, "--lang", "zh"])
        assert not ended.value.code
        assert "这个图只是另一个图的一部分（area=玉屏" in capsys.readouterr().err
    again = cl.connect(tmp_path / "again.duckdb")
    assert again.content_hash == part.content_hash
    assert cl.verify(again).empty
    cl.snapshot(again, tmp_path / "of part", area="玉屏")
    assert cl.snapshots(tmp_path / "of part")["part"].tolist() == [f"{said}; area=玉屏"]
    cl.snapshot(again, tmp_path / "same")
    assert (tmp_path / "same" / "manifest.json").read_bytes() == (tmp_path / "part" / "manifest.json").read_bytes()


def test_the_same_part_has_the_same_bytes(whole: cl.Graph, tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        cl.snapshot(whole, tmp_path / name, area="新晃")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
