"""The command `snapshot diff`."""

from __future__ import annotations

from typing import Any

import click

from ...graph.commands.shared import Session, command, neighbours_option, option
from ...graph.for_python import behind


@command(
    "diff",
    en="What differs between two snapshots or graphs: facts added, ended, changed, taken out; with --in what that does to the gaps.\n\n"
    "With -o NAME.html it is a page that opens offline.",
    zh="两个快照或图的差异：新增、终止、变更、移除的事实；加 --in 时另列该地区缺链状态的变化。\n\n用 -o 名称.html 可写成离线网页。",
    examples=[
        "chanlian snapshot diff 2025-q3.zip xiangqian.duckdb",
        "chanlian snapshot diff 2025-q3.zip xiangqian.duckdb --in 玉屏",
        "chanlian snapshot diff 2025-q3.zip xiangqian.duckdb --in 玉屏 -o diff.html",
    ],
    answers=True,
    page=True,
)
@click.argument("before")
@click.argument("after")
@option("--in", "area", metavar="AREA", en="Only what concerns this region or park, and its gaps.",
        zh="只看涉及该地区或园区的内容，并列出其缺链变化。")  # fmt: skip
@option("--with-zones", is_flag=True, en="Take in zones with their own administration.", zh="计入独立管理的园区。")
@neighbours_option()
def diff(session: Session, before: str, after: str, area: str | None, **how: Any) -> Any:
    """`diff` of queries."""
    from ...graph.opening import connect
    from .diff import diff as question

    earlier, later = (connect(url, wait=session.wait) for url in (before, after))
    return behind(question)(earlier, later, area, **how, lang=session.lang)
