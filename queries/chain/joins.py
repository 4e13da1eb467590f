"""What joins the cells of a chain map: who supplies what is lacking, or could, in another area asked or outside them all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...graph.language import t
from .cells import box, places_of, rests_on
from .columns import LACKING, SUPPLIER, UNPLACED
from .known import each_once, in_words, named, told, where_is

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..places.geography import Geography
    from .areas import Areas
    from .cells import Cell
    from .known import Firm, Made, Product, Row, Supply


@dataclass(frozen=True, slots=True)
class Side:
    """Where a join begins: an area asked, or a region outside them all; firms of unknown place lie nowhere."""

    area_id: str | None
    area: str | None
    province: str | None
    outside: bool
    order: tuple[int, float] = (0, 0.0)

    def box(self, product: str) -> str:
        """The box of a product there."""
        return box(self.area_id or UNPLACED, product)


@dataclass(slots=True)
class _Join:
    side: Side
    product: Product
    """What is made or sold there: what is lacking, or a kind of it."""
    cell: Cell
    supplies: list[Supply] = field(default_factory=list)
    makers: list[Made] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Joined:
    """A row of the map with the products by whose stage it stands: those of both its ends."""

    row: Row
    product: Product
    other: Product


def joins_of(areas: Areas, cells: Sequence[Cell], geography: Geography, lang: str) -> tuple[list[Joined], list[Joined]]:
    """The boxes outside, nearest regions first, and all joins, cell by cell."""
    sides = _Sides(areas, geography)
    found: dict[tuple[str | None, int, str], _Join] = {}

    def join(firm: Firm, made: Product, cell: Cell) -> list[_Join]:
        out = []
        for side in sides.of(firm.place, cell):
            # outside stands what is lacking, whatever kind of it is made there
            product = cell.product if side.outside else made
            key = (side.area_id, product.number, cell.row["box"])
            out.append(found.setdefault(key, _Join(side, product, cell)))
        return out

    for cell in cells:
        for supply in cell.bought:
            for one in join(supply.seller, supply.product, cell):
                one.supplies.append(supply)
        for maker in cell.candidates:
            for one in join(maker.firm, maker.product, cell):
                one.makers.append(maker)
    outside = _outside([one for one in found.values() if one.side.outside], geography, lang)
    # as the cells that they end at; those that are supplied first, then the nearest
    order = {cell.row["box"]: number for number, cell in enumerate(cells)}
    joins = sorted(
        found.values(),
        key=lambda one: (
            order[one.cell.row["box"]],
            not one.supplies,
            one.side.order,
            one.side.box(one.product.identifier),
        ),
    )
    return outside, [_row(one, geography, lang) for one in joins]


class _Sides:
    """Where firms outside a cell's area stand on the map."""

    def __init__(self, areas: Areas, geography: Geography) -> None:
        self._areas = areas
        self._geography = geography
        self._known: dict[int | None, Side] = {}

    def of(self, place: int | None, cell: Cell) -> list[Side]:
        if place in cell.area.where.inside:
            return []
        asked = self._areas.of(place)
        if asked:
            return [Side(one.identifier, one.label, one.province, outside=False) for one in asked]
        return [self._outside(place)] if cell.row["state"] in LACKING else []

    def _outside(self, place: int | None) -> Side:
        if place not in self._known:
            geography = self._geography
            area = geography.area_at(place)
            self._known[place] = Side(
                area.identifier if area else None,
                geography.title(area) if area else None,
                geography.area_name(place, "province") if area and area.at("province") is not None else None,
                outside=True,
                order=geography.way(area.id if area else None, self._areas.whole.parts).order,
            )
        return self._known[place]


def _outside(joins: Sequence[_Join], geography: Geography, lang: str) -> list[Joined]:
    """A box for each region and product, whatever areas it is joined to."""
    boxes: dict[str, list[_Join]] = {}
    for one in joins:
        boxes.setdefault(one.side.box(one.product.identifier), []).append(one)
    out = []
    for identifier, group in boxes.items():
        side, product = group[0].side, group[0].product
        supplies = [supply for one in group for supply in one.supplies]
        makers = [maker for one in group for maker in one.makers]
        selling, making = each_once(supply.seller for supply in supplies), each_once(maker.firm for maker in makers)
        row: Row = {
            "part": "outside", "state": SUPPLIER, "area": side.area, "area_id": side.area_id, "province": side.province,
            "product": product.name, "product_id": product.identifier, "box": identifier,
            **told(making, "makers"), **told(selling, "suppliers"), "supplier_areas": places_of(selling, geography),
            "made_by": in_words(making, lang), "supplied_by": in_words(selling, lang),
            "because": _why(selling, making, geography, lang),
            **rests_on(supplies, makers),
        }  # fmt: skip
        out.append((side, Joined(row, product, product)))
    out.sort(
        key=lambda one: (
            one[0].area_id is None,
            one[0].order,
            one[0].area or "",
            one[0].area_id or "",
            one[1].row["product"],
            one[1].row["box"],
        )
    )
    return [one for _, one in out]


def _why(selling: Sequence[Firm], making: Sequence[Firm], geography: Geography, lang: str) -> str:
    """Who sells it to the areas or could, and how far it is known where they are."""
    said = []
    for firms, en, zh in (
        (selling, "supplies it now", "正在供应"),
        (making, "makes it and could supply it", "生产，可对接"),
    ):
        if firms:
            places = dict.fromkeys(where_is(firm, geography, lang) for firm in firms)
            listed, where = named(firms, lang), t(lang, ", ", "、").join(places)
            verb = en if len(firms) == 1 else en.replace("supplies", "supply").replace("makes", "make")
            said.append(t(lang, f"{listed} ({where}) {verb}", f"{listed}（{where}）{zh}"))
    return t(lang, "; ", "；").join(said)


def _row(one: _Join, geography: Geography, lang: str) -> Joined:
    firms = each_once(supply.seller for supply in one.supplies)
    supplied = len(firms)
    firms = firms or each_once(maker.firm for maker in one.makers)
    to = one.cell
    makers = [] if supplied else one.makers
    who, verb = named(firms, lang), "supply" if len(firms) > 1 else "supplies"
    said = t(lang, f"{who} {verb} {to.area.called}", f"{who}正在供应{to.area.called}")
    if not supplied:
        said = t(lang, f"{who} could supply {to.area.called}", f"{who}可供{to.area.called}对接")
    row: Row = {
        "part": "join", "area": one.side.area, "area_id": one.side.area_id, "province": one.side.province,
        "product": to.product.name, "product_id": to.product.identifier, "state": to.row["state"],
        "to_area": to.area.label, "to_area_id": to.area.identifier, "supplied": supplied,
        "from_box": one.side.box(one.product.identifier), "to_box": to.row["box"],
        **told(firms, "suppliers"), "supplier_areas": places_of(firms, geography), "supplied_by": in_words(firms, lang),
        "because": said,
        **rests_on(one.supplies, makers),
    }  # fmt: skip
    return Joined(row, to.product, one.product)
