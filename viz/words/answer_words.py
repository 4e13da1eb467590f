"""What a person reads in an answer: the model's words and numbers in their language."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ...graph.dates import spoken
from ...graph.language import t
from ...graph.schema import KINDS, properties
from ...queries.history.taken_out import HOW
from .values import money, number
from .words import ACTIONS, FINDINGS, FLAGS, STATES

if TYPE_CHECKING:
    from ...graph.answer_columns import AnswerColumn


@cache
def _words() -> dict[tuple[str, str], tuple[str, str]]:
    """Words of columns, by column and word."""
    out: dict[tuple[str, str], tuple[str, str]] = {}
    for of in KINDS:
        for prop in properties(of):
            out |= {(prop.name, en): (en, zh) for en, zh in prop.words}
    out |= {("state", word): pair for word, pair in STATES.items()}
    out |= {("flags", word): pair for word, pair in FLAGS.items()}
    out |= {("action", word): pair for word, pair in ACTIONS.items()}
    levels = {
        "park": "园区",
        "county": "县级",
        "prefecture": "地级",
        "province": "省级",
        "country": "国家",
        "township": "乡级",
    }
    out |= {(column, en): (en, zh) for column in ("border", "level") for en, zh in levels.items()}
    basis = {"observed": "采购", "declared": "自报", "implied": "推断"}
    out |= {("basis", en): (en, zh) for en, zh in basis.items()}
    points = {"park": "园区坐标", "county": "县级坐标", "prefecture": "地级驻地坐标", "province": "省级驻地坐标"}
    out |= {("distance_basis", en): (en, zh) for en, zh in points.items()}
    asked = {"use": ("does it use it", "是否使用"), "purchase": ("from whom", "向谁采购"), "place": ("where is the supplier", "供方在哪"),
             "products": ("what it makes and uses", "产品和原料")}  # fmt: skip
    out |= {("question", word): pair for word, pair in asked.items()}
    changes = {"came": "出现", "went": "消失", "changed": "有变"}
    out |= {("change", en): (en, zh) for en, zh in changes.items()}
    out |= {("status", word): pair for word, pair in HOW.items()}
    out |= {("unit", "yuan"): ("yuan", "元")}
    out |= {("severity", "finding"): ("finding", "问题"), ("severity", "hint"): ("hint", "提示")}
    out |= {("finding", name): words for name, words in FINDINGS.items()}
    out |= {("kind", of.table): (of.table, of.zh) for of in KINDS}
    kinds = {of.name: (of.en, of.zh) for of in KINDS} | {
        "technology": ("technology", "工艺"),
        "removed": ("taken out", "移除记录"),
        "meta": ("of itself", "图自述"),
    }
    return out | {("kind", name): pair for name, pair in kinds.items()}


_MEASURED: Final = ("value", "value_low", "value_high")
"""What a metric says, in a unit that stands in another column."""


def shown(column: AnswerColumn, value: Any, lang: str, *, measured: bool = False) -> str:
    """A value as a person reads it; a null is an empty cell.

    `measured`: of a metric a large number is scaled, but its unit stands elsewhere.

    >>> from chanlian.graph.answer_columns import AnswerColumn
    >>> value = AnswerColumn("bought_value", "money")
    >>> shown(value, 83e6, "zh"), shown(value, 83e6, "en"), shown(AnswerColumn("coverage", "share"), 0.6, "en")
    ('8,300万元', '83 million yuan', '60%')
    >>> shown(AnswerColumn("period", "period"), "2024-01/2024-05", "zh")
    '2024年1—5月'
    """
    if value is None:
        return ""
    if isinstance(value, list):
        return t(lang, "; ", "；").join(shown(column, item, lang) for item in value)
    if isinstance(value, bool):
        return t(lang, "yes", "是") if value else t(lang, "no", "否")
    if isinstance(value, float | int):
        if measured and column.name in _MEASURED:
            return money(value, lang).removesuffix("元").removesuffix(" yuan")
        if column.type == "share":
            return f"{value:.0%}"
        return money(value, lang) if column.type == "money" else number(value)
    # the day of an event may be the period of a value
    text = spoken(str(value), lang) if column.type in ("date", "period") else str(value)
    if "；" in text and column.name == "action":
        return t(lang, "; ", "；").join(shown(column, part, lang) for part in text.split("；"))
    pair = _words().get((column.name, text))
    return t(lang, *pair) if pair else text
