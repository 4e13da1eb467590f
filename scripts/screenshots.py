"""The pictures of the README and the docs: of the example in both languages (docs/pictures), and of the first hour.

Run it after a change of the pages: python scripts/screenshots.py. It wants playwright and a Chromium (sh scripts/setup.sh browser).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).parent.parent
sys.path[:0] = [str(HERE / "src"), str(HERE / "tests" / "helpers")]

AREAS: Final = ["玉屏", "大龙", "新晃"]
SHOTS: Final = {
    "chain": (1366, 790, ""),
    "phone": (390, 844, ""),
    "network": (1366, 790, "#t=network"),
}
"""Name of each picture, the size of its screen, and where it opens."""
FORM: Final = """企业名称,所在地,主营产品,主要原料
示例钙业有限公司,玉屏县,重质碳酸钙、纳米碳酸钙,石灰石
示例包装有限公司,玉屏县,吨袋、编织袋,聚丙烯、色母粒
示例管业有限公司,玉屏县,塑料管材,碳酸钙粉体、聚氯乙烯
示例新材料有限公司,玉屏县,硫酸锰,软锰矿、硫酸
示例门窗厂,玉屏县,铝合金门窗,铝型材
"""
"""The form of docs/FIRST-HOUR.md as its picture shows it filled in: invented firms."""


def main() -> int:
    """Make them all; the number of those that were made."""
    from abilities import browsing

    made = []
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        if browser is None:
            sys.exit("no browser: run sh scripts/setup.sh browser, or set CHANLIAN_CHROMIUM")
        for path in (*_of_example(browser, Path(folder)), *_of_first_hour(browser, Path(folder))):
            made.append(path)
            print(path.relative_to(HERE))
    return len(made)


def _of_example(browser: Any, folder: Path) -> Iterator[Path]:
    import chanlian as cl

    out = HERE / "docs" / "pictures"
    out.mkdir(exist_ok=True)
    graph = cl.connect(str(folder / "x.duckdb"))
    cl.load(graph, str(HERE / "examples" / "xiangqian"))
    cl.add_chain(graph, "锂电材料")
    for lang in ("zh", "en"):
        written, _ = cl.draw(graph, AREAS, folder / f"{lang}.html", lang=lang)
        for name, (width, height, where) in SHOTS.items():
            page = _opened(browser, written, width, height, where)
            yield _shot(page, out / f"{name}.{lang}.png")
            if name == "chain":  # once more with a gap selected
                page.locator("svg.wide .box", has_text="吨袋").nth(1).locator("rect").first.click(
                    force=True, position={"x": 12, "y": 8}
                )
                page.wait_for_selector("svg.wide .selected")
                yield _shot(page, out / f"selected.{lang}.png")
            page.close()


def _of_first_hour(browser: Any, folder: Path) -> Iterator[Path]:
    """The page that the guide ends with, in the guide's language."""
    import chanlian as cl

    form = folder / "企业表.csv"
    form.write_text(FORM, encoding="utf-8")
    graph = cl.connect(str(folder / "玉屏.duckdb"))
    cl.load(graph, str(form), source="2026年企业摸底", published="2026-11")
    cl.add_chain(graph, "碳酸钙")
    written, _ = cl.draw(graph, "玉屏", folder / "玉屏.html", lang="zh")
    yield _shot(_opened(browser, written, 1366, 768, ""), HERE / "docs" / "first-hour" / "page.png")


def _opened(browser: Any, written: Path, width: int, height: int, where: str) -> Any:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(written.as_uri() + where)
    page.wait_for_selector("body[data-ready=yes]")
    if "network" in where:
        page.wait_for_selector("body[data-drawn=yes]")
    return page


def _shot(page: Any, path: Path) -> Path:
    page.screenshot(path=path)
    return path


if __name__ == "__main__":
    main()
