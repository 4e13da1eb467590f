"""A report of a small invented world: what each file says, how the document is set, and whose folder is written over."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import docx
import openpyxl
import pytest
from abilities import NO_DOCUMENTS, NO_FONT, converting, documents, runs
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hostile import live
from report_world import AREAS, PAPER, TABLE, report_world

import chanlian as cl
from chanlian.graph import connect
from chanlian.graph.errors import BadInput, NoPicture
from chanlian.viz.pictures import png
from chanlian.viz.report.rows import collect
from chanlian.viz.report.tables import printed

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph import Graph
    from chanlian.viz.report.tables import Table

DRAWS = png.check_png() is None
FILES = ["report.docx", "report.html", "report.meta.json", *(["report.png"] if DRAWS else []), "report.xlsx"]


@pytest.fixture(scope="module")
def world() -> Graph:
    return report_world()


@pytest.fixture(scope="module")
def made(world: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the world in Chinese."""
    folder, _ = cl.report(world, AREAS, tmp_path_factory.mktemp("report") / "r", lang="zh")
    return folder


@pytest.fixture(scope="module")
def document(made: Path) -> Any:
    return docx.Document(str(made / "report.docx"))


@pytest.fixture(scope="module")
def tables(world: Graph) -> dict[str, Table]:
    told = collect(world, AREAS, lang="zh")
    return {part.key: printed(name, part, "zh") for name, part in told.numbered()}


# -- what it says ----------------------------------------------------------------------------


def test_the_rows_are_those_of_the_questions(tables: dict[str, Table]) -> None:
    because = "本地1家企业在采购；本地未见生产企业；供应商：外地1家企业"
    assert [table.name for table in tables.values()] == [f"附表{n}" for n in range(1, 8)]
    assert tables["gaps"].rows == [
        ["大龙经济开发区", "吨袋", "缺链", "补链", "乙二材料有限公司", "甲一包装厂（玉屏侗族自治县）", because, "〔2〕"],
        ["大龙经济开发区", "硫酸", "缺链", "补链", "乙二材料有限公司", "贵州晨曦化工有限公司（新晃侗族自治县）", because, "〔1〕"],
    ]  # fmt: skip
    assert tables["matches"].rows == []
    assert [row[:4] for row in tables["outlets"].rows] == [
        ["玉屏侗族自治县", "吨袋", "主产品", "甲一包装厂"], ["新晃侗族自治县", "硫酸", "主产品", "贵州晨曦化工有限公司"],
    ]  # fmt: skip
    # a bound stays with its sum
    assert [row[3:6] for row in tables["links"].rows] == [["吨袋", "超83万元", "2021年"], ["硫酸", "", "未载明"]]


def test_items_of_agreements_say_whose_and_by_when_and_what_nobody_states(tables: dict[str, Table]) -> None:
    pact = ["虚构两地合作协议", "2024年3月1日", "新晃侗族自治县；玉屏侗族自治县"]
    assert tables["agreements"].rows == [
        [*pact, "共建货运站", "玉屏侗族自治县", "2026年12月", "推进中", "〔2〕"],
        [*pact, "支持晨曦扩产", "未载明", "未载明", "未载明", "〔2〕"],
        ["虚构备忘录", "未载明", "新晃侗族自治县", "未载明", "未载明", "未载明", "未载明", "〔1〕"],
    ]
    assert tables["agreements"].spans() == [[2, 2, 2, 1, 1, 1, 1, 1], [0, 0, 0, 1, 1, 1, 1, 1], [1] * 8]
    assert tables["projects"].rows == [
        [
            "乙二材料有限公司年产5万吨前驱体项目",
            "开工",
            "未载明",
            "3.5亿元",
            "大龙经济开发区",
            "乙二材料有限公司",
            "未载明",
            "〔2〕",
        ]
    ]
    assert tables["requests"].rows[0][:3] == ["厂区用电不足", "用电", "甲一包装厂"]


def test_sources_are_numbered_in_the_order_in_which_they_are_named(world: Graph) -> None:
    told = collect(world, AREAS, lang="zh")
    assert [(one.number, one.title, one.publisher, one.published) for one in told.sources] == [
        (1, TABLE, "乙二公司办公室", "2025年6月"), (2, PAPER, "晨曦日报社", "2025年5月30日"),
    ]  # fmt: skip
    assert 1 <= len(told.findings) <= 5
    assert all(one.text.endswith("。") for one in told.findings)
    assert "没有记录不等于没有" in told.findings[-1].text


def test_notes_for_the_command_line_are_no_notes_of_a_report(example: Graph) -> None:
    for lang in ("zh", "en"):
        told = collect(example, "玉屏,大龙,新晃", lang=lang)
        notes = [*told.notes, *(note for part in told.parts for note in part.notes)]
        assert notes
        assert [note for note in notes if re.search(r"`|--\w|载入|\bload\b", note)] == []
        assert len(notes) == len({*notes})


# -- the document ----------------------------------------------------------------------------


def test_the_document_is_set_as_an_official_one(document: Any) -> None:
    first, *others = document.sections
    assert [
        round(length / Mm(1))
        for length in (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)
    ] == [37, 35, 28, 26]
    assert (round(first.page_width / Mm(1)), round(first.page_height / Mm(1))) == (210, 297)
    assert [(round(one.page_width / Mm(1)), round(one.page_height / Mm(1))) for one in others] == [(297, 210)]
    fonts = {
        name: (document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")), document.styles[name].font.size)
        for name in ("Title", "Normal", "Heading 1", "Heading 2")
    }
    assert fonts == {
        "Title": ("方正小标宋简体", Pt(22)), "Normal": ("仿宋", Pt(16)), "Heading 1": ("黑体", Pt(16)), "Heading 2": ("楷体", Pt(16)),
    }  # fmt: skip
    body = document.styles["Normal"]
    assert 28 <= body.paragraph_format.line_spacing.pt <= 30
    assert body.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    lines = [(line.style.name, line.text) for line in document.paragraphs]
    assert lines[:3] == [
        ("Title", "玉屏侗族自治县、大龙经济开发区、新晃侗族自治县产业链缺口与协作情况"),
        ("Subtitle", "（数据截至2025年6月30日）"),
        ("Heading 1", "一、要点"),
    ]  # fmt: skip
    assert lines[3][1].startswith("（一）大龙经济开发区缺")
    assert lines[3][1].endswith("〔1〕〔2〕。")
    text = "\n".join(text for _, text in lines)
    assert "判定阈值（本工具默认值）：供应中断后判为断链的月数24；" in text
    assert "当地企业总数未载明" in text
    assert re.search(r"校验值 h3:[0-9a-f]{16}", text)


def test_pages_are_numbered_outside_between_dashes(document: Any) -> None:
    section = document.sections[0]
    for footer, align in ((section.footer, 2), (section.even_page_footer, 0)):
        line = footer.paragraphs[0]
        assert line.text == "— 1 —"
        assert "PAGE" in "".join(one.text for one in line._element.iter(qn("w:instrText")))
        assert (line.alignment, line.runs[0].font.size) == (align, Pt(14))
    assert document.settings.odd_and_even_pages_header_footer
    assert all(one.footer.is_linked_to_previous for one in [*document.sections][1:])


def test_columns_keep_their_widths_in_every_program(document: Any) -> None:
    assert len(document.tables) == 6
    for table in document.tables:
        element = table._tbl
        assert element.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
        grid = [int(one.get(qn("w:w"))) for one in element.tblGrid.findall(qn("w:gridCol"))]
        assert abs(sum(grid) - Mm(236).pt * 20) < 30
        for row in element.tr_lst:
            assert [int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in row.tc_lst] == grid
        assert element.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None


def test_the_document_says_nothing_of_a_template_or_a_machine(made: Path) -> None:
    core = docx.Document(str(made / "report.docx")).core_properties
    assert (core.author, core.last_modified_by, core.language) == ("chanlian", "chanlian", "zh-CN")
    with zipfile.ZipFile(made / "report.docx") as file:
        assert not [name for name in file.namelist() if "thumbnail" in name]
        fonts = file.read("word/fontTable.xml").decode()
    assert 'w:name="仿宋"' in fonts
    assert "仿宋_GB2312" in fonts


def test_without_a_png_the_map_is_a_table(world: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> NoPicture:
        return NoPicture("no Chinese font is here", "本机没有中文字体")

    monkeypatch.setattr("chanlian.viz.report.report.check_png", missing)
    folder, lines = cl.report(world, AREAS, tmp_path / "r", lang="zh")
    assert sorted(one.name for one in folder.iterdir()) == [name for name in FILES if name != "report.png"]
    assert "本机没有中文字体" in lines
    found = docx.Document(str(folder / "report.docx"))
    assert found.inline_shapes.__len__() == 0
    cells = [[cell.text for cell in row.cells] for row in found.tables[0].rows]
    assert ["大龙经济开发区", "", "吨袋", "缺链", "", "乙二材料有限公司", "甲一包装厂", "", ""] in cells


# -- page, workbook, picture -----------------------------------------------------------------


def test_the_workbook_has_a_sheet_a_table_with_sums_that_can_be_added(made: Path) -> None:
    book = openpyxl.load_workbook(made / "report.xlsx")
    assert book.sheetnames == [
        "要点", "产业链图", "附表1 产业链缺口清单", "附表2 就近配套机会", "附表3 本地生产、本地无人使用的产品", "附表4 跨界联系",
        "附表5 协议（文件）及其事项", "附表6 项目推进情况", "附表7 诉求办理情况", "资料来源", "说明",
    ]  # fmt: skip
    sheet = book["附表4 跨界联系"]
    headings = [cell.value for cell in sheet[3]]
    value = sheet.cell(4, headings.index("金额（万元）") + 1)
    assert (value.value, value.number_format) == (83, '"超"#,##0')
    assert sheet.cell(5, headings.index("起始") + 1).value == "未载明"
    assert sheet["A2"].value == "单位：万元   共2行"
    assert book["附表2 就近配套机会"]["A2"].value == "未发现比现有供应商更近的生产企业。"
    assert all(one.page_setup.paperSize == 9 for one in book.worksheets)
    assert book["资料来源"]["A4"].value == "〔1〕"


def test_a_workbook_of_a_report_is_not_loaded_as_facts(made: Path) -> None:
    with pytest.raises(BadInput, match=r"report\.xlsx"):
        cl.load(connect(":memory:"), made / "report.xlsx")


def test_the_page_needs_no_script_and_fetches_nothing(made: Path) -> None:
    text = (made / "report.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "default-src 'none'" in text
    assert not re.search(r'\s(?:style|on\w+)="', text)
    assert not re.findall(r'(?:src|href)="(?!#)', text)
    assert text.count("<svg") == 1
    assert '<td rowspan="2">虚构两地合作协议</td>' in text
    assert '<a href="#s1">〔1〕</a><a href="#s2">〔2〕</a>' in text
    assert '<html lang="zh-CN">' in text


def test_the_page_is_readable_at_every_width(made: Path, browser: Any) -> None:
    for width in (390, 683, 1366, 1920):
        page = browser.new_page(viewport={"width": width, "height": 800})
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto((made / "report.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("document.querySelector('svg').getBoundingClientRect().height") > 100
        assert page.evaluate("getComputedStyle(document.querySelector('header')).backgroundColor") == "rgb(0, 79, 124)"
        assert said == []
        assert len(asked) == 1
        page.close()


@pytest.mark.skipif(not DRAWS, reason=NO_FONT)
def test_the_picture_is_as_wide_as_a_phone_wants_it(made: Path) -> None:
    data = (made / "report.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(data[16:20], "big") == 1080
    assert int.from_bytes(data[20:24], "big") > 1080
    assert not {b"tEXt", b"iTXt", b"zTXt"} & {data[at : at + 4] for at in range(len(data) - 4)}


def test_english_is_english(world: Graph, tmp_path: Path) -> None:
    folder, _ = cl.report(world, AREAS, tmp_path / "r", lang="en")
    document = docx.Document(str(folder / "report.docx"))
    assert document.paragraphs[2].text == "1. Findings"
    words = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {"missing", "fill the link", "not stated", "agreement or plan", "started", "power"} <= words
    assert not {"缺链", "补链", "未载明"} & words
    assert openpyxl.load_workbook(folder / "report.xlsx").sheetnames[2] == "Table 1 What the chains lack"


# -- the folder ------------------------------------------------------------------------------


def test_an_unchanged_report_is_replaced_and_anything_else_is_not(world: Graph, tmp_path: Path) -> None:
    folder = tmp_path / "r"
    cl.report(world, "新晃", folder)
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    cl.report(world, "新晃", folder)
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before  # the same bytes at any time
    assert sorted(before) == FILES
    (folder / "report.docx").write_bytes(b"edited by somebody")
    with pytest.raises(BadInput, match="a report that somebody has changed"):
        cl.report(world, "新晃", folder)
    assert (folder / "report.docx").read_bytes() == b"edited by somebody"
    cl.report(world, "新晃", folder, force=True)
    assert (folder / "report.docx").read_bytes() == before["report.docx"]
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine")
    for force in (False, True):
        with pytest.raises(BadInput, match="is there already"):
            cl.report(world, "新晃", mine, force=force)
    assert [one.name for one in mine.iterdir()] == ["notes.txt"]


@pytest.mark.skipif(not DRAWS, reason=NO_FONT)
def test_all_files_are_written_or_none(world: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> bytes:
        raise NoPicture("the picture cannot be drawn", "图片无法绘制")

    monkeypatch.setattr("chanlian.viz.report.report.as_png", broken)
    with pytest.raises(NoPicture):
        cl.report(world, "新晃", tmp_path / "r")
    assert list(tmp_path.iterdir()) == []


def test_an_area_without_anything_still_has_its_report(world: Graph, tmp_path: Path) -> None:
    folder, _ = cl.report(world, "万山", tmp_path / "r", lang="zh")
    text = "\n".join(line.text for line in docx.Document(str(folder / "report.docx")).paragraphs)
    assert "万山区：收录企业0家，当地企业总数未载明" in text
    assert "已收录企业中未见缺口；未收录的情况未知。" in text


def test_one_chain_only(example: Graph) -> None:
    told = collect(example, "玉屏,大龙,新晃", chain="锂电材料", lang="zh")
    assert "锂电材料产业链" in told.title
    assert {chain for row in told.parts[0].answer.rows for chain in row["chain"]} == {"锂电材料"}


# -- hostile texts, and an office program ----------------------------------------------------


def test_hostile_texts_stay_text(tmp_path: Path) -> None:
    graph = connect(":memory:")
    names = [
        "=cmd|'/C calc'!A0",
        "</text><script>alert(1)</script>",
        "a\x0bb\x1b[31m",
        "{{7*7}}",
        "x\u202egnp",
        "]]><b>",
    ]
    place = "玉屏侗族自治县"
    cl.load(
        graph,
        {
            "firms": [{"name": f"厂{name}", "place": place} for name in names],
            "supplies": [{"seller": "外厂", "buyer": f"厂{name}", "product": f"料{name}"} for name in names],
            "requests": [{"name": f"诉求{name}", "state": "open", "result": name} for name in names],
            "request_raisers": [{"raiser": f"厂{name}", "request": f"诉求{name}"} for name in names],
        },
        source="=1+1</title><img src=x onerror=alert(1)>",
    )
    folder, _ = cl.report(graph, "玉屏", tmp_path / "r")
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "<img" not in text
    assert "49" not in re.findall(r"厂(\d+)", text)
    assert live("xlsx", (folder / "report.xlsx").read_bytes()) == []
    with zipfile.ZipFile(folder / "report.docx") as file:
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(file.read(name))  # noqa: S314  # our own
        assert "\u202e" not in file.read("word/document.xml").decode()
    document = docx.Document(io.BytesIO((folder / "report.docx").read_bytes()))
    cells = {cell.text for cell in document.tables[0].columns[1].cells}
    assert {"料=cmd|'/C calc'!A0", "料</text><script>alert(1)</script>", "料{{7*7}}"} <= cells


def test_an_office_program_opens_document_and_workbook(made: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    soffice = documents(profile)
    if soffice is None:
        pytest.skip(NO_DOCUMENTS)
    for name in ("report.docx", "report.xlsx"):
        assert runs(converting(soffice, profile, "pdf", tmp_path, made / name), 180)
        data = (tmp_path / "report.pdf").read_bytes()
        pages = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", data)
        assert data.startswith(b"%PDF")
        assert len(pages) >= 7
        wide = {float(width) > float(height) for width, height in pages}
        assert wide == ({True, False} if name == "report.docx" else {True})  # tables lie on their side
        (tmp_path / "report.pdf").unlink()
