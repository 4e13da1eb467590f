"""The command `draw`."""

from __future__ import annotations

from typing import Any

import click

from ..graph.commandline import Session, area_options, command, option


@command(
    "draw",
    en="An offline page of an area: the picture, its evidence, the gaps and a table.",
    zh="生成一个地区的离线网页：关系图、依据、缺链和表格。",
    examples=["chanlian draw xiangqian.duckdb --in 玉屏,大龙,新晃 -o page.html"],
)
@click.argument("graph")
@area_options(required=True)
@option(
    "-o",
    "--output",
    "path",
    type=click.Path(dir_okay=False),
    required=True,
    en="Where to write the page.",
    zh="网页写到哪里。",
)
def draw(session: Session, graph: str, path: str, **asked: Any) -> None:
    """`draw` of viz."""
    from ..graph.graph import connect
    from .pages import draw as write

    written, notes = write(connect(graph, wait=session.wait), asked.pop("area"), path, **asked, lang=session.lang)
    session.say_all(notes)
    click.echo(str(written))
