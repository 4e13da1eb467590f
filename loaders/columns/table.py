"""A typed table: a sheet whose kind is known, with the columns that were read of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...graph.schema import NODE_NAMES, node

if TYPE_CHECKING:
    from ..read.sheet import Sheet
    from ..sheets.headers import TableKind


@dataclass(frozen=True, slots=True)
class Defaults:
    """The source of rows that name none, from the arguments of a load."""

    source: str | None = None
    publisher: str | None = None
    published: str | None = None


@dataclass(slots=True)
class Table:
    """A sheet with a kind: `relation` holds row, line and its typed columns."""

    sheet: Sheet
    table_kind: TableKind
    relation: str
    columns: set[str] = field(default_factory=set)
    headers: dict[str, str] = field(default_factory=dict)
    """The header of each column, as the file has it."""


def code_of(kind: str) -> str | None:
    """The property that is a node kind's official code."""
    return node(kind).code if kind in NODE_NAMES else None
