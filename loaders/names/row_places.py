"""All that a row says of where it lies, weighed together: its place, province, city, address, and what its name begins with.

Each is a check on the others. What is finer and agrees makes a wide place finer (湖南省 with an address in 新晃县 is 新晃县,
which lies in 湖南省 as the row says); what contradicts is said with both, and the place that the row states is taken.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ...graph.language import t
from ...graph.regions.reference import reference
from ...graph.sql_text import literal
from ..problems import reject_cells
from ..sheets.kind import is_node, match
from ..work_tables import WARNING
from .homes import innermost, regions_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...graph.regions.reference import Region
    from .references import NameReference
    from .resolve import Names

_PREFIX: Final = "region:"
_BEGINS: Final = re.compile("[一-鿿]{2,10}?[市县区旗州盟]")
_ZONE_REST: Final = re.compile(
    "(?:国家级?|省级?)?(?:经济|高新|工业|产业|开发|技术|循环|新型|化工|科技|生态|现代|示范|集聚|集中|园|区|基地|港|经开)+"
)
"""What follows the city in the name of a park: 长沙高新区."""
_SHOWN: Final = 3


@dataclass(slots=True)
class Weighed:
    """What came of the rows of a table: warnings, and the places that other cells tell, with their rows."""

    names: Names
    reference: NameReference
    cells: list[tuple[int, str | None, object, str]] = field(default_factory=list)
    told: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def row(self, place: str | None, name: str | None, texts: Sequence[str], lines: list[int], *, free: bool) -> None:
        """Weigh what rows that say the same say; `free` where they name no park."""
        mine = _region(place) if place is not None else None
        if place is None:
            found = innermost([one for text in texts if (one := told_in(text)) is not None]) if free else None
            if found is not None and _is_below_province(found):
                self.told[found.identifier] += lines
        if place is None or mine is None:
            return
        against = [text for text in texts if _apart(mine, told_in(text))]
        if against and (fuller := _within(place, against)) is not None:
            self.told[fuller] += lines
            against = [text for text in against if _apart(_region(fuller), told_in(text))]
        elif not against and (one := _finer(mine, texts)) is not None:
            self.told[one.identifier] += lines
        begins = _begins_with(name, self.reference.table.table_kind.kind) if free and name is not None else None
        if begins is not None and _apart(mine, begins):
            against.append(f"{begins.name}（{name}）")
        if against:
            self.warn(lines, place, _reason(self.names, place, against))

    def warn(self, lines: Sequence[int], place: str, reason: str) -> None:
        """Warn of the place of rows."""
        header = self.reference.table.headers["place"]
        self.cells += [(line, header, place, reason) for line in lines]

    def write(self) -> None:
        """Put what was told into the cells, and what is wrong among the warnings."""
        for place, lines in self.told.items():
            said = literal(place) if place else "NULL"
            self.names.db.execute(
                f"UPDATE {self.reference.table.relation} SET place = {said} WHERE row IN ({', '.join(map(str, lines))})"
            )
        reject_cells(self.names.db, sorted(self.cells, key=lambda one: one[0]), into=WARNING)


def weigh(names: Names, reference: NameReference, home: Region | None) -> list[str]:
    """Check the places of a table of nodes against all else that says where its rows lie; what there is to say of it.

    `home` is the division of whose things the sheet tells, where it says so.
    """
    table = reference.table
    if reference.column != "place" or not is_node(table.table_kind) or not table.sheet.rows:
        return []
    work, beside = Weighed(names, reference), _beside(reference)
    named = "x.name" if table.table_kind.kind in ("firm", "park") and "name" in table.columns else "NULL"
    free = "x.park IS NULL" if "park" in table.columns else "true"
    rows = names.db.execute(
        f"SELECT x.place, {named}, {free}, list(x.row ORDER BY x.row){''.join(f', r.c{number}' for number in beside)}"
        f" FROM {table.relation} x JOIN {table.sheet.relation} r ON r.line = x.line GROUP BY ALL"
    ).fetchall()
    for place, name, no_park, lines, *others in rows:
        work.row(place, name, [one for one in others if isinstance(one, str)], lines, free=no_park)
    _against_home(work, rows, home)
    if table.table_kind.kind == "firm" and "park" in table.columns:
        _of_parks(work)
    work.write()
    told = {place: lines for place, lines in work.told.items() if place}
    return _said(names, reference, sum(map(len, told.values())), [*told]) if told else []


def _against_home(work: Weighed, rows: Sequence[tuple[Any, ...]], home: Region | None) -> None:
    """Warn of the few rows that lie elsewhere than the county of the sheet in which most of its rows lie."""
    if home is None:
        return
    away: list[tuple[str, list[int]]] = []
    inside = 0
    for place, _, _, lines, *_ in rows:
        found = _region(place) if place is not None else None
        if found is not None and _apart(found, home):
            away.append((place, lines))
        elif found is not None and _holds(home, found):
            inside += len(lines)
    if inside <= sum(len(lines) for _, lines in away):
        return
    for place, lines in away:
        reason = t(
            work.names.lang,
            f"lies outside {home.name}, of which the sheet is; {_path(place)} is taken: correct it if it is wrong",
            f"不在本表所属的{home.name}；已采用 {_path(place)}，如有误请改正",
        )
        work.warn(lines, place, reason)


def _known_parks(names: Names, parks: list[str]) -> set[str]:
    """Those of the parks that the graph knows: where they lie is said there, and facts/parks_elsewhere.py tells rows that differ."""
    import pyarrow as pa

    if not parks:
        return set()
    names.db.register("load_asked", pa.table({"text": pa.array(parks, pa.string())}))
    names.graph.exactly("SELECT text FROM load_asked", ("park",))
    found = names.db.execute(
        "SELECT text FROM load_asked WHERE text IN (SELECT text FROM load.graph_names WHERE kind = 'park')"
    ).fetchall()
    names.db.unregister("load_asked")
    return {text for (text,) in found}


def _of_parks(work: Weighed) -> None:
    """Rows of firms with a park and a region: the region is where the park lies, unless its name or other rows say otherwise."""
    names, table = work.names, work.reference.table
    rows = names.db.execute(
        f"SELECT park, place, list(row ORDER BY row) FROM {table.relation} WHERE park IS NOT NULL AND place IS NOT NULL GROUP BY ALL"
    ).fetchall()
    by_park: dict[str, list[tuple[str, Region, list[int]]]] = defaultdict(list)
    for park, place, lines in sorted(rows):
        if (found := _region(place)) is not None:
            by_park[park].append((place, found, lines))
    known = _known_parks(names, [park for park, said in by_park.items() if len(said) > 1])
    for park, said in by_park.items():
        begins, short = _begins_with(park, "firm"), _begins_with(park, "park")
        for place, found, lines in said:
            others = [one.name for _, one, _ in said if _apart(found, one)]
            if begins is not None and _apart(found, begins):
                # the park counts, and where it lies is not said of it
                work.told[""] += lines
                work.warn(lines, place, t(
                    names.lang,
                    f"the row's park {park} is by its name in {begins.name}: the firm is placed in the park, and the region is not"
                    " kept; correct the one that is wrong",
                    f"该行的园区“{park}”按名称属于{begins.name}：企业按园区定位，地区未采用；请改正写错的一项",
                ))  # fmt: skip
            elif _apart(found, short):
                work.warn(lines, place, _reason(names, place, [park]))
            elif others and begins is None and park not in known:
                listed = t(names.lang, ", ", "、").join(dict.fromkeys(others))
                work.warn(lines, place, t(
                    names.lang,
                    f"other rows place the park {park} in {listed}: it cannot be told which is right, and both are kept; correct"
                    " the one that is wrong, or state the park's place in a table of parks",
                    f"其他行称园区“{park}”位于{listed}：无法判断，两者都已保留；请改正写错的一项，或在园区表中写明其所在地",
                ))  # fmt: skip


def _beside(reference: NameReference) -> list[int]:
    """The columns of the sheet that say where a row lies, besides the one that is read."""
    table = reference.table
    found = match(table.sheet, table.table_kind)
    parts = [number for number, _, _ in found.parts.get("place", ())]
    doubled = [table.sheet.headers.index(header) for header, _, name in found.doubled if name == "place"]
    return list(dict.fromkeys([*parts, *found.address, *doubled]))


def told_in(cell: str) -> Region | None:
    """The division that a cell is, or begins with as an address does.

    >>> told_in("湖南省怀化市新晃县某路1号").name, told_in("某路1号") is None
    ('新晃侗族自治县', True)
    """
    found = reference().read(cell.removeprefix(_PREFIX))
    if len(found) == 1:
        return found[0].region
    named = regions_named([cell]) if not found else []
    return named[0] if named and cell.startswith(named[0].name) else None


def _region(place: str) -> Region | None:
    """The division that a cell of places names; None for a park, and where it may be several."""
    found = reference().read(place.removeprefix(_PREFIX))
    return found[0].region if len(found) == 1 else None


def _apart(one: Region | None, other: Region | None) -> bool:
    """Whether two divisions lie apart: neither holds the other."""
    if one is None or other is None:
        return False
    return not (_holds(one, other) or _holds(other, one))


def _holds(one: Region, other: Region) -> bool:
    return one.code in {step.code for step in reference().chain(other.code)}


def _finer(mine: Region, texts: Sequence[str]) -> Region | None:
    """The county, or what is known of it, in a wide place that the other cells agree on."""
    if mine.level not in ("country", "province", "prefecture"):
        return None
    inside = [
        one for text in texts if (one := told_in(text)) is not None and one.code != mine.code and _holds(mine, one)
    ]
    found = innermost(inside)
    if found is None:
        return None
    return next((one for one in reference().chain(found.code) if one.level == "county"), found)


def _within(place: str, against: Sequence[str]) -> str | None:
    """A bare name in full where there is one of that name in what contradicts it: 江北 beside 重庆市 is 重庆市江北区."""
    if place.startswith(_PREFIX) or len(place) > 6:
        return None
    for text in against:
        wide = told_in(text)
        for end in ("", "区", "县", "市"):
            if wide is None or not re.fullmatch("[一-鿿]+", place):
                continue
            full = f"{reference().path(wide.code)}{place}{end}"
            found = reference().read(full)
            if (
                len(found) == 1
                and found[0].how != "address"
                and _holds(wide, found[0].region)
                and found[0].region.code != wide.code
            ):
                return full
    return None


def _begins_with(name: str, kind: str) -> Region | None:
    """The county or city that the name of a firm or park begins with; of a park also a city by its short name (长沙高新区).

    >>> _begins_with("新晃县甲化工有限公司", "firm").name, _begins_with("浙江丙有限公司", "firm") is None
    ('新晃侗族自治县', True)
    >>> _begins_with("长沙高新区", "park").name, _begins_with("龙安化工园区", "park") is None
    ('长沙市', True)
    """
    for end in range(min(len(name), 12), 1, -1):
        begin = name[:end]
        if _BEGINS.fullmatch(begin) or (kind == "park" and _ZONE_REST.fullmatch(name[end:])):
            found = [one.region for one in reference().search(begin)]
            widest = next((one for one in found if all(_holds(one, other) for other in found)), None)
            if widest is None or end == len(name) or not _is_below_province(widest):
                continue
            # 龙安 of 龙安化工园区 is a district of 安阳, and a part of many towns
            if _BEGINS.fullmatch(begin) or widest.level == "prefecture":
                return widest
    return None


def _is_below_province(region: Region) -> bool:
    return region.level not in ("country", "province")


def _reason(names: Names, place: str, against: Sequence[str]) -> str:
    shown = t(names.lang, ", ", "、").join(against)
    return t(
        names.lang,
        f"does not lie in what the row says beside it ({shown}); {_path(place)} is taken: correct the one that is wrong",
        f"与同行的“{shown}”矛盾；已采用 {_path(place)}，请改正写错的一项",
    )


def _path(place: str) -> str:
    code = place.removeprefix(_PREFIX)
    return reference().path(code) if place.startswith(_PREFIX) and reference().get(code) else place


def _said(names: Names, reference: NameReference, count: int, places: Sequence[str]) -> list[str]:
    table = reference.table
    header = table.headers.get(reference.column, reference.column)
    shown = ", ".join(map(_path, places[:_SHOWN])) + (" ..." if len(places) > _SHOWN else "")
    return [
        t(
            names.lang,
            f"{table.sheet.where}: {header}: {count} places are told, or told finer, by other cells of their rows ({shown})",
            f"{table.sheet.where}：“{header}”：{count} 个地点由同行其他单元格得出或细化（{shown}）",
        )
    ]
