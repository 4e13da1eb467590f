"""Passing folders: what is being made lies in one until it is whole, and a killed process leaves nothing for ever.

The process that works in a passing folder holds a lock on it (flock) for as long as it lives, in
whichever container. The next one that works beside it sweeps those that nobody holds: of its own user
only, never a link.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Final

try:
    import fcntl
except ImportError:  # Windows: nothing is held there, and nothing is swept
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_RANDOM: Final = "[a-z0-9_]{8}"
"""What `mkdtemp` puts between the ends of a name."""
_TRIES: Final = 100


class Passing:
    """A new folder that is this process's own; it is gone after `remove`, a `with` block, or the program."""

    def __init__(self, parent: str | os.PathLike[str], prefix: str, suffix: str = "") -> None:
        held = None
        for _ in range(_TRIES):
            # absolute: who made it may have gone to another folder when it is removed
            path = str(Path(tempfile.mkdtemp(prefix=prefix, suffix=suffix, dir=parent)).absolute())
            # a sweep that meets it in the moment between its making and its lock takes it
            with contextlib.suppress(BlockingIOError, FileNotFoundError):
                held = hold(path)
                break
        self.path = Path(path)
        self.remove = weakref.finalize(self, _remove, path, held, os.getpid())

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, _type: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        self.remove()


def _remove(path: str, held: int | None, process: int) -> None:
    """Remove a folder; a copy of the process (fork) is not the one whose folder it is."""
    if os.getpid() == process:
        shutil.rmtree(path, ignore_errors=True)
    if held is not None:
        with contextlib.suppress(OSError):
            os.close(held)


def hold(path: str | os.PathLike[str]) -> int | None:
    """Lock a folder until the number that is given is closed; None where folders cannot be locked.

    Raises
    ------
    BlockingIOError
        If another holds it.
    FileNotFoundError
        If it is gone, or another is in its place.
    """
    if fcntl is None:
        return None
    try:
        number = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except FileNotFoundError:
        raise
    except OSError:
        return None
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        there = os.path.samestat(os.fstat(number), os.lstat(path))
    except (BlockingIOError, FileNotFoundError):
        os.close(number)
        raise
    except OSError:  # a file system without locks
        os.close(number)
        return None
    if not there:
        os.close(number)
        raise FileNotFoundError(path)
    return number


def sweep(parent: Path, prefix: str, suffix: str = "", rescue: Callable[[Path], None] | None = None) -> None:
    """Remove the passing folders beside one that no living process holds; `rescue` sees each before."""
    if fcntl is None:
        return
    wanted = re.compile(re.escape(prefix) + _RANDOM + re.escape(suffix))
    for path in _mine(parent, wanted):
        try:
            held = hold(path)
        except OSError:
            continue
        if held is None:
            continue
        try:
            if rescue is not None:
                rescue(Path(path))
            shutil.rmtree(path, ignore_errors=True)
        except OSError:
            pass  # a later run may have the room or the right
        finally:
            os.close(held)


def _mine(parent: Path, wanted: re.Pattern[str]) -> list[str]:
    out = []
    with contextlib.suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            if wanted.fullmatch(entry.name):
                found = entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid():
                    out.append(str(parent.absolute() / entry.name))
    return sorted(out)
