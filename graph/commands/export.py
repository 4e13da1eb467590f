"""The command `export`."""

from __future__ import annotations

import click

from ..for_python import behind
from .shared import Session, command, option, output_option
from .streams import print_path

_FORMS = (
    "csv",
    "json",
    "jsonl",
    "parquet",
    "xlsx",
    "graphml",
    "gexf",
    "cypher",
    "rdf",
)  # a test holds it to FORMS of export/export.py


@command(
    "export",
    en="Write a graph, or a part of it, for other programs.\n\n"
    "csv, jsonl and parquet make a folder with a table for each kind; json and xlsx one file of all tables; graphml and "
    "gexf nodes and edges for network programs, cypher the statements that make the "
    "graph on a Neo4j server, rdf N-Triples. Loaded again, the tables make the same graph. The target must be new, "
    "an empty folder, or an earlier export that nobody has changed. A part has every node that its facts need.",
    zh="把图或其中一部分导出给其他程序。\n\n"
    "csv、jsonl、parquet 生成文件夹，每类一张表；json、xlsx 为单个文件；graphml、gexf 供网络分析软件使用，"
    "cypher 为可在 Neo4j 中逐条执行的语句，rdf 为 N-Triples。"
    "导出的表重新载入后得到相同的图。目标必须是新的、空文件夹，或未改动过的导出结果。只导出一部分时，事实涉及的对象一并导出。",
    examples=[
        "chanlian export xiangqian.duckdb -o tables",
        "chanlian export xiangqian.duckdb -o xiangqian.xlsx --lang zh",
        "chanlian export xiangqian.duckdb -o xiangqian.graphml",
        "chanlian export xiangqian.duckdb -o yuping --in 玉屏 --kind supplies",
    ],
)
@click.argument("graph")
@output_option("path", type=click.Path(), required=True, en="The folder or file to write.", zh="写入的文件夹或文件。")
@option("--to", type=click.Choice(_FORMS), en="In which form (default: by the file's name, else csv).",
        zh="导出格式（默认按文件名判断，否则为 csv）。")  # fmt: skip
@option("--in", "area", en="Only this area, or several with commas.", zh="只导出该地区，多个用逗号分开。")
@option("--with-zones", is_flag=True, en="With zones of their own administration.", zh="包含独立管理的园区。")
@option("--kind", "kinds", multiple=True, en="Only this kind of nodes or facts; may be given several times.",
        zh="只导出这一类节点或事实，可多次使用。")  # fmt: skip
@option("--as-of", en="Only what held on that day, as it was known then.", zh="只导出截至该日的情况。")
def export(
    session: Session,
    graph: str,
    path: str,
    to: str | None,
    area: str | None,
    kinds: tuple[str, ...],
    as_of: str | None,
    *,
    with_zones: bool,
    force: bool,
) -> None:
    """`export` of graph."""
    from ..export.export import export as write
    from ..opening import connect

    done = behind(write)(
        connect(graph, wait=session.wait),
        path,
        to,
        area=area,
        kinds=kinds,
        as_of=as_of,
        with_zones=with_zones,
        force=force,
        lang=session.lang,
    )
    session.say_all(done.attrs["notes"])
    print_path(path)
