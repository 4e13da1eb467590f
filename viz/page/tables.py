"""Tables in the page's document: read without script, sorted and filtered with it; a row's first cell leads to what it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from ...graph.language import t
from ..pictures.chain_map_model import WORST, records
from ..pictures.chain_map_words import BOX_STATES
from ..style import BOX_LOOKS
from ..words.answer_columns import column_of, heading
from ..words.answer_words import told
from ..words.notes import plain_notes
from ..words.printed import on_paper
from ..words.words import ACTIONS, PAGE, STATES, word

if TYPE_CHECKING:
    from ...queries.answer import Answer

MOST: Final = 150
"""So many rows stand in the document."""
_NUMBERS: Final = frozenset({"number", "integer", "money", "quantity", "share"})


@dataclass(frozen=True)
class Row:
    """Its cells, and where its first one leads."""

    cells: tuple[str, ...]
    href: str | None = None
    mark: str | None = None
    """Which sign stands before it: a state of `BOX_LOOKS`, or `other`."""


@dataclass
class Table:
    """Headings, each with whether it heads numbers, and rows."""

    columns: list[tuple[str, bool]]
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    all: int = 0


def box_link(box: str) -> str:
    """Where a box of the chain map is found on the page."""
    return link("b", box)


def link(kind: str, value: str) -> str:
    """An address on the page: b a box, s several, n a node; what is no text is replaced and leads nowhere."""
    return f"#{kind}={quote(value, errors='replace')}"


def mark(state: str | None) -> str:
    """The sign of a state."""
    return state if state in BOX_LOOKS else "other"


def state_word(state: str | None, lang: str) -> str:
    """The state of a box, or what came."""
    return t(lang, *BOX_STATES[state]) if state in BOX_STATES else str(state or "")


def needs_table(rows: Any, lang: str) -> Table:
    """What the areas need, worst first, from the rows of the chain map; every row leads to its box."""
    found: dict[str, dict[str, Any]] = {}
    for row in records(rows):
        if row["part"] == "cell" and row["state"] in STATES:
            found.setdefault(row["box"], row)
    areas = len({row["area_id"] for row in found.values()})
    names = [
        "col_product",
        "col_state",
        "action",
        "col_because",
        "col_firms",
        "col_suppliers",
        "col_candidates",
        "col_stage",
    ]
    names = ["col_product", "col_area", *names[1:]] if areas > 1 else names
    out = Table([(t(lang, *PAGE[name]), False) for name in names], all=len(found))
    comma = t(lang, ", ", "、")
    for row in sorted(found.values(), key=lambda one: WORST.index(one["state"]))[:MOST]:
        cells = [
            row["product"], state_word(row["state"], lang), word(ACTIONS, row["action"], lang) if row["action"] else "",
            row["because"] or "", comma.join(row["buyers"] or ()), comma.join(row["suppliers"] or ()),
            comma.join(row["candidates"] or ()), row["stage"] or "",
        ]  # fmt: skip
        if areas > 1:
            cells.insert(1, row["area"])
        out.rows.append(Row(tuple(str(one) for one in cells), box_link(row["box"]), mark(row["state"])))
    _say_cut(out, lang)
    return out


def answer_table(answer: Answer, lang: str) -> Table:
    """An answer as a sheet of paper would show it: its first columns, in words."""
    first, _ = on_paper(answer)
    columns = [column_of(name, answer.attrs) for name in first]
    out = Table([(heading(column, lang), column.type in _NUMBERS) for column in columns], all=len(answer.rows))
    out.rows = [Row(tuple(str(told(column, row, lang) or "") for column in columns)) for row in answer.rows[:MOST]]
    out.notes = plain_notes(
        answer.attrs.get("notes") or (), str(answer.attrs.get("parameters", {}).get("area") or ""), lang
    )
    _say_cut(out, lang)
    return out


def _say_cut(table: Table, lang: str) -> None:
    if table.all > len(table.rows):
        table.notes.insert(0, t(lang, *PAGE["rows_cut"]).format(n=len(table.rows), all=table.all))
    if not table.rows:
        table.notes.insert(0, t(lang, *PAGE["no_rows"]))
