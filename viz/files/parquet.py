"""An answer as Parquet: typed columns, and what was asked in the file's own metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.export.cells import as_json, flat, plain
from ...queries.answer import cite
from ..words.answer_columns import column_of

if TYPE_CHECKING:
    import pyarrow as pa

    from ...queries.answer import Answer


def as_parquet(answer: Answer) -> bytes:
    """The bytes of the file: whole numbers as int64, amounts as double, lists as lists, dates and records as text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    # columns of one's own SQL are what their values are: their names promise nothing
    own = answer.attrs.get("question") == "sql"
    arrays = [
        _array([plain(row[name]) for row in answer.rows], "any" if own else column_of(name, answer.attrs).type)
        for name in answer.columns
    ]
    table = pa.Table.from_arrays(arrays, names=list(answer.columns))
    out = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata(_metadata(answer)), out, compression="zstd")
    data: bytes = out.getvalue().to_pybytes()
    return data


def _metadata(answer: Answer) -> dict[str, str]:
    attrs = answer.attrs
    said = {name: attrs[name] for name in ("question", "as_of", "graph_hash", "version") if attrs.get(name)}
    if attrs.get("parameters"):
        said["parameters"] = as_json(plain(attrs["parameters"]))
    if attrs.get("question"):
        said["cite"] = cite(answer)
    return {f"chanlian.{name}": str(value) for name, value in said.items()}


def _array(values: list[Any], type_: str) -> pa.Array:
    """A column in the type of its values; an empty one in the type declared."""
    import pyarrow as pa

    known = [value for value in values if value is not None]
    lists = sum(isinstance(value, list) for value in known)
    if type_ == "any" and 0 < lists < len(known):  # values of many columns
        return pa.array([_text(value) for value in values], pa.string())
    if any(isinstance(value, list) for value in known) or (not known and type_ == "list"):
        return _lists(values)
    if (known and all(isinstance(value, bool) for value in known)) or (not known and type_ == "boolean"):
        return pa.array(values, pa.bool_())
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in known):
        if type_ in ("money", "share", "number", "quantity") or any(isinstance(value, float) for value in known):
            return pa.array([None if value is None else float(value) for value in values], pa.float64())
        if known or type_ == "integer":
            small, large = min(known, default=0), max(known, default=0)
            if small >= -(2**63) and large < 2**63:
                return pa.array(values, pa.int64())
            if small >= 0 and large < 2**64:
                return pa.array(values, pa.uint64())
    return pa.array([_text(value) for value in values], pa.string())


def _lists(values: list[Any]) -> pa.Array:
    import pyarrow as pa

    listed = [value if value is None or isinstance(value, list) else [value] for value in values]
    items = [item for value in listed if value is not None for item in value if item is not None]
    if items and all(isinstance(item, int | float) and not isinstance(item, bool) for item in items):
        return pa.array(
            [None if value is None else [None if one is None else float(one) for one in value] for value in listed],
            pa.list_(pa.float64()),
        )
    return pa.array(
        [None if value is None else [_text(one) for one in value] for value in listed], pa.list_(pa.string())
    )


def _text(value: Any) -> str | None:
    """A value among texts; a bidirectional or broken character stays as it is, half of a pair cannot."""
    if value is None:
        return None
    text = value if isinstance(value, str) else str(flat(value))
    return text.encode("utf-8", "replace").decode("utf-8")
