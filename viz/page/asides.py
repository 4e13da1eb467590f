"""What a picture does not draw but counts: agreements, bodies, facilities, each on the areas that it is of."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from ...graph import schema
from ...graph.language import t
from .. import style
from ..words.words import PAGE, kind_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...queries.picture.records import Record
    from ..layout.blocks import Block

Home = tuple[str, str]
"""Province and name of an area; of what is known no closer the name is empty."""
_PLACES: Final = frozenset({"region"})
"""An area's block stands for it."""


def split(nodes: Sequence[Record], *, lean: bool) -> tuple[list[Record], list[Record]]:
    """What is drawn, and what is counted."""
    if not lean:
        return [*nodes], []
    drawn = [node for node in nodes if node["kind"] in style.MAIN_KINDS]
    return drawn, [node for node in nodes if node["kind"] not in style.MAIN_KINDS]


def lists(
    aside: Sequence[Record], nodes: Iterable[Record], edges: Iterable[Record], blocks: Sequence[Block], lang: str
) -> tuple[list[Record], list[list[str]]]:
    """A list a kind of all that is counted and one a kind and block; and for each block the identifiers of its lists.

    A list is a record that the page shows like a node: `members` are the identifiers of what is on it.
    """
    homes = _homes(aside, nodes, edges)
    at = {(block.province, block.label): number for number, block in enumerate(blocks) if block.kind != "shared"}
    by_block: dict[tuple[int, str], list[str]] = defaultdict(list)
    by_kind: dict[str, list[str]] = defaultdict(list)
    for node in aside:
        if node["kind"] in _PLACES:
            continue
        by_kind[node["kind"]].append(node["id"])
        for number in sorted({at[home] for home in homes[node["id"]] if home in at}):
            by_block[number, node["kind"]].append(node["id"])
    order = {name: number for number, name in enumerate(schema.NODE_NAMES)}
    out = []
    for kind, members in sorted(by_kind.items(), key=lambda one: order.get(one[0], 99)):
        out.append(
            _list(f"list:{kind}", t(lang, *PAGE["aside_all"]).format(kind=kind_word(kind, lang)), kind, members, lang)
        )
    of_blocks: list[list[str]] = [[] for _ in blocks]
    for (number, kind), members in sorted(by_block.items(), key=lambda one: (one[0][0], order.get(one[0][1], 99))):
        block = blocks[number]
        named = {"kind": kind_word(kind, lang), "area": block.label or block.province}
        out.append(_list(f"list:{kind}:{number}", t(lang, *PAGE["aside_of"]).format(**named), kind, members, lang))
        of_blocks[number].append(out[-1]["id"])
    return out, of_blocks


def _list(identifier: str, label: str, kind: str, members: list[str], lang: str) -> Record:
    return {
        "id": identifier, "kind": kind, "label": label, "short": f"{kind_word(kind, lang)} {len(members)}", "members": members,
        "area": None, "province": None, "inside": None, "group": False, "rows": [], "evidence": [],
    }  # fmt: skip


def _homes(aside: Sequence[Record], nodes: Iterable[Record], edges: Iterable[Record]) -> dict[str, set[Home]]:
    """The areas of each: its own, else those of whatever it is tied to."""

    def own(node: Record) -> Home | None:
        return (node["province"] or "", node["area"] or "") if node["area"] or node["province"] else None

    by_id: dict[str, Any] = {node["id"]: node for node in nodes}
    out: dict[str, set[Home]] = {node["id"]: {home} if (home := own(node)) else set() for node in aside}
    tied: dict[str, set[Home]] = defaultdict(set)
    for edge in edges:
        for one, other in ((edge["from"], edge["to"]), (edge["to"], edge["from"])):
            if one in out and (home := own(by_id[other])):
                tied[one].add(home)
    return {name: homes or tied[name] for name, homes in out.items()}
