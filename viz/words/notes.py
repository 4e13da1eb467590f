"""Notes of answers for people who read a page or a report: without what is said to whoever sits at the command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.language import t

if TYPE_CHECKING:
    from collections.abc import Iterable

_COMMAND: Final = re.compile(r"`|(?<![\w-])--[a-z]|\bchanlian\b|补载|载入|\bload\b|\ba table with\b", re.IGNORECASE)
_POINTER: Final = re.compile(r"\s?[：:]\s?`.*")
"""What a phrase says of a command that would tell more."""
_HEADING: Final = 2
"""A phrase of so few characters was only the heading of its command."""


def plain_notes(notes: Iterable[str], area: str, lang: str) -> list[str]:
    """Each note once, as sentences; of phrases about commands what they say beside them. `area` is the area asked, by its full names.

    >>> plain_notes(["两家所在地未知；名单：`check GRAPH --rule no_place`", "总数未载，无法定论：`ask GRAPH --in 甲县`列出企业"], "甲县", "zh")
    ['两家所在地未知。', '总数未载，无法定论。']
    """
    mark, end = t(lang, "; ", "；"), t(lang, ".", "。")
    out: dict[str, None] = {}
    for note in notes:
        plainer = note.replace(area, area.replace("；", t(lang, ", ", "、"))) if area else note
        phrases = (_POINTER.sub("", one) for one in plainer.split(mark))
        kept = [one for one in phrases if len(one) > _HEADING and not _COMMAND.search(one)]
        text = mark.join(kept).strip(" ：:；;")
        if text:
            out[text if text.endswith((end, "）", ")")) else text + end] = None
    return [*out]
