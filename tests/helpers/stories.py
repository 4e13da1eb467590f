"""What may happen to a graph at random: loads that come again, claims that are taken out, editions that replace sources."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from choices import Choice, Dealt, drawn
from worlds import SOURCES, Row, make_load

from chanlian.graph.schema import EDGE_NAMES, NODE_NAMES

if TYPE_CHECKING:
    from hypothesis import strategies as st

Step = tuple[str, Any]
"""`("write", load)`, `("take out", removal)` or `("replace", (source, edition, until, load))`; where a removal or
an edition speaks of a fact, it says its number among the facts of its kind that are there then."""


def told(number: int) -> list[Step]:
    """The story of a number."""
    return make_story(Dealt(Random(number)))  # noqa: S311


def stories() -> st.SearchStrategy[list[Step]]:
    """What may happen to a graph, as hypothesis draws it."""
    out: st.SearchStrategy[list[Step]] = drawn(make_story)
    return out


def make_story(choose: Choice) -> list[Step]:
    """A world is written; then loads come again, claims are taken out and sources are replaced."""
    known: dict[str, list[str]] = {}
    facts: list[tuple[str, Row]] = []
    told = [make_load(choose, known, facts)]
    out: list[Step] = [("write", told[0])]
    for _ in range(choose.one((1, 2, 3, 4))):
        what = choose.one(("take out", "take out", "replace", "write", "again"))
        if what == "take out":
            out.append((what, _removal(choose)))
        elif what == "again":
            out.append(("write", choose.one(told)))
        else:
            told.append(make_load(choose, known, facts))
            source, edition = choose.one(SOURCES), choose.one(SOURCES)
            until = choose.one(("2025", "2024-06", "2025-05-30"))
            out.append(
                (what, told[-1] if what == "write" else (f"source:{source}", f"source:{edition}", until, told[-1]))
            )
    return out


def _removal(choose: Choice) -> Row:
    """All claims of a source, all of a fact, or one."""
    what = choose.one(("source", "fact", "both"))
    fact = {"kind": choose.one((*EDGE_NAMES[:2], *EDGE_NAMES, *NODE_NAMES[1:])), "number": choose.one(range(8))}
    return {
        "because": "a slip",
        "by": choose.one(("retract", "unload")),
        **({} if what == "fact" else {"source": f"source:{choose.one(SOURCES)}"}),
        **({} if what == "source" else fact),
    }
