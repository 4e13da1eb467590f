"""Office sheets of several layouts load as they are: no kind given, nothing lost or guessed in silence.

All firms and figures are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from office import Page, counts, csv_file, said, xls, xlsx

from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph.graph import Graph

pytestmark = pytest.mark.core

Facts = Callable[[str], list[dict[str, Any]]]
Ends = Callable[[str], set[tuple[str, ...]]]


def test_directory_of_firms_with_title_total_and_notes(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    """规上工业企业名录 of a county: title, unit line, serial numbers, units and remarks in headers, total, notes."""
    page = Page(
        "Sheet1",
        [
            ["大新县2024年规上工业企业名录（虚构数据）"],
            ["填报单位：某局", None, None, None, None, None, "单位：万元"],
            ["序号", "*企业名称（全称）", "统一社会信用代码", "所属行业", "主要产品", "联系电话", "注册资本"],
            [1, "虚构甲锰业有限公司", None, "铁合金冶炼", "电解锰、硅锰合金", "0771-0000000", 5000],
            [2, "虚构乙糖业有限公司", None, "制糖业", "白砂糖", None, None],
            [None, None, None, None, None, None, None],
            [3, "虚构丙建材有限公司", None, "水泥制造", "水泥；熟料", None, 800],
            ["合计", None, None, None, None, None, 5800],
            ["注：1.本表为虚构数据；2.不含停产企业。"],
            ["填表人：某某", None, None, "联系电话：0000", None, None, "填报日期：2024年1月"],
        ],
        merged=("A1:G1",),
    )
    answer = load(graph, xlsx(tmp_path / "附件1.xlsx", page))
    assert counts(answer) == [["firms", 3, 3, 0, 3], ["metrics", 2, 2, 0, 0]]
    assert {row["value"] for row in facts("metric")} == {50_000_000, 8_000_000}
    assert {row["name"] for row in facts("firm")} == {"虚构甲锰业有限公司", "虚构乙糖业有限公司", "虚构丙建材有限公司"}
    assert {pair[1] for pair in ends("located_in")} == {"大新县"}
    assert ("虚构丙建材有限公司", "熟料") in ends("produces")
    assert {row["locator"] for row in facts("firm")} == {"Sheet1 row 4", "Sheet1 row 5", "Sheet1 row 7"}
    for text in (
        "1 rows of totals (row 8)",
        "2 rows of notes (row 9, 10)",
        "大新县, from the title",
    ):
        assert text in said(answer)


@pytest.mark.parametrize(
    "below",
    [
        "填表：某甲  审签：某乙（代）", "责任部门为牵头单位；金额口径为协议投资。", "丙厂3月报表未报，正在催。", "口径说明：规上企业",
        "复核人：某丙", "Source: District Commission of Commerce. Contact: Zhang", "Prepared by: Li", "截至时间：2024年6月",
    ],
)  # fmt: skip
def test_what_is_signed_or_said_below_a_table_is_no_row(below: str, graph: Graph, tmp_path: Path) -> None:
    rows = [["企业名称", "主要产品", "所在地"], ["甲厂", "松香", "玉屏县"], ["乙厂", "竹丝", "玉屏县"], [below]]
    answer = load(graph, xlsx(tmp_path / "名录.xlsx", Page("名录", rows)))
    assert counts(answer)[0][1:4] == [2, 2, 0]
    assert "row 4" in said(answer)


def test_a_request_that_is_a_sentence_is_no_note(graph: Graph, tmp_path: Path) -> None:
    rows = [["诉求内容", "提出企业"], ["厂区门口积水，望市政疏通。", "甲厂"], ["请求增加晚班公交。"]]
    answer = load(graph, xlsx(tmp_path / "企业诉求.xlsx", Page("诉求", rows)))
    # nobody raises it, which is asked about: it is no note that was left out
    assert counts(answer)[0][1:4] == [2, 1, 1]
    assert "left out" not in said(answer)


def test_survey_with_two_lines_of_headers_and_merged_firms(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    """重点企业调查表: grouped headers over two lines, one firm over several products, 同上."""
    page = Page(
        "调查表",
        [
            ["江西省上栗县重点企业调查表（虚构）"],
            ["序号", "企业基本情况", None, None, "产品情况", None, "主要原料", "备注"],
            [None, "企业名称", "所在园区", "所属行业", "产品名称", "设计产能", None, None],
            [1, "虚构烟花有限公司", "虚构上栗工业园", "烟花制造", "组合烟花", "20万箱/年", "黑火药", None],
            [None, None, None, None, "爆竹", "30万箱/年", "纸筒", None],
            [2, "虚构包装有限公司", "同上", "纸制品制造", "纸箱", "500万个/年", "瓦楞纸", None],
        ],
        merged=("A1:H1", "A2:A3", "B2:D2", "E2:F2", "G2:G3", "H2:H3", "A4:A5", "B4:B5", "C4:C5", "D4:D5"),
    )  # fmt: skip
    answer = load(graph, xlsx(tmp_path / "调查.xlsx", page))
    assert counts(answer) == [["firms", 3, 2, 0, 0]]
    assert ends("produces") == {
        ("虚构烟花有限公司", "组合烟花"), ("虚构烟花有限公司", "爆竹"), ("虚构包装有限公司", "纸箱"),
    }  # fmt: skip
    assert ends("consumes") == {
        ("虚构烟花有限公司", "黑火药"), ("虚构烟花有限公司", "纸筒"), ("虚构包装有限公司", "瓦楞纸"),
    }  # fmt: skip
    assert ("虚构包装有限公司", "虚构上栗工业园") in ends("located_in")
    assert "同上" in said(answer)


def test_sections_are_the_place_of_their_rows(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    """A list grouped by county and park, with subtotals and a header that is said again on each page."""
    headers = ["序号", "企业名称", "主导产品", "法定代表人"]
    page = Page(
        "Sheet1",
        [
            ["重点企业一览表（虚构）"], [], headers,
            ["一、新晃侗族自治县（2家）"],
            [1, "虚构新晃一厂", "金属镁", None],
            [2, "虚构新晃二厂", "黄牛肉", None],
            ["小计", "2家", None, None],
            headers,
            ["二、玉屏侗族自治县"],
            ["（一）虚构玉屏经济开发区"],
            [3, "虚构玉屏一厂", "硫酸", None],
            ["（二）其他区域"],
            [4, "虚构玉屏二厂", "茶油", None],
            ["总计", "4家", None, None],
        ],
        merged=("A1:D1", "A4:D4", "A9:D9", "A10:D10", "A12:D12"),
    )  # fmt: skip
    answer = load(graph, xlsx(tmp_path / "一览.xlsx", page))
    assert counts(answer) == [["firms", 4, 4, 0, 7]]
    assert ends("located_in") >= {
        ("虚构新晃一厂", "新晃侗族自治县"), ("虚构新晃二厂", "新晃侗族自治县"),
        ("虚构玉屏一厂", "虚构玉屏经济开发区"), ("虚构玉屏二厂", "玉屏侗族自治县"),
    }  # fmt: skip
    assert "headings that say nothing of their rows here: （二）其他区域" in said(answer)
    assert "1 repeated lines of headers (row 8)" in said(answer)


def test_projects_ledger_as_xls(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    """招商引资项目台账 in the old binary form, which .et is too."""
    page = Page(
        "台账",
        [
            ["栾川县招商引资项目台账（虚构）", None, None, None, None, None],
            ["序号", "项目名称", "投资企业", "总投资额", "建设地点", "项目进展", "责任领导"],
            [1, "虚构钼深加工项目", "虚构钼业有限公司", "12亿元", "栾川县", "签约", "某某"],
            [2, "虚构民宿项目", "虚构文旅有限公司", "8000万元", "栾川县", "洽谈", "某某"],
            ["合计", None, None, "12.8亿元", None, None, None],
        ],
        merged=("A1:F1",),
    )
    for number, suffix in enumerate((".xls", ".et")):
        answer = load(graph, xls(tmp_path / f"项目{suffix}", page))
        assert counts(answer) == [["projects", 2, 0 if number else 2, 0, 1]]
    assert {(row["name"], row["planned"], row["stage"]) for row in facts("project")} == {
        ("虚构钼深加工项目", 1_200_000_000, "signed"), ("虚构民宿项目", 80_000_000, "negotiating"),
    }  # fmt: skip
    assert ends("invests_in") == {("虚构钼业有限公司", "虚构钼深加工项目"), ("虚构文旅有限公司", "虚构民宿项目")}


def test_requests_ledger(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    """企业诉求台账 as CSV in GB18030 with a title line."""
    rows: list[list[Any]] = [
        ["寿光市企业诉求台账（虚构）"],
        ["序号", "企业名称", "存在问题", "诉求类型", "责任单位", "收集时间", "办理情况", "联系人"],
        ["1", "虚构化工有限公司", "蒸汽价格偏高", "其他", "虚构发改局", "2024年3月", "正在协调", "某某"],
        ["2", "虚构蔬菜有限公司", "冷库用地不足", "用地", "虚构自然资源局", "2024-04-02", "已办结", ""],
        ["", "", "", "", "", "", "", ""],
        ["备注：数据截至2024年5月", "", "", "", "", "", "", ""],
    ]
    answer = load(graph, csv_file(tmp_path / "诉求.csv", rows))
    assert counts(answer) == [["requests", 2, 2, 0, 1]]
    assert {(row["name"], row["kind"], row["opened"]) for row in facts("request")} == {
        ("蒸汽价格偏高", "other", "2024-03"), ("冷库用地不足", "land", "2024-04-02"),
    }  # fmt: skip
    assert ("虚构蔬菜有限公司", "冷库用地不足") in ends("raises")
    assert "not read: 联系人" in said(answer)


def test_supply_and_demand_list(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    """供需对接清单: several suppliers in one cell are several facts, without the amount that is theirs together."""
    page = Page(
        "Sheet1",
        [
            ["大冶市产业链供需对接清单（虚构）"],
            ["序号", "需求企业", "需求产品", "供应企业", "年采购额", "对接情况"],
            [1, "虚构铜业有限公司", "阳极板", "虚构板材一厂、虚构板材二厂", "300万元", "已对接"],
            [2, "虚构铜业有限公司", "硫酸", "虚构化工厂", "50万元", "已对接"],
        ],
    )
    answer = load(graph, xlsx(tmp_path / "清单.xlsx", page))
    assert counts(answer) == [["supplies", 2, 2, 0, 0]]
    assert ends("supplies") == {
        ("虚构板材一厂", "虚构铜业有限公司", "阳极板"), ("虚构板材二厂", "虚构铜业有限公司", "阳极板"),
        ("虚构化工厂", "虚构铜业有限公司", "硫酸"),
    }  # fmt: skip
    assert sorted(row["value"] or 0 for row in facts("supplies")) == [0, 0, 500_000]
    assert "1 rows name several in one cell" in said(answer)


def test_customers_and_suppliers_of_firms(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    """A wide firm sheet: with one product its customers buy it; with several they only trade."""
    page = Page(
        "企业情况",
        [
            ["企业名称", "详细地址", "主要产品及产能", "主要原料", "主要客户", "主要供应商"],
            [
                "虚构咖啡有限公司",
                "云南省普洱市思茅区虚构路1号",
                "咖啡豆（500吨/年）",
                "咖啡鲜果",
                "虚构饮品厂、虚构食品厂",
                "虚构合作社",
            ],
            [
                "虚构茶业有限公司",
                "看不出的地址",
                "普洱茶200吨、红茶100吨",
                "鲜叶、纸盒",
                "虚构商贸公司",
                "虚构纸业公司",
            ],
        ],
    )
    answer = load(graph, xlsx(tmp_path / "情况.xlsx", page))
    # 普洱茶200吨、红茶100吨: each amount with its product, in a table of its own
    assert counts(answer) == [["firms", 2, 2, 0, 0], ["produces", 2, 0, 0, 0]]
    assert ends("supplies") == {
        ("虚构咖啡有限公司", "虚构饮品厂", "咖啡豆"), ("虚构咖啡有限公司", "虚构食品厂", "咖啡豆"),
        ("虚构合作社", "虚构咖啡有限公司", "咖啡鲜果"),
    }  # fmt: skip
    assert {row["what"] for row in facts("cooperates_with")} == {"供货", "采购"}
    assert {name for pair in ends("cooperates_with") for name in pair} == {
        "虚构茶业有限公司", "虚构商贸公司", "虚构纸业公司",
    }  # fmt: skip
    assert ends("located_in") == {("虚构咖啡有限公司", "思茅区")}
    produced = {row["capacity_original"] for row in facts("produces")}
    assert produced == {"500吨/年", "200吨", "100吨"}
    assert "看不出的地址" in said(answer)


def test_metrics_with_a_column_a_year(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    page = Page(
        "Sheet1",
        [
            ["大新县主要经济指标（虚构）"],
            ["指标", "单位", "2022年", "2023年", "2024年上半年"],
            ["规上工业企业数", "家", 41, 45, 46],
            ["工业用电量", "万千瓦时", 1200.5, None, 700],
            ["注：虚构"],
        ],
    )
    answer = load(graph, xlsx(tmp_path / "指标.xlsx", page))
    assert counts(answer) == [["metrics", 5, 5, 0, 1]]
    found = {(row["indicator"], row["period"], row["value"], row["unit"]) for row in facts("metric")}
    assert ("规上工业企业数", "2024-H1", 46, "家") in found
    assert ("工业用电量", "2022", 12_005_000, "千瓦时") in found
    assert {pair[1] for pair in ends("concerns")} == {"大新县"}
    assert "Sheet1 row 3 2023年" in {row["locator"] for row in facts("metric")}


def test_hidden_parts_and_lost_formulas(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    """Hidden sheets are not read, hidden rows and columns are; formulas without a value are empty; each is said."""
    rows: list[list[Any]] = [["企业名称", "家数", "规模"], ["虚构一厂", "=1+2", "中型"], ["虚构二厂", 4, "小型"]]
    answer = load(
        graph,
        xlsx(
            tmp_path / "企业.xlsx",
            Page("企业", rows, hidden_rows=(3,), hidden_columns=("C",)),
            Page("选项", [["企业名称"], ["虚构三厂"]], hidden=True),
        ),
    )
    assert {(row["name"], row["count"], row["scale"]) for row in facts("firm")} == {
        ("虚构一厂", None, "中型"), ("虚构二厂", 4, "小型"),
    }  # fmt: skip
    for text in (
        "hidden sheets are not read: 选项",
        "1 hidden rows are read like the others (3)",
        "others: 规模",
        "1 formulas hold no value",
    ):
        assert text in said(answer)


def test_a_merged_amount_of_several_supplies_is_none_of_one(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    page = Page(
        "供应关系",
        [
            ["供应商", "客户", "产品名称", "金额"],
            ["虚构一厂", "虚构二厂", "钢材", "90万元"],
            [None, None, "煤", None],
            [None, None, "砂", "1万元"],
        ],
        merged=("A2:A4", "B2:B4", "D2:D3"),
    )
    answer = load(graph, xlsx(tmp_path / "x.xlsx", page))
    assert counts(answer) == [["supplies", 3, 3, 0, 0]]
    assert sorted(row["value"] or 0 for row in facts("supplies")) == [0, 0, 10_000]
    assert "金额: one amount for several rows is not read (row 2)" in said(answer)


def test_units_of_headers_and_titles(tmp_path: Path) -> None:
    """The unit of a header is its own; the title's is that of the other columns of money."""
    from chanlian.graph.batch import Batch
    from chanlian.loaders.read.inputs import read_inputs
    from chanlian.loaders.read.sheet import Staging
    from chanlian.loaders.sheets.cleaning import tidy
    from chanlian.loaders.sheets.headers import read_synonyms, table_kinds, vocabulary
    from chanlian.loaders.work_tables import start

    rows: list[list[Any]] = [
        ["某表（虚构）"],
        ["单位：万元"],
        ["项目名称", "总投资（亿元）", "到位资金", "产能(万吨/年)"],
        ["虚构项目", 1, 2, 3],
    ]
    batch = Batch()
    try:
        staging = Staging(batch.db, tmp_path)
        start(batch.db)
        all_forms = table_kinds(read_synonyms())
        staging.words = vocabulary(all_forms)
        (sheet,) = read_inputs(staging, [xlsx(tmp_path / "x.xlsx", Page("Sheet1", rows))])
        tidy(staging, sheet, all_forms["projects"])
        assert sheet.headers == rows[2]
        assert sheet.units == {1: "亿元", 2: "万元", 3: "万吨/年"}
    finally:
        batch.close()


def test_a_slip_of_a_header_is_pointed_out(graph: Graph, tmp_path: Path) -> None:
    answer = load(graph, csv_file(tmp_path / "企业名单.csv", [["企业名称", "所属行页"], ["虚构一厂", "制糖"]]))
    assert "'所属行页' is not known; did you mean '所属行业'?" in said(answer)
    from chanlian.graph.errors import BadInput

    path = csv_file(tmp_path / "企业.csv", [["企业名程", "所属行业"], ["虚构一厂", "制糖"]])
    with pytest.raises(BadInput) as refused:
        load(graph, path, kind="firms")
    assert "'企业名程' (did you mean '企业名称'?)" in refused.value.en
    assert "缺少的列：名称" in refused.value.zh
    assert len(refused.value.zh) < 300


def test_a_cell_far_away_is_refused_in_one_line(graph: Graph, tmp_path: Path) -> None:
    import openpyxl

    from chanlian.graph.errors import BadInput

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["企业名称"])
    sheet.append(["虚构一厂"])
    sheet["XFD1048576"] = " x"
    book.save(tmp_path / "x.xlsx")
    book.close()
    with pytest.raises(BadInput, match="the cell XFD1048576 lies far from the others"):
        load(graph, tmp_path / "x.xlsx")
    (tmp_path / "wide.csv").write_text(",".join(f"h{n}" for n in range(20_000)) + "\n1\n", encoding="utf-8")
    with pytest.raises(BadInput, match="20000 columns; a table has at most 1000"):
        load(graph, tmp_path / "wide.csv")


def test_dry_run_writes_nothing_and_tells_all(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / "供应.csv",
        [["供应商", "客户", "产品名称", "备注"], ["虚构一厂", "虚构二厂", "钢材", ""], ["虚构一厂", "", "煤", ""]],
    )
    tried = load(graph, path, dry_run=True, lang="zh")
    assert not graph.exists()
    assert [file.name for file in tmp_path.iterdir()] == ["供应.csv"]
    assert counts(tried) == [["supplies", 2, 1, 1, 0]]
    for text in ("即：虚构一厂向虚构二厂供应钢材", "供应商 → 供方", "未读取：备注", "将被拒收：1 行"):
        assert text in said(tried)
    load(graph, path)
    again = load(graph, path, dry_run=True)
    assert again["unchanged"].tolist() == [1]
    assert again["added"].tolist() == [0]
    assert len(facts("supplies")) == 1


def test_mended_rejects_of_an_office_sheet_keep_headers_and_source(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    page = Page(
        "Sheet1",
        [
            ["某县供应情况（虚构）"],
            ["供应商", "客户", "产品名称", "签约金额（万元）"],
            ["虚构一厂", None, "钢材", "5万元"],
        ],
    )
    answer = load(
        graph,
        xlsx(tmp_path / "x.xlsx", page),
        source="某县调查（虚构）",
        publisher="某局",
        published="2024-05",
        kind="supplies",
    )
    assert counts(answer) == [["supplies", 1, 0, 1, 0]]
    from pathlib import Path as File

    path = File(answer.attrs["rejects_file"])
    text = path.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith(
        "供应商,客户,产品名称,签约金额（万元）,口径,source,publisher,published,reject_file"
    )
    path.write_text(text.replace("虚构一厂,,", "虚构一厂,虚构二厂,"), encoding="utf-8")
    mended = load(graph, path)
    assert mended["added"].tolist() == [1]
    (source,) = (row for row in facts("source") if row["name"] != "民政部行政区划代码")
    assert (source["name"], source["publisher"], source["published"]) == ("某县调查（虚构）", "某局", "2024-05")
    assert [row["locator"] for row in facts("supplies")] == ["Sheet1 row 3"]


def test_no_false_word_of_an_earlier_load(graph: Graph, tmp_path: Path) -> None:
    """Two sheets of one kind share a rejects file: it is not of an earlier load when one of them has no rejects."""
    rows = ["供应商", "客户", "产品名称", "金额"]
    path = xlsx(
        tmp_path / "x.xlsx",
        Page("一月", [rows, ["虚构一厂", "虚构二厂", None, 1]]), Page("二月", [rows, ["虚构一厂", "虚构二厂", "煤", 1]]),
    )  # fmt: skip
    answer = load(graph, path)
    assert "earlier load" not in said(answer)
    assert "earlier load" not in said(load(graph, path))


def test_progress_in_sentences_and_investors_by_their_look(
    graph: Graph, facts: Facts, ends: Ends, tmp_path: Path
) -> None:
    """A ledger says how projects go in sentences, and names firms and parks that nothing else has named."""
    rows: list[list[Any]] = [
        ["项目名称", "投资企业", "建设地点", "项目进展"],
        ["虚构一号项目", "虚构重工有限公司", "虚构大新产业园", "厂房正在施工"],
        ["虚构二号项目", "虚构资本集团", "大新县", "计划年底开工"],
        ["虚构三号项目", "虚构投资局", "大新县", "一期投产，二期在建"],
        ["虚构四号项目", "看不出是谁", "大新县", "洽谈"],
    ]
    answer = load(graph, xlsx(tmp_path / "项目.xlsx", Page("Sheet1", rows)))
    assert counts(answer) == [["projects", 4, 3, 1, 0]]
    assert {row["name"]: row["stage"] for row in facts("project")} == {
        "虚构一号项目": "started", "虚构二号项目": None, "虚构三号项目": None,
    }  # fmt: skip
    assert {row["name"] for row in facts("firm")} == {"虚构重工有限公司", "虚构资本集团"}
    assert [row["name"] for row in facts("organization")] == ["虚构投资局"]
    assert ("虚构一号项目", "虚构大新产业园") in ends("sited_in")
    assert "2 texts tell no stage clearly" in said(answer)
