"""What all tests share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests/world.py, whatever the import mode

from world import world as make_world

from chanlian.graph import Graph


@pytest.fixture(scope="session")
def world() -> Graph:
    """The hand-worked tiny world; read it only."""
    graph: Graph = make_world()
    return graph
