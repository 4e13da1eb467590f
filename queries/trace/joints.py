"""How two supplies of a chain hang together at the firm between them: is what it sells made of what it bought?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...graph.language import t
from ..texts import question

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...graph.graph import Graph

WORDS: Final = (("technology", "工艺"), ("resale", "转售"), ("unstated", "未载"))
"""By a technology link, since the product is the same, or as nobody states."""


def join(graph: Graph, rows: Sequence[dict[str, Any]], start: int) -> None:
    """Say of each supply that leads on through a firm how it hangs together with those that lead there.

    The rows have hop, seller, buyer and product as numbers. Towards suppliers or customers, at the firm in the middle
    meet what it bought and what it sold.
    """
    bought: dict[int, set[int]] = {}
    sold: dict[int, set[int]] = {}
    for row in rows:
        bought.setdefault(row["buyer"], set()).add(row["product"])
        sold.setdefault(row["seller"], set()).add(row["product"])
    made = {
        (row["input"], row["product"])
        for row in graph.rows(
            question("trace/trace_linked"),
            {name: sorted({row["product"] for row in rows}) for name in ("inputs", "products")},
        )
    }
    for row in rows:
        middle = row[row["near"]]
        if middle == start:
            continue
        out = row["near"] == "seller"
        others = bought.get(middle, set()) if out else sold.get(middle, set())
        pairs = {(other, row["product"]) if out else (row["product"], other) for other in others}
        row["through"] = "technology" if pairs & made else "resale" if row["product"] in others else "unstated"


def open_joints(rows: Iterable[dict[str, Any]], lang: str) -> list[str]:
    """The note on supplies that meet at a firm though nobody says that the one becomes the other."""
    open_ = [row for row in rows if row.get("through") == "unstated"]
    if not open_:
        return []
    firms = sorted({row["middle"] for row in open_})
    named = t(lang, ", ", "、").join(firms[:3]) + (t(lang, ", ...", "等") if len(firms) > 3 else "")
    return [
        t(
            lang,
            f"{len(open_)} of the supplies lead on through a firm ({named}) though nothing says that what it sells is made of"
            " what it buys; the chain from end to end is stated by nobody",
            f"有{len(open_)}条供应经{named}相接，但没有依据表明其售出的产品由购入的产品制成；首尾相连的整条链路并无来源载明",
        )
    ]
