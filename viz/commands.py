"""The commands `draw`, `report`, `template` and `ask`."""

from __future__ import annotations

from typing import Any

import click

from ..graph.commands.shared import Session, area_options, command, option, output_option
from ..graph.commands.streams import print_path
from ..graph.for_python import behind


@command(
    "draw",
    en="An offline page of an area: its chain map, what to do first, the network, tables, and what each fact rests on.\n\n"
    "A file that ends in .svg or .png is one picture alone: the chain map, flows or the matrix, with legend and sources in it.",
    zh="生成一个地区的离线网页：产业链图、先做什么、关系图、表格，以及每条事实的出处。\n\n"
    "文件名以 .svg 或 .png 结尾时只生成一张图：产业链图、流向或矩阵，图中附图例和来源。",
    examples=[
        "chanlian draw xiangqian.duckdb --in 玉屏,大龙,新晃 -o page.html",
        "chanlian draw xiangqian.duckdb --in 大龙 --as matrix --only -o matrix.html",
        "chanlian draw xiangqian.duckdb --in 玉屏,大龙,新晃 --as chain -o map.svg",
        "chanlian draw xiangqian.duckdb --around 中伟股份 --hops 2 -o around.html",
    ],
)
@click.argument("graph")
@area_options()
@option("--as", "as_", type=click.Choice(["chain", "network", "flows", "matrix", "map"]),
        en="Which picture opens first; by default the chain map where a product is on record, else the network. map: .svg or .png only.",
        zh="先打开哪张图：chain 产业链图、network 关系图、flows 流向、matrix 矩阵；默认有产品记录时为 chain。map 地图仅限图片。")  # fmt: skip
@option("--only", is_flag=True, en="Leave the other pictures out.", zh="不含其他图。")
@option("--chain", metavar="CHAIN", en="Only this chain; by default every one of which a product is on record there.",
        zh="只画这条产业链；默认画出当地有产品记录的每一条。")  # fmt: skip
@option("--around", metavar="NAME", en="Of the network only what lies near this firm, product, project or place.",
        zh="关系图只画该企业、产品、项目或地区的周边。")  # fmt: skip
@option("--hops", type=click.IntRange(1, 3), default=1, show_default=True, en="With --around: how many steps away, 1 to 3.",
        zh="与 --around 同用：几步以内，1 到 3。")  # fmt: skip
@option("--links", metavar="LEVEL",
        en="Of the network only ties across a border of this level or a higher one: county, prefecture, province, country.",
        zh="关系图只画跨这一级（county 县、prefecture 市州、province 省、country 国）及以上边界的联系。")  # fmt: skip
@option("--outline", type=click.Path(), metavar="FILE.geojson", en="Of --as map: your own outline, in degrees.",
        zh="与 --as map 同用：自备的轮廓文件（经纬度）。")  # fmt: skip
@option("--approval", metavar="NUMBER", en="Of --as map: the approval number (审图号) of the outline's map, printed in the picture.",
        zh="与 --as map 同用：轮廓所依据地图的审图号，印在图上。")  # fmt: skip
@output_option("path", type=click.Path(), required=True, en="The page (.html) or picture (.svg, .png); FILE.meta.json beside it says what of.",
               zh="网页（.html）或图片（.svg、.png）写到哪里；旁边的 文件名.meta.json 说明内容。")  # fmt: skip
def draw(session: Session, graph: str, path: str, **asked: Any) -> None:
    """`draw` of viz."""
    from ..graph.opening import connect
    from .draw_page import draw as write

    written, notes = behind(write)(
        connect(graph, wait=session.wait), asked.pop("area"), path, **asked, lang=session.lang
    )
    session.say_all(notes)
    print_path(written)


@command(
    "report",
    en="A report of an area to hand on: a page, a document, a workbook and a picture for a phone.\n\n"
    "All four say the same: findings with sources, what to do first, the chain map, tables of gaps, ties, agreements,"
    " projects and requests. The document follows GB/T 9704.",
    zh="生成一个地区的产业链报告：网页、公文格式文档、工作簿和手机图片。\n\n"
    "四个文件内容一致：要点及来源、先做什么、产业链图，以及缺口、联系、协议事项、项目、诉求等附表。文档按 GB/T 9704 排版。",
    examples=[
        "chanlian report xiangqian.duckdb --in 玉屏,大龙,新晃 -o report",
        "chanlian report xiangqian.duckdb --in 大龙 --redact -o handout",
    ],
)
@click.argument("graph")
@area_options(required=True)
@option("--chain", en="Only this chain.", zh="只看这条产业链。")
@option("--redact", is_flag=True, en="Without names of firms, projects and sources, values, codes and contacts.",
        zh="隐去企业、项目、来源名称，以及金额、代码和联系方式。")  # fmt: skip
@output_option("path", type=click.Path(), required=True, metavar="FOLDER", en="The folder of the report; an unchanged earlier one is replaced.",
               zh="报告写到哪个文件夹；未改动过的旧报告会被替换。")  # fmt: skip
def report(session: Session, graph: str, path: str, **asked: Any) -> None:
    """`report` of viz."""
    from ..graph.opening import connect
    from .report.report import report as write

    written, notes = behind(write)(
        connect(graph, wait=session.wait), asked.pop("area"), path, **asked, lang=session.lang
    )
    session.say_all(notes)
    print_path(written)


@command(
    "template",
    en="A form to fill in: a workbook with headings that `load` reads, notes, drop-downs and an example row.\n\n"
    "Without KIND it is the shortest form that gives a first answer: firms with place, products and raw materials.",
    zh="生成待填写的表格：工作簿，表头可直接载入，附说明、下拉列表和示例行。\n\n"
    "不写类别时为最简表：企业、所在地、产品、原料。",
    examples=["chanlian template firms supplies projects requests -o forms.xlsx"],
)
@click.argument("kinds", nargs=-1, metavar="[KIND]...")
@output_option("path", type=click.Path(), required=True, metavar="FORM.xlsx",
               en="Where to write the form; one that is filled in is left alone.",
               zh="表格写到哪里；已填写的表格不会被覆盖。")  # fmt: skip
def template(session: Session, kinds: tuple[str, ...], path: str, *, force: bool) -> None:
    """`template` of viz."""
    from .forms.template import template as write

    print_path(behind(write)(kinds, path, force=force, lang=session.lang))


@command(
    "ask",
    en="Whom to ask what: the few firms whose answers would settle most presumed and unknown gaps of an area.\n\n"
    "With -o it writes a form for each of them, prefilled; filled in, `load` reads it back.",
    zh="该调查哪些企业、问什么：用最少的企业核实一个地区最多的疑缺和未知环节。\n\n"
    "加 -o 可为每家企业生成预填的调查表，填好后可直接载入。",
    examples=[
        "chanlian ask xiangqian.duckdb --in 玉屏 --firms 5",
        "chanlian ask xiangqian.duckdb --in 玉屏 -o survey.xlsx",
    ],
)
@click.argument("graph")
@area_options(required=True)
@option("--firms", type=int, default=10, show_default=True, en="At most so many firms.", zh="最多调查几家企业。")
@output_option("path", type=click.Path(), metavar="FORM.xlsx",
               en="Write the forms to this workbook; one that is filled in is left alone.",
               zh="把调查表写入该工作簿；已填写的表格不会被覆盖。")  # fmt: skip
def ask(session: Session, graph: str, path: str | None, *, force: bool, **asked: Any) -> Any:
    """`ask` of queries, and its forms."""
    from ..queries.commands import answered
    from .forms.survey import ask_form
    from .forms.template import form_at

    if path is not None:
        form_at(path, reads=[graph], force=force)
    answer = answered(session, "ask", graph, asked)
    if path is None:
        return answer
    written = behind(ask_form)(answer, path, force=force, lang=session.lang)
    session.say_all(answer.attrs["notes"])
    print_path(written)
    return None
