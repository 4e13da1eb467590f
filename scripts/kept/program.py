"""The program as people run it, `python -m chanlian`, many times in one process and in steady surroundings.

Nothing else of the package is named here, so that what is kept does not depend on where its modules lie.
"""

from __future__ import annotations

import contextlib
import io
import os
import runpy
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

EPOCH: Final = "1764288000"
"""2025-11-28: the day on which everything is recorded."""

_SURROUNDINGS: Final = {
    "SOURCE_DATE_EPOCH": EPOCH,
    "TZ": "UTC",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "COLUMNS": "120",  # of a table on a terminal
    "LINES": "50",
    "NO_COLOR": "1",
    "TERM": "dumb",
}


@dataclass(frozen=True)
class Said:
    """What one run of the program said: its exit code (`crash` for an exception nobody caught) and its two outputs."""

    exit: int | str
    out: bytes
    err: str


def steady_surroundings() -> None:
    """Fix what answers could depend on: day, time zone, locale, width of the terminal."""
    os.environ.update(_SURROUNDINGS)
    for name in ("LANGUAGE", "LC_MESSAGES", "FORCE_COLOR", "PYTHONIOENCODING"):
        os.environ.pop(name, None)
    time.tzset()


def run(arguments: Sequence[str]) -> Said:
    """Run `python -m chanlian ARGUMENTS` in this process; paths are of the current folder.

    A program that is stopped says so and exits as after an error; whoever sent the signal meant this
    process too, so it ends here.
    """
    with _signals() as arrived:
        said = _run(arguments)
        if arrived():
            raise KeyboardInterrupt
    return said


@contextlib.contextmanager
def _signals() -> Iterator[Callable[[], bool]]:
    """Tells whether a signal arrived, whoever handled it."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)  # as set_wakeup_fd wants it
    os.set_blocking(reader, False)
    before = signal.set_wakeup_fd(writer)

    def arrived() -> bool:
        try:
            return any(number in (signal.SIGINT, signal.SIGTERM) for number in os.read(reader, 100))
        except BlockingIOError:
            return False

    try:
        yield arrived
    finally:
        signal.set_wakeup_fd(before)
        os.close(reader)
        os.close(writer)


def _run(arguments: Sequence[str]) -> Said:
    out, err = io.BytesIO(), io.BytesIO()
    streams = [io.TextIOWrapper(raw, encoding="utf-8", errors="backslashreplace", newline="") for raw in (out, err)]
    arguments_before, code = sys.argv, 0
    sys.argv = ["chanlian", *arguments]
    try:
        with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            runpy.run_module("chanlian", run_name="__main__")
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except Exception as error:  # noqa: BLE001  # a crash is an answer to keep, too
        return Said("crash", out.getvalue(), f"{_text(streams[1], err)}{type(error).__name__}: {error}\n")
    finally:
        sys.argv = arguments_before
    streams[0].flush()
    return Said(code, out.getvalue(), _text(streams[1], err))


def _text(stream: io.TextIOWrapper, raw: io.BytesIO) -> str:
    if not stream.closed:
        stream.flush()
    return raw.getvalue().decode("utf-8", "backslashreplace")


def where() -> str:
    """The folder of the program that was run."""
    import chanlian

    return str(Path(chanlian.__file__).parent)
