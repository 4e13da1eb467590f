"""Make the sheets that docs/FIRST-HOUR.md walks two offices through: `python docs/first-hour/make_sheets.py [FOLDER]`.

All firms, figures and purchases are invented; only the names of places are real. They look as such sheets do: titles and
units above the table, headers of two lines, merged cells, marks at names, totals and notes below.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import openpyxl

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HERE: Final = Path(__file__).parent
INVENTED: Final = "示例：企业和数据均为虚构"

Rows = Sequence[Sequence[Any]]

CERAMICS_FIRMS: Rows = [
    ["高安市建筑陶瓷重点企业基本情况表（2026年10月）"],
    [f"填报单位：高安市工信局（{INVENTED}）"],
    ["序号", "企业名称", "所在地", "主要产品", "主要原辅材料", "2025年产值\n（万元）"],
    ["一、釉面砖、抛光砖企业"],
    [1, "★江西示例甲陶瓷有限公司", "新街镇", "抛光砖（年产2000万平方米）、仿古砖", "瓷砂、釉料、喷墨墨水、包装纸箱", 86000],
    [2, "江西示例乙陶瓷有限公司", "八景镇", "抛光砖（年产1500万平方米）", "瓷砂、釉料、喷墨墨水、包装纸箱", 61000],
    [3, "江西示例丙陶瓷有限公司", "新街镇", "外墙砖；瓷片", "瓷砂、釉料、包装纸箱", 32000],
    ["小计", None, None, None, None, 179000],
    ["二、配套企业"],
    [4, "高安示例釉料有限公司", "新街镇", "釉料（年产3万吨）", "熔块、高岭土、锆英砂", 15000],
    [5, "高安示例包装厂", "灰埠镇", "包装纸箱", "原纸", 4200],
    [6, "高安示例陶瓷机械配件厂（停产）", "八景镇", "陶瓷辊棒", None, 0],
    ["合计", None, None, None, None, 198200],
    ["注：带★的为规上企业中的龙头企业；停产企业仍列入统计。"],
]  # fmt: skip
CERAMICS_BOUGHT: Rows = [
    ["2025年建陶企业主要原辅材料采购情况"],
    [f"单位：万元（{INVENTED}）"],
    ["采购企业", "原辅材料", "供应商", None, "2025年采购额"],
    [None, None, "名称", "所在地", None],
    ["江西示例甲陶瓷有限公司", "喷墨墨水", "佛山示例色釉料有限公司", "广东佛山", 2600],
    [None, "釉料", "高安示例釉料有限公司", "高安市", 3100],
    [None, "瓷砂", "萍乡示例矿业有限公司", "江西萍乡", 1900],
    ["江西示例乙陶瓷有限公司", "喷墨墨水", "佛山示例色釉料有限公司", "广东佛山", 1500],
    [None, "包装纸箱", "高安示例包装厂", "高安市", 420],
    ["高安示例釉料有限公司", "锆英砂", None, "海南文昌", 880],
    ["合计", None, None, None, 10400],
]  # fmt: skip
CERAMICS_CHAIN: Rows = [
    [f"高安市建筑陶瓷产业链图谱（{INVENTED}）"],
    ["环节", "产品", "本地企业"],
    ["原料", "瓷砂", None],
    [None, "锆英砂", "缺"],
    ["色釉料", "釉料", "高安示例釉料有限公司"],
    [None, "喷墨墨水", None],
    ["制造", "抛光砖", "江西示例甲陶瓷有限公司、江西示例乙陶瓷有限公司"],
    [None, "瓷片", "江西示例丙陶瓷有限公司"],
    ["配套", "陶瓷辊棒", "高安示例陶瓷机械配件厂（停产）"],
    [None, "包装纸箱", "高安示例包装厂"],
]
CERAMICS_INPUTS: Rows = [
    ["生产什么，要用什么"],
    ["产品", "投入"],
    ["釉料", "熔块"],
    ["釉料", "锆英砂"],
    ["抛光砖", "瓷砂"],
    ["抛光砖", "陶瓷辊棒"],
    ["瓷片", "釉料"],
    ["瓷片", "陶瓷辊棒"],
]
PARTS_FIRMS: Rows = [
    ["宁国市汽车零部件企业外购件本地配套情况统计表"],
    [f"填报单位：宁国市经信局 2026年9月（{INVENTED}）"],
    ["需求企业", "主导产品", "主要零部件、材料", "本地配套企业", "本地配套占比", "外地来源地", "外地采购额（万元）"],
    ["安徽示例密封件有限公司", "橡胶密封条", "三元乙丙橡胶", "无", "0%", "江苏南京", 5200],
    [None, None, "炭黑", "无", "0%", "江西", 800],
    ["宁国示例减震器有限公司", "减震器", "橡胶衬套", "宁国示例橡塑制品厂", "100%", None, None],
    [None, None, "精密钢管", "无", "0%", "江苏张家港", 2300],
    ["宁国示例橡塑制品厂", "橡胶衬套", "天然橡胶", None, None, "海南", 950],
    ["宁国示例电机有限公司", "微特电机", "漆包线", "无", "0%", "安徽铜陵", 1400],
    ["合计", None, None, None, None, None, 10650],
]
PARTS_LIST: Rows = [
    ["宁国市汽车零部件企业名录"],
    [f"（{INVENTED}）"],
    ["序号", "企业名称", "所属园区", "所在乡镇", "主要产品", "经营状态"],
    [1, "安徽示例密封件有限公司", "宁国经济技术开发区", None, "橡胶密封条", "正常"],
    [2, "宁国示例减震器有限公司", "宁国经济技术开发区", None, "减震器（年产500万支）", "正常"],
    [3, "宁国示例橡塑制品厂", None, "中溪镇", "橡胶衬套", "正常"],
    [4, "宁国示例电机有限公司", "宁国经济技术开发区", None, "微特电机", "正常"],
    [5, "安徽示例铸造有限公司", None, "港口镇", "铸铁件", "停产"],
    [6, "安徽示例磁材有限公司（在建）", "宁国经济技术开发区", None, "磁瓦", None],
]
PARTS_COUNT: Rows = [
    ["对象", "指标名称", "数值", "单位", "期间"],
    ["宁国市", "企业数", 6, "家", "2026"],
]
PARTS_CHAIN: Rows = [
    ["产业链", "环节", "产品"],
    ["汽车零部件", "材料", "三元乙丙橡胶"],
    ["汽车零部件", "材料", "精密钢管"],
    ["汽车零部件", "零部件", "橡胶密封条"],
    ["汽车零部件", "零部件", "橡胶衬套"],
    ["汽车零部件", "零部件", "磁瓦"],
    ["汽车零部件", "总成", "减震器"],
    ["汽车零部件", "总成", "微特电机"],
]
PARTS_INPUTS: Rows = [
    ["产品", "投入"],
    ["橡胶密封条", "炭黑"],
    ["减震器", "减震器油"],
    ["微特电机", "磁瓦"],
    ["微特电机", "漆包线"],
]


def main(folder: Path) -> list[Path]:
    """Write the workbooks of both offices into a folder; their paths."""
    return [
        _book(folder / "高安建陶.xlsx", {"企业基本情况": CERAMICS_FIRMS, "采购情况": CERAMICS_BOUGHT}, ["C3:D3", "A5:A7", "A8:A9"]),
        _book(folder / "高安图谱.xlsx", {"产业链图谱": CERAMICS_CHAIN, "工艺关系": CERAMICS_INPUTS}),
        _book(folder / "宁国汽配.xlsx", {"企业名录": PARTS_LIST, "本地配套": PARTS_FIRMS}, ["A4:A5", "B4:B5", "A6:A7", "B6:B7"]),
        _book(folder / "宁国图谱.xlsx", {"产业链": PARTS_CHAIN, "工艺关系": PARTS_INPUTS}),
        _book(folder / "宁国企业数.xlsx", {"指标": PARTS_COUNT}),
    ]  # fmt: skip


def _book(path: Path, sheets: dict[str, Rows], merged: Sequence[str] = ()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet: Worksheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        width = max(map(len, rows))
        if len(rows[0]) == 1:  # a title
            sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    for cells in merged:  # of the last sheet of a workbook
        book.worksheets[-1].merge_cells(cells)
    book.save(path)
    book.close()
    return path


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
