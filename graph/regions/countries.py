"""Other countries by their names, and China's provinces by their English ones.

They are places that a cell may name (美国, Vietnam, Guizhou Province) and no divisions of the reference: nothing is
known of a country but its code and name, so none lies in another place and none has divisions, points or borders here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from .reference import COUNTRY, read_countries

_PROVINCES: Final = {
    "Beijing": "110000", "Tianjin": "120000", "Hebei": "130000", "Shanxi": "140000", "Inner Mongolia": "150000",
    "Nei Mongol": "150000", "Liaoning": "210000", "Jilin": "220000", "Heilongjiang": "230000", "Shanghai": "310000",
    "Jiangsu": "320000", "Zhejiang": "330000", "Anhui": "340000", "Fujian": "350000", "Jiangxi": "360000",
    "Shandong": "370000", "Henan": "410000", "Hubei": "420000", "Hunan": "430000", "Guangdong": "440000",
    "Guangxi": "450000", "Guangxi Zhuang": "450000", "Hainan": "460000", "Chongqing": "500000", "Sichuan": "510000",
    "Guizhou": "520000", "Yunnan": "530000", "Tibet": "540000", "Xizang": "540000", "Shaanxi": "610000",
    "Gansu": "620000", "Qinghai": "630000", "Ningxia": "640000", "Ningxia Hui": "640000", "Xinjiang": "650000",
    "Xinjiang Uygur": "650000", "Xinjiang Uyghur": "650000", "Taiwan": "710000", "Hong Kong": "810000",
    "Hongkong": "810000", "Macao": "820000", "Macau": "820000",
    "China": COUNTRY, "PRC": COUNTRY, "PR China": COUNTRY, "People's Republic of China": COUNTRY,
}  # fmt: skip
_CITIES: Final = ("110000", "120000", "310000", "500000")
"""Beijing City is the province; Jilin City is a prefecture of Jilin."""
_TITLE: Final = re.compile(r" (?:province|municipality|autonomous region|special administrative region|sar)$")


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory by its code of ISO 3166-1, with its short names in Chinese and English."""

    code: str
    name: str
    english: str

    @property
    def identifier(self) -> str:
        """The identifier of its node in a graph: `region:VN`."""
        return f"region:{self.code}"


def country(text: str) -> Country | None:
    """The country or territory that a text is a name of, China's own apart; None if it is none.

    >>> country("越南"), country("the Republic of Korea").name
    (Country(code='VN', name='越南', english='Vietnam'), '韩国')
    >>> country("中国") is None
    True
    """
    return _by_name().get(comparable(text))


def country_of(identifier: str) -> Country | None:
    """The country that has this identifier; None if none has.

    >>> country_of("region:US").name, country_of("region:520000") is None
    ('美国', True)
    """
    return _by_identifier().get(identifier)


def in_english(text: str) -> str | None:
    """The code of the province, or of China, that has this English name; None if none has.

    >>> in_english("Guizhou Province"), in_english("Inner Mongolia"), in_english("Jilin City")
    ('520000', '150000', None)
    """
    if not text.isascii():
        return None
    plain = comparable(text)
    title = _TITLE.search(plain)
    code = _provinces().get(plain[: title.start()] if title else plain)
    if code is None and plain.endswith(" city"):
        code = _provinces().get(plain.removesuffix(" city"))
        return code if code in _CITIES else None
    return None if code == COUNTRY and title else code


def named_so(text: str) -> str | None:
    """The identifier of the country, or of the province by an English name, that a text names; None where it is neither.

    >>> named_so("Guizhou"), named_so("美国"), named_so("贵州")
    ('region:520000', 'region:US', None)
    """
    abroad = country(text)
    if abroad is not None:
        return abroad.identifier
    code = in_english(text)
    return None if code is None else f"region:{code}"


def names_so() -> list[str]:
    """All names by which `named_so` knows anything, without titles such as Province, as `comparable` writes them.

    >>> "vietnam" in names_so(), "guizhou" in names_so()
    (True, True)
    """
    return [*_by_name(), *_provinces()]


def comparable(text: str) -> str:
    """A text as these names are compared: without case, dots and article, `&` as `and`.

    >>> comparable("The U.S.A."), comparable("Bosnia & Herzegovina")
    ('usa', 'bosnia and herzegovina')
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace(".", "").replace("&", " and ")
    return " ".join(plain.split()).removeprefix("the ")


@cache
def _by_name() -> dict[str, Country]:
    out: dict[str, Country] = {}
    for code, name, english, also in read_countries():
        one = Country(code, name, english)
        for text in (name, english, *filter(None, also.split(";"))):
            out.setdefault(comparable(text), one)
    return out


@cache
def _by_identifier() -> dict[str, Country]:
    return {one.identifier: one for one in _by_name().values()}


@cache
def _provinces() -> dict[str, str]:
    return {comparable(name): code for name, code in _PROVINCES.items()}
