"""Ctrl-C, and a polite kill, at any moment: always a KeyboardInterrupt, so that whoever writes can clean up."""

from __future__ import annotations

import _thread
import atexit
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import click

from .graph.errors import ChanlianError

if TYPE_CHECKING:
    from collections.abc import Iterator

_AGAIN_SECONDS = 0.02
_SAID = (ChanlianError, click.ClickException, click.Abort)
"""What says itself how things stand, a stop or not."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Let SIGINT and SIGTERM end the block with KeyboardInterrupt, wherever they meet it.

    An interrupt that meets a callback (of an import lock, of a finalizer) is printed and lost by
    Python; it is raised again here, or the load would go on as if nobody had asked it to stop. One that
    meets a library may come out of it as an error of its own (a RuntimeError of DuckDB's query, an
    ImportError of a module that was being loaded): whoever asked is told that it has stopped.
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

    asked: list[int] = []

    def stop(number: int, _frame: object) -> NoReturn:
        asked.append(number)
        raise KeyboardInterrupt

    main = threading.current_thread() is threading.main_thread()  # only there may handlers be set
    # a program that its shell has made deaf to Ctrl-C stays so
    deaf = main and signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    numbers = () if not main else (signal.SIGTERM,) if deaf else (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.signal(number, stop) for number in numbers}
    sys.unraisablehook = again
    try:
        yield
    except Exception as error:
        if asked and not isinstance(error, _SAID):
            raise KeyboardInterrupt from error
        raise
    finally:
        sys.unraisablehook = hook
        for one in lost:  # the block has ended; what says so is not to be stopped in its turn
            one.cancel()
        if main:
            atexit.unregister(_too_late)
            atexit.register(_too_late)  # the last to be registered is the first to be run
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)


def _too_late() -> None:
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
