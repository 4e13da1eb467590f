"""Marks at the names of a sheet: numbers and stars are taken off, what says how things stand is read as that.

What stands at a row's own name goes where the kind has a place for it (a firm's standing, a project's stage, a facility's
status) if the row does not state it itself. What says so of others (sellers, products, investors) is read with its row, where
cells are lists (names/standings.py); here only signs are taken off them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.schema import edge
from ...graph.sql_text import literal
from ..values.name_marks import SUSPECT, Marked, unmarked
from .headers import ALIASES
from .kind import is_node
from .office_sheet import OfficeSheet

if TYPE_CHECKING:
    from ..read.sheet import Sheet, Staging
    from .column import Column
    from .headers import TableKind

_MARKED: Final = frozenset({"firm", "park", "project", "facility", "organization"})
"""Kinds whose names office sheets mark; a product or an agreement may well begin with a number."""
_STATES: Final[dict[str, tuple[str, str, tuple[tuple[str, str], ...]]]] = {
    "firm": ("standing", "经营状态", ()),
    "project": ("stage", "阶段", (("停|检修|整", "停滞"), ("未|拟|待|筹|规划|计划|即将", "谋划"), ("达产", "达产"), ("投产|在产|试", "投产"),
                                  ("在建|建设|开工", "开工"), ("关|注销|破产|清算", "终止"))),
    "facility": ("status", "状态", (("停|关|注销", "停用"), ("未|拟|待|筹|规划|计划|即将", "规划"), ("在建|建设|开工", "在建"))),
}  # fmt: skip
"""Where the standing of a kind goes: column, its header, and the word for what a mark says, the first that fits; none: as written."""
_SHOWN: Final = 5


def take_marks(staging: Staging, sheet: Sheet, table_kind: TableKind) -> None:
    """Take marks off the names of a sheet, and say so; an export holds names as they are."""
    if sheet.rows == 0 or table_kind.kind == ALIASES or sheet.exported:
        return
    work = OfficeSheet(staging, sheet, table_kind)
    named = [number for number, column in work.columns.items() if _names(column, table_kind)]
    if not named:
        return
    asked = ", ".join(f"bool_or(regexp_matches(c{number}, $suspect))" for number in named)
    (row,) = work.db.execute(f"SELECT {asked} FROM {sheet.relation}", {"suspect": SUSPECT}).fetchall()
    for number, suspect in zip(named, row, strict=True):
        if suspect:
            _take(work, number)


def _names(column: Column, table_kind: TableKind) -> bool:
    """Whether a cell of the column is one name of something that is marked in office sheets."""
    if column.type == "list":
        return False
    if is_node(table_kind):
        if column.implied is not None:
            return column.role == "implied" and not _MARKED.isdisjoint(column.implied.allowed)
        return column.name == "name" and table_kind.kind in _MARKED
    ends = {end.name: end.kinds for end in edge(table_kind.kind).ends}
    return column.role == "end" and not _MARKED.isdisjoint(ends.get(column.name, ()))


def _take(work: OfficeSheet, number: int) -> None:
    import pyarrow as pa

    cell, relation = f"c{number}", work.sheet.relation
    texts = work.db.execute(
        f"SELECT DISTINCT {cell} FROM {relation} WHERE regexp_matches({cell}, $suspect) ORDER BY 1",
        {"suspect": SUSPECT},
    ).fetchall()
    own = work.columns[number].name == "name"
    found = {text: one for (text,) in texts if (one := unmarked(text, standing=own)).name != text.strip() and one.name}
    if not found:
        return
    work.db.register(
        "load_marked",
        pa.table({
            "text": pa.array([*found], pa.string()), "name": pa.array([one.name for one in found.values()], pa.string()),
        }),
    )  # fmt: skip
    if own:
        _standing(work, number, found)
    work.db.execute(f"UPDATE {relation} SET {cell} = m.name FROM load_marked m WHERE m.text = {cell}")
    work.db.unregister("load_marked")
    _say(work, number, found)


def _standing(work: OfficeSheet, number: int, found: dict[str, Marked]) -> None:
    """What marks say of a project's stage or a facility's status, in rows that state none."""
    if work.table_kind.kind not in _STATES:
        return
    name, header, words = _STATES[work.table_kind.kind]
    states = {text: state for text, one in found.items() if one.status and (state := _state(one.status, words))}
    if not states:
        return
    have = {column.name: at for at, column in work.columns.items()}
    at = have[name] if name in have else work.add_column(header)
    cases = " ".join(f"WHEN {literal(text)} THEN {literal(state)}" for text, state in states.items())
    work.db.execute(
        f"UPDATE {work.sheet.relation} SET c{at} = CASE c{number} {cases} END WHERE c{at} IS NULL AND c{number} IN"
        f" ({', '.join(map(literal, states))})"
    )


def _state(status: str, words: tuple[tuple[str, str], ...]) -> str | None:
    if not words:
        return status
    return next((word for signs, word in words if any(sign in status for sign in signs.split("|"))), None)


def _say(work: OfficeSheet, number: int, found: dict[str, Marked]) -> None:
    header = work.sheet.headers[number]
    bare = {text: one for text, one in found.items() if one.marks}
    said = {text: one for text, one in found.items() if one.status}
    if bare:
        signs = sorted({mark for one in bare.values() for mark in one.marks})
        shown = " ".join(signs[:_SHOWN]) + (" ..." if len(signs) > _SHOWN else "")
        work.note(
            f"{header}: marks at {len(bare)} names are taken off and mean nothing here ({shown})",
            f"“{header}”：{len(bare)} 个名称前后的标记已去掉，其含义未读取（{shown}）",
        )
    if said:
        shown = "; ".join(f"{one.name}: {one.status}" for one in [*said.values()][:_SHOWN])
        more = " ..." if len(said) > _SHOWN else ""
        kept = work.table_kind.kind in _STATES and work.columns[number].name == "name"
        work.note(
            f"{header}: what brackets say of {len(said)} names is no part of them"
            f"{', and read as their standing, stage or status where the row states none' if kept else '; it is not kept'}: {shown}{more}",
            f"“{header}”：{len(said)} 个名称的括注不是名称的一部分{'，该行未另写时按其状态读取' if kept else '，其内容未保存'}：{shown}{more}",
        )
