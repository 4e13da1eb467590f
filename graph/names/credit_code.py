"""Unified social credit codes (GB 32100-2015): which are sound, and what is wrong with one that is not.

A code has 18 characters: registering department, category, six digits of the region, nine
characters of the organisation code, and a check character. The check follows ISO 7064 MOD 31
with weights 3^i mod 31.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and letters without I, O, S, V and Z, each worth its position."""

LENGTH: Final = 18
_WEIGHTS: Final = tuple(pow(3, place, len(ALPHABET)) for place in range(LENGTH))
_WEIGHTS_AND_CHECK: Final = (*_WEIGHTS[:-1], 1)
_REGION: Final = range(2, 8)
_LIKE: Final = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}
_OLD: Final = {9: ("an organisation code", "组织机构代码"), 15: ("an old registration number", "旧的工商注册号")}


def sound(codes: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which of many codes are sound, all at once.

    >>> sound(["91110000600037341L", "911100006000373411", "9111"]).tolist()
    [True, False, False]
    """
    import numpy as np

    # a character a column; a text that is too long shows it in the last
    marks = np.array(codes, f"U{LENGTH + 1}").view(np.uint32).reshape(len(codes), LENGTH + 1)
    worth = np.full(128, len(ALPHABET), np.int16)
    worth[[ord(mark) for mark in ALPHABET]] = range(len(ALPHABET))
    values = worth[np.minimum(marks[:, :LENGTH], 127)]
    good: npt.NDArray[np.bool_] = (marks[:, LENGTH] == 0) & (values < len(ALPHABET)).all(axis=1)
    good &= (values[:, _REGION.start : _REGION.stop] < 10).all(axis=1)
    good &= values @ np.array(_WEIGHTS_AND_CHECK, np.int16) % len(ALPHABET) == 0
    return good


def check_character(code: str) -> str:
    """The check character of a code's first 17 characters.

    >>> check_character("91110000600037341")
    'L'
    """
    total = sum(ALPHABET.index(mark) * weight for mark, weight in zip(code[: LENGTH - 1], _WEIGHTS, strict=False))
    return ALPHABET[-total % len(ALPHABET)]


def fault(code: str) -> tuple[str, str] | None:
    """What is wrong with a code, in English and Chinese; None if it is sound.

    >>> fault("91110000600037341L")
    >>> fault("9111000060003734OL")[0]
    'character 17 is O, which no credit code has; is it 0?'
    >>> fault("911100006000373411")[0]
    'the check character is 1, but the first 17 characters give L; one of the 18 is wrong'
    """
    if len(code) != LENGTH:
        en, zh = _OLD.get(len(code), ("", ""))
        return (
            f"has {len(code)} characters{f' like {en}' if en else ''}; a unified social credit code has {LENGTH}",
            f"有{len(code)}位{f'，像是{zh}' if zh else ''}；统一社会信用代码应为{LENGTH}位",
        )
    for place, mark in enumerate(code):
        if mark not in ALPHABET:
            like = _LIKE.get(mark)
            return (
                f"character {place + 1} is {mark}, which no credit code has{f'; is it {like}?' if like else ''}",
                f"第{place + 1}位是“{mark}”，统一社会信用代码中没有这个字符{f'；是否应为{like}？' if like else ''}",
            )
        if place in _REGION and not mark.isdigit():
            return (
                f"character {place + 1} is {mark}; characters 3 to 8 are the code of a region, in digits",
                f"第{place + 1}位是“{mark}”；第3至8位是行政区划代码，应为数字",
            )
    right = check_character(code)
    if code[-1] != right:
        return (
            f"the check character is {code[-1]}, but the first 17 characters give {right}; one of the 18 is wrong",
            f"校验位是{code[-1]}，而按前17位应为{right}；18位中有一位写错",
        )
    return None
