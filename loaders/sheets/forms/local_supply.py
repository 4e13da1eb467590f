"""What firms need, and who there or elsewhere supplies it, one need a row: 需求企业 | 配套品 | 本地配套企业 | 本地占比 | 外地来源地.

Each row is a use of its firm. Firms that are named sell it; where only a place is said, the unnamed firms there do. An
amount is told of one seller or one place: of several together nobody can say whose it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...values.header_units import parted, title_unit
from ..cell_extras import region_before, region_of_address
from ..cell_looks import fits
from ..column import normalised
from ..derived import derived_rows
from ..group_headings import region_of
from ..parties import is_firm_header
from .flow_places import areas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...read.sheet import Sheet, Staging
    from ..derived import Rows
    from ..headers import TableKind

_LOCAL: Final = r"(?:本地|本县|本市|本区|本省|县内|市内|区内|域内|县域内?|当地|就近|园区内)"
_OUT: Final = r"(?:外地|县外|市外|区外|省外|域外|外埠|异地)"
_WHO: Final = r"(?:企业|供应商|供货商|厂家|厂商|供应企业|供货企业|供货单位|供应单位|供应厂家|配套商)(?:名称|名单)?"
_SHARE: Final = r"(?:比例|占比|比重|率|份额|占)(?:%)?"
_MONEY: Final = r"(?:采购额|采购金额|金额|额|配套额)"
_WHERE: Final = r"(?:地|来源地?|采购地|产地|货源地|供应地|渠道|供应商?所在地|地区)"
_PARTS: Final = {
    "local_who": rf"{_LOCAL}.{{0,4}}{_WHO}|配套企业(?:名称)?",
    "local_share": rf"{_LOCAL}.{{0,6}}{_SHARE}",
    "local_value": rf"{_LOCAL}.{{0,4}}{_MONEY}",
    "local_quantity": rf"{_LOCAL}.{{0,2}}(?:收购|采购|供应|供给|购买|购进)(?:数?量)?",
    "out_quantity": rf"(?:{_OUT}|外).{{0,2}}(?:采购|购|收购|购进|购入|调入)数?量|(?:净)?调入量",
    "out_who": rf"{_OUT}.{{0,4}}{_WHO}",
    "out_share": rf"{_OUT}.{{0,6}}{_SHARE}",
    "out_value": rf"{_OUT}.{{0,4}}{_MONEY}",
    "bought_quantity": r"(?:(?:19|20)\d\d年|上年|去年|全年|年度|年)*总?(?:采购|购进|购买|进货|购入)总?(?:数?量)",
    "out_where": rf"{_OUT}.{{0,8}}{_WHERE}|(?:主要)?(?:外购|外采|调入)(?:来源)?(?:地|地区|省份)",
}
NOBODY: Final = re.compile(r"无|暂无|没有|0+(?:\.0+)?\s*%?|[—\-－/／]+|否|×|不详|未知")
_SPLIT: Final = re.compile(r"[、，,；;\n/／]+")
_REST: Final = re.compile(
    r"等(?:地|县|市|省)?$|^(?:主要)?(?:来自|从)|(?:等)?(?:多地|各地)$|[（(].*[)）]$|(?:进口|购进|采购)$"
)


@dataclass(frozen=True, slots=True)
class LocalSupply:
    """The columns of such a table, by number."""

    firm: int
    need: int
    quantity: int | None
    products: int | None
    """What the firm makes, where it is said beside."""
    parts: Mapping[str, int]
    place: int | None = None
    """Where the firm of the row is: its county is what 本县 means there."""


def local_supply(staging: Staging, sheet: Sheet, table_kinds: Mapping[str, TableKind]) -> LocalSupply | None:
    """The columns of a table of needs with who supplies them there and elsewhere; None for any other table."""
    parts = _parts(sheet)
    if not ({"local_who", "local_share", "local_value", "local_quantity"} & set(parts)) or not sheet.rows:
        return None
    if not (
        {"out_who", "out_where", "out_value", "out_quantity"} & set(parts)
        or ("local_who" in parts and len(set(parts) - {"bought_quantity"}) > 1)
    ):
        return None
    firms, consumes = table_kinds["firms"], table_kinds["consumes"]
    free = [
        n for n, header in enumerate(sheet.headers) if header and n not in parts.values() and n not in sheet.elsewhere
    ]
    owners = [
        n for n in free if is_firm_header(sheet.headers[n], firms) or _NEEDING.fullmatch(normalised(sheet.headers[n]))
    ]
    plain = {n: bare(sheet.headers[n]) for n in free}
    makes = [n for n in free if (column := firms.column(sheet.headers[n])) is not None and column.name == "products"]
    needs = [n for n in free if n not in owners and NEED.search(plain[n]) and not NO_NEED.search(plain[n])]
    if len(needs) != 1:
        others = [n for n in makes if "主" not in sheet.headers[n]]
        needs, makes = (others, []) if not needs and len(makes) == 1 else (needs, makes)
    if len(owners) != 1 or len(needs) != 1 or not fits(staging, sheet, needs[0], "goods"):
        return None
    amount = [
        n for n in free if (column := consumes.column(sheet.headers[n])) is not None and column.name == "quantity"
    ]
    own = [n for n in makes if n != needs[0]]
    # a place behind the goods may be that of who supplies them
    lying = [n for n in free if _PLACE.fullmatch(bare(sheet.headers[n])) and n <= owners[0] + 1 and n != needs[0]]
    return LocalSupply(
        owners[0], needs[0], next(iter(amount), None), own[0] if len(own) == 1 else None, parts, next(iter(lying), None)
    )


_PLACE: Final = re.compile(r"(?:所在|所属)?(?:县市区|县区|区县|县|市县|县市|乡镇|镇街|街道乡镇|地区|地)|属地")
_NEEDING: Final = re.compile(r"(?:需求|采购|用料|用户|龙头|链主|重点|主机|整机)(?:企业|单位|厂家|厂)(?:名称|简称)?")
NEED: Final = re.compile(
    r"原料|原材料|材料|辅料|配套品|配套产品|零部件|零配件|配件|物资|物料|采购品|所需产品|需求产品|需配套|包装|用料|投入品"
)
NO_NEED: Final = re.compile(r"企业|单位|厂家|数量|金额|额$|量$|比|率|地$|来源|缺口|建议|情况|问题|价")


def bare(header: str) -> str:
    """A header without brackets and blanks."""
    return re.sub(r"[（(].*?[)）]", "", normalised(header))


def _parts(sheet: Sheet) -> dict[str, int]:
    """The columns that say who supplies and how much, by what they say; none of a kind that two say."""
    found: dict[str, list[int]] = {}
    for n, header in enumerate(sheet.headers):
        plain = bare(header).replace("·", "")
        part = next((name for name, form in _PARTS.items() if re.fullmatch(form, plain)), None)
        if part is not None and n not in sheet.elsewhere:
            found.setdefault(part, []).append(n)
    return {name: numbers[0] for name, numbers in found.items() if len(numbers) == 1}


def as_consumes(sheet: Sheet, found: LocalSupply, consumes: TableKind) -> TableKind:
    """The kind of the table's own rows: what its firms use; the other columns are read beside."""
    sheet.elsewhere.update(found.parts.values())
    sheet.elsewhere.update(n for n in (found.products, found.place) if n is not None)
    columns = {found.firm: "firm", found.need: "product"} | (
        {found.quantity: "quantity"} if found.quantity is not None else {}
    )
    return consumes.having({normalised(sheet.headers[n]): consumes.by_name[name] for n, name in columns.items()})


def supplies_of(staging: Staging, sheet: Sheet, found: LocalSupply, firms_kind: TableKind) -> list[tuple[Sheet, str]]:
    """The tables beside: who supplies, and what the firms make, made of the rows as they stand after tidying."""
    placed_elsewhere = _placed_elsewhere(staging, sheet, firms_kind)
    order = list(found.parts)
    cells = ", ".join(f"c{n}" for n in (found.firm, found.need, *(found.parts[name] for name in order)))
    made = f"c{found.products}" if found.products is not None else "NULL"
    lying = f"c{found.place}" if found.place is not None else "NULL"
    rows = staging.db.execute(
        f"SELECT line, {made}, {lying}, {cells} FROM {sheet.relation} WHERE c{found.firm} IS NOT NULL AND c{found.need} IS NOT NULL ORDER BY line"
    ).fetchall()
    home = next((place for text in sheet.titles if (place := home_of(text))), None)
    counties = areas((row[2] for row in rows if row[2]), home)
    work = _Work(home, {name: unit_of(sheet, found.parts[name]) for name in _SUMS if name in found.parts})
    firms: dict[tuple[str, str], int] = {}
    where: dict[str, str] = {}
    for line, products, place, firm, need, *texts in rows:
        said = {name: text.strip() for name, text in zip(order, texts, strict=True) if text and text.strip()}
        if place in counties:
            where.setdefault(firm, counties[place])
        work.row(line, firm, need, said, where.get(firm))
        if products:
            firms.setdefault((firm, products), line)
    work.say(staging, sheet)
    out: list[tuple[Sheet, str]] = []
    if work.rows:
        columns = ["seller", "buyer", "product", "value", "quantity"]
        out.append((derived_rows(staging, sheet, "supplies", columns, work.rows), "supplies"))
    own = None if placed_elsewhere else home
    who: dict[str, tuple[int, str | None, str | None]] = {
        firm: (line, products, where.get(firm, own)) for (firm, products), line in reversed(firms.items())
    }
    for line, _, _, firm, *_rest in rows:
        who.setdefault(firm, (line, None, where.get(firm, own)))
    for seller, line in work.neighbours.items():
        who.setdefault(seller, (line, None, home))
    listed: Rows = [(line, (firm, *said)) for firm, (line, *said) in who.items()]
    placed = derived_rows(staging, sheet, "firms", ["name", "products", "place"], sorted(listed))
    placed.place_of_title = True
    out.append((placed, "firms"))
    return out


_SUMS: Final = ("local_value", "out_value", "local_quantity", "out_quantity", "bought_quantity")


def unit_of(sheet: Sheet, number: int) -> str | None:
    """The unit of a column of sums: its header's, else the one of its kind above the table."""
    money = re.fullmatch(f"{_PARTS['local_value']}|{_PARTS['out_value']}", bare(sheet.headers[number])) is not None
    return parted(sheet.headers[number])[1] or sheet.units.get(number) or title_unit(sheet.titles, money=money)


def _placed_elsewhere(staging: Staging, sheet: Sheet, firms: TableKind) -> bool:
    """Whether another sheet of the file says where firms are: it says so better than a title."""
    for other in staging.sheets:
        if other is sheet or other.file != sheet.file or not other.rows:
            continue
        columns = [column for header in other.headers if (column := firms.column(header))]
        places = any(column.name in ("place", "park") or column.role in ("address", "part") for column in columns)
        if places and any(
            re.search(r"企业|公司|单位|厂|firm|company", header, re.IGNORECASE) for header in other.headers
        ):
            return True
    return False


def home_of(title: str) -> str | None:
    """The region that a title is of, also behind 填报单位：."""
    return region_before(re.sub(r"^.{0,8}[:：]\s*", "", title.strip()))


class _Work:
    """The supplies of the rows, and what could not be told."""

    def __init__(self, home: str | None, units: Mapping[str, str | None]) -> None:
        self.home, self.units = home, units
        self.neighbours: dict[str, int] = {}
        """Firms that are said to be there, with the line that says so first."""
        self.bare: list[str] = []
        self.rows: Rows = []
        self.nowhere: list[str] = []
        self.shared = 0
        self.unplaced = 0

    def row(self, line: int, buyer: str, product: str, said: dict[str, str], county: str | None = None) -> None:
        """What a row says of who supplies; `county`: where its firm is, if the row says it."""
        value, quantity = self._amount(said, "local_value"), self._amount(said, "local_quantity")
        home = f"{county}企业" if county else self.home
        sellers = listed(said.get("local_who"))
        for seller in sellers:
            if self.home is not None:
                self.neighbours.setdefault(seller, line)
        some = value is not None or quantity is not None or not NOBODY.fullmatch(said.get("local_share", "0"))
        if not sellers and some:
            if home is None or home.startswith("region:"):
                self.unplaced += 1
            else:
                sellers = [home]
        elsewhere = listed(said.get("out_who")) or [
            place for text in listed(said.get("out_where")) if (place := self._place(text))
        ]
        # what is bought in all is told of the only one who sells
        bought = self._amount(said, "bought_quantity")
        if bought is not None and len({*sellers, *elsewhere}) != 1:
            bought, self.shared = None, self.shared + 1
        self._add(line, sellers, buyer, product, value, quantity or bought)
        self._add(
            line,
            elsewhere,
            buyer,
            product,
            self._amount(said, "out_value"),
            self._amount(said, "out_quantity") or bought,
        )

    def _add(
        self, line: int, sellers: list[str], buyer: str, product: str, value: str | None, quantity: str | None
    ) -> None:
        amounts = (value, quantity) if len(sellers) == 1 else (None, None)
        self.shared += (value or quantity) is not None and len(sellers) > 1
        self.rows += [(line, (seller, buyer, product, *amounts)) for seller in sellers]

    def _amount(self, said: Mapping[str, str], name: str) -> str | None:
        """A sum with its unit; a number for which nothing gives one is told."""
        text = said.get(name)
        if text is None or NOBODY.fullmatch(text):
            return None
        if re.search(r"[千万亿元]", text) or (
            name.endswith("quantity") and re.search(r"\d\s*[^\d\s.,余多左右以上下]", text)
        ):
            return text
        if self.units.get(name) is None:
            self.bare.append(text)
            return None
        return f"{text}{self.units[name]}"

    def _place(self, text: str) -> str | None:
        bare = _REST.sub("", _REST.sub("", text)).strip()
        found = region_of(bare) or region_of_address(bare)
        if found is None and bare:
            self.nowhere.append(text)
        # an identifier is no name: the text says the region with what it lies in
        return bare if found is not None and found.startswith("region:") else found

    def say(self, staging: Staging, sheet: Sheet) -> None:
        """Tell what of the rows is not read."""
        if self.nowhere:
            shown = ", ".join(dict.fromkeys(self.nowhere[:5]))
            staging.say(
                sheet,
                f"not read: places from which is bought that are no one region: {shown}",
                f"未读取不能确定为某一地区的外购地：{shown}",
            )
        if self.bare:
            staging.say(
                sheet,
                f"{len(self.bare)} sums without a unit are not read; write the unit in the header, as 采购额（万元）",
                f"{len(self.bare)} 个金额没有单位，未读取；请在表头注明单位，如“采购额（万元）”",
            )
        if self.shared:
            staging.say(
                sheet,
                f"{self.shared} amounts of several sellers together are not read; give each its row",
                f"{self.shared} 个数量或金额属多家供应方合计，未读取；请每家一行",
            )
        if self.unplaced:
            staging.say(
                sheet,
                f"{self.unplaced} rows bought locally do not say where that is; name the county in the title",
                f"{self.unplaced} 行在本地采购，但看不出是哪个县区；请在标题写明县区",
            )


def listed(text: str | None) -> list[str]:
    """The names or places in a cell; none where it says that there is nobody."""
    if text is None or NOBODY.fullmatch(text):
        return []
    return [part.strip() for part in _SPLIT.split(text) if part.strip() and not NOBODY.fullmatch(part.strip())]
