"""A real browser for the tests of pages, and the invented networks that they show."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from abilities import NO_BROWSER, browsing

from chanlian.viz.page.page_data import network_page
from chanlian.viz.page.whole_page import Contents, whole_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from chanlian.queries.picture.records import Network


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
def chains() -> Any:
    """The module of invented rows of `chain` beside this file."""
    spec = importlib.util.spec_from_file_location("chain_world", Path(__file__).with_name("chain_world.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser that starts, as sh scripts/setup.sh browser looks for it; skipped where there is none."""
    with browsing() as found:
        if found is None:
            pytest.skip(f"{NO_BROWSER}: run sh scripts/setup.sh browser, or set CHANLIAN_CHROMIUM")
        yield found


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
        """A network alone, drawn."""
        one = self.file(network_page(network, lang=lang))
        one.page.wait_for_selector("body[data-drawn=yes]", timeout=30_000)
        return one

    def whole(self, contents: Contents, *, width: int = 1366, hash_: str = "", script: bool = True) -> Opened:
        """A page with all that it is made of, at a width."""
        return self.file(whole_page(contents), width=width, hash_=hash_, script=script)

    def file(self, text: str, *, width: int = 1366, hash_: str = "", script: bool = True) -> Opened:
        """Any page."""
        path = self.folder / f"{len(self.opened)}.html"
        path.write_text(text, encoding="utf-8")
        page = self.browser.new_page(viewport={"width": width, "height": 768}, java_script_enabled=script)
        page.set_default_timeout(6000)
        one = Opened(page)
        page.on("request", lambda request: one.requests.append(request.url))
        page.on("console", lambda message: one.console.append(message.text))
        page.on("pageerror", lambda error: one.console.append(str(error)))

        def refuse(dialog: Any) -> None:
            one.dialogs.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", refuse)
        page.goto(path.as_uri() + hash_)
        if script:
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
