"""Tables into a graph: read, understood, checked and written in one go."""

from __future__ import annotations

import dataclasses
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..graph.batch import Batch
from ..graph.errors import BadInput
from ..graph.language import t
from ..graph.schema import EDGE_NAMES, NODE_NAMES
from . import values
from ._edition import Edition
from ._edits import edit_notes
from ._staging import Staging
from .check import kinds_named, stage_good
from .detect import check_headers, form_named, form_of
from .headers import ALIASES, Form, forms, read_synonyms
from .names import Names
from .read import Input, input_paths, read_inputs, temporary_folder
from .rejects import discard, problems_frame, put_in_place, stale_notes, write_rejects
from .typed import Defaults, Table, type_sheet

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    import duckdb
    import pandas as pd

    from ..graph.graph import Graph
    from ._staging import Sheet

COLUMNS: Final = ("file", "sheet", "kind", "read", "added", "changed", "unchanged", "merged", "rejected", "left_out")
# Nodes first, whatever the order of the files; then edges in the order of the schema.
_ORDER: Final = {name: number for number, name in enumerate((*NODE_NAMES, ALIASES, *EDGE_NAMES))}


def load(
    graph: Graph,
    *inputs: Input,
    kind: str | None = None,
    source: str | None = None,
    publisher: str | None = None,
    published: str | None = None,
    strict: bool = False,
    rejects: str | os.PathLike[str] | None = None,
    headers: str | os.PathLike[str] | None = None,
    replace: str | None = None,
    sum_lines: bool = False,
    lang: str = "en",
) -> pd.DataFrame:
    """Load tables into a graph; what became of each of their rows?

    Inputs are files (CSV, TSV, XLSX, JSON, JSONL), folders of them, "-" for standard
    input, or mappings of a table kind to records. The kind of each table is found from its
    name and headers, or is `kind`. All good rows are written together, or nothing is; bad
    rows go to a rejects file, to be mended and loaded again. `source`, `publisher` and
    `published` are the evidence of rows that name none, else the file's name is. `strict`
    rejects names that are not known yet, instead of making nodes of them. `rejects` names
    the rejects file, `headers` a file of further headers (see headers.toml). `replace` names a
    source (title or identifier) of which this is the new edition: what it no longer states ends
    (dated facts, on the day of `published`, else today) or is taken out to the trace, but for what
    other sources state too; `attrs["notes"]` says how much. `sum_lines` adds the amounts of lines
    of one file that state the same fact (unit, basis and period equal), and counts them as merged.

    Returns
    -------
    file, sheet, kind (the table's name; null for a sheet that is none), and counts of rows:
    read, which is the sum of added, changed, unchanged, merged and rejected. A row is added
    if its own fact is new, changed if any fact that it states is new or changed, merged if it
    repeats a row of this load. left_out counts, apart from these, rows of the input that are no
    rows of the table (totals, notes, what a mapping drops). `attrs["rejects"]` holds what is wrong (file, sheet, row,
    column, value, reason), `attrs["rejects_file"]` the file written (a list where there are
    several, None where there is none), `attrs["notes"]` what else there is to say.

    Raises
    ------
    BadInput
        For input that cannot be read or understood as a whole; nothing is loaded then. With
        `replace` also for any row that cannot be used: it might state what would be ended.
    UnknownName, AmbiguousName
        If `replace` names no source, or several.

    >>> from chanlian.graph.graph import connect
    >>> graph = connect(":memory:")
    >>> done = load(graph, {"supplies": [{"seller": "创联包装", "buyer": "中伟", "product": "吨袋"}]})
    >>> done[["kind", "read", "added"]].values.tolist()
    [['supplies', 1, 1]]
    """
    defaults = Defaults(source, publisher, values.date(published) if published else None)
    options = Options(kind, strict, Path(rejects) if rejects else None, Path(headers) if headers else None, lang)
    options = dataclasses.replace(options, replace=replace, sum_lines=sum_lines)
    return load_as(graph, inputs, defaults, options, method="table")


@dataclass(frozen=True, slots=True)
class Options:
    """How a load is done."""

    kind: str | None = None
    strict: bool = False
    rejects: Path | None = None
    headers: Path | None = None
    lang: str = "en"
    replace: str | None = None
    sum_lines: bool = False


@dataclass(frozen=True, slots=True)
class _Target:
    """Where rejects go, and what they must not overwrite."""

    path: Path | None
    inputs: set[Path]


def load_as(
    graph: Graph,
    inputs: tuple[Input, ...],
    defaults: Defaults,
    options: Options,
    method: str,
    look: Callable[[Batch], None] | None = None,
) -> pd.DataFrame:
    """`load`, with the method of its evidence; `look` sees the batch before it is written."""
    if not inputs:
        raise BadInput(
            en="nothing to load; name files, folders or - for standard input",
            zh="没有要载入的内容；请指定文件、文件夹，或用 - 表示标准输入",
        )
    edition = Edition.of(graph, options.replace, defaults) if options.replace else None
    defaults = edition.defaults if edition else defaults
    batch = Batch()
    try:
        with temporary_folder() as folder:
            staging = Staging(batch.db, Path(folder), options.lang)
            staging.start()
            read_inputs(staging, inputs)
            tables = _type(staging, _understand(staging, options), defaults)
            names = Names(batch.db, options.strict, options.lang)
            with graph.reading() if graph.exists() else nullcontext():
                names.start(graph.names(kinds_named(tables)))
            stage_good(batch, names, tables, method, sum_lines=options.sum_lines)
            if edition:
                edition.stage(batch, options.lang)
            if look:
                look(batch)
            return _write(graph, batch, staging, tables, _Target(options.rejects, input_paths(inputs)))
    finally:
        batch.close()


def _understand(staging: Staging, options: Options) -> list[tuple[Sheet, Form]]:
    """Each sheet's kind, and the numbers of its rows: node tables before edge tables."""
    synonyms = read_synonyms(options.headers)
    all_forms = forms(synonyms)
    given = form_named(options.kind, all_forms, synonyms) if options.kind else None
    tables: list[tuple[Sheet, Form]] = []
    for sheet in staging.sheets:
        check_headers(sheet, _empty_columns(staging.db, sheet))
        form = form_of(sheet, all_forms, synonyms, given)
        if form is None:
            staging.notes.append(
                t(
                    staging.lang,
                    f"{sheet.where}: not read, no kind of table fits its headers ({', '.join(sheet.headers)})",
                    f"{sheet.where}：未读取，表头（{'、'.join(sheet.headers)}）不符合任何一种表",
                )
            )
        else:
            tables.append((sheet, form))
    if not tables:
        raise BadInput(en="; ".join(staging.notes), zh="；".join(staging.notes))
    base = 0
    for sheet, _ in sorted(tables, key=lambda one: _ORDER[one[1].kind]):
        sheet.base = base
        base += sheet.last + 1
    return tables


def _empty_columns(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[int]:
    """The columns without a header that hold nothing."""
    bare = [number for number, header in enumerate(sheet.headers) if not header]
    if not bare:
        return []
    counts = db.execute(f"SELECT {', '.join(f'count(c{number})' for number in bare)} FROM {sheet.relation}").fetchone()
    return [number for number, count in zip(bare, counts or (), strict=True) if count == 0]


def _type(staging: Staging, understood: list[tuple[Sheet, Form]], defaults: Defaults) -> list[Table]:
    """Parse every sheet; what is wrong with single cells and rows goes to `load.problem`."""
    db, lang = staging.db, staging.lang
    db.execute('CREATE TABLE load.problem (row BIGINT, "column" VARCHAR, value VARCHAR, reason VARCHAR)')
    tables = [type_sheet(db, sheet, form, defaults, lang) for sheet, form in understood]
    for table in tables:
        db.execute(
            "INSERT INTO load.problem SELECT $base + line, NULL, value, reason FROM load.crooked WHERE sheet = $sheet",
            {"base": table.sheet.base, "sheet": table.sheet.number},
        )
    return tables


def _write(graph: Graph, batch: Batch, staging: Staging, tables: list[Table], target: _Target) -> pd.DataFrame:
    """Rejects first, under a passing name; then the graph; then the rejects get their name."""
    problems = problems_frame(batch.db, tables)
    pending = write_rejects(batch.db, tables, problems, target.path, target.inputs)
    try:
        if batch.kinds:
            graph.write(batch)
        else:
            batch.db.execute("CREATE TABLE outcome (kind VARCHAR, row BIGINT, outcome VARCHAR)")
        files = put_in_place(pending)
    except BaseException:
        discard(pending)
        raise
    notes = edit_notes(graph, batch, staging.lang)
    out = _report(batch.db, staging, tables)
    out.attrs["rejects"] = problems
    out.attrs["rejects_file"] = None if not files else files[0] if len(files) == 1 else files
    out.attrs["notes"] = [*staging.notes, *notes, *stale_notes(tables, problems, target.inputs, staging.lang)]
    return out


def _report(db: duckdb.DuckDBPyConnection, staging: Staging, tables: list[Table]) -> pd.DataFrame:
    """One line a sheet: what became of its rows."""
    import pandas as pd

    by_sheet = {table.sheet.number: table for table in tables}
    lines: list[tuple[object, ...]] = []
    for sheet in staging.sheets:
        table = by_sheet.get(sheet.number)
        if table is None:
            lines.append((sheet.file, sheet.sheet, None, 0, 0, 0, 0, 0, 0, sheet.left_out))
            continue
        counts = dict(db.execute(_OUTCOMES.format(relation=table.relation), {"kind": table.form.kind}).fetchall())
        rejected = sheet.rows - sum(counts.values())
        parts = [counts.get(name, 0) for name in ("added", "changed", "unchanged", "merged")]
        lines.append((sheet.file, sheet.sheet, table.form.table, sheet.rows, *parts, rejected, sheet.left_out))
    frame = pd.DataFrame(lines, columns=list(COLUMNS), dtype=object)
    return frame.astype(dict.fromkeys(COLUMNS[3:], "int64"))


# An alias row is a claim about a node of any kind; its only fact is its main one.
_OUTCOMES: Final = """
WITH fact AS (
    SELECT o.row, bool_or(o.outcome = 'added' AND main) AS added, bool_or(o.outcome IN ('added', 'changed')) AS changed,
        bool_or(o.outcome = 'merged' AND main) AS merged
    FROM (SELECT *, kind = $kind OR $kind = 'aliases' AS main FROM outcome) o SEMI JOIN {relation} x ON x.row = o.row
    GROUP BY o.row
)
SELECT CASE WHEN added THEN 'added' WHEN changed THEN 'changed' WHEN merged THEN 'merged' ELSE 'unchanged' END, count(*)
FROM fact GROUP BY 1
"""
