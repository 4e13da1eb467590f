"""Whose figures a table is of, by its title: the area that it begins with, unless it goes on to a firm, a park or a town there."""

from __future__ import annotations

import re
from typing import Final

from ..cell_extras import behind_region, region_before
from ..group_headings import PARK
from .flow_places import areas

_FIRM: Final = re.compile(r".{2,30}?(?:公司|集团|合作社|(?<!各)工?厂(?![区房家商长]))")
_NO_FIRM: Final = re.compile(r"各|重点|规上|规模以上|骨干|龙头|部分|主要|上市|企业|行业")
_TOWN: Final = re.compile(r"(?P<town>[\u4e00-\u9fff]{1,6}?(?:镇|乡|街道))(?!镇|街|企|村|各)")
_PARK: Final = re.compile(PARK)


def area_of_title(text: str) -> str | None:
    """The area that figures below a title are of; None where it names none, or one thing inside of it.

    >>> area_of_title("海城市菱镁产业运行月报"), area_of_title("2023年主要指标"), area_of_title("海城市规上企业主要指标")
    ('海城市', None, '海城市')
    >>> area_of_title("海城市虚构镁业有限公司主要指标"), area_of_title("沧州市临港经济技术开发区主要指标"), area_of_title("石狮市宝盖镇主要指标")
    (None, None, '福建省泉州市石狮市宝盖镇')
    """
    region = region_before(text)
    if region is None:
        return None
    rest = behind_region(re.sub(r"\s", "", text))
    firm = _FIRM.match(rest)
    if (firm and not _NO_FIRM.search(firm[0])) or _PARK.match(rest[:16]):
        return None
    town = _TOWN.match(rest)
    return areas([town["town"]], region).get(town["town"]) if town else region
