"""The model, declared once: node kinds, edge kinds and their properties.

`model.py` says what a declaration is, `nodes.py` and `edges.py` declare, `kinds.py` looks kinds up, `steps.py` says what
changed from version to version. Nothing is imported but the standard library, so that help texts stay fast.
"""

from .edges import ANY, EDGES
from .kinds import EDGE_NAMES, KINDS, METHODS, NODE_NAMES, columns, edge, key_columns, kind, node, properties
from .model import ALIASES, ALL_AREAS, MODALITY, NAME, STATUS, UNIT, Edge, End, Node, Property, Type
from .nodes import NODES
from .steps import SCHEMA_VERSION

__all__ = [
    "ALIASES", "ALL_AREAS", "ANY", "EDGES", "EDGE_NAMES", "KINDS", "METHODS", "MODALITY", "NAME", "NODES", "NODE_NAMES",
    "SCHEMA_VERSION", "STATUS", "UNIT", "Edge", "End", "Node", "Property", "Type", "columns", "edge", "key_columns", "kind", "node", "properties",
]  # fmt: skip
