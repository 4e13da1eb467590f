"""Columns of persons' names and telephones: left unread and said, unless somebody asked to keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.schema import EDGES
from ...graph.schema.model import CONTACT
from .column import normalised

if TYPE_CHECKING:
    from ..read.sheet import Sheet, Staging
    from .headers import TableKind

_HEADERS: Final = frozenset(
    map(
        normalised,
        (
            "联系人", "联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "联系人及电话", "联系人电话", "联系人及联系方式",
            "企业联系人", "项目联系人", "座机", "固定电话", "电话号码", "邮箱", "电子邮箱", "微信",
            "contact", "contacts", "contact person",
            "phone", "telephone", "tel", "mobile",
            "email", "e-mail",
        ),
    )
)  # fmt: skip


_TOUCHING: Final = frozenset(
    word for of in EDGES for prop in of.properties if prop.name == CONTACT.name for pair in prop.words for word in pair
)
"""How two places touch: the words of a property of the same name, which tell of no person."""


def hide_contacts(staging: Staging, sheet: Sheet) -> list[int]:
    """Keep every column of persons from being read as anything; which they are. An export says only what a graph kept already."""
    if sheet.exported:
        return []
    found = [
        number
        for number, header in enumerate(sheet.headers)
        if normalised(header) in _HEADERS
        and not (normalised(header) == CONTACT.name and _tells_of_borders(staging, sheet, number))
    ]
    sheet.elsewhere.update(found)
    return found


def _tells_of_borders(staging: Staging, sheet: Sheet, number: int) -> bool:
    """Whether every cell of a column is a word for how two places touch."""
    rows = staging.db.execute(f"SELECT DISTINCT trim(c{number}) FROM {sheet.relation} WHERE trim(c{number}) <> ''")
    cells = {cell for (cell,) in rows.fetchall()}
    return cells <= _TOUCHING


def keep_contacts(staging: Staging, sheet: Sheet, table_kind: TableKind, found: list[int], *, wanted: bool) -> None:
    """Make of them the one column that a kind has for contacts, where that is wanted; say it where they are not kept."""
    if not found:
        return
    column = table_kind.column("联系方式")
    headers = [sheet.headers[number] for number in found]
    if wanted and column is not None and column.name == "contact":
        number = len(sheet.headers)
        sheet.headers.append("联系方式")
        cells = ", ".join(f"c{n}" for n in found)
        staging.db.execute(f"ALTER TABLE {sheet.relation} ADD COLUMN c{number} VARCHAR")
        staging.db.execute(f"UPDATE {sheet.relation} SET c{number} = nullif(concat_ws(' ', {cells}), '')")
        return
    why, why_zh = (
        ("this kind of table keeps no contacts", "这种表不保存联系方式")
        if wanted
        else ("they tell of persons; --with-contacts keeps them", "属于个人信息；需要保存请加 --with-contacts")
    )
    staging.say(sheet, f"not read: {', '.join(headers)} ({why})", f"未读取的列：{'、'.join(headers)}（{why_zh}）")
