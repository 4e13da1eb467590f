"""What an area makes and nobody in it uses: the other half of extending a chain (延链)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from ...graph.answer_columns import AnswerColumn
from ...graph.language import t
from ..answer import Answer, answer, framed
from ..as_of.asked import asked_of
from ..as_of.undated import undated
from ..columns import (
    AREA,
    BASIS_OF_NEED,
    BORDER,
    DISTANCE,
    DISTANCE_BASIS,
    MAKER_NAMES,
    MAKERS_HERE,
    NEAREST_AREA,
    PRODUCT,
    ROLE,
)  # fmt: skip
from ..gaps.verdict import BASES
from ..places.by_name import by_name_among, by_name_in
from ..places.distances import UNPLACED, seats_note
from ..places.geography import Geography
from ..places.unplaced import unplaced_in
from ..texts import question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...graph.graph import Graph
    from ..places.place import Where

COLUMNS = (
    AREA,
    PRODUCT.at(1),
    ROLE.at(2),
    MAKERS_HERE.meant("firms here that make it"),
    MAKER_NAMES.at(3),
    AnswerColumn(
        "users_outside", "integer", None, "users outside", "外地用户数", meaning="firms elsewhere that use it"
    ),
    AnswerColumn(
        "users_unplaced", "integer", None, "users unplaced", "地点不明用户数", meaning="users of unknown place"
    ),
    AnswerColumn("nearest_user", "text", None, "nearest user", "最近用户", 4, beside="nearest_area"),
    NEAREST_AREA,
    DISTANCE.at(5),
    DISTANCE_BASIS,
    BORDER.at(6),
    BASIS_OF_NEED.meant("how the nearest user's use is known: observed, declared or implied"),
    AnswerColumn(
        "unplaced_users",
        "list",
        None,
        "users, place unknown",
        "用户（所在地不明）",
        7,
        meaning="users that may be here or elsewhere",
    ),
)


@framed("outlets", "待消纳产品", COLUMNS)
def outlets(
    graph: Graph,
    area: str | Sequence[str],
    *,
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    lang: str = "en",
) -> Answer:
    """What is made here that no firm here uses, and who elsewhere uses it, nearest first?

    Users buy the product or what it is a kind of, say they use it, or must use it for what
    they make; of whom no place is known may be here or elsewhere: they are named apart. An area's products, by-products and wastes all count.

    Returns
    -------
    One row a product and role:

    - `area` (text): the area asked
    - `product` (text): product
    - `role` (text): product, by-product or waste
    - `makers_here` (integer): firms here that make it
    - `maker_names` (list): their names
    - `users_outside` (integer): firms elsewhere that use it
    - `users_unplaced` (integer): users of unknown place
    - `nearest_user` (text): nearest user
    - `nearest_area` (text): where the nearest one is
    - `distance_km` (number, km): great-circle distance
    - `distance_basis` (text): whose points: park, county, or the seat of the prefecture or province that is
      all that is known
    - `border` (text): the highest level between the two
    - `basis` (text): how the nearest user's use is known: observed, declared or implied
    - `unplaced_users` (list): users that may be here or elsewhere

    Raises
    ------
    UnknownName, AmbiguousName
        If `area` names no region or park, or several.

    Examples
    --------
    >>> outlets(example(), "玉屏")[["product", "nearest_user", "border"]].values.tolist()[0]
    ['吨袋', '中伟股份', 'county']
    """
    with asked_of(graph, as_of, lang=lang) as (known, when):
        geography = Geography.of(known)
        where = geography.where(area, with_zones=with_zones, neighbours=neighbours, lang=lang)
        fetched = known.rows(question("outlets/outlets"), {**where.parameters(), "as_of": when.day})
        found = []
        for _, group in groupby(fetched, key=lambda row: (row["product_number"], row["role"])):
            rows = list(group)
            found.append({"area": where.label, **rows[0], **_users(rows, geography, where)})
        found.sort(
            key=lambda row: (
                not row["users_outside"], row["order"], -row["users_outside"], row["product"], row["role"],
            )
        )  # fmt: skip
        notes = [
            *where.notes(lang),
            *unplaced_in(geography, where, lang),
            *by_name_in(geography, where, lang),
            *by_name_among(known, {row["user_number"] for row in fetched} - {None}, lang),
            *undated(known, when, lang, places=where.inside),
            *seats_note(found, lang),
        ]
        open_ = [row["product"] for row in found if row["users_unplaced"]]
        if open_:
            named = t(lang, ", ", "、").join(dict.fromkeys(open_))
            notes.append(
                t(
                    lang,
                    f"users whose place is not known may be here, so these may be used here after all: {named}",
                    f"部分用户所在地不明，可能就在本地，下列产品未必无人使用：{named}",
                )
            )
        if not found:
            notes.append(
                t(
                    lang,
                    f"{where.label}: no product is known to be made here that nobody here uses",
                    f"{where.label}：没有发现本地生产而本地无人使用的产品",
                )
            )
        parameters = {
            "area": where.asked, "with_zones": with_zones or None, "neighbours": neighbours or None, "as_of": when.day,
        }  # fmt: skip
        return answer(known, "outlets", COLUMNS, found, parameters, asked=when, notes=notes)


def _users(rows: list[dict[str, Any]], geography: Geography, where: Where) -> dict[str, Any]:
    """The users elsewhere of one product: how many, and the nearest."""
    users = [row for row in rows if row["user"] is not None]
    unplaced = [row for row in users if row["user_place"] is None or row["user_place"] in where.maybe]
    outside = [row for row in users if row not in unplaced]
    out: dict[str, Any] = {
        "users_outside": len(outside), "users_unplaced": len(unplaced), "distance_km": None, "distance_basis": None,
        "unplaced_users": [row["user"] for row in unplaced] or None,
        "order": UNPLACED.order,
    }  # fmt: skip
    if outside:
        ways = ((geography.way(row["user_place"], where.parts), row) for row in outside)
        way, row = min(ways, key=lambda one: (one[0].order, -one[1]["strength"], one[1]["user"]))
        out |= {
            "nearest_user": row["user"],
            "nearest_area": geography.area_name(row["user_place"]),
            "distance_km": way.km,
            "distance_basis": way.basis,
            "border": way.border,
            "basis": BASES[row["strength"]],
            "order": way.order,
        }
    return out
