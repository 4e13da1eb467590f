"""What a graph holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.answer_columns import AnswerColumn
from ...graph.cypher_text import cypher_literal
from ...graph.engines.base import Question
from ...graph.engines.neo4j.form import pattern
from ...graph.language import t
from ...graph.schema import KINDS
from ...graph.sql_text import literal, quoted
from ..answer import Answer, answer, ask_as_of, framed
from ..columns import COUNT, KIND
from .by_name import by_name_at
from .geography import Geography
from .unplaced import unplaced

if TYPE_CHECKING:
    from ...graph.graph import Graph

INFO_COLUMNS = (
    KIND,
    COUNT.meant("how many there are"),
    AnswerColumn(
        "with_evidence", "integer", None, "with evidence", "有依据", meaning="how many of them rest on a source"
    ),
)


_COUNTS = Question(
    "info",
    " UNION ALL ".join(
        f"SELECT {number} AS n, {literal(of.name)} AS kind, count(*) AS count, count(source) AS with_evidence FROM {quoted(of.name)}"
        for number, of in enumerate(KINDS)
    )
    + " ORDER BY 1",
    "CALL () { "
    + " UNION ALL ".join(
        f"MATCH {pattern(of.name)} WITH count(x.fact) AS count, count(x.source_id) AS with_evidence"
        f" RETURN {number} AS n, {cypher_literal(of.name)} AS kind, count, with_evidence"
        for number, of in enumerate(KINDS)
    )
    + " } RETURN n, kind, count, with_evidence ORDER BY n",
)
_PLACED = Question(
    "areas of firms",
    "SELECT count(*) AS firms, count(place) AS placed, count(DISTINCT county) AS counties,"
    " count(DISTINCT province) AS provinces, count(*) FILTER (WHERE place_basis IN ('name', 'own_name')) AS by_name FROM firm",
    "MATCH (f:Firm) RETURN count(f.fact) AS firms, count(f.place) AS placed, count(DISTINCT f.county) AS counties,"
    " count(DISTINCT f.province) AS provinces,"
    " count(CASE WHEN f.place_basis IN ['name', 'own_name'] THEN 1 END) AS by_name",
)


@framed("contents", "图的内容", INFO_COLUMNS)
def info(graph: Graph, *, lang: str = "en") -> Answer:
    """What does a graph hold?

    Returns
    -------
    One row for each kind of which there is any. `attrs["graph_info"]`: as_of, hash, schema_version,
    firms_placed, areas, sources.

    - `kind` (text): kind
    - `count` (integer): how many there are
    - `with_evidence` (integer): how many of them rest on a source

    Raises
    ------
    GraphMissing
        If there is no graph.

    Examples
    --------
    >>> info(example()).set_index("kind").loc["supplies"].tolist()
    [10, 10]
    """
    with graph.reading():
        rows = [row for row in graph.rows(_COUNTS) if row["count"]]
        (placed,) = graph.rows(_PLACED)
        when = ask_as_of(graph)
        notes = [
            t(
                lang,
                f"as of {when.day or 'no date'}; {placed['placed']} of {placed['firms']} firms have a place, in"
                f" {placed['counties']} county-level areas of {placed['provinces']} provinces; content {when.graph_hash}",
                f"数据截至{when.day or '（无日期）'}；{placed['firms']}家企业中{placed['placed']}家有地点，分布在"
                f"{placed['provinces']}个省的{placed['counties']}个县级地区；内容校验 {when.graph_hash}",
            )
        ]
        geography = Geography.of(graph)
        notes += [*unplaced(geography, lang), *by_name_at(geography, lang)]
        verified, _, content = (when.meta.get("verified") or "").partition(" ")
        if verified:
            since = content != when.graph_hash
            notes.append(
                t(
                    lang,
                    f"last verified on {verified}" + (", before it was last written to" if since else ""),
                    f"最近校验：{verified}" + ("（此后有写入）" if since else ""),
                )
            )
        if not rows:
            notes = [t(lang, "the graph is empty", "图是空的")]
        out = answer(graph, "info", INFO_COLUMNS, rows, {}, asked=when, notes=notes)
        out.attrs["graph_info"] = {**when.meta, **placed}
        return out
