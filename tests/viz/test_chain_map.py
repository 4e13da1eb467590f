"""The chain map as SVG: what stands where, worked out by hand on a small world, and what holds of any."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from chanlian.viz.layout.labels import text_width
from chanlian.viz.pictures.chain_map import chain_map, chain_maps
from chanlian.viz.pictures.chain_map_model import NOWHERE, chain_model, chains_of
from chanlian.viz.pictures.chain_map_phone import phone
from chanlian.viz.pictures.chain_map_wide import pages_of, wide

SVG = "{http://www.w3.org/2000/svg}"


def drawn(rows: list[dict[str, Any]], width: int = 1060, lang: str = "zh") -> list[Any]:
    model = chain_model(rows, None, lang)
    return [wide(model, stages, model.areas, width) for stages in pages_of(model, width)]


def test_rows_are_areas_columns_are_stages_and_a_product_stands_in_one(chains: Any) -> None:
    (drawing,) = drawn(chains.example())
    at = {one.box.id: one for one in drawing.boxes}
    assert len(at) == 12
    assert at["a1 p:吨袋"].x == at["a2 p:吨袋"].x == at["a1 p:聚丙烯"].x
    assert at["a1 p:塑料颗粒"].x == at["p1 p:塑料颗粒"].x == at["a2 p:废旧塑料包装材料"].x > at["a1 p:吨袋"].x
    assert at["a1 p:纳米碳酸钙"].x == max(one.x for one in drawing.boxes), "in none of the stages: the last column"
    assert at["a1 p:聚丙烯"].y < at["a1 p:吨袋"].y < at["a2 p:吨袋"].y < at["a3 p:高碳铬铁"].y < at["p1 p:硫酸钡滤饼"].y
    assert at["p1 p:硫酸钡滤饼"].box.area == NOWHERE
    assert [border.text.pieces[0].text for border in drawing.borders] == ["省界　东屿省（虚构） ↑　↓ 西霖省（虚构）"]
    assert {(one.start, one.end, one.supplied) for one in drawing.arrows if one.shown} == {
        ("a1 p:吨袋", "a2 p:吨袋", True),
        ("a1 p:纳米碳酸钙", "a2 p:纳米碳酸钙", True),
        ("p1 p:塑料颗粒", "a1 p:塑料颗粒", False),
        ("p1 p:硫酸钡滤饼", "a3 p:硫酸钡滤饼", True),
    }


@pytest.mark.parametrize("areas", [3, 5])
def test_on_a_phone_makers_elsewhere_stand_below_all_areas(chains: Any, areas: int) -> None:
    more = [chains.row("area", area=f"D{at}", area_id=f"d{at}", province="东屿省（虚构）") for at in range(areas - 3)]
    drawing = phone(chain_model([*chains.example(), *more], None, "zh"), 374)
    outside = [one for one in drawing.boxes if one.box.area == NOWHERE]
    assert [one.box.id for one in outside] == ["p1 p:塑料颗粒", "p1 p:硫酸钡滤饼"]
    assert outside[0].y == outside[1].y > max(one.y + one.height for one in drawing.boxes if one.box.area != NOWHERE)
    assert outside[0].right < outside[1].x
    assert [band.texts[0].pieces[0].text for band in drawing.bands if band.kind == "outside"] == ["区外"]
    assert [text.pieces[0].text for text in outside[1].texts] == [
        "硫酸钡滤饼",
        "供方 · 1家卖",
        "红石发展",
        "东屿省（虚构）",
    ]
    assert "供方" in [word for *_, word in drawing.legend]


def test_boxes_say_who_needs_and_who_could_supply(chains: Any) -> None:
    said = {box.id: [line.text("zh") for line in box.lines] for box in chain_model(chains.example(), None, "zh").boxes}
    assert said["a2 p:吨袋"] == ["2家买：白沙新能源、恒岭锰业", "在供：青坪联创包装"]
    assert said["a1 p:塑料颗粒"] == ["1家工艺需：青坪联创包装", "可找：云台晶立"]
    assert said["a1 p:聚丙烯"] == ["1家工艺需：青坪联创包装", "供方：未知"]
    assert said["a1 p:吨袋"] == ["1家产：青坪联创包装", "外地用：白沙新能源、恒岭锰业"]
    assert said["a2 p:锂电池材料"] == ["2家产：白沙新能源、恒岭锰业", "用户：未记录"]
    assert said["a3 p:高碳铬铁"] == ["项目：石渡50万吨高碳铬铁基地建设项目", "阶段：未载明"]
    assert said["p1 p:硫酸钡滤饼"] == ["1家卖：红石发展", "东屿省（虚构）"]


def test_a_group_of_firms_is_no_firm(chains: Any) -> None:
    rows = [
        row | {"needed_by": "一组企业（家数未载）"} if row["box"] == "a2 p:吨袋" else row for row in chains.example()
    ]
    box = next(box for box in chain_model(rows, None, "zh").boxes if box.id == "a2 p:吨袋")
    assert box.lines[0].start == "一组买："
    text = " ".join(ET.fromstring(chain_map(rows, lang="zh", static=True)).itertext())  # noqa: S314 - our own
    assert "企业：2家、一组" in "".join(text.split())
    assert "产品未知：4家" in "".join(text.split())


def test_no_box_lies_on_another_and_no_arrow_on_a_box(chains: Any) -> None:
    for rows in (chains.example(), chains.large(), chains.large(5, 120, chain=False)):
        for drawing in drawn(rows, lang="en"):
            boxes = drawing.boxes
            assert boxes
            for number, one in enumerate(boxes):
                assert one.x >= 0
                assert one.right <= drawing.width
                for other in boxes[number + 1 :]:
                    apart = (
                        one.right <= other.x
                        or other.right <= one.x
                        or one.y + one.height <= other.y
                        or other.y + other.height <= one.y
                    )
                    assert apart, (one.box.id, other.box.id)
            shown = [arrow for arrow in drawing.arrows if arrow.shown]
            assert len(shown) <= 12
            for arrow in shown:
                lane = float(re.findall(r"Q([\d.]+)", arrow.path)[0])
                assert not [one for one in boxes if one.x <= lane <= one.right], "the lane runs beside the boxes"
            cells: dict[tuple[str, int | None, float], int] = {}
            for one in boxes:
                if not one.chip:
                    key = (one.box.area, one.box.stage, one.x)
                    cells[key] = cells.get(key, 0) + 1
            assert max(cells.values()) <= 4


def test_texts_fit_where_they_stand_and_none_is_smaller_than_eleven(chains: Any) -> None:
    for rows in (chains.example(), chains.large()):
        model = chain_model(rows, None, "en")
        for drawing in [*drawn(rows, lang="en"), phone(model, 374)]:
            for one in drawing.boxes:
                for text in one.texts:
                    assert text.size >= 11
                    wide_ = text_width("".join(piece.text for piece in text.pieces), text.size)
                    assert wide_ <= one.width - 8, (one.box.id, text.pieces)


def test_stages_go_on_further_pages_where_they_do_not_fit(chains: Any) -> None:
    pages = chain_maps(chains.large(), lang="en", width=1060, static=True)
    assert len(pages) == 2
    stages = [set(re.findall(r"Stage of processing \d", page)) for page in pages]
    assert stages[0] | stages[1] == {f"Stage of processing {number}" for number in range(9)}
    assert not stages[0] & stages[1]
    sheets = chain_maps(
        chains.large(), lang="en", width=1080, height=840, static=True, heading="{page}/{pages}", foot="hash"
    )
    assert len(sheets) > 4
    assert f"1/{len(sheets)}" in sheets[0]
    assert all("hash" in sheet for sheet in sheets)
    assert len(chain_maps(chains.example(), lang="zh", width=1060)) == 1


def test_what_nobody_has_on_record_is_grey_text_and_no_box(chains: Any) -> None:
    text = chain_map(chains.example(), lang="zh", static=True)
    assert "…共24项" in text
    assert "氢氧化钙" in text
    assert "有记录 0/24 项" in text
    assert "p:氢氧化钙" not in chain_map(chains.example(), lang="zh")


@pytest.mark.parametrize("width", [1366, 1080, 390])
def test_a_static_map_stands_alone(chains: Any, width: int) -> None:
    root = ET.fromstring(chain_map(chains.example(), lang="zh", width=width, static=True))  # noqa: S314 - our own
    assert root.tag == f"{SVG}svg"
    assert not [one for one in root.iter() if {"class", "style", "href", "id", "tabindex"} & set(one.attrib)]
    text = " ".join(root.itertext())
    for part in ("缺链", "本地产", "已在供应", "吨袋", "白沙"):
        assert part in text, part
    live = ET.fromstring(chain_map(chains.example(), lang="zh", width=width))  # noqa: S314 - our own
    links = {one.attrib["href"] for one in live.iter(f"{SVG}a")}
    assert "#b=a2%20p%3A%E5%90%A8%E8%A2%8B" in links
    assert "#n=id%3A%E9%9D%92%E5%9D%AA%E8%81%94%E5%88%9B%E5%8C%85%E8%A3%85" in links
    assert sum(one.attrib.get("tabindex") == "0" for one in live.iter(f"{SVG}a")) == 1


def test_a_graph_without_chains_has_one_map(chains: Any) -> None:
    rows = chains.large(3, 120, chain=False)
    assert chains_of(rows) == [None]
    (drawing,) = drawn(rows, lang="en")
    assert len({one.x for one in drawing.boxes if not one.chip}) > 3, "one column takes the room of all"
    assert chains_of([]) == [None]
    assert chain_map([], lang="en").startswith("<svg")
