"""The SQL of questions: a file beside each function, with a few shared fragments; their Cypher is in cypher_texts.py.

A text writes `{current:s}` for "the fact in `s` holds on the day asked", and `{kinds}`,
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

_KINDS = """-- kinds(kind, product): every product with itself and all products it is a kind of
kinds AS (
    SELECT id AS kind, id AS product FROM product
    UNION
    SELECT k.kind, b.broader FROM kinds k JOIN kind_of b ON b.kind = k.product
)"""

_MAKES = """-- makes: who makes what today; a seller of waste makes that waste
makes AS (
    SELECT p.firm, f.place, p.product, p.role, p.capacity, p.unit, p.source
    FROM produces p JOIN firm f ON f.id = p.firm WHERE {current:p} AND {actual:p}
    QUALIFY row_number() OVER ( -- of one firm's capacities the latest
        PARTITION BY p.firm, p.product, p.role ORDER BY p.period DESC NULLS LAST, p.since_day DESC NULLS LAST, p.fact) = 1
    UNION ALL
    SELECT s.seller, s.seller_place, s.product, 'waste', NULL, NULL, min(s.source)
    FROM supplies s
    WHERE s.role = 'waste' AND {current:s} AND {actual:s}
      AND NOT EXISTS (
          SELECT 1 FROM produces p WHERE p.firm = s.seller AND p.product = s.product AND {current:p} AND {actual:p})
    GROUP BY s.seller, s.seller_place, s.product
)"""

_ASKED = """-- the places inside each area asked, and those that may lie inside it
inside AS (SELECT unnest($inside_place) AS place, unnest($inside_area) AS area),
maybe AS (SELECT unnest($maybe_place) AS place, unnest($maybe_area) AS area)"""

PARTS = {"gap_counts": "gaps/gap_counts", "area_needs": "gaps/area_needs", "stands": "concern/stands"}
"""Parts of texts that are files of their own, by the name that stands for them in braces."""

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
    text = re.sub(r"\{current:(\w+)\}", lambda m: _CURRENT.format(m[1]), text)
    text = re.sub(r"\{in_force:(\w+)\}", lambda m: _IN_FORCE.format(m[1]), text)
    text = re.sub(r"\{begun:(\w+)\}", lambda m: _BEGUN.format(m[1]), text)
    text = re.sub(r"\{actual:(\w+)\}", lambda m: _ACTUAL.format(m[1]), text)
    text = re.sub(r"\{by_name:(\w+)\}", lambda m: _BY_NAME.format(m[1]), text)
    return Question(name.rpartition("/")[2], text, cypher(name))


def in_force(row: str) -> str:
    """The condition that a dated fact in `row` is in force, or planned, on the day `$as_of`."""
    return _IN_FORCE.format(row)


def _read(name: str) -> str:
    return (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")
