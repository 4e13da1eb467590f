"""Where one table of a sheet ends and the next begins: under each other, and beside each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .layout import find_layout, only_said
from .looks import filled, is_value, says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..sheet import Words
    from .layout import Layout
    from .looks import Merge, Row

_NOTE: Final = re.compile(r"(?:注|备注|说明|填表|填报|制表|审核|数据来源|资料来源|联系人|经办)[^，。]{0,6}[:：\d].*")
_SERIAL: Final = re.compile(r"序号?|编号|no\.?|#", re.IGNORECASE)
_AGAIN: Final = re.compile(
    r"(?:比(?:上年|去年)?)?(?:同期|同比|环比|比重|占比|增速|增幅|增长率?|增减)[±+\-%（()）]*|备注"
)
"""Headers that stand again behind each figure: 5月产值, 同比, 1-5月产值, 同比."""
_NUMBERED: Final = re.compile(
    r"附?表\s*[\d一二三四五六七八九十]{1,3}(?![\d月年])|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]"
)
_COLON: Final = re.compile(r".*[:：]")
_HEADS: Final = re.compile(
    r"附?[表件]\s*[\d一二三四五六七八九十]|附\s*[:：]|[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|(?!.*[。；]).{2,40}(?:表|矩阵|情况|统计|明细|清单|名单|一览|对照|流向)(?:[（(].*[)）])?$"
)
"""How titles begin or end."""


def under(rows: Sequence[Row], words: Words) -> list[tuple[int, int]]:
    """The lines of each table of a grid, of several under each other: first line, line behind the last."""
    current = _next_headers(rows, 0)
    if current is None:
        return [(0, len(rows))]
    titled = set(_titled_below(rows, current))
    cuts = [0]
    headers = {cell for cell in rows[current] if cell}
    for line in range(current + 2, len(rows) - 1):
        if line in titled:
            cuts.append(line)
            current = _next_headers(rows, line) or line
            headers = {cell for cell in rows[current] if cell}
            continue
        if line <= current or not _are_headers(rows[line], words):
            continue
        texts = {cell for cell in rows[line] if cell}
        begin = _begin(rows, line)
        if (
            begin == line
            or begin <= current + 1
            or len(texts & headers) * 2 > len(texts) + 1
            or not any(rows[line + 1])
        ):
            continue
        cuts.append(begin)
        headers, current = texts, line
    return list(zip(cuts, [*cuts[1:], len(rows)], strict=True))


def _titled_below(rows: Sequence[Row], first: int) -> list[int]:
    """Lines behind a blank one, or numbered (表2, 二、), where a title stands over a line of texts that heads figures: tables of their own."""
    out = []
    for line in range(first + 2, len(rows) - 2):
        if not any(rows[line]):
            continue
        texts = [cell for cell in rows[line] if cell]
        if any(rows[line - 1]) and not _NUMBERED.match(texts[0]):
            continue
        if len(texts) > 2 or not _HEADS.match(texts[0]) or any(is_value(text) for text in texts):
            continue
        head = next((n for n in range(line + 1, min(line + 4, len(rows) - 1)) if len(filled(rows[n])) > 2), None)
        if head is None or any(is_value(cell) or _COLON.match(cell) for cell in rows[head] if cell):
            continue
        there = [n for n in filled(rows[head + 1]) if n in filled(rows[head])]
        if (
            len(there) > 1
            and len(set(own := [cell for cell in rows[head] if cell and not _AGAIN.fullmatch(cell)])) == len(own)
            and any(is_value(rows[head + 1][n] or "") for n in there)
        ):
            out.append(line)
    return out


def _next_headers(rows: Sequence[Row], start: int) -> int | None:
    """The first line with several cells, that does more than say who made the table and when."""
    return next((n for n in range(start, len(rows)) if len(filled(rows[n])) > 1 and not only_said(rows[n])), None)


def _are_headers(row: Row, words: Words) -> bool:
    """Whether a line in the middle of a sheet is one of headers, by its cells: known, several, distinct, no values."""
    texts = [cell for cell in row if cell and not _AGAIN.fullmatch(cell)]
    if len(texts) < 3 or len(set(texts)) < len(texts) or any(is_value(one) or _COLON.match(one) for one in texts):
        return False
    known = sum(len(text) > 1 and says(words.knows, text) for text in texts)
    return known >= 2 and known * 2 >= len(texts) and (known > 2 or words.stands(texts))


def _begin(rows: Sequence[Row], line: int) -> int:
    """The first line of titles above a line of headers; the line itself where neither titles nor a blank line part it."""
    above = line
    while above > 0:
        texts = [cell for cell in rows[above - 1] if cell]
        if len(texts) > 2 or any(is_value(text) or _NOTE.match(text) for text in texts):
            break
        above -= 1
        if not texts:
            return above + (above + 1 < line and not any(rows[above]))
    return above


def beside(rows: Sequence[Row], merges: Sequence[Merge], layout: Layout, words: Words) -> list[tuple[int, int]]:
    """The columns of each table of a grid, of several beside each other: first column, column behind the last."""
    top = layout.lines[0]
    body = [row for row in rows[top:] if any(row)]
    width = max((filled(row)[-1] + 1 for row in body), default=0)
    whole = [(0, width)]
    if anew := _anew(layout):
        return _parts(anew, width)
    used = {n for row in body for n in filled(row)}
    used |= {n for a, b, c, d in merges if c >= top and d > b for n in range(b, d + 1)}
    left = min(used, default=0)
    gaps = [n for n in range(left, width) if n not in used]
    if not gaps:
        return whole
    starts = [n for n in range(left + 1, width) if n in used and n - 1 in gaps]
    cuts = [n for n in starts if _stands_alone(rows, layout, n, width, gaps, words)]
    return _parts(cuts, width)


def _parts(cuts: list[int], width: int) -> list[tuple[int, int]]:
    return list(zip([0, *cuts], [*cuts, width], strict=True))


def _anew(layout: Layout) -> list[int]:
    """Where a line of headers begins anew: its first two say again what they said, or the serial number does."""
    if len(layout.lines) > 1:
        return []
    headers = layout.headers
    first = next((n for n, header in enumerate(headers) if header), 0)
    again = [n for n in range(first + 2, len(headers) - 1) if headers[n] == headers[first]]
    serial = _SERIAL.fullmatch(headers[first]) is not None
    return again if again and (serial or all(headers[n + 1] == headers[first + 1] for n in again)) else []


def _stands_alone(rows: Sequence[Row], layout: Layout, start: int, width: int, gaps: list[int], words: Words) -> bool:
    """Whether what stands behind an empty column is a table of its own, and not more columns of the one before."""
    end = next((n for n in gaps if n > start), width)
    before = max((n for n in gaps if n < start and n + 1 not in gaps and n + 1 != start), default=-1) + 1
    mine = [header for header in layout.headers[start:end] if header]
    theirs = [header for header in layout.headers[before:start] if header]
    if len(mine) < 2 or len(theirs) < 2:
        return False
    if any(
        row[start : start + 1] != [None] and len([n for n in filled(row) if n < end]) > 1 and filled(row)[0] < start
        for row in rows[: layout.lines[0]]
        if any(row[start:end]) and not any(_COLON.match(cell) for cell in row[start:end] if cell)
    ):
        return True  # a title of its own
    ends = [_last(rows, layout.body, a, b) for a, b in ((before, start), (start, end))]
    return words.stands(mine) or bool(set(mine) & set(theirs)) or ends[0] != ends[1] or not says(words.knows, mine[0])


def _last(rows: Sequence[Row], body: int, left: int, right: int) -> int:
    """The last line with more than one cell in these columns."""
    return max((n for n in range(body, len(rows)) if sum(map(bool, rows[n][left:right])) > 1), default=body)


def layout_of(rows: Sequence[Row], merges: Sequence[Merge], words: Words) -> Layout | None:
    """The table of a part of a grid."""
    return find_layout(rows, merges, words.knows)
