# ruff: noqa: E501  # scripts for the browser
# scripts for the browser
"""The page in a real browser: silent, inert to hostile data, and usable with mouse and keyboard."""

from __future__ import annotations

import base64
import re
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from chanlian.viz import style

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page


def colours(page: Page, png: bytes) -> set[tuple[int, int, int]]:
    """All colours of a PNG, read by the browser itself in a page of its own."""
    reader = page.context.browser.new_page() if page.context.browser else page
    try:
        packed = reader.evaluate(
            """async (text) => {
              const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
              const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
              const canvas = new OffscreenCanvas(image.width, image.height);
              const ctx = canvas.getContext("2d");
              ctx.drawImage(image, 0, 0);
              const { data } = ctx.getImageData(0, 0, image.width, image.height);
              const seen = new Set();
              for (let at = 0; at < data.length; at += 4) seen.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
              return [...seen];
            }""",
            base64.b64encode(png).decode(),
        )
    finally:
        reader.close()
    return {(one >> 16, one >> 8 & 255, one & 255) for one in packed}


def pixels(page: Page, selector: str = "#picture") -> set[tuple[int, int, int]]:
    """All colours of an element as the screen shows them."""
    return colours(page, page.locator(selector).screenshot())


def rgb(colour: str) -> tuple[int, int, int]:
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


def centre(page: Page, name: str) -> tuple[float, float]:
    """Where on the screen the box of a node is, found by the page's own keyboard way."""
    point = page.evaluate(
        """(id) => {
          const data = JSON.parse(document.getElementById("data").textContent);
          const scene = { ...data.scene, nodes: data.nodes.filter((n) => n.x !== undefined) };
          const box = document.getElementById("picture").getBoundingClientRect();
          const parts = [...scene.blocks, ...scene.frames, ...scene.nodes.map((n) => ({ x: n.x - n.width / 2, y: n.y - n.height / 2, width: n.width, height: n.height }))];
          const left = Math.min(...parts.map((p) => p.x)), right = Math.max(...parts.map((p) => p.x + p.width));
          const top = Math.min(...parts.map((p) => p.y)), bottom = Math.max(...parts.map((p) => p.y + p.height));
          const scale = Math.min((box.width - 20) / (right - left), (box.height - 20) / (bottom - top), 1.25);
          const node = scene.nodes.find((n) => n.id === id);
          return [box.x + box.width / 2 + (node.x - (left + right) / 2) * scale, box.y + box.height / 2 + (node.y - (top + bottom) / 2) * scale];
        }""",
        name,
    )
    return point[0], point[1]


def test_page_opens_offline_and_silent(opener: Any, samples: Any) -> None:
    network = samples.sample("en")
    page = opener(network, "en").page
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title() == page.locator("h1").inner_text() == network.title
    assert "2031-06-01" in page.locator("header").inner_text()
    body = page.locator("body")
    drawn = (
        {node["id"] for node in network.nodes if node["kind"] in style.MAIN_KINDS}
        if network.lean
        else {node["id"] for node in network.nodes}
    )
    assert body.get_attribute("data-nodes") == str(len(drawn))
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != "serif", "the style was refused"


def test_legend_counts_and_filters(opener: Any, samples: Any) -> None:
    network = samples.sample()
    page = opener(network).page
    line = page.locator("#legend label", has_text="缺链")
    assert line.locator(".count").inner_text() == "3"
    firms = page.locator("#legend label", has_text="企业").first
    assert int(firms.locator(".count").inner_text()) == sum(node["kind"] == "firm" for node in network.nodes)
    assert rgb(style.VERMILLION) in pixels(page)
    for state in ("断链", "缺链"):
        page.locator("#legend label", has_text=state).locator("input").uncheck()
    for kind in ("本地无厂的需求",):
        page.locator("#legend label", has_text=kind).locator("input").uncheck()
    page.wait_for_timeout(150)
    assert rgb(style.VERMILLION) not in pixels(page)
    assert page.locator("#legend label", has_text="所在地").locator("input").is_checked() is False


def test_palette_is_on_the_screen_and_ties_across_a_border_stand_out(opener: Any, samples: Any) -> None:
    page = opener(samples.sample()).page
    seen = pixels(page)
    for colour in (
        style.BLUE,
        style.SKY,
        style.VERMILLION,
        style.GREEN,
        style.SLATE,
        style.ORANGE,
    ):
        assert rgb(colour) in seen, colour
    page.locator("#legend .only input").check()
    page.wait_for_timeout(150)
    seen = pixels(page)
    assert rgb(style.BLUE) in seen
    assert rgb(style.VERMILLION) not in seen


def test_chinese_is_drawn_and_not_boxes(opener: Any, samples: Any) -> None:
    page = opener(samples.sample()).page
    distinct = page.evaluate(
        """() => new Set(["产", "链", "锂", "钡", "㵲", "\\ufffe"].map((char) => {
          const canvas = document.createElement("canvas");
          canvas.width = canvas.height = 40;
          const ctx = canvas.getContext("2d");
          ctx.font = `28px ${getComputedStyle(document.body).fontFamily}`;
          ctx.fillText(char, 4, 30);
          return canvas.toDataURL();
        })).size"""
    )
    assert distinct == 6


def test_click_on_a_firm_shows_its_ties_and_what_they_rest_on(opener: Any, samples: Any) -> None:
    page = opener(samples.sample()).page
    name = "firm:白沙新能源材料股份有限公司"
    page.mouse.click(*centre(page, name))
    page.wait_for_function("(name) => document.body.dataset.selected === name", arg=name)
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "白沙新能源材料股份有限公司"
    assert "虚构日报：园区见闻" in panel.locator(".evidence").first.inner_text()
    fact = panel.locator("details", has_text="青坪钙业有限公司向白沙新能源材料股份有限公司供应纳米碳酸钙")
    fact.locator("summary").click()
    text = fact.inner_text()
    for part in ("4,150万元", "虚构日报社", "2031-05-30", "第 3 段", "人工确认", "跨县"):
        assert part in text, part
    panel.locator(".back").click()
    page.wait_for_selector("body[data-selected='']")
    assert "概览" in panel.inner_text()


def test_click_on_a_gap_says_why_and_that_it_is_no_fact(opener: Any, samples: Any) -> None:
    page = opener(samples.sample()).page
    page.mouse.click(*centre(page, "gap:吨袋"))
    page.wait_for_selector("body:not([data-selected=''])")
    text = page.locator("#panel").inner_text()
    for part in ("缺链", "有 2 家企业需要吨袋", "补链", "近处有厂", "青坪联创包装", "11.4 km"):
        assert part in text, part
    page.locator("#panel details summary").first.click()
    assert "推导所得" in page.locator("#panel details").first.inner_text()


def test_what_has_no_evidence_says_so(opener: Any, samples: Any) -> None:
    page = opener(samples.sample("en"), "en").page
    page.mouse.click(*centre(page, "firm:澜州锂盐"))
    page.wait_for_selector("body:not([data-selected=''])")
    assert page.locator("#panel .no-evidence").first.inner_text() == "No evidence is recorded."
    assert "place unknown" in page.locator("#panel .badges").inner_text()


def test_search_hits_and_misses(opener: Any, samples: Any) -> None:
    page = opener(samples.sample()).page
    page.fill("#search", "青坪")
    assert page.locator("#hits li").count() == 7
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    third = page.locator("#hits li").nth(2).locator("span").first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.tagName === 'H2'")
    assert page.locator("#chosen h2").inner_text() == third
    page.fill("#search", "没有这家")
    assert page.locator("#hits").inner_text() == "没有名称含“没有这家”的内容"
    assert page.locator("#heard").inner_text() == "没有名称含“没有这家”的内容"


def test_search_brings_back_what_the_legend_hid(opener: Any, samples: Any) -> None:
    page = opener(samples.sample()).page
    box = page.locator("#legend label", has=page.get_by_text("产品", exact=True)).locator("input")
    box.uncheck()
    page.fill("#search", "水泥")
    page.keyboard.press("Enter")
    page.wait_for_selector("body[data-selected]:not([data-selected=''])")
    assert page.locator("#legend label", has=page.get_by_text("产品", exact=True)).locator("input").is_checked()


def test_tables_hold_everything_sort_and_filter(opener: Any, samples: Any) -> None:
    network = samples.sample()
    page = opener(network).page
    page.click("#tab-gaps")
    assert page.locator("#view-gaps tbody tr").count() == len(network.gaps)
    page.click("#tab-firms")
    assert page.locator("#view-firms tbody tr").count() == sum(node["kind"] == "firm" for node in network.nodes)
    page.click("#tab-facts")
    facts = [edge for edge in network.edges if not edge["ghost"]]
    assert page.locator("#view-facts tbody tr").count() == len(facts)
    page.click("#tab-ties")
    rows = page.locator("#view-ties tbody tr")
    assert rows.count() == sum(1 for edge in facts if edge["border"])
    page.locator("#view-ties input").fill("吨袋")
    assert rows.count() == 2
    rows.first.locator("a").click()
    page.wait_for_selector("#chosen h2")
    assert "供应吨袋" in page.locator("#chosen h2").inner_text()
    page.locator("#view-ties input").fill("")
    heading = page.locator("#view-ties thead th").nth(2)
    heading.locator("button").click()
    assert heading.get_attribute("aria-sort") == "ascending"
    first = rows.first.inner_text()
    heading.locator("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    assert rows.first.inner_text() != first


def test_the_picture_is_moved_and_walked_by_keys(opener: Any, samples: Any) -> None:
    page = opener(samples.sample()).page
    page.focus("#picture")
    before = page.locator("#picture canvas").evaluate("(canvas) => canvas.toDataURL()")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(100)
    assert page.locator("#picture canvas").evaluate("(canvas) => canvas.toDataURL()") != before
    page.keyboard.press("n")
    page.wait_for_selector("body:not([data-selected=''])")
    page.keyboard.press("Escape")
    page.wait_for_selector("body[data-selected='']")
    page.focus("#tab-network")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "tab-gaps"
    assert page.locator("#view-gaps").is_visible()
    assert page.locator("#view-network").is_hidden()


def test_png_holds_the_whole_picture(opener: Any, samples: Any, tmp_path: Path) -> None:
    page = opener(samples.sample()).page
    with page.expect_download() as waiting:
        page.click("#saving summary")
        page.click("#png")
    path = tmp_path / "out.png"
    waiting.value.save_as(path)
    assert waiting.value.suggested_filename == "白沙经开区产业链关系图（虚构数据）.png"
    png = path.read_bytes()
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(png[16:20], "big") == 2200
    assert {rgb(style.BLUE), rgb(style.VERMILLION), rgb(style.GREEN)} <= colours(page, png)


def test_large_networks_open_with_a_summary(opener: Any, samples: Any) -> None:
    network = samples.large(700)
    page = opener(network).page
    assert "汇总" in page.locator("#note").inner_text()
    assert int(page.locator("body").get_attribute("data-nodes") or 0) < 200
    page.fill("#search", "虚构企业00012")
    page.keyboard.press("Enter")
    page.wait_for_selector("body[data-selected='firm:12']")
    assert 2 <= int(page.locator("body").get_attribute("data-nodes") or 0) <= 10
    page.locator("#note button").click()
    page.locator("#note button").click()
    assert page.locator("body").get_attribute("data-nodes") == "700"


def test_too_large_networks_say_so_and_keep_the_most_tied(opener: Any, samples: Any) -> None:
    page = opener(samples.large(2100)).page
    said = page.locator("#note").inner_text()
    assert "按较小的地区" in said
    assert "2100 个对象" in said
    assert "300 家企业" in said
    assert page.locator("#note button").count() == 0
    page.click("#tab-firms")
    assert page.locator("#view-firms tbody tr").count() == 300


def test_an_empty_network_says_that_nothing_is_known(opener: Any) -> None:
    from chanlian.queries.picture.records import Network

    page = opener(Network("空", "某县", None, None)).page
    assert "未知不等于没有" in page.locator("#panel").inner_text()


class Listener:
    """A socket that hostile data names; it must never be called."""

    def __init__(self) -> None:
        self.calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()


def test_hostile_data_stays_text(opener: Any, samples: Any) -> None:
    listener = Listener()
    try:
        network = samples.hostile(listener.port)
        opened = opener(network)
        page = opened.page
        assert page.locator("h1").inner_text() == network.title
        for tab in ("gaps", "ties", "firms", "facts", "network"):
            page.click(f"#tab-{tab}")
        page.focus("#picture")
        for _ in range(len(network.nodes)):
            page.keyboard.press("n")
            for summary in page.locator("#panel summary").all():
                summary.click()
        for bad in samples.attacks(listener.port):
            page.fill("#search", bad[:20])
            page.keyboard.press("Enter")
        page.mouse.move(600, 400)
        with page.expect_download() as waiting:
            page.click("#saving summary")
            page.click("#png")
        assert waiting.value.suggested_filename.endswith(".png")
        page.pdf()
        page.wait_for_timeout(300)
        made = page.evaluate("[...document.querySelectorAll('body *')].map((e) => e.tagName.toLowerCase())")
        assert not {"img", "iframe", "object", "embed", "style", "b"} & set(made)
        assert made.count("script") == 3
        links = page.evaluate("[...document.querySelectorAll('a[href]')].map((e) => e.getAttribute('href'))")
        assert [link for link in links if not re.match("#([a-z]=|main)", link)] == []
        assert (
            page.evaluate(
                "[...document.querySelectorAll('*')].flatMap((e) => [...e.attributes]).filter((a) => a.name.startsWith('on')).length"
            )
            == 0
        )
        assert page.evaluate("({}).label") is None, "a key __proto__ reached Object.prototype"
        opened.check_quiet()
        assert listener.calls == 0
    finally:
        listener.socket.close()


def test_the_policy_would_stop_what_escaping_might_miss(opener: Any, samples: Any) -> None:
    listener = Listener()
    try:
        opened = opener(samples.sample())
        page = opened.page
        page.evaluate(
            """(url) => {
              const box = document.createElement("div");
              box.innerHTML = `<img src="${url}"><p onclick="alert(1)">x</p>`;
              document.body.append(box);
              box.querySelector("p").click();
              const script = document.createElement("script");
              script.textContent = "alert(2)";
              document.body.append(script);
            }""",
            f"http://127.0.0.1:{listener.port}/x",
        )
        page.wait_for_timeout(300)
        assert opened.dialogs == []
        assert listener.calls == 0
        assert any("Content Security Policy" in line for line in opened.console)
        opened.console.clear()
        opened.requests[:] = [url for url in opened.requests if url.startswith("file:")]
    finally:
        listener.socket.close()


def test_axe_finds_nothing_serious_in_the_network(opener: Any, samples: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = opener(samples.sample()).page
    page.mouse.click(*centre(page, "firm:恒岭正极材料"))
    page.wait_for_selector("body:not([data-selected=''])")
    for step in ("", "#tab-ties"):
        if step:
            page.click(step)
        assert serious(axe.run(page).response["violations"]) == []


def serious(found: list[dict[str, Any]]) -> list[Any]:
    """What axe calls serious or worse, with where."""
    return [
        (one["id"], [node["html"][:120] for node in one["nodes"]])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
