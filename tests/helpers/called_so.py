"""Graphs whose things are called what sheets made for people mean otherwise. All names are invented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rows import batch, named

from chanlian.graph import Batch, Graph, connect
from chanlian.graph.schema import NODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chanlian.graph.schema import Node

HOSTILE = (
    "三七", "合计", "小计", "总计", "同上", "备注", "无", "暂无", "不详", "待定", "〃", "-", "/", "——", "…", "。", "示例", "名称",
    "企业名称", "name",    "1", "0915", "2024", "2024年", "2024-01", "1e5", "9.15E3", "-1", "5万元", "100吨", "万元", "%", "null", "NULL", "None",
    "NaN", "true", "N/A", "#N/A",    "#FORMULA!", "本地", "外地", "某公司", "多家企业", "散户", "18家企业", "玉屏县", "贵州省",
    "甲厂（停产）", "★甲厂", "（1）甲厂",
    "1.甲厂", "①甲", "甲厂等3家",
    "甲、乙", "甲；乙", "甲/乙", "甲，乙", "甲和乙", "[\"甲\"]", "['甲']", "[]", "{\"a\":1}", "=1+1", "'=1+1", "''=1", "'甲", "=\"甲\"",
    "甲\n乙", "甲\t乙", "甲\"乙", "\\N",
    "_x000D_", "甲\r乙", "注：见附件", "其中：甲", "一、甲", "填表人：张三", "以下空白", "(续)", "firm:甲", "91520622MA6E4U1A0N",
    "玉\u200b屏", "\ufeff甲",
    " 甲 ", "\u3000", "甲\n", "长" * 300,
)  # fmt: skip
"""What sheets made for people mean otherwise, or not at all."""


def hostile(names: Sequence[str]) -> Batch:
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
    """A graph of what batches say."""
    graph = connect(":memory:")
    for one in all_of:
        graph.write(one)
    return graph
