"""What flows in a matrix of areas: said by its title or its sheet's name, where both agree and it is something that can be bought."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...values.spans import ACROSS, MONTHS
from ..cell_extras import behind_region

if TYPE_CHECKING:
    from collections.abc import Sequence

_GENERIC: Final = re.compile(
    "(?:主要|大宗|重点|各类|其他)*(?:产品|货物|商品|物资|原料|原材料|农产品|农副产品|工业品|物料|原辅料|产业|企业|经济|贸易|工业|农业|物流|货运|服务|材料)"
)
"""What is no product: the title does not say what flows."""
_NO_GOODS: Final = re.compile(
    r"人口|人员|人才|劳动力|劳务|务工|客流|客源|游客|旅客|学生|资金|贷款|存款|投资|税收|项目|快递|快件|包裹|数据|技术|价格|单价|均价|运价|运费|里程|距离"
    r"|占比|比重|比例|增速|增幅|同比|排名|企业数|户数|合同|订单数|产业转移"
)
"""What moves and is no goods, and what is said of goods beside how much of them."""
_ACTS: Final = "销售|调运|调拨|采购|购进|购入|收购|调入|调出|购销|供应|供需|流通|运输|外销|外购|外调|贸易|产销|交易"
_TITLE: Final = re.compile(
    rf"(?P<product>[^\d年月]{{2,12}}?)(?:主要|年度|跨区域?|对外|区域)?"
    rf"(?:(?:{_ACTS})+(?:流向|流量|去向|来源|往来|矩阵|情况|统计|明细|数量|对照|表|$)|流向|流量|去向|来源地?|调运|往来)"
)
_BETWEEN: Final = re.compile(
    r"(?:跨|各|分)?(?:省|市|县|区|县区|县域|州|镇|乡|乡镇|城乡|区域|地区)(?:际|间|之间)(?:的)?|跨[省市县区]"
)
"""Between which kinds of areas it flows: no part of a product."""
_TIME: Final = re.compile(
    rf"{ACROSS}|(?:19|20)\d\d年?(?:度|[上下]半年|{MONTHS}|第?[一二三四1-4]季度|\d{{1,2}}月份?)?|[上下]半年|{MONTHS}|第?[一二三四]季度"
    r"|近[两三几\d]年|本?年度|(?<!\d)\d{1,2}月份?"
)
_ODD: Final = re.compile(
    r"[县区市镇与和及际间跨各分按年月季]|产销|购销|供需|调运|采购|销售|流|地区|企业|园区|单位|情况|统计|计划|预计|预测|目标|任务"
)
"""What is left of a title that was not understood."""
_ACTED: Final = re.compile(rf"{_ACTS}|流[向量]|去向|来源|往来")
_CLASS: Final = re.compile(
    r"(?:粮食|粮油|水果|果品|蔬菜|畜禽|肉类|水产品?|建材|矿产品?|药材|中药材|林产品?|化工品?|石材|饲料|农资|材料|原料|产品)$"
)
"""Goods of many kinds: what brackets behind them name is which of them."""
_NO_NAME: Final = re.compile(r"元|吨|单位|位|方|斤|口径|含|表")
_SHORT: Final = 6
_PLAIN: Final = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,12}")
_NAMES_NO_GOODS: Final = re.compile(
    r"表|总|附|sheet|流|销|购|调|产地|来源|去向|统计|情况|数据|矩阵|县|区|市|省|月|季|\d|年|合计|明细|对照|页",
    re.IGNORECASE,
)


def product_of(titles: Sequence[str], name: str | None) -> str | None:
    """What titles say that flows; None where they say nothing, no more than that it is goods, or the sheet's name another thing.

    >>> product_of(["绥化市玉米县际购销流向（2023年10月—2024年4月）"], "玉米流向"), product_of(["2023年延安市主产县（区）苹果销售流向统计"], None)
    ('玉米', '苹果')
    >>> product_of(["绥化市县际购销流向"], "流向"), product_of(["某市主要产品流向"], None), product_of(["粮食流向表（玉米）"], None)
    (None, None, None)
    >>> product_of(["2023年老青茶（毛茶）调运情况（从左列产地运到上方加工地）"], None), product_of(["粮食（玉米）流向"], None)
    ('老青茶', None)
    >>> product_of(["粮食流向表"], "玉米"), product_of(["某县人口流向"], None), product_of(["玉米运价流向"], None)
    (None, None, None)
    """
    if any(_NO_GOODS.search(text) for text in (*titles, name or "")):
        return None
    found = {one for text in titles if (one := _in_title(text))}
    named = _in_title(name) if name else None
    if name and named is None:
        bare = re.sub(r"\s", "", name)
        other = _PLAIN.fullmatch(bare) and len(bare) < _SHORT and not _NAMES_NO_GOODS.search(bare)
        if other and not any(bare in text for text in titles) and not _GENERIC.fullmatch(bare):
            return None  # the title says 粮食, the sheet 玉米
    found |= {named} if named else set()
    return found.pop() if len(found) == 1 else None


def _in_title(title: str) -> str | None:
    text = re.sub(r"\s", "", untabled(title))
    for match in re.finditer(r"[（(](?P<inside>[^（()）]*)[)）]", text):
        rest = _TIME.sub("", match["inside"])
        named = _PLAIN.fullmatch(rest) and len(rest) < _SHORT and not _ODD.search(rest) and not _NO_NAME.search(rest)
        if named and (_CLASS.search(text[: match.start()]) or _ACTED.search(text[: match.start()])):
            return None  # 粮食流向表（玉米）; 老青茶（毛茶）调运 says the same twice
    text = re.sub(r"[（(][^（()）]*[)）]", "", text)
    text = _BETWEEN.sub("", _TIME.sub("", text))
    text = behind_region(text)
    text = re.sub(r"^(?:主产|各|全|分|本|辖区|重点)+(?:县市区|县区|区县|市县|县|区|市|镇|乡|州|省)(?=..)", "", text)
    found = _TITLE.match(text)
    name = re.sub(r"^(?:各|主要|部分|重点|大宗|全[县市区省])+", "", found["product"]) if found else ""
    return name if _PLAIN.fullmatch(name) and not _GENERIC.fullmatch(name) and not _ODD.search(name) else None


def untabled(title: str) -> str:
    """A title without the number of its table: 表3　老青茶调运情况 is 老青茶调运情况."""
    return re.sub(
        r"^附?[表件]\s*(?:\d{1,2}(?!\d)|[一二三四五六七八九十]{1,3})?\s*[、.．:：]?\s*|^附\s*[:：]\s*",
        "",
        title.strip(),
    )
