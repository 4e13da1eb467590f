"""Texts under firms that name none: 散户, 不详（山东滨州）, 泰国进口, 长三角某食品集团.

Whoever stands there exists, and nobody says who: where the text tells a place, it is the unnamed group there; where it does not, a person is asked.
What is read here hangs on the text and the reference data alone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ...graph.sql_text import literal
from .place_texts import divisions_in

if TYPE_CHECKING:
    import duckdb

_SOME: Final = (
    "(?:(?:周边|本地|当地|附近|各地|外地|零星|零散|分散|部分|其[他它]|众多|大量|多[家个位名]?|若干家?|数[十百]?[家个]?"
    "|几[家个]|一些|个别|小型?|合作)的?)"
)
_FOLK: Final = (
    "散户|散客|农户|种植户|养殖户|养户|牧户|牧民|渔民|渔户|农民|果农|菜农|茶农|烟农|林农|蔗农|棉农|药农|花农|瓜农|奶农|奶户|粮农|村民"
    "|个体户?|个体工商户|小作坊|小贩|商贩|摊贩"
)
_TRADE: Final = (
    "经销商|贸易商|代理商|供应商|供货商|收购商|中间商|批发商|厂家|商家|商户|小厂|企业|公司|厂|店|单位|客户|采购商"
)
_UNKNOWN: Final = (
    "不详|不明|未知|不清楚|不了解|未提供|未填报?|未报送?|待定|待确认|待核实?|待补充?|暂无|暂未.{1,4}|保密|商业秘密|涉密|不便透露|不便提供"
    "|见附件|详见.{1,8}|(?:无|没有)固定.{0,6}|不固定|多渠道|市场(?:化)?(?:采购|购买|采买)|自由市场|网上?(?:采购|购买)|网购|电商平台"
    "|线上(?:采购|购买)|现货市场"
)
_ENGLISH: Final = (
    r"unknown|n\.?/?a\.?|tbd|tbc|various(?: suppliers?)?|confidential|several(?: suppliers?)?|multiple(?: suppliers?)?|others?"
    r"|misc(?:ellaneous)?\.?|not disclosed|spot market|local farmers?|individual farmers?"
)
_SELF: Final = re.compile(
    "(?i)(?:自产自?[用销]?|自供|自给|自有|自建|自营|自采|自制|内部(?:供应|调拨|配套)|企业自[产供]|集团内部"
    r"|self[- ]?(?:made|supplied|supply|produced)|in[- ]?house)(?:\s*[（(].*[）)])?"
)
"""Who makes it for itself buys it of nobody."""
_BEHIND: Final = r"(?:\s*[（(](?P<inside>[^（()）]*)[）)])?"
_NOBODY: Final = re.compile(
    rf"(?i)(?:(?P<place>[\u4e00-\u9fff]{{2,12}}?)(?:的|等地|一带)?)??(?:{_SOME}*(?:{_FOLK})(?:等)?|{_SOME}+(?:{_TRADE})|{_UNKNOWN}|{_ENGLISH}){_BEHIND}"
)
_SOME_FIRM: Final = re.compile(
    rf"(?P<place>[\u4e00-\u9fff]{{2,12}}?)??(?<!某)(?:某(?!某)[^某]{{0,12}}|某某(?:公司|企业|厂|集团|单位|店)?){_BEHIND}"
)
"""甲县某食品集团 is not named; 某某柠檬有限公司 is a name of which a part is covered, and one of several."""
_IMPORTED: Final = re.compile(
    rf"(?:从|自|由)?(?P<place>[\u4e00-\u9fff]{{2,8}}?)(?:等国家?|等地)?(?:的)?进口(?:货物?|商品|料|件)?{_BEHIND}"
)
MAY_BE: Final = (
    "(?i)某|户|农|民|贩|客|坊|进口|不详|不明|不清|不了|不固|不便|未|待|暂|密|附件|详见|固定|渠道|市场|网|平台|自[产供给有建营采制]|内部"
    "|[商厂店家业司位]$|[商厂店家业司位等]\\s*[（(]|^[ -~]+$"
)
"""What such a text has at least, as SQL can search for it."""


@lru_cache(maxsize=10_000)
def nobody(text: str) -> str | None:
    """The place that a text tells whose bearer nobody names, "" where it tells none; None of a text that may be somebody's name.

    >>> [nobody(text) for text in ("不详（山东滨州）", "泰国进口（经赣州国际陆港）", "广东某食品有限公司", "周边农户", "长三角某集团")]
    ['山东滨州', '泰国', '广东', '', '']
    >>> nobody("某某公司"), nobody("龙台镇某某柠檬有限公司")
    ('', None)
    >>> [nobody(name) for name in ("农户之家食品有限公司", "阳光农户", "网易", "广州进口贸易有限公司", "设备进口", "客家酒业")]
    [None, None, None, None, None, None]
    """
    plain = " ".join(text.split())
    if _SELF.fullmatch(plain):
        return ""
    some = _SOME_FIRM.fullmatch(plain)
    match = some or _NOBODY.fullmatch(plain)
    before, inside = (match["place"], match["inside"]) if match else (None, None)
    if match is None and (match := _IMPORTED.fullmatch(plain)):
        before = match["place"]
        return before if _is_place(before) else None
    if match is None or (before and not some and not _is_place(before)):
        return None
    return next((part for part in (before, inside) if part and _is_place(part)), "")


def _is_place(text: str) -> bool:
    return bool(divisions_in(text, of_it=True))


def nobodies(db: duckdb.DuckDBPyConnection, names: str) -> list[str]:
    """Those of the names (SQL, one column) by which nobody is named."""
    rows = db.execute(
        f"SELECT DISTINCT name FROM ({names}) n(name) WHERE length(name) < 40 AND regexp_matches(name, {literal(MAY_BE)}) ORDER BY name"
    ).fetchall()
    return [name for (name,) in rows if nobody(name) is not None]
