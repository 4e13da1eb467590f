"""What a workbook's own reader does not tell: what cells show beside their value, errors, hidden lines, stray cells, archives that burst.

Only the parts of an .xlsx package are looked through, a piece at a time; nothing of it is kept.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from .ods_content import look_through_ods
from .part import Part
from .xls_records import has_records, look_through_xls
from .xlsx_cells import column_number, look_at_cells, speaking_styles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .number_format import Format

_PIECE: Final = 4 << 20
_LARGEST: Final = 4 << 30
"""So many bytes unpacked are no workbook for one machine."""
_RATIO: Final = 400
"""A sheet packs to a tenth or a hundredth; what packs to less than this is made to burst."""
_SMALL: Final = 64 << 20
"""Whatever its ratio, so much can be unpacked."""
MOST_CELLS: Final = 50_000_000
"""A sheet is read as a rectangle: so many cells between its first and last are about 1.6 GB."""


_RIGHTMOST: Final = 16_384
"""No program writes a column behind XFD; a reader would make rows of millions of cells."""


def look_through(path: Path, name: str) -> list[Part]:
    """One Part a sheet, in the order of the workbook; [] where the package is not as expected.

    Raises BadInput for an archive that unpacks to far more than it holds.
    """
    if has_records(path):
        return look_through_xls(path)
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []  # the workbook's reader says what is wrong with a damaged file
    with package:
        try:
            _check_sizes(package, name)
            if "content.xml" in package.NameToInfo:
                return look_through_ods(package)
            from_1904 = _from_1904(package)
            speaking = speaking_styles(package, from_1904=from_1904)
            return [_look(package, part, speaking, from_1904=from_1904) for part in _sheet_parts(package)]
        except (KeyError, NotImplementedError):
            return []  # no part that is looked for, or packed in another way: its reader says what it can do
        except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError) as error:
            # a part that is longer than it claims ends here, before a reader holds gigabytes of it
            raise damaged(error, name) from error


def without_dimensions(path: Path, folder: Path) -> Path | None:
    """A copy of a package whose sheets do not say how far they reach, where what some say is no range; else None.

    A reader counts the cells then, as it does where nothing is said.
    """
    try:
        with zipfile.ZipFile(path) as package:
            sheets = {part: package.read(part) for part in _sheet_parts(package) if part in package.NameToInfo}
            odd = {part for part, content in sheets.items() if any(map(_is_no_range, _DIMENSION.findall(content)))}
            if not odd:
                return None
            copy = Path(tempfile.mkdtemp(dir=folder)) / "book.xlsx"
            with zipfile.ZipFile(copy, "w") as out:
                for info in package.infolist():
                    content = _DIMENSION.sub(b"", package.read(info)) if info.filename in odd else package.read(info)
                    out.writestr(info.filename, content)
            return copy
    except (KeyError, NotImplementedError, zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError):
        return None  # the workbook's reader says what is wrong


def _is_no_range(tag: bytes) -> bool:
    found = re.search(rb"""\bref\s*=\s*["']([^"']*)["']""", tag)
    return found is None or _RANGE.fullmatch(found[1]) is None


def damaged(error: BaseException, name: str) -> BadInput:
    """What is said of a workbook that cannot be read."""
    if "password" in str(error).lower():
        return BadInput(
            en=f"{name}: the workbook is protected with a password; save it without one",
            zh=f"{name}：工作簿有密码保护；请去掉密码后另存",
        )
    said = f" ({error})" if str(error) else ""  # an end that comes too early says nothing of itself
    return BadInput(
        en=f"{name}: the workbook is damaged or cut short{said}; get or save the file again",
        zh=f"{name}：工作簿已损坏或不完整{f'（{error}）' if said else ''}；请重新获取或另存",
    )


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
        if info.filename.endswith((".xml", ".bin", ".rels")) and "/worksheets/sheet" not in info.filename:
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


def _from_1904(package: zipfile.ZipFile) -> bool:
    """Whether the workbook counts its days from 1904, as those of old Macintosh programs do."""
    book = package.read("xl/workbook.xml")
    return re.search(rb"<(?:\w+:)?workbookPr\s[^>]*\bdate1904\s*=\s*[\"'](?:1|true)[\"']", book) is not None


def _look(package: zipfile.ZipFile, part: str, speaking: Mapping[int, Format], *, from_1904: bool) -> Part:
    out = Part(from_1904=from_1904)
    if part not in package.NameToInfo:
        return out
    last, wide, first, odd = 0, 1, True, False
    for piece in _pieces(package, part):
        if first:
            first = False
            odd = re.search(rb"<[\w.-]+:sheetData", piece) is not None
            for column in re.findall(rb"<(?:\w+:)?col\s[^>]*hidden=\"(?:1|true)\"[^>]*>", piece[: 1 << 20]):
                said = dict(re.findall(rb'(min|max)="(\d{1,7})"', column))
                out.hidden_columns += range(int(said.get(b"min", 1)), min(int(said.get(b"max", 1)), _RIGHTMOST) + 1)
        if b"hidden=" in piece:
            rows = re.findall(rb'<(?:\w+:)?row\s(?=[^>]*hidden="(?:1|true)")[^>]*?r="(\d{1,7})"', piece)
            out.hidden_rows += map(int, rows)
        odd = odd or _is_odd(piece)
        look_at_cells(piece, out, speaking, odd=odd)
        for mark, place in ((b'<row r="', _ROW_AT), (b'<c r="', _CELL_AT)):
            found = piece.rfind(mark)
            if found >= 0 and (number := place.match(piece, found)):
                last = max(last, int(number[1]))
        if wide < 3 and b'<c r="' in piece:
            wide = 3 if _THREE.search(piece) else 2 if wide == 2 or _TWO.search(piece) else 1
    if odd or last * (26, 702, 16_384)[wide - 1] > MOST_CELLS:
        _measure(package, part, out)
    return out


_DIMENSION: Final = re.compile(rb"<(?:[\w.-]+:)?dimension\b[^>]*/?>")
_RANGE: Final = re.compile(rb"[A-Za-z]{1,3}[1-9]\d{0,6}(?::[A-Za-z]{1,3}[1-9]\d{0,6})?")
_TWO: Final = re.compile(rb'<c r="[A-Z]{2}\d')
_THREE: Final = re.compile(rb'<c r="[A-Z]{3}\d')
_ROW_AT: Final = re.compile(rb'<row r="(\d{1,20})')
_CELL_AT: Final = re.compile(rb'<c r="[A-Z]+(\d{1,20})')
_BEYOND: Final = re.compile(rb'<c r="(?:[A-Z]{4}|[A-Z]+\d{8})|<row r="\d{8}')
_USUAL: Final = (b'<c r="', b'<row r="', b"<col ", b"<cols>", b"<c/>", b"<row>")
_ODD: Final = re.compile(rb'<(?:c|row)(?=[\s/>])(?! r="[A-Z]{0,3}\d{1,7}")')
_CELL: Final = re.compile(
    rb"""<(?:[\w.-]+:)?c\s(?:[^>]*?\s)?r\s*=\s*["']([A-Za-z]+)(\d+)["'][^>/]*>(?!</(?:\w+:)?c>|<v\s*/>|<v></v>|<is\s*/>)"""
)


def _is_odd(piece: bytes) -> bool:
    """Whether cells or rows say their place in another way than workbooks do: then each of them is looked at.

    Counting takes a hundredth of the time of a pattern, and settles it for all but the ends of a part.
    """
    marks = piece.count(b"<c") + piece.count(b"<row")
    return _BEYOND.search(piece) is not None or (
        marks != sum(map(piece.count, _USUAL)) and _ODD.search(piece) is not None
    )


def _measure(package: zipfile.ZipFile, part: str, out: Part) -> None:
    """The rectangle of the cells that hold something."""
    top, bottom, left, right = 1 << 30, 0, 1 << 30, 0
    corner = b""
    for piece in _pieces(package, part):
        for column, row in _CELL.findall(piece):
            line, number = int(row[:20]), column_number(column)
            top, left = min(top, line), min(left, number)
            if line > bottom or number > right:
                corner = column + row
            bottom, right = max(bottom, line), max(right, number)
    size = (bottom - top + 1) * (right - left + 1) if bottom else 0
    if size > MOST_CELLS or right > _RIGHTMOST:
        out.cells, out.corner = max(size, MOST_CELLS + 1), corner.decode()


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
