"""Flows as SVG: ribbons as wide as supplies are many, labels apart, what is unknown or left out said, data inert."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from typing import Any

import pytest
from flow_worlds import SMALL, many, row
from world import world

import chanlian as cl
from chanlian.viz.layout.labels import text_width
from chanlian.viz.pictures.flow_rows import flows_of, value_told
from chanlian.viz.pictures.flows_picture import MOST, flows_svg

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = r"-?\d+(?:\.\d+)?"


def drawn(svg: str) -> list[dict[str, float]]:
    """Each half ribbon: where it begins and ends, above and below."""
    out = []
    for path in re.findall(r'<path d="(M[^"]*Z)"', svg):
        x1, top1, _, _, _, _, x2, top2, _, low2, *_, low1 = (float(one) for one in re.findall(NUMBER, path))
        out.append({"x1": x1, "x2": x2, "top1": top1, "low1": low1, "top2": top2, "low2": low2})
    return out


def bars(svg: str) -> list[tuple[float, float, float]]:
    """The bars: where each begins at the left and at the top, and how high it is."""
    found = re.findall(rf'<rect x="({NUMBER})" y="({NUMBER})" width="14" height="({NUMBER})"', svg)
    return [(float(x), float(y), float(height)) for x, y, height in found]


@pytest.mark.parametrize("rows", [SMALL, many(12, 28)], ids=["small", "larger"])
@pytest.mark.parametrize("width", [390, 1000, 1366])
def test_ribbons_fill_their_bars_and_are_as_wide_as_supplies_are_many(
    rows: list[dict[str, object]], width: int
) -> None:
    svg = flows_svg(rows, lang="zh", width=width)
    halves = drawn(svg)
    flows = flows_of(rows, "zh").flows
    assert len(halves) == 2 * len(flows)
    total = sum(flow.count for flow in flows)
    unit = sum(half["low1"] - half["top1"] for half in halves) / 2 / total
    for half in halves:
        wide = half["low1"] - half["top1"]
        assert wide == pytest.approx(half["low2"] - half["top2"], abs=0.03)
        assert wide / unit == pytest.approx(round(wide / unit), abs=0.01), "whole supplies"
    for x, y, height in bars(svg):
        for side, x_of in (("1", x + 14), ("2", x)):
            mine = sorted((half[f"top{side}"], half[f"low{side}"]) for half in halves
                          if half[f"x{side}"] == pytest.approx(x_of, abs=0.1) and y - 0.2 <= half[f"top{side}"] < y + height)  # fmt: skip
            if mine:
                assert mine[0][0] == pytest.approx(y, abs=0.1)
                assert mine[-1][1] == pytest.approx(y + height, abs=0.1)
                assert all(one[1] == pytest.approx(two[0], abs=0.1) for one, two in pairwise(mine)), "side by side"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [390, 1000])
@pytest.mark.parametrize("rows", [SMALL, many(), many(3, 500, 200)], ids=["small", "many", "dense"])
def test_labels_never_lie_on_each_other_and_all_is_inside(rows: list[dict[str, object]], width: int, lang: str) -> None:
    root = ET.fromstring(flows_svg(rows, lang=lang, width=width))  # noqa: S314  # our own
    high = float(root.get("height", "0"))
    lines: list[tuple[float, float, float]] = []
    for text in root.iter(f"{SVG}text"):
        for line in text.iter(f"{SVG}tspan"):
            x, y, size = (float(line.get(name, "0")) for name in ("x", "y", "font-size"))
            assert size >= 11
            wide = text_width(line.text or "", int(size))
            left = x - wide if text.get("text-anchor") == "end" else x
            assert left >= -0.1
            assert left + wide <= width + 0.1, line.text
            assert y <= high
            lines.append((x, y - size, y))
    for x in {x for x, _, _ in lines}:
        column = sorted((top, low) for one, top, low in lines if one == x)
        assert all(one[1] <= two[0] + 1.5 for one, two in pairwise(column))


def test_what_a_small_world_shows() -> None:
    svg = flows_svg(SMALL, lang="zh")
    root = ET.fromstring(svg)  # noqa: S314  # our own
    said = [title.text for title in root.iter(f"{SVG}title")]
    assert "A1 → bag → A2：2 条（省内）" in said
    assert "A（下级不详） → cake → B1：1 条（跨省）" in said
    assert "A2 → film → A（下级不详）：2 条（省内，废物回收）" in said
    assert "地点不明 → ore → A2：1 条（有一方地点不明）" in said
    texts = [text.text for text in root.iter(f"{SVG}tspan")]
    assert {"供出 3 条 · A", "film（废物回收） 2", "买进 4 条 · A", "地点不明"} <= set(texts)
    # blue across, dashed green of waste, grey within
    assert svg.count("#8EC0E0") == 2 + 1
    assert svg.count('stroke="#00694A"') == 2 + 1
    assert "宽度 = 供应条数；7 条供应均未载明金额。" in svg
    assert svg.count('data-from="region:A1" data-product="product:bag" data-to="region:A2"') == 2
    assert "data-" not in flows_svg(SMALL, lang="zh", static=True)


def test_the_question_is_drawn_as_it_is_asked() -> None:
    found = cl.flows(world(), "county", area="B1", products=True)
    svg = flows_svg(found, lang="en")
    assert "A (county not known) → oil → B1: 1 (across a province border)" in svg
    assert "B1 → ore → A1: 1 (across a province border)" in svg


def test_values_are_said_where_all_are_of_one_basis_and_period() -> None:
    annual: dict[str, Any] = {"valued": 1, "value": 1e6, "basis": "annual", "period": "2024"}
    told = [
        value_told(flows_of(rows, "en"), "en")
        for rows in (
            [row("A1", "x", "A2", **annual), row("A1", "y", "A2", **annual)],
            [row("A1", "x", "A2", **annual), row("A1", "y", "A2", **annual | {"basis": "contract"})],
            [row("A1", "x", "A2", **annual), row("A1", "y", "A2")],
            SMALL,
        )
    ]
    assert told == [
        "together worth 2 million yuan (annual, 2024)",
        "values are of different basis or period and are not summed up",
        "1 of 2 supplies have a stated value, which is not summed up",
        "none of the 7 supplies has a stated value",
    ]


def test_of_many_the_largest_are_drawn_and_the_rest_told() -> None:
    rows = [*many(), row("A1", "bag", "B1", 9)]
    svg = flows_svg(rows, lang="zh")
    found = flows_of(rows, "zh")
    shown = sum(flow.count for flow in found.flows[:MOST])
    assert len(drawn(svg)) == 2 * MOST
    assert "A1 → bag → B1：9 条（跨省）" in svg
    assert f"仅绘条数最多的 30 种流向；其余 {309 - shown} 条供应（{len(found.flows) - MOST} 种流向）未绘出。" in re.sub(
        r"</text>\s*<text[^>]*>", "", svg
    )
    assert "没有供应记录" in flows_svg([], lang="zh")
    assert flows_svg(rows, lang="zh") == flows_svg(rows[::-1], lang="zh"), "whatever the order of rows"


def test_data_is_inert_in_it() -> None:
    bad = '"><script>alert(1)</script>&\x00\u202e'
    svg = flows_svg([row(bad, bad, bad, from_province=bad, to_area_id=bad)], lang="en", heading=bad, source=bad)
    root = ET.fromstring(svg)  # noqa: S314  # our own
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg",
        "title",
        "g",
        "path",
        "rect",
        "text",
        "tspan",
    }
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or name == "style"]
