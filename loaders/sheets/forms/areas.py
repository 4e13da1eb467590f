"""Matrices of areas and metrics, either way round: each figure is a metric of its area (汉滨区 | 茶园面积（万亩） | 茶企业数（家）)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ....graph.errors import BadInput
from ....graph.language import t
from ...read.shape.looks import is_number, is_value
from ...values.header_units import parted, title_unit
from ...values.lists import is_blank, parted as parted_list
from ..cell_extras import region_before
from ..dated_figures import dated_figures
from ..derived import Rows, derived_rows
from ..figures import figure_of
from ..group_headings import region_of
from .flow_goods import untabled
from .flow_places import areas
from .flows import HEADERS, Flows, flows_of, has_goods
from .said_above import period_above

if TYPE_CHECKING:
    from ...read.sheet import Sheet, Staging

_MOST: Final = 500
_FEWEST: Final = 2
_LABEL: Final = re.compile(r"(?:统计|经济|主要)?指标(?:名称)?|项目|事项")
_UNMEASURED: Final = re.compile(r"(?:[数率比]|占比|比重|增速|人员|位次|排名)$")
"""What a unit above all figures does not measure: 企业数 under 单位：万元."""
_UNIT: Final = re.compile(r"(?:计量|数量)?单位|计量")
_HEADERS: Final = ["指标", "涉及对象", "数值", "单位", "期间"]
_SERIAL: Final = re.compile(r"序号?|编号")
_VAGUE: Final = re.compile(
    r"[省市县区州国境海]外.*|(?:其他|其它|其余|外)(?:省|市|县|区|州|地|国).*|[省市县区]内.*|[本全](?:省|市|县|区|州|国)|本地|[进出]口|[长珠]三角.*|京津冀|粤港澳.*"
    r"|华[东南北中]|[东西][南北](?:地区)?|[东中西]部(?:地区)?|东南亚|中东|欧[洲盟]|[南北]美洲?|非洲|全国"
)
"""Areas that are no division."""


def read_areas(staging: Staging) -> None:
    """Make metrics of each matrix of areas; leave other sheets as they are."""
    for sheet in list(staging.sheets):
        if not sheet.office or not 0 < sheet.rows <= _MOST or len(sheet.headers) <= _FEWEST:
            continue
        rows = staging.db.execute(f"SELECT * FROM {sheet.relation} ORDER BY line").fetchall()
        title = _within(staging, sheet)
        if _of_areas_alone(sheet, rows, title) or has_goods(sheet, rows, title):
            flows = flows_of(sheet, rows, title)
            _read_flows(staging, sheet, flows) if flows else _ask(staging, sheet)
            continue
        found = _across(sheet, rows, title)
        if found is None and not (staging.words and staging.words.stands(sheet.headers)):
            found = _down(sheet, rows, title)
        if found is None:
            continue
        facts, left = found
        derived_rows(staging, sheet, "metrics", _HEADERS, facts)
        staging.sheets.remove(sheet)
        beside = ", ".join(left[:10])
        staging.say(
            sheet,
            f"a matrix of areas and metrics: {len(facts)} figures are read, each of its area"
            + (f"; not read: {beside}" if left else ""),
            f"地区与指标对照表，读出 {len(facts)} 个数值，各属其地区"
            + (f"；未读取：{'、'.join(left[:10])}" if left else ""),
        )


def _within(staging: Staging, sheet: Sheet) -> str | None:
    """The region that the titles of a table begin with, else those of the other tables of its sheet."""
    beside = (one.titles for one in staging.sheets if (one.file, one.sheet) == (sheet.file, sheet.sheet))
    return next(
        (region for titles in (sheet.titles, *beside) for text in titles if (region := region_before(text))), None
    )


def _of_areas_alone(sheet: Sheet, rows: list[tuple[object, ...]], title: str | None) -> bool:
    """Whether areas stand both above and beside: what flows between them, and which way, is not in the figures.

    西安 and 广东 over the columns are no indicators, and 国外 beside one of them is none either.
    """
    first = next((n for n, header in enumerate(sheet.headers) if header and not _SERIAL.fullmatch(header)), 0)
    over = [re.sub(r"\s", "", header.rsplit("·", 1)[-1]) for header in sheet.headers[first + 1 :] if header]
    above = len(areas(over, title))
    vague = sum(_VAGUE.fullmatch(text) is not None for text in over)
    names = [name for row in rows if isinstance(name := row[first + 1], str)]
    return above > 0 and above + vague >= _FEWEST and len(areas(names, title)) >= _FEWEST


def _read_flows(staging: Staging, sheet: Sheet, flows: Flows) -> None:
    """Supplies between the unnamed firms of areas."""
    made = derived_rows(staging, sheet, "supplies", HEADERS, flows.rows)
    made.titles = []
    goods = {str(cells[HEADERS.index("product")]): line for line, cells in reversed(flows.rows)}
    # one sum of several goods is that of all of them: 拉链、纽扣等辅料 is one name
    together: Rows = [(line, (name,)) for name, line in goods.items() if len(parted_list(name)) > 1]
    if together:
        derived_rows(staging, sheet, "products", ["name"], sorted(together)).titles = []
    staging.sheets.remove(sheet)
    beside = list(dict.fromkeys(flows.left))[:10]
    staging.say(
        sheet,
        f"a matrix of areas: {len(flows.rows)} figures ({flows.product}, {flows.unit}) are read as supplies between the firms"
        " of two areas that nobody names"
        + (f"; their period ({flows.span}) is no year, half, quarter or month and is not kept" if flows.span else "")
        + (f"; no one area, and not read: {', '.join(beside)}" if beside else ""),
        f"地区之间的流向表，{len(flows.rows)} 个数值（{flows.product}，{flows.unit}）读作两地未具名企业之间的供应"
        + (f"；其期间（{flows.span}）不是整年、半年、季度或月份，未保存" if flows.span else "")
        + (f"；不能确定为某一地区，未读取：{'、'.join(beside)}" if beside else ""),
    )


def _ask(staging: Staging, sheet: Sheet) -> None:
    """Refuse a matrix of areas and areas with the question what it says."""
    en = (
        f"{sheet.where}: not read, no kind of table fits: a matrix of areas and areas does not say what flows, nor which way; "
        "say it above the table (玉米流向, 单位：万吨) and in its corner (调出地＼调入地), or write a row for each pair with seller, buyer, "
        "product and value"
    )
    zh = (
        f"{sheet.where}：未读取，没有符合的表：地区与地区的对照表没有写明流动的是什么产品、由谁供给谁；"
        "请在标题写明产品和单位（如“玉米流向，单位：万吨”）、在左上角写明方向（如“调出地＼调入地”），或改为一行一对，写明供方、需方、产品和金额"
    )
    if not sheet.several:
        raise BadInput(en=en, zh=zh)
    staging.notes.append(t(staging.lang, en, zh))
    sheet.asked = True


def _area(text: str, title: str | None) -> str | None:
    """The region that a name means, by itself or within that of the title."""
    return region_of(text) or (region_of(title + text) if title else None)


def _period(sheet: Sheet) -> str | None:
    return period_above(sheet.timed)[0]


def _across(sheet: Sheet, rows: list[tuple[object, ...]], title: str | None) -> tuple[Rows, list[str]] | None:
    """Areas as columns, a metric a row."""
    label = next((n for n, header in enumerate(sheet.headers) if _LABEL.fullmatch(header)), None)
    if label is None:
        return None
    unit = next((n for n, header in enumerate(sheet.headers) if _UNIT.fullmatch(header)), None)
    found = {
        n: area for n, header in enumerate(sheet.headers) if n not in (label, unit) and (area := _area(header, title))
    }
    if len(found) < _FEWEST:
        return None
    period, of_title = _period(sheet), title_unit(sheet.titles)
    facts: Rows = []
    for line, *cells in rows:
        indicator, given = cells[label], cells[unit] if unit is not None else None
        if not isinstance(indicator, str) or not isinstance(line, int) or not (given is None or isinstance(given, str)):
            continue
        bare, own = parted(indicator)
        facts += [
            (line, (bare, area, value, given or own or (None if _UNMEASURED.search(bare) else of_title), period))
            for n, area in found.items()
            if (value := _figure(cells[n]))
        ]
    left = [header for n, header in enumerate(sheet.headers) if header and n not in (label, unit, *found)]
    return (facts, left) if facts else None


def _down(sheet: Sheet, rows: list[tuple[object, ...]], title: str | None) -> tuple[Rows, list[str]] | None:
    """A row an area, and nothing but figures beside it."""
    headed = [n for n, header in enumerate(sheet.headers) if header]
    serial = [n for n in headed if re.fullmatch(r"序号?|编号", sheet.headers[n])]
    headed = [n for n in headed if n not in serial]
    if len(headed) <= _FEWEST:
        return None
    first, others = headed[0], headed[1:]
    lying = {
        line: area for line, *cells in rows if isinstance(name := cells[first], str) and (area := _area(name, title))
    }
    texts = [
        cell
        for line, *cells in rows
        for n in others
        if line in lying and isinstance(cell := cells[n], str) and not is_blank(cell)
    ]
    figures = sum(is_value(text) or is_number(text) or re.match(r"[约近超不足]*\d", text) is not None for text in texts)
    named = sum(isinstance(row[first + 1], str) for row in rows)
    if len(lying) < _FEWEST or len(lying) * 3 < named * 2 or not texts or figures < 0.9 * len(texts):
        return None
    if any(
        re.fullmatch(r"(?:指标|数值|单位|期间|年份?|行政区划代码|区划代码|代码)", parted(sheet.headers[n])[0])
        for n in others
    ):
        return None
    said = {n: one for n in others if (one := _said(sheet, n, others))}
    facts: Rows = []
    for line, *cells in rows:
        if line not in lying or not isinstance(line, int):
            continue
        for n, (indicator, unit, period) in said.items():
            if value := _figure(cells[n]):
                facts.append((line, (indicator, lying[line], value, unit, period)))
    left = [sheet.headers[n] for n in others if n not in said]
    left += [str(row[first + 1]) for row in rows if isinstance(row[first + 1], str) and row[0] not in lying]
    return (facts, left) if facts else None


def _said(sheet: Sheet, n: int, others: list[int]) -> tuple[str, str | None, str | None] | None:
    """Indicator, unit and period of a column of figures; those of the title where its header is a year or a change alone."""
    name, own = parted(sheet.headers[n])
    dated = dated_figures(sheet.headers, sheet.timed, sheet.sheet).get(n)
    if dated is not None:
        return (
            dated.indicator,
            dated.unit or own or sheet.units.get(n) or dated.usual or title_unit(sheet.titles),
            dated.period,
        )
    year = re.match(r"((?:19|20)\d\d)年?", name)
    bare = (name[year.end() :] if year else name).replace("·", "")
    unit = own or sheet.units.get(n) or (None if _UNMEASURED.search(name) else title_unit(sheet.titles))
    change = re.fullmatch(r"(?:比上年)?(?:同比|增速|增幅|增长率?)(?:增长|增减)?", bare)
    if bare and not change:
        return bare, unit, year[1] if year else _period(sheet)
    of_title = next((found for text in sheet.titles if (found := _indicator_of(text))), None)
    if of_title is None:
        return None
    before = [
        match[1] for m in others if m < n and (match := re.match(r"((?:19|20)\d\d)年?$", parted(sheet.headers[m])[0]))
    ]
    if change:
        return of_title[0] + bare, "%", year[1] if year else before[-1] if before else _period(sheet)
    return of_title[0], own or of_title[1] or title_unit(sheet.titles), year[1] if year else None


def _indicator_of(title: str) -> tuple[str, str | None] | None:
    """The figure that a title says all of a table is of, with its unit.

    >>> _indicator_of("表2　各镇茶园面积（亩）"), _indicator_of("各县区主要指标")
    (('茶园面积', '亩'), None)
    """
    bare, unit = parted(re.sub(r"\s", "", untabled(title)))
    region = region_before(bare)
    name = bare[len(region) :] if region and bare.startswith(region) else bare
    name = re.sub(r"(?:19|20)\d\d.*?年(?:度)?", "", name)
    name = re.sub(r"^.{0,12}?(?:各|分)(?:县区|区县|市县|县|区|市|镇街|乡镇|镇|乡|州|地区)+", "", name)
    name = re.sub(r"(?:情况|统计|对照|一览)*表?$", "", name)
    found = figure_of(name) if name else None
    return (found.indicator, unit) if found else None


def _figure(cell: object) -> str | None:
    return cell if isinstance(cell, str) and not is_blank(cell) else None
