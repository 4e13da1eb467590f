"""What an answer's columns are: name, type, unit, heading in both languages, and how a table on a terminal shows them.

A question declares its columns beside it (shared ones are in queries/columns.py); what other
commands report is in graph/reports.py. Headings, formats of files, the terminal's selection,
docs and docstrings are all derived from these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from .schema.model import Type as PropertyType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Type = PropertyType | Literal["sentence", "any"]
"""A property's type (schema/model.py), or

sentence  running text in the language asked, which gives way last where a table is too wide
any       a value of any type
"""

HIDDEN: Final = -1
"""`shown` of a column that no table shows unless it has nothing else."""

UNBROKEN: Final = -1
"""`width` of a column of one short word, which is never broken."""

_UNIT_COLUMN: Final = re.compile(r"`(\w+)`")


@dataclass(frozen=True)
class AnswerColumn:
    """One column of an answer."""

    name: str
    type: Type
    unit: str | None = None
    en: str = ""
    zh: str = ""
    shown: int = 0
    """Its place among those that a table on a terminal shows first; 0: only where none is chosen; or `HIDDEN`."""
    width: int = 0
    """A table folds it rather than take more than this from running text; 0: never; or `UNBROKEN`."""
    beside: str = ""
    """The column whose value stands behind its own, in brackets: a firm's area."""
    meaning: str = ""
    """What the heading leaves open, for docs and docstrings."""
    words: tuple[tuple[str, str], ...] = ()
    """Words that its values may be, each with its Chinese form."""
    usual: tuple[str, ...] | None = None
    """Of a column that says how the rest of its row is meant (planned, an estimate, summed up over years): the values that nobody needs
    to be told. A table for people shows the column, chosen or not, where a row has another one. None: it is no such column."""
    speaks_of: tuple[str, ...] = ()
    """The columns of amounts that such a column speaks of; empty: of its whole row."""
    printed: int = 0
    """Its place among those that a workbook shows first; where no column of a question has one, those of `shown` lead."""
    optional: bool = False
    """Of a column of places: whether some rows have none. Elsewhere a place that is null is told as one that is not known."""
    code: bool = False
    """An identifier, for programs: a workbook for people has it last, out of sight."""

    def at(self, place: int, *, meaning: str | None = None) -> AnswerColumn:
        """The column at a place of a question's table, and what it means there."""
        return replace(self, shown=place, meaning=self.meaning if meaning is None else meaning)

    def on_paper(self, place: int) -> AnswerColumn:
        """The column at a place of a question's workbook."""
        return replace(self, printed=place)

    @property
    def measured_in(self) -> str | None:
        """The column that holds the unit of its amounts, where each row has its own: of a capacity in `unit` a year, `unit`.

        >>> AnswerColumn("capacity", "number", "`unit` a year").measured_in
        'unit'
        """
        found = _UNIT_COLUMN.match(self.unit or "")
        return found[1] if found else None

    def is_usual(self, value: object) -> bool:
        """Whether a value of it changes nothing in how its row is read."""
        return self.usual is None or value in (None, "", []) or value in self.usual

    def meant(self, meaning: str) -> AnswerColumn:
        """The column with what it means in one question."""
        return replace(self, meaning=meaning)

    def with_beside(self, column: str) -> AnswerColumn:
        """The column with another's value in brackets behind its own."""
        return replace(self, beside=column)

    def with_words(self, words: tuple[tuple[str, str], ...]) -> AnswerColumn:
        """The column with the words that its values may be."""
        return replace(self, words=words)

    @property
    def line(self) -> str:
        """The column in one line, as a docstring lists it."""
        typed = f"{self.type}, {self.unit}" if self.unit else self.type
        return f"- `{self.name}` ({typed}): {self.meaning or self.en}"


@dataclass(frozen=True)
class AnswerTable:
    """What a question or report answers: the title of its sheet, if it has one of its own, and its columns."""

    title: tuple[str, str] | None
    forms: tuple[tuple[AnswerColumn, ...], ...]
    """Its columns; more than once where it may be asked in several ways."""
    second_by: str | None = None
    """The parameter by which the second form is asked for."""
    columns: tuple[AnswerColumn, ...] = field(init=False)
    """Every column that an answer of it may have."""

    def __post_init__(self) -> None:
        every = {column.name: column for form in reversed(self.forms) for column in form}
        order = dict.fromkeys(column.name for form in self.forms for column in form)
        object.__setattr__(self, "columns", tuple(every[name] for name in order))

    def by_name(self, parameters: Mapping[str, Any]) -> dict[str, AnswerColumn]:
        """Every column by name, as it is in the form that these parameters ask for."""
        second = self.second_by is not None and parameters.get(self.second_by) is not None
        form = self.forms[1] if second else ()
        return {column.name: column for column in (*self.columns, *form)}


def names(columns: Iterable[AnswerColumn]) -> tuple[str, ...]:
    """The names of columns, in order."""
    return tuple(column.name for column in columns)


def types(columns: Iterable[AnswerColumn]) -> dict[str, Type]:
    """What columns are declared to hold, by name."""
    return {column.name: column.type for column in columns}


def shown_first(columns: Iterable[AnswerColumn]) -> tuple[str, ...]:
    """The columns that a short table shows, in its order; none where a question chooses none."""
    chosen = sorted((column for column in columns if column.shown > 0), key=lambda column: column.shown)
    return names(chosen)
