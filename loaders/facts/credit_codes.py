"""Credit codes in tables of firms: a wrong one would be a firm's identifier for ever, so it is left out.

The firm itself is told by its name; a row without one has nothing else to be told by, and is rejected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.language import t
from ...graph.names.credit_code import fault, sound
from ...graph.sql_text import literal
from ..problems import reject, warn

if TYPE_CHECKING:
    from ..columns.table import Table
    from ..names.resolve import Names

_FULL: Final = "".join(chr(0xFF01 + place) for place in range(94))
_HALF: Final = "".join(chr(0x21 + place) for place in range(94))


def check_codes(names: Names, table: Table) -> None:
    """Put credit codes in half width without dashes, and leave out those that are not sound, saying why."""
    if table.table_kind.kind != "firm" or "credit_code" not in table.columns or table.sheet.exported:
        return
    db = names.db
    db.execute(
        rf"""
        UPDATE {table.relation} SET credit_code =
            nullif(upper(regexp_replace(translate(credit_code, $full, $half), '[\s\-‐‑‒–—―－·\.]', '', 'g')), '')
        WHERE NOT regexp_full_match(credit_code, '[0-9A-Z]*')
        """,
        {"full": _FULL, "half": _HALF},
    )
    rows = db.execute(
        f"SELECT DISTINCT credit_code FROM {table.relation} WHERE credit_code IS NOT NULL ORDER BY 1"
    ).fetchnumpy()["credit_code"]
    codes = [str(code) for code in rows]
    wrong = [(code, fault(code)) for code, good in zip(codes, sound(codes), strict=True) if not good]
    reasons = [(code, t(names.lang, *why)) for code, why in wrong if why]
    if not reasons:
        return
    import pyarrow as pa

    columns = {
        name: pa.array(part, pa.string())
        for name, part in zip(("code", "reason"), zip(*reasons, strict=True), strict=True)
    }
    db.register("load_codes", pa.table(columns))
    rows = f"{table.relation} x JOIN load_codes c ON c.code = x.credit_code WHERE x.name IS"
    header = literal(table.headers["credit_code"])
    reject(db, f"{rows} NULL", header, "credit_code", "reason", once=True)
    left = literal(t(names.lang, "; the firm is loaded without a code", "；企业照常载入，代码留空"))
    warn(db, f"{rows} NOT NULL", header, "credit_code", f"reason || {left}")
    db.execute(
        f"UPDATE {table.relation} x SET credit_code = NULL FROM load_codes c WHERE c.code = x.credit_code AND x.name IS NOT NULL"
    )
    db.unregister("load_codes")
