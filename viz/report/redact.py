"""A report without the names of firms, projects and sources, without values, codes, identifiers and contacts.

Everything is taken out of the rows before any file is made of them. A sentence of this program says 企业A for a firm. A text that
people wrote is left out whole, and the report says so, as soon as it holds anything of a hidden name: what stands beside a firm's
name, such as who spoke for it, tells as much as the name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ...graph.export.cells import plain
from ...graph.language import t
from ..words.answer_columns import column_of
from .content import Said, Source
from .hidden_names import HiddenNames

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...graph.graph import Graph
    from ...queries.answer import Answer
    from .content import Part, Report

_AMOUNTS: Final = ("money", "number", "quantity")
_AREAS: Final = (
    "area",
    "called",
    "province",
    "to_area",
    "from_area",
    "buyer_area",
    "supplier_area",
    "maker_area",
    "nearest_area",
    "supplier_areas",
    "candidate_areas",
    "user_areas",
)
_WORLD: Final = ("product", "chain", "stage", "products")
"""Columns of what is of the world and not of a firm: nothing in them is taken for its name."""
_OF_MODEL: Final = (
    "part",
    "state",
    "action",
    "basis",
    "kind",
    "status",
    "border",
    "role",
    "project_stages",
    "modality",
    "agreement_status",
)
_OPAQUE: Final = ("area_id", "product_id", "chain_id", "to_area_id")
_BOXES: Final = ("box", "from_box", "to_box")
_DROPPED: Final = ("facts", "evidence")
_FIGURE: Final = re.compile(
    r"[约超近逾达]?\d[\d,，.]*\s*[余多]?\s*[十百千万亿]*\s*[余多]?(?:元|美元|公?吨|亩|公顷|平方米|立方米|平方公里|千瓦时?|兆瓦时?|度电|平米|㎡)"
    r"|\b\d[\d,.]*\s*(?:thousand|million|billion)?\s*(?:yuan|rmb|usd|t|tons?|tonnes?|mu|ha|kwh?|mwh?|gwh?|sqm|m²|m³|km²)\b"
    r"|[¥￥$]\s*\d[\d,.]*\s*[万亿]?",
    re.IGNORECASE,
)
_CONTACT: Final = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.]+|(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[\s-]?\d{7,8}(?!\d)"
    r"|(?<![0-9A-Za-z])[0-9A-HJ-NP-RTUW-Y]{18}(?![0-9A-Za-z])|\b(?:firm|project|source):\S+|(?<![0-9a-z])[0-9a-f]{16}(?![0-9a-z])",
    re.IGNORECASE,
)  # fmt: skip

_TWICE: Final = re.compile(r"( ?(?:（[^（）]+）|\([^()]+\)))\1")


def redact(report: Report, graph: Graph) -> Report:
    """The same report with firms as 企业A, projects and sources by their kind, and no values, codes, identifiers and contacts."""
    return _Redaction(report, graph).report()


class _Redaction:
    def __init__(self, report: Report, graph: Graph) -> None:
        self._report, self._lang = report, report.lang
        answers = [report.chain, *(part.answer for part in report.parts)]
        public = {word for one in answers for word in _world(one)} | {area.name for area in report.areas}
        self._names = HiddenNames(graph, report.lang, public | {name for name in report.chains if name})
        self._left_out = 0
        self._ours = {
            column.name
            for one in answers
            for column in (column_of(name, one.attrs) for name in one.columns)
            if column.type == "sentence"
        }
        self._opaque: dict[tuple[str, Any], str] = {}

    def report(self) -> Report:
        """All of it anew. Names are given out in the order of the tables, before texts are looked at for what is left of them."""
        old = self._report
        chain = replace(old.chain, rows=[self._chain_row(row) for row in old.chain.rows], attrs=self._attrs(old.chain))
        parts = [self._part(part) for part in old.parts]
        sources = [self._source(source) for source in old.sources]
        findings, todo = ([self._said(one) for one in said] for said in (old.findings, old.todo))
        notes = [self._text(note) for note in old.notes]
        heads = self._names.heads()
        for part in parts:
            for row in part.answer.rows:
                row.update({name: self._safe(name, value, heads) for name, value in row.items()})
        for row in chain.rows:
            row["projects"] = self._safe("projects", row["projects"], heads)
        if self._left_out:
            notes.append(
                t(
                    self._lang,
                    f"{self._left_out} texts are left out, since a firm might be told by them.",
                    f"有{self._left_out}处文字可能透露企业名称，已略去。",
                )
            )
        return replace(
            old, title=self._text(old.title), graph=None, chain=chain, parts=parts, sources=sources,
            parameters={key: self._text(one) if isinstance(one, str) else one for key, one in old.parameters.items()},
            findings=findings, todo=todo, notes=notes, redacted=True,
        )  # fmt: skip

    def _part(self, part: Part) -> Part:
        answer = part.answer
        kept = [
            name
            for name in answer.columns
            if not (column := column_of(name, answer.attrs)).code and column.type not in _AMOUNTS and not column.measured_in
            and name not in ("unit", "quantity")
        ]  # fmt: skip
        rows = [{name: self._value(name, row[name]) for name in kept} for row in answer.rows]
        made = replace(answer, columns=tuple(kept), rows=rows, attrs=self._attrs(answer))
        more = tuple(name for name in part.more if name in kept)
        return replace(part, answer=made, more=more, notes=[self._text(note) for note in part.notes])

    def _attrs(self, answer: Answer) -> dict[str, Any]:
        """Of what was asked only what says what the columns are."""
        asked = answer.attrs.get("parameters") or {}
        return {
            "question": answer.attrs["question"],
            "parameters": {key: asked[key] for key in ("by",) if key in asked},
        }

    def _chain_row(self, row: Mapping[str, Any]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for name, value in row.items():
            if name in _DROPPED:
                out[name] = None
            elif name in (*_OPAQUE, *_BOXES):
                sort = "box" if name in _BOXES else name.removeprefix("to_")
                out[name] = (
                    None if value is None else self._opaque.setdefault((sort, value), f"{sort}{len(self._opaque)}")
                )
            elif name.endswith("_ids"):
                out[name] = None
            else:
                out[name] = self._value(name, value)
        return out

    def _value(self, name: str, value: Any) -> Any:
        value = plain(value)
        if isinstance(value, list):
            return [self._value(name, one) for one in value]
        if not isinstance(value, str) or name in _OF_MODEL:
            return value
        if name in (*_AREAS, *_WORLD):
            return value
        if name not in self._ours and self._names.is_beside(value):
            self._left_out += 1
            return self._gap()
        return self._text(value)

    def _text(self, text: str) -> str:
        hidden = self._names.hide(_CONTACT.sub(self._known, text))
        # a project's stage, which stands behind its name already
        return _TWICE.sub(r"\1", _FIGURE.sub(self._gap(), _CONTACT.sub(self._gap(), hidden)))

    def _known(self, found: Any) -> str:
        """An identifier or code of a firm is its name too."""
        hidden: str = self._names.hide(found[0])
        return hidden if hidden != found[0] else self._gap()

    def _gap(self) -> str:
        return t(self._lang, "[left out]", "（略）")

    def _safe(self, name: str, value: Any, heads: list[str]) -> Any:
        """A text of the data, unless a firm of the report may be told by it."""
        if isinstance(value, list):
            return [self._safe(name, one, heads) for one in value]
        if not isinstance(value, str) or name in (*_AREAS, *_WORLD, *_OF_MODEL):
            return value
        if any(head in value.lower() for head in heads):
            self._left_out += 1
            return self._gap()
        return value

    def _said(self, said: Said) -> Said:
        return Said(self._text(said.text), said.sources)

    def _source(self, source: Source) -> Source:
        year = re.search(r"\d{4}", source.published)
        return Source(source.number, self._names.hide(source.title), "", year[0] if year else "", hidden=True)


def _world(answer: Answer) -> Iterator[str]:
    """Words of places, products and chains, which are no firm's."""
    for row in answer.rows:
        for name in (*_AREAS, *_WORLD):
            value = plain(row.get(name))
            yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))
