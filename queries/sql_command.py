"""The command `sql`."""

from __future__ import annotations

from typing import Any

import click

from ..graph.commands.shared import Session, command, option, rows_told, rows_wanted
from ..graph.errors import BadInput


@command(
    "sql",
    en="Ask one SELECT of your own; nothing is written, and no file is read but the graph.\n\n"
    "Each table has a readable view: v_firms, v_products, v_supplies, v_projects, v_agreements, ... with names instead "
    "of numbers, the fact's id, areas by name (county, province; seller_county, buyer_county, ...), source and locator. "
    "Beside a name stands its identifier (seller, seller_id). Money is in yuan. "
    "All of them: SELECT table_name FROM information_schema.tables; their columns: DESCRIBE v_supplies; "
    "what they mean: chanlian schema. A graph on a server is asked in Cypher: chanlian cypher.",
    zh="用一条 SELECT 语句自行查询；不写入任何内容，也不读取图以外的文件。\n\n"
    "每张表都有可读视图：v_firms、v_products、v_supplies、v_projects、v_agreements……其中是名称而不是编号，"
    "并有事实编号、各级地区名称（county、province，seller_county、buyer_county 等）、来源和位置。"
    "名称旁有标识符（seller、seller_id）。金额单位为元。"
    "全部视图：SELECT table_name FROM information_schema.tables；列：DESCRIBE v_supplies；含义：chanlian schema。"
    "服务器上的图用 Cypher 查询：chanlian cypher。",
    examples=[
        'chanlian sql xiangqian.duckdb "SELECT product, count(*) AS supplies FROM v_supplies GROUP BY product ORDER BY 2 DESC"',
        "chanlian sql xiangqian.duckdb 'SELECT name, county FROM v_firms WHERE province = $where' -p where=湖南省 --format csv",
    ],
    answers=True,
)
@click.argument("graph")
@click.argument("text", metavar="SELECT")
@option("-p", "--parameter", "pairs", multiple=True, metavar="NAME=VALUE", en="A value for $NAME in the text; may be repeated.",
        zh="语句中 $NAME 的值，可重复。")  # fmt: skip
@option("--seconds", type=click.FloatRange(min=0), metavar="N", en="Stop the question after so many seconds.", zh="超过多少秒即停止。")  # fmt: skip
def sql(session: Session, graph: str, text: str, pairs: tuple[str, ...], seconds: float | None) -> Any:
    """`Graph.sql` of graph."""
    from ..graph.console.result import attrs_of
    from ..graph.console.sql import ask_sql
    from ..graph.graph import connect
    from .answer import Answer

    parameters = dict(_pair(pair) for pair in pairs)
    limit = rows_wanted()
    handle = connect(graph, wait=session.wait)
    told = ask_sql(handle, text, parameters, limit=limit, seconds=seconds)
    answer = Answer(told.columns, told.rows, attrs_of(handle, "sql", text, parameters))
    answer.attrs["notes"] += rows_told(len(told.rows), limit, more=told.more, lang=session.lang)
    return answer


def _pair(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark or not name:
        raise BadInput(f"-p {text!r}: write NAME=VALUE", f"-p “{text}”：请写作 名称=值")
    return name, value
