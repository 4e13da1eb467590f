"""A part of a graph as of a day: what was known then, and of it what is wanted."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from ..for_python import for_python
from ..past import known_of
from ..when import When
from .networks import network_of_part
from .part import Wanted, part_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import networkx as nx

    from ..graph import Graph
    from ..readable import Readable


@contextmanager
def known_part(graph: Graph, wanted: Wanted) -> Iterator[Readable]:
    """The part that is wanted of a graph, held open: as of a day with the values and places of that day."""
    with known(graph, wanted) as then:
        yield part_of(then, wanted)


@contextmanager
def known(graph: Graph, wanted: Wanted) -> Iterator[Graph]:
    """The graph as it was known of the day that is wanted, held open."""
    with ExitStack() as held:
        held.enter_context(graph.reading())
        out = graph if wanted.day is None else known_of(graph, When(wanted.day))
        if out is not graph:
            held.enter_context(out.reading())
        yield out


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
    wanted = Wanted.of(area, kinds, as_of, with_zones=with_zones)
    with known(graph, wanted) as then:
        return network_of_part(then, wanted, dates=dates)
