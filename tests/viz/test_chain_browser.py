"""The page with a chain map in a real browser: every size, keyboard, links, without script, on paper, and with hostile names."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest
from flow_worlds import SMALL

from chanlian.queries.findings.findings import findings_of
from chanlian.viz.page.page_data import network_model
from chanlian.viz.page.whole_page import Contents
from chanlian.viz.pictures.flows_picture import flows_svg
from chanlian.viz.pictures.matrix import matrix_html, matrix_svg
from chanlian.viz.words.stamp import stamp

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

FACTS = {
    "0000000000000001": {
        "sentence": "青坪联创包装向白沙新能源供应吨袋",
        "evidence": [{"source": "虚构日报：园区见闻", "publisher": "虚构日报社", "published": "2031-05", "locator": "第 3 段", "method": "table"}],
    }
}  # fmt: skip
BAG = "a2 p:吨袋"


def contents(chains: Any, samples: Any, lang: str = "zh", rows: list[dict[str, Any]] | None = None) -> Contents:
    """A page of the invented areas."""
    rows = chains.example() if rows is None else rows
    network = network_model(samples.sample(lang), lang=lang).payload()
    return Contents(
        "白沙等三地产业链（虚构）", lang, "青坪；白沙；石渡", "2031-06-01", "h3:0123456789abcdef", ["一条说明"],
        chain=rows, findings=findings_of(rows, lang), facts=FACTS, network=network,
    )  # fmt: skip


def smallest(page: Page) -> float:
    """The smallest text of the map as the screen shows it, in pixels."""
    found: float = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll(".view:not([hidden]) svg.chain-map text")]
          .filter((text) => text.getBoundingClientRect().width && text.textContent.trim())
          .map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))"""
    )
    return found


@pytest.mark.parametrize("width", [390, 683, 1366, 1920])
def test_every_size_has_a_picture_that_can_be_read(opener: Any, chains: Any, samples: Any, width: int) -> None:
    page = opener.whole(contents(chains, samples, "zh" if width < 1000 else "en"), width=width).page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shown = [box for one in page.locator("svg.chain-map").all() if (box := one.bounding_box())]
    assert [box for box in shown if box["width"] > 300 and box["height"] > 300]
    assert smallest(page) >= 11
    drawn = page.locator("svg.chain-map:visible .box:visible").count()
    assert drawn == sum(row["part"] in ("cell", "outside") for row in chains.example())
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    bad = [
        (one["id"], [node["html"][:120] for node in one["nodes"]])
        for one in axe.run(page).response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
    assert bad == []
    text = page.locator("body").inner_text()
    assert not re.search(r"\b(missing|observed|implied|supplies|unstated)\b", text) or width > 1000, "a raw key"


def test_the_whole_map_of_a_few_areas_is_seen_on_an_office_screen(opener: Any, chains: Any, samples: Any) -> None:
    page = opener.whole(contents(chains, samples)).page  # 1366 by 768
    lowest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('svg.wide .box')].map((b) => b.getBoundingClientRect().bottom))"
    )
    rest = page.evaluate("document.querySelector('svg.wide').getBoundingClientRect().bottom")
    assert (lowest < 720, rest < 772) == (True, True)


@pytest.mark.parametrize("width", [1000, 1046, 1100, 1271, 1280, 1341])
def test_labels_can_be_read_at_every_width_between(opener: Any, chains: Any, samples: Any, width: int) -> None:
    page = opener.whole(contents(chains, samples), width=width).page
    assert smallest(page) >= 10.9
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_gaps_open_their_boxes_and_back_goes_back(opener: Any, chains: Any, samples: Any) -> None:
    page = opener.whole(contents(chains, samples)).page
    needs = [row["box"] for row in chains.example() if row["part"] == "cell" and row["state"] in ("missing", "unknown")]
    page.click("#tab-gaps")
    assert page.locator("#view-gaps tbody tr").count() == len(needs)
    opened = set()
    for number in range(len(needs)):
        page.click("#tab-gaps")
        page.locator("#view-gaps tbody tr a").nth(number).click()
        page.wait_for_selector("svg.chain-map:visible .selected")
        opened.add(page.locator("body").get_attribute("data-selected"))
        assert page.locator(".detail:visible").count() == 1
        assert page.evaluate("document.activeElement.tagName") == "H2"
    assert opened == set(needs)
    page.goto(page.url.split("#")[0] + "#b=a2%20p%3A%E5%90%A8%E8%A2%8B")
    page.wait_for_function("(box) => document.body.dataset.selected === box", arg=BAG)
    panel = page.locator("#panel").inner_text()
    for part in (
        "吨袋",
        "白沙经开区",
        "配套服务",
        "缺链",
        "有 2 家企业采购吨袋",
        "恒岭锰业",
        "青坪联创包装",
        "虚构日报：园区见闻",
        "第 3 段",
        "2031年5月",
    ):
        assert part in panel, part
    assert page.locator("svg.wide .arrow.near").count() == 1
    assert page.locator("svg.wide .box.near").count() == 2
    page.go_back()
    page.wait_for_function("(box) => document.body.dataset.selected !== box", arg=BAG)
    page.keyboard.press("Escape")
    page.wait_for_selector("body[data-selected='']")
    assert page.locator("#todo").is_visible()


def test_every_picture_is_saved_with_its_legend_and_what_it_rests_on(
    opener: Any, chains: Any, samples: Any, tmp_path: Path
) -> None:
    page_of = contents(chains, samples)
    rows = SMALL
    page_of.flows = flows_svg(rows, lang="zh", width=1060)
    page_of.matrix = matrix_html(rows, lang="zh")
    page_of.matrix_alone = matrix_svg(
        rows, lang="zh", heading="三地供应矩阵", source=stamp("zh", None, "h3:0123456789abcdef")
    )
    page = opener.whole(page_of).page

    def saved(ending: str) -> bytes:
        if not page.locator(f"#{ending}").is_visible():
            page.click("#saving summary")
        with page.expect_download() as waiting:
            page.click(f"#{ending}")
        assert waiting.value.suggested_filename.endswith(f".{ending}")
        path = tmp_path / f"saved.{ending}"
        waiting.value.save_as(path)
        return path.read_bytes()

    own = {
        "chain-1": ("缺链", "青坪联创包装", "虚构日报：园区见闻"),
        "flows": ("供方所在地", "省内"),
        "matrix": ("合计", "粗线为省界"),
    }
    for tab, parts in own.items():
        page.click(f"#tab-{tab}")
        drawn = saved("svg").decode()
        root = ET.fromstring(drawn)  # noqa: S314 - our own
        said = "".join("".join(root.itertext()).split())
        for part in (*parts, "图谱h3:0123456789abcdef", "三地" if tab == "matrix" else "白沙等三地产业链"):
            assert part in said, (tab, part)
        size = tuple(round(2 * float(root.attrib[name])) for name in ("width", "height"))
        png = saved("png")
        assert tuple(int.from_bytes(png[at : at + 4], "big") for at in (16, 20)) == size
    page.click("#tab-gaps")
    assert page.locator("#saving").is_hidden(), "a table is no picture"


def test_keys_reach_the_map_in_six_steps_and_walk_to_neighbours(opener: Any, chains: Any, samples: Any) -> None:
    page = opener.whole(contents(chains, samples)).page
    at = "document.activeElement.closest('.box')?.dataset.box || ''"
    steps = 0
    while not page.evaluate(at):
        page.keyboard.press("Tab")
        steps += 1
        assert steps <= 6
    page.evaluate(
        "[...document.querySelectorAll('svg.wide .box')].find((b) => b.dataset.box === 'a1 p:吨袋').querySelector('a').focus()"
    )
    page.keyboard.press("ArrowDown")
    assert page.evaluate(at) == BAG
    page.keyboard.press("ArrowRight")
    assert page.evaluate(at) == "a2 p:废旧塑料包装材料"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_function("(box) => document.body.dataset.selected === box", arg=BAG)
    assert "吨袋" in page.locator("#told").inner_text()
    assert page.evaluate(at) == BAG, "the focus stays in the map"
    for typed in ("dd", "噸袋", "dundai"):
        page.fill("#search", typed)
        assert "吨袋" in page.locator("#hits li").first.inner_text(), typed
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, [role=tab], .todo a, .plain a, svg.wide .box > a > rect")]
          .map((one) => [one.textContent || one.closest(".box").dataset.box, one.getBoundingClientRect()])
          .filter(([, at]) => at.width && (at.width < 24 || at.height < 20.9)).map(([text]) => text)"""
    )
    assert small == []


@pytest.mark.parametrize("width", [390, 1366])
def test_who_supplies_from_elsewhere_is_chosen_with_what_it_supplies(
    opener: Any, chains: Any, samples: Any, width: int
) -> None:
    page = opener.whole(
        contents(chains, samples), width=width, hash_="#b=p1%20p%3A%E7%A1%AB%E9%85%B8%E9%92%A1%E6%BB%A4%E9%A5%BC"
    ).page
    near = page.locator(".box.near:visible")
    assert {near.nth(at).get_attribute("data-box") for at in range(near.count())} == {
        "p1 p:硫酸钡滤饼",
        "a3 p:硫酸钡滤饼",
    }
    assert "红石发展" in page.locator(".detail:visible").inner_text()


def test_without_script_everything_is_there_to_read(opener: Any, chains: Any, samples: Any) -> None:
    page = opener.whole(contents(chains, samples), script=False).page
    text = page.locator("body").inner_text()
    for part in ("先做什么", "有 2 家企业采购吨袋", "虚构日报：园区见闻", "硫酸钡滤饼", "需求与缺口"):
        assert part in text, part
    assert page.locator("svg.chain-map:visible").first.bounding_box()
    assert page.locator("[id='b=a2%20p%3A%E5%90%A8%E8%A2%8B']").is_visible()


def test_paper_has_every_area_its_legend_and_where_it_is_from(opener: Any, chains: Any, samples: Any) -> None:
    page = opener.whole(contents(chains, samples)).page
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert {tuple(round(float(one) / 72 * 25.4) for one in size) for size in sizes} == {(297, 210)}
    page.emulate_media(media="print")
    paper = page.locator("figure.paper:visible")
    text = " ".join(paper.all_inner_texts()) + page.locator("footer").inner_text()
    for part in (
        "青坪",
        "白沙",
        "石渡县",
        "缺链",
        "已在供应",
        "省界",
        "h3:0123456789abcdef",
        "1/1",
        "虚构日报：园区见闻",
    ):
        assert part in text, part
    assert page.locator("#searching").is_hidden()
    # the first sheet, 277 by 187 mm: findings, below them the whole map; what to do next on the second
    page.set_viewport_size({"width": 1047, "height": 707})
    at = {name: page.locator(name).first.bounding_box() for name in ("#findings", "figure.paper svg", "#todo")}
    ends = {name: box["y"] + box["height"] for name, box in at.items() if box}
    assert ends["#findings"] <= at["figure.paper svg"]["y"]
    assert ends["figure.paper svg"] <= min(707, at["#todo"]["y"])
    scale = page.evaluate("document.querySelector('figure.paper svg').getScreenCTM().a")
    assert 12 * scale * 0.75 >= 6.5, "points of the smallest label"


def test_hostile_names_stay_text_in_the_map_and_the_page_is_small(opener: Any, chains: Any, samples: Any) -> None:
    bad = """"><script>alert(1)</script><img src=x onerror=alert(1)>' onload='alert(1)' {{ 7*7 }} ]]> --> \u202e\x07"""
    rows = [
        {name: [f"{bad}{at}" for at in range(len(value))] if isinstance(value, list) and not name.endswith("ids") and name != "facts"
         else bad + str(value) if name in ("product", "because", "stage", "chain", "area", "province") and value else value
         for name, value in row.items()}
        for row in chains.example()
    ]  # fmt: skip
    opened = opener.whole(contents(chains, samples, rows=rows))
    page = opened.page
    for tab in ("gaps", "network", "chain-1"):
        page.click(f"#tab-{tab}")
    page.locator("svg.wide .box rect").first.click(position={"x": 6, "y": 6})
    page.wait_for_selector(".detail:visible")
    made = page.evaluate("[...document.querySelectorAll('body *')].map((e) => e.tagName.toLowerCase())")
    assert not {"img", "iframe", "object", "embed", "b"} & set(made)
    assert made.count("script") == 3
    assert page.evaluate(
        "[...document.querySelectorAll('*')].flatMap((e) => [...e.attributes]).every((a) => !a.name.startsWith('on'))"
    )
    opened.check_quiet()


def test_a_large_world_keeps_within_a_megabyte(opener: Any, chains: Any, samples: Any) -> None:
    opened = opener.whole(contents(chains, samples, "en", chains.large()))
    size = len(opened.page.content().encode())
    assert size < 1_000_000
    assert smallest(opened.page) >= 11
    assert opened.page.locator("svg.wide").count() == 2, "stages on a second page"


def test_every_box_opens_with_what_it_says_or_says_where_that_is(
    opener: Any, chains: Any, samples: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = chains.large()
    page = opener.whole(contents(chains, samples, "en", rows)).page
    drawn = page.evaluate("[...document.querySelectorAll('svg.wide .box')].map((b) => b.dataset.box)")
    kept = page.evaluate("[...document.querySelectorAll('#boxes .detail')].map((d) => d.dataset.box)")
    assert len(kept) == 150
    beyond = [box for box in drawn if box not in kept]
    assert len(beyond) > 50
    by_box = {row["box"]: row for row in rows if row["part"] == "cell"}
    for box in [beyond[0], beyond[-1]]:
        page.evaluate("(box) => { location.hash = `#b=${encodeURIComponent(box)}`; }", box)
        page.wait_for_function("(box) => document.body.dataset.selected === box", arg=box)
        panel = page.locator("#panel").inner_text()
        for part in (by_box[box]["product"], by_box[box]["area"], by_box[box]["because"], "Other Works"):
            assert part in panel, part
    assert page.locator(".detail:visible").count() == 1
    last = [box for box in beyond if by_box[box]["state"] == "made"][-1]
    monkeypatch.setattr("chanlian.viz.page.chain_tab.PACKED", 3000)
    page = opener.whole(contents(chains, samples, "en", rows), hash_=f"#b={last.replace(' ', '%20')}").page
    assert "too many boxes" in page.locator("#panel").inner_text()


def test_the_network_says_why_a_state_differs_from_that_of_the_map(opener: Any, chains: Any, samples: Any) -> None:
    page = opener.whole(contents(chains, samples), hash_="#t=network").page
    page.wait_for_selector("body[data-drawn=yes]")
    assert "合为一地判断" in page.locator("#panel").inner_text()
    page.evaluate("location.hash = `#n=${JSON.parse(document.getElementById('data').textContent).gaps[0].node}`")
    page.wait_for_selector("#panel .back")
    assert "合为一地判断" in page.locator("#panel").inner_text()
    alone = contents(chains, samples, rows=[row for row in chains.example() if row["area_id"] in (None, "a2")])
    page = opener.whole(alone, hash_="#t=network").page
    assert "合为一地判断" not in page.locator("#panel").inner_text(), "one area is judged alike in both"
