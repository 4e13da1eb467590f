"""Open the page of the example in Chromium 109, the last one of Windows 7 and 8.1, which offices still use.

python scripts/chromium109.py      1 where a page does not work there; skipped, with a line, where npm, node or the browser cannot be had

The browser comes as the npm package @sparticuz/chromium@109 (58 MB) and is kept in ~/.cache/chanlian. It runs by its own command
line, without Playwright, which speaks to newer ones only.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent.parent
sys.path.insert(0, str(HERE / "src"))

PACKAGE: Final = "@sparticuz/chromium@109"
KEPT: Final = Path.home() / ".cache" / "chanlian" / "chromium109"
AREAS: Final = ["玉屏", "大龙", "新晃"]
WHERE: Final = ("", "#t=network", "#t=flows", "#t=matrix", "#t=gaps")
_UNPACK: Final = (
    'const z = require("zlib"), fs = require("fs");'
    "fs.writeFileSync(process.argv[2], z.brotliDecompressSync(fs.readFileSync(process.argv[1])));"
)
_FLAGS: Final = (
    "--headless", "--no-sandbox", "--no-zygote", "--single-process", "--disable-gpu", "--disable-dev-shm-usage",
    "--window-size=1366,768", "--enable-logging=stderr", "--virtual-time-budget=8000",
)  # fmt: skip


def main() -> int:
    """0 where all is well or nothing could be tried."""
    browser, lacking = _browser()
    if browser is None:
        print(f"Chromium 109: skipped, {lacking}")
        return 0
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for lang, page in _pages(Path(folder)):
            for where in WHERE:
                found = _opened(browser, page, where, Path(folder)) and _opened(browser, page, where, Path(folder))
                wrong += [f"{lang} {where or 'chain map'}: {one}" for one in found]
            # on a busy machine it may print before it has read the page: only what goes wrong twice is wrong
            found = _printed(browser, page, Path(folder)) and _printed(browser, page, Path(folder))
            wrong += [f"{lang} on paper: {one}" for one in found]
    print("\n".join(wrong) or f"Chromium 109: {2 * len(WHERE)} views opened, 2 pages printed")
    return int(bool(wrong))


def _browser() -> tuple[Path | None, str]:
    """The browser as it is kept, or fetched; else what is lacking."""
    kept = KEPT / "chromium"
    if kept.exists():
        return kept, ""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return None, "npm and node are not here"
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        try:
            pack = [npm, "pack", PACKAGE, "--silent"]
            subprocess.run(pack, cwd=folder, check=True, timeout=600, stdout=subprocess.DEVNULL)  # noqa: S603  # ours
            (archive,) = Path(folder).glob("*.tgz")
            shutil.unpack_archive(archive, folder, "gztar")
            made = Path(folder, "chromium")
            unpack = [node, "-e", _UNPACK, f"{folder}/package/bin/chromium.br", str(made)]
            subprocess.run(unpack, check=True, timeout=300)  # noqa: S603  # ours
        except (subprocess.SubprocessError, OSError, ValueError) as error:
            return None, f"{PACKAGE} cannot be had from npm ({error})"
        made.chmod(0o755)
        made.rename(kept)
    return kept, ""


def _pages(folder: Path) -> list[tuple[str, Path]]:
    import chanlian as cl

    graph = cl.connect(str(folder / "x.duckdb"))
    cl.load(graph, str(HERE / "examples" / "xiangqian"))
    cl.add_chain(graph, "锂电材料")
    return [(lang, cl.draw(graph, AREAS, folder / f"{lang}.html", lang=lang)[0]) for lang in ("zh", "en")]


def _run(browser: Path, folder: Path, *asked: str) -> subprocess.CompletedProcess[str]:
    command = [browser, *_FLAGS, f"--user-data-dir={tempfile.mkdtemp(dir=folder)}", *asked]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603  # ours


def _opened(browser: Path, page: Path, where: str, folder: Path) -> list[str]:
    """What is wrong with a view of a page, as the browser leaves it."""
    ran = _run(browser, folder, "--dump-dom", page.as_uri() + where)
    body = (re.findall(r"<body[^>]*>", ran.stdout) or [""])[0]
    wrong = [f"a message: {line}" for line in ran.stderr.splitlines() if ":CONSOLE" in line]
    if 'data-ready="yes"' not in body:
        wrong.append("it is not ready")
    if where == "#t=network" and 'data-drawn="yes"' not in body:
        wrong.append("the network is not drawn")
    tab = where.removeprefix("#t=") or "chain-1"
    if f'data-tab="{tab}"' not in body:
        wrong.append(f"it opens as {body}")
    return wrong


def _printed(browser: Path, page: Path, folder: Path) -> list[str]:
    made = folder / "page.pdf"
    _run(browser, folder, f"--print-to-pdf={made}", page.as_uri())
    found = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)", made.read_bytes()) if made.exists() else ()
    sizes = {tuple(round(float(one) / 72 * 25.4) for one in size) for size in found}
    return [] if sizes == {(297, 210)} else [f"no sheets of A4 on their side but of {sizes} mm"]


if __name__ == "__main__":
    sys.exit(main())
