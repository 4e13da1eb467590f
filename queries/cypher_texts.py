"""The Cypher of questions: a file `<name>.cypher` beside `<name>.sql`, with a few shared fragments.

A text writes `{current:r}` for "the fact in `r` holds on the day asked", and so on. It gives the
same columns and rows as the SQL. Values are never pasted: they are named parameters. Nodes and
relationships have the names of graph/engines/neo4j/form.py; every node has a number `id`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ..graph.dates import first_day_cypher, last_day_cypher
from ..graph.engines.neo4j.form import called
from ..graph.schema.model import begun_cypher
from .links import ties

# what is said to have ended by a day has ended on it; not as NOT ... OR ...: the server would look for the two sides of it one
# after the other
_NOT_ENDED = """CASE {0}.status WHEN 'ended' THEN coalesce({0}.until_day > date($as_of), false) ELSE true END"""

_BEGUN = begun_cypher("{0}")
_CURRENT = f"""({_BEGUN} AND {_NOT_ENDED}
    AND ($as_of IS NULL OR (
        ({{0}}.until_day IS NULL OR {{0}}.until_day >= date($as_of))
        AND ({{0}}.since_day IS NULL OR {{0}}.since_day <= date($as_of)))))"""

# a tie is told with its status; only what has ended, or had not begun, is left out
_IN_FORCE = f"""({_NOT_ENDED}
    AND ($as_of IS NULL OR (
        ({{0}}.until_day IS NULL OR {{0}}.until_day >= date($as_of))
        AND ({{0}}.since_day IS NULL OR {{0}}.since_day <= date($as_of) OR NOT ({_BEGUN})))))"""

_BY_NAME = "coalesce({0}.place_basis IN ['name', 'own_name'], false)"

_ACTUAL = "coalesce({0}.modality, 'actual') = 'actual'"

# a quantity a year: 吨/年 is 吨
_UNIT = """CASE WHEN any(end IN ['/年', '每年', '/a', '每a'] WHERE {0}.unit ENDS WITH end)
    THEN left({0}.unit, size({0}.unit) - 2) ELSE coalesce({0}.unit, '') END"""

_FIRST_DAY, _LAST_DAY = first_day_cypher("{0}"), last_day_cypher("{0}")

# of several periods the one that ends last; of those that end together the longest, as facts show them
_LATEST = (
    f"{{0}}.period IS NULL, {_LAST_DAY.format('{0}.period')} DESC, {_FIRST_DAY.format('{0}.period')}, {{0}}.period"
)
_LATEST_FIRST = f"{_LATEST}, {{0}}.since_day IS NULL, {{0}}.since_day DESC, {{0}}.fact"

# how many a node is: -1 one firm, -2 a project, else the number of an unnamed group, 0 where nobody states it
_NUMBER = "CASE WHEN {0}:Project THEN -2 WHEN {0}.`group` THEN coalesce({0}.count, 0) ELSE -1 END"

# a project that produces, by the day asked
_PRODUCING = f"""({{0}}.stage IN ['producing', 'full'] AND ($as_of IS NULL OR coalesce({{0}}.produced, {{0}}.stage_date) IS NULL
        OR {_FIRST_DAY.format("coalesce({0}.produced, {0}.stage_date)")} <= date($as_of)))"""

# by the day it was settled, else by its state; a request with a result and neither is closed
_OPEN = f"""(($as_of IS NULL OR {{0}}.opened IS NULL OR {_FIRST_DAY.format("{0}.opened")} <= date($as_of))
    AND CASE WHEN {{0}}.closed IS NOT NULL THEN {_FIRST_DAY.format("{0}.closed")} > date($as_of)
        ELSE coalesce({{0}}.state <> 'settled', {{0}}.result IS NULL) END)"""

# an agreement that is signed, or to be signed, and has not ended
_LIVE = f"""(NOT (coalesce({{0}}.status, 'active') IN ['ended', 'superseded'] AND {{0}}.until IS NULL)
    AND ($as_of IS NULL OR {{0}}.signed IS NULL OR {_FIRST_DAY.format("{0}.signed")} <= date($as_of) OR {{0}}.status = 'planned')
    AND ($as_of IS NULL OR {{0}}.until IS NULL OR {_LAST_DAY.format("{0}.until")} > date($as_of)
        OR {_LAST_DAY.format("{0}.until")} = date($as_of) AND NOT coalesce({{0}}.status, 'active') IN ['ended', 'superseded']))"""

_AREA = """CASE $rank WHEN 0 THEN {0}.park WHEN 1 THEN {0}.county WHEN 2 THEN {0}.prefecture
    WHEN 3 THEN {0}.province ELSE {0}.country END"""

# the finest area that is known of a county, where parks are asked, and of coarser levels
_KNOWN_AREA = """coalesce(CASE WHEN $rank <= 1 THEN {0}.county END, CASE WHEN $rank <= 2 THEN {0}.prefecture END,
    CASE WHEN $rank <= 3 THEN {0}.province END, {0}.country)"""

_CONDITIONS = {
    "current": _CURRENT, "in_force": _IN_FORCE, "actual": _ACTUAL, "begun": _BEGUN,
    "unit": _UNIT, "first_day": _FIRST_DAY, "latest_first": _LATEST_FIRST,
    "called": called("{0}"), "last_day": _LAST_DAY, "open": _OPEN, "live": _LIVE, "by_name": _BY_NAME,
    "area": _AREA, "known_area": _KNOWN_AREA, "latest": _LATEST, "number": _NUMBER, "producing": _PRODUCING,
}  # fmt: skip

_ASKED = """// the places inside each area asked, and those that may lie inside it
CALL () {
    UNWIND range(0, size($inside_place) - 1) AS i
    RETURN $inside_area[i] AS area, $inside_place[i] AS place, null AS other
    UNION ALL
    UNWIND range(0, size($maybe_place) - 1) AS i
    RETURN $maybe_area[i] AS area, null AS place, $maybe_place[i] AS other
}
WITH area, collect(place) AS places, collect(other) AS maybe
ORDER BY area WHERE places <> []"""

_FIRMS = """CALL (places) {
    MATCH (f:Firm) WHERE f.place IN places
    RETURN collect(f) AS firms
}"""

_MAKES = """// which of `firms` makes what today; a seller of waste makes that waste
CALL (firms) {
    UNWIND firms AS firm
    MATCH (firm)-[p:PRODUCES]->(product:Product) WHERE {current:p} AND {actual:p}
    WITH firm, product, p ORDER BY {latest_first:p}
    WITH firm, product, p.role AS role, head(collect(p)) AS p // of one firm's capacities the latest
    RETURN firm, product, role, p.capacity AS capacity, {unit:p} AS unit, p.source_id AS source
    UNION ALL
    UNWIND firms AS firm
    MATCH (firm)-[s:SUPPLIES]->(:Firm) WHERE s.role = 'waste' AND {current:s} AND {actual:s}
    WITH firm, s.product_id AS waste, min(s.source_id) AS source
    MATCH (product:Product {id: waste})
    WHERE NOT EXISTS { (firm)-[p:PRODUCES]->(product) WHERE {current:p} AND {actual:p} }
    RETURN firm, product, 'waste' AS role, null AS capacity, '' AS unit, source
}"""

# the firm that has the project may make it there itself
_MAKES_IT_THERE = """EXISTS {
        MATCH (firm)<-[:INVESTS_IN]-(investor:Firm)-[making:PRODUCES]->(product)
        WHERE investor.county = site.county AND {current:making} AND {actual:making}
    }"""

_PROJECTS_MAKE = """// which project at `places` produces what
CALL (places) {
    CALL (places) {
        MATCH (site:Region) WHERE site.id IN places RETURN site
        UNION ALL
        MATCH (site:Park) WHERE site.id IN places RETURN site
    }
    MATCH (site)<-[x:SITED_IN]-(firm:Project)-[a:ADDS]->(product:Product)
    WHERE {current:x} AND {current:a} AND {producing:firm} AND NOT {makes_it_there}
    RETURN DISTINCT firm, product, CASE WHEN {actual:a} THEN a.capacity END AS capacity, {unit:a} AS unit
}"""

_BROADER = """COLLECT { MATCH (product)-[:KIND_OF*0..]->(b:Product) RETURN DISTINCT b.id }"""

_KINDS_ASKED = """// every kind of the products asked, with those of them that it is a kind of
    UNWIND $products AS number
    MATCH (:Product {id: number})<-[:KIND_OF*0..]-(kind:Product)
    WITH kind, collect(DISTINCT number) AS products"""

_MAKERS = """CALL (kind) { // whoever makes it today; a seller of waste makes that waste, a project that produces what it adds
    MATCH (firm:Firm)-[p:PRODUCES]->(kind) WHERE {current:p} AND {actual:p}
    RETURN firm, firm.place AS place
    UNION
    MATCH (firm:Firm)-[s:SUPPLIES]->(:Firm)
    WHERE s.product_id = kind.id AND s.role = 'waste' AND {current:s} AND {actual:s}
    RETURN firm, firm.place AS place
    UNION
    MATCH (firm:Project)-[a:ADDS]->(kind) WHERE {current:a} AND {producing:firm}
    WITH firm, kind AS product
    OPTIONAL MATCH (firm)-[x:SITED_IN]->(site) WHERE {current:x}
    WITH firm, product, site WHERE site IS NULL OR NOT {makes_it_there}
    RETURN DISTINCT firm, site.id AS place
}"""

# the places of `a` and `b` are known to differ at the level $rank or above
_APART = """(($rank <= 1 AND a.county <> b.county) OR ($rank <= 0 AND a.park <> b.park)
    OR ($rank <= 2 AND a.prefecture <> b.prefecture) OR ($rank <= 3 AND a.province <> b.province)
    OR a.country <> b.country)"""

FRAGMENTS: dict[str, str] = {
    "asked": _ASKED, "firms": _FIRMS, "makes": _MAKES, "broader": _BROADER,
    "kinds_asked": _KINDS_ASKED, "makers": _MAKERS, "projects_make": _PROJECTS_MAKE, "makes_it_there": _MAKES_IT_THERE,
    "apart": _APART,
    "firm_types": ties.firm_types(), "firm_said": ties.firm_said_cypher(),
    "actor_ties": ties.actor_ties_cypher(), "placed": ties.placed_cypher(),
}  # fmt: skip
"""Parts that several texts share, by the name that stands for them in braces."""

PARTS = {"gap_counts": "gaps/gap_counts", "area_needs": "gaps/area_needs", "stands": "concern/stands"}
"""Parts of texts that are files of their own, by the name that stands for them in braces."""


@cache
def cypher(name: str) -> str | None:
    """The Cypher of a question; None where there is none."""
    path = Path(__file__).parent / f"{name}.cypher"
    return filled(path.read_text(encoding="utf-8")) if path.exists() else None


def filled(text: str) -> str:
    """A text with its fragments and conditions written out."""
    for mark, part in PARTS.items():
        if "{" + mark + "}" in text:
            text = text.replace(
                "{" + mark + "}", (Path(__file__).parent / f"{part}.cypher").read_text("utf-8").rstrip()
            )
    for mark, fragment in FRAGMENTS.items():
        text = text.replace("{" + mark + "}", fragment)
    conditions = "|".join(_CONDITIONS)
    return re.sub(rf"\{{({conditions}):([\w.]+)\}}", lambda m: _CONDITIONS[m[1]].format(m[2]), text)
