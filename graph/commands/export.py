"""The command `export`."""

from __future__ import annotations

import click

from ..for_python import behind
from .shared import Session, command, option, output_option
from .streams import print_path

_FORMS = ("csv", "json", "jsonl", "parquet", "xlsx", "graphml", "gexf")  # a test holds it to FORMS of export/export.py


@command(
    "export",
    en="Write the whole graph for other programs.\n\n"
    "csv, jsonl and parquet make a folder with a table for each kind; json and xlsx one file of all tables; graphml and "
    "gexf nodes and edges for network programs. Loaded again, the tables make the same graph. The target must be new, "
    "an empty folder, or an earlier export that nobody has changed.",
    zh="把整个图导出给其他程序。\n\n"
    "csv、jsonl、parquet 生成文件夹，每类一张表；json、xlsx 为单个文件；graphml、gexf 供网络分析软件使用。"
    "导出的表重新载入后得到相同的图。目标必须是新的、空文件夹，或未改动过的导出结果。",
    examples=[
        "chanlian export xiangqian.duckdb -o tables",
        "chanlian export xiangqian.duckdb -o xiangqian.xlsx --lang zh",
        "chanlian export xiangqian.duckdb -o xiangqian.graphml",
    ],
)
@click.argument("graph")
@output_option("path", type=click.Path(), required=True, en="The folder or file to write.", zh="写入的文件夹或文件。")
@option("--to", type=click.Choice(_FORMS), en="In which form (default: by the file's name, else csv).",
        zh="导出格式（默认按文件名判断，否则为 csv）。")  # fmt: skip
def export(session: Session, graph: str, path: str, to: str | None, *, force: bool) -> None:
    """`export` of graph."""
    from ..export.export import export as write
    from ..graph import connect

    done = behind(write)(connect(graph, wait=session.wait), path, to, force=force, lang=session.lang)
    session.say_all(done.attrs["notes"])
    print_path(path)
