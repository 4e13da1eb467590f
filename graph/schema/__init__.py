"""The model, declared once: node kinds, edge kinds and their properties.

`model.py` says what a declaration is and `roles.py` what a kind is to pictures, ties and tables, `nodes.py` and
`edges.py` declare, `kinds.py` looks kinds up, `steps.py` says what changed from version to version. Nothing is
imported but the standard library, so that help texts stay fast.
"""

from .edges import ANY, EDGES
from .kinds import (
    AREAS,
    EDGE_NAMES,
    KINDS,
    LYING,
    METHODS,
    NODE_NAMES,
    columns,
    edge,
    flat_columns,
    having_place,
    implied,
    key_columns,
    kind,
    listed,
    node,
    properties,
    property_of,
    series_of,
)  # fmt: skip
from .model import ALIASES, ALL_AREAS, BASIS, MODALITY, NAME, STATUS, UNIT, Edge, End, Node, Property, Type
from .nodes import NODES
from .roles import LAYERS, Drawn, EdgeRoles, Implied, Listed, NodeRoles, Theme
from .steps import SCHEMA_VERSION

__all__ = [
    "ALIASES", "ALL_AREAS", "ANY", "AREAS", "BASIS", "EDGES", "EDGE_NAMES", "KINDS", "LAYERS", "LYING", "METHODS", "MODALITY", "NAME",
    "NODES", "NODE_NAMES", "SCHEMA_VERSION", "STATUS", "UNIT", "Drawn", "Edge", "EdgeRoles", "End", "Implied", "Listed", "Node",
    "NodeRoles", "Property", "Theme", "Type", "columns", "edge", "flat_columns", "having_place", "implied", "key_columns", "kind", "listed", "node",
    "properties", "property_of", "series_of",
]  # fmt: skip
