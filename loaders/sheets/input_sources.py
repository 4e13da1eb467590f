"""What firms use with where it comes from in brackets behind it (主要原料及来源: 原绒（内蒙古）, 纱线（某某绒业，约3000万元/年）).

The brackets are no part of what a material is called: a place in them is where it is bought, a firm who sells it, a sum what it costs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.language import t
from ..read.shape.looks import is_firm
from ..values.lists import is_blank, parted
from .cell_extras import region_of_address
from .derived import Rows, derived_rows
from .group_headings import region_of
from .kind import used_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..read.sheet import Sheet, Staging
    from .headers import TableKind

_SHOWN: Final = 5
_SOURCED: Final = re.compile(
    r".*(?:及|和|与|、|（|\()(?:主要)?(?:来源|来源地|产地|供应商|供应地|采购地)(?:地|单位|企业|情况)?[)）]?"
)
_ITEM: Final = re.compile(r"(?P<name>[^（(]+?)\s*[（(](?P<said>[^（()）]+)[)）]")
_SUM: Final = re.compile(r"(?:年|每年|约|近|超|不足)*\s*[\d.,]+\s*[百千万亿]*元(?:左右|以上)?(?:/年|每年|一年)?")


def take_sources(staging: Staging, sheet: Sheet, table_kind: TableKind) -> Sheet | None:
    """The supplies that a column of what firms use states in brackets, which are taken out of it; None where none does."""
    columns = {column.name: n for n, _, column in used_columns(sheet, table_kind)}
    if (
        table_kind.kind != "firm"
        or not {"name", "inputs"} <= columns.keys()
        or not _SOURCED.fullmatch(sheet.headers[columns["inputs"]])
    ):
        return None
    name, inputs = columns["name"], columns["inputs"]
    rows = staging.db.execute(
        f"SELECT line, c{name}, c{inputs} FROM {sheet.relation} WHERE c{name} IS NOT NULL AND c{inputs} IS NOT NULL ORDER BY line"
    ).fetchall()
    firms = [
        firm
        for (firm,) in staging.db.execute(
            f"SELECT DISTINCT c{name} FROM {sheet.relation} WHERE c{name} IS NOT NULL"
        ).fetchall()
    ]
    supplies: Rows = []
    unread: list[str] = []
    for line, firm, cell in rows:
        items = [_ITEM.fullmatch(item) for item in parted(cell)]
        if not any(items):
            continue
        plain = "、".join(found["name"] if found else item for found, item in zip(items, parted(cell), strict=True))
        staging.db.execute(f"UPDATE {sheet.relation} SET c{inputs} = ? WHERE line = ?", [plain, line])
        for found in filter(None, items):
            sellers, amount, rest = _said(found["said"], [one for one in firms if one != firm])
            unread += rest
            alone = amount if len(sellers) == 1 else None
            supplies += [
                (line, (seller, firm, found["name"], alone, "annual" if alone else None)) for seller in sellers
            ]
    if unread:
        shown = "、".join(dict.fromkeys(unread[:_SHOWN]))
        staging.notes.append(
            t(
                staging.lang,
                f"{sheet.where}: {sheet.headers[inputs]}: said behind what is used, but no one place, firm or sum: {shown}",
                f"{sheet.where}：“{sheet.headers[inputs]}”中原料后所写，不能确定是哪个地区、企业或金额，未读取：{shown}",
            )
        )
    if not supplies:
        return None
    made = derived_rows(staging, sheet, "supplies", ["seller", "buyer", "product", "value", "basis"], supplies)
    made.titles = []
    return made


def _said(text: str, firms: Sequence[str]) -> tuple[list[str], str | None, list[str]]:
    """Who sells, or where; for how much a year; and what is neither.

    >>> _said("虚构绒业，约3000万元/年", ["河北虚构绒业股份有限公司"]), _said("内蒙古", [])
    ((['河北虚构绒业股份有限公司'], '约3000万元', []), (['内蒙古自治区'], None, []))
    """
    sellers: list[str] = []
    amount: str | None = None
    rest: list[str] = []
    for part in re.split("[、，,；;]", text):
        bare = part.strip()
        known = [firm for firm in firms if bare and bare in firm]
        if not bare or is_blank(bare):
            continue
        if _SUM.fullmatch(bare):
            amount = re.sub(r"^(?:每?年)|(?:/年|每年|一年)$", "", bare).strip()
        elif is_firm(bare):
            sellers.append(bare)
        elif len(bare) > 1 and len(known) == 1:
            sellers.append(known[0])
        elif (place := region_of(bare) or region_of_address(bare)) and not place.startswith("region:"):
            sellers.append(place)
        else:
            rest.append(bare)
    return sellers, amount, rest
