"""What firms ask for in a column of a list, card or questionnaire of firms: requests of theirs, with who handles them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..values.lists import is_blank
from .derived import Rows, derived_rows
from .kind import used_columns

if TYPE_CHECKING:
    from ..read.sheet import Sheet, Staging
    from .headers import TableKind

_ASKED: Final = re.compile(
    r".*(?:诉求|(?<!产品)困难|希望.{0,8}(?:解决|帮助|支持|协调)|需(?:要|求)?.{0,8}(?:解决|协调|帮助|支持)|亟(?:需|待)解决|意见(?:和|与|及|、)?建议).{0,8}"
)
_NOT_ASKED: Final = re.compile(r"是否|类型|类别|时间|日期|数量|个数|单位|部门|编号|情况.{0,2}办|进展")
_HANDLER: Final = re.compile(r"(?:责任|承办|办理|牵头|主办|协调|解决|对接|包保|服务)(?:单位|部门)")
_RESULT: Final = re.compile(r"(?:办理|解决|处理|落实|办结)(?:结果|情况|进展|状态)")
_NONE: Final = re.compile(r"(?:暂|目前|尚)?(?:无|没有)(?:诉求|困难|问题|需求)?|否|正常|不需要|是|无。")


def asked_columns(sheet: Sheet, table_kind: TableKind) -> dict[str, int]:
    """The columns of a list of firms that say what each asks for, who handles it, what came of it, and the firm."""
    name = next((n for n, _, column in used_columns(sheet, table_kind) if column.name == "name"), None)
    if table_kind.kind != "firm" or name is None:
        return {}
    free = {
        n: re.sub(r"\s", "", header)
        for n, header in enumerate(sheet.headers)
        if header
        and n not in sheet.elsewhere
        and ((column := table_kind.column(header)) is None or column.role == "unread")
    }
    asked = next((n for n, header in free.items() if _ASKED.fullmatch(header) and not _NOT_ASKED.search(header)), None)
    if asked is None:
        return {}
    out = {"name": asked, "raised_by": name}
    for role, form in (("handled_by", _HANDLER), ("result", _RESULT)):
        found = next((n for n, header in free.items() if form.fullmatch(header)), None)
        if found is not None:
            out[role] = found
    return out


def take_requests(staging: Staging, sheet: Sheet, columns: dict[str, int]) -> Sheet | None:
    """A table of the requests of the firms of a list; None where nobody asks for anything."""
    rows: Rows = []
    listed = ", ".join(f"c{n}" for n in columns.values())
    for line, *cells in staging.db.execute(f"SELECT line, {listed} FROM {sheet.relation} ORDER BY line").fetchall():
        text = cells[0]
        if text and cells[1] and not is_blank(text) and not _NONE.fullmatch(text.strip()):
            rows.append((line, [None if cell is None or is_blank(cell) else cell for cell in cells]))
    return derived_rows(staging, sheet, "requests", list(columns), rows) if rows else None
