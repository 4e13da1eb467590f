"""The page of `snapshot diff`: gaps first, with the changes behind them; all changes by kind and area; nothing of it acts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import chanlian as cl
from chanlian.cli import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOSTILE = "<script>alert(1)</script>"


def supply(seller: str, product: str, **more: Any) -> dict[str, Any]:
    return {"seller": seller, "buyer": "甲厂", "product": product, **more}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """玉屏's 甲厂 buys a bag and ore from 新晃; then a maker of bags comes to 玉屏, and the supply of ore ends."""
    folder = tmp_path_factory.mktemp("two")
    before, after = folder / "before.duckdb", folder / "after.duckdb"
    firms = [{"name": "甲厂", "place": "玉屏"}, {"name": "乙厂", "place": "新晃"}]
    for path in (before, after):
        supplies = [supply("乙厂", "吨袋"), supply("乙厂", "矿")]
        cl.load(cl.connect(path), {"firms": firms, "supplies": supplies}, source="虚构的表", published="2025-01-01")
    graph = cl.connect(after)
    new = {"name": f"{HOSTILE}厂", "place": "玉屏", "products": "吨袋"}
    cl.load(
        graph, {"firms": [new], "supplies": [supply(f"{HOSTILE}厂", "吨袋")]}, source="又一张表", published="2025-06-01"
    )
    fact = graph.sql("SELECT fact FROM v_supplies WHERE product = '矿'")["fact"][0]
    cl.end(graph, fact, on="2025-05", source="又一张表")
    return before, after


def page(two: tuple[Path, Path], folder: Path, area: str | None, lang: str) -> str:
    path = cl.save(cl.diff(*two, area, lang=lang), folder / f"diff.{lang}.html", lang=lang)
    return path.read_text(encoding="utf-8")


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("</style>")[2]).split())


def test_gaps_stand_first_with_the_changes_behind_them(two: tuple[Path, Path], tmp_path: Path) -> None:
    text = text_of(page(two, tmp_path, "玉屏", "zh"))
    assert "变化对比 · 玉屏 before.duckdb → after.duckdb" in text
    bags = text.index("吨袋 玉屏侗族自治县 缺链 → 有配套")
    ore = text.index("矿 玉屏侗族自治县 缺链 → 断链")
    assert text.index("缺链变化") < min(bags, ore) < max(bags, ore) < text.index("按类别")
    assert "终止 乙厂向甲厂供应矿 · 截止: — → 2025-05" in text[ore:]
    assert "新增 &lt;script&gt;alert(1)&lt;/script&gt;厂生产吨袋" in text[bags:]
    assert "供应 1 1 1" in text  # added, ended, and its sources
    assert "新晃侗族自治县 1 1" in text


def test_every_change_has_its_row_and_links_lead_to_it(two: tuple[Path, Path], tmp_path: Path) -> None:
    html = page(two, tmp_path, "玉屏", "en")
    targets = re.findall(r' id="(\w+)"', html)
    assert len(targets) == len(set(targets))
    assert set(re.findall(r'href="#(\w+)"', html)) <= set(targets)
    frame = cl.diff(*two, "玉屏")
    facts = frame[frame["kind"] != "gap"]["fact"].nunique()
    assert len([one for one in targets if re.fullmatch(r"f\d+", one)]) == facts
    of_bags = frame[(frame["kind"] == "gap") & (frame["key"] == "吨袋")]["facts"].iloc[0]
    kinds = sorted(frame[frame["fact"].isin(of_bags)]["kind"])
    assert kinds == ["produces", "supplies"]


def test_without_an_area_the_page_says_how_to_see_gaps(two: tuple[Path, Path], tmp_path: Path) -> None:
    assert "Name an area (--in)" in page(two, tmp_path, None, "en")
    same = cl.save(cl.diff(two[0], two[0], "玉屏"), tmp_path / "same.html").read_text(encoding="utf-8")
    assert "Nothing differs." in same
    assert "No need of this area is in another state" in same


def test_nothing_acts(two: tuple[Path, Path], tmp_path: Path, browser: Browser) -> None:
    html = page(two, tmp_path, "玉屏", "zh")
    assert "<script" not in html
    assert " style=" not in html
    assert "default-src 'none'; style-src 'sha256-" in html
    shown, seen = browser.new_page(), list[str]()
    shown.on("request", lambda request: seen.append(request.url))
    shown.on("console", lambda message: seen.append(message.text))
    shown.goto((tmp_path / "diff.zh.html").as_uri())
    assert seen == [(tmp_path / "diff.zh.html").as_uri()]
    assert shown.evaluate("getComputedStyle(document.querySelector('header')).backgroundColor") == "rgb(0, 79, 124)"
    shown.close()


def test_the_command_writes_it_and_no_other_answer_is_a_page(
    two: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["snapshot", "diff", *map(str, two), "--in", "玉屏", "-o", str(tmp_path / "x.html"), "--lang", "zh"]
    with pytest.raises(SystemExit) as ended:
        main(line)
    assert not ended.value.code
    assert "缺链 → 有配套" in text_of((tmp_path / "x.html").read_text(encoding="utf-8"))
    with pytest.raises(SystemExit) as ended:
        main(["gaps", str(two[0]), "--in", "玉屏", "-o", str(tmp_path / "y.html"), "--lang", "en"])
    assert ended.value.code == 1
    assert "no format goes with that name" in capsys.readouterr().err
    assert not (tmp_path / "y.html").exists()
