"""Questionnaires set across: a firm a column, labels down the side under headings of sections, groups of labels asked several times.

The groups (主要原料①, 来源地, 供应商; 主要原料②, 来源地, 供应商) are a list of their own, a row for each firm and group.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .labels import NAME, NUMBER, SIGNATURE, is_label, label_of, subject_of
from .looks import filled, is_firm, is_value, says
from .turned import Turned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..sheet import Words
    from .looks import Row

_FEWEST: Final = 4
_WIDEST: Final = 60
_AGAIN: Final = re.compile(r"\s*(?:[①-⑳]|[（(]?[1-9一二三四五六七八九][)）]?)$")
"""What numbers the label of a group that is asked several times."""


def across(rows: Sequence[Row], words: Words) -> list[Turned] | None:
    """The tables of a grid whose fields run down under sections; None for other grids.

    >>> class Known:
    ...     def knows(self, text): return text in ("企业名称", "产品", "原料", "来源地")
    ...     def stands(self, headers): return True
    >>> grid = [["一、基本", "企业名称", "甲有限公司", "乙有限公司"], [None, "产品", "网", "布"],
    ...         ["二、原料", "原料①", "钢", "纱"], [None, "来源地", "某县", "某市"], [None, "原料②", "锌", None], [None, "来源地", "某县", None]]
    >>> first, groups = across(grid, Known())
    >>> first.records
    [(2, ['甲有限公司', '网']), (3, ['乙有限公司', '布'])]
    >>> groups.headers[:3], [cells[:3] for _, cells in groups.records][-1]
    (['采购方', '原料', '来源地'], ['甲有限公司', '锌', '某县'])
    """
    lines = [n for n, row in enumerate(rows) if len(filled(row)) > 1 and not _aside(row)]
    if len(lines) < _FEWEST:
        return None
    first = lines[0]
    left = _labels_at(rows, lines)
    if left is None:
        return None
    fields = [n for n in lines if left < len(rows[n]) and rows[n][left]]
    labels = [label_of(rows[n][left] or "") for n in fields]
    width = max(filled(rows[n])[-1] + 1 for n in fields)
    groups = _groups(labels)
    sections = left > filled(rows[first])[0]
    numbered = sum(NUMBER.match(rows[n][left] or "") is not None for n in fields) * 2 > len(fields)
    if not (sections or groups or numbered) or not _run_down(rows, fields, labels, left, width, words):
        return None
    grouped = {place for group in groups for place in group}
    alone = [place for place in range(len(fields)) if place not in grouped]
    headers = [labels[place] for place in alone]
    if len(set(headers)) < len(headers):
        return None
    titles = [cell for row in rows[:first] for cell in row if cell]
    columns = range(left + 1, width)
    records = [(n, [_cell(rows, fields[place], n) for place in alone]) for n in columns]
    records = [(n, cells) for n, cells in records if any(cells)]
    beside = [n for n, row in enumerate(rows) if n >= first and any(row) and n not in fields]
    out = [Turned(headers, records, titles, first, True, beside)]
    if groups:
        out.append(_list_of(rows, fields, labels, groups, [n for n, _ in records], titles, words))
    return out


def _aside(row: Row) -> bool:
    """Whether a line only dates, signs or gives units."""
    texts = [cell for cell in row if cell]
    return all(
        SIGNATURE.match(text.strip("（()）")) or re.fullmatch(r"[^:：]{2,8}[:：].+", text.strip("（()）"))
        for text in texts
    )


def _labels_at(rows: Sequence[Row], lines: list[int]) -> int | None:
    """The column of labels: the first, or the second where the first holds headings of sections."""
    start = filled(rows[lines[0]])[0]
    for left in (start, start + 1):
        text = rows[lines[0]][left] if left < len(rows[lines[0]]) else None
        if text and NAME.fullmatch(label_of(text)):
            there = [n for n in lines if left < len(rows[n]) and rows[n][left]]
            return left if len(there) >= 0.8 * len(lines) else None
    return None


def _run_down(rows: Sequence[Row], fields: list[int], labels: list[str], left: int, width: int, words: Words) -> bool:
    """Whether labels run down and firms across: labels known, none a value, and names beside the label of names."""
    names = [cell for cell in rows[fields[0]][left + 1 : width] if cell]
    if len(names) < 2 or len(set(names)) < len(names) or width - left > _WIDEST:
        return False
    if any(says(words.knows, name) for name in names) or sum(map(is_firm, names)) * 2 < len(names):
        return False
    return not any(map(is_value, labels)) and sum(is_label(label, words) for label in labels) * 5 >= 3 * len(labels)


def _groups(labels: list[str]) -> list[list[int]]:
    """The places of each group of labels that is asked again: its first label begins each."""
    bare = [_AGAIN.sub("", label) for label in labels]
    start = next((n for n, label in enumerate(bare) if bare.count(label) > 1), None)
    if start is None:
        return []
    begins = [n for n, label in enumerate(bare) if label == bare[start]]
    length = begins[1] - begins[0]
    out = [list(range(begin, min(begin + length, len(bare)))) for begin in begins]
    whole = [bare[place] for place in out[0]]
    same = all([bare[place] for place in group] == whole[: len(group)] and len(group) == length for group in out)
    return out if same and length > 1 else []


def _list_of(
    rows: Sequence[Row],
    fields: list[int],
    labels: list[str],
    groups: list[list[int]],
    columns: list[int],
    titles: list[str],
    words: Words,
) -> Turned:
    """The groups as a list: a row for each firm and group that says anything."""
    headers = [_AGAIN.sub("", labels[place]) for place in groups[0]]
    subject = subject_of(headers, "", labels[0], words)
    records = []
    for group in groups:
        for n in columns:
            cells = [_cell(rows, fields[place], n) for place in group]
            if any(cells):
                line = fields[group[0]] * _WIDEST + n
                records.append(
                    (line, [_cell(rows, fields[0], n), *cells, f"row {fields[group[0]] + 1} column {n + 1}"])
                )
    return Turned(
        [subject, *headers, "位置"], records, titles, fields[groups[0][0]], False, [], inside=True, spread=_WIDEST
    )


def _cell(rows: Sequence[Row], line: int, column: int) -> str | None:
    return rows[line][column] if column < len(rows[line]) else None
