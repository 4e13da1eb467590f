"""Lists of firms in which each row is one of the materials that a firm uses, with how much, from where and of whom: surveys of purchases.

企业名称 | 主要产品 | 主要原辅材料 | 年用量 | 来源地 | 供货商 | 年采购额. The firm's own columns stay a list of firms; each row is besides a use,
and, where it says from where or of whom, a purchase. An amount is told of one seller or one place alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ....graph.regions.countries import named_so
from ....graph.regions.reference import reference
from ...values.header_units import parted, title_unit
from ...values.lists import parted as items
from ..cell_extras import region_of_address
from ..cell_looks import fits
from ..column import normalised
from ..derived import derived_rows
from ..group_headings import region_of
from ..parties import is_firm_header
from .local_supply import NO_NEED, NOBODY, bare, home_of, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...read.sheet import Sheet, Staging
    from ..derived import Rows
    from ..headers import TableKind

_PARTS: Final = {
    "seller": r"(?:主要)?(?:原料|原材料|材料)?(?:供应|供货|供)(?:商|方|单位|企业|厂家)(?:名称|全称|简称)?|(?:生产)?厂家"
    r"|从谁(?:处|那里)?(?:购买|采购|买)?",
    "place": r"(?:主要|原料|原材料|材料|货物|商品)*(?:来源|产|采购|供应|供货|货源|购进|进货|购买)(?:来源)?(?:地|地区|区域|地点|省份|渠道地)"
    r"|(?:主要)?(?:货源|来源|从何处(?:购买|采购)?)|(?:供应|供货|供)(?:商|方|单位|企业|厂家)(?:所在|来源)?(?:地|地区|省份|省市|城市|地址)",
    "value": r"(?:(?:19|20)\d\d年|上年|去年|全年|年度|年)*(?:采购|购进|购买|进货|原料)(?:总?额|金额|成本|费用?|支出)",
    "quantity": r"(?:(?:19|20)\d\d年|上年|去年|全年|年度|年)*(?:使用|消耗|耗用|需求?|需用|用)总?(?:数?量)",
    "bought": r"(?:(?:19|20)\d\d年|上年|去年|全年|年度|年)*(?:采购|购进|购买|进货|购入)总?(?:数?量)",
    "unit": r"(?:计量)?单位",
}
_MATERIAL: Final = re.compile(r"原料|原材料|材料|辅料|用料|投入品|耗材|包装物|包材")
_MAY_BE_SOURCE: Final = re.compile(r"(?:主要)?来源")
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?=年|$)")
_WHOLE_YEAR: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:年度?(?!\s*\d{1,2}月|[一二三四上下前]|底|末|初))?(?!\s*[年\d.-])"
)
"""A year of a title that no month, quarter or half of it follows."""
_ANNUAL: Final = re.compile(r"^年|全年|年度|(?:19|20)\d\d年")
_HERE: Final = re.compile(r"(?:本|当|县|市|区|域|园区)(?:地|县|市|区|内|域)?内?|已在本地|就近|附近|周边")
_HERE_WIDE: Final = {
    "省内": "province",
    "本省": "province",
    "全省": "province",
    "区内各县": "province",
    "市内": "prefecture",
}
_ONE: Final = 0.8
"""So many of the cells name one material: a row is of one."""


@dataclass(frozen=True, slots=True)
class MaterialRows:
    """The columns of such a list, by number."""

    firm: int
    need: int
    parts: Mapping[str, int]


def material_rows(staging: Staging, sheet: Sheet, table_kinds: Mapping[str, TableKind]) -> MaterialRows | None:
    """The columns of a list of firms and their materials, one a row; None for any other table."""
    if not sheet.rows:
        return None
    free = [n for n, header in enumerate(sheet.headers) if header and n not in sheet.elsewhere]
    parts = _parts(sheet, free)
    lone = parts.get("place")
    if (
        lone is not None
        and _MAY_BE_SOURCE.fullmatch(bare(sheet.headers[lone]))
        and not fits(staging, sheet, lone, "region")
    ):
        del parts["place"]  # 来源 may be who said it
    if not {"seller", "place"} & set(parts) or len(set(parts) - {"unit"}) < 2:
        return None
    rest = [n for n in free if n not in parts.values()]
    owners = [n for n in rest if is_firm_header(sheet.headers[n], table_kinds["firms"])]
    needs = [
        n
        for n in rest
        if n not in owners and _MATERIAL.search(bare(sheet.headers[n])) and not NO_NEED.search(bare(sheet.headers[n]))
    ]
    if len(owners) != 1 or len(needs) != 1:
        return None
    cells = [
        cell
        for (cell,) in staging.db.execute(
            f"SELECT c{needs[0]} FROM {sheet.relation} WHERE c{needs[0]} IS NOT NULL"
        ).fetchall()
    ]
    single = sum(len(items(cell)) == 1 for cell in cells)
    return MaterialRows(owners[0], needs[0], parts) if cells and single >= _ONE * len(cells) else None


def _parts(sheet: Sheet, free: list[int]) -> dict[str, int]:
    """The columns that say from where, of whom and how much; none of a kind that two say."""
    found: dict[str, list[int]] = {}
    for n in free:
        plain = bare(sheet.headers[n]).split("·")[-1]
        part = next((name for name, form in _PARTS.items() if re.fullmatch(form, plain)), None)
        if part is not None:
            found.setdefault(part, []).append(n)
    return {name: numbers[0] for name, numbers in found.items() if len(numbers) == 1}


def set_apart(sheet: Sheet, found: MaterialRows) -> None:
    """Take the columns of the rows' materials out of the list of firms."""
    sheet.elsewhere.update((found.need, *found.parts.values()))


def as_firms(sheet: Sheet, found: MaterialRows, firms: TableKind) -> TableKind:
    """The kind of the other columns: a list of firms, whatever the header of their names is."""
    return firms.having({normalised(sheet.headers[found.firm]): firms.by_name["name"]})


def uses_and_purchases(staging: Staging, sheet: Sheet, found: MaterialRows) -> list[tuple[Sheet, str]]:
    """The tables of what the firms use and buy, made of the rows as they stand after tidying."""
    order = list(found.parts)
    columns = (found.firm, found.need, *(found.parts[name] for name in order))
    rows = staging.db.execute(
        f"SELECT line, {', '.join(f'c{n}' for n in columns)} FROM {sheet.relation}"
        f" WHERE c{found.firm} IS NOT NULL AND c{found.need} IS NOT NULL ORDER BY line"
    ).fetchall()
    work = _Work(sheet, found)
    for line, firm, need, *texts in rows:
        work.row(
            line,
            firm,
            need,
            {name: text.strip() for name, text in zip(order, texts, strict=True) if text and text.strip()},
        )
    work.say(staging)
    out = (
        [(derived_rows(staging, sheet, "consumes", ["firm", "product", "quantity"], work.uses), "consumes")]
        if work.uses
        else []
    )
    if work.bought:
        headers = ["seller", "buyer", "product", "value", "quantity", "period", "basis"]
        out.append((derived_rows(staging, sheet, "supplies", headers, work.bought), "supplies"))
    if work.sellers:
        placed: Rows = [(line, pair) for pair, line in work.sellers.items()]
        out.append((derived_rows(staging, sheet, "firms", ["name", "place"], sorted(placed)), "firms"))
    return out


class _Work:
    """What the rows say, and what of it could not be told."""

    def __init__(self, sheet: Sheet, found: MaterialRows) -> None:
        self.sheet, self.found = sheet, found
        self.home = next((place for text in sheet.titles if (place := home_of(text))), None)
        self.units = {"value": title_unit(sheet.titles, money=True)}
        for name in {"value", "quantity", "bought"} & set(found.parts):
            n = found.parts[name]
            self.units[name] = parted(sheet.headers[n])[1] or sheet.units.get(n) or self.units.get(name)
        header = next(
            (bare(sheet.headers[found.parts[name]]) for name in ("value", "bought") if name in found.parts), ""
        )
        own = _YEAR.findall(header)
        self.annual = "annual" if _ANNUAL.search(header) else None
        years = {year for text in sheet.titles for year in _WHOLE_YEAR.findall(text)}
        self.period = own[0] if own else next(iter(years)) if self.annual and len(years) == 1 else None
        self.uses: Rows = []
        self.bought: Rows = []
        self.sellers: dict[tuple[str, str], int] = {}
        self.nowhere: list[str] = []
        self.unitless: list[str] = []

    def row(self, line: int, firm: str, need: str, said: dict[str, str]) -> None:
        """A use of the row's firm, and its purchases."""
        goods = [one for one in items(need) if not NOBODY.fullmatch(one)]
        amount = self._amount(said, "quantity") if len(goods) == 1 else None
        self.uses += [(line, (firm, one, amount)) for one in goods]
        sellers = listed(said.get("seller"))
        places = [place for text in listed(said.get("place")) if (place := self._place(text))]
        if sellers and len(places) == 1:
            for seller in sellers:
                self.sellers.setdefault((seller, places[0]), line)
        whom = sellers or [f"{place}企业" for place in places]
        alone = len(whom) == 1 and len(goods) == 1
        value, quantity = (self._amount(said, name) if alone else None for name in ("value", "bought"))
        says = (self.period, self.annual) if value or quantity else (None, None)
        self.bought += [(line, (seller, firm, one, value, quantity, *says)) for seller in whom for one in goods]

    def _amount(self, said: Mapping[str, str], name: str) -> str | None:
        """An amount with its unit; a number for which nothing gives one is told."""
        text = said.get(name)
        if text is None or NOBODY.fullmatch(text):
            return None
        if re.search(r"[^\d\s.,，约近超余多~～—-]", re.sub(r"以[上下]|左右|不足|大约", "", text)):
            return text
        unit = (said.get("unit") if name != "value" else None) or self.units.get(name)
        if unit is None:
            self.unitless.append(text)
            return None
        return f"{text}{unit}"

    def _place(self, text: str) -> str | None:
        """The place that a text says, as it is written elsewhere; here is where the sheet is of."""
        if text in _HERE_WIDE or _HERE.fullmatch(text):
            found = self._here(_HERE_WIDE.get(text))
        elif (own := region_of(text) or region_of_address(text)) is not None:
            found = text if own.startswith("region:") else own
        else:
            found = text if named_so(text) is not None else None
        if found is None:
            self.nowhere.append(text)
        return found

    def _here(self, level: str | None) -> str | None:
        regions = reference()
        known = regions.find(self.home) if self.home else []
        if len(known) != 1:
            return None
        if level is None:
            return self.home
        return next((up.name for up in regions.chain(known[0].code) if up.level == level), None)

    def say(self, staging: Staging) -> None:
        """Tell what of the rows is not read."""
        what = self.sheet.headers[self.found.need]
        staging.say(
            self.sheet,
            f"each row is one of {what} that its firm uses: {len(self.uses)} uses and {len(self.bought)} purchases",
            f"每行是企业的一种“{what}”：读作 {len(self.uses)} 条使用、{len(self.bought)} 条采购",
        )
        if self.nowhere:
            shown = ", ".join([*dict.fromkeys(self.nowhere)][:5])
            staging.say(
                self.sheet,
                f"not read: places from which is bought that are no one region: {shown}; write the province or country",
                f"未读取不能确定为某一地区的来源地：{shown}；请写明省份或国家",
            )
        if self.unitless:
            staging.say(
                self.sheet,
                f"{len(self.unitless)} amounts without a unit are not read; write the unit in the header, as 采购额（万元）",
                f"{len(self.unitless)} 个数量或金额没有单位，未读取；请在表头注明单位，如“采购额（万元）”",
            )
