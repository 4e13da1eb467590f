"""What cells of an OpenDocument workbook show beside their values: formats, errors, formulas without a result, merged cells.

Its formats are elements; each is written here as the code that other workbooks have, so that one module says what it shows.
The content is parsed only where something in it speaks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from xml.parsers import expat

from .number_format import Format
from .part import Part

if TYPE_CHECKING:
    import zipfile

_STYLE: Final = re.compile(
    r"<number:(number|currency|percentage|date)-style\s([^>]*?)>(.*?)</number:\1-style>", re.DOTALL
)
_PIECE: Final = re.compile(
    r"<number:(text|number|embedded-text|scientific-number|fraction|currency-symbol|year|month|day|hours|minutes|seconds)\b([^>]*?)"
    r"(?:/>|>([^<]*))"
)
_CELL_STYLE: Final = re.compile(r"<style:style\s([^>]*)>")
_SPEAKS: Final = re.compile(
    rb'value-type="error"|number-(?:columns|rows)-spanned="(?!1")|table:formula="[^"]*"(?![^>]*office:value)'
)
_FROM_1904: Final = b'date-value="1904-01-01"'
_MOST: Final = 100_000
"""A cell that is repeated so often is one of a program's blank ones."""
_ERRORS: Final = re.compile(r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)|Err:\d+")


def look_through_ods(package: zipfile.ZipFile) -> list[Part]:
    """One Part a sheet, in the order of the workbook; [] where there is nothing to say."""
    content = package.read("content.xml")
    named = package.read("styles.xml").decode("utf-8", "replace") if "styles.xml" in package.NameToInfo else ""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return []
    end = content.find(b"</office:automatic-styles>")
    speaking = _speaking_styles(named + content[: max(end, 0)].decode("utf-8", "replace"))
    from_1904 = _FROM_1904 in content
    if not speaking and not from_1904 and _SPEAKS.search(content) is None:
        return []
    return _Cells(speaking, from_1904=from_1904).read(content)


def _speaking_styles(text: str) -> dict[str, Format]:
    """The styles of cells whose format says more than the value, by their name."""
    formats: dict[str, Format] = {}
    for kind, said, inside in _STYLE.findall(text):
        made = Format.of(_code(kind, inside))
        name = _attribute(said, "style:name")
        if made.speaks and name:
            formats[name] = made
    out = {}
    for said in _CELL_STYLE.findall(text):
        made_of = _attribute(said, "style:data-style-name")
        if made_of in formats:
            out[_attribute(said, "style:name")] = formats[made_of]
    return out


def _code(kind: str, inside: str) -> str:
    """The format as other workbooks write it."""
    out: list[str] = []
    scale = ""
    for piece, said, text in _PIECE.findall(inside):
        if piece == "text":
            # the percent sign of a share scales it; elsewhere it is a text
            parts = text.split("%") if kind == "percentage" else [text]
            out.append("%".join(f'"{_unescaped(part)}"' if part else "" for part in parts))
        elif piece == "number":
            digits = _attribute(said, "number:min-integer-digits") or "1"
            scale = "," * (len((_attribute(said, "number:display-factor") or "1").split(".")[0]) // 3)
            out.append("0" * max(int(digits), 1) + scale)
        elif piece == "embedded-text" and out:
            # stands before so many digits from the right
            digits = "0" * int(_attribute(said, "number:position") or "0")
            whole = out[-1].rstrip(",")
            out[-1] = f'{whole[: -len(digits)] or "0"}"{_unescaped(text)}"{digits}{scale}'
        elif piece == "currency-symbol":
            japan = "-411" if _attribute(said, "number:country") == "JP" else ""
            out.append(f"[${_unescaped(text)}{japan}]")
        else:
            out.append(_OTHERS.get(piece, "0E+0"))
    return "".join(out)


_OTHERS: Final = {"year": "yyyy", "month": "m", "day": "d", "hours": "h", "minutes": "m", "seconds": "s"}


def _attribute(said: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', said)
    return _unescaped(found[1]) if found else ""


def _unescaped(text: str) -> str:
    import html

    return html.unescape(text).replace('"', "")


@dataclass(slots=True)
class _Cells:
    """The cells of all sheets while they are read."""

    speaking: dict[str, Format]
    from_1904: bool
    parts: list[Part] = field(default_factory=list)
    row: int = 0
    column: int = 0
    times: int = 1
    defaults: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    text: list[str] | None = None
    deep: int = 0

    def read(self, content: bytes) -> list[Part]:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.words
        try:
            parser.Parse(content, True)
        except expat.ExpatError:
            return []  # the workbook's reader says what is wrong with it
        return self.parts

    def start(self, name: str, said: dict[str, Any]) -> None:
        if name == "table:table":
            self.deep += 1
            if self.deep == 1:
                self.parts.append(Part(from_1904=self.from_1904, merges=[]))
                self.row, self.defaults = 0, []
        elif self.deep != 1:
            return
        elif name == "table:table-column":
            often = min(_number(said, "table:number-columns-repeated"), _MOST)
            self.defaults += [said.get("table:default-cell-style-name", "")] * min(often, 16_384 - len(self.defaults))
        elif name == "table:table-row":
            self.column, self.times = 0, _number(said, "table:number-rows-repeated")
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self.said, self.text = said, []

    def words(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def end(self, name: str) -> None:
        if name == "table:table":
            self.deep -= 1
        elif self.deep != 1:
            return
        elif name == "table:table-row":
            self.row += self.times
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell("".join(self.text or ()))
            self.column += _number(self.said, "table:number-columns-repeated")
            self.text = None

    def _cell(self, text: str) -> None:
        part, said = self.parts[-1], self.said
        across, down = (_number(said, f"table:number-{way}-spanned") for way in ("columns", "rows"))
        if (across > 1 or down > 1) and part.merges is not None:
            part.merges.append((self.row, self.column, self.row + down - 1, self.column + across - 1))
        shown = self._shown(text)
        often = _number(said, "table:number-columns-repeated")
        if shown is None or often * self.times > _MOST:
            return
        for row in range(self.row, self.row + self.times):
            for column in range(self.column, self.column + often):
                if shown:
                    part.show(row, column, shown)
                else:
                    part.lose(row, column, f"{_letters(column)}{row + 1}")

    def _shown(self, text: str) -> Format | str | None:
        """What the cell shows: an error, by a format; the empty text is a formula without a result."""
        said = self.said
        kind = said.get("office:value-type")
        if said.get("calcext:value-type") == "error" or (said.get("table:formula") and _ERRORS.fullmatch(text)):
            return text or "#VALUE!"
        if kind is None:
            return "" if said.get("table:formula") and not text else None
        default = self.defaults[self.column] if self.column < len(self.defaults) else ""
        return None if kind == "string" else self.speaking.get(said.get("table:style-name") or default)


def _number(said: dict[str, Any], name: str) -> int:
    text = str(said.get(name, "1"))
    return max(int(text), 1) if text.isdigit() else 1


def _letters(column: int) -> str:
    out, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out
