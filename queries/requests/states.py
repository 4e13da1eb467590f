"""How a request stands on a day: open, partly settled, settled, or nobody says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...graph.dates import first_day
from ..concern.due import UNSTATED

if TYPE_CHECKING:
    from collections.abc import Mapping

STATES: Final = ("open", "partly", "settled", UNSTATED)
WORDS: Final = {
    "open": ("open", "未办结"), "partly": ("partly settled", "部分办结"), "settled": ("settled", "已办结"),
    UNSTATED: ("without a stated outcome", "办结情况未载明"),
}  # fmt: skip
"""The states in a sentence."""
HEADINGS: Final = {
    "open": ("open", "未办结"), "partly": ("partly", "部分办结"), "settled": ("settled", "已办结"), UNSTATED: ("not stated", "未载明"),
}  # fmt: skip


def state_on(row: Mapping[str, Any], day: str | None) -> str:
    """How a request stood on a day: by the day on which it was settled, else by what is stated of it.

    One of which nothing is told is open; one with a result of which nobody says that it is settled is neither.

    >>> request = {"state": "settled", "closed": "2024-05", "result": "the road is built"}
    >>> state_on(request, "2024-12-31"), state_on(request, "2023-12-31")
    ('settled', 'open')
    >>> state_on({**request, "closed": None}, "2023-12-31"), state_on({**request, "state": None, "closed": None}, None)
    ('settled', 'unstated')
    """
    if row["closed"] is not None:
        # what is dated by a year may have been settled on any day of it
        return "open" if day is not None and first_day(row["closed"]).isoformat() > day else "settled"
    stated: str | None = row["state"]
    return stated or (UNSTATED if row["result"] else "open")
