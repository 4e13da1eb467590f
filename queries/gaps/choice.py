"""Several ways of making a product, of which one would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...graph.language import t

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Choice:
    """A product made in an area, and what each way of making it takes: products by number, with their names."""

    made: str
    sets: tuple[Mapping[int, str], ...]

    def __contains__(self, product: int) -> bool:
        """Whether a way takes a product."""
        return any(product in one for one in self.sets)

    def words(self, lang: str) -> str:
        """The sets in words.

        >>> choice = Choice("gear", ({1: "iron", 2: "coal"}, {3: "scrap"}))
        >>> choice.words("en"), choice.words("zh")
        ('coal and iron, or scrap', 'coal＋iron，或scrap')
        """
        together = (t(lang, " and ", "＋").join(sorted(one.values())) for one in self.sets)
        return t(lang, ", or ", "，或").join(dict.fromkeys(together))
