"""The files of a graph on the disk: what they are called, and how they get their name whole."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def wal(path: Path) -> Path:
    """The write-ahead log that DuckDB keeps beside a file that is being written; it takes ? in a name for a URL's.

    >>> from pathlib import Path
    >>> wal(Path("x.duckdb")).name, wal(Path("x?y")).name
    ('x.duckdb.wal', 'x.wal?y')
    """
    return beside(path, ".wal")


def beside(path: Path, ending: str) -> Path:
    """A file that DuckDB keeps beside another."""
    before, mark, query = path.name.partition("?")
    return path.with_name(f"{before}{ending}{mark}{query}")


def put_in_place(new: Path, path: Path) -> bool:
    """Give a new file its name, unless another process was quicker; whether it was this one."""
    try:
        os.link(new, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        new.replace(path)
    return True
