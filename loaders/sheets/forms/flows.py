"""Matrices of what flows between areas: sellers' areas down, buyers' across or the other way, the product in the title or beside.

Which way it flows is said by the corner (调出县＼销往地), a header (来源地) or the title (从左列产地运到上方加工地), what flows by the title or
a column of products; where either is not said the matrix is asked about. An area stands for the firms there that nobody names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ....graph.regions.reference import reference
from ...read.shape.looks import is_number, is_value
from ...values.header_units import is_money_unit, is_unit, title_units
from ...values.lists import is_blank
from ...values.periods import period_in
from ..cell_extras import region_before
from ..group_headings import region_of

if TYPE_CHECKING:
    from ...read.sheet import Sheet
    from ..derived import Rows

HEADERS: Final = ["seller", "buyer", "product", "value", "quantity", "unit", "period", "basis"]
_FEWEST: Final = 2
_OUT: Final = re.compile(
    r"调出|运出|产地|来源|供应|供给|供货|供方|卖方|发货|发出|起点|始发|输出|原产|出口地|购自|采购自|流出|^从|^由"
)
_IN: Final = re.compile(
    r"调入|运入|运往|销往|销地|销售地|加工地|目的|去向|需求|需方|买方|采购地|使用地|消费|收货|到达|终点|输入|流入|流向|^到|^往|^至"
)
_PRODUCT: Final = re.compile(
    r"(?:采购|购进|供应|调运|农资|包装物|主要)?(?:品类|品种|产品|货物|物资|品名|商品|物料|原料)(?:名称)?"
)
_GENERIC: Final = re.compile(
    "产品|货物|商品|物资|原料|原材料|农产品|工业品|主要产品|大宗商品|物料|原辅料|产业|企业|经济|贸易|人口|客流|资金|投资"
)
"""What is no product: the title does not say what flows."""
_TITLE: Final = re.compile(
    r"(?P<product>[^\d年月]{2,12}?)(?:[（(][^（()）]*[)）])?(?:主要|年度|跨区域?|对外|省际|区域)?"
    r"(?:(?:销售|调运|调拨|采购|购进|购入|收购|调入|调出|购销|供应|流通|运输|外销|外调|贸易|产销)(?:流向|流量|去向|来源|往来|矩阵|情况|统计|明细|数量|对照)|流向|流量|去向|来源地?|调运|往来)"
)
_TOTAL: Final = re.compile(r".{0,4}(?:合计|小计|总计|共计|总量)|其中.*")
_MONEY: Final = re.compile(r"采购额|销售额|交易额|供应额|金额|货值|产值")


@dataclass(slots=True)
class Flows:
    """What a matrix of areas says."""

    rows: Rows
    product: str
    left: list[str]
    """What names no area, and so is not read."""
    unit: str


def flows_of(sheet: Sheet, rows: list[tuple[object, ...]], within: str | None) -> Flows | None:
    """What flows between the areas of a matrix; None where its title and labels do not say what, which way and in which unit."""
    columns = _columns(sheet, rows, within)
    if columns is None:
        return None
    label, goods, areas, left = columns
    outward = _outward(sheet, label)
    product = None if goods is not None else _product(sheet)
    unit = _unit(sheet)
    if outward is None or unit is None or (goods is None and product is None):
        return None
    money = is_money_unit(unit)
    annual = any(re.search(r"年(?:采购|销售|交易|供应|调运)", text) for text in sheet.titles)
    period = period_in(sheet.titles)
    annual = annual and (period is None or len(period) == 4)  # 上半年采购 is of half a year
    facts: Rows = []
    above: str | None = None
    for line, *cells in rows:
        said = cells[label]
        above = said if isinstance(said, str) else above if goods is not None else None
        of = _place(above, within) if above and not _TOTAL.fullmatch(above) else None
        what = cells[goods] if goods is not None else product
        if of is None or not isinstance(what, str) or not isinstance(line, int):
            if isinstance(said, str) and not _TOTAL.fullmatch(said):
                left.append(said)
            continue
        for n, area in areas.items():
            value = cells[n]
            if not isinstance(value, str) or is_blank(value) or not re.search(r"\d", value):
                continue
            # 某县企业: no figure of the area itself is told of its firms
            seller, buyer = (f"{of}企业", f"{area}企业") if outward else (f"{area}企业", f"{of}企业")
            amounts = (value, None) if money else (None, value)
            facts.append((line, (seller, buyer, what, *amounts, unit, period, "annual" if annual else None)))
    return Flows(facts, product or sheet.headers[goods or 0], left, unit) if len(facts) >= _FEWEST else None


def _columns(
    sheet: Sheet, rows: list[tuple[object, ...]], within: str | None
) -> tuple[int, int | None, dict[int, str], list[str]] | None:
    """The column of areas, that of products, the areas of the other columns, and what these name else."""
    label = next(
        (n for n, header in enumerate(sheet.headers) if header and not re.fullmatch(r"序号?|编号", header)), None
    )
    if label is None:
        return None
    goods = next((n for n, header in enumerate(sheet.headers) if n != label and _PRODUCT.fullmatch(header)), None)
    areas: dict[int, str] = {}
    left = []
    for n, header in enumerate(sheet.headers):
        if n in (label, goods) or not header or _TOTAL.fullmatch(header):
            continue
        texts = [cell for row in rows if isinstance(cell := row[n + 1], str) and not is_blank(cell)]
        figures = sum(
            is_value(text) or is_number(text) or re.match(r"[约近超不足]*\d", text) is not None for text in texts
        )
        if (place := _place(header, within)) and texts and figures >= 0.9 * len(texts):
            areas[n] = place
        elif texts:
            left.append(header)
    named = [cell for row in rows if isinstance(cell := row[label + 1], str) and not _TOTAL.fullmatch(cell)]
    beside = sum(_place(cell, within) is not None for cell in named)
    return (
        (label, goods, areas, left) if len(areas) >= _FEWEST and beside * 2 > len(named) and beside >= _FEWEST else None
    )


def _outward(sheet: Sheet, label: int) -> bool | None:
    """Whether it flows from the areas of the rows to those of the columns; None where nothing says it."""
    corner = [part for part in re.split(r"[\\＼/／|→—、]|到|至", sheet.headers[label]) if part]
    if len(corner) == 2:
        down, across = (1 if _OUT.search(part) else -1 if _IN.search(part) else 0 for part in corner)
        if down or across:
            return None if down == across else (down or -across) > 0
    elif _OUT.search(sheet.headers[label]) and not _IN.search(sheet.headers[label]):
        return True
    elif _IN.search(sheet.headers[label]) and not _OUT.search(sheet.headers[label]):
        return False
    for text in sheet.titles:
        found = re.search(
            r"[从由自]?(?P<from>左|行|纵|上|列|横)[^，。]{0,6}?(?:产地|供|来源|调出|地|方)?.{0,4}(?:运|调|销|供|流|卖)[^，。]{0,3}(?:到|往|至|给|入|向)(?P<to>上|列|横|左|行|纵)",
            text,
        )
        if found:
            return found["from"] in "左行纵"
    return None


def _product(sheet: Sheet) -> str | None:
    """What the title says that flows; None where it says nothing, or no more than that it is goods."""
    for text in sheet.titles:
        bare = re.sub(r"\s|[（(][^（()）]*[)）]", "", untabled(text))
        bare = re.sub(r"^(?:19|20)\d\d年(?:度)?", "", bare)
        if region := region_before(bare):
            cut = next(
                (
                    n
                    for n in range(len(bare), 1, -1)
                    if bare[n - 1] in "省市县区旗州盟" and region_before(bare[:n]) == region
                ),
                0,
            )
            bare = bare[cut:]
        bare = re.sub(r"^.{0,4}?(?:县|区|市|镇|乡|州)", "", bare)
        found = _TITLE.match(bare)
        name = re.sub(r"^(?:各|主要|部分|重点|全[县市区省])+", "", found["product"]) if found else ""
        if (
            re.fullmatch(r"[\u4e00-\u9fffA-Za-z]{2,12}", name)
            and not _GENERIC.fullmatch(name)
            and not re.search(r"[县区市镇与和及]", name)
        ):
            return name
    return None


def untabled(title: str) -> str:
    """A title without the number of its table: 表3　老青茶调运情况 is 老青茶调运情况."""
    return re.sub(
        r"^附?[表件]\s*(?:\d{1,2}(?!\d)|[一二三四五六七八九十]{1,3})?\s*[、.．:：]?\s*|^附\s*[:：]\s*",
        "",
        title.strip(),
    )


def _unit(sheet: Sheet) -> str | None:
    """The one unit of the titles."""
    units = title_units(sheet.titles)
    if not units:
        inside = [
            part
            for text in sheet.titles
            for part in re.findall(r"[（(,，、：:]\s*([^（()）,，、：:\s]{1,6})[)）]", text)
        ]
        units = [part for part in dict.fromkeys(inside) if is_unit(part)]
    return units[0] if len(units) == 1 else None


def _place(text: str, within: str | None) -> str | None:
    """The division that a label of a matrix means, as a text that is read as a place; a capital before districts of its name."""
    found = region_of(text)
    if found is None:
        found = region_of(within + text) if within else None
    if found is None:
        provinces = [one for one in reference().find(text) if one.level == "province" and text == one.short]
        if len(provinces) == 1:
            return provinces[0].name  # beside others 吉林 is the province
        cities = [one for one in reference().find(text) if one.level == "prefecture"]
        known = [one for one in cities if one.code.endswith("0100") or text != one.short]
        found = known[0].name if len(cities) == 1 and known else None
    if found is None or not found.startswith("region:"):
        return found
    one = next((region for region in reference().find(text) if region.identifier == found), None)
    return found if one is None else reference().path(one.code)
