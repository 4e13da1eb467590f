"""What was taken out of a graph of what a history tells: when, by what, and why, as the trace keeps it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ...graph.engines.base import Question
from ...graph.engines.neo4j.form import TRACE, label
from ...graph.fact_texts import FACTS_SQL
from ...graph.identity import fact_number, hex_sql
from ...graph.language import t
from ...graph.schema import NODES, Edge, Node, kind, properties
from ..fact_words import is_said, told, word
from ..sentences import sentence
from ..show.found import TAKEN_OUT
from .events import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...graph.graph import Graph
    from .gathered import Gathered

HOW: Final = {**TAKEN_OUT, "replace": ("not in a new edition", "新版未载")}
"""By what a claim was taken out (the `status` of its row), in words."""
_TRACES: Final = Question(
    "traces",
    f"""SELECT kind, {hex_sql("fact")} AS fact, source_name AS source, stated, removed_on::VARCHAR AS day, because, split_part("by", ' ', 1) AS "by"
    FROM removed WHERE restored IS NULL AND (fact IN {FACTS_SQL} OR contains(stated, $said::VARCHAR))
    ORDER BY day, kind, fact, source, stated, because, "by" """,
    f"""MATCH (r:{TRACE}) WHERE r.key IS NOT NULL AND r.restored IS NULL AND (r.fact IN $facts OR r.stated CONTAINS $said)
    RETURN r.kind AS kind, r.fact AS fact, r.source_name AS source, r.stated AS stated, toString(r.removed_on) AS day,
        r.because AS because, split(r.by, ' ')[0] AS by ORDER BY day, kind, fact, source, stated, because, by""",
)
"""The traces of the facts `$facts`, and those that say `$said`: an identifier as JSON writes it."""
_NAMES: Final = Question(
    "names of identifiers",
    "SELECT identifier, name FROM node WHERE identifier IN (SELECT unnest($identifiers)) ORDER BY identifier",
    "UNWIND $identifiers AS identifier CALL (identifier) { "
    + " UNION ALL ".join(
        f"MATCH (n:{label(of)} {{identifier: identifier}}) WHERE n.fact IS NOT NULL RETURN n.name AS name"
        for of in NODES
    )
    + " } RETURN identifier, name ORDER BY identifier",
)

_GONE: Final = Question(
    "names of what is gone",
    f"SELECT DISTINCT stated FROM removed WHERE fact IN {FACTS_SQL} ORDER BY stated",
    f"MATCH (r:{TRACE}) WHERE r.key IS NOT NULL AND r.fact IN $facts RETURN DISTINCT r.stated AS stated ORDER BY stated",
)


def taken_out(graph: Graph, found: Gathered, lang: str) -> list[Event]:
    """What was taken out of the facts of a history and was not brought back, and of facts that are gone altogether."""
    facts = {known.fact for known in found.all}
    identifier = found.one.row["identifier"] if isinstance(found.one.of, Node) else None
    asked = {"facts": sorted(facts), "said": None if identifier is None else json.dumps(identifier, ensure_ascii=False)}
    traces = []
    for row in graph.rows(_TRACES, asked):
        of, stated = kind(row["kind"]), json.loads(row["stated"])
        ends = [stated.get(end.name) for end in of.ends] if isinstance(of, Edge) else []
        # a text that happens to say the identifier is no end
        if row["fact"] in facts or (identifier is not None and identifier in ends):
            traces.append((of, row, stated))
    names = _names(graph, {stated[end.name] for of, _, stated in traces if isinstance(of, Edge) for end in of.ends})
    merged: dict[tuple[Any, ...], Event] = {}
    for of, row, stated in traces:
        en, zh = HOW.get(row["by"], (row["by"], row["by"]))
        why = t(lang, f", because: {row['because']}", f"，理由：{row['because']}") if row["because"] else ""
        what = told(t(lang, en, zh), _said(of, stated, names, lang) + why, lang)
        before = merged.get(key := (row["fact"], row["day"], what, row["by"]))
        sources = (*(before.sources if before else ()), *([row["source"]] if row["source"] else ()))
        merged[key] = Event(
            of, row["fact"], row["day"], None, what, what, status=row["by"], sources=tuple(dict.fromkeys(sources))
        )
    return list(merged.values())


def _names(graph: Graph, identifiers: Iterable[str | None]) -> dict[str, str]:
    """What nodes are called; those that are gone too, as their own traces call them."""
    wanted = sorted({one for one in identifiers if one is not None})
    names = {row["identifier"]: row["name"] for row in graph.rows(_NAMES, {"identifiers": wanted})} if wanted else {}
    gone = {f"{fact_number(one):016x}" for one in wanted if one not in names}
    for row in graph.rows(_GONE, {"facts": sorted(gone)}) if gone else ():
        stated = json.loads(row["stated"])
        if stated.get("name") is not None:
            names.setdefault(stated["identifier"], stated["name"])
    return names


def _said(of: Node | Edge, stated: Mapping[str, Any], names: Mapping[str, str], lang: str) -> str:
    """What a claim that was taken out had stated; a node of which no trace is left is told by its identifier."""
    if isinstance(of, Edge):
        ends = {end.name: names.get(stated[end.name] or "", stated[end.name]) for end in of.ends}
        return sentence(of, {**stated, **ends}, lang)
    said = [
        is_said(prop, str(stated.get(f"{prop.name}_original") or word(prop, stated[prop.name], lang)), lang)
        for prop in properties(of)
        if prop.name not in ("name", "aliases", "lat", "lon", "series") and stated.get(prop.name) is not None
    ]
    name = str(stated.get("name") or stated.get("identifier"))
    return name + t(lang, f" ({'; '.join(said)})", f"（{'；'.join(said)}）") if said else name
