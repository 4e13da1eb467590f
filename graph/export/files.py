"""Paths that are written to: what one is, where it leads, and what to say where it cannot be written."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Final

from ..errors import BadInput
from ..url import is_address, public

_DEVICES: Final = ("/dev/", "/proc/")
_NO_DEVICES: Final = "/dev/shm/"  # noqa: S108  # nothing is made there, it is only no device
_ODD: Final = (
    "is no file but a pipe or a device, and would be replaced by one; name a file, or leave -o out and the answer goes to standard output",
    "不是普通文件，而是管道或设备，写入会把它替换掉；请指定文件，或去掉 -o 直接输出到标准输出",
)


def file_path(path: str | os.PathLike[str]) -> Path:
    """The path of a file or folder to write.

    >>> file_path("demo/page.html").name
    'page.html'

    Raises
    ------
    BadInput
        If it is the address of a server.
    """
    if is_address(os.fspath(path)):
        where = public(os.fspath(path))
        raise BadInput(
            f"{where}: is the address of a server; a page, table or folder is written to a path such as page.html",
            f"{where}：是服务器地址；网页、表格或文件夹请写到本地路径，如 page.html",
        )
    return Path(path)


def real_path(given: Path, *, folder: bool = False) -> Path:
    """Where a path leads: a link is written through, and stays. The folder that it lies in is there.

    Raises
    ------
    BadInput
        If nothing can be written there: a device, a pipe, a folder (a file, where a folder is to be),
        a folder that is not there or is another's.
    """
    try:
        path = Path(os.path.realpath(given))
        odd = given.name == "-" or any(_is_device(str(one)) for one in (given.absolute(), path))
        mode = None if odd or not path.exists() else path.stat().st_mode
    except (OSError, ValueError) as error:  # a loop of links, too long a name, U+0000 in it
        raise write_failed(given, error) from error
    if odd or (mode is not None and not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)):
        raise BadInput(f"{given}: {_ODD[0]}", f"{given}：{_ODD[1]}")
    if mode is not None and stat.S_ISDIR(mode) != folder:
        raise write_failed(given, OSError(0, "it is a file" if folder else "it is a folder"))
    if not path.parent.is_dir():
        raise write_failed(given, OSError(errno.ENOENT, os.strerror(errno.ENOENT)))
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise write_failed(given, OSError(errno.EACCES, os.strerror(errno.EACCES)))
    return path


def _is_device(path: str) -> bool:
    return path.startswith(_DEVICES) and not path.startswith(_NO_DEVICES)


def write_failed(target: Path, error: Exception) -> BadInput:
    """What to say where a file or folder cannot be written."""
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return BadInput(
        f"{target}: cannot be written ({reason}); name a folder that exists, is yours to write to and has room",
        f"{target}：无法写入（{reason}）；请指定已存在、可写且有剩余空间的文件夹",
    )


def synced(path: Path) -> None:
    """See that a file or folder is on the disk, and not only on its way there."""
    if os.name == "nt":
        return
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # a file system that cannot be asked
            raise
    finally:
        os.close(number)
