"""What a handle keeps for its next question, as long as the graph is in the state in which it was made."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")


class Kept(Generic[T]):
    """The last few things that were made of one state; those of another, and the ones asked longest ago, are let go.

    Whoever still works with one that was let go goes on: it ends when nobody holds it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._state: Any = None
        self._made: dict[Hashable, T] = {}

    def get(self, state: object, key: Hashable, make: Callable[[], T]) -> T:
        """What was made under this key, made if need be.

        >>> kept = Kept(1)
        >>> [kept.get(1, key, lambda: made) for key, made in (("a", "first"), ("a", "second"), ("b", "third"), ("a", "fourth"))]
        ['first', 'first', 'third', 'fourth']
        """
        with self._lock:
            if state != self._state:
                self._made.clear()
                self._state = state
            if key not in self._made:
                self._made[key] = make()
            found = self._made[key] = self._made.pop(key)  # the one asked last is the last
            while len(self._made) > self._most:
                del self._made[next(iter(self._made))]
            return found

    def __len__(self) -> int:
        """How many things are kept."""
        return len(self._made)
