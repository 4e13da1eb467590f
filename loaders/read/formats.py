"""The formats of tables that are read, one entry each: a new one is a module with its reader, and a line here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from .arrow import ARROW_SUFFIXES, read_arrow
from .csv import read_csv
from .graphml import read_graphml
from .json import read_json
from .rdf import read_rdf
from .workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .sheet import Staging

    Reader = Callable[[Staging, Path, str], object]
    """Stages the sheets of a file, whose name in messages is the third."""

Looks = Literal["workbook", "json", "text"]
"""What the first bytes of a file look like (encoding.py)."""


@dataclass(frozen=True)
class Format:
    """One format: the endings of its files, their reader, and what they look like."""

    suffixes: tuple[str, ...]
    read: Reader
    looks: Looks | None
    """None: nothing but the reader can tell, and it says what is wrong."""


FORMATS: Final = (
    Format((".csv",), read_csv, "text"),
    Format((".tsv",), partial(read_csv, tabs=True), "text"),
    Format((".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb"), read_workbook, "workbook"),
    Format((".json", ".jsonl", ".ndjson"), read_json, "json"),
    Format(ARROW_SUFFIXES, read_arrow, None),
    Format((".nt", ".ttl", ".rdf"), read_rdf, None),
    Format((".graphml",), read_graphml, None),
)

UNNAMED: Final[dict[Looks, Reader]] = {
    "workbook": read_workbook, "json": read_json, "text": read_csv,
}  # fmt: skip
"""How a file is read whose name has no known ending, or that comes from standard input: by what it looks like."""
