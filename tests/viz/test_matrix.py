"""The matrix: cells and totals by hand, a dot where nothing is on record, province borders, the least tied together, data inert."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from flow_worlds import SMALL, many, row

from chanlian.viz.pictures.matrix import SHADES, matrix_html, matrix_style, matrix_svg
from chanlian.viz.pictures.matrix_model import MOST, matrix_of


class _Table(HTMLParser):
    """The rows of a table as texts and classes, and every tag and attribute."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.classes: list[list[str]] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "tr":
            self.rows.append([])
            self.classes.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.classes[-1].append(dict(attrs).get("class") or "")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1] and data.strip():
            self.rows[-1][-1] += f"{data.strip()}|"


def test_cells_of_a_small_world() -> None:
    table = _Table(matrix_html(SMALL, lang="zh").partition("<figcaption")[0])
    assert table.rows == [
        ["供方 ＼ 需方|", "A2|A|", "A1|A|", "A（下级不详）|", "B1|B|", "地点不明|", "合计|"],
        ["A2|A|", "·|", "·|", "2|film（废物回收）|", "·|", "·|", "2|"],
        ["A1|A|", "3|bag、nano|", "·|", "·|", "·|", "·|", "3|"],
        ["A（下级不详）|", "·|", "·|", "·|", "1|cake|", "·|", "1|"],
        ["B1|B|", "·|", "·|", "·|", "·|", "·|", "·|"],
        ["地点不明|", "1|ore|", "·|", "·|", "·|", "·|", "1|"],
        ["合计|", "4|", "·|", "2|", "1|", "·|", "7|"],
    ]
    # a border before B, none beside a place that nobody knows
    assert [["west" in one for one in line] for line in table.classes] == [[False] * 4 + [True] + [False] * 2] * 7
    assert matrix_html(SMALL, lang="zh").count('<tr class="north">') == 1
    assert table.classes[2][1].split() == ["s5"]
    assert table.classes[1][3].split() == ["s4"]
    assert table.classes[3][4].split() == ["s1", "west"]
    html = matrix_html(SMALL, lang="zh")
    assert 'title="A1供A2：3 条；bag 2、nano 1" data-from="region:A1" data-to="region:A2"' in html
    assert html.count("title=") == 4
    assert "· 无记录（不等于没有）" in html
    assert "7 条供应均未载明金额。" in html


def test_more_than_two_products_are_counted() -> None:
    rows = [row("A1", name, "A2", count) for name, count in (("a", 1), ("b", 5), ("c", 2))]
    assert "b, c and 1 more" in matrix_html(rows, lang="en")
    assert "b、c等3种" in matrix_html(rows, lang="zh")


def test_of_many_areas_the_least_tied_stand_together_and_the_sums_hold() -> None:
    rows = many(40, 300)
    matrix = matrix_of(rows, "zh")
    assert len(matrix.areas) == MOST
    assert matrix.areas[-1].name == "其余 11 个地区"
    assert sum(matrix.sold) == sum(matrix.bought) == matrix.total == 300
    assert any("仅单列供应条数最多的 29 个" in note for note in matrix.notes)
    tied = {area.name: sum((one["from_area"] == area.name) + (one["to_area"] == area.name and one["from_area"] != area.name)
                           for one in rows) for area in matrix.areas[:-1]}  # fmt: skip
    others = {str(one[f"{end}_area"]) for one in rows for end in ("from", "to")} - {*tied}
    assert len(others) == 11
    assert min(tied.values()) >= max(sum(name in (one["from_area"], one["to_area"]) for one in rows) for name in others)
    html = matrix_html(rows, lang="zh")
    assert 'class="matrix many"' in html
    assert matrix_html(rows, lang="zh") == matrix_html(rows[::-1], lang="zh")
    provinces = [area.province for area in matrix.areas[:-1]]
    assert sum(matrix.borders) == len(set(provinces)) - 1, "provinces stand together"


def test_every_ink_stands_out_from_its_fill() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for fill, ink in SHADES:
        low, high = sorted((light(fill), light(ink)))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (fill, ink)
    style = matrix_style()
    assert all(f".matrix .s{at} {{ background: {fill}" in style for at, (fill, _) in enumerate(SHADES))


@pytest.mark.parametrize("rows", [SMALL, many(), []], ids=["small", "many", "none"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_holds_the_same(rows: list[dict[str, object]], lang: str) -> None:
    svg = matrix_svg(rows, lang=lang, heading="h", source="s")
    root = ET.fromstring(svg)  # noqa: S314  # our own
    matrix = matrix_of(rows, lang)
    titles = [one.text for one in root.iter("{http://www.w3.org/2000/svg}title")][1:]
    assert titles == [cell.said for line in matrix.rows for cell in line]
    sizes = [float(one.get("font-size", "0")) for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert min(sizes) >= 11
    borders = root.find("{http://www.w3.org/2000/svg}path[@class='borders']")
    assert (borders is None) == (not rows)
    assert borders is None or (borders.get("d") or "").count("H") == sum(matrix.borders)


def test_data_is_inert_in_it() -> None:
    bad = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
    rows = [row(bad, bad, "A1", from_province=bad, from_area_id=bad)]
    table = _Table(matrix_html(rows, lang="en"))
    assert table.tags <= {
        "figure",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "span",
        "b",
        "p",
        "figcaption",
    }
    assert table.attributes <= {"class", "scope", "title", "data-area", "data-from", "data-to"}
    root = ET.fromstring(matrix_svg(rows, lang="en", heading=bad, source=bad))  # noqa: S314  # our own
    assert {one.tag.rpartition("}")[2] for one in root.iter()} <= {"svg", "title", "g", "path", "rect", "text"}
