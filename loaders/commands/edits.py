"""The commands `unload`, `add`, `end`, `retract`, `resolve`; each only passes what was typed to the function of its name."""

from __future__ import annotations

from typing import Any

import click

from ...graph.commands.shared import Session, command, option
from ...graph.for_python import behind
from ...graph.language import t


@command(
    "unload",
    en="Undo one load: take out all that rests on a source, and on nothing else.\n\n"
    "What other sources state too stays, and shows their values again. What goes leaves a trace.",
    zh="撤销一次载入：移出只以该来源为依据的全部内容。\n\n其他来源也陈述的内容保留，并恢复为其他来源的值；移出的内容留痕。",
    examples=["chanlian unload xiangqian.duckdb 产业链模板：锂电材料"],
    answers=True,
)
@click.argument("graph")
@click.argument("source")
def unload(session: Session, graph: str, source: str) -> Any:
    """`unload` of edits."""
    from ..edits import unload as undo

    return behind(undo)(_open(session, graph), source, lang=session.lang)


@command(
    "add",
    en="One fact by hand, as one row of a table: KIND is the table, each key one of its headers.\n\n"
    "What a person says stands before what tables state, and brings back what was retracted.",
    zh="手工添加一条事实，相当于表格中的一行：KIND 为表格类别，key 为表头。\n\n"
    "人工陈述优先于表格，并可恢复已撤回的事实。",
    examples=[
        "chanlian add xiangqian.duckdb produces firm=创联包装 product=塑料袋 --source 电话核实 --published 2025-06 --new",
    ],
    answers=True,
)
@click.argument("graph")
@click.argument("kind")
@click.argument("values", nargs=-1, required=True, metavar="key=value...")
@option("--source", metavar="TITLE", required=True, en="What the fact rests on.", zh="事实的来源。")
@option("--publisher", metavar="NAME", en="Who published the source.", zh="来源的发布者。")
@option("--published", metavar="DATE", en="When the source was published.", zh="来源的发布日期。")
@option("--new", is_flag=True, en="Make nodes of names that are unknown.", zh="为未知名称新建节点。")
def add(session: Session, graph: str, kind: str, values: tuple[str, ...], **asked: Any) -> Any:
    """`add` of edits."""
    from ..edits import add as add_fact

    fact: dict[str, str] = {}
    for value in values:
        key, equals, cell = value.partition("=")
        if not equals or not key.strip():
            raise click.UsageError(
                t(session.lang, f"write key=value, not {value!r}", f"请写成 key=value，而不是“{value}”")
            )
        if key.strip() in fact:
            raise click.UsageError(t(session.lang, f"{key.strip()!r} is given twice", f"“{key.strip()}”给了两次"))
        fact[key.strip()] = cell
    return behind(add_fact)(_open(session, graph), kind, fact, **asked, lang=session.lang)


@command(
    "end",
    en="Say that a dated fact ended on a day; chanlian list, links and show give the ids of facts.",
    zh="注明一条有时间的事实在某日终止；事实编号见 chanlian list、links、show。",
    examples=["chanlian end xiangqian.duckdb e9a669472965dba8 --on 2025-06-30 --source 电话核实"],
    answers=True,
)
@click.argument("graph")
@click.argument("fact")
@option("--on", metavar="DATE", required=True, en="The day, month or year in which it ended.", zh="终止的日期。")
@option("--source", metavar="TITLE", en="What the person goes by.", zh="依据的来源。")
@option("--published", metavar="DATE", en="When that source was published.", zh="该来源的发布日期。")
def end(session: Session, graph: str, fact: str, **asked: Any) -> Any:
    """`end` of edits."""
    from ..edits import end as end_fact

    return behind(end_fact)(_open(session, graph), fact, **asked, lang=session.lang)


@command(
    "retract",
    en="Take out a fact that is wrong, with all its claims; the reason stays with its trace.\n\n"
    "Tables that state it again do not bring it back; chanlian add does.",
    zh="撤回一条有误的事实及其全部说法；理由随留痕保存。\n\n再次载入的表格不会恢复它；chanlian add 可以。",
    examples=["chanlian retract xiangqian.duckdb e9a669472965dba8 --because 已停产多年"],
    answers=True,
)
@click.argument("graph")
@click.argument("fact")
@option("--because", metavar="TEXT", required=True, en="Why it is wrong.", zh="撤回的理由。")
def retract(session: Session, graph: str, fact: str, because: str) -> Any:
    """`retract` of edits."""
    from ..edits import retract as take_out

    return behind(take_out)(_open(session, graph), fact, because=because, lang=session.lang)


@command(
    "resolve",
    en="Names that came to mean several, and which is meant.\n\n"
    "With --to, what is said of the node that is only named NAME is said of that node from then on.",
    zh="后来有了歧义的名称，以及所指为何。\n\n用 --to 指明：此前只有名称的对象的全部内容，从此归于该标识的对象。",
    examples=["chanlian resolve xiangqian.duckdb", "chanlian resolve xiangqian.duckdb 中伟"],
    answers=True,
)
@click.argument("graph")
@click.argument("name", required=False)
@option("--to", metavar="ID", en="The identifier of the node that it means.", zh="所指对象的标识。")
@option("--source", metavar="TITLE", en="Only what this source says by that name.", zh="只限该来源以此名称陈述的内容。")
def resolve(session: Session, graph: str, name: str | None, **asked: Any) -> Any:
    """`resolve` of meant."""
    from ..meant import resolve as say

    return behind(say)(_open(session, graph), name, **asked, lang=session.lang)


def _open(session: Session, url: str) -> Any:
    from ...graph.opening import connect

    return connect(url, wait=session.wait)
