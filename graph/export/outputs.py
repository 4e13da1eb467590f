"""Every file that is written for people, in one way: answers, pages, forms, exports, rejects, the demo's graph.

What this very run reads is never written over. Any other file is written over only if this
program wrote it and nobody has changed it since (FILE.meta.json beside it holds its digest), or
if its bytes are those that are to be written, or if a person says so (`force`).

A file and its meta are made in a passing folder beside their place, on the disk before either gets
its name; the file is named first, the meta last. A process that dies between the two leaves the passing
folder with the meta in it: the next that writes in that folder names it too.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..acts import done
from ..errors import BadInput
from ..passing import Passing, hold, sweep
from .files import file_path, real_path, synced, write_failed
from .meta_files import SUFFIX, claims_name, digest, meta_path, meta_text, recorded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PREFIX: Final = ".chanlian-"
PART: Final = ".part"
NEW, OLD = "new", "old"
_SECONDS: Final = 10.0


class Mark(NamedTuple):
    """What tells bytes from others."""

    sha256: str
    size: int

    @classmethod
    def of(cls, content: bytes | Path) -> Mark:
        """The mark of bytes or of a file."""
        if isinstance(content, bytes):
            return cls(hashlib.sha256(content).hexdigest(), len(content))
        return cls(digest(content), content.stat().st_size)


class OutputFile:
    """A file that is to be written. It is checked when it is named, before any long work, and again when it is written.

    `reads` are the files that this run reads; `claims` says that a file of claims may stand beside it; `content`
    is what is to be written, if that is known already.

    Raises
    ------
    BadInput
        If it is read by this run, is somebody's, or cannot be written.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        reads: Iterable[str | os.PathLike[str]] = (),
        claims: bool = False,
        force: bool = False,
        content: bytes | None = None,
    ) -> None:
        self.given = file_path(path)
        self.path = real_path(self.given)
        self.reads = tuple(map(Path, reads))
        self.names = (self.path.name, claims_name(self.path).name) if claims else (self.path.name,)
        self.force = force
        swept(self.path.parent)
        self.check(None if content is None else {self.path.name: Mark.of(content)})

    def check(self, wanted: Mapping[str, Mark] | None = None) -> None:
        """Raise unless the file may be written; `wanted` are the marks of what is to be written, where they are known."""
        with translated(self.given):
            folder, meta = self.path.parent, meta_path(self.path)
            for path in (*(folder / name for name in self.names), meta):
                if any(same_file(path, one) for one in self.reads):
                    raise is_read(self.given, path)
                not_a_log(self.given, path)
                real_path(path)  # no folder, no device
            if self.force:
                return
            told = recorded(meta)
            if told is None and meta.exists():
                raise is_somebodys(self.given, meta)
            for name in self.names:
                path = folder / name
                if path.exists() and not _is_own(path, (told or {}).get(name), (wanted or {}).get(name)):
                    raise is_somebodys(self.given, path)

    def write(self, content: str | bytes, said: Mapping[str, Any]) -> Path:
        """Write the file and what stands beside it, each whole or neither; the path as it was given. Text is UTF-8."""
        with self.making() as folder:
            data = content.encode("utf-8", "replace") if isinstance(content, str) else content
            (folder / self.path.name).write_bytes(data)
            self.place(folder, said)
        done(os.fspath(self.given))
        return self.given

    def write_alone(self, text: str) -> None:
        """Write the file, and nothing beside it: a file that people go on writing."""
        with self.making() as folder:
            (folder / self.path.name).write_text(text, encoding="utf-8", newline="\n")
            self.place(folder, None)

    def making(self) -> AbstractContextManager[Path]:
        """A passing folder to make the files in, under their names, until `place`."""
        return making(self.path.parent, self.given)

    def place(self, folder: Path, said: Mapping[str, Any] | None) -> Placed:
        """Give the files in the passing folder their names; what was there can be put back until that folder goes.

        Without `said` nothing stands beside the file.
        """
        with translated(self.given):
            marks = {name: Mark.of(folder / name) for name in _in_order(folder, self.path.name)}
            if said is not None:
                text = meta_text(self.path, said, {name: mark.sha256 for name, mark in marks.items()})
                (folder / meta_path(self.path).name).write_text(
                    text,
                    encoding="utf-8",
                    errors="backslashreplace",  # of a name that is not UTF-8: JSON writes such characters so
                    newline="\n",
                )
            for name in (*marks, *([] if said is None else [meta_path(self.path).name])):
                _like(folder / name, self.path.parent / name)
                synced(folder / name)
            synced(folder)
            with _alone(self.path.parent):
                self.check(marks)
                return _placed(folder, self.path)


@contextmanager
def making(folder: Path, given: Path) -> Iterator[Path]:
    """A passing folder beside where files are to stand; errors of the disk are told of the file that is `given`."""
    with translated(given), Passing(folder, PREFIX, PART) as passing:
        (passing / NEW).mkdir()
        (passing / OLD).mkdir()
        yield passing / NEW


class Placed:
    """Files that have their names, and what was there before them, as long as the passing folder is there."""

    def __init__(self, folder: Path, old: Path) -> None:
        self.folder, self.old = folder, old
        self._named: list[str] = []

    def take(self, new: Path, name: str) -> None:
        """Give a file its name and keep what bore it."""
        self._named.append(name)
        if self._keep(name):
            new.replace(self.folder / name)
            return
        try:
            os.link(new, self.folder / name)
        except FileExistsError:  # another process was quicker
            self._named.pop()
            raise
        except OSError:  # a file system without links
            new.replace(self.folder / name)
        else:
            new.unlink()

    def remove(self, name: str) -> None:
        """Remove a file of the output that stood here, and keep it."""
        self._named.append(name)
        self._keep(name)
        (self.folder / name).unlink()

    def _keep(self, name: str) -> bool:
        path, kept = self.folder / name, self.old / name
        if not os.path.lexists(path):
            return False
        try:
            os.link(path, kept)
        except OSError:  # a file system without links
            shutil.copy2(path, kept)
        return True

    def undo(self) -> None:
        """Put back what was there."""
        for name in reversed(self._named):
            path, kept = self.folder / name, self.old / name
            if kept.exists():
                kept.replace(path)
            else:
                path.unlink(missing_ok=True)
        self._named.clear()


def _placed(new: Path, target: Path) -> Placed:
    """Name the files: first the one that people asked for, last what stands beside it."""
    meta = meta_path(target)
    before = recorded(meta) or {}
    out = Placed(target.parent, new.parent / OLD)
    try:
        names = _in_order(new, target.name)
        for name in names:
            if name != meta.name:
                out.take(new / name, name)
        if meta.name in names:
            _finish(out, new / meta.name, before)
        synced(target.parent)
    except BaseException:
        out.undo()
        raise
    return out


def _finish(placed: Placed, meta: Path, before: Mapping[str, str]) -> None:
    """The files have their names: take away what no longer belongs to them, and put the meta beside them."""
    now = recorded(meta) or {}
    # no other name: what a meta tells is a text that anybody may have written
    claims = claims_name(placed.folder / meta.name.removesuffix(SUFFIX))
    if claims.name not in now and claims.name in before and _bears(claims, before[claims.name]):
        placed.remove(claims.name)  # of the earlier export: nothing is contested any more
    synced(placed.folder)
    placed.take(meta, meta.name)


def _in_order(folder: Path, first: str) -> list[str]:
    return sorted(
        (path.name for path in folder.iterdir()), key=lambda name: (name.endswith(SUFFIX), name != first, name)
    )


def _like(new: Path, old: Path) -> None:
    """Give a new file the rights of the one that it replaces."""
    with suppress(FileNotFoundError):
        new.chmod(old.stat().st_mode & 0o777)


def _is_own(path: Path, told: str | None, wanted: Mark | None) -> bool:
    """Whether a file is one that nobody has changed, or that has the very bytes already."""
    # no other file is opened: to close a graph's file would loose the locks that this process has on it
    if wanted is not None and path.stat().st_size != wanted.size:
        wanted = None
    if told is None and wanted is None:
        return False
    return digest(path) in (told, wanted and wanted.sha256)


def same_file(path: Path, other: Path) -> bool:
    """Whether two paths lead to one file, there or not: by links of both sorts, however they are spelt."""
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return os.path.realpath(path) == os.path.realpath(other)


def graph_files(graph: Any) -> list[Path]:
    """The files that a graph is read from, with the log that may stand beside."""
    file = graph.capabilities.file
    return [] if file is None else [file, file.with_name(f"{file.name}.wal")]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time names files in a folder: a file of one and the meta of another are no pair."""
    deadline = time.monotonic() + _SECONDS
    held = None
    while time.monotonic() < deadline:
        try:
            held = hold(folder)
            break
        except BlockingIOError:
            time.sleep(0.01)
    try:
        yield
    finally:
        if held is not None:
            os.close(held)


def swept(folder: Path) -> None:
    """Clear a folder of what killed processes left there; a file and its meta that were half named are named."""
    sweep(folder, PREFIX, PART, _rescue)


def _rescue(passing: Path) -> None:
    """Name what was being named, and put back a folder that was being replaced."""
    target = passing.parent
    for kept in (passing / OLD).glob("*"):
        if kept.is_dir() and not os.path.lexists(target / kept.name):
            kept.rename(target / kept.name)
    for meta in (passing / NEW).glob(f"*{SUFFIX}"):
        with _alone(target):
            _finish_naming(passing, meta, target)


def _finish_naming(passing: Path, meta: Path, target: Path) -> None:
    """If any file of a broken-off output has its name, give the others theirs; else all is as it was."""
    now, before = recorded(meta) or {}, recorded(target / meta.name)
    first = Path(meta.name.removesuffix(SUFFIX))
    if not now.keys() <= {first.name, claims_name(first).name} or (before is None and (target / meta.name).exists()):
        return
    left = [name for name, told in now.items() if not _bears(target / name, told)]
    if len(left) == len(now):
        return
    for name in left:
        # what is still to be named is here, and what bears the name is nobody's
        if not _bears(passing / NEW / name, now[name]):
            return
        if (target / name).exists() and not _bears(target / name, (before or {}).get(name)):
            return
    placed = Placed(target, Path(tempfile.mkdtemp(dir=passing)))
    for name in left:
        placed.take(passing / NEW / name, name)
    _finish(placed, meta, before or {})


def _bears(path: Path, told: str | None) -> bool:
    return told is not None and path.is_file() and digest(path) == told


@contextmanager
def translated(given: Path) -> Iterator[None]:
    """Errors of the disk as those of this program."""
    try:
        yield
    except OSError as error:
        raise write_failed(given, error) from error


def is_read(given: Path, path: Path) -> BadInput:
    """What to say of a file that this run reads."""
    beside = "" if path.name == given.name else f" ({path.name})"
    return BadInput(
        f"{given}{beside}: is what this very run reads or writes beside it, and is never written over; name another file",
        f"{given}{beside}：正是本次要读取（或另行写入）的文件，任何情况下都不会覆盖；请换一个文件名",
    )


def is_somebodys(given: Path, path: Path) -> BadInput:
    """What to say of a file that is not to be written over."""
    beside = "" if path.name == given.name else f" ({path.name})"
    return BadInput(
        f"{given}{beside}: is there already, and is not an unchanged file of this program; name another, so that nothing of yours"
        " is lost, or give --force",
        f"{given}{beside}：已存在，且不是本程序写出后未改动的文件；请换一个名称，以免覆盖您的内容，"
        "或加 --force 强制覆盖",
    )


def not_a_log(given: Path, path: Path) -> None:
    """Whoever opens a graph writes into it what stands in its log: a name that no output may take."""
    graph = path.with_name(path.name.removesuffix(".wal"))
    if graph.name and graph != path and graph.exists():
        raise BadInput(
            f"{given}: would be taken for the log of {graph.name}, and spoil it; name another file",
            f"{given}：会被当作 {graph.name} 的日志文件而损坏它；请换一个文件名",
        )
