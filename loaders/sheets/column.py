"""A column of a kind of table, and how its header is compared."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from ...graph.schema import Type
    from .implied_edges import Implied

Role = Literal[
    "property", "bound", "end", "implied", "detail", "evidence", "identifier", "reject", "ignored", "unread", "address",
    "part", "left",
]  # fmt: skip
"""What a column does. A `part` is one of several columns that say one thing (a county, its city); `left` out on request."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a header stands for: a name in the staged table, how it is parsed, and its part in the fact."""

    name: str
    role: Role
    type: Type = "text"
    words: tuple[tuple[str, str], ...] = ()
    implied: Implied | None = None
    unit: str | None = None
    """The column that holds the unit of this quantity."""
    counted_in: str | None = None
    """The unit in which the numbers of an own property are kept; empty where none is declared."""
    signed: bool = False
    """Whether its numbers may be less than nothing."""
    rank: int = 0
    """Of parts, which is the finest: the lowest."""
    says: tuple[tuple[str, str], ...] = ()
    """What its header says of its amounts: their period, basis, modality."""


@lru_cache(maxsize=8192)
def normalised(header: str) -> str:
    """A header without case, blanks, underscores, hyphens and full-width forms.

    >>> normalised(" Credit_Code "), normalised("企业 名称")
    ('creditcode', '企业名称')
    """
    # asked of every cell that may be a header, and of every header that is known
    return "".join(unicodedata.normalize("NFKC", header).casefold().translate(_WITHOUT).split())


_WITHOUT: Final = dict.fromkeys(map(ord, "_-\ufeff"))
