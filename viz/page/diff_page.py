"""What became of a graph, as a page that opens offline: no script, nothing fetched; the gaps first, then the facts by kind and area."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from ...graph.language import t
from ...graph.reports import DIFF
from ...graph.schema import EDGE_NAMES, NODE_NAMES
from ...graph.url import title
from ..pictures.markup import render
from ..style import STATE_LOOKS, Look
from ..words.compared import in_words
from ..words.words import STATES, kind_word, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...queries.answer import Answer

Row = dict[str, Any]
CHANGES: Final = dict(next(column for column in DIFF if column.name == "change").words)
"""What may have become of a fact, in the order in which it is told, with its Chinese."""
_GAPS: Final = ("changed", "added", "removed")
"""Needs in the order in which a page tells them."""
_COLUMNS: Final = {"property": "property", "before": "before", "after": "after", "area": "areas", "because": "because"}
"""Columns that a table of changes has where one of its rows does, each with its heading."""
_MET: Final = Look("#009E73", "M8 2A6 6 0 1 1 8 14A6 6 0 1 1 8 2Z", round=True)
"""A need that is met here."""


@dataclass(frozen=True)
class State:
    """A state of a need, with its sign."""

    name: str
    said: str
    look: Look


@dataclass(frozen=True)
class Gap:
    """What became of one need, why, and the changes below that are of its product."""

    product: str
    area: str
    before: State | None
    after: State | None
    because: str
    facts: list[Row]


@dataclass(frozen=True)
class Part:
    """All changes of one kind."""

    kind: str
    title: str
    rows: list[Row]

    @property
    def columns(self) -> dict[str, str]:
        """Its columns beside what changed and how, with their headings."""
        return {name: of for name, of in _COLUMNS.items() if any(row[name] for row in self.rows)}


def diff_page(answer: Answer, lang: str) -> str:
    """The page of an answer of `snapshot diff`. Only its own style may act."""
    told = [
        row | {"of": raw["kind"], "raw": raw["property"]}
        for row, raw in zip(in_words(answer, lang).rows, answer.rows, strict=True)
    ]
    facts = [row for row in told if row["of"] != "gap"]
    by_fact: dict[str, list[Row]] = {}
    for row in facts:  # where else a fact was read changes no gap
        if row["raw"] == "sources":
            continue
        by_fact.setdefault(row["fact"], []).append(row)
    anchors = {fact: f"f{number}" for number, fact in enumerate(dict.fromkeys(row["fact"] for row in facts), start=1)}
    needs = [row for row in answer.rows if row["kind"] == "gap"]
    gaps = [_gap(row, by_fact, lang) for row in sorted(needs, key=lambda row: _GAPS.index(row["change"]))]
    parts = [
        Part(kind, kind_word(kind, lang), [row for row in facts if row["of"] == kind])
        for kind in (*NODE_NAMES, *EDGE_NAMES)
        if any(row["of"] == kind for row in facts)
    ]
    style = "".join(
        files(__package__ or "").joinpath("assets", name).read_text("utf-8") for name in ("report.css", "diff.css")
    )
    asked = answer.attrs.get("parameters") or {}
    return render(
        "diff.html.jinja",
        lang=lang,
        title=t(lang, "What changed", "变化对比") + (f" · {asked['area']}" if asked.get("area") else ""),
        between=" → ".join(title(str(one)) for one in (asked.get("before"), answer.attrs.get("graph")) if one),
        style=Markup(style),  # noqa: S704  # ours
        digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        words=_words(lang),
        changes={name: t(lang, name, zh) for name, zh in CHANGES.items()},
        asked_area=asked.get("area"),
        gaps=gaps,
        parts=parts,
        by_kind=[(part.title, part.kind, _counts(part.rows)) for part in parts],
        by_area=_by_area(facts, t(lang, "no place on record", "未载地点")),
        anchors=anchors,
        listed=lambda value: t(lang, ", ", "、").join(map(str, value)) if isinstance(value, list) else value,
        notes=answer.attrs.get("notes") or [],
        foot=f"chanlian {answer.attrs.get('version', '')} · {answer.attrs.get('before_hash', '')} → {answer.attrs.get('graph_hash', '')}",
    )


def _gap(row: Mapping[str, Any], by_fact: Mapping[str, list[Row]], lang: str) -> Gap:
    facts = [one for fact in row.get("facts") or () for one in by_fact.get(fact, ())]
    before, after = (_state(row.get(when), lang) for when in ("before", "after"))
    return Gap(str(row["key"]), "、".join(row.get("area") or []), before, after, row.get("because") or "", facts)


def _state(name: str | None, lang: str) -> State | None:
    return None if name is None else State(name, word(STATES, name, lang), STATE_LOOKS.get(name, _MET))


def _counts(rows: Iterable[Mapping[str, Any]]) -> list[int]:
    """How many facts were added, ended, changed, removed; one that changed in several properties is one."""
    found = Counter(change for change, _ in {(row["change"], row["fact"]) for row in rows})
    return [found[change] for change in CHANGES]


def _by_area(rows: Sequence[Mapping[str, Any]], nowhere: str) -> list[tuple[str, list[int]]]:
    areas: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        for area in row["area"] or [nowhere]:
            areas.setdefault(area, []).append(row)
    counted = [(area, _counts(of)) for area, of in areas.items()]
    return sorted(counted, key=lambda one: (one[0] == nowhere, -sum(one[1]), one[0]))


def _words(lang: str) -> dict[str, str]:
    said = {
        "gaps": ("What became of the gaps", "缺链变化"),
        "no_gaps": ("No need of this area is in another state than before.", "该地区各项需求的状态没有变化。"),
        "ask_area": ("Name an area (--in) to see what became of its gaps.", "用 --in 指定地区，可看该地区缺链的变化。"),
        "facts_behind": ("Changes of this product and of what is made of it", "与该产品及其下游产品有关的变化"),
        "none_behind": (
            "No changed fact is of this product or what is made of it: what changed lies further off, such as where a firm is, or a day that passed.",
            "没有直接涉及该产品的变化：变化来自其他事实，如企业所在地，或时间推移。",
        ),
        "new_need": ("no need", "无此需求"),
        "by_kind": ("By kind", "按类别"),
        "by_area": ("By area", "按地区"),
        "kind": ("kind", "类别"),
        "area": ("area", "地区"),
        "areas": ("areas", "地区"),
        "what": ("what", "内容"),
        "change": ("change", "变化"),
        "property": ("property", "项目"),
        "before": ("before", "之前"),
        "after": ("after", "之后"),
        "because": ("because", "依据"),
        "several": ("A fact between several areas counts in each.", "涉及多个地区的事实在各地区分别计数。"),
        "nothing": ("Nothing differs.", "没有差异。"),
        "notes": ("Notes", "说明"),
        "all": ("All changes", "全部变化"),
    }
    return {name: t(lang, *pair) for name, pair in said.items()}
