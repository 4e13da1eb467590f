"""A load tried out: how each sheet is understood, three of its rows as sentences, what would be left out or rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...graph.acts import aside
from ...graph.errors import GraphError
from ...graph.language import t
from ...graph.schema import Edge, Node, kind, properties
from ...graph.sql_text import quoted
from ..sheets.headers import ALIASES
from ..sheets.implied_edges import IMPLIED
from ..sheets.kind import match

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    import pandas as pd

    from ...graph.batch import Batch
    from ...graph.graph import Graph
    from ..columns.table import Table
    from ..sheets.column import Column
    from ..sheets.headers import TableKind

_ROWS: Final = 3


def try_on(graph: Graph, batch: Batch, folder: Path) -> None:
    """Let a batch's outcomes be those that the graph would give: the graph works them out, or a copy of it is written to."""
    tried = graph.capabilities.tried
    if tried is None or not graph.exists() or not tried(batch):
        _write_to_a_copy(graph, batch, folder)


def _write_to_a_copy(graph: Graph, batch: Batch, folder: Path) -> None:
    from ...graph.opening import connect
    from ...graph.transfer.copy import replicate

    trial = folder / "trial.duckdb"
    copy = connect(str(trial))
    with aside():
        if graph.exists():
            copied = graph.capabilities.copy
            if copied is not None:
                # nobody writes while it is read
                with graph.reading():
                    copied(trial)
            else:
                replicate(graph, copy, as_is=True)
                batch.seen = None  # writes to another graph have other marks
        try:
            copy.write(batch)
        except GraphError as error:  # it is the graph's fault, not that of a copy of which nobody knows
            texts = (text.replace(str(trial), graph.url) for text in (error.en, error.zh))
            raise GraphError(*texts) from error


def preview(db: duckdb.DuckDBPyConnection, tables: list[Table], problems: pd.DataFrame, lang: str) -> list[str]:
    """How each sheet is understood, in words; one note a line."""
    out = [t(lang, "dry run: nothing is written", "试运行：没有写入任何内容")]
    for table in tables:
        sheet, table_kind = table.sheet, table.table_kind
        lines = ", ".join(map(str, sheet.header_lines))
        label = table_kind.zh if lang == "zh" else table_kind.table
        out.append(
            t(
                lang,
                f"{sheet.where}: {label}; headers in row {lines}; {sheet.rows} rows",
                f"{sheet.where}：{label}（{table_kind.table}）；表头在第 {lines} 行；{sheet.rows} 行数据",
            )
        )
        if sheet.titles:
            out.append(
                t(
                    lang,
                    f"  above the headers: {' / '.join(sheet.titles[:3])}",
                    f"  表头上方：{' / '.join(sheet.titles[:3])}",
                )
            )
        out += _columns(table, lang)
        out += [t(lang, f"  so: {sentence}", f"  即：{sentence}") for sentence in _sentences(db, table, lang)]
        left = [f"{len(some)} {t(lang, *_LEFT[why])}" for why, some in sheet.left.items()]
        if left:
            out.append(t(lang, f"  left out: {', '.join(left)}", f"  略去：{'、'.join(left)}"))
        mine = problems[(problems["file"] == sheet.file) & (problems["sheet"].map(str) == str(sheet.sheet))]
        rows = mine["row"].nunique()
        if rows:
            out.append(t(lang, f"  would be rejected: {rows} rows", f"  将被拒收：{rows} 行"))
    return out


_LEFT: Final = {
    "totals": ("rows of totals", "行合计"), "notes": ("rows of notes", "行说明"),
    "headers": ("repeated lines of headers", "行重复表头"), "headings": ("headings", "行分组标题"),
    "serial": ("rows with a serial number only", "行只有序号"), "numbering": ("line that numbers the columns", "行栏号"),
    "examples": ("rows of examples", "行示例"), "empty": ("rows without a value", "行没有数值"),
}  # fmt: skip


def _columns(table: Table, lang: str) -> list[str]:
    """Each column's meaning: header -> meaning, unit."""
    found = match(table.sheet, table.table_kind)
    said = []
    for number, header, column in found.read:
        unit = table.sheet.units.get(number)
        said.append(f"{header} → {meaning(column, table.table_kind, lang)}" + (f" [{unit}]" if unit else ""))
    out = [t(lang, f"  columns: {'; '.join(said)}", f"  各列：{'；'.join(said)}")]
    unread = [*found.unread, *(header for header, _, _ in found.doubled)]
    if unread:
        out.append(t(lang, f"  not read: {', '.join(unread)}", f"  未读取：{'、'.join(unread)}"))
    return out


def meaning(column: Column, table_kind: TableKind, lang: str) -> str:
    """What a column means, in words.

    >>> from ..sheets.headers import table_kinds, read_synonyms
    >>> firms = table_kinds(read_synonyms())["firms"]
    >>> meaning(firms.column("主要产品"), firms, "en"), meaning(firms.column("企业名称"), firms, "zh")
    ('products: the firm produces them', '名称')
    """
    if table_kind.kind != ALIASES:
        of = kind(table_kind.kind)
        for prop in properties(of):
            if prop.name == column.name:
                return t(lang, prop.en, prop.zh)
        if isinstance(of, Edge):
            for end in of.ends:
                if end.name == column.name:
                    return t(lang, end.en, end.zh)
    if column.implied is not None:
        edge = kind(column.implied.edge)
        if column.role == "detail":
            label = next((zh for name, zh, _ in column.implied.details if name == column.name), column.name)
            return t(lang, column.name.replace("_", " "), label)
        verb = edge.name.replace("_", " ")
        return (
            t(lang, f"{column.name}: the {table_kind.kind} {verb} them", column.implied.zh)
            if column.implied.many
            else t(lang, column.name, column.implied.zh)
        )
    return column.name


def _sentences(db: duckdb.DuckDBPyConnection, table: Table, lang: str) -> list[str]:
    """The first good rows as sentences."""
    names = sorted(table.columns)
    cursor = db.execute(
        f"SELECT {', '.join(map(quoted, names))} FROM {table.relation}"
        f" WHERE row NOT IN (SELECT row FROM load.rejected) ORDER BY row LIMIT {_ROWS}"
    )
    return [sentence(table.table_kind, dict(zip(names, row, strict=True)), lang) for row in cursor.fetchall()]


def sentence(table_kind: TableKind, row: dict[str, Any], lang: str) -> str:
    """A row of typed columns as a sentence.

    >>> from ..sheets.headers import table_kinds, read_synonyms
    >>> all_kinds = table_kinds(read_synonyms())
    >>> sentence(all_kinds["supplies"], {"seller": "甲厂", "buyer": "乙厂", "product": "吨袋"}, "zh")
    '甲厂向乙厂供应吨袋'
    >>> sentence(all_kinds["firms"], {"name": "甲厂", "place": "玉屏县", "products": ["吨袋"]}, "zh")
    '企业 甲厂，所在地：玉屏县，主营产品：吨袋'
    """
    if table_kind.kind == ALIASES:
        return t(
            lang,
            f"{row.get('alias')} is another name of {row.get('name')}",
            f"{row.get('alias')}是{row.get('name')}的别名",
        )
    of = kind(table_kind.kind)
    if isinstance(of, Edge):
        text = t(lang, of.sentence, of.sentence_zh).format_map({end.name: row.get(end.name) or "?" for end in of.ends})
        return text + _rest(of, row, lang, skip={end.name for end in of.ends})
    text = f"{t(lang, of.en, of.zh)} {row.get('name') or '?'}"
    more = [
        (t(lang, one.column, one.zh), row[one.column])
        for one in IMPLIED.get(table_kind.kind, ())
        if row.get(one.column) not in (None, [])
    ]
    return text + "".join(_said(label, value, lang) for label, value in more) + _rest(of, row, lang, skip={"name"})


def _rest(of: Node | Edge, row: dict[str, Any], lang: str, skip: set[str]) -> str:
    props = [prop for prop in properties(of) if prop.name not in skip and row.get(prop.name) not in (None, [])]
    out = ""
    for prop in props:
        value = row.get(f"{prop.name}_original") or row[prop.name]
        words = dict(prop.words)
        out += _said(t(lang, prop.en, prop.zh), words.get(value, value) if lang == "zh" and prop.words else value, lang)
    return out


def _said(label: str, value: Any, lang: str) -> str:
    shown = (
        (t(lang, ", ", "、")).join(map(str, value))
        if isinstance(value, list)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )
    return t(lang, f", {label}: {shown}", f"，{label}：{shown}")
