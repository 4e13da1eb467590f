"""Gaps as ghosts in a picture: each joined to the firms that need it and to whoever is known to make it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...graph.language import t
from ..texts import question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...graph.graph import Graph
    from ..places.geography import Geography
    from ..places.place import Where

GHOSTS = ("broken", "missing", "presumed", "unknown")
"""States of a need that are drawn as a gap."""

MAKERS: Final = 3
"""So many makers of a gap's product are drawn with it, the nearest, beside those that stand in the picture anyway."""


_OF_NEEDS = ("consumes", "input_of", "kind_of")
"""Edges that a product may have of which nobody is known to make or sell anything: what a need is, is said with gaps."""


def merged(
    nodes: list[dict[str, Any]], edges: list[dict[str, Any]], ghosts: list[dict[str, Any]], needs: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A product that is only needed is drawn once, as the gap, and what firms say of it stands for the need."""
    ghost_of = {ghost["product"]: ghost["id"] for ghost in ghosts}
    for edge_ in edges:
        if edge_["kind"] not in _OF_NEEDS:
            ghost_of.pop(edge_["source"], None)
            ghost_of.pop(edge_["target"], None)
    moved = [
        {
            **one,
            "source": ghost_of.get(one["source"], one["source"]),
            "target": ghost_of.get(one["target"], one["target"]),
        }
        for one in edges
    ]
    said = {(one["source"], one["target"]) for one in moved if one["kind"] == "consumes"}
    rest = [one for one in needs if one["kind"] != "needs" or (one["source"], one["target"]) not in said]
    return [one for one in nodes if one["id"] not in ghost_of], [*moved, *rest]


def ghosts_of(
    lacking: Sequence[dict[str, Any]], nodes: dict[int, dict[str, Any]], lang: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A ghost for each gap, and the ties of the firms that need it."""
    known = {record["id"]: record for record in nodes.values() if record["kind"] == "firm"}
    ghosts, needs = [], []
    for row in lacking:
        if row["state"] not in GHOSTS:
            continue
        ghost = f"gap:{row['product_id']}"
        # it stands where the firms that need it are, if they are in one area
        needing = sorted(
            (known[id_] for id_ in row["firm_ids"] or () if id_ in known), key=lambda firm: (firm["label"], firm["id"])
        )
        areas = {(firm["area"], firm["province"]) for firm in needing}
        areas |= {(None, None)} if len(needing) < len(row["firm_ids"] or ()) else set()
        # of firms in several areas it stands between these
        area, province = areas.pop() if len(areas) == 1 else (None, None) if needing else (row["area"], None)
        ghosts.append(
            {
                "id": ghost,
                "kind": "gap",
                "label": row["product"],
                "area": area,
                "province": province,
                "inside": True,
                "group": False,
                "properties": {"basis": row["basis"], "action": row["action"], "flags": row["flags"]},
                "evidence": [{"source": title} for title in row["evidence"] or ()],
                "state": row["state"],
                "because": row["because"],
                "product": row["product_id"],
                "firms": [firm["id"] for firm in needing],
            }
        )
        needs += [
            {
                "fact": None,
                "kind": "needs",
                "source": firm["id"],
                "target": ghost,
                "label": "",
                "sentence": t(
                    lang,
                    f"{firm['label']} needs {row['product']}: {row['because']}",
                    f"{firm['label']}需要{row['product']}：{row['because']}",
                ),
                "value": None,
                "border": None,
                "status": None,
                "modality": None,
                "evidence": [{"source": title} for title in row["evidence"] or ()],
                "ghost": True,
            }
            for firm in needing
        ]
    return ghosts, needs


def makers_of(
    graph: Graph,
    geography: Geography,
    where: Where,
    lacking: Iterable[Mapping[str, Any]],
    shown: set[int],
    day: str | None,
) -> list[tuple[int, str]]:
    """Who is known to make what a gap lacks, as its number with the identifier of the product: the nearest, and all that are shown."""
    products = {row["product_number"]: row["product_id"] for row in lacking if row["state"] in GHOSTS}
    if not products:
        return []
    asked = {**where.parameters(), "as_of": day, "products": sorted(products)}
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in graph.rows(question("gaps/providers"), asked):
        if row["maker"]:
            way = geography.way(row["place"], where.parts)
            found.setdefault(row["product"], []).append((row["firm"] not in shown, way.order, row["name"], row["firm"]))
    out = []
    for product, makers in sorted(found.items()):
        makers.sort()
        here = sum(not one[0] for one in makers)
        out += [(one[3], products[product]) for one in makers[: max(MAKERS, here)]]
    return out


def possible(
    makers: Iterable[tuple[int, str]],
    nodes: Mapping[int, Mapping[str, Any]],
    ghosts: Iterable[Mapping[str, Any]],
    lang: str,
) -> list[dict[str, Any]]:
    """The tie of a gap to each of its makers: what could be, and nobody states."""
    ghost_of = {ghost["product"]: ghost for ghost in ghosts}
    out = []
    for number, product in makers:
        maker, ghost = nodes[number], ghost_of[product]
        out.append(
            {
                "fact": None,
                "kind": "possible",
                "source": maker["id"],
                "target": ghost["id"],
                "label": "",
                "sentence": t(
                    lang,
                    f"{maker['label']} makes {ghost['label']} or a kind of it and could supply it",
                    f"{maker['label']}生产{ghost['label']}（或其品种），可对接",
                ),
                "value": None,
                "border": None,
                "status": None,
                "modality": None,
                "evidence": [],
                "ghost": True,
            }
        )
    return out
