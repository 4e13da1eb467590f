"""What a DuckDB graph says of itself after a write: as of when it speaks, and a digest of each kind's content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...identity import number_sql
from ...schema import EDGES, Edge, Node, columns, kind, properties
from ...schema.kinds import stored_as
from ...schema.steps import later
from ...sql_text import literal, quoted
from .areas import LATEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

REVISIONS: Final = "revision"
"""In `meta`: which writes were the last ones, the newest first."""
_KEPT: Final = 20
"""So many: others may have written by the time that a writer looks."""


def digest_sql(of: Node | Edge, filled: Iterable[str]) -> str:
    """SQL of the digest of facts: it does not hang on their order, and that of two sets is the XOR of theirs.

    A property that a kind was given later counts where it is stated, so that a graph keeps its digest when it is upgraded.
    """
    parts, named, constant = ["fact"], [], ""
    newer = {name for prop in properties(of) if prop.name in later(of.name) for name, _ in stored_as(prop)}
    for name, _ in columns(of):
        if name in newer:
            named += [f"'\x1f{name}=' || {quoted(name)}::VARCHAR"] if name in filled else []
            continue
        constant += "\x1f"
        if name in filled:
            parts += [literal(constant), f"{quoted(name)}::VARCHAR"]
            constant = ""
    text = ", ".join([*parts, literal(constant), *named])
    return f"bit_xor({number_sql(f'concat({text})')})"


def write_meta(db: duckdb.DuckDBPyConnection, kinds: Iterable[str], added: Mapping[str, int]) -> None:
    """Record as of when the graph speaks, and digests of the content of what was written.

    `added` are the digests of what was only added to; other kinds are read anew.
    """
    starts = " UNION ALL ".join(
        f"SELECT since AS day FROM g.{quoted(edge.name)} WHERE coalesce(status, 'active') <> 'planned'"
        + (" AND coalesce(modality, 'actual') = 'actual'" if any(p.name == "modality" for p in edge.properties) else "")
        for edge in EDGES
        if edge.dated
    )
    values = {
        "as_of": f"""
            SELECT greatest(max(last_day_of(day)), {LATEST})::VARCHAR FROM (
                SELECT signed AS day FROM g.agreement WHERE coalesce(status, 'active') <> 'planned'
                UNION ALL SELECT stage_date FROM g.project WHERE stage <> 'planned'
                UNION ALL SELECT opened FROM g.facility WHERE coalesce(status, 'open') = 'open'
                UNION ALL SELECT opened FROM g.request
                UNION ALL {starts}
            )"""
    }
    before = dict(db.execute("SELECT key, value FROM g.meta WHERE key LIKE 'content:%'").fetchall())
    said: dict[str, str | None] = {}
    for name in kinds:
        key = f"content:{name}"
        if name in added:
            digest = int(before.get(key) or 0) ^ int(added[name] or 0)
            said[key] = str(digest) if digest else None
        else:
            filled = [column for column, _ in columns(kind(name))]
            values[key] = f"SELECT {digest_sql(kind(name), filled)}::VARCHAR FROM g.{quoted(name)}"
    new = db.execute(f"SELECT {', '.join(f'({sql})' for sql in values.values())}").fetchone() or ()
    said |= dict(zip(values, new, strict=True))
    marks = ", ".join("(?, ?)" for _ in said)
    db.execute(
        f"DELETE FROM g.meta WHERE key IN ({', '.join(map(literal, said))}); INSERT INTO g.meta VALUES {marks}",
        [part for pair in said.items() for part in pair],
    )


def mark(db: duckdb.DuckDBPyConnection, writes: str | None) -> None:
    """Let `g` say which writes were the last ones, this one first, within its transaction; what is no file needs none."""
    if writes is not None:
        kept = " ".join(writes.split()[:_KEPT])
        db.execute(
            f"DELETE FROM g.meta WHERE key = {literal(REVISIONS)}; INSERT INTO g.meta VALUES (?, ?)", [REVISIONS, kept]
        )


def marked(db: duckdb.DuckDBPyConnection) -> str:
    """Which writes to `g` were the last ones."""
    row = db.execute("SELECT value FROM g.meta WHERE key = $key", {"key": REVISIONS}).fetchone()
    return (row[0] or "") if row else ""
