"""Of a network that no page can hold: the summary, the gaps and the firms with the most ties."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .records import Records

FIRMS: Final = 300
"""So many firms stay, with the ties between them and to gaps."""
GAPS: Final = 300


def most_tied(data: Records, overview: Mapping[str, Any] | None) -> None:
    """Leave out of the records all but gaps and the most tied firms; the summary names as members only what is left.

    Sources are written once and numbered anew, for evidence points at them.
    """
    degree = Counter(end for edge in data.edges for end in {edge["from"], edge["to"]})
    firms = sorted((node["id"] for node in data.nodes if node["kind"] == "firm"), key=lambda one: (-degree[one], one))
    gaps = sorted(
        (node for node in data.nodes if node["kind"] == "gap"), key=lambda node: (-degree[node["id"]], node["id"])
    )
    kept = {*firms[:FIRMS], *(node["id"] for node in gaps[:GAPS])}
    data.nodes = [node for node in data.nodes if node["id"] in kept]
    data.edges = [edge for edge in data.edges if edge["from"] in kept and edge["to"] in kept]
    data.gaps = [gap | {"node": gap.get("node") if gap.get("node") in kept else None} for gap in data.gaps[:GAPS]]
    for node in data.nodes:
        if node["kind"] == "gap":
            node["firms"] = [one for one in node["firms"] or () if one in kept]
    for box in overview["nodes"] if overview else ():
        if "members" in box:
            box["members"] = [one for one in box["members"] if one in kept]
    used: dict[int, int] = {}
    for record in [*data.nodes, *data.edges]:
        record["evidence"] = [[used.setdefault(entry[0], len(used)), *entry[1:]] for entry in record["evidence"]]
    data.sources = [data.sources[number] for number in used]
