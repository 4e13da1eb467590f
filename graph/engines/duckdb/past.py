"""A copy of a graph, rewritten in place into what was known of a past day or is said of a period (graph/past.py)."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from ...batch import DUCKDB_CONFIG
from ...dates import DATES_SQL
from ...regions.past import regions_of
from ...schema import SCHEMA_VERSION
from ...schema.model import begun_sql
from ...sql_text import literal, quoted
from ...when import PLACING
from .areas import rederive_areas, rederive_firms
from .confined import confine, prove
from .errors import told
from .past_regions import rewrite_regions
from .past_values import rewrite_values
from .upgrade import add_own
from .write import upgrade_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

    from ...when import Rewritten, When

_BEGUN: Final = "({{0}}.since_day IS NULL OR {{0}}.since_day <= DATE {day})"
_NOT_OVER: Final = (
    "({{0}}.until_day > DATE {day} OR ({{0}}.until_day IS NULL OR {{0}}.until_day = DATE {day})"
    " AND coalesce({{0}}.status, 'active') <> 'ended')"
)


def rewrite(path: Path, when: When, url: str) -> Rewritten:
    """Rewrite the copy of the graph `url` in a file, whole or not at all; what cannot be told of the day."""
    day = date.fromisoformat(when.day)
    regions = regions_of(day.year)
    with _opened(path, url) as (_, version):
        pass
    if version < SCHEMA_VERSION:
        upgrade_whole(path, version)
    with _opened(path, url) as (db, _):
        db.execute("BEGIN")
        values = rewrite_values(db, when)
        unclear = rewrite_regions(db, regions)
        _rewrite_places(db, day)
        rederive_areas(db, _held(day), regions)
        rederive_firms(db, _held(day), regions)
        db.execute("COMMIT")
    return replace(values, unclear=unclear)


@contextmanager
def _opened(path: Path, url: str) -> Iterator[tuple[duckdb.DuckDBPyConnection, int]]:
    """A connection that has the copy of the graph `url` as `g`, and of which version it is."""
    import duckdb

    with told(url), duckdb.connect(":memory:", config=DUCKDB_CONFIG) as db:
        db.execute(DATES_SQL)
        confine(db, path.absolute())
        db.execute(f"ATTACH {literal(str(path.absolute()))} AS g")
        version = prove(db, url, "g", written=True)
        add_own(db)
        yield db, version
        db.execute("DETACH g")


def _rewrite_places(db: duckdb.DuckDBPyConnection, day: date) -> None:
    """Leave only what is where it is on the day; what is only planned is told as such, and decides nothing."""
    held = _sql(f"{_BEGUN} AND {_NOT_OVER}", day).format("x")
    for name in PLACING:
        db.execute(f"DELETE FROM g.{quoted(name)} AS x WHERE {begun_sql('x')} AND NOT ({held})")


def _held(day: date) -> str:
    """The condition that a place, the row in place of {0}, was one on the day."""
    return _sql(f"{begun_sql('{{0}}')} AND {_BEGUN} AND {_NOT_OVER}", day)


def _sql(text: str, day: date) -> str:
    return text.format(day=literal(day.isoformat()))
