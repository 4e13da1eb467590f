"""Whether what was understood of a table explains it: its columns by their headers, its names by what they say.

A table that is mostly unread, or whose firms are called 公司, 主要产品 or 缺, was misunderstood: it is refused with
the question that a person can answer, and is not loaded as what it is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from ...graph.language import t
from ...graph.sql_text import literal
from .forms.by_year import year_columns
from .kind import match, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..read.sheet import Sheet, Staging
    from .headers import TableKind

_FEWEST: Final = 3
"""Fewer unknown columns than this refuse no table."""
_LITTLE: Final = 2
"""So few columns that are read, of many, explain no table."""
_SHOWN: Final = 8
_GAPS: Final = tuple(
    "缺 空缺 缺失 空白 待招引 待引进 待引 待招 拟引进 拟招引 待落实 待补充 待定 无 暂无 未定 暂缺 本地无 未填".split()  # noqa: SIM905
)
"""What stands where nobody is: no name."""
_TOTALS: Final = ("合计", "小计", "总计", "共计", "其中")


def question(sheet: Sheet, table_kind: TableKind, *, spoken: bool = False) -> tuple[str, str] | None:
    """The question to ask where most columns of a table mean nothing to its kind, in English and Chinese; None where they do.

    A title that speaks of the kind answers it, but not for metrics of which no value is read.
    """
    if sheet.exported:
        return None
    found, unknown = match(sheet, table_kind), unknown_of(sheet, table_kind)
    known = len(found.read) + len(found.address) + len(found.doubled) + len(found.unread) - len(unknown)
    nothing = table_kind.kind == "metric" and all(column.name != "value" for _, _, column in found.read)
    little = len(found.read) <= _LITTLE or len(unknown) > 2 * known
    if not (nothing and unknown) and (spoken or len(unknown) < _FEWEST or len(unknown) <= known or not little):
        return None
    shown = [shortened(header) for header in unknown[:_SHOWN]]
    more = " ..." if len(unknown) > _SHOWN else ""
    en = (
        f"nearest kind of table: {table_kind.table}, but {len(unknown)} of its columns are not known ({', '.join(shown)}{more}); "
        f"if it is one, load it with --as {table_kind.table}; else rename its headers or give a file of headers (--headers)"
    )
    zh = (
        f"最接近{table_kind.zh}（{table_kind.table}），但有 {len(unknown)} 列不认识（{'、'.join(shown)}{more}）；"
        f"如确是这种表，请用 --as {table_kind.table} 载入；否则请改表头，或用 --headers 提供表头文件"
    )
    return en, zh


def unknown_of(sheet: Sheet, table_kind: TableKind) -> list[str]:
    """The headers of a sheet that mean nothing at all to a kind of table."""
    yearly = {sheet.headers[n] for columns in year_columns(sheet, table_kind).values() for n in columns.values()}
    unread = match(sheet, table_kind).unread
    return [header for header in unread if table_kind.column(header) is None and header not in yearly]


def check_names(staging: Staging, sheet: Sheet, table_kind: TableKind, table_kinds: Mapping[str, TableKind]) -> None:
    """Empty cells that name nobody (缺, （待定）), reject rows whose firm is called like a header, refuse a table of such rows."""
    if sheet.exported or not sheet.rows:
        return
    columns = {
        number: header
        for number, header, column in match(sheet, table_kind).read
        if _names_firms(table_kind, column.name)
    }
    others = {
        number: header
        for number, header, column in match(sheet, table_kind).read
        if number not in columns and column.role in ("end", "implied")
    }
    for number, header in (columns | others).items():
        _empty_gaps(staging, sheet, number, header)
    words = {
        label
        for table in ("firms", "supplies", "projects")
        for label in table_kinds[table].known
        if len(label) > 1 and not label.isascii()
    }
    if sheet.office:
        _empty_headers(staging, sheet, others, table_kinds)
    listed = ", ".join(map(literal, sorted(words | set(_TOTALS))))
    for number, header in columns.items():
        cell = f"c{number}"
        odd = staging.db.execute(
            f"SELECT line, {cell} FROM {sheet.relation} WHERE {cell} IN ({listed}) ORDER BY line"
        ).fetchall()
        if not odd:
            continue
        ((filled,),) = staging.db.execute(f"SELECT count({cell}) FROM {sheet.relation}").fetchall()
        texts = list(dict.fromkeys(text for _, text in odd))[:_SHOWN]
        if len(odd) * 2 > filled:
            raise BadInput(
                en=f"{sheet.where}: read as {table_kind.table}, most names under {header!r} would be {', '.join(texts)}; "
                "what does this column hold? rename its header, name the kind of table with --as, or set the table out with one fact a row",
                zh=f"{sheet.where}：按{table_kind.zh}读取时，“{header}”多数名称会是{'、'.join(texts)}；"
                "这一列究竟是什么？请改表头，用 --as 指明表的种类，或改为一行一条",
            )
        for line, text in odd:
            staging.crooked(
                sheet, line, text,
                t(staging.lang, "is what a column is called and no name; write the name", "这是表头用语，不是名称；请填写名称"),
            )  # fmt: skip


def _empty_headers(
    staging: Staging, sheet: Sheet, columns: Mapping[int, str], table_kinds: Mapping[str, TableKind]
) -> None:
    """来源地 and 年采购额 are called like columns: no product, and no place, is."""
    words = {
        label
        for label, column in table_kinds["supplies"].known.items()
        if column.role in ("property", "end") and column.name != "product" and len(label) > 2 and not label.isascii()
    }
    listed = ", ".join(map(literal, sorted(words | {"来源地", "所在地", "供应商所在地"})))
    for number, header in columns.items():
        cell = f"c{number}"
        gone = staging.db.execute(
            f"UPDATE {sheet.relation} SET {cell} = NULL WHERE {cell} IN ({listed}) RETURNING line"
        ).fetchall()
        if gone:
            shown = ", ".join(str(line) for line in sorted(line for (line,) in gone)[:10])
            staging.say(
                sheet,
                f"{header}: cells that are what a column is called and no name are not read (row {shown})",
                f"“{header}”中与表头用语相同的单元格不是名称，未读取（第 {shown} 行）",
            )


def _names_firms(table_kind: TableKind, column: str) -> bool:
    """Whether a column names firms, where it names anything."""
    return (table_kind.table == "firms" and column == "name") or column in (
        "seller",
        "buyer",
        "firm",
        "owner",
        "owned",
        "investors",
    )


def _empty_gaps(staging: Staging, sheet: Sheet, number: int, header: str) -> None:
    """缺, （无）, 待招引 are no names: they say that there is nobody."""
    forms = [form for word in _GAPS for form in (word, f"（{word}）", f"({word})")]
    gone = staging.db.execute(
        f"UPDATE {sheet.relation} SET c{number} = NULL WHERE c{number} IN ({', '.join(map(literal, forms))})"
    ).fetchall()
    if gone and gone[0][0]:
        staging.say(
            sheet,
            f"{header}: {gone[0][0]} cells say that there is nobody (缺, 无, 待引进 or the like) and are read as empty",
            f"“{header}”有 {gone[0][0]} 格写着缺、无、待引进等，按空白读取",
        )
