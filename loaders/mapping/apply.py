"""Mapping files: a foreign layout brought onto the schema, in TOML and without code.

A file describes inputs, each by a pattern of its file's name (and sheet), the steps that its rows
go through, and the tables that they state::

    [source]                                # the evidence of all rows, unless the load names one
    title = "Plants of 2024"
    publisher = "an office"
    published = "2024"

    [[input]]
    file = "plants*.csv"                    # * ? [] as in file names; sheet = "..." for workbooks
    ignore = ["remark", "old_*"]            # a column that nothing uses must be named here; * ? [] may be used
    optional = ["phone"]                    # columns that may be missing

    [[input.step]]
    drop = "a total is no plant"            # the reason; rows are counted, by pattern, and reported
    where = { name = { matches = ["合计", "小计"] } }

    [[input.table]]
    kind = "firms"                          # any kind of table that `load` knows
    columns = { name = "plant", place = "county", products = "makes" }

Steps run in order, each with one verb: `set` a column `to` a value (`where` a condition holds);
`drop`, `flag` (report only) or `blank` (`reason`) rows or cells; `same` = columns whose rows are one
thing by several names: all take the `name` of the `main` one (first or last), and `former` holds the
other; `split` a cell `at` a pattern into several rows. A table may have a `where` and steps of its own.

A value is a column's name, or one of `column`, `const`, `template` ("{a}（{b}）"; empty where one
part is), `first` (of several columns), `list` (several columns as one list), `lookup` (another input
that stands before: by, key, take, where) and `region_of` (the region that a text begins with); then,
in this order: `remove_start`, `remove_end`, `extract`, `replace`, `case`, `values` (with `other` =
error, keep or empty). Patterns are those of RE2.

A condition is a table of columns, all of which must pass; a list of such tables passes if one does.
A text or list of texts means equal to one of them; else `is`, `not`, `matches`, `not_matches`,
`starts`, `ends`, `below`, `above` (numbers), `before`, `after` (texts in order), `empty`, `same_as`,
`differs_from`, `starts_with_column`, `ends_with_column`, `contains_column`. {list = "x"} is a list of [lists].

A file of `[headers.TABLE]` sections alone (`load --save-map` writes it) changes no layout: it says what headers
mean, as `--headers` does, and a sheet is read as any other is (its title, its totals, its units).

What comes out is staged as tables with the schema's headers and goes on as any table does. A row
that states two tables is a row of each. Rejects have the mapped columns, and load again without the map.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from ...graph.language import t
from ...graph.sql_text import literal
from ...graph.toml_section import bad
from ..sheets.column import normalised
from ..sheets.headers import known
from .bounds import told
from .compile import Compiler, Rows, new_table
from .read import read_mapping
from .steps import Runner, Said

if TYPE_CHECKING:
    import os

    import pandas as pd

    from ..columns.table import Defaults
    from ..read.sheet import Sheet, Staging
    from ..sheets.headers import TableKind
    from .model import MapFile, Source, Target

SAID: Final = ("file", "rule", "action", "reason", "pattern", "rows", "examples")
INPUTS: Final = ("file", "sheet", "rows", "mapped", "left_out")


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a mapping did: `said` by its rules, and each input with its rows, mapped and left out."""

    said: list[Said]
    inputs: list[tuple[str, str | None, int, int, int]]

    def attrs(self) -> dict[str, pd.DataFrame]:
        """Frames for the answer: `left_out` and `flagged` by rule and pattern, `inputs` by input."""
        import pandas as pd

        rows = pd.DataFrame([tuple(getattr(one, name) for name in SAID) for one in self.said], columns=list(SAID))
        gone = rows["action"].isin(["drop", "unused"])
        return {
            "left_out": rows[gone].reset_index(drop=True),
            "flagged": rows[~gone].reset_index(drop=True),
            "inputs": pd.DataFrame(self.inputs, columns=list(INPUTS)),
        }

    def notes(self, lang: str) -> list[str]:
        """A line for each rule and reason that met rows."""
        totals: dict[tuple[str, str, str], int] = {}
        for one in self.said:
            key = (one.file, one.action, one.reason)
            totals[key] = totals.get(key, 0) + one.rows
        words = {
            "drop": ("left out", "略去"), "unused": ("left out", "略去"), "flag": ("noted", "提示"),
            "blank": ("cells emptied", "清空单元格"), "same": ("renamed", "更名归并"), "lookup": ("keys", "个键"),
        }  # fmt: skip
        return [
            t(
                lang,
                f"{file}: {count} rows {words[action][0]}: {reason}",
                f"{file}：{words[action][1]} {count} 行：{reason}",
            )
            for (file, action, reason), count in totals.items()
            if count
        ]


def map_sheets(staging: Staging, path: str | os.PathLike[str], defaults: Defaults) -> Mapped:
    """Put the tables that a mapping makes of the staged sheets in their place.

    Raises
    ------
    BadInput
        Where the file is no mapping, names columns, tables or inputs that are not there, or fits no sheet.
    """
    mapping = read_mapping(path)
    _check_kinds(mapping)
    given = list(staging.sheets)
    made = _Maker(staging, mapping, defaults, Runner(staging.db, {}))
    fitting = [(part, sheet) for part in mapping.inputs for sheet in given if _fits(part, sheet, mapping)]
    if not fitting:
        names, patterns = ", ".join(sheet.where for sheet in given), ", ".join(part.file for part in mapping.inputs)
        raise BadInput(
            en=f"{Path(path).name}: describes none of {names}; its inputs: {patterns}",
            zh=f"{Path(path).name}：没有描述 {names}；其中的输入：{patterns}",
        )
    for part, sheet in fitting:
        made.map(part, sheet)
    made.check_used()
    for sheet in given:
        if all(sheet is not one for _, one in fitting):
            made.inputs.append((sheet.file, sheet.sheet, sheet.rows, 0, sheet.rows + sheet.left_out))
            staging.say(sheet, "not read, no input of the mapping fits it", "未读取，映射文件没有描述它")
    staging.sheets[:] = [sheet for sheet in staging.sheets if all(sheet is not one for one in given)]
    return Mapped(made.runner.said, made.inputs)


def _fits(part: Source, sheet: Sheet, mapping: MapFile) -> bool:
    """Whether this is the first input of the mapping that a sheet fits."""
    first = next(
        (
            one
            for one in mapping.inputs
            if fnmatchcase(sheet.file, one.file) and (one.sheet is None or fnmatchcase(sheet.sheet or "", one.sheet))
        ),
        None,
    )
    return first is part


def _check_kinds(mapping: MapFile) -> None:
    """Every table and column that a mapping makes is one that `load` knows."""
    tables = known().table_kinds
    for part in mapping.inputs:
        for table in part.tables:
            if table.kind not in tables:
                raise bad(
                    table.place,
                    f"there is no table kind {table.kind!r}; kinds: {', '.join(tables)}",
                    f"没有“{table.kind}”这种表；可用：{'、'.join(tables)}",
                )
            _check_columns(table, tables[table.kind])


def _check_columns(table: Target, table_kind: TableKind) -> None:
    names = dict.fromkeys(
        column.name for column in table_kind.known.values() if column.role not in ("reject", "ignored")
    )
    for name, _ in table.columns:
        if name not in names:
            raise bad(
                table.place,
                f"{table.kind} has no column {name!r}; columns: {', '.join(names)}",
                f"{table.kind} 没有“{name}”这一列；可用：{'、'.join(names)}",
            )
    missing = [name for name in table_kind.required if all(name != given for given, _ in table.columns)]
    if missing:
        raise bad(table.place, f"{table.kind} needs {', '.join(missing)}", f"{table.kind} 需要 {'、'.join(missing)}")


def _ignored(name: str, part: Source) -> bool:
    """Whether a column is named in `ignore`, as it is or by a pattern (`start.*`)."""
    return name in part.ignore or any(fnmatchcase(name, pattern) for pattern in part.ignore)


@dataclass(slots=True)
class _Maker:
    """Makes sheets of sheets."""

    staging: Staging
    mapping: MapFile
    defaults: Defaults
    runner: Runner
    inputs: list[tuple[str, str | None, int, int, int]] = field(default_factory=list)
    mapped: list[tuple[Source, Sheet, Rows]] = field(default_factory=list)

    def map(self, part: Source, sheet: Sheet) -> None:
        """One sheet through its steps into its tables."""
        rows = self._begin(part, sheet)
        self.runner.others.setdefault(part.name, []).append(rows)
        self.runner.run(rows, part.steps)
        left_out = sheet.rows - self._origins([rows])
        made: list[tuple[Sheet, Rows]] = []
        for number, target in enumerate(part.tables):
            mine = self.runner.copy(rows, target.where)
            before = self._origins([mine])
            self.runner.run(mine, target.steps)
            out = self._sheet(sheet, target, mine, sum(one.kind == target.kind for one in part.tables[:number]))
            out.left_out = before - self._origins([mine])
            made.append((out, mine))
        mapped = self._origins([mine for _, mine in made])
        untaken = self._untaken(part, rows, sheet) if part.tables else 0
        if made:
            made[0][0].left_out += left_out + untaken + sheet.left_out
        self.inputs.append((sheet.file, sheet.sheet, sheet.rows, mapped, sheet.rows - mapped))
        self.mapped.append((part, sheet, rows))

    def _begin(self, part: Source, sheet: Sheet) -> Rows:
        columns = {header: f"v{number}" for number, header in enumerate(sheet.headers) if header}
        cells = ", ".join(f"c{number} AS v{number}" for number in range(len(sheet.headers)))
        table = new_table(self.staging.db)
        missing = [name for name in part.optional if name not in columns]
        extra = "".join(f", NULL::VARCHAR AS v{len(sheet.headers) + number}" for number in range(len(missing)))
        self.staging.db.execute(
            f"CREATE TABLE {table} AS SELECT line, line AS origin, {cells}{extra} FROM {sheet.relation}"
        )
        columns |= {name: f"v{len(sheet.headers) + number}" for number, name in enumerate(missing)}
        return Rows(table, sheet.where, columns)

    def _origins(self, parts: list[Rows]) -> int:
        """How many rows of the input are behind these."""
        if not parts:
            return 0
        body = " UNION ALL ".join(f"SELECT origin FROM {rows.relation}" for rows in parts)
        (number,) = self.staging.db.execute(f"SELECT count(DISTINCT origin) FROM ({body})").fetchone() or (0,)
        return int(number)

    def _untaken(self, part: Source, rows: Rows, sheet: Sheet) -> int:
        """Rows that the condition of no table takes: left out, and said so."""
        compiler = Compiler(self.staging.db, rows, self.runner.others)
        taken = " OR ".join(compiler.where(target.where) for target in part.tables)
        (count,) = self.staging.db.execute(
            f"SELECT count(DISTINCT origin) FROM {rows.relation} x WHERE NOT ({taken})"
        ).fetchone() or (0,)
        if count:
            reason = t(self.staging.lang, "no table of the mapping takes them", "映射文件中没有表采用")
            self.runner.said.append(Said(sheet.where, part.place, "unused", reason, "", count, ""))
        return int(count)

    def _sheet(self, given: Sheet, target: Target, rows: Rows, before: int) -> Sheet:
        """A staged sheet with the schema's headers; its rows keep where they were first read."""
        import duckdb

        staging = self.staging
        compiler = Compiler(staging.db, rows, self.runner.others)
        made = {name: compiler.value(value) for name, value in target.columns}
        made |= self._evidence(target)
        made |= {
            "reject_file": literal(given.file), "reject_sheet": literal(given.sheet or given.file),
            "reject_row": "x.origin::VARCHAR",
        }  # fmt: skip
        name = ".".join([*([given.sheet] if given.sheet else []), target.kind, *([str(before + 1)] if before else [])])
        out = staging.sheet(given.file, name, list(made), given.encoding)
        out.stem, out.folder, out.several = target.kind, given.folder, True
        cells = ", ".join(f"({sql})::VARCHAR AS c{number}" for number, sql in enumerate(made.values()))
        try:
            staging.db.execute(
                f"CREATE TABLE {out.relation} AS SELECT x.line, {cells} FROM {rows.relation} x {' '.join(compiler.joins)}"
            )
        except duckdb.Error as error:
            raise told(error, target.place) from error
        self.runner.ambiguous(rows, compiler)
        staging.close_sheet(out)
        # what was wrong with the form of a row is wrong with all that it states
        staging.db.execute(
            f"INSERT INTO load.crooked SELECT $new, x.line, c.value, c.reason FROM load.crooked c"
            f" JOIN {rows.relation} x ON x.origin = c.line WHERE c.sheet = $old",
            {"new": out.number, "old": given.number},
        )
        return out

    def _evidence(self, target: Target) -> dict[str, str]:
        """The mapping's source as columns, so that it is in a rejects file too; an argument of the load beats it."""
        if self.defaults.source or self.mapping.title is None or target.kind == "sources":
            return {}
        own = {normalised(name) for name, _ in target.columns}
        stated = {
            "source": self.mapping.title, "publisher": self.mapping.publisher, "published": self.mapping.published
        }  # fmt: skip
        return {name: literal(text) for name, text in stated.items() if text is not None and name not in own}

    def check_used(self) -> None:
        """A column that nothing uses, look-ups of later inputs included, is named in `ignore`."""
        for part, sheet, rows in self.mapped:
            unused = [name for name in sheet.headers if name and name not in rows.used and not _ignored(name, part)]
            if unused:
                raise bad(
                    part.place,
                    f"{sheet.where} has columns that nothing uses: {', '.join(unused)}; use them or list them in ignore",
                    f"{sheet.where} 有未使用的列：{'、'.join(unused)}；请使用，或列入 ignore",
                )
