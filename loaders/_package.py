"""What a workbook's own reader does not tell: hidden lines, formulas without a value, stray cells, archives that burst.

Only the parts of an .xlsx package are looked through, a piece at a time; nothing of it is kept.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ..graph.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PIECE: Final = 4 << 20
_LARGEST: Final = 4 << 30
"""So many bytes unpacked are no workbook for one machine."""
_RATIO: Final = 400
"""A sheet packs to a tenth or a hundredth; what packs to less than this is made to burst."""
_SMALL: Final = 64 << 20
"""Whatever its ratio, so much can be unpacked."""
MOST_CELLS: Final = 50_000_000
"""A sheet is read as a rectangle: so many cells between its first and last are about 1.6 GB."""


@dataclass(slots=True)
class Part:
    """What the part of one sheet says."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    lost: int = 0
    """Formulas without a value: the file was written by a program that does not calculate."""
    cells: int = 0
    """At least so many cells lie in the sheet's rectangle, where that is too many; else 0."""
    corner: str = ""


def look_through(path: Path, name: str) -> list[Part]:
    """One Part a sheet, in the order of the workbook; [] where the package is not as expected.

    Raises BadInput for an archive that unpacks to far more than it holds.
    """
    try:
        with zipfile.ZipFile(path) as package:
            _check_sizes(package, name)
            return [_look(package, part) for part in _sheet_parts(package)]
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, EOFError):
        # the workbook's reader says what is wrong with a damaged file
        return []


def _check_sizes(package: zipfile.ZipFile, name: str) -> None:
    infos = package.infolist()
    total = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if total > _LARGEST or (total > _SMALL and total > packed * _RATIO):
        raise BadInput(
            en=f"{name}: unpacks to {total >> 20} MB from {max(packed >> 20, 1)} MB, which no table does; get the file again",
            zh=f"{name}：解压后从 {max(packed >> 20, 1)} MB 变为 {total >> 20} MB，不像正常的表格；请重新获取文件",
        )
    for info in infos:
        # a part that is longer than it claims fails its checksum here, before anyone unpacks it whole
        if info.filename.endswith(("sharedStrings.xml", "workbook.xml", "styles.xml")):
            with package.open(info) as file:
                while file.read(_PIECE):
                    pass


def _sheet_parts(package: zipfile.ZipFile) -> list[str]:
    """The names of the sheets' parts in the order of the workbook."""
    book = package.read("xl/workbook.xml").decode("utf-8", "replace")
    links = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets: dict[str, str] = {}
    for link in re.findall(r"<(?:\w+:)?Relationship\s[^>]*>", links):
        found = dict(re.findall(r'(\w+)="([^"]*)"', link))
        if "Id" in found and "Target" in found:
            target = found["Target"]
            targets[found["Id"]] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    out = []
    for sheet in re.findall(r"<(?:\w+:)?sheet\s[^>]*>", book):
        link = re.search(r'\w+:id="([^"]*)"', sheet)
        out.append(targets.get(link[1], "") if link else "")
    return out


def _look(package: zipfile.ZipFile, part: str) -> Part:
    out = Part()
    if part not in package.NameToInfo:
        return out
    last, wide, first = 0, 1, True
    for piece in _pieces(package, part):
        if first:
            first = False
            for column in re.findall(rb"<(?:\w+:)?col\s[^>]*hidden=\"(?:1|true)\"[^>]*>", piece[: 1 << 20]):
                said = dict(re.findall(rb'(min|max)="(\d+)"', column))
                out.hidden_columns += range(int(said.get(b"min", 1)), min(int(said.get(b"max", 1)), 16_384) + 1)
        if b"hidden=" in piece:
            rows = re.findall(rb'<(?:\w+:)?row\s(?=[^>]*hidden="(?:1|true)")[^>]*?r="(\d+)"', piece)
            out.hidden_rows += map(int, rows)
        if b"<f" in piece or b":f>" in piece:
            out.lost += len(_LOST.findall(piece))
        found = piece.rfind(b'<row r="')
        if found >= 0 and (number := re.match(rb'<row r="(\d+)"', piece[found : found + 30])):
            last = int(number[1])
        if wide < 3 and b'<c r="' in piece:
            wide = 3 if _THREE.search(piece) else 2 if wide == 2 or _TWO.search(piece) else 1
    if last * (26, 702, 16_384)[wide - 1] > MOST_CELLS:
        _measure(package, part, out)
    return out


_LOST: Final = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_TWO: Final = re.compile(rb'<c r="[A-Z]{2}\d')
_THREE: Final = re.compile(rb'<c r="[A-Z]{3}\d')
_CELL: Final = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>/]*>(?!</c>|<v\s*/>|<v></v>|<is\s*/>)')


def _measure(package: zipfile.ZipFile, part: str, out: Part) -> None:
    """The rectangle of the cells that hold something."""
    top, bottom, left, right = 1 << 30, 0, 1 << 30, 0
    corner = b""
    for piece in _pieces(package, part):
        for column, row in _CELL.findall(piece):
            line, number = int(row), _number(column)
            top, left = min(top, line), min(left, number)
            if line > bottom or number > right:
                corner = column + row
            bottom, right = max(bottom, line), max(right, number)
    size = (bottom - top + 1) * (right - left + 1) if bottom else 0
    if size > MOST_CELLS:
        out.cells, out.corner = size, corner.decode()


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _pieces(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A part a piece at a time, cut between rows where there are any."""
    with package.open(part) as file:
        rest = b""
        while read := file.read(_PIECE):
            piece = rest + read
            cut = piece.rfind(b"<row ")
            if cut <= 0 and len(piece) < 4 * _PIECE:
                rest = piece
                continue
            cut = cut if cut > 0 else len(piece)
            yield piece[:cut]
            rest = piece[cut:]
        if rest:
            yield rest
