"""What this process has open of each graph file: one handle for all who read it, and whose turn it is to open it.

POSIX takes all locks that a process has on a file away as soon as the process closes any descriptor of it
(fcntl(2)): DuckDB's too. A second handle on a file that is open, or a copy made of it by its name, would let writers in
while it is read. So whoever reads a file within a process shares one handle, found by the file's number on
its disk and not by a name; and a copy is read through the descriptor that is kept beside it.

What reads a file is kept when the last reader lets go of it, without the file: to make a database takes longer than most
questions do, and this one may open no other file. One such is kept, for the file that was read last.

The descriptor also carries a second lock, of another sort (flock(2)), which says whose turn it is: a writer that
waits holds it, and whoever would open the file to read stands behind, for a while. Without it, readers that
follow one another closely keep a writer out for ever.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

try:
    import fcntl
except ImportError:  # a system without such locks, and without this trouble
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import duckdb

    Attached = Callable[[Path, duckdb.DuckDBPyConnection | None], duckdb.DuckDBPyConnection]

_YIELD_SECONDS: Final = 5.0
"""So long a reader stands behind a writer that waits: longer than most readers read, and no more than a person bears."""
_RETRY_SECONDS: Final = 0.05
GRAPH: Final = "graph"
"""The name under which a file is attached to be read."""
_Inode = tuple[int, int]


@dataclass(slots=True)
class Handle:
    """One graph file that this process has open, for any number of readers or for one writer."""

    path: Path
    inode: _Inode
    descriptor: int | None
    """None where the file may not be read."""
    db: duckdb.DuckDBPyConnection | None = None
    """Where the file is attached read-only; none while it is written."""
    readers: int = 0


class _Process:
    """What this process has open, and how many in it wait to write to each file."""

    def __init__(self) -> None:
        self.left: list[object] = []
        """What the process had of which this one is a copy: its threads are not here to end it."""
        self.resting: tuple[Path, duckdb.DuckDBPyConnection] | None = None
        self.begin()

    def begin(self) -> None:
        """Have nothing open. A copy of the process (fork) has none of its locks, and opens its own handles."""
        self.lock = threading.RLock()
        self.open: dict[_Inode, Handle] = {}
        self.waiting: Counter[_Inode] = Counter()
        self.left.append(self.resting)
        self.resting = None


_here = _Process()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_here.begin)


class NotYet(Exception):  # nothing is wrong
    """Somebody else's turn is not over."""


class Ours(Exception):  # nothing is wrong, unless nobody ends it
    """The process itself has the file open, in a way that does not go with what is asked."""


def read(path: Path, attached: Attached, turn_until: float) -> Handle:
    """The process's handle on a file for one more reader, to be given back with `release`.

    `attached` opens the file where nobody in this process has it open, with what `release` kept if that may open it.

    Raises
    ------
    NotYet
        If a writer waits, before the moment `turn_until`.
    Ours
        If this process itself writes to the file.
    """
    with _here.lock:
        inode = _inode(path)
        handle = _here.open.get(inode)
        if handle is not None and handle.db is None:
            raise Ours
        if handle is not None and _here.waiting[inode] and time.monotonic() < turn_until:
            raise NotYet
        if handle is None:
            handle = _opened(path)
            try:
                if not _turn(handle, exclusive=False) and time.monotonic() < turn_until:
                    raise NotYet
                db = attached(path, _taken_up(path))
                if _inode(path) != handle.inode:  # another file bears the name by now
                    db.close()
                    raise NotYet
                handle.db = db
                _here.open[handle.inode] = handle
            finally:
                _turn_over(handle)
                if handle.db is None:
                    _close(handle)
        handle.readers += 1
        return handle


def release(handle: Handle) -> None:
    """Let go of a handle; the last reader closes the file."""
    with _here.lock:
        handle.readers -= 1
        if handle.readers == 0 and handle.db is not None:
            del _here.open[handle.inode]
            _rest(handle.path, handle.db)
            _close(handle)  # only now: DuckDB's lock went with it


def _rest(path: Path, db: duckdb.DuckDBPyConnection) -> None:
    """Close the file of a database, and keep that for the next reader of the file."""
    import duckdb

    try:
        db.execute(f"DETACH {GRAPH}")
    except duckdb.Error:
        db.close()
        return
    if _here.resting is not None:
        _here.resting[1].close()
    _here.resting = (path, db)


def _taken_up(path: Path) -> duckdb.DuckDBPyConnection | None:
    """The database that rests, if it may open this file."""
    if _here.resting is None or _here.resting[0] != path:
        return None
    db, _here.resting = _here.resting[1], None
    return db


def turn_from_now() -> float:
    """Until when a reader who comes now stands behind a writer."""
    return time.monotonic() + _YIELD_SECONDS


@contextmanager
def writing(path: Path, until: float) -> Iterator[Callable[[], None]]:
    """Be the one in this process who has the file, and the next outside who gets it; call what is given once it is open.

    Waits for its turn until the moment `until`, and then goes on without.

    Raises
    ------
    Ours
        If this process itself still has the file open then.
    """
    handle = _alone(path, until)
    try:
        while not _turn(handle, exclusive=True) and time.monotonic() < until:
            time.sleep(_RETRY_SECONDS)
        yield lambda: _turn_over(handle)
    finally:
        with _here.lock:
            del _here.open[handle.inode]
            _close(handle)


def _alone(path: Path, until: float) -> Handle:
    """A handle for a writer, once nobody else in this process has the file; those who come later stand behind."""
    inode = _inode(path)
    with _here.lock:
        _here.waiting[inode] += 1
    try:
        while True:
            with _here.lock:
                if inode not in _here.open:
                    handle = _opened(path)
                    _here.open[handle.inode] = handle
                    return handle
            if time.monotonic() >= until:
                raise Ours
            time.sleep(_RETRY_SECONDS)
    finally:
        with _here.lock:
            _here.waiting[inode] -= 1


def copy_file(path: Path, target: Path) -> None:
    """Copy a graph's file as it is now, without a lock of this process being lost; whoever reads it keeps it as it is."""
    with _here.lock:
        handle = _here.open.get(_inode(path))
        if handle is None or handle.descriptor is None:
            shutil.copyfile(path, target)
            return
        with target.open("wb") as out:
            at = 0
            while part := os.pread(handle.descriptor, 1 << 20, at):
                out.write(part)
                at += len(part)


def _inode(path: Path) -> _Inode:
    found = path.stat()
    return found.st_dev, found.st_ino


def _opened(path: Path) -> Handle:
    """A handle with a descriptor of its own, and nothing else yet."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0))
    except PermissionError:  # DuckDB says so in its turn
        return Handle(path, _inode(path), None)
    found = os.fstat(descriptor)
    return Handle(path, (found.st_dev, found.st_ino), descriptor)


def _close(handle: Handle) -> None:
    if handle.descriptor is not None:
        os.close(handle.descriptor)


def _turn(handle: Handle, *, exclusive: bool) -> bool:
    """Take the turn if nobody else has it; a file system that knows no such lock has no turns either."""
    if fcntl is None or handle.descriptor is None:
        return True
    try:
        fcntl.flock(handle.descriptor, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _turn_over(handle: Handle) -> None:
    if fcntl is not None and handle.descriptor is not None:
        with suppress(OSError):
            fcntl.flock(handle.descriptor, fcntl.LOCK_UN)
