"""Which way goods flow in a matrix of areas: said by its corner, by groups over its columns, by its title; else it is asked.

A word that may be said of either end (采购地: where one buys, or the place that buys) settles nothing, and two that contradict
each other settle nothing either.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FROM: Final = re.compile(
    r"调出|运出|产地|产区|来源|货源|供(?:应|货|给)(?:方|商|企业|单位)|供方|供给|卖方|卖家|发货|发出|起点|起运|始发|输出|原产|[购采]自|购于|来自"
    r"|流出|转出|外调|外销县|^从|^由"
)
_TO: Final = re.compile(
    r"调入|运入|运往|运抵|销往|销向|销地|销区|销售(?:地|去向|流向|区域|市场)|去向|目的|需求|需方|买方|买家|客户|用户|使用地|消费|[收到]货|到达|接收|终点"
    r"|输入|流入|流向|转入|[卖发供]往|卖给|采购(?:方|商|企业|单位)|购货方|^到|^往|^至"
)
_EITHER: Final = re.compile(
    r"采购[地县市区]|购[进买][地县市区]|进货[地县市区]|收购[地县市区]|[出进]口[地国]|加工[地县市区]|供应[地县市区]|供货[地县市区]|销售[县市区]|贸易地|交易地|产销[地县市区]?|购销[地县市区]?|供销[地县市区]?|供需[地县市区]?"
)
"""What may be said of the place that sells and of the one that buys."""
_SURE: Final = re.compile(r"[\\＼]")
_LOOSE: Final = re.compile(r"[/／|｜→—、]|到|至")
_ROWS: Final = r"(?:左(?:侧|边|列|栏)?|行|纵向|竖向|竖列|纵列|首列|各行)"
_COLUMNS: Final = r"(?:上(?:方|边|栏)?|列|横向|表头|首行|各列|横行)"
_SAYS: Final = re.compile(
    rf"(?P<side>{_ROWS}|{_COLUMNS})(?:标题|名称|各县区?|地区)?(?:为|是|表示|[:：])(?P<what>[^，。；,;、]{{2,8}})"
)
_RUNS: Final = re.compile(
    rf"[从由自]?(?P<from>{_ROWS}|{_COLUMNS})[^，。]{{0,6}}?(?:产地|供|来源|调出|地|方)?.{{0,4}}(?:运|调|销|供|流|卖)[^，。]{{0,3}}(?:到|往|至|给|入|向)(?P<to>{_ROWS}|{_COLUMNS})"
)
_OUTWARD: Final = re.compile(
    r"外销|销往|销售(?:流向|去向|地区|区域|市场|分布)|去向|外调|调出|输出|外运|运销|产销流向|出省"
)
_INWARD: Final = re.compile(r"外购|购进|进货|货源|来源|调入|输入|采购(?:来源|地)|购入|引进|入省")
_NET: Final = re.compile(r"净(?:调|流|销|出|入)|顺差|逆差|余额|差额|[出进]超")


def way_of(text: str) -> int:
    """Whether a word says that goods come from there (1) or go there (-1); 0 where it says neither, or may say both.

    >>> [way_of(text) for text in ("调出县", "销往地", "采购地", "产地", "地区", "产销地", "采购方", "供应地")]
    [1, -1, 0, 1, 0, 0, -1, 0]
    """
    bare = _EITHER.sub("", re.sub(r"\s", "", text))
    out, into = _FROM.search(bare) is not None, _TO.search(bare) is not None
    return 0 if out == into else 1 if out else -1


def corner_parts(corner: str) -> tuple[str, str] | None:
    """What a corner says of the rows and of the columns; None for one that says one thing, or not which is which.

    Arrows say it (产地↓ 销地→), else a backslash does: what stands left of it is that of the rows. 产地/销地 is drawn either way.

    >>> corner_parts("调出＼调入"), corner_parts("销地→/产地↓"), corner_parts("产地/销地"), corner_parts("来源地")
    (('调出', '调入'), ('产地', '销地'), None, None)
    """
    pointed = re.findall(r"([^\s＼\\/／|↓→]+)\s*([↓→])", corner)
    if len(pointed) == 2 and {mark for _, mark in pointed} == {"↓", "→"}:
        said = {mark: text for text, mark in pointed}
        return said["↓"], said["→"]
    parts = [part.strip() for part in _SURE.split(corner) if part.strip()]
    return (parts[0], parts[1]) if len(parts) == 2 else None


def ways(corner: str, groups: Iterable[str], texts: Sequence[str], inside: tuple[bool, bool]) -> bool | None:
    """Whether goods flow from the areas of the rows to those of the columns; None where nothing settles it.

    `groups` stand over the columns, `texts` are titles and notes. `inside`: whether all areas of the rows, and of the
    columns, lie in the region that the title is of: what that sells goes out of it, what it buys comes in.

    >>> ways("产地＼销往地", [], [], (False, False)), ways("采购地", [], [], (False, False)), ways("县区", ["调入地"], [], (False, False))
    (True, None, True)
    >>> [ways("县区", [], [title], (True, False)) for title in ("某市苹果外销流向", "某市原料外购来源", "净调出")]
    [True, False, None]
    """
    if any(_NET.search(text) for text in (corner, *texts)):
        return None
    said: set[bool] = set()
    parts = corner_parts(corner)
    if parts is not None:
        said |= _of_pair(way_of(parts[0]), way_of(parts[1]))
        if way_of(parts[0]) and way_of(parts[0]) == way_of(parts[1]):
            return None
    elif not _LOOSE.search(corner) and (alone := way_of(corner)):
        said.add(alone > 0)
    said |= {way < 0 for group in groups if (way := way_of(group))}
    for text in texts:
        for match in _SAYS.finditer(text):
            if way := way_of(match["what"]):
                said.add((way > 0) == _is_rows(match["side"]))
        if runs := _RUNS.search(text):
            said.add(_is_rows(runs["from"]))
    if inside[0] != inside[1]:
        said |= {out == inside[0] for text in texts if (out := _home_sells(text)) is not None}
    return said.pop() if len(said) == 1 else None


def home_sells(texts: Sequence[str]) -> bool | None:
    """Whether titles speak of what their region sells (销往) or of what it buys (外购来源); None where of neither, or of both."""
    said = {one for text in texts if (one := _home_sells(text)) is not None}
    return said.pop() if len(said) == 1 else None


def _home_sells(text: str) -> bool | None:
    out, into = _OUTWARD.search(text) is not None, _INWARD.search(text) is not None
    return None if out == into else out


def _of_pair(down: int, across: int) -> set[bool]:
    return {way > 0 for way in (down, -across) if way}


def _is_rows(side: str) -> bool:
    return re.fullmatch(_ROWS, side) is not None
