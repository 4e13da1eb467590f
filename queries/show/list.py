"""All of a kind, in an area or in the whole graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.dates import first_day_cypher, last_day_cypher
from ...graph.errors import BadInput
from ...graph.fact_texts import Which
from ...graph.language import t
from ...graph.schema import EDGE_NAMES, KINDS, NODE_NAMES, Edge, Node, columns, kind
from ...graph.sql_text import quoted
from ..answer import Answer, answer, framed
from ..as_of.asked import asked_of, undated_note
from ..cypher_texts import filled
from ..in_area import inside
from ..places.geography import Geography
from ..places.unplaced import unplaced_in
from ..texts import in_force
from .rows import COLUMNS, columns_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...graph.graph import Graph

BY_TABLE = {**{of.table: of.name for of in KINDS}, **{of.zh: of.name for of in KINDS}}


def kind_named(text: str) -> Node | Edge:
    """The kind that a name stands for: its own, that of its table, or its Chinese name."""
    name = text if text in (*NODE_NAMES, *EDGE_NAMES) else BY_TABLE.get(text)
    if name is None:
        known = ", ".join((*NODE_NAMES, *EDGE_NAMES))
        raise BadInput(f"there is no kind {text!r}; the kinds are {known}", f"没有“{text}”这种类别；可用的有：{known}")
    return kind(name)


@framed(None, None, COLUMNS)
def list(  # noqa: A001  # the question's own name, as on the command line
    graph: Graph,
    kind: str,
    area: str | Sequence[str] | None = None,
    *,
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    period: str | None = None,
    lang: str = "en",
) -> Answer:
    """What does the graph hold of a kind, in an area or in all?

    A node is in an area if it lies there or is tied directly to what lies there (a project
    sited there, an agreement of which a party is there); a fact if one of its ends is. With
    `as_of` only what held on that date; without it all, ended and planned facts too. With `period` ("2021") only what held
    in it, with values of exactly this period.

    Returns
    -------
    The kind's own properties (of a fact also its ends, by name), what it is tied to, fact,
    sources (titles). In order of name, projects in order of stage.

    Raises
    ------
    BadInput
        If there is no such kind.
    UnknownName, AmbiguousName
        If `area` names no region or park, or several.

    Examples
    --------
    >>> list(example(), "projects", "玉屏")[["stage", "planned"]].values.tolist()[0]
    ['planned', 2539000000.0]
    """
    of = kind_named(kind)
    with asked_of(graph, as_of, period=period, values=(of.name,), lang=lang) as (known, when):
        geography = Geography.of(known) if area is not None else None
        where = (
            geography.where(area, with_zones=with_zones, neighbours=neighbours, lang=lang)
            if geography is not None and area is not None
            else None
        )
        which = _held(of) if when.given else Which()
        asked: dict[str, Any] = {"as_of": when.day} if when.given else {}
        if where:
            within = inside(of)
            which = Which(f"{which.sql} AND {within.sql}", which.cypher, within.start)
            asked["places"] = sorted(where.inside)
        rows = rows_of(known, of, which, asked)
        rows.sort(key=_order(of))
        notes = where.notes(lang) if where else []
        if geography and where and of.name == "firm":
            notes += unplaced_in(known, geography, where, lang)
        if not rows:
            notes.append(t(lang, f"the graph holds no {of.en} here", f"图中没有符合条件的{of.zh}"))
        notes += _undated(of, rows, lang) if when.another_day else ()
        parameters = {
            "kind": of.name, "area": where.asked if where else None, "with_zones": with_zones or None, "neighbours": neighbours or None,
            "as_of": when.day if when.given else None,
        }  # fmt: skip
        return answer(known, "list", columns_of(of), rows, parameters, asked=when, notes=notes)


def _undated(of: Node | Edge, rows: Sequence[dict[str, Any]], lang: str) -> tuple[str, ...]:
    """How many of the rows nobody dated, where the kind has dates."""
    wanted = {"since", "period"} if isinstance(of, Edge) else {of.roles.since}
    dates = [name for name, _ in columns(of) if name in wanted]
    number = sum(all(row[name] is None for name in dates) for row in rows) if dates else 0
    return tuple(undated_note(number, len(rows), lang))


def _order(of: Node | Edge) -> Any:
    """The order of a list: by name, projects first by stage; facts by their ends."""
    if isinstance(of, Edge):
        return lambda row: (*(row[end.name] for end in of.ends), row["fact"])
    words = next((prop.allowed for prop in of.properties if prop.name == "stage"), ())
    return lambda row: (
        words.index(row["stage"]) if row.get("stage") in words else len(words),
        row["name"],
        row["fact"],
    )


_ALWAYS = "($as_of::DATE IS NOT NULL OR true)"  # a parameter that is given must be named


def _held(of: Node | Edge) -> Which:
    """It held on the day `$as_of`, as far as its dates say."""
    if isinstance(of, Edge):
        return Which(in_force("x"), filled("{in_force:x}")) if of.dated else Which(_ALWAYS)
    sql, cypher = [_ALWAYS], ["x.fact IS NOT NULL"]
    since, until = of.roles.since, of.roles.until
    for column, compared, first, first_cypher in (
        (since, "<=", "first_day", first_day_cypher),
        (until, ">=", "last_day_of", last_day_cypher),
    ):
        if column:
            sql.append(f"(x.{quoted(column)} IS NULL OR {first}(x.{quoted(column)}) {compared} $as_of::DATE)")
            cypher.append(f"(x.{column} IS NULL OR {first_cypher(f'x.{column}')} {compared} date($as_of))")
    if until and any(
        prop.name == "status" for prop in of.properties
    ):  # what is said to have ended by a day has ended on it
        over, over_cypher = f"last_day_of(x.{quoted(until)})", last_day_cypher(f"x.{until}")
        sql.append(
            f"NOT (coalesce(x.status, '') IN ('ended', 'superseded') AND coalesce({over} <= $as_of::DATE, false))"
        )
        cypher.append(
            f"NOT (coalesce(x.status, '') IN ['ended', 'superseded'] AND coalesce({over_cypher} <= date($as_of), false))"
        )
    return Which(" AND ".join(sql), " AND ".join(cypher))
