"""What offices keep is kept: figures of firms, parks and areas, how projects and requests stand, chains, firms wanted. All invented."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from chanlian.graph.errors import BadInput
from chanlian.loaders import add_chain, load

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph.graph import Graph

Facts = Callable[[str], list[dict[str, Any]]]

FIRMS = """企业名称,所在地,主要产品,2022年产值（万元）,2023年产值（万元）,用工人数,税收,用电量,联系人,电话
示例甲有限公司,贵州省玉屏县,吨袋,1200,1500,56,33,5万千瓦时,张某,139
示例乙有限公司,贵州省玉屏县,编织袋,—,约800,20人,120万元,,李某,138
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[[str, str], Path]:
    """A file with this text."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def observed(facts: Facts) -> dict[tuple[str, str, str | None], tuple[Any, str | None]]:
    """Value and unit by subject, indicator and period."""
    name = {row["identifier"]: row["name"] for kind in ("firm", "park", "region", "project") for row in facts(kind)}
    of = {row["about"]: name[row["subject"]] for row in facts("concerns")}
    return {
        (of[row["identifier"]], row["indicator"], row["period"]): (row["value"], row["unit"]) for row in facts("metric")
    }


def test_figures_of_firms_are_metrics(graph: Graph, facts: Facts, sheet: Callable[[str, str], Path]) -> None:
    answer = load(graph, sheet("firms.csv", FIRMS))
    assert answer[["kind", "read", "added"]].values.tolist() == [["firms", 2, 2], ["metrics", 7, 7]]
    assert observed(facts) == {
        ("示例甲有限公司", "产值", "2022"): (12e6, "元"),
        ("示例甲有限公司", "产值", "2023"): (15e6, "元"),
        ("示例甲有限公司", "用工人数", None): (56, "人"),
        ("示例甲有限公司", "用电量", None): (50_000, "千瓦时"),
        ("示例乙有限公司", "产值", "2023"): (8e6, "元"),
        ("示例乙有限公司", "用工人数", None): (20, "人"),
        ("示例乙有限公司", "税收", None): (1.2e6, "元"),
    }
    # a sum without a unit is asked for, never guessed; none of it is lost in silence
    assert any("税收" in note and "33" in note for note in answer.attrs["notes"])
    (source,) = (row for row in facts("source") if row["name"] == "firms.csv")
    assert {row["locator"] for row in facts("metric") if row["indicator"] == "税收"} == {"firms.csv row 3 税收"}
    assert all(row["source"] == source["identifier"] for row in facts("metric"))
    before = graph.content_hash
    load(graph, sheet("firms.csv", FIRMS))
    assert graph.content_hash == before


def test_a_column_of_years_and_one_of_the_title(graph: Graph, facts: Facts) -> None:
    load(graph, {"firms": [{"企业名称": "示例甲有限公司", "年份": "2021", "营业收入（亿元）": "1.5"}]})
    assert observed(facts) == {("示例甲有限公司", "营业收入", "2021"): (1.5e8, "元")}


def test_figures_fall_with_their_row(graph: Graph, facts: Facts) -> None:
    rows = [
        {"name": "/", "统一社会信用代码": None, "产值（万元）": "1"},
        {"name": "示例乙有限公司", "统一社会信用代码": None, "产值（万元）": "2"},
    ]
    answer = load(graph, {"firms": rows})
    assert answer["rejected"].tolist() == [1, 1]
    assert set(observed(facts)) == {("示例乙有限公司", "产值", None)}


def test_two_firms_of_one_name_keep_their_figures_apart_or_say_so(graph: Graph, facts: Facts) -> None:
    rows = [
        {"name": "示例有限公司", "place": place, "产值（万元）": value}
        for place, value in (("贵州省玉屏县", "1"), ("湖南省桂阳县", "2"))
    ]
    answer = load(graph, {"firms": rows})
    assert len(facts("firm")) == 2
    assert len(facts("metric")) + answer["rejected"].sum() == 2


def test_parks_have_their_industries_and_figures(graph: Graph, facts: Facts) -> None:
    row = {
        "园区名称": "示例经济开发区", "所在地": "贵州省玉屏县", "主导产业": "碳酸钙、包装", "规划面积（平方公里）": "12.5", "企业数": "32",
        "空置标准厂房": "1.2万平方米",
    }  # fmt: skip
    load(graph, {"parks": [row]})
    (park,) = facts("park")
    assert park["industries"] == ["碳酸钙", "包装"]
    found = observed(facts)
    assert found["示例经济开发区", "企业数", None] == (32, "家")
    assert found["示例经济开发区", "规划面积", None] == (12.5, "平方公里")
    assert found["示例经济开发区", "空置标准厂房", None][0] == 12_000


def test_a_table_of_areas_is_one_of_metrics(graph: Graph, facts: Facts, sheet: Callable[[str, str], Path]) -> None:
    text = "2023年示例产业分县情况,,\n县区,茶园面积（万亩）,农户均收入（元）\n贵州省玉屏县,2,9800\n贵州省万山区,3,\n合计,5,\n"
    answer = load(graph, sheet("areas.csv", text))
    assert "not read: 合计" in " ".join(answer.attrs["notes"])
    assert observed(facts) == {
        ("玉屏侗族自治县", "茶园面积", "2023"): (20_000, "亩"),
        ("玉屏侗族自治县", "农户均收入", "2023"): (9800, "元"),
        ("万山区", "茶园面积", "2023"): (30_000, "亩"),
    }


def test_how_a_project_stands(graph: Graph, facts: Facts, sheet: Callable[[str, str], Path]) -> None:
    headers = "项目名称,总投资（亿元）,完成投资（亿元）,到位率,开工,责任单位,进展情况,存在问题"
    row = "示例扩产项目,1.2,0.8,65%,2024-03,县工信局,一期厂房正在建设,缺用地指标"
    load(graph, sheet("projects.csv", f"{headers}\n{row}\n"))
    (project,) = facts("project")
    kept = ("stage", "completed", "started", "handler", "progress", "problem")
    assert [project[name] for name in kept] == [
        "started", 8e7, "2024-03", "县工信局", "一期厂房正在建设", "缺用地指标",
    ]  # fmt: skip
    assert observed(facts) == {("示例扩产项目", "到位率", None): (65, "%")}


def test_whether_a_request_is_settled(graph: Graph, facts: Facts) -> None:
    rows = [
        {"诉求内容": name, "办结期限": "2024-06", "是否办结": said}
        for name, said in (("用地", "否"), ("用电", "是"), ("用水", "办理中"), ("用工", None))
    ]
    load(graph, {"requests": rows})
    assert {row["name"]: row["state"] for row in facts("request")} == {
        "用地": "open", "用电": "settled", "用水": "partly", "用工": None,
    }  # fmt: skip
    assert {row["due"] for row in facts("request")} == {"2024-06"}


def test_what_a_chain_is_said_to_have(graph: Graph, facts: Facts) -> None:
    load(
        graph,
        {
            "chains": [{"name": "示例链", "链长单位": "玉屏县工信局", "牵头单位": "玉屏县商务局", "链主": "示例甲有限公司"}],
            "members": [{"firm": "示例甲有限公司", "chain": "示例链", "stage": "上游"}],
            "stated_gaps": [{"area": "贵州省玉屏县", "chain": "示例链", "product": "示例零件", "stage": "上游"}],
            "wanted_firms": [{"目标企业": "示例丙有限公司", "产品": "示例零件", "来自": "山东省沂源县", "对接单位": "县商务局"}],
        },
    )  # fmt: skip
    assert {row["role"] for row in facts("steers")} == {"head", "lead"}
    assert len(facts("leads")) == len(facts("member_of")) == len(facts("lacks")) == 1
    # whoever is wanted lies where it comes from, and makes and supplies nothing here
    (wanted,) = facts("wanted_for")
    assert wanted["handler"] == "县商务局"
    assert [row["place"] for row in facts("located_in") if row["what"] == wanted["firm"]] == ["region:370323"]
    assert not facts("produces")
    assert not facts("supplies")


def test_a_firm_wanted_that_is_not_named_is_none(graph: Graph, facts: Facts) -> None:
    rows = [{"目标企业": name, "产品": "示例零件"} for name in ("示例丙有限公司", "（浙江一家企业，名称保密）")]
    answer = load(graph, {"wanted_firms": rows})
    assert [row["name"] for row in facts("firm")] == ["示例丙有限公司"]
    assert answer["left_out"].tolist() == [1]
    assert any("do not name the firm" in note for note in answer.attrs["notes"])


def test_persons_are_kept_only_where_that_is_asked(
    graph: Graph, facts: Facts, sheet: Callable[[str, str], Path]
) -> None:
    path = sheet("firms.csv", FIRMS)
    answer = load(graph, path)
    assert {row["contact"] for row in facts("firm")} == {None}
    assert any("联系人, 电话" in note and "with_contacts=True" in note for note in answer.attrs["notes"])
    load(graph, path, with_contacts=True)
    assert {row["name"]: row["contact"] for row in facts("firm")} == {
        "示例甲有限公司": "张某 139",
        "示例乙有限公司": "李某 138",
    }


def test_a_chain_of_ones_own(graph: Graph, facts: Facts, sheet: Callable[[str, str], Path]) -> None:
    add_chain(graph, sheet("示例.csv", "产业链,环节,产品\n示例链,原料,示例土\n示例链,制品,示例瓷\n"))
    text = 'name = "示例链"\nproducts = [{ name = "示例土", stage = "原料" }, { name = "示例瓷", stage = "制品" }]\n'
    add_chain(graph, sheet("示例.toml", text + 'links = [{ input = "示例土", product = "示例瓷" }]\n'))
    assert len(facts("in_chain")) == 2
    (link,) = facts("input_of")
    assert link["method"] == "table"
    assert link["source"] == "source:" + link["source"].split(":")[1]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.toml", "name = ", "cannot be read as a chain"),
        ("a.toml", 'products = [{ name = "示例土" }]', "no name"),
        ("a.toml", 'name = "示例链"', "no products"),
        ("a.toml", 'name = "示例链"\nproducts = ["示例土"]', "products must be a list"),
        ("a.toml", 'name = "示例链"\nproducts = [{ name = "甲" }]\nlinks = [{ input = "甲", product = "乙", source = "x" }]', "cites the source 'x'"),
        ("a.csv", "企业名称,所在地\n示例甲有限公司,贵州省玉屏县\n", "states no chain"),
    ],
)  # fmt: skip
def test_what_is_no_chain_says_so(
    name: str, text: str, said: str, graph: Graph, facts: Facts, sheet: Callable[[str, str], Path]
) -> None:
    with pytest.raises(BadInput, match=said):
        add_chain(graph, sheet(name, text))
    assert not graph.exists() or not facts("firm")


def test_how_two_places_touch_is_no_telephone(graph: Graph, facts: Facts, sheet: Callable[[str, str], Path]) -> None:
    load(graph, sheet("borders.csv", "a,b,contact\n新晃侗族自治县,玉屏侗族自治县,line\n新晃侗族自治县,万山区,corner\n"))
    assert sorted(row["contact"] for row in facts("borders")) == ["corner", "line"]
