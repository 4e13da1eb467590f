"""What a list of gaps states row by row: nodes of the chain, who is here and makes them, what is lacking, who is wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...read.shape.looks import is_firm
from ..cell_extras import region_of_address
from ..derived import Rows, derived_rows
from ..group_headings import is_park
from .chain_facts import SHOWN
from .words import is_gap, is_nobody, names_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...read.sheet import Sheet, Staging

Line = tuple[int, "list[str | None]"]
WEAK: Final = re.compile(r"(?:较|很|比较|相对)?(?:薄弱|偏弱|弱)(?:链|项|环)?")
BROKEN: Final = re.compile(r"缺|断|缺链|断链|缺失|断供|空白|无|(?:全|完全)?(?:空白|缺失)")
STAGE: Final = re.compile(
    r"(?:产业链?)?(?P<stage>[上中下]游|配套|前端|中端|后端|终端)(?:[（(].{1,12}[)）]|环节|产业|段)?"
)
HERE: Final = re.compile(r"本地|本[市县区省州]|[市县区省州域园]内|现有|已有|当地|存量|代表|支撑|骨干|承载|链上")
BEHIND: Final = re.compile(r"(?P<name>.+?)\s*[（(](?P<said>[^（()）]{2,20})[)）]")
REST: Final = re.compile(r"序号?|编号|备注|说明|注|位置")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of such a list, by number; None where it has none."""

    node: int
    state: int | None
    stage: int | None
    chain: int | None
    here: int | None
    wanted: int | None
    origin: int | None
    handler: int | None
    progress: int | None
    capacity: int | None

    @property
    def all(self) -> set[int]:
        """Those that there are."""
        found = (
            self.node,
            self.state,
            self.stage,
            self.chain,
            self.here,
            self.wanted,
            self.origin,
            self.handler,
            self.progress,
            self.capacity,
        )
        return {n for n in found if n is not None}


class GapFacts:
    """A list of gaps while it is read."""

    def __init__(self, columns: Columns, chain: str | None, area: str | None, *, weak: bool) -> None:
        self.columns, self.chain, self.area, self.weak = columns, chain, area, weak
        self.tables: dict[str, Rows] = {
            name: [] for name in ("chain_products", "members", "produces", "stated_gaps", "wanted_firms", "firms")
        }
        self.nowhere: list[str] = []
        self.unpaired: list[int] = []
        self.remarks: dict[str, None] = {}

    def read(self, staging: Staging, sheet: Sheet, headers: Sequence[str], rows: Sequence[Line]) -> None:
        """Read all rows, and stage the tables that they state."""
        above: str | None = None
        for line, cells in rows:
            said = {
                name: cells[n]
                for name in Columns.__dataclass_fields__
                if (n := getattr(self.columns, name)) is not None
            }
            above = said.get("stage") or above
            self._row(line, said, above)
        self._stage(staging, sheet, headers)

    def _row(self, line: int, said: dict[str, str | None], above: str | None) -> None:
        chain, products = said.get("chain") or self.chain, names_in(said.get("node"))
        found = STAGE.fullmatch(above) if above else None
        stage = found["stage"] if found else above
        if not products or not chain:
            return
        if self.columns.state is not None:
            self.tables["chain_products"] += [(line, (product, chain, stage)) for product in products]
        here = listed_names(said.get("here"))
        self.remarks |= dict.fromkeys(name for name in here if name.startswith("原"))  # who was here
        firms = [self._firm(line, name) for name in here if not name.startswith("原")]
        self.tables["members"] += [(line, (firm, chain, stage)) for firm in firms]
        if len(products) == 1:
            amounts = _amounts(said.get("capacity"), len(firms))
            self.tables["produces"] += [
                (line, (firm, products[0], amount)) for firm, amount in zip(firms, amounts, strict=True)
            ]
        elif firms:
            self.unpaired.append(line)
        if self._lacks(said.get("state")):
            if self.area is None:
                self.nowhere += products
            else:
                self.tables["stated_gaps"] += [(line, (self.area, chain, product, stage)) for product in products]
        wanted = listed_names(said.get("wanted"))
        if wanted and len(products) > 1:
            self.unpaired.append(line)
            return
        for name in wanted:
            bare, origin = _parted(name)
            if is_firm(bare):
                text = origin or (said.get("origin") if len(wanted) == 1 else None)
                self.tables["wanted_firms"].append(
                    (line, (bare, products[0], text, said.get("handler"), said.get("progress")))
                )
            else:
                self.remarks[name] = None

    def _lacks(self, state: str | None) -> bool:
        """Whether a node is lacking, broken or weak: by its state, or because the list is one of such nodes alone."""
        if self.columns.state is None:
            return True
        text = (state or "").strip()
        return is_gap(text) or BROKEN.fullmatch(text) is not None or (self.weak and WEAK.fullmatch(text) is not None)

    def _firm(self, line: int, name: str) -> str:
        """A firm that is here, with the place that brackets behind it give."""
        bare, said = _parted(name)
        places: list[str] = []
        others: list[str] = []
        for part in filter(None, re.split("[，,、；;]", said or "")):
            there = part if is_park(part) else _place_in(part, self.area)
            (places if there else others).append(there or part)
        self.tables["firms"].append((line, (bare, places[0] if len(places) == 1 else None)))
        self.remarks |= dict.fromkeys(f"{bare}（{part}）" for part in others)
        return bare

    def _at_home(self) -> None:
        """Firms of which nothing else is said lie in the area whose firms a column says that they are (本地企业)."""
        rows = self.tables["firms"]
        placed = {cells[0] for _, cells in rows if cells[1]}
        self.tables["firms"] = [
            (line, (name, place if name in placed else self.area))
            for line, (name, place) in rows
            if place or name not in placed
        ]

    def _stage(self, staging: Staging, sheet: Sheet, headed: Sequence[str]) -> None:
        here = self.columns.here
        home = self.area is not None and here is not None and HERE.search(headed[here]) is not None
        if home:
            self._at_home()
        self._tables(staging, sheet)
        self._say(staging, sheet, headed, headed[here] if home and here is not None else None)

    def _tables(self, staging: Staging, sheet: Sheet) -> None:
        headers = {
            "chain_products": ["product", "chain", "stage"], "members": ["firm", "chain", "stage"], "produces": ["firm", "product", "capacity"],
            "stated_gaps": ["area", "chain", "product", "stage"], "wanted_firms": ["firm", "product", "origin", "handler", "progress"],
            "firms": ["name", "place"],
        }  # fmt: skip
        for table, rows in self.tables.items():
            if rows:
                made = derived_rows(staging, sheet, table, headers[table], rows)
                made.titles = sheet.titles if table == "firms" else []

    def _say(self, staging: Staging, sheet: Sheet, headed: Sequence[str], home: str | None) -> None:
        """Tell how the list was read, and what of it is not."""
        chain = f" ({self.chain})" if self.chain else ""
        staging.say(
            sheet,
            f"is read as a list of what a chain lacks{chain}: firms here produce the product of their row, and rows state no supplies",
            f"按产业链缺链清单读取{chain}：本地企业读作该行产品的生产企业，不读作供应关系",
        )
        if home is not None:
            staging.say(
                sheet,
                f"{home}: firms lie in {self.area} where brackets behind their names say nothing else",
                f"“{home}”所列企业，括号未另写明的，所在地按{self.area}读取",
            )
        gaps = self.tables["stated_gaps"]
        if gaps:
            some = "、".join(dict.fromkeys(str(cells[2]) for _, cells in gaps[:SHOWN]))
            staging.say(
                sheet,
                f"{len(gaps)} cells state a gap of {self.area} ({some})",
                f"有 {len(gaps)} 处写明缺、断或弱，读作{self.area}的缺失环节（{some}）",
            )
        if self.nowhere:
            some = "、".join(dict.fromkeys(self.nowhere[:SHOWN]))
            staging.say(
                sheet,
                f"gaps of which no area is named are kept nowhere ({some}): begin the title with the area, as 某县某某产业链缺链清单",
                f"未写明地区的缺失环节无处存放（{some}）；标题请以地区开头，如“某县某某产业链缺链清单”",
            )
        if self.unpaired:
            lines = ", ".join(map(str, dict.fromkeys(self.unpaired[:SHOWN])))
            staging.say(
                sheet,
                f"several products beside firms are not paired (row {lines})",
                f"同一行有多个产品，与企业无法对应（第 {lines} 行）",
            )
        if self.remarks:
            staging.say(
                sheet,
                f"said beside names and kept nowhere: {'; '.join(list(self.remarks)[:SHOWN])}",
                f"名称旁所写、无处存放：{'；'.join(list(self.remarks)[:SHOWN])}",
            )
        unread = [
            header
            for n, header in enumerate(headed)
            if header and n not in self.columns.all and not REST.fullmatch(header)
        ]
        if unread:
            staging.say(sheet, f"not read: {', '.join(unread)}", f"未读取：{'、'.join(unread)}")


def _parted(name: str) -> tuple[str, str | None]:
    """A name, and what brackets behind it say.

    >>> _parted("虚构硅业有限公司（沾益）"), _parted("虚构硅业有限公司")
    (('虚构硅业有限公司', '沾益'), ('虚构硅业有限公司', None))
    """
    found = BEHIND.fullmatch(name)
    return (found["name"], found["said"]) if found and is_firm(found["name"]) else (name, None)


def _place_in(text: str, area: str | None) -> str | None:
    """The region that a remark behind a name begins with, in an area: 麒麟越州 lies in 麒麟区; None for what is no place."""
    if re.search(r"\d|停|产|建|搬|迁|注销|投|签|原|新", text):
        return None
    for length in range(len(text), 1, -1):
        found = region_of_address(text[:length]) or (region_of_address((area or "") + text[:length]) if area else None)
        if found and found != area:
            return found
    return None


def _amounts(cell: str | None, count: int) -> list[str | None]:
    """A list of amounts for as many firms; none where they are not as many.

    >>> _amounts("12万吨、6万吨", 2), _amounts("5万吨", 2), _amounts(None, 1)
    (['12万吨', '6万吨'], [None, None], [None])
    """
    parts = [part.strip() for part in re.split(r"[、；;\n]", cell or "") if part.strip()]
    return [*parts] if len(parts) == count else [None] * count


def listed_names(cell: str | None) -> list[str]:
    """The names that a cell lists, each with what brackets behind it say."""
    if not cell or is_nobody(cell):
        return []
    return [name for name in names_in(cell) if not is_nobody(name) and name not in ("待定", "未定", "不详", "/")]
