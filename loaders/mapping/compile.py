"""Values and conditions of a mapping as SQL.

Columns get names of their own here (v0, v1, ...), texts go in as literals, and patterns are tried
on an empty text first: nothing that a mapping file says can be anything but a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ...graph.sql_text import literal
from ...graph.toml_section import bad
from ..read.sheet import BLANKS
from .bounds import bounded
from .read import pieces
from .regions import region_table

if TYPE_CHECKING:
    import duckdb

    from ...graph.errors import BadInput
    from .model import Lookup, Test, Value, Where

_SHOWN: Final = 10


@dataclass(slots=True)
class Rows:
    """The rows of an input while they are mapped: `line`, `origin` (the input's line), v0, v1, ..."""

    relation: str
    where: str
    """File and sheet, for messages."""
    columns: dict[str, str]
    used: set[str] = field(default_factory=set)

    def column(self, name: str, place: str) -> str:
        """The SQL of a column by its header; BadInput where there is none."""
        if name not in self.columns:
            raise bad(
                place,
                f"{self.where} has no column {name!r}; columns: {', '.join(self.columns)}",
                f"{self.where} 没有“{name}”这一列；已有：{'、'.join(self.columns)}",
            )
        self.used.add(name)
        return f"x.{self.columns[name]}"

    def add(self, name: str) -> str:
        """The physical name for a new or changed column."""
        if name not in self.columns:
            self.columns[name] = f"v{len(self.columns)}"
        self.used.add(name)
        return self.columns[name]


@dataclass(slots=True)
class Compiler:
    """Makes SQL over `rows`; what it must be joined with gathers in `joins`."""

    db: duckdb.DuckDBPyConnection
    rows: Rows
    others: dict[str, list[Rows]]
    joins: list[str] = field(default_factory=list)
    several: list[tuple[str, int]] = field(default_factory=list)
    """Look-ups whose key stands for several values: place, number of keys."""

    def value(self, value: Value) -> str:
        """SQL of a value: a text without blanks around it, or null."""
        sql = self._changed(self._plain(value), value)
        return f"nullif(trim({sql}, {literal(BLANKS)}), '')"

    def _plain(self, value: Value) -> str:
        columns = [self.rows.column(name, value.place) for name in value.columns]
        if value.form == "const":
            return literal(value.text)
        if value.form == "template":
            parts: list[str] = []
            for text, name in pieces(value.text):
                if text:
                    parts.append(literal(text))
                if name is not None:
                    parts.append(self.rows.column(name, value.place))
            return bounded(f"({' || '.join(parts)})")
        if value.form == "first":
            return f"coalesce({', '.join(columns)}, NULL)"
        if value.form == "list":
            given = f"list_filter([{', '.join(columns)}], lambda a: a IS NOT NULL)"
            return bounded(f"CASE WHEN len({given}) > 0 THEN to_json(list_distinct({given}))::VARCHAR END")
        if value.form == "lookup":
            assert value.lookup is not None  # the form says so
            return self._looked_up(value.lookup, columns, value.place)
        if value.form == "region_of":
            return self._join(region_table(self.db, self.rows.relation, columns[0]), [columns[0]])
        return columns[0]

    def _join(self, table: str, columns: list[str]) -> str:
        """Join a table of keys k0, k1, ... and one `value`."""
        alias = f"j{len(self.joins)}"
        on = " AND ".join(f"{alias}.k{number} = {column}" for number, column in enumerate(columns))
        self.joins.append(f"LEFT JOIN {table} {alias} ON {on}")
        return f"{alias}.value"

    def _looked_up(self, lookup: Lookup, columns: list[str], place: str) -> str:
        if lookup.input not in self.others:
            known = ", ".join(self.others)
            raise bad(
                place,
                f"looks into {lookup.input!r}, which is no input loaded before this one; those are: {known}",
                f"要查找的“{lookup.input}”不在此前载入的输入中；已有：{known}",
            )
        parts: list[str] = []
        for rows in self.others[lookup.input]:
            other = Compiler(self.db, rows, self.others)
            keys = [rows.column(name, place) for name in lookup.key]
            body = ", ".join(
                [*(f"{key} AS k{n}" for n, key in enumerate(keys)), f"{rows.column(lookup.take, place)} AS value"]
            )
            parts.append(f"SELECT {body} FROM {rows.relation} x WHERE {other.where(lookup.where)}")
        names = [f"k{number}" for number in range(len(columns))]
        table = f"load.map_lookup_{_next(self.db)}"
        self.db.execute(
            f"CREATE TABLE {table} AS SELECT {', '.join(names)}, min(value) AS value, count(DISTINCT value) AS count"
            f" FROM ({' UNION ALL '.join(parts)}) WHERE {' AND '.join(f'{name} IS NOT NULL' for name in names)} GROUP BY ALL"
        )
        (several,) = self.db.execute(f"SELECT count(*) FROM {table} WHERE count > 1").fetchone() or (0,)
        if several:
            self.several.append((place, several))
        return self._join(f"(SELECT * FROM {table} WHERE count = 1)", columns)

    def _changed(self, sql: str, value: Value) -> str:
        out = sql
        for words, pattern in ((value.remove_start, "^(?:{})"), (value.remove_end, "(?:{})$")):
            if words:
                longest = sorted(words, key=len, reverse=True)
                found = pattern.format("|".join(re.escape(word) for word in longest))
                out = f"regexp_replace({out}, {literal(found)}, '')"
        if value.extract is not None:
            sql = self.pattern(value.extract, value.place)
            out = f"regexp_extract({out}, {sql}, {int(_captures(value.extract))})"
        for pattern, text in value.replace:
            self.pattern(pattern, value.place)
            out = bounded(f"regexp_replace({out}, {self._replacing(pattern, text, value.place)}, 'g')")
        if value.case is not None:
            out = f"{value.case}({out})"
        return self._mapped(out, value) if value.values else out

    def _mapped(self, sql: str, value: Value) -> str:
        """The words of `values` in place of texts."""
        if value.other == "error":
            known = ", ".join(literal(text) for text, _ in value.values)
            rows = self.db.execute(
                f"SELECT value, count(*) FROM (SELECT {sql} AS value FROM {self.rows.relation} x {' '.join(self.joins)})"
                f" WHERE value NOT IN ({known}) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_SHOWN}"
            ).fetchall()
            if rows:
                shown = ", ".join(f"{text!r} ({count})" for text, count in rows)
                raise bad(
                    value.place,
                    f"{self.rows.where} holds values that `values` does not map: {shown}; add them, or set other",
                    f"{self.rows.where} 有 values 未列出的值：{shown}；请补充，或设置 other",
                )
        cases = " ".join(f"WHEN {literal(text)} THEN {literal(word)}" for text, word in value.values)
        return f"CASE {sql} {cases} ELSE {sql if value.other == 'keep' else 'NULL'} END"

    def where(self, where: Where) -> str:
        """SQL of a condition, never null; true for none."""
        groups = [" AND ".join(self.test(test) for test in group) for group in where]
        return "(" + " OR ".join(f"({group})" for group in groups) + ")" if groups else "true"

    def test(self, test: Test) -> str:
        """SQL of one test, never null."""
        column = self.rows.column(test.column, test.place)
        if isinstance(test.operand, bool):
            return f"({column} IS {'' if test.operand else 'NOT '}NULL)"
        if isinstance(test.operand, float):
            mark = "<" if test.op == "below" else ">"
            return f"coalesce(try_cast({column} AS DOUBLE) {mark} {test.operand!r}::DOUBLE, false)"
        if isinstance(test.operand, str):
            return self._against(test, column, test.operand)
        if test.op in ("matches", "not_matches") and len(test.operand) > 1:
            # each is tried by itself first, so that an error names it; one pass over the cells is then enough
            for text in test.operand:
                self.pattern(text, test.place)
            texts = [self.text_test(test, "|".join(f"(?:{text})" for text in test.operand))]
        else:
            texts = [self.text_test(test, text) for text in test.operand]
        joined = "(" + " OR ".join(texts) + ")"
        return f"NOT {joined}" if test.op in ("not", "not_matches") else joined

    def text_test(self, test: Test, text: str) -> str:
        """SQL of a test against one of its texts, before a `not`."""
        column = self.rows.column(test.column, test.place)
        if test.op in ("matches", "not_matches"):
            self.pattern(text, test.place)
        form = {
            "is": "{} = {}", "not": "{} = {}", "starts": "starts_with({}, {})", "ends": "ends_with({}, {})",
            "matches": "regexp_matches({}, {})", "not_matches": "regexp_matches({}, {})",
        }[test.op]  # fmt: skip
        return f"coalesce({form.format(column, literal(text))}, false)"

    def _against(self, test: Test, column: str, operand: str) -> str:
        if test.op in ("before", "after"):
            return f"coalesce({column} {'<' if test.op == 'before' else '>'} {literal(operand)}, false)"
        other = self.rows.column(operand, test.place)
        form = {
            "same_as": "{} = {}", "differs_from": "{} <> {}", "starts_with_column": "starts_with({}, {})",
            "ends_with_column": "ends_with({}, {})", "contains_column": "contains({}, {})",
            "not_starts_with_column": "NOT starts_with({}, {})", "not_ends_with_column": "NOT ends_with({}, {})",
            "not_contains_column": "NOT contains({}, {})",
        }[test.op]  # fmt: skip
        return f"coalesce({form.format(column, other)}, false)"

    def pattern(self, pattern: str, place: str) -> str:
        """A regular expression as SQL; BadInput where it is none."""
        import duckdb

        try:
            self.db.execute(f"SELECT regexp_matches('', {literal(pattern)})")
        except duckdb.Error as error:
            raise _no_pattern(pattern, error, place) from error
        return literal(pattern)

    def _replacing(self, pattern: str, text: str, place: str) -> str:
        import duckdb

        sql = f"{literal(pattern)}, {literal(text)}"
        try:
            self.db.execute(f"SELECT regexp_replace('', {sql}, 'g')")
        except duckdb.Error as error:
            raise _no_pattern(pattern, error, place) from error
        return sql


def _captures(pattern: str) -> bool:
    """Whether a pattern has a group, whose text is then meant.

    >>> _captures("(a)b"), _captures("(?:a)[(]"), _captures("(?P<n>a)")
    (True, False, True)
    """
    bare = re.sub(r"\\.|\[\^?\]?(?:\[:\w+:\]|\\.|[^\]\\])*\]", "", pattern)
    return re.search(r"\((?!\?)|\(\?P?<[A-Za-z_]", bare) is not None


def _no_pattern(pattern: str, error: Exception, place: str) -> BadInput:
    said = str(error).splitlines()[0]
    return bad(place, f"{pattern!r} is no regular expression ({said})", f"“{pattern}”不是正则表达式（{said}）")


def _next(db: duckdb.DuckDBPyConnection) -> int:
    """A number that no table of this load has yet."""
    db.execute("CREATE SEQUENCE IF NOT EXISTS load.map_number")
    (number,) = db.execute("SELECT nextval('load.map_number')").fetchone() or (0,)
    return int(number)


def new_table(db: duckdb.DuckDBPyConnection) -> str:
    """The name of a table for rows on their way."""
    return f"load.map_{_next(db)}"
