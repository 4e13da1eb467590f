"""JSON lines whose records are flat, read by DuckDB: an order of magnitude faster than one by one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.sql_text import literal
from .csv import literal_path

if TYPE_CHECKING:
    from .encoding import TextFile
    from .sheet import Sheet, Staging

_NUMBERS: Final = frozenset({"BIGINT", "UBIGINT", "HUGEINT", "UHUGEINT", "DOUBLE"})
_FLAT: Final = _NUMBERS | {"VARCHAR", "BOOLEAN", "NULL", None}
_WIDEST: Final = 500
_ALL: Final = "*"
"""A path to the key of this name means every key to some versions of DuckDB (2.0.0), and that key to others (2.0.1)."""
_RECORDS: Final = "load.json_records"
_VALUES: Final = "load.json_values"


def read_flat(staging: Staging, text: TextFile, name: str) -> Sheet | None:
    """The file as a sheet, or None for anything that is not one flat record in each of its lines.

    Flat means: an object whose values are texts, numbers, yes and no, or null. Numbers keep their text.
    """
    import duckdb

    if text.blank_lines:  # lines are counted by records here
        return None
    db = staging.db
    try:
        db.execute(
            f"CREATE OR REPLACE TABLE {_RECORDS} AS SELECT row_number() OVER () AS line, json::VARCHAR AS body,"
            " json_type(json) AS type, CASE WHEN json_type(json) = 'OBJECT' THEN json_keys(json) END AS keys"
            " FROM read_ndjson_objects($path)",
            {"path": literal_path(text.path)},
        )
        headers = _headers(staging)
        sheet = _staged(staging, name, headers) if headers else None
    except duckdb.Error:
        # not JSON lines, or not valid: who reads line by line says where
        return None
    finally:
        for table in (_RECORDS, _VALUES):
            db.execute(f"DROP TABLE IF EXISTS {table}")
    return sheet


def _headers(staging: Staging) -> list[str]:
    """The keys of all records in the order of their first appearance; none where some record is odd."""
    (odd,) = staging.db.execute(
        # a text may hold U+0000, which DuckDB's texts may not
        f"SELECT count(*) FROM {_RECORDS} WHERE type <> 'OBJECT' OR len(keys) > len(list_distinct(keys))"
        " OR contains(body, '\\u0000')"
    ).fetchone() or (1,)
    rows = staging.db.execute(f"SELECT keys FROM {_RECORDS} GROUP BY keys ORDER BY min(line)").fetchall()
    headers = list(dict.fromkeys(key for (keys,) in rows for key in keys or []))
    plain = all(header and header != _ALL and not set(header) & {'"', "\\"} for header in headers)
    return headers if not odd and plain and len(headers) <= _WIDEST else []


def _staged(staging: Staging, name: str, headers: list[str]) -> Sheet | None:
    db = staging.db
    paths = ", ".join(literal(f'$."{header}"') for header in headers)
    db.execute(
        f"CREATE OR REPLACE TABLE {_VALUES} AS SELECT line, body, keys, json_extract_string(body, [{paths}]) AS texts,"
        f" json_type(body, [{paths}]) AS types FROM {_RECORDS}"
    )
    if db.execute(f"SELECT 1 FROM {_VALUES} WHERE list_count(types) <> len(keys) LIMIT 1").fetchone():
        return None  # a path found something else than its key
    found = db.execute(f"SELECT DISTINCT types FROM {_VALUES}").fetchall()
    types = [{kinds[number] for (kinds,) in found} for number in range(len(headers))]
    if any(kinds - _FLAT for kinds in types):
        return None
    numbers = [number for number, kinds in enumerate(types) if kinds & _NUMBERS]
    cells = [
        f"CASE WHEN {_is_number(number)} THEN {_written(header)} ELSE texts[{number + 1}] END"
        if number in numbers
        else f"texts[{number + 1}]"
        for number, header in enumerate(headers)
    ]
    lost = " OR ".join(f"({_is_number(number)} AND {_written(headers[number])} = '')" for number in numbers)
    if lost and db.execute(f"SELECT 1 FROM {_VALUES} WHERE {lost} LIMIT 1").fetchone():
        return None  # a key that the line writes with escapes
    sheet = staging.sheet(name, None, headers)
    # there is nothing to trim of an export
    columns = ", ".join(
        f"nullif(trim({cell}, {literal(sheet.blanks)}), '') AS c{number}"
        if sheet.blanks
        else f"nullif({cell}, '') AS c{number}"
        for number, cell in enumerate(cells)
    )
    filled = ", ".join(f"c{number}" for number in range(len(headers)))
    db.execute(
        f"CREATE TABLE {sheet.relation} AS SELECT * FROM (SELECT line, {columns} FROM {_VALUES})"
        f" WHERE coalesce({filled}, NULL) IS NOT NULL"
    )
    staging.close_sheet(sheet)
    return sheet


def _is_number(number: int) -> str:
    return f"types[{number + 1}] IN ({', '.join(map(literal, sorted(_NUMBERS)))})"


def _written(header: str) -> str:
    """A number's text as the line has it; a key in quotes with a colon behind is never part of a text."""
    pattern = rf'"{re.escape(header)}"\s*:\s*(-?[0-9][0-9.eE+-]*)'
    return f"regexp_extract(body, {literal(pattern)}, 1)"
