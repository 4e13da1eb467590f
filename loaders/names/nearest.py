"""The known names most like one that is unknown, for messages and notes; all texts at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.names.likeness import alike
from .spelling import forms_of, normalise

if TYPE_CHECKING:
    import duckdb

_NEAR: Final = 0.6
_SHOWN: Final = 3
_COMMON: Final = 2_000
"""A message is worth a look at so many names that share a part with a text."""


def nearest(
    db: duckdb.DuckDBPyConnection,
    texts: list[str],
    kinds: tuple[str, ...],
    *,
    known: str = "load.known",
    at_least: float = _NEAR,
    common: int = _COMMON,
) -> dict[str, list[tuple[str, float]]]:
    """Up to three names of the table `known` most like each text, likest first, with their likeness."""
    if not texts:
        return {}
    import pyarrow as pa

    db.register("load_texts", pa.table({"text": pa.array(texts, pa.string())}))
    db.execute("CREATE OR REPLACE TEMP TABLE near_want AS SELECT DISTINCT text FROM load_texts")
    db.unregister("load_texts")
    db.execute("CREATE OR REPLACE TEMP TABLE near_found (text VARCHAR, name VARCHAR, likeness DOUBLE)")
    for kind in kinds:
        _nearest_of(db, kind, known, at_least, common)
    out: dict[str, list[tuple[str, float]]] = {}
    rows = db.execute(
        "SELECT text, name, max(likeness) AS likeness FROM near_found WHERE name <> text GROUP BY text, name"
        " QUALIFY row_number() OVER (PARTITION BY text ORDER BY max(likeness) DESC, name) <= $shown"
        " ORDER BY text, likeness DESC, name",
        {"shown": _SHOWN},
    ).fetchall()
    for text, name, likeness in rows:
        out.setdefault(text, []).append((name, likeness))
    if "region" in kinds:
        for text in texts:
            if text not in out and (found := _regions_like(text)):
                out[text] = found
    return out


def _nearest_of(db: duckdb.DuckDBPyConnection, kind: str, known: str, at_least: float, common: int) -> None:
    names = (
        f"SELECT DISTINCT text FROM {known} WHERE kind = '{kind}' AND text <> identifier"
        " AND NOT regexp_full_match(text, '[0-9A-Z]{18}')"
    )
    normalise(db, "SELECT text FROM near_want", kind)
    normalise(db, names, kind)
    table = forms_of(kind)
    wanted, there = (
        f"SELECT core AS key FROM near_want JOIN {table} USING (text)",
        f"({names}) JOIN {table} USING (text)",
    )
    pairs = alike(
        db, wanted, f"SELECT core AS key FROM {there}", at_least=at_least, within=kind == "firm", common=common
    ).pairs
    db.execute("CREATE OR REPLACE TEMP TABLE near_pair (a VARCHAR, b VARCHAR, likeness DOUBLE)")
    if pairs:
        import pyarrow as pa

        a, b, likeness = zip(*pairs, strict=True)
        columns = {"a": pa.array(a, pa.string()), "b": pa.array(b, pa.string()), "likeness": pa.array(likeness)}
        db.register("near_pairs", pa.table(columns))
        db.execute("INSERT INTO near_pair SELECT * FROM near_pairs")
        db.unregister("near_pairs")
    # one core in two forms of writing: as like as the names as written
    db.execute(
        f"""
        INSERT INTO near_found
        SELECT w.text, n.text, p.likeness FROM near_want w JOIN {table} x ON x.text = w.text
        JOIN near_pair p ON p.a = x.core JOIN (SELECT text, core FROM {there}) n ON n.core = p.b
        UNION ALL
        SELECT w.text, n.text, round(greatest(jaro_winkler_similarity(w.text, n.text), {at_least}), 3)
        FROM near_want w JOIN {table} x ON x.text = w.text JOIN (SELECT text, core FROM {there}) n ON n.core = x.core
        """
    )


def _regions_like(text: str) -> list[tuple[str, float]]:
    """Regions of the reference data whose names are like a text."""
    from rapidfuzz import fuzz

    from ...graph.regions.names import likest, other_names
    from ...graph.regions.reference import reference

    regions = reference()
    names = {
        region.code: [region.name, *other_names(region.name)]
        for region in regions
        if region.level in ("province", "prefecture", "county")
    }
    found = likest(text, names, limit=_SHOWN)
    return [(regions.path(code), max(fuzz.ratio(text, name) for name in names[code]) / 100) for code in found]
