"""Loads whose cells name nodes of a graph in some way: what is looked up in it must be as if all its names were known."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from torture import TORTURE

from chanlian.graph.schema import EDGE_NAMES, NODE_NAMES
from chanlian.loaders import load

if TYPE_CHECKING:
    from chanlian.graph import Graph

Tables = dict[str, list[dict[str, Any]]]


def _otherwise(draw: random.Random, name: str) -> str:
    """A name as it may be written: as it is, in another form, with a slip, or a new one like it."""
    at = draw.randrange(len(name))
    return draw.choice([
        name, name, name.replace("有限公司", "公司"), f"{name}（停产）", f"贵州{name}", name.removeprefix("贵州"),
        name[:at] + name[at + 1 :] or name, f"{name[:at]}新{name[at:]}", f"{name}二期", name[: max(2, len(name) - 2)],
        "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in name).replace("东", "東"),
    ])  # fmt: skip


def tables_of(seed: int, names: dict[str, list[str]]) -> Tables:
    """Tables whose cells name nodes of the graph, each written in some way; two seeds in turn have every kind of table."""
    draw = random.Random(seed)  # noqa: S311

    def one(*kinds: str) -> str:
        return _otherwise(draw, draw.choice(names[draw.choice(kinds)]))

    out: Tables = {
        "supplies": [
            {"seller": f"{one('firm')}、{one('firm')}" if draw.random() < 0.1 else one("firm"), "buyer": one("firm"), "product": one("product")}
            for _ in range(6)
        ],
        "firms": [
            {"name": one("firm"), "place": one("region", "park"), "products": one("product"), "customers": one("firm")}
            for _ in range(6)
        ],
        "parks": [{"name": one("park"), "place": one("region")} for _ in range(2)],
        "aliases": [{"name": one("firm", "product"), "alias": f"简称{number}"} for number in range(2)],
        "located_in": [{"what": one("firm", "park"), "place": one("region", "park")} for _ in range(3)],
    }  # fmt: skip
    kinds = draw.sample(sorted(out), draw.randrange(1, 4)) if TORTURE else sorted(out)[seed % 2 :: 2]
    return {kind: out[kind] for kind in kinds}


def done(graph: Graph, tables: Tables, *, strict: bool) -> list[Any]:
    """All that a load says, and all facts afterwards."""
    report = load(graph, tables, source="甲", strict=strict)
    said = [report.to_csv(), report.attrs["rejects"].to_csv(), report.attrs["warnings"].to_csv(), report.attrs["notes"]]
    facts = [row for kind in (*NODE_NAMES, *EDGE_NAMES) for part in graph.scan(kind) for row in part.to_pylist()]
    return [*said, facts]
