"""What every answer is: rows with fixed columns, and in `attrs` what was asked of what.

A question gives an `Answer`; its public function, marked `@framed`, hands it over as a pandas
frame. The command line takes the answer itself, and so need not wait for pandas.
"""

from __future__ import annotations

import functools
import inspect
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, ParamSpec

from ..graph.answer_columns import AnswerTable, names, shown_first, types
from ..graph.arguments import checked
from ..graph.dates import is_date, last_day
from ..graph.errors import BadInput, no_date
from ..graph.for_python import Hints, for_python, in_python_notes
from ..graph.frames import frame_of
from ..graph.given import AFTERWARDS, GIVEN, afterwards, hand_over, in_words
from ..graph.language import t
from ..graph.meta import content_hash, state_of
from ..graph.url import public, title
from ..graph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd

    from ..graph.answer_columns import AnswerColumn
    from ..graph.graph import Graph

P = ParamSpec("P")
_WITHOUT_A_DAY: Final = ("list", "sql", "cypher")
"""What speaks of all days where none is given: asked as of the graph's own day it is another question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a graph says of itself when it is asked, and the day it is asked as of (ISO, or none)."""

    meta: Mapping[str, str | None]
    day: str | None
    given: bool = False
    """Whether the day was asked, and is not the graph's own because nobody gave another."""
    notes: tuple[str, ...] = ()
    """What is to be said of the graph as it was known of that day."""
    period: str | None = None
    """The period whose values were asked."""

    @property
    def another_day(self) -> bool:
        """Whether the question speaks of another day than the graph does by itself, of which `notes` do not tell."""
        return self.given and self.day != self.meta.get("as_of") and not self.period

    @property
    def graph_hash(self) -> str:
        """The content hash of the graph as it was asked."""
        return content_hash(self.meta)


@dataclass
class Answer:
    """Rows (one mapping each) with their columns in order, and what was asked.

    `attrs`: question, parameters, as_of, graph (its URL), graph_hash, version, notes (lines
    for the reader: what was left out, why an answer is empty), `unfinished` where a write to the
    graph's server has not ended or was broken off, so that half of it may be missing, `upgraded_from` where
    the graph is of an earlier version and was read from an upgraded copy, `contents` of a parameter that names a file,
    and `afterwards` where it was cut or changed (`graph/given.py`).
    """

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    attrs: dict[str, Any] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    """What its columns are declared to hold (`AnswerColumn.type`); of one that is not, its values tell."""
    shown: tuple[str, ...] = ()
    """The columns that its frame prints first."""

    def frame(self) -> pd.DataFrame:
        """The answer as a pandas frame; null is NA, a list stays a list. Its types are those of the declared columns, not of the rows."""
        return hand_over(frame_of(self.columns, self.rows, self.types), self.attrs, self.shown)

    def first(self, limit: int) -> Answer:
        """Its first rows, which say that they are not all."""
        if limit >= len(self.rows):
            return self
        before = self.attrs.get(AFTERWARDS) or {}
        cut = {**before, "rows": limit, "of": before.get("of", len(self.rows))}
        return replace(self, rows=self.rows[:limit], attrs={**self.attrs, AFTERWARDS: cut})


def framed(
    title: str | None, zh: str | None, *forms: tuple[AnswerColumn, ...], second_by: str | None = None
) -> Callable[[Callable[P, Answer]], Callable[P, pd.DataFrame]]:
    """The public form of a question: its answer as a pandas frame.

    `title` and `zh` head a sheet of it, `forms` are the columns that it answers with, the second where the parameter
    `second_by` is given; they are the function's `table` (`table_of`), from which files, the terminal and the docs take them.
    """
    table = AnswerTable((title, zh) if title and zh else None, forms, second_by)

    def public_form(question: Callable[P, Answer]) -> Callable[P, pd.DataFrame]:
        hints = Hints(question, returns=("pd.DataFrame", __name__))

        @functools.wraps(question)
        def ask(*args: P.args, **kwargs: P.kwargs) -> pd.DataFrame:
            args_, kwargs_ = checked(question, hints, args, kwargs)
            return in_python_notes(question(*args_, **kwargs_).frame())

        ask.__annotations__ = hints
        ask.__signature__ = inspect.signature(question).replace(return_annotation="pd.DataFrame")  # type: ignore[attr-defined]
        ask.table = table  # type: ignore[attr-defined]
        return ask

    return public_form


def table_of(question: Callable[..., Any]) -> AnswerTable | None:
    """The columns that a public question declares; None of what is no question."""
    return getattr(question, "table", None)


def unframed(question: Callable[..., Any]) -> Callable[..., Answer]:
    """The question behind its public form."""
    behind: Callable[..., Answer] = inspect.unwrap(question)
    return behind


def answer(
    graph: Graph,
    name: str,
    columns: Sequence[AnswerColumn],
    records: Iterable[Mapping[str, Any]],
    parameters: Mapping[str, Any],
    *,
    asked: Asked,
    notes: Sequence[str] = (),
) -> Answer:
    """An answer of records, reduced to these columns, that says what was asked of which graph."""
    wanted = names(columns)
    return Answer(
        wanted,
        [{column: record.get(column) for column in wanted} for record in records],
        {
            "question": name,
            "parameters": {
                key: value for key, value in {**parameters, "period": asked.period}.items() if value is not None
            },
            "as_of": asked.day,
            "graph": public(graph.url),
            "graph_hash": asked.graph_hash,
            "version": __version__,
            "notes": [*notes, *asked.notes],
            **state_of(asked.meta),
        },
        types(columns),
        shown_first(columns),
    )


def ask_as_of(graph: Graph, as_of: str | None = None) -> Asked:
    """What is asked of a graph as of a day; of the graph's own day where none is given.

    Raises
    ------
    BadInput
        If `as_of` is no date such as 2025, 2025-H1, 2025-05 or 2025-05-24.
    """
    as_of = None if as_of is None else str(as_of)  # a year typed as a number, a date of Python's own
    if as_of is not None and not is_date(as_of):
        raise no_date("--as-of", as_of)
    meta = graph.meta()
    return Asked(meta, meta.get("as_of") if as_of is None else last_day(as_of).isoformat())


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame as plain records: null is None, arrays are lists, whole numbers are int."""
    import numpy as np

    columns: dict[Any, list[Any]] = {}
    for name in frame.columns:
        column = frame[name]
        missing = column.isna()
        values = column.tolist()
        columns[name] = [
            None if gone is True else value.tolist() if isinstance(value, np.ndarray) else value
            for value, gone in zip(values, missing.tolist(), strict=True)
        ]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def answer_of(frame: pd.DataFrame) -> Answer:
    """A frame as an answer again, which says what was done to it since it was given."""
    attrs = {key: value for key, value in frame.attrs.items() if key not in (GIVEN, AFTERWARDS)}
    done = afterwards(frame)
    columns = tuple(map(str, frame.columns))
    rows = records(frame.set_axis(list(columns), axis="columns"))
    return Answer(columns, rows, {**attrs, AFTERWARDS: done} if done else attrs)


@for_python
def cite(frame: pd.DataFrame | pd.Series | Answer, lang: str = "en") -> str:
    """How to cite an answer: question, parameters, graph, content hash, version, and what was done to it since.

    A parameter that names a file is cited by what is in it: thresholds by those that are not this tool's own. Of a
    frame that was filtered the citation says so ("an excerpt: 3 of 12 rows, columns product, state of 33"; where few
    columns were left out "without column unit"), and of one in which anything was added or has another value
    "changed afterwards". Another order is no change. Two things are not told: that a list in a cell was written to, and,
    of a frame that was pickled or read back from a file, that values were changed.

    >>> import pandas as pd
    >>> frame = pd.DataFrame()
    >>> frame.attrs = {"question": "gaps", "parameters": {"area": "玉屏"}, "graph": "x.duckdb",
    ...                "graph_hash": "09ab", "as_of": "2025-05-30", "version": "0.1.0"}
    >>> cite(frame)
    'chanlian 0.1.0, gaps(area=玉屏), graph x.duckdb, content 09ab, as of 2025-05-30'
    >>> import chanlian as cl
    >>> found = cl.gaps(example(), "大龙")
    >>> cite(found[found["product"] == "吨袋"]).split(", ")[-1]
    'an excerpt: 1 of 3 rows'

    Raises
    ------
    BadInput
        If the frame does not say what was asked: it is no answer of chanlian's, or was made over.
    """
    attrs = frame.attrs
    if not attrs.get("question"):
        raise BadInput(
            "this frame does not say what was asked, so it cannot be cited; cite the frame that a question of chanlian"
            " gave (merging or grouping a frame loses its attrs)",
            "这张表没有记录查询内容，无法引用；请引用 chanlian 查询直接返回的表（合并、分组后的表会丢失 attrs）",
        )
    parts = [f"chanlian {attrs.get('version', '')}", f"{attrs.get('question', '')}({', '.join(_asked(attrs))})"]
    if attrs.get("graph"):
        parts.append(t(lang, "graph ", "图 ") + title(str(attrs["graph"])))
        parts.append(t(lang, "content ", "内容校验 ") + str(attrs.get("graph_hash", "")))
    if attrs.get("as_of"):
        parts.append(t(lang, "as of ", "数据截至 ") + str(attrs["as_of"]))
    parts += in_words(attrs.get(AFTERWARDS) or {} if isinstance(frame, Answer) else afterwards(frame), lang)
    return t(lang, ", ", "，").join(parts)


def _asked(attrs: Mapping[str, Any]) -> Iterable[str]:
    """The parameters; the day that an answer speaks of in any case stands elsewhere."""
    contents = attrs.get("contents") or {}
    for key, value in (attrs.get("parameters") or {}).items():
        if key in contents:
            inside = ", ".join(f"{name}: {one}" for name, one in contents[key].items())
            yield from [f"{key}={{{inside}}}"] if inside else []
        elif key != "as_of" or attrs["question"] in _WITHOUT_A_DAY:
            yield f"{key}={'；'.join(map(str, value)) if isinstance(value, list | tuple) else value}"
