"""The container of old Office files (XLS, ET): are its chains of sectors sound?

A damaged table of sectors may send a reader round in a circle for ever, so it is looked at first.
The layout is that of [MS-CFB]: a header, a table in which each sector names the next one, and a
second such table for small streams.
"""

from __future__ import annotations

import struct
from typing import Final

_ROOT: Final = 0xFFFFFFFA
"""Numbers from here on are no sectors but marks."""


def has_circle(content: bytes) -> bool:
    """Whether some chain of sectors comes back to itself, or the header cannot be followed.

    >>> has_circle(b"")
    True
    """
    if len(content) < 512:
        return True
    (shift,) = struct.unpack_from("<H", content, 30)
    if shift not in (9, 12):
        return True
    size = 1 << shift
    listed = [one for one in struct.unpack_from("<109I", content, 76) if one < _ROOT]
    more, seen = struct.unpack_from("<I", content, 68)[0], set[int]()
    while more < _ROOT:
        sector = _sector(content, more, size)
        if more in seen or not sector:
            return True
        seen.add(more)
        *here, more = sector
        listed += [one for one in here if one < _ROOT]
    table = [number for place in listed for number in _sector(content, place, size)]
    if _circular(table):
        return True
    small: list[int] = []
    (place,) = struct.unpack_from("<I", content, 60)
    while place < len(table):
        small += _sector(content, place, size)
        place = table[place]
    return _circular(small)


def _sector(content: bytes, number: int, size: int) -> tuple[int, ...]:
    """A sector as numbers; empty where the file ends before it."""
    start = (number + 1) * size
    whole = content[start : start + size]
    return struct.unpack(f"<{size // 4}I", whole) if len(whole) == size else ()


def _circular(table: list[int]) -> bool:
    """Whether following a table from any place never ends."""
    done = bytearray(len(table))  # 1: on the way now, 2: known to end
    for start in range(len(table)):
        place, way = start, []
        while place < len(table) and not done[place]:
            done[place] = 1
            way.append(place)
            place = table[place]
        if place < len(table) and done[place] == 1:
            return True
        for one in way:
            done[one] = 2
    return False


def stream(content: bytes, *names: str) -> bytes:
    """The stream of one of some names in a sound container; empty where there is none.

    >>> stream(b"", "Workbook")
    b''
    """
    if has_circle(content):
        return b""
    size = 1 << int(struct.unpack_from("<H", content, 30)[0])
    listed = [one for one in struct.unpack_from("<109I", content, 76) if one < _ROOT]
    more = struct.unpack_from("<I", content, 68)[0]
    while more < _ROOT:
        *here, more = _sector(content, more, size)
        listed += [one for one in here if one < _ROOT]
    table = [number for place in listed for number in _sector(content, place, size)]
    first_entry, cutoff, first_small = (struct.unpack_from("<I", content, at)[0] for at in (48, 56, 60))
    entries = _chain(content, table, first_entry, size, size)
    small = b""
    for at in range(0, len(entries) - 127, 128):
        length, kind = struct.unpack_from("<HB", entries, at + 64)
        start, long = struct.unpack_from("<II", entries, at + 116)
        if kind == _ROOT_ENTRY:
            small = _chain(content, table, start, size, size)
        elif kind == _STREAM and entries[at : at + max(length, 2) - 2].decode("utf-16-le", "replace") in names:
            if long >= cutoff:
                return _chain(content, table, start, size, size)[:long]
            inner = _chain(content, table, first_small, size, size)
            turn = list(struct.unpack(f"<{len(inner) // 4}I", inner))
            return _chain(small, turn, start, _SMALL_SECTOR, 0)[:long]
    return b""


_ROOT_ENTRY: Final = 5
_STREAM: Final = 2
_SMALL_SECTOR: Final = 64


def _chain(content: bytes, table: list[int], place: int, size: int, ahead: int) -> bytes:
    """What the sectors of a chain hold, one after the other; a chain that was checked ends."""
    out = []
    while place < len(table):
        out.append(content[ahead + place * size : ahead + (place + 1) * size])
        place = table[place]
    return b"".join(out)
