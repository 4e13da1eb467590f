"""What an area needs, makes and lacks, a product a row (材料 | 年需求量 | 本地生产企业 | 本地供应量 | 配套率 | 缺口 | 拟引进企业).

Figures are metrics of the area of the title and the product; who is named there makes it; where there is nobody it is lacking.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ....graph.errors import BadInput
from ...values import cells as values
from ...values.header_units import parted
from ...values.lists import is_blank
from ..derived import Rows, stage_tables
from .chain_map import chain_of
from .said_above import period_above
from .title_area import area_of_title
from .words import is_gap, is_nobody, names_in

if TYPE_CHECKING:
    from ...read.sheet import Sheet, Staging

_MOST: Final = 500
_FEWEST: Final = 2
_PRODUCT: Final = re.compile(
    r"(?:主要|关键|重点|所需|配套)*(?:原?材料|原料|零?部件|零配件|配件|产品|品种|物料|配套[品件])(?:[/／、和及与]?(?:原?材料|零?部件|配件|产品|辅料))?(?:名称)?"
)
_HERE: Final = r"(?:本地|本[市县区省]|[市县区]内|当地|现有|全[市县区])"
_FIGURE: Final = re.compile(
    rf"(?:{_HERE})?年?(?:需求量|需求|用量|消耗量|总需求)|(?:{_HERE})?年?(?:供应量|供给量|配套量|产量|生产量|可供量|供应能力|供给能力|产能)"
)
_SERIAL: Final = re.compile(r"序号?|编号")
_PLAIN: Final = re.compile(r"\d+(?:\.\d+)?")
_MAP: Final = re.compile(r"图谱|全景|产业链图")
_RATE: Final = re.compile(rf"(?:{_HERE})?(?:配套率|自给率|本地化率|供应率|满足率|保障率|配套比例)")
_MAKERS: Final = re.compile(rf"{_HERE}(?:主要|重点|生产|配套|供应|供给|代表)*(?:企业|厂家|厂商|供应商)(?:名称|名单)?")
_WANTED: Final = re.compile(
    r"(?:备选|拟|目标|意向|可|潜在|重点|建议)*(?:引进|招引|招商|对接|引入)(?:目标|重点)?(?:企业|厂家)(?:名称)?|目标企业"
)
_FIRM: Final = re.compile(r"(?:企业|单位|公司|需求企业|用户|客户|厂家)(?:名称|简称)?")
_HEADERS: Final = ["指标", "涉及对象", "数值", "单位", "期间"]


def read_needs_of_areas(staging: Staging) -> None:
    """Make the tables that such a sheet states; leave other sheets as they are."""
    for sheet in list(staging.sheets):
        if sheet.office and 0 < sheet.rows <= _MOST and not sheet.asked:
            _read(staging, sheet)


@dataclass(slots=True)
class _Needs:
    """The columns of such a sheet, by number, and what was read of it."""

    area: str
    period: str | None
    chain: str | None
    names: dict[int, str]
    """What each column is called, without its unit."""
    units: dict[int, str | None]
    product: int
    figures: list[int]
    rate: int | None
    makers: int | None
    wanted: int | None
    goods: Rows = field(default_factory=list)
    metrics: Rows = field(default_factory=list)
    made: Rows = field(default_factory=list)
    gaps: Rows = field(default_factory=list)
    looked: Rows = field(default_factory=list)
    dark: list[str] = field(default_factory=list)
    """Figures without a unit."""

    def row(self, line: int, cells: list[str | None]) -> None:
        """What a row says of its product."""
        name = cells[self.product]
        if not name or re.fullmatch(r"(?:合|小|总)\s*计", name) or not any(cells[n] for n in self.figures):
            return
        self.goods.append((line, (name,)))
        about = f"{self.area}；{name}"
        stated = {unit for n in self.figures if (unit := _own_unit(cells[n]))}
        for n in self.figures:
            self._figure(line, n, about, cells[n], stated)
        if self.rate is not None and (share := _share(cells[self.rate])):
            self.metrics.append((line, (self.names[self.rate], about, share, None, self.period)))
        who = cells[self.makers] if self.makers is not None else None
        nobody = bool(who) and (is_nobody(who or "") or is_gap(who or ""))
        self.made += [] if nobody else [(line, (firm, name)) for firm in names_in(who)]
        if nobody and self.chain:
            self.gaps.append((line, (self.area, self.chain, name)))
        seeking = names_in(cells[self.wanted]) if self.wanted is not None else []
        self.looked += [(line, (firm, name)) for firm in seeking if not is_nobody(firm)]

    def _figure(self, line: int, n: int, about: str, cell: str | None, stated: set[str]) -> None:
        if not cell or is_blank(cell) or not re.search(r"\d", cell):
            return
        unit = self.units[n]
        if unit is None and _own_unit(cell) is None:
            if not _PLAIN.fullmatch(cell) or float(cell) != 0:
                self.dark.append(cell)
                return
            unit = next(iter(stated)) if len(stated) == 1 else None  # nothing is nothing in the unit of its row
        lasting = "产能" in self.names[n] or "能力" in self.names[n]
        self.metrics.append((line, (self.names[n], about, cell, unit, None if lasting else self.period)))


def _read(staging: Staging, sheet: Sheet) -> None:
    needs = _needs(staging, sheet)
    if needs is None:
        return
    for line, *cells in staging.db.execute(f"SELECT * FROM {sheet.relation} ORDER BY line").fetchall():
        needs.row(line, cells)
    if len(needs.metrics) < _FEWEST:
        return
    tables = (
        ("products", ["名称"], needs.goods),
        ("metrics", _HEADERS, needs.metrics),
        ("produces", ["firm", "product"], needs.made),
        ("stated_gaps", ["area", "chain", "product"], needs.gaps),
        ("wanted_firms", ["firm", "product"], needs.looked),
    )
    stage_tables(staging, sheet, tables)
    staging.sheets.remove(sheet)
    used = {needs.product, needs.rate, needs.makers, needs.wanted, *needs.figures}
    left = [sheet.headers[n] for n, name in needs.names.items() if n not in used and not _SERIAL.fullmatch(name)]
    dark = needs.dark
    staging.say(
        sheet,
        f"what {needs.area} needs and has of each product: {len(needs.metrics)} figures are read as metrics of the area"
        " and the product"
        + (f"; {len(dark)} figures without a unit are left out ({', '.join(dark[:5])})" if dark else "")
        + (f"; not read: {', '.join(left)}" if left else ""),
        f"{needs.area}各产品的需求与本地供应，读出 {len(needs.metrics)} 个数值，各属该地区和该产品"
        + (f"；{len(dark)} 个数值没有单位，未读取（{'、'.join(dark[:5])}）" if dark else "")
        + (f"；未读取：{'、'.join(left)}" if left else ""),
    )


def _needs(staging: Staging, sheet: Sheet) -> _Needs | None:
    """The columns of such a sheet; None for any other."""
    bare = {n: re.sub(r"\s", "", parted(header)[0]) for n, header in enumerate(sheet.headers) if header}

    def first(form: re.Pattern[str]) -> int | None:
        return next((n for n, text in bare.items() if form.fullmatch(text)), None)

    product, rate, makers = first(_PRODUCT), first(_RATE), first(_MAKERS)
    area = next((found for text in sheet.titles if (found := area_of_title(text))), None)
    figures = [n for n, text in bare.items() if _FIGURE.fullmatch(text)]
    if product is None or area is None or first(_FIRM) is not None:
        return None
    if len(figures) < _FEWEST or (rate is None and makers is None):
        return None
    units = {n: parted(sheet.headers[n])[1] or sheet.units.get(n) for n in figures}
    period = period_above(sheet.timed)[0]
    return _Needs(area, period, _chain(staging, sheet), bare, units, product, figures, rate, makers, first(_WANTED))


def _own_unit(cell: str | None) -> str | None:
    """The unit behind the number of a cell."""
    match = re.search(r"\d\s*(?:余|多)?(?P<unit>[^\d\s.,余多左右以上下]+)", cell or "")
    return match["unit"] if match else None


def _chain(staging: Staging, sheet: Sheet) -> str | None:
    """The chain of the sheet, or the one that the maps of its workbook are of."""
    own = chain_of(sheet)
    if own is not None and any("产业链" in text for text in sheet.titles):
        return own
    others = {
        chain
        for one in staging.sheets
        if one.file == sheet.file and any(map(_MAP.search, one.titles)) and (chain := chain_of(one))
    }
    return others.pop() if len(others) == 1 else None


def _share(cell: str | None) -> str | None:
    """A share as a percentage."""
    if not cell or is_blank(cell):
        return None
    try:
        return values.percent(cell)
    except BadInput:
        return None
