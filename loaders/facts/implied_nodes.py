"""What good rows need beside themselves: nodes they are the first to name, regions, sources.

Staged after all rejects are known, so that nothing comes of a rejected row. Their `row` is
behind all others: they are no rows of the input, and what a row says comes before them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.engines.duckdb.guessed import NO_ROW
from ...graph.identity import identifier
from ...graph.sql_text import literal, quoted
from ..names.aliases import alias_key
from ..sheets.headers import ALIASES
from ..sheets.kind import is_node
from ..work_tables import NEW_NODE, WRITTEN, refill
from .stage import CITED, GOOD, evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from ...graph.batch import Batch
    from ...graph.regions.countries import Country
    from ...graph.regions.past import Former
    from ...graph.regions.reference import Region, Regions
    from ..columns.table import Table
    from ..names.references import NameReference
    from ..names.resolve import Names
    from ..work_tables import WorkTable

_REFERENCE = "民政部行政区划代码"
_COUNTRIES = "ISO 3166-1"
_ROW = NO_ROW


def stage_new_nodes(
    batch: Batch, references: list[NameReference], method: str, *, groups: bool = False
) -> dict[str, int]:
    """Nodes that an edge names first; their evidence is that of the first row that names them. How many of each kind.

    `groups` says whether any of them may be the unnamed group of firms of a place.
    """
    db = batch.db
    named = [
        f"SELECT r.identifier, any_value(r.text) AS name, min(x.row) AS row FROM {reference.rows} x"
        f" JOIN load.resolved r ON r.text = x.end_text AND r.kinds = {literal(reference.key)}"
        f" WHERE {GOOD} AND r.new GROUP BY r.identifier"
        for reference in references
    ]
    if not named or not refill(
        db,
        NEW_NODE,
        "SELECT split_part(identifier, ':', 1), identifier, coalesce(min(g.name), min(n.name)), min(row)"
        f" FROM ({' UNION ALL '.join(named)}) n LEFT JOIN load.region_end g USING (identifier) GROUP BY identifier",
    ):
        return {}
    said = said_by_rows([reference.table for reference in references], "SELECT row FROM load.new_node", method)
    guessed = db.execute(
        "SELECT DISTINCT identifier FROM load.resolved SEMI JOIN load.new_node USING (identifier)"
        " WHERE new AND contains(kinds, ',') ORDER BY 1"
    ).fetchall()
    if guessed:
        batch.guessed(one for (one,) in guessed)
    counts = dict(db.execute("SELECT kind, count(*) FROM load.new_node GROUP BY kind ORDER BY kind").fetchall())
    for kind in counts:
        db.execute(
            f"INSERT INTO {quoted(batch.create(kind))} BY NAME SELECT {_ROW} AS row, identifier, name, source, locator,"
            " method, confidence"
            + (
                ', CASE WHEN identifier IN (SELECT identifier FROM load.region_end) THEN true END AS "group"'
                * (kind == "firm")
            )
            # an end that is a credit code is the firm of that code
            + (", CASE WHEN identifier = 'firm:' || name THEN name END AS credit_code" if kind == "firm" else "")
            + f" FROM load.new_node JOIN ({said}) s(row, source, locator, method, confidence) USING (row)"
            f" WHERE kind = {literal(kind)}"
        )
    if groups:
        _place_groups(db, batch, said)
    return counts


def said_by_rows(tables: Iterable[Table], rows: str, method: str) -> str:
    """SQL of the evidence of some rows (SQL, one column) of tables: row, source, locator, method, confidence."""
    return " UNION ALL ".join(
        f"SELECT x.row, {evidence(method)} FROM {relation} x {CITED} WHERE x.row IN ({rows})"
        for relation in dict.fromkeys(table.relation for table in tables)
    )


def _place_groups(db: duckdb.DuckDBPyConnection, batch: Batch, said: str) -> None:
    """Where the unnamed groups lie that this load makes of places: `said` is the evidence of their rows."""
    places = "(SELECT DISTINCT identifier, place FROM load.region_end)"
    if db.execute(f"SELECT 1 FROM load.new_node SEMI JOIN {places} USING (identifier)").fetchone():
        db.execute(
            f"INSERT INTO {quoted(batch.create('located_in'))} BY NAME SELECT {_ROW} AS row, identifier AS what, place,"
            " 'primary' AS role, 'stated' AS basis, source, locator, method, confidence"
            f" FROM load.new_node JOIN {places} USING (identifier)"
            f" JOIN ({said}) s(row, source, locator, method, confidence) USING (row)"
        )


def _kinds_of(db: duckdb.DuckDBPyConnection, table: WorkTable) -> list[str]:
    """The kinds of the nodes in a table, by their identifiers."""
    rows = db.execute(f"SELECT DISTINCT split_part(identifier, ':', 1) FROM {table} ORDER BY 1").fetchall()
    return [kind for (kind,) in rows]


def stage_written(batch: Batch, tables: list[Table], references: list[NameReference], method: str) -> None:
    """Names that were read by their normalised form, as aliases of their nodes: what was read can be seen."""
    db = batch.db
    parts = [
        f"SELECT b.identifier, x.end_text, x.row, {evidence(method)} FROM {reference.rows} x JOIN load.by_normal b"
        f" ON b.text = x.end_text AND b.kinds = {literal(reference.key)} {CITED} WHERE {GOOD}"
        for reference in references
    ]
    for table in tables:
        if table.table_kind.kind == ALIASES:
            parts.append(
                f"SELECT b.identifier, x.name, x.row, {evidence(method)} FROM {table.relation} x"
                f" JOIN load.by_normal b ON b.text = x.name AND b.kinds = {alias_key(table)} {CITED} WHERE {GOOD}"
            )
        elif is_node(table.table_kind):
            parts.append(
                f"SELECT m.identifier, x.name, x.row, {evidence(method)} FROM {table.relation} x"
                " JOIN load.node n ON n.row = x.row"
                f" JOIN load.node_normal m ON m.name = n.name AND m.identifier = n.identifier {CITED} WHERE {GOOD}"
            )
    if not refill(db, WRITTEN, " UNION ALL ".join(parts)):
        return
    for kind in _kinds_of(db, WRITTEN):
        db.execute(
            f"INSERT INTO {quoted(batch.create(kind))} BY NAME SELECT {_ROW} AS row, identifier, min(k.text) AS name,"
            " list(DISTINCT w.text ORDER BY w.text) AS aliases, source, arg_min(locator, row) AS locator,"
            " min(method) AS method, arg_min(confidence, row) AS confidence"
            " FROM load.written w JOIN load.known k USING (identifier)"
            f" WHERE k.main AND starts_with(identifier, '{kind}:') GROUP BY identifier, source"
        )


def stage_sources(batch: Batch, tables: list[Table]) -> None:
    """The sources that good rows cite."""
    cited = " UNION ALL ".join(
        "SELECT DISTINCT s.identifier, coalesce(k.text, x.e_title) AS name, x.e_publisher AS publisher,"
        " x.e_published AS published"
        f" FROM {table.relation} x {CITED} LEFT JOIN"
        " (SELECT identifier, min(text) AS text FROM load.known WHERE main AND kind = 'source' GROUP BY ALL) k"
        f" ON k.identifier = s.identifier WHERE {GOOD} AND s.identifier IS NOT NULL"
        for table in tables
    )
    if not cited:
        return
    # What the graph or a table of sources knows already is not said again.
    batch.db.execute(
        f"""
        INSERT INTO {quoted(batch.create("source"))} BY NAME
        SELECT {_ROW} AS row, identifier, min(name) AS name, max(publisher) AS publisher, max(published) AS published,
            'table' AS method
        FROM ({cited}) GROUP BY identifier
        HAVING max(publisher) IS NOT NULL OR max(published) IS NOT NULL OR identifier NOT IN (
            SELECT identifier FROM load.graph_names UNION ALL SELECT identifier FROM load.node WHERE row >= 0)
        """
    )


def _is_past(regions: Regions, identifier: str) -> bool:
    """Whether a region has a code as China's counties have one, and none that there is today."""
    code = identifier.removeprefix("region:")
    return len(code) == len("520622") and code.isdigit() and regions.get(code) is None


def _of_the_past(former: Former) -> Region:
    """A division that there is no longer, within what its successor lies in; no point of it is known."""
    from ...graph.regions.reference import Region, reference

    now = reference().get(former.now)
    parent = now.parent if now is not None else None
    return Region(former.code, former.name, "county", parent, None, None, None, None, former.until)


def _abroad(country: Country) -> Region:
    """Another country, of which nothing is known but its code and name."""
    from ...graph.regions.reference import Region

    return Region(country.code, country.name, "country", None, None, None, None)


def _called_otherwise(db: duckdb.DuckDBPyConnection, abroad: dict[str, str]) -> set[str]:
    """The other countries (identifier: name) that this load calls otherwise: no more is known of one than what it is called."""
    if not abroad:
        return set()
    rows = db.execute("SELECT DISTINCT identifier, name FROM load.node WHERE kind = 'region' AND row >= 0").fetchall()
    return {one for one, name in rows if one in abroad and name != abroad[one]}


def _named_regions(batch: Batch, names: Names, references: list[NameReference], *, exported: bool) -> set[str]:
    """The regions that good rows name or state, of an export those that it names and does not state."""
    db = batch.db
    found: set[str] = set()
    parts = [
        f"SELECT r.identifier FROM {reference.rows} x JOIN load.resolved r ON r.text = x.end_text"
        f" AND r.kinds = {literal(reference.key)} WHERE {GOOD} AND starts_with(r.identifier, 'region:')"
        for reference in references
        if "region" in reference.kinds
    ]
    if names.groups:
        parts.append("SELECT place FROM load.region_end SEMI JOIN load.new_node USING (identifier)")
    stated = "SELECT identifier FROM stage_region" if "region" in batch.kinds else None
    if stated and not exported:
        parts.append(stated)
    if parts:
        found |= {one for (one,) in db.execute(f"SELECT DISTINCT * FROM ({' UNION ALL '.join(parts)})").fetchall()}
    if stated and exported:
        found -= {one for (one,) in db.execute(stated).fetchall()}
    return found


def stage_regions(
    batch: Batch, names: Names, references: list[NameReference], by_name: Iterable[str] = (), *, exported: bool = False
) -> None:
    """Reference regions that good rows name or state, those in which names say that nodes lie, and what all these lie in; what
    the reference says of them stands beside what others do, whoever names them first. An export states all that its graph knows
    of its regions: of what is `exported` only those are taken that it names and does not state.
    """
    from ...graph.regions.countries import country_of
    from ...graph.regions.reference import reference

    db = batch.db
    found = _named_regions(batch, names, references, exported=exported).union(by_name)
    if not found:
        return
    regions = reference()
    former = [names.former[one] for one in sorted(found) if one in names.former]
    # a division of the past lies, today, in what it became
    codes = {one.removeprefix("region:") for one in found} | {one.now for one in former}
    if "region" in batch.kinds:
        stated_ones = db.execute("SELECT DISTINCT identifier, name FROM stage_region WHERE name IS NOT NULL").fetchall()
        became = (
            regions.successor(one.removeprefix("region:"), name) for one, name in stated_ones if _is_past(regions, one)
        )
        codes |= {one.code for one in became if one is not None}
    chains = [regions.chain(code) for code in sorted(codes) if regions.get(code)]
    chains += [(_of_the_past(one), *regions.chain(one.now)[1:]) for one in former]
    chains += [(_abroad(one),) for one in map(country_of, sorted(found)) if one is not None]
    listed = ", ".join(f"({literal(region.identifier)})" for chain in chains for region in chain)
    if not listed:
        return
    names.graph.exactly(f"VALUES {listed}", ("region",))
    known = {
        one
        for (one,) in db.execute("SELECT DISTINCT identifier FROM load.graph_names WHERE kind = 'region'").fetchall()
    }
    wanted = {region.identifier: region for chain in chains for region in chain if region.identifier not in known}
    abroad = {one: country.name for one in wanted if (country := country_of(one)) is not None}
    for one in _called_otherwise(db, abroad):
        del wanted[one]
    if not wanted:
        return
    origin = {one: _COUNTRIES if one in abroad else _REFERENCE for one in wanted}
    sources = {name: identifier("source", name) for name in sorted({*origin.values()})}
    batch.add(
        "source",
        [{"row": _ROW, "identifier": source, "name": name, "method": "reference"} for name, source in sources.items()],
    )
    cited = {"row": _ROW, "method": "reference"}
    batch.add(
        "region",
        [
            {
                **cited, "source": sources[origin[region.identifier]], "identifier": region.identifier, "name": region.name, "code": region.code,
                "level": region.level, "lat": region.lat, "lon": region.lon,
                "valid_since": region.valid_since, "valid_until": region.valid_until,
            }
            for region in wanted.values()
        ],
    )  # fmt: skip
    edges = [
        {**cited, "source": sources[_REFERENCE], "part": region.identifier, "whole": f"region:{region.parent}"}
        for region in wanted.values()
        if region.parent
    ]
    if edges:
        batch.add("part_of", edges)
