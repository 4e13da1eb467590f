"""The mapping of a public data set: on a few invented rows in its layout, and on itself where it lies.

The environment variable CHANLIAN_CHAINKG_SOURCE names the folder of its seven files.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import chanlian as cl
from chanlian.graph import Graph, connect
from chanlian.loaders.load_tables import load

MAP = Path(__file__).parents[2] / "examples" / "mappings" / "chainkg.toml"
Facts = Callable[[str], list[dict[str, Any]]]

# All firms, codes and links are invented, but for 中国银行 with the code of another firm: that is the trap.
MINI: dict[str, list[dict[str, Any]]] = {
    "company": [
        {"name": "新名", "fullname": "贵州新名虚构股份有限公司", "code": "600001.SH", "location": "上海证券交易所", "time": "1999-01-01"},
        {"name": "旧名", "fullname": "铜仁旧名虚构股份有限公司", "code": "600001.SH", "location": "上海证券交易所", "time": "1999-01-01"},
        {"name": "无缀", "fullname": "虚构无缀股份有限公司", "code": "300001", "location": "2010-02-11", "time": "2010-02-11"},
        {"name": "丁科技", "fullname": "中国银行股份有限公司", "code": "688999", "location": "上海证券交易所", "time": "2006-07-05"},
    ],
    "industry": [{"code": "110000", "name": "农业"}, {"code": "110100", "name": "种植业"}],
    "industry_industry": [
        {"from_code": "110100", "from_industry": "种植业", "rel": "上级行业", "to_industry": "农业", "to_code": "110000"}
    ],
    "company_industry": [
        {"company_code": "600001.sh", "industry_code": "110100", "industry_name": "种植业", "company_name": "新名", "rel": "所属行业"},
        {"company_code": "688999.SH", "industry_code": "999999", "industry_name": "软件业", "company_name": "丁科技", "rel": "所属行业"},
    ],
    "product": [{"name": name} for name in ("香肠", "香肠饭", "玻璃", "玻璃板", "钢化玻璃", "纸", "平衡项目", "某某分部", "浆\u007f")],
    "company_product": [
        {"company_code": "600001.SH", "product_name": "玻璃", "rel_weight": 0.5, "rel": "主营产品", "company_name": "旧名"},
        {"company_code": "600001.SH", "product_name": "玻璃", "rel_weight": 1.5, "rel": "主营产品", "company_name": "旧名"},
        {"company_code": "300001.SZ", "product_name": "平衡项目", "rel_weight": -0.25, "rel": "主营产品", "company_name": "无缀"},
        {"company_code": "300001.SZ", "product_name": "纸", "rel_weight": 1e-06, "rel": "主营产品", "company_name": "无缀"},
    ],
    "product_product": [
        {"from_entity": "香肠饭", "rel": "上游材料", "to_entity": "香肠"},
        {"from_entity": "香肠", "rel": "产品小类", "to_entity": "香肠饭"},
        {"from_entity": "玻璃", "rel": "产品小类", "to_entity": "钢化玻璃"},
        {"from_entity": "玻璃", "rel": "产品小类", "to_entity": "玻璃板"},
        {"from_entity": "浆", "rel": "下游产品", "to_entity": "纸"},
        {"from_entity": "纸", "rel": "上游材料", "to_entity": "浆"},
        {"from_entity": "纸", "rel": "上游材料", "to_entity": "纸"},
    ],
}  # fmt: skip


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    folder = tmp_path / "mini"
    folder.mkdir()
    for name, rows in MINI.items():
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    return folder


def flagged(answer: pd.DataFrame, file: str, word: str) -> int:
    rows = answer.attrs["flagged"]
    return int(rows[(rows["file"] == file) & rows["reason"].str.contains(word)]["rows"].sum())


def left_out(answer: pd.DataFrame, file: str, word: str) -> int:
    rows = answer.attrs["left_out"]
    return int(rows[(rows["file"] == file) & rows["reason"].str.contains(word)]["rows"].sum())


def test_the_mapping_on_invented_rows(graph: Graph, facts: Facts, mini: Path) -> None:
    answer = load(graph, mini, mapping=MAP)
    assert answer["rejected"].sum() == 0
    inputs = answer.attrs["inputs"]
    assert inputs["rows"].sum() == sum(map(len, MINI.values()))
    assert (inputs["mapped"] + inputs["left_out"] == inputs["rows"]).all()
    firms = {row["name"]: row for row in facts("firm")}
    assert set(firms) == {"贵州新名虚构股份有限公司", "虚构无缀股份有限公司", "中国银行股份有限公司", "丁科技"}
    assert firms["贵州新名虚构股份有限公司"]["aliases"] == ["600001.SH", "新名", "旧名", "铜仁旧名虚构股份有限公司"]
    assert firms["虚构无缀股份有限公司"]["aliases"] == ["300001.SZ", "无缀"]
    assert firms["中国银行股份有限公司"]["aliases"] is None
    assert firms["丁科技"]["aliases"] == ["688999.SH"]
    assert [(row["place"], row["basis"]) for row in facts("located_in")] == [("region:520000", "name")]
    names = {row["identifier"]: row["name"] for kind in ("product", "firm", "industry") for row in facts(kind)}
    assert sorted(row["name"] for row in facts("product")) == sorted(
        ["香肠", "香肠饭", "玻璃", "玻璃板", "钢化玻璃", "纸", "浆"]
    )
    assert sorted((names[row["input"]], names[row["product"]]) for row in facts("input_of")) == [
        ("浆", "纸"), ("香肠", "香肠饭"),
    ]  # fmt: skip
    assert [(names[row["kind"]], names[row["broader"]]) for row in facts("kind_of")] == [("钢化玻璃", "玻璃")]
    assert sorted((names[row["firm"]], names[row["product"]]) for row in facts("produces")) == [
        ("虚构无缀股份有限公司", "纸"), ("贵州新名虚构股份有限公司", "玻璃"),
    ]  # fmt: skip
    assert sorted((names[row["firm"]], names[row["industry"]]) for row in facts("in_industry")) == [
        ("丁科技", "软件业"), ("贵州新名虚构股份有限公司", "种植业"),
    ]  # fmt: skip
    assert flagged(answer, "company_product.json", "below 0") == 1
    assert flagged(answer, "company_product.json", "above 1") == 1
    assert left_out(answer, "product_product.json", "linked to itself") == 1
    again = load(graph, mini, mapping=MAP)
    assert again[["added", "changed", "rejected"]].sum().sum() == 0
    assert again["left_out"].tolist() == answer["left_out"].tolist()


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Graph, pd.DataFrame]:
    source = os.environ.get("CHANLIAN_CHAINKG_SOURCE")
    if not source:
        pytest.skip("CHANLIAN_CHAINKG_SOURCE does not name the folder of the data set")
    folder = tmp_path_factory.mktemp("chainkg")
    graph = connect(str(folder / "graph.duckdb"))
    return graph, load(graph, source, mapping=MAP, rejects=folder / "rejects.csv")


def test_every_row_of_the_data_set_is_accounted_for(real: tuple[Graph, pd.DataFrame]) -> None:
    _, answer = real
    inputs = answer.attrs["inputs"]
    assert inputs["rows"].sum() == 269_566
    assert (inputs["mapped"] + inputs["left_out"] == inputs["rows"]).all()
    assert (answer["read"] == answer[["added", "changed", "unchanged", "merged", "rejected"]].sum(axis=1)).all()
    assert answer["rejected"].sum() == 0
    # 107 rows state a firm beside its industry: a row of each table
    assert answer["read"].sum() + answer["left_out"].sum() == 269_566 + 107
    by_rule = answer.attrs["left_out"].groupby("file")["rows"].sum().to_dict()
    assert by_rule == {one.file: one.left_out for one in inputs.itertuples() if one.left_out}


def test_the_traps_of_the_data_set(real: tuple[Graph, pd.DataFrame]) -> None:
    graph, answer = real
    assert flagged(answer, "company.json", "lacks its exchange") == 752
    assert flagged(answer, "company.json", "shifted") == 1
    assert flagged(answer, "company.json", "before this market opened") == 23
    assert flagged(answer, "company.json", "renamed") == 49
    assert flagged(answer, "company_product.json", "below 0") == 763
    assert flagged(answer, "company_product.json", "above 1") == 48
    assert left_out(answer, "product_product.json", "linked to itself") == 108
    merged = answer.set_index("kind")["merged"].to_dict()
    assert merged["inputs"] == 374  # what is stated both ways round
    # a bank that the source gives the code and short name of a software firm
    assert cl.show(graph, "中国银行股份有限公司").loc[0, "aliases"] is None
    assert cl.show(graph, "600690.SH").loc[0, "name"] == "海尔智家股份有限公司"
    with pytest.raises(cl.UnknownName):
        cl.show(graph, "平衡项目")
    inputs = cl.show(graph, "红豆薏米仁汤").loc[0, "facts"]
    assert "冰糖 is an input of 红豆薏米仁汤" in inputs
