"""The layout: nothing overlaps, everything lies in its area, and the same input gives the same picture."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from chanlian.viz.layout.blocks import TARGET, Box, Layout, place
from chanlian.viz.layout.curves import Curve, Rect, points, route
from chanlian.viz.layout.labels import FONT_SIZE, box_size, text_width, wrap
from chanlian.viz.page.page_data import network_page
from chanlian.viz.page.records import boxes, records


def rects(some: list[Box], layout: Layout) -> dict[str, Rect]:
    out = {}
    for box in some:
        x, y = layout.centres[box.id]
        out[box.id] = Rect(x - box.width / 2, y - box.height / 2, x + box.width / 2, y + box.height / 2)
    return out


def check_clear(some: list[Box], layout: Layout) -> None:
    for (one, a), (other, b) in combinations(rects(some, layout).items(), 2):
        apart = a.right <= b.left or b.right <= a.left or a.bottom <= b.top or b.bottom <= a.top
        assert apart, f"{one} and {other} overlap"


@pytest.fixture(params=["zh", "en"])
def drawn(request: pytest.FixtureRequest, samples: Any) -> tuple[list[Box], Layout]:
    data = records(samples.sample(request.param), lang=request.param)
    some = boxes(data.nodes, data.edges)
    return some, place(some, [(edge["from"], edge["to"]) for edge in data.edges])


def test_no_box_of_the_sample_overlaps_another(drawn: tuple[list[Box], Layout]) -> None:
    some, layout = drawn
    assert len(some) > 50
    check_clear(some, layout)


def test_every_box_is_as_wide_as_its_name(samples: Any) -> None:
    for node in records(samples.sample(), lang="zh").nodes:
        assert node["width"] >= max(text_width(line) for line in node["lines"]) + 20
        assert node["height"] >= len(node["lines"]) * FONT_SIZE


def test_every_box_lies_in_the_block_of_its_area(drawn: tuple[list[Box], Layout]) -> None:
    some, layout = drawn
    around = rects(some, layout)
    blocks = {block.label: block for block in layout.blocks if block.label}
    assert {block.kind for block in layout.blocks} == {"asked", "neighbour", "shared", "coarse", "unplaced"}
    for box in some:
        if box.area:
            block, rect = blocks[box.area], around[box.id]
            assert block.x <= rect.left, box.id
            assert rect.right <= block.x + block.width
            assert block.y <= rect.top
            assert rect.bottom <= block.y + block.height


def test_blocks_do_not_overlap(drawn: tuple[list[Box], Layout]) -> None:
    for a, b in combinations(drawn[1].blocks, 2):
        assert a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y


def test_the_sample_fills_an_office_screen_legibly(drawn: tuple[list[Box], Layout]) -> None:
    blocks = drawn[1].blocks
    width = max(block.x + block.width for block in blocks) - min(block.x for block in blocks)
    height = max(block.y + block.height for block in blocks) - min(block.y for block in blocks)
    scale = min(TARGET[0] / width, TARGET[1] / height)
    assert scale * FONT_SIZE > 10, "names would be smaller than ten pixels"


def test_a_product_stands_with_its_only_maker_and_what_two_areas_make_stands_between(samples: Any) -> None:
    data = records(samples.sample(), lang="zh")
    layout = place(boxes(data.nodes, data.edges), [])
    blocks = {block.label or block.kind: block for block in layout.blocks}
    x, y = layout.centres["product:纳米碳酸钙"]
    home = blocks["青坪县"]
    assert home.x < x < home.x + home.width
    assert home.y < y < home.y + home.height
    band = blocks["shared"]
    assert band.y < layout.centres["product:再生塑料颗粒"][1] < band.y + band.height
    assert layout.centres["firm:澜州锂盐"][0] > blocks["unplaced"].x


def test_order_of_input_does_not_matter(samples: Any) -> None:
    data = records(samples.sample(), lang="zh")
    some, ties = boxes(data.nodes, data.edges), [(edge["from"], edge["to"]) for edge in data.edges]
    first = place(some, ties)
    random.Random(3).shuffle(some)  # noqa: S311 - an order, not a secret
    assert place(some, sorted(ties)) == first


def test_same_network_same_bytes(samples: Any) -> None:
    assert network_page(samples.sample("en"), lang="en") == network_page(samples.sample("en"), lang="en")


names = st.sampled_from(["甲县", "乙县", "丙市一个名字很长很长的区", None])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(20, 200),
            st.integers(20, 60),
            st.booleans(),
            names,
            st.sampled_from(["东省", "西省", None]),
        ),
        max_size=40,
    ),
    st.data(),
)
def test_nothing_ever_overlaps(sizes: list[tuple[int, int, bool, str | None, str | None]], data: st.DataObject) -> None:
    some = [
        Box(f"b{at}", width, height, actor, area, province, None if area is None else at % 2 == 0)
        for at, (width, height, actor, area, province) in enumerate(sizes)
    ]
    ends = st.sampled_from([box.id for box in some] or ["none"])
    layout = place(some, data.draw(st.lists(st.tuples(ends, ends), max_size=40)))
    assert set(layout.centres) == {box.id for box in some}
    check_clear(some, layout)


def test_nothing_to_draw() -> None:
    assert place([], []) == Layout()


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("玉屏", ("玉屏",)),
        ("Longword" * 8, ("LongwordLong", "wordLongwo…")),
        ("", ("",)),
        ("a\u202eb\x00c", ("a b c",)),
    ],
)
def test_names_are_broken_into_two_lines(name: str, lines: tuple[str, ...]) -> None:
    assert wrap(name) == lines


@given(st.text(max_size=60))
def test_no_line_is_wider_than_its_box(name: str) -> None:
    lines = wrap(name)
    assert 1 <= len(lines) <= 2
    assert all(text_width(line) <= 8 * FONT_SIZE for line in lines)
    assert box_size(lines)[0] >= max(text_width(line) for line in lines)


def test_a_line_goes_around_a_box_in_its_way() -> None:
    one, other, between = Rect(0, 0, 80, 30), Rect(0, 300, 80, 330), Rect(-10, 140, 90, 180)
    straight = route(one, other, [one, other])
    assert straight == Curve("vertical", 0.4)
    bent = route(one, other, [one, other, between])
    assert bent.kind.startswith("curved")
    start, end = (40.0, 15.0), (40.0, 315.0)
    assert not [
        p
        for p in points(start, end, bent)
        if between.left < p[0] < between.right and between.top < p[1] < between.bottom
    ]


def test_twins_take_different_curves() -> None:
    one, other = Rect(0, 0, 10, 10), Rect(200, 0, 210, 10)
    first = route(one, other, [])
    assert route(one, other, [], [first]) != first
