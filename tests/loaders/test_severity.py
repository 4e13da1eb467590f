"""Each rule of what a bad cell costs decides something that no other rule does: one that never fires is no rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from chanlian.graph import connect
from chanlian.graph.schema import KINDS, properties
from chanlian.loaders.columns import severity
from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from pathlib import Path

SETS = ("_SORT", "_METRIC", "_SOURCE")
NAMES = [(of, name) for of in SETS for name in sorted(getattr(severity, of))]


def decisive() -> set[tuple[str, str]]:
    """Every property whose bad value rejects its row."""
    return {(of.name, prop.name) for of in KINDS for prop in properties(of) if severity.is_decisive(of.name, prop)}


@pytest.mark.parametrize(("of", "name"), NAMES)
def test_a_name_that_is_listed_makes_a_difference(of: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = decisive()
    monkeypatch.setattr(severity, of, getattr(severity, of) - {name})
    gone = before - decisive()
    assert gone
    assert {prop for _, prop in gone} == {name}


def test_what_an_empty_cell_says_is_said_where_a_cell_is_left_empty() -> None:
    said = {(of.name, prop.name) for of in KINDS for prop in properties(of) if prop.note.startswith("Empty means")}
    assert said
    for of in KINDS:
        for prop in properties(of):
            if ((of.name, prop.name) in said or prop.name == "until") and not severity.is_decisive(of.name, prop):
                assert severity.reads_as(prop)


def _agreements(container: str, folder: Path) -> object:
    table = pd.DataFrame(
        [
            ["甲协议", "2023年5月18日", "3年", "停止合作"],
            ["乙协议", "2024.3", "至2026年底", "未启动"],
            ["丙协议", "2024.3", "长期", "见附件"],
        ],
        columns=["协议名称", "签订日期", "截止日期", "状态"],
    )
    path = folder / "agreements.csv"
    path.write_text(table.to_csv(index=False), encoding="utf-8")
    return path if container == "csv" else {"agreements": table}


@pytest.mark.parametrize("container", ["csv", "frame"])
def test_an_optional_cell_empties_itself_and_the_warning_says_how_the_fact_reads(
    container: str, tmp_path: Path
) -> None:
    graph = connect(":memory:")
    out = load(graph, _agreements(container, tmp_path))
    assert out["added"].tolist() == [3]
    found = graph.sql("SELECT name, until, status FROM agreement").set_index("name")
    assert found["until"].dropna().to_dict() == {"乙协议": "2026-12"}
    assert found["status"].dropna().to_dict() == {"甲协议": "ended", "乙协议": "planned"}
    warned = out.attrs["warnings"].set_index("value")["reason"]
    assert "says how long" in warned["3年"]
    assert "reads as going on" in warned["3年"]
    assert list(warned.index) == ["3年", "见附件"]


def test_a_required_cell_rejects_its_row() -> None:
    graph = connect(":memory:")
    out = load(graph, {"metrics": [{"indicator": "产值", "value": "很多", "period": "2023"},
                                   {"indicator": "税收", "value": 5, "period": "不详细"}]})  # fmt: skip
    assert out.attrs["rejects"]["value"].tolist() == ["很多"]
    assert out.attrs["warnings"]["value"].tolist() == ["不详细"]
    assert graph.sql("SELECT indicator FROM metric")["indicator"].tolist() == ["税收"]
