"""Typed rows and resolved names into the batch: nodes, edges, and what they imply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.schema import Edge, Node, columns, kind
from ...graph.sql_text import literal, quoted
from ..names.aliases import alias_node
from ..names.references import NameReference, references_of
from ..names.standings import OF_MAKERS, standing_of
from ..sheets.headers import ALIASES
from ..sheets.kind import is_node
from .parks_elsewhere import warn_of_parks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...graph.batch import Batch
    from ..columns.table import Table
    from ..names.resolve import Names
    from ..read.sheet import Sheet

GOOD: Final = "x.row NOT IN (SELECT row FROM load.rejected)"
CITED: Final = (
    "LEFT JOIN (SELECT DISTINCT name, place, identifier FROM load.node WHERE row = -1) s"
    " ON s.name = x.e_title AND s.place IS NOT DISTINCT FROM x.e_published"
)
_RESOLVED: Final = "JOIN load.resolved {r} ON {r}.text = {text} AND {r}.kinds = {key}"


def stage(batch: Batch, names: Names, tables: list[Table], method: str) -> None:
    """Stage every fact of the rows that are not rejected."""
    for table in tables:
        if table.table_kind.kind == ALIASES:
            _stage_aliases(batch, names, table, method)
        elif is_node(table.table_kind):
            _stage_nodes(batch, table, method)
            for reference in references_of(table):
                _stage_implied(batch, names, reference, method)
            if table.sheet.owner is not None:
                _stage_owned(batch, table, table.sheet.owner, method)
        else:
            _stage_edges(batch, names, table, method)


def evidence(method: str) -> str:
    """SQL of the four columns of evidence; a locator without a source says nothing."""
    locator = "CASE WHEN s.identifier IS NOT NULL THEN x.e_locator END"
    return f"s.identifier, {locator}, coalesce(x.e_method, {literal(method)}), x.e_confidence"


def _properties(of: Node | Edge, table: Table) -> dict[str, str]:
    """SQL of the stored columns of a kind from a table of that kind, those that it has."""
    return {name: f"x.{quoted(name)}" for name, _ in columns(of) if name in table.columns}


def _listed(of: Node | Edge, given: Mapping[str, str]) -> str:
    """The stored columns of a kind in order, null where nothing is given; each with a comma behind."""
    return "".join(f"{given.get(name, 'NULL')}::{type_}, " for name, type_ in columns(of))


def _stage_nodes(batch: Batch, table: Table, method: str) -> None:
    of = kind(table.table_kind.kind)
    stage_table = batch.create(of.name)
    props = _properties(of, table)
    props["name"] = "coalesce(known.text, x.name)"
    if "aliases" in props:
        # in one order, whatever that of the cell: it means nothing
        props["aliases"] = "list_sort(list_distinct(x.aliases))"
    batch.db.execute(
        f"""
        INSERT INTO {quoted(stage_table)}
        SELECT x.row, n.identifier, {_listed(of, props)}{evidence(method)}
        FROM {table.relation} x JOIN load.node n ON n.row = x.row {CITED}
        -- a row that goes by an alias does not rename its node
        LEFT JOIN (
            SELECT a.identifier, a.text AS alias, min(m.text) AS text FROM load.known a
            JOIN load.known m ON m.identifier = a.identifier AND m.main WHERE NOT a.main GROUP BY ALL
            HAVING count(*) FILTER (m.text = a.text) = 0
        ) known ON known.identifier = n.identifier AND known.alias = x.name
        WHERE {GOOD}
        """
    )


def _stage_owned(batch: Batch, table: Table, owner: Sheet, method: str) -> None:
    """Metrics of the rows of another table: each concerns what its row there is."""
    of = kind("concerns")
    batch.db.execute(
        f"INSERT INTO {quoted(batch.create('concerns'))} SELECT x.row, n.identifier, o.identifier, {_listed(of, {})}"
        f"{evidence(method)} FROM {table.relation} x JOIN load.node n ON n.row = x.row"
        f" JOIN load.node o ON o.row = {owner_row(table, owner)} {CITED} WHERE {GOOD}"
    )


def owner_row(table: Table, owner: Sheet) -> str:
    """SQL of the row of another table that a row speaks of."""
    return f"{owner.base} + x.line // {table.sheet.spread}"


def _stage_edges(batch: Batch, names: Names, table: Table, method: str) -> None:
    of = kind(table.table_kind.kind)
    stage_table = batch.create(of.name)
    references = references_of(table)
    joins: list[str] = []
    parted: list[str] = []
    stands: list[str] = []
    for number, reference in enumerate(references):
        text, key = f"x.{quoted(reference.column)}", literal(reference.key)
        # a table without cells that name several nodes is joined as it is: that is most of them
        if reference.several and names.parts > 0:
            joins.append(f"LEFT JOIN load.parts s{number} ON s{number}.text = {text} AND s{number}.kinds = {key}")
            parted.append(f"s{number}.part IS NOT NULL")
            text = f"coalesce(s{number}.part, {text})"
        joins.append(_RESOLVED.format(r=f"r{number}", text=text, key=key))
        if names.standings and (reference.column == "product" or of.name in OF_MAKERS):
            joins.append(standing_of(f"h{number}", reference.key, text))
            # what is said of the product itself comes before what is said of its maker
            stands.insert(0 if reference.column == "product" else len(stands), f"h{number}.status")
    ends = ", ".join(f"r{number}.identifier" for number, _ in enumerate(references))
    props = _properties(of, table)
    if stands and "status" in dict(columns(of)):
        props["status"] = f"coalesce({', '.join([*([props['status']] if 'status' in props else []), *stands])})"
    if parted:
        # an amount of several facts together is none of any one of them, and neither is what is said of it
        for name in (*_amounts(of), "unit", "basis"):
            if name in props:
                props[name] = f"CASE WHEN NOT ({' OR '.join(parted)}) THEN {props[name]} END"
    batch.db.execute(
        f"INSERT INTO {quoted(stage_table)} SELECT {'DISTINCT ' if parted else ''}x.row, {ends},"
        f" {_listed(of, props)}{evidence(method)}"
        f" FROM {table.relation} x {' '.join(joins)} {CITED} WHERE {GOOD}"
    )


def _amounts(of: Node | Edge) -> list[str]:
    """The stored columns of a kind's sums, quantities and shares."""
    stems = [prop.name for prop in of.properties if prop.type in ("money", "quantity", "number", "share")]
    return [name for name, _ in columns(of) if any(name == stem or name.startswith(f"{stem}_") for stem in stems)]


def _stage_implied(batch: Batch, names: Names, reference: NameReference, method: str) -> None:
    """The edges that a column of a table of nodes states."""
    implied = reference.implied
    assert implied is not None  # only columns of node tables come here
    of = kind(implied.edge)
    assert isinstance(of, Edge)
    ends = {implied.own: "n.identifier", implied.other: "r.identifier"}
    which = GOOD
    if _stands_back(reference):
        # The park a firm lies in is its place; the region beside it says where the park lies, unless that is known to be elsewhere.
        which += f" AND (x.park IS NULL OR x.park IN (SELECT text FROM load.resolved WHERE kinds = {literal('park')} AND identifier IS NULL))"
        _stage_park_region(batch, reference, method)
        warn_of_parks(batch.db, names, reference)
    if implied.trade is not None:
        which += f" AND NOT {_one_product(reference)}"
        _stage_trade(batch, names, reference, method)
    stage_table = batch.create(of.name)
    stands, status = _how_it_stands(of, names, reference)
    batch.db.execute(
        f"INSERT INTO {quoted(stage_table)} SELECT x.row, {', '.join(ends[end.name] for end in of.ends)},"
        f" {_details(of, reference, status)}{evidence(method)} FROM {reference.rows} x JOIN load.node n ON n.row = x.row"
        f" {_RESOLVED.format(r='r', text='x.end_text', key=literal(reference.key))} {stands} {CITED} WHERE {which}"
        + (" AND r.identifier IS NOT NULL" if reference.optional else "")
    )


def _how_it_stands(of: Edge, names: Names, reference: NameReference) -> tuple[str, str | None]:
    """SQL: the joins and the status of an implied edge to a product of which its row says how it, or its maker, stands."""
    if not names.standings or reference.key != "product" or "status" not in dict(columns(of)):
        return "", None
    joins, status = standing_of("h", "product", "x.end_text"), "h.status"
    if of.name in OF_MAKERS:
        joins += " " + standing_of("o", "", "''")
        status += ", o.status"
    return joins, f"coalesce({status})"


def _one_product(reference: NameReference) -> str:
    """SQL: the row names exactly one product that the firms of this cell may trade."""
    assert reference.implied is not None
    assert reference.implied.trade is not None
    products = reference.implied.trade[2]
    return f"coalesce(len(x.{quoted(products)}) = 1, false)" if products in reference.table.columns else "false"


def _stage_trade(batch: Batch, names: Names, reference: NameReference, method: str) -> None:
    """Customers and suppliers of a row with one product: supplies of it."""
    implied = reference.implied
    assert implied is not None
    assert implied.trade is not None
    mine, theirs, products = implied.trade
    if products not in reference.table.columns:
        return
    of = kind("supplies")
    assert isinstance(of, Edge)
    ends = {mine: "n.identifier", theirs: "r.identifier", "product": "p.identifier"}
    batch.db.execute(
        f"INSERT INTO {quoted(batch.create('supplies'))} SELECT x.row, {', '.join(ends[end.name] for end in of.ends)},"
        f" {_listed(of, {'status': 'h.status'} if names.standings else {})}{evidence(method)}"
        f" FROM {reference.rows} x JOIN load.node n ON n.row = x.row"
        f" {standing_of('h', 'product', f'x.{quoted(products)}[1]') if names.standings else ''}"
        f" {_RESOLVED.format(r='r', text='x.end_text', key=literal(reference.key))}"
        f" {_RESOLVED.format(r='p', text=f'x.{quoted(products)}[1]', key=literal('product'))} {CITED}"
        f" WHERE {GOOD} AND {_one_product(reference)}"
    )


def _stands_back(reference: NameReference) -> bool:
    return reference.column == "place" and "park" in reference.table.columns


def _stage_park_region(batch: Batch, reference: NameReference, method: str) -> None:
    of = kind("located_in")
    batch.db.execute(
        f"INSERT INTO {quoted(batch.create('located_in'))} SELECT x.row, p.identifier, r.identifier, {_listed(of, {})}"
        f" {evidence(method)} FROM {reference.rows} x"
        f" {_RESOLVED.format(r='r', text='x.end_text', key=literal(reference.key))}"
        f" {_RESOLVED.format(r='p', text='x.park', key=literal('park'))} {CITED}"
        f" WHERE {GOOD} AND p.identifier <> r.identifier"
        " AND (p.identifier NOT IN (SELECT identifier FROM load.known WHERE kind = 'park' AND place IS NOT NULL)"
        " OR (p.identifier, r.identifier) IN (SELECT identifier, place FROM load.known WHERE kind = 'park'))"
    )


def _details(of: Edge, reference: NameReference, status: str | None = None) -> str:
    """The properties of an implied edge: fixed ones, and those that further columns give; each with a comma behind."""
    implied = reference.implied
    assert implied is not None
    fixed = dict(implied.fixed)
    given = {prop: column for column, _, prop in implied.details}
    out: dict[str, str] = {"status": status} if status else {}
    for name, _ in columns(of):
        stem = next((name.removesuffix(end) for end in ("_low", "_high", "_original") if name.endswith(end)), name)
        column = given.get(stem, "") + name.removeprefix(stem)
        if name in fixed:
            out[name] = literal(fixed[name])
        elif stem in given and column in reference.table.columns:
            out[name] = f"x.{quoted(column)}"
    return _listed(of, out)


def _stage_aliases(batch: Batch, names: Names, table: Table, method: str) -> None:
    """An alias row is a claim about its node: the node's own name and one more."""
    rows = alias_node(names, table)
    if not rows:
        return
    found = batch.db.execute(
        f"SELECT DISTINCT split_part(identifier, ':', 1) FROM ({rows})"
        " WHERE identifier IS NOT NULL AND NOT new ORDER BY 1"
    ).fetchall()
    for (name,) in found:
        of = kind(name)
        body = _listed(of, {"name": "coalesce(k.text, a.text)", "aliases": "[x.alias]"})
        batch.db.execute(
            f"""
            INSERT INTO {quoted(batch.create(name))}
            SELECT x.row, a.identifier, {body}{evidence(method)}
            FROM {table.relation} x JOIN ({rows}) a ON a.row = x.row
            LEFT JOIN (SELECT identifier, min(text) AS text FROM load.known WHERE main GROUP BY identifier) k
                ON k.identifier = a.identifier {CITED}
            WHERE {GOOD} AND starts_with(a.identifier, $kind || ':')
            """,
            {"kind": name},
        )
