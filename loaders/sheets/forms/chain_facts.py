"""What a map of a chain states, node by node: its products, who is there, what is said to be missing, who is wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ...read.shape.looks import is_firm
from ..cell_extras import region_of_address
from ..derived import Rows, stage_tables
from .words import is_gap, is_nobody, names_in

if TYPE_CHECKING:
    from ...read.sheet import Sheet, Staging

SHOWN: Final = 8
_STEP: Final = re.compile(
    r".*(?:整理|加工|处理|服务|检测|检验|物流|仓储|配送|研发|设计|回收|组装|装配|销售|贸易|营销|运营|运维|维修|电镀|印染|检疫|认证|交易|应用|集成|制造|生产|种植|养殖|冶炼)"
)
"""Nodes that are a step of work and no product: who stands beside one is of the chain, and makes nothing that is so called."""
_BEHIND: Final = re.compile(r"(?P<name>.+?)\s*[（(](?P<said>[^（()）]{2,15})[)）]")
_NO_NAME: Final = re.compile(
    r"\d+\s*(?:余|多)?[家户个]|[。：:！？]|^[（(].*[)）]$|待定|保密|不详|某|^(?:其他|其它|约|共)"
)
_LONGEST: Final = 30


@dataclass(slots=True)
class Facts:
    """What a map of a chain states, while it is read."""

    chain: str | None
    """The chain of the title, where no column names one."""
    area: str | None = None
    """The area whose map it is."""
    nodes: Rows = field(default_factory=list)
    makers: Rows = field(default_factory=list)
    members: Rows = field(default_factory=list)
    firms: Rows = field(default_factory=list)
    gaps: Rows = field(default_factory=list)
    wanted: Rows = field(default_factory=list)
    nowhere: list[str] = field(default_factory=list)
    """Stated gaps that no product, chain or area is known of."""
    unpaired: list[int] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Texts where names should be that are none."""

    def add(self, line: int, stage: str | None, node: str | None, firms: str | None, chain: str | None = None) -> None:
        """A node of a stage, and who stands beside it."""
        products, makers = names_in(node), self._names(firms)
        of = chain or self.chain
        self.nodes += [(line, (product, of, stage)) for product in products]
        if len(products) == 1 and not _STEP.fullmatch(products[0]):
            self.makers += [(line, (maker, products[0])) for maker in makers]
        elif len(products) > 1 and makers:
            self.unpaired.append(line)
        self._of_chain(line, of, stage, makers)

    def lacking(self, line: int, stage: str | None, products: list[str], chain: str | None = None) -> None:
        """Products that are stated to be missing."""
        of = chain or self.chain
        if self.area and of and products:
            self.gaps += [(line, (self.area, of, product, stage)) for product in products]
        else:
            self.nowhere += ["、".join(products) or stage or str(line)]

    def want(self, line: int, products: list[str], cell: str | None) -> None:
        """Firms that are wanted for a product, with where they are if brackets behind them say so."""
        names = self._names(cell)
        if names and len(products) != 1:
            self.unpaired.append(line)
            return
        for name in names:
            behind = _BEHIND.fullmatch(name)
            placed = behind and region_of_address(behind["said"])
            bare, origin = (behind["name"], behind["said"]) if behind and placed else (name, None)
            self.wanted.append((line, (bare, products[0], origin)))

    def stand(self, line: int, stage: str | None, cell: str | None) -> None:
        """Firms of a stage of which nothing more is said."""
        self._of_chain(line, self.chain, stage, self._names(cell))

    def _of_chain(self, line: int, chain: str | None, stage: str | None, names: list[str]) -> None:
        if chain:
            self.members += [(line, (name, chain, stage)) for name in names]
        else:
            self.firms += [(line, (name,)) for name in names]

    def _names(self, cell: str | None) -> list[str]:
        """The firms that a cell lists; a sentence or a count in their place is told and makes none."""
        if cell and is_nobody(cell):
            return []
        out = []
        for name in names_in(cell):
            if is_firm(name) or (len(name) <= _LONGEST and not _NO_NAME.search(name)):
                out.append(name)
            else:
                self.unread.append(name)
        return out

    def stage(self, staging: Staging, sheet: Sheet) -> None:
        """Stage the tables, and say what of the map has no place in them."""
        of_chain = [one for one in self.nodes if one[1][1]]
        tables = (
            ("chain_products", ["product", "chain", "stage"], of_chain),
            ("products", ["name"], [(line, cells[:1]) for line, cells in self.nodes if not cells[1]]),
            ("produces", ["firm", "product"], self.makers),
            ("members", ["firm", "chain", "stage"], self.members),
            ("firms", ["name"], self.firms),
            ("stated_gaps", ["area", "chain", "product", "stage"], self.gaps),
            ("wanted_firms", ["firm", "product", "origin"], self.wanted),
        )
        stage_tables(staging, sheet, tables)
        staging.say(
            sheet,
            "is read as a map of a chain"
            + (f" ({self.chain})" if self.chain else "")
            + ": who stands beside a product produces it, and rows state no supplies",
            "按产业链图谱读取"
            + (f"（{self.chain}）" if self.chain else "")
            + "：产品旁所列企业读作其生产企业，同一行各环节之间不读作供应关系",
        )
        if self.gaps:
            some = "、".join(dict.fromkeys(str(cells[2]) for _, cells in self.gaps[:SHOWN]))
            staging.say(
                sheet,
                f"{len(self.gaps)} cells state a gap of {self.area} ({some})",
                f"有 {len(self.gaps)} 处写明“缺”，读作{self.area}的缺失环节（{some}）",
            )
        if self.nowhere:
            some = "、".join(dict.fromkeys(self.nowhere[:SHOWN]))
            staging.say(
                sheet,
                f"{len(self.nowhere)} cells state a gap ({some}) of which no area, chain or product is named; they are kept nowhere: "
                "begin the title with the area, as 某县某某产业链图谱",
                f"有 {len(self.nowhere)} 处写明“缺”（{some}），但未写明地区、产业链或产品，无处存放；标题请写明，如“某县某某产业链图谱”",
            )
        if self.firms:
            staging.say(
                sheet,
                f"{len(self.firms)} firms are listed under a stage of no named chain; they are read as firms, their stage is kept nowhere",
                f"{len(self.firms)} 家企业只列在某环节之下而未写明产业链，只读作企业，所在环节无处存放",
            )
        if self.unpaired:
            lines = ", ".join(map(str, dict.fromkeys(self.unpaired[:SHOWN])))
            staging.say(
                sheet,
                f"several products beside several firms are not paired (row {lines})",
                f"同一行并列多个产品和多家企业，无法对应，未读作生产关系（第 {lines} 行）",
            )
        if self.unread:
            some = "；".join(dict.fromkeys(self.unread[:SHOWN]))
            staging.say(sheet, f"not read, for they name no firm: {some}", f"未读取，不是企业名称：{some}")


def lacks(status: str | None, firms: str | None, *, told: bool) -> bool:
    """Whether a node is stated to be missing: by what is said of it, else by what stands where its firms would.

    >>> lacks("缺", None, told=True), lacks("—", "无", told=True), lacks(None, "无", told=False), lacks(None, "—", told=False)
    (True, False, True, False)
    """
    if told and status and (is_gap(status) or is_nobody(status)):
        return True
    return bool(firms) and (is_gap(firms or "") or (not told and is_nobody(firms or "")))


def say_unread(staging: Staging, sheet: Sheet, headers: list[str]) -> None:
    """Tell which headers or labels of a map are not read."""
    if headers:
        staging.say(sheet, f"not read: {', '.join(headers[:SHOWN])}", f"未读取：{'、'.join(headers[:SHOWN])}")
