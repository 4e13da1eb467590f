"""What the search of a page finds: names, their pinyin and its initials, and how they are written in traditional characters."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ..pictures.markup import clean

if TYPE_CHECKING:
    from collections.abc import Iterable


def search_keys(names: Iterable[str]) -> str:
    """Other ways to type names, each on a line of its own, in small letters.

    >>> search_keys(["吨袋"])
    'dd\\ndundai\\n噸袋'
    """
    out: dict[str, None] = {}
    for name in names:
        for key in _keys(name):
            if key.lower() != name.lower():
                out[key.lower()] = None
    return "\n".join(out)


def _keys(name: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    if name.isascii():
        return ()
    name = clean(name)
    sounds = [sound for sound in lazy_pinyin(name, errors="ignore") if sound]
    to, back = _converters()
    return ("".join(sound[0] for sound in sounds), "".join(sounds), to.convert(name), back.convert(name))


@cache
def _converters() -> tuple[Any, Any]:
    from opencc import OpenCC

    return OpenCC("s2t"), OpenCC("t2s")
