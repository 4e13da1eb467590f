"""A report that names nobody: looked for in every file, in every part of every archive, as it stands and without markup."""

from __future__ import annotations

import html
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from report_world import AREAS, SECRETS, report_world

import chanlian as cl
from chanlian.graph import connect
from chanlian.viz.report.hidden_names import HiddenNames
from chanlian.viz.report.redact import redact
from chanlian.viz.report.rows import collect
from chanlian.viz.report.tables import printed

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph import Graph


def texts_of(folder: Path) -> dict[str, str]:
    """All that the files of a folder hold, by file and member: with markup and without."""
    out = {}
    for path in folder.iterdir():
        parts = {path.name: path.read_bytes()}
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                parts |= {f"{path.name}:{name}": archive.read(name) for name in archive.namelist()}
        for name, data in parts.items():
            text = html.unescape(data.decode("utf-8", "replace"))
            out[name] = text + "\n" + re.sub(r"<[^>]*>", "", text)
    return out


def found(folder: Path, secrets: Any) -> list[tuple[str, str]]:
    texts = texts_of(folder)
    return [(secret, name) for secret in secrets for name, text in texts.items() if secret in text]


def names_of(graph: Graph) -> set[str]:
    """Every name, alias, identifier and code of the firms, projects and sources of a graph."""
    out: set[str] = set()
    for kind in ("firm", "project", "source"):
        for row in cl.list(graph, kind, ended=True).to_dict("records"):
            values = [row.get(name) for name in ("name", "identifier", "credit_code", "contact", "url", "fact")]
            aliases = row.get("aliases")
            out |= {
                one
                for one in (*values, *(aliases if isinstance(aliases, list) else ()))
                if isinstance(one, str) and one
            }
    return out


@pytest.fixture(scope="module")
def world() -> Graph:
    return report_world()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_file_tells_a_name_a_sum_a_code_or_a_contact(world: Graph, tmp_path: Path, lang: str) -> None:
    open_, _ = cl.report(world, AREAS, tmp_path / "open", lang=lang)
    told = {secret for secret, _ in found(open_, SECRETS)}
    assert {
        "甲一包装厂",
        "乙二材料有限公司",
        "晨曦",
        "晨曦日报社",
        "年产5万吨",
        "0856",
    } <= told  # which the other report would tell
    hidden, _ = cl.report(world, AREAS, tmp_path / "hidden", lang=lang, redact=True)
    assert found(hidden, SECRETS) == []
    assert found(hidden, names_of(world)) == []
    said = json.loads((hidden / "report.meta.json").read_text(encoding="utf-8"))
    assert said["parameters"]["redact"] is True
    assert said["graph"] is None


@pytest.mark.parametrize("area", ["玉屏,大龙,新晃", "贵州,湖南"])
def test_no_name_of_the_example_is_in_any_file(example: Graph, tmp_path: Path, area: str) -> None:
    names = names_of(example)
    assert len(names) > 200
    folder, _ = cl.report(example, area, tmp_path / "r", lang="zh", redact=True)
    assert found(folder, names) == []
    assert [text for text in texts_of(folder).values() if re.search(r"\d[\d.,]*[万亿]元", text)] == []


def test_one_firm_has_one_letter_everywhere(world: Graph) -> None:
    told = redact(collect(world, AREAS, lang="zh"), world)
    tables = {part.key: printed(name, part, "zh").rows for name, part in told.numbered()}
    # by the order of the chain's rows: who needs bags, who makes them, who makes acid
    assert [row[4:6] for row in tables["gaps"]] == [
        ["企业A", "企业B（玉屏侗族自治县）"],
        ["企业A", "企业C（新晃侗族自治县）"],
    ]
    assert [row[1:4] for row in tables["links"]] == [
        ["企业B（玉屏侗族自治县）", "企业A（大龙经济开发区）", "吨袋"], ["企业C（新晃侗族自治县）", "企业A（大龙经济开发区）", "硫酸"],
    ]  # fmt: skip
    assert tables["projects"][0][0] == "项目1（开工）"
    assert tables["requests"][0][2] == "企业B"
    assert tables["requests"][0][7] == "（略）"  # 甲一联系电话…: whatever stands beside a name goes with it
    assert [one.line("zh") for one in told.sources] == ["来源1（台账），2025", "来源2（报纸），2025"]
    assert "企业A在采购；可找现供方企业B（玉屏侗族自治县）" in told.todo[0].text


def test_a_text_by_which_a_firm_could_be_told_is_left_out_and_that_is_said(world: Graph) -> None:
    told = redact(collect(world, AREAS, lang="zh"), world)
    items = next(part for part in told.parts if part.key == "agreements").answer.rows
    assert [row["item"] for row in items] == [
        "共建货运站",
        "（略）",
        None,
    ]  # 支持晨曦扩产: short for 贵州晨曦化工有限公司
    assert "有3处文字可能透露企业名称，已略去。" in told.notes


def test_a_person_beside_a_firm_and_a_name_of_one_character_are_not_told() -> None:
    graph = connect(":memory:")
    place = "玉屏侗族自治县"
    cl.load(
        graph,
        {
            "firms": [{"name": "鑫", "place": place}, {"name": "玉屏示例包装厂", "place": place}],
            "products": [{"name": "鑫铁"}],
            "produces": [{"firm": "鑫", "product": "鑫铁"}],
            "requests": [
                {"name": "用电不足", "kind": "power", "state": "open", "result": "玉屏示例包装厂李四来电反映"},
                {"name": "鑫扩产用地", "kind": "land", "state": "open", "result": "已受理"},
            ],
            "request_raisers": [
                {"raiser": "玉屏示例包装厂", "request": "用电不足"},
                {"raiser": "鑫", "request": "鑫扩产用地"},
            ],
        },
        source="来源甲",
    )
    told = redact(collect(graph, place, lang="zh"), graph)
    rows = {row["result"]: row for part in told.parts if part.key == "requests" for row in part.answer.rows}
    assert {(row["request"], *row["raised_by"]) for row in rows.values()} == {
        ("用电不足", "企业B"),
        ("（略）", "企业A"),
    }
    assert set(rows) == {"（略）", "已受理"}
    whole = str([part.answer.rows for part in told.parts]) + str(told.chain.rows) + str([*told.findings, *told.todo])
    assert "李四" not in whole
    assert "鑫" not in whole.replace("鑫铁", ""), "the product of that name is no secret"
    assert "鑫铁" in whole


def test_columns_of_values_and_identifiers_are_gone(world: Graph) -> None:
    told = redact(collect(world, AREAS, lang="zh"), world)
    columns = {name for part in told.parts for name in part.answer.columns}
    assert not {"value", "planned", "distance_km", "quantity", "unit", "fact"} & columns
    assert {
        key
        for row in told.chain.rows
        for key, value in row.items()
        if value and (key.endswith("_ids") or key == "facts")
    } == set()
    boxes = {row["box"] for row in told.chain.rows if row["box"]}
    assert all(re.fullmatch(r"box\d+", box) for box in boxes)
    ends = {row[end] for row in told.chain.rows if row["part"] == "join" for end in ("from_box", "to_box")}
    assert ends
    assert ends <= boxes  # arrows still lead from box to box


def test_names_are_hidden_as_words_and_the_longest_first() -> None:
    graph = connect(":memory:")
    place = "玉屏侗族自治县"
    firms = [{"name": name, "place": place} for name in ("F1", "A", "大龙", "大龙锰业", "Delta Ltd")]
    cl.load(graph, {"firms": firms, "projects": [{"name": "大龙锰业技改", "stage": "signed"}]}, source="来源甲")
    names = HiddenNames(graph, "zh", ["大龙经济开发区", "锰"])
    assert names.hide("大龙锰业技改由大龙锰业实施") == "项目1（签约）由企业A实施"
    assert names.hide("F1和F10，a与A，ＤＥＬＴＡ ltd") == "企业B和F10，a与企业C，企业D"
    assert (
        names.hide("大龙经济开发区") == "大龙经济开发区"
    )  # a place is no firm, though one is called like a part of it
    assert names.hide("F1 1项") == "企业B 1项"
    assert names.hide("来源甲") == "来源1（资料）"
