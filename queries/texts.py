"""The SQL of questions: a file beside each function, with a few shared fragments; their Cypher is in cypher_texts.py.

A text writes `{current:s}` for "the fact in `s` holds on the day asked" and so on, and `{kinds}`,
`{makes}`, `{area_needs}` for common tables. Values are never pasted: they are named parameters.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ..graph.engines.base import Question
from ..graph.schema.model import begun_sql
from .cypher_texts import cypher
from .links import ties

# what is said to have ended by a day has ended on it, as of the day on which that was published; what only has an end holds to its end
_NOT_ENDED = """NOT (coalesce({0}.status, 'active') = 'ended'
        AND ({0}.until_day IS NULL OR $as_of::DATE IS NULL OR {0}.until_day <= $as_of::DATE))"""
_BEGUN = begun_sql("{0}")
_CURRENT = f"""({_BEGUN}
    AND {_NOT_ENDED}
    AND ($as_of::DATE IS NULL OR (
        ({{0}}.until_day IS NULL OR {{0}}.until_day >= $as_of::DATE)
        AND ({{0}}.since_day IS NULL OR {{0}}.since_day <= $as_of::DATE))))"""

# a tie is told with its status; only what has ended, or had not begun, is left out
_IN_FORCE = f"""({_NOT_ENDED}
    AND ($as_of::DATE IS NULL OR (
        ({{0}}.until_day IS NULL OR {{0}}.until_day >= $as_of::DATE)
        AND ({{0}}.since_day IS NULL OR {{0}}.since_day <= $as_of::DATE OR NOT {_BEGUN}))))"""

_ACTUAL = "coalesce({0}.modality, 'actual') = 'actual'"

# no source says where the firm is, or one that goes by its name: it is likely, and said to be so
_BY_NAME = "coalesce({0}.place_basis IN ('name', 'own_name'), false)"
# of several periods the one that ends last; of those that end together the longest, as facts show them (series.py)
_LATEST = "last_day_of({0}.period) DESC NULLS LAST, first_day({0}.period), {0}.period"

# how many a row of `maker` or `firm` is: -1 one firm, -2 a project, else the number of an unnamed group, 0 where nobody states it
_NUMBER = """CASE WHEN {0}."group" THEN coalesce({0}."count", 0) ELSE -1 END"""

# where one side of a supply (seller, buyer) lies at the level of $rank, 0 park ... 4 country
_AREA = """CASE $rank WHEN 0 THEN {0}_park WHEN 1 THEN {0}_county WHEN 2 THEN {0}_prefecture
                      WHEN 3 THEN {0}_province ELSE {0}_country END"""

# the same, where that is not known the nearest coarser area that is
_KNOWN_AREA = """CASE WHEN $rank <= 1 AND {0}_county IS NOT NULL THEN {0}_county
                WHEN $rank <= 2 AND {0}_prefecture IS NOT NULL THEN {0}_prefecture
                WHEN $rank <= 3 AND {0}_province IS NOT NULL THEN {0}_province ELSE {0}_country END"""

_KINDS = """-- kinds(kind, product): every product with itself and all products it is a kind of
kinds AS (
    SELECT id AS kind, id AS product FROM product
    UNION
    SELECT k.kind, b.broader FROM kinds k JOIN kind_of b ON b.kind = k.product
)"""

_MAKES = """-- makes: who makes what today; a seller of waste makes that waste, a project that produces what it adds
makes AS (
    SELECT p.firm, f.place, p.product, p.role, p.capacity, p.unit, p.source
    FROM produces p JOIN firm f ON f.id = p.firm WHERE {current:p} AND {actual:p}
    QUALIFY row_number() OVER ( -- of one firm's capacities the latest
        PARTITION BY p.firm, p.product, p.role ORDER BY {latest:p}, p.since_day DESC NULLS LAST, p.fact) = 1
    UNION ALL
    SELECT s.seller, s.seller_place, s.product, 'waste', NULL, NULL, min(s.source)
    FROM supplies s
    WHERE s.role = 'waste' AND {current:s} AND {actual:s}
      AND NOT EXISTS (
          SELECT 1 FROM produces p WHERE p.firm = s.seller AND p.product = s.product AND {current:p} AND {actual:p})
    GROUP BY s.seller, s.seller_place, s.product
    UNION ALL
    SELECT DISTINCT j.id, x.place, a.product, 'product', CASE WHEN {actual:a} THEN a.capacity END, a.unit, a.source
    FROM project j JOIN adds a ON a.project = j.id LEFT JOIN sited_in x ON x.project = j.id AND {current:x}
    LEFT JOIN area w ON w.id = x.place
    WHERE j.stage IN ('producing', 'full') AND {current:a}
      AND ($as_of::DATE IS NULL OR coalesce(j.produced, j.stage_date) IS NULL
        OR first_day(coalesce(j.produced, j.stage_date)) <= $as_of::DATE)
      AND NOT EXISTS ( -- the firm that has the project makes it there itself
        SELECT 1 FROM invests_in i JOIN produces p ON p.firm = i.investor JOIN firm f ON f.id = i.investor
        WHERE i.project = j.id AND p.product = a.product AND f.county = w.county AND {current:p} AND {actual:p})
),
maker AS ( -- who a row of `makes` is
    SELECT id, identifier, name, {number:firm} AS number FROM firm
    UNION ALL SELECT id, identifier, name, -2 FROM project
)"""

_ASKED = """-- the places inside each area asked, and those that may lie inside it
inside AS (SELECT unnest($inside_place) AS place, unnest($inside_area) AS area),
maybe AS (SELECT unnest($maybe_place) AS place, unnest($maybe_area) AS area)"""

PARTS = {"gap_counts": "gaps/gap_counts", "area_needs": "gaps/area_needs", "stands": "concern/stands"}
"""Parts of texts that are files of their own, by the name that stands for them in braces."""

_CONDITIONS = {
    "current": _CURRENT, "in_force": _IN_FORCE, "begun": _BEGUN, "actual": _ACTUAL, "latest": _LATEST, "number": _NUMBER,
    "by_name": _BY_NAME, "area": _AREA, "known_area": _KNOWN_AREA,
}  # fmt: skip
"""What is said of a row, by the name that stands for it before that of the row."""

_PLAIN = {
    "{kinds}": _KINDS, "{makes}": _MAKES, "{asked}": _ASKED,
    "{firm_ties}": ties.firm_ties_sql(), "{firm_places}": ties.firm_places_sql(),
    "{actor_ties}": ties.actor_ties_sql(), "{placed}": ties.placed_sql(),
}  # fmt: skip


@cache
def question(name: str) -> Question:
    """The question whose SQL lies in `<name>.sql` in this folder: `question("gaps/coverage")`."""
    text = _read(name)
    for mark, part in PARTS.items():
        text = text.replace("{" + mark + "}", _read(part).rstrip())
    for mark, fragment in _PLAIN.items():
        text = text.replace(mark, fragment)
    text = re.sub(rf"\{{({'|'.join(_CONDITIONS)}):(\w+)\}}", lambda m: _CONDITIONS[m[1]].format(m[2]), text)
    return Question(name.rpartition("/")[2], text, cypher(name))


def in_force(row: str) -> str:
    """The condition that a dated fact in `row` is in force, or planned, on the day `$as_of`."""
    return _IN_FORCE.format(row)


def _read(name: str) -> str:
    return (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")
