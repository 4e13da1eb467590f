"""examples/notebooks/product_chain.ipynb: every cell runs in order, and shows what the text around it says."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

NOTEBOOK = Path(__file__).parents[1] / "examples" / "notebooks" / "product_chain.ipynb"


def ran(cells: list[dict[str, Any]]) -> tuple[dict[str, Any], list[Any]]:
    """The names that the code cells leave, and what each shows: the value of its last line, as a notebook does."""
    names: dict[str, Any] = {}
    shown = []
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse("".join(cell["source"]))
        last = tree.body[-1] if isinstance(tree.body[-1], ast.Expr) else None
        if last is not None:
            tree.body.pop()
        exec(compile(tree, cell["id"], "exec"), names)  # noqa: S102  # our own cells
        value = eval(compile(ast.Expression(last.value), cell["id"], "eval"), names) if last is not None else None  # noqa: S307
        html = getattr(value, "_repr_html_", None)
        assert html is None or html()
        assert repr(value)
        shown.append(value)
    return names, shown


def test_it_is_a_notebook_that_says_that_its_data_are_invented() -> None:
    said = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert (said["nbformat"], said["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in said["cells"]}) == len(said["cells"])
    assert "**invented**" in "".join(said["cells"][0]["source"])
    assert all(cell["outputs"] == [] for cell in said["cells"] if cell["cell_type"] == "code")


def test_every_cell_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    names, shown = ran(json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"])
    frames = [one for one in shown if isinstance(one, pd.DataFrame)]
    loaded, before, suppliers, after = frames
    assert loaded["rejected"].sum() == 0
    assert dict(before[["product", "state"]].to_numpy().tolist()) == {
        "工业磷酸": "unknown",
        "碳酸锂": "unknown",
        "磷酸铁": "served",
    }
    assert suppliers["firm"].tolist() == ["重庆渝丙虚构化工股份有限公司"]
    assert dict(after[["product", "state"]].to_numpy().tolist())["工业磷酸"] == "missing"
    assert names["downstream"] == ["工业磷酸", "磷酸铁", "磷酸铁锂", "磷酸铁锂电池"]
    assert "<iframe" in names["page"]._repr_html_()
    assert shown[-1] is True
    assert "gaps(area=贵州省), graph 2025-03.zip" in capsys.readouterr().out
    assert {path.name for path in (tmp_path / "product_chain").iterdir()} >= {
        "chain.duckdb",
        "guizhou.html",
        "tables",
        "2025-03.zip",
    }
