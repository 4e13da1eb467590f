"""Each rule of what a bad cell costs decides something that no other rule does: one that never fires is no rule."""

from __future__ import annotations

import pytest

from chanlian.graph.schema import KINDS, properties
from chanlian.loaders.columns import severity

SETS = ("_DECISIVE_WORDS", "_OPEN_ENDED", "_METRIC", "_SOURCE")
NAMES = [(of, name) for of in SETS for name in sorted(getattr(severity, of))]


def decisive() -> set[tuple[str, str]]:
    """Every property whose bad value rejects its row."""
    return {(of.name, prop.name) for of in KINDS for prop in properties(of) if severity.is_decisive(of.name, prop)}


@pytest.mark.parametrize(("of", "name"), NAMES)
def test_a_name_that_is_listed_makes_a_difference(of: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = decisive()
    monkeypatch.setattr(severity, of, getattr(severity, of) - {name})
    gone = before - decisive()
    assert gone
    assert {prop for _, prop in gone} == {name}


def test_what_an_empty_cell_would_say_otherwise_is_decisive() -> None:
    said = {(of.name, prop.name) for of in KINDS for prop in properties(of) if prop.note.startswith("Empty means")}
    assert said
    assert said <= decisive()
