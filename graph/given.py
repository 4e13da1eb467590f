"""What became of an answer's frame since it was given: rows and columns left out, values changed.

pandas hands `attrs` on when a frame is filtered, sorted, copied or extended, so that a part of an answer still says what
was asked. What was given stands beside it in `attrs["given"]`: its rows, its columns, and the values themselves, which
pandas copies only where one of the two frames is written to. So it costs nothing to give an answer, and who cites it
compares; but the whole answer stays in memory as long as a part of it does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, Final

from .language import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

GIVEN: Final = "given"
AFTERWARDS: Final = "afterwards"
"""Where the `attrs` of what was cut already say what was done: see `afterwards`."""
_PLAIN: Final = (str, int, float, bool, type(None))


class _Values(str):
    """The frame as it was given. In JSON, in comparisons and on a screen it is a word; once pickled it is only that."""

    __slots__ = ("frame",)
    frame: pd.DataFrame

    def __copy__(self) -> _Values:
        return self

    def __deepcopy__(self, _: Any) -> _Values:  # pandas copies `attrs` at every step
        return self

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


def hand_over(frame: pd.DataFrame, attrs: Mapping[str, Any], shown: Sequence[str] = ()) -> pd.DataFrame:
    """The frame with these `attrs`, from which it can later be told what was done to it; `shown` are the columns that it prints."""
    values = _Values("in memory")
    values.frame = frame.copy(deep=False)
    frame.attrs = {
        **attrs,
        GIVEN: {"rows": len(frame), "columns": list(frame.columns), "values": values, "shown": [*shown]},
    }
    return frame


def afterwards(frame: pd.DataFrame) -> dict[str, Any]:
    """What was done to a frame since it was given; nothing where it is as it was, in whatever order.

    `rows` of `of` where rows were left out; `columns` that were kept and those `left_out`; `changed` where a value is
    another one, or anything was added. Of a frame that was pickled or read back from a file only its size can be
    compared, and that a list in a cell was written to is not seen.
    """
    before = frame.attrs.get(AFTERWARDS) or {}
    given = frame.attrs.get(GIVEN)
    return {**before, **_since(frame.to_frame() if frame.ndim == 1 else frame, given)} if given else dict(before)


def _since(frame: pd.DataFrame, given: Mapping[str, Any]) -> dict[str, Any]:
    now, was = list(frame.columns), given["columns"]
    kept = [name for name in was if name in now]
    gone = [name for name in was if name not in now]
    added = len(now) > len(kept)
    done: dict[str, Any] = {"columns": kept, "left_out": gone} if gone and (kept or not added) else {}
    whole = getattr(given["values"], "frame", None)
    if whole is None:
        return {"changed": True} if added or gone or len(frame) != given["rows"] else {}
    if len(set(now)) < len(now) or not _among(frame, whole, kept):
        return {"changed": True}  # sums of its numbers, say, are no excerpt
    left_out = {"rows": len(frame), "of": len(whole)} if len(frame) < len(whole) else {}
    return {**left_out, **done, **({"changed": True} if added else {})}


def in_words(done: Mapping[str, Any], lang: str) -> list[str]:
    """What was done to an answer, for people.

    >>> in_words({"rows": 3, "of": 12, "columns": ["firm"], "left_out": ["unit", "value"], "changed": True}, "en")
    ['an excerpt: 3 of 12 rows', 'column firm of 3', 'changed afterwards']
    >>> in_words({"rows": 3, "of": None, "columns": ["firm", "unit"], "left_out": ["value"]}, "zh")
    ['节选：3 行，之后还有', '不含 value 列']
    """
    parts: list[str] = []
    if "rows" in done:
        rows, of = done["rows"], done["of"]
        parts.append(
            t(lang, f"{rows} rows of more", f"{rows} 行，之后还有")
            if of is None
            else t(lang, f"{rows} of {of} rows", f"{of} 行中的 {rows} 行")
        )
    if "columns" in done:
        kept, gone = done["columns"], done["left_out"]
        fewer = gone if len(gone) < len(kept) else kept
        listed = t(lang, ", ", "、").join(fewer)
        word, of = "column" if len(fewer) == 1 else "columns", len(kept) + len(gone)
        if not kept:
            parts.append(t(lang, "without any column", "不含任何列"))
        elif fewer is gone:
            parts.append(t(lang, f"without {word} {listed}", f"不含 {listed} 列"))
        else:
            parts.append(t(lang, f"{word} {listed} of {of}", f"{of} 列中的 {listed} 列"))
    if parts:
        parts[0] = t(lang, "an excerpt: ", "节选：") + parts[0]
    return [*parts, t(lang, "changed afterwards", "此后有改动")] if done.get("changed") else parts


def _among(frame: pd.DataFrame, whole: pd.DataFrame, columns: Sequence[str]) -> bool:
    """Whether every row of a frame is, in these columns, one of the rows that were given."""
    labels = frame.index
    known = labels.nlevels == 1 and labels.is_unique and labels.isin(whole.index).all()
    if known and all(
        frame[name].equals(whole[name].loc[labels]) for name in columns
    ):  # the short way: nothing renumbered
        return True
    return Counter(_rows(frame, columns)) <= Counter(_rows(whole, columns))


def _rows(frame: pd.DataFrame, columns: Sequence[str]) -> Iterable[tuple[Hashable, ...]]:
    if not columns:
        return [()] * len(frame)
    cells = []
    for name in columns:
        column = frame[name]
        known = column.astype(object).where(column.notna(), None)
        cells.append([value if type(value) in _PLAIN else _hashable(value) for value in known])
    return zip(*cells, strict=True)


def _hashable(value: Any) -> Hashable:
    """A value that can be counted: lists as tuples, records as text."""
    plain = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(plain, list | tuple):
        return tuple(map(_hashable, plain))
    return plain if isinstance(plain, Hashable) else repr(plain)
