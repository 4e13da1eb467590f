"""Who supplies whom, step by step, up or down the chain from a firm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.answer_columns import UNBROKEN, AnswerColumn
from ...graph.errors import BadInput
from ...graph.language import t
from ..answer import Answer, answer, framed
from ..as_of.asked import asked_of
from ..as_of.undated import undated_among
from ..columns import FACT, FROM, FROM_AREA, KIND, PRODUCT, TO, TO_AREA, VALUE, WHAT
from ..names import resolve
from ..places.geography import Geography
from ..texts import question
from .joints import WORDS, join, open_joints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...graph.graph import Graph

Row = dict[str, Any]
KINDS = ("supplies", "technology", "cooperates_with")
"""Kinds of steps, in order."""

COLUMNS = (
    AnswerColumn("hop", "integer", None, "hop", "步", 1, UNBROKEN, meaning="how many steps from the firm"),
    FROM.at(2, meaning="who supplies"),
    FROM_AREA,
    TO.at(3, meaning="whom"),
    TO_AREA,
    PRODUCT.at(4),
    VALUE.at(7),
    AnswerColumn("path", "text", None, "path", "路径", meaning="the shortest way, names joined by →, without direction by —"),
    KIND.at(5, meaning="supplies, technology, or cooperates_with: a tie without direction"),
    FACT.meant("the id of the supply or tie; null for technology"),
    WHAT.at(6, meaning="of a tie without direction what is said of it"),
    AnswerColumn(
        "through", "text", None, "joint", "衔接", 8, UNBROKEN, words=WORDS,
        meaning="of a supply that leads on through a firm, how it hangs together with what leads there: technology (made of it),"
        " resale, unstated",
    ),
)  # fmt: skip


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
    kind `technology`: it is possible, not stated. Ties without direction (cooperation, 上下游) of the firms on the way stand
    as kind `cooperates_with`, and are not followed. Two supplies that meet at a firm are one chain only where what it sells is
    made of what it buys: `through` says whether that is known.

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
    - `path` (text): the shortest way, names joined by →, without direction by —
    - `kind` (text): supplies, technology, or cooperates_with: a tie without direction
    - `fact` (text): the id of the supply or tie; null for technology
    - `what` (text): of a tie without direction what is said of it
    - `through` (text): of a supply that leads on through a firm, how it hangs together with what leads there:
      technology (made of it), resale, unstated

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
        near, far = ("buyer", "seller") if up else ("seller", "buyer")
        reached: dict[int, list[str]] = {start.id: [start.name]}
        rows = [*_supplies(known, reached, near, far, hops, when.day)]
        join(known, rows, start.id)
        rows += _technology(known, reached, near, far, when.day)
        rows += _ties(known, reached, near, hops, when.day)
        found = [_told(row, geography) for row in rows if row["hop"] <= hops]
        found.sort(
            key=lambda row: (
                row["hop"],
                KINDS.index(row["kind"]),
                row["from"],
                row["to"],
                row["product"] or "",
                row["fact"] or "",
            )
        )
        notes = []
        ties = sum(row["kind"] == "cooperates_with" for row in found)
        if all(row["kind"] != "supplies" for row in found):
            who, zh = ("supplier", "供应商") if up else ("customer", "客户")
            notes.append(
                t(lang, f"{start.name}: no {who} is known by a product", f"{start.name}：没有载明产品的{zh}")
                if ties
                else t(lang, f"{start.name}: no {who} is known", f"{start.name}：没有已知的{zh}")
            )
        notes += open_joints(rows, lang)
        if ties:
            notes.append(
                t(
                    lang,
                    f"{ties} {'tie' if ties == 1 else 'ties'} without direction: what supplies whom is not said, and the way is not followed",
                    f"有{ties}条合作联系未载明谁供应谁，仅列出，不再向前追溯",
                )
            )
        notes += undated_among(known, when, [{"since": "", **row} for row in found], lang)
        parameters = {"name": start.name, "direction": "up" if up else "down", "hops": hops, "as_of": when.day}
        return answer(known, "trace", COLUMNS, found, parameters, asked=when, notes=notes)


def _supplies(
    graph: Graph, reached: dict[int, list[str]], near: str, far: str, hops: int, day: str | None
) -> Iterator[Row]:
    """Every supply at the first hop that reaches it; `reached` grows by the firms, each with the names on the way to it."""
    facts: set[str] = set()
    frontier = [*reached]
    for _ in range(hops):
        step = {"firms": frontier, "up": near == "buyer", "as_of": day}
        rows = graph.rows(question("trace/trace_step"), step) if frontier else []
        frontier = []
        for row in rows:
            if row["fact"] in facts:
                continue
            facts.add(row["fact"])
            yield _row(row, "supplies", reached, near, far)
            if row[far] not in reached:
                reached[row[far]] = [*reached[row[near]], row[f"{far}_name"]]
                frontier.append(row[far])


def _technology(graph: Graph, reached: dict[int, list[str]], near: str, far: str, day: str | None) -> Iterator[Row]:
    """What the technology of the firms reached may close."""
    for row in graph.rows(question("trace/trace_technology"), {"firms": sorted(reached), "as_of": day}):
        yield _row(row, "technology", reached, near, far)


def _row(row: Row, kind: str, reached: dict[int, list[str]], near: str, far: str) -> Row:
    """A supply, known or possible, with the way to it."""
    path = [*reached[row[near]], row[f"{far}_name"]]
    told = " → ".join(reversed(path) if near == "buyer" else path)
    return {
        "fact": None,
        **row,
        "kind": kind,
        "hop": len(path) - 1,
        "path": told,
        "near": near,
        "middle": row[f"{near}_name"],
    }


def _ties(graph: Graph, reached: dict[int, list[str]], near: str, hops: int, day: str | None) -> Iterator[Row]:
    """Ties without direction of the firms reached, each once, from the one that is nearer to the start."""
    facts: set[str] = set()
    firms = sorted(id_ for id_, path in reached.items() if len(path) <= hops)
    rows = graph.rows(question("trace/trace_ties"), {"firms": firms, "as_of": day})
    for row in sorted(rows, key=lambda row: len(reached[row["near"]])):
        if row["fact"] in facts:
            continue
        facts.add(row["fact"])
        way = reached[row["near"]]
        down = near == "seller"
        path = [" → ".join(way), row["far_name"]] if down else [row["far_name"], " → ".join(reversed(way))]
        ends = {"seller": "near", "buyer": "far"} if down else {"seller": "far", "buyer": "near"}
        told = {f"{end}_{what}": row[f"{own}_{what}"] for end, own in ends.items() for what in ("name", "place")}
        yield {
            **told,
            "kind": "cooperates_with",
            "hop": len(way),
            "path": " — ".join(path),
            "what": row["what"],
            "since": row["since"],
            "fact": row["fact"],
        }


def _told(row: Row, geography: Geography) -> Row:
    return {
        **row,
        "from": row["seller_name"],
        "from_area": geography.area_name(row["seller_place"]),
        "to": row["buyer_name"],
        "to_area": geography.area_name(row["buyer_place"]),
        "product": row.get("product_name"),
    }
