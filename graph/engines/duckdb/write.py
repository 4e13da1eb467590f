"""Writing a batch into a DuckDB graph: one transaction, upsert by key, claims kept.

The graph is attached as `g` to the batch's own connection. For each kind the staged rows
become claims (claims.py). A new fact with one claim is appended; a fact with several
claims, or whose claim changed, is fused.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ...batch import DUCKDB_CONFIG, key_sql
from ...dates import DATES_SQL
from ...errors import GraphError
from ...identity import number_sql
from ...schema import EDGES, KINDS, NODES, SCHEMA_VERSION, Edge, Node, columns, kind, properties
from ...schema.kinds import stored_as
from ...schema.steps import later
from ...sql_text import literal, quoted
from .areas import LATEST, places_ended, rederive_areas, rederive_firms
from .claims import EVIDENCE, fuse, fuse_again, identity, recorded_on, weigh
from .tables import placed
from .undo import corrected_places, give_back, hold_back, lift, make_undone, take_out
from .upgrade import UPGRADED, has_trace, upgrade

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    import duckdb

    from ...batch import Batch

STRUCTURE = ("located_in", "covers", "part_of")
"""Edges that decide the areas of firms; written before the supplies that carry them. The engine's own matter: how areas
follow from them is written out in areas.py."""


def write_batch(batch: Batch, version: int = SCHEMA_VERSION) -> None:
    """Write all of the batch, or nothing; fill its table `outcome` (kind, row, outcome).

    A graph of an earlier version of the schema becomes one of today's with it.
    """
    import duckdb

    db = batch.db
    db.execute("CREATE OR REPLACE TEMP TABLE outcomes (kind VARCHAR, row BIGINT, outcome VARCHAR)")
    whole = hold_back(batch, traced=has_trace(db, version))
    db.execute("BEGIN")
    try:
        kinds = batch.kinds
        added: dict[str, int] = {}
        anew = version < SCHEMA_VERSION and upgrade(db, version)
        make_undone(db)
        (latest,) = db.execute(
            "CREATE OR REPLACE TEMP TABLE dated AS SELECT id, published FROM g.source;"
            "CREATE OR REPLACE TEMP TABLE top AS SELECT coalesce(max(id), 0) AS id FROM g.node;"
            f"SELECT {LATEST}"
        ).fetchone() or (None,)
        for node in NODES:
            if node.name in kinds:
                _write_kind(batch, node, added)
        for name in STRUCTURE:
            if name in kinds:
                _write_kind(batch, kind(name), added)
        if "located_in" in kinds:
            _correct_places(db)
        # what a fact shows, and which place a firm has, may hang on when a source was published
        redated = _redated(db)
        again = {of.name for of in KINDS if redated and fuse_again(db, of)}
        if redated or {"region", "park", *STRUCTURE} & set(kinds) or places_ended(db, latest):
            rederive_areas(db)
            rederive_firms(db)
        for of in EDGES:
            if of.name in kinds and of.name not in STRUCTURE:
                _write_kind(batch, of, added)
        lift(db)
        undone = _take_out(batch, latest)
        changed = {of.name for of in KINDS} if anew else again.union(kinds, undone)
        # where a place was corrected or a fact taken out, what was added is not all that changed
        plain = set() if anew else added.keys() - again - undone - {"located_in"}
        write_meta(db, sorted(changed), {name: added[name] for name in plain})
        db.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.TransactionException):  # a commit that failed has ended it already
            db.execute("ROLLBACK")
        raise
    finally:
        give_back(batch, whole)
    db.execute("CREATE OR REPLACE TEMP VIEW outcome AS FROM outcomes")


def upgrade_whole(path: Path, version: int) -> None:
    """Make a file one of today's version and write nothing else; it says of which version it was."""
    import duckdb

    with duckdb.connect(":memory:", config=DUCKDB_CONFIG) as db:
        db.execute(DATES_SQL)
        db.execute(f"ATTACH {literal(str(path))} AS g")
        db.execute("BEGIN")
        if upgrade(db, version):
            write_meta(db, [of.name for of in KINDS], {})
        db.execute("INSERT INTO g.meta VALUES ($key, $was)", {"key": UPGRADED, "was": str(version)})
        db.execute("COMMIT")
        db.execute("DETACH g")


def _take_out(batch: Batch, latest: date | None) -> set[str]:
    """Take out what the batch asks to, and let the rest follow: what shows, and which place a firm has."""
    db = batch.db
    undone = take_out(batch)
    if "source" in undone and _redated(db):
        undone |= {of.name for of in KINDS if fuse_again(db, of)}
    if {"region", "park", *STRUCTURE} & undone or ("source" in undone and places_ended(db, latest)):
        rederive_areas(db)
        rederive_firms(db)
    return undone


def _write_kind(batch: Batch, of: Node | Edge, added: dict[str, int]) -> None:
    """Write the stage of a kind; where it only adds to the graph, put the digest of what it adds into `added`."""
    db, exact = batch.db, batch.exact
    filled = _filled(db, of)
    if _incoming(db, of, filled, exact=exact):
        _insert(db, of, "incoming", filled, "x.recorded" if exact else f"DATE {literal(str(recorded_on()))}")
        (added[of.name],) = db.execute(
            f"INSERT INTO outcomes SELECT {literal(of.name)}, row, 'added' FROM incoming;"
            f"SELECT {_digest_sql(of, filled)} FROM incoming"
        ).fetchone() or (None,)
        return
    for name, type_ in columns(of):
        if name not in filled:
            db.execute(f"ALTER TABLE incoming ADD COLUMN {quoted(name)} {type_}")
    weigh(db, of, exact=exact)
    _append(db, of, exact=exact)
    _fuse(db, of, exact=exact)


def _filled(db: duckdb.DuckDBPyConnection, of: Node | Edge) -> list[str]:
    """The properties that the stage of a kind states, or that have a default: the other columns cost as much if written."""
    defaults = {prop.name for prop in properties(of) if prop.default}
    names = [name for name, _ in columns(of)]
    if not names:
        return []
    counts = db.execute(
        f"SELECT {', '.join(f'count({quoted(name)})' for name in names)} FROM {quoted('stage_' + of.name)}"
    ).fetchone()
    return [name for name, count in zip(names, counts or (), strict=True) if count or name in defaults]


def _correct_places(db: duckdb.DuckDBPyConnection) -> None:
    """A source that now states another primary place of something corrects the one it stated before.

    Each place is a fact of its own, so the earlier one would stand beside it. Places with dates
    are a history, and those that another source states too have their own evidence: both stay.
    """
    db.execute(
        """
        CREATE OR REPLACE TEMP TABLE restated AS
        SELECT DISTINCT n.id AS what, s.id AS source
        FROM stage_located_in x JOIN g.node n ON n.identifier = x.what JOIN g.source s ON s.identifier = x.source
        WHERE coalesce(x.role, 'primary') = 'primary' AND x.since IS NULL AND x.until IS NULL
        """
    )
    corrected_places(db)


def _redated(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether known sources (table `redated`) turn out to be published at another time than `dated` has it."""
    found = db.execute(
        "CREATE OR REPLACE TEMP TABLE redated AS SELECT s.id FROM g.source s JOIN dated d USING (id)"
        " WHERE s.published IS DISTINCT FROM d.published"
    ).fetchone()
    return found != (0,)


def _incoming(db: duckdb.DuckDBPyConnection, of: Node | Edge, filled: list[str], *, exact: bool) -> bool:
    """`incoming`: the staged rows with fact numbers, dense ids of ends, the properties that are filled, and sources.

    Gives whether none of its facts is stated twice or known to the graph.
    """
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
    sources = "g.source"
    if isinstance(of, Node):
        _number(db, of)
        if of.name == "source":  # a source may cite another of the same batch
            sources = "(SELECT id, identifier FROM g.source UNION ALL FROM numbered)"
    if isinstance(of, Edge):
        names = [quoted(end.name) for end in of.ends]
        refs = [f"x.{name}" for name in names]
        if not of.directed:
            refs = [f"least({refs[0]}, {refs[1]})", f"greatest({refs[0]}, {refs[1]})"]
        for number, (end, ref) in enumerate(zip(of.ends, refs, strict=True)):
            tables = " UNION ALL ".join(f"SELECT id, identifier FROM g.{quoted(name)}" for name in end.kinds)
            joins += f" JOIN ({tables}) n{number} ON n{number}.identifier = {ref}"
        ends = [f"n{number}.id AS {name}" for number, name in enumerate(names)]
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE incoming AS SELECT {', '.join(['x.row', 'x.fact', *ends, *props])},"
        f" s.id AS source, x.locator, x.method, x.confidence{', x.recorded' if exact else ''}"
        f" FROM (SELECT *, {key_sql(of)} AS fact FROM {stage}) x{joins}"
        f" LEFT JOIN {sources} s ON s.identifier = x.source"
    )
    lost, once, known = db.execute(
        f"SELECT (SELECT count(*) FROM {stage}) - count(*) + (SELECT count(*) FROM {stage} x"
        f" WHERE x.source IS NOT NULL AND x.source NOT IN (SELECT identifier FROM {sources})),"
        " count(*) = count(DISTINCT fact),"
        f" (SELECT count(*) > 0 FROM (FROM incoming SEMI JOIN g.{quoted(of.name)} USING (fact) LIMIT 1)) FROM incoming"
    ).fetchone() or (0, False, True)
    if lost:
        raise GraphError(
            f"batch: {lost} facts of kind {of.name} name nodes or sources that neither the batch nor the graph holds;"
            " stage those too",
            f"批次：{lost} 条{of.zh}事实指向批次和图中都没有的节点或来源；请一并写入",
        )
    return bool(once and not known)


def _number(db: duckdb.DuckDBPyConnection, of: Node) -> None:
    """`numbered`: dense ids for the nodes of the stage that the graph does not hold yet."""
    (new,) = db.execute(
        "CREATE OR REPLACE TEMP TABLE numbered AS"
        " SELECT ((SELECT id FROM top) + row_number() OVER (ORDER BY identifier))::INTEGER AS id, identifier"
        f" FROM (SELECT DISTINCT identifier FROM {quoted('stage_' + of.name)}) ANTI JOIN g.{quoted(of.name)} USING (identifier)"
    ).fetchone() or (0,)
    if new:
        db.execute("UPDATE top SET id = id + $new", {"new": new})


def _append(db: duckdb.DuckDBPyConnection, of: Node | Edge, *, exact: bool) -> None:
    """Append the new facts that one source states."""
    # a claim of an exact batch has the day on which it was recorded elsewhere
    own = "said.*" if exact else f"said.*, DATE {literal(str(recorded_on()))} AS recorded"
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE fresh AS SELECT {own} FROM said"
        " JOIN verdict v ON v.fact = said.fact AND v.source IS NOT DISTINCT FROM said.source"
        " WHERE v.outcome = 'added' AND said.fact NOT IN (SELECT fact FROM contested)"
    )
    _insert(db, of, "fresh", [name for name, _ in columns(of)])


def _insert(
    db: duckdb.DuckDBPyConnection, of: Node | Edge, table: str, names: list[str], recorded: str = "x.recorded"
) -> None:
    """Insert rows of `table` (fact, ends, the properties `names`, evidence) with what is derived for them."""
    wanted = ["fact", *identity(of), *map(quoted, names), *EVIDENCE]
    values = [recorded if name == "recorded" else f"x.{name}" for name in wanted]
    joins, order = "", "x.fact"
    if isinstance(of, Node):
        wanted.insert(0, "id")
        values.insert(0, "n.id")
        joins = " JOIN numbered n ON n.identifier = x.identifier"
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
        f" FROM {table} x{joins} ORDER BY {order}"
    )


def _fuse(db: duckdb.DuckDBPyConnection, of: Node | Edge, *, exact: bool) -> None:
    """Write the facts that several claims state, or whose one claim changed."""
    if db.execute("SELECT count(*) FROM contested").fetchone() == (0,):
        return
    fuse(db, of, exact=exact)
    ends = ", ".join(f"any_value({name}) AS {name}" for name in identity(of))
    db.execute(
        "CREATE OR REPLACE TEMP TABLE fresh AS SELECT * FROM fused"
        f" JOIN (SELECT fact, {ends} FROM said GROUP BY fact) e USING (fact) WHERE fact NOT IN (SELECT fact FROM old)"
    )
    _insert(db, of, "fresh", [name for name, _ in columns(of)])


def _digest_sql(of: Node | Edge, filled: Iterable[str]) -> str:
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
    for name in kinds:
        if name in added:
            before = f"SELECT value::UBIGINT FROM g.meta WHERE key = {literal('content:' + name)}"
            values[f"content:{name}"] = (
                f"SELECT nullif(xor(coalesce(({before}), 0), {added[name] or 0}::UBIGINT), 0)::VARCHAR"
            )
        else:
            digest = _digest_sql(kind(name), [column for column, _ in columns(kind(name))])
            values[f"content:{name}"] = f"SELECT {digest}::VARCHAR FROM g.{quoted(name)}"
    new = db.execute(f"SELECT {', '.join(f'({sql})' for sql in values.values())}").fetchone() or ()
    marks = ", ".join("(?, ?)" for _ in values)
    said = zip(values, new, strict=True)
    db.execute(
        f"DELETE FROM g.meta WHERE key IN ({', '.join(map(literal, values))}); INSERT INTO g.meta VALUES {marks}",
        [part for pair in said for part in pair],
    )
