"""A typed table: a sheet whose kind is known, with the columns that were read of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...graph.schema import NODE_NAMES, node
from ..values.cells import said

if TYPE_CHECKING:
    from ..read.sheet import Sheet
    from ..sheets.headers import TableKind


@dataclass(frozen=True, slots=True)
class Defaults:
    """The source of rows that name none, from the arguments of a load."""

    source: str | None = None
    publisher: str | None = None
    published: str | None = None

    def __post_init__(self) -> None:
        """Refuse what could not be stored, or would act on whoever reads it."""
        for name in ("source", "publisher"):
            if (given := getattr(self, name)) is not None:
                said(name, given)


@dataclass(slots=True)
class Table:
    """A sheet with a kind: `relation` holds row, line and its typed columns."""

    sheet: Sheet
    table_kind: TableKind
    relation: str
    columns: set[str] = field(default_factory=set)
    headers: dict[str, str] = field(default_factory=dict)
    """The header of each column, as the file has it."""
    bracketed: set[str] = field(default_factory=set)
    """Columns of single texts with a bracket in some cell."""


def code_of(kind: str) -> str | None:
    """The property that is a node kind's official code."""
    return node(kind).code if kind in NODE_NAMES else None
