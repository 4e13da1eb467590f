"""Headers that nobody listed: two languages, last words, the other party, orders of programs, needs with their suppliers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import chanlian as cl
from chanlian.graph.errors import BadInput
from chanlian.loaders.load_tables import load
from chanlian.loaders.sheets.header_heads import _heads
from chanlian.loaders.sheets.headers import read_synonyms, table_kinds

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from chanlian.graph.graph import Graph

pytestmark = pytest.mark.core

FORMS = table_kinds(read_synonyms())


def column(table: str, header: str) -> str | None:
    found = FORMS[table].column(header)
    return found.name if found is not None else None


@pytest.mark.parametrize(
    ("table", "header", "meant"),
    [
        ("supplies", "供应商Supplier", "seller"),
        ("supplies", "Vendor Name 供应商", "seller"),
        ("supplies", "数量\nQty", "quantity"),
        ("supplies", "金额（元）Amount", "value"),
        ("supplies", "Amount 金额(万元)", "value"),
        ("supplies", "Description 物料描述", "product"),
        ("supplies", "价税合计", "value"),
        ("firms", "1．贵企业名称：", "name"),
        ("firms", "（三）贵单位主要产品是？", "products"),
        ("firms", "企业信息·所在地", "place"),
        ("firms", "我公司主要原料有哪些？", "inputs"),
        # one part alone is known, and the other turns it round; or it is no second language
        ("supplies", "供应商编码 Vendor", None),
        ("supplies", "供应商Supplier Code", None),
        ("supplies", "单价(元)Price", None),
        ("produces", "LED产能", None),
        ("supplies", "供应商Customer", None),
        ("firms", "贵单位是否上市？", None),
    ],
)
def test_what_stands_round_a_header(table: str, header: str, meant: str | None) -> None:
    assert (column(table, header) or None) == meant


@pytest.mark.parametrize(
    ("table", "header", "meant"),
    [
        ("requests", "走访企业", "raised_by"),
        ("requests", "被帮扶企业", "raised_by"),
        ("requests", "跟办进度", "result"),
        ("requests", "要求解决时间", "due"),
        ("wanted_firms", "拟引进环节/产品", "product"),
        ("wanted_firms", "责任科室部门", "handler"),
        ("agreements", "约定内容", "subject"),
        ("projects", "盯办部门", "handler"),
        ("requests", "帮扶单位名称", "handled_by"),
        # another's, not yet, or how many
        ("firms", "施工单位", None),
        ("firms", "监理单位", None),
        ("firms", "填报单位", None),
        ("firms", "上游企业", None),
        ("firms", "主管单位", None),
        ("firms", "拟引进产品", None),
        ("firms", "替代产品", None),
        ("firms", "企业数", None),
        ("supplies", "合作企业", None),
        ("consumes", "副产品", None),
        ("requests", "未办结", None),
        ("requests", "办结时间", None),
        ("projects", "完成投资", None),
        ("projects", "资金到位情况", None),
    ],
)
def test_what_the_last_word_may_say(table: str, header: str, meant: str | None) -> None:
    found = [head.column for head in _heads()[table] if head.may_be(header)]
    assert meant in found if meant else not found


def loaded(folder: Path, text: str, name: str = "t.csv", **more: Any) -> tuple[Graph, pd.DataFrame]:
    (folder / name).write_text(text, encoding="utf-8")
    graph = cl.connect(":memory:")
    return graph, load(graph, folder / name, rejects=folder / "r.csv", **more)


def facts(graph: Graph, kind: str, *columns: str) -> list[tuple[Any, ...]]:
    names = {
        row["identifier"]: row["name"]
        for node in ("firm", "product", "organization", "region")
        for part in graph.scan(node)
        for row in part.to_pylist()
    }
    rows = [row for part in graph.scan(kind) for row in part.to_pylist()]
    return sorted((tuple(names.get(row[c], row[c]) for c in columns) for row in rows), key=str)


def test_a_header_is_read_by_its_last_word_only_with_its_cells(tmp_path: Path) -> None:
    lines = "走访企业,反映困难,跟办部门\n甲食品有限公司,缺贷款,县金融局\n乙食品有限公司,招工难,县人社局\n"
    graph, report = loaded(tmp_path, lines)
    assert len(facts(graph, "raises", "fact")) == 2
    assert any("'走访企业' as raised_by" in note for note in report.attrs["notes"])
    lines = "走访情况企业,反映困难,跟办部门\n已走访,缺贷款,县金融局\n未走访,招工难,县人社局\n"
    graph, report = loaded(tmp_path, lines)
    assert facts(graph, "raises", "fact") == []


ORDERS = (
    "PO No.,Vendor 供应商,Material,Description,Qty,UoM,Net Amount,Currency,Status{more}\n"
    "45001,苏州甲材料有限公司,RM-1001,铜棒,10,吨,700000,CNY,Closed{cell}\n"
    "45002,苏州乙材料有限公司,RM-1002,铝排,3,吨,90000,USD,Open{cell}\n"
    "45003,苏州丙材料有限公司,RM-1003,锌锭,3,吨,80000,CNY,Cancelled{cell}\n"
)


def test_orders_of_a_program(tmp_path: Path) -> None:
    """Codes are no names, dollars no yuan, cancelled orders no supplies, and the firm that is of no side is the buyer."""
    graph, report = loaded(tmp_path, ORDERS.format(more=",Company", cell=",无锡丁电器有限公司"))
    assert facts(graph, "supplies", "seller", "buyer", "product", "value") == [
        ("苏州乙材料有限公司", "无锡丁电器有限公司", "铝排", None),
        ("苏州甲材料有限公司", "无锡丁电器有限公司", "铜棒", 700000.0),
    ]
    assert report["left_out"].tolist() == [1]
    told = "\n".join(report.attrs["notes"])
    assert "Material, for it holds codes" in told
    assert "says are cancelled (row 4)" in told


def test_the_buyer_of_all_rows(tmp_path: Path) -> None:
    lines = ORDERS.format(more="", cell="")
    with pytest.raises(BadInput, match="constants={'buyer': NAME}"):
        loaded(tmp_path, lines)
    graph, _ = loaded(tmp_path, lines, constants={"buyer": "无锡丁电器有限公司"})
    assert {row[0] for row in facts(graph, "supplies", "buyer")} == {"无锡丁电器有限公司"}
    above = "采购订单列表,,,,,,,,\n账套：[001]常州戊车辆有限公司,,,,,,,,\n" + lines
    graph, report = loaded(tmp_path, above)
    assert {row[0] for row in facts(graph, "supplies", "buyer")} == {"常州戊车辆有限公司"}
    assert any("the buyer of all rows is 常州戊车辆有限公司" in note for note in report.attrs["notes"])


def test_a_constant_that_no_table_lacks_is_asked_about(tmp_path: Path) -> None:
    firms = "企业名称,主要产品,主要供应商\n甲有限公司,铜棒,乙有限公司\n"
    with pytest.raises(BadInput, match="no table lacks this column"):
        loaded(tmp_path, firms, constants={"buyer": "丙有限公司"})
    with pytest.raises(BadInput, match="no kind of table has a column 'purchaser'"):
        loaded(tmp_path, firms, constants={"purchaser": "丙有限公司"})


def test_a_list_of_firms_with_suppliers_is_no_list_of_purchases(tmp_path: Path) -> None:
    graph, report = loaded(tmp_path, "企业名称,主要产品,主要供应商,用工人数\n甲厂有限公司,铜棒,乙厂有限公司,30\n")
    assert report["kind"].tolist()[0] == "firms"
    assert facts(graph, "produces", "firm", "product") == [("甲厂有限公司", "铜棒")]


NEEDS = (
    "岑溪市石材产业本地配套情况表,,,,,\n"
    ",,,,,单位：万元\n"
    "需求企业,配套品,本地配套企业,本地采购额,外地来源地,外地采购额\n"
    "岑溪市甲石材有限公司,锯片,岑溪市乙工具厂,120,,\n"
    "岑溪市甲石材有限公司,磨料,,,福建南安,80\n"
    "岑溪市丙石材有限公司,木托盘,岑溪市丁木业有限公司、岑溪市戊木业有限公司,60,广东云浮、广西藤县,30\n"
    "岑溪市丙石材有限公司,胶水,,40,长三角,10\n"
)


def test_needs_with_who_supplies_them(tmp_path: Path) -> None:
    """Of several sellers together nobody can say whose the sum is; what is no one region is no place."""
    graph, report = loaded(tmp_path, NEEDS)
    assert facts(graph, "supplies", "seller", "product", "value") == [
        ("云浮市未具名企业", "木托盘", None),
        ("南安市未具名企业", "磨料", 800000.0),
        ("岑溪市丁木业有限公司", "木托盘", None),
        ("岑溪市乙工具厂", "锯片", 1200000.0),
        ("岑溪市戊木业有限公司", "木托盘", None),
        ("岑溪市未具名企业", "胶水", 400000.0),
        ("藤县未具名企业", "木托盘", None),
    ]
    assert len(facts(graph, "consumes", "firm", "product")) == 4
    told = "\n".join(report.attrs["notes"])
    assert "长三角" in told
    assert "2 amounts of several sellers together" in told


def test_where_sellers_are_is_no_source_of_the_row(tmp_path: Path) -> None:
    """来源 beside sellers holds places; where it holds titles it is evidence."""
    head = "企业简称,采购品名,来源,供货商,采购量,金额（万元）\n"
    graph, _ = loaded(
        tmp_path, head + "甲茶业,老青茶,湖南临湘,临湘市聂市茶叶合作社,2600吨,1820\n甲茶业,纸盒,武汉,,180万个,260\n"
    )
    assert facts(graph, "supplies", "seller", "buyer", "product") == [
        ("临湘市聂市茶叶合作社", "甲茶业", "老青茶"),
        ("武汉市未具名企业", "甲茶业", "纸盒"),
    ]
    graph, _ = loaded(
        tmp_path,
        head
        + "甲茶业,老青茶,企业座谈纪要,临湘市聂市茶叶合作社,2600吨,1820\n甲茶业,纸盒,电话调查,武汉乙印务有限公司,180万个,260\n",
    )
    assert {row[0] for row in facts(graph, "source", "name")} >= {"企业座谈纪要", "电话调查"}


def test_a_name_of_a_sheet_advises_and_columns_decide(tmp_path: Path) -> None:
    """A list of firms wanted with stage and product is one, with headers of its own."""
    lines = (
        "目标企业,所在地,缺失环节,需引进产品,跟踪人单位,对接情况\n重庆甲科技有限公司,重庆江津,上游,脱毒苗,县农业农村局,已寄样\n"
        "浙江乙油脂有限公司,浙江江山,中游,籽油,县投促局,电话沟通\n"
    )
    graph, report = loaded(tmp_path, lines, "补链需求.csv")
    assert report["kind"].tolist()[0] == "wanted_firms"
    assert [row[0] for row in facts(graph, "wanted_for", "product")] == ["籽油", "脱毒苗"]
