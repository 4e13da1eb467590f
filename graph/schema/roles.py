"""What a kind is to the rest of the program: pictures, ties, columns of tables, what is shown first.

Nothing here is stored: a graph file is the same whatever a kind's roles are, so that changing them
is no new version of the schema. Each stands with its kind (nodes.py, edges.py) and is read from
there by whoever needs it; no other folder lists kinds for these purposes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Layer = Literal["goods", "place", "tie", "project", "route", "service", "technology"]
LAYERS: Final[tuple[Layer, ...]] = ("goods", "place", "tie", "project", "route", "service")
"""The layers of the picture of an area, in the order in which they are drawn: edges that touch what belongs to
the area. An edge of the layer `technology` is drawn where both of its ends are there anyway."""

Theme = Literal[
    "trade", "making", "technology", "ownership", "cooperation", "agreement", "project", "trouble"
]  # fmt: skip
"""What an edge is about; viz/style.py gives each theme its colour."""

Place = Literal["area", "own", "located", "sited"]
"""How nodes of a kind have a place.

area     they are places themselves
own      one place of their own, whatever their sites; engines store it with them (duckdb/tables.py `placed`)
located  where the fact `located_in` says
sited    where the fact `sited_in` says: they are not there yet, so they lie in no area, but are drawn in one
"""


@dataclass(frozen=True)
class Drawn:
    """How an edge is drawn in pictures."""

    layer: Layer | None = None
    """None: not in the picture of an area."""
    theme: Theme | None = None
    """None: a thin grey line."""
    weight: Literal["light", "plain", "heavy", "strong"] = "plain"
    stroke: Literal["whole", "dotted", "dashed"] = "whole"
    arrow: bool = True
    at_first: bool = True
    """False: drawn only when the legend is asked to, since the tinted areas show it already."""


@dataclass(frozen=True)
class Implied:
    """A column of a table of nodes that states an edge: a firm's place, its products, the parties of an agreement.

    It is declared with the edge; `of` is the kind of the table's rows, `own` the end at which the row's own node
    stands, `other` the end that the cell names.
    """

    of: str
    column: str
    zh: str
    own: str
    other: str
    many: bool = False
    """The cell is a list."""
    kinds: tuple[str, ...] = ()
    """Node kinds that the cell may name, where fewer than the edge allows."""
    fixed: tuple[tuple[str, str], ...] = ()
    """Properties of the edge that the column itself states."""
    details: tuple[tuple[str, str, str], ...] = ()
    """Further columns that give properties of the edge: column, its Chinese header, property."""
    trade: tuple[str, str, str] | None = None
    """Where the row names one product it is a supply instead: the row's own end, the other's, the column of products."""


@dataclass(frozen=True)
class Listed:
    """A column that `list` and `show` add to nodes of a kind: the names that the edge ties them to."""

    of: str
    column: str
    own: str
    other: str
    en: str
    zh: str


@dataclass(frozen=True)
class NodeRoles:
    """What a kind of node is to the rest of the program."""

    place: Place | None = None
    """None: nodes of the kind are in an area by what they are tied to."""
    drawn: bool = False
    """Drawn in the picture of an area because they belong to it, even where no edge ties them to anything."""
    since: str | None = None
    """The property that says since when they hold."""
    until: str | None = None
    """The property that says until when they hold."""
    compared: bool = False
    """Two of them with names much alike may be one: `check` compares them."""
    first: tuple[str, ...] = ()
    """The columns that a table of them shows first; empty: all that say something."""
    beside: tuple[str, ...] = ()
    """The order of the columns that edges add to them (`Implied`, `Listed`); others follow in the order of the edges."""


@dataclass(frozen=True)
class EdgeRoles:
    """What a kind of edge is to the rest of the program."""

    tie: str | None = None
    """The kind under which `links` tells it as a tie across a border: its own name, or that of the kind of node
    through which it ties others (parties are tied by their agreement). None: it is no such tie."""
    caption: str | None = None
    """The property or end that stands on the line of one such edge; None: the kind itself."""
    drawn: Drawn = Drawn()
    implied: tuple[Implied, ...] = ()
    listed: tuple[Listed, ...] = ()
    first: tuple[str, ...] = ()
    """The columns that a table of them shows first; empty: all that say something."""
    of_groups: bool = False
    """Firms of a place may be meant together: a place where a firm should stand is the unnamed group of firms there."""
