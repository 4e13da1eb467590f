"""FILE.meta.json, which stands beside each file that this program writes: what it is, and its digest.

By the digest the program knows its own files again: what it wrote and nobody has changed may be
written anew, anything else is somebody's.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from .cells import as_json, plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SUFFIX: Final = ".meta.json"
CLAIMS: Final = "claims"
"""The folder, or part of a file's name, of what else sources state: further tables for `load`."""
_LARGEST: Final = 64 << 20


def meta_path(path: Path) -> Path:
    """What stands beside a file."""
    return path.with_name(path.name + SUFFIX)


def claims_name(path: Path) -> Path:
    """What stands beside a file of tables: what each of several sources states."""
    return path.with_name(f"{path.stem}.{CLAIMS}{path.suffix}")


def meta_text(path: Path, said: Mapping[str, Any], digests: Mapping[str, str]) -> str:
    """The text of a file's meta; where several files make one output, their digests by name."""
    told = digests[path.name] if len(digests) == 1 and said.get("question") != "export" else dict(digests)
    return as_json(plain({"file": path.name, **said, "sha256": told}), indent=1) + "\n"


def recorded(meta: Path) -> dict[str, str] | None:
    """The digests by file that a meta tells; None where there is none, or it is not of this program."""
    try:
        if meta.stat().st_size > _LARGEST:
            return None
        said = json.loads(meta.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not isinstance(said.get("file"), str):
        return None
    told = said.get("sha256")
    if isinstance(told, str):
        return {meta.name.removesuffix(SUFFIX): told}
    if isinstance(told, dict) and all(isinstance(one, str) for one in told.values()):
        return told
    return None


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
