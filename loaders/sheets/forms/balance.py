"""Balances of what an area needs (原材料供需平衡表): a row a material, with its need, what the area itself and others supply, what is lacking.

Needs, own supply, gaps and shares are metrics of the area and the material; what comes from elsewhere is a supply of that place
to the area, of firms that nobody names. A sum that comes from several places is of none of them alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ....graph.regions.countries import country
from ....graph.regions.reference import reference
from ...read.shape.looks import is_firm
from ...values.header_units import parted, title_units
from ...values.lists import is_blank, parted as listed
from ..cell_extras import region_of_address
from ..derived import Rows, stage_tables
from ..group_headings import region_of
from .gap_list import area_of
from .said_above import period_above

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...read.sheet import Sheet, Staging
    from ..headers import TableKind

_MOST: Final = 2000
_FEWEST: Final = 3
_SHOWN: Final = 6
_NEED: Final = re.compile(r"(?:年度?|全年|总|本[市县区地州])*(?:需求|需要|消耗|消费|使用|用)总?量")
_OWN: Final = re.compile(
    r"(?:本[市县区地州省]|[市县区域]内|当地|自[产有])(?:年|可|自)*(?:供应|供给|生产|产|自给|采购|收购)总?量?"
)
_LACK: Final = re.compile(r"(?:供需|供应|原料)?缺口(?:总?量)?|余缺")
_SHARE: Final = re.compile(r"自给率|(?:本地|本[市县区州]|就近)(?:供应|配套|保障|满足)率|保障率|对外依存度")
_ELSEWHERE: Final = re.compile(
    r"(?:省内其他|省内外?市?|省外|市外|县外|区外|州外|外[地省市购]|域外|周边|进口|国外|境外|国内其他|调入)[^率]*?(?:供应|供给|购[入进]|采购|调入|进口|来源)?(?:·?(?:数量|总?量))?"
)
_PLACE: Final = re.compile(r".*(?:来源|来源地|外购地|调入地|产地|货源地|采购地)(?:区|省份|地区)?")
_SPOKEN: Final = re.compile(r"平衡|供需|保障|自给|缺口")
_AMOUNT: Final = re.compile(
    r"(?P<amount>(?:约|近|超|不足|近约)?\s*[\d.,]+(?:余|左右|以上)?)\s*(?P<unit>[百千万亿]*[\u4e00-\u9fff]{0,3})?\s*(?:[（(](?P<place>[^（()）]+)[)）])?"
)


@dataclass(slots=True)
class _Balance:
    """Such a table while it is read."""

    headers: list[str]
    area: str
    product: int
    metrics: dict[int, str]
    """The columns of metrics, each with its indicator."""
    elsewhere: dict[int, int | None]
    """The columns of what comes from elsewhere, each with the column that says from where, where there is one."""
    unit: dict[int, str | None]
    of_row: int | None
    """The column that gives each row its unit."""
    period: str | None
    goods: Rows = field(default_factory=list)
    facts: Rows = field(default_factory=list)
    supplies: Rows = field(default_factory=list)
    shared: list[int] = field(default_factory=list)
    nowhere: list[str] = field(default_factory=list)

    @property
    def columns(self) -> set[int]:
        """All columns that are read."""
        beside = {n for n in (self.of_row, *self.elsewhere.values()) if n is not None}
        return {self.product, *self.metrics, *self.elsewhere, *beside}

    def row(self, line: int, cells: Sequence[str | None]) -> None:
        """What a row states of one material."""
        product = cells[self.product]
        if not product or re.search("[合小总]计", product) or re.match(r".{1,6}[:：]", product):
            return
        self.goods.append((line, (product,)))
        of_row = cells[self.of_row] if self.of_row is not None else None
        for n, indicator in self.metrics.items():
            cell = cells[n]
            if cell and not is_blank(cell) and re.search(r"\d", cell):
                share = _SHARE.search(indicator) is not None
                unit = None if share else self.unit[n] or of_row
                self.facts.append((line, (indicator, f"{self._whole()}；{product}", cell, unit, self.period)))
        for n, where in self.elsewhere.items():
            found = _AMOUNT.fullmatch((cells[n] or "").strip())
            if found is None or is_blank(cells[n] or ""):
                continue
            said = found["place"] or (cells[where] if where is not None else None)
            unit = found["unit"] or self.unit[n] or of_row
            if unit is None:
                self.nowhere.append(f"{product} {found['amount']}")
            else:
                self._from(line, product, f"{found['amount']}{unit}", said, n)

    def _whole(self) -> str:
        """The area with what it lies in: its name alone is that of the firms there, too, which nobody names."""
        found = reference().find(self.area)
        return reference().path(found[0].code) if len(found) == 1 else self.area

    def _from(self, line: int, product: str, amount: str, said: str | None, n: int) -> None:
        texts = [text for text in listed(said or "") if not is_blank(text)]
        places = [place for text in texts if (place := _place(text, self.headers[n]))]
        if not texts or len(places) < len(texts):
            self.nowhere.append(f"{product} {amount}" + (f"（{said}）" if said else ""))
            return
        if len(places) > 1:
            self.shared.append(line)
        basis = "annual" if self.period and len(self.period) == 4 else None
        for place in places:
            self.supplies.append(
                (line, (place, self.area, product, amount if len(places) == 1 else None, self.period, basis))
            )


def read_balances(staging: Staging, uses: TableKind) -> None:
    """Make the tables that balances of materials state; leave other sheets as they are."""
    for sheet in list(staging.sheets):
        if not sheet.office or not 0 < sheet.rows <= _MOST:
            continue
        rows = [
            (line, cells)
            for line, *cells in staging.db.execute(f"SELECT * FROM {sheet.relation} ORDER BY line").fetchall()
        ]
        one = _balance(staging, sheet, rows, uses)
        if one is None:
            continue
        for line, cells in rows:
            if sum(map(bool, cells)) > 2:
                one.row(line, cells)
        if one.facts:
            _stage(staging, sheet, one)
            staging.sheets.remove(sheet)


def _balance(
    staging: Staging, sheet: Sheet, rows: Sequence[tuple[int, Sequence[str | None]]], uses: TableKind
) -> _Balance | None:
    """The columns of a sheet as those of a balance; None for a sheet that is none, or of no one area."""
    bare = {n: re.sub(r"\s", "", parted(header)[0]) for n, header in enumerate(sheet.headers) if header}
    metrics = {
        n: text for n, text in bare.items() if any(form.fullmatch(text) for form in (_NEED, _OWN, _LACK, _SHARE))
    }
    needs = [n for n, text in metrics.items() if _NEED.fullmatch(text)]
    elsewhere = [n for n, text in bare.items() if n not in metrics and _ELSEWHERE.fullmatch(text) and _counts(rows, n)]
    goods = [n for n in bare if (column := uses.column(sheet.headers[n])) is not None and column.name == "product"]
    spoken = any(_SPOKEN.search(text) for text in (*sheet.titles, *(metrics.values())))
    area = area_of(staging, sheet)
    if not needs or not goods or not spoken or area is None or len(metrics) + len(elsewhere) < _FEWEST:
        return None
    if any(is_firm(cell) for _, cells in rows for cell in cells if cell):
        return None  # what firms need is a table of theirs
    places = {n: next((m for m in (n + 1,) if m in bare and _PLACE.fullmatch(bare[m])), None) for n in elsewhere}
    units = [unit for unit in title_units(sheet.titles) if unit != "%"]
    above = units[0] if len(units) == 1 else None
    unit = {n: parted(sheet.headers[n])[1] or sheet.units.get(n) or above for n in (*metrics, *elsewhere)}
    of_row = next((n for n, text in bare.items() if text in ("单位", "计量单位")), None)
    period = period_above(sheet.titles)[0]
    return _Balance(sheet.headers, area, goods[0], metrics, places, unit, of_row, period)


def _counts(rows: Sequence[tuple[int, Sequence[str | None]]], n: int) -> bool:
    """Whether a column holds amounts, each perhaps with its place in brackets."""
    held = [cell for _, cells in rows if sum(map(bool, cells)) > 2 and (cell := cells[n]) and not is_blank(cell)]
    return bool(held) and all(_AMOUNT.fullmatch(cell.strip()) for cell in held)


def _place(text: str, header: str) -> str | None:
    """A place as it can be written: of several of one name the prefecture, under a header that speaks of prefectures (其他州市)."""
    if country(text) is not None:
        return text
    regions = reference()
    plain = region_of(text) or region_of_address(text)
    found = regions.find(text) if plain is None else regions.find(plain)
    if len(found) > 1 and re.search("州市|市州|地市|其他市|设区市", header):
        found = [one for one in found if one.level == "prefecture"]
    return regions.path(found[0].code) if len(found) == 1 else plain


def _stage(staging: Staging, sheet: Sheet, one: _Balance) -> None:
    """Stage metrics and supplies, and say how the table was read."""
    tables = (
        ("products", ["name"], one.goods),
        ("metrics", ["指标", "涉及对象", "数值", "单位", "期间"], one.facts),
        ("supplies", ["seller", "buyer", "product", "quantity", "period", "basis"], one.supplies),
    )
    stage_tables(staging, sheet, tables)
    staging.say(
        sheet,
        f"is read as a balance of {one.area}: metrics of it and each material; what comes from elsewhere are supplies by firms that are not named",
        f"按{one.area}的供需平衡表读取：各项读作该地区与物料的指标，外来部分读作来源地（未具名企业）的供应",
    )
    if one.shared:
        lines = ", ".join(map(str, dict.fromkeys(one.shared)))
        staging.say(
            sheet,
            f"amounts that come from several places together are not parted (row {lines})",
            f"来自多地的数量不分摊（第 {lines} 行）",
        )
    if one.nowhere:
        some = "；".join(one.nowhere[:_SHOWN])
        staging.say(
            sheet,
            f"from elsewhere, but not from where, or in no unit: {some}",
            f"外来而未写明来源地或单位，未读取：{some}",
        )
    unread = [
        header
        for n, header in enumerate(sheet.headers)
        if header and n not in one.columns and not re.fullmatch("序号?", header)
    ]
    if unread:
        staging.say(sheet, f"not read: {', '.join(unread)}", f"未读取：{'、'.join(unread)}")
