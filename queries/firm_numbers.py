"""How many firms there are, in words: an unnamed group is never counted as one firm, nor a project.

The texts of questions give a number for each: -1 for a firm, -2 for a project, else of how many firms an unnamed group is, 0 where
nobody states it (`{number:f}`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..graph.language import t

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRM: Final = -1
PROJECT: Final = -2


def firms_in_words(numbers: Iterable[int] | None, lang: str) -> str:
    """What there are of firms, unnamed groups and projects.

    >>> firms_in_words([-1, -1], "en"), firms_in_words([-1, 0, 18], "en")
    ('2 firms', '1 firm, a group of firms (number not stated), a group of 18 firms')
    >>> firms_in_words([0], "zh"), firms_in_words([-1, 18], "zh"), firms_in_words([-2], "zh"), firms_in_words([0, 0], "zh")
    ('一组企业（家数未载）', '1家企业、一组企业（18家）', '1个投产项目', '2组企业（家数未载）')
    """
    known = list(numbers or ())
    firms, projects, unstated = (sum(one == of for one in known) for of in (FIRM, PROJECT, 0))
    parts = []
    if firms:
        parts.append(t(lang, f"{firms} firm{'s' * (firms != 1)}", f"{firms}家企业"))
    if unstated == 1:
        parts.append(t(lang, "a group of firms (number not stated)", "一组企业（家数未载）"))
    elif unstated:
        parts.append(t(lang, f"{unstated} groups of firms (numbers not stated)", f"{unstated}组企业（家数未载）"))
    parts += [t(lang, f"a group of {one} firms", f"一组企业（{one}家）") for one in sorted(known) if one > 0]
    if projects:
        parts.append(t(lang, f"{projects} producing project{'s' * (projects != 1)}", f"{projects}个投产项目"))
    return t(lang, ", ", "、").join(parts)


def counted(firms: int, groups: Iterable[int] | None) -> list[int]:
    """The numbers of so many firms, of which the unnamed groups are given.

    >>> counted(3, [18])
    [-1, -1, 18]
    """
    known = list(groups or ())
    return [FIRM] * (firms - len(known)) + known
