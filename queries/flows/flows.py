"""Area by area: how many supplies go where, and what they are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.language import t
from ...graph.schema import ALL_AREAS
from ..answer import Answer, answer, ask_as_of, framed
from ..places.geography import Geography, check_level
from ..texts import question

if TYPE_CHECKING:
    from ...graph.graph import Graph

COLUMNS = (
    "from_area", "to_area", "count", "valued", "value", "basis", "period", "from_within", "to_within",
)  # fmt: skip


@framed
def flows(graph: Graph, level: str, *, as_of: str | None = None, lang: str = "en") -> Answer:
    """Which areas supply which? Current actual supplies, area by area at a level.

    All rows together are all supplies: an end whose area is not known at the level has a null
    area, and `from_within` or `to_within` names the nearest coarser area that is known. Values
    of different basis or period are never summed, so each has its own row.

    Returns
    -------
    from_area, to_area (null: not known at this level), count (supplies), valued (how many of
    them have a value), value (yuan), basis, period, from_within, to_within; most supplies first.
    At park level an area that is no park is the rest of its county.

    Raises
    ------
    BadInput
        For a level that there is none of.

    Examples
    --------
    >>> int(flows(example(), "province")["count"].sum())
    6
    """
    check_level(level)
    with graph.reading():
        when = ask_as_of(graph, as_of)
        geography = Geography.of(graph)
        places = geography.places

        def label(id_: int | None) -> str | None:
            if id_ is None:
                return None
            return geography.label(places[id_], level, lang)

        def row(fetched: dict[str, Any]) -> dict[str, Any]:
            out = {**fetched, "from_area": label(fetched["from_id"]), "to_area": label(fetched["to_id"])}
            for end in ("from", "to"):
                known = fetched[f"{end}_known"]
                out[f"{end}_within"] = (
                    places[known].name if fetched[f"{end}_id"] is None and known is not None else None
                )
            return out

        asked = {"rank": ALL_AREAS.index(level), "as_of": when.day}
        found = [row(fetched) for fetched in graph.rows(question("flows/flows"), asked)]
        found.sort(
            key=lambda r: (-r["count"], r["from_area"] or "", r["to_area"] or "", r["basis"] or "", r["period"] or "")
        )
        notes = [] if found else [t(lang, "the graph holds no current supplies", "图中没有现行的供应关系")]
        return answer(graph, "flows", COLUMNS, found, {"level": level, "as_of": when.day}, asked=when, notes=notes)
