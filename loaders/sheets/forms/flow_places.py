"""The areas along one side of a matrix, each as the place that it means there.

A name is read beside the others of its side: 永宁 among towns of 石狮市 is its town 永宁镇 and no county of another province, 吉林 among
cities of 吉林省 is the city. What may still be two places, or none (国外, 长三角), is no area of the matrix, and is told as left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ....graph.regions.countries import country
from ....graph.regions.reference import COUNTRY, reference
from ..group_headings import region_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ....graph.regions.table import Region

_OWN: Final = re.compile(r"[本全当][省市县区州镇乡地]|本地|当地")
_INSIDE: Final = re.compile(r"(?P<of>[省市州县区])(?:内|域内?)(?:其他|其它|其余)?(?:地区|各?[省市县区州]+)?")
_LEVELS: Final = {"省": "province", "市": "prefecture", "州": "prefecture", "县": "county", "区": "county"}
_TOWNS: Final = ("镇", "乡", "街道")


def home_of(title: str | None) -> str | None:
    """The region of a title as a text that tells it from others; None where it names none."""
    one = _region(title) if title else None
    return reference().path(one.code) if one else None


def areas(texts: Iterable[str], within: str | None) -> dict[str, str]:
    """The places that texts of one side mean, by text; what means none, or may mean several, is left out.

    >>> areas(["宝盖", "永宁", "祥芝镇"], "福建省石狮市")["永宁"]
    '福建省泉州市石狮市永宁镇'
    >>> areas(["长春", "吉林", "四平"], "吉林省")["吉林"], areas(["辽宁", "吉林"], "绥化市")["吉林"]
    ('吉林省吉林市', '吉林省')
    >>> areas(["省内", "国外", "江苏盛泽", "越南"], "福建省石狮市")
    {'省内': '福建省', '江苏盛泽': '江苏省苏州市吴江区盛泽镇', '越南': '越南'}
    """
    home = _region(within) if within else None
    names = list(dict.fromkeys(texts))
    near = {name: one for name in names if (one := _inside(name, home))}
    far = {name: found for name in names if (found := _anywhere(name))}
    inside = [name for name in near if name not in far or near[name] in far[name]]
    out: dict[str, str] = {}
    clear = {name: found[0] for name, found in far.items() if len(found) == 1}
    for name in names:
        if told := _told(name, home):
            out[name] = told
            continue
        one, found = near.get(name), far.get(name, [])
        if one is not None and found and one not in found:
            # 永宁 is a town here and a county elsewhere: its neighbours tell
            if len(inside) * 2 < len(names) - 1:
                continue
            found = [one]
        elif one is not None:
            found = [one]
        elif len(found) > 1:
            found = _beside(name, found, [other for text, other in clear.items() if text != name], home)
        if len(found) == 1:
            out[name] = reference().path(found[0].code)
    return out


def holds(wide: str, narrow: str) -> bool:
    """Whether one place, as `areas` writes it, holds another."""
    return narrow != wide and narrow.startswith(wide)


def _told(name: str, home: Region | None) -> str | None:
    """本市, 省内 and 县内其他镇 by the region of the title; a country by its name."""
    if home is not None and (_OWN.fullmatch(name) or name in ("本地", "当地")):
        level = _LEVELS.get(name[-1])
        fits = level is None or home.level == level or (home.name.endswith(name[-1]) and name[0] in "本全")
        return reference().path(home.code) if fits else None
    inside = _INSIDE.fullmatch(name)
    if inside and home is not None:
        if home.name.endswith(inside["of"]):
            return reference().path(home.code)
        above = (one for one in reference().chain(home.code) if one.level == _LEVELS[inside["of"]])
        return next((reference().path(one.code) for one in above), None)
    abroad = country(name)
    return abroad.name if abroad is not None else None


def _inside(name: str, home: Region | None) -> Region | None:
    """The part of a region that a text names, with or without its kind."""
    if home is None or len(name) < 2:
        return None
    path = reference().path(home.code)
    for text in (path + name, *(path + name + kind for kind in _TOWNS)):
        found = {one.code: one for one in reference().find(text) if _under(one, home)}
        if len(found) == 1:
            return next(iter(found.values()))
    return None


def _anywhere(name: str) -> list[Region]:
    found = reference().find(name)
    if found or len(name) < 4:
        return found
    # 江苏盛泽: a town behind the province alone
    for province in reference().children(COUNTRY):
        if name.startswith(province.short):
            rest = name[len(province.short) :]
            return [one for kind in ("", *_TOWNS) for one in reference().find(rest + kind) if _under(one, province)]
    return []


def _beside(name: str, found: list[Region], others: list[Region], home: Region | None) -> list[Region]:
    """Of several places of a name the one that its neighbours tell: in their province, else the province itself."""
    codes = {one.code[:2] for one in others if one.level != "province"}
    if home is not None:
        codes.add(home.code[:2])
    siblings = [one for one in found if one.level != "province" and one.code[:2] in codes]
    if siblings:
        return siblings
    provinces = [one for one in found if one.level == "province" and name == one.short]
    if len(provinces) == 1:
        return provinces
    cities = [one for one in found if one.level == "prefecture"]
    return [one for one in cities if one.code.endswith("0100") or name != one.short] if len(cities) == 1 else []


def _under(part: Region, whole: Region) -> bool:
    return part.code != whole.code and any(one.code == whole.code for one in reference().chain(part.code))


def _region(text: str) -> Region | None:
    found = region_of(text)
    if found is None:
        return None
    same = [one for one in reference().find(text) if found in (one.name, one.identifier)]
    return same[0] if len(same) == 1 else None
