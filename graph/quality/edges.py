"""Rules about facts: their ends, dates, values and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ..language import t
from ..schema import EDGES, KINDS, Edge, Node, columns, edge, key_columns, properties
from ..sql_text import have_rows, literal, quoted
from .found import FACT, Found, ask, counted, ends_sql, sentence_sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..graph import Graph

_Kind = TypeVar("_Kind", bound=Node | Edge)


def cycles(graph: Graph, lang: str) -> Iterator[Found]:
    """Kinds that are, over some steps, kinds of themselves, and parts that contain themselves."""
    import networkx as nx

    for name in ("kind_of", "part_of"):  # the rule's own matter: what is said of them below is true of no other
        a, b = (quoted(end.name) for end in edge(name).ends)
        rows = ask(graph, name, f"SELECT {a} AS a, {b} AS b FROM {quoted(name)} WHERE {a} <> {b}")
        links = nx.DiGraph((row["a"], row["b"]) for row in rows)
        for group in nx.strongly_connected_components(links):
            if len(group) > 1:
                named = ask(
                    graph, "names", "SELECT name, identifier FROM node WHERE list_contains($ids, id) ORDER BY name, identifier",
                    {"ids": sorted(group)},
                )  # fmt: skip
                yield Found(
                    " / ".join(row["name"] for row in named),
                    t(
                        lang,
                        f"each is a {name} the others, so none is the broader",
                        f"{edge(name).zh}关系成环，分不出上下",
                    ),
                    " ".join(row["identifier"] for row in named),
                )


def self_links(graph: Graph, lang: str) -> Iterator[Found]:
    """Facts whose two ends are one node; the firms of an unnamed group may well supply each other."""
    for of in _there(graph, EDGES):
        first, second = of.ends[0], of.ends[1]
        if set(first.kinds) & set(second.kinds):
            same = f"x.{quoted(first.name)} = x.{quoted(second.name)}"
            if "firm" in first.kinds:
                same += f' AND x.{quoted(first.name)} NOT IN (SELECT id FROM firm WHERE "group")'
            yield from _facts(graph, of, same, lang, t(lang, "both ends are the same", "两端是同一对象"))


def dates(graph: Graph, lang: str) -> Iterator[Found]:
    """Facts and nodes that begin after they end."""
    for of in _there(graph, KINDS):
        since, until = ("since", "until") if isinstance(of, Edge) else (of.roles.since, of.roles.until)
        if not since or not until or (isinstance(of, Edge) and not of.dated):
            continue
        start, end = f"x.{quoted(since)}", f"x.{quoted(until)}"
        condition = f"{start} IS NOT NULL AND {end} IS NOT NULL AND first_day({start}) > last_day_of({end})"
        yield from _facts(
            graph,
            of,
            condition,
            lang,
            f"{literal(since + ' ')} || {start} || {literal(f' > {until} ')} || {end}",
            sql=True,
        )


def _limits(of: Node | Edge) -> list[tuple[str, str]]:
    """What no row of a kind may say: a condition on `x`, and the columns that it is about."""
    out: list[tuple[str, str]] = []
    for prop in properties(of):
        name = f"x.{quoted(prop.name)}"
        if prop.type in ("money", "quantity"):
            out.append((_crossed(prop.name), prop.name))
            if prop.name != "value":
                out.append((f"{name} < 0", prop.name))
        elif prop.type == "share":
            out.append((f"({name} < 0 OR {name} > 1)", prop.name))
        elif prop.name == "count":
            out.append((f"{name} < 1", prop.name))
        elif prop.name in ("lat", "lon"):
            out.append((f"abs({name}) > {90 if prop.name == 'lat' else 180}", prop.name))
    if of.name == "metric":
        out.append((_crossed("value"), "value"))
    return out


def _crossed(name: str) -> str:
    """The value lies outside its own bounds, or the bounds are the wrong way round."""
    value, low, high = (f"x.{quoted(name + end)}" for end in ("", "_low", "_high"))
    return f"(coalesce({low} > {high}, false) OR coalesce({value} < {low}, false) OR coalesce({value} > {high}, false))"


def bounds(graph: Graph, lang: str) -> Iterator[Found]:
    """Shares outside 0..1, amounts below nothing, bounds the wrong way round, points off the globe."""
    for of in _there(graph, KINDS):
        for condition, name in _limits(of):
            said = [name + end for end in ("", "_low", "_high")] if "_low" in condition else [name]
            shown = " || ', ' || ".join(f"coalesce(x.{quoted(one)}::VARCHAR, '')" for one in said)
            yield from _facts(
                graph, of, condition, lang, f"{shown} || {literal(' (' + ', '.join(said) + ')')}", sql=True
            )


def shares(graph: Graph, lang: str) -> Iterator[Found]:
    """Firms of which more than the whole is owned today."""
    rows = ask(
        graph, "shares",
        """
        SELECT n.name, n.identifier, sum(x.share) AS total FROM owns x JOIN node n ON n.id = x.owned
        WHERE x.share IS NOT NULL AND coalesce(x.status, 'active') = 'active' AND x.until IS NULL
        GROUP BY n.name, n.identifier HAVING sum(x.share) > 1.0001
        """,
    )  # fmt: skip
    for row in rows:
        total = f"{row['total']:.2%}"
        yield Found(row["name"], t(lang, f"shares add up to {total}", f"持股比例合计 {total}"), row["identifier"])


def two_way(graph: Graph, lang: str) -> Iterator[Found]:
    """Products that are each other's input: right for what is recycled, else one of the two is wrong."""
    rows = ask(
        graph, "two_way",
        """
        SELECT DISTINCT a.name AS a, b.name AS b, a.identifier AS a_id, b.identifier AS b_id
        FROM input_of x JOIN input_of y ON y.input = x.product AND y.product = x.input
        JOIN node a ON a.id = x.input JOIN node b ON b.id = x.product WHERE a.identifier < b.identifier
        """,
    )  # fmt: skip
    for row in rows:
        yield Found(
            f"{row['a']} / {row['b']}",
            t(
                lang,
                "each is an input of the other; right only where it is recycled",
                "互为投入；循环利用之外应有一处有误",
            ),
            f"{row['a_id']} {row['b_id']}",
        )


def units(graph: Graph, lang: str) -> Iterator[Found]:
    """Products whose amounts are stated in several units (吨 and 套), and so cannot be added up."""
    parts = [
        f"SELECT product, unit, count(*) AS number FROM {quoted(of.name)} WHERE unit IS NOT NULL GROUP BY ALL"
        for of in EDGES if {"product", "unit"} <= {*(end.name for end in of.ends), *(name for name, _ in columns(of))}
    ]  # fmt: skip
    parts.append("SELECT id, unit, 1 FROM product WHERE unit IS NOT NULL")
    rows = ask(
        graph, "units",
        f"""
        WITH said AS (SELECT product, unit, sum(number) AS number FROM ({' UNION ALL '.join(parts)}) GROUP BY product, unit)
        SELECT n.name, n.identifier, list(unit || ' (' || number::BIGINT || ')' ORDER BY number DESC, unit) AS units
        FROM said JOIN node n ON n.id = product GROUP BY n.name, n.identifier HAVING count(*) > 1
        """,
    )  # fmt: skip
    for row in rows:
        yield Found(row["name"], t(lang, "stated in ", "计量单位：") + ", ".join(row["units"]), row["identifier"])


def still_active(graph: Graph, lang: str) -> Iterator[Found]:
    """What is stated as active although its end lies before the graph's day."""
    day = graph.as_of
    if day is None:
        return
    until = f", {t(lang, 'as of', '数据截至')} {day}"
    for of in _there(graph, KINDS):
        if (isinstance(of, Edge) and of.dated) or of.name == "agreement":
            yield from _facts(
                graph, of,
                "x.status = 'active' AND x.until IS NOT NULL AND last_day_of(x.until) < $day::DATE",
                lang, f"'until ' || x.until || {literal(until)}", sql=True, day=day,
            )  # fmt: skip


def undated_twins(graph: Graph, lang: str) -> Iterator[Found]:
    """What is stated without a start, and with one too: a start that arrives late makes a fact of its own."""
    for of in _there(graph, EDGES):
        if not of.dated:
            continue
        same = " AND ".join(f"y.{quoted(end.name)} = x.{quoted(end.name)}" for end in of.ends)
        keys = "".join(
            f" AND y.{quoted(key)} IS NOT DISTINCT FROM x.{quoted(key)}" for key in key_columns(of) if key != "since"
        )
        yield from _facts(
            graph, of,
            f"x.since IS NULL AND EXISTS (FROM {quoted(of.name)} y WHERE {same}{keys} AND y.since IS NOT NULL)",
            lang, t(lang, "stated with a start too; if both are one, retract this", "另有带起始日期的同一事实；如为同一事实，请撤回本条"),
        )  # fmt: skip


def no_source(graph: Graph, lang: str) -> Iterator[Found]:
    """Facts that rest on nothing; sources and reference regions need no source."""
    for of in _there(graph, KINDS):
        if of.name != "source":
            yield from _facts(graph, of, "x.source IS NULL", lang, t(lang, "no source is stated", "没有来源"))


def _there(graph: Graph, kinds: Iterable[_Kind]) -> list[_Kind]:
    """Those of these kinds of which the graph has any: of the others, most of a small graph, nothing need be asked."""
    wanted = list(kinds)
    (found,) = ask(graph, "kinds", f"SELECT {have_rows(quoted(of.name) for of in wanted)} AS there")
    return [of for of, there in zip(wanted, found["there"], strict=True) if there]


def _facts(
    graph: Graph, of: Node | Edge, condition: str, lang: str, detail: str, *, sql: bool = False, day: str | None = None
) -> Iterator[Found]:
    """The facts of a kind that meet a condition; `detail` is a text, or `sql` of one."""
    said = detail if sql else "$detail"
    parameters = {} if sql else {"detail": detail}
    if day is not None:
        parameters["day"] = day
    if isinstance(of, Node):
        text = f"x.name AS what, {said} AS detail, x.identifier AS id FROM {quoted(of.name)} x WHERE {condition}"
    else:
        text = (
            f"{sentence_sql(of, lang)} AS what, {said} AS detail, {FACT} AS id"
            f" FROM {quoted(of.name)} x {ends_sql(of)} WHERE {condition}"
        )
    yield from counted(graph, of.name, text, lang, parameters)
