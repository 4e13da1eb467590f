"""What columns say beside their cells: the period of a header, and columns that say one thing together.

金额 under 2023年采购额 is of 2023 and annual; 甲方 and 乙方 are the parties of one agreement; a county is told
from others of its name by the province and the city beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.sql_text import literal
from .group_headings import region_of
from .kind import match
from .office_sheet import OfficeSheet

if TYPE_CHECKING:
    from ..read.sheet import Sheet, Staging
    from .column import Column
    from .headers import TableKind

_PLACES: Final = frozenset(("place", "parent"))


def take_evidence(staging: Staging, sheet: Sheet, table_kind: TableKind) -> None:
    """Put into a sheet's cells what its headers and the columns beside say; leave other sheets as they are."""
    found = match(sheet, table_kind)
    if sheet.rows and found.parts:
        for name, parts in found.parts.items():
            number = next((n for n, _, column in found.read if column.name == name), None)
            if number is not None and parts:
                join = _with_coarser if name in _PLACES else _joined
                join(staging, sheet, number, [n for n, _, _ in parts])
    if any(column.says for _, _, column in found.read):
        _say(staging, sheet, table_kind, found.read)


def _joined(staging: Staging, sheet: Sheet, number: int, others: list[int]) -> None:
    """One cell of all the names."""
    cells = ", ".join(f"c{n}" for n in sorted((number, *others)))
    staging.db.execute(f"UPDATE {sheet.relation} SET c{number} = concat_ws('；', {cells})")
    staging.db.execute(f"UPDATE {sheet.relation} SET c{number} = NULL WHERE c{number} = ''")


def _with_coarser(staging: Staging, sheet: Sheet, number: int, others: list[int]) -> None:
    """A place with the city and the province beside it, where they make it one, or another than it is alone."""
    import pyarrow as pa

    db, cells = staging.db, [*reversed(others), number]
    rows = db.execute(f"SELECT DISTINCT {', '.join(f'c{n}' for n in cells)} FROM {sheet.relation}").fetchall()
    told = {row: place for row in rows if (place := _place_of(row)) is not None}
    if not told:
        return
    columns = {f"k{i}": pa.array([row[i] for row in told], pa.string()) for i in range(len(cells))}
    db.register("load_places_told", pa.table(columns | {"place": pa.array(list(told.values()), pa.string())}))
    same = " AND ".join(f"c{n} IS NOT DISTINCT FROM l.k{i}" for i, n in enumerate(cells))
    db.execute(f"UPDATE {sheet.relation} SET c{number} = l.place FROM load_places_told l WHERE {same}")
    db.unregister("load_places_told")
    headers = [sheet.headers[n] for n in cells]
    staging.say(
        sheet,
        f"{len(told)} places are told from {', '.join(headers)} together",
        f"{len(told)} 个所在地由“{'”“'.join(headers)}”合起来得出",
    )


def _place_of(cells: tuple[str | None, ...]) -> str | None:
    """The place that cells mean together, the finest last; None where the last means it already, or they mean none."""
    parts = [part for part in cells if part is not None and part not in _NONE]
    own = cells[-1] if cells[-1] not in _NONE else None
    whole = region_of("".join(dict.fromkeys(parts)))
    if whole is not None:
        return whole if own is None or whole != region_of(own) else None
    return next((found for part in reversed(parts) if (found := region_of(part))), None) if own is None else None


_NONE: Final = frozenset(("—", "-", "－", "/", "无"))


_NO_AMOUNT: Final = "(?i)[-—–－/\\\\.*]*|无|暂无|不详|待定|n/?a|tbd|nil|none"
"""What stands where there is no amount: it is of no period."""


def _say(staging: Staging, sheet: Sheet, table_kind: TableKind, read: list[tuple[int, str, Column]]) -> None:
    """Further columns for what the headers of amounts say of them: period, basis, modality."""
    have = {column.name for _, _, column in read}
    measures = sorted(
        (
            (n, header, column)
            for n, header, column in read
            if column.type in ("money", "quantity") and column.role != "bound"
        ),
        key=lambda one: one[2].type != "money",
    )
    money = any(column.type == "money" for _, _, column in measures)
    said: dict[str, tuple[str, str, list[int]]] = {}
    for number, header, column in measures:
        says = dict(column.says)
        if money and column.type != "money":
            says.pop("basis", None)  # it is the basis of the sum
        against = next((name for name, text in says.items() if name in said and said[name][0] != text), None)
        if against is not None:
            sheet.elsewhere.add(number)
            _say_other(staging, sheet, header, said[against][1])
            continue
        for name, text in says.items():
            said.setdefault(name, (text, header, []))[2].append(number)
    labels = {name: label for label, name in table_kind.labels.items()}
    work = OfficeSheet(staging, sheet, table_kind)
    for name, (text, _, numbers) in said.items():
        if name not in have and name in labels:
            made = work.add_column(labels[name])
            filled = " OR ".join(f"NOT regexp_full_match(trim(c{n}), {literal(_NO_AMOUNT)})" for n in numbers)
            staging.db.execute(f"UPDATE {sheet.relation} SET c{made} = {literal(text)} WHERE {filled}")


def _say_other(staging: Staging, sheet: Sheet, header: str, first: str) -> None:
    staging.say(
        sheet,
        f"not read: {header}, for it is not of the same time or kind as {first}",
        f"未读取“{header}”，因为它与“{first}”的期间或口径不同",
    )
