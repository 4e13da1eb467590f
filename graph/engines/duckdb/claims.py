"""Claims: what each source states of a fact, and what the fact shows of them.

The rows of a batch become claims, one a fact and source (`said`), and are laid over what the
same source stated before (`old`). A fact with one claim holds it in its own row; a fact that
several sources state keeps all its claims in `claim` and shows, property by property, the
value that ranks first: said by a person, then published later, then held with more
confidence. Nothing here depends on the order in which sources were loaded.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from ...schema import METHODS, Edge, Node, columns, properties
from ...sql_text import literal, quoted

if TYPE_CHECKING:
    import duckdb

RANK = (
    "method IS NOT DISTINCT FROM 'person' DESC, last_day_of(source_published) DESC NULLS LAST,"
    " confidence DESC NULLS LAST, source_identifier"
)
EVIDENCE = ("source", "locator", "method", "confidence", "recorded")
_HELD = "(old.method IS NOT DISTINCT FROM 'person' AND said.method IS DISTINCT FROM 'person')"
"""What a person said of a source holds against another reading of it, which only adds."""
STRENGTH = ("person", *(method for method in METHODS if method != "person"))
"""Methods from the strongest: what one source is read to state again keeps the better reading."""


def recorded_on() -> date:
    """Today, or the day that SOURCE_DATE_EPOCH names, so that a build can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return (datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC).astimezone()).date()


def identity(of: Node | Edge) -> list[str]:
    """The columns that say which fact a row is, beside `fact`."""
    return ["identifier"] if isinstance(of, Node) else [quoted(end.name) for end in of.ends]


# a node of which no claim is left (recorded is null) is a name only: whoever states it again takes it over
_SAME = "old.fact = said.fact AND (old.source IS NOT DISTINCT FROM said.source OR old.recorded IS NULL)"


def weigh(db: duckdb.DuckDBPyConnection, of: Node | Edge, *, exact: bool) -> None:
    """From `incoming` make `said`, `old`, `verdict` and `contested`, and add to `outcomes`.

    `said` are this batch's claims, `old` the graph's claims on the same facts, `verdict` what
    becomes of each of `said`; `contested` are the facts that must be fused from their claims.
    Claims of an exact batch stand in place of old ones, whatever those say.
    """
    db.execute(f"CREATE OR REPLACE TEMP TABLE said AS {_said_sql(db, of, exact=exact)}")
    db.execute(f"CREATE OR REPLACE TEMP TABLE old AS {stated_sql(db, of, 'fact IN (SELECT fact FROM said)')}")
    if not exact:
        _drop_bare_words(db, of)
    verdict = _exact_verdict_sql(of) if exact else _verdict_sql(db, of)
    db.execute(f"CREATE OR REPLACE TEMP TABLE verdict AS {verdict}")
    db.execute(
        """
        INSERT INTO outcomes
        SELECT $kind, i.row, CASE
            WHEN i.row = min(i.row) OVER (PARTITION BY i.fact, CASE WHEN v.outcome <> 'added' THEN i.source END)
            THEN v.outcome ELSE 'merged' END
        FROM incoming i JOIN verdict v ON v.fact = i.fact AND v.source IS NOT DISTINCT FROM i.source
        """,
        {"kind": of.name},
    )
    db.execute(
        """
        CREATE OR REPLACE TEMP TABLE contested AS
        SELECT fact FROM verdict WHERE outcome = 'changed'
        UNION SELECT fact FROM verdict WHERE outcome = 'added' GROUP BY fact HAVING count(*) > 1
        """
    )


def _verdict_sql(db: duckdb.DuckDBPyConnection, of: Node | Edge) -> str:
    """What becomes of each claim of the batch, whether it contradicts its source's old one, and is the weaker reading."""
    if db.execute("SELECT count(*) FROM old").fetchone() == (0,):
        return "SELECT fact, source, row, 'added' AS outcome, false AS contradicts, false AS weaker FROM said"
    return f"""
        SELECT said.fact, said.source, said.row, CASE
            WHEN said.fact NOT IN (SELECT fact FROM old) THEN 'added'
            WHEN old.fact IS NULL OR old.recorded IS NULL OR {_news(of)} THEN 'changed'
            ELSE 'unchanged' END AS outcome, {_contradicts(of)} AS contradicts, {_stronger("old", "said")} AS weaker
        FROM said LEFT JOIN old ON {_SAME}
    """


def _exact_verdict_sql(of: Node | Edge) -> str:
    """The same of claims that another graph keeps; there a node that was never recorded is a name, and states nothing."""
    named = ["locator", "method", "confidence", "recorded", *(quoted(name) for name, _ in columns(of))]
    other = " OR ".join(f"said.{name} IS DISTINCT FROM old.{name}" for name in named)
    return f"""
        SELECT said.fact, said.source, said.row, CASE
            WHEN said.fact NOT IN (SELECT fact FROM old) THEN 'added'
            WHEN said.recorded IS NULL THEN 'unchanged'
            WHEN old.fact IS NULL OR old.recorded IS NULL OR {other} THEN 'changed'
            ELSE 'unchanged' END AS outcome, true AS contradicts, false AS weaker
        FROM said LEFT JOIN old ON {_SAME}
    """


def fuse(db: duckdb.DuckDBPyConnection, of: Node | Edge, *, exact: bool) -> None:
    """Fuse the facts that are contested: `fused` is what they show; `claim` and known facts' rows follow.

    Those of `fused` that the graph does not hold yet are left for the caller to insert.
    """
    names = [quoted(name) for name, _ in columns(of)]
    laid = "".join(f"{_overlay(of, name)} AS {quoted(name)}, " for name, _ in columns(of))
    plain = "".join(f"{name}, " for name in names)
    evidence = (
        f"{_evidence('locator')}, {_evidence('method')}, {_evidence('confidence')},"
        " CASE WHEN v.outcome = 'unchanged' THEN old.recorded ELSE $recorded::DATE END AS recorded"
    )
    if exact:
        laid = "".join(f"said.{name}, " for name in names)
        evidence = "said.locator, said.method, said.confidence, coalesce(said.recorded, old.recorded, $recorded::DATE) AS recorded"
    db.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE every AS
        SELECT said.fact, said.source, {laid}
               {evidence}
        FROM said JOIN verdict v ON v.fact = said.fact AND v.source IS NOT DISTINCT FROM said.source
        LEFT JOIN old ON {_SAME}
        WHERE said.fact IN (FROM contested)
        UNION ALL
        SELECT fact, source, {plain}locator, method, confidence, recorded FROM old
        WHERE fact IN (FROM contested) AND recorded IS NOT NULL
          AND NOT EXISTS (FROM said WHERE said.fact = old.fact AND said.source IS NOT DISTINCT FROM old.source)
        """,
        {"recorded": recorded_on()},
    )
    _show(db, of)
    _keep(db, of)


def left(db: duckdb.DuckDBPyConnection, of: Node | Edge) -> None:
    """Let the facts in `contested` rest on the claims in `every` alone, which are all that is left of them."""
    _show(db, of)
    _keep(db, of)


def _keep(db: duckdb.DuckDBPyConnection, of: Node | Edge) -> None:
    """Keep the claims of the contested facts apart where there are several; a single one lies in its fact's row."""
    db.execute("DELETE FROM g.claim WHERE kind = $kind AND fact IN (FROM contested)", {"kind": of.name})
    db.execute(
        "INSERT INTO g.claim SELECT $kind, fact, source, locator, method, confidence, recorded, stated"
        " FROM claims WHERE number > 1 ORDER BY fact, rank",
        {"kind": of.name},
    )


def fuse_again(db: duckdb.DuckDBPyConnection, of: Node | Edge) -> bool:
    """Let the facts with a claim of a source in table `redated` show what ranks first now; whether there are any."""
    db.execute(
        "CREATE OR REPLACE TEMP TABLE contested AS"
        " SELECT DISTINCT fact FROM g.claim WHERE kind = $kind AND source IN (FROM redated)",
        {"kind": of.name},
    )
    if db.execute("SELECT count(*) FROM contested").fetchone() == (0,):
        return False
    db.execute(f"CREATE OR REPLACE TEMP TABLE every AS {stated_sql(db, of, 'fact IN (FROM contested)')}")
    _show(db, of)
    return True


def _said_sql(db: duckdb.DuckDBPyConnection, of: Node | Edge, *, exact: bool) -> str:
    """One claim a fact and source: rows that repeat a key are laid over each other."""
    (repeated,) = db.execute("SELECT count(*) > count(DISTINCT fact) FROM incoming").fetchone() or (False,)
    if exact or not repeated:  # a graph keeps one claim a fact and source
        return "FROM incoming"
    # the evidence of the first row; where two have its number, of the one that sorts first
    order = "row, locator, method, confidence"
    parts = [f"any_value({name}) AS {name}" for name in identity(of)]
    parts += [f"first({name} ORDER BY {order}) AS {name}" for name in ("locator", "method", "confidence")]
    for name, type_ in columns(of):
        column = quoted(name)
        first = f"first({column} ORDER BY row, {column}) FILTER (WHERE {column} IS NOT NULL)::{type_}"
        if name == "aliases":
            # a second name of one identifier is another name of the same thing
            first = _without(_union(column), "first(name ORDER BY row, name) FILTER (WHERE name IS NOT NULL)")
        parts.append(f"{first} AS {column}")
    return f"SELECT fact, source, min(row) AS row, {', '.join(parts)} FROM incoming GROUP BY fact, source"


def stated_sql(db: duckdb.DuckDBPyConnection, of: Node | Edge, which: str) -> str:
    """SQL of the graph's claims on the facts that `which` chooses: properties and evidence."""
    names = ", ".join(["fact", *(quoted(name) for name, _ in columns(of)), *EVIDENCE])
    inline = f"SELECT {names} FROM g.{quoted(of.name)} WHERE {which}"
    mine = f"kind = {literal(of.name)}"
    if db.execute(f"SELECT count(*) FROM g.claim WHERE {mine}").fetchone() == (0,):
        return inline
    apart = ", ".join(
        ["fact", *(f"{decoded(name, type_)} AS {quoted(name)}" for name, type_ in columns(of)), *EVIDENCE]
    )
    return (
        f"{inline} AND fact NOT IN (SELECT fact FROM g.claim WHERE {mine})"
        f" UNION ALL SELECT {apart} FROM g.claim WHERE {mine} AND {which}"
    )


def decoded(name: str, type_: str) -> str:
    """A property out of the JSON of a claim."""
    path = literal(f"$.{name}")
    if type_.endswith("[]"):
        return f"from_json(stated::JSON->{path}, '[\"VARCHAR\"]')"
    return f"(stated::JSON->>{path})::{type_}"


# -- the same source again -------------------------------------------------------------------


def _news(of: Node | Edge) -> str:
    """Whether `said` states anything that `old` did not; an empty cell and a moved row number do not."""
    parts = [_stronger("said", "old")]
    for name, _ in columns(of):
        column = quoted(name)
        if name == "aliases":
            known = "list_append(coalesce(old.aliases, []), old.name)"
            parts.append(f"(said.aliases IS NOT NULL AND NOT list_has_all({known}, said.aliases))")
            parts.append(f"({_HELD} AND said.name IS NOT NULL AND NOT list_contains({known}, said.name))")
        else:
            parts.append(
                f"(said.{column} IS NOT NULL AND said.{column} IS DISTINCT FROM old.{column}"
                f" AND NOT ({_HELD} AND (old.{column} IS NOT NULL OR {_figured(of, name)})))"
            )
    # an automatic locator ("row 7") moves when a table grows; that alone is no change
    moved = "said.locator IS DISTINCT FROM old.locator AND NOT regexp_matches(said.locator, ' row \\d+$')"
    return " OR ".join([*parts, f"({moved} AND NOT {_stronger('old', 'said')})"])


def _drop_bare_words(db: duckdb.DuckDBPyConnection, of: Node | Edge) -> None:
    """Words without a figure (面议) say nothing beside the figure that the same source stated before."""
    for amount in _amounts(of):
        said, old = (f"coalesce({', '.join(f'{side}.{quoted(x)}' for x in amount[:3])})" for side in ("said", "old"))
        db.execute(
            f"UPDATE said SET {quoted(amount[-1])} = NULL FROM old WHERE old.fact = said.fact"
            f" AND old.source IS NOT DISTINCT FROM said.source AND {said} IS NULL AND {old} IS NOT NULL"
        )


def _contradicts(of: Node | Edge) -> str:
    """Whether the source now states another value of anything: it has changed its mind."""
    parts = [
        f"said.{column} <> old.{column}" for column in (quoted(name) for name, _ in columns(of) if name != "aliases")
    ]
    return f"(NOT {_HELD} AND coalesce({' OR '.join(parts)}, false))" if parts else "false"


def _figured(of: Node | Edge, name: str) -> str:
    """Whether the old claim has figures that make one observation with this column."""
    figures = _observed_with(of, name)
    return "(" + " OR ".join(f"old.{quoted(figure)} IS NOT NULL" for figure in figures) + ")" if figures else "false"


def _stronger(one: str, other: str) -> str:
    """Whether one reading of a source is better than the other: by its method, then by its confidence."""
    methods = ", ".join(map(literal, STRENGTH))
    places = [f"coalesce(list_position([{methods}], {side}.method), {len(STRENGTH) + 1})" for side in (one, other)]
    surer = f"coalesce({one}.confidence, -1) > coalesce({other}.confidence, -1)"
    return f"({places[0]} < {places[1]} OR ({places[0]} = {places[1]} AND {surer}))"


def _evidence(name: str) -> str:
    """Evidence of a claim that is stated again: that of the better reading, or of the new mind."""
    found = "CASE WHEN v.contradicts THEN said.locator ELSE coalesce(said.locator, old.locator) END"
    now = found if name == "locator" else f"said.{name}"
    return f"CASE WHEN v.outcome = 'unchanged' OR (v.weaker AND NOT v.contradicts) THEN old.{name} ELSE {now} END AS {name}"


def _overlay(of: Node | Edge, name: str) -> str:
    """A property of a claim that is stated again: as now, else as before."""
    column = quoted(name)
    held = f"CASE WHEN {_HELD} THEN CASE WHEN {_figured(of, name)} THEN old.{column} ELSE coalesce(old.{column}, said.{column}) END"
    if name == "aliases":
        lists = "list_concat(coalesce(old.aliases, []), coalesce(said.aliases, []), [old.name, said.name])"
        chosen = f"CASE WHEN {_HELD} THEN coalesce(old.name, said.name) ELSE coalesce(said.name, old.name) END"
        return _without(f"list_sort(list_distinct({lists}))", chosen)
    for amount in _amounts(of):
        if name in amount:
            # a new figure does not keep the bounds of the old one
            new = " OR ".join(f"said.{x} <> old.{x}" for x in map(quoted, amount[:3]))
            again = f"WHEN coalesce({new}, false) THEN said.{column} ELSE coalesce(said.{column}, old.{column}) END"
            return f"{held} {again}"
    return f"{held} ELSE coalesce(said.{column}, old.{column}) END"


# -- several sources -------------------------------------------------------------------------


def _show(db: duckdb.DuckDBPyConnection, of: Node | Edge) -> None:
    """Rank the claims in `every`, fuse them, and let the facts' rows show it."""
    names = [quoted(name) for name, _ in columns(of)]
    stated = ", ".join(f"{literal(name)}: {quoted(name)}" for name, _ in columns(of))
    db.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE claims AS
        WITH sourced AS (
            SELECT every.*, s.published AS source_published, s.identifier AS source_identifier
            FROM every LEFT JOIN g.source s ON s.id = every.source
        )
        SELECT * EXCLUDE (source_published, source_identifier), {f"to_json({{{stated}}})" if stated else "'{}'"} AS stated,
               row_number() OVER (PARTITION BY fact ORDER BY {RANK}) AS rank, count(*) OVER (PARTITION BY fact) AS number
        FROM sourced
        """
    )
    db.execute(f"CREATE OR REPLACE TEMP TABLE fused AS {_fused_sql(of)}")
    changes = [f"{name} = x.{name}" for name in (*names, *EVIDENCE)]
    if isinstance(of, Edge) and of.dated:
        changes += ["since_day = first_day(x.since)", "until_day = last_day_of(x.until)"]
    table = quoted(of.name)
    db.execute(f"UPDATE g.{table} SET {', '.join(changes)} FROM fused x WHERE {table}.fact = x.fact")


def _fused_sql(of: Node | Edge) -> str:
    """What each contested fact shows: property by property the first claim that states it.

    An observation hangs together: its amounts, unit, period and basis come from one claim.
    """
    parts = [f"first({name} ORDER BY rank) AS {name}" for name in EVIDENCE]
    for name, _ in columns(of):
        column = quoted(name)
        first = f"first({column} ORDER BY rank) FILTER (WHERE {column} IS NOT NULL)"
        amounts = _observed_with(of, name)
        if name == "aliases":
            # a name that lost against another is still a name of it
            first = _without(_union(column), "first(name ORDER BY rank) FILTER (WHERE name IS NOT NULL)")
        elif amounts:
            has = "(" + " OR ".join(f"{quoted(amount)} IS NOT NULL" for amount in amounts) + ")"
            first = f"CASE WHEN bool_or({has}) THEN first({column} ORDER BY rank) FILTER (WHERE {has}) ELSE {first} END"
        parts.append(f"{first} AS {column}")
    return f"SELECT fact, {', '.join(parts)} FROM claims GROUP BY fact"


_OBSERVED = ("unit", "basis", "period", "modality", "change", "against")


def _amounts(of: Node | Edge) -> list[tuple[str, ...]]:
    """The columns of each amount of a kind: the figure, its bounds, as written."""
    return [
        tuple(prop.name + end for end in ("", "_low", "_high", "_original"))
        for prop in properties(of)
        if prop.type in ("money", "quantity") or (of.name == "metric" and prop.name == "value")
    ]


def _observed_with(of: Node | Edge, name: str) -> list[str]:
    """The figures with which a column makes one observation; none if it stands alone.

    The amounts of an observation with a unit, period or basis are one; others (the sums of a
    project: planned, contracted, paid in) stand each for itself.
    """
    amounts = _amounts(of)
    together = any(column in _OBSERVED for column, _ in columns(of))
    if together and (name in _OBSERVED or any(name in amount for amount in amounts)):
        return [column for amount in amounts for column in amount[:3]]
    return [column for amount in amounts if name in amount for column in amount[:3]]


def _union(aliases: str) -> str:
    """All names and aliases of a group of rows, in order, once each."""
    listed = f"flatten(list({aliases}) FILTER (WHERE {aliases} IS NOT NULL))"
    return f"list_sort(list_distinct(list_concat(coalesce({listed}, []), coalesce(list(DISTINCT name), []))))"


def _without(aliases: str, name: str) -> str:
    """A list of aliases less the name itself; null where none is left."""
    return f"nullif(list_filter({aliases}, lambda a: a IS NOT NULL AND a IS DISTINCT FROM {name}), [])"
