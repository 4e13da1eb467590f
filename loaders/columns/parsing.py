"""The distinct texts of a column and what they mean, as Arrow arrays to join back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ...graph.errors import BadInput
from ..values import cells as values
from ..values.states import state_of
from .as_written import as_written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ...graph.schema import Type
    from ..sheets.column import Column

    Parse = Callable[[str, str], Any]

_ARROW: Final[dict[str, str]] = {
    "number": "float64",
    "integer": "int64",
    "share": "float64",
    "boolean": "bool_",
}
_AMOUNTS: Final = ("money", "quantity")
_ENDLESS: Final = frozenset({"至今", "长期", "长期有效", "永久", "现在", "present", "now", "9999-12-31", "9999/12/31"})
"""An until that says that there is none."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of one column are read."""

    lang: str
    decisive: bool
    """Whether a cell that cannot be read rejects its row (severity.py)."""
    unit: str = ""
    """The unit that the header gives."""
    signed: bool = False
    """Whether less than nothing makes sense: of what is observed, and where it is declared so."""
    own: bool = False
    """Whether people declared the property, and may declare more of it."""
    deadline: bool = False
    """Whether a date is one until which something holds or is due."""
    rates: Mapping[str, float] = field(default_factory=dict)
    from_1904: bool = False
    """Whether a plain number of days is counted from 1904."""
    unit_open: bool = False
    """Whether plain numbers are sums of a unit that nothing tells: yuan or 万元."""
    otherwise: str = ""
    """How the fact reads without the value, where that says something."""
    exported: bool = False
    """Whether the column is one of an export, whose cells mean what they say (as_written.py)."""


def parse_distinct(rows: Sequence[tuple[str, str]], column: Column, reading: Reading) -> dict[str, Any]:
    """Arrow arrays of what distinct texts (each with its unit) mean.

    value, bounds, unit; `reason` where the text rejects its row; `doubt` where it only warns.
    """
    import pyarrow as pa

    parse = _parser(column, reading)
    found: list[Any] = []
    reasons: list[str | None] = []
    doubts: list[str | None] = []
    for text, unit in rows:
        one, reason, doubt = _read(text, unit, parse, column, reading)
        found.append(one)
        reasons.append(reason)
        doubts.append(doubt)
    out: dict[str, Any] = {
        "text": pa.array([text for text, _ in rows], pa.string()),
        "unit_text": pa.array([unit for _, unit in rows], pa.string()),
        "reason": pa.array(reasons, pa.string()),
        "doubt": pa.array(doubts, pa.string()),
    }
    if column.type in _AMOUNTS:
        for name in ("value", "low", "high"):
            out[name] = pa.array([getattr(one, name, None) for one in found], pa.float64())
        for name in ("original", "unit"):
            out[name] = pa.array([getattr(one, name, None) for one in found], pa.string())
    elif column.type == "list":
        out["value"] = pa.array(found, pa.list_(pa.string()))
    else:
        out["value"] = pa.array(found, getattr(pa, _ARROW.get(column.type, "string"))())
    return out


def _read(text: str, unit: str, parse: Parse, column: Column, reading: Reading) -> tuple[Any, str | None, str | None]:
    """What a text means, why it rejects its row, and what is doubtful about it."""
    if reading.exported and (own := as_written(text, column)) is not None:
        return own, None, None
    digits = text.isascii() and text.isdigit()
    # 无 is an answer to a question of yes or no
    if (
        not digits
        and column.type != "boolean"
        and (values.is_blank(text) or (reading.deadline and text.lower() in _ENDLESS))
    ):
        return None, None, None
    kept = None
    try:
        plain = text if digits else values.text(text)
        # what cannot be read is kept as it was written, unless it is what no text may hold
        kept = values.Amount(None, original=plain.strip()) if column.type in _AMOUNTS else None
        one = parse(plain, "" if not unit or values.is_blank(unit) else values.text(unit))
    except BadInput as error:
        said = error.text(reading.lang) + reading.otherwise
        return (None, said, None) if reading.decisive else (kept, None, said)
    if not reading.signed and _negative(one):
        also = (
            ", or declare negative = true for it (docs/OWN.md)",
            "，或在声明中写明 negative = true（见 docs/OWN.md）",
        )
        en, zh = also if reading.own else ("", "")
        below = BadInput(
            en=f"{text!r} is less than nothing; write it without the minus, or correct it{en}",
            zh=f"“{text}”为负数；请去掉负号或改正{zh}",
        )
        return None, below.text(reading.lang), None
    doubt = one.doubt if isinstance(one, values.Amount) else None
    return one, None, doubt.text(reading.lang) if doubt else None


def _negative(one: object) -> bool:
    if isinstance(one, values.Amount):
        return any(number is not None and number < 0 for number in (one.value, one.low, one.high))
    return isinstance(one, int | float) and one < 0


def _word(text: str, column: Column) -> str:
    """One of a column's words, as it stands or as a person says it."""
    try:
        return values.word(text, column.words)
    except BadInput:
        state = state_of(text, column.words) if column.name == "status" else None
        if state is None:
            raise
        return state


def _money(text: str, unit: str, reading: Reading) -> values.Amount:
    if reading.unit_open and not unit and values.is_plain_number(text) and not text.strip().startswith("-"):
        raise BadInput(
            en=f"{text}: yuan or 万元? nothing says so; write the unit in the header, as 金额（万元）, and load again",
            zh=f"{text}：单位是元还是万元？表中没有写明；请在表头注明，如“金额（万元）”，再重新载入",
        )
    return values.money(text, unit, reading.rates)


def _parser(column: Column, reading: Reading) -> Parse:
    """The function for a column's type."""
    if column.words:
        return lambda text, _: _word(text, column)
    header = reading.unit
    counted_in = column.counted_in
    if counted_in and column.type == "integer":
        return lambda text, _: values.whole(values.counted(text, header, counted_in), text)
    if counted_in or (counted_in is not None and column.type == "number"):
        return lambda text, _: values.counted(text, header, counted_in)
    special: dict[Type, Parse] = {
        "money": lambda text, unit: _money(text, header or unit, reading),
        "quantity": lambda text, unit: values.quantity(text, unit or header, loose=not unit),
        "share": lambda text, _: values.share(text, header),
        "integer": lambda text, _: values.integer(text, header),
        "date": lambda text, _: values.date(text, deadline=reading.deadline, from_1904=reading.from_1904),
        "period": lambda text, _: values.period(text, from_1904=reading.from_1904),
    }
    plain: dict[Type, Callable[[str], Any]] = {
        "number": values.number, "boolean": values.boolean, "list": values.items, "text": values.text,
    }  # fmt: skip
    return special[column.type] if column.type in special else lambda text, _: plain[column.type](text)
