"""How far a thing is, by the words of the schema for its status or stage: only planned, on its way, there, over."""

from __future__ import annotations

from typing import Final, Literal

from ..graph.schema.model import UPCOMING

Phase = Literal["ahead", "on the way", "there", "over"]

_WORDS: Final[dict[Phase, tuple[str, ...]]] = {
    "ahead": ("proposed", "planned", "negotiating", "signed", "agreed"),
    "on the way": ("building", "started", "running"),
    "there": ("active", "open", "producing", "full", "done"),
    "over": ("ended", "superseded", "closed"),
}
PHASES: Final = {word: phase for phase, words in _WORDS.items() for word in words}
"""Of what stalls nobody says how far it had come: it is in none."""


def phase(word: str | None) -> Phase | None:
    """How far a thing of that status or stage is; None where that is not said."""
    return PHASES.get(word or "")


def of_tie(node: str | None, edges: set[str | None]) -> str | None:
    """The status of a tie through a node: its own, but that of an edge which is only planned though the node is there.

    >>> of_tie("open", {None, "planned"}), of_tie("building", {"planned"}), of_tie(None, {"planned", None})
    ('planned', 'building', 'planned')
    """
    early = next((word for word in UPCOMING if word in edges), None)
    return early if early and phase(node) in (None, "there") else node
