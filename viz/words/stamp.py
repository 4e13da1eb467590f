"""What stands below every picture that leaves its page: sources, day, the graph that it was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.language import t
from .values import day

if TYPE_CHECKING:
    from collections.abc import Sequence

_SOURCES: Final = 6


def stamp(lang: str, as_of: str | None, graph_hash: str | None, sources: Sequence[str] = ()) -> str:
    r"""Paragraphs, a line each; of many sources the first, and how many there are.

    >>> stamp("zh", "2031-06", "h3:0", ["甲报"])
    '来源：甲报。\n数据截至2031年6月。未收录不等于没有。图谱 h3:0，由产链生成。'
    """
    shown = list(sources[:_SOURCES])
    of = t(lang, f"; {len(sources)} in all", f"；共{len(sources)}个来源") if len(sources) > len(shown) else ""
    said = t(lang, f"Sources: {'; '.join(shown)}{of}.\n", f"来源：{'；'.join(shown)}{of}。\n") if shown else ""
    said += t(lang, f"As of {day(as_of, lang)}. ", f"数据截至{day(as_of, lang)}。") if as_of else ""
    said += t(lang, "Unknown is not absent. ", "未收录不等于没有。")
    if graph_hash:
        return said + t(lang, f"Graph {graph_hash}, made with chanlian.", f"图谱 {graph_hash}，由产链生成。")
    return said + t(lang, "Made with chanlian.", "由产链生成。")
