"""The commands `sql` and `cypher`: one question of one's own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from ..errors import BadInput
from ..given import AFTERWARDS
from ..language import t
from .shared import FromZero, Session, command, option, rows_told, rows_wanted

if TYPE_CHECKING:
    from ..console.result import Told

_seconds = option(
    "--seconds",
    type=FromZero(),
    metavar="N",
    en="Stop the question after so many seconds.",
    zh="超过多少秒即停止。",
)


@command(
    "sql",
    en="Ask one SELECT of your own; nothing is written, and no file is read but the graph.\n\n"
    "Each table has a readable view: v_firms, v_products, v_supplies, v_projects, v_agreements, ... with names instead "
    "of numbers, the fact's id, areas by name (county, province; seller_county, buyer_county, ...), source and locator. "
    "Beside a name stands its identifier (seller, seller_id). Money is in yuan. A fact with values of several periods shows one of "
    "them; v_observations has a row for each. "
    "All of them: SELECT table_name FROM information_schema.tables; their columns: DESCRIBE v_supplies; "
    "what they mean: chanlian schema. A graph on a server is asked in Cypher: chanlian cypher.",
    zh="用一条 SELECT 语句自行查询；不写入任何内容，也不读取图以外的文件。\n\n"
    "每张表都有可读视图：v_firms、v_products、v_supplies、v_projects、v_agreements……其中是名称而不是编号，"
    "并有事实编号、各级地区名称（county、province，seller_county、buyer_county 等）、来源和位置。"
    "名称旁有标识符（seller、seller_id）。金额单位为元。有多期数值的事实只显示其中一期，各期见 v_observations。"
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
@_seconds
def sql(session: Session, graph: str, text: str, pairs: tuple[str, ...], seconds: float | None) -> Any:
    """`Graph.sql` of graph."""
    from ..console.result import attrs_of
    from ..console.sql import ask_sql
    from ..opening import connect

    parameters = dict(_pair(pair) for pair in pairs)
    limit = rows_wanted()
    handle = connect(graph, wait=session.wait)
    told = ask_sql(handle, text, parameters, limit=limit, seconds=seconds)
    attrs = attrs_of(handle, "sql", text, parameters) | _cut(told)
    attrs["notes"] += rows_told(len(told.rows), limit, more=told.more, lang=session.lang)
    return replace(told, attrs=attrs)


def _cut(told: Told) -> dict[str, Any]:
    """What an answer says of itself where not all rows were fetched: how many there are nobody knows."""
    return {AFTERWARDS: {"rows": len(told.rows), "of": None}} if told.more else {}


def _pair(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark or not name:
        raise BadInput(f"-p {text!r}: write NAME=VALUE", f"-p “{text}”：请写作 名称=值")
    return name, value


@command(
    "cypher",
    en="Ask a Neo4j server one question of your own in Cypher; nothing is written.\n\n"
    "docs/CYPHER.md has the labels and ten questions to begin with.",
    zh="用 Cypher 向 Neo4j 服务器自行查询；不写入任何内容。\n\n标签、关系和十个示例问题见 docs/CYPHER.md。",
    examples=[
        "chanlian cypher bolt://localhost 'MATCH (f:Firm)-[:PRODUCES]->(p:Product {name: $name}) RETURN f.name' -p name=吨袋",
        "chanlian cypher bolt://localhost 'MATCH (f:Firm) RETURN f.name LIMIT $n' -p n:=3 --format csv",
    ],
    answers=True,
)
@click.argument("url")
@click.argument("text", metavar="CYPHER")
@option("-p", "--parameter", "pairs", multiple=True, metavar="NAME=TEXT",
        en="A value for $NAME: text, or NAME:=3 for a number, list or true; may be repeated.",
        zh="语句中 $NAME 的值：文本；数字、列表、true 写作 NAME:=3；可重复。")  # fmt: skip
@_seconds
def cypher(session: Session, url: str, text: str, pairs: tuple[str, ...], seconds: float | None) -> Any:
    """`Graph.cypher` of graph."""
    from ..console.cypher import ask_cypher, parameter
    from ..console.result import attrs_of
    from ..frames import frame_of
    from ..opening import connect

    parameters = dict(parameter(pair) for pair in pairs)
    limit = rows_wanted()
    handle = connect(url, wait=session.wait)
    told = ask_cypher(handle, text, parameters, limit=limit, seconds=seconds)
    frame = frame_of(told.columns, told.rows)
    frame.attrs = attrs_of(handle, "cypher", text, parameters) | _cut(told)
    frame.attrs["notes"] += [t(session.lang, *doubt) for doubt in told.doubts]
    frame.attrs["notes"] += rows_told(len(told.rows), limit, more=told.more, lang=session.lang)
    return frame
