"""constraints.txt: names and versions, nothing else; all that is needed, as pyproject.toml allows it; what runs these tests."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from scripted import script

ROOT = Path(__file__).parents[1]

VERSIONS = script("versions")
LINES = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
NAMED = dict(line.split("==") for line in LINES if not line.startswith("#"))
AGAIN = "run make test, which installs them, or make lock, which writes them"


def test_names_and_versions_only() -> None:
    packages = [line for line in LINES if not line.startswith("#")]
    assert [line for line in packages if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*==[0-9]+(\.[0-9a-z]+)*", line)] == []
    assert len(NAMED) == len(packages)
    here = [line.split("==")[0] for line in LINES[: LINES.index(VERSIONS._ELSEWHERE.strip())] if line[0] != "#"]
    assert here == sorted(here)
    assert not [line for line in LINES if re.search("://|@|sha256|hash", line)]


def test_every_demand_is_named_within_its_range() -> None:
    from packaging.requirements import Requirement

    demands = [Requirement(text) for texts in VERSIONS.project().values() for text in texts]
    assert len(demands) > 20
    for one in demands:
        assert NAMED[VERSIONS.plain(one.name)] in one.specifier, one


def test_nothing_needed_is_left_out_and_nothing_else_is_named() -> None:
    needed = set(VERSIONS.needed())
    assert needed - set(NAMED) == set(), AGAIN
    assert {name for name in set(NAMED) - needed if name in VERSIONS.installed()} == set(), AGAIN


def test_the_tests_run_in_these_versions() -> None:
    here = VERSIONS.installed()
    assert {name: here[name] for name in NAMED if name in here} == {
        name: version for name, version in NAMED.items() if name in here
    }, AGAIN


def test_the_same_list_is_written_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the Python and the system that wrote it; elsewhere some lines stand in the second part."""
    monkeypatch.setattr(VERSIONS, "_newest", lambda names: {name: NAMED[name] for name in names})
    written = VERSIONS.locked()
    assert sorted(written.splitlines()) == sorted(LINES)
    if sys.version_info[:2] == (3, 11) and sys.platform == "linux":
        assert written.splitlines() == LINES


def test_every_dependency_has_a_lower_bound() -> None:
    lowest = dict(one.split("==") for one in VERSIONS.lowest("dependencies", "core"))
    assert lowest["duckdb"] == "2.0"
    assert len(lowest) == len(VERSIONS.project()["dependencies"] + VERSIONS.project()["core"])


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of two files, as pip leaves it."""
    (tmp_path / "sealed-1.0.dist-info").mkdir()
    (tmp_path / "sealed-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: Sealed\nVersion: 1.0\n")
    (tmp_path / "sealed-1.0.dist-info" / "RECORD").write_text("sealed.py,,\nother.py,,\n__pycache__/sealed.pyc,,\n")
    (tmp_path / "sealed.py").touch()
    (tmp_path / "other.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(VERSIONS, "_is_elsewhere", lambda: False)
    return tmp_path


def test_an_environment_is_whole_while_it_has_all_that_was_installed(package: Path) -> None:
    stamp = package / "stamp"
    assert VERSIONS.missing(stamp) == (1, "it was not set up to its end")
    VERSIONS.seal(stamp)
    assert VERSIONS.missing(stamp) == (0, "")
    (package / "other.py").unlink()
    assert VERSIONS.missing(stamp) == (2, "Sealed has lost other.py")
    (package / "sealed-1.0.dist-info" / "METADATA").unlink()
    (package / "sealed-1.0.dist-info" / "RECORD").unlink()
    (package / "sealed-1.0.dist-info").rmdir()
    assert VERSIONS.missing(stamp) == (1, "sealed 1.0 is no longer there")


def test_a_file_that_pip_never_wrote_is_not_missed(package: Path) -> None:
    (package / "other.py").unlink()
    VERSIONS.seal(package / "stamp")
    assert VERSIONS.missing(package / "stamp") == (0, "")


def test_other_demands_are_installed(package: Path) -> None:
    stamp = package / "stamp"
    VERSIONS.seal(stamp)
    told = json.loads(stamp.read_text(encoding="utf-8"))
    stamp.write_text(json.dumps(told | {"demands": "others"}), encoding="utf-8")
    assert VERSIONS.missing(stamp) == (1, "pyproject.toml or constraints.txt has changed")
