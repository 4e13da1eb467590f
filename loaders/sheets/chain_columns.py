"""The chain, and the stage of it, that a list of firms names for each (所属产业链 | 所属环节): each is a member of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..values.lists import is_blank, parted
from .derived import Rows, derived_rows
from .kind import used_columns

if TYPE_CHECKING:
    from ..read.sheet import Sheet, Staging
    from .headers import TableKind

_CHAIN: Final = re.compile(
    r"(?:企业)?(?:所属|所在|归属|对应|重点|所处|主要)?(?:产业链条?|链条|链)(?:名称|类别|分类)?|(?:industrial |value |supply )?chain(?: name)?",
    re.IGNORECASE,
)
_STAGE: Final = re.compile(
    r"(?:所属|所在|所处|对应)?(?:产业链?|链条?)?(?:环节|链段|节点|位置|上中下游|上下游)(?:名称|位置)?|(?:chain )?(?:stage|segment)",
    re.IGNORECASE,
)


def chain_columns(sheet: Sheet, table_kind: TableKind) -> dict[str, int]:
    """The columns of a list of firms that name the chain of each and its stage there; {} where none names a chain."""
    name = next((n for n, _, column in used_columns(sheet, table_kind) if column.name == "name"), None)
    if table_kind.kind != "firm" or name is None:
        return {}
    free = {
        n: re.sub(r"[（(].*?[)）]|\s", "", header)
        for n, header in enumerate(sheet.headers)
        if header and n not in sheet.elsewhere and table_kind.column(header) is None
    }
    chains = [n for n, header in free.items() if _CHAIN.fullmatch(header)]
    stages = [n for n, header in free.items() if _STAGE.fullmatch(header)]
    if len(chains) != 1:
        return {}
    return {"firm": name, "chain": chains[0]} | ({"stage": stages[0]} if len(stages) == 1 else {})


def members_of(staging: Staging, sheet: Sheet, columns: dict[str, int]) -> Sheet | None:
    """A table of the members of chains; of a firm with several chains it is not known of which its stage is."""
    stage = f"c{columns['stage']}" if "stage" in columns else "NULL"
    rows: Rows = []
    for line, firm, chain, where in staging.db.execute(
        f"SELECT line, c{columns['firm']}, c{columns['chain']}, {stage} FROM {sheet.relation} ORDER BY line"
    ).fetchall():
        chains = [name for name in parted(chain or "") if not is_blank(name) and name not in ("其他", "其它")]
        alone = len(chains) == 1 and where is not None and not is_blank(where)
        rows += [(line, (firm, name, where if alone else None)) for name in chains if firm]
    return derived_rows(staging, sheet, "members", ["firm", "chain", "stage"], rows) if rows else None
