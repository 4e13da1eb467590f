"""Matrices of what flows between areas: areas down and areas across, or products down and the areas from which they come or to which they go.

Which way it flows, what flows, in which unit: each is said by the sheet (flow_ways, flow_goods, said_above), or the matrix is asked about.
An area stands for the firms there that nobody names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...read.shape.looks import is_number, is_value
from ...values.header_units import is_money_unit
from ...values.lists import is_blank
from .flow_goods import product_of
from .flow_places import areas, holds, home_of
from .flow_ways import corner_parts, home_sells, way_of, ways
from .said_above import goods_unit, period_above, plan_above

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...read.sheet import Sheet
    from ..derived import Rows

HEADERS: Final = ["seller", "buyer", "product", "value", "quantity", "unit", "period", "basis", "modality"]
_FEWEST: Final = 2
_SERIAL: Final = re.compile(r"序号?|编号")
_PRODUCT: Final = re.compile(
    r"(?:主要|采购|购进|供应|调运|销售|农资|包装物)*(?:品类|品种|产品|货物|物资|品名|商品|物料|原料|原辅料|材料|面辅料)(?:名称|种类)?"
)
_TOTAL: Final = re.compile(
    r".{0,4}(?:合计|小计|总计|共计|总量|总额|总数)(?:数|量|额)?|合计.{0,4}|其中.*|全部|总和|.*累计"
)
_NOTE: Final = re.compile(r"(?:注|说明|备注|数据来源|来源|填[报表]|制表|审核)[^，。]{0,6}[:：\d].*")
_FIGURE: Final = re.compile(r"[约近超不足]*\d")


@dataclass(slots=True)
class Flows:
    """What a matrix of areas says."""

    rows: Rows
    product: str
    left: list[str]
    """What names no area, and so is not read."""
    unit: str
    span: str | None = None
    """The words of a period that no fact can be given."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """The columns of a matrix and what stands in them."""

    label: int | None
    """The column of areas; None where every row is a product."""
    goods: int | None
    across: dict[int, str]
    """The area of a column, by its number."""
    left: list[str]


def flows_of(sheet: Sheet, rows: list[tuple[object, ...]], within: str | None) -> Flows | None:
    """The flows of a matrix; None where it is not said what flows, which way, or in which unit."""
    rows = _filled(sheet, rows)
    grid = _grid(sheet, rows, within)
    if grid is None:
        return None
    texts = [
        *sheet.titles,
        *(cell for row in rows for cell in row[1:] if isinstance(cell, str) and _NOTE.fullmatch(cell)),
    ]
    named = _names(rows, grid.label)
    of = areas(named, within)
    home = home_of(within)
    outward = _way(sheet, grid, of, home, texts) if grid.label is not None else _home_way(sheet, grid, texts)
    product = None if grid.goods is not None else product_of(sheet.titles, sheet.sheet)
    unit = goods_unit(sheet.titles)
    mixed = grid.label is None and home is None
    if outward is None or unit is None or mixed or (grid.goods is None and product is None) or _no_amounts(rows, grid):
        return None
    if _same_both_ways(rows, grid, of):
        return None
    return _read(sheet, rows, grid, of, home, outward=outward, product=product, unit=unit)


def has_goods(sheet: Sheet, rows: list[tuple[object, ...]], within: str | None) -> bool:
    """Whether products stand down a matrix, alone or beside their areas, and areas across."""
    grid = _grid(sheet, _filled(sheet, rows), within)
    return grid is not None and grid.goods is not None


def _grid(sheet: Sheet, rows: list[tuple[object, ...]], within: str | None) -> _Grid | None:
    """The columns of a matrix of areas, or of products and areas; None for any other table."""
    headed = [n for n, header in enumerate(sheet.headers) if header and not _SERIAL.fullmatch(header)]
    if len(headed) < 1 + _FEWEST:
        return None
    first = headed[0]
    corner = corner_parts(sheet.headers[first])
    goods = next((n for n in headed if _PRODUCT.fullmatch(_bare(sheet.headers[n]))), None)
    if goods is None and corner and _PRODUCT.fullmatch(corner[0]):
        goods = first
    label = next((n for n in headed if n != goods), None)
    beside = areas(_names(rows, label), within) if label is not None else {}
    texts = _names(rows, label)
    if len(beside) < _FEWEST or len(beside) * 2 <= len(texts):
        label = None
    across, left = _across(sheet, rows, within, {first, *(n for n in (label, goods) if n is not None)})
    if len(across) < _FEWEST or (label is None and goods != first):
        return None
    # one side alone is a matrix of flows only where its corner or the groups over it say so
    if label is None and not (corner and way_of(corner[1])) and home_sells(sheet.titles) is None:
        return None
    return _Grid(label, goods, across, left)


def _across(
    sheet: Sheet, rows: list[tuple[object, ...]], within: str | None, used: set[int]
) -> tuple[dict[int, str], list[str]]:
    """The areas of the columns of figures, and the headers that name none."""
    filled: dict[int, str] = {}
    left = []
    for n, header in enumerate(sheet.headers):
        if n in used or not header or _SERIAL.fullmatch(header):
            continue
        texts = [
            cell
            for row in rows
            if isinstance(cell := row[n + 1], str) and not is_blank(cell) and not _NOTE.fullmatch(cell)
        ]
        figures = sum(is_value(text) or is_number(text) or _FIGURE.match(text) is not None for text in texts)
        name = _last(header)
        if texts and figures >= 0.9 * len(texts) and not _TOTAL.fullmatch(name):
            filled[n] = name
        elif texts and not _TOTAL.fullmatch(name):
            left.append(header)
    found = areas(filled.values(), within)
    said: dict[int, str] = {n: found[name] for n, name in filled.items() if name in found}
    left += [sheet.headers[n] for n in filled if n not in said]
    doubled = {place for place in said.values() if [*said.values()].count(place) > 1}
    left += [sheet.headers[n] for n, place in said.items() if place in doubled]
    said = {n: place for n, place in said.items() if place not in doubled}
    sums = _sums(said, [[row[m + 1] for m in said] for row in rows])
    left += [sheet.headers[n] for n in sums]
    return {n: place for n, place in said.items() if n not in sums}, left


def _sums(places: dict[int, str], lines: list[list[object]]) -> set[int]:
    """The keys of places that hold others beside them and are their sums: 福建省 behind its cities."""
    out: set[int] = set()
    keys = [*places]
    for at, key in enumerate(keys):
        parts = [other for other, name in enumerate(keys) if holds(places[key], places[name])]
        checked = [
            (whole, sum(_number(line[part]) or 0 for part in parts))
            for line in lines
            if (whole := _number(line[at])) is not None
        ]
        same = sum(abs(whole - added) <= 0.01 * max(abs(whole), 1) for whole, added in checked)
        if parts and checked and same * 2 > len(checked):
            out.add(key)
    return out


def _way(sheet: Sheet, grid: _Grid, of: dict[str, str], home: str | None, texts: list[str]) -> bool | None:
    """Whether it flows from the areas of the rows to those of the columns."""
    groups = {_first(sheet.headers[n]) for n in grid.across if "·" in sheet.headers[n]}
    down, across = [*of.values()], [*grid.across.values()]
    inside = (_all_in(down, home), _all_in(across, home))
    if (
        home is not None
        and inside[0] != inside[1]
        and any(_all_in([one], home) for one in (across if inside[0] else down))
    ):
        inside = (False, False)  # some of the others lie there too
    return ways(sheet.headers[grid.label or 0], groups, texts, inside)


def _home_way(sheet: Sheet, grid: _Grid, texts: list[str]) -> bool | None:
    """Whether products go from the region of the title to the areas of the columns; None where it is not said, or twice otherwise."""
    parts = corner_parts(sheet.headers[grid.goods or 0])
    groups = {_first(sheet.headers[n]) for n in grid.across if "·" in sheet.headers[n]}
    said = {way < 0 for text in (*(parts[1:] if parts else ()), *groups) if (way := way_of(text))}
    title = home_sells(texts)
    said |= set() if title is None else {title}
    return said.pop() if len(said) == 1 else None


def _all_in(places: list[str], home: str | None) -> bool:
    return home is not None and bool(places) and all(place == home or holds(home, place) for place in places)


def _no_amounts(rows: list[tuple[object, ...]], grid: _Grid) -> bool:
    """Whether figures are shares or net flows: below zero, or of a hundred."""
    texts = [cell for row in rows for n in grid.across if isinstance(cell := row[n + 1], str)]
    return any(re.match(r"\s*[-−–](?=\d)", text) or re.search(r"[%％‰]", text) for text in texts)


def _same_both_ways(rows: list[tuple[object, ...]], grid: _Grid, of: dict[str, str]) -> bool:
    """Whether figures are the same there and back, as distances and sums of trade are: then they have no way."""
    if grid.label is None:
        return False
    found: dict[tuple[str, str], float] = {}
    for row in rows:
        name = row[grid.label + 1]
        for n, place in grid.across.items():
            number = _number(row[n + 1])
            if isinstance(name, str) and name in of and number:
                found[of[name], place] = number
    both = [(found[a, b], found[b, a]) for a, b in found if a < b and (b, a) in found]
    return len(both) > 1 and all(one == other for one, other in both)


def _read(
    sheet: Sheet, rows: list[tuple[object, ...]], grid: _Grid, of: dict[str, str], home: str | None,
    *, outward: bool, product: str | None, unit: str,
) -> Flows | None:  # fmt: skip
    period, span = period_above(sheet.titles)
    annual = any(re.search(r"年(?:采购|销售|交易|供应|调运)", text) for text in sheet.titles)
    annual = annual and span is None and (period is None or len(period) == 4)  # 上半年采购 is of half a year
    said = (unit, period, "annual" if annual else None, plan_above(sheet.titles))
    left = list(grid.left)
    facts: Rows = []
    place_of = _place_of(rows, grid, of, home)
    for line, *cells in rows:
        what = cells[grid.goods] if grid.goods is not None else product
        marks = [cell for n in (grid.label, grid.goods) if n is not None and isinstance(cell := cells[n], str)]
        if any(_TOTAL.fullmatch(_bare(mark)) for mark in marks):
            continue
        place = place_of(line)
        if place is None or not isinstance(what, str) or not isinstance(line, int) or _NOTE.fullmatch(what):
            left += [mark for mark in marks[:1] if not _NOTE.fullmatch(mark)]
            continue
        for n, area in grid.across.items():
            value = cells[n]
            if not isinstance(value, str) or is_blank(value) or not re.search(r"\d", value):
                continue
            # 某县企业: no figure of the area itself is told of its firms
            ends = (f"{place}企业", f"{area}企业") if outward else (f"{area}企业", f"{place}企业")
            facts.append((line, (*ends, what, *((value, None) if is_money_unit(unit) else (None, value)), *said)))
    return Flows(facts, product or "产品", left, unit, span) if len(facts) >= _FEWEST else None


def _place_of(
    rows: list[tuple[object, ...]], grid: _Grid, of: dict[str, str], home: str | None
) -> Callable[[object], str | None]:
    """The area of each line: that of its label, sums of other lines left out; the region of the title where rows are products."""
    if grid.label is None:
        return lambda _: home
    label = grid.label
    lines = {row[0]: of[name] for row in rows if isinstance(name := row[label + 1], str) and name in of}
    if grid.goods is None:
        keys = dict(enumerate(lines.values()))
        by_line = {row[0]: row for row in rows}
        columns = [[by_line[line][n + 1] for line in lines] for n in grid.across]
        sums = _sums(keys, columns)
        lines = {line: place for number, (line, place) in enumerate(lines.items()) if number not in sums}
    return lines.get


def _filled(sheet: Sheet, rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """The rows with what is merged over several standing in each; a product or place left blank below one goes on, up to a total."""
    out = [list(row) for row in rows]
    for top, left, bottom, right in sheet.merges:
        if bottom > top and left == right and left < len(sheet.headers):
            said = next((row[left + 1] for row in out if row[0] == top), None)
            for row in out:
                if isinstance(row[0], int) and top < row[0] <= bottom:
                    row[left + 1] = row[left + 1] or said
    for n, header in enumerate(sheet.headers[:3]):
        if not (_PRODUCT.fullmatch(_bare(header)) or way_of(header)):
            continue
        above: object = None
        for row in out:
            cell = row[n + 1]
            total = any(isinstance(one, str) and _TOTAL.fullmatch(_bare(one)) for one in row[1:4])
            above = None if total else cell or above
            several = sum(isinstance(one, str) for one in row[1:]) > 1
            row[n + 1] = cell or (above if several else None)
    return [tuple(row) for row in out]


def _names(rows: list[tuple[object, ...]], label: int | None) -> list[str]:
    if label is None:
        return []
    names = [cell for row in rows if isinstance(cell := row[label + 1], str)]
    return [name for name in names if not _TOTAL.fullmatch(_bare(name)) and not _NOTE.fullmatch(name)]


def _number(cell: object) -> float | None:
    try:
        return float(cell.replace(",", "")) if isinstance(cell, str) else None
    except ValueError:
        return None


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _last(header: str) -> str:
    return _bare(header.rsplit("·", 1)[-1])


def _first(header: str) -> str:
    return header.split("·", 1)[0]
