"""Every example of a docstring runs; `example()` in it is the bundled example's graph."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import shutil
from functools import partial
from pathlib import Path

import pytest

import chanlian
from chanlian.graph import Graph, connect

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(chanlian.__path__, "chanlian.")
    if not module.name.endswith("__main__")
)


@pytest.fixture(scope="module")
def example(built_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The bundled example's graph, for these tests alone: an example may write."""
    return connect(str(shutil.copy(built_example, tmp_path_factory.mktemp("example") / "xiangqian.duckdb")))


@pytest.mark.parametrize("name", MODULES)
def test_examples_of(name: str, example: Graph) -> None:
    module = importlib.import_module(name)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    extra = {"example": partial(connect, example.url)}
    for test in doctest.DocTestFinder(exclude_empty=True).find(module, name, globs={**vars(module), **extra}):
        output: list[str] = []
        runner.run(test, out=output.append)
        assert runner.failures == 0, "".join(output)


def test_the_public_questions_have_examples() -> None:
    for name in (
        "gaps",
        "chain",
        "findings",
        "outlets",
        "matches",
        "links",
        "flows",
        "trace",
        "list",
        "show",
        "region",
        "info",
        "cite",
    ):
        documentation = getattr(chanlian, name).__doc__
        assert ">>>" in documentation, f"{name} has no example"
        assert Path(importlib.import_module("chanlian.queries").__file__ or "").exists()
