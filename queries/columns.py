"""Columns that several questions share, each declared once; a question's own stand beside it."""

from __future__ import annotations

from typing import Final

from ..graph import schema
from ..graph.answer_columns import HIDDEN, UNBROKEN, AnswerColumn

AREA: Final = AnswerColumn("area", "text", None, "area", "地区", meaning="the area asked")
CHAIN: Final = AnswerColumn("chain", "text", None, "chain", "产业链")
STAGE: Final = AnswerColumn("stage", "text", None, "stage", "环节", width=UNBROKEN, meaning="of the chain")
PRODUCT: Final = AnswerColumn("product", "text", None, "product", "产品")
PRODUCT_ID: Final = AnswerColumn(
    "product_id", "text", None, "product id", "产品编号", HIDDEN, meaning="its identifier", code=True
)
FIRMS: Final = AnswerColumn("firms", "integer", None, "firms", "需求企业数")
FIRM: Final = AnswerColumn("firm", "text", None, "firm", "企业")
FIRM_ID: Final = AnswerColumn("firm_id", "text", None, "firm id", "企业编号", meaning="its identifier", code=True)
FACT: Final = AnswerColumn("fact", "text", None, "fact", "事实编号", HIDDEN, meaning="the id of the fact", code=True)
KIND: Final = AnswerColumn("kind", "text", None, "kind", "类别", width=UNBROKEN)
WHAT: Final = AnswerColumn("what", "text", None, "what", "内容")

STATE: Final = AnswerColumn(
    "state", "text", None, "state", "状态", width=UNBROKEN,
    meaning="broken, missing, presumed, unknown, weak, served or strong",
)  # fmt: skip
BASIS_OF_NEED: Final = AnswerColumn(
    "basis", "text", None, "basis", "依据", meaning="how the need is known: observed, declared or implied"
)
ROLE: Final = AnswerColumn("role", "text", None, "role", "类型", width=UNBROKEN, meaning="product, by-product or waste")
BECAUSE: Final = AnswerColumn("because", "sentence", None, "because", "原因", meaning="why, in a sentence")
EVIDENCE: Final = AnswerColumn("evidence", "list", None, "evidence", "来源", meaning="titles of sources")
SOURCES: Final = AnswerColumn("sources", "list", None, "sources", "来源", HIDDEN, meaning="titles of sources")

VALUE: Final = AnswerColumn("value", "money", "yuan", "value", "金额")
CAPACITY: Final = AnswerColumn("capacity", "number", "`unit` a year", "capacity", "产能")
QUANTITY: Final = AnswerColumn("quantity", "number", "`unit`", "quantity a year", "年用量", meaning="quantity")
UNIT: Final = AnswerColumn("unit", "text", None, "unit", "单位", meaning="the unit of amounts")
PROPERTY: Final = AnswerColumn(
    "property", "text", None, "property", "属性",
    words=tuple({prop.name: (prop.name, prop.zh) for of in schema.KINDS for prop in schema.properties(of)}.values()),
)  # fmt: skip
BASIS: Final = AnswerColumn(
    "basis", "text", None, "basis", "口径", meaning="of the value: annual, cumulative or contract",
    words=schema.BASIS.words, usual=schema.BASIS.usual, speaks_of=("value",),
)  # fmt: skip
MODALITY: Final = AnswerColumn(
    "modality", "text", None, "modality", "性质", width=UNBROKEN, words=schema.MODALITY.words, usual=schema.MODALITY.usual,
    meaning="where it is not actual: target, forecast, potential or estimate",
)  # fmt: skip
PERIOD: Final = AnswerColumn("period", "period", None, "period", "期间", meaning="the period of the value")
STATUS: Final = AnswerColumn(
    "status",
    "text",
    None,
    "status",
    "状态",
    width=UNBROKEN,
    meaning="how far it is; null: not said",
    usual=("active", "open"),
)
SINCE: Final = AnswerColumn("since", "date", None, "since", "起始", width=UNBROKEN)
UNTIL: Final = AnswerColumn("until", "date", None, "until", "截止", width=UNBROKEN)
PUBLISHED: Final = AnswerColumn("published", "date", None, "published", "发布日期", width=UNBROKEN)
COUNT: Final = AnswerColumn("count", "integer", None, "count", "数量")

FROM: Final = AnswerColumn("from", "text", None, "from", "起点")
FROM_AREA: Final = AnswerColumn("from_area", "text", None, "from area", "起点地区")
TO: Final = AnswerColumn("to", "text", None, "to", "终点")
TO_AREA: Final = AnswerColumn("to_area", "text", None, "to area", "终点地区")
SUPPLIER: Final = AnswerColumn("supplier", "text", None, "supplier now", "现供应商", width=12)

MAKERS_HERE: Final = AnswerColumn("makers_here", "integer", None, "makers here", "本地生产企业数")
MAKER_NAMES: Final = AnswerColumn("maker_names", "list", None, "makers", "本地生产企业", meaning="their names")
NEAREST_AREA: Final = AnswerColumn("nearest_area", "text", None, "in", "所在地", meaning="where the nearest one is")
DISTANCE: Final = AnswerColumn("distance_km", "number", "km", "km", "距离（公里）", meaning="great-circle distance")
DISTANCE_BASIS: Final = AnswerColumn(
    "distance_basis", "text", None, "distance by", "距离依据",
    meaning="whose points: park, county, or the seat of the prefecture or province that is all that is known",
)  # fmt: skip
BORDER: Final = AnswerColumn(
    "border", "text", None, "border", "跨越边界", width=UNBROKEN, meaning="the highest level between the two"
)
COVERAGE: Final = AnswerColumn(
    "coverage", "share", "0..1", "coverage", "企业掌握率",
    meaning="firms with known products; null where nobody stated the number of firms",
)  # fmt: skip

OVERDUE: Final = AnswerColumn("overdue", "boolean", None, "overdue", "是否逾期")
OVERDUE_DAYS: Final = AnswerColumn(
    "overdue_days", "integer", "days", "days past", "逾期天数", width=UNBROKEN,
    meaning="by how many days its date has passed, of what is not known to be done",
)  # fmt: skip
VIA: Final = AnswerColumn(
    "via", "list", None, "how it concerns the area", "与本地关系",
    words=(
        ("raised", "本地提出"), ("party", "协议参与方"), ("concerns", "涉及本地"), ("blocks", "制约本地对象"),
        ("product", "制约本地产品"), ("agreement", "所属协议涉及本地"), ("responsible", "本地负责"), ("handled", "本地办理"),
    ),
)  # fmt: skip


def bounds_of(column: AnswerColumn) -> tuple[AnswerColumn, ...]:
    """The columns that say what stands beside an amount: its bounds, and how its source writes it. Tables show them with it.

    >>> [one.name for one in bounds_of(VALUE)]
    ['value_low', 'value_high', 'value_original']
    """
    name, typed = column.name, (column.type, column.unit)
    return (
        AnswerColumn(f"{name}_low", *typed, f"{column.en}, at least", f"{column.zh}下限", HIDDEN),
        AnswerColumn(f"{name}_high", *typed, f"{column.en}, at most", f"{column.zh}上限", HIDDEN),
        AnswerColumn(f"{name}_original", "text", None, f"{column.en}, as written", f"{column.zh}原文", HIDDEN),
    )
