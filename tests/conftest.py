"""What all tests share."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).with_name("helpers")))  # whatever the import mode

from abilities import NO_DOCUMENTS, NO_FONT, NO_SHEETS
from shared import once
from torture import TORTURE
from world import world as make_world

from chanlian.demo import build
from chanlian.graph import Graph, connect
from chanlian.graph.batch import DUCKDB_CONFIG
from chanlian.graph.engines.duckdb import making

# what a shell runs in the background is deaf to Ctrl-C, and so would be the programs that tests start to stop them
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# programs that tests start, and the workers of a run, would else compile every module of the project anew: a second each
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# a question of a few rows is answered by one thread sooner than it is dealt out to several, and a run has a worker for each
# core; torture, and the programs that tests start, have as many threads as people have
if not TORTURE:
    DUCKDB_CONFIG["threads"] = 1

# a fault of the program is raised as it is; what people see of one, tests/cli/test_edges.py asks for
os.environ["CHANLIAN_DEBUG"] = "1"

pytest_plugins = ("neo4j_fixtures", "turns")

_MAY_LACK = (
    "CHANLIAN_REGIONS_SOURCE",
    "CHANLIAN_CHAINKG_SOURCE",
    NO_SHEETS,
    NO_DOCUMENTS,
    NO_FONT,
    "no Java 21 or later is here",
    "the server that CHANLIAN_NEO4J_URL names",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of each test only its first CHANLIAN_FEW parameters, where that is set.

    Whether other versions of what others make do the same work hangs on what a test does, seldom on which text it is given.
    """
    few = int(os.environ.get("CHANLIAN_FEW", "0"))
    if few:
        met: Counter[str] = Counter()
        left_out = []
        for item in items:
            test = item.nodeid.partition("[")[0]
            met[test] += 1
            if met[test] > few:
                left_out.append(item)
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]
    if config.pluginmanager.hasplugin("xdist"):
        for item in items:
            if _shares(item) and item.get_closest_marker("xdist_group") is None:
                item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


def _shares(item: pytest.Item) -> bool:
    """Whether what a test needs is made in its file for all tests there: they go to one worker, or each would make it anew."""
    info = getattr(item, "_fixtureinfo", None)
    file = item.nodeid.partition("::")[0]
    return info is not None and any(
        made[-1].scope in ("module", "session") and made[-1].baseid == file for made in info.name2fixturedefs.values()
    )


def pytest_collection_finish() -> None:
    """All that was imported and collected stays to the end: it need not be looked through for what may go."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)  # nor need what each test makes be looked through thousands of times


@pytest.fixture(scope="session", autouse=True)
def make_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path, int], None]]:
    """An empty graph is made once in a process and copied wherever tests want one: to make its tables takes longer.

    Gives the real function, for tests of the making itself.
    """
    folder, real = tmp_path_factory.mktemp("empty"), making.make_file
    empty: dict[int, Path] = {}

    def copied(path: Path, block_size: int) -> None:
        if block_size not in empty:
            real(folder / str(block_size), block_size)
            empty[block_size] = folder / str(block_size)
        shutil.copyfile(empty[block_size], path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "make_file", copied)
        yield real


@pytest.fixture(scope="session")
def world() -> Iterator[Graph]:
    """The hand-worked tiny world, opened once; read it only."""
    graph: Graph = make_world()
    with graph.reading():
        yield graph


@pytest.fixture(scope="session")
def built_example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled example as a graph file, built once for all processes of a run; copy it, never open it."""
    return once(tmp_path_factory, "built-example.duckdb", build)


@pytest.fixture(scope="session")
def example_file(built_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled example as a graph file of this process; read it only."""
    return Path(shutil.copy(built_example, tmp_path_factory.mktemp("example") / "xiangqian.duckdb"))


@pytest.fixture(scope="session")
def example(example_file: Path) -> Iterator[Graph]:
    """The bundled example as a graph, with its chain template, opened once; read it only."""
    graph = connect(str(example_file))
    with graph.reading():
        yield graph


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Where skipping is forbidden (CHANLIAN_NO_SKIP=1), a test that skips has failed.

    Left out are only the sources of the regions' tables and of a public data set, which are no part of the
    project, LibreOffice and a Chinese font, where they cannot be installed, and the newest line of Neo4j, whose Java not every machine has;
    and servers to stop and kill, where the environment names one to use.
    """
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if (
        report.skipped
        and os.environ.get("CHANLIAN_NO_SKIP") == "1"
        and not any(name in str(report.longrepr) for name in _MAY_LACK)
    ):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which CHANLIAN_NO_SKIP=1 forbids: {report.longrepr}"
