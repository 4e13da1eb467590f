"""What a mapping may make of a table: it is a description, and however it is written, it ends in a short while.

A few steps that each double a cell, or split what the last one doubled, would else make of one line more than any
machine holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.sql_text import literal
from ...graph.toml_section import bad

if TYPE_CHECKING:
    import duckdb

    from ...graph.errors import BadInput

LONGEST: Final = 1_000_000
"""Characters of a cell that a mapping makes."""
MOST_OF_A_LINE: Final = 1_000
"""Rows that it makes of one line of an input."""
MOST_OF_ALL: Final = 100
"""Rows that it makes of a line on average, where there are more than a million."""
_TOO_LONG: Final = "chanlian: a cell would be too long"


def bounded(sql: str) -> str:
    """SQL of a text that is an error where it is too long; `sql` stands in it once, so that bounds may lie within bounds."""
    return f"list_transform([{sql}], lambda a: CASE WHEN length(a) > {LONGEST} THEN error({literal(_TOO_LONG)}) ELSE a END)[1]"


def check_rows(db: duckdb.DuckDBPyConnection, counts: str, lines: int, place: str) -> None:
    """Raise where a split would make too many rows; `counts` is SQL of `origin` and the number `parts` of each row."""
    most, in_all = db.execute(
        f"SELECT max(parts), sum(parts) FROM (SELECT sum(parts) AS parts FROM ({counts}) GROUP BY origin)"
    ).fetchone() or (0, 0)
    if (most or 0) > MOST_OF_A_LINE or (in_all or 0) > 1_000_000 + MOST_OF_ALL * lines:
        raise bad(
            place,
            f"makes {most:,} rows of one line, {in_all:,} in all; a mapping makes at most {MOST_OF_A_LINE:,} of one, and"
            f" {MOST_OF_ALL} on average: split the table before it is loaded",
            f"把一行拆成 {most:,} 行，共 {in_all:,} 行；映射最多把一行拆成 {MOST_OF_A_LINE:,} 行，平均 {MOST_OF_ALL} 行：请先拆分表格再载入",
        )


def told(error: Exception, place: str) -> BadInput:
    """What is said where DuckDB cannot carry a mapping out: it is the mapping that asks for it."""
    said = str(error).split("\n", maxsplit=1)[0]
    if _TOO_LONG in said:
        return bad(
            place,
            f"makes a cell of more than {LONGEST:,} characters; a template or replacement doubles it again and again",
            f"生成了超过 {LONGEST:,} 个字符的单元格；模板或替换使其反复加倍",
        )
    return bad(
        place,
        f"asks for more than can be done ({said}); write it shorter, or as several steps",
        f"超出了可处理的范围（{said}）；请写得短一些，或分成几步",
    )
