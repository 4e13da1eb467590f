"""Names that are known in another form of writing: 贵州创联包装公司 for 创联包装有限公司.

A text that no known name equals is compared in its normalised form (graph/names/spelling.py). It stands
for a node only where that is the one known node of this form, and nothing speaks against it:
neither another region in front of the name, nor a place that lies elsewhere, nor another legal form.
What is read so is kept in `load.by_normal`, said in the notes of the load, and becomes an alias.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.names.spelling import SAME_FORM, SAME_PLACES, make_normal, odd
from ...graph.schema import NODE_NAMES
from ...graph.sql_text import literal
from ..work_tables import ACCEPTED, KNOWN, NORMAL_FIRM, NORMAL_OTHER, OPEN, WorkTable, refill

if TYPE_CHECKING:
    import duckdb

    from .graph_names import KnownNames

NORMALISED: Final = tuple(kind for kind in NODE_NAMES if kind not in ("region", "source", "metric"))
"""Kinds whose names are compared so: regions have their own names, sources and metrics are told by what they say."""

_FEW: Final = 300
"""So few texts are looked for among the known names directly, before these are normalised."""
_SHORT: Final = 3
"""A shorter core says too little (水泥, 中伟) unless both names have the region in front."""
_NO_CODE: Final = "NOT regexp_full_match({}, '[0-9A-Z]{{18}}')"


def forms_of(kind: str) -> WorkTable:
    """The table of the normalised forms of a kind's names."""
    return NORMAL_FIRM if kind == "firm" else NORMAL_OTHER


def normalise(db: duckdb.DuckDBPyConnection, texts: str, kind: str) -> None:
    """Work out the normalised forms of texts (SQL, one column `text`), each once a load."""
    table = forms_of(kind)
    make_normal(
        db,
        f"SELECT text FROM ({texts}) WHERE text NOT IN (SELECT text FROM {table})",
        str(table),
        firm=kind == "firm",
    )


def add_normal(names: KnownNames, kinds: tuple[str, ...]) -> bool:
    """Give texts of `load.want` without a candidate the one known node of the same normalised form; whether any has."""
    db = names.db
    compared = [kind for kind in kinds if kind in NORMALISED]
    if not compared or not (names.known or names.graph.any):
        return False
    still_open = refill(
        db,
        OPEN,
        "SELECT DISTINCT text FROM load.want"
        f" WHERE text NOT IN (SELECT text FROM load.candidate) AND {_NO_CODE.format('text')}",
        before="DELETE FROM load.same",
    )
    if not still_open:
        return False
    found = sum(find_same(names, kind, "SELECT text FROM load.open", KNOWN) for kind in compared)
    if not found:
        return False
    drop_elsewhere(db)
    accepted = refill(
        db,
        ACCEPTED,
        """
        WITH best AS (SELECT text, min(rank) AS rank FROM load.same GROUP BY text)
        SELECT text, min(identifier) AS identifier, min(rank) AS rank FROM load.same JOIN best USING (text, rank)
        GROUP BY text HAVING count(DISTINCT identifier) = 1 AND bool_or(fits)
        """,
    )
    if accepted:
        db.execute(
            "INSERT INTO load.candidate SELECT text, identifier, rank FROM load.accepted;"
            "INSERT INTO load.by_normal SELECT text, $kinds, identifier FROM load.accepted",
            {"kinds": ",".join(kinds)},
        )
    return accepted > 0


def find_same(names: KnownNames, kind: str, texts: str, known: WorkTable) -> int:
    """Add to `load.same` the nodes of `known` whose names have the normalised form of one of `texts`.

    Rank 3 is the same words, 4 the same core; `fits`: the legal forms agree, and the core says enough. How many were added.
    """
    db, table = names.db, forms_of(kind)
    normalise(db, texts, kind)
    cores = db.execute(
        f"SELECT DISTINCT core FROM ({texts}) w JOIN {table} USING (text) ORDER BY 1 LIMIT {_FEW + 1}"
    ).fetchall()
    if not cores:
        return 0
    names.graph.by_core(kind, [core for (core,) in cores])
    few = [core for (core,) in cores] if max(names.known, names.graph.count) > _FEW >= len(cores) else None
    normalise(db, _worth_reading(kind, few, known), kind)
    same_places = SAME_PLACES.format(a="a", b="b")
    ((count,),) = db.execute(
        f"""
        INSERT INTO load.same
        SELECT DISTINCT w.text, k.identifier, CASE WHEN a.written = b.written THEN 3 ELSE 4 END,
            a.written = b.written OR ({SAME_FORM.format(a="a", b="b")}
                AND (length(a.core) >= {_SHORT} OR (len(a.places) > 0 AND len(b.places) > 0))),
            a.places, b.places, k.place
        FROM ({texts}) w JOIN {table} a ON a.text = w.text
        JOIN {table} b ON b.core = a.core AND b.text <> a.text
        JOIN {known} k ON k.text = b.text AND k.kind = $kind AND k.text <> k.identifier
        WHERE a.written = b.written OR {same_places}
        """,
        {"kind": kind},
    ).fetchall()
    return int(count)


def _worth_reading(kind: str, cores: list[str] | None, known: WorkTable) -> str:
    """SQL of the known names that may have one of a few cores; of all of them if None: the pattern takes long to read."""
    names = f"SELECT DISTINCT text FROM {known} WHERE kind = {literal(kind)} AND text <> identifier AND {_NO_CODE.format('text')}"
    if cores is None:
        return names
    # a core stands in a name as it is, unless the name has characters that are written in several ways
    found = "(?i)" + "|".join([*map(re.escape, cores), odd(), "[()（）]"])
    return f"{names} AND regexp_matches(text, {literal(found)})"


def drop_elsewhere(db: duckdb.DuckDBPyConnection) -> None:
    """Take out of `load.same` what lies elsewhere than the regions in front of the text say."""
    rows = db.execute(
        "SELECT DISTINCT places, place FROM load.same WHERE rank > 3 AND len(places) > 0 AND place IS NOT NULL"
    ).fetchall()
    for places, place in rows:
        if lies_elsewhere(places, region_of(db, place)):
            db.execute(
                "DELETE FROM load.same WHERE places = $places AND place = $place", {"places": places, "place": place}
            )


def region_of(db: duckdb.DuckDBPyConnection, place: str) -> str | None:
    """The region that a place is or, if it is a park, lies in, as far as is known."""
    seen: set[str] = set()
    found: str | None = place
    while found and not found.startswith("region:") and found not in seen:
        seen.add(found)
        row = db.execute("SELECT max(place) FROM load.known WHERE identifier = $place", {"place": found}).fetchone()
        found = row[0] if row else None
    return found


def lies_elsewhere(stems: list[str], region: str | None) -> bool:
    """Whether a region lies outside one of those named by short names; unknown regions do not.

    >>> lies_elsewhere(["贵州"], "region:520622"), lies_elsewhere(["大新"], "region:520622")
    (False, True)
    """
    from ...graph.regions.names import short_name
    from ...graph.regions.reference import reference

    regions = reference()
    code = (region or "").removeprefix("region:")
    if regions.get(code) is None:
        return False
    own = {short_name(one.name) for one in regions.chain(code)}
    inside = (
        any(one.code == code for named in regions.find(stem) for one in regions.chain(named.code))
        for stem in stems
        if stem not in own
    )
    return not all(inside)
