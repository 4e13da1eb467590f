"""A program is known by what it does: one of that name that does not work is passed over."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import abilities
import neo4j_assembly
import pytest


def program(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    "text", ["exit 1", "exit 0", "touch made.xlsx", 'for last; do :; done; echo no > "${last%csv}xlsx"']
)
def test_an_office_that_makes_no_workbook_is_none(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "soffice", text)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert abilities.offices() == [str(tmp_path / "soffice")]
    assert abilities.office() is None


def test_one_behind_a_broken_one_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import openpyxl

    openpyxl.Workbook().save(tmp_path / "w.xlsx")
    program(tmp_path / "a", "soffice", "exit 1")
    good = program(tmp_path / "b", "soffice", f'for last; do :; done; /bin/cp {tmp_path}/w.xlsx "${{last%csv}}xlsx"')
    monkeypatch.setenv("PATH", f"{tmp_path / 'a'}:{tmp_path / 'b'}")
    assert abilities.office() == str(good)


def test_what_does_not_end_is_ended_with_all_it_started(tmp_path: Path) -> None:
    endless = program(tmp_path, "endless", f"(sleep 2; touch {tmp_path}/later) & sleep 60")
    began = time.monotonic()
    assert not abilities.runs([endless], 0.3)
    assert time.monotonic() - began < 10
    time.sleep(2.5)
    assert not (tmp_path / "later").exists()
    assert not abilities.runs([tmp_path / "not there"], 1)


def test_a_browser_that_does_not_start_is_none(tmp_path: Path) -> None:
    """Asked as set-up asks it: Playwright does not start twice in a process, and here the tests of pages may have it."""
    broken = program(tmp_path, "chromium", "exit 0")
    asked = subprocess.run(
        [sys.executable, abilities.__file__, "browser"], env={**os.environ, "CHANLIAN_CHROMIUM": str(broken)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (asked.returncode, asked.stdout, asked.stderr) == (1, f"{abilities.NO_BROWSER}\n", "")


@pytest.mark.parametrize("broken", ["java", "javac"])
def test_a_jdk_whose_programs_do_not_run_is_none(broken: str, tmp_path: Path) -> None:
    for name in ("java", "javac"):
        program(tmp_path / "bin", name, "exit 1" if name == broken else "echo javac 21.0.1")
    assert neo4j_assembly._version(tmp_path) is None
    program(tmp_path / "bin", broken, "echo javac 21.0.1")
    assert neo4j_assembly._version(tmp_path) == 21


def test_a_maven_that_does_not_run_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "a", "mvn", "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path / "a"))
    jdk = neo4j_assembly.Jdk(tmp_path, 21)
    assert neo4j_assembly.maven(jdk) is None
    good = program(tmp_path / "b", "mvn", f'test "$JAVA_HOME" = {tmp_path}')
    monkeypatch.setenv("PATH", f"{tmp_path / 'a'}:{tmp_path / 'b'}")
    assert neo4j_assembly.maven(jdk) == str(good)
