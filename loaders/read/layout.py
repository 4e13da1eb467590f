"""Where the table of a sheet begins: titles above it, headers of one to three lines, and what they say together.

People put a title, the office that fills the sheet in and the unit above a table, and group its
headers under common ones. The line of headers is the first that says about as many known headers
as any; everything above it is title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..values.header_units import is_unit, parted, row_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HEAD: Final = 200
"""Headers are looked for in so many lines."""
_DEEPEST: Final = 3
_LONGEST: Final = 30
"""A header below another is no longer than this."""
_GENERIC: Final = frozenset(
    "名称 地址 姓名 电话 手机 数量 单位 时间 日期 金额 类型 备注 规格 合计 小计 其中 型号 职务 全称 编号 代码 内容".split()  # noqa: SIM905
)
_NEUTRAL: Final = re.compile(r"基本|信息|情况|概况|内容|指标|企业$|项目$|主体$")
_VALUE: Final = re.compile(r"[-+]?[\d.,]+%?|\d{4}[-/.年]\d{1,2}.*|\d+(?:\.\d+)?[百千万亿]*[元吨%].*")
_NO_UNIT: Final = frozenset(("单位", "计量单位", "unit", "-", "—", "——", "/", "无"))
"""What stands in a line of units where there is none."""
_COLON: Final = re.compile(r".*[:：]")

Row = list[str | None]
Merge = tuple[int, int, int, int]
"""First line, first column, last line, last column, counted from 0."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table begins. Lines are counted from 0."""

    lines: tuple[int, ...]
    """The lines of its headers."""
    body: int
    """The first line behind the headers."""
    headers: list[str]
    units: dict[int, str]
    titles: list[str]
    numbering: int | None = None
    """A line that only numbers the columns."""


def find_layout(rows: Sequence[Row], merges: Sequence[Merge], knows: Callable[[str], bool] | None) -> Layout | None:
    """The table in the first lines of a sheet; None where they are blank."""
    filled = [number for number, row in enumerate(rows) if any(row)]
    if not filled:
        return None
    if knows is None:
        # a foreign layout: its headers are its first line, whatever they say
        headers = [cell or "" for cell in rows[filled[0]]]
        while not headers[-1]:
            headers.pop()
        return Layout((filled[0],), filled[0] + 1, headers, {}, [])
    main = _main_line(rows, filled, knows)
    lines = [main]
    while len(lines) < _DEEPEST and main > 0 and _groups(rows, merges, lines[0] - 1, lines[0]):
        lines.insert(0, lines[0] - 1)
    while len(lines) < _DEEPEST and _continues(rows, merges, lines, knows):
        lines.append(lines[-1] + 1)
    headers = _joined(rows, merges, lines, knows)
    units = {number: unit for number, header in enumerate(headers) if (unit := parted(header)[1])}
    body, numbering = lines[-1] + 1, None
    if body < len(rows) and (below := units_below(rows[body])):
        units |= below
        lines.append(body)
        body += 1
    if body < len(rows) and _only_numbers(rows[body]):
        body, numbering = body + 1, body
    return Layout(
        tuple(lines), body, headers, units,
        [cell for row in rows[: lines[0]] for cell in row if cell], numbering,
    )  # fmt: skip


def _main_line(rows: Sequence[Row], filled: list[int], knows: Callable[[str], bool]) -> int:
    """The first line that says about as many known headers as any."""
    counts: dict[int, tuple[int, int]] = {}
    for number in filled:
        texts = [cell for cell in rows[number] if cell]
        counts[number] = (sum(map(knows, texts)), len(texts))
    first = filled[0]
    if counts[first][0] == counts[first][1]:
        alone = counts[first][1] == 1 and max(count for _, count in counts.values()) > 1
        if not alone:
            return first
    # a title that happens to be a header (企业) stands alone; a table has several columns
    wide = {number: count for number, count in counts.items() if count[1] > 1} or counts
    best = max(known for known, _ in wide.values())
    if best > 0:
        return next(
            number for number, (known, count) in wide.items() if (known >= 0.6 * best and (known >= 2 or known * 2 >= count))
            or known == best
        )  # fmt: skip
    return next(iter(wide))


def _groups(rows: Sequence[Row], merges: Sequence[Merge], above: int, line: int) -> bool:
    """Whether the line above groups the headers of `line`."""
    if above < 0 or not any(rows[above]):
        return False
    texts = [cell for cell in rows[above] if cell]
    if any(_COLON.match(text) or _VALUE.fullmatch(text) or len(text) > _LONGEST for text in texts):
        return False
    width = sum(1 for cell in rows[line] if cell)
    across = [m for m in merges if m[0] <= above <= m[2] and m[3] > m[1]]
    if any(m[3] - m[1] + 1 >= max(width, 2) for m in across):
        return False
    if across or any(m[0] <= above and m[2] >= line for m in merges):
        return len(texts) > 1
    # without merged cells: several texts, each above the first of its headers
    gaps = any(a and not b for a, b in zip(rows[above], [*rows[above][1:], None], strict=True))
    return (
        len(texts) > 1
        and gaps
        and all(n < len(rows[line]) and rows[line][n] for n, cell in enumerate(rows[above]) if cell)
    )


def _continues(rows: Sequence[Row], merges: Sequence[Merge], lines: list[int], knows: Callable[[str], bool]) -> bool:
    """Whether the line below holds headers too."""
    last, below = lines[-1], lines[-1] + 1
    if below >= len(rows) or not any(rows[below]):
        return False
    texts = [cell for cell in rows[below] if cell]
    if any(_VALUE.fullmatch(text) or len(text) > _LONGEST for text in texts):
        return False
    tops = {number for line in lines for number, cell in enumerate(rows[line]) if cell}
    if any(lines[0] <= m[0] <= last and m[2] >= below for m in merges):
        return True
    across = {c for m in merges if m[0] in lines and m[3] > m[1] for c in range(m[1], m[3] + 1)}
    under = {number for number, cell in enumerate(rows[below]) if cell}
    if across:
        return under <= across and bool(tops - across)
    # without merged cells: below gaps of the line above, beside headers that have nothing below, and known
    top = rows[last]
    edge = max((number for number, cell in enumerate(top) if cell), default=0)
    gaps = {n for n in range(max(edge, *under) + 1) if n >= len(top) or not top[n]}
    starts = {n - 1 for n in gaps if n - 1 not in gaps}
    if not under & gaps or not under <= gaps | starts or not tops - under:
        return False
    known = sum(knows(text) or knows(_group_of(top, n) + text) for n, text in enumerate(rows[below]) if text)
    return known * 2 >= len(texts)


def _group_of(top: Row, number: int) -> str:
    return next((cell for cell in reversed(top[: number + 1]) if cell), "")


def _joined(rows: Sequence[Row], merges: Sequence[Merge], lines: list[int], knows: Callable[[str], bool]) -> list[str]:
    """One text a column of several lines of headers."""
    width = max((number + 1 for line in lines for number, cell in enumerate(rows[line]) if cell), default=0)
    grid: list[list[str]] = []
    for depth, line in enumerate(lines):
        row = [(rows[line][n] if n < len(rows[line]) else None) or "" for n in range(width)]
        for top, left, bottom, right in merges:
            if top in lines and top <= line <= bottom and left < width and line == top:
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


def _said(parts: list[str], knows: Callable[[str], bool]) -> str:
    """What headers of several lines say together: 供应商 above 名称 is 供应商名称, 产能 above 设计 is 设计产能."""
    if len(parts) < 2:
        return "".join(parts)
    bare = [parted(part)[0] for part in parts]
    unit = next((unit for part in reversed(parts) if (unit := parted(part)[1])), None)
    top, last = bare[-2], bare[-1]
    if is_unit(last):
        return f"{top}（{last}）"
    wanted = [top + last, last + top]
    if last not in _GENERIC or _NEUTRAL.search(top):
        wanted.append(last)
    found = next((text for text in wanted if knows(text)), None)
    if found is None:
        return "·".join(parts)
    return f"{found}（{unit}）" if unit else found


def units_below(row: Row) -> dict[int, str]:
    """The units that a line gives to the columns above them, where it gives nothing else.

    >>> units_below([None, "（万元）", "吨"]), units_below(["单位", "万元", "/"]), units_below(["吨袋", "吨"]), units_below(["A", None])
    ({1: '万元', 2: '吨'}, {1: '万元'}, {}, {})
    """
    cells = {n: cell for n, cell in enumerate(row) if cell and cell not in _NO_UNIT}
    units = {n: unit for n, cell in cells.items() if (unit := row_unit(cell))}
    # A and t may be names, and no line of units gives one to every column
    clear = any(not cell.isascii() or cell == "%" or cell[0] in "([" for cell in cells.values())
    return units if clear and len(units) == len(cells) < len(row) else {}


def _only_numbers(row: Row) -> bool:
    """Whether a line numbers the columns: 甲 乙 1 2 3."""
    cells = [cell for cell in row if cell]
    ordinals = [cell for cell in cells if cell not in "甲乙丙丁戊"]
    inside = [cell.strip("()（）[]") for cell in ordinals]
    return len(cells) >= 3 and len(ordinals) >= 2 and inside == [str(number) for number in _run(inside, len(cells))]


def _run(inside: list[str], columns: int) -> range:
    """The numbers that such a line must hold."""
    start = int(inside[0]) if inside[0] in ("0", "1", "2", "3") else 1
    return range(start, start + len(inside)) if len(inside) >= columns - 3 else range(0)


def _clean(text: str) -> str:
    """A header without the blanks and line breaks that only serve its looks."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])|[\r\n]+", "", text.strip())
