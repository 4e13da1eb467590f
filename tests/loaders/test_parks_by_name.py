"""A park in the column of places lies in the county with which its name begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl

from chanlian.graph import connect
from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from pathlib import Path


def test_a_park_whose_name_says_its_county(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["企业名称", "所在地"], ["甲公司", "吴江区汾湖高新区"], ["乙公司", "吴江区"], ["丙公司", "某某高新区"]):
        sheet.append(row)
    book.save(tmp_path / "企业.xlsx")
    graph = connect(":memory:")
    load(graph, tmp_path / "企业.xlsx")
    found = graph.sql(
        "SELECT f.name, r.name AS county FROM firm f LEFT JOIN region r ON r.id = f.county ORDER BY f.name"
    )
    assert found.fillna("").values.tolist() == [["丙公司", ""], ["乙公司", "吴江区"], ["甲公司", "吴江区"]]
