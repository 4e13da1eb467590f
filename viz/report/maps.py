"""The chain map of a report: its pages as SVG, as PNG where that can be made, and as a table of the same rows where not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ...graph.errors import NoPicture
from ...graph.export.cells import plain
from ...graph.language import t
from ..pictures.chain_map import chain_maps
from ..pictures.markup import size_of
from ..pictures.png import picture_png
from ..words.answer_columns import column_of
from ..words.answer_words import shown
from .tables import Table
from .wording import heading

if TYPE_CHECKING:
    from .content import Report

_WIDE: Final = 1080
_HIGH: Final = 630
"""The map as a page that lies on its side has room for it."""
_SMALLER: Final = 1.25
"""By so much it may be made smaller to stand on one page."""
PRINTED: Final = 2400
"""So many pixels across is a picture of the document: 240 dots an inch."""
_COLUMNS: Final = ("area", "stage", "product", "state", "makers", "buyers", "suppliers", "candidates", "projects")


@dataclass(frozen=True)
class Drawn:
    """A page of the chain map."""

    title: str
    svg: str
    size: tuple[float, float]
    png: bytes | None = None
    tables: list[Table] = field(default_factory=list)


def drawn(report: Report, *, png: bool) -> list[Drawn]:
    """The pages of the map of each chain."""
    out = []
    for chain in report.chains:
        rows = report.chain.rows
        pages = _pages(rows, chain, report.lang)
        for number, svg in enumerate(pages, start=1):
            title = t(report.lang, f"{heading('map', report.lang)}: {chain}" if chain else heading("map", report.lang),
                      f"{chain or ''}{heading('map', report.lang)}")  # fmt: skip
            title += (
                t(report.lang, f" ({number} of {len(pages)})", f"（{number}/{len(pages)}）") if len(pages) > 1 else ""
            )
            picture = picture_png(svg, PRINTED, lang=report.lang) if png else None
            tables = [map_table(report, chain)] if not png and number == 1 else []
            out.append(Drawn(title, svg, size_of(svg), picture, tables))
    return out


def _pages(rows: Any, chain: str | None, lang: str) -> list[str]:
    """As few pages as can be read: areas stand on one page where that is not much too high."""
    whole = chain_maps(rows, chain, lang=lang, width=_WIDE, static=True)
    if all(size_of(one)[1] <= _HIGH * _SMALLER for one in whole):
        return whole
    return chain_maps(rows, chain, lang=lang, width=_WIDE, height=_HIGH, static=True)


def map_table(report: Report, chain: str | None) -> Table:
    """The boxes of a map as rows: what each area needs or makes, who makes it, needs it, supplies or could supply it."""
    lang, attrs = report.lang, report.chain.attrs
    columns = [column_of(name, attrs) for name in _COLUMNS]
    rows = [
        [shown(column, plain(row[column.name]), lang) for column in columns]
        for row in report.chain.rows
        if row["part"] == "cell" and row["chain"] == chain
    ]
    widths = (12, 8, 11, 6, 14, 14, 14, 14, 7)
    headings = [t(lang, column.en, column.zh) for column in columns]
    return Table("", "", headings, [one / sum(widths) for one in widths], rows)


__all__ = ["Drawn", "NoPicture", "drawn", "map_table", "size_of"]
