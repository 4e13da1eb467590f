"""What good rows need beside themselves: nodes they are the first to name, regions, sources.

Staged after all rejects are known, so that nothing comes of a rejected row. Their `row` is
behind all others: they are no rows of the input, and what a row says comes before them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.identity import identifier
from .._sql import any_rows, literal, quoted
from ..names.aliases import alias_key
from ..sheets.headers import ALIASES
from ..sheets.kind import is_node
from .stage import CITED, GOOD, evidence

if TYPE_CHECKING:
    from ...graph.batch import Batch
    from ..columns.typed import Table
    from ..names.references import Use

_REFERENCE = "民政部行政区划代码"
_ROW = 1 << 62


def stage_new_nodes(batch: Batch, uses: list[Use], method: str) -> None:
    """Nodes that an edge names first; their evidence is that of the first row that names them."""
    db = batch.db
    db.execute("CREATE OR REPLACE TABLE load.new_node (identifier VARCHAR, name VARCHAR, row BIGINT)")
    found = {key for (key,) in db.execute("SELECT DISTINCT kinds FROM load.resolved WHERE new").fetchall()}
    if not found:
        return
    uses = [use for use in uses if use.key in found]
    for use in uses:
        db.execute(
            f"INSERT INTO load.new_node SELECT r.identifier, any_value(r.text), min(x.row) FROM {use.rows} x"
            f" JOIN load.resolved r ON r.text = x.end_text AND r.kinds = {literal(use.key)}"
            f" WHERE {GOOD} AND r.new GROUP BY r.identifier"
        )
    db.execute(
        "CREATE OR REPLACE TABLE load.new_node AS"
        " SELECT identifier, min(name) AS name, min(row) AS row FROM load.new_node GROUP BY identifier"
    )
    db.execute(
        "CREATE OR REPLACE TABLE load.first_said"
        " (row BIGINT, source VARCHAR, locator VARCHAR, method VARCHAR, confidence DOUBLE)"
    )
    for table in dict.fromkeys(use.table.relation for use in uses):
        db.execute(
            f"INSERT INTO load.first_said SELECT x.row, {evidence(method)} FROM {table} x {CITED}"
            " WHERE x.row IN (SELECT row FROM load.new_node)"
        )
    kinds = db.execute("SELECT DISTINCT split_part(identifier, ':', 1) FROM load.new_node ORDER BY 1").fetchall()
    for (kind,) in kinds:
        db.execute(
            f"INSERT INTO {quoted(batch.create(kind))} BY NAME SELECT {_ROW} AS row, identifier, name, source, locator,"
            " method, confidence"
            # an end that is a credit code is the firm of that code
            + (", CASE WHEN identifier = 'firm:' || name THEN name END AS credit_code" if kind == "firm" else "")
            + " FROM load.new_node JOIN load.first_said USING (row)"
            f" WHERE starts_with(identifier, '{kind}:')"
        )


def stage_written(batch: Batch, tables: list[Table], uses: list[Use], method: str) -> None:
    """Names that were read by their normalised form, as aliases of their nodes: what was read can be seen."""
    db = batch.db
    db.execute(
        "CREATE OR REPLACE TABLE load.written (identifier VARCHAR, text VARCHAR, row BIGINT, source VARCHAR,"
        " locator VARCHAR, method VARCHAR, confidence DOUBLE)"
    )
    if not any_rows(db, "load.by_normal") and not any_rows(db, "load.node_normal"):
        return
    into = "INSERT INTO load.written SELECT {}.identifier, {}, x.row, " + evidence(method)
    for use in uses:
        db.execute(
            f"{into.format('b', 'x.end_text')} FROM {use.rows} x JOIN load.by_normal b"
            f" ON b.text = x.end_text AND b.kinds = {literal(use.key)} {CITED} WHERE {GOOD}"
        )
    for table in tables:
        if table.form.kind == ALIASES:
            db.execute(
                f"{into.format('b', 'x.name')} FROM {table.relation} x JOIN load.by_normal b ON b.text = x.name"
                f" AND b.kinds = {alias_key(table)} {CITED} WHERE {GOOD}"
            )
        elif is_node(table.form):
            db.execute(
                f"{into.format('m', 'x.name')} FROM {table.relation} x JOIN load.node n ON n.row = x.row"
                f" JOIN load.node_normal m ON m.name = n.name AND m.identifier = n.identifier {CITED} WHERE {GOOD}"
            )
    kinds = db.execute("SELECT DISTINCT split_part(identifier, ':', 1) FROM load.written ORDER BY 1").fetchall()
    for (kind,) in kinds:
        db.execute(
            f"INSERT INTO {quoted(batch.create(kind))} BY NAME SELECT {_ROW} AS row, identifier, min(k.text) AS name,"
            " list(DISTINCT w.text ORDER BY w.text) AS aliases, source, arg_min(locator, row) AS locator,"
            " min(method) AS method, arg_min(confidence, row) AS confidence"
            " FROM load.written w JOIN load.known k USING (identifier)"
            f" WHERE k.main AND starts_with(identifier, '{kind}:') GROUP BY identifier, source"
        )


def stage_sources(batch: Batch, tables: list[Table]) -> None:
    """The sources that good rows cite."""
    db = batch.db
    db.execute(
        "CREATE OR REPLACE TABLE load.cited (identifier VARCHAR, name VARCHAR, publisher VARCHAR, published VARCHAR)"
    )
    for table in tables:
        db.execute(
            f"INSERT INTO load.cited SELECT DISTINCT s.identifier, coalesce(k.text, x.e_title),"
            " x.e_publisher, x.e_published"
            f" FROM {table.relation} x {CITED} LEFT JOIN"
            " (SELECT identifier, min(text) AS text FROM load.known WHERE main AND kind = 'source' GROUP BY ALL) k"
            f" ON k.identifier = s.identifier WHERE {GOOD} AND s.identifier IS NOT NULL"
        )
    # What the graph or a table of sources knows already is not said again.
    db.execute(
        f"""
        INSERT INTO {quoted(batch.create("source"))} BY NAME
        SELECT {_ROW} AS row, identifier, min(name) AS name, max(publisher) AS publisher, max(published) AS published,
            'table' AS method
        FROM load.cited GROUP BY identifier
        HAVING max(publisher) IS NOT NULL OR max(published) IS NOT NULL OR identifier NOT IN (
            SELECT identifier FROM load.graph_names UNION ALL SELECT identifier FROM load.node WHERE row >= 0)
        """
    )


def stage_regions(batch: Batch, uses: list[Use]) -> None:
    """Reference regions that good rows name, with the regions they lie in."""
    from ...graph.regions.reference import reference

    db = batch.db
    found: set[str] = set()
    named = db.execute("SELECT DISTINCT kinds FROM load.resolved WHERE starts_with(identifier, 'region:')").fetchall()
    for use in uses:
        if (use.key,) in named:
            rows = db.execute(
                f"SELECT DISTINCT r.identifier FROM {use.rows} x JOIN load.resolved r ON r.text = x.end_text"
                f" AND r.kinds = {literal(use.key)} WHERE {GOOD} AND starts_with(r.identifier, 'region:')"
            ).fetchall()
            found |= {identifier for (identifier,) in rows}
    if "region" in batch.kinds:
        found |= {identifier for (identifier,) in db.execute("SELECT DISTINCT identifier FROM stage_region").fetchall()}
    known = {
        one
        for (one,) in db.execute("SELECT DISTINCT identifier FROM load.graph_names WHERE kind = 'region'").fetchall()
    }
    stated = {
        one for (one,) in db.execute("SELECT DISTINCT identifier FROM load.node WHERE kind = 'region'").fetchall()
    }
    regions = reference()
    chains = [
        regions.chain(one.removeprefix("region:")) for one in sorted(found) if regions.get(one.removeprefix("region:"))
    ]
    wanted = {region.identifier: region for chain in chains for region in chain if region.identifier not in known}
    if not wanted:
        return
    source = identifier("source", _REFERENCE)
    cited = {"row": _ROW, "source": source, "method": "reference"}
    batch.add("source", [{"row": _ROW, "identifier": source, "name": _REFERENCE, "method": "reference"}])
    batch.add(
        "region",
        [
            {
                **cited, "identifier": region.identifier, "name": region.name, "code": region.code,
                "level": region.level, "lat": region.lat, "lon": region.lon,
                "valid_since": region.valid_since, "valid_until": region.valid_until,
            }
            for region in wanted.values() if region.identifier not in stated
        ],
    )  # fmt: skip
    parents = [(region, regions.chain(region.code)[1:2]) for region in wanted.values()]
    edges = [{**cited, "part": region.identifier, "whole": up[0].identifier} for region, up in parents if up]
    if edges:
        batch.add("part_of", edges)
