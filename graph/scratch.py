"""Temporary folders: where DuckDB spills, copies of inputs lie, and a graph in memory is kept."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import Final

from .passing import Passing, sweep

_PREFIX: Final = "chanlian-run-"


def scratch() -> Passing:
    """A new temporary folder of this process; those that killed processes of this user left are removed first.

    >>> with scratch() as folder:
    ...     folder.is_dir()
    True
    >>> folder.exists()
    False
    """
    base = tempfile.gettempdir()
    _swept(base)
    return Passing(base, _PREFIX)


@functools.cache
def _swept(base: str) -> None:
    """Once in a process is enough."""
    sweep(Path(base), _PREFIX)
