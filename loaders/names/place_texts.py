"""Texts that are nothing but a place where a firm should stand: 贵州省, Hunan Province, 越南, 来自广东茂名, 外省.

What is read here hangs on the reference data alone, so that a text means the same whatever a graph has learned.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.regions.countries import country_of, named_so, names_so
from ...graph.regions.names import normalised
from ...graph.regions.past import Former, swallowed
from ...graph.regions.reference import COUNTRY, reference
from ...graph.sql_text import literal

if TYPE_CHECKING:
    import duckdb

_MEANT: Final = "(?:等地|一带|地区)?(?:的)?(?:企业|厂家|厂商|供应商|客商|客户)"
"""Words behind a place by which firms of it are meant."""
_SAID: Final = re.compile(rf"(?i)(?P<before>来自|源自|从|from\s+)?(?P<place>.+?)(?P<behind>{_MEANT})?")
_EVERYWHERE: Final = ("全国", "全国各地")
_NOWHERE: Final = (
    "[外省市县区州国境海]外|(?:其他|其它|外)(?:省份?|省市|市|县|区|州|地区?|埠|国)|[省市县区州国境]内|[本当](?:省|市|县|区|州|地|国)"
    "|[全各](?:省|市|县|区|州|地区?|省市)|异地|邻省|[周沿][边海](?:地区|省份|省市)?|全球|世界(?:各地)?|进口|出口"
    "|(?i:rest of (?:the )?(?:china|world|country)|row|abroad|overseas|domestic|foreign|imports?|exports?"
    "|other (?:provinces?|regions?|countries)|local)"
)
"""What tells of no place at all: outside or inside of what, the text does not say."""


def place_in(text: str) -> tuple[str, bool] | None:
    """The words of a text that may be a place, and whether it says that firms of it are meant.

    >>> place_in("来自广东茂名"), place_in("玉屏企业"), place_in("甲")
    (('广东茂名', True), ('玉屏', True), None)
    """
    said = _SAID.fullmatch(text)
    if said is None or len(said["place"]) < 2:
        return None
    return said["place"], bool(said["before"] or said["behind"])


def is_nowhere(text: str) -> bool:
    """Whether a text names neither a firm nor a place: 外省, 国外客户, Rest of the World.

    >>> [is_nowhere(text) for text in ("外省", "省外企业", "其他地区", "Abroad", "外省纸厂", "全国")]
    [True, True, True, True, False, False]
    """
    return re.fullmatch(f"(?:来自|源自|从|from )?(?:{_NOWHERE})(?:{_MEANT})?", " ".join(text.split())) is not None


def of_corps(text: str) -> str | None:
    """The division that a text of the 兵团 names: the city beside its 师, else 新疆, for a 师 is no division and larger than its city.

    >>> [of_corps(text) for text in ("新疆生产建设兵团第八师石河子市", "第一师阿拉尔市", "兵团第八师", "新疆兵团", "第八小学")]
    ['region:659001', 'region:659002', 'region:650000', 'region:650000', None]
    """
    said = _CORPS.fullmatch(text.strip())
    if said is None or not (said["corps"] or said["division"]):
        return None
    found = reference().search(said["city"]) if said["city"] else []
    if said["city"]:
        return found[0].region.identifier if len(found) == 1 and found[0].region.code.startswith("65") else None
    return "region:650000"


_CORPS: Final = re.compile(
    "(?:新疆(?:维吾尔自治区)?)?(?P<corps>(?:新疆)?(?:生产建设)?兵团)?(?P<division>第?[一二三四五六七八九十]{1,3}师)?(?P<city>[一-鿿]{2,6}市)?"
)
"""What the 兵团, one of its divisions, and the city of that are called."""


def divisions_in(place: str, *, of_it: bool) -> list[tuple[str, int, str, Former | None]]:
    """The divisions and countries that a text names: identifier, rank, title, and the former one where it is a part of another today.

    A short name alone (长安, 宁德) is more often a firm's, so it is a place only if it is a province's, or firms `of_it` are meant.

    >>> [(name, title) for name, _, title, _ in divisions_in("下城区", of_it=False) + divisions_in("Vietnam", of_it=False)]
    [('region:330103', '下城区'), ('region:VN', '越南')]
    >>> divisions_in("宁德", of_it=False)
    []
    """
    regions = reference()
    if place in _EVERYWHERE:
        place = regions.title(COUNTRY)
    found = regions.search(place)
    if not found:
        identifier = named_so(place)
        if identifier is None:
            return []
        abroad = country_of(identifier)
        title = abroad.name if abroad is not None else regions.title(identifier.removeprefix("region:"))
        return [(identifier, 2, title, None)]
    if not of_it and any(one.how == "short" for one in found):
        plain = normalised(place)
        found = [one for one in found if one.region.level in ("country", "province") or one.region.short != plain]
    out: list[tuple[str, int, str, Former | None]] = []
    for one in found:
        former = swallowed(one) if one.steps else None
        if former is not None:
            out.append((former.identifier, one.rank, former.title, former))
        else:
            out.append((one.region.identifier, one.rank, regions.title(one.region.code), None))
    return out


def nothing_but_places(db: duckdb.DuckDBPyConnection, names: str) -> list[str]:
    """Those of the names (SQL, one column) that are nothing but a division, a country, or a word for no place."""
    # few names are looked at one by one: those that end as divisions do, or are on a short list
    regions = reference()
    short = [one.short for one in regions if one.level in ("country", "province")]
    rows = db.execute(
        f"SELECT DISTINCT name FROM (SELECT * FROM ({names}) n(name)) WHERE regexp_matches(name, {literal(_ENDS)})"
        f" OR name IN (SELECT unnest($short)) OR length(name) < 40 AND (lower(name) IN (SELECT unnest($others))"
        f" OR regexp_matches(name, {literal(_TITLED)}) OR regexp_full_match(name, {literal(_NOWHERE)})) ORDER BY name",
        {"short": [*short, *_EVERYWHERE], "others": names_so()},
    ).fetchall()
    return [name for (name,) in rows if is_nowhere(name) or _is_place(name)]


def _is_place(name: str) -> bool:
    """Whether a name is one that a division or country has today, or says that firms of one are meant."""
    said = place_in(name)
    return said is not None and any(rank <= OF_TODAY for _, rank, _, _ in divisions_in(said[0], of_it=said[1]))


OF_TODAY: Final = 2
"""The rank of names of today: those of the past, and addresses, come behind."""
_ENDS: Final = "[省市区县旗州盟]$|(?:企业|厂家|厂商|供应商|客商|客户)$|^(?:来自|源自|从|(?i:from) )"
"""What full names of divisions end with, and words by which firms of a place are meant."""
_TITLED: Final = "(?i)^[!-~ ]+ (?:province|municipality|region|sar|city)$|[.&’]|^the "
