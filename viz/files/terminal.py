"""An answer as a table on the terminal, no wider than it: the columns a person reads first."""

from __future__ import annotations

import io
import shutil
import sys
from typing import TYPE_CHECKING, Any

from ...graph.commands.shared import harmless
from ...graph.language import t
from ...graph.schema import kind as schema_kind
from ..words.headings import heading, shown

if TYPE_CHECKING:
    from ...queries.answer import Answer

FIRST: dict[str, tuple[str, ...]] = {
    "gaps": ("product", "state", "flags", "because", "nearest_supplier"),
    "outlets": ("product", "role", "maker_names", "nearest_user", "distance_km", "border"),
    "matches": ("buyer", "product", "supplier", "maker", "maker_km", "because"),
    "links": ("kind", "from", "from_area", "to", "to_area", "what", "since"),
    "flows": ("from_area", "to_area", "count", "valued", "value", "basis", "period"),
    "ask": ("firm", "question", "product", "supplier", "because", "settles"),
    "suppliers": ("firm", "area", "product", "capacity", "distance_km", "because"),
    "trace": ("hop", "from", "to", "product", "value", "kind"),
}
"""The columns of a question that a table shows; all of them are in CSV and JSON. Those of a list are declared
with its kind."""

BESIDE = {"nearest_supplier": "nearest_area", "nearest_user": "nearest_area", "maker": "maker_area"}
"""A firm's area stands behind its name in brackets."""

WIDEST = {"flags": 12, "nearest_supplier": 20, "buyer": 12, "supplier": 12, "maker": 14}
"""Columns that are folded rather than take more than this from running text."""

HIDDEN = ("fact", "identifier", "product_id", "sources")
"""What no table shows unless it has nothing else."""

RUNNING = ("because",)
"""Columns of running text."""

NARROW = ("state", "kind", "since", "until", "signed", "hop", "role", "border", "published", "stage")
"""Columns of one short word, never broken."""

READABLE = 10
"""A column of text is not made narrower than this to make room for another."""

MANY = 3
"""So many items of a list a cell shows; all of them are in CSV and JSON."""

WIDTH = 80


def render(answer: Answer, lang: str) -> str:
    """The table as text; one row alone, with many columns, is shown as a list of its properties."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = answer.rows
    question = answer.attrs.get("question", "")
    kind = kind_asked(answer)
    if not rows:
        return ""
    out = io.StringIO()
    tty = sys.stdout.isatty()
    width = shutil.get_terminal_size((WIDTH, 24)).columns if tty else WIDTH
    console = Console(file=out, width=max(width, 40), force_terminal=tty, highlight=False, markup=False, emoji=False)
    if question in ("show", "region"):
        table = Table(box=box.SIMPLE, show_header=False, padding=(0, 1))
        table.add_column(style="bold", no_wrap=True)
        table.add_column(overflow="fold")
        for column, value in rows[0].items():
            if value is None or value == [] or column in HIDDEN or (column == "sources" and rows[0].get("evidence")):
                continue
            lines = (
                [shown(column, item, lang) for item in value]
                if isinstance(value, list)
                else [shown(column, value, lang)]
            )
            table.add_row(Text(heading(column, lang, kind)), Text("\n".join(map(harmless, lines))))
    else:
        columns = _fitting(_columns(question, kind, rows), rows, lang, kind, console.width)
        widths = _widths(columns, rows, lang, kind, console.width)
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), header_style="bold", pad_edge=False)
        for column in columns:
            number = any(isinstance(row[column], int | float) for row in rows)
            table.add_column(
                Text(heading(column, lang, kind)),
                overflow="fold",
                justify="right" if number else "left",
                width=widths[column],
            )
        for row in rows:
            table.add_row(*(Text(harmless(_cell(column, row, lang))) for column in columns))
    console.print(table)
    return out.getvalue()


def _cell(column: str, row: dict[str, Any], lang: str) -> str:
    value = row[column]
    if value is None and column in ("from_area", "to_area"):
        within = row.get(column.replace("_area", "_within"))
        return t(lang, f"unplaced ({within})", f"未定位（{within}）") if within else t(lang, "unplaced", "未定位")
    if isinstance(value, list) and len(value) > MANY + 1:
        more = t(lang, f" (+{len(value) - MANY})", f"（另{len(value) - MANY}项）")
        return shown(column, value[:MANY], lang) + more
    text = shown(column, value, lang, unitless="indicator" in row)
    area = row.get(BESIDE.get(column, ""))
    return t(lang, f"{text} ({area})", f"{text}（{area}）") if text and area else text


def columns_shown(answer: Answer) -> list[str]:
    """The columns of an answer that a person reads first, whether or not there is room for them."""
    if not answer.rows or answer.attrs.get("question") == "sql":
        return list(answer.columns)
    return _columns(answer.attrs.get("question") or "", kind_asked(answer), answer.rows)


def kind_asked(answer: Answer) -> Any:
    """The kind by whose words an answer's columns go; `sql` where they have names of the asker's own."""
    if answer.attrs.get("question") == "sql":
        return "sql"
    return answer.attrs.get("kind") or (answer.attrs.get("parameters") or {}).get("kind")


def _columns(question: str, kind: str | None, rows: list[dict[str, Any]]) -> list[str]:
    """The columns to show: those chosen for the question, else all that say something."""
    listed = schema_kind(kind).roles.first if question == "list" and kind else ()
    chosen = FIRST.get(question) or listed
    filled = [column for column in rows[0] if any(row[column] not in (None, [], False) for row in rows)]
    if chosen and set(chosen) <= set(rows[0]):
        return [column for column in chosen if column in filled or column in ("from_area", "to_area")]
    wanted = [
        column for column in filled if column not in HIDDEN and not column.endswith(("_low", "_high", "_original"))
    ]
    return wanted or filled


def _widths(columns: list[str], rows: list[dict[str, Any]], lang: str, kind: str | None, width: int) -> dict[str, int]:
    """How wide each column is: as wide as it needs, the widest made narrower until all stand side by side."""
    from rich.cells import cell_len

    def needs(column: str) -> int:
        words = max(cell_len(word) for word in heading(column, lang, kind).split())
        widest = max([words, *(cell_len(line) for row in rows for line in _cell(column, row, lang).splitlines())])
        return max(words, min(widest, WIDEST.get(column, widest)))

    wanted = {column: needs(column) for column in columns}
    room = width - 3 * len(columns)  # two spaces of padding and the rule between
    while sum(wanted.values()) > room:
        free = [column for column in columns if column not in NARROW and wanted[column] > 2]
        if not free:
            break
        # running text gives way last
        most = max(free, key=lambda column: wanted[column] / (2 if column in RUNNING else 1))
        wanted[most] -= 1
    return wanted


def _fitting(columns: list[str], rows: list[dict[str, Any]], lang: str, kind: str | None, width: int) -> list[str]:
    """As many of the columns, in order, as can stand side by side and still be read."""
    from rich.cells import cell_len

    out: list[str] = []
    used = 0
    for column in columns:
        widest = max(cell_len(_cell(column, row, lang)) for row in rows)
        word = max(cell_len(part) for part in heading(column, lang, kind).split())
        used += max(word, min(widest, READABLE)) + 2
        if used > width and len(out) > 1:
            break
        out.append(column)
    return out
