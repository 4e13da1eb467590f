"""The Cypher of questions: a file `<name>.cypher` beside `<name>.sql`, with a few shared fragments.

A text writes `{current:r}` for "the fact in `r` holds on the day asked", and so on. It gives the
same columns and rows as the SQL. Values are never pasted: they are named parameters. Nodes and
relationships have the names of graph/engines/_neo4j_model.py; every node has a number `id`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_NOT_ENDED = """NOT (coalesce({0}.status, 'active') = 'ended' AND ({0}.until_day IS NULL OR $as_of IS NULL))"""

_CURRENT = f"""(coalesce({{0}}.status, 'active') <> 'planned' AND {_NOT_ENDED}
    AND ($as_of IS NULL OR (
        ({{0}}.until_day IS NULL OR {{0}}.until_day >= date($as_of))
        AND ({{0}}.since_day IS NULL OR {{0}}.since_day <= date($as_of)))))"""

# a tie is told with its status; only what has ended, or had not begun, is left out
_IN_FORCE = f"""({_NOT_ENDED}
    AND ($as_of IS NULL OR (
        ({{0}}.until_day IS NULL OR {{0}}.until_day >= date($as_of))
        AND ({{0}}.since_day IS NULL OR {{0}}.since_day <= date($as_of) OR {{0}}.status = 'planned'))))"""

_ACTUAL = "coalesce({0}.modality, 'actual') = 'actual'"

_CONDITIONS = {"current": _CURRENT, "in_force": _IN_FORCE, "actual": _ACTUAL}

FRAGMENTS: dict[str, str] = {}
"""Parts that several texts share, by the name that stands for them in braces."""


@cache
def cypher(name: str) -> str | None:
    """The Cypher of a question; None where there is none."""
    path = Path(__file__).with_name(f"{name}.cypher")
    return filled(path.read_text(encoding="utf-8")) if path.exists() else None


def filled(text: str) -> str:
    """A text with its fragments and conditions written out."""
    for mark, fragment in FRAGMENTS.items():
        text = text.replace("{" + mark + "}", fragment)
    return re.sub(r"\{(current|in_force|actual):(\w+)\}", lambda m: _CONDITIONS[m[1]].format(m[2]), text)
