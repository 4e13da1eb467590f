"""Who supplies whom, step by step, up or down the chain from a firm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.answer_columns import UNBROKEN, AnswerColumn
from ...graph.errors import BadInput
from ...graph.language import t
from ..answer import Answer, answer, framed
from ..as_of.asked import asked_of
from ..as_of.undated import undated_among
from ..columns import FACT, FROM, FROM_AREA, KIND, PRODUCT, TO, TO_AREA, VALUE
from ..names import resolve
from ..places.by_name import by_name_among
from ..places.geography import Geography
from ..texts import question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...graph.graph import Graph
    from ..names import Named

Step = tuple[dict[str, Any], list[str], str]
"""A row of the graph, the names on the way from the start to its far end, and its kind."""

COLUMNS = (
    AnswerColumn("hop", "integer", None, "hop", "步", 1, UNBROKEN, meaning="how many steps from the firm"),
    FROM.at(2, meaning="who supplies"),
    FROM_AREA,
    TO.at(3, meaning="whom"),
    TO_AREA,
    PRODUCT.at(4),
    VALUE.at(5),
    AnswerColumn("path", "text", None, "path", "路径", meaning="the shortest way, names joined by →"),
    KIND.at(6, meaning="supplies or technology"),
    FACT.meant("the id of the supply; null for technology"),
)


@framed("trace", "供应链路", COLUMNS)
def trace(
    graph: Graph,
    name: str,
    *,
    up: bool = False,
    down: bool = False,
    hops: int = 4,
    as_of: str | None = None,
    period: str | None = None,
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
    period
        Only values of exactly this period ("2021"), of supplies that held in it.

    Returns
    -------
    One row a supply or possible supply, the nearest to the firm first:

    - `hop` (integer): how many steps from the firm
    - `from` (text): who supplies
    - `from_area` (text): from area
    - `to` (text): whom
    - `to_area` (text): to area
    - `product` (text): product
    - `value` (money, yuan): value
    - `path` (text): the shortest way, names joined by →
    - `kind` (text): supplies or technology
    - `fact` (text): the id of the supply; null for technology

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
        raise BadInput(
            "say which way: --up to the suppliers or --down to the customers",
            "请指定方向：--up 向上游，或 --down 向下游",
        )
    if hops < 1:
        raise BadInput(f"--hops {hops}: at least one step is needed", f"--hops {hops}：至少为一步")
    with asked_of(graph, as_of, period=period, lang=lang) as (known, when):
        geography = Geography.of(known)
        start = resolve(known, name, ("firm",))
        walked = [*_walk(known, start, up, hops, when.day)]
        found = [step for one in walked if (step := _step(one, up, geography))["hop"] <= hops]
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
        notes += by_name_among(known, {row[end] for row, *_ in walked for end in ("seller", "buyer")} - {None}, lang)
        notes += undated_among(known, when, [{**row, "since": ""} for row in found], lang)
        parameters = {"name": start.name, "direction": "up" if up else "down", "hops": hops, "as_of": when.day}
        return answer(known, "trace", COLUMNS, found, parameters, asked=when, notes=notes)


def _walk(graph: Graph, start: Named, up: bool, hops: int, day: str | None) -> Iterator[Step]:
    """Every supply at the first hop that reaches it; then what the technology of the firms reached may close."""
    near, far = ("buyer", "seller") if up else ("seller", "buyer")
    reached: dict[int, list[str]] = {start.id: [start.name]}
    facts: set[str] = set()
    frontier = [start.id]
    for _ in range(hops):
        step = {"firms": frontier, "up": up, "as_of": day}
        rows = graph.rows(question("trace/trace_step"), step) if frontier else []
        frontier = []
        for row in rows:
            if row["fact"] in facts:
                continue
            facts.add(row["fact"])
            path = [*reached[row[near]], row[f"{far}_name"]]
            if row[far] not in reached:
                reached[row[far]] = path
                frontier.append(row[far])
            yield row, path, "supplies"
    for row in graph.rows(question("trace/trace_technology"), {"firms": sorted(reached), "as_of": day}):
        yield row, [*reached[row[near]], row[f"{far}_name"]], "technology"


def _step(step: Step, up: bool, geography: Geography) -> dict[str, Any]:
    row, path, kind = step
    return {
        "hop": len(path) - 1,
        "from": row["seller_name"],
        "from_area": geography.area_name(row["seller_place"]),
        "to": row["buyer_name"],
        "to_area": geography.area_name(row["buyer_place"]),
        "product": row["product_name"],
        "value": row.get("value"),
        "path": " → ".join(reversed(path) if up else path),
        "kind": kind,
        "fact": row.get("fact"),
    }
