"""Forms and office sheets through a spreadsheet program (LibreOffice): the same facts from every format it saves.

All firms and figures are invented; only names of regions are real.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from abilities import NO_SHEETS, converting, office, runs
from office import Page, xlsx

from chanlian.graph import Graph, connect
from chanlian.loaders.load_tables import load
from chanlian.viz.forms.template import template

EACH_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""The filter of CSV that writes every sheet to a file of its own: comma, quotes, UTF-8, cells as shown."""

ROWS: dict[str, dict[str, Sequence[Any]]] = {
    "zh": {
        "企业": ["1", "甲某包装（虚构）", None, "玉屏侗族自治县", "吨袋、编织袋", "聚丙烯"],
        "供应": ["1", "甲某包装（虚构）", "乙某材料（虚构）", "吨袋", None, 300, "年度", "2024年", 12, "吨", "2023年6月"],
        "项目": ["1", "虚构二期项目", "新晃侗族自治县", "甲某包装（虚构）", "碳酸钙", "签约", "2024年5月", 50000],
        "诉求": ["1", "二期用地（虚构）", "甲某包装（虚构）", "用地", None, None, "2024年3月"],
    },
    "en": {
        "firms": ["1", "Firm A (invented)", None, "玉屏侗族自治县", "ton bags; sacks", "polypropylene"],
        "supplies": ["1", "Firm A (invented)", "Firm B (invented)", "ton bags", None, 300, "annual", "2024", 12, "t", "2023-06"],
        "projects": ["1", "Second stage (invented)", "新晃侗族自治县", "Firm A (invented)", "calcite", "signed", "2024-05", 50000],
        "requests": ["1", "Land (invented)", "Firm A (invented)", "land", None, None, "2024-03"],
    },
}  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_form_not_filled_in_says_nothing(lang: str, tmp_path: Path) -> None:
    form = template(["firms", "supplies", "projects", "requests"], tmp_path / "f.xlsx", lang=lang)
    graph = connect(":memory:")
    graph.create()
    empty = graph.content_hash
    answer = load(graph, form, lang=lang)
    assert graph.content_hash == empty
    assert answer["read"].tolist() == [0, 0, 0, 0, 0]
    assert answer["left_out"].tolist() == [0, 1, 1, 1, 1]
    assert answer["kind"].tolist() == [None, "firms", "supplies", "projects", "requests"]
    assert answer.attrs["notes"] == []
    assert any(
        "example" in note or "示例" in note for note in load(graph, form, lang=lang, dry_run=True).attrs["notes"]
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_form_filled_in(lang: str, tmp_path: Path) -> None:
    graph = connect(":memory:")
    answer = load(graph, filled(tmp_path / "f.xlsx", lang))
    assert answer["added"].tolist() == [0, 1, 1, 1, 1]
    assert answer["rejected"].sum() == 0
    (supply,) = (row for part in graph.scan("supplies") for row in part.to_pylist())
    assert supply["value"] == 3_000_000
    (project,) = (row for part in graph.scan("project") for row in part.to_pylist())
    assert project["planned"] == 500_000_000


SHEET = Page(
    "Sheet1",
    [
        ["玉屏侗族自治县重点企业情况表（虚构）"],
        [None, None, None, "单位：万元"],
        ["序号", "企业名称", "主要产品", "年产值"],
        [1, "甲某包装（虚构）", "吨袋", 1200.5],
        [2, "乙某钙业（虚构）", "碳酸钙", 3000],
        [3, None, None, None],
        ["合计", None, None, 4200.5],
        ["注：本表数据均为虚构。"],
    ],
    merged=("A1:D1", "A7:C7", "A8:D8"),
)


@pytest.mark.parametrize("form", ["xlsx", "ods", "xls", "csv"])
def test_forms_and_an_office_sheet_through_a_spreadsheet_program(form: str, profile: Path, tmp_path: Path) -> None:
    # all in one start of the program, which takes longer than the rest
    given = [
        filled(tmp_path / "zh.xlsx", "zh"),
        filled(tmp_path / "en.xlsx", "en"),
        xlsx(tmp_path / "office.xlsx", SHEET),
    ]
    made = converted(given, form, tmp_path / "out", profile)
    for lang in ("zh", "en"):
        got = connect(":memory:")
        mine = [path for path in made if path.name.startswith(lang)]
        answer = load(got, *[path for path in mine if "填写说明" not in path.name and "how to" not in path.name],
                      source="s", published="2025")  # fmt: skip
        assert answer["rejected"].sum() == 0
        assert answer["left_out"].sum() == 4, "the example rows"
        assert facts(got) == wanted(lang)
        assert sum(map(len, wanted(lang).values())) > 10
    want, got = connect(":memory:"), connect(":memory:")
    before = load(want, given[-1], source="s", published="2025")
    after = load(got, *[path for path in made if path.name.startswith("office")], source="s", published="2025")
    counts = ["kind", "read", "added", "rejected", "left_out"]
    assert (
        after[counts].to_numpy().tolist()
        == before[counts].to_numpy().tolist()
        == [
            ["firms", 2, 2, 0, 3],
            ["metrics", 2, 2, 0, 0],
        ]
    )
    assert facts(got) == facts(want)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile of LibreOffice for this process: to make a new one takes it longer than to convert a file."""
    return tmp_path_factory.mktemp("profile")


@cache
def wanted(lang: str) -> dict[str, list[dict[str, Any]]]:
    """The facts of the form filled in, as it is."""
    graph = connect(":memory:")
    with tempfile.TemporaryDirectory() as folder:
        load(graph, filled(Path(folder) / "f.xlsx", lang), source="s", published="2025")
    return facts(graph)


def filled(path: Path, lang: str) -> Path:
    """A form with one row filled in below each example."""
    template(["firms", "supplies", "projects", "requests"], path, lang=lang)
    book = openpyxl.load_workbook(path)
    for title, row in ROWS[lang].items():
        for number, cell in enumerate(row, start=1):
            book[title].cell(3, number, cell)
    book.save(path)
    book.close()
    return path


def converted(paths: Sequence[Path], form: str, folder: Path, profile: Path) -> list[Path]:
    """What LibreOffice makes of files, with a profile that no one else uses."""
    folder.mkdir()
    to = EACH_SHEET if form == "csv" else form
    soffice = the_office(profile)
    if soffice is None:
        pytest.skip(NO_SHEETS)
    assert runs(converting(soffice, profile, to, folder, *paths), 180)
    made = sorted(folder.iterdir())
    assert made, "it makes a workbook of a small table, and nothing of these files"
    return made


@cache
def the_office(profile: Path) -> str | None:
    """Looked for once: that takes seconds."""
    return office(profile)


def facts(graph: Graph) -> dict[str, list[dict[str, Any]]]:
    """All facts apart from where they were read."""
    kinds = ["firm", "product", "project", "request", "supplies", "produces", "consumes", "located_in"]
    out = {}
    for kind in kinds:
        rows = pd.DataFrame([row for part in graph.scan(kind) for row in part.to_pylist()])
        out[kind] = rows.drop(columns=["locator", "recorded"], errors="ignore").astype(str).to_dict("records")
    return out
