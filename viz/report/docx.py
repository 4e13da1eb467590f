"""The report as a document that an office edits and prints: Word, WPS and LibreOffice open it."""

from __future__ import annotations

import io
import re
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from ...graph.export.sheet import cells_wide
from ...graph.export.workbook import repeatable, stamp
from ...graph.language import t
from ..pictures.markup import clean
from . import docx_form as form
from .content import marks
from .tables import printed
from .wording import about, dated, heading, more_rows, source_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.document import Document

    from .content import Report, Said
    from .maps import Drawn
    from .tables import Table

_NUMERALS: Final = "一二三四五六七八九十"
_PICTURE_HEIGHT: Final = Mm(138)


def as_docx(report: Report, maps: Sequence[Drawn]) -> bytes:
    """The bytes of the document; `maps` are the pages of the chain map, told as tables where they are no PNG."""
    document = docx.Document()
    lang = report.lang
    form.dress(document, lang)
    _properties(document, report)
    _line(document, form.TITLE, report.title)
    _line(document, form.DATE, t(lang, f"({dated(report)})", f"（{dated(report)}）"))
    number = _first(document, 1, heading("findings", lang), lang)
    _numbered(document, report.findings, lang)
    if report.todo:
        number = _first(document, number, heading("todo", lang), lang)
        _numbered(document, report.todo, lang)
    number = _first(document, number, heading("about", lang), lang)
    for item, text in about(report):
        _line(document, form.BODY, t(lang, f"{item}: {text}", f"{item}：{text}"))
    if report.sources:
        _first(document, number, heading("sources", lang), lang)
        for mark, text in source_list(report):
            _line(document, form.ENTRY, mark + text)
    tables = [printed(name, part, lang) for name, part in report.numbered()]
    _annexes(document, tables, lang)
    form.landscape(document)
    shown = [one for one in maps if one.png is not None or one.tables]
    for at, one in enumerate(shown):
        _map(document, one, lang, first=at == 0)
    for at, table in enumerate(tables):
        _table_page(document, table, lang, breaks=at > 0 or bool(shown))
    out = io.BytesIO()
    document.save(out)
    return repeatable(out.getvalue())


def _properties(document: Document, report: Report) -> None:
    """What stands in the file about itself: nothing of a template, of a person or of a machine."""
    core = document.core_properties
    core.author = core.last_modified_by = "chanlian"
    core.title = _clean(report.title)[:255]
    core.subject, core.keywords, core.comments, core.category = "", "", report.graph_hash, ""
    core.language = "zh-CN" if report.lang == "zh" else "en"
    core.revision = 1
    core.created = core.modified = stamp().astimezone(UTC).replace(tzinfo=None)
    package = document.part.package
    for key, rel in [*package.rels.items()]:
        if rel.reltype.endswith("/thumbnail"):
            package.rels.pop(key)


def _first(document: Document, number: int, text: str, lang: str) -> int:
    """A heading of the first level: 一、要点; the number of the next."""
    _line(document, form.FIRST, t(lang, f"{number}. {text}", f"{_NUMERALS[number - 1]}、{text}"))
    return number + 1


def _numbered(document: Document, said: Iterable[Said], lang: str) -> None:
    for at, one in enumerate(said, start=1):
        lead = t(lang, f"({at}) ", f"（{_NUMERALS[at - 1] if at <= len(_NUMERALS) else at}）")
        _line(document, form.BODY, lead + with_marks(one, lang))


def with_marks(said: Said, lang: str) -> str:
    """A sentence with the numbers of its sources before its full stop.

    >>> from .content import Said
    >>> with_marks(Said("大龙缺吨袋。", (1, 2)), "zh")
    '大龙缺吨袋〔1〕〔2〕。'
    """
    text, end = said.text.rstrip(), t(lang, ".", "。")
    stop = end if text.endswith(end) else ""
    return text.removesuffix(end) + marks(said.sources) + stop


def _annexes(document: Document, tables: Sequence[Table], lang: str) -> None:
    listed = [heading("map", lang), *(t(lang, f"{one.name}: {one.title}", f"{one.name} {one.title}") for one in tables)]
    _line(document, form.FIRST, t(lang, f"{heading('annex', lang)}:", f"{heading('annex', lang)}："))
    for at, text in enumerate(listed, start=1):
        _line(document, form.ENTRY, f"{at}. {text}" if lang != "zh" else f"{at}．{text}")


def _map(document: Document, drawn: Drawn, lang: str, *, first: bool) -> None:
    """A page of the chain map."""
    caption = _line(document, form.CAPTION, drawn.title)
    caption.paragraph_format.page_break_before = not first
    if drawn.png is None:
        for table in drawn.tables:
            _line(document, form.NOTE, table.title)
            _table(document, table, lang)
        return
    width, height = drawn.size
    scale = min(form.LANDSCAPE_WIDTH / width, _PICTURE_HEIGHT / height)
    line = document.add_paragraph(style=form.CELL)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    # a line of a fixed height would cut the picture off
    line.paragraph_format.line_spacing = 1.0
    picture = line.add_run().add_picture(io.BytesIO(drawn.png), width=round(width * scale))
    picture._inline.docPr.set("descr", _clean(drawn.title))  # noqa: SLF001  # what a screen reader says; it has no other door
    picture._inline.docPr.set("name", _clean(drawn.title))  # noqa: SLF001


def _table_page(document: Document, table: Table, lang: str, *, breaks: bool) -> None:
    caption = _line(document, form.CAPTION, t(lang, f"{table.name}  {table.title}", f"{table.name}　{table.title}"))
    caption.paragraph_format.page_break_before = breaks and len(table.rows) > _TOGETHER
    caption.paragraph_format.space_before = Pt(10)
    if table.rows:
        _table(document, table, lang)
    else:
        _line(document, form.NOTE, table.empty)
    if table.more:
        _line(document, form.NOTE, more_rows(table.more, lang))
    for at, note in enumerate(table.notes, start=1):
        _line(
            document,
            form.NOTE,
            t(lang, f"Note {at}: {note}", f"注{at}：{note}" if len(table.notes) > 1 else f"注：{note}"),
        )


_TOGETHER: Final = 8
"""A table of so few rows may stand below another one."""


def _table(document: Document, table: Table, lang: str) -> None:
    """A table whose columns keep their widths in every program: fixed, and told for the grid and for each cell."""
    whole = form.twips(form.LANDSCAPE_WIDTH)
    widths = _widths(table, whole, form.cell_size(lang))
    made = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    element = made._tbl  # noqa: SLF001  # rows are made as elements: python-docx looks through all of a table for each
    _set(element.tblPr, "w:tblW", {"w:w": str(sum(widths)), "w:type": "dxa"})
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        _set(margins, f"w:{side}", {"w:w": str(_MARGIN), "w:type": "dxa"})
    element.tblPr.find(qn("w:tblLayout")).addnext(margins)
    for column, width in zip(element.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(width))
    styles = {name: document.styles[name].style_id for name in (form.CELL, form.HEAD_CELL)}
    element.append(_row(table.headings, widths, styles[form.HEAD_CELL]))
    for row, spans in zip(table.rows, table.spans(), strict=True):
        element.append(_row(row, widths, styles[form.CELL], spans))


_MARGIN: Final = 70
"""Between the line of a cell and its text, in twentieths of a point."""
_SHORT: Final = 14
"""A column whose texts are at most so many half-width characters long is not folded."""
_WORD: Final = re.compile(r"[\x21-\x7e]+")
_MEETING: Final = re.compile(r"(?<=[^\x00-\x7f])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[^\x00-\x7f])")
_LONGEST_WORD: Final = 26
_BOLD: Final = 1.25
"""By so much is a word of a heading wider than one of a cell."""


def _widths(table: Table, whole: int, size: float) -> list[int]:
    """The width of each column: short ones as wide as they need, the others by their share of what is left.

    No column is narrower than its longest word.
    """
    half = size * 10  # a half-width character
    room = 2 * _MARGIN + round(half * 1.2)
    columns = [[row[at] for row in table.rows] for at in range(len(table.headings))]
    least = [_least(name, texts) for name, texts in zip(table.headings, columns, strict=True)]
    longest = [max(map(_wide, texts)) for texts in columns]
    fixed = {at: max(most, least[at]) for at, most in enumerate(longest) if most <= _SHORT}
    shares = sum(share for at, share in enumerate(table.widths) if at not in fixed)
    taken = sum(fixed.values()) * half + room * len(columns)
    if not shares or taken > whole / 2:
        fixed, shares, taken = {}, 1.0, room * len(columns)
    left = (whole - taken) / half
    wanted = [fixed.get(at, max(left * share / shares, least[at])) for at, share in enumerate(table.widths)]
    spare = whole - room * len(columns)
    return [round(room + one * spare / sum(wanted)) for one in wanted]


def _wide(text: str) -> float:
    """How many half-width characters a text takes where a quarter of a character stands between Chinese and Latin ones."""
    return cells_wide(text) + len(_MEETING.findall(text)) / 2


def _least(heading: str, texts: Sequence[str]) -> float:
    """So narrow may a column be: its heading in two lines, no word broken."""
    folded = -(-cells_wide(heading) // 2) + 1 if not heading.isascii() and cells_wide(heading) > _SHORT / 2 else 0
    words = [len(word) for text in texts for word in _WORD.findall(text)]
    words += [round(len(word) * _BOLD) for word in _WORD.findall(heading)]
    whole = 0 if heading.isascii() or folded else cells_wide(heading)
    return max(folded, whole, min(max(words, default=0) + 1, _LONGEST_WORD), 4)


def _row(texts: Sequence[str], widths: Sequence[int], style: str, spans: Sequence[int] | None = None) -> Any:
    """A row of cells; without `spans` that of the headings, which stands on every page."""
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    head = spans is None
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    for text, width, span in zip(texts, widths, spans or [1] * len(texts), strict=True):
        cell = OxmlElement("w:tc")
        of_cell = OxmlElement("w:tcPr")
        _set(of_cell, "w:tcW", {"w:w": str(width), "w:type": "dxa"})
        if span != 1:
            _set(of_cell, "w:vMerge", {"w:val": "restart" if span else "continue"})
        if head:
            _set(of_cell, "w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": "E7ECF2"})
        _set(of_cell, "w:vAlign", {"w:val": "center"})
        cell.append(of_cell)
        cell.append(_paragraph(text if span else "", style))
        row.append(cell)
    return row


def _paragraph(text: str, style: str) -> Any:
    line = OxmlElement("w:p")
    form_of = OxmlElement("w:pPr")
    _set(form_of, "w:pStyle", {"w:val": style})
    line.append(form_of)
    if text:
        run = OxmlElement("w:r")
        for at, piece in enumerate(_clean(text).split("\n")):
            if at:
                run.append(OxmlElement("w:br"))
            said = OxmlElement("w:t")
            said.text = piece
            said.set(qn("xml:space"), "preserve")
            run.append(said)
        line.append(run)
    return line


def _set(parent: Any, tag: str, values: dict[str, str]) -> None:
    found = parent.find(qn(tag))
    if found is None:
        found = OxmlElement(tag)
        parent.append(found)
    for name, value in values.items():
        found.set(qn(name), value)


def _line(document: Document, style: str, text: str) -> Any:
    return document.add_paragraph(_clean(text), style=style)


def _clean(text: str) -> str:
    """A text as XML can hold it, on a line of its own or several; nothing in it turns directions."""
    return clean(text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
