"""What a cell of products says: 年产松香3万吨、松节油0.5万吨; 胶合板（年产5万立方米）; 副产氢气; 主要从事茶叶种植、加工.

Each product by its name, with its amount as written and whether it is a by-product. A list of what a firm does is no list of
products: of 主要从事六堡茶种植、加工、销售 the product is 六堡茶; where nothing is made (建材销售), there is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from ...graph.errors import BadInput
from .amounts import quantity
from .lists import is_blank, parted
from .name_marks import unmarked

_MAKING: Final = (
    "种植",
    "养殖",
    "加工",
    "生产",
    "制造",
    "酿造",
    "酿制",
    "冶炼",
    "制作",
    "屠宰",
    "开采",
    "研发生产",
    "生产加工",
    "精深加工",
    "深加工",
)
_TRADING: Final = (
    "销售", "经销", "批发", "零售", "贸易", "仓储", "物流", "运输", "配送", "收购", "采购", "研发", "设计", "服务", "推广", "进出口",
    "技术服务", "安装",
    "维修", "租赁", "咨询", "回收", "购销", "代理", "检测", "包装", "储存", "流通", "营销",
)  # fmt: skip
_DOING: Final = "|".join(sorted({*_MAKING, *_TRADING}, key=len, reverse=True))
_DEED: Final = re.compile(rf"(?:{_DOING})(?:(?:和|及|与|、|以及|一体化)?(?:{_DOING}))*(?:业务|一体化|等)?")
_SAID: Final = re.compile(r"^(?:本?公司|企业)?(?:主要|专业|专门|主营)*从事")
_OF_DEED: Final = re.compile(rf"(?P<what>.{{2,}}?)的?(?P<deed>{_DEED.pattern})")
_MAKES: Final = re.compile(r"^(?:主要|专业|专门)(?:生产|加工|制造|种植|养殖)(?=.{2})")

_MASS: Final = "吨|t|T|千克|公斤|kg|立方米|m³|m3|平方米|㎡|GWh|MWh|GW|MW|千瓦时|升"
_COUNT: Final = (
    "套|件|台|个|只|条|辆|块|米|方|瓶|箱|袋|片"
    "|支|根|双|对|头|羽|副|把|张|卷|盒|株|枚|颗|吨位|架|艘|斤|台套|台（套）|件套"
)
_FIGURE: Final = r"[约超近逾]?\d[\d,]*(?:\.\d+)?(?:\s*[-~～—至]\s*\d[\d,]*(?:\.\d+)?)?\s*[多余]?"
_TIME: Final = r"(?:\s*(?:/|每)\s*(?:年|a|月|日|天)|/\s*小时)"
_MORE: Final = r"(?:以上|左右|以下|以内)?"
_TENS: Final = r"[百千万亿]*"
_AMOUNT: Final = rf"{_FIGURE}{_TENS}(?:{_MASS}|{_COUNT}){_TIME}?{_MORE}"
# without the word for a year or brackets, 电池5个 may be a name: only a measure, thousands of pieces or a time are sure
_SURE: Final = (
    rf"{_FIGURE}(?:{_TENS}(?:{_MASS}){_TIME}?|[百千万亿]+(?:{_COUNT}){_TIME}?|{_TENS}(?:{_COUNT}){_TIME}){_MORE}"
)
_YEARLY: Final = (
    r"(?:年(?:产能|产量|产|加工能力|加工|生产能力|生产|处理|屠宰|出栏|供应|用|耗)"
    r"|设计产能|产能|产量|日产|月产|日处理)(?:量|各类)?[为:：]?"
)
_FIRST: Final = re.compile(
    rf"(?P<year>{_YEARLY})?\s*(?P<amount>{_AMOUNT})\s*(?:的|各类)?(?P<name>[\u4e00-\u9fffA-Za-z].+)"
)
_LAST: Final = re.compile(
    rf"(?P<year>{_YEARLY})?\s*(?P<name>.*?[^\d\s.,，:：])\s*(?P<mark>[:：]?)\s*(?P<amount>{_AMOUNT})"
)
_INSIDE: Final = re.compile(rf"(?P<name>.+?)\s*[（(]\s*(?P<year>{_YEARLY})?\s*(?P<amount>{_AMOUNT})\s*[）)]")
_LAST_BRACKET: Final = re.compile(r"(?P<name>.+)[（(\[【](?P<said>[^（()）\[\]【】]+)[)）\]】]")
_PERCENT: Final = re.compile(r"(?<=[\u4e00-\u9fff])\s*[（(]\s*[≥>]?\d{1,3}(?:\.\d+)?\s*%\s*[）)]$")
_BESIDE: Final = re.compile(r"^(?:副产|联产)(?!品|物)(?=.{2})")
_ASIDE: Final = re.compile(r"[（(][^（()）]*[）)]")
"""（加工）, （同第1户，工艺瓷车间）: what stands in brackets alone is said of a product, and is none."""
_HAN: Final = re.compile(r"[\u4e00-\u9fff]{2,}")
_CHEMICAL: Final = re.compile(r"[\u4e00-\u9fffA-Za-z0-9,，'′()（）-]*[\u4e00-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Good:
    """One product of a cell."""

    name: str
    amount: str | None = None
    """As written, with what says that it is that of a year."""
    beside: bool = False
    """Whether it is a by-product."""


@dataclass(frozen=True, slots=True)
class Goods:
    """What a cell of products says."""

    goods: tuple[Good, ...] = ()
    deeds: bool = False
    """Whether the cell tells what is done (种植、加工、销售), not only what is made."""


def goods_of(cell: str, *, counted: bool = False) -> Goods:
    """The products of a cell with their amounts; `counted` where its header announces amounts, so that 20套 is one too.

    >>> [(one.name, one.amount) for one in goods_of("年产松香3万吨、松节油0.5万吨").goods]
    [('松香', '年产3万吨'), ('松节油', '年产0.5万吨')]
    >>> goods_of("离子膜烧碱（100%）30万吨/年；副产氢气约7500吨/年").goods[1]
    Good(name='氢气', amount='约7500吨/年', beside=True)
    >>> [one.name for one in goods_of("主要从事六堡茶种植、加工、销售").goods], goods_of("建材销售、运输").goods
    (['六堡茶'], ())
    >>> [one.name for one in goods_of("1,4-丁二醇（5万吨/年）、水性涂料(丙烯酸,聚氨酯)1.2万吨/年").goods]
    ['1,4-丁二醇', '水性涂料(丙烯酸,聚氨酯)']
    >>> [one.name for one in goods_of("不锈钢 钢管").goods], goods_of("NCM523、N330炭黑").goods[1].name
    (['不锈钢', '钢管'], 'N330炭黑')
    """
    text = re.sub(r"<br\s*/?>", "\n", cell, flags=re.IGNORECASE)
    parts = parted(text)
    done = _deeds(text, parts)
    if done is not None:
        return Goods(tuple(_unique([Good(name) for name in done])), deeds=True)
    out: list[Good] = []
    year = ""
    for part in parts:
        for item in _apart(part):
            good, said = _good(item, year, counted=counted)
            year = said or year
            if good.name and not is_blank(good.name) and not _ASIDE.fullmatch(good.name):
                out.append(good)
    return Goods(tuple(_unique(out)))


def _unique(goods: list[Good]) -> list[Good]:
    """Each product once; of two, the one that gives an amount."""
    out: dict[tuple[str, bool], Good] = {}
    for good in goods:
        key = good.name, good.beside
        if key not in out or (out[key].amount is None and good.amount is not None):
            out[key] = good
    return [*out.values()]


def _deeds(text: str, parts: list[str]) -> list[str] | None:
    """The names of what is made, of a cell that tells what is done; None of one that lists products."""
    said = _SAID.match(text.strip())
    lone = [part for part in parts if _DEED.fullmatch(part)]
    first = _OF_DEED.fullmatch(parts[0]) if parts else None
    if not said and not (lone and any(_OF_DEED.fullmatch(part) for part in parts)):
        return None
    if not said and first is None:
        return None
    made, names, deeds = False, [], []
    for place, part in enumerate(parts):
        body = _SAID.sub("", part).strip() if place == 0 else part
        if _DEED.fullmatch(body):
            deeds.append(body)
        elif match := _OF_DEED.fullmatch(body):
            names += _named(match["what"])
            deeds.append(match["deed"])
        elif ahead := re.match(rf"({_DOING})(?:和|及|与|、)?(?={'.' * 2})", body):
            # 从事生产松香: the deed comes first
            deeds.append(ahead[1])
            names += _named(body[ahead.end() :])
        else:
            names += _named(body)
    made = any(word in deed for deed in deeds for word in _MAKING)
    return names if made else []


def _named(what: str) -> list[str]:
    return [what.strip()] if len(what.strip()) > 1 else []


def _apart(part: str) -> list[str]:
    """黑毛茶  鲜叶, 苯酐/顺酐/1,2-丙二醇: two products in one cell, where each part is a word of its own."""
    for mark in (r"\s+", r"/"):
        items = [item for item in re.split(mark, part.strip()) if item]
        word = _HAN if mark != "/" else _CHEMICAL
        if len(items) > 1 and all(word.fullmatch(item) and len(item) > 1 for item in items) and _plain(items):
            return items
    return [part]


def _plain(items: list[str]) -> bool:
    """Whether no part is a piece of one name: a unit, a number's sign, an opening bracket."""
    return all(item.count("（") + item.count("(") == item.count("）") + item.count(")") for item in items) and not any(
        re.fullmatch(r"(?:小时|[平立]方米|千瓦时?|千克|公斤|以上|以下|左右|有限公司|公司)", item) for item in items
    )


def _good(item: str, year: str, *, counted: bool) -> tuple[Good, str]:
    """One product; and the word for a year that it begins with, which holds for those behind it too."""
    rest, standing = _standing(_MAKES.sub("", item.strip()))
    if standing and rest:
        good, said = _good(rest, year, counted=counted)
        # how it stands is read where names are (names/standings.py)
        return replace(good, name=f"{good.name}（{standing}）") if good.name else good, said
    beside = _BESIDE.match(rest) is not None
    rest = _BESIDE.sub("", rest).strip()
    led = re.match(_YEARLY, rest)
    said = led[0].rstrip("为:：") if led else ""
    match = (
        _INSIDE.fullmatch(rest) or _LAST.fullmatch(rest) or (_FIRST.fullmatch(rest) if led or _timed(rest) else None)
    )
    if match is None:
        return Good(rest, beside=beside), ""
    stated = match["year"] or ""
    inside = match.re is _INSIDE
    sure = counted or inside or stated or year or bool(match.groupdict().get("mark"))
    amount = match["amount"].strip()
    if not (sure or re.fullmatch(_SURE, amount)):
        return Good(rest, beside=beside), ""
    name = _PERCENT.sub("", match["name"].strip()).strip()
    yearly = (stated or year).rstrip("为:：")
    written = amount if re.search(_TIME, amount) else yearly + amount
    if not name:
        return Good(rest, beside=beside), said
    return (Good(name, written, beside) if _is_amount(written) else Good(rest, beside=beside)), said


def _standing(item: str) -> tuple[str, str | None]:
    """A product without what its last bracket says of how it stands, alone or beside an amount: 碳酸钙（拟建，年产5万吨）."""
    found = _LAST_BRACKET.fullmatch(item)
    if found is None:
        return item, None
    said = re.split("[，,；;]", found["said"])
    how = [one.strip() for one in said if unmarked(f"物（{one.strip()}）", signs=False).status]
    other = [one for one in said if one.strip() not in how]
    if not how or (not other and not re.search(r"\d", found["name"])):
        return item, None
    return found["name"] + (f"（{'，'.join(other)}）" if other else ""), "、".join(how)


def _timed(rest: str) -> bool:
    """Whether a text begins with an amount that says of which time it is: 5,000吨/年碳酸钙."""
    return re.match(rf"{_FIGURE}{_TENS}(?:{_MASS}|{_COUNT}){_TIME}", rest) is not None


def _is_amount(text: str) -> bool:
    try:
        return quantity(text).unit is not None
    except BadInput:
        return False
