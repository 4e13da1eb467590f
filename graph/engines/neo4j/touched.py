"""What a batch touches of a server's graph, brought beside it: so much that it is written as if all rows were there.

That is the nodes that it names and the facts that it states or takes out, with their claims; all nodes that share a name with one of these, for
two of one name are told apart by where they lie, and where those lie; what was retracted, and whose kind was guessed. Of sources and
places, which date and place everything else, all are brought: there are few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...batch import key_sql
from ...identity import hex_sql
from ...schema import EDGE_NAMES, NODE_NAMES, NODES, Edge, Node, columns, edge, kind, node
from ...sql_text import literal, quoted
from ..duckdb.guessed import GUESS
from ..duckdb.partial import FRAME, Elsewhere, WholeNeededError
from .form import called, in_use, label, pattern
from .read import Which

if TYPE_CHECKING:
    from datetime import date

    import neo4j

    from ...batch import Batch
    from .local import LocalCopy

FEW: Final = 20_000
"""Of a batch of no more facts only what it touches is read: 16,000 beside 270,000 take a third of the time of all."""
_FEW_ALIASES: Final = 2_000
_WHOLE: Final = (*FRAME, "covers")
_LOCATED: Final = edge("located_in")


def bring_touched(copy: LocalCopy, batch: Batch) -> Elsewhere:
    """Bring the rows that a batch touches, and tell what it must know of the others."""
    used = _used(copy.session)
    nodes = [name for name in NODE_NAMES if in_use(name) in used and name not in _WHOLE]
    edges = [name for name in EDGE_NAMES if in_use(name) in used]
    for name in _WHOLE:
        if in_use(name) in used:
            copy.bring(name)
    copy.bring("former", Which("x.kind = $kind", {"kind": GUESS}))
    copy.bring("removed", Which("x.by = 'retract'"))
    if "part_of" in edges:  # regions in their wholes; what else is a part of something tells of no place
        copy.bring("part_of", Which(f"a:{label(node('region'))}"))

    named = _identifiers(batch)
    for name in nodes:
        _bring_listed(copy, name, "identifier", named[name])
    for name in edges:
        if name in batch.kinds:
            _bring_listed(copy, name, "fact", _column(copy, _staged(name)))
    if batch.edits:
        _bring_removed(copy, nodes, edges)
    _bring_namesakes(copy, batch, nodes)
    if batch.edits:
        _bring_needs(copy, nodes, edges)
    if _LOCATED.name in edges:
        _bring_places(copy, used)
    _bring_claims(copy, batch)
    return Elsewhere(_top(copy.session, used), lambda before, after: _ended(copy.session, before, after))


def _used(session: neo4j.Session) -> set[str]:
    """The labels and types that there are in the database."""
    text = "CALL db.labels() YIELD label RETURN label UNION CALL db.relationshipTypes() YIELD relationshipType AS label RETURN label"
    return {row[0] for row in session.run(text).values()}


def _identifiers(batch: Batch) -> dict[str, list[str]]:
    """By kind of nodes the identifiers by which the batch may name any."""
    parts = {name: ["SELECT identifier FROM guess"] if batch.guesses else [] for name in NODE_NAMES}
    for name in batch.kinds:
        of, stage = kind(name), quoted("stage_" + name)
        if isinstance(of, Node):
            parts[name].append(f"SELECT identifier FROM {stage}")
            continue
        for end in of.ends:
            for one in end.kinds:
                parts[one].append(f"SELECT {quoted(end.name)} FROM {stage}")
    return {
        name: [text for (text,) in batch.db.execute(" UNION ".join(texts) + " ORDER BY 1").fetchall()] if texts else []
        for name, texts in parts.items()
    }


def _staged(name: str) -> str:
    """SQL of the numbers of the facts of a kind that a batch states."""
    return f"SELECT DISTINCT {hex_sql(key_sql(kind(name)))} FROM {quoted('stage_' + name)}"


def _bring_listed(copy: LocalCopy, name: str, column: str, values: list[Any]) -> None:
    """Bring the rows of a kind that have one of these values in an indexed column."""
    if values:
        copy.bring(name, Which(f"x.{column} IN $values", {"values": values}))


def _bring_removed(copy: LocalCopy, nodes: list[str], edges: list[str]) -> None:
    """Bring the facts that are to be taken out, what they are about, and what was taken out of them before."""
    _bring_listed(copy, "removed", "fact", _column(copy, "SELECT DISTINCT fact FROM removal"))
    for name in (*nodes, *edges):
        facts = _column(copy, f"SELECT DISTINCT fact FROM removal WHERE kind = {literal(name)}")
        _bring_listed(copy, name, "fact", facts)
        of = kind(name)
        if facts and isinstance(of, Edge) and name in copy.brought:
            for end in of.ends:
                ids = _column(copy, f"SELECT DISTINCT {end.name}_id FROM {quoted('was_' + name)}")
                for one in end.kinds:
                    if one in nodes:
                        _bring_listed(copy, one, "id", ids)


def _bring_needs(copy: LocalCopy, nodes: list[str], edges: list[str]) -> None:
    """Bring all facts that name what is only a name, or becomes one: it goes where there are none."""
    for name in nodes:
        if name not in copy.brought:
            continue
        removed = f"SELECT fact FROM removal WHERE kind = {literal(name)}"
        table = quoted("was_" + name)
        bare = _column(copy, f"SELECT id FROM {table} WHERE recorded IS NULL OR fact IN ({removed})")
        for edge_name in edges if bare else ():
            of, sides = kind(edge_name), iter(("a.id", "b.id"))
            assert isinstance(of, Edge)  # by its name
            named = [where for end in of.ends if (where := next(sides, f"x.{end.name}_id")) and name in end.kinds]
            if named:
                which = " OR ".join(f"{column} IN $bare" for column in named)
                copy.bring(edge_name, Which(which, {"bare": bare}))


def _bring_namesakes(copy: LocalCopy, batch: Batch, nodes: list[str]) -> None:
    """Bring all nodes that go by a name of any that is here or in the batch, until there are no more."""
    staged = [(of, quoted("stage_" + of.name)) for of in NODES if of.name in batch.kinds]
    guessed = _guessed(copy, staged, nodes)
    if batch.guesses:
        of_batch = (f"SELECT name FROM {stage} WHERE identifier IN (FROM guess)" for _, stage in staged)
        guessed |= {text for sql in of_batch for text in _column(copy, sql)}
    guessed |= _named_first(copy, staged)
    asked: set[str] = set()
    asked_as_alias: set[str] = set()
    while True:
        names, aliases = _texts(copy, [stage for _, stage in staged], nodes)
        aliases |= names if batch.edits else _names_only(copy, nodes)
        new, new_aliases = sorted(names - asked), sorted((aliases | guessed) - asked_as_alias)
        if not new and not new_aliases:
            return
        asked |= names
        asked_as_alias |= aliases | guessed
        for name in nodes:
            _bring_listed(copy, name, "name", new)
        if new_aliases:
            _bring_called(copy, nodes, new_aliases)


def _named_first(copy: LocalCopy, staged: list[tuple[Node, str]]) -> set[str]:
    """The names of the batch's nodes that will be only a name, as far as it tells: new ones, and those that were retracted."""
    out: set[str] = set()
    for of, stage in staged:
        new = (
            f" AND identifier NOT IN (SELECT identifier FROM {quoted('was_' + of.name)})"
            if of.name in copy.brought
            else ""
        )
        out.update(_column(copy, f"SELECT DISTINCT name FROM {stage} WHERE {_nothing_else(of.name)}{new}"))
        if "removed" in copy.brought:
            gone = f"{hex_sql(key_sql(of))} IN (SELECT fact FROM was_removed WHERE kind = {literal(of.name)})"
            out.update(_column(copy, f"SELECT DISTINCT name FROM {stage} WHERE {gone}"))
    return out


def _names_only(copy: LocalCopy, nodes: list[str]) -> set[str]:
    """The names of the nodes here that are a name and nothing else: they are another whose further name that is."""
    out: set[str] = set()
    for name in nodes:
        if name in copy.brought:
            out.update(_column(copy, f"SELECT DISTINCT name FROM {quoted('was_' + name)} WHERE {_nothing_else(name)}"))
    return out


def _nothing_else(name: str) -> str:
    """SQL: of a node of a kind nothing is said but its name."""
    return " AND ".join(
        ["true", *(f"{quoted(column)} IS NULL" for column, _ in columns(kind(name)) if column != "name")]
    )


def _guessed(copy: LocalCopy, staged: list[tuple[Node, str]], nodes: list[str]) -> set[str]:
    """The names of the batch's nodes that are those of nodes whose kind was guessed; these nodes are brought too."""
    if "former" not in copy.brought:
        return set()
    names = {text for _, stage in staged for text in _column(copy, f"SELECT DISTINCT name FROM {stage}")}
    here = [name for name in nodes if name in copy.brought]
    names |= {text for name in here for text in _column(copy, f"SELECT DISTINCT name FROM {quoted('was_' + name)}")}
    marked = _column(copy, "SELECT now FROM was_former")
    which = Which("x.identifier IN $marked AND x.name IN $names", {"marked": marked, "names": sorted(names)})
    for name in nodes:
        copy.bring(name, which)
    texts = (f"SELECT name FROM {quoted('was_' + name)} SEMI JOIN was_former ON now = identifier"
             for name in nodes if name in copy.brought)  # fmt: skip
    return {text for sql in texts for text in _column(copy, sql)}


def _texts(copy: LocalCopy, stages: list[str], nodes: list[str]) -> tuple[set[str], set[str]]:
    """The names of all nodes that are here or in the batch, further ones too; and the further ones."""
    tables = [*stages, *(quoted("was_" + name) for name in nodes if name in copy.brought)]
    aliases = {one for table in tables for one in _column(copy, f"SELECT DISTINCT unnest(aliases) FROM {table}")}
    names = {one for table in tables for one in _column(copy, f"SELECT DISTINCT name FROM {table}")}
    return names | aliases, aliases


def _bring_called(copy: LocalCopy, nodes: list[str], texts: list[str]) -> None:
    """Bring the nodes that have one of the texts as a further name: they are looked up one by one, so of many all rows are read."""
    if len(texts) > _FEW_ALIASES:
        raise WholeNeededError
    text = f"UNWIND $texts AS text {called('text')} RETURN DISTINCT n.id"
    ids = [id_ for (id_,) in copy.session.run(text, texts=texts).values() if id_ is not None]
    for name in nodes:
        _bring_listed(copy, name, "id", ids)


def _bring_places(copy: LocalCopy, used: set[str]) -> None:
    """Bring where all nodes lie that are here."""
    for name in _LOCATED.ends[0].kinds:
        if name in copy.brought and in_use(name) in used:
            ids = _column(copy, f"SELECT id FROM {quoted('was_' + name)}")
            copy.bring(_LOCATED.name, Which(f"a:{in_use(name)} AND a.id IN $ids", {"ids": ids}))


def _bring_claims(copy: LocalCopy, batch: Batch) -> None:
    """Bring the claims of what the batch states, and of where nodes lie that are no places."""
    facts = [_staged(name) for name in batch.kinds]
    facts += ["SELECT fact FROM removal"] if batch.edits else []
    if _LOCATED.name in copy.brought and _LOCATED.name in batch.kinds:
        facts.append(f"SELECT fact FROM {quoted('was_' + _LOCATED.name)}")
    _bring_listed(copy, "claim", "fact", _column(copy, " UNION ".join(facts)) if facts else [])


def _column(copy: LocalCopy, sql: str) -> list[Any]:
    """The values of a SELECT of one column that are there."""
    return [value for (value,) in copy.db.execute(sql).fetchall() if value is not None]


def _top(session: neo4j.Session, used: set[str]) -> int:
    """The greatest id of any node."""
    there = [label(of) for of in NODES if label(of) in used]
    if not there:
        return 0
    each = " UNION ALL ".join(f"MATCH (n:{one}) WHERE n.fact IS NOT NULL RETURN max(n.id) AS id" for one in there)
    return int(session.run(f"CALL () {{ {each} }} RETURN coalesce(max(id), 0)").values()[0][0])


def _ended(session: neo4j.Session, before: date | None, after: date | None) -> bool:
    """Whether anything ended to lie somewhere between two days: then it may lie elsewhere now."""
    text = f"MATCH {pattern(_LOCATED.name)} WHERE x.fact IS NOT NULL AND x.until_day IS NOT NULL RETURN DISTINCT x.until_day"
    days = [day.to_native() for (day,) in session.run(text).values()]
    return any((before and day >= before) != (after and day >= after) for day in days)
