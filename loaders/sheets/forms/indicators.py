"""Indicators down and when they were measured across (指标 | 单位 | 本月 | 同比 | 1-6月累计): each figure is a metric of the area of the title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...values.header_units import parted
from ...values.lists import is_blank
from ...values.periods import period_of
from ..dated_figures import dated_figures
from ..derived import Rows, derived_rows
from .title_area import area_of_title

if TYPE_CHECKING:
    from ...read.sheet import Sheet, Staging

_MOST: Final = 500
_LABEL: Final = re.compile(r"(?:统计|经济|主要|运行)*指标(?:名称)?|项目(?:名称)?|名称")
_UNIT: Final = re.compile(r"(?:计量)?单位")
_TOLD: Final = re.compile(r"备注|说明|序号?|编号|注")
_HEADERS: Final = ["指标", "涉及对象", "数值", "单位", "期间"]
_FEWEST: Final = 2
_MEASURE: Final = "产值"
"""Any figure: what a header says of time is asked of it where it names none."""


def read_indicators(staging: Staging) -> None:
    """Make metrics of each such table; leave other sheets as they are."""
    for sheet in list(staging.sheets):
        if sheet.office and 0 < sheet.rows <= _MOST and not sheet.asked:
            _read(staging, sheet)


def _read(staging: Staging, sheet: Sheet) -> None:
    columns = _columns(sheet)
    area = next((found for text in (*sheet.titles, *sheet.head) if (found := area_of_title(text))), None)
    if columns is None or area is None:
        return
    label, unit, others = columns
    facts: Rows = []
    read: set[int] = set()
    notes: list[int] = []
    for line, *cells in staging.db.execute(f"SELECT * FROM {sheet.relation} ORDER BY line").fetchall():
        name = cells[label]
        if not isinstance(name, str) or not any(isinstance(cells[n], str) for n in others):
            notes.append(line)
            continue
        bare, own = parted(name)
        bare = re.sub(
            r"\s",
            "",
            re.sub(
                r"^(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[（(][一二三四五六七八九十\d]{1,2}[)）])[、.．]?\s*", "", bare
            ),
        )
        given = (cells[unit] if unit is not None and not is_blank(cells[unit] or "/") else None) or own
        # what each column says of time is said of the indicator of the row
        dated = dated_figures(
            [f"{bare}·{sheet.headers[n]}" if n in others else "" for n in range(len(cells))], sheet.timed, sheet.sheet
        )
        for n in others:
            figure, cell = dated.get(n), cells[n]
            if figure is None:
                continue
            read.add(n)
            if isinstance(cell, str) and not is_blank(cell):
                changed = figure.kind == "growth"
                facts.append((line, (figure.indicator, area, cell, "%" if changed else given, figure.period)))
    if len(facts) < _FEWEST:
        return
    derived_rows(staging, sheet, "metrics", _HEADERS, facts).titles = []
    staging.sheets.remove(sheet)
    left = [sheet.headers[n] for n in range(len(sheet.headers)) if sheet.headers[n] and n not in (label, unit, *read)]
    lines = ", ".join(map(str, notes[:10]))
    staging.say(
        sheet,
        f"indicators down and periods across: {len(facts)} figures are read, each of {area} (the title)"
        + (f"; left out {len(notes)} rows without a figure (row {lines})" if notes else "")
        + (f"; of no period that is known, or no figures, and not read: {', '.join(left)}" if left else ""),
        f"指标在行、期间在列，读出 {len(facts)} 个数值，对象取自标题：{area}"
        + (f"；略去没有数值的 {len(notes)} 行（第 {lines} 行）" if notes else "")
        + (f"；不是数值或期间无法表示，未读取：{'、'.join(left)}" if left else ""),
    )


def _columns(sheet: Sheet) -> tuple[int, int | None, list[int]] | None:
    """The columns of indicators, of units, and of figures; None for any other table."""
    label = next((n for n, header in enumerate(sheet.headers) if _LABEL.fullmatch(re.sub(r"\s", "", header))), None)
    if label is None:
        return None
    unit = next((n for n, header in enumerate(sheet.headers) if _UNIT.fullmatch(re.sub(r"\s", "", header))), None)
    others = [
        n for n, header in enumerate(sheet.headers) if header and n not in (label, unit) and not _TOLD.fullmatch(header)
    ]
    if len(others) < _FEWEST or all(period_of(sheet.headers[n]) for n in others):
        return None  # plain years are read by period_columns
    found = dated_figures([f"{_MEASURE}·{sheet.headers[n]}" for n in others], ["2000年5月"])
    timed = [_speaks(header) for header in (sheet.headers[n] for n in others)]
    return (label, unit, others) if found and all(timed) else None


def _speaks(header: str) -> bool:
    """Whether a header says of when, and nothing else; a span that no period is (1-5月) is one too.

    >>> [_speaks(text) for text in ("本月", "同比±%", "1-5月累计", "主要产品", "2023年")]
    [True, True, True, False, True]
    """
    bare = re.sub(r"\s", "", parted(header)[0])
    if period_of(bare):
        return True
    word = (
        r"(?:(?:19|20)\d\d年)?(?:本|当|上|去年同|上年同)?(?:月|季|期|年)(?:数|累计|止累计|实际|完成)?|(?:19|20)\d\d年?|(?:去年|上年)(?:同期|同月)?(?:数|累计)?|同期(?:数|累计)?"
        r"|(?:(?:19|20)\d\d年)?\d{1,2}月?[-—–~至到]?(?:\d{1,2})?月份?(?:累计|止|当月|实际|完成)?|(?:年初至今|自年初|本年)?累计(?:数|完成|值)?|[上下]半年|全年|(?:第?[一二三四]|前[三3])季度(?:累计)?"
        r"|(?:比(?:上年|去年)(?:同期)?)?(?:同比|环比|增速|增幅|增减|增长率?|升降)(?:增速|增幅|增减|增长|增长率|幅度)?[±+\-%]*|完成(?:值|数)?|绝对[值量额]|实绩|当月(?:值|数)?"
    )
    return all(re.fullmatch(word, part) is not None for part in bare.split("·"))
