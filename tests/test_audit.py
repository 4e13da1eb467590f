"""What `make audit` finds wrong among the parts of the program."""

from __future__ import annotations

from typing import Any

import pytest
from scripted import script

audit = script("audit")


def part(*licences: dict[str, Any]) -> dict[str, Any]:
    return {"name": "part", "version": "1", "licenses": list(licences)}


@pytest.mark.parametrize(
    ("licences", "wrong"),
    [
        ([{"license": {"id": "MIT"}}], False),
        ([], False),
        ([{"license": {"id": "GPL-3.0-only"}}], True),
        ([{"license": {"name": "License :: OSI Approved :: GNU General Public License v3 (GPLv3)"}}], True),
        ([{"license": {"id": "AGPL-3.0-only"}}], True),
        ([{"license": {"id": "LGPL-2.1-only"}}], False),
        ([{"expression": "MIT OR GPL-2.0-only"}], False),
        ([{"expression": "MIT AND GPL-2.0-only"}], True),
        ([{"license": {"id": "GPL-2.0-only"}}, {"license": {"id": "MIT"}}], False),
    ],
)
def test_a_licence_that_the_core_may_not_have_is_found(
    licences: list[dict[str, Any]], wrong: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bool(audit._licences([part(*licences)])) is wrong
    assert "part" in capsys.readouterr().out


def test_parts_that_do_not_fit_together_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Done:
        returncode, stdout = 1, "pandas 3.0 requires numpy, which is not installed.\n"

    monkeypatch.setattr(audit.subprocess, "run", lambda *_, **__: Done)
    assert audit._misfits("python") == ["pandas 3.0 requires numpy, which is not installed."]


def test_a_known_weakness_is_found_and_what_is_not_checked_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Done:
        stdout = (
            '{"dependencies": [{"name": "jinja2", "version": "3.1.0", "vulns": [{"id": "CVE-1", "fix_versions": ["3.1.6"]}]},'
            ' {"name": "click", "skip_reason": "not found"}]}'
        )

    monkeypatch.setattr(audit.subprocess, "run", lambda *_, **__: Done)
    assert audit._weaknesses("python") == ["jinja2 3.1.0: CVE-1, mended in 3.1.6"]
    assert "NOT checked of 1 of 2 parts" in capsys.readouterr().out
