"""A graph, or a part of it as of a day, for networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..for_python import for_python
from .known_part import network_known
from .part import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    from ..graph import Graph


@for_python
def to_networkx(
    graph: Graph,
    area: str | None = None,
    kinds: Iterable[str] | str | None = None,
    *,
    as_of: str | None = None,
    with_zones: bool = False,
    dates: bool = False,
) -> nx.MultiDiGraph[str]:
    """The graph, or a part of it, as a networkx graph: nodes by identifier, edges keyed by fact.

    A node has `kind`, `name`, `label` (its name) and its other known properties; what lies somewhere also `place` (an
    identifier) and the names of its `park`, `county`, `prefecture`, `province` and `country`. An edge has `kind`, `label`, `fact`,
    its known properties and its evidence: `sources` (the titles of all that state it), `locator`, `method`, `confidence`,
    `recorded` of the one that is shown; and the third end of a supply: `product` (an identifier) and `product_name`. An
    edge whose sentence has no direction has `undirected` True. Every attribute is a text, a number or a truth; lists are joined
    by ；, none is called source, target, key or id. Unknown properties are left out, amounts are in yuan; dates are texts as
    they were stated, with `dates` those of a whole day are of Python's own.

    Of an `area` (several with commas): what is there, as `list` has it, and all that stands in one fact with it; zones with
    their own administration only `with_zones`. `kinds` keeps only these kinds of nodes, or of edges, or both. `as_of` a day
    only what held then, with the values and places of that day. Sources are nodes only where `kinds` names them.

    Raises
    ------
    BadInput
        If `kinds` names what is no kind, or `as_of` is no date.
    UnknownName, AmbiguousName
        If `area` is no place of the graph, or may be several.

    >>> from chanlian.graph import connect
    >>> to_networkx(connect(":memory:"), kinds=["firm", "supplies"]).number_of_edges()
    0
    """
    return network_known(graph, Wanted.of(area, kinds, as_of, with_zones=with_zones), dates=dates)
