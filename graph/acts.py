"""What this run of the program has written: whoever stops it must hear that it stays.

A stop may come when all is written and only the telling is left; to say then that nothing happened would be false.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_done: list[str] = []


def done(what: str) -> None:
    """Note that a graph or a file is written."""
    if what not in _done:
        _done.append(what)


@contextmanager
def aside() -> Iterator[None]:
    """What is written in the block only passes: nobody needs to hear of it.

    >>> _ = taken()
    >>> with aside():
    ...     done("trial.duckdb")
    >>> taken()
    []
    """
    before = _done.copy()
    try:
        yield
    finally:
        _done[:] = before


def taken() -> list[str]:
    """What was written since this was asked last.

    >>> _ = taken()
    >>> done("x.duckdb")
    >>> taken(), taken()
    (['x.duckdb'], [])
    """
    out = _done.copy()
    _done.clear()
    return out
