"""A TOML file of a person's own: a mapping, headers, thresholds. It is read within bounds, whatever it is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import os

_LARGEST: Final = 10_000_000
"""Bytes; what is larger is no such file, but perhaps a device that never ends."""


def read_toml(path: str | os.PathLike[str]) -> dict[str, Any]:
    """What a TOML file says.

    Raises
    ------
    OSError
        If it cannot be read.
    ValueError
        If it is no TOML in UTF-8, too large, or nested too deep; the message says which.
    """
    with Path(path).open("rb") as file:
        raw = file.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise ValueError(f"larger than {_LARGEST // 1_000_000} MB")
    return parsed(raw)


def parsed(raw: bytes) -> dict[str, Any]:
    """What the bytes of a TOML file say; ValueError where they are none."""
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except RecursionError:
        raise ValueError("nested too deep") from None
