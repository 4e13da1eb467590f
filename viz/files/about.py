"""What the reader of a workbook must know of an answer: what was asked, of what, what was left out, what it rests on, how to cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.export.cells import flat, plain
from ...graph.language import t
from ...graph.url import title
from ...queries.answer import cite
from ...queries.columns import EVIDENCE, SOURCES
from ...queries.gaps.thresholds import MEANINGS
from ..words.asked import asked, title_of
from ..words.values import day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...queries.answer import Answer


def about(answer: Answer, lang: str) -> Iterator[tuple[str, str]]:
    """An item and what is said of it, a line each."""
    attrs = answer.attrs
    graph = attrs.get("graph")
    as_of = attrs.get("as_of")
    said: list[tuple[str, Any]] = [
        (t(lang, "question", "问题"), title_of(answer, lang) if attrs.get("question") else None),
        *asked(answer, lang),
        (t(lang, "as of", "数据截至"), day(str(as_of), lang) if as_of else None),
        (t(lang, "rows", "行数"), len(answer.rows)),
        *((t(lang, "note", "提示"), note) for note in attrs.get("notes") or ()),
        *((t(lang, "threshold", "阈值"), _limit(key, value, lang)) for key, value in (attrs.get("thresholds") or {}).items()),
        *((t(lang, f"source {number}", f"来源{number}"), one) for number, one in enumerate(_sources(answer), start=1)),
        (t(lang, "graph", "图"), title(graph) if graph else None),
        (t(lang, "content hash", "内容校验值"), attrs.get("graph_hash")),
        (t(lang, "version", "版本"), attrs.get("version")),
        (t(lang, "cite as", "引用方式"), cite(answer, lang) if attrs.get("question") else None),
    ]  # fmt: skip
    yield from ((item, str(flat(plain(value)))) for item, value in said if value not in (None, ""))


def _limit(key: str, value: Any, lang: str) -> str:
    meaning = MEANINGS.get(key)
    words = t(lang, *meaning) if meaning else key
    return t(lang, f"{words}: {value}", f"{words}：{value}")


def _sources(answer: Answer) -> list[str]:
    """The sources that rows name, each once, in the order of the rows."""
    columns = [column.name for column in (EVIDENCE, SOURCES) if column.name in answer.columns]
    titles = (one for row in answer.rows for name in columns for one in plain(row[name]) or ())
    return list(dict.fromkeys(str(one) for one in titles if one))
