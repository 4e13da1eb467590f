"""The cells of an XLSX part that say more than their value: formats, errors, formulas without a result.

Patterns go over the bytes, and only over pieces where there is something to find: most sheets have
no style that speaks, and pay nothing.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from .number_format import BUILT_IN, Format

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping

    from .part import Part

_ATTRIBUTE: Final = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ERROR: Final = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*?\st="e"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>([^<]{1,20})</v>'
)
_LOST: Final = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"((?:\s[^>]*)?)>(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>'
)
_ANY: Final = re.compile(rb"<(?:[\w.-]+:)?c\s([^>]*?)(/?)>")
_BODY: Final = re.compile(
    rb"(?P<formula><(?:[\w.-]+:)?f\b[^>]*(?:/>|>[^<]*</(?:[\w.-]+:)?f>))?(?:<(?:[\w.-]+:)?v\s*/>|<(?:[\w.-]+:)?v>(?P<value>[^<]*)<)?"
)


def speaking_styles(package: zipfile.ZipFile, *, from_1904: bool) -> dict[int, Format]:
    """The styles of cells whose number format says more than the value, by their number."""
    try:
        text = package.read("xl/styles.xml").decode("utf-8", "replace")
    except KeyError:
        return {}
    codes = dict(BUILT_IN)
    for tag in re.findall(r"<(?:\w+:)?numFmt\s[^>]*>", text):
        said = _attributes(tag)
        if said.get("numFmtId", "").isdigit():
            codes[int(said["numFmtId"])] = html.unescape(said.get("formatCode", ""))
    styles = re.search(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", text, re.DOTALL)
    formats = {number: made for number, code in codes.items() if (made := Format.of(code, from_1904=from_1904)).speaks}
    out: dict[int, Format] = {}
    for number, tag in enumerate(re.findall(r"<(?:\w+:)?xf\s[^>]*>", styles[0] if styles else "")):
        code = _attributes(tag).get("numFmtId", "")
        if code.isdigit() and int(code) in formats:
            out[number] = formats[int(code)]
    return out


def look_at_cells(piece: bytes, out: Part, speaking: Mapping[int, Format], *, odd: bool) -> None:
    """Keep what cells of a piece of a sheet show beside their value."""
    if odd:
        _look_closely(piece, out, speaking)
        return
    here = [number for number in speaking if b' s="%d"' % number in piece]
    if here:
        pattern = _styled(tuple(here))
        for column, row, style in pattern.findall(piece):
            out.show(int(row) - 1, column_number(column) - 1, speaking[int(style)])
    if b't="e"' in piece:
        for column, row, value in _ERROR.findall(piece):
            out.show(int(row) - 1, column_number(column) - 1, value.decode("utf-8", "replace"))
    if b"<f" in piece:
        for column, row, said in _LOST.findall(piece):
            # the empty text is a result as well
            if b't="str"' not in said:
                name = (column + row).decode()
                out.lose(int(row) - 1, column_number(column) - 1, name)


@lru_cache(maxsize=64)
def _styled(numbers: tuple[int, ...]) -> re.Pattern[bytes]:
    """Cells with one of some styles that hold anything."""
    listed = b"|".join(b"%d" % number for number in numbers)
    return re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: t="\w+")? s="(' + listed + rb')"[^>/]*>')


def _look_closely(piece: bytes, out: Part, speaking: Mapping[int, Format]) -> None:
    """The same, where cells are written in another way than workbooks usually are."""
    for at, said, empty in _cells(piece):
        place = re.fullmatch(r"([A-Za-z]{1,3})(\d{1,7})", said.get("r", ""))
        if place is None or empty:
            continue
        row, column = int(place[2]) - 1, column_number(place[1].encode()) - 1
        style, body = said.get("s", ""), _BODY.match(piece, at)
        value = body["value"] if body else None
        if said.get("t") == "e" and value:
            out.show(row, column, value.decode("utf-8", "replace"))
        elif body and body["formula"] and not value and said.get("t") != "str":
            out.lose(row, column, place[0])
        elif style.isdigit() and int(style) in speaking:
            out.show(row, column, speaking[int(style)])


def _cells(piece: bytes) -> Iterator[tuple[int, dict[str, str], bool]]:
    """Where the body of each cell begins, its attributes, and whether it has none."""
    for match in _ANY.finditer(piece):
        yield match.end(), _attributes(match[1].decode("utf-8", "replace")), bool(match[2])


def _attributes(tag: str) -> dict[str, str]:
    return {name: one or other for name, one, other in _ATTRIBUTE.findall(tag)}


@lru_cache(maxsize=1024)
def column_number(letters: bytes) -> int:
    """The number of a column, from 1.

    >>> column_number(b"A"), column_number(b"AB")
    (1, 28)
    """
    number = 0
    for letter in letters.upper()[:7]:
        number = number * 26 + letter - 64
    return number
