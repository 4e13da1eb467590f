"""Who chooses what a random test is made of: hypothesis, or a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from hypothesis import strategies as st

T = TypeVar("T")


class Choice(Protocol):
    """Who chooses: hypothesis or a number."""

    def one(self, values: Sequence[T]) -> T:
        """One of the values; the first is the simplest."""

    def many(self, make: Callable[[Choice], T], most: int, least: int = 0) -> list[T]:
        """So many made, each by choices of its own."""


@dataclass(frozen=True)
class Dealt:
    """Choices that follow from a number."""

    random: Random

    def one(self, values: Sequence[T]) -> T:
        """Any of them, each as likely."""
        return values[self.random.randrange(len(values))]

    def many(self, make: Callable[[Choice], T], most: int, least: int = 0) -> list[T]:
        """Any number, each as likely."""
        return [make(self) for _ in range(self.random.randint(least, most))]


@dataclass(frozen=True)
class Drawn:
    """Choices of hypothesis, which it can take back one by one."""

    draw: st.DrawFn

    def one(self, values: Sequence[T]) -> T:
        """Shrinks to the first."""
        from hypothesis import strategies as st

        return self.draw(st.sampled_from(values))

    def many(self, make: Callable[[Choice], T], most: int, least: int = 0) -> list[T]:
        """Shrinks to fewer."""
        from hypothesis import strategies as st

        return self.draw(st.lists(drawn(make), min_size=least, max_size=most))


def drawn(make: Callable[[Choice], T]) -> st.SearchStrategy[T]:
    """What is made by choices, as a strategy."""
    from hypothesis import strategies as st

    @st.composite
    def chosen(draw: st.DrawFn) -> T:
        return make(Drawn(draw))

    return chosen()
