"""A part of a graph as of a day: what was known then, and of it what is wanted."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from ..past import G, known_of
from ..when import When
from .networks import network_of_part
from .part import part_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx

    from ..readable import Readable
    from .part import Wanted


@contextmanager
def known_part(graph: Readable, wanted: Wanted) -> Iterator[Readable]:
    """The part that is wanted of a graph, held open: as of a day with the values and places of that day."""
    with known(graph, wanted) as then:
        yield part_of(then, wanted)


@contextmanager
def known(graph: G, wanted: Wanted) -> Iterator[G]:
    """The graph as it was known of the day that is wanted, held open."""
    with ExitStack() as held:
        held.enter_context(graph.reading())
        out = graph if wanted.day is None else known_of(graph, When(wanted.day))
        if out is not graph:
            held.enter_context(out.reading())
        yield out


def network_known(graph: Readable, wanted: Wanted, *, dates: bool) -> nx.MultiDiGraph[str]:
    """The part that is wanted of a graph as a networkx graph; `to_networkx` (to_networkx.py) says what is in it."""
    with known(graph, wanted) as then:
        return network_of_part(then, wanted, dates=dates)
