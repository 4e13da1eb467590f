"""What every answer is: a pandas frame with fixed columns, and in `attrs` what was asked of what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.dates import is_date, last_day
from ..graph.errors import BadInput
from ..graph.graph import content_hash
from ..graph.language import t
from ..graph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from ..graph.graph import Graph


def answer(
    graph: Graph,
    name: str,
    columns: Sequence[str],
    records: Iterable[Mapping[str, Any]],
    parameters: Mapping[str, Any],
    *,
    as_of: str | None = None,
    notes: Sequence[str] = (),
) -> pd.DataFrame:
    """A frame of records with these columns and the metadata that lets it be asked again.

    `attrs`: question, parameters, as_of, graph (its URL), graph_hash, version, notes (lines
    for the reader: what was left out, why an answer is empty).
    """
    import pandas as pd

    rows = [[record.get(column) for column in columns] for record in records]
    # object columns: a count with a null in it stays a count, a list stays a list
    frame = pd.DataFrame(rows, columns=list(columns), dtype=object)
    for column in columns:
        if any(isinstance(value, list) for value in frame[column]):
            continue
        frame[column] = _typed(frame[column])
    frame.attrs = {
        "question": name,
        "parameters": {key: value for key, value in parameters.items() if value is not None},
        "as_of": as_of,
        "graph": graph.url,
        "graph_hash": content_hash(graph.meta()),
        "version": __version__,
        "notes": list(notes),
    }
    return frame


def _typed(column: pd.Series[Any]) -> pd.Series[Any]:
    """A column in the type of its values: whole numbers with nulls as Int64, the rest as pandas infers."""
    values = [value for value in column if value is not None]
    if values and all(isinstance(value, int) and not isinstance(value, bool) for value in values):
        return column.astype("Int64")
    if values and all(isinstance(value, bool) for value in values):
        return column.astype("boolean")
    return column.infer_objects() if values else column


def asked_as_of(graph: Graph, as_of: str | None) -> str | None:
    """The day a question is asked as of, ISO; the graph's own where none is given.

    Raises
    ------
    BadInput
        If `as_of` is no date such as 2025, 2025-H1, 2025-05 or 2025-05-24.
    """
    if as_of is None:
        return graph.as_of
    if not is_date(as_of):
        raise BadInput(
            f"--as-of {as_of!r} is no date; write 2025, 2025-H1, 2025-05 or 2025-05-24",
            f"--as-of “{as_of}”不是日期；请写作 2025、2025-H1、2025-05 或 2025-05-24",
        )
    return last_day(as_of).isoformat()


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A fetched frame as plain records: null is None, arrays are lists, whole numbers are int."""
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


def cite(frame: pd.DataFrame, lang: str = "en") -> str:
    """How to cite an answer: question, parameters, graph, content hash, version.

    >>> import pandas as pd
    >>> frame = pd.DataFrame()
    >>> frame.attrs = {"question": "gaps", "parameters": {"area": "玉屏"}, "graph": "x.duckdb",
    ...                "graph_hash": "09ab", "as_of": "2025-05-30", "version": "0.1.0"}
    >>> cite(frame)
    'chanlian 0.1.0, gaps(area=玉屏), graph x.duckdb, content 09ab, as of 2025-05-30'
    """
    attrs = frame.attrs
    asked = ", ".join(f"{key}={value}" for key, value in attrs.get("parameters", {}).items() if key != "as_of")
    parts = [f"chanlian {attrs.get('version', '')}", f"{attrs.get('question', '')}({asked})"]
    if attrs.get("graph"):
        parts.append(t(lang, "graph ", "图 ") + str(attrs["graph"]))
        parts.append(t(lang, "content ", "内容校验 ") + str(attrs["graph_hash"]))
    if attrs.get("as_of"):
        parts.append(t(lang, "as of ", "数据截至 ") + str(attrs["as_of"]))
    return t(lang, ", ", "，").join(parts)
