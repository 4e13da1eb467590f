"""What people write around a name that is no part of it: ★, 3、, ①, （停产）, 【拟建】.

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
_HOW: Final = (
    r"停产|停业|停工|停建|停窑|限产|歇业|关停|关闭|注销|吊销|倒闭|破产|搬迁|迁出|在建|筹建|拟建|待建|试生产|试产|投产|在产|在营"
    r"|在业|存续|规划|检修|整改|整治|停用|清算|重整|达产|开工|未开工|未投产|建设"
)
_STATUS: Final = re.compile(
    rf"(?:\d{{4}}年(?:\d{{1,2}}月)?)?(?:已|正在|正常|长期|暂时|暂|全面|临时|部分|季节性|半|拟|新|即将|计划)*(?:{_HOW})"
    rf"(?:中|期间|状态|企业|项目|、|/|{_HOW})*"
)
_LEADING: Final = re.compile(
    rf"\s*[{re.escape(_OPEN)}]\s*([^{re.escape(_OPEN + _CLOSE)}]+?)\s*[{re.escape(_CLOSE)}]\s*(?=\S)"
)
_TRAILING: Final = re.compile(
    rf"(?<=\S)\s*[{re.escape(_OPEN)}]\s*([^{re.escape(_OPEN + _CLOSE)}]+?)\s*[{re.escape(_CLOSE)}]\s*"
)
_ENDING: Final = re.compile(rf"(?<=\S)\s*[{_SYMBOLS}]+\s*")
SUSPECT: Final = (
    rf"^\s*[{_SYMBOLS}＊*○〇0-9①-⑳⑴-⑽⒈-⒛㈠-㈩{re.escape(_OPEN)}]|^\s*[一二三四五六七八九十]{{1,3}}、"
    rf"|[{re.escape(_CLOSE)}{_SYMBOLS}]\s*$"
)
"""What the text of a name begins or ends with that may be a mark, as SQL can search for it."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A name, the marks that stood around it, and what they say of how things stand."""

    name: str
    marks: tuple[str, ...] = ()
    status: str | None = None


def unmarked(text: str) -> Marked:
    """A name without its marks.

    >>> unmarked("★1.紫阳县茶业有限公司")
    Marked(name='紫阳县茶业有限公司', marks=('★', '1.'), status=None)
    >>> unmarked("3、岚皋县茯茶厂【停业】").status, unmarked("【拟建】冷库项目").name, unmarked("甲厂（2023年停产）").status
    ('停业', '冷库项目', '2023年停产')
    >>> [unmarked(name).name for name in ("中车（贵州）有限公司", "3.5寸硬盘厂", "*ST东阳光", "甲厂（普通合伙）", "○○公司")]
    ['中车（贵州）有限公司', '3.5寸硬盘厂', '*ST东阳光', '甲厂（普通合伙）', '○○公司']
    """
    rest, marks, said = text.strip(), [], []
    while True:
        if match := _MARK.match(rest):
            marks.append(match[0].strip())
            rest = rest[match.end() :]
        elif (match := _LEADING.match(rest)) and _STATUS.fullmatch(match[1]):
            said.append(match[1])
            rest = rest[match.end() :]
        elif (match := _last(_TRAILING, rest)) and _STATUS.fullmatch(match[1]):
            said.append(match[1])
            rest = rest[: match.start()]
        elif match := _last(_ENDING, rest):
            marks.append(match[0].strip())
            rest = rest[: match.start()]
        else:
            return Marked(rest.strip(), tuple(marks), "、".join(said) or None)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match of a pattern that ends where the text does."""
    return next((match for match in pattern.finditer(text) if match.end() == len(text)), None)
