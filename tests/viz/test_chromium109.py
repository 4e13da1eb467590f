"""The script that opens pages in the oldest browser of offices: where it cannot, it says so in a line."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.core
SCRIPT = Path(__file__).parents[2] / "scripts" / "chromium109.py"


@pytest.fixture
def script() -> Any:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("chromium109", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_without_npm_it_is_skipped_with_a_line(
    script: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script, "KEPT", tmp_path / "kept")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert script.main() == 0
    assert capsys.readouterr().out == "Chromium 109: skipped, npm and node are not here\n"
    assert not (tmp_path / "kept").exists()


def test_a_page_that_does_not_work_is_told(script: Any, tmp_path: Path) -> None:
    browser = tmp_path / "chromium"
    browser.write_text(
        '#!/bin/sh\necho ":CONSOLE(1) oh" >&2\necho "<body data-ready=\\"yes\\" data-tab=\\"gaps\\">"\n',
        encoding="utf-8",
    )
    browser.chmod(0o755)
    wrong = script._opened(browser, tmp_path / "page.html", "#t=network", tmp_path)
    assert [one.split(":")[0] for one in wrong] == [
        "a message",
        "the network is not drawn",
        'it opens as <body data-ready="yes" data-tab="gaps">',
    ]
    assert script._opened(browser, tmp_path / "page.html", "#t=gaps", tmp_path) == ["a message: :CONSOLE(1) oh"]
    assert script._printed(browser, tmp_path / "page.html", tmp_path) == [
        "no sheets of A4 on their side but of set() mm"
    ]
