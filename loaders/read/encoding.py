"""Is a file text, in which encoding, and what else could it be?"""

from __future__ import annotations

import codecs
import os
import tempfile
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ...graph.errors import BadInput
from .guards import any_guard
from .ole import has_circle

_CHUNK = 1 << 20
_ENOUGH = 8
"""So many characters read as UTF-8 before the first bad byte: it is UTF-8, and damaged."""

_STRANGE = 0.01
"""A text in its right encoding has a smaller share of characters that nobody uses."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file as UTF-8. `blank_lines`: some line is empty, so that a reader must count them."""

    path: Path
    encoding: str
    blank_lines: bool
    guarded: bool = True
    """Whether some cell may be guarded (guards.py)."""
    breaks: int = 0
    """So many lines end in it; 0 where they were not counted."""


def sniff(path: Path, name: str) -> Literal["workbook", "json", "text"]:
    """What the first bytes of a file say it is: workbook, json or text.

    Raises BadInput for an empty file and for binary ones, password-protected workbooks
    among them.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise BadInput(
            en=f"{name}: the file is empty; give a table with a line of headers",
            zh=f"{name}：文件是空的；请提供带表头的表格",
        )
    if head.startswith(b"PK\x03\x04"):
        return "workbook"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        _check_compound(path, name)
        return "workbook"
    if not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and (
        b"\x00" in head or head.startswith(b"%PDF")
    ):
        raise BadInput(
            en=f"{name}: not a table but a binary file; give CSV, TSV, XLSX, JSON or JSONL",
            zh=f"{name}：这是二进制文件，不是表格；请提供 CSV、TSV、XLSX、JSON 或 JSONL",
        )
    return "json" if head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"[", b"{") else "text"


def _check_compound(path: Path, name: str) -> None:
    """An old container of Office is a workbook (XLS, ET), unless it has a password or is another document."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise BadInput(
            en=f"{name}: the workbook is protected with a password; save it without one",
            zh=f"{name}：工作簿有密码保护；请去掉密码后另存",
        )
    if not any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        raise BadInput(
            en=f"{name}: an old Office file that is no workbook (.doc, .ppt); give a table",
            zh=f"{name}：这是旧版 Office 文件，但不是工作簿（.doc、.ppt）；请提供表格",
        )
    if has_circle(content):
        raise BadInput(
            en=f"{name}: the workbook is damaged (its table of sectors does not end); get or save the file again",
            zh=f"{name}：工作簿已损坏（扇区表没有终点）；请重新获取或另存",
        )


def as_utf8(path: Path, name: str, folder: Path) -> TextFile:
    """The file as UTF-8: itself, or a copy in `folder` where it was in GB18030 or UTF-16.

    The whole file is decoded once, a piece at a time, so that no reader meets a bad byte.
    """
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return TextFile(_copied(path, name, "utf-16", folder), "utf-16", blank_lines=True)
    found = _check_utf8(path, name)
    if found is not None:
        return found
    return TextFile(_copied(path, name, "gb18030", folder), "gb18030", blank_lines=True)


def _check_utf8(path: Path, name: str) -> TextFile | None:
    """What the file holds; None where it is no UTF-8 at all."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    wide = offset = breaks = 0
    blank, last, guarded, edge = False, "\n", False, b""
    with path.open("rb") as file:
        if file.read(3) != codecs.BOM_UTF8:
            file.seek(0)
        else:
            offset = 3
        while True:
            chunk = file.read(_CHUNK)
            guarded = guarded or any_guard(edge + chunk)
            edge = chunk[-2:]
            breaks += max(chunk.count(b"\n"), chunk.count(b"\r"))
            try:
                piece = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                good = error.object[: error.start].decode("utf-8", "ignore")
                if wide + sum(char > "\x7f" for char in good) < _ENOUGH:
                    return None
                raise BadInput(
                    en=f"{name}: not valid UTF-8 at byte {offset + error.start}; save the file as UTF-8 again",
                    zh=f"{name}：第 {offset + error.start} 字节处不是有效的 UTF-8；请重新另存为 UTF-8",
                ) from error
            if not chunk:
                return TextFile(path, "utf-8", blank, guarded, breaks)
            offset += len(chunk)
            wide += len(chunk) - len(piece) if not piece.isascii() else 0
            joined = last + piece
            blank = blank or "\n\n" in joined or "\n\r" in joined or "\r\r" in joined
            last = piece[-1:] or last


def _copied(path: Path, name: str, encoding: str, folder: Path) -> Path:
    """A copy in UTF-8 of a file in another encoding."""
    number, copy = tempfile.mkstemp(dir=folder, suffix=".csv")
    os.close(number)
    strange = total = 0
    try:
        with (
            Path(copy).open("w", encoding="utf-8", newline="") as out,
            path.open(encoding=encoding, newline="") as file,
        ):
            while piece := file.read(_CHUNK):
                out.write(piece)
                total += len(piece)
                strange += sum(
                    count for char, count in Counter(piece).items() if unicodedata.category(char) in ("Co", "Cn")
                )
    except UnicodeError as error:
        raise _no_text(name) from error
    # Bytes of another encoding that pass as GB18030 mostly land in its private or empty parts;
    # one rare character of a name may as well.
    if strange > total * _STRANGE:
        raise _no_text(name)
    return Path(copy)


def _no_text(name: str) -> BadInput:
    return BadInput(
        en=f"{name}: neither UTF-8 nor GB18030 text; save the file as UTF-8",
        zh=f"{name}：既不是 UTF-8 也不是 GB18030 文本；请另存为 UTF-8",
    )
