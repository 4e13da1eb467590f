"""The commands `load` and `chains`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ...graph.commands.shared import Session, answer_files, command, forced, option
from ...graph.for_python import behind
from ...graph.language import t

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


@command(
    "load",
    en="Load tables into a graph: CSV, TSV, XLSX, JSON, JSONL, Parquet files, folders of them, or - for standard input.\n\n"
    "What a table states is told from its headers, Chinese or English. All good rows are written together, or none; "
    "rows that cannot be used go to a rejects file that can be mended and loaded again (exit code 3).",
    zh="把表格载入图：CSV、TSV、XLSX、JSON、JSONL、Parquet 文件，或装有它们的文件夹，- 表示标准输入。\n\n"
    "按中文或英文表头判断表格内容。合格的行一次全部写入，否则一行不写；"
    "不能用的行写入拒收文件，改好后可再次载入（退出码 3）。",
    examples=[
        "chanlian load new.duckdb firms.csv supplies.csv --source 2025年企业调查 --published 2025-06",
        "chanlian load new.duckdb supplies.csv --as supplies --strict",
        "chanlian load new.duckdb firms.csv --dry-run",
        "chanlian load new.duckdb supplies.csv --source 2025年企业调查 --sum-lines",
        "chanlian load new.duckdb 台账.xlsx --column 货物=product --ignore 走货方式 --save-map 台账.toml",
    ],
    answers=True,
)
@click.argument("graph")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@option("--as", "kind", metavar="KIND", en="What the tables state (firms, supplies, ...), if headers do not tell.",
        zh="表格类别（firms、supplies……），表头判断不了时使用。")  # fmt: skip
@option(
    "--source",
    metavar="TITLE",
    en="What the facts rest on (default: the file's name).",
    zh="事实来源的名称（默认为文件名）。",
)
@option("--publisher", metavar="NAME", en="Who published the source.", zh="来源的发布者。")
@option("--published", metavar="DATE", en="When the source was published.", zh="来源的发布日期。")
@option(
    "--strict",
    is_flag=True,
    en="Reject unknown names instead of adding them.",
    zh="未知名称作为拒收，而不是新增。",
)
@option(
    "--dry-run",
    is_flag=True,
    en="Write nothing: say how each sheet is understood and what would happen.",
    zh="不写入：只说明每张表怎样理解、会发生什么。",
)
@option(
    "--headers",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    en="More words for headers (TOML).",
    zh="补充表头用词的文件（TOML）。",
)
@option(
    "--map",
    "mapping",
    type=click.Path(dir_okay=False),
    metavar="MAP.toml",
    en="A mapping file: brings a foreign layout onto the schema.",
    zh="映射文件：把外来版式对应到本模型。",
)
@option(
    "--column",
    "columns",
    multiple=True,
    metavar="HEADER=COLUMN",
    en="What a header means, as 货物=product (repeatable); before all that is known of headers.",
    zh="指明某个表头的含义，如 货物=product，可重复；优先于已知的表头。",
)
@option(
    "--ignore", multiple=True, metavar="HEADER", en="A column to pass over (repeatable).", zh="要忽略的列，可重复。"
)
@option(
    "--set",
    "constants",
    multiple=True,
    metavar="COLUMN=TEXT",
    en="What a column holds in all rows of a table that lacks it, as buyer=甲公司 (repeatable).",
    zh="表中没有的列在各行的内容，如 buyer=甲公司，可重复。",
)
@option(
    "--save-map",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    en="Keep how each header was read in a new file: --map FILE reads the next edition the same way.",
    zh="把各表头的读法存入新文件；下一期用 --map FILE 即按同样方式读取。",
)
@option(
    "--replace",
    metavar="SOURCE",
    en="This is the new edition of that source: what it no longer states ends (--published), or goes to the trace.",
    zh="这是该来源的新版：新版不再陈述的事实终止（--published），或移入留痕。",
)
@option(
    "--sum-lines",
    is_flag=True,
    en="Add up the amounts of lines that state one fact (unit, basis and period equal).",
    zh="同一事实的多行金额或数量相加（单位、口径、期间须相同）。",
)
@option(
    "--with-contacts",
    is_flag=True,
    en="Keep persons' names and telephones of a table; without it they are not read.",
    zh="保存表中的联系人和电话；不加则不读取。",
)
@option(
    "--rejects",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    en="Where to write rejected rows (default: beside the graph's file; of a server's graph, here).",
    zh="拒收行写到哪里（默认在图文件旁；服务器上的图则写在当前文件夹）。",
)
@option(
    "--warnings",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    en="Write all warnings to a CSV file: where, what stands there, what is wrong.",
    zh="把全部提示写入一个 CSV 文件：在哪里、原文、问题。",
)
@option(
    "--rate",
    "rates",
    multiple=True,
    metavar="USD=7.1",
    en="Yuan for one unit of a currency (repeatable); sums in a currency without one stay empty.",
    zh="一单位外币合多少元，可重复；没有给汇率的外币金额留空，保留原文。",
)
def load(
    session: Session,
    graph: str,
    files: tuple[str, ...],
    columns: tuple[str, ...],
    constants: tuple[str, ...],
    warnings: str | None,
    **asked: Any,
) -> Any:
    """`load` of loaders."""
    from ...graph.commands.server import progress
    from ...graph.opening import connect
    from .. import load as load_tables
    from ..report.warnings import WarningsFile
    from ..sheets.chosen_columns import columns_said
    from ..sheets.constants import constants_said

    handle = connect(graph, wait=session.wait)
    told = WarningsFile(warnings, handle, files, asked["rejects"], force=forced()) if warnings else None
    spares: list[str | Path] = [*answer_files()]
    spares += [warnings] if warnings else []
    with progress(handle, session):
        report = behind(load_tables)(
            handle,
            *files,
            **asked,
            columns=columns_said(columns),
            constants=constants_said(constants),
            force=forced(),
            spares=spares,
            lang=session.lang,
        )
    if told:
        report.attrs["notes"].append(told.write(report.attrs["warnings"], session.lang))
    return reported(session, report)


def reported(session: Session, report: pd.DataFrame) -> pd.DataFrame:
    """What a load says of itself, for a person; its exit code is 3 where rows were rejected."""
    from ..report.warnings import SHOWN, cell_lines

    report.attrs.setdefault("question", "load")
    report.attrs["all_rows"] = True
    notes = list(report.attrs.get("notes", []))
    rejects = report.attrs["rejects"]
    notes += cell_lines(rejects, session.lang)
    if len(rejects) > SHOWN:
        notes.append(t(session.lang, f"  and {len(rejects) - SHOWN} more", f"  另有 {len(rejects) - SHOWN} 处"))
    files = report.attrs.get("rejects_file")
    written = ", ".join(files) if isinstance(files, list) else files
    if report.attrs.get("bad_files"):
        session.exit_code = 3
    if len(rejects):
        session.exit_code = 3
        if written:
            notes.append(
                t(
                    session.lang,
                    f"rejects written to {written}; mend and load that file again",
                    f"拒收行已写入 {written}；改好后再次载入该文件",
                )
            )
    report.attrs["notes"] = notes
    return report


@command(
    "chains",
    en="The bundled chain templates; `chains add GRAPH NAME` writes one into a graph, `chains add GRAPH FILE` one of your own.\n\n"
    "A file is a table with the columns 产业链, 环节, 产品 (产业链图谱), or a TOML like the bundled ones. "
    "Needs that a template implies are marked as to be verified.",
    zh="自带的产业链模板；chains add 图 名称 可写入图中，chains add 图 文件 可加入自己的产业链。\n\n"
    "文件可以是带“产业链、环节、产品”列的表（产业链图谱），或与自带模板同样写法的 TOML。由模板推断的需求会标明有待核实。",
    examples=[
        "chanlian chains",
        "chanlian chains add new.duckdb 锂电材料",
        "chanlian chains add new.duckdb 陶瓷产业链.xlsx",
    ],
    answers=True,
)
@click.argument("words", nargs=-1, metavar="[add GRAPH NAME|FILE]")
def chains(session: Session, words: tuple[str, ...]) -> Any:
    """`templates` and `add_chain` of loaders."""
    from .. import add_chain, templates

    if not words:
        frame = behind(templates)()
        frame.attrs.setdefault("question", "chains")
        return frame
    if len(words) != 3 or words[0] != "add":  # add GRAPH NAME
        raise click.UsageError(
            t(
                session.lang,
                "write: chanlian chains, or: chanlian chains add GRAPH NAME|FILE",
                "用法：chanlian chains，或 chanlian chains add 图 名称或文件",
            )
        )
    from ...graph.opening import connect

    report = behind(add_chain)(connect(words[1], wait=session.wait), words[2], lang=session.lang)
    return reported(session, report)
