"""A write to a graph of which only the rows are here that a batch touches.

A batch that adds facts and states known ones again can be written so. What would reach further cannot: another identifier for a
node, two nodes that turn out to be one, a new area or a source with another date. It is told as `WholeNeededError`, before anything
is sent, and the batch is worked out again with all rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...schema import AREAS
from ...sql_text import literal
from .areas import LATEST
from .content import as_of_sql
from .tables import Table, made

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import duckdb

    from ...batch import Batch


class WholeNeededError(Exception):
    """What a batch changes may reach facts that are not here."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a write must know of the rows that are not here."""

    top: int
    """The greatest id of any node of the graph."""
    ended: Callable[[date | None, date | None], bool]
    """Whether any place or part was left between two days on which the latest source was published."""


def all_needed(needed: object, elsewhere: Elsewhere | None) -> None:
    """Raise where all rows are needed and some are `elsewhere`."""
    if needed and elsewhere is not None:
        raise WholeNeededError


FRAME: Final = ("source", *AREAS)
"""Kinds of nodes that are here whole: they date and place all others. What rests on them, or lies there, is not here."""


def may_be_partial(batch: Batch) -> bool:
    """Whether a batch only states facts or takes single ones out.

    What takes out all of a source, says who is who or brings another graph's names needs all rows.
    """
    if batch.exact or batch.replaces or batch.sames or batch.formers or batch.traced or batch.as_is:
        return False
    if not batch.edits:
        return True
    of_frame = ", ".join(map(literal, FRAME))
    return batch.db.execute(f"FROM removal WHERE fact IS NULL OR kind IN ({of_frame})").fetchone() is None


@dataclass(frozen=True, slots=True)
class Before:
    """A partial graph before a write; of a graph all of which is here nothing is looked at."""

    elsewhere: Elsewhere | None = None
    areas: Table | None = None
    latest: date | None = None
    as_of: str | None = None
    """As of when its facts that are here speak."""

    @classmethod
    def of(cls, db: duckdb.DuckDBPyConnection, elsewhere: Elsewhere | None) -> Before:
        """What is looked at again after the write."""
        if elsewhere is None:
            return cls()
        latest, as_of = db.execute(f"SELECT {LATEST}, ({_AS_OF})").fetchone() or (None, None)
        return cls(elsewhere, made(db, "areas_before", "FROM g.area"), latest, as_of)

    def said_now(self, db: duckdb.DuckDBPyConnection) -> dict[str, str | None]:
        """What is to be said of the whole graph after the write that its part alone does not tell: as of when it speaks.

        Raises
        ------
        WholeNeededError
            If that, or what other facts show, hangs on facts that are not here.
        """
        if self.elsewhere is None:
            return {}
        latest, now, before = db.execute(
            f"SELECT {LATEST}, ({_AS_OF}), (SELECT value FROM g.meta WHERE key = 'as_of')"
        ).fetchone() or (None, None, None)
        all_needed(latest != self.latest and self.elsewhere.ended(self.latest, latest), self.elsewhere)
        # a park says of nothing else where it lies; the name of a firm may begin with that of a region
        (others,) = db.execute(
            f"SELECT count(*) FROM (FROM {self.areas} EXCEPT ALL FROM g.area UNION ALL"
            f" (SELECT * FROM g.area WHERE kind = 'region' EXCEPT ALL FROM {self.areas}))"
        ).fetchone() or (1,)
        all_needed(others, self.elsewhere)
        if before is None or (now is not None and now >= before):
            return {"as_of": now}
        all_needed(self.as_of == before, self.elsewhere)  # no other fact may be as late
        return {"as_of": before}


_AS_OF = as_of_sql(lambda name: f"g.{name}")
