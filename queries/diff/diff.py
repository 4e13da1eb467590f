"""What became of a graph between two states of it: facts that were added, ended, changed or taken out, and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...graph.answer_columns import names, types
from ...graph.errors import UnknownName
from ...graph.for_python import for_python
from ...graph.frames import frame_of
from ...graph.language import t
from ...graph.meta import content_hash, must_be_whole, record_hash
from ...graph.opening import opened
from ...graph.reports import DIFF
from ...graph.schema import KINDS, Edge, columns
from ...graph.schema.steps import digest_scheme
from ...graph.url import public
from ...graph.version import __version__
from ..answer import unframed
from ..fact_words import head
from ..gaps.gaps import gaps
from .sides import Side

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from ...graph.graph import Graph
    from ...graph.schema import Node

Row = dict[str, Any]
COLUMNS: Final = names(DIFF)
_OVER: Final = {"until": None, "closed": None, "status": ("ended", "closed")}
"""Properties that say that something is over: with any value, or with one of these."""
_ORDER: Final = ("added", "ended", "changed", "removed")


@for_python
def diff(
    before: Graph | str | os.PathLike[str],
    after: Graph | str | os.PathLike[str],
    area: str | None = None,
    *,
    with_zones: bool = False,
    neighbours: bool = False,
    lang: str = "en",
) -> pd.DataFrame:
    """What differs between two graphs, of which either may be a snapshot: facts, and with `area` its gaps.

    Facts are matched by their numbers; one that has another number now, since a node of it is called otherwise, goes on
    as what it was. What differs only in where or on which day it was read is no difference. With `area` only what lies there or
    is tied to it is told, and first of all what became of the gaps, each graph asked as of its own day.

    Returns
    -------
    change (added; ended: it says so now; changed; removed: it was taken out), kind (gap, or a kind of the schema), key (what it is
    about), property, before, after, area (counties of a fact's ends), because (why a gap is what it is now; why a fact was taken
    out), fact (its number; of a gap the product's identifier), facts (of a gap the facts of these rows
    that are of its product, its kinds and what is made of it).

    Raises
    ------
    UnknownName
        If neither graph knows the area.
    GraphError
        If a snapshot is damaged, or a write to a server has not ended.

    >>> diff(example(), example())["change"].tolist()
    []
    """
    graphs = [opened(before), opened(after)]
    with graphs[0].reading(), graphs[1].reading():
        for graph in graphs:
            must_be_whole(graph)
        sides = [Side(graph) for graph in graphs]
        how: dict[str, Any] = {"with_zones": with_zones, "neighbours": neighbours, "lang": lang}
        wheres = [side.where(area, **how) for side in sides] if area is not None else None
        if area is not None and wheres == [None, None]:
            gaps(graphs[1], area)  # which says what is wrong with the name
        facts = [
            row for of in KINDS if not _same(sides, of) for row in sorted(_facts(sides, of, wheres, lang), key=_order)
        ]
        rows = [*(_gaps(sides, area, how, facts) if area is not None else []), *facts]
        metas = [side.meta for side in sides]
    frame = frame_of(COLUMNS, [{name: row.get(name) for name in COLUMNS} for row in rows], types(DIFF))
    frame.attrs = {
        "question": "snapshot diff", "parameters": {"before": public(graphs[0].url), "area": area}, "as_of": metas[1].get("as_of"),
        "graph": public(graphs[1].url), "graph_hash": content_hash(metas[1]), "before_hash": content_hash(metas[0]),
        "version": __version__, "notes": _notes(rows, metas, lang),
    }  # fmt: skip
    return frame


def _same(sides: list[Side], of: Node | Edge) -> bool:
    """Whether both graphs say the same of a kind: then nothing of it needs to be read."""
    schemes = {digest_scheme(int(side.meta.get("schema_version") or 0)) for side in sides}
    told = {side.meta.get(f"content:{of.name}") for side in sides}
    return len(schemes) == len(told) == 1


def _facts(sides: list[Side], of: Node | Edge, wheres: list[Any] | None, lang: str) -> Iterator[Row]:
    were, are = sides
    old = {were_now(are, fact): row for fact, row in were.facts(of).items()}
    new = are.facts(of)
    among: set[str] | None = None
    if wheres is not None:
        among = are.among(of, wheres[1]) | {were_now(are, fact) for fact in were.among(of, wheres[0])}
    for fact in dict.fromkeys((*new, *old)):
        if among is not None and fact not in among:
            continue
        was, now = old.get(fact), new.get(fact)
        side, row = (are, now) if now is not None else (were, was)
        assert row is not None  # it is of one of them
        about = [row[end.name] for end in of.ends] if isinstance(of, Edge) else [row["identifier"]]
        told = {
            "about": about,
            "kind": of.name,
            "key": head(of, side.named(of, row), lang),
            "area": side.areas(of, row),
            "fact": fact,
        }
        if was is None:
            yield {**told, "change": "added"}
        elif now is None:
            yield {**told, "change": "removed", "because": are.taken_out.get(fact)}
        else:
            for change, name, one, other in _differing(sides, of, was, now):
                yield {**told, "change": change, "property": name, "before": one, "after": other}


def were_now(after: Side, fact: str) -> str:
    """The number that a fact of the earlier graph has in the later one."""
    return after.former.get(fact, fact)


def _differing(sides: list[Side], of: Node | Edge, was: Row, now: Row) -> Iterator[tuple[str, str, Any, Any]]:
    """The properties that differ, and the sources; how an amount was written only where the amount is the same."""
    for name, _ in columns(of):
        one, other = _plain(was[name]), _plain(now[name])
        amount = name.removesuffix("_original")
        if one == other or (amount != name and was.get(amount) != now.get(amount)):
            continue
        over = other is not None and name in _OVER and (_OVER[name] is None or other in (_OVER[name] or ()))
        yield "ended" if (over and one is None) or (over and name == "status") else "changed", name, one, other
    before, after = sides[0].sources(was), sides[1].sources(now)
    if before != after:
        yield "changed", "sources", before, after


def _plain(value: Any) -> Any:
    """A value as a table has it: of all observations of a fact each in one text."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [
            " ".join(str(said) for name, said in one.items() if said is not None and not name.endswith("_original"))
            for one in value
        ]
    return value


def _gaps(sides: list[Side], area: str, how: Mapping[str, Any], facts: Sequence[Row]) -> list[Row]:
    """What became of the gaps of an area, by product; with the facts, among those that changed, of it and of what is made of it."""
    asked = unframed(gaps)
    answers = []
    for side in sides:
        try:
            answers.append({row["product_id"]: row for row in asked(side.graph, area, **how).rows})
        except UnknownName:
            answers.append({})
    out = []
    were, are = answers
    for product in dict.fromkeys((*are, *were)):
        was, now = were.get(product, {}), are.get(product, {})
        if was.get("state") == now.get("state"):
            continue
        row = now or was
        near = set().union(*(side.near(product) for side in sides))
        change = "added" if not was else "removed" if not now else "changed"
        out.append(
            {
                "change": change, "kind": "gap", "key": row["product"], "property": "state", "before": was.get("state"),
                "after": now.get("state"), "area": [row["area"]] if row.get("area") else [], "because": now.get("because"), "fact": product,
                "facts": [*dict.fromkeys(one["fact"] for one in facts if near.intersection(one["about"]))] or None,
            }
        )  # fmt: skip
    return sorted(out, key=_order)


def _order(row: Row) -> tuple[Any, ...]:
    return _ORDER.index(row["change"]), row["key"], row["fact"]


def _notes(rows: list[Row], metas: Sequence[Mapping[str, str | None]], lang: str) -> list[str]:
    days = [meta.get("as_of") or "?" for meta in metas]
    hashes = [content_hash(meta) for meta in metas]
    notes = [
        t(
            lang,
            f"before: as of {days[0]}, content {hashes[0]}; after: as of {days[1]}, content {hashes[1]}",
            f"之前：截至 {days[0]}，内容校验 {hashes[0]}；之后：截至 {days[1]}，内容校验 {hashes[1]}",
        )
    ]
    if rows:
        return notes
    if hashes[0] == hashes[1] and record_hash(metas[0]) != record_hash(metas[1]):
        return [
            *notes,
            t(lang, "the content is the same; where or when it was read is not", "内容相同；读取位置或记录日期不同"),
        ]
    return [*notes, t(lang, "nothing differs here", "没有差异")]
