"""Lists of what firms buy and sell (企业 | 购/销 | 往来单位 | 产品): a column says which way each row goes.

Rows that sell are turned round, so that the sheet is a list of supplies. 销, 卖, 下游: the firm sells; 购, 买, 采购, 上游, and 供 beside
销: it buys. Where only 供 and 需 stand, nothing says whose they are, and the sheet is left as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ....graph.sql_text import literal
from ...values.lists import is_blank

if TYPE_CHECKING:
    from ...read.sheet import Sheet, Staging

_SELLS: Final = frozenset("销 售 卖 出 销售 卖出 售出 外销 下游 销项 销货 销给 供出 客户".split())  # noqa: SIM905
_BUYS: Final = frozenset("购 买 进 采购 购进 购入 买入 采 上游 进项 进货 购买 供应商".split())  # noqa: SIM905
_BESIDE: Final = frozenset(("供", "供货", "供应"))
"""What says that the other one supplies, where 销 stands in other rows."""
_WAY: Final = re.compile(
    r".{0,6}(?:[供购采买进]\w{0,2}\s*[/／、或]\s*[销售卖出]|[销售卖]\w{0,2}\s*[/／、或]\s*[供购采买进]"
    r"|方向|购销|买卖|上下游|关系|往来类型|业务类型|交易类型).{0,4}"
)
_OTHER: Final = re.compile(
    r"(?:往来|对方|交易|合作|对手|相对|上下游|配套|关联)(?:方|的)?(?:企业|单位|公司|客商|客户|对象|厂家)?(?:名称|全称)?"
)
_OWN: Final = re.compile(r"(?:本|我方|填报|调查|所属|县内|本地)?(?:企业|单位|公司|厂家)(?:名称|全称|简称)?")
_PLACE: Final = re.compile(r".*(?:地址|所在地|位置|地区|属地|所在县区|所在区县)")


def turn_round(staging: Staging) -> None:
    """Make lists of supplies of lists that a column of directions parts; leave other sheets as they are."""
    for sheet in staging.sheets:
        if sheet.office and sheet.rows:
            _turn(staging, sheet)


def _turn(staging: Staging, sheet: Sheet) -> None:
    found = _columns(staging, sheet)
    if found is None:
        return
    own, way, other, place, sells = found
    db, relation = staging.db, sheet.relation
    for top, left, bottom, right in sheet.merges:
        for n in (own, way, other, *([place] if place is not None else [])):
            if left <= n <= right and bottom > top:
                db.execute(
                    f"UPDATE {relation} SET c{n} = (SELECT any_value(c{n}) FROM {relation} WHERE line = {top})"
                    f" WHERE line BETWEEN {top + 1} AND {bottom} AND c{n} IS NULL"
                )
    sold = f"c{way} IN ({', '.join(map(literal, sorted(sells)))})"
    db.execute(f"UPDATE {relation} SET c{own} = c{other}, c{other} = c{own} WHERE {sold}")
    sheet.headers[own], sheet.headers[other] = "采购方", "供应商"
    if place is not None:
        number = len(sheet.headers)
        sheet.headers[place] = "供应商所在地"
        sheet.headers.append("采购方所在地")
        db.execute(f"ALTER TABLE {relation} ADD COLUMN c{number} VARCHAR")
        db.execute(f"UPDATE {relation} SET c{number} = c{place}, c{place} = NULL WHERE {sold}")
    sheet.elsewhere.add(way)
    staging.say(
        sheet,
        f"a column says which way each row goes: rows of {', '.join(sorted(sells))} are what the firm sells, the others"
        " what it buys",
        f"按购销方向列读取，“{'、'.join(sorted(sells))}”的行为本企业销售，其余为本企业采购",
    )


def _columns(staging: Staging, sheet: Sheet) -> tuple[int, int, int, int | None, set[str]] | None:
    """The columns of the firm, the way, the other firm and its place, and the words for what is sold; None for other sheets."""
    bare = [re.sub(r"\s", "", header) for header in sheet.headers]
    own = next((n for n, header in enumerate(bare) if _OWN.fullmatch(header)), None)
    other = next((n for n, header in enumerate(bare) if n != own and _OTHER.fullmatch(header)), None)
    if own is None or other is None:
        return None
    for way, header in enumerate(bare):
        if not _WAY.fullmatch(header):
            continue
        words = {
            text
            for (text,) in staging.db.execute(
                f"SELECT DISTINCT c{way} FROM {sheet.relation} WHERE c{way} IS NOT NULL"
            ).fetchall()
            if not is_blank(text) and len(text) <= len("供应商")
        }
        sells, buys = words & _SELLS, words & (_BUYS | _BESIDE)
        clear = bool(sells) or not buys & _BESIDE
        if words and words == sells | buys and clear:
            place = next((n for n, text in enumerate(bare) if n > other and _PLACE.fullmatch(text)), None)
            return own, way, other, place, sells
    return None
