"""Lists of what a chain lacks (缺链断链弱链清单, 强链补链清单): a row a node of the chain with its state, who is here, who is wanted.

What tells them is a column that says in a word a row how the node is filled (缺, 断, 弱, 有, —). Every node is of the chain that the
title names; a firm here makes the one product of its row; what is lacking, broken or weak is a stated gap of the title's area.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ....graph.language import t
from ...read.shape.looks import is_firm
from ...values.lists import is_blank
from ..cell_extras import region_before, region_of_address
from ..derived import Rows, derived_rows
from ..group_headings import is_park
from .chain_facts import SHOWN
from .chain_map import chain_of, lines_of
from .words import is_gap, is_nobody, is_status, names_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...read.sheet import Sheet, Staging
    from ..headers import TableKind

_MOST: Final = 2000
_WEAK: Final = re.compile(r"(?:较|很|比较|相对)?(?:薄弱|偏弱|弱)(?:链|项|环)?")
_BROKEN: Final = re.compile(r"缺|断|缺链|断链|缺失|断供|空白|无|(?:全|完全)?(?:空白|缺失)")
_FULL: Final = re.compile(
    r"有|强|强链|优|优势|完整|齐全|健全|一般|基本(?:完整|齐全|满足)|满足|具备|已有|良好|较强|延链?|建链?|补链?|固链?"
)
_STAGE: Final = re.compile(
    r"(?:产业链?)?(?P<stage>[上中下]游|配套|前端|中端|后端|终端)(?:[（(].{1,12}[)）]|环节|产业|段)?"
)
_NODE: Final = re.compile(
    r"(?:产业)?(?:链条?)?(?:细分|重点|关键|主要|核心|代表|缺失|短板|所缺|薄弱|节点|环节|具体|对应)*(?:产品|节点|工序|部件|零部件|材料|品种|环节)(?:名称)?"
    r"(?:[（(/、和及与]?(?:产品|环节|工序|节点|技术|部件|材料|领域|服务)[)）]?)*"
)
_STATED: Final = re.compile("缺失|短板|所缺|薄弱|缺链|断链|断点|空白|缺口")
_FIRMS: Final = re.compile(r"企业|公司|厂家|厂商|单位|客商|主体|代表|支撑|承载")
_NO_FIRMS: Final = re.compile(
    r"责任|牵头|对接单位|配合|主管|包保|服务|类型|方向|领域|数量|家数|个数|需求|条件|填报|联系|产能|产值|原因|问题|措施"
)
_WANTED: Final = re.compile(
    r"候选|目标|意向|拟|招引|引进|招商|引入|对接|备选|潜在|储备|外地|域外|市外|县外|省外|区外|国内|国外|全国|标杆|龙头|领军|头部"
)
_HERE: Final = re.compile(r"本地|本[市县区省州]|[市县区省州域园]内|现有|已有|当地|存量|代表|支撑|骨干|承载|链上|所在")
_HANDLER: Final = re.compile(
    r".*(?:责任|牵头|对接|招商|包保|跟进|负责|落实|主办)(?:单位|部门|主体|科室)|.*(?:部门|单位)"
)
_FROM: Final = re.compile(r".*(?:来源地|总部|注册地|客商所在地|企业所在地|所在地|来自)")
_PROGRESS: Final = re.compile(r".*(?:进展|进度|对接情况|洽谈情况|跟进情况).*")
_CAPACITY: Final = re.compile(
    r"(?:(?:19|20)\d\d年?(?:度|底|末)?)?(?:现有|设计|年|本地|已有)*产能(?:规模)?(?:[（(].*[)）])?"
)
_CHAIN: Final = re.compile(r"(?:所属|重点)?(?:产业链|链条)(?:名称)?|链名")
_REST: Final = re.compile(r"序号?|编号|备注|说明|注")
_SPOKEN: Final = re.compile(r"缺链|断链|弱链|缺失|短板|薄弱|断点|补链|强链|[缺断弱][、和/][缺断弱]")
_OF_WEAK: Final = re.compile("弱链|薄弱|弱项|[缺断短][^，。]{0,4}弱|弱[、和/][缺断]")
"""A list that says of itself that it lists what is weak too: there a weak node is a stated gap."""
_BEHIND: Final = re.compile(r"(?P<name>.+?)\s*[（(](?P<said>[^（()）]{2,20})[)）]")
_ADORNED: Final = re.compile(r"(?:绿色|现代|特色|优势|重点|高端|先进)(?P<bare>.{2,})")


@dataclass(frozen=True, slots=True)
class _Columns:
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


def read_gap_lists(staging: Staging, products: TableKind) -> None:
    """Make the tables that lists of gaps state; leave other sheets as they are."""
    for sheet in list(staging.sheets):
        if not sheet.office or not 0 < sheet.rows <= _MOST:
            continue
        headers, rows = _one_below_another(sheet.headers, lines_of(staging, sheet))
        columns = _columns(sheet, headers, rows, products)
        chain = _chain(staging, sheet)
        if columns is None or (columns.chain is None and chain is None):
            continue
        area = _area(staging, sheet)
        weak = any(_OF_WEAK.search(text) for text in (*sheet.titles, sheet.sheet or "", *sheet.headers))
        _List(columns, None if columns.chain is not None else chain, area, weak=weak).read(
            staging, sheet, headers, rows
        )
        staging.sheets[:] = [one for one in staging.sheets if one is not sheet]


_Line = tuple[int, "list[str | None]"]


def _one_below_another(headers: list[str], rows: list[_Line]) -> tuple[list[str], list[_Line]]:
    """Stages beside each other, each with the same columns (上游·缺失产品 | 上游·拟招引企业 | 中游·缺失产品 ...), as one below another.

    >>> _one_below_another(["上游·产品", "上游·企业", "下游·产品", "下游·企业"], [(4, ["铜箔", "甲厂", "音箱", None])])
    (['环节', '产品', '企业'], [(4, ['上游', '铜箔', '甲厂']), (4, ['下游', '音箱', None])])
    >>> _one_below_another(["产品", "企业"], [(2, ["铜箔", "甲厂"])])
    (['产品', '企业'], [(2, ['铜箔', '甲厂'])])
    """
    of: dict[str, list[int]] = {}
    for n, header in enumerate(headers):
        group, mark, _ = header.partition("·")
        if mark and (found := _STAGE.fullmatch(group)):
            of.setdefault(found["stage"], []).append(n)
        elif header:
            return headers, rows
    own = [[headers[n].partition("·")[2] for n in numbers] for numbers in of.values()]
    if len(of) < 2 or any(one != own[0] for one in own):
        return headers, rows
    made: list[_Line] = [
        (line, [stage, *(cells[n] for n in numbers)])
        for line, cells in rows
        for stage, numbers in of.items()
        if any(cells[n] for n in numbers)
    ]
    return ["环节", *own[0]], made


def _area(staging: Staging, sheet: Sheet) -> str | None:
    """The area whose list it is: its title's, else the one that the titles of the workbook's other sheets begin with."""
    mine = next((area for text in sheet.titles if (area := region_before(text))), None)
    others = [one for one in staging.sheets if one.file == sheet.file and one.folder == sheet.folder]
    named = {area for one in others for text in one.titles[:1] if (area := region_before(text))}
    return mine or (named.pop() if len(named) == 1 else None)


def _columns(sheet: Sheet, headers: Sequence[str], rows: Sequence[_Line], products: TableKind) -> _Columns | None:
    """Which columns say what; None for a sheet that is no such list."""
    headed = [n for n, header in enumerate(headers) if header and not _REST.fullmatch(header)]
    cells = {n: [cell for _, line in rows if n < len(line) and (cell := line[n])] for n in headed}
    state = next((n for n in headed if _are_states(cells[n])), None)
    stage = next((n for n in headed if n != state and _mostly(_STAGE, cells[n])), None)
    chain = next((n for n in headed if _CHAIN.fullmatch(headers[n]) and n != stage), None)
    free = [n for n in headed if n not in (state, stage, chain)]
    known = [n for n in free if (column := products.column(headers[n])) is not None and column.name == "product"]
    nodes = known or [n for n in free if _NODE.fullmatch(headers[n])]
    firms = [n for n in free if _FIRMS.search(headers[n]) and not _NO_FIRMS.search(headers[n]) and _are_firms(cells[n])]
    wanted = next((n for n in firms if _WANTED.search(headers[n]) and not _HERE.search(headers[n])), None)
    here = next((n for n in firms if n != wanted and (wanted is not None or _HERE.search(headers[n]))), None)
    stated = bool(nodes) and _STATED.search(headers[nodes[0]]) is not None
    told = state is not None or (stated and wanted is not None)
    spoken = any(_SPOKEN.search(text) for text in (*sheet.titles, sheet.sheet or "", *headers))
    if not nodes or not told or not spoken or (here is None and wanted is None):
        return None
    rest = [n for n in free if n not in (nodes[0], here, wanted)]

    def one(form: re.Pattern[str]) -> int | None:
        found = [n for n in rest if form.fullmatch(headers[n])]
        return found[0] if len(found) == 1 else None

    return _Columns(
        nodes[0], state, stage, chain, here, wanted, one(_FROM), one(_HANDLER), one(_PROGRESS), one(_CAPACITY),
    )  # fmt: skip


def _are_states(cells: Sequence[str]) -> bool:
    """Whether cells say in a word each how a node is filled, some of them that it is not.

    >>> _are_states(["弱链", "缺链", "有"]), _are_states(["—", "弱", "断"]), _are_states(["一般", "紧急"]), _are_states(["无", "甲厂"])
    (True, True, False, False)
    """
    words = [cell.strip() for cell in cells]
    gaps = [cell for cell in words if is_gap(cell) or _BROKEN.fullmatch(cell) or _WEAK.fullmatch(cell)]
    fits = [cell for cell in words if cell in gaps or _FULL.fullmatch(cell) or is_status(cell) or is_blank(cell)]
    return len(words) > 1 and bool(gaps) and len(fits) == len(words) and any(cell != "无" for cell in gaps)


def _are_firms(cells: Sequence[str]) -> bool:
    names = [_BEHIND.sub(r"\g<name>", name) for cell in cells for name in _names(cell)]
    return bool(names) and sum(map(is_firm, names)) * 2 > len(names)


def _mostly(form: re.Pattern[str], cells: Sequence[str]) -> bool:
    return bool(cells) and sum(form.fullmatch(cell) is not None for cell in cells) * 2 > len(cells)


def _names(cell: str | None) -> list[str]:
    """The names that a cell lists, each with what brackets behind it say."""
    if not cell or is_nobody(cell):
        return []
    return [name for name in names_in(cell) if not is_nobody(name) and name not in ("待定", "未定", "不详", "/")]


def _chain(staging: Staging, sheet: Sheet) -> str | None:
    """The chain of the title; without an adornment where the workbook calls it so elsewhere (绿色硅光伏, 硅光伏原料平衡表)."""
    chain = chain_of(sheet)
    adorned = _ADORNED.fullmatch(chain or "")
    if adorned is None:
        return chain
    texts = [
        text
        for one in staging.sheets
        if one.file == sheet.file and one is not sheet
        for text in (*one.titles, one.sheet or "")
    ]
    plain = any(adorned["bare"] in text.replace(chain or "", "") for text in texts)
    return adorned["bare"] if plain else chain


class _List:
    """A list of gaps while it is read."""

    def __init__(self, columns: _Columns, chain: str | None, area: str | None, *, weak: bool) -> None:
        self.columns, self.chain, self.area, self.weak = columns, chain, area, weak
        self.tables: dict[str, Rows] = {
            name: [] for name in ("chain_products", "members", "produces", "stated_gaps", "wanted_firms", "firms")
        }
        self.nowhere: list[str] = []
        self.unpaired: list[int] = []
        self.remarks: dict[str, None] = {}

    def read(self, staging: Staging, sheet: Sheet, headers: Sequence[str], rows: Sequence[_Line]) -> None:
        """Read all rows, and stage the tables that they state."""
        above: str | None = None
        for line, cells in rows:
            said = {
                name: cells[n]
                for name in _Columns.__dataclass_fields__
                if (n := getattr(self.columns, name)) is not None
            }
            above = said.get("stage") or above
            self._row(line, said, above)
        self._stage(staging, sheet, headers)

    def _row(self, line: int, said: dict[str, str | None], above: str | None) -> None:
        chain, products = said.get("chain") or self.chain, names_in(said.get("node"))
        found = _STAGE.fullmatch(above) if above else None
        stage = found["stage"] if found else above
        if not products or not chain:
            return
        if self.columns.state is not None:
            self.tables["chain_products"] += [(line, (product, chain, stage)) for product in products]
        here = _names(said.get("here"))
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
        wanted = _names(said.get("wanted"))
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
        return is_gap(text) or _BROKEN.fullmatch(text) is not None or (self.weak and _WEAK.fullmatch(text) is not None)

    def _firm(self, line: int, name: str) -> str:
        """A firm that is here, with the place that brackets behind it give."""
        bare, said = _parted(name)
        places, others = [], []
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
        home = self.area is not None and here is not None and _HERE.search(headed[here]) is not None
        if home:
            self._at_home()
        headers = {
            "chain_products": ["product", "chain", "stage"], "members": ["firm", "chain", "stage"], "produces": ["firm", "product", "capacity"],
            "stated_gaps": ["area", "chain", "product", "stage"], "wanted_firms": ["firm", "product", "origin", "handler", "progress"],
            "firms": ["name", "place"],
        }  # fmt: skip
        for table, rows in self.tables.items():
            if rows:
                made = derived_rows(staging, sheet, table, headers[table], rows)
                made.titles = sheet.titles if table == "firms" else []

        def say(en: str, zh: str) -> None:
            staging.notes.append(t(staging.lang, f"{sheet.where}: {en}", f"{sheet.where}：{zh}"))

        chain = f" ({self.chain})" if self.chain else ""
        say(
            f"is read as a list of what a chain lacks{chain}: firms here produce the product of their row, and rows state no supplies",
            f"按产业链缺链清单读取{chain}：本地企业读作该行产品的生产企业，不读作供应关系",
        )
        if home and here is not None:
            say(
                f"{headed[here]}: firms lie in {self.area} where brackets behind their names say nothing else",
                f"“{headed[here]}”所列企业，括号未另写明的，所在地按{self.area}读取",
            )
        gaps = self.tables["stated_gaps"]
        if gaps:
            some = "、".join(dict.fromkeys(str(cells[2]) for _, cells in gaps[:SHOWN]))
            say(
                f"{len(gaps)} products are stated to be lacking, broken or weak in {self.area} ({some})",
                f"{self.area}有 {len(gaps)} 个产品写明缺、断或弱，读作缺失环节（{some}）",
            )
        if self.nowhere:
            some = "、".join(dict.fromkeys(self.nowhere[:SHOWN]))
            say(
                f"gaps of which no area is named are kept nowhere ({some}): begin the title with the area, as 某县某某产业链缺链清单",
                f"未写明地区的缺失环节无处存放（{some}）；标题请以地区开头，如“某县某某产业链缺链清单”",
            )
        if self.unpaired:
            lines = ", ".join(map(str, dict.fromkeys(self.unpaired[:SHOWN])))
            say(
                f"several products beside firms are not paired (row {lines})",
                f"同一行有多个产品，与企业无法对应（第 {lines} 行）",
            )
        if self.remarks:
            say(
                f"said beside names and kept nowhere: {'; '.join(list(self.remarks)[:SHOWN])}",
                f"名称旁所写、无处存放：{'；'.join(list(self.remarks)[:SHOWN])}",
            )
        unread = [
            header
            for n, header in enumerate(headed)
            if header and n not in self.columns.all and not _REST.fullmatch(header)
        ]
        if unread:
            say(f"not read: {', '.join(unread)}", f"未读取：{'、'.join(unread)}")


def _parted(name: str) -> tuple[str, str | None]:
    """A name, and what brackets behind it say.

    >>> _parted("虚构硅业有限公司（沾益）"), _parted("虚构硅业有限公司")
    (('虚构硅业有限公司', '沾益'), ('虚构硅业有限公司', None))
    """
    found = _BEHIND.fullmatch(name)
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
