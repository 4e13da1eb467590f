"""What cells of an old workbook (XLS, ET) show beside their values: formats, errors, from when days are counted.

The records are those of [MS-XLS] (BIFF8): a type and a length of two bytes each, and what they hold. Only the few that say
any of this are looked at; the values themselves are the workbook reader's.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from .number_format import BUILT_IN, Format
from .ole import stream
from .part import Part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BEGIN, _END, _BIFF8 = 0x809, 0x0A, 0x600
_FROM_1904, _FORMAT, _STYLE, _SHEET = 0x22, 0x41E, 0xE0, 0x85
_NUMBER, _RK, _SEVERAL, _FORMULA, _ERROR = 0x203, 0x27E, 0xBD, 0x06, 0x205
_ERRORS: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip

Record = tuple[int, bytes]


def has_records(path: Path) -> bool:
    """Whether a file is a container of old Office files."""
    with path.open("rb") as file:
        return file.read(4) == b"\xd0\xcf\x11\xe0"


def look_through_xls(path: Path) -> list[Part]:
    """One Part a sheet, in the order of the workbook; [] for what is no such workbook."""
    book = stream(path.read_bytes(), "Workbook")
    if len(book) < 8 or struct.unpack_from("<H", book, 4)[0] != _BIFF8:
        return []
    codes, styles, places, from_1904 = dict(BUILT_IN), list[int](), list[int](), False
    for kind, body in _records(book, 0):
        if kind == _FORMAT and len(body) >= 5:
            codes[struct.unpack_from("<H", body)[0]] = _text(body[2:])
        elif kind == _STYLE and len(body) >= 4:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _SHEET and len(body) >= 4:
            places.append(struct.unpack_from("<I", body)[0])
        elif kind == _FROM_1904:
            from_1904 = body[:1] == b"\x01"
    formats = {n: made for n, code in codes.items() if (made := Format.of(code, from_1904=from_1904)).speaks}
    speaking = {number: formats[code] for number, code in enumerate(styles) if code in formats}
    return [_look(book, place, speaking, from_1904=from_1904) for place in places]


def _look(book: bytes, place: int, speaking: dict[int, Format], *, from_1904: bool) -> Part:
    out = Part(from_1904=from_1904)
    for kind, body in _records(book, place):
        if kind in (_NUMBER, _RK, _FORMULA, _ERROR) and len(body) >= 8:
            row, column, style = struct.unpack_from("<HHH", body)
            error = _error(kind, body)
            if error is not None:
                out.show(row, column, error)
            elif style in speaking and kind != _ERROR:
                out.show(row, column, speaking[style])
        elif kind == _SEVERAL:
            row, first = struct.unpack_from("<HH", body)
            for number in range((len(body) - 6) // 6):
                (style,) = struct.unpack_from("<H", body, 4 + number * 6)
                if style in speaking:
                    out.show(row, first + number, speaking[style])
    return out


def _error(kind: int, body: bytes) -> str | None:
    """The error that a cell shows, if it is one."""
    if kind == _ERROR:
        return _ERRORS.get(body[6]) if body[7] else None
    if kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        return _ERRORS.get(body[8])
    return None


def _records(book: bytes, place: int) -> Iterator[Record]:
    """The records of one part of a workbook, those of charts in it left out."""
    deep = 0
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        if kind == _BEGIN:
            deep += 1
        elif kind == _END:
            deep -= 1
            if deep <= 0:
                return
        elif deep == 1:
            yield kind, book[place + 4 : place + 4 + length]
        place += 4 + length


def _text(body: bytes) -> str:
    count, wide = struct.unpack_from("<HB", body)
    return body[3 : 3 + 2 * count].decode("utf-16-le", "replace") if wide & 1 else body[3 : 3 + count].decode("latin-1")
