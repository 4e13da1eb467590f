"""The shell: nothing in data can leave the block of data, and a page is written whole or not at all."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from chanlian.graph.errors import BadInput
from chanlian.queries.picture.records import Network
from chanlian.viz.page import shell
from chanlian.viz.page.records import records
from chanlian.viz.words.values import money, number, plain, rows
from chanlian.viz.words.words import PAGE, STATES, word

pytestmark = pytest.mark.core


class Elements(HTMLParser):
    """What a parser finds: tags, and the text of each script."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags:
            self.texts.setdefault(self.tags[-1][0], []).append(data)


def parse(text: str) -> Elements:
    parser = Elements()
    parser.feed(text)
    return parser


def tags(text: str) -> list[str]:
    return [tag for tag, _ in parse(text).tags]


PLAIN = ["html", "head", *["meta"] * 5, "title", "style", "script", "body", *["script"] * 3]


CONTROLS = "[\x00-\x1f\x7f-\x9f\u2028\u2029]"


def make(title: str, payload: Any) -> str:
    return shell.page(title=title, lang="zh", payload=payload, script="let a = 1;", style="p{}", library="let b;")


def test_a_hostile_network_changes_no_tag_of_the_shell(samples: Any) -> None:
    for bad in samples.attacks(9):
        assert tags(make(bad, {"a": bad, bad: [bad]})) == PLAIN


@pytest.mark.parametrize("number", [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029])
def test_no_control_character_of_data_is_in_a_page(number: int) -> None:
    text = make(f"a{chr(number)}b", {f"a{chr(number)}b": [f"c{chr(number)}d"]})
    assert not re.search(CONTROLS, text.replace("\n", ""))
    (title,) = parse(text).texts["title"][:1]
    assert title == "a\ufffdb"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
def test_data_comes_back_as_it_went_in(value: Any) -> None:
    block = shell.json_block(value)
    assert not set(block) & set("<>&\u2028\u2029")
    assert not re.search(CONTROLS, block)
    block.encode("utf-8")
    assert json.loads(block) == value


def test_policy_names_the_hash_of_exactly_what_runs() -> None:
    text = shell.page(title="t", lang="en", payload=1, script="a\r\nb", style="c\rd", library="e")
    policy = next(attrs["content"] for tag, attrs in parse(text).tags if attrs.get("http-equiv"))
    assert policy is not None
    for part in ("a\nb", "c\nd", "e"):
        assert f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'" in policy
        assert (f">{part}</" in text) is (part != "e"), f"{part}: the library runs when it is unpacked"
    (library,) = re.findall('id="library">([^<]*)<', text)
    assert zlib.decompress(base64.b64decode(library)) == b"e"
    for rule in ("default-src 'none'", "connect-src 'none'", "base-uri 'none'", "form-action 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_script_that_ends_itself_is_refused() -> None:
    with pytest.raises(BadInput) as caught:
        shell.page(title="t", lang="en", payload=1, script="'</SCRIPT'", style="")
    assert caught.value.zh != caught.value.en


def test_no_reference_leaves_the_page() -> None:
    script, style = shell.assets()
    text = shell.page(title="t", lang="zh", payload={}, script=script, style=style, library=shell.vis_network())
    found = parse(text)
    assert found.tags[0] == ("html", {"lang": "zh-CN"})
    assert text.startswith("<!doctype html>\n")
    assert not [attrs for _, attrs in found.tags if "src" in attrs or "href" in attrs]
    assert "url(" not in style
    assert "@import" not in style
    for danger in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "fetch(",
        "http:",
    ):
        assert danger not in script.replace("http://www.w3.org/2000/svg", "")


def test_the_bundle_keeps_its_licence() -> None:
    assert "Apache 2.0" in shell.vis_network()[:2000]


def test_every_word_of_the_page_is_used_and_given_in_both_languages() -> None:
    script = shell.assets()[0]
    python = "".join(
        path.read_text(encoding="utf-8")
        for path in Path(shell.__file__).parent.rglob("*")
        if path.suffix in {".py", ".jinja"}
    )
    for name, (english, chinese) in PAGE.items():
        stem = name.removesuffix("_one")
        assert re.search(rf'\b{stem}\b|"{stem}"', script + python) or stem.startswith(("tab_", "aggregate_")), name
        assert re.findall(r"\{\w+\}", english).sort() == re.findall(r"\{\w+\}", chinese).sort()
        assert re.search(r"[\u3000-\u9fff\uff00-\uffef]", chinese), name
        assert not re.search(r"[\u4e00-\u9fff]", english), name
    assert word(STATES, "missing", "zh") == "缺链"


def test_plain_takes_what_frames_hold() -> None:
    numpy = pytest.importorskip("numpy")
    value = {
        "n": numpy.int64(3),
        "x": float("nan"),
        "d": date(2025, 5, 24),
        "b": numpy.bool_(True),
        "s": {"b", "a"},
    }
    assert plain(value) == {"n": 3, "x": None, "d": "2025-05-24", "b": True, "s": ["a", "b"]}


@pytest.mark.parametrize(
    ("yuan", "chinese", "english"),
    [
        (83_000_000, "8,300万元", "83 million yuan"),
        (14_320_000_000, "143.2亿元", "14.32 billion yuan"),
        (950, "950元", "950 yuan"),
        (0, "0元", "0 yuan"),
        (10_000, "1万元", "10,000 yuan"),
    ],
)
def test_money(yuan: float, chinese: str, english: str) -> None:
    assert (money(yuan, "zh"), money(yuan, "en")) == (chinese, english)


def test_numbers_lose_no_zero_that_counts() -> None:
    assert [number(value) for value in (100, 100.0, 0.5, 1234567.25)] == ["100", "100", "0.5", "1,234,567.25"]


def test_the_value_of_a_tie_says_how_it_is_meant() -> None:
    ends = [{"id": name, "kind": "firm", "label": name} for name in ("甲", "乙")]
    tie = {
        "kind": "supplies",
        "source": "甲",
        "target": "乙",
        "value": 1.2e8,
        "value_original": "约1.2亿元",
        "basis": "cumulative",
    }
    for own, told in ((tie, "约1.2亿元（累计）"), ({**tie, "value_original": None, "basis": "annual"}, "1.2亿元")):
        made = records(Network("x", "", None, None, nodes=ends, edges=[own]), lang="zh")
        assert made.edges[0]["value"] == told


def test_rows_follow_the_schema_and_keep_the_wording_of_the_source() -> None:
    project = {
        "planned": 2_539_000_000,
        "planned_low": None,
        "planned_original": "25.39亿元",
        "stage": "signed",
        "name": "x",
        "count": 18,
    }
    firm = {"group": False, "scale": "规上"}
    assert (rows("firm", firm, "zh"), rows("firm", {"group": True}, "zh")) == (
        [["规模", "规上"]],
        [["未具名群体", "是"]],
    )
    assert rows("firm", firm, "en") == [["scale", "规上"]]
    assert rows("park", {"own_area": False}, "zh") == [["独立管理", "否"]], "somebody says so"
    assert rows("project", project, "zh") == [
        ["阶段", "签约"],
        ["计划投资", "25.39亿元"],
        ["个数", "18"],
    ]
    exceeded = {"planned": 25_683_000_000, "planned_low": 25_683_000_000, "planned_original": "总投资超256.83亿元"}
    assert rows("project", exceeded, "zh") == [["计划投资", "超256.83亿元（原文：总投资超256.83亿元）"]]
    assert rows("project", {"planned_low": 1e8, "planned_high": 2e8}, "zh") == [["计划投资", "1亿元—2亿元"]]
    metric = {"value": 60.0, "value_low": 60.0, "value_original": "60余家次", "unit": "家次", "basis": "cumulative"}
    assert rows("metric", metric, "zh") == [["数值", "60余 家次（原文：60余家次）"], ["单位", "家次"], ["口径", "累计"]]
    assert rows("project", project, "en")[0] == ["stage", "signed"]
    assert rows("product", {"odd": 3, "unit": "吨"}, "zh") == [["单位", "吨"], ["odd", "3"]]
    assert rows("facility", {"capacity": 814.77, "unit": "万立方米"}, "zh")[0] == ["规模", "814.77 万立方米"]
