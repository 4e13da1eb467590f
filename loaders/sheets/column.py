"""A column of a kind of table, and how its header is compared."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

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
    rank: int = 0
    """Of parts, which is the finest: the lowest."""
    says: tuple[tuple[str, str], ...] = ()
    """What its header says of its amounts: their period, basis, modality."""


def normalised(header: str) -> str:
    """A header without case, blanks, underscores, hyphens and full-width forms.

    >>> normalised(" Credit_Code "), normalised("企业 名称")
    ('creditcode', '企业名称')
    """
    folded = unicodedata.normalize("NFKC", header).casefold()
    return "".join(char for char in folded if not char.isspace() and char not in "_-\ufeff")
