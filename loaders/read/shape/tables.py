"""The tables that a sheet holds, told from its grid: each with its lines, its columns and its headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...values.header_units import parted
from .across import across
from .blocks import beside, layout_of, under
from .cards import cards
from .layout import Layout
from .looks import filled
from .turned import Turned, turned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..sheet import Words
    from .looks import Merge, Row


@dataclass(frozen=True, slots=True)
class Found:
    """One table of a sheet."""

    layout: Layout
    lines: tuple[int, int]
    """Its first line and the one behind its last, with titles and notes."""
    columns: tuple[int, int]
    turned: Turned | None = None


def tables(rows: Sequence[Row], merges: Sequence[Merge], words: Words) -> list[Found]:
    """The tables of a sheet whose lines all are there; none where it is blank."""
    out: list[Found] = []
    of_cards = across(rows, words) or cards(rows, merges, words)
    if of_cards is not None:
        return [_of_turned(one, (0, len(rows)), (0, max(map(len, rows), default=0))) for one in of_cards]
    whole = turned(rows, words.knows)
    if whole is not None:
        return [_of_turned(whole, (0, len(rows)), (0, max(map(len, rows), default=0)))]
    for first, last in under(rows, words):
        part = [row if first <= n < last else [] for n, row in enumerate(rows[:last])]
        inside = [merge for merge in merges if first <= merge[0] < last]
        layout = layout_of(part, inside, words)
        if layout is None:
            continue
        columns = beside(part, inside, layout, words)
        for left, right in columns:
            blank: list[str | None] = [None] * left
            cells: list[Row] = [blank + list(row[left:right]) if n >= first else [] for n, row in enumerate(part)]
            if len(columns) > 1:
                cells = _titled(part, cells, layout.lines[0], columns, (left, right))
                around = turned(cells, words.knows)
                if around is not None:
                    out.append(_of_turned(around, (first, last), (left, right)))
                    continue
            mine = layout if len(columns) == 1 else layout_of(cells, _within(inside, left, right), words)
            if mine is not None:
                out.append(Found(mine, (first, last), (left, right)))
    return out


def begins_beside(rows: Sequence[Row], merges: Sequence[Merge], layout: Layout, words: Words) -> bool:
    """Whether the first lines of a long sheet show several tables beside each other."""
    return len(beside(rows, merges, layout, words)) > 1


def _within(merges: Sequence[Merge], left: int, right: int) -> list[Merge]:
    return [merge for merge in merges if left <= merge[1] and merge[3] < right]


def _titled(
    rows: Sequence[Row], cells: list[Row], top: int, columns: list[tuple[int, int]], mine: tuple[int, int]
) -> list[Row]:
    """Lines of titles: a title over one of several tables is its own, one alone in its line is that of all."""
    for number in range(top):
        there = filled(rows[number])
        of = {part for part in columns for n in there if part[0] <= n < part[1]}
        if len(of) == 1 and mine not in of:
            text = next(cell for cell in rows[number] if cell)
            cells[number] = [None] * mine[0] + [text]
    return cells


def _of_turned(table: Turned, lines: tuple[int, int], columns: tuple[int, int]) -> Found:
    units = {number: unit for number, header in enumerate(table.headers) if (unit := parted(header)[1])}
    layout = Layout((-1,), table.first, table.headers, units, table.titles)
    return Found(layout, lines, columns, table)
