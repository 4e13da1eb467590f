"""Tables whose fields run down: one firm a column, or a card (label and value in two, four or six columns) a firm."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...values.header_units import parted
from .looks import filled, is_firm, is_number, is_value, says

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .looks import Row

_LONGEST: Final = 20
"""A label is no longer than this."""
_FEWEST: Final = 3
"""Fewer labels than this make no such table."""
_WIDEST: Final = 60
"""A table of so many firms side by side is none."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A table that was turned: its fields as headers, and its records as rows."""

    headers: list[str]
    records: list[tuple[int, list[str | None]]]
    """Each with its line; of a table with a firm a column with the number of the column. Counted from 0."""
    titles: list[str]
    first: int
    """The line of the first label."""
    by_column: bool
    beside: list[int]
    """Lines that are no field: notes, and what stands under no label."""
    inside: bool = False
    """Whether it is a list inside cards: each row has the name of its card."""
    spread: int = 1
    """So many rows are made of one line: the number of a row, by this, is its line."""


def turned(rows: Sequence[Row], knows: Callable[[str], bool]) -> Turned | None:
    """The table of a grid whose fields run down; None for others."""
    lines = [number for number, row in enumerate(rows) if any(row)]
    start = next((place for place, line in enumerate(lines) if len(filled(rows[line])) > 1), None)
    if start is None:
        return None
    first, body = lines[start], lines[start:]
    left = filled(rows[first])[0]
    width = max(filled(rows[line])[-1] for line in body) + 1
    if len(body) < _FEWEST or width - left > _WIDEST or is_value(rows[first][left] or ""):
        return None
    labels = _label_columns(rows, body, left, width, knows)
    titles = [cell for row in rows[:first] for cell in row if cell]
    if labels is None:
        return _short_names(rows, body, left, width, titles, knows)
    if len(labels) == 1 and width - left > 2:
        return _columns(rows, body, left, width, titles)
    return _cards(rows, body, labels, titles)


def _label_columns(
    rows: Sequence[Row], body: list[int], left: int, width: int, knows: Callable[[str], bool]
) -> list[int] | None:
    """The columns of labels, where the first line is no line of headers."""
    several = list(range(left, width, 2))
    if len(several) > 1 and all(_are_labels(_texts(rows, body, column), knows, 0.5) for column in several):
        values = [cell for line in body for n, cell in enumerate(rows[line]) if cell and n not in several]
        if values and any(map(is_value, values)) and sum(says(knows, text) for text in values) * 4 < len(values):
            return several
    texts = _texts(rows, body, left)
    beside = [cell for cell in rows[body[0]][left + 1 :] if cell]
    if not beside or len(texts) < _FEWEST:
        return None
    known = sum(says(knows, text) for text in texts)
    if all(map(is_firm, beside)) and known >= 2 and _are_labels(texts, knows, 0):
        return [left]
    if any(says(knows, text) for text in beside):
        return None
    return [left] if len(texts) > _FEWEST and _are_labels(texts, knows, 0.6) else None


def _texts(rows: Sequence[Row], body: list[int], column: int) -> list[str]:
    return [
        cell
        for line in body
        if column < len(rows[line]) and len(filled(rows[line])) > 1 and (cell := rows[line][column])
    ]


def _are_labels(texts: list[str], knows: Callable[[str], bool], share: float) -> bool:
    """Whether a column holds labels: short, no values, so many of them known."""
    if len(texts) < 2 or any(is_value(text) or len(text) > _LONGEST for text in texts):
        return False
    return sum(says(knows, text) for text in texts) >= share * len(texts)


def _columns(rows: Sequence[Row], body: list[int], left: int, width: int, titles: list[str]) -> Turned | None:
    """One record a column."""
    fields = [line for line in body if rows[line][left] and len(filled(rows[line])) > 1]
    headers = [rows[line][left] or "" for line in fields]
    if len(set(headers)) < len(headers):
        return None
    records = []
    for column in range(left + 1, width):
        cells = [rows[line][column] if column < len(rows[line]) else None for line in fields]
        if any(cells):
            records.append((column, cells))
    return Turned(headers, records, titles, body[0], True, [line for line in body if line not in fields])


def _short_names(
    rows: Sequence[Row], body: list[int], left: int, width: int, titles: list[str], knows: Callable[[str], bool]
) -> Turned | None:
    """One firm a column under a name that no firm's word ends: told by a corner that says nothing, and labels of what is said of firms."""
    corner = re.sub(r"\s", "", rows[body[0]][left] or "")
    names = [cell for cell in rows[body[0]][left + 1 :] if cell]
    labels = [parted(text)[0] for text in _texts(rows, body[1:], left)]
    beside = [cell for line in body[1:] for cell in rows[line][left + 1 : left + 2] if cell]
    if not _CORNER.fullmatch(corner) or not any(_OF_FIRMS.search(text) for text in titles):
        return None
    if len(names) < 2 or len(set(names)) < len(names) or any(_no_name(name, knows) for name in names):
        return None
    told = sum(_SAID_OF_FIRMS.fullmatch(label) is not None for label in labels)
    mixed = any(map(is_number, beside)) and not all(map(is_value, beside))
    if not told or not mixed or any(map(is_value, labels)) or any(len(label) > _LONGEST for label in labels):
        return None
    out = _columns(rows, body, left, width, titles)
    if out is not None:
        out.headers[0] = "企业名称"
    return out


def _no_name(text: str, knows: Callable[[str], bool]) -> bool:
    return (is_value(text) and not is_firm(text)) or says(knows, text) or re.search(r"\d", text) is not None


_CORNER: Final = re.compile(r"(?:基本)?(?:项目|指标|内容|事项|名称|类别|情况)(?:名称)?|企业|[＼\\]?")
_OF_FIRMS: Final = re.compile(r"企业|公司|厂|单位|合作社")
_SAID_OF_FIRMS: Final = re.compile(
    r"(?:企业|单位|公司)?(?:所在地|地址|所在乡镇|所在园区)|主[要导营]?(?:产品|业务|经营)|主营|产品|法人(?:代表)?|法定代表人|成立(?:时间|日期|年份)|投产(?:时间|日期)"
    r"|所属行业|企业(?:性质|类型|规模)|统一社会信用代码|注册资本"
)


def _cards(rows: Sequence[Row], body: list[int], labels: list[int], titles: list[str]) -> Turned:
    """One record a card; the next begins where the first label stands again."""
    opening = rows[body[0]][labels[0]]
    cards: list[tuple[int, dict[str, str | None]]] = []
    beside: list[int] = []
    for line in body:
        row = rows[line]
        pairs = [
            (row[n] or "", "；".join(cell for cell in row[n + 1 : n + 2] if cell) or None)
            for n in labels
            if n < len(row) and row[n]
        ]
        if line == body[0] or (pairs and pairs[0][0] == opening):
            cards.append((line, {}))
        told = [n for n in filled(row) if n not in labels and n - 1 in labels and row[n - 1]]
        whole = pairs and len(told) + len(pairs) == len(filled(row))
        if not whole or len(pairs[0][0]) > _LONGEST:
            beside.append(line)
            continue
        for label, value in pairs:
            cards[-1][1].setdefault(label, value)
    headers = list(dict.fromkeys(label for _, card in cards for label in card))
    records = [(line, [card.get(label) for label in headers]) for line, card in cards]
    return Turned(headers, records, titles, body[0], False, beside)
