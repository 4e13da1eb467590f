"""The places that an area stands for, where a graph itself is asked for a part of it: zones of their own apart, joint parks by their parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..engines.base import Question
from ..errors import AmbiguousName, BadInput, UnknownName
from ..names.listed import all_names
from ..schema import ALL_AREAS, AREAS
from ..sql_text import quoted

if TYPE_CHECKING:
    from ..readable import Readable

_LEVELS: Final = quoted(*ALL_AREAS)
PLACES: Final = Question(
    "areas",
    f"SELECT id, identifier, name, own_area, joint, within, covers, {_LEVELS} FROM area ORDER BY identifier",
    f"""
    CALL () {{
        MATCH (n:Region) WHERE n.fact IS NOT NULL RETURN n
        UNION ALL
        MATCH (n:Park) WHERE n.fact IS NOT NULL RETURN n
    }}
    RETURN n.id AS id, n.identifier AS identifier, n.name AS name, coalesce(n.own_area, false) AS own_area,
           coalesce(n.joint, false) AS joint, n.within AS within, coalesce(n.parts, []) AS covers,
           {", ".join(f"n.{level} AS {level}" for level in ALL_AREAS)}
    ORDER BY identifier
    """,
)


@dataclass(frozen=True)
class _Places:
    """The places of a graph with their areas."""

    by_id: dict[int, dict[str, Any]]
    by_identifier: dict[str, dict[str, Any]]


def places_of(graph: Readable, asked: str, *, with_zones: bool) -> set[int]:
    """The places of the areas asked (several with commas), as the graph numbers them.

    Raises
    ------
    UnknownName, AmbiguousName
        If one of them is no place of the graph, or may be several.
    """
    rows = graph.rows(PLACES)
    places = _Places({row["id"]: row for row in rows}, {row["identifier"]: row for row in rows})
    texts = [text.strip() for text in asked.replace("，", ",").split(",") if text.strip()]
    inside: set[int] = set()
    for text in texts:
        inside |= _inside(_place(graph, text, places), places, with_zones=with_zones)
    if not inside:
        raise BadInput("name an area, or several with commas", "请给出一个地区，或用逗号分开的几个")
    return inside


def _inside(place: dict[str, Any], places: _Places, *, with_zones: bool) -> set[int]:
    """The place and those in it; a joint park stands for its parts."""
    if place["joint"] and place["covers"]:
        parts = (places.by_id[one] for one in place["covers"] if one in places.by_id)
        inside = {place["id"]}.union(*(_inside(part, places, with_zones=with_zones) for part in parts))
    else:
        inside = {row["id"] for row in places.by_id.values() if place["id"] in [row[level] for level in ALL_AREAS]}
        inside.add(place["id"])
    if with_zones:
        new = {row["id"] for row in places.by_id.values() if row["within"] in inside} - inside
        while new:
            inside |= new
            new = {row["id"] for row in places.by_id.values() if row["within"] in inside} - inside
    return inside


def _place(graph: Readable, text: str, places: _Places) -> dict[str, Any]:
    """The place of the graph that a name, alias, code or short name stands for."""
    from ..regions.reference import reference

    found: dict[bool, set[str]] = {True: set(), False: set()}
    for row in all_names(graph, AREAS).to_pylist():
        if row["text"] == text and row["identifier"] in places.by_identifier:
            found[row["main"] or row["text"] == row["identifier"]].add(row["identifier"])
    exact = found[True] or found[False]
    short = {region.identifier for region in reference().find(text)} & set(places.by_identifier)
    candidates = sorted(exact or short)
    if not candidates:
        raise UnknownName(
            f"{graph.url} holds no region or park called {text!r}; see chanlian list {graph.url} region",
            f"{graph.url} 中没有名为“{text}”的区划或园区；可用 chanlian list {graph.url} region 查看",
        )
    if len(candidates) > 1:
        listed = "; ".join(f"{places.by_identifier[one]['name']} ({one})" for one in candidates)
        raise AmbiguousName(
            f"{text!r} may be any of: {listed}; give the full name or the identifier",
            f"“{text}”可能指：{listed}；请用全称或标识符",
        )
    return places.by_identifier[candidates[0]]
