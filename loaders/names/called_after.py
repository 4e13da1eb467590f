"""Where the name of a firm, an office or a park says that it lies: 浙江德清草本提取股份有限公司 in 德清县.

A registered name begins with the division whose register it stands in. It is read as far as it goes, 浙江 and then 德清. A short
name of two characters that is a county's alone (永丰, 太和) is as often a word, so it counts only where it lies in what
the sheet is of; so does a name that several have.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from ...graph.regions.names import other_names
from ...graph.regions.reference import reference

if TYPE_CHECKING:
    from ...graph.regions.reference import Region

_SHORTEST: Final = 2
_BODY: Final = 2
"""So many characters follow at least."""
_NOT_THERE: Final = re.compile(r"(?:分公司|分厂|分行|支行|分店|营业部|办事处|代表处|总部)$")
"""A branch lies where its own words say, and not where its firm is registered."""
_SCHOOL: Final = re.compile(r"(?:大学|学院|研究院|研究所)$")
_FORM: Final = re.compile(r"(?:公司|集团|[一-鿿]厂|合作社|商行|经营部)$")
_BEFORE_FORM: Final = re.compile(r"([一-鿿]{2})(?:有限|股份|责任)")
_IN_BRACKETS: Final = re.compile(r"[（(]([一-鿿]{2,8})[）)]")


def lies_by_name(name: str, home: Region | None = None) -> Region | None:
    """The division in which a name says that its bearer lies; None where it does not, or says several.

    >>> [one.name for one in map(lies_by_name, ("浙江德清草本提取股份有限公司", "岳阳磁力神起重电磁铁有限公司", "重庆渝柠日化有限公司"))]
    ['德清县', '岳阳市', '重庆市']
    >>> lies_by_name("良粟食品（武汉）有限公司").name
    '武汉市'
    >>> [lies_by_name(one) for one in ("永丰纸业有限公司", "东方电气集团", "京东（宿迁）重庆有限公司分公司", "华中农业大学")]
    [None, None, None, None]
    >>> lies_by_name("永丰纸业有限公司", reference().resolve("江西省吉安市")).name
    '永丰县'
    """
    if _NOT_THERE.search(name) or _of_another(name):
        return None
    told = _begins_in(name, home)
    if told is not None and told.level == "province" and _SCHOOL.search(name):
        return None  # 湖北文理学院 is of a province and stands in one of its cities
    for inside in _IN_BRACKETS.findall(name):
        found = [
            one for one in _outermost({one.region.code for one in reference().search(inside)}) if one.level != "country"
        ]
        if len(found) == 1 and told is None and _FORM.search(name):
            told = found[0]
        elif found and told is not None and not _fits(found, told):
            return None  # the register is one place, the works another: a person must say
    return told


def _of_another(name: str) -> bool:
    """Whether a firm is that of a province: 北京同仁堂安徽有限公司 lies where the second says, or the first."""
    found = _BEFORE_FORM.search(name, _SHORTEST)
    return found is not None and _is_province(found[1])


@lru_cache(maxsize=10_000)
def _is_province(text: str) -> bool:
    return any(one.region.level == "province" for one in reference().search(text))


def _fits(found: list[Region], told: Region) -> bool:
    around = {one.code for one in reference().chain(told.code)}
    return any(one.code in around or told.code in {up.code for up in reference().chain(one.code)} for one in found)


def _begins_in(name: str, home: Region | None) -> Region | None:
    code = home.code if home is not None else None
    for end in sorted(_ends(name), reverse=True):
        region, certain = _told(name[:end], code)
        if region is not None or certain:
            return region
    return None


def _ends(name: str) -> set[int]:
    """Where names of divisions end with which a name may begin, one after another; what most names cost is one look."""
    beginnings = _beginnings()
    out: set[int] = set()
    asked = [0]
    while asked:
        start = asked.pop()
        for one in beginnings.get(name[start : start + _SHORTEST], ()):
            end = start + len(one)
            if end not in out and end <= len(name) - _BODY and name.startswith(one, start):
                out.add(end)
                asked.append(end)
    return out


@cache
def _beginnings() -> dict[str, list[str]]:
    """The names of all divisions above townships, by their first two characters."""
    out: dict[str, list[str]] = {}
    for region in reference():
        for one in (region.name, *other_names(region.name)):
            out.setdefault(one[:_SHORTEST], []).append(one)
    return out


@lru_cache(maxsize=10_000)
def _told(said: str, home_code: str | None) -> tuple[Region | None, bool]:
    """The division that the beginning of a name means, in a sheet of a division; and whether it is certain that there is none."""
    home = reference().get(home_code) if home_code is not None else None
    found = _outermost(reference().reached(said)[-1] - {"CN"})
    if len(found) > 1:
        found = [one for one in found if home is not None and _around(one, home)] or _highest(found)
    if len(found) > 1 and any(said.endswith(one.name) for one in found):
        return None, True  # 朝阳区农机厂 is of a district, of which nobody knows which
    if len(found) == 1 and (_sure(found[0], said) or (home is not None and _around(found[0], home))):
        return found[0], True
    return None, False


def _outermost(codes: set[str]) -> list[Region]:
    """Divisions without those that lie in another of them: 岳阳 is the city, not the county in it."""
    regions = [one for code in sorted(codes) if (one := reference().get(code)) is not None]
    return [one for one in regions if not any(up.code in codes for up in reference().chain(one.code)[1:])]


def _highest(found: list[Region]) -> list[Region]:
    """Of namesakes the province, else the one city that is none's district: 河南 is no county of 青海, 西安 no district of 辽源."""
    for level in ("province", "prefecture"):
        if highest := [one for one in found if one.level == level]:
            others = [one for one in found if one.level != level and not one.name.endswith("区")]
            return highest if level == "province" or not others else found
    return found


def _around(one: Region, home: Region) -> bool:
    """Whether a division lies in the prefecture of a sheet's, or holds it."""
    near = next((up for up in reference().chain(home.code) if up.level == "prefecture"), home)
    return near.code in {up.code for up in reference().chain(one.code)} or one.code in {
        up.code for up in reference().chain(home.code)
    }


def _sure(region: Region, said: str) -> bool:
    """Whether what was read of a name is a division without doubt: a full name, one after what it lies in, a city's or a province's."""
    if region.level != "county" or said.endswith(region.name) or said in other_names(region.name)[1:]:
        return True
    if len(said) > len(region.short):
        # 广州白云山 is of 广州; of a name that districts share nobody knows whether it is one here
        return len(reference().find(region.short)) == 1
    return len(said) > _SHORTEST
