"""Raw materials with whom or where they come from in brackets: 原绒（内蒙古、辽宁）, 羊绒纱线（东羊绒业，约3000万元/年）.

The name is what stands before the brackets; what stands in them is a purchase of the row's firm, read into a further table of supplies.
Only where all in the brackets is understood as places, firms and one amount: 正极材料(NCM523) stays a name.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from ...graph.sql_text import literal
from ..read.shape.looks import is_firm
from ..values.amounts import quantity
from ..values.lists import parted
from ..values.money import money
from .group_headings import named_region
from .kind import is_node
from .office_sheet import OfficeSheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..read.sheet import Sheet, Staging
    from .headers import TableKind

_ITEM: Final = re.compile(r"(?P<name>[^（()）]+?)\s*[（(](?P<inside>[^（()）]+)[）)]")
_PARTS: Final = re.compile(r"[，,、；;]|(?<=[\u4e00-\u9fff]{2})和(?=[\u4e00-\u9fff]{2})")
_ASKS_WHENCE: Final = re.compile(r"来源|供应|供货|产地|购自|采自|采购地|货源|从哪")
"""Headers that ask whence: in their brackets short names of firms stand too."""
_SHORT: Final = re.compile(
    r"[\u4e00-\u9fff]{2,10}(?:[^作行专产就毕]业|科技|股份|集团|化工|化学|石化|能源|商贸|贸易|农场|牧场|物资|钢铁|冶炼|矿山|制品|建材|纺织|食品|包装|纸品)"
)
_WORD: Final = re.compile(r"[\u4e00-\u9fff]{3,12}")
"""Whoever stands beside what is paid a year is who sells."""
_WHENCE: Final = re.compile(
    r"(?:从|在|向|由)?(?:外面|市场|各地|多地|本地|当地|周边|附近|[省国县市][内外])?(?:上|处)?(?:外?[购买]买?|采购|进货|进口|调入|自产|自供)?"
)
"""From where in general, which is no name and no place."""
_LEAD: Final = re.compile(
    r"^(?:主要)?(?:来自|源自|购自|采自|从|由|产地|来源|供应商|供货商|厂家|[:：])+(?:为|是|[:：])?"
)
_YEARLY: Final = re.compile(r"\s*(?:/|每)\s*(?:年|a)$|^每?年(?:采购|购)?(?:额|量)?[:：]?")
HEADERS: Final = ["seller", "buyer", "product", "value", "quantity", "basis", "locator"]
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Sourced:
    """One item of a cell: a product, and whom or where it comes from."""

    product: str
    sellers: tuple[str, ...]
    value: str | None = None
    quantity: str | None = None
    yearly: bool = False


def sourced(item: str, *, asked: bool = False) -> Sourced | None:
    """What an item of a list of raw materials says of its source; None where it says none, or more than that.

    >>> sourced("原绒（内蒙古、辽宁）").sellers, sourced("纱线（东羊绒业，约3000万元/年）", asked=True)
    (('内蒙古自治区企业', '辽宁省企业'), Sourced(product='纱线', sellers=('东羊绒业',), value='约3000万元', quantity=None, yearly=True))
    >>> sourced("正极材料(NCM523)"), sourced("纸箱（外购）"), sourced("油墨（水性）", asked=True)
    (None, None, None)
    """
    match = _ITEM.fullmatch(item.strip())
    if match is None:
        return None
    if asked and _WHENCE.fullmatch(match["inside"].strip()):
        return Sourced(match["name"], ())
    sellers: list[str] = []
    amounts: list[str] = []
    bought = asked and re.search(r"\d.*(?:元|/年)", match["inside"]) is not None
    for part in (_LEAD.sub("", one.strip()) for one in _PARTS.split(match["inside"])):
        if region := named_region(part):
            sellers.append(f"{region}企业")
        elif re.search(r"\d", part) and not is_firm(part):
            amounts.append(part)
        elif is_firm(part) or (asked and _SHORT.fullmatch(part)) or (bought and _WORD.fullmatch(part)):
            sellers.append(part)
        else:
            return None
    if not sellers or len(amounts) > 1:
        return None
    found = Sourced(match["name"], tuple(sellers))
    return found if not amounts else _with_amount(found, amounts[0])


def _with_amount(found: Sourced, written: str) -> Sourced | None:
    text, yearly = _YEARLY.sub("", written), _YEARLY.search(written) is not None
    try:
        if "元" in text:
            money(text)
            # a sum of several is given to none of them
            return Sourced(found.product, found.sellers, text if len(found.sellers) == 1 else None, None, yearly)
        if quantity(text).unit is None:
            return None
    except BadInput:
        return None
    return Sourced(found.product, found.sellers, None, text if len(found.sellers) == 1 else None, yearly)


def take_sources(
    staging: Staging, sheet: Sheet, table_kind: TableKind, table_kinds: Mapping[str, TableKind]
) -> list[tuple[Sheet, TableKind]]:
    """Make names of the raw materials of a list of firms, and purchases of what stands in brackets behind them; the further tables."""
    if sheet.rows == 0 or not is_node(table_kind) or table_kind.kind != "firm" or sheet.exported:
        return []
    work = OfficeSheet(staging, sheet, table_kind)
    name = next((n for n, one in work.columns.items() if one.name == "name"), None)
    out: list[tuple[Sheet, TableKind]] = []
    for number, column in list(work.columns.items()):
        uses = column.implied is not None and column.implied.edge == "consumes" and column.type == "list"
        if uses and name is not None and (found := _found(work, number)):
            made = _table(work, number, name, found)
            _take_out(work, number, found)
            out += [] if made is None else [(made, table_kinds["supplies"])]
    return out


def _found(work: OfficeSheet, number: int) -> dict[str, list[Sourced | str]]:
    """The distinct cells of a column with the items of which a source is said, and the others as they are."""
    asked = _ASKS_WHENCE.search(work.sheet.headers[number]) is not None
    texts = work.db.execute(
        f"SELECT DISTINCT c{number} FROM {work.sheet.relation} WHERE regexp_matches(c{number}, '[（(].+[）)]') ORDER BY 1"
    ).fetchall()
    out: dict[str, list[Sourced | str]] = {}
    for (text,) in texts:
        if text.lstrip().startswith("["):
            continue
        items = [sourced(item, asked=asked) or item for item in parted(text)]
        if any(isinstance(item, Sourced) for item in items):
            out[text] = items
    return out


def _table(work: OfficeSheet, number: int, name: int, found: dict[str, list[Sourced | str]]) -> Sheet | None:
    """Who buys what of whom, of cells that say it; None where they only say that it is bought."""
    import pyarrow as pa

    sheet = work.sheet
    rows = [
        (text, place, seller, one.product, one.value, one.quantity, "annual" if one.yearly and (one.value or one.quantity) else None)
        for text, items in found.items()
        for place, (one, seller) in enumerate(
            ((one, seller) for one in items if isinstance(one, Sourced) for seller in one.sellers), start=1
        )
    ]  # fmt: skip
    if not rows:
        return None
    step = max(place for _, place, *_ in rows) + 1
    made = work.staging.sheet(sheet.file, sheet.sheet, [*HEADERS], sheet.encoding)
    made.stem, made.folder, made.several, made.spread = "supplies", sheet.folder, True, step
    names = ("text", "place", "seller", "product", "value", "quantity", "basis")
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    types = {one: pa.int64() if one == "place" else pa.string() for one in names}
    work.db.register("load_sourced", pa.table({one: pa.array(columns[one], types[one]) for one in names}))
    locator = f"{literal(sheet.sheet or sheet.file)} || ' row ' || line // {sheet.spread}"
    work.db.execute(
        f"CREATE TABLE {made.relation} AS SELECT line // {sheet.spread} * {step} + place AS line, seller AS c0, c{name} AS c1,"
        f" product AS c2, value AS c3, quantity AS c4, basis AS c5, {locator} AS c6"
        f" FROM {sheet.relation} JOIN load_sourced g ON g.text = c{number} WHERE c{name} IS NOT NULL ORDER BY 1"
    )
    work.db.unregister("load_sourced")
    work.staging.close_sheet(made)
    return made


def _take_out(work: OfficeSheet, number: int, found: dict[str, list[Sourced | str]]) -> None:
    """Leave in the cells what is bought, and say what was taken out."""
    sheet, cell = work.sheet, f"c{number}"
    bare = {
        text: list(dict.fromkeys(one.product if isinstance(one, Sourced) else one for one in items))
        for text, items in found.items()
    }
    cases = " ".join(
        f"WHEN {literal(text)} THEN {literal(json.dumps(names, ensure_ascii=False))}" for text, names in bare.items()
    )
    work.db.execute(
        f"UPDATE {sheet.relation} SET {cell} = CASE {cell} {cases} END WHERE {cell} IN ({', '.join(map(literal, bare))})"
    )
    shown, header = "; ".join([*found][:_SHOWN]), sheet.headers[number]
    work.note(
        f"{header}: what stands in brackets behind {len(found)} raw materials is whom or where they are bought from: {shown}",
        f"“{header}”：{len(found)} 种写法在括号内写明了来源，已读作采购关系：{shown}",
    )
