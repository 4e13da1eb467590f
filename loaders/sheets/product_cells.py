"""Cells of products made lists of names: amounts, by-products and deeds in them are read as what they are.

Where a row names one product its amount goes into the row's own column; of several, each goes into a further table
(who makes or uses what, how much), which keeps the rows' lines.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from ...graph.language import t
from ...graph.schema import edge
from ...graph.sql_text import literal
from ..values import cells as values
from ..values.goods import Goods, goods_of
from .cell_extras import AMOUNT_TOO
from .kind import is_node
from .office_sheet import OfficeSheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..read.sheet import Sheet, Staging
    from .column import Column
    from .headers import TableKind
    from .implied_edges import Implied

_LOOK: Final = r"[0-9/\s<年产从专主副联]|种植|养殖|加工|生产|制造|酿|冶炼|制作|屠宰|开采|^[（(]"
"""What a cell holds that may say more than names."""
_AMOUNTS: Final = {"produces": "capacity", "consumes": "quantity", "adds": "capacity"}
_BESIDE: Final = "副产品"
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class _Read:
    """The cells of a column that say more than names, and what they say."""

    number: int
    column: Column
    implied: Implied
    goods: dict[str, Goods]


def take_goods(
    staging: Staging, sheet: Sheet, table_kind: TableKind, table_kinds: Mapping[str, TableKind]
) -> list[tuple[Sheet, TableKind]]:
    """Make lists of names of the product cells of a sheet of firms or projects; the further tables that this makes."""
    if sheet.rows == 0 or not is_node(table_kind) or sheet.exported:
        return []
    work = OfficeSheet(staging, sheet, table_kind)
    out: list[tuple[Sheet, TableKind]] = []
    for number, column in list(work.columns.items()):
        if column.role == "detail" and column.name == "capacity":
            out += _named_capacities(work, number, column, table_kinds)
        if column.type != "list" or column.implied is None or column.implied.allowed != ("product",):
            continue
        _leave_out_brands(work, number)
        goods = _said(work, number)
        if goods:
            out += _take(work, _Read(number, column, column.implied, goods), table_kinds)
    return out


_BRAND: Final = (
    r"\s*[（(]\s*(?:[“\"「『][^”\"」』（）()]{1,12}[”\"」』]\s*(?:牌|品牌|商标)?|[^（）()、，,；;]{1,8}牌)\s*[)）]"
)
"""A brand behind a product: （“某某”牌）."""


def _leave_out_brands(work: OfficeSheet, number: int) -> None:
    """A brand in brackets is no part of what its product is called."""
    found = work.db.execute(
        f"SELECT DISTINCT regexp_extract(c{number}, $brand) FROM {work.sheet.relation} WHERE regexp_matches(c{number}, $brand) ORDER BY 1",
        {"brand": _BRAND},
    ).fetchall()
    if not found:
        return
    work.db.execute(
        f"UPDATE {work.sheet.relation} SET c{number} = regexp_replace(c{number}, $brand, '', 'g')", {"brand": _BRAND}
    )
    shown = "、".join(text.strip() for (text,) in found[:_SHOWN])
    header = work.sheet.headers[number]
    work.note(f"{header}: brands behind products are not read ({shown})", f"“{header}”中产品后的品牌未读取（{shown}）")


def _said(work: OfficeSheet, number: int) -> dict[str, Goods]:
    """The distinct cells of a column that say something else than the list of their parts."""
    counted = AMOUNT_TOO.search(work.sheet.headers[number]) is not None
    texts = work.db.execute(
        f"SELECT DISTINCT c{number} FROM {work.sheet.relation} WHERE regexp_matches(c{number}, $look) ORDER BY 1",
        {"look": _LOOK},
    ).fetchall()
    out: dict[str, Goods] = {}
    for (text,) in texts:
        if text.lstrip().startswith("["):
            continue
        try:
            found, listed = goods_of(text, counted=counted), values.items(text)
        except BadInput:
            continue  # its row is rejected where it is read
        more = found.deeds or any(one.amount or one.beside for one in found.goods)
        if more or [one.name for one in found.goods] != listed:
            out[text] = found
    return out


def _named_capacities(
    work: OfficeSheet, number: int, column: Column, table_kinds: Mapping[str, TableKind]
) -> list[tuple[Sheet, TableKind]]:
    """Cells of capacities that name what each is of (压力表280万只；热电偶60万支): who makes what, how much."""
    name = next((n for n, one in work.columns.items() if one.name == "name"), None)
    if column.implied is None or column.implied.edge not in _AMOUNTS or name is None:
        return []
    texts = work.db.execute(
        f"SELECT DISTINCT c{number} FROM {work.sheet.relation} WHERE regexp_matches(c{number}, $look) ORDER BY 1",
        {"look": r"\p{Han}{2,}.*[0-9]"},
    ).fetchall()
    found: dict[str, Goods] = {}
    for (text,) in texts:
        try:
            goods = goods_of(text, counted=True)
        except BadInput:
            continue  # it is warned of where it is read
        if goods.goods and all(one.amount and not _NO_GOOD.search(one.name) for one in goods.goods):
            found[text] = goods
    if not found:
        return []
    read = _Read(number, column, column.implied, found)
    made = _table(work, read, name, found)
    work.db.execute(
        f"UPDATE {work.sheet.relation} SET c{number} = NULL WHERE c{number} IN ({', '.join(map(literal, found))})"
    )
    _say(work, read)
    return [(made, table_kinds[edge(column.implied.edge).table])]


_NO_GOOD: Final = re.compile(
    r"^(?:[年月日]|设计|实际|现有|已|总|合计|共|其中|约|可|达|能|规划|预计|满产|一期|二期|三期|新增)*"
    r"(?:[年月日]?产能?|产量|能力|[年月日]?(?:加工|处理|生产)(?:能力|量)?|规模|生产线|产线|[一二三四]期|产值|[\W\d]*)$"
    r"|产值|投资|面积|人$"
)
"""What stands before an amount and is no product: 年产, 设计产能, 一期, 生产线."""


def _take(work: OfficeSheet, read: _Read, table_kinds: Mapping[str, TableKind]) -> list[tuple[Sheet, TableKind]]:
    tables: list[tuple[Sheet, TableKind]] = []
    amounts = _own_amounts(work, read)
    several = {text: found for text, found in read.goods.items() if text not in amounts and _further(read, found)}
    name = next((number for number, column in work.columns.items() if column.name == "name"), None)
    if several and name is not None:
        tables.append((_table(work, read, name, several), table_kinds[edge(read.implied.edge).table]))
    cases = {text: json.dumps([one.name for one in found.goods if not one.beside or read.implied.edge != "produces"],
                              ensure_ascii=False) for text, found in read.goods.items()}  # fmt: skip
    listed = " ".join(f"WHEN {literal(text)} THEN {literal(names)}" for text, names in cases.items() if names != "[]")
    cell = f"c{read.number}"
    work.db.execute(
        f"UPDATE {work.sheet.relation} SET {cell} = CASE {cell} {listed or 'WHEN NULL THEN NULL'} END"
        f" WHERE {cell} IN ({', '.join(map(literal, cases))})"
    )
    _say(work, read)
    return tables


def _further(read: _Read, found: Goods) -> bool:
    """Whether a cell says what only a table of its own can hold."""
    return any(one.amount is not None or (one.beside and read.implied.edge == "produces") for one in found.goods)


def _own_amounts(work: OfficeSheet, read: _Read) -> dict[str, str]:
    """Cells of one product: its amount goes into the column that the row has for it; those that are done with."""
    header = next((zh for _, zh, prop in read.implied.details if prop == "capacity"), None)
    name = next((own for own, _, prop in read.implied.details if prop == "capacity"), None)
    if header is None:
        return {}
    lone = {
        text: found.goods[0].amount
        for text, found in read.goods.items()
        if len(found.goods) == 1 and found.goods[0].amount is not None and not found.goods[0].beside
    }
    have = {column.name: number for number, column in work.columns.items()}
    # a column of amounts says it better; a cell that differs from it would contradict
    if not lone or name in have:
        return {text: amount for text, amount in lone.items() if amount} if name in have else {}
    number, cell = work.add_column(header), f"c{read.number}"
    cases = " ".join(f"WHEN {literal(text)} THEN {literal(amount)}" for text, amount in lone.items() if amount)
    work.db.execute(f"UPDATE {work.sheet.relation} SET c{number} = CASE {cell} {cases} END")
    return {text: amount for text, amount in lone.items() if amount}


def _table(work: OfficeSheet, read: _Read, name: int, several: dict[str, Goods]) -> Sheet:
    """Who makes or uses what, how much, of cells that name several."""
    import pyarrow as pa

    implied, sheet = read.implied, work.sheet
    produced = implied.edge == "produces"
    rows = [
        (text, place, one.name, one.amount, _BESIDE if one.beside else None)
        for text, found in several.items()
        for place, one in enumerate(found.goods, start=1)
        if one.amount is not None or (one.beside and produced)
    ]
    step = max(place for _, place, *_ in rows) + 1
    headers = [implied.own, implied.other, _AMOUNTS[implied.edge], "locator", *(["role"] if produced else [])]
    made = work.staging.sheet(sheet.file, sheet.sheet, headers, sheet.encoding)
    made.stem, made.folder, made.several, made.spread = edge(implied.edge).table, sheet.folder, True, step
    texts, places, names, amounts, roles = zip(*rows, strict=True)
    work.db.register(
        "load_goods",
        pa.table({
            "text": pa.array(texts, pa.string()), "place": pa.array(places, pa.int64()), "good": pa.array(names, pa.string()),
            "amount": pa.array(amounts, pa.string()), "role": pa.array(roles, pa.string()),
        }),
    )  # fmt: skip
    locator = f"{literal(sheet.sheet or sheet.file)} || ' row ' || line // {sheet.spread}"
    work.db.execute(
        f"CREATE TABLE {made.relation} AS SELECT line // {sheet.spread} * {step} + place AS line, c{name} AS c0, good AS c1,"
        f" amount AS c2, {locator} AS c3{', role AS c4' if produced else ''}"
        f" FROM {sheet.relation} JOIN load_goods g ON g.text = c{read.number} WHERE c{name} IS NOT NULL ORDER BY 1"
    )
    work.db.unregister("load_goods")
    work.staging.close_sheet(made)
    return made


def _say(work: OfficeSheet, read: _Read) -> None:
    header = work.sheet.headers[read.number]
    deeds = {text: found for text, found in read.goods.items() if found.deeds}
    other = {text: found for text, found in read.goods.items() if not found.deeds}
    for what, some in (("deeds", deeds), ("other", other)):
        if not some:
            continue
        shown = "; ".join(
            f"{re.sub(chr(10), ' ', text)} = {', '.join(one.name for one in found.goods) or t(work.lang, 'nothing', '不读取')}"
            for text, found in [*some.items()][:_SHOWN]
        ) + (" ..." if len(some) > _SHOWN else "")
        en = (
            "cells that tell what is done; read is what is made"
            if what == "deeds"
            else "cells that say more than names"
        )
        zh = "种写法说的是从事的活动，只读取其中生产的产品" if what == "deeds" else "种写法不只是名称，已分开读取"
        work.note(f"{header}: {len(some)} {en}: {shown}", f"“{header}”：{len(some)} {zh}：{shown}")
