"""Programs that some tests need, known by what they do: a name on the PATH may stand for one that does not work.

    python tests/abilities.py browser    # exit code; one line says what is wrong
    python tests/abilities.py office
    python tests/abilities.py documents

`sh scripts/setup.sh browser` asks this before it installs something, and again after it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from playwright.sync_api import Browser

NO_SHEETS = "LibreOffice (soffice with Calc) that works is not here"
NO_DOCUMENTS = "LibreOffice (soffice with Writer) that works is not here"
NO_FONT = "no Chinese font is here, or nothing that draws PNG"
NO_BROWSER = "no chromium that starts is here"

_ARGUMENTS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def programs(*names: str) -> Iterator[str]:
    """Every program of these names on the PATH, not only the first of each, which may be broken."""
    for name in names:
        for folder in os.get_exec_path():
            if path := shutil.which(name, path=folder):
                yield path


def runs(command: Sequence[str | Path], seconds: float, **environment: str) -> bool:
    """Does it end well and in time? What it started ends with it."""
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=os.environ | environment, start_new_session=True,
        )  # fmt: skip
    except OSError:
        return False
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


# --- LibreOffice ------------------------------------------------------------------------------------------------------


def offices() -> list[str]:
    """What may be LibreOffice."""
    return list(dict.fromkeys(programs("soffice", "libreoffice")))


def office(profile: Path | None = None) -> str | None:
    """The LibreOffice that makes a workbook of a small table; one without Calc does not. `profile` is made where it is not yet."""
    return next((path for path in offices() if _makes_sheets(path, profile)), None)


def documents(profile: Path | None = None) -> str | None:
    """The LibreOffice that opens a text; one without Writer does not."""
    return next((path for path in offices() if _opens_texts(path, profile)), None)


def _opens_texts(soffice: str, profile: Path | None) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        text, made = Path(folder, "t.html"), Path(folder, "t.docx")
        text.write_text("<p>a</p>", encoding="utf-8")
        own = profile or Path(folder, "profile")
        return runs(converting(soffice, own, "docx:MS Word 2007 XML", Path(folder), text), 60) and zipfile.is_zipfile(
            made
        )


def _makes_sheets(soffice: str, profile: Path | None) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        table, made = Path(folder, "t.csv"), Path(folder, "t.xlsx")
        table.write_text("a,b\n1,2\n", encoding="utf-8")
        return runs(
            converting(soffice, profile or Path(folder, "profile"), "xlsx", Path(folder), table), 60
        ) and zipfile.is_zipfile(made)


def converting(soffice: str, profile: Path, form: str, folder: Path, *paths: Path) -> list[str]:
    """The command that makes another form of files, with a profile that no one else uses."""
    return [
        soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", form, "--outdir", str(folder), *map(str, paths),
    ]  # fmt: skip


# --- A browser --------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def browsing() -> Iterator[Browser | None]:
    """A browser that starts: the one that CHANLIAN_CHROMIUM names, or one on the PATH, or Playwright's own; or None."""
    from playwright.sync_api import Error, sync_playwright

    named = os.environ.get("CHANLIAN_CHROMIUM")
    found = [named] if named else [*programs("chromium", "chromium-browser", "google-chrome"), None]
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = [*_ARGUMENTS, *(["--no-sandbox"] if root else [])]
    if not _playwright_runs():
        yield None
        return
    with sync_playwright() as play:
        browser = None
        for path in found:
            with contextlib.suppress(Error):
                browser = play.chromium.launch(executable_path=path, args=arguments, timeout=60_000)
                break
        yield browser
        if browser is not None:
            browser.close()


def _playwright_runs() -> bool:
    """Its driver is a program of its own, which wants libraries that a bare machine has not (libatomic)."""
    return runs([sys.executable, "-m", "playwright", "--version"], 60)


def shows_pages() -> bool:
    """Does a browser start and show a page?"""
    from playwright.sync_api import Error

    with browsing() as browser, contextlib.suppress(Error):
        if browser is not None:
            page = browser.new_page()
            page.set_content("<p>产链</p>")
            return page.inner_text("p") == "产链"
    return False


if __name__ == "__main__":
    abilities: dict[str, tuple[Callable[[], object], str]] = {
        "browser": (shows_pages, NO_BROWSER),
        "office": (office, NO_SHEETS),
        "documents": (documents, NO_DOCUMENTS),
    }
    if len(sys.argv) != 2 or sys.argv[1] not in abilities:
        sys.exit(__doc__)
    what, lack = abilities[sys.argv[1]]
    if not what():
        print(lack)  # noqa: T201
        sys.exit(1)
