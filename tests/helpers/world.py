"""A tiny invented world whose answers can be worked out by hand.

    country W
    province A: prefecture P: county A1 (with park K and zone Z of its own administration), county A2
    province B: prefecture Q: county B1

    A1 firms: F1 (in park K), F2, F3     Z firms: FZ     A2 firms: G1, G2     B1 firms: H1
    U1 is known only to lie in province A; of U0 no place is known.

All places, firms and facts are invented. Points are a degree apart on the equator:
A1 (0, 0), A2 (0, 1), B1 (0, 2); one degree of longitude there is 111.195 km.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chanlian.graph import Batch, Graph, connect
from chanlian.graph.schema import NODES, edge

Place = tuple[str, str | None, float | None]
"""Level, the region it is part of, longitude."""
AS_OF = "2025-05-30"
SOURCE = "source:s"
REGIONS: Mapping[str, Place] = {
    "W": ("country", None, None), "A": ("province", "W", None), "B": ("province", "W", None),
    "P": ("prefecture", "A", None), "Q": ("prefecture", "B", None),
    "A1": ("county", "P", 0.0), "A2": ("county", "P", 1.0), "B1": ("county", "Q", 2.0),
}  # fmt: skip
PLACES = {
    "F1": "park:K", "F2": "region:A1", "F3": "region:A1", "FZ": "park:Z",
    "G1": "region:A2", "G2": "region:A2", "H1": "region:B1", "U1": "region:A", "U0": None,
}  # fmt: skip
PRODUCTS = (
    "ore", "coke", "limestone", "steel", "gear", "bag", "acid", "bolt", "salt", "dye", "oil", "lime", "nano", "wax", "slag",
)  # fmt: skip
PRODUCES = {
    "F1": ("steel", "salt"), "F2": ("bag", "salt"), "F3": ("bolt", "salt"), "FZ": ("gear",),
    "G1": ("bag", "acid", "ore"), "G2": ("nano",), "H1": ("ore",),
}  # fmt: skip
SUPPLIES: tuple[dict[str, Any], ...] = (
    {"seller": "H1", "buyer": "F1", "product": "ore", "value": 100.0, "basis": "annual"},
    {"seller": "F2", "buyer": "F1", "product": "bag", "value": 30.0, "basis": "annual", "role": "packaging"},
    {"seller": "G1", "buyer": "F1", "product": "bag", "value": 70.0, "basis": "annual", "role": "packaging"},
    {"seller": "G1", "buyer": "F3", "product": "acid", "until": "2024-06"},
    {"seller": "F3", "buyer": "F1", "product": "bolt", "value": 5.0, "basis": "contract"},
    {"seller": "U0", "buyer": "F2", "product": "dye"},
    {"seller": "U1", "buyer": "F2", "product": "oil"},
    {"seller": "U1", "buyer": "H1", "product": "oil"},
    {"seller": "G2", "buyer": "F2", "product": "nano"},
    {"seller": "F2", "buyer": "F1", "product": "wax"},
    # neither is a flow: a target, and a plan
    {"seller": "G1", "buyer": "F2", "product": "gear", "value": 900.0, "modality": "target"},
    {"seller": "G1", "buyer": "F2", "product": "steel", "value": 900.0, "status": "planned"},
    # waste goes to the recycler: its seller makes it, though no table says so
    {"seller": "F1", "buyer": "G1", "product": "slag", "role": "waste"},
)


def batch() -> Batch:
    """The world as a batch."""
    said = {"row": 1, "source": SOURCE, "method": "table"}
    out = _places(REGIONS, said)
    out.add("firm", [{**said, "identifier": f"firm:{name}", "name": name} for name in PLACES])
    out.add("located_in", [{**said, "what": f"firm:{name}", "place": place} for name, place in PLACES.items() if place])
    out.add("product", [{**said, "identifier": f"product:{name}", "name": name} for name in PRODUCTS])
    out.add(
        "produces",
        [{**said, "firm": f"firm:{firm}", "product": f"product:{p}"} for firm, made in PRODUCES.items() for p in made],
    )
    out.add(
        "supplies",
        [
            {**said, **supply, **{end: f"{kind}:{supply[end]}" for end, kind in _SUPPLY_ENDS.items()}}
            for supply in SUPPLIES
        ],
    )
    declared = (("F1", "coke"), ("F2", "salt"), ("F3", "lime"))
    out.add("consumes", [{**said, "firm": f"firm:{firm}", "product": f"product:{p}"} for firm, p in declared])
    out.add("kind_of", [{**said, "kind": "product:nano", "broader": "product:lime"}])
    out.add(
        "input_of",
        [
            {**said, "input": "product:limestone", "product": "product:steel"},
            {**said, "input": "product:steel", "product": "product:gear"},
        ],
    )
    # five firms in A1, of which F1, F2, F3 have known products: coverage 0.6
    out.add(
        "metric",
        [
            {
                **said,
                "identifier": "metric:n",
                "name": "firms of A1",
                "indicator": "firms",
                "value": 5.0,
                "period": "2024",
            }
        ],
    )
    out.add("concerns", [{**said, "about": "metric:n", "subject": "region:A1"}])
    return out


_SUPPLY_ENDS = {"seller": "firm", "buyer": "firm", "product": "product"}


def world() -> Graph:
    """The world as a graph of its own."""
    graph = connect(":memory:")
    graph.write(batch())
    return graph


# -- small worlds of a test's own ------------------------------------------------------------


def small(regions: Mapping[str, Place] | None = None, **tables: str) -> Graph:
    """A graph of the regions and parks above and of what compact tables say (`small_batch`)."""
    graph = connect(":memory:")
    graph.write(small_batch(regions, **tables))
    return graph


def small_batch(regions: Mapping[str, Place] | None = None, **tables: str) -> Batch:
    """A batch of the regions and parks above and of what compact tables say, a fact a line (or between semicolons).

    A node is `name property=value ...` (a firm `name@place`), an edge its ends in the order of the schema, then
    its properties: `small(firm="F@A1; H@B1", supplies="H F ore value=100 basis=annual")`. Products and chains
    that are named exist; `firms="A1=5"` states numbers of firms.
    """
    said = {"row": 1, "source": SOURCE, "method": "table"}
    places = {**REGIONS, **(regions or {})}
    known = {name: f"region:{name}" for name in places} | {name: f"park:{name}" for name in "KZJ"}
    out = _places(places, said)
    lines = {kind: _lines(text) for kind, text in tables.items()}
    for name, number in (line.split("=") for (line, *_) in lines.pop("firms", [])):
        lines.setdefault("metric", []).append([f"n{name}", "indicator=firms", f"value={number}"])
        lines.setdefault("concerns", []).append([f"n{name}", name])
    for kind in (node.name for node in NODES):
        for name, *rest in lines.pop(kind, []):
            name, _, place = name.partition("@")
            known[name] = f"{kind}:{name}"
            out.add(kind, [{**said, "identifier": known[name], "name": name, **_properties(rest)}])
            if place:
                out.add("located_in", [{**said, "what": known[name], "place": known[place]}])
    for kind, rows in lines.items():
        ends = edge(kind).ends
        for row in rows:
            said_ends = {}
            for end, name in zip(ends, row, strict=False):
                if name not in known and end.kinds[0] in ("product", "chain"):
                    known[name] = f"{end.kinds[0]}:{name}"
                    out.add(end.kinds[0], [{**said, "identifier": known[name], "name": name}])
                said_ends[end.name] = known[name]
            out.add(kind, [{**said, **said_ends, **_properties(row[len(ends) :])}])
    return out


def _places(places: Mapping[str, Place], said: dict[str, Any]) -> Batch:
    """A batch of regions and of the parks K, Z and J."""
    out = Batch()
    out.add("source", [{"row": 1, "identifier": SOURCE, "name": "the invented world", "published": AS_OF}])
    for name, (level, whole, lon) in places.items():
        point = {"lat": 0.0, "lon": lon} if lon is not None else {}
        out.add("region", [{**said, "identifier": f"region:{name}", "name": name, "level": level, **point}])
        if whole:
            out.add("part_of", [{**said, "part": f"region:{name}", "whole": f"region:{whole}"}])
    zones = ({"name": "K"}, {"name": "Z", "own_area": True}, {"name": "J", "joint": True})
    out.add("park", [{**said, "identifier": f"park:{zone['name']}", **zone} for zone in zones])
    out.add("located_in", [{**said, "what": f"park:{park}", "place": "region:A1"} for park in "KZ"])
    out.add("covers", [{**said, "park": "park:J", "part": part} for part in ("park:Z", "region:B1")])
    return out


def _lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.replace(";", "\n").splitlines() if line.strip()]


def _properties(words: list[str]) -> dict[str, Any]:
    """`value=100 basis=annual` as a mapping; what looks like a number and is no date is one."""
    out: dict[str, Any] = {}
    for word in words:
        name, _, value = word.partition("=")
        dated = name in ("since", "until", "period", "signed", "opened", "closed", "stage_date")
        out[name] = value if dated or not value.replace(".", "", 1).isdigit() else float(value)
        if value in ("true", "false"):
            out[name] = value == "true"
    return out
