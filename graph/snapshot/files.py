"""The files of a snapshot, in a folder or in a .zip: listed, read within bounds, and copied to where nobody else writes.

Only names of a closed list are ever opened, and only regular files: a link or a pipe of that name is none.
"""

from __future__ import annotations

import hashlib
import os
import stat
import zlib
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from ..errors import GraphError, GraphMissing
from ..scratch import no_room
from .manifest import LARGEST, NAME, NAMES, Kept, Manifest, claims_to_be, none_there, read_manifest
from .tables import FOLDER
from .zipped import PIECE, entries_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .zipped import Entry

ENDING: Final = ".zip"
_LISTED: Final = 1000
"""So many files that do not belong to a snapshot are listed."""


def is_snapshot(path: str | os.PathLike[str]) -> bool:
    """Whether a path names a snapshot: a folder with a manifest, or a file that ends in .zip, there or not.

    No other file is opened to see: whoever closes a file lets go of all locks that this process has on it, and it may be a graph
    that is being read or written.

    >>> is_snapshot("xq.duckdb"), is_snapshot("2025.zip")
    (False, True)
    """
    there = Path(path)
    with suppress(OSError, ValueError):
        if there.is_dir():
            with _regular(there / NAME) as file:
                return claims_to_be(file.read(LARGEST))
    return there.suffix.lower() == ENDING


def looks_like_one(path: str | os.PathLike[str]) -> bool:
    """Whether what is there is a snapshot or was one, damaged or not: the manifest comes first in a .zip."""
    there = Path(path)
    with suppress(OSError, ValueError), _regular(there / NAME if there.is_dir() else there) as file:
        return claims_to_be(file.read(PIECE))
    return False


class Files:
    """The files of a snapshot as they lie in its folder or .zip; nothing is believed of them.

    Raises
    ------
    GraphMissing
        If there is neither.
    GraphError
        If it is a .zip of another kind, or cannot be read.
    """

    def __init__(self, url: str) -> None:
        self.url, self.path = url, Path(url)
        self.packed: dict[str, Entry] | None = None
        """Where the files lie in the .zip, if it is one."""
        with self._told():
            if self.path.is_dir():
                return
            if not self.path.exists():
                raise GraphMissing(
                    f"{url}: there is no snapshot here; make one with: chanlian snapshot create GRAPH -o {url}",
                    f"{url}：这里没有快照；用 chanlian snapshot create 图 -o {url} 建立",
                )
            if not is_snapshot(self.path):
                raise none_there(url)
            with _regular(self.path) as file:
                self.packed = {one.name: one for one in entries_of(file, url)}

    @staticmethod
    def there(url: str) -> bool:
        """Whether anything is there that may be one."""
        return Path(url).exists()

    def sizes(self) -> dict[str, int]:
        """The files that are there, of those that a snapshot may have, with their sizes."""
        if self.packed is not None:
            return {name: one.size for name, one in self.packed.items()}
        with self._told():
            found = {name: _size(self.path / name) for name in NAMES}
            inside = stat.S_ISDIR(_mode(self.path / FOLDER))  # no link that leads elsewhere
            return {
                name: size
                for name, size in found.items()
                if size is not None and (inside or not name.startswith(FOLDER))
            }

    def others(self) -> list[str]:
        """What else lies in the folder, as far as it is listed; a .zip has nothing else."""
        if self.packed is not None:
            return []
        mine, out = {*self.sizes()}, []
        for folder, folders, names in os.walk(self.path):
            folders.sort()
            for name in sorted(names + [one for one in folders if (Path(folder) / one).is_symlink()]):
                found = (Path(folder) / name).relative_to(self.path).as_posix()
                if found not in mine:
                    out.append(found)
                if len(out) >= _LISTED:
                    return out
        return out

    def manifest(self) -> Manifest:
        """What the snapshot says of itself."""
        return read_manifest(self.manifest_bytes(), self.url)

    def manifest_bytes(self) -> bytes:
        """The manifest as it lies there; nothing longer than one can be."""
        if self.sizes().get(NAME, LARGEST + 1) > LARGEST:
            raise none_there(self.url)
        with self._told(), self._opened(NAME) as (read, _):
            return b"".join(iter(lambda: read(PIECE), b""))

    def kept(self, name: str, most: int, into: Path | None = None) -> tuple[Kept, bool]:
        """The size and digest of a file, of which no more than `most` bytes are read, and whether its .zip says the same of it.

        With `into` it is copied there on the way.
        """
        sha, crc, size = hashlib.sha256(), 0, 0
        with self._told(), self._opened(name) as (read, said):
            out = None if into is None else into.open("xb", buffering=0)
            try:
                while size <= most and (piece := read(min(PIECE, most + 1 - size))):
                    sha.update(piece)
                    size += len(piece)
                    if said is not None:
                        crc = zlib.crc32(piece, crc)
                    _put(out, piece)
            finally:
                if out is not None:
                    out.close()
        return Kept(size, sha.hexdigest()), said is None or said == crc

    @contextmanager
    def _opened(self, name: str) -> Iterator[tuple[Callable[[int], bytes], int | None]]:
        """How to read a file, and the checksum that its .zip has of it."""
        if self.packed is None:
            with _regular(self.path / name) as file:
                yield file.read, None
            return
        entry, done = self.packed[name], 0
        with _regular(self.path) as file:
            file.seek(entry.at)

            def read(number: int) -> bytes:
                nonlocal done
                piece = file.read(min(number, entry.size - done))
                done += len(piece)
                return piece

            yield read, entry.crc

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise GraphError(
                f"{self.url}: cannot be read ({error.strerror or error}); see that it is there, and that you may read it",
                f"{self.url}：无法读取（{error.strerror or error}）；请确认文件存在且有读取权限",
            ) from error


@contextmanager
def _regular(path: Path) -> Iterator[BinaryIO]:
    """A file to read, if it is one and no link, pipe or device."""
    number = os.open(
        path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(number, "rb") as file:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise OSError(0, "it is no file")
        yield file


def _put(out: BinaryIO | None, piece: bytes) -> None:
    """Write a piece of a copy; where there is no room for it, nothing is wrong with what is read."""
    left = memoryview(piece) if out is not None else memoryview(b"")
    try:
        while out is not None and left:
            left = left[out.write(left) :]  # less of it than asked, where a disk is nearly full
    except OSError as error:
        raise no_room(error) from error


def _mode(path: Path) -> int:
    try:
        return path.lstat().st_mode
    except OSError:
        return 0


def _size(path: Path) -> int | None:
    """The size of a regular file; None where there is none."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None
