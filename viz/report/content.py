"""What a report says, whatever form it is given: plain data, of which every file of the report is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...graph.language import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...queries.answer import Answer


@dataclass(frozen=True)
class Said:
    """A sentence of the report and the numbers of the sources that it rests on."""

    text: str
    sources: tuple[int, ...] = ()


@dataclass(frozen=True)
class Source:
    """A source under its number; what is not known of it is empty."""

    number: int
    title: str
    publisher: str = ""
    published: str = ""
    hidden: bool = False
    """The title only says what sort of thing it is."""

    def line(self, lang: str) -> str:
        """Title, publisher and date, as far as they are known."""
        marked = self.hidden or self.title.startswith("《")
        title = t(lang, self.title, self.title if marked else f"《{self.title}》")
        parts = [title, self.publisher, self.published or t(lang, "no date stated", "日期未载明")]
        return t(lang, ", ", "，").join(part for part in parts if part)


@dataclass
class Part:
    """A table of the report: rows with the columns that people read, and what is said where there are none."""

    key: str
    title: str
    answer: Answer
    more: tuple[str, ...] = ()
    """Columns that only the workbook has room for."""
    unstated: frozenset[str] = frozenset()
    """Columns in which a null is told as 未载明."""
    empty: str = ""
    notes: list[str] = field(default_factory=list)
    merged: int = 0
    """So many of its first columns are written once for rows below each other that have the same in them."""

    @property
    def columns(self) -> list[str]:
        """The columns of a table on paper."""
        return [name for name in self.answer.columns if name not in self.more]


@dataclass(frozen=True)
class AreaCount:
    """An area asked: how many of its firms are on record, and of how many of all that is."""

    name: str
    firms: int | None
    coverage: float | None


@dataclass
class Report:
    """All that a report says."""

    lang: str
    title: str
    areas: list[AreaCount]
    as_of: str | None
    graph: str | None
    graph_hash: str
    version: str
    parameters: dict[str, Any]
    findings: list[Said]
    todo: list[Said]
    chain: Answer
    """The rows of the question `chain`."""
    chains: list[str | None]
    parts: list[Part]
    sources: list[Source]
    thresholds: Mapping[str, Any]
    notes: list[str] = field(default_factory=list)
    redacted: bool = False

    def numbered(self) -> list[tuple[str, Part]]:
        """The tables, each with what it is called: 附表1."""
        return [(t(self.lang, f"Table {n}", f"附表{n}"), part) for n, part in enumerate(self.parts, start=1)]


def marks(numbers: tuple[int, ...] | list[int]) -> str:
    """The numbers of sources as they stand behind a sentence.

    >>> marks([1, 3])
    '〔1〕〔3〕'
    """
    return "".join(f"〔{number}〕" for number in numbers)
