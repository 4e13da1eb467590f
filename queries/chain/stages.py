"""The stages of chains: which product stands in which, what of them is on record, and what nobody has on record."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from ...graph.language import t
from ..texts import question

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ...graph.graph import Graph
    from .known import Row


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain: its stages in order, and its products with the place of their stage, from 1; null where it is not said."""

    identifier: str | None
    name: str | None
    stages: tuple[str, ...]
    place: dict[int, int | None]
    products: dict[int, tuple[str, str]]
    """Name and identifier of each."""

    @property
    def told(self) -> Row:
        """What a row says of the chain."""
        return {"chain": self.name, "chain_id": self.identifier}

    def stage(self, product: int) -> Row:
        """What a row says of the stage of a product."""
        number = self.place.get(product)
        return {"stage": None if number is None else self.stages[number - 1], "stage_number": number}


NO_CHAIN = Chain(None, None, (), {}, {})
"""What stands for a chain where the graph knows none that has to do with the areas."""


def chains_of(graph: Graph) -> list[Chain]:
    """All chains of a graph; a product of several stages stands in the first of them."""
    out = []
    rows = graph.rows(question("chain/products"))
    for (identifier, name), group in groupby(rows, key=lambda row: (row["chain_id"], row["chain"])):
        members = list(group)
        ordered = list(dict.fromkeys(members[0]["stages"] or ()))
        ordered += sorted({row["stage"] for row in members if row["stage"]} - set(ordered))
        place: dict[int, int | None] = {}
        products = {}
        for row in members:
            number = row["product_number"]
            if number is None:
                continue
            products[number] = (row["product"], row["product_id"])
            stage = ordered.index(row["stage"]) + 1 if row["stage"] else None
            known = place.get(number)
            place[number] = stage if known is None or (stage is not None and stage < known) else known
        out.append(Chain(identifier, name, tuple(ordered), place, products))
    return out


def shown(chains: list[Chain], named: str | None, on_record: Collection[int]) -> list[Chain]:
    """The chain that is named (by its identifier), or all of which a product is on record, those with most of them first."""
    if named is not None:
        return [chain for chain in chains if chain.identifier == named]
    found = [(-len(chain.products.keys() & on_record), chain.name, chain.identifier, chain) for chain in chains]
    return [chain for count, *_, chain in sorted(found, key=lambda one: one[:3]) if count] or [NO_CHAIN]


def stage_rows(chain: Chain, on_record: Collection[int], lang: str) -> Iterator[Row]:
    """A row for each stage: how many of its products are on record; the last for what is in no stage of the chain."""
    of_none = {product for product in on_record if chain.place.get(product) is None}
    of_none |= {product for product, place in chain.place.items() if place is None}
    for number, stage in (*enumerate(chain.stages, 1), *([(None, None)] if of_none else [])):
        inside = {product for product, place in chain.place.items() if place == number} if number else of_none
        there, of = len(inside & set(on_record)), len(inside)
        said = t(lang, f"{there} of {of} products on record", f"有记录{there}/{of}项")
        if number is None and chain.identifier is not None:
            said = t(lang, f"in no stage of the chain: {said}", f"未归入本链：{said}")
        yield {
            **chain.told, "part": "stage", "stage": stage, "stage_number": number, "because": said, "on_record": there,
            "products": of,
        }  # fmt: skip


def rest_rows(chain: Chain, on_record: Collection[int]) -> Iterator[Row]:
    """A row for each product of the chain that has no record in any area asked: grey text of a picture, never a gap."""
    left = [
        (chain.place[number] or len(chain.stages) + 1, *chain.products[number], number)
        for number in chain.products
        if number not in on_record
    ]
    for _, name, identifier, number in sorted(left):
        yield {**chain.told, **chain.stage(number), "part": "rest", "product": name, "product_id": identifier}
