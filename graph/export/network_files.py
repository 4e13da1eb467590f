"""Networks as files: GraphML, and GEXF by the conventions of Gephi, which knows label, weight, direction and time of an edge by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ..dates import first_day, is_period, last_day
from .workbook import stamp

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx

UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold."""
_GEXF: Final = "1.3"
_LASTING: Final = (("since", "until"), ("valid_since", "valid_until"), ("signed", "until"), ("opened", "closed"))
"""Attributes between which something holds, the first pair that says anything."""


def write_graphml(network: nx.MultiDiGraph[str], path: Path) -> None:
    """A file of GraphML; what has no direction says so by its attribute `undirected`, which GraphML itself cannot say of one edge here."""
    import networkx as nx

    _fit(network)
    nx.write_graphml(network, path, named_key_ids=True)


def write_gexf(network: nx.MultiDiGraph[str], path: Path) -> None:
    """A file of GEXF 1.3: each edge with its label, direction and weight 1 (amounts of different kinds are never summed); times as spells.

    What has no direction is mutual, an edge each way: an undirected edge among directed ones is more than many readers take.
    """
    import networkx as nx

    _fit(network)
    for _, attributes in network.nodes(data=True):
        _lasting(attributes)
    for *_, attributes in network.edges(data=True):
        attributes["type"] = "mutual" if "undirected" in attributes else "directed"
        attributes["weight"] = 1.0
        _lasting(attributes)
    nx.write_gexf(network, path, version=_GEXF)
    text = path.read_text(encoding="utf-8")
    day = stamp().date().isoformat()
    path.write_text(re.sub(r'lastmodifieddate="[^"]*"', f'lastmodifieddate="{day}"', text, count=1), encoding="utf-8")


def _fit(network: nx.MultiDiGraph[str]) -> None:
    """Texts as XML holds them."""
    for attributes in (data for *_, data in (*network.nodes(data=True), *network.edges(data=True))):
        for name, value in attributes.items():
            if isinstance(value, str):
                attributes[name] = UNFIT.sub("", value)


def _lasting(attributes: dict[str, Any]) -> None:
    """When something holds, as Gephi's timeline shows it: from the first day to the last that its dates may mean."""
    for begin, end in _LASTING:
        first, last = attributes.get(begin), attributes.get(end)
        days = (
            first_day(first).isoformat() if isinstance(first, str) and is_period(first) else None,
            last_day(last).isoformat() if isinstance(last, str) and is_period(last) else None,
        )
        if any(days):
            attributes["spells"] = [days]
            return
