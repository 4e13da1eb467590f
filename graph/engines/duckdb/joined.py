"""What an unloaded source had said to be one: that it is undone cannot part the facts, and that is said.

A fact keeps which nodes it is about, and not by which of their names its source called them. So where a source said that two names
are one node's, and is unloaded, the facts of other sources stay with that node; loaded again, they go to whom they name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ...schema import EDGES, NODES, Node
from ...sql_text import literal, quoted
from .claims import stated_sql
from .tables import Table, emptied, made

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from ...batch import Batch

    Remark = tuple[str, str]

_SHOWN: Final = 3
_NAMED: Final = tuple(of for of in NODES if of.name != "source")


@dataclass(frozen=True, slots=True)
class Called:
    """What the nodes were called of which an unloaded source states anything."""

    names: Table
    """kind, id, text; without rows where nothing is unloaded."""
    groups: dict[int, int] = field(default_factory=dict)
    """Of nodes that their claims call by several names: into how many groups they fall, of which none shares a name or code with another."""


def called(batch: Batch) -> Called:
    """Every name of the nodes of which a source states anything that the batch unloads whole."""
    db = batch.db
    (names,) = emptied(db, were_called="kind VARCHAR, id INTEGER, text VARCHAR")
    if batch.edits:
        mine = "(SELECT s.id FROM removal r JOIN g.source s ON s.identifier = r.source WHERE r.fact IS NULL)"
        if db.execute(f"FROM {mine} LIMIT 1").fetchone():
            for of in _NAMED:
                table, kind = f"g.{quoted(of.name)}", literal(of.name)
                db.execute(
                    f"INSERT INTO {names} SELECT {kind}, id, unnest(list_append(coalesce(aliases, []), name)) FROM {table}"
                    f" WHERE source IN {mine} OR fact IN (SELECT fact FROM g.claim WHERE kind = {kind} AND source IN {mine})"
                )
    out = Called(names)
    for of in _kinds(db, names):
        out.groups.update({one: len(others) + 1 for (one, _, _), others in _claimed(db, of, names)})
    return out


def still_joined(db: duckdb.DuckDBPyConnection, before: Called) -> list[Remark]:
    """What stays one, or of a kind, that only what was unloaded said to be so: sentences in English and Chinese."""
    found = _Found()
    for of in _kinds(db, before.names):
        found.lost += _lost(db, of, before.names)
        for one, others in _claimed(db, of, before.names):
            if len(others) + 1 > before.groups.get(one[0], 1):
                found.apart += [(*one, other) for other in others]
        found.guessed += _guessed(db, of, before.names)
    return found.told(_sources(db, [*found.lost, *found.apart]))


@dataclass(slots=True)
class _Found:
    """Nodes (id, identifier, name) and the other names in question."""

    lost: list[tuple[int, str, str, str]] = field(default_factory=list)
    apart: list[tuple[int, str, str, str]] = field(default_factory=list)
    guessed: list[tuple[int, str, str, str]] = field(default_factory=list)

    def told(self, sources: list[str]) -> list[Remark]:
        out: list[Remark] = []
        listed, listed_zh = _listed(sources, ", "), _listed(sources, "、")
        again = f"unload the sources of these facts ({listed}) and load them again to part them"
        again_zh = f"如需分开，请撤销这些事实的来源（{listed_zh}）再重新载入"
        if self.lost:
            shown = _listed([f"{text} of {name} ({called})" for _, called, name, text in self.lost], "; ")
            shown_zh = _listed([f"“{text}”（{name}，{called}）" for _, called, name, text in self.lost], "；")
            en = (
                f"only this source gave {len(self.lost)} further names: {shown}; facts that were stated under them stay where they"
                f" are, since facts do not keep by which name they were stated: {again}"
            )
            zh = f"有 {len(self.lost)} 个别名只见于该来源：{shown_zh}；以这些名称陈述的事实仍留在原处，因为事实不记录当时所用的名称：{again_zh}"
            out.append((en, zh))
        if self.apart:
            shown = _listed([f"{text} and {name} ({called})" for _, called, name, text in self.apart], "; ")
            shown_zh = _listed([f"“{text}”与“{name}”（{called}）" for _, called, name, text in self.apart], "；")
            out.append((
                f"{len(self.apart)} nodes go on as one, which nothing says any more: {shown}: {again}",
                f"有 {len(self.apart)} 个节点已无来源说明其为同一个，仍合为一个：{shown_zh}；{again_zh}",
            ))  # fmt: skip
        if self.guessed:
            shown = _listed([f"{name} ({called})" for _, called, name, _ in self.guessed], "; ")
            out.append((
                f"only this source said of what kind these are: {shown}; they stay of it until their other sources are unloaded",
                f"以下节点的类别只由该来源说明：{shown}；在撤销其他来源之前保持不变",
            ))  # fmt: skip
        return out


def _listed(texts: list[str], comma: str) -> str:
    return comma.join([*texts[:_SHOWN], *(["..."] if len(texts) > _SHOWN else [])])


def _lost(db: duckdb.DuckDBPyConnection, of: Node, names: Table) -> list[tuple[int, str, str, str]]:
    """Names that nodes which facts are about have no more, and that are nobody else's."""
    table = f"g.{quoted(of.name)}"
    gone = made(
        db,
        "gone",
        f"SELECT x.id, x.identifier, x.name, w.text FROM {names} w JOIN {table} x ON x.id = w.id WHERE w.kind = {literal(of.name)}"
        f" AND w.text <> x.name AND NOT list_contains(coalesce(x.aliases, []), w.text)"
        # a code is a name of what it was given to, and of nothing else
        + (f" AND NOT regexp_full_match(w.text, {literal(_CODE)})" if of.code else ""),
    )
    if not gone.rows:
        return []
    return db.execute(f"FROM {gone} WHERE id IN ({_needed(of, str(gone))}) ORDER BY name, text").fetchall()


_CODE: Final = "[0-9A-Z]{18}"


def _needed(of: Node, among: str) -> str:
    """SQL of the nodes, among those in a table (id), that edges are about."""
    return " UNION ".join(
        f"SELECT {quoted(end.name)} FROM g.{quoted(edge.name)} WHERE {quoted(end.name)} IN (SELECT id FROM {among})"
        for edge in EDGES
        for end in edge.ends
        if of.name in end.kinds
    )


def _kinds(db: duckdb.DuckDBPyConnection, names: Table) -> list[Node]:
    found = {kind for (kind,) in db.execute(f"SELECT DISTINCT kind FROM {names}").fetchall()}
    return [of for of in _NAMED if of.name in found]


def _claimed(db: duckdb.DuckDBPyConnection, of: Node, names: Table) -> list[tuple[tuple[int, str, str], list[str]]]:
    """Nodes (id, identifier, name) that their claims call by several names, and those that share nothing with that which is shown."""
    mine = f"SELECT x.fact FROM g.{quoted(of.name)} x JOIN {names} w ON w.id = x.id AND w.kind = {literal(of.name)}"
    code = quoted(of.code) if of.code else "NULL::VARCHAR"
    rows = db.execute(
        f"SELECT x.id, x.identifier, x.name, list({{'names': list_append(coalesce(c.aliases, []), c.name), 'code': c.code}} ORDER BY c.name)"
        f" FROM (SELECT fact, name, aliases, {code} AS code FROM ({stated_sql(db, of, f'fact IN ({mine})')})) c"
        f" JOIN g.{quoted(of.name)} x ON x.fact = c.fact GROUP BY ALL HAVING count(DISTINCT c.name) > 1 ORDER BY x.name"
    ).fetchall()
    out = []
    for id_, identifier, name, claims in rows:
        groups = _groups({*one["names"], *([one["code"]] if one["code"] else ())} for one in claims)
        others = sorted(min(group) for group in groups if name not in group)
        out.append(((id_, identifier, name), others))
    return out


def _groups(sets: Iterable[set[str]]) -> list[set[str]]:
    """Sets that have something in common, put together."""
    out: list[set[str]] = []
    for one in sets:
        touching = [group for group in out if group & one]
        out = [group for group in out if not group & one] + [one.union(*touching)]
    return out


def _guessed(db: duckdb.DuckDBPyConnection, of: Node, names: Table) -> list[tuple[int, str, str, str]]:
    """Nodes that are a name now, and were taken for another kind before."""
    return db.execute(
        f"SELECT DISTINCT x.id, x.identifier, x.name, '' FROM g.{quoted(of.name)} x JOIN {names} w ON w.id = x.id"
        f" JOIN g.former f ON f.now = x.identifier WHERE w.kind = {literal(of.name)} AND x.recorded IS NULL"
        f" AND contains(f.former, ':') AND f.kind <> 'guess' AND NOT starts_with(f.former, {literal(of.name + ':')}) ORDER BY x.name"
    ).fetchall()


def _sources(db: duckdb.DuckDBPyConnection, found: list[tuple[int, str, str, str]]) -> list[str]:
    """The titles of the sources of the facts about these nodes."""
    if not found:
        return []
    (about,) = emptied(db, about="id INTEGER")
    db.executemany(f"INSERT INTO {about} VALUES (?)", [[one[0]] for one in found])
    parts = []
    for edge in EDGES:
        named = " OR ".join(f"{quoted(end.name)} IN (SELECT id FROM {about})" for end in edge.ends)
        table = f"g.{quoted(edge.name)}"
        parts.append(f"SELECT source FROM {table} WHERE {named}")
        parts.append(
            f"SELECT source FROM g.claim WHERE kind = {literal(edge.name)} AND fact IN (SELECT fact FROM {table} WHERE {named})"
        )
    rows = db.execute(
        f"SELECT DISTINCT name FROM g.source WHERE id IN ({' UNION '.join(parts)}) ORDER BY name"
    ).fetchall()
    return [name for (name,) in rows]
