"""What a graph keeps because it follows from something else: areas of places, firms and supplies, days of dates. Does it?

The areas are worked out anew from what the graph says of places, in a graph beside it; both are asked in one way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..cypher_text import cypher_literal
from ..dates import first_day_cypher, last_day_cypher
from ..engines.base import Question
from ..engines.duckdb.tables import OWN_NAME, PLACE_BASIS
from ..engines.neo4j.form import label, pattern
from ..identity import fact_number, hex_sql
from ..language import t
from ..schema import ALL_AREAS, AREAS, EDGES, SCHEMA_VERSION, edge, node
from ..sql_text import literal, quoted
from ..transfer.whole import batch_of

if TYPE_CHECKING:
    from ..graph import Graph

_FROM: Final = tuple(edge(name) for name in ("located_in", "covers", "part_of"))
_KINDS: Final = {"source", *(of.name for of in _FROM), *(name for of in _FROM for end in of.ends for name in end.kinds)}
"""The kinds from which areas follow, and what they need."""
_LEVELS: Final = ("place", *ALL_AREAS)
_PLACED: Final = (*_LEVELS, PLACE_BASIS)
_REFER: Final = (*ALL_AREAS, "within", "point_of")
_DATED: Final = tuple(edge for edge in EDGES if edge.dated)

_AREAS: Final = Question(
    "derived areas",
    f"SELECT id, identifier, kind, name, level, {', '.join(ALL_AREAS)}, within, point_of, lat, lon, own_area, joint, covers FROM area",
    "CALL () { "
    + " UNION ALL ".join(
        f"MATCH (n:{label(node(name))}) WHERE n.fact IS NOT NULL RETURN n" for name in ("region", "park")
    )
    + f" }} RETURN n.id AS id, n.identifier AS identifier, {', '.join(f'n.{x} AS {x}' for x in ALL_AREAS)},"
    " n.within AS within, n.point_of AS point_of, n.parts AS covers",
)
_FIRMS: Final = Question(
    "derived areas of firms",
    f"SELECT {hex_sql('fact')} AS fact, {', '.join(_PLACED)} FROM firm",
    f"MATCH (f:Firm) RETURN f.fact AS fact, {', '.join(f'f.{x} AS {x}' for x in _PLACED)}",
)
_SIDES: Final = Question(
    "derived areas of supplies",
    f"SELECT {hex_sql('x.fact')} AS fact FROM supplies x JOIN firm s ON s.id = x.seller JOIN firm b ON b.id = x.buyer WHERE "
    + " OR ".join(
        f"x.{side}_{level} IS DISTINCT FROM {side[0]}.{level}" for side in ("seller", "buyer") for level in _LEVELS
    ),
    # no supply on a server keeps areas
    "MATCH (f:Firm) WHERE false RETURN f.fact AS fact",
)
_DAYS: Final = Question(
    "derived days",
    " UNION ALL ".join(
        f"SELECT {literal(of.name)} AS kind, {hex_sql('fact')} AS fact FROM {quoted(of.name)}"
        " WHERE since_day IS DISTINCT FROM first_day(since) OR until_day IS DISTINCT FROM last_day_of(until)"
        for of in _DATED
    ),
    " UNION ALL ".join(
        f"MATCH {pattern(of.name)} WHERE coalesce(toString(x.since_day), '') <> coalesce(toString({first_day_cypher('x.since')}), '')"
        f" OR coalesce(toString(x.until_day), '') <> coalesce(toString({last_day_cypher('x.until')}), '')"
        f" RETURN {cypher_literal(of.name)} AS kind, x.fact AS fact"
        for of in _DATED
    ),
)


def derived_otherwise(graph: Graph, lang: str) -> list[dict[str, Any]]:
    """The facts of which something is kept that does not follow: rows of `verify`."""
    from ..opening import connect

    anew = connect(":memory:")
    batch = batch_of(graph, _KINDS)
    batch.as_is = True
    try:
        anew.write(batch)
    finally:
        batch.close()
    (places, firms), (own_places, own_firms) = _areas(graph), _areas(anew)
    if (
        int(graph.meta().get("schema_version") or 0) < SCHEMA_VERSION
    ):  # its next write reckons places by names, and their basis
        own_firms = {
            fact: firms.get(fact, own) if own[-1] == OWN_NAME else [*own[:-1], None] for fact, own in own_firms.items()
        }
    out = [
        _row("firm", fact, "its area does not follow from its place", "所属地区与所在地不符", lang)
        for fact in sorted(one for one in firms if one)
        if firms[fact] != own_firms.get(fact)
    ]
    out += [
        _row(_kind(identifier), f"{fact_number(identifier):016x}", "what is kept of its areas does not follow from where it lies",
             "所存地区信息与其位置不符", lang)
        for identifier in sorted({*places, *own_places})
        if not _same(places.get(identifier, []), own_places.get(identifier, []))
    ]  # fmt: skip
    out += [
        _row(
            "supplies", row["fact"], "the areas kept with it are not those of its ends", "所存地区与供需双方不符", lang
        )
        for row in graph.rows(_SIDES)
    ]
    out += [
        _row(
            row["kind"], row["fact"], "the days kept with it are not those of its dates", "所存日期与起止时间不符", lang
        )
        for row in graph.rows(_DAYS)
    ]
    return out


def _row(kind: str, fact: str, en: str, zh: str, lang: str) -> dict[str, Any]:
    return {"kind": kind, "finding": "derived", "facts": [fact], "detail": t(lang, en, zh)}


def _kind(identifier: str) -> str:
    of = identifier.partition(":")[0]
    return of if of in AREAS else "meta"


def _same(kept: list[dict[str, Any]], own: list[dict[str, Any]]) -> bool:
    """Whether a place is kept once, and as it follows; a server keeps less of it than a file."""
    return len(kept) == len(own) and all(own[0][name] == value for one in kept for name, value in one.items())


def _areas(graph: Graph) -> tuple[dict[str, list[dict[str, Any]]], dict[str, Any]]:
    """What is kept of places, by identifier, and of firms, by fact; areas as identifiers."""
    rows = graph.rows(_AREAS)
    known = {row["id"]: row["identifier"] for row in rows}
    places: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        own = {
            name: known.get(value, value) if name in _REFER else value for name, value in row.items() if name != "id"
        }
        own["covers"] = sorted(str(known.get(part, part)) for part in row["covers"] or ())
        places.setdefault(row["identifier"] or "", []).append(own)
    firms = {row["fact"]: [known.get(row[name], row[name]) for name in _PLACED] for row in graph.rows(_FIRMS)}
    return places, firms
