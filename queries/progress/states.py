"""How far an item is, in words."""

from __future__ import annotations

from typing import Final

from ..concern.due import UNSTATED

STATES: Final = ("stalled", "proposed", "agreed", "running", "done", "ended", UNSTATED)
DONE: Final = ("done", "ended")
"""States in which nothing is left to do."""
WORDS: Final = {
    "stalled": ("stalled", "停滞"), "proposed": ("proposed", "拟议"), "agreed": ("agreed", "已约定"),
    "running": ("running", "推进中"), "done": ("done", "已完成"), "ended": ("ended", "终止"),
    UNSTATED: ("without a stated status", "办理情况未载明"),
}  # fmt: skip
"""The states in a sentence."""
HEADINGS: Final = {**WORDS, UNSTATED: ("not stated", "未载明")}
