"""A graph file out of all that another graph holds, table by table, as `scan` gave it: nothing is decided anew.

Facts keep their numbers, values and evidence; dense ids are given anew in one order, and what follows from facts (days, areas,
digests) is derived. The tables may be of an earlier version of the schema: they lack what came later, and the steps that
upgrade a graph file (upgrade.py) make one of today's of it.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...batch import DUCKDB_CONFIG
from ...dates import DATES_SQL
from ...errors import GraphError
from ...schema import EDGES, KINDS, NODES, SCHEMA_VERSION, Edge, Node, kind
from ...scratch import spill
from ...sql_text import literal, quoted
from . import making
from .areas import rederive_areas, rederive_firms
from .confined import confine, prove
from .content import write_meta
from .tables import BESIDE_KINDS, EVIDENCE, made, placed, stored
from .upgrade import UPGRADED
from .write import STRUCTURE, upgrade_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import duckdb

_MEMORY: Final = 4 << 30
_SMALL_BLOCK, _LARGE_BLOCK, _LARGE = 16_384, 262_144, 100_000


@dataclass(frozen=True, slots=True)
class Given:
    """A Parquet table of a graph: how many rows it has, all of which must be in the graph, and how many bytes of text at most."""

    path: Path
    rows: int
    text: int


def rebuild(path: Path, version: int, tables: Mapping[str, Given], url: str) -> None:
    """Make a graph of today's version in a new file, of tables of a graph of `version`; `url` is what it is called.

    Raises
    ------
    GraphError
        If the tables do not make a graph: an end of an edge is not there, a number is none, a column is missing.
    """
    making.make_file(path, _LARGE_BLOCK if sum(one.rows for one in tables.values()) > _LARGE else _SMALL_BLOCK)
    with _opened(path, url, [one.path for one in tables.values()]) as db:
        db.execute("BEGIN")
        _Filling(db, tables, url, earlier=version < SCHEMA_VERSION).fill()
        if version == SCHEMA_VERSION:
            write_meta(db, [of.name for of in KINDS], {})
        else:
            db.execute("UPDATE g.meta SET value = $version WHERE key = 'schema_version'", {"version": str(version)})
        db.execute("COMMIT")
    if version < SCHEMA_VERSION:
        upgrade_whole(path, version)
        with _opened(path, url, ()) as db:
            db.execute("BEGIN")
            rederive_areas(db)
            rederive_firms(db)
            write_meta(db, [of.name for of in KINDS], {})
            db.execute("COMMIT")


def say(path: Path, url: str, key: str, text: str) -> None:
    """Let a graph say something else of itself, as that it is only a part of another; nothing where the text is empty."""
    with _opened(path, url, ()) as db:
        db.execute("DELETE FROM g.meta WHERE key = $key", {"key": key})
        if text:
            db.execute("INSERT INTO g.meta (key, value) VALUES ($key, $text)", {"key": key, "text": text})


def as_todays(path: Path, url: str) -> None:
    """Let a graph no longer say that it is the upgraded copy of another: it stands for itself."""
    with _opened(path, url, ()) as db:
        db.execute("DELETE FROM g.meta WHERE key = $key", {"key": UPGRADED})


@contextmanager
def _opened(path: Path, url: str, reads: object) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that has the file as `g`, and reads these tables, and no other file."""
    import duckdb

    with duckdb.connect(":memory:", config={**DUCKDB_CONFIG, "temp_directory": str(spill() / "spilled")}) as db:
        db.execute(DATES_SQL)
        _bound(db)
        confine(db, path.absolute(), *reads)  # type: ignore[misc]
        db.execute(f"ATTACH {literal(str(path.absolute()))} AS g")
        prove(db, url, "g", written=True)
        yield db
        db.execute("CHECKPOINT g; DETACH g")


def _bound(db: duckdb.DuckDBPyConnection) -> None:
    """Take no more memory than a graph needs to be built: what a hostile table unpacks to is not to take all there is."""
    try:
        there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return
    if there * 0.8 > _MEMORY:
        db.execute(f"SET memory_limit = '{_MEMORY >> 20}MiB'")


class _Filling:
    """The tables of a graph `g` that are filled one after the other: nodes, what decides areas, then the rest."""

    def __init__(self, db: duckdb.DuckDBPyConnection, tables: Mapping[str, Given], url: str, *, earlier: bool) -> None:
        self.db, self.tables, self.url, self.earlier = db, tables, url, earlier

    def fill(self) -> None:
        """Fill all of them."""
        for name in self.tables:
            self._bound(name)
        numbered = " UNION ALL ".join(
            f"SELECT {literal(of.name)} AS kind, {place} AS place, identifier FROM {self._table(of.name)}"
            for place, of in enumerate(NODES)
            if of.name in self.tables
        )
        made(
            self.db, "ids",
            f"SELECT kind, identifier, (row_number() OVER (ORDER BY place, identifier))::INTEGER AS id FROM ({numbered})"
            if numbered else "SELECT NULL::VARCHAR AS kind, NULL::VARCHAR AS identifier, NULL::INTEGER AS id WHERE false",
        )  # fmt: skip
        made(self.db, "cited", "SELECT identifier, id FROM ids WHERE kind = 'source'")
        for of in NODES:
            self._fill(of)
        for name in (of.name for of in EDGES if of.name in STRUCTURE):
            self._fill(kind(name))
        rederive_areas(self.db)
        rederive_firms(self.db)
        for name in (of.name for of in EDGES if of.name not in STRUCTURE):
            self._fill(kind(name))
        for name in ("claim", "removed", "former"):
            self._fill_beside(name)

    def _table(self, name: str) -> str:
        return f"read_parquet({literal(str(self.tables[name].path.absolute()))})"

    def _columns(self, name: str) -> dict[str, str]:
        """The columns that a table has, with their types."""
        found = self.db.execute(f"DESCRIBE SELECT * FROM {self._table(name)}").fetchall()
        return {row[0]: row[1] for row in found}

    def _bound(self, name: str) -> None:
        """See that a table does not unpack to far more than it is: a text that is stored once may stand in every row."""
        texts = [
            f"coalesce(strlen({quoted(column)}::VARCHAR), 0)"
            for column, type_ in self._columns(name).items()
            if _is_text(type_)
        ]
        (size,) = self.db.execute(
            f"SELECT coalesce(sum({' + '.join(texts) or 0}), 0) FROM {self._table(name)}"
        ).fetchone() or (0,)
        if size > self.tables[name].text:
            raise _no_graph(self.url, name, f"it unpacks to {size} bytes", f"解开后达 {size} 字节")

    def _fill(self, of: Node | Edge) -> None:
        if of.name not in self.tables:
            return
        there = self._columns(of.name)
        known = {name: type_ for name, type_ in stored(of) if name not in ("id", "fact", "source", *placed(of))}
        ends = ["identifier"] if isinstance(of, Node) else [end.name for end in of.ends]
        if self.earlier:
            self._extra(of, {name: type_ for name, type_ in there.items() if name not in {*known, "fact", "source"}})
            known |= {name: type_ for name, type_ in there.items() if name not in {"fact", "source"}}
        values = {"fact": "('0x' || x.fact)::UBIGINT", "source": "s.id"}
        values |= {name: f"x.{quoted(name)}::{type_}" for name, type_ in known.items() if name in there}
        joins, order = "LEFT JOIN cited s ON s.identifier = x.source", "x.fact"
        if isinstance(of, Node):
            values["id"], order = "i.id", "x.identifier"
            joins += f" JOIN ids i ON i.kind = {literal(of.name)} AND i.identifier = x.identifier"
        for number, end in enumerate(of.ends if isinstance(of, Edge) else ()):
            kinds = ", ".join(map(literal, end.kinds))
            joins += (
                f" JOIN ids i{number} ON i{number}.kind IN ({kinds}) AND i{number}.identifier = x.{quoted(end.name)}"
            )
            values[end.name] = f"i{number}.id"
        if isinstance(of, Edge) and of.dated:
            values |= {"since_day": "first_day(x.since)", "until_day": "last_day_of(x.until)"}
        if of.name == "supplies":
            values |= {name: f"{name.split('_')[0]}.{name.split('_', 1)[1]}" for name in placed(of)}
            joins += " JOIN g.firm seller ON seller.id = i0.id JOIN g.firm buyer ON buyer.id = i1.id"
            order = "i1.id, x.fact"  # a hop up the chain then reads few row groups
        self._check(of.name, there, ["fact", *ends, *(name for name, _ in EVIDENCE)])
        self._insert(of.name, values, joins, order)

    def _fill_beside(self, name: str) -> None:
        if name not in self.tables:
            return
        there = self._columns(name)
        self._check(name, there, [column for column, _ in BESIDE_KINDS[name]])
        values = {column: f"x.{quoted(column)}::{type_}" for column, type_ in BESIDE_KINDS[name]}
        if "fact" in values:
            values["fact"] = "('0x' || x.fact)::UBIGINT"
        joins = ""
        if name == "claim":
            values["source"], joins = "s.id", "LEFT JOIN cited s ON s.identifier = x.source"
        self._insert(name, values, joins, "ALL")

    def _insert(self, name: str, values: Mapping[str, str], joins: str, order: str) -> None:
        """Insert the rows of a table; as many as it has, each with the source that it names."""
        listed = ", ".join(map(quoted, values))
        before = f"SELECT count(*) FROM {self._table(name)}"
        self.db.execute(
            f"INSERT INTO g.{quoted(name)} ({listed}) SELECT {', '.join(values.values())} FROM {self._table(name)} x {joins}"
            f" ORDER BY {order}"
        )
        lost = " + count(*) FILTER (WHERE source IS NULL)" if "s.id" in values.values() else ""
        cited = f"SELECT count(*) FILTER (WHERE source IS NULL) FROM {self._table(name)}" if lost else "SELECT 0"
        filled, read, unsourced = self.db.execute(
            f"SELECT (SELECT count(*){lost} FROM g.{quoted(name)}), ({before}), ({cited})"
        ).fetchone() or (0, 0, 0)
        if filled != read + unsourced or read != self.tables[name].rows:
            raise _no_graph(self.url, name, "rows name what is not there", "部分行指向不存在的内容")

    def _check(self, name: str, there: Mapping[str, str], wanted: list[str]) -> None:
        lacking = [column for column in wanted if column not in there]
        if lacking:
            raise _no_graph(self.url, name, f"there is no column {lacking[0]}", f"缺少列 {lacking[0]}")

    def _extra(self, of: Node | Edge, columns: Mapping[str, str]) -> None:
        """Columns that today's tables no longer have, for the steps that make others of them."""
        for column, type_ in columns.items():
            self.db.execute(f"ALTER TABLE g.{quoted(of.name)} ADD COLUMN {quoted(column)} {type_}")


def _is_text(type_: str) -> bool:
    return "VARCHAR" in type_ or "BLOB" in type_


def _no_graph(url: str, name: str, en: str, zh: str) -> GraphError:
    return GraphError(
        f"{url}: its tables do not make a graph ({name}: {en}); take another copy",
        f"{url}：其中的表不能构成图（{name}：{zh}）；请换用另一份副本",
    )
