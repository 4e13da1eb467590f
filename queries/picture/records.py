"""What a picture of a network is made of: plain records that queries make and viz draws.

The records are plain dicts of JSON values, so that the same network can be drawn,
written to a file and read back without this package. Nothing is imported here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]
"""One node, edge, gap or piece of evidence; the keys are listed in `Network`."""


@dataclass(frozen=True)
class Network:
    """Nodes, edges and gaps of one picture, with what its header says.

    Evidence, wherever it stands, is a list of records with the keys `source` (title),
    `publisher`, `published`, `locator`, `method` (a word of `schema.METHODS`) and `fact`;
    each may be null. An empty list is said on the page, never hidden.
    """

    title: str
    """The heading of the page, in the page's language."""
    area: str
    """The label of the area asked; several areas are joined by ；. Empty: the whole graph."""
    as_of: str | None
    """The date the answer speaks of, as text; null where none was asked."""
    graph_hash: str | None
    """The content hash of the graph, printed at the foot so that a picture can be traced."""
    nodes: list[Record] = field(default_factory=list)
    """Keys of a node:

    id          identifier, unique in this network
    kind        a node kind of the schema, or `gap`
    label       full name
    area        label of the county-level area it belongs to, or null
    province    label of its province (or country), or null
    inside      True within the area asked, False outside it, None where its place is unknown
    group       True for an unnamed group of firms or projects
    properties  property name of the schema -> plain value (a money sum in yuan, a date as text)
    evidence    list of evidence

    A gap also has `state` (missing, presumed, unknown, weak, broken), `because` (a sentence in
    the page's language), `product` (the identifier of the product) and `firms` (identifiers or
    names of the firms that need it); its label is the product's name, its area the one that lacks it.
    """
    edges: list[Record] = field(default_factory=list)
    """Keys of an edge:

    fact      public id of the fact, or null for one that is derived (a ghost)
    kind      an edge kind of the schema, `needs` (from a firm to a gap), or `possible` (from a maker to a gap)
    source    identifier of the node it starts from
    target    identifier of the node it ends at
    label     short, such as the product of a supply; may be empty
    sentence  the fact in full, in the page's language
    value     a sum in yuan, or null; with value_low, value_high and value_original, its bounds and how its source writes it,
              and basis: annual, cumulative or contract. These four may be left out
    border    null, or the highest level whose border the tie crosses:
              county, prefecture, province or country
    status    active, planned, ended; null means active
    modality  actual, target, forecast, potential, estimate; null means actual
    evidence  list of evidence
    ghost     True for what is not a fact: the need behind a gap, and who could meet it
    """
    gaps: list[Record] = field(default_factory=list)
    """Rows of the gaps table. Keys, all but the first four of which may be null: area, product, product_id,
    state, action, flags (a list), because, firms (their number), firm_names (a list),
    nearest_supplier, nearest_area, distance_km, node (the identifier of the node that stands for it).
    """
    notes: tuple[str, ...] = ()
    """What a reader must know of the answer, in the page's language: what the area leaves out, what nobody dated."""
    lean: bool = True
    """Whether only firms, products, gaps, projects and parks are drawn, and all else is counted on its area: of a whole area it
    is, of what lies around one node it is not."""
