"""The units of columns of own numbers: a property that people declared has one unit alone, or none, and no row gives another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values.header_units import parted, title_units, unit_like
from ..values.units import scaled
from .kind import match

if TYPE_CHECKING:
    from ..read.sheet import Sheet, Staging
    from .headers import TableKind


def own_units(staging: Staging, sheet: Sheet, table_kind: TableKind) -> None:
    """Find the units of columns of own numbers, in headers and above the table: their properties have one alone, or none.

    What brackets hold that may be a unit and is no form of the declared one is said: nothing tells it from a remark.
    """
    read = match(sheet, table_kind).read
    own = [(number, header, column.counted_in) for number, header, column in read if column.counted_in is not None]
    if not own or sheet.exported:
        return
    given = title_units(sheet.titles)
    taken = any(column.type in ("money", "quantity") or column.counted_in for _, _, column in read)
    for number, header, unit in own:
        if table_kind.exactly(header):
            if parted(header)[1] == sheet.units.get(number) and not unit:
                sheet.units.pop(number, None)  # the unit is a part of what the property is called
        elif number not in sheet.units:
            form, doubtful = unit_like(header, unit)
            if form:
                sheet.units[number] = form
            elif doubtful:
                in_unit = (f"in {unit}", f"按{unit}") if unit else ("as they stand", "按原数")
                staging.say(
                    sheet,
                    f"{header!r}: ({doubtful}) is read as a remark and no unit; its numbers are read {in_unit[0]}",
                    f"“{header}”中的（{doubtful}）按备注处理，不作单位；数字{in_unit[1]}读取",
                )
        if number in sheet.units:
            continue
        above = [one for one in given if unit and scaled(one)[1] == scaled(unit)[1]]
        if above or (not unit and not taken and len(given) == 1):
            # under two forms of a unit no cell can be read, and each says so
            sheet.units[number] = "或".join(sorted(above or given, key=scaled))
