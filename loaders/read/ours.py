"""Which files this program wrote: cells of CSV carry guards against spreadsheets, which come off again; answers are no facts.

A person may have mended such a file since, so no digest is asked: an export and a file of rejects are known by
their own columns, an answer by FILE.meta.json beside it. In any other file an apostrophe is an apostrophe.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from ...graph.export.cells import uninert
from ...graph.export.meta_files import meta_path, recorded
from ...graph.export.portable import BESIDE, FACT, TRACE
from ...graph.export.sheet import ANSWER, LISTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

REJECTS: Final = (
    "reject_file",
    "reject_sheet",
    "reject_row",
    "reject_column",
    "reject_value",
    "reject_reason",
)
"""The columns that a file of rejects adds."""
_PROPERTIES: Final = 1 << 16
"""The properties of a workbook take no more than so many bytes."""
_EXPORTED: Final = frozenset((FACT, *BESIDE))
_TRACED: Final = frozenset(TRACE.values())


def is_ours(path: Path, head: Iterable[Sequence[str]]) -> bool:
    """Whether this program wrote a CSV file with these first rows.

    >>> from pathlib import Path
    >>> is_ours(Path("x.csv"), [["name", "fact.id", "evidence.method", "evidence.recorded"]]), is_ours(Path("x.csv"), [["name"]])
    (True, False)
    """
    for row in head:
        if {cell.strip().casefold() for cell in row}.issuperset(REJECTS) or is_export(row) or is_trace(row):
            return True
    return path.name in (recorded(meta_path(path)) or {})


def answered(path: Path) -> str:
    """What this program wrote a workbook as: the answer to a question (`ANSWER`), a list of facts (`LISTED`), or "" for another's.

    The mark stands among the file's properties, which office programs keep when somebody works on it.
    """
    try:
        with zipfile.ZipFile(path) as package, package.open("docProps/core.xml") as file:
            said = re.search(rb"<(?:\w+:)?keywords[^>]*>([^<]*)<", file.read(_PROPERTIES))
    except (KeyError, OSError, ValueError, RuntimeError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error):
        return ""
    words = said[1].decode("utf-8", "replace").split() if said else []
    return next((mark for mark in (ANSWER, LISTED) if mark in words), "")


def is_export(headers: Iterable[str]) -> bool:
    """Whether a table with these headers is one of an export, in whichever form: each of its rows is a fact as it stands.

    >>> is_export(["name", "fact.id", "evidence.method", "evidence.recorded"]), is_export(["企业名称"])
    (True, False)
    """
    return {header.strip().casefold() for header in headers} >= _EXPORTED


def is_trace(headers: Iterable[str]) -> bool:
    """Whether a table with these headers is that of what was taken out, of an export.

    >>> is_trace(["kind", "fact.id", "source"])
    False
    """
    return {header.strip().casefold() for header in headers} >= _TRACED


def as_meant(cells: Sequence[str]) -> list[str]:
    """The cells of a row of ours without their guards."""
    return [uninert(cell) for cell in cells]
