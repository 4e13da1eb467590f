"""The tables of a snapshot: a kind is one, and what several sources state, what was taken out, and earlier identifiers are others.

Their rows are those that `scan` gives on every engine, in its order, with identifiers where a graph has numbers of its own. What
follows from facts (areas, days) is left out: whoever builds a graph of a snapshot derives it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..arrow_types import arrow_type, property_types
from ..engines.duckdb.tables import EVIDENCE, FORMER, REMOVED
from ..schema import EDGE_NAMES, NODE_NAMES, Node, kind, properties
from ..schema.kinds import stored_as
from ..schema.own_kept import kept_properties, own_properties

if TYPE_CHECKING:
    import pyarrow as pa

BESIDE: Final = ("claim", "removed", "former")
"""The tables that are no kind's."""
TABLES: Final = (*NODE_NAMES, *EDGE_NAMES, *BESIDE)
"""All tables that a snapshot may have, in their order."""
FOLDER: Final = "tables"


def file_of(table: str) -> str:
    """The name of a table's file within a snapshot.

    >>> file_of("firm")
    'tables/firm.parquet'
    """
    return f"{FOLDER}/{table}.parquet"


def ends_of(table: str) -> tuple[str, ...]:
    """The columns that say which fact a row of a kind's table is, beside its number."""
    of = kind(table)
    return ("identifier",) if isinstance(of, Node) else tuple(end.name for end in of.ends)


def own_columns(table: str, kept: str | None = None) -> list[tuple[str, str]]:
    """The columns of own properties of a kind's table, with their types: those that this process knows and a graph does not keep."""
    if table in BESIDE:
        return []
    own = own_properties(table) - kept_properties(table, kept)
    return [one for prop in properties(kind(table)) if prop.name in own for one in stored_as(prop)]


def schema_of(table: str, kept: str | None = None) -> pa.Schema:
    """The columns of a table with their types; of own properties those alone that a graph `kept`, where it is given.

    >>> schema_of("former").names
    ['kind', 'former', 'now']
    """
    import pyarrow as pa

    text = pa.string()
    evidence = [("source", text), *((name, arrow_type(type_)) for name, type_ in EVIDENCE if name != "source")]
    if table == "claim":
        return pa.schema([("kind", text), ("fact", text), *evidence, ("stated", text)])
    if table == "removed":
        return pa.schema([(name, text if name == "fact" else arrow_type(type_)) for name, type_ in REMOVED])
    if table == "former":
        return pa.schema([(name, arrow_type(type_)) for name, type_ in FORMER])
    ends = [(name, text) for name in ends_of(table)]
    more = set() if kept is None else {name for name, _ in own_columns(table, kept)}
    known = [one for one in property_types(kind(table)) if one[0] not in more]
    return pa.schema([("fact", text), *ends, *known, *evidence])
