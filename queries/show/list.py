"""All of a kind, in an area or in the whole graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.dates import first_day_cypher, last_day_cypher
from ...graph.engines.base import no_kind
from ...graph.fact_texts import THE_IDS, Which
from ...graph.in_area import inside, ways
from ...graph.language import t
from ...graph.schema import EDGE_NAMES, KINDS, NODE_NAMES, Edge, Node, columns, kind
from ...graph.sql_text import quoted
from ..answer import Answer, answer, framed
from ..as_of.asked import asked_of, undated_note
from ..cypher_texts import filled
from ..places.by_name import by_name_in
from ..places.geography import Geography
from ..places.unplaced import unplaced_in
from ..texts import in_force
from .ended import ended as ended_ones
from .rows import COLUMNS, list_columns, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...graph.graph import Graph

_list = list  # the question of that name stands below
BY_TABLE = {**{of.table: of.name for of in KINDS}, **{of.zh: of.name for of in KINDS}}


def kind_named(graph: Graph, text: str) -> Node | Edge:
    """The kind that a name stands for: its own, that of its table, or its Chinese name."""
    name = text if text in (*NODE_NAMES, *EDGE_NAMES) else BY_TABLE.get(text)
    if name is None:
        if graph.exists():
            graph.meta()  # one that holds kinds which nothing declares here says so
        raise no_kind(text)
    return kind(name)


@framed(None, None, COLUMNS)
def list(  # noqa: A001  # the question's own name, as on the command line
    graph: Graph,
    kind: str,
    area: str | Sequence[str] | None = None,
    *,
    with_zones: bool = False,
    ended: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    period: str | None = None,
    lang: str = "en",
) -> Answer:
    """What does the graph hold of a kind, in an area or in all?

    A node is in an area if it lies there or is tied to what lies there: a project that is sited there, whose investor is
    there, or of which an agreement or measure of the area speaks; an agreement, measure, metric or request by a party, by
    whoever raises or handles it, or by what it concerns: the area itself, a firm, facility, body or project there; an
    item by its agreement; a body where it lies and which it serves. `via` says by what. A fact is there if one of its ends is. With
    `as_of` only what held on that date; without it all facts, ended and planned ones too. Nodes that have ended (a firm that was
    closed, an agreement that ran out) are left out, and counted in `attrs["notes"]`; `ended` lists them too, marked. With
    `period` ("2021") only what held in it, with values of exactly this period.

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
    of = kind_named(graph, kind)
    with asked_of(graph, as_of, period=period, values=(of.name,), lang=lang) as (known, when):
        geography = Geography.of(known) if area is not None else None
        where = (
            geography.where(area, with_zones=with_zones, neighbours=neighbours, lang=lang)
            if geography is not None and area is not None
            else None
        )
        which = _held(of) if when.given else Which()
        asked: dict[str, Any] = {"as_of": when.day} if when.given else {}
        via: dict[int, _list[str]] = {}
        if where:
            which, more, via = _within(known, of, which, sorted(where.inside))
            asked |= more
        rows = rows_of(known, of, which, asked)
        for row in rows:
            row["via"] = via.get(row.get("id", 0))
        rows.sort(key=_order(of))
        notes = where.notes(lang) if where else []
        if isinstance(of, Node):
            over = ended_ones(graph, of, when.day, rows)
            for row in rows:
                row["ended"] = row["identifier"] in over
            left_out = 0 if ended else sum(row["ended"] for row in rows)
            rows = [row for row in rows if ended or not row["ended"]]
            if left_out:
                notes.append(
                    t(
                        lang,
                        f"{left_out} that {'has' if left_out == 1 else 'have'} ended left out; --ended lists them too",
                        f"另有{left_out}项已终止（关停、撤销、到期等），未列出；加 --ended 一并列出",
                    )
                )
        if geography and where and of.name == "firm":
            notes += [*unplaced_in(geography, where, lang), *by_name_in(geography, where, lang)]
        if not rows:
            notes.append(t(lang, f"the graph holds no {of.en} here", f"图中没有符合条件的{of.zh}"))
        notes += _undated(of, rows, lang) if when.another_day else ()
        parameters = {
            "kind": of.name, "area": where.asked if where else None, "with_zones": with_zones or None,
            "neighbours": neighbours or None, "ended": ended or None, "as_of": when.day if when.given else None,
        }  # fmt: skip
        return answer(known, "list", list_columns(of), rows, parameters, asked=when, notes=notes)


def _within(
    graph: Graph, of: Node | Edge, which: Which, places: Sequence[int]
) -> tuple[Which, dict[str, Any], dict[int, _list[str]]]:
    """Those of a kind that are in the places, with the parameters of that; and of nodes that have no place by itself how each is."""
    question = ways(of) if isinstance(of, Node) else None
    if question is None:
        within = inside(of)
        return Which(f"{which.sql} AND {within.sql}", which.cypher, within.start), {"places": places}, {}
    via: dict[int, _list[str]] = {}
    for row in graph.rows(question, {"places": places}):
        via.setdefault(row["id"], []).append(row["via"])
    both = Which(f"{which.sql} AND {THE_IDS.sql}", f"{which.cypher} AND {THE_IDS.cypher}")
    return both, {"ids": sorted(via)}, via


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
