"""What a region is, what a graph holds, what facts rest on, how an answer is cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from world import small

from chanlian.graph.answer_columns import names
from chanlian.graph.errors import AmbiguousName, UnknownName
from chanlian.queries import cite, evidence, gaps, info, list as list_kind, region
from chanlian.queries.answer import records
from chanlian.queries.places.info import INFO_COLUMNS
from chanlian.queries.places.region import REGION_COLUMNS

if TYPE_CHECKING:
    from chanlian.graph import Graph


def test_region() -> None:
    frame = region("玉屏")
    assert list(frame.columns) == list(names(REGION_COLUMNS))
    row = records(frame)[0]
    assert (row["code"], row["level"], row["parent"]) == ("520622", "county", "铜仁市")
    assert "新晃侗族自治县" in row["neighbours"]
    assert row["lat"] == pytest.approx(27.2, abs=0.3)
    assert records(region("520622")) == records(region("玉屏侗族自治县")) == [row]
    assert records(region("431227"))[0]["name"] == "新晃侗族自治县"
    with pytest.raises(AmbiguousName, match="110105"):
        region("朝阳区")
    with pytest.raises(UnknownName):
        region("大龙")  # no official division


def test_region_of_the_past_and_below_the_county() -> None:
    frame = region("522223")
    assert frame.attrs["notes"] == ["522223 玉屏侗族自治县 (–2011) is 玉屏侗族自治县 (520622) today"]
    assert region("杭州市下城区", lang="zh").attrs["notes"] == [
        "330103 下城区 (–2021, 国函〔2021〕29号)现已并入拱墅区 (330105)，以下为后者全域的结果"
    ]
    row = records(frame)[0]
    assert row["formerly"] == ["522223 玉屏侗族自治县 (–2011)", "522223 玉屏县 (–1983)"]
    assert row["valid_since"] == "2011"
    assert [{**row, "neighbours": None}] == [{**other, "neighbours": None} for other in records(region("玉屏"))]
    township = records(region("玉屏县大龙街道"))[0]
    assert (township["level"], township["parent"], township["neighbours"]) == ("township", "玉屏侗族自治县", [])
    notes = region("大新县桃城镇新民路", lang="zh").attrs["notes"]
    assert "按地址读作桃城镇 (451424100)" in notes
    with pytest.raises(UnknownName, match="2018"):
        region("140203")


def test_info(world: Graph, example: Graph) -> None:
    frame = info(world)
    assert list(frame.columns) == list(names(INFO_COLUMNS))
    counts = frame.set_index("kind")
    assert counts.loc["firm"].tolist() == [9, 9]
    assert counts.loc["supplies"].tolist() == [13, 13]
    assert (frame["count"] > 0).all()
    assert "8 of 9 firms have a place" in frame.attrs["notes"][0]
    assert world.content_hash in frame.attrs["notes"][0]
    assert "9家企业中8家有地点" in info(world, lang="zh").attrs["notes"][0]
    assert info(example).set_index("kind").loc["project"].tolist() == [27, 27]
    # of the bundled regions nobody but the package itself is the source
    assert frame.attrs["as_of"] == "2025-05-30"


def test_info_of_an_empty_graph() -> None:
    from chanlian.graph import connect

    frame = info(connect(":memory:"))
    assert frame.empty
    assert frame.attrs["notes"] == ["the graph is empty"]


def test_evidence_by_fact(example: Graph) -> None:
    fact = list_kind(example, "supplies")["fact"].tolist()[0]
    (said,) = evidence(example, {"supplies": [fact], "firm": []})[fact]
    assert said["publisher"]
    assert "paragraph" in said["locator"]
    assert said["method"] == "table"
    assert evidence(example, {}) == {}
    assert evidence(example, {"supplies": ["0" * 16]}) == {}


def test_cite(world: Graph) -> None:
    frame = gaps(world, "A1", with_zones=True)
    text = cite(frame)
    assert text.startswith("chanlian ")
    assert "gaps(area=A1, with_zones=True)" in text
    assert world.content_hash in text
    assert "as of 2025-05-30" in text
    assert "数据截至 2025-05-30" in cite(frame, "zh")


def test_counts_are_whole_and_nulls_are_null() -> None:
    graph = small(firm="F@A1; G@A2", supplies="G F x value=5")
    row = records(gaps(graph, "A1"))[0]
    assert isinstance(row["suppliers"], int)
    assert row["needed"] is None
    assert row["coverage"] is None
