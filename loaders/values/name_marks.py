"""What people write around a name that is no part of it: ★, 3、, ①, （停产）, 【拟建】, -已停产.

Brackets that are part of a name stay: （贵州）有限公司, 正极材料(NCM523), 某厂（普通合伙）. Only a bracket whose whole
content says how things stand is taken off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_SYMBOLS: Final = "★☆◆◇◈●■□▲△▼▽※◎►▶✦✱❖♦⊙✓√"
_NUMBERED: Final = (
    rf"[{_SYMBOLS}]+"
    # 1.5 and 3、5 begin names or amounts; *ST begins the name of a listed firm, ○○ stands for a name
    r"|[＊*](?!ST|\*)|[○〇](?![○〇×X])"
    r"|\d{1,3}\s*[.．、)）](?![\s\d])|\d{1,3}\s*[.．、)）]\s+(?!\d)|[（(]\d{1,3}[)）]"
    r"|[①-⑳⑴-⑽⒈-⒛㈠-㈩]|[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、"
)
_MARK: Final = re.compile(rf"\s*(?:{_NUMBERED})\s*(?=\S)")
_OPEN: Final = "（(【[〔［"
_CLOSE: Final = "）)】]〕］"
_ENDED: Final = "停产|停业|停工|停建|停窑|停用|歇业|关停|关闭|注销|吊销|倒闭|破产|清算|停止生产|不再生产"
_PLANNED: Final = "拟建|待建|筹建|在建|规划|建设|开工|未开工|未投产|未建成|拟投产|缓建|未生产"
_OTHER: Final = "限产|搬迁|迁出|试生产|试产|投产|在产|在营|在业|存续|检修|整改|整治|重整|达产|复产"
_HOW: Final = f"{_ENDED}|{_PLANNED}|{_OTHER}"
_WHEN: Final = r"(?:(?:已|现)?[于自]?\d{4}(?:年|[./-])?(?:\d{1,2}月?)?(?:\d{1,2}日)?[起底初末中]?(?:以来)?)?"
_STATUS: Final = re.compile(
    rf"{_WHEN}(?:现已|目前|已|现|尚|正在|正常|长期|暂时|暂|全面|临时|部分|季节性|半|拟|新|即将|计划|处于)*(?:{_HOW})"
    rf"(?:中|期间|状态|企业|项目|多年|待产|、|/|{_HOW})*"
)
_FOR_A_TIME: Final = re.compile(
    "部分|季节|半停|临时|暂时|暂停|检修|整改|整治|复产|限产|试|(?<!未)(?<!拟)投产|在产|达产"
)
"""What stands still for a while or in part is made all the same."""
_BARE: Final = re.compile(
    r"(?P<name>.+(?:公司|厂|集团|合作社))[\s,，:：\-—–·]*"
    rf"(?P<how>{_WHEN}(?:现已|目前|已|现|长期|暂时|临时|全面)*(?:停产|停业|歇业|关停|关闭|注销|吊销|倒闭|破产))"
)
"""A firm's name with what says how it stands behind it, without brackets."""
_LEADING: Final = re.compile(
    rf"\s*[{re.escape(_OPEN)}]\s*([^{re.escape(_OPEN + _CLOSE)}]+?)\s*[{re.escape(_CLOSE)}]\s*(?=\S)"
)
_TRAILING: Final = re.compile(
    rf"(?<=\S)\s*[{re.escape(_OPEN)}]\s*([^{re.escape(_OPEN + _CLOSE)}]+?)\s*[{re.escape(_CLOSE)}]\s*"
)
_ENDING: Final = re.compile(rf"(?<=\S)\s*[{_SYMBOLS}]+\s*")
SUSPECT: Final = (
    rf"^\s*[{_SYMBOLS}＊*○〇0-9①-⑳⑴-⑽⒈-⒛㈠-㈩{re.escape(_OPEN)}]|^\s*[一二三四五六七八九十]{{1,3}}、"
    rf"|[{re.escape(_CLOSE)}{_SYMBOLS}]\s*$|(?:公司|厂|集团|合作社).{{0,14}}(?:停产|停业|歇业|关停|关闭|注销|吊销|倒闭|破产)\s*$"
)
"""What the text of a name begins or ends with that may be a mark, as SQL can search for it."""

SAYS_HOW: Final = (
    rf"[{re.escape(_OPEN)}][^{re.escape(_OPEN + _CLOSE)}]*(?:{_HOW})"
    r"|(?:公司|厂|集团|合作社).{0,14}(?:停产|停业|歇业|关停|关闭|注销|吊销|倒闭|破产)"
)
"""What a cell holds that may say how something stands, as SQL can search for it."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A name, the marks that stood around it, and what they say of how things stand."""

    name: str
    marks: tuple[str, ...] = ()
    status: str | None = None


def unmarked(text: str, *, signs: bool = True, standing: bool = True) -> Marked:
    """A name without its marks: without `signs` only without what says how things stand, without `standing` only without others.

    >>> unmarked("★1.紫阳县茶业有限公司")
    Marked(name='紫阳县茶业有限公司', marks=('★', '1.'), status=None)
    >>> unmarked("3、岚皋县茯茶厂【停业】").status, unmarked("【拟建】冷库项目").name, unmarked("甲厂（2023年停产）").status
    ('停业', '冷库项目', '2023年停产')
    >>> unmarked("甲有限公司-已停产").name, unmarked("58同城（停产）", signs=False).name, unmarked("★甲厂（停产）", standing=False).name
    ('甲有限公司', '58同城', '甲厂（停产）')
    >>> [unmarked(name).name for name in ("中车（贵州）有限公司", "3.5寸硬盘厂", "*ST东阳光", "甲厂（普通合伙）", "○○公司")]
    ['中车（贵州）有限公司', '3.5寸硬盘厂', '*ST东阳光', '甲厂（普通合伙）', '○○公司']
    """
    rest, marks, said = text.strip(), [], []
    while True:
        if signs and (match := _MARK.match(rest)):
            marks.append(match[0].strip())
            rest = rest[match.end() :]
        elif standing and (match := _LEADING.match(rest)) and _STATUS.fullmatch(match[1]):
            said.append(match[1])
            rest = rest[match.end() :]
        elif standing and (match := _last(_TRAILING, rest)) and _STATUS.fullmatch(match[1]):
            said.append(match[1])
            rest = rest[: match.start()]
        elif standing and (match := _BARE.fullmatch(rest)):
            said.append(match["how"])
            rest = match["name"]
        elif signs and (match := _last(_ENDING, rest)):
            marks.append(match[0].strip())
            rest = rest[: match.start()]
        else:
            return Marked(rest.strip(), tuple(marks), "、".join(said) or None)


def fact_status(standing: str) -> str | None:
    """The status of what a firm or product of such a standing makes: `ended`, `planned`, or None where it goes on.

    >>> [fact_status(one) for one in ("已停产", "2023年注销", "拟建", "在建", "季节性停产", "停产检修", "试生产", "存续")]
    ['ended', 'ended', 'planned', 'planned', None, None, None, None]
    """
    if _FOR_A_TIME.search(standing) or not _STATUS.fullmatch(standing):
        return None
    if re.search(_ENDED, standing):
        return "ended"
    return "planned" if re.search(_PLANNED, standing) else None


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match of a pattern that ends where the text does."""
    return next((match for match in pattern.finditer(text) if match.end() == len(text)), None)
