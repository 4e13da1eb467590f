"""A picture as a file of its own: everything of one chain, legend and sources in it, whole or not at all."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from abilities import NO_FONT
from world import small

import chanlian as cl
from chanlian.graph.errors import BadInput, NoPicture
from chanlian.viz import draw_picture
from chanlian.viz.pictures import png

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph.graph import Graph

needs_font = pytest.mark.skipif(png.check_png() is not None, reason=NO_FONT)


@pytest.fixture(scope="module")
def world() -> Graph:
    """F of A1 buys ore of H beyond the border; of chain C ore and good are known, in two of its twelve stages."""
    stages = "; ".join(f"p{number} C stage=s{number}" for number in range(3, 13))
    return small(
        firm="F@A1; G@A1; H@B1",
        produces="F good; H ore",
        consumes="G ore",
        supplies="H F ore",
        in_chain=f"ore C stage=s1; good C stage=s2; {stages}",
    )


def texts(path: Path) -> str:
    """All that a picture says."""
    return " ".join(ET.fromstring(path.read_text(encoding="utf-8")).itertext())  # noqa: S314 - our own


@pytest.mark.parametrize(
    ("as_", "said"),
    [
        (None, ("产业链图：C，A1", "缺链", "ore", "已在供应", "区外")),
        ("flows", ("A1产品流向", "ore 1", "宽度 = 供应条数")),
        ("matrix", ("A1供应矩阵", "供方 ＼ 需方", "无记录（不等于没有）")),
    ],
)
def test_a_picture_stands_alone_with_its_legend_and_its_graph(
    world: Graph, tmp_path: Path, as_: str | None, said: tuple[str, ...]
) -> None:
    path, lines = cl.draw(world, "A1", tmp_path / "map.svg", as_=as_, lang="zh")
    text = texts(path)
    for part in (*said, "图谱 h3:", "由产链生成"):
        assert part.replace(" ", "") in "".join(text.split()), part
    whole = path.read_text(encoding="utf-8")
    assert whole.count("<svg") == 1
    assert "href" not in whole, "nothing to click in a file of its own"
    assert not re.search(r"\bclass=|data-", whole.replace('class="borders"', ""))
    meta = json.loads((tmp_path / "map.svg.meta.json").read_text(encoding="utf-8"))
    assert (meta["question"], meta["parameters"]["as"], meta["parameters"]["in"]) == ("draw", as_ or "chain", "A1")
    assert meta["graph_hash"] in text
    assert any("A1" in line for line in lines)


def test_every_stage_of_a_chain_is_on_the_one_picture(tmp_path: Path) -> None:
    stages = range(1, 13)
    graph = small(
        firm="F@A1",
        produces="; ".join(f"F p{number}" for number in stages),
        in_chain="; ".join(f"p{number} C stage=s{number} stage_number={number}" for number in stages),
    )
    text = texts(cl.draw(graph, "A1", tmp_path / "a.svg", as_="chain", lang="en")[0])
    assert [number for number in stages if f"s{number}" not in text.split()] == []
    assert [number for number in stages if f"p{number}" not in text.split()] == []


def test_what_cannot_be_drawn_is_an_error_that_says_what_to_do(world: Graph, tmp_path: Path) -> None:
    two = small(firm="F@A1", produces="F good; F ore", in_chain="good C stage=s; ore D stage=s")
    cases = [
        (world, "A1", "a.svg", {"as_": "network"}, "-o page.html"),
        (world, "A1", "a.png", {"as_": "network"}, "-o page.html"),
        (world, "A1", "a.svg", {"around": "F"}, "around="),
        (world, "A1", "a.svg", {"links": "county"}, "links="),
        (world, None, "a.svg", {"as_": "chain"}, "area="),
        (world, "A1", "a.pdf", {}, ".svg"),
        (two, "A1", "a.svg", {}, "chain=: C, D"),
        (two, "A1", "a.svg", {"as_": "flows"}, "no supply is on record"),
        (two, "B1", "a.svg", {}, "no product is on record"),
    ]
    for graph, area, name, more, said in cases:
        with pytest.raises(BadInput, match=re.escape(said)):
            cl.draw(graph, area, tmp_path / name, **more)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
    assert "D" not in texts(cl.draw(two, "A1", tmp_path / "c.svg", chain="C")[0]).split()


def test_flows_and_matrix_are_drawn_of_a_whole_graph(world: Graph, tmp_path: Path) -> None:
    for as_ in ("flows", "matrix"):
        assert "whole graph: supplies" in texts(cl.draw(world, None, tmp_path / f"{as_}.svg", as_=as_)[0])


def test_a_file_of_somebody_is_left_alone(world: Graph, tmp_path: Path) -> None:
    (tmp_path / "map.svg").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="force=True"):
        cl.draw(world, "A1", tmp_path / "map.svg")
    assert (tmp_path / "map.svg").read_text(encoding="utf-8") == "mine"
    cl.draw(world, "A1", tmp_path / "map.svg", force=True)
    cl.draw(world, "A1", tmp_path / "map.svg")  # what this program wrote is written over


@needs_font
def test_a_png_is_sharp_and_no_longer_than_programs_open(
    world: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def size() -> tuple[int, int]:
        data = cl.draw(world, "A1", tmp_path / "map.PNG", lang="zh")[0].read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")

    width, height = size()
    # the names at the left, two stages with boxes and ten without, two pixels to each
    assert (width, height > 400) == (2 * (96 + 12 + 2 * 168 + 10 * 104), True)
    monkeypatch.setattr(draw_picture, "_LONGEST", 900)
    assert max(size()) == 900


def test_without_what_draws_png_nothing_is_written(
    world: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = NoPicture("pip install 'chanlian[png]'", "pip install 'chanlian[png]'")
    monkeypatch.setattr(draw_picture, "check_png", lambda: lacking)
    with pytest.raises(NoPicture, match=r"chanlian\[png\]"):
        cl.draw(world, "A1", tmp_path / "map.png")
    assert list(tmp_path.iterdir()) == []
