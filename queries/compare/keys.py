"""Which columns tell the rows of an answer apart, so that rows of two days can be found again: all of it in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ...graph.schema import Edge, Node, key_columns, kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..answer import Answer


@dataclass(frozen=True, slots=True)
class Rows:
    """How rows are told apart: two rows of two days with the same `key` are one row."""

    key: tuple[str, ...]
    """No answer has two rows that are the same in these, as far as names are unique: no id, no match by hope."""
    names: tuple[str, ...]
    """What a person knows the row by: few, so that a terminal has room for the values."""
    says: tuple[str, ...]
    """What a row that came or went is told with: the first of these that it has."""
    beside: tuple[str, ...] = ()
    """What else a program may want of the row."""
    otherwise: tuple[str, ...] = ()
    """The key of a row that is no fact, though others of its answer are."""

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns by which a row is told, those that a person reads first."""
        return tuple(dict.fromkeys((*self.names, *self.beside, *self.key)))

    def of(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """What tells a row apart."""
        first, *_ = self.key
        return tuple(row[name] for name in (self.otherwise if self.otherwise and row[first] is None else self.key))


_FLOW: Final = ("from_area", "to_area", "basis", "period", "from_within", "to_within")
_STEP: Final = ("kind", "from", "from_area", "to", "to_area", "product")
_ASKED: Final = ("firm_id", "question", "product_id", "supplier")
_MATCH: Final = ("buyer", "buyer_area", "product", "supplier", "supplier_area", "maker", "maker_area")
"""Without identifiers the area belongs to the name: a firm of the same name elsewhere is another one."""

ROWS: Final[dict[str, tuple[Rows, ...]]] = {
    "gaps": (
        Rows(("product_id",), ("product",), ("state",)),
        Rows(("area",), ("area",), ("firms",)),  # with --each
    ),
    "outlets": (Rows(("product", "role"), ("product", "role"), ("maker_names",)),),
    "matches": (Rows(_MATCH, ("buyer", "product", "maker"), ("value",)),),
    # a fact has a row for each pair of its sides
    "links": (Rows(("fact", "from", "to"), ("from", "to", "what"), ("value", "since"), ("kind",)),),
    "flows": (
        Rows(
            (*_FLOW, "product_id", "role"), ("from_area", "to_area", "product", "basis", "period"), ("value", "count")
        ),  # with --products
        Rows(_FLOW, ("from_area", "to_area", "basis", "period"), ("value", "count")),
    ),
    # technology is no fact
    "trace": (Rows(("fact",), ("from", "to", "product"), ("value", "hop"), ("kind",), otherwise=_STEP),),
    "suppliers": (Rows(("firm_id", "product", "role"), ("firm", "product", "role"), ("capacity", "customers")),),
    "assess": (Rows(("fact",), ("assessment",), ("verdict", "topic"), ("about",)),),
    "requests": (
        Rows(("fact",), ("request",), ("state", "due")),
        Rows(("handler",), ("handler",), ("requests",)),  # with --by
    ),
    "progress": (
        Rows(("fact",), ("item",), ("status", "due")),
        Rows(("party",), ("party",), ("items",)),  # with --by
    ),
    "pipeline": (
        Rows(("fact",), ("project",), ("stage",)),  # by project
        Rows(("stage", "handler"), ("stage", "handler"), ("count",)),
    ),
    "sourcing": (Rows(("kind", "subject", "subject_id"), ("kind", "subject"), ("here_share", "purchases")),),
    # what is in none of the chains stands beside each of them
    "chain": (
        Rows(
            ("part", "chain_id", "box", "from_box", "to_box", "area_id", "stage", "product_id"),
            ("part", "chain", "stage", "area", "product", "to_area"),
            ("state", "supplied", "on_record"),
        ),
    ),
    "findings": (
        Rows(("part", "about", "area_id", "product_id"), ("part", "about", "area", "product"), ("sentence", "count")),
    ),
    "ask": (Rows(_ASKED, ("firm", "question", "product"), ("state", "because")),),
}
"""The rows of each question, more than once where it answers in several forms. Those of `list` are by kind."""
COMPARED: Final = (*ROWS, "list")
"""The questions that can be asked of two days: all that take a day."""


def told_apart(answer: Answer) -> Rows:
    """How the rows of an answer are told apart."""
    question = answer.attrs["question"]
    if question == "list":
        return _of_kind(kind(answer.attrs["parameters"]["kind"]))
    return next(rows for rows in ROWS[question] if {*rows.columns} <= {*answer.columns})


def _of_kind(of: Node | Edge) -> Rows:
    """Rows of a kind: its facts, known by name, or by ends and what else makes the fact."""
    if isinstance(of, Node):
        return Rows(("fact",), ("name",), tuple(name for name in of.roles.first if name != "name"))
    names, beside = tuple(end.name for end in of.ends), key_columns(of)
    ended = ("until",) if of.dated else ()
    says = tuple(name for name in (*of.roles.first, *ended) if name not in (*names, *beside))
    return Rows(("fact",), names, says, beside)
