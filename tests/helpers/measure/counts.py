"""The counts of one workbook: what of it is found, false, lost in silence or refused; and, of a workbook to work with, each miss."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from .compare import Compared, compared
from .falsehoods import Falsehood
from .listed import Listed
from .outcome import Outcome, ends_of
from .silence import asked, heard, locates, refusals, row_heard
from .words import lies, plain
from .workbook import Read, read

SHEETS: Final = Path(__file__).parents[2] / "data" / "sheets"
OWN: Final = SHEETS / "own"
ASIDE: Final = SHEETS / "aside"
LIST: Final = ".facts.jsonl"


@dataclass
class Counts:
    """The counts of a workbook; those of several can be added."""

    facts: int = 0
    found: int = 0
    partly: int = 0
    wrong: int = 0
    refused: int = 0
    named: int = 0
    not_drawn: int = 0
    silent: int = 0
    false: int = 0
    held_right: int = 0
    located: int = 0
    refusals: int = 0
    mute: int = 0
    asks: int = 0
    asked: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(mine + yours for mine, yours in zip(self.row(), other.row(), strict=True)))

    def row(self) -> tuple[int, ...]:
        """All counts in their order."""
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)


@dataclass
class Measured:
    """A workbook with its counts, and each miss as a line."""

    name: str
    counts: Counts
    misses: list[tuple[str, str, str]] = field(default_factory=list)
    """What became of it, the fact, and why or what the graph holds instead."""


def workbooks(folder: Path) -> list[Path]:
    """The workbooks of a half, in the order of their names."""
    return sorted(path for path in folder.iterdir() if not path.name.endswith(LIST) and ".rejects" not in path.name)


def list_of(path: Path) -> Path:
    """The list of a workbook."""
    return path.with_name(path.stem + LIST)


def measure(path: Path) -> Measured:
    """Load a workbook and hold what came of it against the list beside it."""
    return judged(read(path), Listed.read(list_of(path)))


def judged(got: Read, listed: Listed) -> Measured:
    """The counts of what was read of a workbook."""
    done = compared(got, listed)
    out = Measured(got.path.name, Counts(facts=len(listed.facts), false=len(done.false), asks=len(listed.asks)))
    counts: Counter[str] = Counter()
    for one in done.outcomes:
        counts[one.state if one.state in ("found", "partly", "wrong") else (fate := _fate(got, done, one))] += 1
        if one.state == "partly":
            lost = _lost_in_part(got, one)
            counts["silent"] += lost
            out.misses.append(
                ("partly, in silence" if lost else "partly", one.fact.text(), f"not: {', '.join(one.fields)}")
            )
        elif one.state == "wrong":
            out.misses.append(
                ("wrong", one.fact.text(), f"{', '.join(one.fields)}; held: {one.by.told if one.by else ''}")
            )
        elif one.state == "missing":
            out.misses.append((fate.replace("_", " "), one.fact.text(), ""))
        if one.by is not None and one.state in ("found", "partly"):
            counts["held_right"] += 1
            counts["located"] += locates(got, one.by.locator, one.fact.cell)
    out.misses += [("false", one.told, f"{one.why} [{one.locator}]") for one in done.false]
    said = refusals(got, listed)
    out.misses += [
        ("refusal without a next step", one.said, f"{one.sheet or ''} row {one.row}") for one in said if not one.asks
    ]
    for name, count in counts.items():
        setattr(out.counts, name, count)
    out.counts.refusals, out.counts.mute = len(said), sum(not one.asks for one in said)
    out.counts.asked = asked(got, listed)
    return out


_TOLD: Final = re.compile(r" - | \(.*$")
_OF_FIGURES: Final = {"value", "capacity", "quantity", "planned", "paid_in", "completed", "unit", "bound"}


def _lost_in_part(got: Read, one: Outcome) -> bool:
    """Whether the cell of a fact that is found in part gave its figure up without a word; of what stands elsewhere in the row, any word will do."""
    if set(one.fields) <= {"place", "same_as", "name"} and _names_it(one):
        return False
    if set(one.fields) & _OF_FIGURES:
        return heard(got, one.fact.cell) is None
    return heard(got, one.fact.cell) is None and not row_heard(got, one.fact.cell)


def _names_it(one: Outcome) -> bool:
    """Whether the text of the cell is kept as the name of a node, and only what lies around that is unknown."""
    if one.fact.kind == "located_in":
        return one.by is not None and lies(one.fact.get("path") or "", one.by.fields["path"]) == "loose"
    return one.fact.kind in ("park", "firm")


def _fate(got: Read, done: Compared, one: Outcome) -> str:
    """What became of a fact that is missing."""
    cell = one.fact.cell
    said = heard(got, cell)
    if said is not None:
        return said
    kept = (other for other in done.outcomes if other.state in ("found", "partly") and other.fact.cell == cell)
    if one.fact.get("basis") == "name" and any(kept):
        return "not_drawn"
    text = plain(got.text(cell.sheet, cell.row, cell.column))
    if any(_in_its_place(got, false, one, text) for false in done.false):
        return "wrong"
    if row_heard(got, cell) and any(
        plain(row["name"]) == text for kind in ("firm", "product") for row in got.rows.get(kind, ())
    ):
        return "named"  # the cell is kept, and what it belongs to is said to be unread
    return "silent"


def _in_its_place(got: Read, false: Falsehood, one: Outcome, text: str) -> bool:
    """Whether a false fact was made of the cell of one that is missing: it was read in its row, and names what stands there."""
    if false.locator and not locates(got, false.locator, one.fact.cell):
        return False
    told, last = plain(false.told), plain(ends_of(one.fact, Listed([]))[-1] or "")
    pieces = [plain(piece) for piece in _TOLD.split(false.told.partition(" ")[2])]
    return bool(text) and (
        text in told or any(piece and piece in text for piece in pieces) or (len(last) > 1 and last in told)
    )
