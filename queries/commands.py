"""The commands of the questions: each its options and one call of the question of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..graph.commands.another import read_as
from ..graph.commands.shared import Command, Finite, Session, area_options, command, option
from ..graph.schema import ALL_AREAS
from .compare.keys import COMPARED
from .gaps.verdict import STATES
from .links.ties import KINDS as LINKS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .answer import Answer


def answered(session: Session, name: str, graph: str | None, asked: dict[str, Any]) -> Answer:
    """The answer to the question of that name; its parameters are those of the command."""
    from .. import queries
    from ..graph.graph import connect
    from .answer import unframed

    handle = None if graph is None else connect(graph, wait=session.wait)
    return unframed(getattr(queries, name))(graph=handle, **asked, lang=session.lang)


def period_option() -> Callable[[Any], Any]:
    """`--period` of a question whose answer has values."""
    return option(
        "--period",
        metavar="PERIOD",
        en="Only values of exactly this period (2021, 2021-H1, 2021-01/2021-05), of what held in it; a plan is no value of what is actual."
        " Not with --as-of.",
        zh="只取恰为该期间（2021、2021-H1、2021-01/2021-05）的数值，关系须在该期间有效；实际关系的计划数不算数值。不与 --as-of 同用。",
    )


def answering(name: str, *options: Callable[[Any], Any], en: str, zh: str, examples: Sequence[str]) -> Command:
    """The command of the question of that name, with its arguments and options in order."""

    def ask(session: Session, graph: str | None, **asked: Any) -> Answer:
        return answered(session, name, graph, asked)

    function: Callable[..., Any] = ask
    for declared in reversed(options):
        function = declared(function)
    return command(name, en=en, zh=zh, examples=examples, answers=True)(function)


gaps = answering(
    "gaps",
    click.argument("graph"),
    area_options(),
    option(
        "--each",
        type=click.Choice(ALL_AREAS),
        en="Counts for every area of a level instead.",
        zh="改为统计某一级别的每个地区。",
    ),
    option("--chain", metavar="CHAIN", en="Only products of this chain.", zh="只看这条产业链的产品。"),
    option(
        "--state",
        "states",
        type=click.Choice(STATES),
        multiple=True,
        en="Only this state; may be repeated.",
        zh="只看这种状态，可重复。",
    ),
    option(
        "--thresholds",
        "limits",
        type=click.Path(dir_okay=False),
        en="A file of your own thresholds.",
        zh="自定义阈值文件。",
    ),
    option(
        "--within",
        type=Finite(),
        show_default="100",
        metavar="KM",
        en="How near a maker must be to be spoken to (对接).",
        zh="生产企业在多少公里以内可对接。",
    ),
    period_option(),
    en="What an area's chains lack: every product its firms need, worst first.\n\n"
    "States: broken, missing, presumed (to be verified), unknown (to be surveyed), weak, served, strong.",
    zh="一个地区的产业链缺什么：当地企业需要的每种产品及其状态，最缺的在前。\n\n"
    "状态：断链、缺链、疑缺（待核实）、未知（待调查）、弱链、有配套、优势。",
    examples=[
        "chanlian gaps xiangqian.duckdb --in 大龙",
        "chanlian gaps xiangqian.duckdb --in 玉屏,大龙,新晃 --state missing --state served",
        "chanlian gaps xiangqian.duckdb --each county --format csv",
    ],
)

outlets = answering(
    "outlets",
    click.argument("graph"),
    area_options(required=True),
    en="What an area makes that nobody in it uses, and the nearest users elsewhere.",
    zh="本地生产而本地无人使用的产品，以及外地最近的用户。",
    examples=["chanlian outlets xiangqian.duckdb --in 玉屏"],
)

matches = answering(
    "matches",
    click.argument("graph"),
    area_options(required=True),
    option(
        "--within",
        type=Finite(),
        default=100.0,
        show_default=True,
        metavar="KM",
        en="How near a maker must be where no purchase is known.",
        zh="采购情况不明时，生产企业须在多少公里以内。",
    ),
    period_option(),
    en="Which firms could buy from a nearer maker, and whose wastes have a near user.",
    zh="哪些企业可以就近采购，哪些副产品和废物近处有用户。",
    examples=["chanlian matches xiangqian.duckdb --in 玉屏,大龙,新晃 --within 50"],
)

links = answering(
    "links",
    click.argument("graph"),
    option(
        "--level",
        type=click.Choice(ALL_AREAS),
        default="county",
        show_default=True,
        en="Whose borders.",
        zh="哪一级的边界。",
    ),
    option("--in", "area", metavar="AREA", en="Only ties with one side in this area.", zh="只看一方在该地区的联系。"),
    option(
        "--between", nargs=2, metavar="A B", en="Only ties between these two areas.", zh="只看这两个地区之间的联系。"
    ),
    option(
        "--kind",
        "kinds",
        type=click.Choice(LINKS),
        multiple=True,
        en="Only this kind; may be repeated.",
        zh="只看这种联系，可重复。",
    ),
    option("--with-zones", is_flag=True, en="Take in zones with their own administration.", zh="计入独立管理的园区。"),
    option("--as-of", metavar="DATE", en="Only what held on this date.", zh="只看该日期有效的联系。"),
    period_option(),
    en="Every tie across a border: supplies, ownership, cooperation, agreements, projects, facilities.",
    zh="跨越边界的全部联系：供应、持股、合作、协议、项目、设施。",
    examples=[
        "chanlian links xiangqian.duckdb --level province",
        "chanlian links xiangqian.duckdb --in 玉屏 --level county",
        "chanlian links xiangqian.duckdb --between 大龙 新晃 --kind agreement",
    ],
)

flows = answering(
    "flows",
    click.argument("graph"),
    option("--level", type=click.Choice(ALL_AREAS), required=True, en="Which areas.", zh="哪一级的地区。"),
    option("--as-of", metavar="DATE", en="Only what held on this date.", zh="只看该日期有效的供应。"),
    period_option(),
    en="Area by area: how many supplies go where, and what they are worth.",
    zh="地区之间的供应：从哪里到哪里，多少条，多少金额。",
    examples=[
        "chanlian flows xiangqian.duckdb --level county",
        "chanlian flows xiangqian.duckdb --level province --period 2024",
    ],
)

trace = answering(
    "trace",
    click.argument("graph"),
    click.argument("name"),
    option("--up", is_flag=True, en="Towards the suppliers.", zh="向上游。"),
    option("--down", is_flag=True, en="Towards the customers.", zh="向下游。"),
    option("--hops", type=int, default=4, show_default=True, en="At most so many steps.", zh="最多几步。"),
    option("--as-of", metavar="DATE", en="Only what held on this date.", zh="只看该日期有效的供应。"),
    period_option(),
    en="Who supplies whom, step by step, from a firm up or down the chain.",
    zh="从一家企业出发，逐级查看供应关系（向上游或向下游）。",
    examples=[
        "chanlian trace xiangqian.duckdb 创联包装 --down",
        "chanlian trace xiangqian.duckdb 中伟股份 --up --hops 2",
    ],
)

suppliers = answering(
    "suppliers",
    click.argument("graph"),
    click.argument("product"),
    option("--near", metavar="AREA", en="The area to measure from.", zh="从哪个地区算起。"),
    option("--with-zones", is_flag=True, en="Take in zones with their own administration.", zh="计入独立管理的园区。"),
    option("--as-of", metavar="DATE", en="Only what held on this date.", zh="只看该日期有效的事实。"),
    period_option(),
    en="Who makes a product or a kind of it, nearest to an area first; then who sells it.",
    zh="谁生产某种产品（或其品种），离某地由近及远；其后是只知在售的企业。",
    examples=["chanlian suppliers xiangqian.duckdb 吨袋 --near 大龙"],
)

list_ = answering(
    "list",
    click.argument("graph"),
    click.argument("kind"),
    area_options(),
    period_option(),
    en="All of a kind, in an area or in the whole graph: firms, projects, agreements, requests, metrics, supplies, ...",
    zh="列出某一类的全部内容（可限定地区）：企业、项目、协议、诉求、指标、供应……",
    examples=[
        "chanlian list xiangqian.duckdb projects --in 玉屏",
        "chanlian list xiangqian.duckdb agreements --format json",
    ],
)

show = answering(
    "show",
    click.argument("graph"),
    click.argument("name"),
    en="Everything about one node or fact, with its evidence.",
    zh="查看一个节点或一条事实的全部内容及依据。",
    examples=["chanlian show xiangqian.duckdb 创联包装"],
)

history = answering(
    "history",
    click.argument("graph"),
    click.argument("name"),
    option(
        "--from",
        "since",
        metavar="DATE",
        en="Only what reaches into the time from this date on.",
        zh="只看该日期及以后。",
    ),
    option(
        "--to", "until", metavar="DATE", en="Only what reaches into the time up to this date.", zh="只看该日期及以前。"
    ),
    en="How a thing developed: what happened when, of a firm, park, region, project, agreement, request, ... or fact.\n\n"
    "One row an event or observation in the order of time, with its sources; what no source dates comes last.",
    zh="一个对象的沿革：企业、园区、地区、项目、协议、诉求等（或一条事实）何时发生了什么。\n\n"
    "每个事件或数值一行，按时间排列，附来源；未载明时间的列在最后。",
    examples=[
        "chanlian history xiangqian.duckdb 大新经济协作示范园",
        "chanlian history xiangqian.duckdb 大龙 --from 2024 --to 2025 --format csv",
    ],
)

conflicts = answering(
    "conflicts",
    click.argument("graph"),
    en="Where sources disagree: every claim that contradicts another of the same fact.",
    zh="各来源说法不一致之处：同一事实的每个相互矛盾的说法。",
    examples=["chanlian conflicts xiangqian.duckdb"],
)

region = answering(
    "region",
    click.argument("name"),
    option(
        "--graph",
        metavar="GRAPH",
        en="Ask the regions loaded into this graph as well.",
        zh="同时查询这个图中载入的区划。",
    ),
    en="Which official division a name, a code (of today or the past) or an address stands for, and its neighbours.",
    zh="查询行政区划：名称、代码（含旧称旧码）或地址对应哪个区划，与谁相邻，曾用名。",
    examples=["chanlian region 玉屏", "chanlian region 431227 --format json"],
)

info = answering(
    "info",
    click.argument("graph"),
    en="What a graph holds: counts, areas, evidence.",
    zh="图里有什么：数量、地区、依据。",
    examples=["chanlian info xiangqian.duckdb"],
)


@command(
    "compare",
    en="Two days side by side: what came, went or changed in the answer to a question.\n\n"
    "After the name of the question stand its own arguments and options, all but --as-of and --period. Facts without dates count as"
    " standing on both days.",
    zh="两个时间对比：某个查询的结果中，哪些出现、消失或有变。\n\n"
    "查询名称之后写该查询自己的参数和选项（--as-of、--period 除外）。没有日期的事实视为在两个日期都成立。",
    examples=[
        "chanlian compare xiangqian.duckdb gaps --in 玉屏 --from 2019 --to 2025",
        "chanlian compare xiangqian.duckdb list agreements --from 2017 --to 2025",
        "chanlian compare xiangqian.duckdb links --level province --kind agreement --from 2017 --to 2025-05",
    ],
    answers=True,
    hands_on=True,
)
@click.argument("graph")
@click.argument("question", type=click.Choice(COMPARED), metavar="QUESTION")
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="[ITS OPTIONS]...")
@option("--from", "before", required=True, metavar="DATE", en="The earlier day (2019, 2025-H1, 2025-05-24).",
        zh="较早的日期（2019、2025-H1、2025-05-24）。")  # fmt: skip
@option("--to", "after", required=True, metavar="DATE", en="The later day.", zh="较晚的日期。")
def compare(session: Session, graph: str, question: str, words: tuple[str, ...], before: str, after: str) -> Answer:
    """`compare` of queries; the question's own command says what its options are."""
    from .compare.compare import no_day_beside, options_of

    read = read_as(question, (graph, *words))
    given = click.core.ParameterSource.COMMANDLINE
    no_day_beside(name for name in read.params if read.get_parameter_source(name) == given)
    wanted = options_of(question)
    asked = {name: value for name, value in read.params.items() if name in wanted}
    return answered(session, "compare", graph, {"question": question, "before": before, "after": after, **asked})
