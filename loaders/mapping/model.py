"""What a mapping file says, as data: inputs, their steps, values and conditions, and the tables they state."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Test:
    """What a column must be. `operand`: texts, the name of a column, a number, or yes and no."""

    column: str
    op: str
    operand: tuple[str, ...] | str | float | bool
    place: str


Where = tuple[tuple[Test, ...], ...]
"""Any of these, each of which wants all its tests."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """The column `take` of the rows of another input whose `key` columns hold what `by` hold here."""

    input: str
    by: tuple[str, ...]
    key: tuple[str, ...]
    take: str
    where: Where


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell is made of, and how that is changed."""

    form: str
    place: str
    columns: tuple[str, ...] = ()
    text: str = ""
    lookup: Lookup | None = None
    remove_start: tuple[str, ...] = ()
    remove_end: tuple[str, ...] = ()
    extract: str | None = None
    replace: tuple[tuple[str, str], ...] = ()
    case: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    other: str = "error"


@dataclass(frozen=True, slots=True)
class Step:
    """One step over the rows of an input or table. `columns` are what the verb speaks of."""

    verb: str
    place: str
    reason: str
    columns: tuple[str, ...]
    where: Where = ()
    value: Value | None = None
    at: str = ""
    name: str = ""
    former: str = ""
    last: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """One table that an input states."""

    kind: str
    place: str
    where: Where
    steps: tuple[Step, ...]
    columns: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """An input by the pattern of its file's and sheet's name."""

    name: str
    file: str
    sheet: str | None
    place: str
    optional: tuple[str, ...]
    ignore: tuple[str, ...]
    steps: tuple[Step, ...]
    tables: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class MapFile:
    """A whole mapping file."""

    title: str | None
    publisher: str | None
    published: str | None
    inputs: tuple[Source, ...]
