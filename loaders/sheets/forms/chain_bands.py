"""Maps of chains whose nodes head the columns, with bands across that say what stands below: firms there, what is missing, who is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...read.shape.looks import is_firm
from ...values.header_units import parted
from .chain_facts import Facts, lacks, say_unread
from .chain_words import OF_MAPS, REST, STAGE, role_of
from .words import is_status, names_in

if TYPE_CHECKING:
    from ...read.sheet import Sheet, Staging

_Line = tuple[int, list[str | None]]


def of_bands(staging: Staging, sheet: Sheet, rows: list[_Line], facts: Facts) -> bool:
    """Whether a sheet is such a map; its facts are added then."""
    if not any(OF_MAPS.search(text) for text in (*sheet.titles, sheet.sheet or "")):
        return False
    bands = {line: band for line, cells in rows if (band := _band(cells))}
    nodes = _nodes(sheet)
    if len(bands) < 2 or "here" not in bands.values() or len(nodes) < 2:
        return False
    for n, (stage, node) in nodes.items():
        facts.add(sheet.header_lines[-1], stage, node, None)
        role: str | None = None
        for line, cells in rows:
            role = bands.get(line, role)
            if line not in bands and role is not None:
                state(facts, role, line, stage, node, cells[n])
    facts.nodes = list({cells: (line, cells) for line, cells in reversed(facts.nodes)}.values())[::-1]
    before = [line for line, cells in rows if line < min(bands) and any(cells)]
    beside = [
        header
        for n, header in enumerate(sheet.headers)
        if header and n not in nodes and any(cells[n] for _, cells in rows)
    ]
    say_unread(staging, sheet, [*beside, *(f"row {line}" for line in before)])
    return True


def state(facts: Facts, role: str, line: int, stage: str | None, node: str | None, cell: str | None) -> None:
    """What a cell of a line says of the node of its column."""
    if not cell:
        return
    if role == "here":
        if node:
            facts.add(line, stage, node, cell)
        else:
            facts.stand(line, stage, cell)
        if lacks(None, cell, told=False):
            facts.lacking(line, stage, names_in(node))
    elif role == "wanted":
        facts.want(line, names_in(node), cell)
    elif not is_status(cell):
        facts.lacking(line, stage, names_in(cell))
    elif lacks(cell, None, told=True):
        facts.lacking(line, stage, names_in(node))


def _band(cells: list[str | None]) -> str | None:
    """What the lines below a band hold; None for a line that is none: it has one cell, which names no firm."""
    texts = [cell for cell in cells if cell]
    if len(set(texts)) != 1 or is_firm(texts[0]):
        return None
    role = role_of(parted(texts[0])[0])
    return None if role == "node" else role


def _nodes(sheet: Sheet) -> dict[int, tuple[str | None, str]]:
    """The stage and the node of each column, where groups over the nodes are stages."""
    headed = {n: header for n, header in enumerate(sheet.headers) if header and not REST.fullmatch(header)}
    groups = [header.partition("·")[0] for header in headed.values() if "·" in header]
    staged = sum(STAGE.fullmatch(group) is not None for group in groups) > 1
    out: dict[int, tuple[str | None, str]] = {}
    for n, header in headed.items():
        group, mark, node = header.rpartition("·")
        found = STAGE.fullmatch(group) if mark else None
        stage = found["stage"] if found else (group or None) if staged else None
        out[n] = (stage, node if staged or not mark else header.replace("·", ""))
    return out
