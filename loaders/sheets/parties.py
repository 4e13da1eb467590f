"""Who buys and who sells in a table that names one of them by its side, and the other as the firm that it is of."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .cell_looks import FIRM
from .column import normalised
from .constants import add_constant, missing_of
from .kind import match

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..read.sheet import Sheet, Staging
    from .headers import TableKind

_AMOUNTS: Final = frozenset(("value", "quantity"))
_LABELLED: Final = re.compile(
    r"(?:采购方|采购单位|采购企业|采购公司|采购主体|采购组织|购货单位|购货方|购买方|收货单位|收货方|收货公司|需方|需求单位|买方|甲方|账套|帐套|账套名称|核算主体|核算单位"
    r"|组织|组织机构|库存组织|所属组织|法人实体|公司名称|公司代码|公司|工厂|企业名称|企业|单位名称|使用单位|编制单位|填报单位|填报企业|填表单位|制表单位|报表单位"
    r"|buyer|purchaser|purchased by|company(?: name| code)?|ship[- ]to|bill[- ]to|consignee|(?:legal )?entity|plant"
    r"|purchas(?:ing|e) (?:org(?:ani[sz]ation)?|company))"
    r"\s*(?:[（(].{1,8}[)）])?\s*[:：]\s*(?:[\[【（(]?[A-Z]{0,4}\d+[\]】）)]?[\s\-—_/]*)?(?P<firm>[^:：|]+)",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(r"\s{2,}|[，；;。\t]|,(?!\s*(?:ltd|inc|llc|co|corp|limited)\b)", re.IGNORECASE)
"""What ends a name in a line; the comma of Co., Ltd. is in it."""
_OF_A_FIRM: Final = re.compile(
    r"(?P<firm>.{2,40}?(?:公司|厂|合作社|集团))(?:（.{1,6}）)?(?:(?:19|20)\d\d年.{0,8}?|[一二三四]季度|上半年|下半年|\d{1,2}月份?|年度|主要|部分|全部)*"
    r"(?:物资|物料|原材料|原辅料|原料|材料|设备|商品)?(?:及\w{1,4})?(?:采购|购进|进货|外购|请购|订购)(?:订单|合同|入库单?|执行)?(?:情况)?"
    r"(?:列表|明细表?|清单|台账|一览表|统计表|汇总表?|登记表|表|记录|情况)?(?:[（(].*[)）])?"
    r"|(?P<keeper>.{2,40}?(?:公司|厂|合作社|集团))(?:（.{1,6}）)?(?:(?:19|20)\d\d年?度?)?(?:合格|主要|现有|原材料|原料|物资)*(?:供方|供应商|供货商|供货单位)"
    r"(?:名录|清单|名单|目录|台账|一览表|登记表|表|库)(?:[（(].*[)）])?"
)


_SUPPLIERS: Final = re.compile(
    r"(?:供方|供应商|供货商|供货单位)(?:名录|清单|名单|目录|台账|一览|登记|档案|库)|合格供"
    r"|(?:supplier|vendor)s? (?:list|register|directory|master)|(?:approved|qualified) (?:supplier|vendor)",
    re.IGNORECASE,
)
"""A list of those who supply whoever keeps it, also where it names no amounts."""


def with_other_party(sheet: Sheet, table_kinds: Mapping[str, TableKind]) -> TableKind:
    """The kind of supplies, in which the one column of firms of a table that names sellers holds the buyers, or the other way round.

    Only with amounts: 企业名称 beside 主要产品 and 供应商 is a list of firms.
    """
    supplies, firms = table_kinds["supplies"], table_kinds["firms"]
    found = match(sheet, supplies)
    missing = missing_of(sheet, supplies)
    names = {column.name for _, _, column in found.read}
    if len(missing) != 1 or not missing < {"seller", "buyer"} or not names & _AMOUNTS:
        return supplies
    own = [header for header in found.unread if supplies.column(header) is None and is_firm_header(header, firms)]
    if len(own) != 1:
        return supplies
    return supplies.having({normalised(own[0]): supplies.by_name[missing.pop()]})


_FIRM_HEADER: Final = re.compile(r"(?:企业|公司|单位|厂家|厂商|用户)(?:名称?|简称|全称)?")


def is_firm_header(header: str, firms: TableKind) -> bool:
    """Whether a header names the firm that a row is of, on no side."""
    column = firms.column(header)
    named = column is not None and column.name == "name"
    return named or _FIRM_HEADER.fullmatch(re.sub(r"[（(].*?[)）]", "", normalised(header))) is not None


def take_buyer(staging: Staging, sheet: Sheet, supplies: TableKind) -> bool:
    """Give a list of purchases that lacks only its buyer the firm that the lines above it name, and say so."""
    names = {column.name for _, _, column in match(sheet, supplies).read}
    listed = any(_SUPPLIERS.search(text) for text in (*sheet.titles, sheet.sheet or "", sheet.stem))
    if missing_of(sheet, supplies) != {"buyer"} or not (names & _AMOUNTS or listed):
        return False
    buyer, beside = buyer_above((*sheet.titles, *_signatures(staging, sheet), sheet.stem, Path(sheet.file).stem)), False
    if buyer is None:
        # one firm's workbook names it once
        others = [one for one in staging.sheets if one.file == sheet.file and one.folder == sheet.folder]
        buyer, beside = buyer_above(tuple(text for one in others for text in one.titles)), True
    if buyer is None:
        return False
    add_constant(staging, sheet, "buyer", buyer)
    where = (
        ("the lines above another sheet of this file name", "本文件另一张表上方")
        if beside
        else ("the lines above them name", "表头上方")
    )
    staging.say(
        sheet,
        f"the buyer of all rows is {buyer}, which {where[0]}; --set buyer=NAME says another",
        f"各行的采购方均为{where[1]}写明的{buyer}；如不是，请用 --set buyer=企业名称 指明",
    )
    return True


def _signatures(staging: Staging, sheet: Sheet) -> list[str]:
    """What stands alone in the last lines of a sheet: who signs a list often is who buys (甲方（需方）：某公司)."""
    cells = [f"c{n}" for n in range(len(sheet.headers))]
    filled = " + ".join(f"({cell} IS NOT NULL)::INTEGER" for cell in cells)
    found = staging.db.execute(
        f"SELECT concat_ws('  ', {', '.join(cells)}) FROM {sheet.relation} WHERE {filled} <= 2 AND line > {sheet.last - _SIGNED} ORDER BY line"
    ).fetchall()
    return [text for (text,) in found]


_SIGNED: Final = 6
"""So many of the last lines may sign a list."""


def buyer_above(texts: tuple[str, ...]) -> str | None:
    """The one firm that lines above a list of purchases name as the one that buys; None where they name none, or several.

    >>> buyer_above(("采购订单列表", "账套：[001]宝鸡岐阳钛业有限公司", "日期：2024-01-01至2024-03-31"))
    '宝鸡岐阳钛业有限公司'
    >>> buyer_above(("安徽天缆集团股份有限公司2023年原材料采购明细表",)), buyer_above(("公司：甲乙丙", "采购明细"))
    ('安徽天缆集团股份有限公司', None)
    >>> buyer_above(("公司代码：3010  虚构钒业有限公司", "制表时间：2024/7/2"))
    '虚构钒业有限公司'
    >>> buyer_above(("Company: Fictional Bearing Co., Ltd.  虚构轴承有限公司",)), buyer_above(("虚构泵业有限公司合格供方名录",))
    ('Fictional Bearing Co., Ltd.', '虚构泵业有限公司')
    """
    found: dict[str, None] = {}
    for text in texts:
        line = text.strip()
        labelled = _LABELLED.search(line)
        name = (
            labelled["firm"]
            if labelled
            else (said["firm"] or said["keeper"])
            if (said := _OF_A_FIRM.fullmatch(line))
            else ""
        )
        name = _BEHIND.split(name.strip())[0].strip()
        if name and FIRM.fullmatch(name):
            found[name] = None
    return next(iter(found)) if len(found) == 1 else None
