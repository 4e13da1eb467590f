"""The pictures of the README and the docs, made of the example: docs/pictures, in both languages.

Run it after a change of the pages: python scripts/screenshots.py. It wants playwright and a Chromium (sh scripts/setup.sh browser).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent.parent
sys.path[:0] = [str(HERE / "src"), str(HERE / "tests" / "helpers")]

AREAS: Final = ["玉屏", "大龙", "新晃"]
SHOTS: Final = {
    "chain": (1366, 860, ""),
    "phone": (390, 844, ""),
    "network": (1366, 860, "#t=network"),
}
"""Name of each picture, the size of its screen, and where it opens."""


def main() -> int:
    """Make them all; the number of those that were made."""
    from abilities import browsing

    import chanlian as cl
    from chanlian.viz.draw_page import draw

    out = HERE / "docs" / "pictures"
    out.mkdir(exist_ok=True)
    made = 0
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        if browser is None:
            sys.exit("no browser: run sh scripts/setup.sh browser, or set CHANLIAN_CHROMIUM")
        graph = cl.connect(str(Path(folder) / "x.duckdb"))
        cl.load(graph, str(HERE / "examples" / "xiangqian"))
        cl.add_chain(graph, "锂电材料")
        for lang in ("zh", "en"):
            path, _ = draw(graph, AREAS, Path(folder) / f"{lang}.html", lang=lang)
            for name, (width, height, where) in SHOTS.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(path.as_uri() + where)
                page.wait_for_selector("body[data-ready=yes]")
                if name == "network":
                    page.wait_for_selector("body[data-drawn=yes]")
                page.screenshot(path=out / f"{name}.{lang}.png")
                if name == "chain":  # once more with a gap selected
                    page.locator("svg.wide .box", has_text="吨袋").nth(1).locator("rect").first.click(
                        force=True, position={"x": 12, "y": 8}
                    )
                    page.wait_for_selector("svg.wide .selected")
                    page.screenshot(path=out / f"selected.{lang}.png")
                    made += 1
                page.close()
                made += 1
    print(f"{made} pictures in {out.relative_to(HERE)}")
    return made


if __name__ == "__main__":
    main()
