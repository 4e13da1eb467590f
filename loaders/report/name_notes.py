"""What a load did with names, said in notes: read otherwise, new, like known ones, elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.language import t
from ...graph.schema import node
from ...graph.sql_text import literal
from ..names.identify import table_of
from ..names.nearest import nearest
from ..names.region_ends import group_names
from ..sheets.kind import is_node
from ..work_tables import NEW_NODE

if TYPE_CHECKING:
    from ..columns.table import Table
    from ..names.resolve import Names

_SHOWN: Final = 10
_COMPARED: Final = 20_000
"""So many new names of a kind are compared with known ones; `check` compares all."""
_LIKE: Final = 0.75


def remarks(names: Names, tables: list[Table]) -> list[str]:
    """The notes of a load about names, at most ten of each sort, in the order of the rows."""
    by_base = {table.sheet.base: table for table in tables}
    said = _read_so(names, by_base) if names.read_otherwise else []
    if names.graph.count and any(is_node(table.table_kind) for table in tables):
        said += _elsewhere(names, by_base)
    return [*said, *_groups(names), *_new(names, by_base)]


def _where(names: Names, row: int, by_base: dict[int, Table]) -> str:
    table = table_of(row, by_base)
    number = row - table.sheet.base
    where = f"{table.sheet.where} " if len(by_base) > 1 else ""
    return t(names.lang, f"{where}row {number}", f"{where}第{number}行")


def _shortened(names: Names, lines: list[str], count: int) -> list[str]:
    more = count - len(lines)
    return [*lines, t(names.lang, f"and {more} more like this", f"此类另有 {more} 处")] if more > 0 else lines


def _read_so(names: Names, by_base: dict[int, Table]) -> list[str]:
    rows = names.db.execute(
        "SELECT w.text, k.text, min(w.row) AS row FROM load.written w"
        " JOIN (SELECT identifier, min(text) AS text FROM load.known WHERE main GROUP BY identifier) k USING (identifier)"
        " GROUP BY w.text, k.text ORDER BY row, w.text"
    ).fetchall()
    lines = [
        t(
            names.lang,
            f"“{text}” ({_where(names, row, by_base)}) read as {name} (normalised)",
            f"“{text}”（{_where(names, row, by_base)}）视为 {name}（按规范化名称）",
        )
        for text, name, row in rows[:_SHOWN]
    ]
    return _shortened(names, lines, len(rows))


def _groups(names: Names) -> list[str]:
    """Places that stand where a firm should: which groups of firms they were read as."""
    rows, count = group_names(names, _SHOWN)
    lines = [
        t(
            names.lang,
            f"“{text}” is a place and no firm: read as the unnamed group of firms there, {name}",
            f"“{text}”是地点而不是企业：读作当地未具名的企业群体 {name}",
        )
        for text, name in rows
    ]
    return _shortened(names, lines, count)


def _elsewhere(names: Names, by_base: dict[int, Table]) -> list[str]:
    """New nodes of node tables whose name the graph knows in another place."""
    rows = names.db.execute(
        """
        SELECT min(n.row) AS row, n.name, n.identifier, list(DISTINCT g.identifier ORDER BY g.identifier) AS others
        FROM load.node n JOIN load.graph_names g ON g.kind = n.kind AND g.text = n.name
        WHERE n.row >= 0 AND n.row NOT IN (SELECT row FROM load.rejected) AND n.place IS NOT NULL
            AND g.place IS NOT NULL AND g.place <> n.place
            AND n.identifier NOT IN (SELECT identifier FROM load.graph_names)
        GROUP BY n.name, n.identifier ORDER BY row
        """
    ).fetchall()
    lines = []
    for row, name, identifier, others in rows[:_SHOWN]:
        (own,) = names.shown([identifier])
        known = t(names.lang, "; ", "；").join(names.shown(others))
        where = _where(names, row, by_base)
        lines.append(
            t(
                names.lang,
                f"new: {own} ({where}); the graph knows {name} in another place: {known};"
                f" what was said of the name alone may be of this one: chanlian resolve GRAPH {name}",
                f"新增：{own}（{where}）；图中已有同名、所在地不同的：{known}；此前只写名称的内容可能指它：chanlian resolve 图 {name}",
            )
        )
    return _shortened(names, lines, len(rows))


def _new(names: Names, by_base: dict[int, Table]) -> list[str]:
    """Nodes that the load made as ends of edges: how many of each kind, and which are like known ones."""
    db = names.db
    compared: dict[str, list[tuple[str, int]]] = {kind: [] for kind, count in names.new.items() if count <= _COMPARED}
    if compared:
        listed = ", ".join(map(literal, compared))
        sql = f"SELECT kind, name, row FROM load.new_node WHERE kind IN ({listed}) ORDER BY row"
        for kind, name, row in db.execute(sql).fetchall():
            compared[kind].append((name, row))
    counted: list[str] = []
    lines: list[str] = []
    alike = 0
    for kind, count in names.new.items():
        of = node(kind)
        rows = compared.get(kind, [])
        near = nearest(names, [name for name, _ in rows], (kind,), but=NEW_NODE, at_least=_LIKE, common=200)
        like = t(names.lang, f", {len(near)} of them like known ones", f"，其中 {len(near)} 个与已有名称相近")
        unseen = t(
            names.lang, ", too many to compare (chanlian check lists likely duplicates)",
            "，数量太多未作比较（可用 chanlian check 列出疑似重复）",
        )  # fmt: skip
        counted.append(
            t(names.lang, f"{count} new {of.table if count > 1 else of.en}", f"新增{of.zh} {count} 个")
            + (unseen if count > _COMPARED else like if near else "")
        )
        alike += len(near)
        for name, row in rows:
            if name in near and len(lines) < _SHOWN:
                shown = t(names.lang, ", ", "、").join(f"{other} ({score:.2f})" for other, score in near[name])
                where = _where(names, row, by_base)
                lines.append(
                    t(
                        names.lang,
                        f"new {of.en} {name} ({where}): like {shown}",
                        f"新增{of.zh} {name}（{where}）：近似 {shown}",
                    )
                )
    if not counted:
        return []
    named = t(names.lang, "named first by this load: ", "本次载入首次出现：")
    return [named + t(names.lang, "; ", "；").join(counted), *_shortened(names, lines, alike)]
