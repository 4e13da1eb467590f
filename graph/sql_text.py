"""Names and texts inside SQL, always through here: no other module of the package quotes by hand.

What a person or a file says is a parameter, not a text: these are for names of the schema, and
for what SQL takes no parameter for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def quoted(*names: str, mark: str = ", ") -> str:
    """Names as SQL identifiers.

    >>> quoted("group", 'a"b'), quoted("load", "t", mark=".")
    ('"group", "a""b"', '"load"."t"')
    """
    return mark.join('"' + name.replace('"', '""') + '"' for name in names)


def have_rows(tables: Iterable[str]) -> str:
    """SQL of a list that says of each table whether it holds any row; all are asked about in one statement.

    >>> have_rows(["g.firm", '"group"'])
    '[EXISTS (FROM g.firm), EXISTS (FROM "group")]'
    """
    return f"[{', '.join(f'EXISTS (FROM {table})' for table in tables)}]"


def literal(text: str | None) -> str:
    """A text as an SQL literal; only for what cannot be a parameter, such as a column's expression.

    >>> literal("it's"), literal(None)
    ("'it''s'", 'NULL::VARCHAR')
    """
    return "NULL::VARCHAR" if text is None else "'" + text.replace("'", "''").replace("\x00", "") + "'"
