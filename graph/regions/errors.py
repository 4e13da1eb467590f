"""What is said when a text names no region, or several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..errors import AmbiguousName, BadInput, UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LISTED: Final = 8
"""So many regions does a message list; of 城关镇 there are 82."""

Candidate = tuple[str, str, str]
"""A region as a message names it: its name, what it lies in, its code."""


def ambiguous(text: str, candidates: Sequence[Candidate], example: str) -> AmbiguousName:
    """The error for a text that may mean several regions; `example` is a text that means one."""
    en, zh = _listed(candidates)
    return AmbiguousName(
        en=f'"{_shown(text)}" may mean {len(candidates)} regions: {en}. '
        f"Write what it lies in before it, such as {example}, or its code.",
        zh=f"“{_shown(text)}”可能指 {len(candidates)} 个行政区：{zh}。"
        f"请在前面写上所属地区，如“{example}”，或直接写代码。",
    )


def unknown(text: str, nearest: Sequence[Candidate]) -> UnknownName:
    """The error for a text that names no region."""
    en, zh = _listed(nearest)
    near_en = f"; nearest: {en}" if nearest else ""
    near_zh = f"；相近的有：{zh}" if nearest else ""
    return UnknownName(
        en=f'"{_shown(text)}" is no region known here{near_en}. Write its official name of today or its '
        "six-digit code; parks have no code and are known to a graph only.",
        zh=f"没有名为“{_shown(text)}”的行政区{near_zh}。请写现行规范名称或六位代码；园区没有代码，只能在图中查找。",
    )


def abolished(text: str, others: Sequence[Candidate], ended: Iterable[str]) -> AmbiguousName | UnknownName:
    """The error for a text that names a division of the past that nothing of today is known to follow; `ended` are its last steps."""
    last = "; ".join(ended)
    if others:
        en, zh = _listed(others)
        return AmbiguousName(
            en=f'"{_shown(text)}" may mean what is {en} today, or what was abolished: {last}. '
            "Write what it lay in before it, or a code of today.",
            zh=f"“{_shown(text)}”可能指今{zh}，也可能指已撤销的{last}。请在前面写上当时所属地区，或写现行代码。",
        )
    return UnknownName(
        en=f'"{_shown(text)}" was abolished: {last}; no successor is on record. '
        "Write the region of today in which it lies, or that region's code.",
        zh=f"“{_shown(text)}”已撤销：{last}；没有后继行政区的记录。请写它今天所在的行政区或其代码。",
    )


def unknown_code(code: str) -> UnknownName:
    """The error for a code that no region has."""
    return UnknownName(
        en=f'No region of today has the code "{_shown(code)}". '
        "A code has six digits, such as 520622; `chanlian region NAME` finds it by name.",
        zh=f"现行行政区中没有代码“{_shown(code)}”。代码为六位数字，如 520622；可用 chanlian region 名称 查找。",
    )


def unknown_level(level: str, levels: Iterable[str]) -> BadInput:
    """The error for a level at which regions have no borders."""
    known = ", ".join(levels)
    return BadInput(
        en=f'No borders are on record at level "{_shown(level)}"; choose one of {known}.',
        zh=f"没有“{_shown(level)}”这一级的边界数据；可选：{known}。",
    )


def _listed(candidates: Iterable[Candidate]) -> tuple[str, str]:
    rows = list(candidates)
    more = len(rows) - _LISTED
    rows = rows[:_LISTED]
    en = "; ".join(f"{name} in {place} ({code})" for name, place, code in rows)
    zh = "、".join(f"{name}（{place}，{code}）" for name, place, code in rows)
    return (f"{en}; and {more} more", f"{zh}等{more + _LISTED}个") if more > 0 else (en, zh)


def _shown(text: str, longest: int = 40) -> str:
    """A text as a message shows it: one line, not endless."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[:longest] + "…"
