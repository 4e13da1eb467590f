"""What lines above a matrix say of all its figures: of when they are, in which unit, whether they are a plan."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...values.header_units import is_money_unit, is_unit, title_units
from ...values.periods import period_of
from ...values.spans import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

_MADE: Final = re.compile(r"(?:填[表报写]|制[表图]|编制|报送|报出|上报|更新|修订|印发|打印|调查)(?:时间|日期|单位|人)?")
_TO: Final = r"\s*[-—–―~～至到/／]+\s*"
_YEARS: Final = re.compile(
    rf"(?:19|20)\d\d年?(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?{_TO}(?:(?:19|20)\d\d|\d\d(?=年))(?:年度?)?(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?"
)
"""From one year to another: 2023/24年度, 2023年10月—2024年4月."""
_WITHIN: Final = re.compile(
    rf"(?:19|20)\d\d年度?(?:{MONTHS}|[上下]半年|第?[一二三四1-4]季度|\d{{1,2}}月(?:份|\d{{1,2}}日)?)"
)
_YEAR: Final = re.compile(r"(?P<year>(?:19|20)\d\d)年")
_MONTH: Final = re.compile(r"年\d{1,2}月(?:份|\d{1,2}日)?$")
_MONTHLY: Final = re.compile(r"月报|月度|当月|本月|月份")
_PLANS: Final = (("target", r"计划|任务|目标|指标分解"), ("forecast", r"预计|预测|预期|预报|预估"))
_GOODS: Final = re.compile(
    r"[百千万亿]*(?:吨|公斤|千克|克|斤|担|立方米|方|升|平方米|㎡|米|台|件|辆|只|头|羽|尾|株|匹|双|支|根|块|张|片|箱|瓶|袋|卷|颗|粒|套|条|艘|个"
    r"|千瓦时|度|kwh|mwh|t|kt|kg|tons?|tonnes?)(?:[/每]年)?",
    re.IGNORECASE,
)
"""Units in which goods are counted: no 公里, 元/吨, 户 or %."""


def period_above(titles: Sequence[str]) -> tuple[str | None, str | None]:
    """The one period that lines above speak of; else the words for one that the model has no word for.

    A month may be the day on which the table was made, unless the line speaks of months.

    >>> period_above(["某县2023年流向"]), period_above(["流向（2023年1-6月）"]), period_above(["2023年一季度"])
    (('2023', None), ('2023-H1', None), ('2023-Q1', None))
    >>> period_above(["2023年1—5月"]), period_above(["流向（2023年10月—2024年4月）"]), period_above(["2022年", "2023年"])
    (('2023-01/2023-05', None), ('2023-10/2024-04', None), (None, None))
    >>> period_above(["2023年前5个月"]), period_above(["2023年一至三季度"])
    (('2023-01/2023-05', None), ('2023-01/2023-09', None))
    >>> period_above(["填报日期：2024年2月18日", "2023年流向"]), period_above(["某局  2024年3月"]), period_above(["2023/24年度"])
    (('2023', None), (None, '2024年3月'), (None, '2023/24年度'))
    """
    found: list[str] = []
    for title in titles:
        text = re.sub(r"\s", "", title)
        if _MADE.match(text):
            continue
        if span := _YEARS.search(text):
            if (said := period_of(span[0])) is None:
                return None, span[0]
            found.append(said)
            text = _YEARS.sub("", text)
        for match in _WITHIN.finditer(text):
            said = period_of(match[0])
            if said is None or (_MONTH.search(match[0]) and not _MONTHLY.search(text)):
                return None, match[0]
            found.append(said)
        found += [match["year"] for match in _YEAR.finditer(_WITHIN.sub("", text))]
    return (found[0], None) if len(set(found)) == 1 else (None, None)


def plan_above(titles: Sequence[str]) -> str | None:
    """The modality of figures that are a plan or a hope; None for actual ones.

    >>> plan_above(["2024年玉米调运计划"]), plan_above(["2024年预计流向"]), plan_above(["玉米流向"])
    ('target', 'forecast', None)
    """
    return next((name for name, words in _PLANS for text in titles if re.search(words, text)), None)


def goods_unit(titles: Sequence[str]) -> str | None:
    """The one unit of lines above, where it is one of money or of goods.

    >>> goods_unit(["单位：万吨"]), goods_unit(["来源（万元）"]), goods_unit(["单位：公里"]), goods_unit(["单位：元/吨"]), goods_unit(["单位：%"])
    ('万吨', '万元', None, None, None)
    """
    units = title_units(list(titles))
    if not units:
        inside = [
            part for text in titles for part in re.findall(r"[（(,，、：:]\s*([^（()）,，、：:\s]{1,6})[)）]", text)
        ]
        units = [part for part in dict.fromkeys(inside) if is_unit(part)]
    one = units[0] if len(units) == 1 else None
    return one if one and (is_money_unit(one) or _GOODS.fullmatch(one)) else None
