"""What a person reads in an answer: headings, words and numbers in their language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from ...graph.language import t
from ...graph.schema import EDGE_NAMES, EDGES, KINDS, NODE_NAMES, Edge, kind as schema_kind, properties
from .values import money, number
from .words import ACTIONS, FLAGS, STATES


@cache
def _headings() -> dict[str, tuple[str, str]]:
    own: dict[str, tuple[str, str]] = {}
    for of in KINDS:
        own |= {prop.name: (prop.en, prop.zh) for prop in properties(of)}
    own |= {column.column: (column.en, column.zh) for of in EDGES for column in of.roles.listed}
    table = tomllib.loads(Path(__file__).with_name("headings.toml").read_text(encoding="utf-8"))
    return own | {name: (en, zh) for name, (en, zh) in table.items()}


def heading(column: str, lang: str, kind: str | None = None) -> str:
    """The heading of a column: its words in `lang`, else its own name.

    The properties of a kind, where one is listed, go by the schema's words.

    >>> heading("nearest_supplier", "zh"), heading("planned_low", "en")
    ('最近供方', 'planned_low')
    """
    if kind == "sql":  # columns have the names that the asker gave them
        return column
    pair = _headings().get(column)
    if isinstance(kind, str) and kind in (*NODE_NAMES, *EDGE_NAMES):
        of = schema_kind(kind)
        own = {prop.name: (prop.en, prop.zh) for prop in properties(of)}
        if isinstance(of, Edge):
            own |= {end.name: (end.en, end.zh) for end in of.ends}
        pair = own.get(column, pair)
    return t(lang, *pair) if pair else column


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
    out |= {("distance_basis", en): (en, zh) for en, zh in {"park": "园区坐标", "county": "县级坐标"}.items()}
    asked = {"use": ("does it use it", "是否使用"), "purchase": ("from whom", "向谁采购"), "place": ("where is the supplier", "供方在哪"),
             "products": ("what it makes and uses", "产品和原料")}  # fmt: skip
    out |= {("question", word): pair for word, pair in asked.items()}
    out |= {("severity", "finding"): ("finding", "问题"), ("severity", "hint"): ("hint", "提示")}
    out |= {("kind", of.table): (of.table, of.zh) for of in KINDS}
    kinds = {of.name: (of.en, of.zh) for of in KINDS} | {"technology": ("technology", "工艺")}
    return out | {("kind", name): pair for name, pair in kinds.items()}


MONEY = ("value", "bought_value", "planned", "contracted", "paid", "value_low", "value_high")
SHARES = ("coverage", "bought_here_share", "share")


def shown(column: str, value: Any, lang: str, *, unitless: bool = False) -> str:
    """A value as a person reads it; a null is an empty cell.

    `unitless`: a large number is scaled, but its unit stands elsewhere (a metric's value).

    >>> shown("bought_value", 83e6, "zh"), shown("bought_value", 83e6, "en"), shown("coverage", 0.6, "en")
    ('8,300万元', '83 million yuan', '60%')
    """
    if value is None:
        return ""
    if isinstance(value, list):
        return t(lang, "; ", "；").join(shown(column, item, lang) for item in value)
    if isinstance(value, bool):
        return t(lang, "yes", "是") if value else t(lang, "no", "否")
    if isinstance(value, float | int):
        if column in SHARES:
            return f"{value:.0%}"
        if column not in MONEY:
            return number(value)
        text = money(value, lang)
        return text.removesuffix("元").removesuffix(" yuan") if unitless else text
    text = str(value)
    if "；" in text and column == "action":
        return t(lang, "; ", "；").join(shown(column, part, lang) for part in text.split("；"))
    pair = _words().get((column, text))
    return t(lang, *pair) if pair else text
