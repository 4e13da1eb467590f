"""The report as one tall picture for a phone: title, findings, the chain map with areas as columns, sources, hash."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from ...graph.language import t
from ..layout.labels import text_width
from ..pictures.chain_map import chain_maps
from ..pictures.markup import render, size_of
from ..pictures.png import picture_png
from ..words.stamp import stamp
from .docx import with_marks
from .wording import dated, heading, source_list

if TYPE_CHECKING:
    from .content import Report, Said

WIDTH: Final = 390
"""That of a phone, in the pixels in which its texts are measured."""
PIXELS: Final = 1080
_EDGE: Final = 14
_TALLEST: Final = 4000
"""Maps beyond this height are left to the other files: nobody scrolls through more."""
_SOURCES: Final = 4
_INK, _QUIET, _DEEP, _PAPER, _PALE = "#17212B", "#55616D", "#004F7C", "#FFFFFF", "#D8E6F0"
# what closes a phrase never begins a line, what opens one never ends it
_PIECES: Final = re.compile(r"[（〔《“\"(]*(?:[A-Za-z0-9À-ɏ.&'/%:-]+\s?|.)[，。；：、！？）〕》”…\",;)]*\s?", re.DOTALL)


@dataclass(frozen=True)
class _Line:
    x: float
    y: float
    text: str
    size: float
    fill: str = _INK
    bold: bool = False


def as_png(report: Report) -> bytes:
    """The bytes of the picture, 1,080 pixels across.

    Raises
    ------
    NoPicture
        Where no PNG can be made here.
    """
    return picture_png(as_svg(report), PIXELS, lang=report.lang)


def as_svg(report: Report) -> str:
    """The picture before it is one of pixels."""
    lang = report.lang
    page = _Page()
    page.down(12)
    page.text(report.title, 17, fill=_PAPER, bold=True)
    hidden = t(lang, " · names withheld", " · 名称已隐去") if report.redacted else ""
    page.text(dated(report)[:1].upper() + dated(report)[1:] + hidden, 11, fill=_PALE)
    head = page.y + 10
    page.down(20)
    for key, said in (("findings", report.findings), ("todo", report.todo)):
        page.said(heading(key, lang), said, lang)
    maps = []
    for chain in report.chains:
        svg = chain_maps(report.chain.rows, chain, lang=lang, width=WIDTH, static=True)[0]
        _, height = size_of(svg)
        page.down(8)
        page.text(t(lang, f"{heading('map', lang)}: {chain}" if chain else heading("map", lang), f"{chain or ''}{heading('map', lang)}"),
                  15, fill=_DEEP, bold=True)  # fmt: skip
        if page.y + height > _TALLEST:
            page.text(
                t(lang, "Too large for this picture; it stands in report.docx.", "内容较多，见 report.docx。"),
                12,
                fill=_QUIET,
            )
            continue
        maps.append({"y": page.y + 6, "svg": Markup(svg)})  # noqa: S704  # made by templates of ours
        page.down(height + 8)
    cited = {number for one in (*report.findings, *report.todo) for number in one.sources}
    listed = [line for source, line in zip(report.sources, source_list(report), strict=True) if source.number in cited]
    if listed:
        page.down(6)
        page.text(heading("sources", lang), 13, fill=_DEEP, bold=True)
        for mark, text in listed[:_SOURCES]:
            page.text(mark + text, 10.5, fill=_QUIET)
        if len(listed) > _SOURCES or len(report.sources) > len(listed):
            page.text(t(lang, f"{len(report.sources)} sources in all; see report.docx.", f"共{len(report.sources)}个来源，见 report.docx。"),
                      10.5, fill=_QUIET)  # fmt: skip
    page.down(6)
    page.text(stamp(lang, None, report.graph_hash), 10.5, fill=_QUIET)
    height = round(page.y + 14, 1)
    return render(
        "poster.svg.jinja",
        width=WIDTH,
        height=height,
        head=round(head, 1),
        title=report.title,
        lines=page.lines,
        maps=maps,
    )


class _Page:
    def __init__(self) -> None:
        self.y = 0.0
        self.lines: list[_Line] = []

    def down(self, by: float) -> None:
        self.y = round(self.y + by, 1)

    def text(self, text: str, size: float, *, fill: str = _INK, bold: bool = False, indent: float = 0) -> None:
        for line in lines_of(text, WIDTH - 2 * _EDGE - indent, size):
            self.down(size * 1.45)
            self.lines.append(_Line(_EDGE + indent, self.y, line, size, fill, bold))

    def said(self, title: str, sentences: list[Said], lang: str) -> None:
        if not sentences:
            return
        self.text(title, 15, fill=_DEEP, bold=True)
        for number, one in enumerate(sentences, start=1):
            self.down(3)
            top = len(self.lines)
            self.text(with_marks(one, lang), 13, indent=18)
            first = self.lines[top]
            self.lines.append(_Line(_EDGE, first.y, f"{number}.", 13, _DEEP, bold=True))
        self.down(8)


def lines_of(text: str, width: float, size: float) -> list[str]:
    """A text in lines of a width, none of it cut.

    >>> lines_of("大龙缺吨袋，玉屏有厂。", 60, 10)
    ['大龙缺吨袋，', '玉屏有厂。']
    """
    lines: list[str] = []
    for piece in _PIECES.findall(" ".join(text.split())):
        if lines and text_width((lines[-1] + piece).rstrip()) * size / 14 <= width:
            lines[-1] += piece
        else:
            lines.append(piece)
    return [line.rstrip() for line in lines]
