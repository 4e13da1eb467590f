"""What an area makes and nobody in it uses: the other half of extending a chain (延链)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from ...graph.language import t
from ..answer import Answer, answer, ask_as_of, framed
from ..gaps.nearer import nearest_part
from ..gaps.verdict import BASES
from ..places.geography import Geography
from ..texts import question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...graph.graph import Graph

COLUMNS = (
    "area", "product", "role", "makers_here", "maker_names", "users_outside", "users_unplaced",
    "nearest_user", "nearest_area", "distance_km", "distance_basis", "border", "basis",
)  # fmt: skip


@framed
def outlets(
    graph: Graph,
    area: str | Sequence[str],
    *,
    with_zones: bool = False,
    as_of: str | None = None,
    lang: str = "en",
) -> Answer:
    """What is made here that no firm here uses, and who elsewhere uses it, nearest first?

    Users buy the product or what it is a kind of, say they use it, or must use it for what
    they make. An area's products, by-products and wastes all count.

    Returns
    -------
    area, product, role (product, by-product, waste), makers_here, maker_names, users_outside,
    users_unplaced, nearest_user, nearest_area, distance_km, distance_basis, border, basis (how
    the nearest user's use is known: observed, declared, implied).

    Raises
    ------
    UnknownName, AmbiguousName
        If `area` names no region or park, or several.

    Examples
    --------
    >>> outlets(example(), "玉屏")[["product", "nearest_user", "border"]].values.tolist()[0]
    ['吨袋', '中伟股份', 'county']
    """
    with graph.reading():
        when = ask_as_of(graph, as_of)
        geography = Geography.of(graph)
        where = geography.where(area, with_zones=with_zones)
        fetched = graph.rows(question("outlets/outlets"), {**where.parameters(), "as_of": when.day})
        found = []
        for _, group in groupby(fetched, key=lambda row: (row["product_number"], row["role"])):
            rows = list(group)
            found.append({"area": where.label, **rows[0], **_users(rows, geography, where.parts, where.maybe)})
        found.sort(
            key=lambda row: (
                not row["users_outside"],
                row["distance_basis"] is None,
                row["distance_km"] or 0.0,
                -row["users_outside"],
                row["product"],
                row["role"],
            )
        )
        notes = where.notes(lang)
        if not found:
            notes.append(
                t(
                    lang,
                    f"{where.label}: no product is known to be made here that nobody here uses",
                    f"{where.label}：没有发现本地生产而本地无人使用的产品",
                )
            )
        parameters = {"area": where.label, "with_zones": with_zones or None, "as_of": when.day}
        return answer(graph, "outlets", COLUMNS, found, parameters, asked=when, notes=notes)


def _users(
    rows: list[dict[str, Any]], geography: Geography, parts: Sequence[Any], maybe: frozenset[int]
) -> dict[str, Any]:
    """The users elsewhere of one product: how many, and the nearest."""
    users = [row for row in rows if row["user"] is not None]
    unplaced = [row for row in users if row["user_place"] is None or row["user_place"] in maybe]
    outside = [row for row in users if row not in unplaced]
    out: dict[str, Any] = {
        "users_outside": len(outside), "users_unplaced": len(unplaced), "distance_km": None, "distance_basis": None,
    }  # fmt: skip
    ranked = []
    for row in outside:
        km, basis, border = nearest_part(geography, row["user_place"], parts)
        order = (basis is None, km if km is not None else 0.0, -row["strength"], row["user"])
        ranked.append((order, row, km, basis, border))
    if ranked:
        _, row, km, basis, border = min(ranked, key=lambda entry: entry[0])
        out |= {
            "nearest_user": row["user"],
            "nearest_area": geography.area_name(row["user_place"]),
            "distance_km": km,
            "distance_basis": basis,
            "border": border,
            "basis": BASES[row["strength"]],
        }
    return out
