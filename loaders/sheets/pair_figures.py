"""Figures of a firm and a product that stand in one row (企业 | 产品 | 单位 | 全年产量 | 上年产量): metrics of both together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..values.header_units import parted, title_unit
from ..values.lists import is_blank
from .derived import Rows, derived_rows
from .forms.said_above import period_above, plan_above
from .kind import used_columns

if TYPE_CHECKING:
    from ..read.sheet import Sheet, Staging
    from .headers import TableKind

_TABLES: Final = ("produces", "consumes")
_MEASURED: Final = re.compile(
    r"(?P<when>(?:19|20)\d\d年?度?|全年|本年度?|当年|本期|上年度?|去年|年)?(?P<how>实际)?"
    r"(?P<what>产量|生产量|产出量|销量|销售量|出货量|销售额|销售收入|产值|库存量?|缺口|供需缺口|加工能力|处理能力|出口量|出口额|内销量)"
)
_LAST: Final = re.compile(r"上年度?|去年")
_MONEY: Final = re.compile(r"额|收入|产值")
_STANDING: Final = re.compile(r"能力")
"""What is not of a year."""
_HEADERS: Final = ["指标", "涉及对象", "数值", "单位", "期间", "性质"]


@dataclass(frozen=True, slots=True)
class PairFigure:
    """What a column of such figures counts, and of when."""

    indicator: str
    period: str | None
    money: bool
    unit: str | None


def pair_figures(sheet: Sheet, table_kind: TableKind) -> dict[int, PairFigure]:
    """The columns of a table of firms and products that are figures of both, by number; {} for other tables."""
    if table_kind.table not in _TABLES or not sheet.office:
        return {}
    names = {column.name for _, _, column in used_columns(sheet, table_kind)}
    if not {"firm", "product"} <= names:
        return {}
    above = period_above(sheet.timed)[0]
    out: dict[int, PairFigure] = {}
    for n, header in enumerate(sheet.headers):
        if not header or n in sheet.elsewhere or table_kind.column(header) is not None:
            continue
        bare, unit = parted(header)
        found = _MEASURED.fullmatch(re.sub(r"\s|·", "", bare))
        if found is None:
            continue
        when, what = found["when"] or "", found["what"]
        if _STANDING.search(what):
            out[n] = PairFigure(
                (when if when == "年" else "") + what, None, money=False, unit=unit or sheet.units.get(n)
            )
            continue
        year = when[:4] if when[:4].isdigit() else above
        if _LAST.fullmatch(when):
            if above is None or not above.isdigit():
                continue  # of which year is not said
            year = str(int(above) - 1)
        out[n] = PairFigure(what, year, _MONEY.search(what) is not None, unit or sheet.units.get(n))
    return out


def take_pair_figures(
    staging: Staging, sheet: Sheet, table_kind: TableKind, columns: dict[int, PairFigure]
) -> Sheet | None:
    """A table of metrics of such columns, made of the rows as they stand; None where nothing is read of them."""
    named = {column.name: n for n, _, column in used_columns(sheet, table_kind)}
    firm, product, unit = named["firm"], named["product"], named.get("unit")
    plan = plan_above(sheet.titles)
    above = {money: title_unit(sheet.titles, money=money) for money in (True, False)}
    facts: Rows = []
    bare: list[str] = []
    for line, *cells in staging.db.execute(f"SELECT * FROM {sheet.relation} ORDER BY line").fetchall():
        if not cells[firm] or not cells[product]:
            continue
        for n, one in columns.items():
            cell = cells[n]
            if not cell or is_blank(cell) or not re.search(r"\d", cell):
                continue
            given = one.unit or (None if one.money else cells[unit] if unit is not None else None) or above[one.money]
            if given is None and not re.search(r"\d\s*[^\d\s.,]", cell):
                bare.append(sheet.headers[n])
                continue
            facts.append((line, (one.indicator, f"{cells[firm]}；{cells[product]}", cell, given, one.period, plan)))
    shown = "、".join(dict.fromkeys(one.indicator for one in columns.values()))
    if bare:
        missing = "、".join(dict.fromkeys(bare))
        staging.say(
            sheet,
            f"{len(bare)} figures without a unit are left out; write the unit in the header; not read: {missing}",
            f"有 {len(bare)} 个数值没有单位，未读取：{missing}；请在表头注明单位",
        )
    if not facts:
        return None
    staging.say(
        sheet,
        f"figures are read as metrics of the firm and the product of their row: {shown}",
        f"以下各列读作所在行企业和产品的指标：{shown}",
    )
    made = derived_rows(staging, sheet, "metrics", _HEADERS, facts)
    made.titles = []
    return made
