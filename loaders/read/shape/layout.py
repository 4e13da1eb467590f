"""Where the table of a sheet begins: titles above it, headers of one to three lines, and what they say together.

People put a title, the office that fills the sheet in and the unit above a table, and group its
headers under common ones. The line of headers is the first that says about as many known headers
as any; everything above it is title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...values.header_units import parted, row_unit
from .header_groups import joined
from .looks import filled as filled_in, is_number, is_value, says

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .looks import Merge, Row

HEAD: Final = 200
"""Headers are looked for in so many lines."""
_DEEPEST: Final = 3
_LONGEST: Final = 30
"""A header below another is no longer than this."""
_VALUE: Final = re.compile(r"[-+]?[\d.,]+%?|\d{4}[-/.年]\d{1,2}.*|\d+(?:\.\d+)?[百千万亿]*[元吨%].*")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_PERIOD: Final = re.compile(
    r"(?:19|20)\d\d年?(?:\d{1,2}\s*[-—–~～至到]\s*\d{1,2}月份?|[上下]半年|第?[一二三四1-4]季度|前[三3]季度|全年|度)|(?:19|20)\d\d年\d{1,2}月份?"
)
"""A period that heads a column of figures under a group, as a year does."""
_NO_UNIT: Final = frozenset(("单位", "计量单位", "unit", "-", "—", "——", "/", "无"))
"""What stands in a line of units where there is none."""
_COLON: Final = re.compile(r".*[:：]")
_STAGE: Final = re.compile(r"(?:产业链)?(?:[上中下]游|前端|中端|后端|终端)")
_SAID: Final = re.compile(r"(?!其中)[^:：]{1,12}[:：]\s*\S.*", re.DOTALL)
_MADE: Final = re.compile(r"(?:19|20)\d\d(?:年|[-./])\d{1,2}(?:月|[-./]\d{1,2}日?)?(?:\d{1,2}日)?")
_OFFICE: Final = re.compile(r"[^，。:：]{3,20}(?:办公室|局|委|委员会|办|中心|政府|科|处|部|会|站|组)")
"""Who made a table, when, in which unit (制表：某局, 单位：万吨): a line of nothing else heads nothing."""


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
    headers = joined(rows, merges, lines, knows)
    headers += [""] * (_merged_end(rows, merges, lines) - len(headers))
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


def only_said(row: Row) -> bool:
    """Whether a line says who made a table, when or in which unit, and nothing else.

    >>> only_said(["制表：某局", None, "单位：万吨"]), only_said(["其中：出口", "产值"]), only_said(["某县链长制办公室", None, "2024年6月12日"])
    (True, False, True)
    """
    texts = [cell.strip("（()） ") for cell in row if cell]
    if len(texts) == 2 and _OFFICE.fullmatch(texts[0]) and _MADE.fullmatch(texts[1]):
        return True
    return any(map(_SAID.fullmatch, texts)) and all(_SAID.fullmatch(text) or _MADE.fullmatch(text) for text in texts)


def _merged_end(rows: Sequence[Row], merges: Sequence[Merge], lines: list[int]) -> int:
    """The column behind the last that stands under a merged header and holds anything: the last group of a map of a chain."""
    right = max((merge[3] for merge in merges if merge[0] in lines), default=-1)
    below = (n for row in rows[lines[-1] + 1 :] for n, cell in enumerate(row[: right + 1]) if cell)
    return max(below, default=-1) + 1


def _main_line(rows: Sequence[Row], filled: list[int], knows: Callable[[str], bool]) -> int:
    """The line of headers, of several the first.

    A line below one that looks like headers (as wide as the table, no value in it) is taken only for clearly
    more known headers: a cell that is called like a header (公司) makes no headers of its row.
    """
    counts: dict[int, tuple[int, int]] = {}
    for number in filled:
        texts = [cell for cell in rows[number] if cell]
        said = 0 if only_said(rows[number]) else sum(says(knows, text) for text in texts)
        counts[number] = (said, len(texts))
    best = _best_known(filled, counts)
    wide = _first_wide(rows, filled)
    if wide is not None and (counts[best][0] == 0 or (wide < best and counts[best][0] < counts[wide][0] + 2)):
        return wide
    return best


def _first_wide(rows: Sequence[Row], filled: list[int]) -> int | None:
    """The first line that is about as wide as those below it; None where it holds values, and so is no line of headers."""
    for place, number in enumerate(filled[:-1]):
        texts = [cell for cell in rows[number] if cell]
        if any(_COLON.match(text) for text in texts):
            continue
        widths = sorted(len(filled_in(rows[below])) for below in filled[place + 1 : place + 31])
        if len(texts) >= max(2, 0.6 * widths[len(widths) // 2]):
            return None if any(map(is_value, texts)) else number
    return None


def _best_known(filled: list[int], counts: dict[int, tuple[int, int]]) -> int:
    """The first line that says about as many known headers as any."""
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
    # 上游：锂资源 heads columns, 填报单位：某局 heads none
    told = (text for text in texts if not _STAGE.match(text))
    if any(_COLON.match(text) for text in told) or any(
        _VALUE.fullmatch(text) or len(text) > _LONGEST for text in texts
    ):
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
    if below >= len(rows) or not any(rows[below]) or units_below(rows[below]):
        return False
    texts = [cell for cell in rows[below] if cell]
    if any(
        (_VALUE.fullmatch(text) and not _YEAR.fullmatch(text) and not _PERIOD.fullmatch(text))
        or is_number(text)
        or len(text) > _LONGEST
        for text in texts
    ):
        return False
    tops = {number for line in lines for number, cell in enumerate(rows[line]) if cell}
    if len(texts) == 1 and any(m[0] == below and m[3] - m[1] + 1 >= max(2, len(tops)) for m in merges):
        return False  # a band over the whole table
    if any(lines[0] <= m[0] <= last and m[2] >= below for m in merges):
        return True
    across = {c for m in merges if m[0] in lines and m[3] > m[1] for c in range(m[1], m[3] + 1)}
    under = {number for number, cell in enumerate(rows[below]) if cell}
    if any(_VALUE.fullmatch(text) for text in texts) and not across >= under:
        return False  # years head columns only where all of them stand under groups
    if across:
        return under <= across and (bool(tops - across) or sum(says(knows, text) for text in texts) * 2 >= len(texts))
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
