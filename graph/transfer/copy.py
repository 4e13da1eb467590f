"""A graph written into another one as it is: every claim with its evidence and the day it was recorded.

`push` and `pull` are this in the two directions: a scan of all that one graph holds, and one
write to the other. The same claim there is unchanged; another statement of the same source gives way;
what only the other graph holds stays. What was taken out here goes there too, as far as the same
source states it, and its trace comes along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..answer_columns import names
from ..batch import Batch, key_sql
from ..errors import BadInput
from ..for_python import for_python
from ..meta import content_hash
from ..reports import PUSHED
from ..schema import kind
from ..sql_text import quoted
from ..url import is_address, public
from ..version import __version__
from .whole import batch_of

if TYPE_CHECKING:
    import os

    import pandas as pd

    from ..graph import Graph

COLUMNS: Final = names(PUSHED)


@for_python
def push(graph: Graph, to: Graph | str | os.PathLike[str], *, batch: int | None = None) -> pd.DataFrame:
    """Write all of a graph into one on a Neo4j server (or anywhere): claims, evidence, dates and traces as they are.

    What is there already is compared: the same claim is unchanged, another statement of the same
    source gives way to this graph's, what only the server has stays. What was taken out of this graph
    goes there too where the same source states it. Nothing of others in the database is touched.
    Up to `batch` facts (50,000) are one transaction; more of them are several, and a push that
    was broken off is mended by the same push again.

    Returns
    -------
    kind, count (facts of this graph), added, changed, unchanged, retracted (left out: a person took
    them out there), removed (taken out there).

    Raises
    ------
    GraphError
        If the server cannot be reached or written to, or holds nodes of others under labels that a graph needs.

    >>> from chanlian.graph import connect
    >>> push(connect(":memory:"), connect(":memory:")).columns.tolist()[:3]
    ['kind', 'count', 'added']
    """
    from ..opening import opened

    target = opened(to)
    return replicated(graph, target, "push", batch=batch)


def check_direction(source: str, target: str, *, to_server: bool) -> None:
    """Raise where a push does not go to a server, a pull does not come from one, or either goes to where it comes from.

    >>> check_direction("a.duckdb", "bolt://host", to_server=True)

    Raises
    ------
    BadInput
        With the right order.
    """
    if to_server and not is_address(target):
        raise BadInput(
            f"{target}: is no address of a server; a push goes from a graph to one: chanlian push GRAPH URL"
            " (back into a file: chanlian pull URL GRAPH)",
            f"{target}：不是服务器地址；push 的写法是 chanlian push 图文件 地址（取回文件用 chanlian pull 地址 图文件）",
        )
    if not to_server and (not is_address(source) or is_address(target)):
        raise BadInput(
            f"{public(source)} to {public(target)}: a pull goes from a server to a file: chanlian pull URL GRAPH"
            " (to a server: chanlian push GRAPH URL)",
            f"{public(source)} → {public(target)}：pull 的写法是 chanlian pull 地址 图文件（写入服务器用 chanlian push 图文件 地址）",
        )
    if public(source) == public(target):
        raise BadInput(
            f"{public(source)}: is where it comes from and where it should go; name another",
            f"{public(source)}：来源与目标相同；请换一个",
        )


def replicated(source: Graph, target: Graph, question: str, *, batch: int | None = None) -> pd.DataFrame:
    """`replicate` as a frame that says what was asked of what."""
    import pandas as pd

    rows = replicate(source, target, part=batch)
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    meta = target.meta()
    frame.attrs = {
        "question": question, "parameters": {"to": public(target.url)}, "as_of": meta.get("as_of"), "graph": public(source.url),
        "graph_hash": content_hash(meta), "version": __version__, "notes": [], "remarks": target.remarks, "all_rows": True,
    }  # fmt: skip
    return frame


def replicate(source: Graph, target: Graph, *, part: int | None = None, as_is: bool = False) -> list[dict[str, Any]]:
    """Write all of a graph into another; one row a kind; `part` facts in a transaction where it takes several.

    With `as_is` the other, which holds nothing, is a copy of it: nodes have the identifiers that they have there.

    Columns kind, count (facts that `source` has), added, changed, unchanged, retracted (left out,
    since a person took them out of `target`), removed (taken out, as they were from `source`).
    """
    batch = batch_of(source)
    batch.as_is = as_is
    try:
        target.write(batch, part=part)
        return _told(batch)
    finally:
        batch.close()


def _told(batch: Batch) -> list[dict[str, Any]]:
    """What became of the facts of each kind; a fact with several claims is told once."""
    out = []
    for name in batch.kinds:
        counts = (
            batch.db.execute(
                f"""
            WITH told AS (
                SELECT fact, list(outcome) AS outcomes
                FROM (SELECT row, {key_sql(kind(name))} AS fact FROM {quoted("stage_" + name)}) s
                JOIN (SELECT row, outcome FROM outcome WHERE kind = $kind) o USING (row) GROUP BY fact
            )
            SELECT count(*), count(*) FILTER (WHERE list_contains(outcomes, 'added')),
                   count(*) FILTER (WHERE list_contains(outcomes, 'changed') AND NOT list_contains(outcomes, 'added')),
                   count(*) FILTER (WHERE NOT list_has_any(outcomes, ['added', 'changed', 'retracted'])),
                   count(*) FILTER (WHERE list_contains(outcomes, 'retracted')),
                   (SELECT count(*) FROM outcome WHERE kind = $kind AND row = -1 AND outcome = 'removed')
            FROM told
            """,
                {"kind": name},
            ).fetchone()
            or ()
        )
        out.append({"kind": name, **dict(zip(COLUMNS[1:], counts, strict=True))})
    return out
