"""Marks that guard a text and are no part of it: ="...", an apostrophe before a code, characters without width, a byte order mark.

Programs write them so that a spreadsheet takes 0915 for a text; pages and chats leave the others behind. They are
undone in every cell of every input but our own exports, whose cells are as they are meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.export.cells import GUARDED
from ...graph.export.portable import FORMER_COLUMNS
from ...graph.sql_text import literal
from .ours import is_trace
from .sheet import BLANKS

if TYPE_CHECKING:
    from .sheet import Sheet, Staging

_WIDTHLESS: Final = "\u00ad\u200b-\u200f\u202a-\u202c\u2060-\u2064\ufeff"
"""Without width or effect; an override of direction (U+202D, U+202E) has one, stays, and is made visible where it is shown."""
_INVISIBLE: Final = re.compile(f"[{_WIDTHLESS}]")
_EQUALS: Final = re.compile(r'="((?:[^"]|"")*)"', re.DOTALL)
_APOSTROPHE: Final = re.compile(r"'(?![A-Za-z](?:[ -]|$))\w[^']*", re.DOTALL)
"""It guards a word or a number; 's-Hertogenbosch and 'in quotes' begin with one of their own."""
_ANY: Final = literal(
    "^['=]|[" + "".join(f"\\x{{{ord(char):04x}}}" if char != "-" else char for char in _WIDTHLESS) + "]"
)
_IN_UTF8: Final = re.compile(rb"\xe2\x80[\x8b-\x8f\xaa-\xac]|\xe2\x81[\xa0-\xa4]")


def unguarded(text: str) -> str:
    """A text without what guards it.

    >>> unguarded('="0915"'), unguarded("'91522"), unguarded("玉\u200b屏"), unguarded("'s-Hertogenbosch"), unguarded("O'Neill")
    ('0915', '91522', '玉屏', "'s-Hertogenbosch", "O'Neill")
    """
    out = _INVISIBLE.sub("", text)
    if equals := _EQUALS.fullmatch(out.strip(BLANKS)):
        out = equals[1].replace('""', '"')
    # before what a spreadsheet would run it is part of the text, or a guard that is needed still
    if _APOSTROPHE.fullmatch(out) and not GUARDED.match(out):
        out = out[1:]
    return out.strip(BLANKS)


def any_guard(content: bytes) -> bool:
    """Whether some of a UTF-8 text may be guarded: told without looking at its cells."""
    if b"'" in content or b'="' in content or b'=""' in content or b"\xc2\xad" in content or b"\xef\xbb\xbf" in content:
        return True
    # quotation marks and dashes begin with the same two bytes
    return (b"\xe2\x80" in content or b"\xe2\x81" in content) and _IN_UTF8.search(content) is not None


def undo_guards(staging: Staging, sheet: Sheet) -> None:
    """Take the guards off a sheet's headers and cells; cells that hold nothing else are empty."""
    if sheet.as_meant or sheet.exported or is_trace(sheet.headers) or tuple(sheet.headers) == FORMER_COLUMNS:
        return
    sheet.headers = [unguarded(header) for header in sheet.headers]
    if not sheet.headers or not sheet.rows:
        return
    db, names = staging.db, [f"c{number}" for number in range(len(sheet.headers))]
    asked = ", ".join(f"bool_or(regexp_matches({name}, {_ANY}))" for name in names)
    # all of the answer is fetched: a table can only be registered while nothing is left of one
    (found,) = db.execute(f"SELECT {asked} FROM {sheet.relation}").fetchall()
    guarded = [name for name, here in zip(names, found, strict=True) if here]
    for name in guarded:
        _undo(staging, sheet, name)
    if guarded:
        filled = ", ".join(names)
        db.execute(f"DELETE FROM {sheet.relation} WHERE coalesce({filled}, NULL) IS NULL")
        staging.close_sheet(sheet)


def _undo(staging: Staging, sheet: Sheet, name: str) -> None:
    import pyarrow as pa

    rows = staging.db.execute(
        f"SELECT DISTINCT {name} FROM {sheet.relation} WHERE regexp_matches({name}, {_ANY})"
    ).fetchall()
    changed = {text: bare or None for (text,) in rows if (bare := unguarded(text)) != text}
    if not changed:
        return
    told = {"text": pa.array(list(changed), pa.string()), "bare": pa.array(list(changed.values()), pa.string())}
    staging.db.register("load_bare", pa.table(told))
    staging.db.execute(f"UPDATE {sheet.relation} SET {name} = b.bare FROM load_bare b WHERE b.text = {name}")
    staging.db.unregister("load_bare")
