"""The command `pull`."""

from __future__ import annotations

from typing import Any

import click

from ...graph.commands.shared import Session, answer_files, command, forced, option
from ...graph.for_python import behind


@command(
    "pull",
    en="Write a graph on a Neo4j server into a file, with all its evidence, dates and traces.\n\n"
    "A database that chanlian did not make comes in through a mapping file: each label is a table nodes.<label>.parquet, "
    "each type of relationship a table ties.<type>.parquet, with the columns of their nodes as start.<property> and end.<property>.",
    zh="把 Neo4j 服务器上的图取回文件，来源、日期和留痕一并取回。\n\n"
    "不是由 chanlian 建立的数据库通过映射文件导入：每个标签是一张表 nodes.<标签>.parquet，每种关系是一张表 ties.<类型>.parquet，"
    "两端节点的属性列名为 start.<属性> 和 end.<属性>。",
    examples=[
        "chanlian pull bolt://localhost xiangqian.duckdb",
        "chanlian pull bolt://localhost new.duckdb --map companies.toml --source 企业图谱",
    ],
    answers=True,
)
@click.argument("url")
@click.argument("graph")
@option("--map", "mapping", type=click.Path(dir_okay=False), metavar="MAP.toml",
        en="A mapping file, for a database of others.", zh="映射文件，用于他人的数据库。")  # fmt: skip
@option("--source", metavar="TITLE", en="With --map: what the facts rest on.", zh="与 --map 同用：事实来源的名称。")
@option("--rejects", type=click.Path(dir_okay=False), metavar="FILE", en="With --map: where to write rejected rows.",
        zh="与 --map 同用：拒收行写到哪里。")  # fmt: skip
def pull(session: Session, url: str, graph: str, mapping: str | None, **how: Any) -> Any:
    """`pull` of loaders."""
    from ...graph.commands.server import progress
    from ...graph.opening import connect
    from ...graph.transfer.copy import check_direction
    from ..pull_graph import pull as fetch
    from .load import reported

    check_direction(url, graph, to_server=False)
    given = {name: value for name, value in how.items() if value is not None}
    server, target = connect(url, wait=session.wait), connect(graph, wait=session.wait)
    if mapping is None:
        with progress(target, session):
            return behind(fetch)(server, target, **given)
    return reported(
        session,
        behind(fetch)(
            server, target, mapping=mapping, force=forced(), spares=answer_files(), lang=session.lang, **given
        ),
    )
