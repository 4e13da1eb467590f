"""Temporary folders: where DuckDB spills, copies of inputs lie, and a graph in memory is kept."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import Final

from .errors import BadInput
from .passing import Passing, sweep

_PREFIX: Final = "chanlian-run-"


def scratch() -> Passing:
    """A new temporary folder of this process; those that killed processes of this user left are removed first.

    Raises
    ------
    BadInput
        If there is no folder for what is temporary, or no room in it.

    >>> with scratch() as folder:
    ...     folder.is_dir()
    True
    >>> folder.exists()
    False
    """
    try:
        base = tempfile.gettempdir()
        _swept(base)
        return Passing(base, _PREFIX)
    except OSError as error:  # of the file that is asked for, nothing is wrong
        raise no_room(error) from error


def no_room(error: OSError) -> BadInput:
    """What is said where nothing temporary can be written."""
    return BadInput(
        f"temporary files cannot be written ({error.strerror}); make room, or set TMPDIR to a folder that has it",
        f"无法写入临时文件（{error.strerror}）；请腾出空间，或将 TMPDIR 设为有空间的文件夹",
    )


@functools.cache
def spill() -> Path:
    """The one temporary folder that goes with the process: for libraries that want to be told a place of their own."""
    return _kept().path


@functools.cache
def _kept() -> Passing:
    return scratch()


@functools.cache
def _swept(base: str) -> None:
    """Once in a process is enough."""
    sweep(Path(base), _PREFIX)
