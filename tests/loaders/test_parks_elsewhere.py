"""A row that names a park and a region which lie apart loses neither without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from chanlian.graph.graph import connect
from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("container", ["csv", "frame"])
@pytest.mark.parametrize(
    ("region", "warned"), [("新晃", True), ("玉屏", False), ("铜仁市", False), ("贵州省", False), ("湖南省", True)]
)
def test_a_region_in_which_the_park_is_not_known_to_lie(
    container: str, region: str, warned: bool, tmp_path: Path
) -> None:
    graph = connect(":memory:")
    load(graph, {"parks": [{"name": "东园", "place": "玉屏"}]})
    table = pd.DataFrame({"企业名称": ["甲厂"], "所在地": [region], "所属园区": ["东园"]})
    path = tmp_path / "firms.csv"
    path.write_text(table.to_csv(index=False), encoding="utf-8")
    out = load(graph, path if container == "csv" else {"firms": table})
    said = out.attrs["warnings"]
    assert said["value"].tolist() == ([region] if warned else [])
    if warned:
        assert "东园" in said["reason"][0]
        assert "玉屏侗族自治县" in said["reason"][0]
        assert ("新晃侗族自治县" if region == "新晃" else region) in said["reason"][0]
