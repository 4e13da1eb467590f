"""What cells of these forms say beside names: that there is nobody, that somebody is missing."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from ...values.lists import is_blank, parted

_GAP: Final = re.compile(r"(?:缺|空缺|缺失|缺环|待招引?|待引进?|拟引进?|待补|暂缺|空白|待培育)(?:[（(].*[)）])?")
_BRACKETED: Final = re.compile(r"[（(](.*)[)）]")


def is_gap(text: str) -> bool:
    """Whether a cell says that somebody is missing here.

    >>> is_gap("缺"), is_gap("待招引"), is_gap("缺（冷镦钢）"), is_gap("无"), is_gap("缺氧水处理厂")
    (True, True, True, False, False)
    """
    return _GAP.fullmatch(text.strip()) is not None


def names_in(cell: str | None) -> list[str]:
    """The names that a cell lists; none where it says that there is nobody, or that somebody is missing.

    >>> names_in("甲厂、乙厂"), names_in("缺"), names_in("—"), names_in("（无）"), names_in(None)
    (['甲厂', '乙厂'], [], [], [], [])
    """
    text = unicodedata.normalize("NFC", cell or "").strip()
    inside = _BRACKETED.fullmatch(text)
    if not text or is_gap(text) or is_blank(text) or (inside and (is_blank(inside[1]) or is_gap(inside[1]))):
        return []
    return [name for name in parted(text) if not is_gap(name)]
