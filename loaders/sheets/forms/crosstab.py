"""Crosstabs of firms and products with marks (√): a mark is a fact of its row and its column.

Whether it says that the firm makes or uses the product is said by the title, the corner, a note or --as; else it is asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ....graph.errors import BadInput
from ....graph.language import t
from ...read.shape.looks import is_firm
from ...values.header_units import parted
from ..derived import Rows, derived_rows
from .flow_places import areas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...read.sheet import Sheet, Staging
    from ..headers import TableKind

_YES: Final = frozenset("√✓✔☑Ⅴ●■")
_OTHER: Final = frozenset("○◎△▲☆★□◇")
_NO: Final = frozenset("×✗—-/无")
_FEWEST: Final = 2
_MOST: Final = 5000
_SUM: Final = re.compile(r"\s*(?:合|小|总|共)\s*计\s*|其中.*")
"""What says that a row counts the marks above."""
_CONSUMES: Final = re.compile(r"原料|原材料|用料|采购|需求|消耗|耗用|使用|投入品|辅料")
_PRODUCES: Final = re.compile(r"生产|产品|品类|产类|量产|制造|主营|主打|供应|泵型|车型|机型|品种|系列")
_STEPS: Final = re.compile(r"工序|工艺|流程|加工能力|检测能力|环节能力|制程")
_STEP: Final = re.compile(
    r"下料|切割|折弯|冲压|钣金|机加工?|车削|铣削|磨削|铸造|锻造|锻压|热处理|焊接|涂装|喷涂|喷漆|电镀|电泳|镀锌|抛光|打磨|总装|组装|装配|调试|检测|检验|试验|包装"
    r"|注塑|吹塑|挤出|压延|硫化|发泡|模具开发|开模|设计|研发|织造|纺纱|印染|染色|印花|整理|后整理|裁剪|缝制|水洗|熨烫|粉碎|研磨|烧结|煅烧|压制|成型|干燥|筛分|提纯|萃取"
    r"|发酵|蒸馏|灌装|杀菌|冷藏|分拣|屠宰|烘干|炒制|封装|贴片|光刻|切片|清洗"
)
_NO_GOODS: Final = re.compile(
    r"(?:(?:19|20)\d\d年?)?(?:\d{1,2}月份?|第?[一二三四1-4]季度|[上下]半年|[上中下]旬)|(?:19|20)\d\d年?|[省市县区国境海][内外].*|(?:其他|其它|其余)(?:省|市|县|区|地区|国家).*"
    r"|[本全](?:省|市|县|区|国|年|月|期)|本地|外地|[内外]销.*|[进出]口.*|线[上下].*|直销|经销|代销|自[产用]|外[购协].*|计划.*|实际.*|目标.*|完成.*|上年.*|去年.*|期[初末].*|同期.*"
    r"|.*(?:车间|产线|生产线|号线|分厂|基地|工厂|班组)|.*(?:三角|地区|区域|市场)|华[东南北中]|[东西][南北]|[东中西]部|一级.*|二级.*|[一二三]等品?|合格品?|优等品?"
)
_TRAIT: Final = re.compile(
    r"是否|高新|高企|专精特新|小巨人|规上|规模以上|上市|资质|认证|停产|在产|单项冠军|瞪羚|链主|外资|国企|民营"
)
"""What firms are marked for beside products."""
_LEGEND: Final = re.compile(
    r"[“\"]?(?P<mark>[√✓✔☑●■○◎△▲☆★□◇])[”\"]?\s*(?:为|表示|：|:|=|代表|是)?\s*(?P<says>[^，。；,;√○●△◎☆]{1,12})"
)
_NOT_YET: Final = re.compile(r"研发|拟|计划|在建|试制|规划|意向|未|停")


def read_crosstabs(staging: Staging, table_kinds: Mapping[str, TableKind], given: TableKind | None) -> None:
    """Make a table of facts of each crosstab; leave other sheets as they are."""
    for sheet in list(staging.sheets):
        if sheet.office and 0 < sheet.rows <= _MOST and len(sheet.headers) > _FEWEST:
            _read(staging, sheet, table_kinds, given)


def _read(staging: Staging, sheet: Sheet, table_kinds: Mapping[str, TableKind], given: TableKind | None) -> None:
    found = staging.db.execute(f"SELECT * FROM {sheet.relation} ORDER BY line").fetchall()
    rows = [row for row in found if not any(cell and _SUM.fullmatch(cell) for cell in row[1:4])]
    marks = _YES | _OTHER | _NO
    firms = table_kinds["firms"]
    columns = [
        n
        for n, header in enumerate(sheet.headers)
        if header
        and firms.column(header) is None
        and not _TRAIT.search(header)
        and any(row[n + 1] in _YES | _OTHER for row in rows)
        and all(row[n + 1] is None or row[n + 1] in marks for row in rows)
    ]
    name = next(
        (
            n
            for n in range(len(sheet.headers))
            if n not in columns and sum(is_firm(row[n + 1] or "") for row in rows) * 2 >= len(rows)
        ),
        None,
    )
    if len(columns) < _FEWEST or name is None:
        return
    legend = {
        match["mark"]: match["says"]
        for row in rows
        for cell in row[1:]
        if cell
        for match in _LEGEND.finditer(cell)
        if len(cell) > 1
    }
    kind = given.table if given and given.table in ("produces", "consumes") else _kind(sheet, name, legend)
    if (
        kind is None
        or _of_steps(sheet, columns)
        or any(no_goods(name) for name in products_of(sheet, columns).values())
    ):
        _ask(staging, sheet, columns)
        return
    yes = {mark for mark in _YES if not _NOT_YET.search(legend.get(mark, ""))}
    yes |= {
        mark for mark, says in legend.items() if mark in _OTHER and not _NOT_YET.search(says) and _PRODUCES.search(says)
    }
    products = products_of(sheet, columns)
    facts: Rows = [
        (row[0], (row[name + 1], products[n])) for row in rows if row[name + 1] for n in columns if row[n + 1] in yes
    ]
    open_marks = [(row[0], row[n + 1]) for row in rows for n in columns if row[n + 1] in (_YES | _OTHER) - yes]
    derived_rows(staging, sheet, kind, ["firm", "product"], facts)
    sheet.elsewhere.update(columns)
    if given is not None:
        # the rest of its columns is no table of that kind
        staging.sheets.remove(sheet)
    if "企业" in sheet.headers[name] and table_kinds["firms"].column(sheet.headers[name]) is None:
        sheet.headers[name] = "企业名称"
    verb = ("makes", "生产") if kind == "produces" else ("uses", "使用")
    staging.say(
        sheet,
        f"a crosstab: {len(facts)} marks, each says that the firm of its row {verb[0]} the product of its column",
        f"对照表，{len(facts)} 个勾，各读作该行企业{verb[1]}该列产品",
    )
    if open_marks:
        shown = "、".join(
            f"{mark} {legend.get(mark, '')}".strip() for mark in dict.fromkeys(mark for _, mark in open_marks)
        )
        lines = ", ".join(str(line) for line, _ in open_marks[:8])
        staging.say(
            sheet,
            f"{len(open_marks)} other marks ({shown}) are not read (row {lines})",
            f"另有 {len(open_marks)} 个其他记号（{shown}）未读取（第 {lines} 行）",
        )


def _of_steps(sheet: Sheet, columns: list[int]) -> bool:
    """Whether the columns are steps of work and no goods: 下料, 焊接, 涂装 under 工序能力."""
    said = any(_STEPS.search(text) for text in (*sheet.titles, sheet.sheet or ""))
    steps = sum(_STEP.fullmatch(sheet.headers[n].rsplit("·", 1)[-1]) is not None for n in columns)
    return steps * 2 > len(columns) or (said and steps > 0)


def _ask(staging: Staging, sheet: Sheet, columns: list[int]) -> None:
    """Refuse a crosstab whose marks say nothing that is known; of several sheets the others are read."""
    shown = [sheet.headers[n] for n in columns[:5]]
    if _of_steps(sheet, columns):
        en = f"{sheet.where}: not read: a crosstab of firms and steps of work ({', '.join(shown)}), of which nothing is kept; leave it out"
        zh = f"{sheet.where}：未读取：这是企业与工序的对照表（{'、'.join(shown)}），工序无处存放；请略去此表"
    else:
        en = (
            f"{sheet.where}: not read, no kind of table fits: a crosstab of firms and {', '.join(shown)}, but nothing says whether a mark "
            "means that a firm makes or uses it; load it with --as produces or --as consumes, or say it in the title"
        )
        zh = (
            f"{sheet.where}：未读取，没有符合的表：这是企业与{'、'.join(shown)}的对照表，但没有说明打勾表示生产还是使用；"
            "请用 --as produces（生产）或 --as consumes（使用）载入，或在标题中写明"
        )
    if not sheet.several:
        raise BadInput(en=en, zh=zh)
    staging.notes.append(t(staging.lang, en, zh))
    sheet.asked = True


def no_goods(name: str) -> bool:
    """Whether what heads a column is no product: an area, a time, a firm, a way of selling, a place of work.

    >>> [no_goods(name) for name in ("洒水车", "浙江", "省外", "3月", "一季度", "虚构汽车有限公司", "外销", "二车间")]
    [False, True, True, True, True, True, True, True]
    """
    return is_firm(name) or _NO_GOODS.fullmatch(name) is not None or bool(areas([name], None))


def products_of(sheet: Sheet, numbers: list[int]) -> dict[int, str]:
    """The products of columns, under their groups only where two are called alike: 罐式车·洒水车 is 洒水车."""
    own = {n: parted(sheet.headers[n].rsplit("·", 1)[-1])[0] for n in numbers}
    twice = {name for name in own.values() if [*own.values()].count(name) > 1}
    whole = {n: parted(sheet.headers[n])[0].replace("·", "") for n in numbers}
    return {n: whole[n] if name in twice or len(name) < _FEWEST else name for n, name in own.items()}


def _kind(sheet: Sheet, name: int, legend: Mapping[str, str]) -> str | None:
    """What a mark says by the title, the corner, the sheet's name and the legend; None where they say nothing, or both."""
    text = " ".join((*sheet.titles, sheet.headers[name], sheet.sheet or "", *legend.values()))
    uses, makes = _CONSUMES.search(text) is not None, _PRODUCES.search(text) is not None
    return None if uses == makes else "consumes" if uses else "produces"
