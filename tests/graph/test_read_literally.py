"""What this program wrote is read as it stands: nothing in an export is a heading, a total, 同上, a note, a unit or a blank.

All names are invented.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from rows import batch, named, rows
from torture import often
from worlds import batches, worlds

import chanlian as cl
from chanlian.graph import Batch, Graph, connect
from chanlian.graph.identity import identifier
from chanlian.graph.schema import NODES, Node

TABLES = ("csv", "jsonl", "parquet", "json", "xlsx")
HOSTILE = (
    "三七", "合计", "小计", "总计", "同上", "备注", "无", "暂无", "不详", "待定", "〃", "-", "/", "——", "…", "。", "示例", "名称", "企业名称", "name",
    "1", "0915", "2024", "2024年", "2024-01", "1e5", "9.15E3", "-1", "5万元", "100吨", "万元", "%", "null", "NULL", "None", "NaN", "true", "N/A", "#N/A",
    "#FORMULA!", "本地", "外地", "某公司", "多家企业", "散户", "18家企业", "玉屏县", "贵州省", "甲厂（停产）", "★甲厂", "（1）甲厂", "1.甲厂", "①甲", "甲厂等3家",
    "甲、乙", "甲；乙", "甲/乙", "甲，乙", "甲和乙", "[\"甲\"]", "['甲']", "[]", "{\"a\":1}", "=1+1", "'=1+1", "''=1", "'甲", "=\"甲\"", "甲\n乙", "甲\t乙", "甲\"乙", "\\N",
    "_x000D_", "甲\r乙", "注：见附件", "其中：甲", "一、甲", "填表人：张三", "以下空白", "(续)", "firm:甲", "91520622MA6E4U1A0N", "玉\u200b屏", "\ufeff甲", " 甲 ", "\u3000", "甲\n", "长" * 300,
)  # fmt: skip
"""What sheets made for people mean otherwise, or not at all."""


def hostile(names: tuple[str, ...] | list[str]) -> Batch:
    """Everything of every kind is called so, and every text and list that it has says so; who supplies whom is called so too."""
    tables = {
        of.name: [_said(of, row) for row in named(of.name, *names)]
        for of in NODES
        if of.name not in ("region", "source")
    }
    firms, products = ([row["identifier"] for row in tables[of]] for of in ("firm", "product"))
    made = [{"firm": firm, "product": product} for firm, product in zip(firms, products, strict=True)]
    sold = [
        {"seller": one, "buyer": other, "product": product, "quantity": -2.5, "unit": name, "ref": name}
        for one, other, product, name in zip(firms, firms[1:], products, names, strict=False)
    ]
    return batch(names[0], "2024", **tables, produces=made, supplies=sold)


def _said(of: Node, row: dict[str, Any]) -> dict[str, Any]:
    name = row["name"]
    texts = {
        prop.name: prop.words[0][0] if prop.words else name
        for prop in of.properties
        if prop.type == "text" and not prop.key
    }
    lists = {prop.name: [name, f"又{name}"] for prop in of.properties if prop.type == "list"}
    return {**row, **texts, **lists, "aliases": [f"{name}又名"]}


def written(*all_of: Batch) -> Graph:
    graph = connect(":memory:")
    for one in all_of:
        graph.write(one)
    return graph


def again(graph: Graph, form: str) -> Graph:
    """A new graph of an export, of which nothing was rejected, doubted or left out."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / ("out" if form in TABLES[:3] else f"out.{form}")
        cl.export(graph, target, form)
        copy = connect(":memory:")
        done = cl.load(copy, target, rejects=Path(folder) / "rejects.csv")
    assert done.attrs["rejects"].empty, done.attrs["rejects"].to_string()
    assert done.attrs["warnings"].empty, done.attrs["warnings"].to_string()
    assert done["left_out"].sum() == 0
    return copy


@pytest.mark.parametrize("form", TABLES)
def test_whatever_things_are_called_they_come_back(form: str) -> None:
    graph = written(hostile(HOSTILE))
    copy = again(graph, form)
    assert {row["name"] for row in rows(copy, "product")} == set(HOSTILE)
    assert {row["name"]: row["locator"] for row in rows(copy, "firm")} == dict.fromkeys(HOSTILE)
    assert copy.content_hash == graph.content_hash


NAMES = st.lists(
    st.one_of(
        st.sampled_from(HOSTILE),
        st.text(
            st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\t"), min_size=1, max_size=12
        ),
        st.tuples(st.sampled_from(HOSTILE), st.sampled_from("0123456789.、（）；：%万元\"'=#")).map("".join),
    ),
    min_size=2,
    max_size=6,
    unique_by=lambda name: identifier("firm", name),
)


@settings(max_examples=often(4, 300), deadline=None)
@given(names=NAMES, form=st.sampled_from(TABLES))
def test_any_names_come_back(names: list[str], form: str) -> None:
    graph = written(hostile(names))
    assert again(graph, form).content_hash == graph.content_hash


@settings(max_examples=often(3, 300), deadline=None)
@given(world=worlds(), form=st.sampled_from(TABLES))
def test_any_world_comes_back(world: Any, form: str) -> None:
    graph = written(*batches(world))
    assert again(graph, form).content_hash == graph.content_hash


def test_a_person_may_mend_a_table_in_peoples_words(tmp_path: Path) -> None:
    """What is not in the form in which an export writes it was written by a person, and is read as in any table."""
    graph = written(
        batch("s", "2024", chain=[{**named("chain", "链")[0], "stages": ["上游", "下游"]}]),
        batch("s", "2024", project=[{**named("project", "项目")[0], "planned": 1.0}]),
    )
    cl.export(graph, tmp_path / "out")
    for name, old, new in (("chains", "上游；下游", "1.上游、2.下游"), ("projects", '"1"', '"5万元"')):
        table = tmp_path / "out" / f"{name}.csv"
        text = table.read_text(encoding="utf-8")
        assert old in text
        table.write_text(text.replace(old, new), encoding="utf-8")
    copy = connect(":memory:")
    cl.load(copy, tmp_path / "out")
    assert rows(copy, "chain")[0]["stages"] == ["上游", "下游"]
    assert rows(copy, "project")[0]["planned"] == 50_000
