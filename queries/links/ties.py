"""The parts of the texts of `links` that the schema declares: ties that are one edge each, and where their ends stand.

Ties through a node (an agreement, a project, a facility) are written out in links_sides: the node's own life, its
stages and its closing, says whether there is one.
"""

from __future__ import annotations

from typing import Final

from ...graph.cypher_text import cypher_literal, cypher_name
from ...graph.engines.duckdb.tables import placed
from ...graph.engines.neo4j.form import label, relationship
from ...graph.identity import hex_sql
from ...graph.schema import (
    ALL_AREAS,
    AREAS,
    EDGES,
    NODE_NAMES,
    Edge,
    End,
    columns,
    edge,
    having_place,
    node,
    properties,
)
from ...graph.sql_text import literal, quoted

_OWN: Final = having_place("own")
_ONE_EDGE: Final = tuple(of for of in EDGES if of.roles.tie == of.name)

FIRM_TIES: Final = tuple(of for of in _ONE_EDGE if all(end.kinds == ("firm",) for end in of.ends[:2]))
"""Ties between two firms, of which a graph may hold millions: their places are compared where they are stored."""
ACTOR_TIES: Final = tuple(of for of in _ONE_EDGE if of not in FIRM_TIES)
"""Ties between actors of any kind."""

KINDS: Final = tuple(
    dict.fromkeys(
        [*(of.name for of in (*FIRM_TIES, *ACTOR_TIES)), *(of.roles.tie for of in EDGES if of.roles.tie in NODE_NAMES)]
    )
)
"""The kinds of ties in the order of answers: between firms, between other actors, through a node."""

ACTUAL: Final = "actual"
UNSTATED: Final = "unstated"
"""The status of a tie through a node of which nobody says how far it is; one that is an edge is then active (schema)."""


def _words(name: str) -> dict[str, str]:
    """The words for how far ties of a kind are, each in Chinese; then those for what is not actual."""
    of = node(name) if name in NODE_NAMES else edge(name)
    told = [prop for prop in properties(of) if prop.name in ("status", "stage", "modality")]
    told.sort(key=lambda prop: prop.name == "modality")
    return {word: zh for prop in told for word, zh in prop.words if word != ACTUAL}


def _every_word() -> dict[str, str]:
    """The words of all kinds of ties; one is said alike of all: what is planned is 计划, a supply or a road."""
    out: dict[str, str] = {}
    for name in KINDS:
        for word, zh in _words(name).items():
            out.setdefault(word, zh)
    return out


STATUS_WORDS: Final = tuple(_every_word().items())
STATUSES: Final = (*(word for word, _ in STATUS_WORDS), UNSTATED)
"""How far a tie may be, as `--status` asks for it."""


def status_of(kind: str, status: str | None, modality: str | None) -> str:
    """How far a tie is: what is said of it, or how what is not actual is meant (potential), or active.

    >>> status_of("supplies", None, "target"), status_of("supplies", None, None), status_of("facility", None, None)
    ('target', 'active', 'unstated')
    """
    if status is not None:
        return status
    if modality not in (None, ACTUAL):
        return str(modality)
    return UNSTATED if kind in NODE_NAMES else "active"


_COLUMNS: Final = ("what", "value", "quantity", "unit", "basis", "modality")
_TYPES: Final = {"value": "DOUBLE", "quantity": "DOUBLE"}
_DATES: Final = ("since", "until", "status")
_ONE: Final = "'1'"
"""The unit of a share."""


def told_by(of: Edge) -> dict[str, str]:
    """What an edge says in the columns of `links`: a property, its third end, or of a share the unit 1."""
    out: dict[str, str] = {name: name for name in ("unit", "basis", "modality") if name in dict(columns(of))}
    for prop in properties(of):
        if prop.type == "money":
            out.setdefault("value", prop.name)
        elif prop.type == "quantity":
            out.setdefault("quantity", prop.name)
        elif prop.type == "share" and "quantity" not in out:
            out |= {"quantity": prop.name, "unit": _ONE}
        elif prop.type == "text" and prop.name == of.roles.caption:
            out["what"] = prop.name
    for end in of.ends[2:]:
        out["what"] = end.name
    return out


# -- SQL ---------------------------------------------------------------------------------------


def _area(of: Edge, end: End, row: str, level: str) -> str:
    """The column of an area of one end: stored with the edge, else with the firm."""
    column = f"{end.name}_{level}"
    return f"s.{column}" if column in placed(of) else f"{row}.{level}"


def _said(of: Edge) -> str:
    """The columns that an edge `s` says."""
    told = told_by(of)
    thirds = {end.name for end in of.ends[2:]}
    out = []
    for name in _COLUMNS:
        column = told.get(name)
        if column is None:
            text = f"NULL::{_TYPES.get(name, 'VARCHAR')}"
        elif column in thirds:
            text = "t.name"
        else:
            text = column if column == _ONE else f"s.{quoted(column)}"
        out.append(f"{text} AS {name}")
    return ", ".join([*out, *(f"s.{name}" for name in _DATES)])


def _third(of: Edge) -> str:
    """The table of the third end, `t`, which gives its name."""
    return "".join(
        f" JOIN {quoted(end.kinds[0]) if len(end.kinds) == 1 else 'node'} t ON t.id = s.{quoted(end.name)}"
        for end in of.ends[2:]
    )


def firm_ties_sql() -> str:
    """Facts between two firms whose places are known to differ at the level `$rank` or above."""
    parts = []
    for of in FIRM_TIES:
        one, other = of.ends[:2]
        apart = [
            f"{_area(of, one, 'a', level)} <> {_area(of, other, 'b', level)}"
            if level == "country"
            else f"($rank <= {rank} AND {_area(of, one, 'a', level)} <> {_area(of, other, 'b', level)})"
            for rank, level in reversed([*enumerate(ALL_AREAS)])
        ]
        parts.append(
            f"SELECT {literal(of.name)} AS kind, {hex_sql('s.fact')} AS fact, a.name AS from_name,"
            f" {_area(of, one, 'a', 'place')} AS from_place, b.name AS to_name,"
            f" {_area(of, other, 'b', 'place')} AS to_place, {_said(of)}\n"
            f"FROM {quoted(of.name)} s JOIN firm a ON a.id = s.{quoted(one.name)}"
            f" JOIN firm b ON b.id = s.{quoted(other.name)}{_third(of)}\n"
            f"WHERE {{in_force:s}} AND ({' OR '.join(apart)})"
        )
    return "\nUNION ALL\n".join(parts)


def firm_places_sql() -> str:
    """The areas of both firms of every fact between two, as park p, county c, prefecture f, province v, country n; at: the place."""
    parts = []
    for of in FIRM_TIES:
        ends = of.ends[:2]
        areas = [
            f"{_area(of, end, row, level)} AS {short}{number}"
            for number, (end, row) in enumerate(zip(ends, "ab", strict=True), start=1)
            for level, short in (*zip(ALL_AREAS, "pcfvn", strict=True), ("place", "at"))
        ]
        modality = "s.modality" if "modality" in dict(columns(of)) else "NULL"
        firms = "" if placed(of) else "".join(
            f" JOIN firm {row} ON {row}.id = s.{quoted(end.name)}" for end, row in zip(ends, "ab", strict=True)
        )  # fmt: skip
        parts.append(
            f"SELECT {', '.join(areas)}, {literal(of.name)} AS kind, s.{quoted(ends[0].name)} AS one, s.{quoted(ends[1].name)} AS other,"
            f" s.status, {modality} AS modality FROM {quoted(of.name)} s{firms} WHERE {{in_force:s}}"
        )
    return "\n    UNION ALL\n    ".join(parts)


def actor_ties_sql() -> str:
    """The two sides of every fact between two actors."""
    return "\n    UNION ALL\n    ".join(
        f"SELECT {literal(of.name)} AS kind, s.fact, {literal(of.name)} AS edge, s.fact AS edge_fact, NULL::VARCHAR AS edge_status,"
        f" NULL::VARCHAR AS via, {side} AS side, s.{quoted(end.name)} AS node, {_said(of)}"
        f" FROM {quoted(of.name)} s{_third(of)} WHERE {{in_force:s}}"
        for of in ACTOR_TIES
        for side, end in enumerate(of.ends[:2], start=1)
    )


def placed_sql() -> str:
    """Where any party stands: `placed(node, place)`."""
    own = [f"SELECT id AS node, place FROM {quoted(kind)}" for kind in _OWN]
    areas = [f"SELECT id AS node, id AS place FROM {quoted(kind)}" for kind in AREAS]
    located = ", ".join(map(literal, having_place("located")))
    return "\n    UNION ALL ".join(
        [
            *own,
            *areas,
            (
                "SELECT l.what, l.place FROM located_in l JOIN node n ON n.id = l.what\n"
                f"    WHERE l.role = 'primary' AND n.kind IN ({located}) AND {{in_force:l}}\n"
                "    QUALIFY row_number() OVER (PARTITION BY l.what ORDER BY l.since_day DESC NULLS LAST, l.fact) = 1"
            ),
        ]
    )


# -- Cypher ------------------------------------------------------------------------------------


def _property(column: str) -> str:
    return column if column == _ONE else f"s.{cypher_name(column)}"


def firm_types() -> str:
    """The types of relationships between two firms that are ties."""
    return "|".join(relationship(of) for of in FIRM_TIES)


def firm_said_cypher() -> str:
    """The columns that a relationship `s` of one of these types says."""
    told = [(of, told_by(of)) for of in FIRM_TIES]
    out = []
    for name in _COLUMNS:
        said = [(of, own[name]) for of, own in told if name in own]
        if all(own.get(name, name if name not in dict(columns(of)) else "") == name for of, own in told):
            out.append(f"s.{name} AS {name}")  # a property that some have and the others lack
            continue
        cases = " ".join(f"WHEN {cypher_literal(relationship(of))} THEN {_property(column)}" for of, column in said)
        out.append(f"CASE type(s) {cases or 'WHEN null THEN null'} END AS {name}")
    return ", ".join([*out, *(f"s.{name} AS {name}" for name in _DATES)])


def actor_ties_cypher() -> str:
    """The two sides of every relationship between two actors, as rows."""
    out = []
    for of in ACTOR_TIES:
        told = told_by(of)
        said = [f"{_property(told[name]) if name in told else 'null'} AS {name}" for name in _COLUMNS]
        dates = [f"s.{name} AS {name}" for name in _DATES]
        out.append(
            f"MATCH (a)-[s:{relationship(of)}]->(b) WHERE {{in_force:s}}\n    UNWIND [[1, a], [2, b]] AS x\n"
            f"    RETURN {cypher_literal(of.name)} AS kind, s.fact AS fact, {cypher_literal(of.name)} AS edge, s.fact AS edge_fact,"
            f" null AS edge_status, null AS via, x[0] AS side, x[1] AS n, {', '.join([*said, *dates])}"
        )
    return "\n    UNION ALL\n    ".join(out)


def placed_cypher() -> str:
    """Where a party `n` stands."""
    own = " OR ".join(f"n:{label(node(kind))}" for kind in _OWN)
    areas = " OR ".join(f"n:{label(node(kind))}" for kind in AREAS)
    return f"""WITH n WHERE {own} RETURN n.place AS place
    UNION ALL
    WITH n WHERE {areas} RETURN n.id AS place
    UNION ALL
    WITH n WHERE NOT ({own} OR {areas})
    RETURN head(COLLECT {{
        MATCH (n)-[l:LOCATED_IN]->(p) WHERE l.role = 'primary' AND {{in_force:l}}
        RETURN p.id ORDER BY l.since_day IS NULL, l.since_day DESC, l.fact
    }}) AS place"""
