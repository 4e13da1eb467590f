"""The commands `snapshot create`, `list`, `verify` and `restore`; `snapshot diff` asks questions (queries/diff)."""

from __future__ import annotations

from typing import Any

import click

from ..for_python import behind
from ..meta import part_said
from .shared import Session, command, option, output_option
from .streams import print_path


@command(
    "create",
    en="Keep all that a graph holds as a snapshot: a folder of Parquet tables, or one .zip, with a manifest.\n\n"
    "The same graph gives the same bytes, whenever and wherever it is made, from a file or a server. Digests, counts and sources are in "
    "manifest.json; CITATION.cff and datapackage.json stand beside, for a repository and a DOI. A snapshot is a graph: every "
    "question can be asked of it.",
    zh="把图的全部内容保存为快照：一个 Parquet 表文件夹，或一个 .zip，附清单。\n\n"
    "同一个图无论何时何地、由文件还是服务器生成，字节完全相同。校验值、数量和来源见 manifest.json；另有 CITATION.cff 和 datapackage.json，"
    "便于存入数据仓库并取得 DOI。快照本身就是图，可直接查询。",
    examples=[
        "chanlian snapshot create xiangqian.duckdb -o 2025-q4",
        "chanlian snapshot create xiangqian.duckdb -o yuping --in 玉屏 --chain 锂电材料",
        "chanlian snapshot create xiangqian.duckdb -o 2025-q4.zip --title 湘黔边界产业链 --author 玉屏县投资促进局",
    ],
)
@click.argument("graph")
@output_option(
    "path", type=click.Path(), required=True, en="The folder, or the .zip, to write.", zh="写入的文件夹或 .zip。"
)
@option(
    "--in",
    "area",
    metavar="AREA",
    en="Only this region or park, and what it is tied to.",
    zh="只保存该地区或园区及与其相关的内容。",
)
@option("--with-zones", is_flag=True, en="Take in zones with their own administration.", zh="计入独立管理的园区。")
@option("--chain", metavar="CHAIN", en="Only what is of this chain.", zh="只保存该产业链的内容。")
@option(
    "--as-of",
    metavar="DATE",
    en="Only what held on this date, as it was known then.",
    zh="只保存该日期有效的内容，按当时所知。",
)
@option("--title", metavar="TEXT", en="What it is cited by.", zh="引用时的标题。")
@option(
    "--author",
    "authors",
    metavar="NAME",
    multiple=True,
    en="Who is cited for it; may be repeated.",
    zh="引用时的作者，可重复。",
)
def create(session: Session, graph: str, path: str, *, force: bool, **asked: Any) -> None:
    """`snapshot` of snapshot."""
    from ..opening import connect
    from ..snapshot.create import snapshot as keep

    done = behind(keep)(connect(graph, wait=session.wait), path, **asked, force=force, lang=session.lang)
    session.say_all(done.attrs["notes"])
    print_path(path)


@command(
    "list",
    en="The snapshots in a folder: of which day, how much, of what content.",
    zh="列出文件夹中的快照：数据截至日、规模、内容校验。",
    examples=["chanlian snapshot list", "chanlian snapshot list archive --format json"],
    answers=True,
)
@click.argument("folder", default=".")
def list_(session: Session, folder: str) -> Any:
    """`snapshots` of snapshot."""
    from ..snapshot.listed import snapshots

    return behind(snapshots)(folder, lang=session.lang)


@command(
    "verify",
    en="Is a snapshot still what was written? Every changed, missing or added file is named (exit code 3).",
    zh="校验快照是否完好：列出被改动、缺失或多出的文件（退出码 3）。",
    examples=["chanlian snapshot verify 2025-q4", "chanlian snapshot verify 2025-q4.zip"],
    answers=True,
)
@click.argument("snapshot")
def verify(session: Session, snapshot: str) -> Any:
    """`verify_snapshot` of snapshot."""
    from ..snapshot.verify import verify_snapshot as question

    frame = behind(question)(snapshot, lang=session.lang)
    if frame.attrs["findings"]:
        session.exit_code = 3
    return frame


@command(
    "restore",
    en="Make a graph of a snapshot, equal to the one of which it was made: claims, traces and identifiers too.\n\n"
    "A damaged snapshot is refused, and nothing is written over. To a server: chanlian push SNAPSHOT URL.",
    zh="由快照还原成图，与原图完全一致，包括各来源说法、留痕和标识。\n\n"
    "快照有损坏时拒绝还原；不覆盖任何已有文件。写入服务器请用：chanlian push 快照 地址。",
    examples=["chanlian snapshot restore 2025-q4 again.duckdb"],
)
@click.argument("snapshot")
@click.argument("graph")
def restore(session: Session, snapshot: str, graph: str) -> None:
    """`restore` of snapshot."""
    from ..snapshot.restore import restore as make

    made = behind(make)(snapshot, graph)
    if part := made.meta().get("part"):
        session.say(*part_said(part))
    session.say(f"{graph}: restored, content {made.content_hash}", f"{graph}：已还原，内容校验 {made.content_hash}")
    print_path(graph)
