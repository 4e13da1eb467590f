"""The units of a sheet: money in one of them, quantities in 万 of theirs where most are that large."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from .answer_columns import column_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...graph.answer_columns import AnswerColumn
    from ...queries.answer import Answer

_MONEY: Final = {
    "zh": (("亿元", Decimal(10**8)), ("万元", Decimal(10**4))),
    "en": (("million yuan", Decimal(10**6)), ("yuan", Decimal(1))),
}
_YUAN: Final = ("元", "yuan")
_SCALES: Final = (("亿", Decimal(10**8)), ("万", Decimal(10**4)))
_BESIDE: Final = ("", "_low", "_high")


class Units:
    """The units in which a workbook gives the amounts of an answer."""

    def __init__(self, answer: Answer, lang: str) -> None:
        self._columns = {name: column_of(name, answer.attrs) for name in answer.columns}
        own = answer.attrs.get("question") == "sql"  # the names of one's own columns promise nothing
        self.money_columns = [name for name, column in self._columns.items() if column.type == "money" and not own]
        self._measured = {} if own else {
            name: unit for name, column in self._columns.items() if (unit := column.measured_in) in self._columns
        }  # fmt: skip
        by_unit: dict[str, list[float]] = {}
        for row in answer.rows:
            for name, unit in self._measured.items():
                if unit is not None and isinstance(row[unit], str) and _is_number(row[name]):
                    by_unit.setdefault(row[unit], []).append(abs(row[name]))
        self.in_rows = any(unit in _YUAN for unit in by_unit)
        sums = [abs(row[name]) for row in answer.rows for name in self.money_columns if _is_number(row[name])]
        sums += [one for unit in _YUAN for one in by_unit.get(unit, ())]
        units = _MONEY["zh" if lang == "zh" else "en"]
        self.money, self._yuan = next(
            (unit for unit in units if sums and _middle(sums) >= unit[1]),
            units[-1],
        )
        """The one unit of all money of the sheet, the largest in which most sums are more than one."""
        self._scaled = {unit: self._scale(unit, numbers, lang) for unit, numbers in by_unit.items()}

    def _scale(self, unit: str, numbers: list[float], lang: str) -> tuple[str, Decimal]:
        """A unit in which most of the numbers of a sheet can be read, and how many of the unit it is."""
        if unit in _YUAN:
            return self.money, self._yuan
        if lang == "zh" and not unit.startswith(tuple(sign for sign, _ in _SCALES)):
            for sign, factor in _SCALES:
                if _middle(numbers) >= factor:
                    return sign + unit, factor
        return unit, Decimal(1)

    def unit_in(self, row: Mapping[str, Any], name: str) -> str | None:
        """The unit of a row as the sheet shows it, where a column holds units of amounts; None for any other column."""
        if name not in self._measured.values() or not isinstance(row[name], str):
            return None
        return self._scaled.get(row[name], (row[name], None))[0]

    def divisor(self, column: AnswerColumn, row: Mapping[str, Any]) -> Decimal:
        """By what an amount is divided to stand in the sheet's unit."""
        if column.name in self.money_columns:
            return self._yuan
        unit = self._measured.get(column.name)
        return self._scaled.get(str(row[unit]), ("", Decimal(1)))[1] if unit is not None else Decimal(1)


def in_unit(value: float, divisor: Decimal) -> float | int:
    """A number in a larger unit, with no digit won or lost: 1234567.89 yuan are 123.456789 万元."""
    if divisor == 1:
        return value
    out = Decimal(repr(value)) / divisor
    return int(out) if out == out.to_integral_value() else float(out)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and bool(value)


def _middle(numbers: Iterable[float]) -> float:
    ordered = sorted(numbers)
    return ordered[len(ordered) // 2]
