"""Names that are known in another form of writing: 贵州创联包装公司 for 创联包装有限公司.

A text that no known name equals is compared in its normalised form (graph/names/spelling.py). It stands
for a node only where that is the one known node of this form, and nothing speaks against it:
neither another region in front of the name, nor a place that lies elsewhere, nor another legal form.
What is read so is kept in `load.by_normal`, said in the notes of the load, and becomes an alias.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.names.spelling import COLUMNS, SAME_FORM, SAME_PLACES, make_normal, odd
from ...graph.schema import NODE_NAMES
from .._sql import any_rows, literal

if TYPE_CHECKING:
    import duckdb

NORMALISED: Final = tuple(kind for kind in NODE_NAMES if kind not in ("region", "source", "metric"))
"""Kinds whose names are compared so: regions have their own names, sources and metrics are told by what they say."""

_FEW: Final = 300
"""So few texts are looked for among the known names directly, before these are normalised."""
_SHORT: Final = 3
"""A shorter core says too little (水泥, 中伟) unless both names have the region in front."""
_NO_CODE: Final = "NOT regexp_full_match({}, '[0-9A-Z]{{18}}')"


def start_normal(db: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of normalised forms: of firms' names and of others."""
    for table in ("load.normal_firm", "load.normal_other"):
        db.execute(f"CREATE OR REPLACE TABLE {table} ({COLUMNS})")
    db.execute(
        "CREATE OR REPLACE TABLE load.same (text VARCHAR, identifier VARCHAR, rank INTEGER, fits BOOLEAN,"
        " places VARCHAR[], known_places VARCHAR[], place VARCHAR)"
    )


def forms_of(kind: str) -> str:
    """The table of the normalised forms of a kind's names."""
    return "load.normal_firm" if kind == "firm" else "load.normal_other"


def normalise(db: duckdb.DuckDBPyConnection, texts: str, kind: str) -> None:
    """Work out the normalised forms of texts (SQL, one column `text`), each once a load."""
    table = forms_of(kind)
    make_normal(
        db, f"SELECT text FROM ({texts}) WHERE text NOT IN (SELECT text FROM {table})", table, firm=kind == "firm"
    )


def add_normal(db: duckdb.DuckDBPyConnection, kinds: tuple[str, ...]) -> None:
    """Give texts of `load.want` without a candidate the one known node of the same normalised form."""
    still_open = db.execute(
        "CREATE OR REPLACE TABLE load.open AS SELECT DISTINCT text FROM load.want"
        f" WHERE text NOT IN (SELECT text FROM load.candidate) AND {_NO_CODE.format('text')}"
    ).fetchone()
    if still_open == (0,):
        return
    db.execute("DELETE FROM load.same")
    for kind in kinds:
        if kind in NORMALISED:
            find_same(db, kind, "SELECT text FROM load.open", "load.known")
    drop_elsewhere(db)
    db.execute(
        """
        CREATE OR REPLACE TABLE load.accepted AS
        WITH best AS (SELECT text, min(rank) AS rank FROM load.same GROUP BY text)
        SELECT text, min(identifier) AS identifier, min(rank) AS rank FROM load.same JOIN best USING (text, rank)
        GROUP BY text HAVING count(DISTINCT identifier) = 1 AND bool_or(fits)
        """
    )
    db.execute("INSERT INTO load.candidate SELECT text, identifier, rank FROM load.accepted")
    db.execute(
        "INSERT INTO load.by_normal SELECT text, $kinds, identifier FROM load.accepted", {"kinds": ",".join(kinds)}
    )


def find_same(db: duckdb.DuckDBPyConnection, kind: str, texts: str, known: str) -> None:
    """Fill `load.same` with the nodes of the table `known` whose names have the normalised form of one of `texts`.

    Rank 3 is the same words, 4 the same core; `fits`: the legal forms agree, and the core says enough.
    """
    normalise(db, texts, kind)
    table = forms_of(kind)
    normalise(db, _worth_reading(db, kind, texts, known), kind)
    same_places = SAME_PLACES.format(a="a", b="b")
    db.execute(
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
    )


def _worth_reading(db: duckdb.DuckDBPyConnection, kind: str, texts: str, known: str) -> str:
    """SQL of the known names that may have the form of one of `texts`: few texts need not have all read."""
    names = (
        f"SELECT DISTINCT text FROM {known} WHERE kind = '{kind}' AND text <> identifier AND {_NO_CODE.format('text')}"
    )
    if not any_rows(db, f"{known} OFFSET {_FEW}"):
        return names  # to read the pattern takes longer than to read so few names
    rows = db.execute(
        f"SELECT DISTINCT core FROM ({texts}) w JOIN {forms_of(kind)} USING (text) ORDER BY 1 LIMIT {_FEW + 1}"
    ).fetchall()
    if len(rows) > _FEW:
        return names
    # a core stands in a name as it is, unless the name has characters that are written in several ways
    found = "(?i)" + "|".join([*(re.escape(core) for (core,) in rows), odd(), "[()（）]"])
    return f"{names} AND regexp_matches(text, {literal(found)})"


def drop_elsewhere(db: duckdb.DuckDBPyConnection) -> None:
    """Take out of `load.same` what lies elsewhere than the regions in front of the text say."""
    rows = db.execute(
        "SELECT DISTINCT places, place FROM load.same WHERE rank > 3 AND len(places) > 0 AND place IS NOT NULL"
    ).fetchall()
    apart = [(places, place) for places, place in rows if lies_elsewhere(places, region_of(db, place))]
    if apart:
        db.execute("CREATE OR REPLACE TEMP TABLE apart (places VARCHAR[], place VARCHAR)")
        db.executemany("INSERT INTO apart VALUES (?, ?)", apart)
        db.execute("DELETE FROM load.same s USING apart a WHERE s.places = a.places AND s.place = a.place")


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
