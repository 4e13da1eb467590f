"""Workbooks as an office prints them: the page, the columns that come first, one unit, words, and amounts with their bounds.

That no English word stands in a Chinese one is looked up in every question that there is, with the options of tests/queries/test_cite.py.
"""

from __future__ import annotations

import inspect
import io
import re
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest
from rows import batch, nodes

import chanlian as cl
from chanlian import queries
from chanlian.graph.schema import KINDS
from chanlian.queries.answer import Answer, table_of, unframed
from chanlian.queries.gaps.thresholds import MEANINGS, thresholds
from chanlian.viz.files.output import content
from chanlian.viz.words.asked import PARAMETERS
from chanlian.viz.words.printed import FIRST, on_paper

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph import Graph

QUESTIONS = {name: unframed(one) for name in queries.__all__ if table_of(one := getattr(queries, name))}


def book(answer: Answer, lang: str = "zh") -> Any:
    """The workbook of an answer."""
    data = content(answer, "xlsx", lang)
    assert isinstance(data, bytes)
    return openpyxl.load_workbook(io.BytesIO(data))


def grid(answer: Answer, lang: str = "zh") -> list[list[Any]]:
    """The headings and rows of its first sheet."""
    return [list(line) for line in book(answer, lang).worksheets[0].iter_rows(min_row=3, values_only=True)]


def projects(*sums: dict[str, Any]) -> Answer:
    """A list of projects with these sums; all are invented."""
    rows = [
        {
            "name": f"虚构项目{number}",
            **dict.fromkeys(("planned", "planned_low", "planned_high", "planned_original")),
            **one,
        }
        for number, one in enumerate(sums, start=1)
    ]
    return Answer(tuple(rows[0]), rows, {"question": "list", "parameters": {"kind": "project"}, "as_of": "2025-12-31"})


# -- the page --------------------------------------------------------------------------------


def test_a_sheet_is_made_for_a4_with_what_matters_first(example: Graph) -> None:
    made = book(unframed(cl.gaps)(example, "大龙", lang="zh"))
    sheet = made.worksheets[0]
    assert (sheet["A1"].value, made.sheetnames) == ("贵州大龙经济开发区产业链缺口", ["产业链缺口", "说明"])
    assert sheet["A2"].value.startswith("数据截至2025年12月31日")
    for one in made.worksheets:
        assert (one.page_setup.paperSize, one.page_setup.orientation) == (9, "landscape")
        assert (one.page_setup.fitToWidth, one.page_setup.fitToHeight) == (1, 0)
        assert one.sheet_properties.pageSetUpPr.fitToPage
        assert one.print_title_rows == "$1:$3"
        assert one.oddFooter.center.text == "&P/&N"
    assert sheet.freeze_panes == "B4"
    assert sheet.auto_filter.ref.startswith("A3:")
    head = [cell.value for cell in sheet[3]]
    assert head[:6] == ["产品", "状态", "产业链", "建议", "原因", "需求企业"]
    folded = [sheet.column_dimensions[cell.column_letter] for cell in sheet[3]]
    assert [one.hidden for one in folded] == [False] * FIRST + [True] * (len(head) - FIRST)
    assert {one.outlineLevel for one in folded[FIRST:]} == {1}
    assert head[-1] == "产品编号", "what only programs read is last"
    assert sum(one.width for one in folded[:FIRST]) <= 140, "a type that can be read"
    assert sheet["E4"].alignment.wrap_text
    assert sheet.row_dimensions[4].height > 20, "the reason takes two lines"


def test_a_table_of_pandas_begins_in_the_line_that_is_written_down(example: Graph, tmp_path: Path) -> None:
    path = cl.save(cl.gaps(example, "大龙"), tmp_path / "g.xlsx", lang="zh")
    meta = pd.read_json(tmp_path / "g.xlsx.meta.json", typ="series")
    read = pd.read_excel(path, header=meta["header_row"] - 1, engine="openpyxl")
    names = {heading: name for name, heading in meta["headings"].items()}
    assert sorted(read.rename(columns=names)["product"]) == ["原材料(品种未载)", "吨袋", "纳米碳酸钙"]


def test_one_thing_stands_on_a_page_of_its_own(example: Graph) -> None:
    told = dict(grid(unframed(cl.show)(example, "顺东硅胶项目", lang="zh")))
    assert told["计划投资"] == "约6.5亿元"
    assert told["类别"] == "项目"
    assert not any("标识" in name or "编号" in name for name in told)
    facility = dict(grid(unframed(cl.show)(example, "玉屏—大龙跨区域公交线路", lang="zh")))
    assert (facility["类别"], facility["类型"]) == ("设施", "公交线路")


def test_an_answer_of_nothing_says_where_to_read_why(example: Graph) -> None:
    sheet = book(unframed(cl.gaps)(example, "大龙", states=["broken"], lang="zh")).worksheets[0]
    assert "状态：断链" in sheet["A2"].value
    assert "没有符合条件的记录，原因见“说明”表" in sheet["A2"].value


# -- units -----------------------------------------------------------------------------------


def test_all_money_of_a_sheet_is_in_one_unit() -> None:
    rows = [
        {"name": "甲", "planned": 2.539e9, "contracted": 5e7, "paid": None},
        {"name": "乙", "planned": 3e9, "contracted": 4.66e9, "paid": 1e6},
    ]
    answer = Answer(tuple(rows[0]), rows, {"question": "list", "parameters": {"kind": "project"}})
    assert grid(answer) == [
        ["名称", "计划投资（亿元）", "签约资金（亿元）", "到位资金（亿元）"],
        ["甲", 25.39, 0.5, None],
        ["乙", 30, 46.6, 0.01],
    ]
    assert "单位：亿元" in book(answer).worksheets[0]["A2"].value


def test_large_quantities_are_told_in_ten_thousands() -> None:
    rows = [
        {"firm": "甲", "product": "锰矿", "capacity": 500000.0, "unit": "吨"},
        {"firm": "乙", "product": "锰矿", "capacity": 20000.0, "unit": "吨"},
        {"firm": "乙", "product": "机床", "capacity": 300.0, "unit": "台"},
    ]
    answer = Answer(tuple(rows[0]), rows, {"question": "list", "parameters": {"kind": "produces"}})
    assert [line[2:4] for line in grid(answer)] == [["年产能", "单位"], [50, "万吨"], [2, "万吨"], [300, "台"]]
    assert [line[2:4] for line in grid(answer, "en")][1] == [500000, "吨"], "an English reader counts in thousands"


# -- nothing reads as more than it is -------------------------------------------------------------


SAID: list[tuple[dict[str, Any], str, str]] = [
    ({"planned": 25683e6, "planned_low": 25683e6, "planned_original": "超256.83亿元"}, "超256.83亿元", '"超"#,##0.00'),
    ({"planned": 6.5e8, "planned_original": "约6.5亿元"}, "约6.5亿元", '"约"#,##0.0'),
    ({"planned": 2e8, "planned_low": 2e8, "planned_original": "2亿余元"}, "2亿余元", '#,##0"余"'),
    ({"planned": 2e8, "planned_low": 2e8, "planned_original": "2亿元以上"}, "2亿元以上", '#,##0"以上"'),
    ({"planned": 2e8, "planned_high": 2e8, "planned_original": "不足2亿元"}, "不足2亿元", '"不足"#,##0'),
    ({"planned": 2e8, "planned_low": 2e8}, "不少于2亿元", '"不少于"#,##0'),
    ({"planned": 2e8, "planned_original": "2亿元"}, "2亿元", "#,##0.00"),
]


def test_bounds_stand_beside_their_figures_and_the_figures_go_on_being_numbers() -> None:
    answer = projects(*(row for row, _, _ in SAID))
    sheet = book(answer).worksheets[0]
    cells = [sheet.cell(line, 2) for line in range(4, 4 + len(SAID))]
    assert [cell.number_format for cell in cells] == [format_ for _, _, format_ in SAID]
    assert [cell.value for cell in cells[:2]] == [256.83, 6.5]
    for form in ("table", "md"):
        text = content(answer, form, "zh")
        assert isinstance(text, str)
        assert [words for _, words, _ in SAID if words not in text] == [], form
    english = content(answer, "md", "en")
    assert isinstance(english, str)
    assert all(
        words in english for words in ("over 25.683 billion yuan", "about 650 million yuan", "under 200 million")
    )


def test_a_range_is_no_number() -> None:
    answer = projects({"planned_low": 1e8, "planned_high": 2e8}, {"planned": 5e8})
    assert [line[1] for line in grid(answer)] == ["计划投资（亿元）", "1—2", 5]
    assert "1亿元—2亿元" in str(content(answer, "table", "zh"))


@pytest.fixture(scope="module")
def hedged() -> Graph:
    """Supplies and metrics that are none as they stand."""
    made = batch(
        firm=nodes("firm", "甲", "乙"),
        product=nodes("product", "锰矿"),
        supplies=[
            {"seller": "firm:甲", "buyer": "firm:乙", "product": "product:锰矿", "value": 1e6, "basis": "cumulative", "modality": "target"}
        ],
        metric=[
            {"identifier": "metric:销售额", "indicator": "销售额", "value": 8.3e7, "unit": "元", "basis": "cumulative", "scope": "在乙"},
            {"identifier": "metric:产值", "indicator": "产值", "value": 3e10, "value_low": 3e10, "value_original": "超300亿元", "unit": "元",
             "modality": "forecast"},
        ],
    )  # fmt: skip
    graph = cl.connect(":memory:")
    graph.write(made)
    return graph


@pytest.mark.parametrize("form", ["table", "md"])
def test_basis_modality_and_scope_are_shown_wherever_they_are_not_plain(form: str, hedged: Graph) -> None:
    supplies = content(unframed(cl.list)(hedged, "supplies", lang="zh"), form, "zh")
    assert isinstance(supplies, str)
    assert all(word in supplies for word in ("累计", "性质", "目标"))
    metrics = content(unframed(cl.list)(hedged, "metrics", lang="zh"), form, "zh")
    assert isinstance(metrics, str)
    assert all(word in metrics for word in ("累计", "范围", "在乙", "超300亿", "预期"))


def test_ties_show_the_bounds_of_their_amounts() -> None:
    graph = cl.connect(":memory:")
    cl.load(
        graph,
        {"firms": [{"企业名称": "虚构甲矿业", "所在地": "江西省九江市庐山市"}, {"企业名称": "虚构乙建陶", "所在地": "江西省宜春市高安市"}]},
        {"supplies": [{"供方": "虚构甲矿业", "需方": "虚构乙建陶", "产品": "高岭土", "数量": "超30万吨", "金额": "约1.2亿元"}]},
        source="虚构的调查", published="2025",
    )  # fmt: skip
    found = unframed(cl.links)(graph, "county", lang="zh")
    (row,) = found.rows
    assert (row["value"], row["value_low"], row["value_original"]) == (1.2e8, None, "约1.2亿元")
    assert (row["quantity"], row["quantity_low"], row["quantity_high"]) == (300000, 300000, None)
    sheet = book(found).worksheets[0]
    told = {cell.value: sheet.cell(4, cell.column) for cell in sheet[3]}
    assert (told["金额（亿元）"].value, told["金额（亿元）"].number_format) == (1.2, '"约"#,##0.0')
    assert (told["年用量"].value, told["年用量"].number_format, told["单位"].value) == (30, '"超"#,##0', "万吨")


def test_a_sum_of_what_is_not_plain_is_not_plain() -> None:
    graph = cl.connect(":memory:")
    bought = [
        ("甲", "釉料", "不足8000万元"),
        ("甲", "色料", "超1亿元"),
        ("丙", "色料", "2亿元"),
        ("甲", "坯料", "约3亿元"),
        ("甲", "窑具", "5000万元"),
    ]
    cl.load(
        graph,
        {"firms": [{"企业名称": f"虚构{name}厂", "所在地": place} for name, place in (("甲", "江西省九江市庐山市"), ("乙", "江西省宜春市高安市"))]},
        {"supplies": [{"供方": f"虚构{seller}厂", "需方": "虚构乙厂", "产品": product, "金额": paid} for seller, product, paid in bought]},
        source="虚构的调查", published="2025",
    )  # fmt: skip
    found = unframed(cl.gaps)(graph, "高安市", lang="zh")
    sheet = book(found).worksheets[0]
    (column,) = (cell.column for cell in sheet[3] if str(cell.value).startswith("采购额（"))
    told = {sheet.cell(line, 1).value: sheet.cell(line, column) for line in range(4, 4 + len(found.rows))}
    shown = {product: cell.number_format.split("#")[0].strip('"') for product, cell in told.items()}
    assert shown == {"釉料": "不足", "色料": "不少于", "坯料": "约", "窑具": ""}
    assert told["色料"].value == 3, "亿元"


def test_what_is_plain_takes_no_column(hedged: Graph) -> None:
    plain = unframed(cl.list)(hedged, "metrics", lang="zh")
    plain.rows = [one | {"basis": None, "scope": None} for one in plain.rows]
    assert "范围" not in str(content(plain, "md", "zh"))
    assert grid(unframed(cl.list)(hedged, "supplies", lang="zh"))[0][:6] == [
        "供方",
        "需方",
        "产品",
        "金额（万元）",
        "口径",
        "性质",
    ]


# -- words -----------------------------------------------------------------------------------


def asked_of(name: str, example: Graph) -> list[Answer]:
    """Answers of a question, of a list those of every kind, with what it must be given and the areas of the example."""
    given: dict[str, Any] = {
        "area": "玉屏,大龙,新晃", "level": "county", "name": "中伟股份", "product": "吨袋", "before": "2021", "after": "2025",
        "firms": 3, "question": "links", "lang": "zh", "graph": example,
    }  # fmt: skip
    more: dict[str, list[dict[str, Any]]] = {
        "list": [{"kind": of.name, "area": None} for of in KINDS],
        "gaps": [{}, {"area": None, "each": "county"}],
        "trace": [{"up": True}],
        "compare": [{"area": None}],
        "region": [{"name": "玉屏"}],
        "links": [{"area": None}],
    }
    options = inspect.signature(QUESTIONS[name]).parameters
    wanted = {
        key for key, one in options.items() if key in given and (one.default is one.empty or key in ("area", "lang"))
    }
    base = {key: given[key] for key in wanted}
    if name == "compare":
        base |= {"level": "county"}
    return [
        QUESTIONS[name](**(base | {key: one for key, one in own.items() if key in options}))
        for own in more.get(name, [{}])
    ]


ENGLISH = re.compile(r"[a-z]{3,}(?:_[a-z]+)*")
KEPT = ("图", "内容校验值", "引用方式", "提示", "来源类型", "发布者", "别名")
"""What may stand in a Chinese sheet in other letters: names of files, what is cited, commands, texts of the tables."""


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_chinese_workbook_has_no_english_word(name: str, example: Graph) -> None:
    for answer in asked_of(name, example):
        made = book(answer)
        codes = {one.zh for one in (table_of(getattr(queries, name)) or pytest.fail(name)).columns if one.code} | {
            "标识符"
        }
        found = []
        for sheet in made.worksheets:
            head = [cell.value for cell in sheet[3]]
            for line in sheet.iter_rows(min_row=1):
                for number, cell in enumerate(line):
                    if not isinstance(cell.value, str) or head[number] in (*codes, *KEPT) or line[0].value in KEPT:
                        continue
                    found += [
                        (head[number], part)
                        for part in re.split(r"[；（）()]", cell.value)
                        if ENGLISH.fullmatch(part.strip())
                    ]
        assert found == []
        assert not any(cell.value is None for cell in made.worksheets[0][3])
        for sheet in made.worksheets[:1]:
            hidden = {cell.value for cell in sheet[3] if sheet.column_dimensions[cell.column_letter].hidden}
            assert codes & {cell.value for cell in sheet[3]} <= hidden, "codes are out of sight"


def test_every_parameter_and_threshold_has_its_words() -> None:
    asked = {name for one in QUESTIONS.values() for name in inspect.signature(one).parameters}
    asked -= {"graph", "lang", "arguments", "options", "up", "down"}  # the last two are a direction
    assert asked <= set(PARAMETERS)
    assert set(vars(thresholds())) == set(MEANINGS)


# -- read back -------------------------------------------------------------------------------------


def test_an_answer_is_not_read_back_as_facts(example: Graph, tmp_path: Path) -> None:
    for name, answer in {"缺链": cl.gaps(example, "大龙"), "联系": cl.links(example), "概况": cl.info(example)}.items():
        path = cl.save(answer, tmp_path / f"{name}.xlsx", lang="zh")
        graph = cl.connect(":memory:")
        with pytest.raises(cl.BadInput, match="an answer of chanlian states no facts of its own"):
            cl.load(graph, path)
    edited = openpyxl.load_workbook(tmp_path / "缺链.xlsx")  # as an office program keeps it
    edited.save(tmp_path / "改.xlsx")
    with pytest.raises(cl.BadInput, match="an answer of chanlian"):
        cl.load(cl.connect(":memory:"), tmp_path / "改.xlsx")


@pytest.mark.parametrize("kind", ["projects", "metrics"])
def test_a_list_is_read_back_as_what_it_was(kind: str, built_example: Path, tmp_path: Path) -> None:
    known = cl.connect(str(built_example))
    path = cl.save(cl.list(known, kind), tmp_path / "清单.xlsx", lang="zh")
    told = cl.load(known, path, dry_run=True)
    done = told[told["sheet"] != "说明"]
    assert done["kind"].tolist() == [kind]
    assert (done["added"].sum(), done["changed"].sum()) == (0, 0)
    assert done["unchanged"].sum() >= 27, "what has no ambiguous subject"
    assert told[told["sheet"] == "说明"]["read"].sum() == 0


def test_a_share_of_0_percent_is_printed(example: Graph) -> None:
    """What 大龙 buys of itself is nothing: the sheet of its share must not leave that column out."""
    answer = unframed(cl.sourcing)(example, "大龙")
    assert {row["here_share"] for row in answer.rows} == {0.0}
    assert on_paper(answer)[0][:3] == ["kind", "subject", "here_share"]
