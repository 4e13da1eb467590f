"""Headers by their last word, where what stands before it is unknown: 走访企业 are firms, 办理进度 is progress (heads.toml).

A header says so only what its cells bear out, where the table has no such column yet and one header alone
may be it; what was read so is told. Where the modifier turns the meaning round, it is left to a person.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .cell_looks import fits
from .column import normalised
from .header_views import views
from .kind import match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..read.sheet import Sheet, Staging
    from .headers import TableKind

_LONGEST: Final = 14
"""A longer header is a sentence, whose last word says little."""


@dataclass(frozen=True, slots=True)
class _Head:
    """How headers of a column of a kind of table end, and what must hold beside."""

    column: str
    heads: re.Pattern[str]
    cells: str
    turned: re.Pattern[str]
    needed: re.Pattern[str] | None
    behind: tuple[re.Pattern[str], ...] = ()
    """Of several headers that fit, those that stand behind others, in this order."""

    def rank(self, header: str) -> int:
        """How far a header stands behind others that fit."""
        return next((n for n, form in enumerate(self.behind, start=1) if form.search(normalised(header))), 0)

    def may_be(self, header: str) -> bool:
        """Whether a header ends like this one's, with a modifier that turns nothing round."""
        return any(self._ends(text) for text in (header, *views(header)))

    def _ends(self, text: str) -> bool:
        plain = re.sub(r"[（(\[【].*?[)）\]】]", "", normalised(text)).strip(":：*")
        parts = [part for part in re.split(r"[/／、,，及和与]", plain) if part]
        if not parts or len(plain) > _LONGEST or not all(self.heads.fullmatch(part) for part in parts):
            return False
        return self.turned.search(plain) is None and (self.needed is None or self.needed.search(plain) is not None)


@cache
def _heads() -> dict[str, tuple[_Head, ...]]:
    raw = tomllib.loads(Path(__file__).with_name("heads.toml").read_text(encoding="utf-8"))
    common = raw.pop("turned")
    out = {}
    for table, columns in raw.items():
        listed = []
        for column, said in columns.items():
            turned = [common["any"]]
            if said["cells"] in ("firm", "office"):
                allowed = set(said.get("allowed", "").split("|"))
                turned += [word for word in common["firm"].split("|") if allowed != {".*"} and word not in allowed]
            turned += [said["turned"]] if "turned" in said else []
            needed = re.compile(said["needed"]) if "needed" in said else None
            behind = tuple(re.compile(form) for form in said.get("behind", ()))
            ends = re.compile(f".*{said['heads']}")
            listed.append(_Head(column, ends, said["cells"], re.compile("|".join(turned)), needed, behind))
        out[table] = tuple(listed)
    return out


def by_heads(staging: Staging, sheet: Sheet, table_kind: TableKind) -> tuple[TableKind, tuple[tuple[str, str], ...]]:
    """A kind of table with the headers of a sheet that it reads by their head nouns, and which these are."""
    told = tuple(_told(staging, sheet, table_kind))
    if not told:
        return table_kind, ()
    more = {normalised(header): table_kind.by_name[column] for header, column in told}
    return table_kind.having(more), told


def _told(staging: Staging, sheet: Sheet, table_kind: TableKind) -> Iterator[tuple[str, str]]:
    heads = _heads().get(table_kind.table, ())
    if not heads or not sheet.rows:
        return
    found = match(sheet, table_kind)
    taken = {column.name for _, _, column in found.read}
    open_ = [
        (n, header)
        for n, header in enumerate(sheet.headers)
        if header in found.unread and table_kind.column(header) is None and sheet.headers.count(header) == 1
    ]
    gone: set[int] = set()
    for head in heads:
        if head.column in taken or head.column not in table_kind.by_name:
            continue
        fitting = [(n, h) for n, h in open_ if n not in gone and head.may_be(h) and fits(staging, sheet, n, head.cells)]
        first = min((head.rank(h) for _, h in fitting), default=0)
        fitting = [(n, h) for n, h in fitting if head.rank(h) == first]
        if len(fitting) == 1:
            gone.add(fitting[0][0])
            yield fitting[0][1], head.column


def say_heads(staging: Staging, sheet: Sheet, table_kind: TableKind, told: tuple[tuple[str, str], ...]) -> None:
    """Tell which headers were read by their head nouns."""
    if told:
        en = ", ".join(f"{header!r} as {column}" for header, column in told)
        zh = "、".join(f"“{header}”作“{table_kind.label(column)}”" for header, column in told)
        staging.say(
            sheet,
            f"read by their last word and their cells: {en}; if one is wrong, --ignore HEADER or --column HEADER=COLUMN",
            f"按表头末尾用词和单元格内容读取：{zh}；如有不对，请用 --ignore 表头 或 --column 表头=列名",
        )
