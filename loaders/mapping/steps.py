"""The steps of a mapping, run over staged rows one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ...graph.toml_section import bad
from .bounds import check_rows, told
from .compile import Compiler, Rows, new_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import duckdb

    from .model import Step, Test, Where

_EXAMPLES: Final = 5


@dataclass(frozen=True, slots=True)
class Said:
    """What one rule did: how many rows its pattern met, and some of the values it met."""

    file: str
    rule: str
    action: str
    reason: str
    pattern: str
    rows: int
    examples: str


@dataclass(slots=True)
class Runner:
    """Runs steps over rows and keeps account of what they leave out and flag."""

    db: duckdb.DuckDBPyConnection
    others: dict[str, list[Rows]]
    said: list[Said] = field(default_factory=list)

    def run(self, rows: Rows, steps: Sequence[Step]) -> None:
        """Run steps in order."""
        verbs: dict[str, Callable[[Rows, Step], None]] = {
            "set": self._set, "drop": self._drop, "flag": self._flag, "blank": self._blank,
            "same": self._same, "split": self._split,
        }  # fmt: skip
        import duckdb

        for step in steps:
            try:
                verbs[step.verb](rows, step)
            except duckdb.Error as error:
                raise told(error, step.place) from error

    def copy(self, rows: Rows, where: Where) -> Rows:
        """The rows that a table of an input takes, to go on with apart."""
        table = new_table(self.db)
        compiler = Compiler(self.db, rows, self.others)
        self.db.execute(f"CREATE TABLE {table} AS SELECT x.* FROM {rows.relation} x WHERE {compiler.where(where)}")
        return Rows(table, rows.where, dict(rows.columns), rows.used)

    def lines(self, rows: Rows) -> int:
        """Of how many lines of the input they are."""
        (number,) = self.db.execute(f"SELECT count(DISTINCT origin) FROM {rows.relation}").fetchone() or (0,)
        return int(number)

    def ambiguous(self, rows: Rows, compiler: Compiler) -> None:
        """Report look-ups that found several values, and so took none."""
        for place, keys in compiler.several:
            reason = "a key stands for several values; none is taken"
            self.said.append(Said(rows.where, place, "lookup", reason, "", keys, ""))

    def _replace(self, rows: Rows, body: str, rest: str = "") -> None:
        table = new_table(self.db)
        self.db.execute(f"CREATE TABLE {table} AS SELECT {body} FROM {rows.relation} x {rest}")
        self.db.execute(f"DROP TABLE {rows.relation}")
        rows.relation = table

    def _set(self, rows: Rows, step: Step) -> None:
        assert step.value is not None  # `set` reads one
        name = step.columns[0]
        compiler = Compiler(self.db, rows, self.others)
        sql, where = compiler.value(step.value), compiler.where(step.where)
        old = f"x.{rows.columns[name]}" if name in rows.columns else "NULL"
        known = name in rows.columns
        made = f"CASE WHEN {where} THEN {sql} ELSE {old} END" if step.where else sql
        column = rows.add(name)
        body = f"x.* REPLACE (({made})::VARCHAR AS {column})" if known else f"x.*, ({made})::VARCHAR AS {column}"
        self._replace(rows, body, " ".join(compiler.joins))
        self.ambiguous(rows, compiler)

    def _drop(self, rows: Rows, step: Step) -> None:
        met = self._account(rows, step)
        self.db.execute(f"DELETE FROM {rows.relation} WHERE line IN (SELECT line FROM {met})")

    def _flag(self, rows: Rows, step: Step) -> None:
        self._account(rows, step)

    def _blank(self, rows: Rows, step: Step) -> None:
        met = self._account(rows, step)
        columns = [rows.column(name, step.place).removeprefix("x.") for name in step.columns]
        emptied = ", ".join(f"{one} = NULL" for one in columns)
        self.db.execute(f"UPDATE {rows.relation} SET {emptied} WHERE line IN (SELECT line FROM {met})")

    def _same(self, rows: Rows, step: Step) -> None:
        """Rows that share a key take the name of the first or last of them; their own becomes `former`."""
        keys = [rows.column(name, step.place) for name in step.columns]
        name = rows.column(step.name, step.place)
        if step.former in rows.columns:
            raise bad(step.place, f"there is a column {step.former!r} already", f"已有“{step.former}”这一列")
        own = Compiler(self.db, rows, self.others).where(step.where)
        full = " AND ".join([own, *(f"{key} IS NOT NULL" for key in (*keys, name))])
        order = "DESC" if step.last else "ASC"
        window = f"OVER (PARTITION BY {', '.join([*keys, f'({full})'])} ORDER BY x.line {order})"
        main = f"CASE WHEN {full} THEN first_value({name}) {window} ELSE {name} END"
        column, former = rows.columns[step.name], rows.add(step.former)
        self._replace(rows, f"x.* REPLACE ({main} AS {column}), nullif({name}, {main}) AS {former}")
        found = self.db.execute(
            f"SELECT {former}, count(*) FROM {rows.relation} WHERE {former} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
        ).fetchall()
        self._say(rows, step, ", ".join(step.columns), found)

    def _split(self, rows: Rows, step: Step) -> None:
        """One row for each part of a cell; `line` is counted anew, `origin` stays."""
        compiler = Compiler(self.db, rows, self.others)
        column = rows.column(step.columns[0], step.place)
        where = compiler.where(step.where)
        at = compiler.pattern(step.at, step.place)
        name = rows.columns[step.columns[0]]
        parts = (
            f"CASE WHEN {where} AND {column} IS NOT NULL THEN coalesce(nullif(list_filter(list_transform("
            f"regexp_split_to_array({column}, {at}), lambda a: trim(a)), lambda a: a <> ''), []), [NULL])"
            f" ELSE [{column}] END"
        )
        counts = f"SELECT origin, len({parts}) AS parts FROM {rows.relation} x"
        check_rows(self.db, counts, self.lines(rows), step.place)
        self._replace(rows, f"x.* REPLACE (unnest({parts}) AS {name})")
        self._replace(rows, f"x.* REPLACE (row_number() OVER (ORDER BY x.line, x.{name}) AS line)")

    def _account(self, rows: Rows, step: Step) -> str:
        """A table of the rows that a step meets; they are counted by the first pattern that each meets."""
        compiler = Compiler(self.db, rows, self.others)
        met = new_table(self.db)
        patterns: list[str] = []
        which: list[str] = []
        values: list[str] = []
        for group in step.where:
            column = rows.column(group[0].column, step.place)
            for pattern, sql in _patterns(compiler, group):
                which.append(f"WHEN {sql} THEN {len(patterns)}")
                values.append(f"WHEN {sql} THEN {column}")
                patterns.append(pattern)
        self.db.execute(
            f"CREATE TABLE {met} AS SELECT x.line, CASE {' '.join(which)} END AS pattern, CASE {' '.join(values)} END"
            f" AS value FROM {rows.relation} x WHERE {compiler.where(step.where)}"
        )
        found: dict[int, list[tuple[str | None, int]]] = {}
        for number, value, count in self.db.execute(
            f"SELECT pattern, value, count(*) FROM {met} GROUP BY ALL ORDER BY 1, 3 DESC, 2 NULLS LAST"
        ).fetchall():
            found.setdefault(number, []).append((value, count))
        if not found:
            self._say(rows, step, " | ".join(dict.fromkeys(patterns)), [])
        for number, pattern in enumerate(patterns):
            if number in found:
                self._say(rows, step, pattern, found[number])
        return met

    def _say(self, rows: Rows, step: Step, pattern: str, found: list[tuple[str | None, int]]) -> None:
        """Note what a pattern met, and the commonest values among it."""
        count = sum(number for _, number in found)
        examples = "；".join(f"{text or ''} ({number})" for text, number in found[:_EXAMPLES])
        self.said.append(Said(rows.where, step.place, step.verb, step.reason, pattern, count, examples))


def _patterns(compiler: Compiler, group: tuple[Test, ...]) -> list[tuple[str, str]]:
    """The patterns by which the rows of a condition are counted, each with its SQL.

    Where one of its tests has several texts, each is a pattern of its own.
    """
    whole = compiler.where((group,))
    many = [
        test
        for test in group
        if isinstance(test.operand, tuple) and len(test.operand) > 1 and test.op not in ("not", "not_matches")
    ]
    if len(many) != 1 or not isinstance(many[0].operand, tuple):
        return [(_shown(group), whole)]
    rest = tuple(test for test in group if test is not many[0])
    others = compiler.where((rest,) if rest else ())
    return [(text, f"({others} AND {compiler.text_test(many[0], text)})") for text in many[0].operand]


def _shown(group: tuple[Test, ...]) -> str:
    """A condition as a person reads it."""
    said = []
    for test in group:
        operand = " | ".join(test.operand) if isinstance(test.operand, tuple) else str(test.operand)
        said.append(f"{test.column} {test.op} {operand}")
    return " and ".join(said)
