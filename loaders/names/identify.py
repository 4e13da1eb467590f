"""Who the rows of node tables are: nodes that are known already, or new ones.

A row is the node of its identifier or credit code; else the one known node of its kind and
name whose place is the same, or is not known to be another (near.py), or where either place is
unknown; else the one whose name is only written otherwise (spelling_rows.py); else a new node, whose
identifier is made of its code, or of its name and place, and stays with it thereafter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.language import t
from ...graph.schema import AREAS, NODE_NAMES
from ...graph.sql_text import literal, quoted
from ..columns.table import code_of
from ..sheets.headers import ALIASES
from ..sheets.implied_edges import IMPLIED, PLACES
from ..work_tables import MATCH, PENDING, refill
from .aliases import add_aliases
from .near import BY_NAME, find_near, join_sites
from .nobody import nobodies
from .place_texts import nothing_but_places
from .spelling_rows import find_rows, keep_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..columns.table import Table
    from .resolve import Names

# Regions and parks first: they are the places that tell others of one name apart.
_ORDER: Final = (*AREAS, *(kind for kind in NODE_NAMES if kind not in AREAS))


def identify(names: Names, tables: list[Table]) -> None:
    """Fill `load.node` (row, kind, identifier, reason) for every good row, and make their names known.

    A row's place may be a park of the same load, and names may be aliases of the same load.
    """
    if names.round > 1:
        names.db.execute("DELETE FROM load.node; DELETE FROM load.node_normal; DELETE FROM load.near")
    aliases = [table for table in tables if table.table_kind.kind == ALIASES]
    _collect_cited(names, tables)
    for kind in _ORDER:
        mine = [table for table in tables if table.table_kind.kind == kind]
        _collect(names, mine, kind)
        if kind == "park":
            if mine:
                # parks whose place is a park of this load wait until that one is known
                waits = "place_text IN (SELECT name FROM load.node WHERE kind = 'park')"
                _identify_kind(names, kind, f"NOT coalesce({waits}, false)")
                names.forget()
                _identify_kind(names, kind, waits)
            names.forget()
            add_aliases(names, aliases, new=False)
        elif mine or kind == "source":
            _identify_kind(names, kind, "true")
    names.forget()
    add_aliases(names, aliases, new=True)
    names.forget()


def _collect(names: Names, tables: list[Table], kind: str) -> None:
    """The rows of a kind's tables, apart from those that are rejected already."""
    for table in tables:
        columns = table.columns
        code = code_of(kind)
        places = {name: quoted(name) for name in PLACES.get(kind, ()) if name in columns}
        parts = {
            "code": quoted(code) if code in columns and code else "NULL",
            "given": "identifier" if "identifier" in columns else "NULL",
            "aliases": "aliases" if "aliases" in columns else "NULL",
            # two editions of a yearbook have one title
            "published": "published" if kind == "source" and "published" in columns else "NULL",
        }
        names.db.execute(
            f"""
            INSERT INTO load.node SELECT row, $kind, name, {parts["code"]}, {places.get("place", "NULL")}, {places.get("park", "NULL")},
                {parts["published"]}, NULL, {parts["given"]}, {parts["aliases"]}, NULL, NULL, false
            FROM {table.relation} WHERE row NOT IN (SELECT row FROM load.rejected)
            """,
            {"kind": kind},
        )


def _collect_cited(names: Names, tables: list[Table]) -> None:
    """The sources that rows cite, as nodes without a row of their own (row -1)."""
    for table in tables:
        names.db.execute(
            f"""
            INSERT INTO load.node
            SELECT DISTINCT -1, 'source', e_title, NULL, NULL, NULL, e_published, NULL, NULL, NULL, NULL, NULL, false
            FROM {table.relation} WHERE e_title IS NOT NULL
            EXCEPT SELECT * FROM load.node WHERE row = -1
            """
        )


def _identify_kind(names: Names, kind: str, which: str) -> None:
    db = names.db
    pending = f"kind = {literal(kind)} AND NOT done AND ({which})"
    mine = f"FROM load.node WHERE kind = {literal(kind)}"
    names.graph.exactly(
        f"SELECT name {mine} UNION ALL SELECT code {mine} UNION ALL SELECT {literal(kind + ':')} || code {mine} UNION ALL SELECT given {mine}",
        (kind,),
    )
    db.execute(
        f"UPDATE load.node SET given = k.identifier FROM load.known k WHERE k.kind = {literal(kind)} AND k.text = given"
        f" AND starts_with(given, {literal(kind + ':')}) AND k.identifier <> given AND load.node.kind = k.kind"
        " AND given NOT IN (SELECT identifier FROM load.known)"
    )
    _resolve_places(names, kind, pending)
    if kind == "region":
        # a region without its code is the reference's, where the name is clear
        key = names.resolve(f"SELECT name AS text FROM load.node WHERE {pending} AND code IS NULL", ("region",))
        db.execute(
            f"UPDATE load.node SET given = r.identifier FROM load.resolved r WHERE r.text = name AND r.kinds = $key"
            f" AND {pending} AND given IS NULL AND code IS NULL",
            {"key": key},
        )
    # Rows that say most come first, so that those that say less find them.
    tiers = db.execute(
        "SELECT DISTINCT CASE WHEN given IS NOT NULL OR code IS NOT NULL THEN 0 WHEN place IS NOT NULL THEN 1 ELSE 2 END"
        f" AS tier FROM load.node WHERE {pending} ORDER BY 1"
    ).fetchall()
    for (tier,) in tiers:
        _identify_tier(names, kind, f"{pending} AND ({_TIERS[tier]})")


_TIERS: Final = ("given IS NOT NULL OR code IS NOT NULL", "place IS NOT NULL", "true")


def _resolve_places(names: Names, kind: str, pending: str) -> None:
    db = names.db
    columns = {one.column: one for one in IMPLIED.get(kind, ()) if one.edge == "located_in"}
    for name, into in (("place", "around"), ("park", "place")):
        if name in columns:
            key = names.resolve(f"SELECT {name}_text AS text FROM load.node WHERE {pending}", columns[name].allowed)
            db.execute(
                f"UPDATE load.node SET {into} = r.identifier FROM load.resolved r"
                f" WHERE r.text = {name}_text AND r.kinds = $key AND {into} IS NULL AND {pending}",
                {"key": key},
            )
    if columns:
        # the park says more than the region it lies in
        db.execute(f"UPDATE load.node SET place = around, around = NULL WHERE place IS NULL AND {pending}")


def _identify_tier(names: Names, kind: str, pending: str) -> None:
    db = names.db
    refill(
        db,
        PENDING,
        "SELECT kind, name, code, place, given, node_identifier(kind, code, name, place) AS own, min(around), place"
        f" FROM load.node WHERE {pending} GROUP BY ALL",
    )
    names.graph.exactly("SELECT own FROM load.pending", (kind,))
    join_sites(names, kind)
    find_near(names, kind, BY_NAME)
    found = find_rows(names, kind)
    refill(db, MATCH, _MATCH, {"kind": kind})
    keep_rows(names, kind, any_new=found)
    db.execute(
        """
        UPDATE load.node SET identifier = m.identifier, done = true,
            reason = CASE WHEN m.count > 1 THEN array_to_string(m.ids, ' ') END
        FROM load.match m
        WHERE load.node.kind = m.kind AND load.node.name = m.name AND NOT done
            AND load.node.code IS NOT DISTINCT FROM m.code AND load.node.place IS NOT DISTINCT FROM m.place
            AND load.node.given IS NOT DISTINCT FROM m.given
        """
    )
    names.know(
        """
        WITH new AS (
            SELECT DISTINCT n.kind, n.name, n.code, n.place, n.aliases, n.identifier FROM load.node n
            SEMI JOIN load.match m ON m.identifier = n.identifier WHERE n.done AND n.reason IS NULL AND n.kind = $kind
        ),
        texts AS (
            -- a row that goes by an alias gives its node no other name
            SELECT kind, name AS text, identifier, place, true AS main, code FROM new
            WHERE NOT EXISTS (FROM load.known k WHERE k.identifier = new.identifier AND k.text = new.name)
            UNION ALL SELECT kind, unnest(aliases), identifier, place, false, code FROM new
            UNION ALL SELECT kind, identifier, identifier, place, false, code FROM new
            UNION ALL SELECT kind, code, identifier, place, false, code FROM new WHERE code IS NOT NULL
        )
        SELECT kind, text, identifier, place, main, code, place IS NULL AS loose FROM texts
        """,
        {"kind": kind},
    )


_MATCH: Final = """
WITH spread AS (
    -- a node whose place or code is unknown is none of several that are told apart by it
    SELECT name, count(DISTINCT site) > 1 OR count(DISTINCT code) > 1 AS apart, count(DISTINCT own) = 1 AS alone
    FROM load.pending GROUP BY name
),
shared AS (
    SELECT DISTINCT p.name FROM load.pending p JOIN load.known k ON k.kind = $kind AND k.text = p.name AND k.main
),
by_code AS (
    SELECT p.own, min(k.identifier) AS identifier FROM load.pending p
    JOIN load.known k ON k.kind = $kind AND k.code = p.code GROUP BY p.own
),
itself AS (
    SELECT DISTINCT p.own FROM load.pending p JOIN load.known k ON k.text = p.own AND k.identifier = p.own
),
by_name AS (
    SELECT p.own, k.identifier,
        CASE WHEN k.main THEN 0 ELSE 3 END
            + CASE WHEN k.place = p.place THEN 0 WHEN n.own IS NOT NULL THEN 1 ELSE 2 END AS farness
    FROM load.pending p JOIN spread USING (name)
    JOIN load.known k ON k.kind = $kind AND k.text = p.name AND k.text <> k.identifier
    LEFT JOIN load.near n ON n.own = p.own AND n.identifier = k.identifier
    WHERE (p.place IS NULL OR k.place = p.place OR n.own IS NOT NULL OR (k.loose AND NOT spread.apart))
        AND (p.code IS NULL OR k.code = p.code OR (k.code IS NULL AND NOT spread.apart))
),
best AS (
    SELECT own, min(farness) AS best FROM by_name GROUP BY own
),
named AS (
    SELECT own, count(DISTINCT identifier) AS count, min(identifier) AS identifier,
        list(DISTINCT identifier ORDER BY identifier) AS ids
    FROM by_name JOIN best USING (own) WHERE farness = best GROUP BY own
)
SELECT p.kind, p.name, p.code, p.place, p.given,
    CASE WHEN p.given IS NOT NULL THEN p.given
         WHEN by_code.identifier IS NOT NULL THEN by_code.identifier
         WHEN itself.own IS NOT NULL THEN p.own
         WHEN named.count = 1 THEN named.identifier
         WHEN named.count IS NULL THEN coalesce(
             w.identifier,
             CASE WHEN spread.alone AND shared.name IS NULL THEN node_identifier(p.kind, p.code, p.name, NULL) END,
             p.own) END AS identifier,
    CASE WHEN p.given IS NULL AND by_code.identifier IS NULL AND itself.own IS NULL THEN named.count END AS count,
    named.ids
FROM load.pending p LEFT JOIN by_code USING (own) LEFT JOIN itself USING (own) LEFT JOIN named USING (own)
    LEFT JOIN load.written_so w USING (own) LEFT JOIN spread ON spread.name = p.name LEFT JOIN shared ON shared.name = p.name
"""


def node_problems(names: Names, tables: Mapping[int, Table]) -> list[tuple[int, str, str, str]]:
    """Rows whose name means several nodes: row, header, text, reason."""
    rows = names.db.execute(
        "SELECT row, name, reason FROM load.node WHERE reason IS NOT NULL AND row >= 0 ORDER BY row"
    ).fetchall()
    out: list[tuple[int, str, str, str]] = []
    for row, name, identifiers in rows:
        shown = names.shown(identifiers.split(" "))
        table = table_of(row, tables)
        reason = t(
            names.lang,
            f"may be {'; '.join(shown)}; give its place or code",
            f"可能是 {'；'.join(shown)}；请补充所在地或代码",
        )
        out.append((row, table.headers.get("name", "name"), name, reason))
    return out


def called_as_divisions(names: Names, tables: Mapping[int, Table]) -> list[tuple[int, str, str, str]]:
    """Rows of firms that are called as a place, or as nobody (外省, 散户): row, header, text, reason.

    One with a code is a firm whatever its name, and so is one of an export.
    """
    mine = "FROM load.node WHERE kind = 'firm' AND row >= 0 AND regexp_full_match(identifier, 'firm:[0-9a-f]{16}')"
    called = nothing_but_places(names.db, f"SELECT name {mine}")
    unnamed = nobodies(names.db, f"SELECT name {mine}")
    called += [name for name in unnamed if name not in called]
    if not called:
        return []
    rows = names.db.execute(
        f"SELECT row, name {mine} AND name IN (SELECT unnest($called)) ORDER BY row", {"called": called}
    ).fetchall()
    out: list[tuple[int, str, str, str]] = []
    for row, name in rows:
        table = table_of(row, tables)
        if table.sheet.exported:
            continue
        grouped = 'coalesce("group", false)' if "group" in table.columns else "false"
        ((group,),) = names.db.execute(f"SELECT {grouped} FROM {table.relation} WHERE row = {row}").fetchall()
        if not group:
            reason = (
                t(
                    names.lang,
                    "is no firm's name; give it or the credit code, or say that the row is an unnamed group (column group)",
                    "不是企业名称；请写企业名称或统一社会信用代码，或注明该行是未具名群体（列“未具名群体”）",
                )
                if name in unnamed
                else t(
                    names.lang,
                    "is a place and no firm; give the firm's name or credit code, or say that the row is an unnamed group (column group)",
                    "是地点而不是企业；请写企业名称或统一社会信用代码，或注明该行是未具名群体（列“未具名群体”）",
                )
            )
            out.append((row, table.headers.get("name", "name"), name, reason))
    return out


def table_of(row: int, tables: Mapping[int, Table]) -> Table:
    """The table that a row of the load stands in; `tables` are keyed by their base."""
    return tables[max(base for base in tables if base < row)]
