"""Ctrl-C and a polite kill, put off for the moments in which it could not be said how things stand."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBERS: Final = (signal.SIGINT, signal.SIGTERM)


class Deferred:
    """Stops that came after `begin`."""

    def __init__(self) -> None:
        self.asked = False
        """Whether somebody wants it to stop."""
        self._before: dict[int, Any] = {}

    def begin(self) -> None:
        """From now on keep stops; what is not the main thread meets none anyway."""
        if threading.current_thread() is threading.main_thread() and not self._before:
            for number in _NUMBERS:
                if signal.getsignal(number) not in (signal.SIG_IGN, None):  # deaf it stays
                    self._before[number] = signal.signal(number, self._keep)

    def _keep(self, _number: int, _frame: object) -> None:
        self.asked = True

    def end(self) -> None:
        """Let stops through again."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before = {}


@contextmanager
def deferring() -> Iterator[Deferred]:
    """Keep what stops come between `begin` and the end of the block, and stop then.

    >>> import os
    >>> try:
    ...     with deferring() as stops:
    ...         stops.begin()
    ...         os.kill(os.getpid(), signal.SIGINT)
    ...         print("to the end")
    ... except KeyboardInterrupt:
    ...     print("and then stopped")
    to the end
    and then stopped
    """
    stops = Deferred()
    try:
        yield stops
    finally:
        stops.end()
    if stops.asked:
        raise KeyboardInterrupt
