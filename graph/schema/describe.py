"""The model in words, derived from the schema: rows for a table, and docs/SCHEMA.md."""

from __future__ import annotations

from typing import Any

from ..answer_columns import names
from ..language import t
from ..reports import SCHEMA
from . import EDGES, KINDS, NODES, Edge, Node, Property, key_columns, properties

COLUMNS = names(SCHEMA)


def described(lang: str) -> list[dict[str, Any]]:
    """Every property of every kind; an edge's ends are listed as properties of type `node`."""
    rows: list[dict[str, Any]] = []
    for of in KINDS:
        if isinstance(of, Edge):
            rows += [
                _row(of, end.name, " | ".join(end.kinds), t(lang, end.en, end.zh), required=True, key=True)
                for end in of.ends
            ]
        keys = key_columns(of) if isinstance(of, Edge) else ("name",) if of.code is None else (of.code, "name")
        for prop in properties(of):
            rows.append(
                _row(
                    of, prop.name, prop.type, _meaning(prop, lang), unit=prop.unit, required=prop.required,
                    key=prop.name in keys, words=_words(prop, lang),
                )
            )  # fmt: skip
    return rows


def _row(of: Node | Edge, name: str, type_: str, meaning: str, **more: Any) -> dict[str, Any]:
    return {"kind": of.name, "table": of.table, "property": name, "type": type_, "meaning": meaning, **more}


def _meaning(prop: Property, lang: str) -> str:
    text = t(lang, prop.en, prop.zh)
    note = prop.note
    return f"{text}. {note}" if note and lang != "zh" else text


def _words(prop: Property, lang: str) -> str | None:
    return "; ".join(f"{en} {zh}" if lang == "zh" else en for en, zh in prop.words) or None


def markdown() -> str:
    """docs/SCHEMA.md: the whole model, English with Chinese beside it."""
    lines = [
        "# The model",
        "",
        "Generated from `graph/schema/` (`python scripts/make_docs.py`); do not edit.",
        "",
        "Amounts of type money or quantity are stored as four columns: the amount, `_low` and `_high` where the text",
        "gives bounds, and `_original` as written. Dates keep the precision stated: 2023, 2025-H1, 2025-Q1, 2025-05,",
        "2025-05-24. A period is such a date or a span of months without a name of its own: 2024-01/2024-05 (1-5月),",
        "2023-10/2024-03; a question asked for a period means exactly that one. Every fact also has its source, locator,",
        "method, confidence and the day it was recorded.",
    ]
    for title, kinds in (("Nodes", NODES), ("Edges", EDGES)):
        lines += ["", f"## {title}"]
        for of in kinds:
            lines += ["", f"### {of.name} ({of.zh})", ""]
            if isinstance(of, Edge):
                lines.append(f"`{of.sentence}` / {of.sentence_zh}. Table `{of.table}`.")
                lines.append("")
                lines += [f"- **{end.name}** ({end.zh}): {' or '.join(end.kinds)}" for end in of.ends]
            else:
                lines += [f"{of.meaning[0].upper()}{of.meaning[1:]}. Table `{of.table}`.", ""]
            keys = key_columns(of) if isinstance(of, Edge) else (of.code,) if of.code else ()
            lines += [_line(prop, key=prop.name in keys) for prop in properties(of)]
    return "\n".join(lines) + "\n"


def _line(prop: Property, *, key: bool) -> str:
    parts = [f"- {prop.name} ({prop.zh}): {prop.type}"]
    if prop.unit:
        parts.append(f", {prop.unit}")
    if prop.words:
        parts.append(": " + ", ".join(f"{en} {zh}" for en, zh in prop.words))
    if prop.default:
        parts.append(f"; empty means {prop.default}")
    if prop.required:
        parts.append("; required")
    if key:
        parts.append("; key")
    return "".join(parts) + (f". {prop.note}" if prop.note else "")
