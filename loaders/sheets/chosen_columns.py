"""What a person says of columns (`--column HEADER=COLUMN`, `--ignore HEADER`), for one load or kept for the next edition."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from ...graph.export.outputs import OutputFile
from ...graph.language import t
from .column import Column, normalised
from .kind import match
from .table_names import hinted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ..read.sheet import Sheet
    from .headers import Known, TableKind


@dataclass(frozen=True, slots=True)
class Chosen:
    """Headers that a person says the meaning of."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Header -> column of a kind of table, by its name or any of its headers."""
    ignored: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was said."""
        return bool(self.columns or self.ignored)

    def put_on(self, table_kinds: dict[str, TableKind]) -> dict[str, TableKind]:
        """The kinds of table with these headers before all others.

        Raises BadInput for a column that no kind of table has, and for a header of which two things are said.
        """
        both = {normalised(header) for header in self.columns} & set(map(normalised, self.ignored))
        if both:
            header = next(header for header in self.columns if normalised(header) in both)
            raise BadInput(
                en=f"{header!r} is to be read and ignored; say one of them",
                zh=f"“{header}”既要读取又要忽略；请只说一种",
            )
        out = {}
        meant: set[str] = set()
        for table, table_kind in table_kinds.items():
            more = {normalised(header): Column("", "left") for header in self.ignored}
            for header, name in self.columns.items():
                column = table_kind.by_name.get(name) or table_kind.column(name)
                if column is not None and column.role not in ("ignored", "unread", "left", "reject"):
                    more[normalised(header)] = column
                    meant.add(header)
            out[table] = table_kind.having(more) if more else table_kind
        for header, name in self.columns.items():
            if header not in meant:
                known = sorted({column for kind in table_kinds.values() for column in kind.by_name})
                raise BadInput(
                    en=f"--column {header}={name}: no kind of table has a column {name!r}; columns: {', '.join(known)}",
                    zh=f"--column {header}={name}：没有哪种表有“{name}”这一列；可用：{'、'.join(known)}",
                )
        return out

    def check(self, sheets: Iterable[Sheet]) -> None:
        """Raises BadInput for a header that stands in no sheet."""
        headers = {normalised(header): header for sheet in sheets for header in sheet.headers if header}
        for header in (*self.columns, *self.ignored):
            if normalised(header) not in headers:
                shown = ", ".join(headers.values())
                raise BadInput(
                    en=f"there is no header {header!r}; headers: {shown}",
                    zh=f"没有表头“{header}”；现有表头：{shown}",
                )


def columns_said(texts: Iterable[str]) -> dict[str, str]:
    """The texts of `--column`, header by column.

    >>> columns_said(["货物=product", "金额=（万元）=value"])
    {'货物': 'product', '金额=（万元）': 'value'}
    """
    out: dict[str, str] = {}
    for text in texts:
        header, mark, column = text.rpartition("=")
        if not (mark and header.strip() and column.strip()):
            raise BadInput(
                en=f"--column {text}: write HEADER=COLUMN, such as --column 货物=product",
                zh=f"--column {text}：请写成“表头=列名”，例如 --column 货物=product",
            )
        if out.setdefault(header.strip(), column.strip()) != column.strip():
            raise BadInput(
                en=f"--column: {header.strip()!r} is said to be two columns; keep one",
                zh=f"--column：“{header.strip()}”被指为两列；请只保留一个",
            )
    return out


def check_free(file: Path) -> OutputFile:
    """A file that is to be written anew. Raises BadInput where the file is there already, for it may be somebody's work, or cannot be written."""
    if file.exists():
        raise _there(file)
    return OutputFile(file)


def _there(file: Path) -> BadInput:
    return BadInput(
        en=f"{file.name}: is there already; name another file for --save-map, or delete it",
        zh=f"{file.name}：已存在；请为 --save-map 换一个文件名，或先删除",
    )


_HEAD: Final = """# How the columns of a sheet are read: a mapping file of headers alone, for `chanlian load GRAPH FILE --map THIS`.
# Each section is a kind of table, each key a column, each text a header that means it; [headers.ignored] is passed over.
"""


def save(file: Path, tables: Iterable[tuple[Sheet, TableKind]], known: Known, kind: str | None, lang: str) -> str:
    """Write how each column was read as a mapping file, and say so.

    Raises BadInput where the file is there already: it may be somebody's work.
    """
    read: dict[str, dict[str, list[str]]] = {}
    passed: dict[str, None] = {}
    for sheet, table_kind in tables:
        for _, header, column in match(sheet, table_kind).read:
            if column.role != "reject":
                texts = read.setdefault(table_kind.table, {}).setdefault(column.name, [])
                texts += [header] if header not in texts else []
        meant = {header: table_kind.column(header) for header in sheet.headers if header}
        passed |= dict.fromkeys(header for header, one in meant.items() if one is not None and one.role == "left")
    lines = [_HEAD]
    if kind:
        named = hinted(kind, known.table_kinds, known.synonyms)
        lines.append(f"kind = {json.dumps(named.table if named else kind, ensure_ascii=False)}\n")
    for table, columns in read.items():
        lines.append(f"[headers.{table}]")
        lines += [f"{name} = {json.dumps(texts, ensure_ascii=False)}" for name, texts in columns.items()]
        lines.append("")
    if passed:
        lines += ["[headers.ignored]", f"columns = {json.dumps(list(passed), ensure_ascii=False)}", ""]
    check_free(file).write_alone("\n".join(lines))
    return t(lang, f"how the columns were read is kept in {file.name}; read the next edition with --map {file.name}",
             f"各列的读法已存入 {file.name}；下一期请用 --map {file.name} 读取")  # fmt: skip
