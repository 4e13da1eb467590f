"""Writing a batch into a DuckDB graph: one transaction, upsert by key, claims kept.

The graph is attached as `g` to the batch's own connection. For each kind the staged rows
become claims (compare.py). A new fact with one claim is appended; a fact with several
claims, or whose claim changed, is fused (fuse.py).
"""

from __future__ import annotations

from contextlib import suppress
from copy import copy
from functools import partial
from typing import TYPE_CHECKING

from ...batch import DUCKDB_CONFIG, key_sql
from ...dates import DATES_SQL
from ...digests import REMOVED as TRACE, Sums, fetched, instead
from ...errors import GraphError
from ...schema import (
    AREAS,
    EDGES,
    KINDS,
    NODE_NAMES,
    NODES,
    SCHEMA_VERSION,
    Edge,
    Node,
    columns,
    kind,
    properties,
    series_of,
)
from ...sql_text import literal, quoted
from .areas import LATEST, places_ended, rederive_areas, rederive_firms
from .claims import EVIDENCE, identity, recorded_on
from .compare import Compared, compare_claims
from .confined import confine, prove
from .content import added_sql, mark, stored, stored_whole, write_meta
from .former import bring_former, call_as_now
from .fuse import fuse, fuse_again
from .guessed import mark_guesses
from .joined import called, still_joined
from .partial import Before, all_needed
from .rename import Difference
from .retracted import Held, give_back, hold_back, lift
from .revived import revive
from .settle import as_said, settle, touch, touch_shared
from .superseded import correct_places
from .tables import ALL_NODES, Table, emptied, made, placed
from .undo import take_out
from .upgrade import UPGRADED, add_own, has_trace, upgrade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from pathlib import Path

    import duckdb

    from ...batch import Batch
    from ...digests import Buckets
    from .partial import Elsewhere

STRUCTURE = ("located_in", "covers", "part_of")
"""Edges that decide the areas of firms; written before the supplies that carry them. The engine's own matter: how areas
follow from them is written out in areas.py."""

_SETTLED = 4
"""From this version on the identifiers of a graph are what it knows, and observations stand side by side."""


def write_batch(
    batch: Batch,
    version: int = SCHEMA_VERSION,
    writes: str | None = None,
    committing: Callable[[], object] = lambda: None,
    *,
    whole: bool = False,
    elsewhere: Elsewhere | None = None,
) -> None:
    """Write all of the batch, or nothing; fill its table `outcome` (kind, row, outcome).

    A graph of an earlier version of the schema becomes one of today's with it. `writes` are the last ones to the graph,
    this one first, as it says afterwards; `committing` is called before the commit. `whole` looks at the identifiers of all
    nodes, and not only of those that the batch touches. Where only the rows are here that it touches, `elsewhere` tells of the
    rest (partial.py).

    Raises
    ------
    WholeNeededError
        If it takes all rows to write it, and they are not here.
    """
    import duckdb

    db = batch.db
    outcomes, undone = emptied(
        db, outcomes="kind VARCHAR, row BIGINT, outcome VARCHAR", undone="kind VARCHAR, fact UBIGINT, outcome VARCHAR"
    )
    call_as_now(batch, version)
    held = hold_back(batch, traced=has_trace(db, version))
    db.execute("BEGIN")
    try:
        kinds = batch.kinds
        added: dict[str, Buckets] = {}
        anew = _upgraded(db, version)
        before = {} if anew else _before(batch, held, elsewhere)
        dated = made(db, "dated", "SELECT id, published FROM g.source")
        touched = touch(db, kinds)
        latest, top = db.execute(f"SELECT {LATEST}, coalesce(max(id), 0) FROM {ALL_NODES}").fetchone() or (None, 0)
        part = Before.of(db, elsewhere)
        top = top if elsewhere is None else elsewhere.top
        filled = _filled(db, kinds)
        _write_nodes(batch, filled, added, outcomes, top)
        for name in STRUCTURE:
            if name in kinds:
                _write_kind(batch, kind(name), filled[name], added, outcomes)
        if "located_in" in kinds:
            all_needed(correct_places(db, undone), elsewhere)
        # what a fact shows, and which place a firm has, may hang on when a source was published
        redated = _redated(db, dated)
        all_needed(redated.rows, elsewhere)
        again = fuse_again(db, KINDS, redated) if redated.rows else set()
        older = version < SCHEMA_VERSION or whole  # it may not have reckoned places by names
        _reckon_places(db, kinds, all_=bool(older or redated.rows or places_ended(db, latest)))
        for of in EDGES:
            if of.name in kinds and of.name not in STRUCTURE:
                _write_kind(batch, of, filled[of.name], added, outcomes)
        lift(db, held, outcomes)
        before_it = called(batch)
        taken = _take_out(batch, latest, undone, outcomes, dated, elsewhere)
        whole |= version < _SETTLED or batch.edits or batch.sames or any(name in NODE_NAMES for name in again)
        _settle(batch, None if whole else touched, {*kinds, *taken}, outcomes, added, partly=elsewhere is not None)
        batch.remarks += [one for one in still_joined(db, before_it) if one not in batch.remarks]
        changed = {of.name for of in KINDS} if anew else again.union(kinds, taken)
        told = {} if anew else _touched(db, added, before, again if elsewhere else again | taken)
        write_meta(db, sorted(changed), told, {**batch.said, **part.said_now(db)})
        mark(db, writes)
        committing()
        db.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.TransactionException):  # a commit that failed has ended it already
            db.execute("ROLLBACK")
        raise
    finally:
        give_back(batch, held)
    db.execute(f"CREATE OR REPLACE TEMP VIEW outcome AS FROM {outcomes}")


def _write_nodes(
    batch: Batch, filled: Mapping[str, list[str]], added: dict[str, Buckets], outcomes: Table, top: int
) -> None:
    """Write the stages of nodes; new ones get ids beyond `top`. The rest is as `_write_kind` has it."""
    for node in NODES:
        if node.name in batch.kinds:
            numbered = _number(batch.db, node, top)
            top += numbered.rows
            _write_kind(batch, node, filled[node.name], added, outcomes, numbered)


def _reckon_places(db: duckdb.DuckDBPyConnection, kinds: Iterable[str], *, all_: bool) -> None:
    """Let areas follow what was written of these kinds; of firms alone only that of those, whose names may say where they lie."""
    if all_ or {*AREAS, *STRUCTURE} & set(kinds):
        rederive_areas(db)
        rederive_firms(db)
    elif "firm" in kinds:
        stated = "SELECT id FROM g.firm SEMI JOIN stage_firm USING (identifier)"
        rederive_firms(db, among=made(db, "stated_firms", stated))


def _before(batch: Batch, held: Held, elsewhere: Elsewhere | None) -> dict[str, Buckets]:
    """The sums of what a write touches as a whole: it is not to take over what another program did to the rest.

    Where some rows are `elsewhere`, those of all that are here and may be taken out: the others stay as they are.
    """
    if batch.edits and elsewhere is not None:
        return {name: stored_whole(batch.db, name) for name in (*(of.name for of in KINDS), TRACE)}
    # a place that is corrected leaves a trace
    touched = {"located_in"}.intersection(batch.kinds)
    touched |= {TRACE} if touched or batch.edits or held.whole else set()
    return {name: stored_whole(batch.db, name) for name in touched}


def _touched(
    db: duckdb.DuckDBPyConnection, added: dict[str, Buckets], before: dict[str, Buckets], others: set[str]
) -> dict[str, Buckets]:
    """What to add to the sums of each kind of which it is known in which facts it changed: not so of `others`."""
    known: dict[str, Buckets] = {TRACE: {}} | {name: sums for name, sums in added.items() if name not in before}
    known |= {name: instead(stored_whole(db, name), sums) for name, sums in before.items()}
    return {name: sums for name, sums in known.items() if name not in others}


def _upgraded(db: duckdb.DuckDBPyConnection, version: int) -> bool:
    """Make the graph one of today's version, if it is none; whether its digests must be made anew."""
    anew = version < SCHEMA_VERSION and upgrade(db, version)
    if (
        version < _SETTLED
    ):  # what several sources state of several periods stands side by side, as it would had it been loaded today
        sources = made(db, "redated", "SELECT id FROM g.source")
        fuse_again(db, [of for of in KINDS if series_of(of.name) is not None], sources)
    return anew


def _settle(
    batch: Batch, touched: Table | None, kinds: set[str], outcomes: Table, added: dict[str, Buckets], *, partly: bool
) -> None:
    """Let nodes have the identifiers that they should have by what is known now; areas follow where that concerns any.

    What that does to the sums of facts is counted in `added`. Where the graph is here only `partly`, none may get another.
    """
    db = batch.db
    mark_guesses(batch)
    bring_former(batch)
    if touched is not None:
        touch(db, batch.kinds, touched)
        if {*AREAS, *STRUCTURE, "source"} & kinds:
            touch_shared(db, touched)

    restate = partial(_restate, batch)
    told = as_said(db, restate) if batch.sames else Difference()
    for name, count in told.moved.items():
        db.execute(
            f"INSERT INTO {outcomes} SELECT $kind, -1, 'resolved' FROM range($count)", {"kind": name, "count": count}
        )
    told = told if batch.as_is else settle(db, touched, restate, told, partly=partly)
    if {*AREAS, *STRUCTURE, "firm"} & {*told.sums}:
        rederive_areas(db)
        rederive_firms(db)
    for name, sums in told.sums.items():
        so_far = added.get(name, {})
        added[name] = {at: so_far.get(at, Sums()) + sums.get(at, Sums()) for at in {*so_far, *sums}}


def _restate(batch: Batch, of: Node | Edge) -> None:
    """Write the temporary stage of a kind as an exact batch."""
    db, again = batch.db, copy(batch)
    again.exact = True
    (told,) = emptied(db, told="kind VARCHAR, row BIGINT, outcome VARCHAR")
    numbered = None
    if isinstance(of, Node):
        (top,) = db.execute(f"SELECT coalesce(max(id), 0) FROM {ALL_NODES}").fetchone() or (0,)
        numbered = _number(db, of, top)
    _write_kind(again, of, _filled(db, [of.name])[of.name], {}, told, numbered)
    db.execute(f"DROP TABLE temp.{quoted('stage_' + of.name)}")


def upgrade_whole(path: Path, version: int) -> None:
    """Make a file one of today's version and write nothing else; it says of which version it was."""
    import duckdb

    with duckdb.connect(":memory:", config=DUCKDB_CONFIG) as db:
        db.execute(DATES_SQL)
        confine(db, path.absolute())
        db.execute(f"ATTACH {literal(str(path.absolute()))} AS g")
        prove(db, str(path), "g", written=True)
        add_own(db)
        db.execute("BEGIN")
        if _upgraded(db, version):
            write_meta(db, [of.name for of in KINDS], {})
        db.execute("INSERT INTO g.meta VALUES ($key, $was)", {"key": UPGRADED, "was": str(version)})
        db.execute("COMMIT")
        db.execute("DETACH g")


def _take_out(
    batch: Batch, latest: date | None, undone: Table, outcomes: Table, dated: Table, elsewhere: Elsewhere | None
) -> set[str]:
    """Take out what the batch asks to, and let the rest follow: what shows, and which place a firm has."""
    db = batch.db
    taken = take_out(batch, undone, outcomes, elsewhere)
    taken |= revive(batch, partial(_restate, batch), outcomes) if batch.edits else set()
    if "source" in taken:
        redated = _redated(db, dated)
        taken |= fuse_again(db, KINDS, redated) if redated.rows else set()
    if {*AREAS, *STRUCTURE} & taken or ("source" in taken and places_ended(db, latest)):
        rederive_areas(db)
        rederive_firms(db)
    elif "firm" in taken:
        rederive_firms(db)
    return taken


def _write_kind(
    batch: Batch,
    of: Node | Edge,
    filled: list[str],
    added: dict[str, Buckets],
    outcomes: Table,
    numbered: Table | None = None,
) -> None:
    """Write the stage of a kind; where it only adds to the graph, put the digest of what it adds into `added`.

    `filled` are the properties that it states; what becomes of its rows is added to `outcomes`; new nodes get their ids
    from `numbered` (id, identifier).
    """
    db, exact = batch.db, batch.exact
    incoming = _incoming(db, of, filled, numbered, exact=exact)
    if _only_adds(db, of, incoming, numbered):
        recorded = "x.recorded" if exact else f"DATE {literal(str(recorded_on()))}"
        _insert(db, of, incoming, numbered, filled, recorded)
        (sums,) = db.execute(
            f"INSERT INTO {outcomes} SELECT {literal(of.name)}, row, 'added' FROM {incoming};"
            f"SELECT list(b) FROM ({added_sql(of, incoming, filled, recorded=recorded)}) b"
        ).fetchone() or (None,)
        added[of.name] = fetched(sums)
        return
    missing = [(name, type_) for name, type_ in columns(of) if name not in filled]
    if missing:
        db.execute(";".join(f"ALTER TABLE {incoming} ADD COLUMN {quoted(name)} {type_}" for name, type_ in missing))
    before = stored(db, of, incoming)
    compared = compare_claims(db, of, incoming, outcomes, exact=exact)
    _append(db, of, compared, numbered, exact=exact)
    _fuse(db, of, compared, numbered, exact=exact)
    added[of.name] = instead(stored(db, of, incoming), before)


def _filled(db: duckdb.DuckDBPyConnection, kinds: Iterable[str]) -> dict[str, list[str]]:
    """Of each kind the properties that its stage states, or that have a default: the other columns cost as much if written."""
    names = {name: [column for column, _ in columns(kind(name))] for name in kinds}
    counted = ", ".join(
        f"(SELECT [{', '.join(f'count({quoted(column)})' for column in own)}] FROM {quoted('stage_' + name)})"
        for name, own in names.items()
        if own
    )
    counts = iter((db.execute(f"SELECT {counted}").fetchone() or ()) if counted else ())
    out: dict[str, list[str]] = {}
    for name, own in names.items():
        defaults = {prop.name for prop in properties(kind(name)) if prop.default}
        stated = next(counts) if own else []
        out[name] = [column for column, count in zip(own, stated, strict=True) if count or column in defaults]
    return out


def _redated(db: duckdb.DuckDBPyConnection, dated: Table) -> Table:
    """Known sources (id) that turn out to be published at another time than `dated` (id, published) has it."""
    sql = f"SELECT s.id FROM g.source s JOIN {dated} d USING (id) WHERE s.published IS DISTINCT FROM d.published"
    return made(db, "redated", sql)


def _sources(of: Node | Edge, numbered: Table | None) -> str:
    """The sources that rows of a kind may cite (id, identifier): a source may cite another of the same batch."""
    return f"(SELECT id, identifier FROM g.source UNION ALL FROM {numbered})" if of.name == "source" else "g.source"


def _incoming(
    db: duckdb.DuckDBPyConnection, of: Node | Edge, filled: list[str], numbered: Table | None, *, exact: bool
) -> Table:
    """The staged rows with fact numbers, dense ids of ends, the properties that are filled, and sources."""
    stage = quoted("stage_" + of.name)
    defaults = {prop.name: prop.default for prop in properties(of) if prop.default}
    props = [f"x.{quoted(name)}" for name in filled]
    for place, name in enumerate(filled):
        if name in defaults:
            props[place] = f"coalesce(x.{quoted(name)}, {literal(defaults[name])}) AS {quoted(name)}"
        elif name == "aliases" and isinstance(of, Node):
            # in one order, and without the name itself
            own = "list_filter(x.aliases, lambda a: a IS NOT NULL AND a IS DISTINCT FROM x.name)"
            props[place] = f"nullif(list_sort(list_distinct({own})), []) AS aliases"
    joins, ends = "", ["x.identifier"]
    if isinstance(of, Edge):
        names = [quoted(end.name) for end in of.ends]
        refs = [f"x.{name}" for name in names]
        if not of.directed:
            refs = [f"least({refs[0]}, {refs[1]})", f"greatest({refs[0]}, {refs[1]})"]
        for number, (end, ref) in enumerate(zip(of.ends, refs, strict=True)):
            tables = " UNION ALL ".join(f"SELECT id, identifier FROM g.{quoted(name)}" for name in end.kinds)
            joins += f" JOIN ({tables}) n{number} ON n{number}.identifier = {ref}"
        ends = [f"n{number}.id AS {name}" for number, name in enumerate(names)]
    return made(
        db,
        "incoming",
        f"SELECT {', '.join(['x.row', 'x.fact', *ends, *props])},"
        f" s.id AS source, x.locator, x.method, x.confidence{', x.recorded' if exact else ''}"
        f" FROM (SELECT *, {key_sql(of)} AS fact FROM {stage}) x{joins}"
        f" LEFT JOIN {_sources(of, numbered)} s ON s.identifier = x.source",
    )


def _only_adds(db: duckdb.DuckDBPyConnection, of: Node | Edge, incoming: Table, numbered: Table | None) -> bool:
    """Whether none of the facts is stated twice or known to the graph.

    Raises
    ------
    GraphError
        If rows were lost on the way: they name what is neither in the batch nor in the graph.
    """
    stage = quoted("stage_" + of.name)
    lost, once, known = db.execute(
        f"SELECT (SELECT count(*) FROM {stage}) - count(*) + (SELECT count(*) FROM {stage} x"
        f" WHERE x.source IS NOT NULL AND x.source NOT IN (SELECT identifier FROM {_sources(of, numbered)})),"
        " count(*) = count(DISTINCT fact),"
        f" (SELECT count(*) > 0 FROM (FROM {incoming} SEMI JOIN g.{quoted(of.name)} USING (fact) LIMIT 1)) FROM {incoming}"
    ).fetchone() or (0, False, True)
    if lost:
        raise GraphError(
            f"batch: {lost} facts of kind {of.name} name nodes or sources that neither the batch nor the graph holds;"
            " stage those too",
            f"批次：{lost} 条{of.zh}事实指向批次和图中都没有的节点或来源；请一并写入",
        )
    return bool(once and not known)


def _number(db: duckdb.DuckDBPyConnection, of: Node, top: int) -> Table:
    """Dense ids (id, identifier), beyond `top`, for the nodes of the stage that the graph does not hold yet."""
    stage = quoted("stage_" + of.name)
    return made(
        db,
        "numbered",
        f"SELECT ({top} + row_number() OVER (ORDER BY identifier))::INTEGER AS id, identifier"
        f" FROM (SELECT DISTINCT identifier FROM {stage}) ANTI JOIN g.{quoted(of.name)} USING (identifier)",
    )


def _append(
    db: duckdb.DuckDBPyConnection, of: Node | Edge, compared: Compared, numbered: Table | None, *, exact: bool
) -> None:
    """Append the new facts that one source states."""
    # a claim of an exact batch has the day on which it was recorded elsewhere
    own = "said.*" if exact else f"said.*, DATE {literal(str(recorded_on()))} AS recorded"
    fresh = made(
        db,
        "fresh",
        f"SELECT {own} FROM {compared.said} said"
        f" JOIN {compared.verdict} v ON v.fact = said.fact AND v.source IS NOT DISTINCT FROM said.source"
        f" WHERE v.outcome = 'added' AND said.fact NOT IN (SELECT fact FROM {compared.contested})",
    )
    _insert(db, of, fresh, numbered, [name for name, _ in columns(of)])


def _insert(
    db: duckdb.DuckDBPyConnection,
    of: Node | Edge,
    fresh: Table,
    numbered: Table | None,
    names: list[str],
    recorded: str = "x.recorded",
) -> None:
    """Insert the rows of `fresh` (fact, ends, the properties `names`, evidence) with what is derived for them.

    Those of nodes get their ids from `numbered` (id, identifier).
    """
    wanted = ["fact", *identity(of), *map(quoted, names), *EVIDENCE]
    values = [recorded if name == "recorded" else f"x.{name}" for name in wanted]
    joins, order = "", "x.fact"
    if isinstance(of, Node):
        wanted.insert(0, "id")
        values.insert(0, "n.id")
        joins = f" JOIN {numbered} n ON n.identifier = x.identifier"
        order = "x.identifier"
    elif of.dated:
        for name, day in (("since", "first_day(x.since)"), ("until", "last_day_of(x.until)")):
            if name in names:
                wanted.append(f"{name}_day")
                values.append(day)
    if of.name == "supplies":
        wanted += placed(of)
        values += [f"{name.split('_')[0]}.{name.split('_', 1)[1]}" for name in placed(of)]
        joins = " JOIN g.firm seller ON seller.id = x.seller JOIN g.firm buyer ON buyer.id = x.buyer"
        order = "x.buyer, x.fact"  # a hop up the chain then reads few row groups
    db.execute(
        f"INSERT INTO g.{quoted(of.name)} ({', '.join(wanted)}) SELECT {', '.join(values)}"
        f" FROM {fresh} x{joins} ORDER BY {order}"
    )


def _fuse(
    db: duckdb.DuckDBPyConnection, of: Node | Edge, compared: Compared, numbered: Table | None, *, exact: bool
) -> None:
    """Write the facts that several claims state, or whose one claim changed."""
    if not compared.contested.rows:
        return
    fused = fuse(db, of, compared, exact=exact)
    ends = ", ".join(f"any_value({name}) AS {name}" for name in identity(of))
    fresh = made(
        db,
        "fresh",
        f"SELECT * FROM {fused} JOIN (SELECT fact, {ends} FROM {compared.said} GROUP BY fact) e USING (fact)"
        f" WHERE fact NOT IN (SELECT fact FROM {compared.old})",
    )
    _insert(db, of, fresh, numbered, [name for name, _ in columns(of)])
