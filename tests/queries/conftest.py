"""What tests of the questions share: rows by product, and the real example as a graph."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from chanlian.graph import Graph

sys.path.insert(0, str(Path(__file__).parents[1]))  # world.py, whatever the import mode


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The bundled example as a graph, with its chain template; read it only."""
    from chanlian.demo import build

    return build(tmp_path_factory.mktemp("example") / "xiangqian.duckdb")
