"""Names that are alike: near matches of many names among many, without comparing each with each.

Two names are compared only if they share one of the rarest parts of the first (two Chinese
characters, or four letters); a part that very many names share tells nothing. Names whose digits
differ are two (一期 and 二期 are not told apart so, 1号线 and 2号线 are). What is compared is scored
by rapidfuzz.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

_RAREST: Final = 4
_BATCH: Final = 500_000
_LONGEST: Final = 200
"""What is longer is no name but a text that slipped into a column of names: its parts would be without number."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Pairs of keys with their likeness (0..1), and how many keys had only parts that are too common."""

    pairs: list[tuple[str, str, float]]
    cut_off: int


def alike(
    db: duckdb.DuckDBPyConnection,
    left: str,
    right: str | None = None,
    *,
    at_least: float,
    within: bool = False,
    common: int = 200,
) -> Likeness:
    """The keys of the SQL `right` (one column, `key`) that are like those of `left`, in order of both.

    Without `right` the keys of `left` are compared with each other, each pair once. `within`
    counts a name that is part of a longer one as like it (0.9). `common` is how many keys may
    share a part before it no longer counts. A key is not compared with itself.

    >>> import duckdb
    >>> alike(duckdb.connect(), "SELECT unnest(['创联包装', '创联包裝材', '红星发展']) AS key", at_least=0.6).pairs
    [('创联包装', '创联包裝材', 0.667)]
    """
    other = "alike_left" if right is None else "alike_right"
    parts = f"alike_left AS MATERIALIZED ({_parts(left)})"
    if right is not None:
        parts += f", alike_right AS MATERIALIZED ({_parts(right)})"
    parts += f""",
        counted AS (SELECT part, count(*) AS count FROM {other} GROUP BY part),
        alike_part AS MATERIALIZED (
            SELECT l.key, l.part, l.digits, count FROM alike_left l JOIN counted USING (part)
            QUALIFY row_number() OVER (PARTITION BY l.key ORDER BY count, part) <= {_RAREST}
        )
    """
    # a name that is part of another may be much shorter
    near = "2 * least(length(l.key), length(r.key)) >= $least * (length(l.key) + length(r.key))"
    # the keys that have only common parts are told in the same answer, each without another key
    found = db.execute(
        f"""
        WITH {parts}
        SELECT DISTINCT l.key, r.key FROM alike_part l JOIN {other} r USING (part)
        WHERE l.count <= $common AND l.key <> r.key AND l.digits = r.digits AND ({near} OR $within)
        UNION ALL
        SELECT key, NULL FROM alike_part GROUP BY key HAVING min(count) > $common
        """,
        {"common": common, "least": at_least, "within": within},
    )
    cut_off = 0
    pairs: list[tuple[str, str, float]] = []
    while rows := found.fetchmany(_BATCH):
        told = [row for row in rows if row[1] is not None]
        cut_off += len(rows) - len(told)
        pairs += _scored(told, at_least, within=within) if told else []
    if right is None:  # a rare part may be rare for one of the two only
        pairs = [(min(a, b), max(a, b), score) for a, b, score in pairs]
    return Likeness(sorted(set(pairs)), cut_off)


def nearest(text: str, names: Iterable[str], limit: int = 3, *, whole: bool = False) -> list[str]:
    """The names most like a text, whatever their capitals, best first; none where nothing is like it.

    A name that is part of the text, or holds it, is like it too, but where they are compared `whole`: words of a model.

    >>> nearest("frim", ["Firm", "Product"]), nearest("x", ["Firm"])
    (['Firm'], [])
    >>> nearest("naem", ["a", "name"]), nearest("naem", ["a", "name"], whole=True)
    (['a', 'name'], ['name'])
    """
    from rapidfuzz import fuzz, process

    found = process.extract(
        text,
        list(dict.fromkeys(names)),
        scorer=fuzz.ratio if whole else fuzz.WRatio,
        processor=str.casefold,
        limit=limit,
        score_cutoff=60,
    )
    return [name for name, _, _ in found]


def parts(key: str) -> set[str]:
    """The parts of a key, as `_parts` cuts them.

    >>> sorted(parts("创联包装")), sorted(parts("abcde")), sorted(parts("袋"))
    (['创联', '包装', '联包'], ['abcd', 'bcde'], ['袋'])
    """
    width = 2 if re.search("[\u2e80-\ud7ff]", key) else 4
    return {key[at : at + width] for at in range(max(len(key) - width + 1, 1))}


def _parts(keys: str) -> str:
    """SQL of the parts of each key: two characters where it is Chinese, else four; a short key is one."""
    return rf"""
        WITH key AS (
            SELECT key, CASE WHEN regexp_matches(key, '[\x{{2e80}}-\x{{d7ff}}]') THEN 2 ELSE 4 END AS width
            FROM (SELECT DISTINCT key FROM ({keys})) WHERE key <> '' AND length(key) <= {_LONGEST}
        )
        SELECT DISTINCT key, unnest(list_transform(
            range(1, greatest(length(key) - width + 2, 2)), lambda place: substr(key, place, width))) AS part,
            regexp_replace(key, '[^0-9]', '', 'g') AS digits
        FROM key
    """


def _scored(rows: list[tuple[Any, ...]], at_least: float, *, within: bool) -> list[tuple[str, str, float]]:
    from rapidfuzz import fuzz, process

    left, right = zip(*rows, strict=True)
    scores = process.cpdist(left, right, scorer=fuzz.WRatio if within else fuzz.ratio, score_cutoff=100 * at_least)
    return [
        (a, b, round(float(score) / 100, 3))
        for a, b, score in zip(left, right, scores, strict=True)
        if score >= 100 * at_least
    ]
