"""How a document looks: GB/T 9704-2012, 党政机关公文格式, as far as it speaks of paper, type and page numbers.

Fonts that are missing on a machine are told to Word by what they may be replaced with; sizes and
margins do not depend on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

TITLE, BODY, FIRST, SECOND, DATE, CAPTION, CELL, HEAD_CELL, NOTE, ENTRY = (
    "Title", "Normal", "Heading 1", "Heading 2", "Subtitle", "Caption", "Report Cell", "Report Head", "Report Note", "Report Entry",
)  # fmt: skip
_LATIN: Final = "Times New Roman"
_ALSO: Final = {
    "方正小标宋简体": "方正小标宋_GBK,小标宋体,华文中宋,宋体,SimSun,Noto Serif CJK SC",
    "仿宋": "仿宋_GB2312,FangSong,华文仿宋,宋体,SimSun,Noto Serif CJK SC",
    "楷体": "楷体_GB2312,KaiTi,华文楷体,宋体,SimSun,Noto Serif CJK SC",
    "黑体": "SimHei,华文黑体,微软雅黑,Noto Sans CJK SC",
    "宋体": "SimSun,华文宋体,Noto Serif CJK SC",
}
"""Fonts and what may stand in for each."""
LANDSCAPE_WIDTH: Final = Mm(297 - 35 - 26)


@dataclass(frozen=True)
class Face:
    """A style: font of Chinese characters, size, alignment, indent of the first line in characters, height of a line."""

    font: str
    size: float
    align: Any = ALIGN.JUSTIFY
    indent: int = 0
    line: float = 28.9
    bold: bool = False
    after: float = 0


_ZH: Final = {
    BODY: Face("仿宋", 16, indent=2),
    TITLE: Face("方正小标宋简体", 22, ALIGN.CENTER, line=33),
    DATE: Face("楷体", 16, ALIGN.CENTER, after=14),
    FIRST: Face("黑体", 16, ALIGN.LEFT, indent=2),
    SECOND: Face("楷体", 16, ALIGN.LEFT, indent=2),
    CAPTION: Face("黑体", 16, ALIGN.LEFT, after=4),
    ENTRY: Face("仿宋", 16, ALIGN.LEFT, indent=2),
    CELL: Face("宋体", 10.5, ALIGN.LEFT, line=15),
    HEAD_CELL: Face("黑体", 10.5, ALIGN.CENTER, line=15),
    NOTE: Face("宋体", 10.5, ALIGN.LEFT, line=15),
}
_EN: Final = {
    BODY: Face("仿宋", 12, ALIGN.LEFT, line=20, after=4),
    TITLE: Face("方正小标宋简体", 20, ALIGN.CENTER, line=28, bold=True),
    DATE: Face("楷体", 12, ALIGN.CENTER, line=20, after=12),
    FIRST: Face("黑体", 14, ALIGN.LEFT, line=24, bold=True),
    SECOND: Face("楷体", 12, ALIGN.LEFT, line=20, bold=True),
    CAPTION: Face("黑体", 13, ALIGN.LEFT, line=22, bold=True, after=4),
    ENTRY: Face("仿宋", 11, ALIGN.LEFT, line=17, after=2),
    CELL: Face("宋体", 9, ALIGN.LEFT, line=12),
    HEAD_CELL: Face("黑体", 9, ALIGN.CENTER, line=12, bold=True),
    NOTE: Face("宋体", 9, ALIGN.LEFT, line=13),
}


def cell_size(lang: str) -> float:
    """The size of type in tables, in points."""
    return (_ZH if lang == "zh" else _EN)[CELL].size


def dress(document: Document, lang: str) -> None:
    """Give a new document its styles, its first page and its page numbers."""
    for name, face in (_ZH if lang == "zh" else _EN).items():
        _style(document, name, face)
    _tell_fonts(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    section.footer_distance = Mm(25)
    document.settings.odd_and_even_pages_header_footer = True
    # the number stands outside: right on odd pages, left on even ones, one character from the edge
    _page_number(section.footer, ALIGN.RIGHT)
    _page_number(section.even_page_footer, ALIGN.LEFT)


def landscape(document: Document) -> Section:
    """A further section whose pages lie on their side, for what is wide."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(28),
        Mm(26),
        Mm(35),
        Mm(26),
    )
    section.footer_distance = Mm(16)
    return section


def _style(document: Document, name: str, face: Face) -> None:
    styles = document.styles
    style: Any = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.hidden = False
    font, form = style.font, style.paragraph_format
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    font.name = _LATIN
    fonts = properties.find(qn("w:rFonts"))
    fonts.set(qn("w:eastAsia"), face.font)
    fonts.set(qn("w:cs"), _LATIN)
    font.size, font.bold, font.italic, font.color.rgb = Pt(face.size), face.bold, False, RGBColor(0, 0, 0)
    spacing = properties.find(qn("w:spacing"))
    if spacing is not None:  # letters of the template's title stand apart
        properties.remove(spacing)
    _language(properties)
    form.alignment = face.align
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(face.line)
    form.space_before, form.space_after = Pt(0), Pt(face.after)
    form.widow_control = False
    form.first_line_indent = Pt(face.size * face.indent) if face.indent else Pt(0)
    if face.indent:  # by characters, so that it holds when somebody changes the size
        style.element.pPr.find(qn("w:ind")).set(qn("w:firstLineChars"), str(face.indent * 100))
    if name in (FIRST, SECOND, CAPTION):
        form.keep_with_next = True
    borders = style.element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)


def _language(properties: Any) -> None:
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    said = OxmlElement("w:lang")
    said.set(qn("w:val"), "en-US")
    said.set(qn("w:eastAsia"), "zh-CN")
    properties.append(said)


def _tell_fonts(document: Document) -> None:
    """Say in the document's table of fonts what may stand in for each of them."""
    from lxml import etree

    part = next(one for one in document.part.package.iter_parts() if str(one.partname) == "/word/fontTable.xml")
    table = etree.fromstring(part.blob)
    for name, others in _ALSO.items():
        font = etree.SubElement(table, qn("w:font"))
        font.set(qn("w:name"), name)
        also = etree.SubElement(font, qn("w:altName"))
        also.set(qn("w:val"), others)
        etree.SubElement(font, qn("w:charset")).set(qn("w:val"), "86")
    part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001  # it has no other door


def _page_number(footer: Any, align: Any) -> None:
    footer.is_linked_to_previous = False
    line = footer.paragraphs[0]
    line.alignment = align
    form = line.paragraph_format
    form.first_line_indent = Pt(0)
    form.left_indent, form.right_indent = Pt(14), Pt(14)
    for kind, text in (
        ("text", "— "),
        ("begin", ""),
        ("code", " PAGE "),
        ("separate", ""),
        ("text", "1"),
        ("end", ""),
        ("text", " —"),
    ):
        run = line.add_run(text if kind == "text" else "")
        run.font.size = Pt(14)
        run._element.rPr.get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")  # noqa: SLF001
        if kind == "code":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._element.append(code)  # noqa: SLF001
        elif kind != "text":
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
            run._element.append(field)  # noqa: SLF001


def twips(length: float) -> int:
    """A length of Word in twentieths of a point, as tables have it."""
    return round(length / Length._EMUS_PER_PT * 20)  # noqa: SLF001
