"""What changed from each version of the schema to the next: a small function a version, in order.

A graph says in its `meta` of which version it is. One of an earlier version is read as if it were of today's:
what it lacks is null, and a kind that it lacks is empty. Its first write upgrades it, in the transaction of that
write. The functions say what changed; how a file or a server is read and changed is in engines/*/upgrade.py.

Whoever changes a declaration (a test, test_schema_versions.py, notices) adds a function and its line in STEPS:
`graph.add_property("supplies", "transport")`, `graph.add_kind("warehouse")`, for another word of a property nothing
but a docstring that says so, and for all else `graph.rewrite(sql, cypher)`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from .own_kept import own_properties

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(slots=True)
class Change:
    """What a step, or several in a row, change in a graph."""

    kinds: list[str] = field(default_factory=list)
    """Kinds that are new, with all their properties."""
    properties: list[tuple[str, str]] = field(default_factory=list)
    """Properties that are new, each with its kind."""
    derived: list[tuple[str, str]] = field(default_factory=list)
    """What is new of what a graph keeps because it follows from facts, each with its kind: columns that no source states."""
    tables: list[str] = field(default_factory=list)
    """Tables beside the kinds that are new; a graph may have them already."""
    rewrites: list[tuple[str, str]] = field(default_factory=list)
    """What can only be done to a graph, not be seen in it: SQL (the graph is `g`), and the same in Cypher."""
    digests: bool = False
    """Whether digests of content are reckoned in another way from here on."""

    def add_kind(self, kind: str) -> None:
        """A kind of nodes or edges is new."""
        self.kinds.append(kind)

    def add_property(self, kind: str, *names: str) -> None:
        """Properties of a kind are new; without a value in any fact they change no digest."""
        self.properties += [(kind, name) for name in names]

    def add_derived(self, kind: str, *columns: str) -> None:
        """Columns of a kind are new that follow from facts; no digest covers them, and the upgrade reckons them."""
        self.derived += [(kind, column) for column in columns]

    def add_table(self, name: str) -> None:
        """A table beside the kinds is new."""
        self.tables.append(name)

    def rewrite(self, sql: str, cypher: str) -> None:
        """Facts are stored in another way; each text may run on a graph that has seen it already."""
        self.rewrites.append((sql, cypher))

    def digest_anew(self) -> None:
        """Digests of content are reckoned in another way; those of a graph are made anew when it is upgraded."""
        self.digests = True

    @property
    def additive(self) -> bool:
        """Whether a graph from before can be read as it is."""
        return not self.rewrites


def _to_2(graph: Change) -> None:
    """What is taken out leaves a trace. Graphs of version 1 have the table or not: it came without a new version."""
    graph.add_table("removed")


def _to_3(graph: Change) -> None:
    """Digests cover claims and the trace too, are sums, and are kept in buckets: what was changed elsewhere can be found."""
    graph.digest_anew()


def _to_4(graph: Change) -> None:
    """An identifier is a function of what the graph knows; those that it had before are kept, and go on resolving.

    Of the place that is kept with a firm it is known whether a source states it.

    A fact may have values of many periods, bases and modalities side by side. What offices keep has its place: members
    of chains, gaps that they state, the offices of chains, firms wanted, how projects and requests stand. What cannot be
    carried off says so.
    """
    graph.add_table("former")
    for kind in ("metric", "supplies", "produces", "consumes"):
        graph.add_property(kind, "series")
    for kind in ("member_of", "lacks", "steers", "wanted_for"):
        graph.add_kind(kind)
    graph.add_property("park", "industries")
    graph.add_property("product", "bound")
    graph.add_property("firm", "standing", "contact")
    graph.add_derived("firm", "place_basis")
    graph.add_property(
        "project", "completed", "signed", "started", "produced", "handler", "progress", "problem", "contact"
    )
    graph.add_property("request", "state", "due", "harm", "contact")
    # what a source judges, what took place, and how far what is built has come
    for kind in ("assessment", "event", "harms", "answers", "held_in", "takes_part"):
        graph.add_kind(kind)
    graph.add_property("park", "status", "status_basis", "status_date", "group", "count")
    graph.add_property("facility", "status_basis", "status_date")
    graph.add_property("measure", "status_basis", "status_date")
    graph.add_property("organization", "founded")
    graph.add_property("cooperates_with", "basis")
    # the one statement of a node counts alike, whether others mention the node or not
    graph.digest_anew()


STEPS: Final[dict[int, Callable[[Change], None]]] = {2: _to_2, 3: _to_3, 4: _to_4}
"""By the version to which it leads, what each step changes."""

SCHEMA_VERSION: Final = max(STEPS)


def change_since(version: int, until: int | None = None) -> Change:
    """What the steps from a version to another (today's) change together.

    >>> change_since(1).tables, change_since(SCHEMA_VERSION).tables
    (['removed', 'former'], [])
    """
    out = Change()
    for number in range(version + 1, (SCHEMA_VERSION if until is None else until) + 1):
        STEPS[number](out)
    return out


@cache
def later(kind: str) -> frozenset[str]:
    """The properties that a kind was given after its first version, by a later one or by people."""
    return own_properties(kind).union(name for of, name in change_since(1).properties if of == kind)


def digest_scheme(version: int) -> int:
    """By which of all ways that there have been the digests in a graph of a version are reckoned.

    >>> digest_scheme(1), digest_scheme(2), digest_scheme(3)
    (1, 1, 2)
    """
    return 1 + sum(change_since(number - 1, number).digests for number in STEPS if number <= version)
