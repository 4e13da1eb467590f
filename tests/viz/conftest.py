"""A real browser for the tests of pages, and the invented networks that they show."""

from __future__ import annotations

import importlib.util
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from chanlian.graph.export.files import write_whole
from chanlian.viz.page.page_data import network_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from chanlian.queries.picture.records import Network

ARGUMENTS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def _chromium() -> str | None:
    named = os.environ.get("CHANLIAN_CHROMIUM")
    if named:
        return named
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next((path for path in found if path), None)


@pytest.fixture(scope="session")
def samples() -> Any:
    """The module of invented networks beside this file, whatever the import mode."""
    spec = importlib.util.spec_from_file_location("viz_sample", Path(__file__).with_name("sample.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, or the one that CHANLIAN_CHROMIUM names; skipped where there is none."""
    path = _chromium()
    if path is None:
        message = "no chromium here: apt-get install chromium fonts-noto-cjk, or set CHANLIAN_CHROMIUM"
        if os.environ.get("CHANLIAN_NO_SKIP") == "1":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=path, args=[*ARGUMENTS, *(["--no-sandbox"] if root else [])])
        yield chromium
        chromium.close()


@dataclass
class Opened:
    """A page in the browser, and everything it did that it should not."""

    page: Page
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def check_quiet(self) -> None:
        """It asked for nothing but itself, said nothing, opened nothing."""
        assert [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))] == []
        assert len([url for url in self.requests if url.startswith("file:")]) == 1
        assert self.console == []
        assert self.dialogs == []


class Opener:
    """Writes pages and opens them at the size of an office screen."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser = browser
        self.folder = folder
        self.opened: list[Opened] = []

    def __call__(self, network: Network, lang: str = "zh") -> Opened:
        path = write_whole(self.folder / f"{len(self.opened)}.html", network_page(network, lang=lang))
        page = self.browser.new_page(viewport={"width": 1366, "height": 768})
        one = Opened(page)
        page.on("request", lambda request: one.requests.append(request.url))
        page.on("console", lambda message: one.console.append(message.text))
        page.on("pageerror", lambda error: one.console.append(str(error)))

        def refuse(dialog: Any) -> None:
            one.dialogs.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", refuse)
        page.goto(path.as_uri())
        page.wait_for_selector("body[data-ready=yes]", timeout=30_000)
        self.opened.append(one)
        return one


@pytest.fixture
def opener(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Opens a network's page; at the end, every page must have been quiet."""
    make = Opener(browser, tmp_path)
    yield make
    for one in make.opened:
        one.check_quiet()
        one.page.close()
