"""The sentences: what is lacking and who has it, what is to be verified, what is to come, and how much is known at all."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from ...graph.language import t
from ...graph.schema import property_of
from ..chain.columns import MADE, UNSTATED
from ..fact_words import word
from ..numbers import percent
from .map import listed, resting, some_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ..chain.known import Row
    from .map import Map

    Cell = Mapping[str, Any]

_CLAUSES: Final = 3
"""So many clauses a sentence has; of what it leaves out it says so."""
_FEW: Final = 2
_PROJECT_STAGE: Final = property_of("project", "stage")
_UNSURE: Final = ("presumed", "unknown")


def sentences(told: Map, most: int, lang: str) -> list[Row]:
    """At most so many, most important first; the last says how much of the areas is known."""
    kinds: dict[str, Callable[[Map, str], Row | None]] = {
        "broken": _broken, "nearby": _nearby, "missing": _missing, "none": _none, "unsure": _unsure, "weak": _weak,
        "coming": _coming, "unused": _unused,
    }  # fmt: skip
    found = [{**row, "about": about} for about, of in kinds.items() if (row := of(told, lang))]
    return [*found[: most - 1], {**_known(told, lang), "about": "known"}]


# -- what is lacking -------------------------------------------------------------------------


def _broken(told: Map, lang: str) -> Row | None:
    cells = told.in_states("broken")
    said = [
        t(
            lang,
            f"{area} has lost its supply of {products}, and nothing replaced it",
            f"{area}的{products}供应中断，尚无替代",
        )
        for area, products in _by_area(told, cells, lang)
    ]
    return _sentence(said, cells, lang)


def _nearby(told: Map, lang: str) -> Row | None:
    """What one area lacks and another of those asked has: a clause for each two areas."""
    pairs = [(cell, join) for cell in told.in_states("missing", *_UNSURE) if (join := _inside(told, cell)) is not None]

    def alike(pair: tuple[Cell, Cell]) -> tuple[Any, ...]:
        cell, join = pair
        return cell["state"] in _UNSURE, not join["supplied"], cell["area_id"], join["area_id"]

    said = []
    for (unsure, possible, to, start), group in groupby(sorted(pairs, key=alike), key=alike):
        two = list(group)
        here, there = told.called(to), told.called(start)
        products = listed([cell["product"] for cell, _ in two], lang)
        words = {join["supplied_by"] for _, join in two}
        who = words.pop() if len(words) == 1 else None
        each = len(two) > 1
        lacks = t(lang, *(("may lack", "可能缺") if unsure else ("lacks", "缺")))
        makes = t(lang, *(("made in", "生产，可对接") if possible else ("supplied from", "在供应")))
        brackets = f" ({who}{' each' if each else ''})" if who else ""
        said.append(
            t(
                lang,
                f"{here} {lacks} {products}, {makes} {there}{brackets}",
                f"{here}{lacks}{products}，{there}{'各' if each and who else ''}有{who or '企业'}{makes}",
            )
        )
    return _sentence(said, [cell for cell, _ in pairs], lang, [join for _, join in pairs])


def _missing(told: Map, lang: str) -> Row | None:
    """What is missing and in none of the other areas asked: who supplies it now, or could."""
    cells = [cell for cell in told.in_states("missing") if _inside(told, cell) is None]

    def alike(cell: Cell) -> tuple[int, bool, str]:
        return 0 if cell["suppliers"] else 1 if cell["candidates"] else 2, False, cell["area_id"]

    said = []
    for (how, _, area), group in groupby(sorted(cells, key=alike), key=alike):
        of = list(group)
        here, products = told.called(area), listed([cell["product"] for cell in of], lang)
        said.append(
            t(
                lang,
                f"{here} lacks {products}: {_whence(how, of, lang)}",
                f"{here}缺{products}，{_whence(how, of, lang)}",
            )
        )
    joins = [join for cell in cells for join in told.joins.get(cell["box"], ())]
    return _sentence(said, cells, lang, joins)


def _whence(how: int, cells: Sequence[Cell], lang: str) -> str:
    """Where it comes from now, or could come from; who it is where that is one firm."""
    if how == 2:  # nobody
        return t(lang, "no supplier is known", "尚无已知供方")
    name, area = ("suppliers", "supplier_areas") if how == 0 else ("candidates", "candidate_areas")
    firms = {(firm, place) for cell in cells for firm, place in zip(cell[name], cell[area], strict=True)}
    if len(firms) == 1:
        ((firm, place),) = firms
        where = t(lang, "place not stated", "所在地不明") if place == UNSTATED else place
        if how == 0:
            return t(lang, f"{firm} ({where}) supplies it now", f"现由{firm}（{where}）供应")
        return t(lang, f"{firm} ({where}) makes it", f"可对接{firm}（{where}）")
    if how == 0:
        return t(lang, "others supply it now", "现靠其他地方供应")
    return t(lang, "makers are known elsewhere", "别处已知有企业生产，可对接")


def _none(told: Map, lang: str) -> Row | None:
    """That nothing is found to be lacking, with what was looked at."""
    if told.in_states("broken", "missing", *_UNSURE, "weak"):
        return None
    met = told.in_states("served", "strong")
    if met:
        en = f"no gap is found among the {len(met)} need{'s' * (len(met) != 1)} on record: all are made or bought in their area"
        zh = f"有记录的{len(met)}种需求均有本地配套，未发现缺链"
    elif told.cells:
        en = "no need of any firm is on record, so what is lacking cannot be told; what is made is on record"
        zh = "没有任何企业的需求记录，无法判断缺什么；现有记录只涉及生产、销售或项目"
    else:
        en = "neither a product nor a need is on record, so what is lacking cannot be told"
        zh = "没有产品和需求的记录，无法判断缺什么"
    return {"sentence": t(lang, en, zh), "count": len(met or told.cells), **resting(met or told.cells)}


def _unsure(told: Map, lang: str) -> Row | None:
    """What is not known to be lacking: to be verified, or to be surveyed."""
    cells = [cell for cell in told.in_states(*_UNSURE) if _inside(told, cell) is None]
    said = []
    for area, of in _areas(told, cells):
        products = listed([cell["product"] for cell in of], lang)
        able = _of_these([cell for cell in of if cell["candidates"]], of, lang)
        more = t(lang, f" (makers are known of {able})", f"（{able}已知有企业生产）") if able else ""
        said.append(
            t(lang, f"whether {area} lacks {products} is to be verified{more}", f"{area}是否缺{products}有待核实{more}")
        )
    joins = [join for cell in cells for join in told.joins.get(cell["box"], ())]
    return _sentence(said, cells, lang, joins)


def _weak(told: Map, lang: str) -> Row | None:
    cells = told.in_states("weak")
    said = [
        t(lang, f"{area} is short of {products} of its own", f"{area}的{products}本地供应不足（弱链）")
        for area, products in _by_area(told, cells, lang)
    ]
    return _sentence(said, cells, lang)


# -- what is to come, what is there ----------------------------------------------------------


def _coming(told: Map, lang: str) -> Row | None:
    """Projects that do not produce yet; how many an unnamed group of them is nobody says, so they are named."""
    cells = [cell for cell in told.cells if cell["projects"]]
    said = []
    for area, of in _areas(told, cells):
        products = listed([cell["product"] for cell in of], lang)
        projects = {
            (name, stage) for cell in of for name, stage in zip(cell["projects"], cell["project_stages"], strict=True)
        }
        each = [f"{name}{_in_brackets(stage, lang)}" for name, stage in sorted(projects)]
        named = some_of(each, lang)
        said.append(
            t(
                lang,
                f"projects in {area} that do not produce yet will make {products}: {named}",
                f"{area}有尚未投产的项目将生产{products}：{named}",
            )
        )
    return _sentence(said, cells, lang)


def _in_brackets(stage: str, lang: str) -> str:
    said = t(lang, "stage not stated", "阶段未载明") if stage == UNSTATED else word(_PROJECT_STAGE, stage, lang)
    return t(lang, f" ({said})", f"（{said}）")


def _unused(told: Map, lang: str) -> Row | None:
    """What is made and not known to be needed in its own area."""
    cells = told.in_states(MADE)
    said = []
    for area, of in _areas(told, cells):
        products = listed([cell["product"] for cell in of], lang)
        sold = _of_these([cell for cell in of if cell["users"]], of, lang)
        more = t(lang, f" (with buyers: {sold})", f"（{sold}已有买家）") if sold else ""
        said.append(
            t(
                lang,
                f"{area} makes {products}, of which no use there is known{more}",
                f"{area}产出{products}，本地未见需求{more}",
            )
        )
    return _sentence(said, cells, lang)


# -- how much is known -----------------------------------------------------------------------


def _known(told: Map, lang: str) -> Row:
    """How much of the areas is known: without it a gap, and no gap, say little."""
    areas = list(told.areas.values())
    said = [_firms_of(row, lang) for row in areas[:_CLAUSES]]
    if len(areas) > _CLAUSES:
        said.append(t(lang, f"and {len(areas) - _CLAUSES} more areas", f"另有{len(areas) - _CLAUSES}个地区"))
    text = t(lang, "on record: ", "已有记录：") + t(lang, "; ", "；").join(said)
    if any(row["coverage"] is None for row in areas):
        every = all(row["coverage"] is None for row in areas)
        of = t(lang, "" if every else " everywhere", "" if every else "部分地区的")
        text += t(lang, f"; how many firms there are in all is not stated{of}", f"；{of}企业总数未载")
    text += t(lang, "; what is not on record is not therefore absent", "，没有记录不等于没有")
    return {"sentence": text, "count": sum(row["firms"] for row in areas)}


def _firms_of(row: Cell, lang: str) -> str:
    name, firms, silent = row["called"], row["firms_said"], row["silent_said"]
    if not firms:
        return t(lang, f"{name}: no firm", f"{name}没有企业记录")
    said = t(lang, f"{name}: {firms}", f"{name}有{firms}")
    if silent == firms:
        said += t(lang, ", none with known products", "，产品均未知")
    elif silent:
        said += t(lang, f", the products of {silent} not known", f"，其中{silent}的产品未知")
    if row["coverage"] is not None:
        share = percent(row["coverage"])
        said += t(lang, f", products known of {share} of all firms", f"，已知产品的占当地企业{share}")
    return said


# -- parts of sentences ----------------------------------------------------------------------


def _inside(told: Map, cell: Cell) -> Cell | None:
    """What joins a cell to another area asked."""
    return next((join for join in told.joins.get(cell["box"], ()) if join["area_id"] in told.areas), None)


def _areas(told: Map, cells: Iterable[Cell]) -> list[tuple[str, list[Cell]]]:
    """Cells by area, in the order of the areas."""
    by_area: dict[str, list[Cell]] = {}
    for cell in cells:
        by_area.setdefault(cell["area_id"], []).append(cell)
    return [(told.called(area), by_area[area]) for area in told.areas if area in by_area]


def _of_these(some: Sequence[Cell], cells: Sequence[Cell], lang: str) -> str:
    """Which of the products that a sentence has named: all of them, those by name, or of many how many."""
    if some and len(some) == len(cells):
        return t(lang, "all", "均")
    if len(some) > _FEW:
        return t(lang, f"{len(some)} of these", f"其中{len(some)}种")
    names = t(lang, ", ", "、").join(cell["product"] for cell in some)
    return names and t(lang, names, f"其中{names}")


def _by_area(told: Map, cells: Iterable[Cell], lang: str) -> list[tuple[str, str]]:
    return [(area, listed([cell["product"] for cell in of], lang)) for area, of in _areas(told, cells)]


def _sentence(said: Sequence[str], cells: Sequence[Cell], lang: str, joins: Sequence[Cell] = ()) -> Row | None:
    """A sentence of clauses, with what it counts and rests on; none where there is nothing to say."""
    if not said:
        return None
    text = t(lang, "; ", "；").join(said[:_CLAUSES])
    if len(said) > _CLAUSES:
        text += t(lang, f"; and more of the kind ({len(cells)} in all)", f"；还有同类情况（共{len(cells)}项）")
    return {"sentence": text, "count": len(cells), **resting(cells, joins)}
