"""Ctrl-C, and a polite kill, at any moment: always a KeyboardInterrupt, so that whoever writes can clean up."""

from __future__ import annotations

import _thread
import atexit
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_AGAIN_SECONDS = 0.02
_INTERRUPTED = "Query interrupted"
"""What DuckDB's driver raises, as a RuntimeError, where Ctrl-C met a query."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Let SIGINT and SIGTERM end the block with KeyboardInterrupt, wherever they meet it.

    An interrupt that meets a callback (of an import lock, of a finalizer) is printed and lost by
    Python; it is raised again here, or the load would go on as if nobody had asked it to stop.
    One that comes when all is done comes too late: Python takes half a second to take itself down,
    and would end with the status of a stopped program although everything was written and said.
    """
    hook = sys.unraisablehook
    lost: list[threading.Timer] = []

    def again(unraisable: sys.UnraisableHookArgs) -> None:
        if issubclass(unraisable.exc_type, KeyboardInterrupt):
            # a little later: raised in this very hook it would be lost again
            lost.append(threading.Timer(_AGAIN_SECONDS, _thread.interrupt_main))
            lost[-1].start()
        else:
            hook(unraisable)

    main = threading.current_thread() is threading.main_thread()  # only there may handlers be set
    before = signal.signal(signal.SIGTERM, signal.default_int_handler) if main else None
    sys.unraisablehook = again
    try:
        yield
    except RuntimeError as error:
        if str(error) != _INTERRUPTED:
            raise
        raise KeyboardInterrupt from error
    finally:
        sys.unraisablehook = hook
        for one in lost:  # the block has ended; what says so is not to be stopped in its turn
            one.cancel()
        if main:
            atexit.unregister(_too_late)
            atexit.register(_too_late)  # the last to be registered is the first to be run
            signal.signal(signal.SIGTERM, before or signal.SIG_DFL)


def _too_late() -> None:
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
