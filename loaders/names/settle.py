"""Places that a text alone does not tell, told by what stands beside it and by whose sheet it is.

福城街道 has three namesakes; in a sheet of 樟树市 it is the one there. The row speaks first (its address, what its firm is called
after), then the sheet (homes.py), and where both speak they must agree. 经开区, 盐化基地 and 县工信局 mean one thing in one county:
they are called in full (offices.py). In columns of others (sellers, customers, investors wanted) the sheet only tells
townships of one name apart: who sells to a county lies anywhere. What stays open is asked about as before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from ...graph.language import t
from ...graph.regions.names import other_names
from ...graph.regions.reference import reference
from ...graph.sql_text import literal, quoted
from ..problems import warn
from ..sheets.cell_extras import ELSEWHERE
from ..sheets.kind import is_node, match
from .homes import homes, innermost, regions_named
from .offices import here, is_zone, may_be_local, office_in, parks_called, town_of, without_zone
from .place_texts import is_nowhere, of_corps
from .references import references_of
from .row_places import weigh

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...graph.regions.reference import Region
    from ..columns.table import Table
    from .references import NameReference
    from .resolve import Names

_PREFIX: Final = "region:"
_TOWN: Final = 9
"""The digits of a township's code."""
_ENOUGH: Final = 3
"""So many towns that only one county has together tell that county."""
_SHOWN: Final = 3
_WIDE: Final = re.compile(
    "(?:长三角|珠三角|京津冀|环渤海|大湾区|粤港澳|[华东西南北中]{2}|[东西中]部|沿海|内陆|周边)(?:地区|一带|省份|区域)?"
)
"""Parts of the country that are no divisions."""
_STREET: Final = re.compile(r"(?:路|大道|街|巷|[村组])(?:[东西南北中]段)?(?:\d{1,5}号?|[一-鿿]{0,3}\d*号)?$")
"""How an address ends that tells of no town: a street or a village of the county."""


_FORM: Final = "(?:公司|集团|厂|合作社|商行|经营部)"
_BRACKET: Final = re.compile(
    rf"(?P<firm>[^、；;\n\r（()）]*{_FORM})[（(](?P<place>[一-鿿]{{2,14}})[)）](?=\s*(?:$|[、；;，,\n\r]))"
)
"""A firm with a bracket behind it, which no registered name has there."""


def settle(names: Names, tables: Sequence[Table]) -> list[str]:
    """Put into the cells of typed tables what their places mean in their row and sheet; what there is to say of it."""
    work = Settling(names, tables)
    references = [reference for table in tables for reference in references_of(table)]
    notes = [note for one in references for note in (*work.column(one), *work.brackets(one))]
    return notes + [note for one in references for note in weigh(names, one, work.home_of_own(one))]


@dataclass(slots=True)
class Open:
    """The texts of a column that tell no one place, with the places that each may be."""

    texts: dict[str, list[str]]
    home: Region | None
    own: bool
    """Whether the column tells of things of the sheet's county, and not of others."""


@dataclass
class Settling:
    """The places of one load while they are told."""

    names: Names
    tables: Sequence[Table]

    @cached_property
    def homes(self) -> dict[int, Region]:
        """Whose each sheet is; looked for only where a place is open."""
        return homes(self.tables)

    def home_of_own(self, reference: NameReference) -> Region | None:
        """The division of whose firms, parks and projects a table tells."""
        table = reference.table
        return self.homes.get(table.sheet.number) if is_node(table.table_kind) and _is_own(table) else None

    def column(self, reference: NameReference) -> list[str]:
        """Settle the cells of a column that may name places or offices."""
        kinds, table = reference.kinds, reference.table
        if not {"region", "park", "organization"} & set(kinds) or not is_node(table.table_kind):
            return []
        home = self.homes.get(table.sheet.number)
        if home is None and "region" not in kinds:
            return []
        places = {text: self._places(text, kinds) for text in self._texts(reference)}
        if home is None and any(len(found) > 1 for found in places.values()):
            home = _of_towns(places)
        own = _is_own(table)
        if set(kinds) <= {"region", "park"} and not reference.many:
            places = self._without_no_places(reference, places, home if own else None)
        asked = {
            text: found
            for text, found in places.items()
            if len(found) > 1 or (not found and (_asks_row(text, found) or (home is not None and _may_be_told(text, kinds, own=own))))
        }  # fmt: skip
        known = self._known(asked, kinds) if asked else set()
        if reference.column == "place" and not reference.many:
            corps = {text: one for text in places if text not in known and (one := of_corps(text)) is not None}
            self._put(reference, corps)
            asked = {text: found for text, found in asked.items() if text not in corps}
        column = Open({text: found for text, found in asked.items() if text not in known}, home, own)
        return self._settled(reference, column) if column.texts else []

    def _without_no_places(
        self, reference: NameReference, places: dict[str, list[str]], home: Region | None
    ) -> dict[str, list[str]]:
        """The texts of a column without those that name no place, or one that can hardly be meant: these cells are left empty."""
        nowhere = [text for text in places if is_nowhere(text) or _WIDE.fullmatch(text)]
        reason = t(
            self.names.lang,
            "names no one division; left empty: write the province, city or county",
            "不是一个具体地区，未采用；请写明省、市或县",
        )
        left = self._leave_empty(reference, nowhere, reason) if nowhere else set()
        if home is None:
            return {text: found for text, found in places.items() if text not in left}
        for text in _far(places, home):
            if town_of(text, home) is not None:
                places = places | {text: []}
                continue
            (there,) = places[text]
            reason = t(
                self.names.lang,
                f"would be {_shown(there)}, far from {home.name} of the sheet; left empty: if it is meant, write what it lies in before it",
                f"按名称是 {_shown(there)}，不在本表的{home.name}附近，未采用；如确指该地，请写上所属省市",
            )
            left |= self._leave_empty(reference, [text], reason)
        return {text: found for text, found in places.items() if text not in left}

    def _leave_empty(self, reference: NameReference, texts: Sequence[str], reason: str) -> set[str]:
        """Leave cells empty, and warn of each; not of what is known by that name, and not with --strict."""
        known = self._known(texts, reference.kinds)
        none = {text for text in texts if text not in known}
        if not none or self.names.strict:
            return set()
        listed, cell = ", ".join(map(literal, sorted(none))), quoted(reference.column)
        relation, header = reference.table.relation, literal(reference.table.headers[reference.column])
        rows = f"(SELECT row, {cell} AS cell FROM {relation} WHERE {cell} IN ({listed}) ORDER BY row)"
        warn(self.names.db, rows, header, "cell", literal(reason))
        self.names.db.execute(f"UPDATE {relation} SET {cell} = NULL WHERE {cell} IN ({listed})")
        return none

    def brackets(self, reference: NameReference) -> list[str]:
        """Take places in brackets behind firms (甲有限公司（平湖）) off their names: they say where these lie."""
        if "firm" not in reference.kinds or not (reference.many or reference.column in reference.table.bracketed):
            return []
        cell, db = quoted(reference.column), self.names.db
        text = f"array_to_string({cell}, ' ')" if reference.many else cell
        marked = f"{cell} IS NOT NULL AND (contains({text}, '（') OR contains({text}, '(')) AND regexp_matches({text}, $form)"
        rows = db.execute(
            f"SELECT DISTINCT {f'unnest({cell})' if reference.many else cell} AS text FROM {reference.table.relation} WHERE {marked}"
            " ORDER BY 1",
            {"form": f"{_FORM}[（(]"},
        ).fetchall()
        texts = [one for (one,) in rows if one is not None and _BRACKET.search(one)]
        if not texts:
            return []
        known = self._known(texts, ("firm",))
        home = self.homes.get(reference.table.sheet.number)
        told: dict[str, str] = {}
        for one in texts:
            if one not in known and (bare := self._without_places(one, home)) != one:
                told[one] = bare
        self._put(reference, told)
        header = reference.table.headers.get(reference.column, reference.column)
        shown = "; ".join([*told][:_SHOWN])
        return [] if not told else [
            t(
                self.names.lang,
                f"{reference.table.sheet.where}: {header}: brackets behind {len(told)} names say where the firms lie ({shown})",
                f"{reference.table.sheet.where}：“{header}”：{len(told)} 个名称后的括注读作企业所在地（{shown}）",
            )
        ]  # fmt: skip

    def _without_places(self, text: str, home: Region | None) -> str:
        """A cell without the brackets that hold a place; which firms lie there is kept."""

        def bare(found: re.Match[str]) -> str:
            regions = [one.region for one in reference().search(found["place"]) if one.region.level != "country"]
            region = regions[0] if len(regions) == 1 else here(found["place"], home) if home is not None else None
            if region is None:
                return found[0]
            firm = found["firm"].strip()
            # one name with two places is asked about by nobody here: then neither is said
            before = self.names.said.setdefault(firm, region.identifier)
            self.names.said[firm] = region.identifier if before == region.identifier else ""
            return found["firm"]

        return _BRACKET.sub(bare, text)

    def _texts(self, reference: NameReference) -> list[str]:
        cell = quoted(reference.column)
        rows = self.names.db.execute(
            f"SELECT DISTINCT {f'unnest({cell})' if reference.many else cell} AS text FROM {reference.table.relation}"
            f" WHERE {cell} IS NOT NULL ORDER BY 1"
        ).fetchall()
        return [text for (text,) in rows if text is not None]

    def _places(self, text: str, kinds: Sequence[str]) -> list[str]:
        """The divisions that a text may mean."""
        if "region" not in kinds:
            return []
        found = self.names.divisions(text, addresses=set(kinds) == {"region", "park"})
        best = min((rank for _, rank, _ in found), default=0)
        return sorted({identifier for identifier, rank, _ in found if rank == best})

    def _known(self, texts: Iterable[str], kinds: Sequence[str]) -> set[str]:
        """Those of the texts that the graph or a row of this load calls something of these kinds."""
        import pyarrow as pa

        db = self.names.db
        db.register("load_asked", pa.table({"text": pa.array(sorted(texts), pa.string())}))
        self.names.graph.exactly("SELECT text FROM load_asked", kinds)
        among = ", ".join(map(literal, kinds))
        named = [f"SELECT text FROM load.graph_names WHERE kind IN ({among})"]
        named += [f"SELECT name FROM {table.relation}" for table in self.tables if table.table_kind.kind in kinds]
        rows = db.execute(f"SELECT text FROM load_asked WHERE text IN ({' UNION ALL '.join(named)})").fetchall()
        db.unregister("load_asked")
        return {text for (text,) in rows}

    def _settled(self, reference: NameReference, column: Open) -> list[str]:
        by_text: dict[str, str] = {}
        home = column.home
        if home is not None:
            by_text = {
                text: told
                for text, found in column.texts.items()
                if (told := self._told(text, found, column, reference.kinds))
            }
        left = {text: found for text, found in column.texts.items() if _asks_row(text, found)}
        by_row = {} if reference.column != "place" or not left else self._rows(reference, left, by_text)
        self._put(reference, {text: told for text, told in by_text.items() if text not in by_row})
        for text, rows in by_row.items():
            self._put_rows(reference, text, rows)
        return self._said(reference, column, by_text, by_row) + self._widest(reference, left, {*by_text, *by_row})

    def _widest(self, reference: NameReference, left: dict[str, list[str]], told: set[str]) -> list[str]:
        """Put the widest of the places that a text may mean where it holds all the others: 岳阳 lies in 岳阳市, the county or not."""
        header = reference.table.headers.get(reference.column, "")
        if reference.column != "place" or _of_counties(header):
            return []
        widest = {
            text: next((one for one in found if all(_holds(one, other) for other in found)), None)
            for text, found in left.items()
            if len(found) > 1 and text not in told
        }
        found = {text: one for text, one in widest.items() if one is not None}
        self._put(reference, found)
        shown = "; ".join(f"{text}: {_shown(one)}" for text, one in [*found.items()][:_SHOWN])
        return [] if not found else [
            t(
                self.names.lang,
                f"{reference.table.sheet.where}: {header}: {len(found)} names of a place and of one in it are read as the wider one ({shown})",
                f"{reference.table.sheet.where}：“{header}”：{len(found)} 个名称既指一地又指其下的一县，按较大的读取（{shown}）",
            )
        ]  # fmt: skip

    # -- by the sheet -----------------------------------------------------------------------

    def _told(self, text: str, found: Sequence[str], column: Open, kinds: Sequence[str]) -> str | None:
        """What a text means in a sheet of one county: an identifier, or a name in full."""
        home = column.home
        assert home is not None
        inside = [one for one in found if lies_in(one, home)]
        if found:
            towns = all(len(_code(one)) == _TOWN for one in inside)
            return inside[0] if len(inside) == 1 and (column.own or towns) else None
        if "organization" in kinds and (office := office_in(text, home)) is not None:
            self.names.lying[office[0]] = office[1].identifier
            return office[0]
        if not column.own or home.level not in ("county", "prefecture"):
            return None
        if "region" in kinds:
            region = here(text, home) or town_of(text, home) or _address(text, home)
            if region is not None:
                return region.identifier
        if "park" not in kinds:
            return None
        return self._park_beside(text) or (self._park(text, home) if is_zone(text) else None)

    def _park_beside(self, text: str) -> str | None:
        """The one park of this load that a text calls without what parks are called: 文渡 of 文渡工业园."""
        found = {name for name in self._parks if name.startswith(text) and is_zone(name) and without_zone(name) == text}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def _parks(self) -> list[str]:
        parts = [f"SELECT name FROM {table.relation}" for table in self.tables if table.table_kind.kind == "park"]
        rows = (
            self.names.db.execute(f"SELECT DISTINCT name FROM ({' UNION ALL '.join(parts)}) ORDER BY 1")
            if parts
            else None
        )
        return [] if rows is None else [name for (name,) in rows.fetchall() if name is not None]

    def _park(self, text: str, home: Region) -> str | None:
        """A park that a sheet calls by its short name: as it is known, else in full."""
        called = parks_called(text, home)
        known = self._known(called, ("park",))
        if len(known) > 1:
            return None
        name = next(iter(known), called[0])
        if not known:
            self.names.lying[name] = home.identifier
        return name

    # -- by the row ---------------------------------------------------------------------------

    def _rows(
        self, reference: NameReference, left: dict[str, list[str]], by_text: dict[str, str]
    ) -> dict[str, dict[int, str | None]]:
        """What the cells beside tell of open texts: for each the place by row; None where row and sheet contradict each other."""
        table = reference.table
        beside = list(match(table.sheet, table.table_kind).address)
        beside += [number for parts in match(table.sheet, table.table_kind).parts.values() for number, _, _ in parts]
        own = [f"x.{quoted(name)}" for name in ("park", "name") if name in table.columns and name != reference.column]
        cells = [*(f"r.c{number}" for number in dict.fromkeys(beside)), *own]
        if not cells:
            return {}
        header = table.headers.get(reference.column, "")
        listed = ", ".join(map(literal, sorted(left)))
        rows = self.names.db.execute(
            f"SELECT x.row, x.{quoted(reference.column)}, {', '.join(cells)} FROM {table.relation} x"
            f" LEFT JOIN {table.sheet.relation} r ON r.line = x.line WHERE x.{quoted(reference.column)} IN ({listed}) ORDER BY 1"
        ).fetchall()
        out: dict[str, dict[int, str | None]] = defaultdict(dict)
        for row, text, *others in rows:
            told = by_cells(left[text], [one for one in others if isinstance(one, str)], header)
            if told is None:
                continue
            by_sheet = by_text.get(text)
            out[text][row] = told if by_sheet in (None, told) else None
        # where only some rows of a text say more, the others keep what the sheet says
        for text, found in out.items():
            if (by_sheet := by_text.get(text)) is not None:
                found.update({row: by_sheet for row, said, *_ in rows if said == text and row not in found})
        return out

    # -- writing ------------------------------------------------------------------------------

    def _put(self, reference: NameReference, told: dict[str, str]) -> None:
        if not told:
            return
        cell = quoted(reference.column)
        cases = " ".join(f"WHEN {literal(text)} THEN {literal(place)}" for text, place in told.items())
        new = (
            f"list_transform({cell}, lambda one: CASE one {cases} ELSE one END)"
            if reference.many
            else f"CASE {cell} {cases} ELSE {cell} END"
        )
        self.names.db.execute(f"UPDATE {reference.table.relation} SET {cell} = {new} WHERE {cell} IS NOT NULL")

    def _put_rows(self, reference: NameReference, text: str, rows: dict[int, str | None]) -> None:
        by_place: dict[str, list[int]] = defaultdict(list)
        for row, place in rows.items():
            if place is not None:
                by_place[place].append(row)
        for place, mine in by_place.items():
            self.names.db.execute(
                f"UPDATE {reference.table.relation} SET {quoted(reference.column)} = {literal(place)}"
                f" WHERE {quoted(reference.column)} = {literal(text)} AND row IN ({', '.join(map(str, mine))})"
            )

    def _said(
        self, reference: NameReference, column: Open, by_text: dict[str, str], by_row: dict[str, dict[int, str | None]]
    ) -> list[str]:
        """What was told, in one note for the sheet and one for the rows."""
        table, lang = reference.table, self.names.lang
        header = table.headers.get(reference.column, reference.column)
        out: list[str] = []
        by_sheet = {text: told for text, told in by_text.items() if text not in by_row and text != told}
        if by_sheet and column.home is not None:
            shown = [f"{text}: {_shown(told)}" for text, told in by_sheet.items()][:_SHOWN]
            more = " ..." if len(by_sheet) > _SHOWN else ""
            out.append(
                t(
                    lang,
                    f"{table.sheet.where}: {header}: {len(by_sheet)} names are told by the sheet's {column.home.name} ({'; '.join(shown)}{more})",
                    f"{table.sheet.where}：“{header}”：{len(by_sheet)} 个名称按本表所属的{column.home.name}确定（{'；'.join(shown)}{more}）",
                )
            )
        told_rows = {text: place for text, rows in by_row.items() for place in rows.values() if place is not None}
        if told_rows:
            shown = [f"{text}: {_shown(told)}" for text, told in told_rows.items()][:_SHOWN]
            out.append(
                t(
                    lang,
                    f"{table.sheet.where}: {header}: {len(told_rows)} places are told by other cells of their rows ({'; '.join(shown)})",
                    f"{table.sheet.where}：“{header}”：{len(told_rows)} 个地点由同行其他单元格确定（{'；'.join(shown)}）",
                )
            )
        return out


def by_cells(found: Sequence[str], cells: Sequence[str], header: str = "") -> str | None:
    """The place that the cells beside tell, if it lies in one that is meant, or is one; None where they tell none or contradict.

    >>> by_cells(["region:110105", "region:211300", "region:211321"], ["辽宁省朝阳市双塔区某路1号", "辽宁省"])
    'region:211302'
    >>> by_cells(["region:110105", "region:211300"], ["四川省成都市某路1号"]) is None
    True
    >>> [by_cells(["region:211300", "region:211321"], ["辽宁省"], header) for header in ("地区", "所在区县")]
    ['region:211300', 'region:211321']
    """
    finest = innermost([one for cell in cells if (one := _told_in(cell)) is not None])
    if finest is None:
        return None
    around = {one.identifier for one in reference().chain(finest.code)}
    if not found or any(one in around for one in found):
        return finest.identifier
    inside = [one for one in found if lies_in(one, finest)]
    if len(inside) > 1:
        county = _of_counties(header)
        inside = [
            one
            for one in inside
            if (_level(one) == "county" if county else all(_holds(one, other) for other in inside))
        ]
    return inside[0] if len(inside) == 1 else None


def _of_counties(header: str) -> bool:
    """Whether a column is one of counties, and not of places of any level."""
    return re.search("[区县]", header.replace("地区", "").replace("园区", "")) is not None


def _level(identifier: str) -> str | None:
    region = reference().get(_code(identifier))
    return None if region is None else region.level


def _holds(identifier: str, other: str) -> bool:
    region = reference().get(_code(identifier))
    return region is not None and lies_in(other, region)


def _told_in(cell: str) -> Region | None:
    """The division that a cell is, or begins with as an address or the name of a firm does."""
    found = reference().read(cell)
    if len(found) == 1:
        return found[0].region
    named = regions_named([cell]) if not found else []
    return named[0] if named and cell.startswith((named[0].name, *other_names(named[0].name))) else None


def lies_in(identifier: str, home: Region) -> bool:
    """Whether a division is one, or lies in it."""
    code = _code(identifier)
    return reference().get(code) is not None and home.code in {one.code for one in reference().chain(code)}


def _address(text: str, home: Region) -> Region | None:
    """The town or county of an address that leaves its county out."""
    if len(text) > 40:
        return None
    found = reference().read(reference().path(home.code) + text)
    regions = {one.region.code: one for one in found}
    if len(regions) != 1:
        return None
    one = next(iter(regions.values()))
    if one.region.code != home.code:
        return one.region if lies_in(one.region.identifier, home) else None
    return home if home.level == "county" and _STREET.search(text) and not is_zone(text) else None


def _asks_row(text: str, found: Sequence[str]) -> bool:
    return bool(found) or text in ("市辖区", "县", "郊区", "城区", "市区")


def _is_own(table: Table) -> bool:
    """Whether a table's places are those of its own county's things: not where others sell, buy or are sought."""
    sheet = table.sheet
    titles = (*sheet.titles, sheet.sheet or "", sheet.file)
    if not is_node(table.table_kind) or any(word in title for title in titles for word in ELSEWHERE):
        return table.table_kind.kind in ("project", "request")
    return sheet.office or sheet.stem != table.table_kind.table


def _of_towns(places: dict[str, list[str]]) -> Region | None:
    """The one county that has all the towns of a column, where there are enough of them."""
    towns = [{code[:6] for code in map(_code, found) if len(code) == _TOWN} for found in places.values()]
    towns = [counties for counties in towns if counties]
    shared = set.intersection(*towns) if len(towns) >= _ENOUGH else set()
    return reference().get(shared.pop()) if len(shared) == 1 else None


def _far(places: dict[str, list[str]], home: Region) -> list[str]:
    """Short names of counties, and names of towns, far from a sheet's, where most of its column lies in it.

    龙安 in 福鼎 is no district of 安阳; 罗桥街道 in 大冶, of which the divisions known here have none, is not that of 上饶.
    """
    alone = {text: found[0] for text, found in places.items() if len(found) == 1}
    known = {text: found for text, found in places.items() if found}
    inside = [text for text, found in known.items() if any(lies_in(one, home) for one in found) or town_of(text, home)]
    if home.level != "county" or len(inside) * 2 <= len(known):
        return []
    near = next((one for one in reference().chain(home.code) if one.level == "prefecture"), home)
    return [
        text
        for text, one in alone.items()
        if (region := reference().get(_code(one))) is not None and not lies_in(one, near)
        if (_level(one) == "county" and text == region.short != region.name)
        or (len(_code(one)) == _TOWN and text in (region.name, region.short))
    ]


def _may_be_told(text: str, kinds: Sequence[str], *, own: bool) -> bool:
    """Whether a sheet's county may tell what a text means that names no division: an office, a park, a street of its own."""
    if set(kinds) <= {"region", "park"}:
        return own
    return "organization" in kinds and may_be_local(text)


def _code(identifier: str) -> str:
    return identifier.removeprefix(_PREFIX)


def _shown(told: str) -> str:
    return reference().path(_code(told)) if told.startswith(_PREFIX) and reference().get(_code(told)) else told
