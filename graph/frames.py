"""Rows as a pandas frame: null is NA, a list stays a list, whole numbers stay whole; what a column holds is declared, not guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

DTYPES: Final = {
    "text": "str", "sentence": "str", "date": "str", "period": "str", "integer": "Int64", "boolean": "boolean", "number": "float64",
    "money": "float64", "quantity": "float64", "share": "float64", "list": "object", "series": "object", "any": "object",
}  # fmt: skip
"""What pandas keeps a column of a declared type in, whatever rows there are."""


def frame_of(
    columns: Sequence[str], rows: Sequence[Mapping[str, Any]], types: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """A frame of rows, each a mapping of these columns in order; a column without a declared type has that of its values.

    >>> frame_of(("firm", "count"), [{"firm": "F", "count": 1}, {"firm": "G", "count": None}])["count"].tolist()
    [1, <NA>]
    >>> frame_of(("firm", "count"), [], {"firm": "text", "count": "integer"}).dtypes.astype(str).tolist()
    ['str', 'Int64']
    >>> frame_of(("chain",), [{"chain": ["tea", "silk"]}], {"chain": "text"})["chain"].tolist()
    [['tea', 'silk']]
    """
    from .answer_frame import AnswerFrame

    values = [list(row.values()) for row in rows]
    # object columns: a count with a null in it stays a count
    frame = AnswerFrame(values, columns=list(columns), dtype=object)
    for column in columns:
        declared = (types or {}).get(column)
        if declared is not None and _holds(frame[column], DTYPES[declared]):
            frame[column] = frame[column].astype(DTYPES[declared])
        elif not any(isinstance(value, list) for value in frame[column]):
            frame[column] = _typed(frame[column])
    return frame


def _holds(column: pd.Series[Any], dtype: str) -> bool:
    """Whether a type takes the values as they are: pandas would make a text of whatever it is given, as of a list."""
    return dtype != "str" or all(value is None or isinstance(value, str) for value in column)


def _typed(column: pd.Series[Any]) -> pd.Series[Any]:
    """A column in the type of its values: whole numbers with nulls as Int64, the rest as pandas infers."""
    values = [value for value in column if value is not None]
    if values and all(isinstance(value, int) and not isinstance(value, bool) for value in values):
        fits = min(values) >= -(2**63) and max(values) < 2**63
        return column.astype("Int64") if fits else column
    if values and all(isinstance(value, bool) for value in values):
        return column.astype("boolean")
    return column.infer_objects() if values else column
