"""`--sum-lines`: lines of one file that state the same fact are added up (monthly deliveries, invoices).

Only amounts of edges that a table states itself are added, and only where unit, basis, period and modality are the same.
Lines of other periods, bases and modalities are added up apart where a fact has an observation of each (a modality that
is not said is actual); a line that does not say of which period or basis it is while others do, and elsewhere any that
differs, is rejected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.batch import key_sql
from ...graph.language import t
from ...graph.observations import fields
from ...graph.schema import EDGE_NAMES, Edge, columns, edge, properties
from ...graph.schema.model import OBSERVED_BY
from ...graph.sql_text import quoted
from ..names.identify import table_of
from ..problems import reject_cells

if TYPE_CHECKING:
    from ...graph.batch import Batch
    from ..columns.table import Table
    from ..names.resolve import Names

_ALIKE: Final = ("unit", "basis", "period", "modality")
_ENDS: Final = ("", "_low", "_high", "_original")


def summable(table: Table, of: str) -> tuple[str, ...]:
    """The columns of a table's own fact that are added up; none of facts that it implies."""
    if of != table.table_kind.kind or of not in EDGE_NAMES:
        return ()
    return tuple(name + end for name in _amounts(edge(of)) for end in _ENDS)


def find_unlike(batch: Batch, names: Names, tables: list[Table]) -> int:
    """Reject lines with an amount of which it cannot be told with which others it is to be added up; how many."""
    found = 0
    by_base = {table.sheet.base: table for table in tables}
    for of in _stated(batch, tables):
        alike = [name for name, _ in columns(of) if name in _ALIKE]
        amounts = " OR ".join(f"{quoted(name)} IS NOT NULL" for name in _amounts(of))
        apart = _apart(of)
        for name in alike:
            if name == "modality" and name in apart:
                continue  # one that is not said is actual, so a plan beside it is another observation
            told = [one for one in apart if name not in apart or one == "modality"]
            beside = "".join(f", {_said(one)}" for one in told)
            unlike = "value IS NULL <> (first IS NULL)" if name in apart else "value IS DISTINCT FROM first"
            rows = batch.db.execute(
                f"""
                SELECT row, value, first FROM (
                    SELECT row, {quoted(name)} AS value,
                        first_value({quoted(name)}) OVER (PARTITION BY {key_sql(of)}, source{beside} ORDER BY row) AS first
                    FROM {quoted("stage_" + of.name)} WHERE {amounts}
                ) WHERE {unlike} ORDER BY row
                """
            ).fetchall()
            problems = []
            for row, value, first in rows:
                header = table_of(row, by_base).headers.get(name, name)
                reason = t(
                    names.lang,
                    f"lines of one fact are added up only if this is the same; the first line has {first or 'nothing'}",
                    f"同一事实的各行须在此列相同才能相加；第一行为 {first or '空'}",
                )
                problems.append((row, header, value, reason))
            found += reject_cells(batch.db, problems)
    return found


def add_up(batch: Batch, tables: list[Table]) -> None:
    """Give every line of a fact the sum of all its lines of one observation; they then say the same, and are merged."""
    for of in _stated(batch, tables):
        stage = quoted("stage_" + of.name)
        apart = _apart(of)
        key = ", ".join([f"{key_sql(of)} AS fact", "source", *(f"{_said(name)} AS {quoted(name)}" for name in apart)])
        same = "".join(f" AND {_said(name, stage)} IS NOT DISTINCT FROM s.{quoted(name)}" for name in apart)
        for name in _amounts(of):
            amount, low, high, original = (quoted(name + end) for end in _ENDS)
            # a line that states a bound only, or none, adds what it states
            batch.db.execute(
                f"""
                UPDATE {stage} SET {amount} = s.amount, {low} = s.low, {high} = s.high, {original} = NULL
                FROM (
                    SELECT {key}, CASE WHEN bool_and({amount} IS NOT NULL) THEN sum({amount}) END AS amount,
                        CASE WHEN count({low}) > 0 THEN sum(coalesce({low}, {amount})) END AS low,
                        CASE WHEN count({high}) > 0 AND bool_and(coalesce({high}, {amount}) IS NOT NULL)
                            THEN sum(coalesce({high}, {amount})) END AS high
                    FROM {stage} WHERE coalesce({amount}, {low}, {high}) IS NOT NULL GROUP BY ALL HAVING count(*) > 1
                ) s WHERE {key_sql(of)} = s.fact AND {stage}.source IS NOT DISTINCT FROM s.source{same}
                """
            )


def _apart(of: Edge) -> list[str]:
    """What tells one observation of a fact of a kind from another; nothing where it has one."""
    return [name for name, _ in fields(of) if name in OBSERVED_BY]


def _said(name: str, table: str = "") -> str:
    """SQL of what a line says of its observation: a modality that is not said is actual."""
    column = f"{table}.{quoted(name)}" if table else quoted(name)
    return f"coalesce({column}, 'actual')" if name == "modality" else column


def _amounts(of: Edge) -> list[str]:
    return [prop.name for prop in properties(of) if prop.type in ("money", "quantity")]


def _stated(batch: Batch, tables: list[Table]) -> list[Edge]:
    """The kinds of edges with amounts that a table of the load states itself."""
    kinds = {table.table_kind.kind for table in tables}
    return [edge(name) for name in batch.kinds if name in kinds and name in EDGE_NAMES and _amounts(edge(name))]
