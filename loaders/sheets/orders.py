"""Lists of orders as programs export them: codes beside names, a column of currencies, orders that were cancelled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.sql_text import literal
from ..values.states import state_of
from .column import normalised

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..read.sheet import Sheet, Staging
    from .headers import TableKind

_CODES: Final = r"(?i)[A-Z]{0,6}[-_./]?\d[\dA-Z]*(?:[-_./]\d[\dA-Z]*)*"
"""What codes of goods and numbers of lines look like: 00101, RM-1001, 000010."""
_SURE: Final = 0.9
_CURRENCY: Final = frozenset(
    map(normalised, ("币种", "币别", "货币", "货币单位", "结算币种", "交易币种", "原币", "currency", "curr", "curr.", "ccy", "currency code"))
)  # fmt: skip
_YUAN: Final = "('cny', 'rmb', 'yuan', '人民币', '人民币元', '元', '本币', 'chinese yuan', '￥', '¥')"
_CANCELLED: Final = r"(?i)(?:已|订单|全部)?(?:取消|作废|撤销|撤单|关闭未执行|退单)(?:订单)?|cancel(?:l?ed)?|void(?:ed)?|deleted|rejected"
_STATUS: Final = frozenset(
    map(
        normalised,
        ("订单状态", "单据状态", "执行状态", "到货", "到货状态", "到货情况", "收货状态", "关闭状态", "order status", "po status", "delivery status"),
    )
)  # fmt: skip

_APPROVAL: Final = re.compile("准入|认证|资格|合格|approv|qualif", re.IGNORECASE)


def take_orders(staging: Staging, sheet: Sheet, table_kinds: Mapping[str, TableKind]) -> None:
    """Put what a list of orders says beside its amounts into its cells; leave other sheets as they are."""
    supplies = table_kinds["supplies"]
    if not sheet.rows or sheet.exported:
        return
    columns = {
        n: column
        for n, header in enumerate(sheet.headers)
        if header and n not in sheet.elsewhere and (column := supplies.column(header)) is not None
    }
    names = {column.name for column in columns.values()}
    if not names & {"seller", "buyer"}:
        return
    for n, column in columns.items():
        if column.name == "status" and _APPROVAL.search(sheet.headers[n]):
            _empty_approved(staging, sheet, n, supplies)
    if not names & {"value", "quantity"}:
        return
    _pass_over_codes(staging, sheet, [n for n, column in columns.items() if column.name == "product"])
    money = [n for n, column in columns.items() if column.type == "money"]
    for n, header in enumerate(sheet.headers):
        if normalised(header) in _CURRENCY and money:
            _with_currency(staging, sheet, n, money)
    for n, header in enumerate(sheet.headers):
        own = columns.get(n)
        approval = _APPROVAL.search(header) is not None
        if not approval and (own.name == "status" if own is not None else normalised(header) in _STATUS):
            _leave_out_cancelled(staging, sheet, n, supplies)


def _empty_approved(staging: Staging, sheet: Sheet, number: int, supplies: TableKind) -> None:
    """Who is approved may supply, which says nothing of whether it does; who is not any more, or not yet, does not."""
    cell, words = f"c{number}", supplies.by_name["status"].words
    texts = staging.db.execute(
        f"SELECT DISTINCT {cell} FROM {sheet.relation} WHERE {cell} IS NOT NULL ORDER BY 1"
    ).fetchall()
    plain = [text for (text,) in texts if state_of(text, words) in (None, "active")]
    if not plain:
        return
    listed = ", ".join(map(literal, plain))
    staging.db.execute(f"UPDATE {sheet.relation} SET {cell} = NULL WHERE {cell} IN ({listed})")
    staging.say(
        sheet,
        f"{sheet.headers[number]}: {', '.join(plain[:3])} says who may supply, and no state of a supply",
        f"“{sheet.headers[number]}”中的{'、'.join(plain[:3])}是供方资格，不读作供应关系的状态",
    )


def _pass_over_codes(staging: Staging, sheet: Sheet, products: list[int]) -> None:
    """Of several columns of goods those that hold their codes are no names."""
    if len(products) < 2:
        return
    relation = sheet.relation
    for n in products:
        ((filled, codes),) = staging.db.execute(
            f"SELECT count(c{n}), count(*) FILTER (regexp_full_match(trim(c{n}), {literal(_CODES)})) FROM {relation}"
        ).fetchall()
        if filled and codes >= _SURE * filled and len(products) > 1:
            products = [one for one in products if one != n]
            sheet.elsewhere.add(n)
            staging.say(
                sheet,
                f"not read: {sheet.headers[n]}, for it holds codes, and {sheet.headers[products[0]]} the names",
                f"未读取“{sheet.headers[n]}”，因为它是编码，名称在“{sheet.headers[products[0]]}”",
            )


def _with_currency(staging: Staging, sheet: Sheet, number: int, money: list[int]) -> None:
    """Each sum with the currency that its row names: 100 beside USD is no sum of yuan."""
    cell = f"lower(trim(c{number}))"
    sheet.elsewhere.add(number)
    ((others,),) = staging.db.execute(
        f"SELECT count(*) FROM {sheet.relation} WHERE c{number} IS NOT NULL AND {cell} NOT IN {_YUAN}"
    ).fetchall()
    if not others:
        return
    for n in money:
        staging.db.execute(
            f"UPDATE {sheet.relation} SET c{n} = c{n} || ' ' || trim(c{number})"
            f" WHERE c{n} IS NOT NULL AND c{number} IS NOT NULL AND {cell} NOT IN {_YUAN}"
        )
    staging.say(
        sheet,
        f"{others} sums are in the currency that {sheet.headers[number]} names",
        f"{others} 行金额的币种取自“{sheet.headers[number]}”",
    )


def _leave_out_cancelled(staging: Staging, sheet: Sheet, number: int, supplies: TableKind) -> None:
    """An order that was cancelled is no supply; how far an order went is no state of who supplies whom."""
    status = f"trim(c{number})"
    rows = staging.db.execute(
        f"DELETE FROM {sheet.relation} WHERE regexp_full_match({status}, {literal(_CANCELLED)}) RETURNING line"
    ).fetchall()
    if rows:
        lines = sorted(line for (line,) in rows)
        sheet.left_out += len(lines)
        sheet.left["cancelled"] = lines
        staging.close_sheet(sheet)
        shown = ", ".join(map(str, lines[:10])) + (" ..." if len(lines) > 10 else "")
        staging.say(
            sheet,
            f"left out {len(lines)} orders that {sheet.headers[number]} says are cancelled (row {shown});"
            f" --ignore {sheet.headers[number]} reads them like the others",
            f"略去“{sheet.headers[number]}”写明已取消的 {len(lines)} 行（第 {shown} 行）；"
            f"如也要读取，请用 --ignore {sheet.headers[number]}",
        )
    words = supplies.by_name["status"].words
    known = {word.casefold() for pair in words for word in pair}
    texts = staging.db.execute(f"SELECT DISTINCT {status} FROM {sheet.relation} WHERE c{number} IS NOT NULL").fetchall()
    if not any(text.casefold() in known or state_of(text, words) for (text,) in texts):
        sheet.elsewhere.add(number)
        shown = ", ".join(sorted(text for (text,) in texts)[:3])
        staging.say(
            sheet,
            f"not read: {sheet.headers[number]}, for it says how far an order went ({shown})",
            f"未读取“{sheet.headers[number]}”，它写的是订单执行情况（{shown}）",
        )
