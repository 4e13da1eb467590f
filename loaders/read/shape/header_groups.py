"""Headers of several lines as one text a column: groups over them, units under them, parties over what is said of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...values.header_units import parted
from ...values.spans import MONTHS
from .looks import unit_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .looks import Merge, Row

_GENERIC: Final = frozenset(
    "名称 地址 姓名 电话 手机 数量 单位 时间 日期 金额 类型 备注 规格 合计 小计 其中 型号 职务 全称 编号 代码 内容".split()  # noqa: SIM905
)
_NEUTRAL: Final = re.compile(r"基本|信息|情况|概况|内容|指标|企业$|项目$|主体$")
_COUNTED: Final = re.compile(r"(?:面积|产量|产值|人数|户数|家数|株数|头数)$")
"""What is counted, of which a column below it may hold a part: 投产 under 茶园面积 is an area."""
_SELLER: Final = re.compile(
    r"(?:供给|供应|供货|卖|销售|出货|售)(?:方|端|企业|单位|商)|供方|供应商|supplier|seller", re.IGNORECASE
)
_BUYER: Final = re.compile(
    r"(?:需求|采购|购买|买|购货|需货)(?:方|端|企业|单位|商)|需方|客户|buyer|customer", re.IGNORECASE
)
_NAME: Final = re.compile(r"(?:企业|单位|公司|厂家)?(?:名称|全称|名)?|name|company|firm", re.IGNORECASE)
_PLACE: Final = re.compile(
    r"(?:企业|单位|所属|所在)?(?:所在)?(?:地|地区|区县|县区|县|市|市县|区域|位置|属地)|地址|坐落|place|region",
    re.IGNORECASE,
)
_PERIOD: Final = re.compile(rf"(?:19|20)\d\d年?(?:{MONTHS}|上半年|全年)?")


def joined(rows: Sequence[Row], merges: Sequence[Merge], lines: list[int], knows: Callable[[str], bool]) -> list[str]:
    """One text a column of several lines of headers."""
    width = max((number + 1 for line in lines for number, cell in enumerate(rows[line]) if cell), default=0)
    grid: list[list[str]] = []
    for depth, line in enumerate(lines):
        row = [(rows[line][n] if n < len(rows[line]) else None) or "" for n in range(width)]
        for top, left, bottom, right in merges:
            if top == line and left < width and (right == left or _has_below(rows, lines, bottom, left, right)):
                for n in range(left, min(right + 1, width)):
                    row[n] = row[n] or (rows[top][left] or "")
        if depth < len(lines) - 1 and not any(m[0] == line and m[3] > m[1] for m in merges):
            below = {n for deeper in lines[depth + 1 :] for n, cell in enumerate(rows[deeper]) if cell}
            for n in range(1, width):
                if not row[n] and n in below and (n - 1) in below:
                    row[n] = row[n - 1]
        grid.append([_clean(cell) for cell in row])
    stacks = [[part for part in dict.fromkeys(row[n] for row in grid) if part] for n in range(width)]
    out = [_said(stack, knows) for stack in stacks]
    twice = {header for header in out if out.count(header) > 1}
    return [
        "·".join(stack) if header in twice and len(stack) > 1 else header
        for header, stack in zip(out, stacks, strict=True)
    ]


def _has_below(rows: Sequence[Row], lines: list[int], bottom: int, left: int, right: int) -> bool:
    """Whether headers stand under a cell merged over several columns; else it is one wide column."""
    return any(any(rows[line][left + 1 : right + 1]) for line in lines if line > bottom)


def _said(parts: list[str], knows: Callable[[str], bool]) -> str:
    """What headers of several lines say together: 供应商 above 名称 is 供应商名称, 产能 above 设计 is 设计产能."""
    if len(parts) < 2:
        return "".join(parts)
    if unit_of(parts[-1]):
        above = _said(parts[:-1], knows)
        return above if parted(above)[1] else f"{above}（{unit_of(parts[-1])}）"
    bare = [parted(part)[0] for part in parts]
    unit = next((unit for part in reversed(parts) if (unit := parted(part)[1])), None)
    top, last = bare[-2], bare[-1]
    found = _of_party(top, last) or _of_amount(top, last, knows) or _of_period(top, parts[-1])
    if found is None:
        wanted = [top + last, last + top]
        if (last not in _GENERIC and not _COUNTED.search(top)) or _NEUTRAL.search(top):
            wanted.append(last)
        found = next((text for text in wanted if knows(text)), None)
    if found is None:
        return "·".join(parts)
    return f"{found}（{unit}）" if unit else found


def _of_party(top: str, last: str) -> str | None:
    """A party of a supply over what is said of it: its name is the party, its place and product are its own.

    >>> _of_party("供给方", "企业名称"), _of_party("需求方", "所在地"), _of_party("采购端", "产品"), _of_party("企业情况", "名称")
    ('供应商', '采购方所在地', '采购产品', None)
    >>> _of_party("乙方", "所在地"), _of_party("甲方", "名称")
    ('乙方所在地', '甲方')
    """
    if re.fullmatch(r"[甲乙]方", top) and (_NAME.fullmatch(last) or _PLACE.fullmatch(last)):
        return top if _NAME.fullmatch(last) else f"{top}所在地"
    party = "供应商" if _SELLER.fullmatch(top) else "采购方" if _BUYER.fullmatch(top) else None
    if party is None:
        return None
    if _NAME.fullmatch(last):
        return party
    if _PLACE.fullmatch(last):
        return f"{party}所在地"
    if re.fullmatch(r".{0,4}(?:产品|货物|货品|物料|商品|品名|材料)(?:名称)?", last):
        return "供应产品" if party == "供应商" else "采购产品"
    return None


def _of_amount(top: str, last: str, knows: Callable[[str], bool]) -> str | None:
    """数量 and 单位 under what they measure: the amount is that of the group, the unit its unit."""
    if last in ("数量", "数", "数值", "规模") and (knows(top) or not _NEUTRAL.search(top)):
        return None if knows(top + last) else top
    if last in ("单位", "计量单位", "数量单位"):
        return (
            "计量单位"
            if top.endswith(("产能", "产量"))
            else next((text for text in (f"{top}单位",) if knows(text)), None)
        )
    return None


def _of_period(top: str, last: str) -> str | None:
    """A year under what is counted in it: 产值 over 2023年 is 2023年产值, over 2024（预计） 2024年预计产值."""
    plain = parted(last)[0]
    if _PERIOD.fullmatch(plain) is None or re.search(r"\d", top):
        return None
    hoped = re.search(r"[（(](预计|预测|计划|目标)", last)
    return (
        f"{plain}年{hoped[1] if hoped else ''}{top}"
        if plain.isdecimal()
        else f"{plain}{hoped[1] if hoped else ''}{top}"
    )


def _clean(text: str) -> str:
    """A header without the blanks and line breaks that only serve its looks."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])|[\r\n]+", "", text.strip())
