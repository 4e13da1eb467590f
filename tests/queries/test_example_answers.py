"""The bundled example gives the answers that its articles allow, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chanlian.queries import (
    chain,
    conflicts,
    findings,
    flows,
    gaps,
    links,
    list as list_kind,
    matches,
    network,
    outlets,
    show,
    trace,
)
from chanlian.queries.answer import records
from chanlian.queries.places.geography import Geography

if TYPE_CHECKING:
    from chanlian.graph import Graph

pytestmark = pytest.mark.core

TOGETHER = "玉屏,大龙,新晃"
MOVED = "原材料(品种未载)"
"""What 汇成 buys: raw materials of no stated kind."""


def by(frame: Any, column: str = "product") -> dict[str, dict[str, Any]]:
    return {row[column]: row for row in records(frame)}


# -- the worked example of gaps -------------------------------------------------------------------


def test_what_dalong_lacks_its_neighbour_has(example: Graph) -> None:
    found = by(gaps(example, "大龙"))
    assert set(found) == {"纳米碳酸钙", "吨袋", MOVED}
    for product, firms in (("纳米碳酸钙", ["中伟股份"]), ("吨袋", ["中伟股份", "能矿锰业"])):
        row = found[product]
        assert (row["state"], row["basis"], row["flags"]) == ("missing", "observed", ["outside", "single_source"])
        assert (row["firms"], row["firm_names"]) == (len(firms), firms)
        assert (row["makers_here"], row["suppliers"], row["suppliers_outside"]) == (0, 1, 1)
        assert (row["nearest_area"], row["border"]) == ("玉屏侗族自治县", "county")
        # no article states what the supplies are worth, or how many firms there are
        assert (row["bought_value"], row["supplier_hhi"], row["coverage"]) == (None, None, None)
    assert found["纳米碳酸钙"]["nearest_supplier"] == "贵州创梦联钙业"
    assert found["吨袋"]["nearest_supplier"] == "玉屏创联包装"


def test_purchases_that_moved_are_two_facts_of_which_one_ended(example: Graph) -> None:
    """From 重庆 to "the local park": which is meant is not said, so the sellers of today are neither here nor outside."""
    told = {
        row["seller"]: (row["buyer"], row["status"])
        for row in records(list_kind(example, "supplies"))
        if row["product"] == MOVED
    }
    buyer = "贵州大龙汇成新材料有限公司"
    assert told == {"重庆市未具名企业": (buyer, "ended"), "本地园区未具名企业": (buyer, None)}
    row = by(gaps(example, "大龙"))[MOVED]
    assert (row["state"], row["suppliers"], row["suppliers_outside"], row["suppliers_unplaced"]) == (
        "presumed",
        1,
        0,
        1,
    )
    assert MOVED not in links(example, "province")["what"].tolist()


def test_together_both_are_served(example: Graph) -> None:
    found = by(gaps(example, TOGETHER))
    for product in ("纳米碳酸钙", "吨袋"):
        row = found[product]
        assert (row["state"], row["suppliers_outside"], row["bought_here_share"]) == ("served", 0, 1.0)
        assert row["area"] == "玉屏侗族自治县；贵州大龙经济开发区；新晃侗族自治县"


def test_yuping_leaves_dalong_out_and_says_so(example: Graph) -> None:
    alone, whole = gaps(example, "玉屏"), gaps(example, "玉屏", with_zones=True)
    assert "贵州大龙经济开发区" in alone.attrs["notes"][0]
    assert "吨袋" not in alone["product"].tolist()
    assert by(whole)["吨袋"]["state"] == "served"


def test_known_to_its_province_only(example: Graph) -> None:
    """红星发展 is somewhere in 贵州: across the border from 新晃, but neither in nor outside the three together."""
    apart = by(gaps(example, "新晃"))["硫酸钡滤饼"]
    assert (apart["state"], apart["suppliers_outside"], apart["suppliers_unplaced"]) == ("missing", 1, 0)
    # the distance is that of the seat: no more is known of the place than its province
    assert (apart["nearest_area"], apart["distance_km"], apart["border"]) == ("贵州省", 258.6, "province")
    assert apart["distance_basis"] == "province"
    together = by(gaps(example, TOGETHER))["硫酸钡滤饼"]
    assert (together["state"], together["suppliers_outside"], together["suppliers_unplaced"]) == ("presumed", 0, 1)
    geography = Geography.of(example)
    place = next(row.id for row in geography.places.values() if row.name == "贵州省")
    assert place in geography.where("玉屏").maybe
    assert place not in geography.where("新晃").maybe
    tie = by(links(example, "province", kinds=["supplies"]), "what")["硫酸钡滤饼"]
    assert (tie["from"], tie["from_area"], tie["to_area"]) == ("贵州红星发展公司", "贵州省", "湖南省")


def test_joint_park_of_which_no_text_says_what_it_takes_in(example: Graph) -> None:
    """Agreed between 新晃 and 大龙, it has no parts yet: what is asked of it is answered with that, not with both areas."""
    frame = gaps(example, "大新示范园")
    assert frame.empty
    assert "parts are not known" in frame.attrs["notes"][0]
    row = by(list_kind(example, "parks"), "name")["湘黔大(龙)新(晃)经济协作示范园"]
    assert (row["joint"], row["status"], row["status_date"], row["covers"]) == (True, "planned", "2025-05-24", None)


# -- how the articles must be read -------------------------------------------------------------------


def test_no_supply_has_a_value(example: Graph) -> None:
    supplies = list_kind(example, "supplies")
    assert len(supplies) == 10
    assert supplies["value"].isna().all()
    assert flows(example, "county")["valued"].sum() == 0
    assert flows(example, "county")["value"].isna().all()
    # one has ended, and the coal that is wanted for 重庆 is no flow yet; the power that 广东 gets is one
    assert flows(example, "county")["count"].sum() == 8
    across = [
        row for row in records(flows(example, "province")) if row["from_area"] and row["to_area"] != row["from_area"]
    ]
    assert [(row["to_area"], row["count"]) for row in across] == [("广东省", 1), ("湖南省", 1)]


def test_cumulative_sales_are_a_metric_with_its_scope(example: Graph) -> None:
    row = by(list_kind(example, "metric"), "name")["创梦联在大龙累计销售额"]
    assert row["value_original"] == "8300万元"
    assert (row["basis"], row["scope"], row["subjects"]) == ("cumulative", "在大龙", ["贵州创梦联钙业"])
    assert (row["period"], row["modality"]) == (None, "actual")


def test_metric_of_two_subjects(example: Graph) -> None:
    row = by(list_kind(example, "metric", "大龙"), "name")["玉屏与大龙园区规上工业总产值2025年上半年"]
    assert row["subjects"] == ["玉屏经济开发区", "贵州大龙经济开发区"]
    assert list(zip(row["change"], row["against"], strict=True)) == [("+11.69%", "2024-H1"), ("+72.54%", "2021")]


def test_two_groups_of_projects_none_under_construction(example: Graph) -> None:
    rows = records(list_kind(example, "projects"))
    groups = {row["count"]: row for row in rows if row["group"]}
    assert set(groups) == {13, 18, 24}
    drawn, signed, brought = groups[13], groups[18], groups[24]
    assert (drawn["stage"], drawn["planned"], drawn["contracted"]) == ("planned", 2.539e9, None)
    assert (signed["stage"], signed["planned"], signed["contracted"]) == ("signed", None, 4.66e9)
    assert drawn["places"] == ["玉屏侗族自治县"]
    assert signed["places"] is None
    # "over 25.683 billion": a bound, not a sum; brought in, at no one stage
    assert (brought["stage"], brought["planned_low"], brought["places"]) == (None, 2.5683e10, ["桂阳县"])
    assert brought["planned_original"] == "超256.83亿元"
    begun = {row["name"] for row in rows if row["stage"] in ("started", "producing", "full")}
    assert begun == {
        "太清—荷叶矿区历史遗留矿山生态修复项目",
        "塘市镇罗塘村乌泥塘组环保污水处理工程",
        "仁义镇万亩“金色智慧农田”",
    }
    assert all(not {"signed", "started"} & set(row["flags"]) for row in records(gaps(example, TOGETHER)))


def test_base_being_built_is_a_target(example: Graph) -> None:
    (row,) = [row for row in records(list_kind(example, "adds")) if row["product"] == "高碳铬铁"]
    assert (row["capacity"], row["modality"]) == (500000, "target")
    assert not [row for row in records(list_kind(example, "produces")) if row["product"] == "高碳铬铁"]


def test_pellets_into_bags_is_technology_and_no_supply(example: Graph) -> None:
    found = records(trace(example, "创联包装", down=True))
    closing = [row for row in found if row["kind"] == "technology"]
    assert [(row["hop"], row["from"], row["to"], row["product"]) for row in closing] == [
        (3, "贵州晶立新材料科技有限公司", "玉屏创联包装", "塑料颗粒")
    ]
    assert closing[0]["fact"] is None
    assert closing[0]["path"].startswith("玉屏创联包装 → ")
    assert closing[0]["path"].endswith("贵州晶立新材料科技有限公司 → 玉屏创联包装")
    assert "塑料颗粒" not in set(list_kind(example, "supplies")["product"])
    # the waste is that of its two owners, sold to the recycler
    wastes = [row for row in records(list_kind(example, "supplies")) if row["role"] == "waste"]
    assert {(row["seller"], row["buyer"]) for row in wastes} == {
        ("中伟股份", "贵州晶立新材料科技有限公司"), ("能矿锰业", "贵州晶立新材料科技有限公司"),
    }  # fmt: skip
    waste = by(outlets(example, "大龙"))["废旧塑料包装材料"]
    assert (waste["role"], waste["makers_here"], waste["users_outside"], waste["users_unplaced"]) == ("waste", 2, 0, 1)


def test_pellets_are_a_need_that_technology_implies(example: Graph) -> None:
    """创联 makes ton bags; nobody says what of, and nobody knows how many firms there are."""
    row = by(gaps(example, "玉屏"))["塑料颗粒"]
    assert (row["basis"], row["state"], row["action"].split("；")[0]) == ("implied", "unknown", "调查")
    assert "to be verified" in row["because"]


def test_upstream_firm_without_a_product_is_a_cooperation(example: Graph) -> None:
    ties = [row for row in records(links(example, "province")) if {row["from"], row["to"]} >= {"湖南盛合再生资源公司"}]
    assert [(row["kind"], row["value"]) for row in ties] == [("cooperates_with", None)]
    assert "汇成为上游" in ties[0]["what"]


def test_transport_saved_is_an_estimate_of_two(example: Graph) -> None:
    row = by(list_kind(example, "metric"), "name")["汇成原料改由本地采购的年运输成本节约"]
    assert (row["modality"], row["basis"], len(row["subjects"])) == ("estimate", "annual", 2)


def test_eighteen_firms_are_potential_partners(example: Graph) -> None:
    firm = records(show(example, "贵州18家企业"))[0]
    assert (firm["group"], firm["count"]) == (True, 18)
    tie = next(row for row in records(links(example, "province")) if "贵州18家企业" in (row["from"], row["to"]))
    assert (tie["kind"], tie["status"]) == ("cooperates_with", "planned")
    assert "潜在" in tie["what"]


def test_agreements_tie_dalong_and_xinhuang(example: Graph) -> None:
    found = by(links(example, between=("大龙", "新晃"), kinds=["agreement"]), "what")
    assert {what: (row["since"], row["via"]) for what, row in found.items()} == {
        "武陵山大(龙)新(晃)经济协作示范园框架协议": ("2012", ["signatory"]),
        "共建新时代湘黔大(龙)新(晃)经济协作示范园协议": ("2025-05-24", ["signatory"]),
        # who signed is not told; 大龙 and 新晃 are what it concerns
        "㵲阳河流域生态环境保护合作协议": ("2024", ["concerns"]),
        "大(龙)新(晃)经济协作协议": (None, ["signatory"]),
    }
    assert {row["border"] for row in found.values()} == {"province"}
    # the river's promoters lie in 玉屏 and 新晃
    (promoted,) = [row for row in records(links(example)) if row["via"] == ["promoter"]]
    assert (promoted["what"], promoted["from_area"], promoted["to_area"]) == (
        "㵲阳河流域生态环境保护合作协议", "新晃侗族自治县", "玉屏侗族自治县",
    )  # fmt: skip
    # as of 2020 the second was not signed, nor that on the river
    asked = by(links(example, between=("大龙", "新晃"), kinds=["agreement"], as_of="2020"), "what")
    assert {row["since"] for row in asked.values()} == {"2012", None}


def test_no_ownership_is_read_into_crossed_shares(example: Graph) -> None:
    assert list_kind(example, "owns").empty
    assert "股权交叉" in links(example, "province", kinds=["cooperates_with"])["what"].tolist()


def test_nobody_buys_from_afar_as_far_as_is_known(example: Graph) -> None:
    frame = matches(example, TOGETHER)
    assert frame.empty
    assert "贵州晶立新材料科技有限公司" in frame.attrs["notes"][-1]


def test_what_the_mechanism_has_brought_is_told_with_its_day_and_against_what(example: Graph) -> None:
    rows = by(list_kind(example, "measures"), "name")
    lines = rows["新增4条跨区域公交线路"]
    assert (lines["status"], lines["status_date"], lines["problems"]) == ("done", "2023", ["园区职工跨地通勤"])
    assert "跨区域“园区协商”新签约项目" in rows["“园区协商”机制"]["concerns"]
    found = by(list_kind(example, "events"), "name")
    met = found["“园区协商”联席会议首次召开"]
    assert (met["kind"], met["held"]) == ("meeting", "2022")
    assert met["participants"] == ["玉屏侗族自治县", "贵州大龙经济开发区"]


def test_barriers_say_whom_they_cost_what(example: Graph) -> None:
    rows = by(list_kind(example, "requests"), "name")
    stops = rows["省际卡口重复查验"]
    assert (stops["harm"], stops["harms"]) == ("企业原料运输延误工期", ["新晃产业开发区", "贵州大龙经济开发区"])
    assert (stops["state"], stops["closed"]) == (None, None)
    # solved, when is not said
    assert {(rows[name]["state"], rows[name]["closed"]) for name in ("跨省地块建设难题", "务工人员子女入学")} == {
        ("settled", None)
    }
    # helped with: neither solved nor open
    assert {(rows[name]["state"], rows[name]["closed"]) for name in ("企业厂房租赁", "职工住宿")} == {(None, None)}


# -- the article on 衡阳 ---------------------------------------------------------------------------


def test_no_park_of_hengyang_is_named_and_none_is_said_to_lag(example: Graph) -> None:
    parks = records(list_kind(example, "parks", "衡阳市"))
    assert {(row["name"], row["group"], row["count"]) for row in parks} == {
        ("衡阳9个产业园区", True, 9), ("衡阳市省级以上产业园区", True, None),
    }  # fmt: skip
    judged = records(list_kind(example, "assessments", "衡阳市"))
    weak = [row for row in judged if row["verdict"] == "weakness" and row["comparator"]]
    assert {row["topic"] for row in weak} == {"体量", "面积", "环境", "税收", "优势", "排位", "发展速度"}
    assert {(*row["concerns"], *row["measures"]) for row in weak} == {
        ("衡阳市省级以上产业园区", "“五好”园区建议案(草案)：体制机制、规划布局、要素保障、招大培强、营商环境")
    }
    (cause,) = [row for row in judged if row["topic"] == "要素保障"]
    assert (cause["verdict"], len(cause["concerns"])) == ("cause", 8), "of the parks, and of all seven"
    items = [row for row in records(list_kind(example, "measures", "衡阳市")) if row["name"].startswith("衡阳园区：")]
    assert len(items) == 21
    assert {row["status"] for row in items} == {"proposed"}


# -- the article on 桂阳, the opinion of Guizhou ------------------------------------------------------


def test_projects_of_guiyang_with_investor_and_sum(example: Graph) -> None:
    found = by(list_kind(example, "projects", "桂阳"), "name")
    assert len(found) == 18
    row = found["东方雨虹防水材料项目"]
    assert (row["planned"], row["investors"], row["products"], row["stage"]) == (3e9, ["东方雨虹"], ["防水材料"], None)
    row = found["年产500万平方米PVC工业皮带生产制造项目"]
    assert (row["planned"], row["investors"]) == (5e8, None)
    # it came to the signing of a contract and stayed: that it signed is not told
    assert found["东福来高科技制造项目"]["stage"] is None
    assert "是否签约未载" in found["东福来高科技制造项目"]["progress"]
    # a place in a town of the county is a place in the county
    assert found["菖蒲村脐橙销售网红打卡点"]["places"] == ["浩塘镇"]


def test_what_an_investor_will_make_is_made_by_nobody_yet(example: Graph) -> None:
    will = {row["product"] for row in records(list_kind(example, "adds"))}
    made = {row["product"] for row in records(list_kind(example, "produces"))}
    assert {"防水材料", "硅胶", "贵金属", "碳酸钙新材料", "PVC工业皮带"} <= will - made
    (belt,) = [row for row in records(list_kind(example, "adds")) if row["product"] == "PVC工业皮带"]
    assert (belt["capacity"], belt["unit"], belt["modality"]) == (5e6, "平方米", "target")


def test_guiyang_has_firms_but_no_known_needs(example: Graph) -> None:
    """Its makers buy from nobody that is named: one line says so, and no gap is made up."""
    frame = gaps(example, "桂阳")
    assert frame.empty
    # the five that are named, a mine, and the growers of oranges as one unnamed group
    assert "no need is known of the 6 firms, a group of firms (number not stated)" in frame.attrs["notes"][-1]


def test_agreements_and_lines_of_guizhou_with_its_neighbours(example: Graph) -> None:
    found = records(links(example, "province", kinds=["agreement"]))
    pairs = {frozenset((row["from_area"], row["to_area"])) for row in found}
    assert {frozenset(("贵州省", one)) for one in ("重庆市", "四川省", "湖南省", "广西壮族自治区", "浙江省")} == pairs
    (memo,) = [row for row in found if row["what"] == "渝黔能源合作备忘录"]
    assert (memo["status"], memo["since"]) == ("planned", None)
    lines = records(links(example, "province", between=("贵州", "湖南"), kinds=["facility"]))
    status = {row["what"]: row["status"] for row in lines}
    assert status["兴义—永州—郴州—赣州铁路"] == "planned"
    # planned in the opinion, building in the article of 2025: one line, as the later source has it
    assert status["铜吉铁路"] == "building"


def test_measures_bind_those_they_name(example: Graph) -> None:
    rows = by(list_kind(example, "measures"), "name")
    assert sorted(rows["推动“黔煤入渝”"]["concerns"]) == ["煤", "贵州省", "重庆市"]
    assert rows["跟踪分析和协调指导区域协调发展新机制"]["responsible"].startswith("贵州省发展和改革委员会")
    assert sorted(rows["加快桐梓(重庆)工业园建设"]["concerns"]) == ["桐梓(重庆)工业园", "贵州省", "重庆市"]
    # what is put forward, what is read as under way, and what a later article tells as begun
    status = {name: (row["status"], row["status_basis"], row["status_date"]) for name, row in rows.items()}
    assert status["推动“黔煤入渝”"] == ("proposed", "stated", "2020")
    assert status["加快贵南高铁大通道建设"] == ("running", "inferred", "2020")
    assert status["开工建设铜仁—吉首等铁路项目"] == ("running", "stated", "2025-05-30")


def test_energy_has_a_direction(example: Graph) -> None:
    """Power to 广东 is, coal to 重庆 is wanted; who sells and buys is not named, only where they are."""
    found = by(links(example, "province", kinds=["supplies"]), "what")
    power, coal = found["电力"], found["煤"]
    assert (power["from_area"], power["to_area"], power["status"]) == ("贵州省", "广东省", None)
    assert (coal["from_area"], coal["to_area"], coal["status"]) == ("贵州省", "重庆市", "planned")


def test_ranks_and_the_weakness_of_guiyang(example: Graph) -> None:
    found = by(list_kind(example, "assessments", "桂阳"), "name")
    rate = found["桂阳县项目开工率居全市前列"]
    assert (rate["verdict"], rate["rank"], rate["comparator"], rate["period"]) == ("rank", "前列", "郴州市", "2023")
    weak = [row for row in found.values() if row["verdict"] == "weakness"]
    assert [(row["topic"], row["measures"]) for row in weak] == [("村集体经营性收入", ["打造菖蒲村支部农场"])]


def test_requests_that_are_settled_on_no_known_day(example: Graph) -> None:
    found = by(list_kind(example, "requests", "桂阳"), "name")
    assert len(found) == 15
    water = found["平岗村采矿致井水枯竭"]
    assert (water["state"], water["closed"]) == ("settled", None)
    assert sorted(water["handled_by"]) == ["平岗村矿厂", "桂阳县政协"]
    assert [name for name, row in found.items() if row["state"] == "open"] == [
        "桂阳园区企业物流补贴", "桂阳园区企业用水", "桂阳园区企业用电", "桂阳园区治安",
    ]  # fmt: skip


def test_two_sources_disagree_on_one_railway(example: Graph) -> None:
    """The later one is shown, for the line, its ends and the measure; and a status never gets the day of another."""
    told = records(conflicts(example))
    assert {row["property"] for row in told} == {"status", "status_date"}
    assert {(row["value"], row["shown"]) for row in told if row["what"] == "铜吉铁路"} == {
        ("planned", False), ("building", True),
    }  # fmt: skip
    line = by(list_kind(example, "facilities"), "name")["铜吉铁路"]
    assert (line["status"], line["status_date"]) == ("building", None)


@pytest.mark.parametrize("area", ["玉屏", "大龙", "新晃", TOGETHER])
def test_every_need_has_its_evidence(example: Graph, area: str) -> None:
    for row in records(gaps(example, area)):
        assert row["evidence"], row["product"]
        assert row["firm_names"]
        assert row["because"]


def test_picture_shows_the_gaps_of_the_area(example: Graph) -> None:
    drawn = network(example, "大龙")
    ghosts = {node["label"]: node["state"] for node in drawn.nodes if node["kind"] == "gap"}
    assert ghosts == {"吨袋": "missing", "纳米碳酸钙": "missing", MOVED: "presumed"}
    assert drawn.graph_hash == example.content_hash
    assert {edge["kind"] for edge in drawn.edges if edge["ghost"]} == {"needs", "possible"}
    ids = {node["id"] for node in drawn.nodes}
    assert len(ids) == len(drawn.nodes)
    assert all(edge["source"] in ids and edge["target"] in ids for edge in drawn.edges)


# -- the chain map and what it says ---------------------------------------------------------------


def test_the_chain_map_of_three_areas(example: Graph) -> None:
    found = records(chain(example, TOGETHER, "锂电材料"))
    called = {row["area_id"]: row["called"] for row in found if row["part"] == "area"}
    assert list(called.values()) == ["玉屏", "大龙", "新晃"]
    cells = {(called[row["area_id"]], row["product"]): row for row in found if row["part"] == "cell"}
    assert {place: row["state"] for place, row in cells.items()} == {
        ("玉屏", "吨袋"): "made", ("玉屏", "纳米碳酸钙"): "made", ("玉屏", "聚丙烯"): "unknown", ("玉屏", "塑料颗粒"): "unknown",
        ("大龙", "吨袋"): "missing", ("大龙", "纳米碳酸钙"): "missing", ("大龙", MOVED): "presumed", ("大龙", "锂电池材料"): "made",
        ("大龙", "废旧塑料包装材料"): "made", ("新晃", "硫酸钡滤饼"): "missing", ("新晃", "高碳铬铁"): "project",
    }  # fmt: skip
    assert (cells["大龙", "吨袋"]["stage"], cells["大龙", "纳米碳酸钙"]["stage"]) == ("配套服务", None)
    assert cells["玉屏", "吨袋"]["users"] == ["中伟股份", "能矿锰业"]
    assert cells["新晃", "硫酸钡滤饼"]["needed_by"] == "a group of firms (number not stated)"
    joins = {(row["area"], row["to_area"], row["product"]): row["supplied"] for row in found if row["part"] == "join"}
    assert joins == {
        ("玉屏侗族自治县", "贵州大龙经济开发区", "吨袋"): 1, ("玉屏侗族自治县", "贵州大龙经济开发区", "纳米碳酸钙"): 1,
        ("贵州省", "新晃侗族自治县", "硫酸钡滤饼"): 1, ("贵州省", "玉屏侗族自治县", "塑料颗粒"): 0,
        (None, "贵州大龙经济开发区", MOVED): 1,
    }  # fmt: skip
    stages = [(row["stage"], row["on_record"], row["products"]) for row in found if row["part"] == "stage"]
    rest = [row["stage"] for row in found if row["part"] == "rest"]
    assert [stage for stage, *_ in stages] == ["原料", "前驱体", "锂电材料", "配套服务", "回收利用", None]
    for stage, there, of in stages[:-1]:
        assert there + rest.count(stage) == of


KNOWN = "玉屏有2家企业；大龙有6家企业，其中4家企业的产品未知；新晃有2家企业、一组企业（家数未载），产品均未知"


def test_what_the_map_says(example: Graph) -> None:
    found = records(findings(example, TOGETHER, lang="zh"))
    assert [row["sentence"] for row in found if row["part"] == "finding"] == [
        "大龙缺吨袋、纳米碳酸钙，玉屏各有1家企业在供应",
        "新晃缺硫酸钡滤饼，现由贵州红星发展公司（贵州省）供应",
        f"玉屏是否缺聚丙烯、塑料颗粒有待核实（其中塑料颗粒已知有企业生产）；大龙是否缺{MOVED}有待核实",
        "新晃有尚未投产的项目将生产高碳铬铁：新晃50万吨高碳铬铁基地（阶段未载明）",
        f"已有记录：{KNOWN}；企业总数未载，没有记录不等于没有",
    ]
    todo = [row for row in found if row["part"] == "todo"]
    assert [(row["heading"], row["action"], row["whom"]) for row in todo][:3] == [
        ("大龙 缺链：吨袋", "对接", ["玉屏创联包装"]),
        ("大龙 缺链：纳米碳酸钙", "对接", ["贵州创梦联钙业"]),
        ("新晃 缺链：硫酸钡滤饼", "补链", ["贵州红星发展公司"]),
    ]
