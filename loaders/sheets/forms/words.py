"""What cells of these forms say beside names: that there is nobody, that somebody is missing."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from ...values.lists import is_blank, parted

_GAP: Final = re.compile(
    r"(?:缺|空缺|缺失|缺环|缺链|断链|断点|待招商?引?|待引进?|拟引进?|待补链?|暂缺|空白|待培育|完全空白|全缺)(?:[（(].*[)）])?"
)
_STATUS: Final = re.compile(
    r"(?:较|很|比较|相对|基本|部分|已|有|不)?(?:齐全|齐备|完备|完整|健全|薄弱|弱|强|一般|不足|短缺|紧缺|充足|满足|有|配套|具备|空缺|成熟|优势|领先)"
)
_BRACKETED: Final = re.compile(r"[（(](.*)[)）]")


def is_gap(text: str) -> bool:
    """Whether a cell says that somebody is missing here.

    >>> is_gap("缺"), is_gap("待招引"), is_gap("缺（冷镦钢）"), is_gap("无"), is_gap("缺氧水处理厂")
    (True, True, True, False, False)
    """
    return _GAP.fullmatch(text.strip()) is not None


def is_nobody(text: str) -> bool:
    """Whether a cell says in words that there is nobody; a dash says nothing.

    >>> is_nobody("无"), is_nobody("（暂无）"), is_nobody("—"), is_nobody("本地无")
    (True, True, False, True)
    """
    bare = _BRACKETED.sub(r"\1", text.strip())
    return (
        re.fullmatch(
            r"(?:本地|本县|本市|本区|县内|市内|区内|目前|当前)?(?:尚|暂)?(?:无|没有|空)(?:企业|生产企业)?", bare
        )
        is not None
    )


def is_status(text: str) -> bool:
    """Whether a cell says how well a node of a chain is filled.

    >>> is_status("薄弱"), is_status("待引进"), is_status("齐全"), is_status("虚构机械厂")
    (True, True, True, False)
    """
    return _STATUS.fullmatch(text.strip()) is not None or is_gap(text) or is_blank(text)


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
