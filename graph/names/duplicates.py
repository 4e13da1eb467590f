"""Likely duplicates among nodes of one kind, set-wise: blocks of names, then likeness, then what else agrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..batch import DUCKDB_CONFIG
from .likeness import alike
from .spelling import COLUMNS, SAME_FORM, SAME_PLACES, make_normal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Pair:
    """Two nodes that may be one, how like their names are, and why: name, place, product or like."""

    a: str
    b: str
    a_id: str
    b_id: str
    likeness: float
    reason: str


@dataclass(frozen=True, slots=True)
class Likely:
    """The pairs, and how many names could not be compared by likeness."""

    pairs: list[Pair]
    cut_off: int


def likely(nodes: pd.DataFrame, ties: pd.DataFrame, *, kind: str, at_least: float) -> Likely:
    """Pairs of nodes (id, identifier, name, code, place, area) that may be one; `ties` say their products.

    The same normalised name is enough, unless codes or regions in front differ. Names that are
    only alike need the same place or a product in common if they are firms'.

    >>> import pandas as pd
    >>> named = pd.DataFrame({"id": [1, 2, 3], "identifier": ["product:a", "product:b", "product:c"],
    ...     "name": ["噸袋", "吨 袋", "硫酸锰"], "code": None, "place": None, "area": None})
    >>> ties = pd.DataFrame({"id": [], "product": []})
    >>> [(pair.a, pair.b, pair.reason) for pair in likely(named, ties, kind="product", at_least=0.85).pairs]
    [('噸袋', '吨 袋', 'name')]
    """
    import duckdb
    import pandas as pd

    if len(nodes) < 2:
        return Likely([], 0)
    db = duckdb.connect(":memory:", config=DUCKDB_CONFIG)
    try:
        _put(db, "node", nodes, _NODE)
        _put(db, "tie", ties, {"id": "INTEGER", "product": "INTEGER"})
        db.execute(f"CREATE TABLE form ({COLUMNS})")
        make_normal(db, "SELECT DISTINCT name AS text FROM node", "form", firm=kind == "firm")
        near = alike(db, "SELECT core AS key FROM form", at_least=at_least)
        columns = {"a": "VARCHAR", "b": "VARCHAR", "likeness": "DOUBLE"}
        _put(db, "near", pd.DataFrame(near.pairs, columns=list(columns)), columns)
        rows = db.execute(_PAIRS, {"firm": kind == "firm"}).fetchall()
    finally:
        db.close()
    return Likely([Pair(*row) for row in rows], near.cut_off)


_NODE: Final = {
    "id": "INTEGER", "identifier": "VARCHAR", "name": "VARCHAR", "code": "VARCHAR", "place": "INTEGER", "area": "INTEGER",
}  # fmt: skip


def _put(db: duckdb.DuckDBPyConnection, name: str, rows: pd.DataFrame, types: Mapping[str, str]) -> None:
    # a column of nulls only has no type of its own
    body = ", ".join(f"{column}::{type_} AS {column}" for column, type_ in types.items())
    db.register("rows_of", rows)
    db.execute(f"CREATE TABLE {name} AS SELECT {body} FROM rows_of")
    db.unregister("rows_of")


# the id of an older node is lower: it comes first
_PAIRS = f"""
WITH named AS (SELECT n.*, f.core, f.form, f.places FROM node n JOIN form f ON f.text = n.name),
same AS (
    SELECT a.id AS a, b.id AS b, 1.0 AS likeness, true AS same FROM named a JOIN named b ON b.core = a.core
    WHERE a.id < b.id AND {SAME_FORM.format(a="a", b="b")} AND {SAME_PLACES.format(a="a", b="b")}
),
like_pairs AS (
    SELECT least(a.id, b.id) AS a, greatest(a.id, b.id) AS b, likeness, false AS same
    FROM near JOIN named a ON a.core = near.a JOIN named b ON b.core = near.b
    -- 磷酸铁锂 is no slip for 磷酸铁: only a firm's longer name may be its full one
    WHERE {SAME_PLACES.format(a="a", b="b")} AND ($firm OR NOT (contains(a.core, b.core) OR contains(b.core, a.core)))
),
shared AS (
    SELECT DISTINCT p.a, p.b FROM like_pairs p JOIN tie x ON x.id = p.a JOIN tie y ON y.id = p.b AND y.product = x.product
),
judged AS (
    SELECT a.name AS a, b.name AS b, a.identifier AS a_id, b.identifier AS b_id, likeness,
        CASE WHEN p.same THEN 'name' WHEN NOT $firm THEN 'like' WHEN a.place = b.place THEN 'place'
             WHEN s.a IS NOT NULL THEN 'product' END AS reason,
        -- the same name in two counties is two firms
        p.same AND a.area <> b.area AS apart
    FROM (FROM same UNION ALL FROM like_pairs) p
    JOIN node a ON a.id = p.a JOIN node b ON b.id = p.b LEFT JOIN shared s ON s.a = p.a AND s.b = p.b
    WHERE a.code IS NULL OR b.code IS NULL OR a.code = b.code
)
SELECT * EXCLUDE (apart) FROM judged WHERE reason IS NOT NULL AND NOT coalesce(apart, false)
ORDER BY likeness DESC, a, b, a_id, b_id
"""
