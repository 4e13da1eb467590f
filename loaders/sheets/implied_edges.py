"""Columns of a table of nodes that state edges: a firm's place, its products, the parties of an agreement.

`IMPLIED` is the one list of them. Each names an edge of the schema, the end at which the
row's own node stands and the end that the cell names; a test holds it to the schema.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ...graph.schema import edge


@dataclass(frozen=True)
class Implied:
    """One such column. `many`: the cell is a list."""

    column: str
    zh: str
    edge: str
    own: str
    other: str
    many: bool = False
    kinds: tuple[str, ...] = ()
    """Node kinds that the cell may name, where fewer than the edge allows."""
    fixed: tuple[tuple[str, str], ...] = ()
    """Properties of the edge that the column itself states."""
    details: tuple[tuple[str, str, str], ...] = ()
    """Further columns that give properties of the edge: column, its Chinese header, property."""
    trade: tuple[str, str, str] | None = None
    """Where the row names one product it is a supply instead: the row's own end, the other's, the column of products."""

    @property
    def allowed(self) -> tuple[str, ...]:
        """The node kinds that the cell may name."""
        return self.kinds or next(end.kinds for end in edge(self.edge).ends if end.name == self.other)


_PLACE: Final = Implied(
    "place", "所在地", "located_in", "what", "place", details=(("place_basis", "地点依据", "basis"),)
)
_CAPACITY: Final = (("capacity", "年产能", "capacity"), ("capacity_unit", "产能单位", "unit"))
_SUBJECTS: Final = Implied("subjects", "涉及对象", "concerns", "about", "subject", many=True)
_SERVES: Final = Implied("serves", "服务对象", "serves", "server", "served", many=True)

IMPLIED: Final[dict[str, tuple[Implied, ...]]] = {
    "region": (Implied("parent", "上级", "part_of", "part", "whole", kinds=("region",)),),
    "park": (_PLACE, Implied("covers", "覆盖", "covers", "park", "part", many=True)),
    "firm": (
        _PLACE,
        Implied("park", "所属园区", "located_in", "what", "place", kinds=("park",)),
        Implied("products", "主营产品", "produces", "firm", "product", many=True, details=_CAPACITY),
        Implied("byproducts", "副产品", "produces", "firm", "product", many=True, fixed=(("role", "by-product"),)),
        Implied("wastes", "废物", "produces", "firm", "product", many=True, fixed=(("role", "waste"),)),
        Implied("inputs", "主要原料", "consumes", "firm", "product", many=True),
        # One only: 计算机、通信和其他电子设备制造业 is one industry.
        Implied("industry", "行业", "in_industry", "firm", "industry"),
        Implied("leads", "链主所在产业链", "leads", "firm", "chain", many=True),
        # There is no supply of a product that nobody names: then the two are known to trade, no more.
        Implied(
            "customers",
            "主要客户",
            "cooperates_with",
            "a",
            "b",
            many=True,
            kinds=("firm",),
            fixed=(("what", "供货"),),
            trade=("seller", "buyer", "products"),
        ),
        Implied(
            "suppliers",
            "主要供应商",
            "cooperates_with",
            "a",
            "b",
            many=True,
            kinds=("firm",),
            fixed=(("what", "采购"),),
            trade=("buyer", "seller", "inputs"),
        ),
    ),
    "product": (
        Implied("broader", "大类", "kind_of", "kind", "broader"),
        Implied("chain", "产业链", "in_chain", "product", "chain", details=(("stage", "环节", "stage"),)),
    ),
    "industry": (Implied("parent", "上级", "part_of", "part", "whole", kinds=("industry",)),),
    "chain": (Implied("leaders", "链主", "leads", "chain", "firm", many=True),),
    "project": (
        Implied("place", "所在地", "sited_in", "project", "place"),
        Implied("investors", "投资方", "invests_in", "project", "investor", many=True),
        Implied("products", "主要产品", "adds", "project", "product", many=True, details=_CAPACITY),
    ),
    "agreement": (Implied("parties", "参与方", "party_to", "agreement", "party", many=True), _SUBJECTS),
    "measure": (
        Implied("agreement", "所属协议", "part_of", "part", "whole", kinds=("agreement",)),
        _SUBJECTS,
    ),
    "metric": (_SUBJECTS,),
    "request": (
        Implied("raised_by", "提出方", "raises", "request", "raiser", many=True),
        Implied("handled_by", "办理方", "handles", "request", "handler", many=True),
        Implied("blocks", "受阻对象", "blocks", "request", "what", many=True),
        _SUBJECTS,
    ),
    "organization": (_PLACE, _SERVES),
    "facility": (_PLACE, _SERVES, Implied("connects", "连接", "connects", "facility", "place", many=True)),
}

PLACES: Final[dict[str, tuple[str, ...]]] = {
    kind: tuple(column.column for column in columns if column.edge == "located_in") for kind, columns in IMPLIED.items()
}
"""The columns whose cell is the place that tells nodes of one name apart, of each kind."""
