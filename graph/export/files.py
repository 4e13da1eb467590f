"""Writing files: all or nothing."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ..errors import BadInput
from ..url import is_address, public


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


def write_whole(path: str | os.PathLike[str], content: str | bytes) -> Path:
    """Write a file so that its name shows the old content or the whole new one, never a part.

    Text is written as UTF-8. The folder must exist.

    Raises
    ------
    BadInput
        If the file cannot be written there.
    """
    target = file_path(path)
    data = content.encode("utf-8") if isinstance(content, str) else content
    part: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        part = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            part.chmod(target.stat().st_mode & 0o777)
        else:
            open_to_all(part)
        part.replace(target)
    except OSError as error:
        raise write_failed(target, error) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)
    return target


def write_failed(target: Path, error: OSError) -> BadInput:
    """What to say where a file or folder cannot be written."""
    reason = error.strerror or str(error)
    return BadInput(
        f"{target}: cannot be written ({reason}); name a folder that exists and is yours to write to",
        f"{target}：无法写入（{reason}）；请指定已存在且可写的文件夹",
    )


def open_to_all(path: Path, *, folder: bool = False) -> None:
    """Give a file that was made for its owner alone the rights of any new file."""
    path.chmod((0o777 if folder else 0o666) & ~_umask())


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
