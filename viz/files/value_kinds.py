"""What sort of value a column of an answer holds: money, a share, a date, ... as far as its name tells."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ...graph.schema import EDGE_NAMES, KINDS, NODE_NAMES, kind as schema_kind, properties
from ..words.headings import MONEY, SHARES

if TYPE_CHECKING:
    from collections.abc import Mapping

COUNTS: Final = (
    "firms", "makers_here", "suppliers", "suppliers_outside", "suppliers_unplaced", "users_outside", "users_unplaced",
    "count", "valued", "with_evidence", "hop", "read", "added", "changed", "unchanged", "merged", "rejected", "left_out",
)  # fmt: skip
NUMBERS: Final = (
    "capacity", "needed", "quantity", "supplier_hhi", "distance_km", "supplier_km", "maker_km", "lat", "lon",
)  # fmt: skip
LISTS: Final = (
    "flags", "firm_names", "maker_names", "projects", "evidence", "sources", "path", "neighbours", "facts", "aliases",
)  # fmt: skip


def kind_of(attrs: Mapping[str, Any]) -> str | None:
    """The kind that an answer lists or shows, if it is one kind."""
    kind = attrs.get("kind") or (attrs.get("parameters") or {}).get("kind")
    if attrs.get("question") not in ("list", "show") or not isinstance(kind, str):
        return None
    if kind in (*NODE_NAMES, *EDGE_NAMES):
        return kind
    return next((of.name for of in KINDS if of.table == kind), None)


def sort_of(column: str, attrs: Mapping[str, Any]) -> str:
    """The sort of a column, as the schema calls them; `any` where nothing tells.

    Columns of one's own SQL are what they are: their names promise nothing.

    >>> sort_of("bought_value", {"question": "gaps"}), sort_of("value", {"question": "list", "kind": "metric"})
    ('money', 'number')
    >>> sort_of("value", {"question": "sql"})
    'any'
    """
    if attrs.get("question") == "sql":
        return "any"
    kind = kind_of(attrs)
    own = _of_kind(kind) if kind else {}
    if column in own:
        return own[column]
    if column in MONEY:
        # where sources disagree, a value may be of anything
        return "any" if attrs.get("question") == "conflicts" else "money"
    if column in SHARES:
        return "share"
    for names, sort in ((COUNTS, "integer"), (NUMBERS, "number"), (LISTS, "list")):
        if column in names:
            return sort
    return "date" if column in _dates() or column == "as_of" else "any"


@cache
def _of_kind(name: str) -> dict[str, str]:
    out: dict[str, str] = {}
    for prop in properties(schema_kind(name)):
        out[prop.name] = prop.type
        if prop.type in ("money", "quantity"):
            out |= {f"{prop.name}_low": prop.type, f"{prop.name}_high": prop.type, f"{prop.name}_original": "text"}
    return out


@cache
def _dates() -> frozenset[str]:
    """Every property that is a date wherever it stands."""
    types: dict[str, set[str]] = {}
    for of in KINDS:
        for prop in properties(of):
            types.setdefault(prop.name, set()).add(prop.type)
    return frozenset(name for name, found in types.items() if found == {"date"})
