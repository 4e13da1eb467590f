"""What a person reads in an answer: the model's words and numbers in their language."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ...graph.answer_columns import AnswerColumn
from ...graph.dates import spoken
from ...graph.language import t
from ...graph.schema import EDGES, KINDS, edge, properties
from ...queries.history.taken_out import HOW
from .values import amount, day, money, number
from .words import ACTIONS, BY, FINDINGS, FLAGS, ROWS_OF_SUMS, SINCE, STATES, UNSTATED

if TYPE_CHECKING:
    from collections.abc import Mapping


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
    out |= {(column, word): pair for column in ("stage", "handler") for word, pair in ROWS_OF_SUMS.items()}
    out |= {("since_then", word): pair for word, pair in SINCE.items()}
    changes = {"came": "出现", "went": "消失", "changed": "有变"}
    out |= {("change", en): (en, zh) for en, zh in changes.items()}
    out |= {("status", word): pair for word, pair in HOW.items()}
    out |= {("by", word): pair for word, pair in BY.items()}
    out |= {(column, "unstated"): UNSTATED for column in ("state", "status", "basis")}
    out |= {("unit", "yuan"): ("yuan", "元")}
    out |= {("severity", "finding"): ("finding", "问题"), ("severity", "hint"): ("hint", "提示")}
    out |= {("finding", name): words for name, words in FINDINGS.items()}
    out |= {("kind", of.table): (of.table, of.zh) for of in KINDS}
    out |= {("via", of.name): (of.en, of.zh) for of in EDGES}
    out |= {
        ("via", "agreement"): ("party of the agreement", "所属协议"),
        ("via", "part_of"): ("item of an agreement", "协议事项"),
    }
    out |= {
        ("via", en): (en, zh) for prop in edge("party_to").properties if prop.name == "role" for en, zh in prop.words
    }
    kinds = {of.name: (of.en, of.zh) for of in KINDS} | {
        "area": ("area", "地区"),
        "technology": ("technology", "工艺"),
        "removed": ("taken out", "移除记录"),
        "meta": ("of itself", "图自述"),
    }
    return out | {("kind", name): pair for name, pair in kinds.items()}


UNPLACED: Final = {"from_area": "from_within", "to_area": "to_within"}
"""Areas that may be unknown, each with the coarser one that is known then."""
_PART: Final = re.compile(r"\d{4}-[HQ]\d")
"""A half or quarter of a year, which nobody writes so."""
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
    if lang == "zh" and column.type in ("date", "period") and _PART.fullmatch(text):
        return day(text, lang)
    zh = dict(column.words).get(text)
    pair = (text, zh) if zh else _words().get((column.name, text))
    return t(lang, *pair) if pair else text


def told(column: AnswerColumn, row: Mapping[str, Any], lang: str) -> str:
    """What a row says in a column, an amount with its bounds: 超256.83亿元.

    >>> from chanlian.graph.answer_columns import AnswerColumn
    >>> told(AnswerColumn("value", "number"), {"indicator": "x", "value": 6e5, "value_low": 6e5, "value_original": "60余万"}, "zh")
    '60万余'
    """
    measured = "indicator" in row
    if row[column.name] is None and column.name in UNPLACED and not column.optional:
        within = row.get(UNPLACED[column.name])
        return t(lang, f"unplaced ({within})", f"未定位（{within}）") if within else t(lang, "unplaced", "未定位")
    if f"{column.name}_low" not in row and f"{column.name}_original" not in row:
        return shown(column, row[column.name], lang, measured=measured)
    return amount(column.name, row, lang, lambda value: shown(column, value, lang, measured=measured)) or ""


def with_aside(column: AnswerColumn, text: str, row: Mapping[str, Any], lang: str) -> str:
    """The text of a cell, and in brackets what stands beside it, unless that is the same: a firm's area, but none of a county.

    >>> from chanlian.graph.answer_columns import AnswerColumn
    >>> place = AnswerColumn("from", "text", beside="from_area")
    >>> with_aside(place, "甲厂", {"from_area": "玉屏"}, "zh"), with_aside(place, "玉屏", {"from_area": "玉屏"}, "zh")
    ('甲厂（玉屏）', '玉屏')
    """
    beside = shown(AnswerColumn(column.beside, "any"), row.get(column.beside), lang) if text and column.beside else ""
    return t(lang, f"{text} ({beside})", f"{text}（{beside}）") if beside and beside != text else text
