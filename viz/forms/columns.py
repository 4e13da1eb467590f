"""Which columns a form has: the curated ones of forms.toml, else all of the schema."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...graph.errors import BadInput
from ...graph.language import t
from ...graph.schema import KINDS, Edge, Node, Property, properties

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column of a form: its heading, the schema's property behind it, what to write, an example."""

    name: str
    heading: str
    note: str
    required: bool = False
    words: tuple[str, ...] = ()
    """What may be chosen; empty where anything may be written."""
    example: str | int | None = None
    number: bool = False
    """Whether cells are numbers; all others are kept as text, so that no spreadsheet changes what was typed."""


@dataclass(frozen=True, slots=True)
class FormTable:
    """One sheet of a form."""

    table: str
    title: str
    columns: tuple[FormColumn, ...]


def form_tables(kinds: Sequence[str], lang: str) -> list[FormTable]:
    """The sheets of a form for tables named in English or Chinese; the minimal form of firms where none is named.

    Raises
    ------
    BadInput
        For a table that there is none of.
    """
    known = tomllib.loads(Path(__file__).with_name("forms.toml").read_text(encoding="utf-8"))
    if not kinds:
        own = known["firms"]
        minimal = [column for name in own["minimal"] for column in own["columns"] if column["column"] == name]
        return [_curated(_kind("firms"), minimal, lang)]
    found = list(dict.fromkeys(_kind(name).table for name in kinds))
    return [
        _curated(_kind(table), known[table]["columns"], lang) if table in known else _whole(_kind(table), lang)
        for table in found
    ]


def _kind(name: str) -> Node | Edge:
    for kind in KINDS:
        if name.strip().lower() in (kind.table, kind.name, kind.zh):
            return kind
    tables = [kind.table for kind in KINDS]
    raise BadInput(
        f"there is no table {name!r} to make a form of; tables: {', '.join(tables)}",
        f"没有“{name}”这种表；可用：{'、'.join(f'{kind.table}（{kind.zh}）' for kind in KINDS)}",
    )


def _title(kind: Node | Edge, lang: str) -> str:
    return t(lang, kind.table, kind.zh)


def _curated(kind: Node | Edge, columns: Sequence[dict[str, Any]], lang: str) -> FormTable:
    props = {prop.name: prop for prop in properties(kind)}
    out = []
    for column in columns:
        prop = props.get(column["column"])
        out.append(
            FormColumn(
                column["column"],
                t(lang, *column["heading"]),
                " ".join(filter(None, [t(lang, *column["note"]) if "note" in column else "", _note(prop, lang)])),
                column.get("required", False),
                _words(prop, lang),
                t(lang, *column["example"]) if "example" in column else None,
                number="money" in column
                or "number" in column
                or (prop is not None and prop.type in ("number", "integer")),
            )
        )
    return FormTable(kind.table, _title(kind, lang), tuple(out))


def _whole(kind: Node | Edge, lang: str) -> FormTable:
    """A form of everything that the schema has for a kind."""
    out = []
    if isinstance(kind, Edge):
        out += [FormColumn(end.name, t(lang, end.en, end.zh), "", required=True) for end in kind.ends]
    for prop in properties(kind):
        if prop.type == "series":
            continue
        heading = t(lang, prop.en, prop.zh)
        out.append(
            FormColumn(
                prop.name, heading, _note(prop, lang), prop.required, _words(prop, lang),
                number=prop.type in ("number", "integer"),
            )
        )  # fmt: skip
    return FormTable(kind.table, _title(kind, lang), tuple(out))


def _words(prop: Property | None, lang: str) -> tuple[str, ...]:
    if prop is None:
        return ()
    if prop.type == "boolean":
        return (t(lang, "yes", "是"), t(lang, "no", "否"))
    return tuple(t(lang, *pair) for pair in prop.words)


_TYPES = {
    "date": ("A date as exact as it is known: 2024, 2024-05, 2024-05-24.", "日期，知道多少写多少：2024年、2024年5月、2024-05-24。"),
    "period": (
        "When it was counted: 2024, 2024-H1, 2024-05, or a span of months: 2024-01/2024-05.",
        "统计的期间：2024年、2024年上半年、2024年5月，或若干个月：2024年1-5月。",
    ),
    "share": ("A share, as 30%.", "比例，如 30%。"),
    "quantity": ("A number, or with its unit: 50万吨.", "数字，或带单位：50万吨。"),
    "money": ("A sum, with its unit: 8300万元.", "金额，带单位：8300万元。"),
    "list": ("Several are parted by 、 or ;", "多个用顿号或分号隔开。"),
}  # fmt: skip


def _note(prop: Property | None, lang: str) -> str:
    """What the schema says about how a property is written."""
    if prop is None:
        return ""
    if prop.words:
        return t(lang, "Choose from the list.", "从下拉列表选择。")
    return t(lang, *_TYPES[prop.type]) if prop.type in _TYPES and prop.name != "aliases" else ""
