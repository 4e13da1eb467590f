"""The columns of findings and of what to do next."""

from __future__ import annotations

from typing import Final

from ...graph.answer_columns import HIDDEN, UNBROKEN, AnswerColumn
from ..chain.columns import COLUMNS as OF_THE_MAP
from ..columns import PRODUCT, PRODUCT_ID, SOURCES

_MAP: Final = {column.name: column for column in OF_THE_MAP}
FINDING: Final = "finding"
TODO: Final = "todo"
ABOUT: Final = {
    "broken": "断链", "nearby": "各地之间互补", "missing": "缺链", "none": "未发现缺链", "unsure": "待核实", "weak": "弱链",
    "coming": "未投产项目", "unused": "本地未见需求", "known": "企业掌握情况",
}  # fmt: skip
"""What a finding is about, in the order of their weight."""
_STATE: Final = _MAP["state"]
_ABOUT_WORDS: Final = tuple(dict((*_STATE.words, *ABOUT.items())).items())

COLUMNS: Final = (
    AnswerColumn(
        "part", "text", None, "part", "部分", 1, UNBROKEN, printed=1, meaning="finding: what the map says; todo: what to do next",
        words=((FINDING, "结论"), (TODO, "先做什么")),
    ),
    AnswerColumn("number", "integer", None, "no.", "序号", 2, UNBROKEN, printed=2, meaning="its place among those of its part, from 1"),
    AnswerColumn(
        "about", "text", None, "about", "类别", HIDDEN, meaning=f"finding: {', '.join(ABOUT)}; todo: the state", words=_ABOUT_WORDS
    ),
    AnswerColumn("heading", "text", None, "heading", "标题", 3, printed=3, meaning="todo: area, state and product in a few words"),
    AnswerColumn("sentence", "sentence", None, "sentence", "内容", 4, printed=4, meaning="what is to be said, in a sentence"),
    AnswerColumn("action", "text", None, "action", "建议", 5, printed=5, meaning="todo: what to do, as in `gaps`"),
    AnswerColumn("whom", "list", None, "whom to ask", "找谁", printed=6, meaning="todo: who supplies it or could; else who needs it"),
    AnswerColumn(
        "whom_ids", "list", None, "whom to ask, ids", "找谁（编号）", HIDDEN, meaning="their identifiers", code=True
    ),
    AnswerColumn("area", "text", None, "area", "地区", meaning="todo: the area that it is to be done for"),
    _MAP["area_id"],
    PRODUCT,
    PRODUCT_ID,
    _STATE,
    AnswerColumn("count", "integer", None, "count", "数量", meaning="how many things the sentence counts"),
    AnswerColumn(
        "boxes", "list", None, "boxes", "方框编号", HIDDEN, meaning="the boxes of the chain map that it speaks of", code=True
    ),
    _MAP["facts"],
    SOURCES.on_paper(7),
)  # fmt: skip
