"""Firms down, products across, and a figure where both meet (2023年分品种产量): a metric of the firm and the product together.

What is counted is said by the title; that the columns are products is said by it too (分产品, 分品种), or by a column that sums them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...read.shape.looks import is_firm
from ...values.header_units import parted, title_units
from ...values.lists import is_blank
from ...values.periods import period_of
from ..dated_figures import speaks_of_time
from ..derived import Rows, stage_tables
from ..figures import figure_of
from .crosstab import no_goods, products_of
from .said_above import period_above, plan_above

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...read.sheet import Sheet, Staging
    from ..headers import TableKind

_MOST: Final = 500
_FEWEST: Final = 2
_FIRMS: Final = re.compile(r"(?:企业|单位|公司|厂家|厂商|生产企业|会员单位)(?:名称|简称|全称)?")
_MEASURE: Final = re.compile(
    r"(?P<what>产量|生产量|产出量|销量|销售量|出货量|销售额|销售收入|产值|库存量?|出口量|出口额)"
)
_PARTED: Final = re.compile(r"[分按各](?:主要|类|种)?(?:产品|品种|品类|车型|机型|规格|系列|牌号|型号|种类)")
_TOTAL: Final = re.compile(r".{0,4}(?:合\s*计|小\s*计|总\s*计|共\s*计|总量|总产量|总额)")
_NO_ROW: Final = re.compile(
    r"(?:合|小|总|共)\s*计|其中.*|(?:注|说明|备注|数据来源|来源|填[表报]|制表|审核)[^，。]{0,6}[:：\d].*|注.*"
)
_ASIDE: Final = re.compile(r"序号?|编号|备注|说明|所在.*|属地|地址|联系.*|电话")
_NUMBER: Final = re.compile(r"(?:约|近|超过?|不足|逾)?\s*\d[\d.,]*\s*(?:左右|余|多|以上|以下)?")
_HEADERS: Final = ["指标", "涉及对象", "数值", "单位", "期间", "性质"]


def read_by_product(staging: Staging, table_kinds: Mapping[str, TableKind]) -> None:
    """Make metrics of each such table; leave other sheets as they are."""
    for sheet in list(staging.sheets):
        if sheet.office and 0 < sheet.rows <= _MOST and not sheet.asked:
            _read(staging, sheet, table_kinds)


def _read(staging: Staging, sheet: Sheet, table_kinds: Mapping[str, TableKind]) -> None:
    rows = staging.db.execute(f"SELECT * FROM {sheet.relation} ORDER BY line").fetchall()
    found = _columns(sheet, rows, table_kinds)
    texts = [*sheet.titles, sheet.sheet or ""]
    measures = {match["what"] for text in texts for match in _MEASURE.finditer(text)}
    units = title_units(sheet.titles) or [unit for text in sheet.titles if (unit := parted(text)[1])]
    if found is None or len(measures) != 1 or len(units) != 1:
        return
    name, goods, left = found
    measure, unit = measures.pop(), units[0]
    period, span = period_above(sheet.timed)
    plan = plan_above(sheet.titles)
    facts: Rows = []
    firms: dict[str, int] = {}
    for line, *cells in rows:
        firm = cells[name]
        if not isinstance(firm, str) or _NO_ROW.fullmatch(firm):
            continue
        for n, product in goods.items():
            cell = cells[n]
            if isinstance(cell, str) and not is_blank(cell) and _NUMBER.fullmatch(cell):
                facts.append((line, (measure, f"{firm}；{product}", cell, unit, period, plan)))
                firms.setdefault(firm, line)
    if len(facts) < _FEWEST:
        return
    whole: Rows = [(line, (firm,)) for firm, line in firms.items() if is_firm(firm)]
    made_of: Rows = [(sheet.header_lines[-1], (product,)) for product in dict.fromkeys(goods.values())]
    tables = (("firms", ["企业名称"], whole), ("products", ["名称"], made_of), ("metrics", _HEADERS, facts))
    stage_tables(staging, sheet, tables)
    staging.sheets.remove(sheet)
    staging.say(
        sheet,
        f"firms down and products across: {len(facts)} figures are read as {measure} ({unit}) of a firm and a product"
        + (f"; their period ({span}) is no year, half, quarter or month and is not kept" if span else "")
        + (f"; not read: {', '.join(left)}" if left else ""),
        f"企业在行、产品在列，{len(facts)} 个数值读作各企业各产品的{measure}（{unit}）"
        + (f"；其期间（{span}）不是整年、半年、季度或月份，未保存" if span else "")
        + (f"；未读取：{'、'.join(left)}" if left else ""),
    )


def _columns(
    sheet: Sheet, rows: list[tuple[object, ...]], table_kinds: Mapping[str, TableKind]
) -> tuple[int, dict[int, str], list[str]] | None:
    """The column of firms, the product of each column of figures, and what is left; None for any other table."""
    headed = [n for n, header in enumerate(sheet.headers) if header]
    name = next((n for n in headed if _FIRMS.fullmatch(re.sub(r"\s", "", sheet.headers[n]))), None)
    if name is None:
        return None
    totals = [n for n in headed if _TOTAL.fullmatch(sheet.headers[n])]
    others = [n for n in headed if n not in (name, *totals) and not _ASIDE.fullmatch(sheet.headers[n])]
    for n in others:
        header = sheet.headers[n]
        known = any(table_kinds[table].column(header) for table in ("firms", "supplies", "metrics", "produces"))
        if known or figure_of(header) or speaks_of_time(header) or period_of(header) or not _of_figures(rows, n):
            return None
    if any(no_goods(name) for name in products_of(sheet, others).values()):
        return None
    parted_so = any(_PARTED.search(text) for text in (*sheet.titles, sheet.sheet or ""))
    if len(others) < _FEWEST or not (parted_so or _sums(rows, others, totals)):
        return None
    left = [sheet.headers[n] for n in headed if n not in (name, *totals, *others) and any(row[n + 1] for row in rows)]
    return name, products_of(sheet, others), [one for one in left if not re.fullmatch(r"序号?|编号", one)]


def _of_figures(rows: list[tuple[object, ...]], n: int) -> bool:
    texts = [cell for row in rows if isinstance(cell := row[n + 1], str) and not is_blank(cell)]
    return bool(texts) and sum(_NUMBER.fullmatch(text) is not None for text in texts) >= 0.9 * len(texts)


def _sums(rows: list[tuple[object, ...]], parts: list[int], totals: list[int]) -> bool:
    """Whether a column sums the others in nearly all rows: then all are of one kind."""
    for total in totals:
        checked = [
            (float(whole), [float(cell) for n in parts if (cell := _plain(row[n + 1]))])
            for row in rows
            if (whole := _plain(row[total + 1]))
        ]
        same = sum(abs(whole - sum(found)) <= 0.02 * max(abs(whole), 1) for whole, found in checked)
        if checked and same >= 0.7 * len(checked):
            return True
    return False


def _plain(cell: object) -> str | None:
    """The number of a cell, 约 and 左右 aside; None where there is none."""
    match = re.fullmatch(r"\D{0,2}(\d[\d.,]*)\D{0,2}", cell) if isinstance(cell, str) else None
    return match[1].replace(",", "") if match else None
