"""A row that names a park and a region which lie apart loses neither without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from chanlian.graph import connect
from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from pathlib import Path


REGIONS = {"新晃": True, "玉屏": False, "铜仁市": False, "贵州省": False, "湖南省": True}
"""What a row says beside a park of 玉屏, and whether there is a word about it."""


@pytest.mark.parametrize("container", ["csv", "frame"])
def test_a_region_in_which_the_park_is_not_known_to_lie(container: str, tmp_path: Path) -> None:
    graph = connect(":memory:")
    load(graph, {"parks": [{"name": "东园", "place": "玉屏"}]})
    names = [f"{number}厂" for number in "甲乙丙丁戊"]
    table = pd.DataFrame({"企业名称": names, "所在地": list(REGIONS), "所属园区": ["东园"] * len(REGIONS)})
    path = tmp_path / "firms.csv"
    path.write_text(table.to_csv(index=False), encoding="utf-8")
    out = load(graph, path if container == "csv" else {"firms": table})
    said = out.attrs["warnings"]
    assert said["value"].tolist() == [region for region, warned in REGIONS.items() if warned]
    for region, reason in zip(said["value"], said["reason"], strict=True):
        assert "东园" in reason, region
        assert "玉屏侗族自治县" in reason, region
        assert ("新晃侗族自治县" if region == "新晃" else region) in reason, region
