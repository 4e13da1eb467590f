"""The figures of a table of firms, parks or projects as a table of metrics, one row a value (figures.py says which columns)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from ...graph.sql_text import literal
from ..values import cells as values
from ..values.header_units import title_unit, title_units
from .cleaning import EXACT_TOTAL, NOTE
from .column import normalised
from .figured_columns import figures
from .figures import YEAR, figure_of, unknown_figure, year_of
from .kind import used_columns

if TYPE_CHECKING:
    from ..read.sheet import Sheet, Staging
    from .figures import Figure
    from .headers import TableKind

_TELLS_PERIOD: Final = re.compile(r"情况|指标|统计|数据|运行|调查|完成|快报|月报|年报")
_MADE: Final = re.compile(r"(?:调查|填[报表写]|制表|报送|报出|上报|更新|修订|汇总|整理|打印)(?:时间|日期)")
"""What tells when a table was made, and no period of its figures."""
_PERIODS: Final = frozenset(("年份", "年度", "期间", "统计期", "统计年份", "数据年份", "period", "year"))
_HEADERS: Final = ("名称", "指标名称", "数值", "单位", "期间", "口径", "性质", "位置", "涉及对象")


def take_figures(staging: Staging, sheet: Sheet, table_kind: TableKind, name: int) -> Sheet | None:
    """A table of metrics made of the figures of a table, one row a value; `name` is the column of the names of its rows.

    Its rows belong to those of the table (`Sheet.owner`): what is counted is counted of them, whatever they are called.
    An output (产量) is one of the product too that stands alone beside it, and so is what differs between rows of one name.
    """
    found = figures(sheet, table_kind)
    goods = next((n for n, _, column in used_columns(sheet, table_kind) if column.name == "products"), None)
    of_goods = {} if goods is None else _of_goods(staging, sheet, found, name, goods)
    made = _made(staging, sheet, found, name, of_goods)
    if made is not None:
        made.owner = sheet
        if not of_goods:
            made.elsewhere = {_HEADERS.index("涉及对象")}
    return made


def _of_goods(staging: Staging, sheet: Sheet, found: dict[int, Figure], name: int, goods: int) -> dict[int, str]:
    """The columns of figures that are of the product beside them, each with SQL of that product."""
    out = {}
    for number, one in found.items():
        differs = one.kind == "output"
        if not differs:
            differs = bool(
                staging.db.execute(
                    f"SELECT 1 FROM {sheet.relation} WHERE c{goods} IS NOT NULL AND c{number} IS NOT NULL"
                    f" GROUP BY c{name} HAVING count(DISTINCT c{number}) > 1 AND count(DISTINCT c{goods}) = count(*) LIMIT 1"
                ).fetchall()
            )
        if differs:
            out[number] = _ONE.format(cell=f"c{goods}")
    return out


_ONE: Final = "CASE WHEN NOT regexp_matches({cell}, '[、，,；;/（(\n]') THEN {cell} END"
"""A cell that names one thing, and nothing more."""


def unfold_areas(staging: Staging, sheet: Sheet) -> Sheet | None:
    """The metrics of a table with a line an area and a column an indicator (县区 | 茶园面积（万亩） | 企业数), in its place.

    There every column of numbers is an indicator, whatever it is called; the subjects are the areas that the lines name.
    """
    found = _area_figures(staging, sheet)
    if found is None:
        return None
    area, columns = found
    left = staging.db.execute(
        f"DELETE FROM {sheet.relation} WHERE c{area} IS NULL OR regexp_matches(replace(c{area}, ' ', ''), $total)"
        f" OR regexp_matches(c{area}, $note) RETURNING line",
        {"total": EXACT_TOTAL, "note": NOTE},
    ).fetchall()
    made = _made(staging, sheet, columns, area)
    if made is None:
        return None
    made.left_out = sheet.left_out + len(left)
    if left:
        lines = sorted(line for (line,) in left)
        made.left["totals"] = lines
        shown = ", ".join(map(str, lines[:10])) + (" ..." if len(lines) > 10 else "")
        staging.say(
            sheet,
            f"left out {len(lines)} rows of totals and notes (row {shown})",
            f"略去合计和说明 {len(lines)} 行（第 {shown} 行）",
        )
    staging.sheets.remove(made)
    staging.sheets[:] = [made if one is sheet else one for one in staging.sheets]
    return made


def _area_figures(staging: Staging, sheet: Sheet) -> tuple[int, dict[int, Figure]] | None:
    """The column of areas, and the columns of figures; None unless a table has nothing else."""
    headed = [number for number, header in enumerate(sheet.headers) if header and normalised(header) not in _SERIAL]
    if sheet.exported or len(headed) < 2 or normalised(sheet.headers[headed[0]]) not in _AREAS:
        return None
    area, others = headed[0], [number for number in headed[1:] if number not in _period_column(sheet)]
    known = {number: figure_of(sheet.headers[number]) for number in others}
    if not any(known.values()):
        return None
    out: dict[int, Figure] = {}
    for number, one in known.items():
        rows = staging.db.execute(
            f"SELECT DISTINCT c{number} FROM {sheet.relation} WHERE c{number} IS NOT NULL"
        ).fetchall()
        texts = [text for (text,) in rows if not values.is_blank(text)]
        if not all(any(letter.isdigit() for letter in text) for text in texts):
            return None
        out[number] = one or unknown_figure(sheet.headers[number])
    return area, out


_SERIAL: Final = frozenset(("序号", "编号", "序", "no."))
_AREAS: Final = frozenset(
    map(
        normalised,
        (
            "县区", "区县", "县市区", "县（市、区）", "县(市区)", "市县", "市州", "地区", "乡镇", "镇街", "乡镇街道", "街道",
            "行政区", "行政区划", "县市", "区域",
            "county",
            "district", "area",
        ),
    )
)  # fmt: skip


def _made(
    staging: Staging, sheet: Sheet, found: dict[int, Figure], name: int, of_goods: dict[int, str] | None = None
) -> Sheet | None:
    """The table of metrics of some columns; None where they hold nothing that can be read.

    Their subject is what the column `name` names; beside that of their row, where it has one, the product (`of_goods`).
    """
    parts = [
        part
        for n, one in found.items()
        if (part := _values(staging, sheet, n, one, name, found, None if of_goods is None else of_goods.get(n, "NULL")))
    ]
    if not parts:
        return None
    made = staging.sheet(sheet.file, sheet.sheet, list(_HEADERS), sheet.encoding)
    made.stem, made.folder, made.several = "metrics", sheet.folder, True
    made.spread = len(sheet.headers)
    staging.db.execute(f"CREATE TABLE {made.relation} AS {' UNION ALL '.join(parts)} ORDER BY line")
    staging.close_sheet(made)
    if not made.rows:
        staging.forget(made)
        return None
    shown = list(dict.fromkeys(one.indicator for one in found.values()))
    staging.say(
        sheet,
        f"figures are read as metrics of their rows: {', '.join(shown)}",
        f"以下各列读作所在行对象的指标：{'、'.join(shown)}",
    )
    return made


def _values(
    staging: Staging,
    sheet: Sheet,
    number: int,
    one: Figure,
    name: int,
    all_of: dict[int, Figure],
    goods: str | None,
) -> str | None:
    """SQL of the rows of one figure: line, the cells of `_HEADERS`."""
    cell, unit = f"c{number}", _unit(sheet, number, one)
    texts = [
        text
        for (text,) in staging.db.execute(
            f"SELECT DISTINCT {cell} FROM {sheet.relation} WHERE {cell} IS NOT NULL ORDER BY 1"
        ).fetchall()
        if not values.is_blank(text)
    ]
    known = {text: text for text in texts}
    if one.kind == "share":
        known = {text: _percent(text, unit or "") for text in texts}
        unit = None
    elif unit is None and one.usual is None:
        known = {text: _of_yuan(text) if one.kind in _SUMS else text for text in texts}
        bare = [text for text in texts if _is_bare(known[text])]
        known = {text: said for text, said in known.items() if text not in bare}
        if bare:
            _say_bare(staging, sheet, number, one, bare)
    if not known:
        return None
    given = ", ".join(f"({literal(text)}, {literal(said)})" for text, said in known.items())
    period = _period_cell(sheet, one)
    called = f"concat_ws(' ', c{name}, goods, {literal(one.indicator)}, {period}, {literal(one.basis)}, {literal(one.modality)})"
    place = f"{literal(sheet.sheet or sheet.file)} || ' row ' || line || ' ' || {literal(sheet.headers[number])}"
    position = list(all_of).index(number)
    cells = (
        called, literal(one.indicator), "said", literal(unit or (one.usual if one.kind != "share" else None)), period,
        literal(one.basis), literal(one.modality), place, f"c{name}" if goods is None else "goods",
    )  # fmt: skip
    listed = ", ".join(f"{sql}::VARCHAR AS c{n}" for n, sql in enumerate(cells))
    return (
        f"SELECT line * {len(sheet.headers)} + {position} AS line, {listed} FROM"
        f" (SELECT r.line, {', '.join(f'r.c{n}' for n in sorted({name, *_period_column(sheet)}))}, v.said, {goods or 'NULL'} AS goods"
        f" FROM {sheet.relation} r"
        f" JOIN (VALUES {given}) v(text, said) ON v.text = r.{cell} WHERE r.c{name} IS NOT NULL)"
    )


def _period_column(sheet: Sheet) -> list[int]:
    return [number for number, header in enumerate(sheet.headers) if header.strip().lower() in _PERIODS][:1]


def _period_cell(sheet: Sheet, one: Figure) -> str:
    """SQL of the period of a figure: its header's, else that of the row, else that of a title which speaks of figures."""
    if one.period:
        return literal(one.period)
    column = _period_column(sheet)
    if column:
        return f"c{column[0]}"
    found = {
        year_of(year)
        for text in sheet.titles
        if _TELLS_PERIOD.search(text) and not _MADE.search(text)
        for year in YEAR.findall(text)
    }
    # 2022—2023年 is two years; a month in a title may be the day of its making
    return literal(found.pop() if len(found) == 1 else None)


def _unit(sheet: Sheet, number: int, one: Figure) -> str | None:
    """The unit that the header, or for sums the title, gives."""
    # a rate under 产值（万元） is in per cent
    given = one.unit or (None if one.kind == "growth" else sheet.units.get(number))
    if given is None and one.kind in _SUMS:
        given = title_unit(sheet.titles, money=True)
    if given is None and one.kind in _UNITS:
        fitting = [unit for unit in title_units(sheet.titles) if re.fullmatch(_UNITS[one.kind], unit)]
        if one.kind == "land" and len(fitting) > 1:
            # 平方公里 and 万平方米 above one table: the wide one is of land, the other of floors
            floors = _FLOORS.search(one.indicator) is not None
            fitting = [unit for unit in fitting if ("平方米" in unit or unit in _METRES) == floors]
        given = fitting[0] if len(fitting) == 1 else None
    return given


def _of_yuan(text: str) -> str:
    """A sum that names its scale and not its currency is one of yuan.

    >>> _of_yuan("6.2亿"), _of_yuan("约7600万"), _of_yuan("近3亿左右"), _of_yuan("6.2"), _of_yuan("3万吨")
    ('6.2亿元', '约7600万元', '近3亿元左右', '6.2', '3万吨')
    """
    return _SCALED.sub(r"\1元\2", text.strip())


_SUMS: Final = ("money", "investing")
_SCALED: Final = re.compile(r"^(\D{0,3}[\d.,]+\s*[百千]?[万亿])([多余]?(?:左右|上下|以上|以下)?)$")
_FLOORS: Final = re.compile(r"厂房|建筑|楼|车间|仓|房|用房")
_METRES: Final = frozenset(("㎡", "m2", "万㎡", "万m2"))
_UNITS: Final = {
    "energy": r"[百千万亿]*(?:千瓦时|度|kwh|吨标准?煤|立方米|立方|方)",
    "land": r"[百千万亿]*(?:亩|公顷|平方米|平方公里|㎡|m2)",
}
"""Units that a title gives beside others (单位：万元、人、万千瓦时), by the kind of figure that they can only be of."""


def _is_bare(text: str) -> bool:
    """Whether a cell is a number without a unit; one that is no number is told where it is read."""
    try:
        return values.quantity(text, "", loose=True).unit is None
    except BadInput:
        return False


def _percent(text: str, unit: str) -> str:
    """A share as a percentage; what is none stays, and is told where it is read."""
    try:
        return values.percent(text, unit)
    except BadInput:
        return text


def _say_bare(staging: Staging, sheet: Sheet, number: int, one: Figure, bare: list[str]) -> None:
    header = sheet.headers[number]
    unit = "万元" if one.kind in _SUMS else {"land": "亩", "energy": "万千瓦时"}.get(one.kind, "吨")
    staging.say(
        sheet,
        f"{header}: numbers without a unit are not read ({', '.join(bare[:3])}); write the unit in the header,"
        f" as {one.indicator}（{unit}）, and load again",
        f"“{header}”没有单位，数字未读取（{'、'.join(bare[:3])}）；请在表头注明单位，如“{one.indicator}（{unit}）”，再重新载入",
    )
