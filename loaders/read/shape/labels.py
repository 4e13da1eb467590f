"""Labels of cards and questionnaires: what they are without their numbers, which are known, whose a list beside them is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .looks import says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..sheet import Words

NUMBER: Final = re.compile(
    r"^(?:(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[、.．:：)）]|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|[①-⑳])\s*"
    r"(?=(?:19|20)\d\d\s*年|[^\d\s])"
)
_POLITE: Final = re.compile(r"^(?:贵|您|你|本)(?:的)?(?=企业|公司|单位|厂)")
_ASIDE: Final = re.compile(r"[（(](?:请|可|如|必填|选填|单选|多选|注)[^（()）]*[)）]")
NAME: Final = re.compile(
    r"(?:企业|单位|公司|园区|开发区|项目|合作社|工厂|厂家|机构|主体|产业园)?(?:名称|全称)(?:[（(].*[)）])?|企业名|公司名|(?:企业|单位|公司)"
    r"|(?:(?:company|firm|enterprise|supplier|vendor|manufacturer)(?: name)?|name of (?:the )?(?:company|firm|enterprise|supplier))",
    re.IGNORECASE,
)
SIGNATURE: Final = re.compile(
    r"(?:填[表报写]|制表|制图|审核|复核|汇总|统计员|联系人|经办|单位负责|企业负责|签[字名章]|盖章|报送|报出|编制|数据来源|资料来源|注|备注|说明|日期"
    r"|(?:金额|计量|数量)?单位)[^，。:：]{0,12}[:：]"
    r"|(?i:(?:prepared|reviewed|approved|compiled|checked|filled in) by|date|units?|source|notes?|remarks?)\s*[:：]"
)
_ENDS: Final = re.compile(
    r".*(?:面积|收入|税收|税金|利润|产值|资产|人数|人员|能力|额|量|率|数|时间|日期|年份|情况|问题|诉求|建议|意见|需求|困难|单位|机构|部门|主体|地址|地点|位置"
    r"|电话|代码|性质|类型|类别|级别|等级|计划|打算|备注|厂房|产业|行业|产品|原料|原材料|设备|名称|代表人|负责人|联系人|资质|荣誉|规模|简介"
    r"|范围|产地|来源地|所在地|单价|价格|方式|比例|占比|去向)"
    r"|(?i:(?:[a-z&/.-]+ ){0,4}(?:sales|revenue|turnover|share|output|employees|headcount|capacity|area|date|year|status|address"
    r"|contact|phone|products?|materials?|suppliers?|customers?|issues?|problems?|remarks?|industry|district|city"
    r"|province|location|spend|amount|quantity|price)(?: (?:19|20)\d\d)?)"
)
"""What labels end with."""
_BUYS: Final = re.compile(r"采购|购[进买]|原料|原材料|原辅|辅料|供应商|供货|供方|来源|投入品")
_SELLS: Final = re.compile(r"客户|销售|销往|购货方|采购方|买方|需方|流向")


def label_of(text: str) -> str:
    """A label without its number, its colon and what is only said to who fills it in.

    >>> label_of("1．贵企业名称："), label_of("地　　址"), label_of("（二）主要产品"), label_of("5、年产值（请填万元）：")
    ('企业名称', '地址', '主要产品', '年产值')
    """
    bare = NUMBER.sub("", text.strip())
    bare = _ASIDE.sub("", bare).rstrip("：: ")
    bare = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", bare)
    return _POLITE.sub("", bare)


def is_label(label: str, words: Words) -> bool:
    """Whether a text is a label: a known header, or one that ends as labels do."""
    return says(words.knows, label) or (len(label) > 1 and _ENDS.fullmatch(label) is not None)


def subject_of(columns: Sequence[str], heading: str, label: str, words: Words) -> str:
    """What the thing of a card is in a list inside it: who buys, who sells, or itself (`label`)."""
    text = " ".join((heading, *columns))
    buys, sells = _BUYS.search(text) is not None, _SELLS.search(text) is not None
    party = "采购方" if buys and not sells else "供应商" if sells and not buys else None
    return party if party and words.stands([party, *columns]) else label
