"""Where those stand who are responsible for something, of whom a source gives only the names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ..texts import question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...graph.graph import Graph
    from ..places.geography import Geography

_FIRM: Final = re.compile(r"(公司|集团|厂|合作社|银行|Ltd\.?|Inc\.?)$")
_ENDS: Final = "省市区县州旗盟"
_LONGEST: Final = 20
"""So many characters at most has a name of a division with what it lies in: 恩施土家族苗族自治州."""


def places_of(graph: Graph, geography: Geography, names: Iterable[str], day: str | None) -> dict[str, list[int]]:
    """By name the place where it stands: of the one region, park, body or firm of that name, else of the division or park
    with whose name an office's begins. What may be several, or says no place, is left out.
    """
    wanted = sorted(set(names))
    called: dict[str, list[dict[str, Any]]] = {}
    for row in graph.rows(question("progress/offices"), {"names": wanted, "as_of": day}) if wanted else ():
        called.setdefault(row["name"], []).append(row)
    by_identifier = {place.identifier: place.id for place in geography.places.values()}
    out: dict[str, list[int]] = {}
    for name in wanted:
        rows = [row for row in called.get(name, ()) if row["main"]] or called.get(name, [])
        place = rows[0]["place"] if len({row["node"] for row in rows}) == 1 else None
        if not rows:
            place = _begins_with(name, geography, by_identifier)
        if place is not None:
            out[name] = [place]
    return out


def _begins_with(name: str, geography: Geography, by_identifier: Mapping[str, int]) -> int | None:
    """The park, or the division, with whose name that of an office begins: 玉屏县发改局. A firm may be called after any place."""
    if _FIRM.search(name):
        return None
    parks = [place for place in geography.places.values() if place.kind == "park" and name.startswith(place.name)]
    if len(parks) == 1:
        return parks[0].id
    for end in range(min(len(name) - 1, _LONGEST), 1, -1):
        if name[end - 1] not in _ENDS:
            continue
        found = geography.graph.regions.find(name[:end])
        if len(found) == 1:  # where the graph knows nothing of it, what it lies in
            return next(
                (
                    by_identifier[one.identifier]
                    for one in geography.graph.regions.chain(found[0].code)
                    if one.identifier in by_identifier
                ),
                None,
            )
    return None
