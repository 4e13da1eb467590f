"""Ctrl-C, and a polite kill, at any moment: always a KeyboardInterrupt, so that whoever writes can clean up."""

from __future__ import annotations

import _thread
import atexit
import signal
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from .graph.errors import ChanlianError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

_AGAIN_SECONDS: Final = 0.02
_IMPORTS: Final = "<frozen importlib._bootstrap>"
_SAID: Final = (ChanlianError, click.ClickException, click.Abort)
"""What says itself how things stand, a stop or not."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Let SIGINT and SIGTERM end the block with KeyboardInterrupt, wherever they meet it.

    One that meets an import waits for its end: a module written in C that is interrupted while it sets itself up
    may take the whole process with it. An interrupt that meets a callback (of a finalizer) is printed and lost by
    Python; it is raised again here, or the load would go on as if nobody had asked it to stop. One that
    meets a library may come out of it as an error of its own (a RuntimeError of DuckDB's query):
    whoever asked is told that it has stopped.
    One that comes when all is done comes too late: Python takes half a second to take itself down,
    and would end with the status of a stopped program although everything was written and said.
    """
    wish = _Wish()
    hook = sys.unraisablehook
    main = threading.current_thread() is threading.main_thread()  # only there may handlers be set
    # a program that its shell has made deaf to Ctrl-C stays so
    deaf = main and signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    numbers = () if not main else (signal.SIGTERM,) if deaf else (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.signal(number, wish.heard) for number in numbers}
    sys.unraisablehook = lambda unraisable: wish.again(unraisable, hook)
    try:
        yield
    except Exception as error:
        if wish.asked and not isinstance(error, _SAID):
            raise KeyboardInterrupt from error
        raise
    finally:
        wish.over = True  # the block has ended; what says so is not to be stopped in its turn
        with wish.asking:  # nobody asks any more from here on
            sys.unraisablehook = hook
        if main:
            atexit.unregister(_too_late)
            atexit.register(_too_late)  # the last to be registered is the first to be run
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)


class _Wish:
    """That this run stop: heard, perhaps put off, and void when all is over."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.over = False
        self.asking = _thread.allocate_lock()

    def heard(self, number: int, frame: FrameType | None) -> None:
        """What a signal does, where it meets this frame."""
        if self.over:
            return
        self.asked.append(number)
        if not _importing(frame):
            raise KeyboardInterrupt
        self._put_off(number)

    def again(self, unraisable: sys.UnraisableHookArgs, hook: Callable[[sys.UnraisableHookArgs], object]) -> None:
        """Ask again where an interrupt was lost; other losses are the hook's."""
        if issubclass(unraisable.exc_type, KeyboardInterrupt):
            # raised in this very hook it would be lost again
            self._put_off(self.asked[-1] if self.asked else signal.SIGINT)
        else:
            hook(unraisable)

    def _put_off(self, number: int) -> None:
        # no Thread, no Timer: their start takes locks that may be held where this is called
        _thread.start_new_thread(self._later, (number,))

    def _later(self, number: int) -> None:
        time.sleep(_AGAIN_SECONDS)
        with self.asking:
            if not self.over:
                _ask(number)


def _ask(number: int) -> None:
    """Send the main thread a signal: a real one where there are such, which ends what waits there too."""
    ident = threading.main_thread().ident
    if hasattr(signal, "pthread_kill") and ident is not None:
        signal.pthread_kill(ident, number)
    else:
        _thread.interrupt_main(signal.Signals(number))


def _importing(frame: FrameType | None) -> bool:
    """Whether a module is being imported where this frame runs."""
    while frame is not None:
        if frame.f_code.co_filename == _IMPORTS:
            return True
        frame = frame.f_back
    return False


def _too_late() -> None:
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
