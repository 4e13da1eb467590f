"""One .zip whose every byte is a function of the files in it: stored as they are, in one order, with one date.

The tables are compressed already. What lies between the files is written and read here, not by a library: it is so little
that it can be compared byte by byte, and nothing of a hostile .zip (names, sizes, what it unpacks to) is believed.
"""

from __future__ import annotations

import os
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from ..errors import BadInput, GraphError
from .manifest import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_LOCAL: Final = struct.Struct("<IHHHHHIIIHH")
_CENTRAL: Final = struct.Struct("<IHHHHHHIIIHHHHHII")
_END: Final = struct.Struct("<IHHHHIIH")
_VERSION, _UTF8, _STORED, _MIDNIGHT, _DAY = 20, 0x800, 0, 0, 0x21
"""What reads it must be of version 2.0; the day is the first that a .zip can tell, 1980-01-01."""
_RIGHTS: Final = 0o100644 << 16
_UNIX: Final = 3 << 8
LARGEST: Final = (1 << 32) - (1 << 20)
PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a .zip: its name, size, checksum, and where its bytes begin."""

    name: str
    size: int
    crc: int
    at: int


def write_zip(path: Path, folder: Path, names: Iterable[str]) -> None:
    """Put these files of a folder into a new .zip.

    Raises
    ------
    BadInput
        If they are too large for one.
    """
    names = list(names)
    if sum((folder / name).stat().st_size for name in names) > LARGEST:
        raise BadInput(
            f"{path.name}: the snapshot is larger than one .zip holds (4 GB); make a folder: -o {path.stem}",
            f"{path.name}：快照超过单个 .zip 的上限（4 GB）；请写成文件夹：-o {path.stem}",
        )
    entries: list[Entry] = []
    with path.open("wb") as out:
        for name in names:
            crc = 0
            with (folder / name).open("rb") as file:
                while piece := file.read(PIECE):
                    crc = zlib.crc32(piece, crc)
                size = file.tell()
                file.seek(0)
                out.write(_local(name, size, crc))
                entries.append(Entry(name, size, crc, out.tell()))
                while piece := file.read(PIECE):
                    out.write(piece)
        out.write(_directory(entries, out.tell()))


def entries_of(file: BinaryIO, url: str) -> list[Entry]:
    """The files in a .zip, if it is laid out as `write_zip` does it, to the byte; what they hold is not looked at.

    Raises
    ------
    GraphError
        If it is any other.
    """
    length = file.seek(0, os.SEEK_END)
    try:
        entries, begin = _listed(file, length)
    except (struct.error, ValueError):
        raise _foreign(url) from None
    for at, wanted in _between(entries, begin):
        file.seek(at)
        if file.read(len(wanted)) != wanted:
            raise _foreign(url)
    return entries


def _between(entries: list[Entry], begin: int) -> Iterator[tuple[int, bytes]]:
    """All that is not the files' own bytes, and where each piece of it stands; the list of files begins at `begin`."""
    for one in entries:
        head = _local(one.name, one.size, one.crc)
        yield one.at - len(head), head
    yield begin, _directory(entries, begin)


def _listed(file: BinaryIO, length: int) -> tuple[list[Entry], int]:
    """The files as the list at the end tells them, and where that begins; no more is read than the longest list takes."""
    file.seek(max(0, length - _END.size))
    mark, _, _, _, number, size, begin, _ = _END.unpack(file.read(_END.size))
    longest = sum(_CENTRAL.size + len(name) for name in NAMES)
    if mark != 0x06054B50 or number > len(NAMES) or size > longest or begin + size + _END.size != length:
        raise ValueError
    file.seek(begin)
    data = file.read(size)
    entries: list[Entry] = []
    place = at = 0
    for _ in range(number):
        fields = _CENTRAL.unpack_from(data, place)
        crc, held, named = fields[7], fields[8], fields[10]
        name = data[place + _CENTRAL.size : place + _CENTRAL.size + named].decode()
        if name not in NAMES or name in {one.name for one in entries}:
            raise ValueError
        at += _LOCAL.size + named
        entries.append(Entry(name, held, crc, at))
        at += held
        place += _CENTRAL.size + named
    if at != begin or place != size:
        raise ValueError
    return entries, begin


def _local(name: str, size: int, crc: int) -> bytes:
    written = name.encode()
    head = _LOCAL.pack(
        0x04034B50, _VERSION, _UTF8, _STORED, _MIDNIGHT, _DAY, crc, size, size, len(written), 0
    )  # fmt: skip
    return head + written


def _directory(entries: list[Entry], begin: int) -> bytes:
    listed = b""
    for one in entries:
        name = one.name.encode()
        listed += _CENTRAL.pack(
            0x02014B50, _UNIX | _VERSION, _VERSION, _UTF8, _STORED, _MIDNIGHT, _DAY, one.crc, one.size, one.size,
            len(name), 0, 0, 0, 0, _RIGHTS, one.at - _LOCAL.size - len(name),
        )  # fmt: skip
        listed += name
    return listed + _END.pack(0x06054B50, 0, 0, len(entries), len(entries), len(listed), begin, 0)


def _foreign(url: str) -> GraphError:
    return GraphError(
        f"{url}: this .zip is no snapshot as chanlian writes it, or is damaged; take another copy, or unpack it and name the folder",
        f"{url}：这个 .zip 不是 chanlian 写出的快照，或已损坏；请换用另一份副本，或解压后指定文件夹",
    )
