"""The commands of the questions: each its options and one call of the question of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..graph.commands.another import read_as
from ..graph.commands.shared import Command, Finite, Session, area_options, command, neighbours_option, option
from ..graph.schema import ALL_AREAS
from .assess.assess import VERDICTS
from .compare.keys import COMPARED
from .gaps.verdict import STATES
from .links.ties import KINDS as LINKS, STATUSES as LINK_STATUSES
from .pipeline.by import BY
from .progress.states import STATES as OF_ITEMS
from .requests.states import STATES as OF_REQUESTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .answer import Answer


def answered(session: Session, name: str, graph: str | None, asked: dict[str, Any]) -> Answer:
    """The answer to the question of that name; its parameters are those of the command."""
    from .. import queries
    from ..graph.opening import connect
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

_ONE_CHAIN = option(
    "--chain",
    metavar="CHAIN",
    en="Only this chain; by default every one of which a product is on record there.",
    zh="只看这条产业链；默认列出当地有产品记录的每条产业链。",
)

chain = answering(
    "chain",
    click.argument("graph"),
    area_options(required=True),
    _ONE_CHAIN,
    en="The chain map as a table: what each area needs, makes and lacks of a chain, stage by stage, and who supplies it or could.\n\n"
    "Every area named is a row of the map. What the chain has and nobody there has on record is listed last, and is no gap.",
    zh="产业链图谱（表格）：每个地区在产业链各环节需要什么、生产什么、缺什么，谁在供应、谁可以对接。\n\n"
    "所列每个地区各成一行。本链中各地均无记录的产品列在最后，不算缺口。",
    examples=[
        "chanlian chain xiangqian.duckdb --in 玉屏,大龙,新晃 --chain 锂电材料",
        "chanlian chain xiangqian.duckdb --in 大龙 --format csv",
    ],
)

findings = answering(
    "findings",
    click.argument("graph"),
    area_options(required=True),
    _ONE_CHAIN,
    en="What the chains of areas lack, in at most five sentences, and at most five things to do next, worst first.\n\n"
    "Each sentence is made of rows of `chain`; how much of the areas is known is always one of them.",
    zh="用不超过五句话说明各地产业链缺什么，并列出最该先做的事（不超过五项）及找谁。\n\n"
    "每句话都由 chain 的数据行得出；其中总有一句说明企业掌握情况。",
    examples=["chanlian findings xiangqian.duckdb --in 玉屏,大龙,新晃"],
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

sourcing = answering(
    "sourcing",
    click.argument("graph"),
    area_options(required=True),
    option(
        "--each",
        type=click.Choice(["firm"]),
        en="All firms that buy, and not only those that lead a chain.",
        zh="逐个列出有采购记录的企业，不限于链主。",
    ),
    period_option(),
    en="How much of what an area, its chains and their leaders buy comes from the area, from around it, and from farther away.\n\n"
    "Shares are by value where most purchases have one, else by count of suppliers; where no purchase is on record there are none.",
    zh="本地配套率：一个地区、其产业链和链主企业的采购，有多少来自本地、周边、省内其他地区和省外。\n\n"
    "多数采购有金额时按采购额计，否则按供应商家数计；没有采购记录的不计算。",
    examples=[
        "chanlian sourcing xiangqian.duckdb --in 大龙",
        "chanlian sourcing xiangqian.duckdb --in 玉屏,大龙,新晃 --each firm",
    ],
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
    option(
        "--status",
        "statuses",
        type=click.Choice(LINK_STATUSES),
        multiple=True,
        en="Only what is this far: active, planned, building, ...; may be repeated. unstated: nobody says how far it is.",
        zh="只看这种状态（active 有效、planned 计划、building 在建等），可重复；unstated 为状态未载。",
    ),
    option("--with-zones", is_flag=True, en="Take in zones with their own administration.", zh="计入独立管理的园区。"),
    neighbours_option(),
    option("--as-of", metavar="DATE", en="Only what held on this date.", zh="只看该日期有效的联系。"),
    period_option(),
    en="Every tie across a border: supplies, ownership, cooperation, agreements and their items, projects, facilities.\n\n"
    "What is planned, being built or potential is told with its status.",
    zh="跨越边界的全部联系：供应、持股、合作、协议及其事项、项目、设施。\n\n计划中、在建、潜在的联系均注明状态。",
    examples=[
        "chanlian links xiangqian.duckdb --level province",
        "chanlian links xiangqian.duckdb --in 玉屏 --level county",
        "chanlian links xiangqian.duckdb --between 大龙 新晃 --kind agreement",
        "chanlian links xiangqian.duckdb --level province --status planned --status building",
    ],
)

flows = answering(
    "flows",
    click.argument("graph"),
    option("--level", type=click.Choice(ALL_AREAS), required=True, en="Which areas.", zh="哪一级的地区。"),
    option(
        "--in",
        "area",
        metavar="AREA",
        en="Only supplies of which one side lies in this area.",
        zh="只看一方位于该地区的供应。",
    ),
    option("--products", is_flag=True, en="By product as well.", zh="同时按产品分列。"),
    option("--with-zones", is_flag=True, en="Take in zones with their own administration.", zh="计入独立管理的园区。"),
    neighbours_option(),
    option("--as-of", metavar="DATE", en="Only what held on this date.", zh="只看该日期有效的供应。"),
    period_option(),
    en="Area by area: how many supplies go where, and what they are worth.",
    zh="地区之间的供应：从哪里到哪里，多少条，多少金额。",
    examples=[
        "chanlian flows xiangqian.duckdb --level county",
        "chanlian flows xiangqian.duckdb --level county --in 玉屏,大龙,新晃 --products",
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

assess = answering(
    "assess",
    click.argument("graph"),
    area_options(),
    option(
        "--verdict",
        "verdicts",
        type=click.Choice(VERDICTS),
        multiple=True,
        en="Only this verdict; may be repeated.",
        zh="只看这种判断，可重复。",
    ),
    en="What sources judge of an area, its parks, firms and projects: strengths, weaknesses, why, what is proposed against them.",
    zh="各来源对一个地区及其园区、企业、项目的评价：优势、短板、成因，以及拟采取的措施。",
    examples=["chanlian assess xiangqian.duckdb --verdict weakness"],
)

requests = answering(
    "requests",
    click.argument("graph"),
    area_options(required=True),
    option(
        "--state",
        "states",
        type=click.Choice(OF_REQUESTS),
        multiple=True,
        en="Only this state; may be repeated.",
        zh="只看这种办结状态，可重复。",
    ),
    option("--by", type=click.Choice(["handler"]), en="Sums by whoever handles them instead.", zh="改为按办理方汇总。"),
    en="Requests that concern an area: who raised what, who handles it by when, and whether it is settled.\n\n"
    "States: open, partly, settled, unstated (a result is told, but not whether it is settled).",
    zh="诉求办理台账：涉及一个地区的诉求和堵点，谁提出、谁办理、何时到期、是否办结、是否逾期。\n\n"
    "状态：未办结、部分办结、已办结、未载明（有结果，但未说明是否办结）。",
    examples=[
        "chanlian requests xiangqian.duckdb --in 桂阳",
        "chanlian requests xiangqian.duckdb --in 玉屏,大龙 --state open --state unstated",
        "chanlian requests xiangqian.duckdb --in 桂阳 --by handler",
    ],
)

progress = answering(
    "progress",
    click.argument("graph"),
    area_options(required=True),
    option(
        "--state",
        "states",
        type=click.Choice(OF_ITEMS),
        multiple=True,
        en="Only this status; may be repeated.",
        zh="只看这种状态，可重复。",
    ),
    option(
        "--overdue",
        is_flag=True,
        en="Only what is past its date and not known to be done.",
        zh="只看已过期限、未知是否完成或未完成的事项。",
    ),
    option(
        "--by",
        type=click.Choice(["responsible"]),
        en="Sums by whoever is responsible instead.",
        zh="改为按责任方汇总。",
    ),
    en="Items of agreements and plans that concern an area: which is whose, by when, done or not.\n\n"
    "Status: proposed, agreed, running, done, stalled, ended, unstated (nobody says).",
    zh="协议事项和任务清单：涉及一个地区的每一事项，出自哪份协议或文件、谁负责、何时到期、是否完成。\n\n"
    "状态：拟议、已约定、推进中、已完成、停滞、终止、未载明。",
    examples=[
        "chanlian progress xiangqian.duckdb --in 大龙",
        "chanlian progress xiangqian.duckdb --in 贵州 --state unstated --format csv",
        "chanlian progress xiangqian.duckdb --in 大龙 --by responsible",
    ],
)

pipeline = answering(
    "pipeline",
    click.argument("graph"),
    area_options(required=True),
    option(
        "--by",
        type=click.Choice(BY),
        default="stage",
        show_default=True,
        en="What a row is: a stage, a handler, or each project.",
        zh="按什么列行：阶段、责任单位，或逐个项目。",
    ),
    option(
        "--since",
        metavar="DATE",
        en="Say what was added, moved on or paid in after this day.",
        zh="同时列出该日期以后的新增、进展和资金变化（较上次）。",
    ),
    en="Projects of an area by stage: how many, with what sums (each kind apart), start and paid-in rates, what is stalled.\n\n"
    "Stages: planned, negotiating, signed, started, producing, full, stalled, ended.",
    zh="一个地区的项目推进情况：各阶段多少个、计划/签约/到位/完成资金各多少、开工率、资金到位率、停滞项目。\n\n"
    "阶段：谋划、洽谈、签约、开工、投产、达产、停滞、终止。",
    examples=[
        "chanlian pipeline xiangqian.duckdb --in 玉屏",
        "chanlian pipeline xiangqian.duckdb --in 桂阳 --by project --since 2023-06 --format csv",
    ],
)

list_ = answering(
    "list",
    click.argument("graph"),
    click.argument("kind"),
    area_options(),
    option(
        "--ended",
        is_flag=True,
        en="Take in what has ended: firms that were closed, agreements that ran out.",
        zh="一并列出已终止的（关停的企业、到期的协议等）。",
    ),
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
    en="Where sources disagree: every claim that contradicts another of the same fact, and facts that disagree on how far a"
    " thing is.",
    zh="说法不一致之处：同一事实的每个相互矛盾的说法，以及对同一事物进展状态说法不一的事实。",
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
