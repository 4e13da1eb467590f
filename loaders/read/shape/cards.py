"""Cards (一企一表): labels with their values beside them, one thing a card, and small lists inside of what belongs to it.

A card is read line by line: pairs of a label and its value (merged cells are one), headings, signatures, and lists with a line of
headers. A grid is one of cards where a name stands beside a label of names and these readings explain nearly all of its cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from .labels import NAME, NUMBER, SIGNATURE, is_label, label_of, subject_of
from .looks import filled, is_firm, is_value, says
from .turned import Turned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..sheet import Words
    from .looks import Merge, Row

_LONGEST: Final = 24
_FEWEST: Final = 3
"""Fewer lines of pairs than this make no card."""


@dataclass(slots=True)
class _Card:
    """A card while it is read."""

    line: int
    pairs: dict[str, str | None] = field(default_factory=dict)
    lists: list[tuple[tuple[str, ...], str, list[tuple[int, list[str | None]]]]] = field(default_factory=list)
    """Lists inside it: headers, the heading above, rows."""


def cards(rows: Sequence[Row], merges: Sequence[Merge], words: Words) -> list[Turned] | None:
    """The cards of a grid, and the lists inside them; None for a grid that is none of cards.

    >>> class Known:
    ...     def knows(self, text): return text in ("企业名称", "地址", "产品")
    ...     def stands(self, headers): return True
    >>> found = cards([["企业名称", "虚构灯具有限公司"], ["地址", "某县"], ["产品", "灯具"]], [], Known())
    >>> found[0].headers, found[0].records
    (['企业名称', '地址', '产品'], [(0, ['虚构灯具有限公司', '某县', '灯具'])])
    """
    reader = _Reader(rows, merges, words)
    return reader.tables() if reader.read() else None


class _Reader:
    """A grid while it is read as cards."""

    def __init__(self, rows: Sequence[Row], merges: Sequence[Merge], words: Words) -> None:
        self.rows, self.words = rows, words
        self.wide = {(top, left): right for top, left, bottom, right in merges if right > left or bottom > top}
        self.cards: list[_Card] = []
        self.titles: list[str] = []
        self.beside: list[int] = []
        self.explained = self.cells = self.lines = self.known = self.labels = 0
        self.first = self.inside = 0
        self.heading = ""
        self.opening: str | None = None

    def read(self) -> bool:
        """Read all lines; whether they are cards."""
        for line, row in enumerate(self.rows):
            texts = [row[n] or "" for n in filled(row)]
            pairs = self._pairs(line)
            if not texts:
                self.inside = 0
            elif self.inside and not self._is_header(line, texts) and self._in_list(line, self.inside, pairs):
                self.cards[-1].lists[-1][2].append((line, list(row)))
                self._count(len(texts))
            elif not self._heads(line, texts) and not self._add(line, texts, pairs):
                return False
        return self._are_cards()

    def _heads(self, line: int, texts: list[str]) -> bool:
        """Whether a line signs, heads what follows, or begins a list inside a card."""
        self.inside = 0
        if all(SIGNATURE.match(text) for text in texts) or (len(texts) == 1 and self._is_heading(line, texts[0])):
            self.heading = texts[0] if len(texts) == 1 else self.heading
            if self.cards:
                self.beside.append(line)
            else:
                self.titles += texts
        elif self.cards and self._is_header(line, texts):
            columns = tuple(label_of(text) for text in self.rows[line] if text)
            if self._is_grouped(line):
                self.heading, columns = columns[0], _without_group(columns)
            self.cards[-1].lists.append((columns, self.heading, []))
            self.inside = len(columns)
        else:
            return False
        self._count(len(texts))
        return True

    def _add(self, line: int, texts: list[str], pairs: list[tuple[str, str | None]] | None) -> bool:
        """Add a line of pairs to its card; False where it shows that there are no cards."""
        if pairs is None:
            if self.cards:
                self.beside.append(line)
                self.cells += len(texts)
            else:
                self.titles += texts
            return bool(self.cards) or len(texts) == 1
        if self.opening is None:
            if not self._opens(pairs):
                return False
            self.opening, self.first = pairs[0][0], line
        if pairs[0][0] == self.opening:
            self.cards.append(_Card(line))
        for label, value in pairs:
            self.cards[-1].pairs.setdefault(label, value)
        self.lines += 1
        self.labels += len(pairs)
        self.known += sum(self._is_known(label) for label, _ in pairs)
        self._count(len(texts))
        return True

    def _count(self, cells: int) -> None:
        self.explained += cells
        self.cells += cells

    def _are_cards(self) -> bool:
        named = [
            card for card in self.cards if any(NAME.fullmatch(label) and value for label, value in card.pairs.items())
        ]
        return (
            bool(self.cards)
            and len(named) == len(self.cards)
            and self.lines >= _FEWEST * len(self.cards)
            and self.known * 2 >= self.labels
            and self.explained >= 0.85 * self.cells
        )

    def _slots(self, line: int) -> list[tuple[str | None, int]]:
        """The cells of a line, a merged one once, each with its width."""
        out: list[tuple[str | None, int]] = []
        row, n = self.rows[line], 0
        while n < len(row):
            right = self.wide.get((line, n), n)
            out.append((row[n], right - n + 1))
            n = right + 1
        while out and not out[0][0]:
            out.pop(0)
        return out

    def _pairs(self, line: int) -> list[tuple[str, str | None]] | None:
        """The labels of a line with their values; None where it does not alternate so."""
        out: list[tuple[str, str | None]] = []
        slots = self._slots(line)
        place = 0
        while place < len(slots):
            text, _ = slots[place]
            if not text:
                place += 1
                continue
            whole = re.fullmatch(r"([^:：]{2,12})[:：]\s*(.+)", text)
            if whole and self._is_known(label_of(whole[1])):
                out.append((label_of(whole[1]), whole[2]))
                place += 1
                continue
            label = label_of(text)
            if not label or len(label) > _LONGEST or is_value(label) or not re.search(r"[^\W\d]", label):
                return None
            value = slots[place + 1][0] if place + 1 < len(slots) else None
            if value and self._is_known(label_of(value)) and not is_value(value) and len(slots) > 2:
                value, place = None, place - 1
            out.append((label, value))
            place += 2
        labels = [label for label, _ in out]
        known = sum(map(self._is_known, labels))
        if not out or len(set(labels)) < len(labels) or (len(out) > 1 and known * 2 < len(labels)):
            return None
        return out if any(value for _, value in out) or known == len(labels) else None

    def _opens(self, pairs: list[tuple[str, str | None]]) -> bool:
        """Whether a first line of pairs begins a card: a label, and beside it what is no label."""
        label, value = pairs[0]
        return self._is_known(label) and value is not None and not says(self.words.knows, value) and len(self.rows) > 2

    def _is_known(self, label: str) -> bool:
        return is_label(label, self.words)

    def _is_heading(self, line: int, text: str) -> bool:
        """Whether a line with one cell heads what follows, and is no label without a value."""
        row = self.rows[line]
        wide = self.wide.get((line, filled(row)[0]), 0) - filled(row)[0] + 1
        numbered = NUMBER.match(text) is not None or text[0] in "【[▍■◆"
        return wide > 2 or numbered or not self._is_known(label_of(text)) or text.endswith(("情况", "信息"))

    def _is_header(self, line: int, texts: list[str]) -> bool:
        """Whether a line inside a card is the line of headers of a list: all labels, most known, and values below."""
        labels = [label_of(text) for text in texts]
        if len(texts) < 2 or len(set(labels)) < len(labels) or any(map(is_value, texts)):
            return False
        known = sum(map(self._is_known, labels))
        if any(":" in text or "：" in text.rstrip("：") for text in texts) or known * 2 < len(labels):
            return False
        below = self.rows[line + 1] if line + 1 < len(self.rows) else []
        under = set(filled(below)) & set(filled(self.rows[line]))
        sure = known >= 0.7 * len(labels) or any(is_value(below[n] or "") for n in under)
        if len(texts) == 2:  # a label and its value stand so too
            sure = known == 2 and any(is_firm(below[n] or "") for n in under)
        return sure and len(under) >= 2 and not any(self._is_known(label_of(below[n] or "")) for n in under)

    def _is_grouped(self, line: int) -> bool:
        """Whether the first header of a list stands beside all of it, and heads none of its columns."""
        first = filled(self.rows[line])[0]
        below = self.rows[line + 1]
        return not below[first : first + 1][0] and len(filled(below)) > 1 and filled(below)[0] > first

    def _in_list(self, line: int, width: int, pairs: list[tuple[str, str | None]] | None) -> bool:
        """Whether a line belongs to the list above it: no wide value, no label first."""
        row = self.rows[line]
        there = filled(row)
        first = row[there[0]] or ""
        if any((line, n) in self.wide and self.wide[line, n] > n for n in there[1:]) or SIGNATURE.match(first):
            return False
        labels = [label for label, _ in pairs or ()]
        paired = len(labels) > 1 and all(map(self._is_known, labels)) and len(there) <= 2 * len(labels)
        label = self._is_known(label_of(first)) and (len(there) <= 2 or paired or first.endswith(("：", ":")))
        alone = len(there) == 1 and width > 2
        return not label and not alone and not (pairs and NUMBER.match(first) and first.endswith(("：", ":")))

    def tables(self) -> list[Turned]:
        """The cards as one table, and each kind of list inside them as one."""
        headers = list(dict.fromkeys(label for card in self.cards for label in card.pairs))
        records = [(card.line, [card.pairs.get(label) for label in headers]) for card in self.cards]
        out = [Turned(headers, records, self.titles, self.first, False, self.beside)]
        lists: dict[tuple[str, ...], tuple[str, list[tuple[int, list[str | None]]]]] = {}
        for card in self.cards:
            label, name = next((label, value) for label, value in card.pairs.items() if NAME.fullmatch(label) and value)
            for columns, heading, rows in card.lists:
                subject, found = lists.setdefault(columns, (subject_of(columns, heading, label, self.words), []))
                found += [(line, [name, *_cut(row, len(columns))]) for line, row in rows]
                lists[columns] = (subject, found)
        for columns, (subject, found) in lists.items():
            if found:
                heads = [_of_heading(self.cards, columns), *self.titles]
                out.append(
                    Turned([subject, *_of_other(columns, subject)], found, heads, found[0][0], False, [], inside=True)
                )
                if subject != label and (uses := _uses(columns)):
                    # who buys 原料 uses it, whoever sells it
                    rows = [(line, [cells[0], *(cells[n + 1] for n in uses)]) for line, cells in found]
                    names = [label, *(columns[n] for n in uses)]
                    out.append(Turned(names, rows, heads, found[0][0], False, [], inside=True))
        return out


def _without_group(columns: tuple[str, ...]) -> tuple[str, ...]:
    """The headers beside a label that stands for all of them: the names are those of what it says.

    >>> _without_group(("主要原料", "名称", "年用量"))
    ('主要原料名称', '年用量')
    """
    group, *own = columns
    return tuple(f"{group}{label}" if label in ("名称", "品名", "全称", "种类") else label for label in own)


_WHERE: Final = re.compile(r"(?:所在|所属)?(?:地区|地|区域|县区|区县|县市|城市|省市)|所在地区|地址")
_OTHERS: Final = {"采购方": "供应商所在地", "供应商": "采购方所在地"}


def _of_other(columns: tuple[str, ...], subject: str) -> list[str]:
    """The headers of a list of those who sell to the thing of a card, or buy of it: a place there is theirs.

    >>> _of_other(("供应商名称", "所在地区"), "采购方"), _of_other(("产品", "所在地区"), "企业名称")
    (['供应商名称', '供应商所在地'], ['产品', '所在地区'])
    """
    places = [n for n, label in enumerate(columns) if _WHERE.fullmatch(label)]
    theirs = _OTHERS.get(subject) if len(places) == 1 else None
    return [theirs if theirs and n in places else label for n, label in enumerate(columns)]


_INPUT: Final = re.compile(r"(?:主要|大宗|所需)?(?:原料|原材料|原辅料|原辅材料|辅料|用料)(?:名称|品种)?")
_USED: Final = re.compile(r"(?:年|全年)?(?:需求|用|使用|消耗)量(?:[（(].*[)）])?")


def _uses(columns: tuple[str, ...]) -> list[int]:
    """The columns of a list that name what is used, and how much; [] where they name products bought.

    >>> _uses(("原材料", "来源地", "年用量")), _uses(("主要供应商", "采购产品"))
    ([0, 2], [])
    """
    inputs = [n for n, label in enumerate(columns) if _INPUT.fullmatch(label)]
    return [*inputs, *[n for n, label in enumerate(columns) if _USED.fullmatch(label)][:1]] if len(inputs) == 1 else []


def _of_heading(found: Sequence[_Card], columns: tuple[str, ...]) -> str:
    return next(heading for card in found for headers, heading, _ in card.lists if headers == columns)


def _cut(row: Row, width: int) -> list[str | None]:
    """The cells of a row of a list inside a card, which begins where the card does."""
    start = next((n for n, cell in enumerate(row) if cell), 0)
    start = 0 if start >= width else min(start, max(len(row) - width, 0))
    cells = list(row[start if not row or row[0] is None else 0 :][:width])
    return cells + [None] * (width - len(cells))
