"""The columns of an area's projects: sums by stage or handler, or each project."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ...graph.answer_columns import HIDDEN, UNBROKEN, AnswerColumn, Type
from ...graph.schema import node, properties, property_of
from ..columns import AREA, COUNT, FACT, SOURCES
from .amounts import SUMS
from .members import VIA

_PROJECT: Final = node("project")
_WORDS: Final = {prop.name: (prop.en, prop.zh) for prop in properties(_PROJECT)}
_UNITS: Final = {"money": "yuan", "share": "0..1"}


def _column(name: str, type_: Type, en: str, zh: str, meaning: str, shown: int = 0, beside: str = "") -> AnswerColumn:
    return AnswerColumn(name, type_, _UNITS.get(type_), en, zh, shown, beside=beside, meaning=meaning)


def _bounds(name: str, type_: Type, en: str, zh: str) -> tuple[AnswerColumn, AnswerColumn]:
    """What a number or sum is at least and at most."""
    return (
        _column(
            f"{name}_low", type_, f"{en}, at least", f"{zh}下限", "at least, where it is not one exact figure", HIDDEN
        ),
        _column(f"{name}_high", type_, f"{en}, at most", f"{zh}上限", "at most, where that is bounded", HIDDEN),
    )


def _sum(name: str, place: int) -> tuple[AnswerColumn, ...]:
    """A sum with its bounds and wording."""
    en, zh = _WORDS[name]
    written = "as written where one alone states it; of several 约 (about) where one is no exact figure"
    return (
        _column(name, "money", en, zh, f"{en}; null where it is not one figure", place),
        *_bounds(name, "money", en, zh),
        _column(f"{name}_original", "text", f"{en}, as written", f"{zh}原文", written, HIDDEN),
    )


def _added(name: str) -> AnswerColumn:
    en, zh = _WORDS[name]
    return _column(
        f"{name}_added",
        "money",
        f"{en}, added",
        f"{zh}增加",
        "with `since`: by how much it grew, as far as exact figures tell",
        10 if name == "paid" else 0,
    )


_SUMS: Final = {name: _sum(name, place) for name, place in zip(SUMS, (11, 12, 13, 16), strict=True)}
_STAGE: Final = AnswerColumn("stage", "text", None, *_WORDS["stage"], 2, UNBROKEN)
_HANDLER: Final = AnswerColumn("handler", "text", None, *_WORDS["handler"], 6)
_COUNT: Final = replace(COUNT.at(7), en="projects", zh="个数")
_PAID_RATE: Final = _column(
    "paid_rate",
    "share",
    "paid-in rate (of)",
    "资金到位率（基数）",
    "paid in of contracted, of projects that state exact figures of both",
    15,
    "paid_rate_of",
)

SUM_COLUMNS: Final = (
    AREA,
    replace(_STAGE, meaning="by stage: `unstated` where nobody states it, `all` in the row of all"),
    replace(_HANDLER, meaning="by handler: an office, `unstated`, or `all` in the row of all"),
    replace(_COUNT, meaning="how many projects; null where it is not one figure"),
    *_bounds("count", "integer", "projects", "个数"),
    _column("added", "integer", "new on record", "新增", "with `since`: on record only after that day", 8),
    _column("moved", "integer", "moved on", "有进展", "with `since`: that came to their stage after that day", 9),
    *_SUMS["planned"],
    *_SUMS["contracted"],
    *_SUMS["paid"],
    _column(
        "start_rate",
        "share",
        "start rate (of)",
        "开工率（基数）",
        "begun of signed, of named projects known to be signed; of no stage alone",
        14,
        "start_rate_of",
    ),
    _column("start_rate_of", "integer", "start rate, of", "开工率基数", "of how many projects", HIDDEN),
    _PAID_RATE,
    _column("paid_rate_of", "integer", "paid-in rate, of", "资金到位率基数", "of how many projects", HIDDEN),
    *_SUMS["completed"],
    _column(
        "under_way",
        "integer",
        "begun",
        "已开工",
        "known to be started, producing or full; null where nothing tells",
        17,
    ),
    _column("stalled", "integer", "stalled", "停滞", "known to be stalled; null where nothing tells", 18),
    _column("projects", "list", "which", "项目", "their names; not in the row of all", 19),
    *map(_added, SUMS),
)
PROJECT_COLUMNS: Final = (
    AREA,
    _column("project", "text", _PROJECT.en, _PROJECT.zh, "its name", 1),
    replace(_STAGE, meaning="null where nobody states it"),
    AnswerColumn(
        "stage_date",
        "date",
        None,
        *_WORDS["stage_date"],
        3,
        UNBROKEN,
        meaning="when it came to that stage, where that is stated",
    ),
    replace(
        _column("since_then", "text", "since then", "较上次", "with `since`: added, moved, sums, unclear or same", 4),
        width=UNBROKEN,
    ),
    replace(
        _column(
            "stage_before", "text", "stage before", "上次阶段", "with `since`: that of that day, as far as known", 5
        ),
        width=UNBROKEN,
        words=property_of("project", "stage").words,
    ),
    replace(_COUNT, meaning="the number of an unnamed group; null of one project"),
    *_SUMS["planned"],
    *_SUMS["contracted"],
    *_SUMS["paid"],
    _PAID_RATE,
    *_SUMS["completed"],
    *(AnswerColumn(name, "date", None, *_WORDS[name], width=UNBROKEN) for name in ("signed", "started", "produced")),
    _HANDLER,
    _column("via", "list", "the area's by", "列入依据", f"by what it is the area's: {', '.join(VIA)}", 20).with_words(
        tuple(zip(VIA, ("选址", "园区", "涉及事项", "责任单位"), strict=True))
    ),
    _column("places", "list", "places", "选址", "its sites"),
    _column("concerned_by", "list", "concerned by", "涉及事项", "what concerns both it and the area"),
    _column("investors", "list", "investors", "投资方", "who invests in it"),
    _column("products", "list", "products", "产品", "what it will make"),
    AnswerColumn("progress", "text", None, *_WORDS["progress"]),
    AnswerColumn("problem", "text", None, *_WORDS["problem"]),
    *map(_added, SUMS),
    SOURCES,
    FACT,
)
