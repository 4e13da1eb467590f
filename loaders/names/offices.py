"""Names that only mean something in one county: 县工信局, 经开区, 城北工业园, and what they are called in full.

In a sheet of 安岳县 县工信局 is 安岳县工信局, and 经开区 is 安岳经开区: by the short name alone the offices and parks of all counties
would be one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.regions.names import short_name
from ...graph.regions.reference import reference

if TYPE_CHECKING:
    from ...graph.regions.reference import Region

OFFICE: Final = (
    r".{2,}(?:[局委办厅署院会]|政府|中心|支行|分行|服务站|联社|大学|研究所|平台公司|(?:[大支总中]|工作)队|派出所|(?:供电|税务|监管|管理|司法|财政)所"
    r"|指挥部|专班|工作组|工作站|管理处|工商联|妇联|政协|人大|供销社|农商行|银行)(?:[（(].*[)）])?"
)
"""What is plainly the name of an office, a body or an association."""
ZONE: Final = (
    r".{2,}(?:开发区|经开区|高新区|新区|园区|[业技新意险态化园]园|示范区|集中区|集聚[区点]|基地"
    r"|工业区|保税区|合作区|试验区|工业小区|产业城|工业城|科技城|物流港)"
)
"""What a place is called that is a park or zone, where a place is asked."""
_BARE: Final = re.compile(r"[一-鿿]{2,9}(?:局|委|办|管委会|专班|指挥部|人民政府|工商联)")
"""An office of a county that leaves its county out."""
_ABOVE: Final = re.compile(r"国家|中国|中央|全国|国务院|部|铁路|海关|大学|学院|[厂矿校]办|^[镇乡村]|街道|公司|集团")
"""Words of offices that are no county's."""
_RELATIVE: Final = re.compile(r"(?P<of>[省市县区州旗盟])(?![场政容民域块级直])(?P<rest>[一-鿿]{2,}.*)")
_LOCAL_FIRM: Final = re.compile(r"[市县区州旗](?![场政容民域块级直])[一-鿿]{2,10}(?:公司|集团)")
_IN_FULL: Final = {
    "经开区": ("经开区", "经济开发区", "经济技术开发区"),
    "高新区": ("高新区", "高新技术产业开发区", "高新技术开发区", "高新技术产业园区"),
    "工业园": ("工业园", "工业园区"),
    "工业园区": ("工业园区", "工业园"),
    "开发区": ("开发区", "经济开发区", "经济技术开发区"),
    "经济开发区": ("经济开发区", "经济技术开发区", "经开区"),
    "经济技术开发区": ("经济技术开发区", "经济开发区", "经开区"),
    "高新技术产业开发区": ("高新技术产业开发区", "高新区"),
}
"""How the same park is called besides."""
_ZONE_WORDS: Final = (
    "(?:经济|技术|高新|高科技|科技|新?工业|产业|化工|循环|现代|农业|物流|创业|创新|孵化|示范|集中|集聚|开发"
    "|新|园|城|区|港|小区|点|基地)+$"
)
_FEW_LETTERS: Final = 2
"""So many characters before these words are a side of the town or a branch of industry, and no name."""
_HERE: Final = re.compile(
    r"[本我](?P<of>[市县区州旗盟])(?:境内|范围内|内)?|(?P<within>[市县区州旗])(?:境内|内|域内|城)"
)


def here(text: str, home: Region) -> Region | None:
    """The division that 本县 and 县内 mean in a sheet of one; None for another text.

    >>> from chanlian.graph.regions.reference import reference
    >>> anyue = reference().resolve("安岳县")
    >>> here("本县", anyue).name, here("市内", anyue).name, here("本地", anyue)
    ('安岳县', '资阳市', None)
    """
    found = _HERE.fullmatch(text)
    return None if found is None else _called(found["of"] or found["within"], home)


def _called(end: str, home: Region) -> Region | None:
    """The division around a sheet that is called 市 or 县 there: its own, else what that lies in."""
    return next((one for one in reference().chain(home.code) if one.name.endswith(end)), None)


def office_in(text: str, home: Region) -> tuple[str, Region] | None:
    """An office that leaves its county out, in full, and whose it is; None for any other text.

    >>> from chanlian.graph.regions.reference import reference
    >>> anyue = reference().resolve("安岳县")
    >>> [office_in(one, anyue)[0] for one in ("县工信局", "投促局", "市生态环境局", "石羊镇政府", "市公安局交警大队")]
    ['安岳县工信局', '安岳县投促局', '资阳市生态环境局', '安岳县石羊镇政府', '资阳市公安局交警大队']
    >>> [office_in(one, anyue) for one in ("重庆市工信局", "镇政府", "市场部", "华中农业大学", "国家税务局")]
    [None, None, None, None, None]
    """
    if not may_be_local(text):
        return None
    relative = _RELATIVE.fullmatch(text)
    if relative is not None and (whose := _called(relative["of"], home)) is not None:
        return whose.name + relative["rest"], whose
    for town in re.finditer("[镇乡道]", text):
        found = [one for one in _towns(home) if one.name == text[: town.end()]]
        if found and town.end() < len(text):
            return home.name + text, found[0]
    if (
        home.level in ("county", "prefecture")
        and _BARE.fullmatch(text)
        and not _ABOVE.search(text)
        and not _begins_with_region(text)
    ):
        return home.name + text, home
    return None


def may_be_local(text: str) -> bool:
    """Whether a text is what an office or a firm of a county is called that leaves its county out."""
    return re.fullmatch(OFFICE, text) is not None or _LOCAL_FIRM.fullmatch(text) is not None


def _towns(home: Region) -> list[Region]:
    return reference().townships(home.code) if home.level == "county" else []


def _begins_with_region(text: str) -> bool:
    found = (one for end in range(2, min(len(text), 12)) for one in reference().search(text[:end]))
    # 城北 is the short name of a district, and a side of any town
    return any(one.how != "short" or one.region.level != "county" for one in found)


def town_of(text: str, home: Region) -> Region | None:
    """The town of a county that is called by its name without 镇, 乡 or 街道; None where none or several are.

    >>> from chanlian.graph.regions.reference import reference
    >>> town_of("石羊", reference().resolve("安岳县")).name
    '石羊镇'
    """
    found = [one for one in _towns(home) if re.sub("(?:街道|镇|乡)$", "", one.name) == text]
    return found[0] if len(found) == 1 and len(text) > 1 else None


def is_zone(text: str) -> bool:
    """Whether a place is called as parks and zones are: 盐化基地, 经开区, 城北工业园."""
    return re.fullmatch(ZONE, text) is not None or text in _IN_FULL


def parks_called(text: str, home: Region) -> list[str]:
    """What a park of a county may be called that its sheet calls so; the first is what it is called where nobody knows it.

    >>> from chanlian.graph.regions.reference import reference
    >>> parks_called("经开区", reference().resolve("安岳县"))[:4]
    ['安岳经开区', '安岳县经开区', '经开区', '安岳经济开发区']
    """
    short = _short(home)
    core = next((text[len(name) :] for name in (home.name, short) if text.startswith(name) and text != name), text)
    provinces = [
        name for one in reference().chain(home.code) if one.level == "province" for name in (one.short, one.name)
    ]
    cores = _IN_FULL.get(core, (core,))
    names = [f"{before}{core}" for core in cores for before in (short, home.name, "")]
    names += [f"{far}{before}{core}" for core in cores for far in provinces for before in (short, home.name)]
    first = names[0] if core == text and _says_little(text, home) else text
    return list(dict.fromkeys((first, *names)))


def _says_little(text: str, home: Region) -> bool:
    """Whether many counties may have a park of that name: 城北工业园, but not 魏庄起重配件产业园, nor one with its county in it."""
    return len(without_zone(text)) <= _FEW_LETTERS and short_name(home.name) not in text


def without_zone(text: str) -> str:
    """A park's name without what parks are called.

    >>> without_zone("城北工业园"), without_zone("魏庄起重配件产业园"), without_zone("经开区")
    ('城北', '魏庄起重配件', '')
    """
    return re.sub(_ZONE_WORDS, "", text.replace("经开区", "").replace("高新区", ""))


def _short(home: Region) -> str:
    """The short name of a division, where it alone has it."""
    found = reference().find(home.short) if home.short else []
    return home.short if len(found) == 1 else home.name
