"""An invented world for reports: few facts, of which every row of the report can be told by hand.

玉屏 makes ton bags and sells them to 大龙; 大龙 buys acid of a firm in 新晃. All firms, projects, sources and figures are
invented; only regions are real. What a redacted report must not tell stands in `SECRETS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chanlian import load
from chanlian.graph import connect

if TYPE_CHECKING:
    from chanlian.graph import Graph

Rows = list[dict[str, str]]
PAPER, TABLE = "晨曦报：甲一包装厂的故事", "乙二台账"
CODE = "91520622MA6DXXXX0A"
TABLES: dict[str, Rows] = {
    "sources": [
        {"name": PAPER, "publisher": "晨曦日报社", "published": "2025-05-30", "kind": "newspaper article", "url": "https://chenxi.invalid/1"},
        {"name": TABLE, "publisher": "乙二公司办公室", "published": "2025-06", "kind": "table"},
    ],
    "parks": [{"name": "大龙经济开发区", "own_area": "true", "within": "玉屏侗族自治县", "source": PAPER}],
    "firms": [
        {"name": "甲一包装厂", "aliases": "甲一", "place": "玉屏侗族自治县", "contact": "张三 13800001111", "source": PAPER},
        {"name": "乙二材料有限公司", "aliases": "乙二;乙二材料", "place": "大龙经济开发区", "source": PAPER},
        {"name": "贵州晨曦化工有限公司", "place": "新晃侗族自治县", "source": TABLE},
        {"name": "Delta Ltd", "place": "新晃侗族自治县", "source": TABLE},
    ],
    "produces": [
        {"firm": "甲一包装厂", "product": "吨袋", "source": PAPER},
        {"firm": "贵州晨曦化工有限公司", "product": "硫酸", "source": TABLE},
    ],
    "supplies": [
        {"seller": "甲一包装厂", "buyer": "乙二材料有限公司", "product": "吨袋", "value": "超83万元", "since": "2021", "source": PAPER},
        {"seller": "贵州晨曦化工有限公司", "buyer": "乙二材料有限公司", "product": "硫酸", "source": TABLE},
    ],
    "projects": [
        {"name": "乙二材料有限公司年产5万吨前驱体项目", "aliases": "前驱体扩产", "stage": "started", "planned": "3.5亿元",
         "progress": "完成投资1.2亿元，乙二已备案", "source": PAPER},
    ],
    "project_sites": [{"project": "前驱体扩产", "place": "大龙经济开发区", "source": PAPER}],
    "investments": [{"investor": "乙二", "project": "前驱体扩产", "source": PAPER}],
    "agreements": [
        {"name": "虚构两地合作协议", "signed": "2024-03-01", "status": "active", "source": PAPER},
        {"name": "虚构备忘录", "signed": "", "status": "", "source": TABLE},
    ],
    "parties": [
        {"party": "玉屏侗族自治县", "agreement": "虚构两地合作协议", "role": "signatory", "source": PAPER},
        {"party": "新晃侗族自治县", "agreement": "虚构两地合作协议", "role": "signatory", "source": PAPER},
        {"party": "新晃侗族自治县", "agreement": "虚构备忘录", "role": "signatory", "source": TABLE},
    ],
    "measures": [
        {"name": "共建货运站", "status": "running", "responsible": "玉屏侗族自治县", "due": "2026-12", "source": PAPER},
        {"name": "支持晨曦扩产", "status": "", "responsible": "", "source": PAPER},
    ],
    "parts": [
        {"part": "共建货运站", "whole": "虚构两地合作协议", "source": PAPER},
        {"part": "支持晨曦扩产", "whole": "虚构两地合作协议", "source": PAPER},
    ],
    "requests": [
        {"name": "厂区用电不足", "kind": "power", "state": "open", "result": "甲一联系电话0856-1234567，年增负荷2万千瓦", "source": PAPER},
    ],
    "request_raisers": [{"raiser": "甲一", "request": "厂区用电不足", "source": PAPER}],
}  # fmt: skip
SECRETS = (
    "甲一包装厂", "甲一", "乙二材料有限公司", "乙二材料", "乙二", "贵州晨曦化工有限公司", "晨曦", "Delta Ltd", "Delta",
    "前驱体扩产", "年产5万吨", "前驱体项目", PAPER, TABLE, "晨曦日报社", "公司办公室", "chenxi", "张三", "13800001111", "0856",
    "83万", "3.5亿", "350,000,000", "350000000", "1.2亿", "2万千瓦", "firm:", "project:", "source:",
)  # fmt: skip
"""Names, aliases, short names, titles, publishers, addresses, contacts, sums and identifiers."""
AREAS = "玉屏,大龙经济开发区,新晃"


def report_world() -> Graph:
    """The graph of it."""
    graph = connect(":memory:")
    load(graph, TABLES, with_contacts=True)
    return graph
