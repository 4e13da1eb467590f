"""Staged texts to typed columns: each distinct text is parsed once and joined back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from ...graph.export.portable import METHOD
from ...graph.language import t
from ...graph.schema import METHODS, UNIT
from ...graph.schema.own_kept import own_properties
from ...graph.sql_text import literal, quoted
from ..problems import reject, warn
from ..read.ours import is_export
from ..sheets.kind import used_columns
from ..values import cells as values
from ..values.lists import BLANKS_AS_TYPED
from .incomplete import basis_of_nothing, lone_details, required
from .parsing import Reading, parse_distinct
from .severity import property_of, reads_as, rejects
from .table import Defaults, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from ..read.sheet import Sheet
    from ..sheets.column import Column
    from ..sheets.headers import TableKind

EVIDENCE: Final = ("e_title", "e_publisher", "e_published", "e_locator", "e_confidence", "e_method")
_EXCEL_OR_CONTROL: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|^#(N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FORMULA!|GETTING_DATA)$"


def type_sheet(
    db: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    table_kind: TableKind,
    defaults: Defaults,
    lang: str,
    rates: Mapping[str, float] | None = None,
) -> Table:
    """Parse a sheet's columns.

    What cannot be read goes to `load.problem`, and its row is rejected, or to `load.warning`, and
    its row is loaded without it: severity.py says which. `rates` are yuan for one unit of a currency.
    """
    table = Table(sheet, table_kind, f"load.typed_{sheet.number}")
    typing = Typing(db, table, lang, rates or {})
    for number, header, column in used_columns(sheet, table_kind):
        table.headers[column.name] = header
        typing.cells[column.name] = (f"r.c{number}", column)
        typing.units[column.name] = sheet.units.get(number, "")
    typing.share_units()
    typing.look()
    for name, (cell, column) in typing.cells.items():
        typing.read(name, cell, column)
    _evidence(typing, defaults)
    if table_kind.kind == "metric":
        _name_metric(typing)
    found = {name: f"coalesce({', '.join(parts)})" for name, parts in typing.parts.items()}
    body = "".join(f", {expression} AS {quoted(name)}" for name, expression in found.items())
    db.execute(
        f"CREATE TABLE {table.relation} AS SELECT {sheet.base} + r.line AS row, r.line{body}"
        f" FROM {sheet.relation} r {' '.join(typing.joins)}"
    )
    table.columns = set(found)
    lone_details(db, table, {name: cell for name, (cell, _) in typing.cells.items()}, lang)
    basis_of_nothing(db, table)
    required(db, table, lang)
    return table


@dataclass(slots=True)
class Typing:
    """The columns of one table while they are put together."""

    db: duckdb.DuckDBPyConnection
    table: Table
    lang: str
    rates: Mapping[str, float] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    """The unit that each column's header gives."""
    cells: dict[str, tuple[str, Column]] = field(default_factory=dict)
    parts: dict[str, list[str]] = field(default_factory=dict)
    """SQL of each typed column: the first that is not null counts."""
    joins: list[str] = field(default_factory=list)
    bad: set[str] = field(default_factory=set)
    """Text columns with a cell that no text may hold."""
    blank: set[str] = field(default_factory=set)
    """Text columns with 无 or the like."""
    sum_unit: str = "NULL"
    """SQL of the unit that a row gives to its sums."""

    def share_units(self) -> None:
        """A unit of money in the column 单位 is that of the row's sums: no quantity has such a unit."""
        if self.table.sheet.exported:
            return
        if UNIT.name not in self.cells or not any(column.type == "money" for _, column in self.cells.values()):
            return
        cell, column = self.cells[UNIT.name]
        rows = self.db.execute(f"SELECT DISTINCT {cell} FROM {self.table.sheet.relation} r WHERE {cell} IS NOT NULL")
        of_money = ", ".join(literal(unit) for (unit,) in rows.fetchall() if values.is_unit_of_money(unit))
        if of_money:
            self.sum_unit = f"CASE WHEN {cell} IN ({of_money}) THEN {cell} END"
            self.cells[UNIT.name] = f"CASE WHEN {cell} NOT IN ({of_money}) THEN {cell} END", column

    def look(self) -> None:
        """Find in one scan which text columns have cells that must be looked at, here or later: in most sheets none has.

        In an export none must: 无 and #N/A are what something is called, a bracket is a part of its name.
        """
        if self.table.sheet.exported:
            return
        plain = [name for name, (_, column) in self.cells.items() if _is_plain(column) and column.role != "reject"]
        if not plain:
            return
        asked = [
            f"bool_or(regexp_matches({cell}, {literal(_bad(name))})), bool_or({_blank(cell)}),"
            f" bool_or(contains({cell}, '（') OR contains({cell}, '('))"
            for name, cell in ((name, self.cells[name][0]) for name in plain)
        ]
        row = self.db.execute(f"SELECT {', '.join(asked)} FROM {self.table.sheet.relation} r").fetchone() or ()
        self.bad = {name for name, found in zip(plain, row[::3], strict=True) if found}
        self.blank = {name for name, found in zip(plain, row[1::3], strict=True) if found}
        self.table.bracketed = {name for name, found in zip(plain, row[2::3], strict=True) if found}

    def put(self, name: str, sql: str, *, first: bool = False) -> None:
        """Give a column another expression."""
        known = self.parts.setdefault(name, [])
        known.insert(0 if first else len(known), sql)

    def read(self, name: str, cell: str, column: Column) -> None:
        """Add a column of the sheet, parsed as its type says."""
        if _is_plain(column):
            self._plain(name, cell, column)
            return
        of_amount = self.cells[column.unit][0] if column.unit in self.cells else "NULL"
        unit = self.sum_unit if column.type == "money" else of_amount
        parsed = self._parsed(name, cell, unit, column)
        self.joins.append(
            f"LEFT JOIN {parsed} {quoted('p_' + name)} ON {quoted('p_' + name)}.text = {cell}"
            f" AND {quoted('p_' + name)}.unit_text = coalesce({unit}, '')"
        )
        value = quoted("p_" + name)
        # a bound or original in a column of its own says more than what is read off the amount
        self.put(name, f"{value}.value", first=True)
        if column.type in ("money", "quantity") and column.role != "bound":
            for end in ("low", "high", "original"):
                self.put(f"{name}_{end}", f"{value}.{end}")
        if column.unit is not None:
            self.put(column.unit, f"{value}.unit", first=True)

    def _plain(self, name: str, cell: str, column: Column) -> None:
        """A text column needs no parsing, only a look for what no text may hold."""
        code = name == "credit_code" and not self.table.sheet.exported
        out = f"upper(regexp_replace({cell}, '\\s', '', 'g'))" if code else cell
        if column.role == "reject":
            return
        bad = _bad(name)
        decisive = rejects(self.table.table_kind.kind, column)
        if name in self.blank and not name.endswith("_original"):
            if self._needed(column):
                self._nameless(_blank(cell), cell, name)
            else:
                out = f"CASE WHEN NOT ({_blank(cell)}) THEN {out} END"
        if name in self.bad and not decisive:
            out = f"CASE WHEN NOT regexp_matches({cell}, {literal(bad)}) THEN {out} END"
        self.put(name, out, first=name.endswith("_original"))
        if name not in self.bad:
            return
        rows = self.db.execute(
            f"SELECT DISTINCT {cell} FROM {self.table.sheet.relation} r WHERE regexp_matches({cell}, $bad)",
            {"bad": bad},
        ).fetchall()
        reasons: list[tuple[str, str]] = []
        for (found,) in rows:
            try:
                values.text(found)
            except BadInput as error:
                reasons.append((found, error.text(self.lang)))
            else:
                reason = t(
                    self.lang,
                    "a code that the spreadsheet cut short; format its cells as text",
                    "表格把代码截断了；请把单元格设为文本格式",
                )
                reasons.append((found, reason))
        if reasons:
            import pyarrow as pa

            texts, why = (pa.array(part, pa.string()) for part in zip(*reasons, strict=True))
            empty = pa.nulls(len(reasons), pa.string())
            self.db.register(
                "load_bad",
                pa.table({
                    "text": texts, "reason": why if decisive else empty, "doubt": empty if decisive else why,
                }),
            )  # fmt: skip
            self._problems("load_bad", "p.text", cell, "''", name)
            self.db.unregister("load_bad")

    def _needed(self, column: Column) -> bool:
        """Whether a cell must name something: the end of an edge, or what its row is about."""
        return column.role == "end" or column.name in self.table.table_kind.required

    def _nameless(self, blank: str, cell: str, name: str) -> None:
        """Reject rows that have 无 or / where a name is needed."""
        reject(
            self.db,
            f"(SELECT {self.table.sheet.base} + r.line AS row, {cell} AS cell"
            f" FROM {self.table.sheet.relation} r WHERE {blank})",
            literal(self.table.headers[name]),
            "cell",
            literal(
                t(
                    self.lang,
                    "names nothing; write a name, or leave the row out",
                    "没有写明名称；请填写名称，或删去该行",
                )
            ),
        )

    def _unit_open(self, name: str, column: Column, rows: list[tuple[str, str]]) -> bool:
        """Whether a column of sums has a unit that nothing tells: its header is people's own, and in yuan it would be little."""
        header = self.table.headers.get(name, "")
        if column.type != "money" or self.units.get(name) or header.isascii() or self.table.sheet.exported:
            return False
        numbers = [text for text, unit in rows if not unit]
        return not _IN_YUAN.search(header) and values.sums_are_little(
            numbers, one_of_many=self.table.table_kind.kind == "supplies"
        )

    def _reading(self, name: str, column: Column, rows: list[tuple[str, str]]) -> Reading:
        """How a column's cells are read."""
        prop = property_of(self.table.table_kind.kind, column)
        decisive = rejects(self.table.table_kind.kind, column)
        empty = None if decisive else reads_as(prop)
        return Reading(
            self.lang,
            decisive,
            self.units.get(name, ""),
            # a metric may fall below zero, its change and bounds too
            signed=column.signed or self.table.table_kind.kind == "metric",
            own=prop is not None and prop.name in own_properties(self.table.table_kind.kind),
            deadline=prop is not None and prop.type == "date" and prop.name.endswith(("until", "due")),
            rates=self.rates,
            from_1904=self.table.sheet.from_1904,
            unit_open=self._unit_open(name, column, rows),
            exported=self.table.sheet.exported,
            otherwise=""
            if empty is None
            else t(self.lang, f"; left empty, which {empty[0]}", f"；该格未采用，{empty[1]}"),
        )

    def _parsed(self, name: str, cell: str, unit: str, column: Column) -> str:
        """A table of the distinct texts of a column and what they mean."""
        import pyarrow as pa

        parsed = quoted("load", f"parsed_{self.table.sheet.number}_{name}", mark=".")
        # A list needs no unit, and so on: only quantities and sums are read together with their unit.
        rows = self.db.execute(
            f"SELECT DISTINCT {cell}, coalesce({unit}, '') FROM {self.table.sheet.relation} r WHERE {cell} IS NOT NULL"
        ).fetchall()
        arrow = parse_distinct(rows, column, self._reading(name, column, rows))
        self.db.register("load_parsed", pa.table(arrow))
        self.db.execute(f"CREATE TABLE {parsed} AS SELECT * FROM load_parsed")
        self.db.unregister("load_parsed")
        if any(arrow[said].null_count < len(rows) for said in ("reason", "doubt")):
            self._problems(parsed, "p.text", cell, f"coalesce({unit}, '')", name, unit_text="p.unit_text")
        return parsed

    def _problems(self, parsed: str, text: str, cell: str, unit: str, name: str, unit_text: str = "''") -> None:
        """What is wrong with the cells of a column, and what is doubtful about them."""
        rows = (
            f"(SELECT {self.table.sheet.base} + r.line AS row, {cell} AS cell, p.reason, p.doubt"
            f" FROM {self.table.sheet.relation} r JOIN {parsed} p ON {text} = {cell} AND {unit_text} = {unit})"
        )
        header = literal(self.table.headers[name])
        reject(self.db, f"{rows} WHERE reason IS NOT NULL", header, "cell", "reason")
        warn(self.db, f"{rows} WHERE doubt IS NOT NULL", header, "cell", "doubt")


_IN_YUAN: Final = re.compile(r"价税|含税|单价|总价|发票|开票|[（(/]元")
"""Headers of books of account and invoices, which are kept in yuan."""


def _is_plain(column: Column) -> bool:
    """Whether a column's texts are taken as they are."""
    return column.type == "text" and not column.words


def _bad(name: str) -> str:
    """The pattern of what no cell of a text column may hold."""
    return _EXCEL_OR_CONTROL + (r"|^[0-9.]+[eE]\+[0-9]+$" if name == "credit_code" else "")


def _blank(cell: str) -> str:
    """SQL: the cell says that there is nothing."""
    return f"lower({cell}) IN ({', '.join(map(literal, BLANKS_AS_TYPED))})"


def _method(headers: list[str]) -> str:
    """How a claim of an export was read: what a person said stays what a person said."""
    names = [header.strip().casefold() for header in headers]
    if not is_export(headers):
        return "NULL::VARCHAR"
    cell = f"r.c{names.index(METHOD)}"
    return f"CASE WHEN {cell} IN ({', '.join(map(literal, METHODS))}) THEN {cell} END"


def _evidence(typing: Typing, defaults: Defaults) -> None:
    """The columns e_title ... e_confidence: from the row, else the arguments, else the file."""
    sheet, source = typing.table.sheet, typing.table.table_kind.kind == "source"
    raw = {column.name: cell for cell, column in typing.cells.values() if column.role == "reject"}

    def taken(name: str) -> str | None:
        """The typed expression of an evidence column, which is no column of the fact."""
        if name in typing.cells and typing.cells[name][1].role == "evidence":
            return typing.parts.pop(name)[0]
        return None

    stated = taken("source")
    # an argument speaks of the source that the arguments name, not of one that the row names
    other = f"{stated} IS NOT NULL" if stated and defaults.source else "false"
    given = {name: literal(getattr(defaults, name)) for name in ("publisher", "published")}
    # a row of an export that names no source has none, and what it does not say of where it was read nobody knows
    exported = sheet.exported
    file = "NULL" if exported else literal(sheet.file)
    title = [stated, literal(defaults.source), raw.get("reject_file"), file]
    columns = {
        "e_title": _first(title[:1] if source else title),
        "e_publisher": _first([taken("publisher"), f"CASE WHEN NOT {other} THEN {given['publisher']} END"]),
        "e_published": _first([taken("published"), f"CASE WHEN NOT {other} THEN {given['published']} END"]),
        "e_locator": _first([
            taken("locator"),
            _first([raw.get("reject_sheet"), raw.get("reject_file")])
            + f" || ' row ' || {raw.get('reject_row', 'NULL')}",
            None if exported else f"{literal(sheet.sheet or sheet.file)} || ' row ' || r.line",
        ]),
        "e_confidence": f"{taken('confidence') or 'NULL'}::DOUBLE",
        "e_method": _method(sheet.headers),
    }  # fmt: skip
    for name, sql in columns.items():
        typing.put(name, f"({sql})")


def _first(parts: list[str | None]) -> str:
    """The first of several expressions that is not null, as a text."""
    return f"coalesce({', '.join([*(part for part in parts if part), 'NULL::VARCHAR'])})"


def _name_metric(typing: Typing) -> None:
    """A metric without a name is called after what it observes."""
    said = [
        f"array_to_string({typing.parts['subjects'][0]}, '、')" if "subjects" in typing.parts else "NULL",
        *(
            f"{typing.parts[name][0]}"
            for name in ("scope", "indicator", "period", "basis", "modality")
            if name in typing.parts
        ),
    ]
    typing.put("name", f"nullif(concat_ws(' ', {', '.join(said)}), '')")
