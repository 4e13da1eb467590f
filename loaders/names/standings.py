"""How those stand whom a row names: （停产）, (注销), 【在建】 behind sellers, products, investors, in lists too.

What says so is never part of a name. Of a firm it is kept as its standing. What a firm makes or uses that has ended, or is
only planned, is stated with that status, whether the mark stands at the product or at its maker: who has stopped is no maker.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.language import t
from ...graph.sql_text import literal, quoted
from ..sheets.kind import is_node
from ..values.name_marks import SAYS_HOW, Marked, fact_status, unmarked
from .references import references_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..columns.table import Table
    from .references import NameReference
    from .resolve import Names

_MARKED: Final = frozenset({"firm", "park", "product", "project", "facility", "organization"})
_PARTING: Final = re.compile(r"(\s*[、；;\n\r]\s*)(?![^（(【\[]*[）)】\]])")
"""What parts names in a cell, outside of brackets."""
OWN: Final = ""
"""What stands in `load.standing` for the kinds and the name of the row's own firm."""
_SHOWN: Final = 5
OF_MAKERS: Final = frozenset({"produces", "consumes"})
"""What a firm that has stopped, or is not built yet, does not do."""


def take_standings(names: Names, tables: Sequence[Table]) -> list[str]:
    """Take off names what says how things stand, into `load.standing`; what there is to say of it."""
    notes: list[str] = []
    for table in tables:
        if table.sheet.exported:  # what it says of a firm's products is in tables of its own
            continue
        if table.table_kind.kind == "firm" and "standing" in table.columns:
            _own(names, table)
        references = [one for one in references_of(table) if not _MARKED.isdisjoint(one.kinds)]
        for one in _suspect(names, references):
            notes += _take(names, one)
    return list(dict.fromkeys(notes))


def _own(names: Names, table: Table) -> None:
    """How the firms of the rows themselves stand, where it says that they make nothing now."""
    rows = names.db.execute(
        f"SELECT DISTINCT standing FROM {table.relation} WHERE standing IS NOT NULL ORDER BY 1"
    ).fetchall()
    for (said,) in rows:
        if (status := fact_status(said)) is not None:
            names.standings = True
            names.db.execute(
                f"INSERT INTO load.standing SELECT row, '', '', standing, {literal(status)} FROM {table.relation}"
                " WHERE standing = $said",
                {"said": said},
            )


def _suspect(names: Names, references: list[NameReference]) -> list[NameReference]:
    """The columns with a cell that may say how something stands: one look at the table."""
    if not references:
        return []
    asked = ", ".join(f"bool_or(regexp_matches({_text(one)}, $says))" for one in references)
    row = names.db.execute(f"SELECT {asked} FROM {references[0].table.relation}", {"says": SAYS_HOW}).fetchone() or ()
    return [one for one, found in zip(references, row, strict=True) if found]


def _text(reference: NameReference) -> str:
    cell = quoted(reference.column)
    return f"array_to_string({cell}, '；')" if reference.many else cell


def _take(names: Names, reference: NameReference) -> list[str]:
    import pyarrow as pa

    db, cell, relation = names.db, quoted(reference.column), reference.table.relation
    each = f"(SELECT row, {f'unnest({cell})' if reference.many else cell} AS text FROM {relation} WHERE {cell} IS NOT NULL)"
    texts = db.execute(
        f"SELECT DISTINCT text FROM {each} WHERE regexp_matches(text, $says) ORDER BY 1", {"says": SAYS_HOW}
    ).fetchall()
    parted = {text: _parted(text, reference) for (text,) in texts}
    told = {text: found for text, found in parted.items() if any(one.status for one in found)}
    if not told:
        return []
    said = [
        (text, one.name, one.status, fact_status(one.status))
        for text, found in told.items() for one in found if one.status
    ]  # fmt: skip
    columns = ("text", "name", "said", "status")
    db.register(
        "load_said",
        pa.table({name: pa.array([one[at] for one in said], pa.string()) for at, name in enumerate(columns)}),
    )
    db.execute(
        f"INSERT INTO load.standing SELECT row, {literal(reference.key)}, s.name, min(s.said), min(s.status)"
        f" FROM {each} JOIN load_said s USING (text) GROUP BY row, s.name"
    )
    db.unregister("load_said")
    names.standings = True
    cases = " ".join(
        f"WHEN {literal(text)} THEN {literal(''.join(one.name for one in found))}" for text, found in told.items()
    )
    new = (
        f"list_transform({cell}, lambda one: CASE one {cases} ELSE one END)"
        if reference.many
        else f"CASE {cell} {cases} ELSE {cell} END"
    )
    db.execute(f"UPDATE {relation} SET {cell} = {new} WHERE {cell} IS NOT NULL")
    return [_said(names, reference, {name: how for _, name, how, _ in said})]


def _parted(text: str, reference: NameReference) -> list[Marked]:
    """The names of a cell, and what parts them, in order: joined again they are the cell without what says how things stand."""
    parts = _PARTING.split(text) if reference.several else [text]
    out = []
    for part in parts:
        # what parts names is kept as it is
        found = unmarked(part, signs=False) if not _PARTING.fullmatch(part) else None
        out.append(found if found is not None and found.status and found.name else Marked(part))
    return out


def _said(names: Names, reference: NameReference, said: dict[str, str]) -> str:
    table = reference.table
    header = table.headers.get(reference.column, reference.column)
    shown = "; ".join(f"{name}: {how}" for name, how in [*said.items()][:_SHOWN]) + (
        " ..." if len(said) > _SHOWN else ""
    )
    kept, kept_zh = _kept(reference)
    return t(
        names.lang,
        f"{table.sheet.where}: {header}: what is said of {len(said)} names is no part of them{kept}: {shown}",
        f"{table.sheet.where}：“{header}”：{len(said)} 个名称的括注不是名称的一部分{kept_zh}：{shown}",
    )


def _kept(reference: NameReference) -> tuple[str, str]:
    """Where it is kept."""
    if "firm" in reference.kinds:
        return ", and read as the standing of these firms", "，读作这些企业的经营状态"
    if "product" in reference.kinds and (reference.implied is not None or not is_node(reference.table.table_kind)):
        return ", and read as the status of what is stated of them", "，读作相应事实的状态"
    return "; it is not kept", "，其内容未保存"


def standing_of(number: str, kinds: str, name: str) -> str:
    """SQL of a join of `load.standing` as a table of this name: what row `x` says of a name of these kinds."""
    return f"LEFT JOIN load.standing {number} ON {number}.row = x.row AND {number}.kinds = {literal(kinds)} AND {number}.name = {name}"
