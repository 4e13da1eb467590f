"""What was looked up in a graph is written to that same graph, or looked up again."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from ..graph.errors import GraphChanged

if TYPE_CHECKING:
    from collections.abc import Callable

_TRIES: Final = 20
_T = TypeVar("_T")
_P = ParamSpec("_P")


def anew(work: Callable[[], _T]) -> _T:
    """Do `work`, and again where somebody else wrote to the graph after it had looked up names and before it wrote.

    Who waits for another's load would make a second firm of the name that this one has just brought.

    >>> anew(lambda: "done")
    'done'
    """
    for _ in range(_TRIES):
        try:
            return work()
        except GraphChanged:
            continue
    return work()


def begun_again(work: Callable[_P, _T]) -> Callable[_P, _T]:
    """A function that begins anew where somebody else was quicker.

    >>> begun_again(len)("ab")
    2
    """

    @wraps(work)
    def again(*arguments: _P.args, **more: _P.kwargs) -> _T:
        return anew(lambda: work(*arguments, **more))

    return again
