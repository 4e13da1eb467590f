"""What a load said of what it did not keep: is a cell whose meaning is lost rejected, or named, or lost in silence?

Named are: its row, rejected or left out; its column, not read; its sheet, not read; the cell itself, in a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .listed import Cell, Listed
from .words import plain
from .workbook import Read, Row

_NOT_READ: Final = re.compile(r"not read: (?P<headers>.+)$", re.DOTALL)
_NO_KIND: Final = "not read, no kind of table fits"
_ROWS: Final = re.compile(r"\brows? (?P<rows>[0-9][0-9, -]*)")
_COLUMN: Final = re.compile(r"column (?P<letters>[A-Z]{1,3})")
_NEXT_STEP: Final = re.compile(
    r"--[a-z]|\b(?:write|rename|name|use|give|keep|say|add|load|save|mend|fix|put|choose|map|tell|leave|close|answer|remove)\b",
    re.IGNORECASE,
)

_LINE: Final = re.compile(r"\b(?:row|line) ([0-9]+)")
_QUOTED: Final = re.compile(r"'[^']*'|\[[^]]*\]|\([^)]*\)")
"""What a message repeats of a sheet is no advice."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was not taken: a whole file, a sheet or a row."""

    sheet: str | None
    row: int | None
    said: str
    asks: bool
    """Whether it says what to do next, or a person would have asked there too."""


def same_sheet(sheet: object, cell: Cell) -> bool:
    """Whether a load that names this sheet (None: the only one) speaks of a person's sheet."""
    return sheet in (None, cell.sheet) or cell.sheet == "csv"


def heard(read: Read, cell: Cell) -> str | None:
    """How a load accounts for a cell that it did not keep: "refused", "named"; None in silence."""
    if read.error is not None:
        return "refused"
    if any(same_sheet(sheet, cell) and kind is None for sheet, kind in read.sheets.items()):
        return "refused" if any(_NO_KIND in note for note in _notes(read, cell)) else None
    if any(_on_row(read, one, cell) for one in read.rejects):
        return "refused"
    text = plain(read.text(cell.sheet, cell.row, cell.column))
    above = _above(read, cell)
    for one in read.warnings:
        if _on_row(read, one, cell):
            told = plain(one["column"] or "")
            if (text and plain(one["value"] or "") == text) or any(_is_header(told, parts) for parts in above):
                return "named"
    return "named" if _in_notes(read, cell, above) else None


def row_heard(read: Read, cell: Cell) -> bool:
    """Whether something in a cell's row was left unread and the load says so, whichever column it is."""
    width = max((len(line) for line in read.cells.get(cell.sheet, [])), default=0)
    others = (Cell(cell.sheet, column, cell.row, cell.row) for column in range(width))
    return any(read.text(cell.sheet, cell.row, one.column) and heard(read, one) for one in others)


def refusals(read: Read, listed: Listed) -> list[Refusal]:
    """All that was refused of what a person reads facts in, each message once for what it speaks of."""
    out = []

    def add(sheet: str | None, row: int | None, said: str) -> None:
        lines = {row, *(int(found) for found in _LINE.findall(said))}
        asked = any(one.cell.row in lines and (sheet is None or same_sheet(sheet, one.cell)) for one in listed.asks)
        own = _QUOTED.sub("", said.replace(read.path.name, ""))
        out.append(Refusal(sheet, row, said, bool(_NEXT_STEP.search(own)) or asked))

    if read.error is not None:
        add(None, None, read.error)
        return out
    for sheet, kind in read.sheets.items():
        facts = [one for one in listed.facts if same_sheet(sheet, one.cell)]
        if kind is None and facts:
            notes = [note for note in _notes(read, facts[0].cell) if "not read" in note]
            if notes:
                add(sheet, None, "; ".join(notes))
    rows: dict[tuple[str | None, int], list[str]] = {}
    for one in read.rejects:
        rows.setdefault((one["sheet"], one["row"] + read.shift), []).append(one["reason"])
    for (sheet, row), reasons in rows.items():
        add(sheet, row, "; ".join(reasons))
    return out


def asked(read: Read, listed: Listed) -> int:
    """How many of a person's questions a load asks too: it refuses or warns in that row."""
    return sum(
        heard(read, one.cell) == "refused" or any(_on_row(read, said, one.cell) for said in read.warnings)
        for one in listed.asks
    )


def locates(read: Read, locator: str, cell: Cell) -> bool:
    """Whether a fact's locator leads to the row of a cell."""
    found = re.search(r"(?P<sheet>.*?)\s*row (?P<row>[0-9]+)$", locator)
    if found is None or int(found["row"]) + read.shift != cell.row:
        return False
    return cell.sheet in ("csv", found["sheet"])


def _on_row(read: Read, said: Row, cell: Cell) -> bool:
    return same_sheet(said["sheet"], cell) and said["row"] + read.shift == cell.row


def _notes(read: Read, cell: Cell) -> Iterator[str]:
    """What the notes of a load say of a cell's sheet, without its name."""
    for note in read.notes:
        for where in (f"{read.path.name} [{cell.sheet}]: ", f"{read.path.name}: "):
            if note.startswith(where):
                yield note.removeprefix(where)


def _in_notes(read: Read, cell: Cell, above: list[list[str]]) -> bool:
    for note in _notes(read, cell):
        found = _NOT_READ.search(note)
        if found:
            for item in re.split(r", (?![^(（]*[)）])", found["headers"]):
                letters = _COLUMN.fullmatch(item)
                if letters and Cell.of(f"x!{letters['letters']}1").column == cell.column:
                    return True
                if any(_is_header(plain(item), parts) for parts in above):
                    return True
        elif any(_begins(plain(note), parts) for parts in above):
            return True
        if "left out" in note and any(cell.row == row for row in _rows(note)):
            return True
    return False


def _rows(note: str) -> Iterator[int]:
    for found in _ROWS.finditer(note):
        for part in re.split(r"[, ]+", found["rows"]):
            first, _, last = part.partition("-")
            if first.isdigit():
                yield from range(int(first), int(last if last.isdigit() else first) + 1)


def _above(read: Read, cell: Cell) -> list[list[str]]:
    """The headers that a cell may have: each text above it (left of it in a table that runs across), with the groups above that."""
    lines = read.cells.get(cell.sheet, [])[: cell.row - 1]
    out: list[list[str]] = []
    for number, line in enumerate(lines):
        if cell.column < len(line) and line[cell.column]:
            groups = [_left(before, cell.column) for before in lines[:number]]
            out.append([*(plain(one) for one in groups if one), plain(line[cell.column])])
    own = read.cells.get(cell.sheet, [])[cell.row - 1 : cell.row]
    return out + [[plain(text)] for line in own for text in line[: cell.column] if text]


def _left(line: list[str], column: int) -> str:
    return next((text for text in reversed(line[: column + 1]) if text), "")


def _is_header(said: str, parts: list[str]) -> bool:
    """Whether a header as a load names it (its lines parted by ·, cut where it is long, an example behind it) is that of a column."""
    said = said.removesuffix("…")
    last = parts[-1]
    if said == last or (len(said) > 20 and last.startswith(said)):
        return True
    if said.startswith(last) and said[len(last) : len(last) + 1] in ("(", "=", ":", "“", "'"):
        return True
    pieces = said.split("·")
    if said.replace("·", "") in {group + last for group in parts[:-1]}:
        return True
    return len(pieces) > 1 and last in pieces and all(any(piece == part for part in parts) for piece in pieces)


def _begins(note: str, parts: list[str]) -> bool:
    return len(parts[-1]) > 1 and note.startswith((f"{parts[-1]}:", f"'{parts[-1]}'", f"“{parts[-1]}”"))
