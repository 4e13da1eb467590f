"""Places that a text alone does not tell: by whose sheet it is, by the cells beside, by names. All firms are invented."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from office import Page, xlsx

from chanlian.loaders import load
from chanlian.loaders.load_tables import load as load_tables

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from chanlian.graph.graph import Graph

Book = Callable[..., "pd.DataFrame"]


@pytest.fixture
def book(graph: Graph, tmp_path: Path) -> Book:
    """Load a workbook of these sheets (title, rows)."""

    def loaded(*pages: tuple[str, list[list[Any]]], **how: Any) -> pd.DataFrame:
        return load_tables(graph, xlsx(tmp_path / "表.xlsx", *(Page(title, rows) for title, rows in pages)), **how)

    return loaded


def placed(graph: Graph) -> dict[str, tuple[str, str | None]]:
    """Where each node lies, by names, and by what."""
    rows = graph.sql(
        "SELECT n.name AS what, p.name AS place, x.basis AS basis FROM located_in x JOIN node n ON n.id = x.what"
        " JOIN node p ON p.id = x.place ORDER BY ALL"
    ).to_dict("records")
    return {row["what"]: (row["place"], row["basis"] if isinstance(row["basis"], str) else None) for row in rows}


FISH = ["序号", "企业名称", "所在地", "主要产品"]


def test_a_sheet_of_a_county_tells_its_towns_parks_and_streets(graph: Graph, book: Book) -> None:
    answer = book(
        ("名单", [["嵊泗县渔业加工企业名单（2024年）"], FISH,
         [1, "甲渔业有限公司", "菜园镇", "鱼糜"], [2, "乙渔业有限公司", "洋山镇", "虾皮"], [3, "丙渔业有限公司", "330922000000", "海苔"],
         [4, "丁渔业有限公司", "海滨路12号", "贝肉"], [5, "戊渔业有限公司", "工业园区", "冰块"], [6, "己渔业有限公司", "五龙", "干货"],
         [7, "庚渔业有限公司", "广东湛江", "鱼丸"], [8, "辛渔业有限公司", "县城", "鱼油"]]),
    )  # fmt: skip
    assert answer["rejected"].sum() == 0
    found = {name: place for name, (place, _) in placed(graph).items()}
    assert found == {
        "甲渔业有限公司": "菜园镇", "乙渔业有限公司": "洋山镇", "丙渔业有限公司": "嵊泗县", "丁渔业有限公司": "嵊泗县",
        "戊渔业有限公司": "嵊泗工业园区", "嵊泗工业园区": "嵊泗县", "己渔业有限公司": "五龙乡",
        "庚渔业有限公司": "湛江市",  # who lies elsewhere is left there
        "辛渔业有限公司": "嵊泗县",
    }  # fmt: skip
    assert any("told by the sheet's 嵊泗县" in note for note in answer.attrs["notes"])


def test_what_is_no_place_is_left_out_and_said(graph: Graph, book: Book) -> None:
    answer = book(
        ("名单", [["嵊泗县企业名单"], FISH, [1, "甲渔业有限公司", "省外", "鱼糜"], [2, "乙渔业有限公司", "长三角", "虾皮"]]),
    )  # fmt: skip
    assert answer["added"].tolist() == [2]
    assert placed(graph) == {}
    assert answer.attrs["warnings"]["value"].tolist() == ["省外", "长三角"]


def test_the_county_of_another_sheet_of_the_workbook_counts_and_another_county_does_not(
    graph: Graph, book: Book
) -> None:
    answer = book(
        ("企业", [["夹江县陶瓷企业名单"], ["企业名称", "所在地"], ["甲陶瓷有限公司", "黄土镇"]]),
        ("项目", [["重点项目表"], ["项目名称", "投资方", "建设地点", "责任单位"],
         ["甲项目", "乙陶瓷有限公司", "甘江镇", "县经信局"], ["乙项目", "丙陶瓷有限公司", "太平镇", "县投促局"]]),
    )  # fmt: skip
    assert answer["rejected"].sum() == 0
    sites = graph.sql(
        "SELECT j.name AS what, p.name AS place FROM sited_in x JOIN node j ON j.id = x.project JOIN node p ON p.id = x.place"
    )
    assert sites.to_numpy().tolist() == [["甲项目", "甘江镇"]]
    # 夹江县 has no 太平镇: the project is kept without it, and asked about
    (warning,) = answer.attrs["warnings"].to_dict("records")
    assert (warning["value"], "more" in warning["reason"]) == ("太平镇", True)


def test_two_counties_in_the_titles_tell_nothing(graph: Graph, book: Book) -> None:
    answer = book(
        ("企业", [["安吉县、广德市竹产业企业名单"], ["企业名称", "所在地"], ["甲竹业有限公司", "新杭镇"], ["乙竹业有限公司", "太平镇"]]),
    )  # fmt: skip
    assert answer["rejected"].tolist() == [1]
    assert placed(graph) == {"甲竹业有限公司": ("新杭镇", None)}


def test_towns_of_one_county_tell_it_without_a_title(graph: Graph, book: Book) -> None:
    rows = [
        ["企业名称", "所在地"],
        *([f"{town}某某柠檬有限公司", town] for town in ("龙台镇", "文化镇", "石羊镇", "岳阳镇")),
    ]
    assert book(("企业", rows))["rejected"].sum() == 0
    assert {
        path
        for (path,) in graph.sql("SELECT DISTINCT c.name FROM firm f JOIN region c ON c.id = f.county")
        .to_numpy()
        .tolist()
    } == {"安岳县"}


def test_sellers_lie_anywhere_only_towns_of_one_name_are_told(graph: Graph, book: Book) -> None:
    answer = book(
        ("采购", [["沙县区小吃配料采购表"], ["采购企业", "供应商", "供应商所在地", "产品", "金额（万元）"],
         ["甲食品有限公司", "某某调味品厂", "朝阳", "酱油", 20], ["甲食品有限公司", "某某面粉厂", "凤岗街道", "面粉", 30],
         ["甲食品有限公司", "某某花生厂", "广东佛山", "花生", 40], ["甲食品有限公司", "某某辣椒厂", "工业园区", "辣椒", 10]]),
    )  # fmt: skip
    found = placed(graph)
    assert {name: found[name][0] for name in found} == {"某某面粉厂": "凤岗街道", "某某花生厂": "佛山市"}
    assert {"朝阳", "工业园区"} <= set(answer.attrs["rejects"]["value"])


def test_the_cells_of_a_row_tell_its_place(graph: Graph, write: Callable[..., Path]) -> None:
    text = (
        "企业名称,所在省份,地区,注册地址\n甲有限公司,辽宁省,朝阳,辽宁省朝阳市双塔区某路1号\n乙有限公司,北京市,市辖区,北京市朝阳区某路1号\n"
        "丙有限公司,湖南省,长沙,长沙县某路1号\n丁有限公司,江苏省,鼓楼区,南京市鼓楼区某路1号\n戊有限公司,贵州省,新晃侗族自治县,某路1号\n"
    )
    answer = load(graph, write("firms.csv", text))
    assert answer["rejected"].tolist() == [0]
    assert {name: place for name, (place, _) in placed(graph).items()} == {
        "甲有限公司": "双塔区", "乙有限公司": "朝阳区", "丙有限公司": "长沙县", "丁有限公司": "鼓楼区", "戊有限公司": "新晃侗族自治县",
    }  # fmt: skip
    (warning,) = answer.attrs["warnings"].to_dict("records")
    assert warning["row"] == 6
    assert "贵州省" in warning["reason"]


def test_a_row_and_its_sheet_that_contradict_each_other_are_asked_about(graph: Graph, book: Book) -> None:
    answer = book(
        ("企业", [["安岳县企业名单"], ["企业名称", "所在地", "详细地址"],
         ["甲柠檬有限公司", "龙台镇", "四川省德阳市中江县龙台镇某路1号"], ["乙柠檬有限公司", "龙台镇", None]]),
    )  # fmt: skip
    assert answer.attrs["rejects"]["row"].tolist() == [3]
    assert list(placed(graph)) == ["乙柠檬有限公司"]


def test_offices_of_a_county_are_called_in_full(graph: Graph, book: Book) -> None:
    head = ["提出企业", "诉求内容", "办理单位", "企业所在地"]
    answer = book(
        ("台账", [["樟树市企业诉求台账"], head, ["樟树市甲药业有限公司", "缺工", "市人社局、市公安局交警大队", "福城街道"],
         ["樟树市乙药业有限公司", "缺地", "城北工业园管委会", "城北工业园"], ["樟树市丙药业有限公司", "用电", "市供电公司", "省外"]]),
    )  # fmt: skip
    assert answer["rejected"].sum() == 0
    handlers = graph.sql(
        "SELECT DISTINCT n.kind AS kind, n.name AS name FROM handles x JOIN node n ON n.id = x.handler ORDER BY ALL"
    )
    assert handlers.to_numpy().tolist() == [
        ["firm", "樟树市供电公司"], ["organization", "樟树市人社局"], ["organization", "樟树市公安局交警大队"],
        ["organization", "樟树市城北工业园管委会"],
    ]  # fmt: skip
    found = placed(graph)
    assert (found["樟树市甲药业有限公司"], found["樟树市乙药业有限公司"]) == (
        ("福城街道", None),
        ("樟树城北工业园", None),
    )
    assert found["樟树城北工业园"] == ("樟树市", "stated")
    # 省外 is no place, and a name alone places nobody
    assert "樟树市丙药业有限公司" not in found


def test_a_park_that_is_known_is_not_made_again(graph: Graph, book: Book) -> None:
    load(graph, {"parks": [{"name": "四川安岳经济开发区", "place": "安岳县"}]})
    book(
        (
            "项目",
            [
                ["安岳县项目表"],
                ["项目名称", "投资方", "建设地点"],
                ["甲项目", "某某有限公司", "经开区"],
                ["乙项目", "某某有限公司", "安岳经开区"],
            ],
        )
    )
    assert graph.sql("SELECT name FROM park").to_numpy().tolist() == [["四川安岳经济开发区"]]


def test_a_place_in_brackets_behind_a_firm(graph: Graph, book: Book) -> None:
    book(
        ("采购", [["采购企业", "主要供应商", "产品"], ["甲服饰有限公司", "乙面料有限公司（浙江平湖）", "面料"],
         ["甲服饰有限公司", "丙拉链厂（福建晋江）；丁纽扣厂", "辅料"], ["甲服饰有限公司", "戊绣花厂（停产）", "绣片"]]),
    )  # fmt: skip
    names = set(graph.sql("SELECT name FROM firm")["name"])
    assert {"乙面料有限公司", "丙拉链厂", "丁纽扣厂"} <= names
    assert {name: place for name, (place, _) in placed(graph).items()} == {
        "乙面料有限公司": "平湖市",
        "丙拉链厂": "晋江市",
    }


def test_what_only_a_title_says_stands_back_before_what_a_row_says(graph: Graph, book: Book) -> None:
    book(
        ("企业", [["平邑县罐头企业情况表"], ["企业名称", "主要产品"], ["甲罐头厂", "黄桃罐头"], ["乙罐头厂", "山楂罐头"]]),
        ("诉求", [["企业名称", "所在地", "诉求内容"], ["甲罐头厂", "地方镇", "缺工"]]),
    )  # fmt: skip
    assert {name: place for name, (place, _) in placed(graph).items()} == {"甲罐头厂": "地方镇", "乙罐头厂": "平邑县"}


def test_strict_still_asks_about_every_name(book: Book) -> None:
    rows = [["项目名称", "投资方", "建设地点"], ["甲项目", None, "太平镇"]]
    assert book(("项目", rows), strict=True)["rejected"].tolist() == [1]


def test_short_names_of_far_counties_in_a_column_of_one_county_are_asked_about(graph: Graph, book: Book) -> None:
    answer = book(
        ("园区", [["福鼎市园区情况表"], ["园区名称", "所在地"], ["福鼎工业园区", "桐山街道"], ["龙安化工园区", "龙安"],
         ["点头茶叶加工园区", "昆山"], ["文渡工业园", "前岐镇"]]),
        ("企业", [["企业名称", "所在园区"], ["甲白茶有限公司", "工业园区"], ["乙机械有限公司", "文渡"]]),
    )  # fmt: skip
    assert answer["rejected"].sum() == 0
    (warning,) = answer.attrs["warnings"].to_dict("records")
    assert (warning["value"], "苏州市昆山市" in warning["reason"]) == ("昆山", True)
    assert {name: place for name, (place, _) in placed(graph).items()} == {
        "福鼎工业园区": "桐山街道", "文渡工业园": "前岐镇", "龙安化工园区": "龙安街道", "甲白茶有限公司": "福鼎工业园区",
        "乙机械有限公司": "文渡工业园",
    }  # fmt: skip


def test_a_name_of_a_place_and_of_one_in_it_is_the_wider_one(graph: Graph, write: Callable[..., Path]) -> None:
    text = "企业名称,所在地\n甲有限公司,湖南岳阳\n乙有限公司,吉林\n丙有限公司,河北\n"
    answer = load(graph, write("firms.csv", text))
    # whichever is meant, it lies there; 河北 is a province, and a district of another city
    assert answer.attrs["rejects"]["value"].tolist() == ["河北"]
    assert {name: place for name, (place, _) in placed(graph).items()} == {
        "甲有限公司": "岳阳市",
        "乙有限公司": "吉林省",
    }
    assert any("read as the wider one" in note for note in answer.attrs["notes"])
    answer = load(graph, {"firms": [{"企业名称": "丁有限公司", "所在区县": "湖南岳阳"}]})
    assert answer["rejected"].tolist() == [1]


CONTRADICTIONS: dict[str, list[tuple[tuple[str, ...], str, str | None]]] = {
    # columns; the rows: cells, the place that is taken, and what the warning names beside it (none: nothing is wrong)
    "省,市,县": [
        (("贵州省", "怀化市", "新晃"), "新晃侗族自治县", "贵州省"),
        (("湖南省", "怀化市", "新晃"), "新晃侗族自治县", None),
        (("湖南省", "铜仁市", ""), "铜仁市", "湖南省"),
        (("重庆市", "", "江北"), "江北区", None),  # not that of 宁波
        (("浙江省", "", "江北"), "江北区", None),
        (("辽宁省", "", "朝阳"), "朝阳县", None),
        (("北京市", "市辖区", "朝阳区"), "朝阳区", None),
        (("贵州省", "", ""), "贵州省", None),  # the only thing that is said is kept
    ],
    "所在地,注册地址": [
        (("新晃县", "贵州省铜仁市玉屏县某路1号"), "新晃侗族自治县", "贵州省铜仁市玉屏县某路1号"),
        (("贵州省", "湖南省怀化市新晃县某路"), "贵州省", "湖南省怀化市新晃县某路"),
        (("湖南省", "湖南省怀化市新晃县某路"), "新晃侗族自治县", None),
        (("怀化市", "新晃县某路1号"), "新晃侗族自治县", None),
        (("", "湖南省怀化市新晃县某路"), "新晃侗族自治县", None),
        (("玉屏县", "贵州省铜仁市玉屏县某镇"), "玉屏侗族自治县", None),
    ],
    "所在地,所在县区": [
        (("贵州省", "新晃县"), "贵州省", "新晃县"),
        (("湖南", "新晃县"), "新晃侗族自治县", None),
    ],
    "所在地,所在园区": [
        (("玉屏县", "吴江区汾湖高新区"), "吴江区汾湖高新区", "吴江区"),
        (("江苏省苏州市吴江区", "吴江区汾湖高新区"), "吴江区汾湖高新区", None),
        (("湖南省株洲市", "长沙高新区"), "长沙高新区", "长沙高新区"),
        (("福鼎市", "龙安化工园区"), "龙安化工园区", None),
        (("贵阳市", "某某产业园"), "某某产业园", "遵义市"),
        (("遵义市", "某某产业园"), "某某产业园", "贵阳市"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("columns", CONTRADICTIONS)
def test_what_a_row_says_of_its_place_is_weighed_together(
    columns: str, graph: Graph, write: Callable[..., Path]
) -> None:
    said = CONTRADICTIONS[columns]
    lines = [f"示例{chr(0x4E00 + at)}有限公司,{','.join(cells)}" for at, (cells, _, _) in enumerate(said)]
    answer = load(graph, write("firms.csv", f"企业名称,{columns}\n" + "\n".join(lines) + "\n"))
    assert answer["rejected"].tolist() == [0]
    places = placed(graph)
    assert [places[line.split(",")[0]][0] for line in lines] == [place for _, place, _ in said]
    warned = {} if answer.attrs["warnings"] is None else dict(
        answer.attrs["warnings"][["row", "reason"]].itertuples(index=False, name=None)
    )  # fmt: skip
    for row, (_, _, beside) in enumerate(said, start=2):
        assert (row in warned) == (beside is not None), (row, warned.get(row))
        assert beside is None or beside in warned[row]
    if "所在园区" in columns:  # a region that the park's name contradicts is not said of the park
        assert places["吴江区汾湖高新区"][0] == "吴江区"


def test_what_a_name_begins_with_is_a_check(graph: Graph, write: Callable[..., Path]) -> None:
    answer = load(graph, write("parks.csv", "园区名称,所在地\n新晃县工业园区,玉屏县\n长沙高新区,长沙市\n"))
    assert answer.attrs["warnings"]["row"].tolist() == [2]
    text = (
        "企业名称,所在地\n新晃县甲有限公司,贵州省玉屏县\n玉屏县乙有限公司,贵州省玉屏县\n浙江丙有限公司,贵州省玉屏县\n"
        "吴江区丁有限公司,苏州市\n新晃县戊有限公司,贵州省\n"
    )
    answer = load(graph, write("firms.csv", text))
    assert answer.attrs["warnings"]["row"].tolist() == [2, 6]
    assert "新晃侗族自治县（新晃县甲有限公司）" in answer.attrs["warnings"]["reason"][0]
    # who sells is looked at like this too
    answer = load(graph, write("supplies.csv", "供方,需方,产品,供方所在地\n新晃县己有限公司,庚厂,酸,贵州省玉屏县\n"))
    assert len(answer.attrs["warnings"]) == 1


def test_few_rows_elsewhere_than_the_county_of_the_sheet_are_asked_about(graph: Graph, book: Book) -> None:
    rows = [
        ["新晃县企业名单"],
        ["企业名称", "所在地"],
        *([f"示例{name}厂", "新晃县"] for name in "甲乙丙"),
        ["示例丁厂", "玉屏县"],
    ]
    answer = book(("名单", rows))
    (warning,) = answer.attrs["warnings"].to_dict("records")
    assert (warning["value"], "outside 新晃侗族自治县" in warning["reason"]) == ("玉屏县", True)
    assert placed(graph)["示例丁厂"][0] == "玉屏侗族自治县"


def test_codes_the_corps_and_divisions_of_the_past(graph: Graph, write: Callable[..., Path]) -> None:
    texts = {
        "520622000000": "玉屏侗族自治县", "330103": "下城区", "杭州市下城区": "下城区", "下城区": "下城区", "阿拉尔市": "阿拉尔市",
        "新疆生产建设兵团第八师石河子市": "石河子市", "第一师阿拉尔市": "阿拉尔市", "兵团第八师": "新疆维吾尔自治区",
    }  # fmt: skip
    lines = [f"示例{chr(0x4E00 + at)}厂,{text}" for at, text in enumerate(texts)]
    answer = load(graph, write("firms.csv", "企业名称,所在地\n" + "\n".join(lines) + "\n示例末厂,市辖区\n"))
    assert answer.attrs["rejects"]["value"].tolist() == ["市辖区"]
    assert [placed(graph)[line.split(",")[0]][0] for line in lines] == list(texts.values())
