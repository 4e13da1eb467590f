"""What a region is (with or without a graph), and what a graph holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.engines.base import Question
from ..graph.language import t
from ..graph.regions import reference
from ..graph.schema import KINDS
from ..graph.version import __version__
from .answer import Answer, answer, ask_as_of, framed

if TYPE_CHECKING:
    from ..graph.graph import Graph

REGION_COLUMNS = ("code", "name", "level", "parent", "lat", "lon", "neighbours")
INFO_COLUMNS = ("kind", "count", "with_evidence")


@framed
def region(name: str, *, lang: str = "en") -> Answer:
    """Which official division of China does a name or code stand for?

    Returns
    -------
    One row: code (GB/T 2260), name, level, parent (name), lat, lon (degrees, about 1 km),
    neighbours (names of the divisions of the same level it borders).

    Raises
    ------
    UnknownName, AmbiguousName
        With the nearest names, or with all candidates: a name is never guessed.

    Examples
    --------
    >>> region("玉屏")[["code", "name", "parent"]].values.tolist()
    [['520622', '玉屏侗族自治县', '铜仁市']]
    """
    known = reference()
    found = known.resolve(name)
    parent = known.get(found.parent) if found.parent else None
    row: dict[str, Any] = {
        "code": found.code,
        "name": found.name,
        "level": found.level,
        "parent": parent.name if parent else None,
        "lat": found.lat,
        "lon": found.lon,
        "neighbours": [other.name for other in known.neighbours(found.code)],
    }
    notes = [] if found.lat is not None else [t(lang, "no point is known of it", "没有它的坐标")]
    attrs = {"question": "region", "parameters": {"name": name}, "version": __version__, "notes": notes}
    return Answer(REGION_COLUMNS, [row], attrs)


@framed
def info(graph: Graph, *, lang: str = "en") -> Answer:
    """What does a graph hold?

    Returns
    -------
    kind, count, with_evidence (how many of them rest on a source): one row for each kind of
    which there is any. `attrs["graph_info"]`: as_of, hash, schema_version, firms_placed,
    areas, sources.

    Raises
    ------
    GraphMissing
        If there is no graph.

    Examples
    --------
    >>> info(example()).set_index("kind").loc["supplies"].tolist()
    [6, 6]
    """
    with graph.reading():
        text = " UNION ALL ".join(
            f"SELECT {number} AS n, '{of.name}' AS kind, count(*) AS count, count(source) AS with_evidence FROM \"{of.name}\""
            for number, of in enumerate(KINDS)
        )
        rows = [row for row in graph.rows(Question("info", f"{text} ORDER BY 1")) if row["count"]]
        areas = """
            SELECT count(*) AS firms, count(place) AS placed, count(DISTINCT county) AS counties,
                   count(DISTINCT province) AS provinces FROM firm
        """
        placed = graph.rows(Question("areas of firms", areas))[0]
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
        if not rows:
            notes = [t(lang, "the graph is empty", "图是空的")]
        out = answer(graph, "info", INFO_COLUMNS, rows, {}, asked=when, notes=notes)
        out.attrs["graph_info"] = {**when.meta, **placed}
        return out
