"""Rows that head the rows below them (一、玉屏县 / （一）大龙经开区): the place of those rows, where it is one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARKS: Final = (
    r"[一二三四五六七八九十]{1,3}\s*[、.．:：]|第[一二三四五六七八九十]{1,3}[部分类章批组]{1,2}",
    r"[（(][一二三四五六七八九十]{1,3}[)）]",
    r"\d{1,2}\s*[、.．]|[（(]\d{1,2}[)）]",
)
BULLET: Final = r"^[▍▌■□▉█◆◇❖▶►➤]\s*"
"""A mark that a heading may begin with, and the name of a firm too."""
COUNTED: Final = r"^.{1,30}?\s*[（(]?\s*(?:共|计)?\s*\d+\s*[个家户项条]\s*[)）]?$"
"""A heading that counts what is below it."""
MARKED: Final = rf"^(?:{'|'.join(_MARKS[:2])})"
"""How a heading begins that cannot be the name of anything."""
ORDINAL: Final = r"^[（(]?[一二三四五六七八九十]{1,3}[)）、.．]?$"
"""What stands for such a mark in a column of serial numbers."""
PARK: Final = r".{2,}(?:开发区|经开区|高新区|新区|园区|工业园|产业园|科技园|创业园|物流园|示范区|集中区|集聚区|产业基地|工业区|保税区|合作区|试验区)"
"""What parks are called."""
NO_PARK: Final = (
    r"(?:工业|产业|经济|技术|物流|科技|高新|农业|化工|创业)*(?:开发区|园区|园|集中区|集聚区|产业基地|工业区|新区|区)"
)
"""What any of them may be called: 工业园区 is no name."""
_REMARK: Final = re.compile(r"[（(][^（()）]*[)）]|[:：]?\s*(?:共|合计|计)?\s*\d+\s*[家户个项条].*$|[:：]$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that heads others."""

    line: int
    text: str
    place: str | None = None
    park: str | None = None
    level: int = 1
    stage: str | None = None
    """The stage of the projects below it."""
    chain: str | None = None
    """The chain of what stands below it."""


@dataclass(frozen=True, slots=True)
class Span:
    """The rows between two lines and what the headings above them say."""

    first: int
    last: int
    place: str | None
    park: str | None
    stage: str | None = None
    chain: str | None = None


def heading(line: int, text: str, mark: str = "") -> Heading:
    """What a heading says: a region, a park, or neither.

    >>> heading(5, "一、玉屏侗族自治县（12家）").place, heading(9, "（二）贵州大龙经济开发区").park
    ('玉屏侗族自治县', '贵州大龙经济开发区')
    >>> heading(5, "一、锂电材料") == Heading(5, "一、锂电材料")
    True
    """
    whole = f"{mark.strip()}{'、' if mark and re.fullmatch('[一二三四五六七八九十]+', mark.strip()) else ''}{text}"
    level = next((number for number, form in enumerate(_MARKS, start=1) if re.match(form, whole)), 1)
    bare = re.sub("^(?:" + "|".join(_MARKS) + ")", "", re.sub(BULLET, "", whole)).strip()
    bare = _REMARK.sub("", bare).strip()
    if region := region_of(bare):
        return Heading(line, whole, region, None, level)
    if is_park(bare):
        return Heading(line, whole, None, bare, level)
    chain = re.fullmatch(r"(?P<name>.{1,12})产业链", bare)
    return Heading(line, whole, level=level, stage=stage_of(bare), chain=chain["name"] if chain else None)


def stage_of(text: str) -> str | None:
    """The stage that a heading gives the projects below it; None where it gives none.

    >>> stage_of("已签约项目"), stage_of("在建"), stage_of("签约未动工"), stage_of("重点项目"), stage_of("高粱种植在建项目")
    ('签约', '开工', '签约', None, None)
    """
    found = re.fullmatch(_STAGE, re.sub(r"[（(].*?[)）]", "", text))
    return next((stage for stage, word in _STAGES if found[word]), None) if found else None


_STAGE: Final = (
    r"(?:目前|正在|已|拟|重点)?(?:(?P<signed>签约(?:[、和]?(?:未|待|尚未)(?:开工|动工|落地|建设))?)|(?P<talks>在谈|洽谈|对接|意向)"
    r"|(?P<built>在建|开工|动工|续建)|(?P<done>投产|建成投产|竣工投产)|(?P<full>达产)|(?P<stuck>停滞|停工|停建|缓建)"
    r"|(?P<ended>终止|取消)|(?P<planned>谋划|储备|策划|前期|拟建))(?:的)?(?:项目|类|阶段|类项目)?"
)
_STAGES: Final = (
    ("签约", "signed"), ("洽谈", "talks"), ("开工", "built"), ("投产", "done"), ("达产", "full"), ("停滞", "stuck"), ("终止", "ended"),
    ("谋划", "planned"),
)  # fmt: skip


def region_of(text: str) -> str | None:
    """The region that a text means, as it can be written; None unless it is one."""
    from ...graph.regions.reference import reference

    if not text or len(text) > 40:
        return None
    regions = reference()
    found = regions.find(text)
    if len(found) != 1:
        return None
    return found[0].name if len(regions.find(found[0].name)) == 1 else found[0].identifier


def named_region(text: str) -> str | None:
    """The region that a text means, by its name; None where no name alone tells it from others, or it is none.

    >>> named_region("武汉"), named_region("广州白云"), named_region("长三角")
    ('武汉市', None, None)
    """
    found = region_of(text)
    return None if found is None or found.startswith("region:") else found


def is_park(text: str) -> bool:
    """Whether a text is what parks are called.

    >>> is_park("贵州大龙经济开发区"), is_park("大新县工业园区"), is_park("工业园区"), is_park("大新县")
    (True, True, False, False)
    """
    return re.fullmatch(PARK, text) is not None and re.fullmatch(NO_PARK, text) is None


def spans(headings: Sequence[Heading], end: int) -> list[Span]:
    """The rows below each heading, with its place and that of the headings over it."""
    out: list[Span] = []
    over: list[Heading] = []
    for number, one in enumerate(headings):
        over = [*(above for above in over if above.level < one.level), one]
        last = headings[number + 1].line - 1 if number + 1 < len(headings) else end
        place = next((above.place for above in reversed(over) if above.place), None)
        park = next((above.park for above in reversed(over) if above.park), None)
        stage = next((above.stage for above in reversed(over) if above.stage), None)
        chain = next((above.chain for above in reversed(over) if above.chain), None)
        if last > one.line:
            out.append(Span(one.line + 1, last, place, park, stage, chain))
    return out
