"""The report as a workbook: a sheet a table, with all of its rows, each made for A4."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ...graph.export.sheet import ANSWER, Field, Paper, Sheet
from ...graph.export.workbook import workbook
from ...graph.language import t
from ...queries.answer import Answer
from ..files.xlsx import font, table_sheet
from .docx import with_marks
from .tables import sheet_of
from .wording import about, dated, heading, source_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .content import Report

_CELLS: Final = (
    "chain", "area", "stage", "product", "state", "makers", "buyers", "suppliers", "candidates", "projects", "action", "users", "because",
)  # fmt: skip
_FOLDED: Final = ("action", "users", "because")


def as_xlsx(report: Report) -> bytes:
    """The bytes of the workbook."""
    lang = report.lang
    said = [
        (heading(key, lang) if at == 0 else "", with_marks(one, lang))
        for key, all_said in (("findings", report.findings), ("todo", report.todo))
        for at, one in enumerate(all_said)
    ]
    sheets = [
        _lines(report, heading("findings", lang), said),
        _cells(report),
        *(replace(sheet_of(part, name, lang), title=f"{name} {part.title}") for name, part in report.numbered()),
        _lines(report, heading("sources", lang), source_list(report)),
        _lines(report, t(lang, "about", "说明"), about(report)),
    ]
    return workbook(sheets, keywords=f"{ANSWER} report")


def _lines(report: Report, title: str, lines: Iterable[tuple[str, str]]) -> Sheet:
    lang = report.lang
    fields = [
        Field(t(lang, "item", "项目"), width=20, wrap=True),
        Field(t(lang, "content", "内容"), wrap=True, width=100),
    ]
    return Sheet(
        title,
        fields,
        list(lines),
        Paper((f"{report.title}{t(lang, ': ', '：')}{title}", dated(report)), font=font(lang)),
    )


def _cells(report: Report) -> Sheet:
    """The boxes of the chain map."""
    rows: Sequence[dict[str, object]] = [row for row in report.chain.rows if row["part"] == "cell"]
    several = len(report.chains) > 1
    names = [name for name in _CELLS if name != "chain" or several]
    made = Answer(tuple(names), [{name: row[name] for name in names} for row in rows], report.chain.attrs)
    title = heading("map", report.lang)
    first = [name for name in names if name not in _FOLDED]
    empty = t(report.lang, "Nothing on record.", "暂无记录。")
    return table_sheet(made, report.lang, first=first, behind=_FOLDED, title=title, empty=empty)
