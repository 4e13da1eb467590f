"""Contracts to buy and sell between 甲方 and 乙方: who sells is said of one of them (甲方（收购企业）), and so of the other.

Where it is said of neither, or of both the same, the sheet is left as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ...read.sheet import Sheet, Staging

_SIDE: Final = re.compile(r"(?P<side>[甲乙])方(?P<rest>.*)")
_BUYS: Final = re.compile(r"收购|采购|购[货买进]|需方|需求|买方|购方|用料|使用|收货|订货")
_SELLS: Final = re.compile(r"供[货应给方]|销售|卖方|售[货卖]?方|出售|销方")
_TRADE: Final = re.compile(r"购销|收购|采购|供货|供应|买卖|销售|订购")
_NAME: Final = re.compile(r"(?:企业|单位|公司)?(?:名称|全称)?")
_PLACE: Final = re.compile(r"(?:所在)?(?:地|地址|地区|县区|区县|乡镇)|地址")
_GOODS: Final = re.compile(r"(?:合同|协议|购销|交易)?标的(?:物|名称)?|(?:购销|合同|交易)(?:产品|货物|品种|品名|商品)")


def name_sides(staging: Staging) -> None:
    """Call the sides of such contracts buyer and seller; leave other sheets as they are."""
    for sheet in staging.sheets:
        if sheet.office and sheet.rows:
            _name(staging, sheet)


def _name(staging: Staging, sheet: Sheet) -> None:
    found = {
        n: match for n, header in enumerate(sheet.headers) if (match := _SIDE.fullmatch(re.sub(r"\s", "", header)))
    }
    if {match["side"] for match in found.values()} != {"甲", "乙"}:
        return
    texts = [*sheet.titles, sheet.sheet or ""]
    buyer = _buyer([(match["side"], match["rest"]) for match in found.values()])
    if buyer is None or not any(_TRADE.search(text) for text in texts):
        return
    for n, match in found.items():
        party = "采购方" if match["side"] == buyer else "供应商"
        rest = re.sub(r"[（(].*?[)）]", "", match["rest"]).lstrip("·")
        if _NAME.fullmatch(rest):
            sheet.headers[n] = party
        elif _PLACE.fullmatch(rest):
            sheet.headers[n] = f"{party}所在地"
    goods = [n for n, header in enumerate(sheet.headers) if _GOODS.fullmatch(header)]
    if len(goods) == 1:
        sheet.headers[goods[0]] = "产品"
    other = "乙" if buyer == "甲" else "甲"
    staging.say(
        sheet,
        f"{buyer}方 is said to buy: rows are supplies from {other}方 to {buyer}方",
        f"表头写明{buyer}方为购买方，各行读作{other}方供给{buyer}方",
    )


def _buyer(sides: list[tuple[str, str]]) -> str | None:
    """The side that buys, by what is said beside the names of sides; None where it is not said, or said twice otherwise.

    >>> _buyer([("甲", "（收购企业）"), ("乙", "名称")]), _buyer([("甲", "（供方）"), ("乙", "（需方）")]), _buyer([("甲", ""), ("乙", "")])
    ('甲', '乙', None)
    """
    said = set()
    for side, rest in sides:
        buys, sells = _BUYS.search(rest) is not None, _SELLS.search(rest) is not None
        if buys != sells:
            said.add(side if buys else "乙" if side == "甲" else "甲")
    return said.pop() if len(said) == 1 else None
