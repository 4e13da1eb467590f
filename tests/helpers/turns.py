"""Long tests by turns: a run of `make test` takes all short ones and of the long ones a sixteenth, another one for each commit.

The fifth of the tests that takes the longest takes nine tenths of the time: the same questions over again on a server, whole
round trips, loops. All of them are run by `make test-all`; which they are stands in tests/long.txt, which `make long` measures anew.
A test is long by what its parameters take on average, those on a server apart. Whatever runs pytest itself runs what it names.
"""

from __future__ import annotations

import os
import subprocess
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest

LONG: Final = Path(__file__).parents[1] / "long.txt"
TURNS: Final = 16
SECONDS: Final = 1.25
"""A test whose parameters take longer on average is long."""
_HEAD: Final = "# Tests that are run by turns (tests/helpers/turns.py); `make long` measures them anew.\n"
_times: dict[str, list[float]] = defaultdict(list)
_of_item: dict[str, float] = defaultdict(float)


def test_of(nodeid: str) -> str:
    """The test of an item, whatever its parameters but for the server; of a run by several workers too.

    >>> test_of("tests/a.py::test_x[neo4j-1]@neo4j"), test_of("tests/a.py::test_x[duckdb]"), test_of("tests/a.py::test_y@neo4j")
    ('tests/a.py::test_x@neo4j', 'tests/a.py::test_x', 'tests/a.py::test_y')
    """
    name, bracket, parameters = nodeid.partition("[")
    if not bracket:
        return name.partition("@")[0]
    return f"{name}@neo4j" if "neo4j" in parameters.rpartition("]")[0] else name


def long_tests() -> frozenset[str]:
    """The tests that are run by turns."""
    lines = LONG.read_text(encoding="utf-8").splitlines() if LONG.exists() else []
    return frozenset(line for line in lines if line and not line.startswith("#"))


def in_turn(nodeids: Iterable[str], turn: int) -> list[str]:
    """Those of the items that are run in a turn: all short ones, and each long one in one of the turns."""
    long = long_tests()
    return [one for one in nodeids if test_of(one) not in long or crc32(one.encode()) % TURNS == turn % TURNS]


def turn() -> int:
    """The turn of this commit, or of this day where there is none."""
    if _git("rev-parse", "--is-shallow-repository") == "false":
        return int(_git("rev-list", "--count", "HEAD") or 0)  # one after the other, whatever the commits are
    said = _git("rev-parse", "HEAD")
    return int(said[:8], 16) if said else date.today().toordinal()  # noqa: DTZ011  # any number will do


def _git(*asked: str) -> str:
    """What git says of the project; nothing where it says nothing."""
    return subprocess.run(["git", *asked], cwd=LONG.parent, capture_output=True, text=True, check=False).stdout.strip()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long tests whose turn it is not, where CHANLIAN_TURNS=1 asks for it."""
    if os.environ.get("CHANLIAN_TURNS") != "1":
        return
    chosen = {*in_turn([item.nodeid for item in items], turn())}
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in chosen])
    items[:] = [item for item in items if item.nodeid in chosen]


def pytest_report_header() -> str | None:
    """Which turn it is."""
    if os.environ.get("CHANLIAN_TURNS") != "1":
        return None
    return f"turn {turn() % TURNS + 1} of {TURNS} of the long tests (make test-all runs all of them)"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep how long each item takes, what is made for it included."""
    _of_item[report.nodeid] += report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write which tests are long to the file that CHANLIAN_LONG names."""
    target = os.environ.get("CHANLIAN_LONG")
    if not target or hasattr(session.config, "workerinput"):
        return
    for nodeid, seconds in _of_item.items():
        _times[test_of(nodeid)].append(seconds)
    long = sorted(name for name, times in _times.items() if sum(times) / len(times) >= SECONDS)
    Path(target).write_text(_HEAD + "\n".join(long) + "\n", encoding="utf-8")
