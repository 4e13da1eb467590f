"""The columns of the chain map."""

from __future__ import annotations

from typing import Final

from ...graph.answer_columns import HIDDEN, UNBROKEN, AnswerColumn
from ...graph.schema import property_of
from ..columns import (
    AREA,
    BASIS_OF_NEED,
    BECAUSE,
    CHAIN,
    COVERAGE,
    EVIDENCE,
    FIRMS,
    PRODUCT,
    PRODUCT_ID,
    STAGE,
    STATE,
)  # fmt: skip

PARTS: Final = ("area", "stage", "cell", "outside", "join", "rest")
"""What a row is, in their order."""
MADE: Final = "made"
PROJECT: Final = "project"
SUPPLIER: Final = "supplier"
LACKING: Final = ("broken", "missing", "presumed", "unknown", "weak")
"""States of a need that somebody elsewhere could mend: who supplies it or could is told and drawn."""
UNPLACED: Final = "unplaced"
"""What stands for the area in the box of firms of which no place is known."""

_PROJECT_STAGE: Final = property_of("project", "stage")


def _names(name: str, en: str, zh: str, meaning: str, printed: int = 0) -> tuple[AnswerColumn, AnswerColumn]:
    """A column of names and that of their identifiers, in the same order."""
    one = name.removesuffix("s")
    return (
        AnswerColumn(name, "list", None, en, zh, meaning=meaning, printed=printed),
        AnswerColumn(f"{one}_ids", "list", None, f"{en}, ids", f"{zh}编号", HIDDEN, meaning="their identifiers", code=True),
    )  # fmt: skip


def _code(name: str, en: str, zh: str, meaning: str) -> AnswerColumn:
    return AnswerColumn(name, "text", None, en, zh, HIDDEN, meaning=meaning, code=True)


UNSTATED: Final = "unstated"
_AREAS_OF: Final = f"where they are, as far as it is known, in the same order; {UNSTATED} where it is not"
_PLACE_WORDS: Final = ((UNSTATED, "所在地不明"),)

COLUMNS: Final = (
    AnswerColumn(
        "part", "text", None, "part", "部分", 1, UNBROKEN, printed=1, meaning=f"what the row is: {', '.join(PARTS)}",
        words=(
            ("area", "地区"), ("stage", "环节"), ("cell", "产品"), ("outside", "区外"), ("join", "连线"), ("rest", "无记录"),
        ),
    ),
    CHAIN.meant("the chain that the row is of; null where the graph knows none of its products here"),
    _code("chain_id", "chain id", "产业链编号", "its identifier"),
    STAGE.at(3).on_paper(3).meant("of the chain; null: the product is in none of the chains shown"),
    AnswerColumn("stage_number", "integer", None, "stage number", "环节序号", HIDDEN, meaning="its place in the chain, from 1"),
    AREA.at(2).on_paper(2).meant("an area asked; outside: the county, or what is known of it; join: where it comes from"),
    _code("area_id", "area id", "地区编号", "its identifier"),
    AnswerColumn("called", "text", None, "called", "简称", HIDDEN, meaning="area: its short name, or as it was typed"),
    AnswerColumn("province", "text", None, "province", "省份", meaning="the province of the area"),
    PRODUCT.at(4).on_paper(4),
    PRODUCT_ID,
    STATE.at(5).on_paper(5).with_words((
        ("broken", "断链"), ("missing", "缺链"), ("presumed", "疑缺"), ("unknown", "未知"), ("weak", "弱链"),
        ("served", "有配套"), ("strong", "优势"), (MADE, "本地产"), (PROJECT, "项目"), (SUPPLIER, "供方"),
    )).meant(
        "of a need as in `gaps`; made: made here, needed by nobody here as far as is known; supplier: sold from here, a maker is"
        " not known; project: only a project will make it"
    ),
    AnswerColumn("action", "text", None, "action", "建议", meaning="what to do about it, as in `gaps`"),
    BASIS_OF_NEED,
    BECAUSE.at(6).on_paper(6).meant("why, in a sentence; area: which of its firms are known"),
    FIRMS.meant("area: firms in the graph; cell: firms that need it; an unnamed group as one"),
    *_names("makers", "makers", "生产企业", "who makes it there", 8),
    *_names("buyers", "needed by", "需求企业", "who needs it there", 7),
    *_names("suppliers", "suppliers", "现供应商", "who supplies it to there now; outside: to the areas asked; join: who supplies or could", 9),
    AnswerColumn("supplier_areas", "list", None, "suppliers in", "供应商所在地", meaning=_AREAS_OF, words=_PLACE_WORDS),
    *_names("candidates", "candidates", "可对接企业", "known makers, not known to be there, that do not supply it to there yet, nearest first", 10),
    AnswerColumn("candidate_areas", "list", None, "candidates in", "可对接企业所在地", meaning=_AREAS_OF, words=_PLACE_WORDS),
    *_names("users", "bought by", "买方", "firms that are not known to be there and buy it from there"),
    AnswerColumn("user_areas", "list", None, "buyers in", "买方所在地", meaning=_AREAS_OF, words=_PLACE_WORDS),
    AnswerColumn("firms_said", "text", None, "firms, in words", "企业", HIDDEN, meaning="area: what the graph holds of its firms"),
    AnswerColumn(
        "silent_said", "text", None, "firms without products, in words", "产品未知企业", HIDDEN,
        meaning="area: those of which no product is known",
    ),
    AnswerColumn("needed_by", "text", None, "needed by, in words", "需求方", HIDDEN, meaning="how many need it: 2 firms, a group of firms"),
    AnswerColumn("made_by", "text", None, "made by, in words", "生产方", HIDDEN, meaning="how many make it"),
    AnswerColumn("supplied_by", "text", None, "supplied by, in words", "供应方", HIDDEN, meaning="how many supply it"),
    AnswerColumn("to_area", "text", None, "to area", "终点地区", meaning="of a join", optional=True),
    _code("to_area_id", "to area id", "终点地区编号", "its identifier"),
    AnswerColumn("supplied", "integer", None, "supplied by", "现供应家数",
                 meaning="of a join: how many firms supply it now; 0: it is only possible"),
    *_names("projects", "projects", "项目", "projects there that do not produce yet and will make it"),
    AnswerColumn("project_stages", "list", None, "stages of projects", "项目阶段", words=(*_PROJECT_STAGE.words, (UNSTATED, "未载明"))),
    COVERAGE,
    AnswerColumn("silent", "integer", None, "firms without products", "产品未知企业数",
                 meaning="area: its firms of which no product is known, an unnamed group as one"),
    AnswerColumn("on_record", "integer", None, "products on record", "有记录产品数",
                 meaning="stage: how many of its products have a record in an area asked"),
    AnswerColumn("products", "integer", None, "products of the stage", "环节产品数", meaning="stage: how many products it has"),
    EVIDENCE,
    AnswerColumn("facts", "list", None, "facts", "事实编号", HIDDEN, meaning="ids of the facts behind it", code=True),
    _code("box", "box", "方框编号", "cell, outside: the box of the row, area and product"),
    _code("from_box", "from box", "起点方框编号", "of a join"),
    _code("to_box", "to box", "终点方框编号", "of a join"),
)  # fmt: skip
