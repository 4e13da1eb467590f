"""What a handle keeps for its next question, as long as the graph is in the state in which it was made."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


class Removable(Protocol):
    """What can be let go."""

    def remove(self) -> object:
        """Let it go."""
        ...


T = TypeVar("T", bound=Removable)


class Kept(Generic[T]):
    """The last few things that were made of one state; those of another, and the ones asked longest ago, are removed."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._state: Any = None
        self._made: dict[Hashable, T] = {}

    def get(self, state: object, key: Hashable, make: Callable[[], T]) -> T:
        """What was made under this key, made if need be.

        >>> class Thing:
        ...     def remove(self): print("removed")
        >>> kept = Kept(1)
        >>> kept.get(1, "a", Thing) is kept.get(1, "a", Thing)
        True
        >>> other = kept.get(1, "b", Thing)
        removed
        """
        with self._lock:
            if state != self._state:
                self._drop(len(self._made))
                self._state = state
            self._made[key] = found = self._made.pop(key, None) or make()
            self._drop(len(self._made) - self._most)
            return found

    def __len__(self) -> int:
        """How many things are kept."""
        return len(self._made)

    def _drop(self, number: int) -> None:
        for _ in range(number):
            self._made.pop(next(iter(self._made))).remove()
