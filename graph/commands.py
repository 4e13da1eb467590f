"""Commands about a graph itself: init, schema."""

from __future__ import annotations

from typing import Any

import click

from .commandline import Session, command
from .language import t


@command(
    "init",
    en="Make an empty graph.\n\n`load` makes it too; an existing graph is left as it is.",
    zh="建立一个空图。\n\nload 也会自动建立；已有的图保持不变。",
    examples=["chanlian init new.duckdb"],
)
@click.argument("graph")
def init(session: Session, graph: str) -> None:
    """Make an empty graph at a URL."""
    from .graph import connect

    handle = connect(graph, wait=session.wait)
    existed = handle.exists()
    handle.create()
    if existed:
        session.say(f"{graph}: is a graph already; nothing changed", f"{graph}：图已存在，未作改动")
    else:
        session.say(f"{graph}: an empty graph", f"{graph}：已建立空图")


@command(
    "schema",
    en="Say in words what a graph holds: every kind of node and edge, every property.",
    zh="用文字说明图的模型：各类节点、关系和属性。",
    examples=["chanlian schema", "chanlian schema supplies --format csv"],
    answers=True,
)
@click.argument("kind", required=False)
def schema(session: Session, kind: str | None) -> Any:
    """The model as a table: kind, property, type, unit, required, key, words, meaning."""
    import pandas as pd

    from .describe import COLUMNS, described
    from .errors import BadInput

    rows = described(session.lang)
    if kind is not None:
        rows = [row for row in rows if kind in (row["kind"], row["table"])]
        if not rows:
            raise BadInput(
                f"there is no kind {kind!r}; chanlian schema lists all",
                f"没有“{kind}”这种类别；chanlian schema 列出全部",
            )
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame.attrs = {
        "question": "schema",
        "parameters": {},
        "all_rows": True,
        "notes": [t(session.lang, "an edge's key is its ends and its key properties", "关系的主键是两端加主键属性")],
    }
    return frame
