"""The command `push`, and how far a long write to a server has come."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from ..for_python import behind
from ..language import t
from .shared import Session, command, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..graph import Graph


@command(
    "push",
    en="Write a graph to a Neo4j server, with all its evidence, dates and traces.\n\n"
    "What is there already is compared, nothing is doubled, and nothing of others is touched or deleted. The password "
    "comes from NEO4J_PASSWORD (user: NEO4J_USERNAME), the configuration file or a prompt. A push that was broken off "
    "is mended by the same push again.",
    zh="把图写入 Neo4j 服务器，来源、日期和留痕一并写入。\n\n"
    "已有内容先比较，不会重复，也不会改动或删除他人的数据。密码取自环境变量 NEO4J_PASSWORD（用户名 NEO4J_USERNAME）、"
    "配置文件或提示输入。中断的 push 再执行一次即可补齐。",
    examples=[
        "chanlian push xiangqian.duckdb bolt://localhost",
        "chanlian push xiangqian.duckdb neo4j+s://host/chains",
    ],
    answers=True,
)
@click.argument("graph")
@click.argument("url")
@option("--batch", type=click.IntRange(min=1), metavar="N", en="So many facts in one transaction (default 50000).",
        zh="每个事务写入多少条事实（默认 50000）。")  # fmt: skip
def push(session: Session, graph: str, url: str, batch: int | None) -> Any:
    """`push` of replica."""
    from ..opening import connect
    from ..transfer.copy import check_direction, push as write

    check_direction(graph, url, to_server=True)
    source, target = connect(graph, wait=session.wait), connect(url, wait=session.wait)
    with progress(target, session):
        return behind(write)(source, target, batch=batch)


@contextmanager
def progress(graph: Graph, session: Session) -> Iterator[None]:
    """Show on the terminal how far a long write to a server has come."""
    if session.quiet or not sys.stderr.isatty() or not graph.capabilities.in_parts:
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    label = t(session.lang, "writing", "写入中")
    with Progress(
        TextColumn(label),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(label, total=None)
        graph.progress = lambda done, total: bar.update(task, completed=done, total=total)
        try:
            yield
        finally:
            graph.progress = None
