"""What stands around the words of a header: remarks in brackets, marks, and the unit of the column."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from .units import is_unit as can_be_unit, scaled

_BASE: Final = (
    r"(?:吨标准煤|吨标煤|标准煤|平方公里|平方千米|平方米|立方米|千瓦时|万千瓦|人民币|美元|欧元|港元|日元|元|吨|公斤|千克|克|斤|担"
    r"|亩|公顷|平米|方|人次|人|户|家|个|项|条|套|台|件|辆|艘|只|头|羽|尾|株|匹|双|支|根|块|张|片|箱|瓶|袋|卷|颗|粒|份|次|笔"
    r"|公里|千米|毫米|厘米|米|千瓦|兆瓦|瓦|度|升|年|月|天|日|小时"
    r"|㎡|m²|m2|m³|m3|km²|km2|km|kWh|MWh|GWh|kW|MW|GW|kVA|MVA|Nm3|t|kt|kg|g|L|h|a|yuan|RMB|CNY|USD|tons?|tonnes?"
    r"|%|‰)"
)
_WORDS: Final = r"(?:[十百千万亿]{0,2})"
_UNIT: Final = re.compile(rf"{_WORDS}{_BASE}(?:[/每]{_WORDS}{_BASE}){{0,2}}", re.IGNORECASE)
_MONEY: Final = re.compile(rf"{_WORDS}(?:人民币|美元|欧元|港元|日元|元|yuan|RMB|CNY|USD)", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"[（(\[【〔](?P<inside>[^（()）\[\]【】〔〕]*)[)）\]】〕]")
_FRONT: Final = re.compile(r"^(?:[*＊★☆※▲•·\s]|[（(]\d{1,2}[)）]|\d{1,2}[.、．](?!\d))+")
_TITLE_UNIT: Final = re.compile(
    r"(?:(?:(?<![\u4e00-\u9fff])|(?<=计量)|(?<=金额)|(?<=货币)|(?<=数据)|(?<=[产总]值)|(?<=收入)|(?<=投资)|(?<=资金)|(?<=[税金总]额)|(?<=产量)|(?<=产能))单\s*位|(?<![\u4e00-\u9fff])金\s*额)\s*[:(]\s*(?P<unit>[^\s。()]+)"
    r"|\((?P<inside>[^()]+)\)"
)
_ENGLISH_TITLE: Final = re.compile(
    r"(?:^|[\s(;,])(?:units?|currency|amounts?|figures|values)\s*(?::|\bin\b)\s*(?:in\s+)?(?P<unit>[^:;()]+?)\s*(?:$|[;)]|\s{2})",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d年?(?:度|\d{1,2}月|[上下]半年)?")
_ASIDE: Final = frozenset(("含税", "不含税", "人民币", "价税合计", "含增值税", "不含增值税"))
"""What may stand beside a unit above a table."""


_MANY: Final = ("万", "十万", "百万", "千万", "亿")
"""What alone in brackets behind a header says how many its numbers are counted in."""
_ENGLISH: Final = re.compile(
    r"(?P<first>rmb|cny|yuan|usd|us\$|eur|€|¥|￥)?\s*(?:in\s+|of\s+)?(?P<factor>1,?000|10,?000|100,?000|1,?000,?000|100,?000,?000|['‘’`]000s?|10k|k"
    r"|(?:ten |hundred )?thousand|(?:10 |100 |ten |hundred )?million|billion|mn|bn)?\s*(?:of\s+)?"
    r"(?P<last>rmb|cny|chinese yuan|yuan|usd|us dollars?|dollars?|eur|euros?|tons?|tonnes?|t)?"
    r"(?P<time>\s*(?:/|per |a )\s*(?:a|y|yr|year|annum|month))?",
    re.IGNORECASE,
)
_ENGLISH_FACTORS: Final = {
    "1000": "千", "000": "千", "k": "千", "10k": "万", "10000": "万",
    "100000": "十万", "1000000": "百万", "100000000": "亿", "thousand": "千", "tenthousand": "万",
    "hundredthousand": "十万", "million": "百万", "mn": "百万", "10million": "千万", "tenmillion": "千万", "100million": "亿",
    "hundredmillion": "亿", "billion": "十亿", "bn": "十亿",
}  # fmt: skip
_ENGLISH_BASES: Final = (
    ("rmb|cny|yuan|chineseyuan|¥|￥", "元"),
    ("usd|us\\$|(?:us)?dollars?", "美元"),
    ("eur|euros?|€", "欧元"),
    ("t|tons?|tonnes?", "吨"),
)


def english_unit(text: str) -> str | None:
    """A unit with a number or an English word before it, as it is written in Chinese; None for others.

    >>> english_unit("10,000 yuan"), english_unit("RMB million"), english_unit("100 million USD"), english_unit("thousand tons/year")
    ('万元', '百万元', '亿美元', '千吨/年')
    >>> english_unit("RMB '000"), english_unit("RMB 10k"), english_unit("CNY k")
    ('千元', '万元', '千元')
    >>> english_unit("yuan"), english_unit("10,000"), english_unit("of 2024")
    (None, None, None)
    """
    found = _ENGLISH.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None or not found["factor"] or bool(found["first"]) == bool(found["last"]):
        return None
    base = re.sub(r"\s", "", found["first"] or found["last"]).lower()
    word = next(chinese for names, chinese in _ENGLISH_BASES if re.fullmatch(names, base))
    time = ("/月" if "month" in found["time"].lower() else "/年") if found["time"] else ""
    return _ENGLISH_FACTORS[re.sub(r"[\s,'‘’`]|(?<=0)s$", "", found["factor"].lower())] + word + time


def is_unit(text: str) -> bool:
    """Whether a text is a unit and nothing else.

    >>> is_unit("万元"), is_unit("万吨/年"), is_unit("亩"), is_unit("全称"), is_unit("含在建")
    (True, True, True, False, False)
    """
    return _UNIT.fullmatch(_tidy(text)) is not None


def is_money_unit(text: str) -> bool:
    """Whether a unit is one of money.

    >>> is_money_unit("亿元"), is_money_unit("吨")
    (True, False)
    """
    return _MONEY.fullmatch(_tidy(text)) is not None


def parted(header: str) -> tuple[str, str | None]:
    """A header without remarks, marks and unit; and the unit that it gives.

    >>> parted("金额（万元）"), parted("*企业名称（全称）"), parted("产能(单位：万吨/年)"), parted("投资额/亿元")
    (('金额', '万元'), ('企业名称', None), ('产能', '万吨/年'), ('投资额', '亿元'))
    >>> parted("3.主要产品："), parted("总投资万元"), parted("企业名称")
    (('主要产品', None), ('总投资', '万元'), ('企业名称', None))
    """
    units = [one for match in _BRACKETS.finditer(header) if (one := _unit_of(match["inside"]))]
    bare = _FRONT.sub("", _BRACKETS.sub("", header)).strip().rstrip(":：*＊").strip()
    for mark in "/／,，:：;；":
        front, found, behind = bare.rpartition(mark)
        if found and front and is_unit(behind):
            return front.strip(), units[0] if units else behind.strip()
    ending = re.fullmatch(r"(?P<front>.*[\u4e00-\u9fff])\s*(?P<unit>[百千万亿]{1,2}元)", bare)
    if ending:
        return ending["front"].strip(), units[0] if units else ending["unit"]
    return bare, units[0] if units else None


def unit_like(header: str, unit: str) -> tuple[str | None, str | None]:
    """What brackets in a header hold beside a property that people declared with a `unit`: another form of it, else what may be one.

    >>> unit_like("运量（万标箱）", "标箱"), unit_like("排放（磅）", "吨"), unit_like("人数（千）", ""), unit_like("人数（2024年）", "人")
    (('万标箱', None), (None, '磅'), ('千', None), (None, None))
    """
    inside = [re.sub(r"^单位\s*[:：]?\s*", "", match["inside"].strip()) for match in _BRACKETS.finditer(header)]
    said = [piece.strip() for one in inside for piece in re.split(r"[，,；;、]", one)]
    kept = scaled(unit)[1]
    forms = [one for one in said if one and (scaled(one)[1] in (kept, "") or _COUNTED.match(one))]
    doubtful = [one for one in said if can_be_unit(one)]
    return (forms[0], None) if forms else (None, doubtful[0] if doubtful else None)


_COUNTED: Final = re.compile("十万|百万|千万|[千万亿]")


def title_units(titles: list[str]) -> list[str]:
    """The units that lines above a table give for all of it.

    >>> title_units(["大新县重点企业调查表", "填报单位：大新县工信局", "单位：万元、吨"])
    ['万元', '吨']
    >>> title_units(["万元、人"]), title_units(["Unit: RMB '000"]), title_units(["(amounts in CNY million)"])
    (['万元', '人'], ['千元'], ['百万元'])
    >>> title_units(["（金额：万元）"])
    ['万元']
    >>> title_units(["（万元）"]), title_units(["金额单位：人民币万元（含税）"]), title_units(["用料来源（含税，万元）", "名单（2个）"])
    (['万元'], ['万元'], ['万元'])
    >>> title_units(["采购来源调查（2023年，金额单位：万元）"]), title_units(["产值（2023年度、万元）"]), title_units(["名单（2023年）"])
    (['万元'], ['万元'], [])
    """
    # a unit alone in a line above is one of the table
    out = [unit for title in titles if (unit := row_unit(title)) and len(title.strip()) > 1]
    for title in titles:
        listed = [one.strip() for one in re.split("[、,，/和]", title.strip("（()） "))]
        out += listed if len(listed) > 1 and all(map(is_unit, listed)) else []
        said_so = _ENGLISH_TITLE.search(unicodedata.normalize("NFKC", title))
        out += (
            [unit] if said_so and (unit := row_unit(said_so["unit"].strip()) or english_unit(said_so["unit"])) else []
        )
    for title in titles:
        for match in _TITLE_UNIT.finditer(unicodedata.normalize("NFKC", title)):
            said = match["unit"] or ""
            for inside in _TITLE_UNIT.finditer(match["inside"] or ""):
                said = inside["unit"] or said  # （2023年，金额单位：万元）
            found = [one.strip() for one in re.split(r"[、,;和]", said or match["inside"]) if one.strip()]
            units = [_of_yuan(one) for one in found if one not in _ASIDE and not _YEAR.fullmatch(one)]
            # brackets hold a unit only where they hold nothing else but of when it is
            if said or all(map(is_unit, units)):
                out += [one for one in units if is_unit(one)]
    return list(dict.fromkeys(out))


def title_unit(titles: list[str], *, money: bool | None = None) -> str | None:
    """The one unit that lines above a table give: of all, or only of those of money, or of anything else; None for several.

    >>> title_unit(["单位：万元、吨"], money=True), title_unit(["单位：万元、吨"], money=False), title_unit(["单位：万元、吨"])
    ('万元', '吨', None)
    """
    units = [unit for unit in title_units(titles) if money is None or is_money_unit(unit) == money]
    return units[0] if len(units) == 1 else None


def _of_yuan(unit: str) -> str:
    """人民币万元 and 万元人民币 are 万元."""
    bare = unit.removeprefix("人民币").removesuffix("人民币").strip()
    return bare if bare != unit and is_money_unit(bare) else unit


def row_unit(cell: str) -> str | None:
    """The unit that a cell of a row of units gives; None where it gives none.

    >>> row_unit("（万元）"), row_unit("单位：吨"), row_unit("人民币万元"), row_unit("玉屏")
    ('万元', '吨', '万元', None)
    """
    plain = unicodedata.normalize("NFKC", cell).strip()
    inside = plain[1:-1].strip() if plain[:1] in "([【" and plain[-1:] in ")]】" else plain
    unit = _of_yuan(re.sub(r"^(?:计量|金额)?单位\s*:?\s*", "", inside))
    return unit if is_unit(unit) else english_unit(unit)


def _unit_of(inside: str) -> str | None:
    text = re.sub(r"^(?:(?:计量|金额|货币)?单位|(?i:unit|in))\s*[:：]?\s*", "", inside.strip())
    if english := english_unit(text):
        return english
    first = re.split(r"[，,；;]", text)[0].strip()
    return first if first and (is_unit(first) or first in _MANY) else None


def _tidy(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("m²", "m2")
