"""Who supplies whom, area by area, as a table: HTML for pages, SVG for pictures and paper."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Final

from ...graph.language import t
from ..layout.labels import text_width
from .markup import cut, folded, paragraphs, render
from .matrix_model import Matrix, matrix_of

SHADES: Final = (
    ("#FFFFFF", "#55616D"), ("#DCE7F2", "#17212B"), ("#B3CFE6", "#17212B"), ("#84B3D8", "#17212B"), ("#2A6FA6", "#FFFFFF"),
    ("#004A78", "#FFFFFF"),
)  # fmt: skip
"""Fill and ink of the classes of counts, the first of nothing on record; each ink stands out from its fill by 4.5 and more."""
NOTHING: Final = "·"
ROOMY: Final = 6
"""Up to so many areas a column of the picture is as wide as its name."""


def matrix_html(rows: Any, *, lang: str) -> str:
    """The supplies from area to area as an HTML table; its style is `matrix_style`.

    `rows` is the answer of the question `flows` with `products`, or its rows. What nobody has on record is a dot, which is no zero;
    thick lines are province borders.

    >>> matrix_html([], lang="en").startswith("<figure")
    True
    """
    return render("matrix.html.jinja", m=matrix_of(rows, lang), w=_words(lang), nothing=NOTHING)


@cache
def matrix_style() -> str:
    """The style of the table, to stand in the style of its page."""
    shades = (f".matrix .s{at} {{ background: {fill}; color: {ink}; }}" for at, (fill, ink) in enumerate(SHADES))
    return (
        files(__package__ or "").joinpath("templates", "matrix.css").read_text(encoding="utf-8")
        + "\n".join(shades)
        + "\n"
    )


def matrix_svg(rows: Any, *, lang: str, static: bool = True, heading: str = "", source: str = "") -> str:
    """The same table as one `<svg>`, for paper, PNG and documents; as wide as it needs to be.

    >>> matrix_svg([], lang="en").startswith("<svg")
    True
    """
    matrix = matrix_of(rows, lang)
    words = _words(lang)
    grid = _Grid(matrix, words["total"], 66 if heading else 34)
    foot = paragraphs("\n".join([words["key"], *matrix.notes, source]), grid.width - 16, 12, 6)
    below = grid.bottom + (30 if matrix.shades else 8)
    return render(
        "matrix.svg.jinja", m=matrix, g=grid, w=words, nothing=NOTHING, shades=SHADES, static=static, foot=foot,
        heading=cut(heading, grid.width - 16, 18), below=below, height=below + 18 * len(foot) + 8,
    )  # fmt: skip


class _Grid:
    """Where rows and columns of the picture lie, and its texts cut to their cells."""

    def __init__(self, matrix: Matrix, total: str, top: float) -> None:
        wide = matrix.wide
        names = max((text_width(area.name, 13) for area in matrix.areas), default=0.0)
        self.cell = (
            (min(140.0, max(96.0, names + 14)) if len(matrix.areas) <= ROOMY else 96.0, 60.0) if wide else (34.0, 26.0)
        )
        self.left = 190.0
        self.title = top - 14
        sideways = [cut(area.name, 150, 12) for area in matrix.areas]
        self.head = 62.0 if wide else 16 + max((text_width(name, 12) for name in [*sideways, total]), default=0.0)
        self.top = top + self.head
        self.names = [folded(area.name, self.cell[0] - 12, 13, 2) if wide else [name]
                      for area, name in zip(matrix.areas, sideways, strict=True)]  # fmt: skip
        self.beside = [cut(area.name, self.left - 16, 13) for area in matrix.areas]
        self.under = [[folded(cell.products, self.cell[0] - 10, 11, 2) if wide and cell.count else [] for cell in row]
                      for row in matrix.rows]  # fmt: skip
        count = len(matrix.areas)
        self.width = max(
            self.left + (count + 1) * max(self.cell[0], 48) + 8 if wide else self.left + count * self.cell[0] + 62,
            420.0,
        )
        self.right = self.left + count * self.cell[0]
        self.last = max(self.cell[0], 54.0)
        self.end = self.top + count * self.cell[1]
        self.bottom = self.end + max(self.cell[1], 30.0) if count else self.top - self.head + 24


def _words(lang: str) -> dict[str, str]:
    return {
        "caption": t(lang, "Number of supplies: rows sell, columns buy", "供应条数：行为供方所在地，列为需方所在地"),
        "corner": t(lang, "seller \\ buyer", "供方 ＼ 需方"),
        "total": t(lang, "total", "合计"),
        "key": t(
            lang,
            f"{NOTHING} nothing on record, which is not none; thick lines: province borders; the darker, the more supplies.",
            f"{NOTHING} 无记录（不等于没有）；粗线为省界；底色越深条数越多。",
        ),
        "empty": t(lang, "no supply is on record", "没有供应记录"),
        "shades": t(lang, "supplies:", "条数："),
    }
