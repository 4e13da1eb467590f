"""The page of a graph of which every cell was hostile, opened in a real browser: nothing of it is more than text."""

from __future__ import annotations

from typing import Any

import pytest
from hostile import FEW, STRINGS, kinds, tables
from torture import TORTURE, record

from chanlian import load
from chanlian.graph import connect
from chanlian.queries import network


@pytest.mark.torture
def test_hostile_tables_stay_text(opener: Any) -> None:
    graph = connect(":memory:")
    texts = STRINGS if TORTURE else FEW
    for table, rows in tables(kinds() if TORTURE else ("firm", "supplies", "request"), texts).items():
        load(graph, {table: rows}, source=texts[1])
    found = network(graph, "玉屏")
    opened = opener(found)
    page = opened.page
    tabs = page.locator("[role=tab]").all()
    assert len(tabs) >= 2
    for tab in tabs:
        tab.click()
    page.click("#tab-network")
    page.wait_for_selector("body[data-drawn=yes]")
    page.focus("#picture")
    for _ in range(min(len(found.nodes), 100)):
        page.keyboard.press("n")
        for summary in page.locator("#panel summary").all():
            summary.click()
    for text in texts:
        page.fill("#search", text[:20].encode("utf-8", "replace").decode())
        page.keyboard.press("Enter")
    made = page.evaluate("[...document.querySelectorAll('body *')].map((e) => e.tagName.toLowerCase())")
    assert not {"img", "iframe", "object", "embed", "style", "b"} & set(made)
    assert made.count("script") <= 4  # the page's own
    attributes = page.evaluate(
        "[...document.querySelectorAll('*')].flatMap((e) => [...e.attributes]).map((a) => [a.name, a.value])"
    )
    assert [name for name, _ in attributes if name.startswith("on")] == []
    assert [
        value for name, value in attributes if name in ("href", "src", "action") and not value.startswith("#")
    ] == []
    opened.check_quiet()
    record(
        "hostile cells on a page in a browser",
        len(found.nodes) + len(found.edges),
        {"text": len(found.nodes) + len(found.edges)},
    )
