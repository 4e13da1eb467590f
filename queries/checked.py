"""What is asked by a word of a closed list, and is none of it, is told with the words that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..graph.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence


def check_words(given: Sequence[str], allowed: Sequence[str], one: str, many: str, zh: str) -> None:
    """Raise `BadInput` for the first word that is not allowed: of `one` sort, of which `many` are these.

    >>> check_words(["weakness"], ("strength", "weakness"), "verdict", "the verdicts", "判断")
    """
    wrong = next((word for word in given if word not in allowed), None)
    if wrong is not None:
        raise BadInput(
            f"there is no {one} {wrong!r}; {many} are {', '.join(allowed)}",
            f"没有“{wrong}”这种{zh}；可用的有：{'、'.join(allowed)}",
        )


def check_by(by: str | None, allowed: str, zh: str) -> None:
    """Raise `BadInput` where sums are asked by anything but the one thing by which they are made."""
    if by not in (None, allowed):
        raise BadInput(f"sums are by {allowed}, not by {by!r}", f"只能按 {allowed}（{zh}）汇总，不能按“{by}”")
