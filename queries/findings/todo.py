"""What to do next: of what is lacking the worst first, what is to be done about it, and whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...graph.language import t
from ..chain.columns import COLUMNS as OF_THE_MAP, LACKING, UNSTATED
from .map import resting, some_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..chain.known import Row
    from .map import Map

_WORDS: Final = dict(next(column for column in OF_THE_MAP if column.name == "state").words)


def todo(told: Map, lang: str) -> list[Row]:
    """A line for each cell that is lacking, worst first; of equal state what most firms need."""
    cells = [cell for cell in told.cells if cell["state"] in LACKING]
    order = {area: number for number, area in enumerate(told.areas)}
    cells.sort(
        key=lambda cell: (
            LACKING.index(cell["state"]), -cell["firms"], order[cell["area_id"]], cell["product"], cell["product_id"],
        )
    )  # fmt: skip
    return [_line(told, cell, lang) for cell in cells]


def _line(told: Map, cell: Mapping[str, Any], lang: str) -> Row:
    name = next((name for name in ("suppliers", "candidates", "buyers") if cell[name]), None)
    if cell["state"] in ("presumed", "unknown") and name == "candidates":
        whom, ids = _both(cell, "buyers", "candidates")
    else:
        whom, ids = (cell[name], cell[f"{name[:-1]}_ids"]) if name else (None, None)
    state = t(lang, cell["state"], _WORDS[cell["state"]])
    area = told.called(cell["area_id"])
    joins = told.joins.get(cell["box"], ())
    return {
        "about": cell["state"],
        "heading": t(lang, f"{area} {state}: {cell['product']}", f"{area} {state}：{cell['product']}"),
        "sentence": t(lang, "; ", "；").join([_need(cell, lang), _whom(cell, lang)]),
        "whom": whom, "whom_ids": ids, "count": cell["firms"],
        **{column: cell[column] for column in ("action", "area", "area_id", "product", "product_id", "state")},
        **resting([cell], joins),
    }  # fmt: skip


def _both(cell: Mapping[str, Any], one: str, other: str) -> tuple[list[str] | None, list[str] | None]:
    """The names and the identifiers of two columns."""
    names = [*(cell[one] or ()), *(cell[other] or ())]
    return names or None, [*(cell[f"{one[:-1]}_ids"] or ()), *(cell[f"{other[:-1]}_ids"] or ())] or None


def _need(cell: Mapping[str, Any], lang: str) -> str:
    """Who needs it, and how that is known."""
    who = some_of(cell["buyers"] or [], lang) or cell["needed_by"] or ""
    if cell["state"] == "broken":
        return t(lang, f"needed by {who}; its supply has ended", f"{who}需要，原供应已中断")
    en, zh = {
        "observed": ("bought by {}", "{}在采购"),
        "declared": ("used by {}, as declared", "{}自报需要"),
        "implied": ("implied by the technology of {}, to be verified", "{}按其工艺应需要（有待核实）"),
    }[cell["basis"]]
    return t(lang, en, zh).format(who)


def _whom(cell: Mapping[str, Any], lang: str) -> str:
    """Whom to ask: who supplies it now, who could, or nobody yet."""
    said = []
    if cell["suppliers"]:
        who = _placed(cell["suppliers"], cell["supplier_areas"], lang)
        if all(area == UNSTATED for area in cell["supplier_areas"]):  # nobody can be sent there
            who = some_of(cell["suppliers"], lang)
            said.append(t(lang, f"supplied by {who}, whose place is to be found out", f"现由{who}供应，所在地有待查明"))
        else:
            said.append(t(lang, f"ask its supplier: {who}", f"可找现供方{who}"))
    if cell["candidates"]:
        who = _placed(cell["candidates"], cell["candidate_areas"], lang)
        said.append(t(lang, f"a maker to speak to: {who}", f"可对接{who}"))
    if cell["projects"]:
        named = some_of(cell["projects"], lang)
        said.append(t(lang, f"a project will make it: {named}", f"将由项目生产：{named}"))
    return t(lang, "; ", "；").join(said) or t(lang, "no supplier is known", "尚无已知供方")


def _placed(names: list[str], areas: list[str], lang: str) -> str:
    """Firms with where they are; of many the first."""
    places = (t(lang, "place not stated", "所在地不明") if area == UNSTATED else area for area in areas)
    return some_of(
        [t(lang, f"{name} ({place})", f"{name}（{place}）") for name, place in zip(names, places, strict=True)], lang
    )
