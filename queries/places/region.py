"""What a region is, with or without a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.answer_columns import AnswerColumn, names, types
from ...graph.engines.base import Question
from ...graph.errors import BadInput
from ...graph.language import t
from ...graph.meta import content_hash, state_of
from ...graph.regions.past import note_of
from ...graph.regions.reference import AREA_LEVELS, reference
from ...graph.url import public
from ...graph.version import __version__
from ..answer import Answer, framed
from .geography import Geography

if TYPE_CHECKING:
    from ...graph.graph import Graph
    from ...graph.regions.reference import Region

REGION_COLUMNS = (
    AnswerColumn("code", "text", None, "code", "代码", meaning="GB/T 2260; nine digits for a township"),
    AnswerColumn("name", "text", None, "name", "名称"),
    AnswerColumn("level", "text", None, "level", "级别"),
    AnswerColumn("parent", "text", None, "parent", "上级", meaning="the name of what it lies in"),
    AnswerColumn("lat", "number", "degrees", "lat", "纬度", meaning="latitude, about 1 km"),
    AnswerColumn("lon", "number", "degrees", "lon", "经度", meaning="longitude"),
    AnswerColumn(
        "neighbours", "list", None, "neighbours", "相邻",
        meaning="names of the divisions of the same level that it borders",
    ),
    AnswerColumn(
        "formerly", "list", None, "formerly", "曾用名",
        meaning="codes and names of what it was or took in, each until when and by which document if that is on record",
    ),
    AnswerColumn(
        "valid_since", "date", None, "valid since", "启用",
        meaning="the year since when the code stands for the name; null where it did in 1980 already",
    ),
)  # fmt: skip


@framed("region", "行政区划", REGION_COLUMNS)
def region(name: str, graph: Graph | None = None, *, lang: str = "en") -> Answer:
    """Which official division does a name, code or address stand for?

    Names are those of China's divisions: of today, of townships (in full), of divisions of the past, and
    the leading path of an address. With a graph, the regions that were loaded into it answer as well
    (another country's), and its borders are among the neighbours.

    Returns
    -------
    One row; `attrs["notes"]` says so where the name is a former one or the start of an address.

    - `code` (text): GB/T 2260; nine digits for a township
    - `name` (text): name
    - `level` (text): level
    - `parent` (text): the name of what it lies in
    - `lat` (number, degrees): latitude, about 1 km
    - `lon` (number, degrees): longitude
    - `neighbours` (list): names of the divisions of the same level that it borders
    - `formerly` (list): codes and names of what it was or took in, each until when and by which document if
      that is on record
    - `valid_since` (date): the year since when the code stands for the name; null where it did in 1980
      already

    Raises
    ------
    UnknownName, AmbiguousName
        With the nearest names, or with all candidates: a name is never guessed. A division of the past
        without a known successor is an UnknownName that says when it was abolished.

    Examples
    --------
    >>> region("玉屏")[["code", "name", "parent"]].values.tolist()
    [['520622', '玉屏侗族自治县', '铜仁市']]
    >>> region("522223")["formerly"].tolist()[0][0]
    '522223 玉屏侗族自治县 (–2011)'
    """
    notes: list[str] = []
    row: dict[str, Any] | None = None
    of: dict[str, Any] = {}
    if graph is not None:
        with graph.reading():
            meta = graph.meta()
            of = {"graph": public(graph.url), "graph_hash": content_hash(meta), **state_of(meta)}
            row = _in_graph(graph, name)
    if row is None:
        found = reference().explained(name)
        row = _official(found.region)
        note = note_of(found, lang)
        notes = [note] if note else []
    if row["lat"] is None:
        notes.append(t(lang, "no point is known of it", "没有它的坐标"))
    attrs = {"question": "region", "parameters": {"name": name}, "version": __version__, "notes": notes}
    return Answer(names(REGION_COLUMNS), [row], attrs | of, types(REGION_COLUMNS))


def _official(found: Region) -> dict[str, Any]:
    """A division of the reference data as a row."""
    known = reference()
    parent = known.get(found.parent) if found.parent else None
    return {
        "code": found.code,
        "name": found.name,
        "level": found.level,
        "parent": parent.name if parent else None,
        "lat": found.lat,
        "lon": found.lon,
        "neighbours": [other.name for other in known.neighbours(found.code)] if found.level in AREA_LEVELS else [],
        "formerly": [step.text for step in known.changes.of(found.code)],
        "valid_since": found.valid_since,
    }


def _in_graph(graph: Graph, name: str) -> dict[str, Any] | None:
    """A division that a graph holds as a row; None where the reference data alone know the name."""
    with graph.reading():
        geography = Geography.of(graph)
        place = geography.resolve(name)
        if place.kind != "region":
            raise BadInput(
                f"{place.name} is a park of the graph and no region; see chanlian show",
                f"{place.name}是图中的园区，不是行政区；请用 chanlian show 查看",
            )
        if place.id not in geography.places:
            return None
        (stored,) = graph.rows(_REGION, {"id": place.id})
        across = [row["name"] for row in graph.rows(_ACROSS, {"id": place.id, "level": place.level})]
        code = place.identifier.removeprefix("region:")
        official = reference().get(code)
        if official is not None and official.identifier == place.identifier:
            row = _official(official)
            row["neighbours"] = list(dict.fromkeys([*row["neighbours"], *across]))
            return row
        within = geography.places.get(place.within) if place.within is not None else None
        return {
            "code": stored["code"] or code,
            "name": place.name,
            "level": place.level,
            "parent": within.name if within else None,
            "lat": stored["lat"],
            "lon": stored["lon"],
            "neighbours": across,
            "formerly": [],
            "valid_since": stored["valid_since"],
        }


_REGION = Question(
    "region",
    "SELECT code, lat, lon, valid_since FROM region WHERE id = $id",
    "MATCH (r:Region {id: $id}) RETURN r.code AS code, r.lat AS lat, r.lon AS lon, r.valid_since AS valid_since",
)
_ACROSS = Question(
    "neighbours",
    "SELECT DISTINCT r.name, r.identifier FROM borders b JOIN region r ON r.id = CASE WHEN b.a = $id THEN b.b ELSE b.a END"
    " WHERE $id IN (b.a, b.b) AND r.level = $level ORDER BY r.identifier",
    "MATCH (:Region {id: $id})-[:BORDERS]-(r:Region {level: $level})"
    " RETURN DISTINCT r.name AS name, r.identifier AS identifier ORDER BY identifier",
)
