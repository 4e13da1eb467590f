"""Edits by hand: one load undone, one fact added, ended or retracted; nothing goes without a trace."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Final

from ..graph.answer_columns import names
from ..graph.batch import Batch, key_sql
from ..graph.dates import first_day, last_day
from ..graph.engines.duckdb.series import figured_sql
from ..graph.errors import AmbiguousName, BadInput
from ..graph.fact_texts import THE_FACT, fact_rows, with_series
from ..graph.for_python import for_python
from ..graph.identity import identifier
from ..graph.language import t
from ..graph.observations import observations
from ..graph.reports import EDITED, UNLOADED
from ..graph.schema import KINDS, Edge, Node, columns, key_columns, properties, series_of
from ..graph.sql_text import quoted
from .anew import begun_again
from .chains import came_with
from .columns.table import Defaults
from .load_tables import Options, load_as
from .names.lookup import fact_named, source_named, sources_named
from .sheets.column import normalised
from .sheets.headers import ALIASES, known
from .sheets.kind import kind_named, near_header
from .values import cells as values

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from ..graph.graph import Graph
    from .names.lookup import Fact
    from .sheets.headers import TableKind

BY_HAND: Final = "人工更正"
"""The source of a correction for which a person names none."""


@begun_again
@for_python
def unload(graph: Graph, source: str, *, lang: str = "en") -> pd.DataFrame:
    """One load undone whole: what went with the claims of a source, and what stays?

    `source` is a title or an identifier. With a template's title all goes that came with the template, the
    literature that it names too. Facts that only this source stated go to the trace
    (`graph.scan("removed")`), the source with them; nodes that other facts need stay as names. What an edition with a title
    of its own had ended or left out (`load --replace`) stands again; `attrs["notes"]` says how much.
    Nodes that only this source said to be one stay one, since facts do not keep by which name they were stated; `attrs["remarks"]`
    names them, and what parts them.

    Returns
    -------
    kind, and counts of facts: removed, kept (other sources state them too, or facts need the
    node), restored (of those kept: they show another source's value again).

    Raises
    ------
    UnknownName, AmbiguousName
        If no source has this title, or several.

    >>> from chanlian.graph import connect
    >>> from chanlian.loaders import load
    >>> graph = connect(":memory:")
    >>> supply = {"seller": "创联包装", "buyer": "中伟", "product": "吨袋"}
    >>> _ = load(graph, {"supplies": [supply]}, source="调查")
    >>> unload(graph, "调查").values.tolist()
    [['source', 1, 0, 0], ['firm', 2, 0, 0], ['product', 1, 0, 0], ['supplies', 1, 0, 0]]
    """
    import pandas as pd

    batch = Batch()
    try:
        with graph.reading() if graph.exists() else nullcontext():
            batch.seen = graph.revision
            found = source_named(graph, source)
            more = came_with(graph, found.name)
        because = t(lang, f"the load of {found.name} was undone", f"撤销载入：{found.name}")
        gone: dict[str, Any] = {"because": because, "by": "unload"}
        beside = [{"kind": kind, "fact": fact, "source": cited, **gone} for kind, fact, cited in more]
        batch.take_out([{"source": found.identifier, **gone}, *beside])
        graph.write(batch)
        counts: dict[str, dict[str, int]] = {}
        for name, outcome, count in batch.db.execute(
            "SELECT kind, outcome, count(*) FROM outcome GROUP BY ALL"
        ).fetchall():
            counts.setdefault(name, {})[outcome] = count
    finally:
        batch.close()
    lines = []
    revived = sum(one.pop("revived", 0) for one in counts.values())
    for of in KINDS:
        if one := counts.get(of.name):
            restored = one.get("restored", 0)
            lines.append((of.name, one.get("removed", 0), one.get("kept", 0) + restored, restored))
    frame = pd.DataFrame(lines, columns=list(names(UNLOADED)))
    notes = [] if lines else [t(lang, "nothing rests on this source", "没有事实以此为来源")]
    if revived:
        en = f"{revived} facts that this edition had ended or left out stand again as they did before it"
        notes.append(t(lang, en, f"该新版曾终止或未载的 {revived} 条事实恢复为此前的样子"))
    frame.attrs = {"question": "unload", "parameters": {"source": found.name}, "all_rows": True, "notes": notes}
    frame.attrs["remarks"] = graph.remarks
    return frame


@begun_again
@for_python
def retract(graph: Graph, fact: str, *, because: str, lang: str = "en") -> pd.DataFrame:
    """Take a fact out, with all its claims: it was wrong. Which one was it?

    It goes to the trace with the reason. Tables that state it again do not bring it back, and
    their load says so; `add` does. A node that other facts need stays as a name.

    Returns
    -------
    fact, kind, what (the sentence or name), outcome (removed, or kept: as a name).

    Raises
    ------
    UnknownFact
        If the graph does not hold it; the message says if it was retracted already.
    BadInput
        If `fact` is no id, is a source (unload it), or no reason is given.

    >>> from chanlian.graph import connect
    >>> from chanlian.loaders import add
    >>> graph = connect(":memory:")
    >>> made = add(graph, "produces", {"firm": "创联包装", "product": "吨袋"}, source="电话核实", new=True)
    >>> retract(graph, made["fact"].item(), because="已停产多年")["outcome"].item()
    'removed'
    """
    if not because.strip():
        raise BadInput("a retraction needs its reason; give --because TEXT", "撤回须说明理由；请写 --because 理由")
    values.said("because", because)
    with graph.reading():
        seen = graph.revision
        found = fact_named(graph, fact)
    if found.of.name == "source":
        raise BadInput(
            f"{found.what('en')!r} is a source; chanlian unload takes out all that rests on it",
            f"“{found.what('zh')}”是来源；用 chanlian unload 撤销以它为依据的全部内容",
        )
    batch = Batch()
    batch.seen = seen
    try:
        batch.take_out([{"kind": found.of.name, "fact": found.id, "because": because.strip(), "by": "retract"}])
        outcome = next(iter(graph.write(batch)), "removed")
    finally:
        batch.close()
    return _edited(graph, "retract", found.id, found.of, found.what(lang), outcome)


@begun_again
@for_python
def end(
    graph: Graph,
    fact: str,
    *,
    on: str,
    source: str | None = None,
    published: str | None = None,
    lang: str = "en",
) -> pd.DataFrame:
    """A person's claim that a dated fact ended on a day. Which one was it?

    The fact stays, with `until` and status ended; what tables state of it again does not undo that.
    `source` (with its date `published`) is what the person goes by.

    Returns
    -------
    fact, kind, what (the sentence or name), outcome (changed, or unchanged if that was known).

    Raises
    ------
    UnknownFact
        If the graph does not hold it.
    BadInput
        If it is of a kind that cannot end (it can only be retracted), or would end before it began.

    >>> from chanlian.graph import connect
    >>> from chanlian.loaders import add
    >>> graph = connect(":memory:")
    >>> made = add(graph, "produces", {"firm": "创联包装", "product": "吨袋"}, source="电话核实", new=True)
    >>> end(graph, made["fact"].item(), on="2025-06")["outcome"].item()
    'changed'
    """
    if source is not None:
        values.said("source", source)
    with graph.reading():
        seen = graph.revision
        found = fact_named(graph, fact)
        cited = _cited(graph, source or BY_HAND, values.date(published) if published else None)
    day = values.date(on)
    if not any(prop.name == "until" for prop in properties(found.of)):
        raise BadInput(
            f"a fact of kind {found.of.name} has no end; if it is wrong: chanlian retract GRAPH {fact} --because TEXT",
            f"{found.of.zh}没有终止日期；若有误，请用 chanlian retract 图 {fact} --because 理由",
        )
    since = found.shown.get("since") or found.shown.get("signed")
    if since and last_day(day) < first_day(since):
        raise BadInput(
            f"{found.what('en')}: since {since}, it cannot have ended on {day}; give a later date, or retract it",
            f"{found.what('zh')}：始于 {since}，不可能在 {day} 终止；请给出更晚的日期，或撤回该事实",
        )
    keys = ("name",) if isinstance(found.of, Node) else key_columns(found.of)
    claim: dict[str, Any] = {**found.ends, **{key: found.shown[key] for key in keys}}
    batch = Batch()
    batch.seen = seen
    try:
        batch.add("source", [{"row": 0, "method": "person", **cited}])
        said = {"row": 1, "until": day, "status": "ended", "source": cited["identifier"], "method": "person"}
        batch.add(found.of.name, [{**claim, **said}])
        graph.write(batch)
        (outcome,) = batch.db.execute("SELECT outcome FROM outcome WHERE row = 1").fetchone() or ("unchanged",)
    finally:
        batch.close()
    return _edited(graph, "end", found.id, found.of, found.what(lang), outcome)


@for_python
def add(
    graph: Graph,
    kind: str,
    fact: Mapping[str, str],
    *,
    source: str,
    publisher: str | None = None,
    published: str | None = None,
    new: bool = False,
    lang: str = "en",
) -> pd.DataFrame:
    """One fact by hand, as one row of a table of its kind. Which one is it now?

    `fact` maps headers of that table, English or Chinese, to cells. It is read as a table is, but
    as said by a person: it stands before what tables state, and brings back what was retracted.
    Names that the graph does not know are an error, unless `new` nodes are to be made of them.

    Returns
    -------
    fact, kind, what (the sentence or name), outcome (added, changed or unchanged).

    Raises
    ------
    BadInput
        If a column, value or name cannot be used; the message names the nearest.

    >>> from chanlian.graph import connect
    >>> graph = connect(":memory:")
    >>> said = {"供方": "创联包装", "需方": "中伟", "产品": "吨袋", "金额": "120万元"}
    >>> add(graph, "supplies", said, source="电话核实", new=True)["what"].item()
    '创联包装 supplies 吨袋 to 中伟'
    """
    headers = known()
    table_kind = kind_named(kind, headers.table_kinds, headers.synonyms)
    located = any(
        normalised(key) in table_kind.known and table_kind.known[normalised(key)].name == "locator" for key in fact
    )
    strange = [key for key in fact if (column := table_kind.column(key)) is None or column.role == "unread"]
    if strange:
        near = [one for key in strange if (one := near_header(key, table_kind))]
        hint = (f"; nearest: {', '.join(near)}", f"；最接近：{'、'.join(near)}") if near else ("", "")
        raise BadInput(
            f"nothing added: {table_kind.table} has no column {', '.join(map(repr, strange))}{hint[0]};"
            f" columns: {', '.join(table_kind.labels.values())}",
            f"没有添加：{table_kind.zh}没有“{'、'.join(strange)}”这一列{hint[1]}；可用：{'、'.join(table_kind.labels)}",
        )
    found: list[tuple[str, int]] = []
    undated: list[bool] = []

    def look(batch: Batch) -> None:
        found.clear()  # a load may begin again
        undated.clear()
        _refuse(batch, table_kind)
        for name in batch.kinds:
            if not located:  # the only row of no file says nothing
                batch.db.execute(f"UPDATE {quoted('stage_' + name)} SET locator = NULL")
            if name == table_kind.kind or (table_kind.kind == ALIASES and name != "source"):
                of = next(one for one in KINDS if one.name == name)
                rows = batch.db.execute(
                    f"SELECT {key_sql(of)} FROM {quoted('stage_' + name)} WHERE row < $implied LIMIT 1",
                    {"implied": 1 << 62},
                ).fetchall()
                found.extend((name, number) for (number,) in rows)
                if series_of(name):
                    asked = (
                        f"SELECT 1 FROM {quoted('stage_' + name)} x WHERE x.period IS NULL AND {figured_sql(of, 'x')}"
                    )
                    undated.extend(bool(one) for one in batch.db.execute(asked).fetchall())

    defaults = Defaults(source, publisher, values.date(published) if published else None)
    options = Options(kind=table_kind.table, strict=not new, lang=lang)
    report = load_as(graph, ({table_kind.table: [dict(fact)]},), defaults, options, method="person", look=look)
    outcome = next(name for name in ("added", "changed", "unchanged", "merged") if report[name].sum())
    _, number = found[0]
    with graph.reading():
        made = fact_named(graph, f"{number:016x}")
    out = _edited(graph, "add", made.id, made.of, made.what(lang), outcome)
    out.attrs["notes"] = [*report.attrs["notes"], *(_stands_beside(graph, made, lang) if any(undated) else [])]
    return out


def _stands_beside(graph: Graph, fact: Fact, lang: str) -> list[str]:
    """What to say to whoever gives a value of no period to a fact that has some of known ones: it corrects none of them."""
    rows = graph.rows(fact_rows(fact.of, THE_FACT, series=True), {"fact": fact.id})
    periods = {one["period"] for row in with_series(fact.of, rows) for one in observations(row)} - {None}
    if not periods:
        return []
    listed = sorted(periods)
    return [
        t(
            lang,
            f"no period was given: the value stands beside those of {', '.join(listed)}; to correct one of them, give its period",
            f"未写明期间：这个数与 {'、'.join(listed)} 的数并列；如要更正其中一期，请写明期间",
        )
    ]


def _refuse(batch: Batch, table_kind: TableKind) -> None:
    """Raise if anything about the one row cannot be used: who types a value wants it kept, not left empty."""
    found = batch.db.execute('SELECT "column", value, reason FROM load.problem ORDER BY "column", value').fetchall()
    stage, known = (
        f"stage_{table_kind.kind}",
        {name for of in KINDS if of.name == table_kind.kind for name, _ in columns(of)},
    )
    for header, value, reason in batch.db.execute('SELECT "column", value, reason FROM load.warning').fetchall():
        column = table_kind.column(header)
        if column is not None and column.name in known and table_kind.kind in batch.kinds:
            bounds = [name for name in (column.name, f"{column.name}_low", f"{column.name}_high") if name in known]
            said = " + ".join(f"count({quoted(name)})" for name in bounds)
            if batch.db.execute(f"SELECT {said} FROM {quoted(stage)}").fetchone() == (0,):
                found.append((header, value, reason))
    if found:
        en = "; ".join(
            " ".join(str(part) for part in (column, repr(value), reason) if part) for column, value, reason in found
        )
        raise BadInput(
            f"nothing added: {en} (--new makes nodes of unknown names)",
            "没有添加：" + "；".join(f"{column} “{value}” {reason}" for column, value, reason in found)
            + "（--new 可为未知名称新建节点）",
        )  # fmt: skip


def _cited(graph: Graph, title: str, published: str | None) -> dict[str, Any]:
    """The source that a person goes by: the one of this title, or a new one."""
    known = sources_named(graph, title)
    same = [one for one in known if published is None or one.published in (None, published)]
    if len(same) > 1:
        listed = "; ".join(f"{one.name} ({one.published or '-'}, {one.identifier})" for one in same)
        raise AmbiguousName(
            f"{title!r} is the title of several sources: {listed}; give the identifier",
            f"“{title}”是多个来源的名称：{listed}；请写标识",
        )
    if same:
        return {"identifier": same[0].identifier, "name": same[0].name, "published": published}
    return {"identifier": identifier("source", title, published), "name": title, "published": published}


def _edited(graph: Graph, question: str, fact: str, of: Node | Edge, what: str, outcome: str) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame([(fact, of.name, what, outcome)], columns=list(names(EDITED)))
    frame.attrs = {"question": question, "parameters": {"fact": fact}, "all_rows": True, "notes": []}
    frame.attrs["remarks"] = graph.remarks
    return frame
