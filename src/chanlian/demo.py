"""The main job on the bundled example: build the graph, ask it, draw the page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .graph.acts import aside, done
from .graph.commands.shared import Output, Session, command, output_option
from .graph.commands.streams import harmless
from .graph.errors import BadInput
from .graph.export.files import file_path
from .graph.export.outputs import OutputFile, is_somebodys
from .graph.for_python import behind
from .graph.language import t
from .graph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from .graph.graph import Graph

EXAMPLE = Path(__file__).parent / "examples" / "xiangqian"
AREAS = ("玉屏", "大龙", "新晃")
CHAIN = "锂电材料"
PAGES = {"en": "xiangqian.en.html", "zh": "xiangqian.html"}


def build(path: str | os.PathLike[str], *, force: bool = False) -> Graph:
    """The example as a graph in a new file; one there is replaced, whole, if nobody has changed it since it was built."""
    from .graph.opening import connect
    from .loaders import add_chain, load

    target = OutputFile(path, force=force)
    _check_log(target)
    with target.making() as folder:
        graph = connect(str(folder / target.path.name))
        with aside():  # it has not got its name yet
            report = behind(load)(graph, str(example_folder()))
        rejected = int(report["rejected"].sum())
        if rejected:
            raise BadInput(
                f"the example has {rejected} rejected rows; this copy of chanlian is damaged, install it again",
                f"示例有 {rejected} 行被拒收；chanlian 安装不完整，请重新安装",
            )
        with aside():
            add_chain(graph, CHAIN)
        said = {"question": "demo", "graph_hash": graph.content_hash, "version": __version__}
        if (folder / f"{target.path.name}.wal").exists():
            # what a full disk leaves in the log is not in the file, and its digest would tell of half of it
            raise BadInput(
                f"{target.given}: cannot be written (there is no room to fold its log into it); make room on the disk",
                f"{target.given}：无法写入（空间不足，日志未能并入图文件）；请腾出磁盘空间",
            )
        _check_log(target).unlink(missing_ok=True)
        target.place(folder, said)
    done(os.fspath(target.given))
    return connect(str(target.given))


def _check_log(target: OutputFile) -> Path:
    """Facts that are only in a graph's log are somebody's too; another graph must not be given them."""
    log = target.path.with_name(f"{target.path.name}.wal")
    if log.exists() and not target.force:
        raise is_somebodys(target.given, log)
    return log


def example_folder() -> Path:
    """Where the example's tables lie, in a wheel or a checkout."""
    checkout = Path(__file__).parents[2] / "examples" / "xiangqian"
    return EXAMPLE if EXAMPLE.is_dir() else checkout


@command(
    "demo",
    en="The bundled example, end to end: what three neighbours on the Hunan-Guizhou border lack, and a page.\n\n"
    "Builds the graph of 玉屏, 大龙 and 新晃 from published articles, asks it, and writes a page that opens offline.",
    zh="运行自带示例：湘黔边界三个邻居各缺什么，并生成网页。\n\n"
    "用公开报道中的事实建立玉屏、大龙、新晃的图，逐项查询，并生成可离线打开的网页。",
    examples=["chanlian demo -o demo"],
)
@output_option("folder", type=click.Path(file_okay=False), default="demo", show_default=True,
               en="Folder for the graph and the page.", zh="图和网页存放的文件夹。")  # fmt: skip
def demo(session: Session, folder: str, *, force: bool) -> None:
    """Build, ask, draw."""
    target = file_path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(
            f"{folder}: the folder cannot be made ({error.strerror}); choose another with -o",
            f"{folder}：无法建立文件夹（{error.strerror}）；请用 -o 指定其他位置",
        ) from error
    lang = session.lang
    for page in PAGES.values():
        OutputFile(target / page, force=force)
    graph = build(target / "xiangqian.duckdb", force=force)
    with graph.reading():
        for title, frame in answers(graph, lang):
            _heading(title)
            _show(frame, session)
    written = draw_pages(graph, target, lang, force=force)
    click.echo()
    where, page = harmless(str(target / "xiangqian.duckdb")), harmless(str(written))
    click.echo(t(lang, f"graph: {where}", f"图文件：{where}"))
    click.echo(
        t(
            lang,
            f"page:  {page}  (open it in any browser; no network is needed)",
            f"网页：{page}（用浏览器打开，无需联网）",
        )
    )


def answers(graph: Graph, lang: str) -> Sequence[tuple[str, pd.DataFrame]]:
    """What the demo asks, with a title for each answer."""
    from . import queries

    together = ",".join(AREAS)
    asked = [(t(lang, f"What {area} lacks", f"{area}缺什么"), queries.gaps(graph, area, lang=lang)) for area in AREAS]
    asked += [
        (
            t(
                lang,
                "What the three lack together: what one lacks, another has",
                "三地合起来缺什么：一地所缺，另一地有",
            ),
            queries.gaps(graph, together, lang=lang),
        ),
    ]
    asked += [
        (
            t(lang, f"Made in {area}, used by nobody there", f"{area}生产、本地无人使用"),
            queries.outlets(graph, area, lang=lang),
        )
        for area in AREAS
    ]
    asked += [
        (t(lang, "Who could buy nearer", "谁可以就近采购"), queries.matches(graph, together, lang=lang)),
        (
            t(lang, "Ties between 贵州 and 湖南", "贵州与湖南的联系"),
            queries.links(graph, "province", between=("贵州", "湖南"), lang=lang),
        ),
        (
            t(lang, "The packaging loop, from 创联包装 down", "包装闭环：从创联包装向下游"),
            queries.trace(graph, "创联包装", down=True, lang=lang),
        ),
    ]
    return asked


def draw_pages(graph: Graph, folder: Path, lang: str, *, force: bool = False) -> Path:
    """Write the page of the three areas in both languages; the path of that in `lang`."""
    from .viz.draw_page import draw

    for language, name in PAGES.items():
        draw(graph, ",".join(AREAS), folder / name, force=force, lang=language)
    return folder / PAGES["zh" if lang == "zh" else "en"]


def _heading(title: str) -> None:
    click.echo()
    click.secho(f"== {title}", bold=True)


def _show(frame: Any, session: Session) -> None:
    from .viz.files.output import show

    show(frame, Output(), session)
