"""Is a graph still what chanlian wrote? Its digests reckoned again from its rows, on a file or a server.

What a graph says of itself is kept with it (graph/digests.py). Another program that changes a row, or takes one out, does not
know that: the sums of the fact's bucket are others then. What a row cannot say otherwise without its number being
another, its ends and its key, is looked at row by row, and so is what was derived from it (derived.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..answer_columns import names
from ..batch import Batch, key_sql
from ..digests import (
    BUCKETS,
    REMOVED,
    Sums,
    as_buckets,
    meta_of,
)  # fmt: skip
from ..engines.base import Question
from ..engines.duckdb.claims import recorded_on
from ..errors import ChanlianError, GraphError
from ..fact_texts import THE_FACTS, fact_rows
from ..for_python import for_python
from ..identity import hex_sql
from ..language import t
from ..meta import content_hash, must_be_whole, record_hash
from ..reports import VERIFY
from ..schema import EDGE_NAMES, KINDS, NODE_NAMES, SCHEMA_VERSION, Edge, Node, kind
from ..schema.steps import digest_scheme
from ..sql_text import quoted
from ..url import public
from ..version import __version__
from .derived import derived_otherwise
from .reckoned import NUMBER, counted, day_of, reckoned

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from ..digests import Buckets
    from ..graph import Graph

COLUMNS: Final = names(VERIFY)
VERIFIED: Final = "verified"
"""In `meta`: on which day the graph was last verified, and of which content it was."""
_KEPT: Final = Question(
    "buckets",
    "SELECT key, value FROM meta WHERE starts_with(key, 'buckets:')",
    "MATCH (m:ChanlianMeta) WHERE m.key STARTS WITH 'buckets:' RETURN m.key AS key, m.value AS value",
)
_LISTED: Final = 20
"""So many facts are named of a bucket of which it cannot be told which is another."""
_NAMED: Final = 100
"""The facts of so many findings are told in words."""


@for_python
def verify(graph: Graph, *, lang: str = "en") -> pd.DataFrame:
    """Is the graph what was last written to it? Its digests are reckoned again from every row and compared.

    Graphs of before schema 3 keep no digests that can be looked into: their next write brings them. A graph in which nothing
    differs keeps the day in its `meta`, which `info` shows, if it may be written to.

    Returns
    -------
    kind, finding, what (the facts among which it is, in words), detail, facts (their ids, at most twenty). Findings: changed,
    gone, came (rows another program changed, took out or put in); recorded (only where or when it was read is another); key
    (its ends or key are not those of its number); derived (an area or a day that does not follow); meta (what the graph says of
    itself); unreadable (what chanlian never writes). `attrs` also holds findings (their number), `graph_hash` as it was written,
    and `found_hash`, as it was found.

    Raises
    ------
    GraphError
        If the graph is of an earlier schema, or a write to it has not ended.

    >>> verify(example()).empty
    True
    """
    import pandas as pd

    with graph.reading():
        must_be_whole(graph)
        meta = graph.meta()
        _check_version(graph, meta)
        kept = {row["key"].partition(":")[2]: _buckets(row["value"]) for row in graph.rows(_KEPT)}
        rows: list[dict[str, Any]] = []
        found: dict[str, str | None] = {"schema_version": meta.get("schema_version")}
        batch = Batch()
        try:
            for name, table, sums in counted(lambda name: _fetch(batch.db, graph, name)):
                there, odd = reckoned(batch.db, sums)
                told = meta_of(name, there)
                found |= told
                before = kept.get(name, {} if not there else None)
                own = [_unreadable(name, odd, lang)] if odd else []
                if before is not None and not odd:
                    own += _differing(batch.db, name, table, before, there, lang)
                if not own and (
                    before is None
                    or any(meta.get(key) != value for key, value in told.items() if key in _digests(name))
                ):
                    own = [_otherwise_in_meta(name, lang)]
                rows += own
                rows += _wrong_keys(batch.db, name, table, lang) if table and name != REMOVED else []
            if not rows and (content_hash(found), record_hash(found)) != (content_hash(meta), record_hash(meta)):
                rows.append(_otherwise_in_meta("meta", lang))
            rows += _as_of(batch.db, meta, lang)
        finally:
            batch.close()
        rows += _derived(graph, lang)
        _name(graph, rows, lang)
    notes = [_said(rows, found, lang)]
    if not rows:
        notes += _keep(graph, meta, lang)
    frame = pd.DataFrame([[row[name] for name in COLUMNS] for row in rows], columns=list(COLUMNS), dtype=object)
    frame.attrs = {
        "question": "verify", "parameters": {}, "as_of": meta.get("as_of"), "graph": public(graph.url),
        "graph_hash": content_hash(meta), "found_hash": content_hash(found), "version": __version__,
        "findings": len(rows), "notes": notes, "all_rows": True,
    }  # fmt: skip
    return frame


def _check_version(graph: Graph, meta: dict[str, str | None]) -> None:
    if digest_scheme(int(meta.get("schema_version") or SCHEMA_VERSION)) < digest_scheme(SCHEMA_VERSION):
        raise GraphError(
            f"{graph.url}: written by an earlier chanlian, whose digests cannot be looked into; the next write to it (chanlian"
            " load, add, push, ...) brings those of today, and then it can be verified",
            f"{graph.url}：由较早版本的 chanlian 写入，其校验值无法逐项核对；下一次写入（load、add、push 等）后即可校验",
        )


def _digests(name: str) -> tuple[str, str]:
    return f"content:{name}", f"record:{name}"


def _buckets(text: str | None) -> Buckets | None:
    """The buckets that a graph keeps; None where another program wrote something else there."""
    try:
        return as_buckets(text)
    except (ValueError, TypeError):
        return None


def _unreadable(name: str, said: str, lang: str) -> dict[str, Any]:
    detail = t(lang, f"holds what chanlian never writes ({said})", f"含有本程序不会写入的内容（{said}）")
    return {"kind": name, "finding": "unreadable", "facts": [], "detail": detail}


def _as_of(db: duckdb.DuckDBPyConnection, meta: dict[str, str | None], lang: str) -> list[dict[str, Any]]:
    """Whether the graph speaks as of the day of which its facts do."""
    import duckdb

    there = {name for (name,) in db.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall()}
    try:
        day = day_of(
            db, {name: quoted(f"scan_{name}") for name in (*NODE_NAMES, *EDGE_NAMES) if f"scan_{name}" in there}
        )
    except duckdb.Error as error:
        return [_unreadable("meta", str(error).splitlines()[0][:200], lang)]
    if day == meta.get("as_of"):
        return []
    detail = t(
        lang,
        f"the graph says that it speaks as of {meta.get('as_of')}; by its facts it is {day}",
        f"图自述的数据截至日为 {meta.get('as_of')}，按其中的事实应为 {day}",
    )
    return [{"kind": "meta", "finding": "meta", "facts": [], "detail": detail}]


def _derived(graph: Graph, lang: str) -> list[dict[str, Any]]:
    import duckdb

    try:
        return derived_otherwise(graph, lang)
    except (ChanlianError, duckdb.Error) as error:
        said = error.text(lang) if isinstance(error, ChanlianError) else str(error).splitlines()[0][:200]
        detail = t(lang, f"what follows from its facts cannot be worked out ({said})", f"无法由其事实推导（{said}）")
        return [{"kind": "meta", "finding": "unreadable", "facts": [], "detail": detail}]


def _fetch(db: duckdb.DuckDBPyConnection, graph: Graph, name: str) -> str | None:
    """Put a scan into a table of that name; its name, or None where there is nothing."""
    import pyarrow as pa

    table = None
    for part in graph.scan(name):
        db.register("part", pa.Table.from_batches([part]))
        db.execute(
            f"INSERT INTO {table} FROM part" if table else f"CREATE TEMP TABLE {quoted('scan_' + name)} AS FROM part"
        )
        db.unregister("part")
        table = quoted("scan_" + name)
    return table


# -- what differs ----------------------------------------------------------------------------


def _differing(
    db: duckdb.DuckDBPyConnection, name: str, table: str, kept: Buckets, there: Buckets, lang: str
) -> list[dict[str, Any]]:
    """A row for each bucket of a kind whose sums are others, with the facts that are in it."""
    out = []
    for at in sorted({*kept, *there}):
        before, now = kept.get(at, Sums()), there.get(at, Sums())
        if before == now:
            continue
        finding = (
            "gone" if now.rows < before.rows
            else "came" if now.rows > before.rows
            else "recorded" if now.content == before.content
            else "changed"
        )  # fmt: skip
        facts = _facts_of(db, table, at) if table else []
        out.append(
            {"kind": name, "finding": finding, "facts": facts[:_LISTED], "detail": _detail(finding, before, now, len(facts), lang)}
        )  # fmt: skip
    return out


def _facts_of(db: duckdb.DuckDBPyConnection, table: str, bucket: int) -> list[str]:
    """The facts of a bucket, as they are there now."""
    sql = (
        f"SELECT DISTINCT x.fact FROM {table} x WHERE x.fact IS NOT NULL AND {NUMBER} % {BUCKETS} = $bucket ORDER BY 1"
    )
    return [fact for (fact,) in db.execute(sql, {"bucket": bucket}).fetchall()]


def _detail(finding: str, before: Sums, now: Sums, facts: int, lang: str) -> str:
    rows = abs(now.rows - before.rows)
    among = t(
        lang,
        f"; it is among these {facts} facts" if facts > 1 else "",
        f"，在这 {facts} 条事实之中" if facts > 1 else "",
    )
    if finding == "gone":
        return t(
            lang,
            f"{rows} of {before.rows} rows that were written {'is' if rows == 1 else 'are'} gone",
            f"写入的 {before.rows} 行中有 {rows} 行不见了",
        )
    if finding == "came":
        return t(
            lang,
            f"{rows} row{'' if rows == 1 else 's'} came from elsewhere{among}",
            f"有 {rows} 行并非由本程序写入{among}",
        )
    if finding == "recorded":
        return t(
            lang,
            f"where, how or on which day it was read is another than was written{among}",
            f"出处位置、读取方法或记录日期与写入时不同{among}",
        )
    return t(lang, f"what it says is another than was written{among}", f"内容与写入时不同{among}")


def _wrong_keys(db: duckdb.DuckDBPyConnection, name: str, table: str, lang: str) -> list[dict[str, Any]]:
    """The facts whose number is not that of their ends and key."""
    of = kind(name)
    own = f"SELECT x.fact, {NUMBER} AS number, {key_sql(of)} AS own FROM {table} x"
    sql = f"SELECT fact, {hex_sql('own')} FROM ({own}) WHERE number <> own ORDER BY 1"
    return [
        {
            "kind": name, "finding": "key", "facts": [fact],
            "detail": t(
                lang,
                f"by what it is about this is {own}: its ends, its key or its identifier were changed",
                f"按其内容应为 {own}：两端、主键属性或标识被改动过",
            ),
        }
        for fact, own in db.execute(sql).fetchall()
    ]  # fmt: skip


def _otherwise_in_meta(name: str, lang: str) -> dict[str, Any]:
    said = t(
        lang,
        "what the graph says of itself of this kind, in its meta, is not what its rows come to",
        "图的 meta 中关于此类别的校验值与各行不符",
    )
    return {"kind": name, "finding": "meta", "facts": [], "detail": said}


# -- what is said ----------------------------------------------------------------------------


def _name(graph: Graph, rows: list[dict[str, Any]], lang: str) -> None:
    """Say in `what` of the facts of each row what they are, as far as the graph knows: of the first rows, which people read."""
    shown = rows[:_NAMED]
    said: dict[str, str] = {}
    for of in KINDS:
        facts = sorted({fact for row in shown if row["kind"] == of.name for fact in row["facts"]})
        for found in graph.rows(fact_rows(of, THE_FACTS), {"facts": facts}) if facts else ():
            said[found["fact"]] = _sentence(of, found, lang)
    for row in rows:
        row["what"] = [said[fact] for fact in row["facts"] if fact in said]
        if row["finding"] == "gone" and row["facts"]:
            # what is left beside it is not what is gone, but a claim on it may be
            left = t(lang, "; ", "；").join(row["what"])
            row["detail"] += t(lang, f"; left of its part: {left}", f"；同组现存：{left}")
            row["what"], row["facts"] = [], []


def _sentence(of: Node | Edge, found: dict[str, Any], lang: str) -> str:
    if isinstance(of, Node):
        return found["name"] or ""
    sentence = of.sentence_zh if lang == "zh" else of.sentence
    return sentence.format(**{end.name: found[end.name] or "?" for end in of.ends})


def _said(rows: list[dict[str, Any]], found: dict[str, str | None], lang: str) -> str:
    if not rows:
        return t(
            lang,
            f"nothing differs: content {content_hash(found)}, record {record_hash(found)}",
            f"全部一致：内容校验 {content_hash(found)}，记录校验 {record_hash(found)}",
        )
    return t(
        lang,
        f"{len(rows)} finding{'' if len(rows) == 1 else 's'}: another program changed this graph; load a copy from before, or"
        f" what you trust, into a new graph (as it is now, content is {content_hash(found)})",
        f"问题 {len(rows)} 处：图被其他程序改动过；请改用此前的副本，或将可信的数据载入新图（按现状计算，内容校验为 {content_hash(found)}）",
    )


def _keep(graph: Graph, meta: dict[str, str | None], lang: str) -> list[str]:
    """Let the graph say when it was verified; what there is to say where it cannot be written to."""
    batch = Batch()
    batch.said = {VERIFIED: f"{recorded_on()} {content_hash(meta)}"}
    try:
        graph.write(batch)
    except ChanlianError as error:
        return [
            t(lang, f"that it was verified is not kept: {error.text('en')}", f"无法记下本次校验：{error.text('zh')}")
        ]
    finally:
        batch.close()
    return []
