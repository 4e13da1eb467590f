"""What a report says about itself, once for all of its forms: headings, how much is known, thresholds, how to cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...graph.answer_columns import AnswerColumn
from ...graph.language import t
from ...queries.gaps.thresholds import MEANINGS
from ..words.answer_words import shown
from ..words.values import day, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .content import AreaCount, Report

HEADINGS: Final = {
    "findings": ("Findings", "要点"),
    "todo": ("What to do first", "先做什么"),
    "about": ("How much is known, and how it is judged", "数据情况与判定口径"),
    "sources": ("Sources", "资料来源"),
    "map": ("Chain map", "产业链图"),
    "annex": ("Annexes", "附件"),
    "notes": ("Notes", "注"),
}
_COUNTED: Final = ("broken_months", "strong_makers")
_COVERAGE: Final = AnswerColumn("coverage", "share")


def heading(key: str, lang: str) -> str:
    """A heading of the report."""
    return t(lang, *HEADINGS[key])


def dated(report: Report) -> str:
    """The day as of which the data speaks."""
    if not report.as_of:
        return t(report.lang, "as of no stated day", "数据未注明截止日期")
    return t(report.lang, f"data as of {report.as_of}", f"数据截至{day(report.as_of, 'zh')}")


def known_of(area: AreaCount, lang: str) -> str:
    """How many firms of an area are on record, and what part of its firms that is."""
    firms = t(lang, f"{area.firms or 0} firms on record", f"收录企业{area.firms or 0}家")
    if area.coverage is None:
        share = t(lang, "the number of all its firms is not stated", "当地企业总数未载明")
    else:
        share = t(
            lang,
            f"firms with known products are {shown(_COVERAGE, area.coverage, lang)} of all",
            f"企业掌握率{shown(_COVERAGE, area.coverage, lang)}",
        )
    return t(lang, f"{area.name}: {firms}; {share}", f"{area.name}：{firms}，{share}")


def about(report: Report) -> Iterator[tuple[str, str]]:
    """What a reader must know of the data: an item and what is said of it."""
    lang = report.lang
    yield t(lang, "Data", "数据截至"), dated(report) if lang != "zh" else dated(report).removeprefix("数据截至")
    yield t(lang, "On record", "收录情况"), t(lang, "; ", "；").join(known_of(one, lang) for one in report.areas)
    yield (
        t(lang, "Unknown is not absent", "未知不等于没有"),
        t(
            lang,
            "What no source states is told as not stated; what is not on record may exist all the same.",
            "资料未写明的标为“未载明”；未收录的不等于没有。",
        ),
    )
    if report.thresholds:
        limits = t(lang, "; ", "；").join(_limit(key, value, lang) for key, value in report.thresholds.items())
        yield t(lang, "Thresholds (this tool's defaults)", "判定阈值（本工具默认值）"), limits
    for note in report.notes:
        yield t(lang, "Note", "提示"), note
    if report.redacted:
        yield t(lang, "Redacted", "脱敏说明"), redacted(lang)
    made = t(lang, f"made with chanlian {report.version}", f"由产链（chanlian {report.version}）生成")
    graph = t(lang, f"{report.graph}, ", f"{report.graph}，") if report.graph else ""
    yield (
        t(lang, "Graph", "图谱"),
        t(lang, f"{graph}content {report.graph_hash}; {made}", f"{graph}校验值 {report.graph_hash}；{made}"),
    )


def redacted(lang: str) -> str:
    """What is left out of a redacted report."""
    return t(
        lang,
        "Firms stand as letters, projects and sources by their kind; values, codes, identifiers and contacts are left out.",
        "企业以字母代称，项目、来源只写类别；金额、数量、代码、编号和联系方式已略去。",
    )


def _limit(key: str, value: Any, lang: str) -> str:
    words = t(lang, *MEANINGS[key]) if key in MEANINGS else key
    said = number(value) if key in _COUNTED else f"{value:.0%}"
    return t(lang, f"{words}: {said}", f"{words}{said}")


def more_rows(count: int, lang: str) -> str:
    """What is said below a table of which only the first rows are printed."""
    return t(lang, f"{count} more rows stand in report.xlsx.", f"其余{count}行见 report.xlsx。")


def source_list(report: Report) -> list[tuple[str, str]]:
    """The sources, each with its number and as it is named."""
    return [(f"〔{one.number}〕", one.line(report.lang)) for one in report.sources]
