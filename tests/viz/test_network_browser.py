"""What the network does in a real browser: steps and paths light up, lists open, a need leads to its gap."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chanlian.queries.picture.records import Network


def record(kind: str, name: str, **more: Any) -> dict[str, Any]:
    out = {"id": f"{kind}:{name}", "kind": kind, "label": name, "area": "甲县", "province": "东省", "inside": True,
           "group": False, "properties": {}, "evidence": []}  # fmt: skip
    return out | more


def tie(kind: str, source: str, target: str, label: str = "") -> dict[str, Any]:
    return {"fact": None if kind in ("needs", "possible") else f"{kind} {source}", "kind": kind, "source": source, "target": target, "label": label,
            "sentence": f"{source} {kind} {target}", "value": None, "border": None, "status": None, "modality": None,
            "evidence": [], "ghost": kind in ("needs", "possible")}  # fmt: skip


def loop() -> Network:
    """Bags go from C to Z, their waste film from Z to L, who makes pellets of it, of which bags are made; C needs glue."""
    nodes = [
        *(record("firm", name) for name in "ZLC"), record("product", "颗粒", area=None, province=None),
        record("product", "吨袋", area=None, province=None), record("agreement", "两县协议"),
        record("gap", "胶", state="missing", because="x", product="product:胶", firms=["firm:C"]), record("firm", "远"),
    ]  # fmt: skip
    edges = [
        tie("supplies", "firm:C", "firm:Z", "吨袋"), tie("supplies", "firm:Z", "firm:L", "废膜"), tie("produces", "firm:L", "product:颗粒"),
        tie("input_of", "product:颗粒", "product:吨袋"), tie("produces", "firm:C", "product:吨袋"), tie("needs", "firm:C", "gap:胶"),
        tie("party_to", "firm:L", "agreement:两县协议"),
    ]  # fmt: skip
    gaps = [{"area": "甲县；乙县", "product": "胶", "product_id": "product:胶", "state": "missing", "action": ["fill"], "flags": [], "because": "x",
             "firms": 1, "firm_names": ["C"], "nearest_supplier": None, "nearest_area": None, "distance_km": None, "node": "gap:胶"}]  # fmt: skip
    return Network("虚构", "甲县；乙县", None, None, nodes, edges, gaps)


def go(page: Any, address: str) -> None:
    page.evaluate("(hash) => { location.hash = hash; }", address)
    page.wait_for_timeout(200)


def test_a_path_follows_the_arrows_and_lights_as_a_whole(opener: Any) -> None:
    page = opener(loop()).page
    go(page, "#t=network")
    go(page, "#n=firm:Z")
    page.click("button.path")
    assert "另一端" in page.locator("#note").inner_text()
    go(page, "#n=product:吨袋")
    assert page.locator("body").get_attribute("data-path") == "e1 e2 e3", "not the one step by which C sells to Z"
    assert "Z 到 吨袋：3 步" in page.locator("#note").inner_text()
    go(page, "#n=firm:L")
    assert page.locator("body").get_attribute("data-path") is None
    page.click("button.path")
    go(page, "#n=firm:远")
    assert page.locator("body").get_attribute("data-path") == ""
    assert "没有路径" in page.locator("#note").inner_text()


def test_steps_around_what_is_selected_grow(opener: Any) -> None:
    page = opener(loop()).page
    go(page, "#t=network")
    go(page, "#n=firm:Z")
    assert page.locator("body").get_attribute("data-lit") == "e0 e1"
    for hops, lit in (("2", "e0 e1 e2 e4 e5"), ("3", "e0 e1 e2 e3 e4 e5"), ("1", "e0 e1")):
        page.click(f".zoom button:text-is('{hops}')")
        assert page.locator("body").get_attribute("data-lit") == lit


def test_what_is_counted_opens_as_a_list_and_a_need_opens_its_gap(opener: Any) -> None:
    page = opener(loop()).page
    go(page, "#t=network")
    assert page.locator("body").get_attribute("data-nodes") == "7", "all but the agreement"
    page.click("#asides button")
    assert "两县协议" in page.locator("#panel").inner_text()
    page.click("#tab-gaps")
    page.click("#view-gaps tbody a")
    assert page.locator("body").get_attribute("data-selected") == "gap:胶"


def test_names_can_be_read_at_first_sight_and_all_of_it_is_a_click_away(opener: Any, samples: Any) -> None:
    page = opener(samples.sample()).page
    # every text of the next drawing, as large as the screen shows it
    sizes_of = """() => {
      const sizes = [];
      const put = CanvasRenderingContext2D.prototype.fillText;
      CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
        sizes.push(parseFloat(/([\\d.]+)px/.exec(this.font)[1]) * this.getTransform().a / devicePixelRatio);
        return put.call(this, text, ...rest);
      };
      document.querySelector("#picture").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft" }));
      return new Promise((done) => setTimeout(() => { CanvasRenderingContext2D.prototype.fillText = put; done(sizes); }, 500));
    }"""
    # an arrow key draws it again as it is; the names of products and firms are of 14 pixels, counts on headings of 12
    sizes = page.evaluate(sizes_of)
    assert len([size for size in sizes if size >= 10.99]) > 20
    assert min(sizes) >= 12 / 14 * 10.99
    page.click("button.worded:not(.path)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_notes_are_worded_for_who_has_no_command_line(opener: Any, samples: Any) -> None:
    notes = [
        "两家企业地点未知；补载写有所在地的表即可；名单：`check GRAPH --rule no_place`",
        "加 --with-zones 可一并计入",
    ]
    network = replace(samples.sample(), notes=tuple(notes))
    text = opener(network).page.locator("#panel").inner_text()
    assert "两家企业地点未知。" in text
    assert not [word for word in ("`", "GRAPH", "--", "名单", "补载") if word in text]
