"""What the graph knows of the areas of a chain map, fetched once for all of them: who makes, sells, buys and needs what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...graph.language import t
from ..firm_numbers import FIRM, firms_in_words
from ..texts import question

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ...graph.graph import Graph
    from ..places.geography import Geography
    from .areas import Areas

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm, an unnamed group of firms or a producing project, where it is, and whether only its name says so."""

    identifier: str
    name: str
    number: int
    place: int | None
    by_name: bool


@dataclass(frozen=True, slots=True)
class Made:
    """Who makes a product; the facts that say so."""

    firm: Firm
    product: Product
    role: str
    stands_for: frozenset[int]
    """The numbers of the product and of all that it is a kind of."""
    facts: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Supply:
    """Who sells a product to whom now."""

    fact: str
    seller: Firm
    buyer: Firm
    product: Product
    stands_for: frozenset[int]
    source: str | None


@dataclass(frozen=True, slots=True)
class Need:
    """What else says that a firm needs a product."""

    what: str
    firm: Firm
    product: int
    fact: str
    source: str | None


@dataclass(frozen=True, slots=True)
class Coming:
    """A project that does not produce yet, at a place, and what it will make."""

    place: int
    identifier: str
    name: str
    stage: str | None
    product: Product
    stands_for: frozenset[int]
    fact: str
    source: str | None


@dataclass(frozen=True, slots=True)
class Product:
    """A product as the graph numbers it, with its identifier and name."""

    number: int
    identifier: str
    name: str


@dataclass(frozen=True, slots=True)
class Known:
    """All of it, in the order in which it is told."""

    makers: Sequence[Made]
    supplies: Sequence[Supply]
    needs: Sequence[Need]
    coming: Sequence[Coming]


def known_of(graph: Graph, areas: Areas, day: str | None, products: Collection[int]) -> Known:
    """What is known of the areas, and who makes these products anywhere."""
    asked = areas.parameters(day)
    makers = graph.rows(question("chain/makers"), {**asked, "products": sorted(products)})
    return Known(
        [
            Made(
                _firm(row),
                _product(row),
                row["role"],
                _kinds(row),
                tuple(row["facts"] or ()),
                tuple(row["sources"] or ()),
            )
            for row in makers
        ],
        [
            Supply(row["fact"], _end(row, "seller"), _end(row, "buyer"), _product(row), _kinds(row), row["source"])
            for row in graph.rows(question("chain/supplies"), asked)
        ],
        [
            Need(row["what"], _firm(row), row["product_number"], row["fact"], row["source"])
            for row in graph.rows(question("chain/needed"), asked)
        ],
        [
            Coming(
                row["place"],
                row["project_id"],
                row["project"],
                row["stage"],
                _product(row),
                _kinds(row),
                row["fact"],
                row["source"],
            )
            for row in graph.rows(question("chain/projects"), asked)
        ],
    )


def _firm(row: Mapping[str, Any]) -> Firm:
    return Firm(row["firm_id"], row["firm_name"], row["number"], row["place"], row["by_name"])


def _end(row: Mapping[str, Any], end: str) -> Firm:
    return Firm(row[f"{end}_id"], row[f"{end}_name"], row[f"{end}_number"], row[f"{end}_place"], row[f"{end}_by_name"])


def _kinds(row: Mapping[str, Any]) -> frozenset[int]:
    return frozenset(row["stands_for"])


def _product(row: Mapping[str, Any]) -> Product:
    return Product(row["product_number"], row["product_id"], row["product_name"])


# -- firms of a cell -------------------------------------------------------------------------


def each_once(firms: Iterable[Firm]) -> list[Firm]:
    """Firms by name, each once: a project at several sites, a firm that sells several kinds."""
    found = {firm.identifier: firm for firm in firms}
    return sorted(found.values(), key=lambda firm: (firm.name, firm.identifier))


def told(firms: Sequence[Firm], name: str) -> Row:
    """The two columns of names and identifiers; null where there is nobody."""
    return {
        name: [firm.name for firm in firms] or None,
        f"{name.removesuffix('s')}_ids": [firm.identifier for firm in firms] or None,
    }


def in_words(firms: Sequence[Firm], lang: str) -> str | None:
    """How many they are, in words; a group is never one firm."""
    return firms_in_words([firm.number for firm in firms], lang) or None


def named(firms: Sequence[Firm], lang: str, most: int = 3) -> str:
    """Their names; of many the first, and how many there are, unless nobody knows how many firms a group of them is."""
    shown = t(lang, ", ", "、").join(firm.name for firm in firms[:most])
    if len(firms) <= most:
        return shown
    if any(firm.number != FIRM for firm in firms):
        return shown + t(lang, " and others", "等")
    return shown + t(lang, f" and {len(firms) - most} more", f"等{len(firms)}家")


def where_is(firm: Firm, geography: Geography, lang: str) -> str:
    """Where a firm is, as far as anybody knows."""
    area = geography.area_at(firm.place)
    if area is None:
        return t(lang, "place not stated", "所在地不明")
    name = geography.title(area)
    if area.at("county") is None and area.level in ("prefecture", "province"):
        name += t(lang, ", county not known", "，县级不详")
    return name + (t(lang, ", by its name alone", "，按名称推定") if firm.by_name else "")
