"""The files of a graph on the disk: given their name whole, and cleared of what killed processes left beside them."""

from __future__ import annotations

import glob
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


def abandoned(path: Path) -> list[Path]:
    """Unfinished graphs, with their logs, that killed processes left beside this path."""
    out = []
    for new in path.parent.glob(f".{glob.escape(path.name)}.*.new"):
        number = new.name.removesuffix(".new").rpartition(".")[2]
        if number.isdecimal() and not _is_alive(int(number)) and not _is_held(new):
            out += [new, wal(new)]
    return out


def _is_alive(process: int) -> bool:
    """Whether a process of this number runs; where that cannot be asked, it may."""
    if os.name == "nt":  # there signal 0 is no question
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _is_held(path: Path) -> bool:
    """Whether someone holds the file: in another container a process that lives has a number that is unknown here."""
    import fcntl

    try:
        with path.open("r+b") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    return False


def put_in_place(new: Path, path: Path) -> bool:
    """Give a new file its name, unless another process was quicker; whether it was this one."""
    try:
        os.link(new, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        new.replace(path)
    return True
