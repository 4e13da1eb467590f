"""Maps of chains (产业链图谱): stages as columns or rows, firms listed in their cells.

What stands in one row stands beside each other and is no supply. Where a stage names a product, a firm beside it
produces it; a list of products beside a list of firms pairs nobody. 缺 is a stated gap, which the model has no place for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ....graph.language import t
from ...read.shape.looks import is_firm
from ..cell_extras import region_before
from ..derived import Rows, derived_rows
from .words import is_gap, names_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...read.sheet import Sheet, Staging
    from ..headers import TableKind

_STAGE: Final = re.compile(r"(?P<stage>[上中下]游)(?:[（(][^（）()]*[)）])?(?:环节|产业|领域)?")
_PAIR: Final = re.compile(
    r"(?P<stage>[上中下]游)(?:[（(][^（）()]*[)）])?·?(?:(?P<node>环节|节点|产品|主要产品|产品名称|细分环节)|(?P<firm>.*(?:企业|单位|公司|厂家).*))"
)
_HERE: Final = re.compile(
    r"(?!.*(?:招引|拟引|目标|域外|国内|国外|外地|省外|全国|标杆|领军|对标)).*(?:企业|公司|厂家|单位).*"
)
_TITLE: Final = re.compile(
    r"(?P<name>.{2,12}?)(?:产业)?(?:链条?)(?:.{0,3}(?:全景|图|图谱|企业|强链|补链|速览|分布).*)?|(?P<plain>.{2,8}?)产业.*"
)
_SHOWN: Final = 8


def read_chain_maps(staging: Staging, table_kinds: Mapping[str, TableKind]) -> None:
    """Make the tables that maps of chains state; leave other sheets as they are."""
    for sheet in list(staging.sheets):
        if not sheet.office or not 0 < sheet.rows <= _MOST:
            continue
        made = _of_pairs(staging, sheet) or _of_columns(staging, sheet)
        if made:
            staging.sheets[:] = [one for one in staging.sheets if one is not sheet]
        else:
            _of_rows(staging, sheet, table_kinds["chain_products"])


_MOST: Final = 5000


def _cells(staging: Staging, sheet: Sheet) -> list[tuple[int, list[str | None]]]:
    rows = staging.db.execute(f"SELECT * FROM {sheet.relation} ORDER BY line").fetchall()
    return [(line, list(cells)) for line, *cells in rows]


def _of_pairs(staging: Staging, sheet: Sheet) -> bool:
    """Stages beside each other, each with its nodes and their firms."""
    found = [(n, match) for n, header in enumerate(sheet.headers) if (match := _PAIR.fullmatch(header))]
    nodes = {match["stage"]: n for n, match in found if match["node"]}
    firms = {match["stage"]: n for n, match in found if match["firm"]}
    both = [stage for stage in nodes if stage in firms]
    if len(both) < 2:
        return False
    facts = _Facts(chain_of(sheet))
    for line, cells in _cells(staging, sheet):
        if sum(cell is not None for cell in cells) == 1 and _is_note(cells):
            sheet.left.setdefault("notes", []).append(line)
            continue
        for stage in both:
            facts.add(line, stage, cells[nodes[stage]], cells[firms[stage]])
    facts.stage(staging, sheet)
    return True


def _of_columns(staging: Staging, sheet: Sheet) -> bool:
    """Stages as columns, and nothing but lists in them."""
    headers = {
        n: match["stage"] for n, header in enumerate(sheet.headers) if header and (match := _STAGE.fullmatch(header))
    }
    if len(headers) < 2 or len(headers) < len([header for header in sheet.headers if header]):
        return False
    facts = _Facts(chain_of(sheet))
    rows = [(line, cells) for line, cells in _cells(staging, sheet) if not _is_note(cells)]
    names = [name for _, cells in rows for cell in cells for name in names_in(cell)]
    of_firms = sum(map(is_firm, names)) * 2 >= len(names)
    for line, cells in rows:
        for n, stage in headers.items():
            if of_firms:
                facts.members(line, stage, cells[n])
            else:
                for product in names_in(cells[n]):
                    facts.add(line, stage, product, None)
    facts.stage(staging, sheet)
    return True


def _of_rows(staging: Staging, sheet: Sheet, table_kind: TableKind) -> None:
    """A row a node of the chain, with its firms: who stands beside a product produces it. The rows stay what they are."""
    known = {
        column.name: n for n, header in enumerate(sheet.headers) if header and (column := table_kind.column(header))
    }
    firms = [n for n, header in enumerate(sheet.headers) if _HERE.fullmatch(header) and n not in known.values()]
    if "chain" not in known or "product" not in known or len(firms) != 1:
        return
    facts = _Facts(None)
    for line, cells in _cells(staging, sheet):
        stage = cells[known["stage"]] if "stage" in known else None
        facts.add(line, stage or "", cells[known["product"]], cells[firms[0]])
    facts.nodes = []
    sheet.elsewhere.add(firms[0])
    facts.stage(staging, sheet)


def _is_note(cells: list[str | None]) -> bool:
    return any(
        cell and re.match(r"(?:注|说明|备注|数据来源|资料来源|填表|制表)\w{0,3}\s*[:：]", cell) for cell in cells
    )


def chain_of(sheet: Sheet) -> str | None:
    """The chain that a title or a sheet's name speaks of."""
    for text in (*sheet.titles, sheet.stem):
        region = region_before(text)
        bare = text
        if region is not None:
            bare = next(
                (
                    text[n:]
                    for n in range(len(text), 1, -1)
                    if text[n - 1] in "省市县区旗州盟" and region_before(text[:n])
                ),
                text,
            )
        found = _TITLE.fullmatch(re.sub(r"^\d{4}年|[（(].*?[)）]", "", bare))
        name = found and (found["name"] or found["plain"])
        if name and not name.endswith("产业") and name not in ("产业", "重点", "强"):
            return name
    return None


class _Facts:
    """What a map of a chain states, while it is read."""

    def __init__(self, chain: str | None) -> None:
        self.chain = chain
        self.nodes: Rows = []
        self.makers: Rows = []
        self.firms: Rows = []
        self.gaps: list[str] = []
        self.unpaired: list[int] = []
        self.of_stages = 0

    def add(self, line: int, stage: str, node: str | None, firms: str | None) -> None:
        """A node of a stage, and who stands beside it."""
        products, makers = names_in(node), names_in(firms)
        self.nodes += [(line, (product, self.chain, stage)) for product in products]
        if firms and is_gap(firms):
            self.gaps.append("".join(products) or firms)
        if len(products) == 1:
            self.makers += [(line, (maker, products[0])) for maker in makers]
        elif makers:
            self.members(line, stage, firms)
            if products:
                self.unpaired.append(line)

    def members(self, line: int, stage: str, cell: str | None) -> None:
        """Firms of a stage of which nothing more is said."""
        names = names_in(cell)
        self.firms += [(line, (name,)) for name in names]
        self.of_stages += len(names)
        if cell and is_gap(cell):
            self.gaps.append(f"{stage} {cell}")

    def stage(self, staging: Staging, sheet: Sheet) -> None:
        """Stage the tables, and say what of the map has no place in them."""
        if self.nodes and self.chain:
            derived_rows(staging, sheet, "chain_products", ["product", "chain", "stage"], self.nodes)
        elif self.nodes:
            derived_rows(staging, sheet, "products", ["name"], [(line, cells[:1]) for line, cells in self.nodes])
        if self.makers:
            derived_rows(staging, sheet, "produces", ["firm", "product"], self.makers)
        if self.firms:
            derived_rows(staging, sheet, "firms", ["name"], self.firms)

        def say(en: str, zh: str) -> None:
            staging.notes.append(t(staging.lang, f"{sheet.where}: {en}", f"{sheet.where}：{zh}"))

        say(
            "is read as a map of a chain"
            + (f" ({self.chain})" if self.chain else "")
            + ": who stands beside a product produces it, and rows state no supplies",
            "按产业链图谱读取"
            + (f"（{self.chain}）" if self.chain else "")
            + "：产品旁所列企业读作其生产企业，同一行各环节之间不读作供应关系",
        )
        if self.gaps:
            some = "、".join(dict.fromkeys(self.gaps[:_SHOWN]))
            say(
                f"{len(self.gaps)} cells state a gap ({some}), which is kept nowhere yet; `gaps` finds those that are needed and not made",
                f"有 {len(self.gaps)} 处写明“缺”（{some}），目前无处存放；“gaps”按需求与生产另行判断",
            )
        if self.of_stages:
            say(
                f"{self.of_stages} firms are listed under a stage with no one product; they are read as firms, their stage is kept nowhere",
                f"{self.of_stages} 家企业只列在某环节之下而未写明产品，只读作企业，所在环节无处存放",
            )
        if self.unpaired:
            lines = ", ".join(map(str, self.unpaired[:_SHOWN]))
            say(
                f"several products beside several firms are not paired (row {lines})",
                f"同一行并列多个产品和多家企业，无法对应，未读作生产关系（第 {lines} 行）",
            )
