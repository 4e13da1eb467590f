"""The known names most like one that is unknown, for messages and notes; all texts at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.names.likeness import alike
from ...graph.schema import AREAS
from ...graph.sql_text import literal
from ..work_tables import ALIKE, KNOWN, WorkTable
from .spelling import forms_of, normalise

if TYPE_CHECKING:
    from .graph_names import KnownNames

_NEAR: Final = 0.6
_SHOWN: Final = 3
_SHORT: Final = 2
"""The characters of a text that shares one with a name too easily."""
_COMMON: Final = 2_000
"""A message is worth a look at so many names that share a part with a text."""


def nearest(
    names: KnownNames,
    texts: list[str],
    kinds: tuple[str, ...],
    *,
    but: WorkTable | None = None,
    at_least: float = _NEAR,
    common: int = _COMMON,
) -> dict[str, list[tuple[str, float]]]:
    """Up to three known names most like each text, likest first, with their likeness; not those of nodes in `but`."""
    if not texts:
        return {}
    import pyarrow as pa

    db = names.db
    db.register("load_texts", pa.table({"text": pa.array(list(dict.fromkeys(texts)), pa.string())}))
    found: dict[str, dict[str, float]] = {}
    for kind in kinds:
        for text, name, likeness in _nearest_of(names, kind, but, at_least, common):
            likeness_of = found.setdefault(text, {})
            likeness_of[name] = max(likeness, likeness_of.get(name, likeness))
    db.unregister("load_texts")
    out = {
        text: sorted(likeness_of.items(), key=lambda one: (-one[1], one[0]))[:_SHOWN]
        for text, likeness_of in sorted(found.items())
    }
    if "region" in kinds:
        for text in texts:
            regions = _regions_like(text) if text not in out else []
            if not set(kinds) <= set(AREAS):  # what may be a firm as well is like a county by chance: 丁厂 and 丁青县
                regions = [one for one in regions if len(text) > _SHORT and one[1] >= _NEAR]
            if regions:
                out[text] = regions
    return out


def _nearest_of(
    names: KnownNames, kind: str, but: WorkTable | None, at_least: float, common: int
) -> list[tuple[str, str, float]]:
    """The texts of `load_texts` with the names of a kind that are like them."""
    db, table = names.db, forms_of(kind)
    if names.graph.graph is not None:
        normalise(db, "SELECT text FROM load_texts", kind)
        cores = db.execute(f"SELECT DISTINCT core FROM load_texts JOIN {table} USING (text)").fetchall()
        names.graph.by_part(kind, [core for (core,) in cores])
    others = (
        f"SELECT DISTINCT text FROM (SELECT kind, text, identifier FROM {KNOWN} UNION ALL FROM {ALIKE})"
        f" WHERE kind = {literal(kind)} AND text <> identifier AND NOT regexp_full_match(text, '[0-9A-Z]{{18}}')"
    )
    if but is not None:
        others += f" AND identifier NOT IN (SELECT identifier FROM {but})"
    normalise(db, f"SELECT text FROM load_texts UNION {others}", kind)
    wanted, there = f"load_texts JOIN {table} USING (text)", f"({others}) JOIN {table} USING (text)"
    pairs = alike(
        db,
        f"SELECT core AS key FROM {wanted}",
        f"SELECT core AS key FROM {there}",
        at_least=at_least,
        within=kind == "firm",
        common=common,
    ).pairs
    import pyarrow as pa

    a, b, likeness = zip(*pairs, strict=True) if pairs else ((), (), ())
    columns = {
        "a": pa.array(a, pa.string()),
        "b": pa.array(b, pa.string()),
        "likeness": pa.array(likeness, pa.float64()),
    }
    db.register("load_pairs", pa.table(columns))
    # one core in two forms of writing: as like as the names as written
    rows = db.execute(
        f"""
        WITH want AS (SELECT text, core FROM {wanted}), there AS (SELECT text, core FROM {there})
        SELECT w.text, n.text, p.likeness FROM want w JOIN load_pairs p ON p.a = w.core JOIN there n ON n.core = p.b
        WHERE n.text <> w.text
        UNION ALL
        SELECT w.text, n.text, round(greatest(jaro_winkler_similarity(w.text, n.text), {at_least}), 3)
        FROM want w JOIN there n ON n.core = w.core WHERE n.text <> w.text
        """
    ).fetchall()
    db.unregister("load_pairs")
    return rows


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
