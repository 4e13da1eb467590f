"""All of a kind in an area, and everything about one: nodes and facts as the graph holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.dates import first_day_cypher, last_day_cypher
from ...graph.engines.neo4j.form import label, relationship
from ...graph.errors import BadInput, UnknownFact
from ...graph.fact_texts import REMOVED, THE_FACT, Which, fact_rows, kinds_of_facts
from ...graph.language import t
from ...graph.schema import EDGE_NAMES, EDGES, KINDS, NODE_NAMES, Edge, Listed, Node, columns, kind, listed, node
from ...graph.sql_text import quoted
from ..answer import Answer, answer, ask_as_of, framed
from ..cypher_texts import filled
from ..evidence import evidence, titles
from ..in_area import inside
from ..names import resolve
from ..places.geography import Geography
from ..sentences import sentence
from ..texts import in_force

if TYPE_CHECKING:
    import builtins
    from collections.abc import Mapping, Sequence

    from ...graph.graph import Graph

BY_TABLE = {**{of.table: of.name for of in KINDS}, **{of.zh: of.name for of in KINDS}}


def kind_named(text: str) -> Node | Edge:
    """The kind that a name stands for: its own, that of its table, or its Chinese name."""
    name = text if text in (*NODE_NAMES, *EDGE_NAMES) else BY_TABLE.get(text)
    if name is None:
        known = ", ".join((*NODE_NAMES, *EDGE_NAMES))
        raise BadInput(f"there is no kind {text!r}; the kinds are {known}", f"没有“{text}”这种类别；可用的有：{known}")
    return kind(name)


@framed
def list(  # noqa: A001  # the question's own name, as on the command line
    graph: Graph,
    kind: str,
    area: str | Sequence[str] | None = None,
    *,
    with_zones: bool = False,
    as_of: str | None = None,
    lang: str = "en",
) -> Answer:
    """What does the graph hold of a kind, in an area or in all?

    A node is in an area if it lies there or is tied directly to what lies there (a project
    sited there, an agreement of which a party is there); a fact if one of its ends is. With
    `as_of` only what held on that date; without it all, ended and planned facts too.

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
    with graph.reading():
        when = ask_as_of(graph, as_of)
        where = Geography.of(graph).where(area, with_zones=with_zones) if area is not None else None
        which = Which() if as_of is None else _held(of)
        asked: dict[str, Any] = {} if as_of is None else {"as_of": when.day}
        if where:
            within = inside(of)
            which = Which(f"{which.sql} AND {within.sql}", which.cypher, within.start)
            asked["places"] = sorted(where.inside)
        rows = _rows(graph, of, which, asked)
        rows.sort(key=_order(of))
        notes = where.notes(lang) if where else []
        if not rows:
            notes.append(t(lang, f"the graph holds no {of.en} here", f"图中没有符合条件的{of.zh}"))
        parameters = {
            "kind": of.name, "area": where.label if where else None, "with_zones": with_zones or None,
            "as_of": when.day if as_of else None,
        }  # fmt: skip
        return answer(graph, "list", _columns(of), rows, parameters, asked=when, notes=notes)


@framed
def show(graph: Graph, name: str, *, lang: str = "en") -> Answer:
    """Everything about one node or fact, with its evidence.

    Parameters
    ----------
    name
        A name, alias, code or identifier of a node, or a fact id (16 hex digits).

    Returns
    -------
    One row: the kind's own properties, what it is tied to, fact, sources; of a node also
    `facts` (its facts as sentences); `evidence` (source, locator, method of each claim).
    `attrs["facts"]` holds the node's facts as records: sentence, fact, sources.

    Raises
    ------
    UnknownName, AmbiguousName, UnknownFact
        If it is nothing in the graph, or several things.

    Examples
    --------
    >>> show(example(), "创联包装")["products"].item()
    ['吨袋']
    """
    with graph.reading():
        if len(name) == 16 and all(digit in "0123456789abcdef" for digit in name):
            of, row = _fact(graph, name)
            about: builtins.list[dict[str, Any]] = []
        else:
            found = resolve(graph, name, NODE_NAMES)
            of = kind(found.kind)
            row = _rows(graph, of, Which("x.id = $id", "x.id = $id"), {"id": found.id})[0]
            about = _facts_about(graph, found.kind, found.id, lang)
        own = evidence(graph, {of.name: [row["fact"]]}).get(row["fact"], [])
        if "kind" in row:  # a property of that name, such as a facility's: `kind` says what sort of node it is
            row[f"{of.name}_kind"] = row["kind"]
        row |= {
            "kind": of.name,
            "facts": [entry["sentence"] for entry in about],
            "evidence": [_cited(entry) for entry in own],
        }
        own_columns = [f"{of.name}_kind" if column == "kind" else column for column in _columns(of)]
        out = answer(
            graph, "show", ("kind", *own_columns, "facts", "evidence"), [row], {"name": name}, asked=ask_as_of(graph)
        )
        out.attrs |= {"facts": about, "evidence": own, "kind": of.name}
        if not own and of.name != "source":  # a node that facts need stays as a name
            gone = removals(graph, row["fact"])[:1]
            out.attrs["notes"] = [*out.attrs["notes"], *(t(lang, one["en"], one["zh"]) for one in gone)]
        return out


def removals(graph: Graph, fact: str) -> builtins.list[dict[str, str]]:
    """What was taken out of a fact and not brought back, retractions and later days first, in words of both languages."""
    words = {"retract": ("retracted", "撤回"), "unload": ("unloaded", "撤销载入"), "correction": ("corrected", "更正")}
    out = []
    for row in graph.rows(REMOVED, {"fact": fact}):
        en, zh = words.get(row["by"], (row["by"], row["by"]))
        out.append({"by": row["by"], "en": f"{en} on {row['day']}, because: {row['because']}",
                    "zh": f"{row['day']} {zh}，理由：{row['because']}"})  # fmt: skip
    return out


def _cited(entry: Mapping[str, Any]) -> str:
    """A piece of evidence in one line: title (date), locator, method."""
    dated = f"{entry['source']} ({entry['published']})" if entry["published"] else str(entry["source"])
    return ", ".join(filter(None, [dated, entry["locator"], entry["method"]]))


def _columns(of: Node | Edge) -> tuple[str, ...]:
    if isinstance(of, Node):
        related = [one.column for _, one in listed(of.name)]
        return (*(column for column, _ in columns(of)), *related, "identifier", "fact", "sources")
    return (*(end.name for end in of.ends), *(column for column, _ in columns(of)), "fact", "sources")


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
    return Which(" AND ".join(sql), " AND ".join(cypher))


def _rows(graph: Graph, of: Node | Edge, which: Which, parameters: Mapping[str, Any]) -> builtins.list[dict[str, Any]]:
    """The rows of a kind with their sources."""
    rows = _fetch(graph, of, which, parameters)
    rests = evidence(graph, {of.name: [row["fact"] for row in rows]})
    for row in rows:
        row["sources"] = titles(rests, row["fact"])
    return rows


def _fetch(graph: Graph, of: Node | Edge, which: Which, parameters: Mapping[str, Any]) -> builtins.list[dict[str, Any]]:
    """The rows of a kind, their ends and ties as names."""
    ties = [_tie(tied, column) for tied, column in listed(of.name)] if isinstance(of, Node) else []
    return graph.rows(fact_rows(of, which, more=ties), parameters)


def _tie(tied: Edge, column: Listed) -> tuple[str, str, str]:
    """A column of the names that an edge ties to node `x`: SQL and Cypher."""
    forward = tied.ends[0].name == column.own
    arrow = f"{'' if forward else '<'}-[:{relationship(tied)}]-{'>' if forward else ''}"
    return (
        column.column,
        (
            f"(SELECT list(DISTINCT n.name ORDER BY n.name) FROM {quoted(tied.name)} e JOIN node n ON n.id = e.{quoted(column.other)}"
            f" WHERE e.{quoted(column.own)} = x.id)"
        ),
        f"nullIf(COLLECT {{ MATCH (x){arrow}(n) RETURN DISTINCT n.name AS name ORDER BY name }}, [])",
    )


def _fact(graph: Graph, fact: str) -> tuple[Node | Edge, dict[str, Any]]:
    """The kind and row of a fact id."""
    found = kinds_of_facts(graph, [fact])
    if not found:
        taken = removals(graph, fact)
        if taken:
            raise UnknownFact(
                f"fact {fact} is no longer in {graph.url}: {taken[0]['en']}; chanlian add brings it back",
                f"事实 {fact} 已不在 {graph.url} 中：{taken[0]['zh']}；可用 chanlian add 恢复",
            )
        raise UnknownFact(
            f"{graph.url} holds no fact {fact}; ids of facts are listed by chanlian list and chanlian links",
            f"{graph.url} 中没有事实 {fact}；可用 chanlian list 或 chanlian links 查看事实编号",
        )
    of = kind(found[fact])
    return of, _rows(graph, of, THE_FACT, {"fact": fact})[0]


def _facts_about(graph: Graph, of: str, id_: int, lang: str) -> builtins.list[dict[str, Any]]:
    """Every fact of which a node of a kind is an end, as sentences with sources."""
    found: builtins.list[tuple[Edge, dict[str, Any]]] = []
    for tied in EDGES:
        if any(of in end.kinds for end in tied.ends):
            found += [(tied, row) for row in _fetch(graph, tied, _about(of, tied), {"id": id_})]
    wanted: dict[str, builtins.list[str]] = {}
    for tied, row in found:
        wanted.setdefault(tied.name, []).append(row["fact"])
    rests = evidence(graph, wanted)
    return [
        {
            "kind": tied.name,
            "sentence": sentence(tied, row, lang),
            "fact": row["fact"],
            "sources": titles(rests, row["fact"]),
        }
        for tied, row in found
    ]


def _about(of: str, tied: Edge) -> Which:
    """Facts of which the node `$id` of a kind is an end."""
    ends = [number for number, end in enumerate(tied.ends) if of in end.kinds]
    sql = " OR ".join(f"x.{quoted(tied.ends[number].name)} = $id" for number in ends)
    if ends == [2]:
        return Which(sql, f"x.{tied.ends[2].name}_id = $id")
    start = f"MATCH (:{label(node(of))} {{id: $id}})-[x:{relationship(tied)}]-() WITH DISTINCT x"
    return Which(f"({sql})", start=start)
