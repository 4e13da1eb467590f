"""Who supplies whom, step by step, up or down the chain from a firm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.errors import BadInput
from ..graph.language import t
from ._names import resolve
from ._sql import question
from .answer import Answer, answer, ask_as_of, framed
from .geography import Geography

if TYPE_CHECKING:
    from ..graph.graph import Graph

COLUMNS = ("hop", "from", "from_area", "to", "to_area", "product", "value", "path", "kind", "fact")


@framed
def trace(
    graph: Graph,
    name: str,
    *,
    up: bool = False,
    down: bool = False,
    hops: int = 4,
    as_of: str | None = None,
    lang: str = "en",
) -> Answer:
    """Who supplies whom, step by step from a firm: its customers' customers, or its suppliers' suppliers?

    Each supply stands once, at the first hop that reaches it. Where a firm on the way makes
    what another one on the way needs by its technology, that link closes the picture with
    kind `technology`: it is possible, not stated.

    Parameters
    ----------
    name
        A firm (name, alias, credit code or identifier).
    up, down
        Towards suppliers or towards customers; exactly one of them.
    hops
        At most so many steps.

    Returns
    -------
    hop, from, from_area, to, to_area, product, value (yuan), path (the shortest way, names
    joined by →), kind (supplies, technology), fact (null for technology).

    Raises
    ------
    UnknownName, AmbiguousName
        If `name` is no firm, or several.
    BadInput
        Unless exactly one direction and at least one hop are given.

    Examples
    --------
    >>> trace(example(), "创联包装", down=True)[["hop", "to", "product", "kind"]].values.tolist()[-1]
    [3, '玉屏创联包装', '塑料颗粒', 'technology']
    """
    if up == down:
        raise BadInput("say which way: --up to the suppliers or --down to the customers", "请指定方向：--up 向上游，或 --down 向下游")
    if hops < 1:
        raise BadInput(f"--hops {hops}: at least one step is needed", f"--hops {hops}：至少为一步")
    with graph.reading():
        when = ask_as_of(graph, as_of)
        geography = Geography.of(graph)
        start = resolve(graph, name, ("firm",))
        reached: dict[int, tuple[int, list[str]]] = {start.id: (0, [start.name])}
        near, far = ("buyer", "seller") if up else ("seller", "buyer")
        found: list[dict[str, Any]] = []
        facts: set[str] = set()
        frontier = [start.id]
        for hop in range(1, hops + 1):
            if not frontier:
                break
            step = {"firms": frontier, "up": up, "as_of": when.day}
            frontier = []
            for row in graph.rows(question("trace_step"), step):
                if row["fact"] in facts:
                    continue
                facts.add(row["fact"])
                path = [*reached[row[near]][1], row[f"{far}_name"]]
                if row[far] not in reached:
                    reached[row[far]] = (hop, path)
                    frontier.append(row[far])
                found.append(_step(row, hop, path if not up else path[::-1], "supplies", geography))
        asked = {"firms": sorted(reached), "as_of": when.day}
        for row in graph.rows(question("trace_technology"), asked):
            hop, path = reached[row[near]][0] + 1, [*reached[row[near]][1], row[f"{far}_name"]]
            if hop <= hops:
                found.append(_step(row, hop, path if not up else path[::-1], "technology", geography))
        found.sort(key=lambda row: (row["hop"], row["kind"], row["from"], row["to"], row["product"], row["fact"] or ""))
        notes = []
        if not found:
            notes.append(
                t(
                    lang,
                    f"{start.name}: no {'supplier' if up else 'customer'} is known",
                    f"{start.name}：没有已知的{'供应商' if up else '客户'}",
                )
            )
        parameters = {"name": start.name, "direction": "up" if up else "down", "hops": hops, "as_of": when.day}
        return answer(graph, "trace", COLUMNS, found, parameters, asked=when, notes=notes)


def _step(row: dict[str, Any], hop: int, path: list[str], kind: str, geography: Geography) -> dict[str, Any]:
    return {
        "hop": hop,
        "from": row["seller_name"],
        "from_area": geography.area_name(row["seller_place"]),
        "to": row["buyer_name"],
        "to_area": geography.area_name(row["buyer_place"]),
        "product": row["product_name"],
        "value": row.get("value"),
        "path": " → ".join(path),
        "kind": kind,
        "fact": row.get("fact"),
    }
