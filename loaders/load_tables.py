"""Tables into a graph: read, understood, checked and written in one go."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..graph.answer_columns import names
from ..graph.batch import Batch
from ..graph.errors import BadInput, GraphError, UnreadColumns
from ..graph.export.outputs import graph_files
from ..graph.for_python import TO_WARN, for_python
from ..graph.language import t
from ..graph.reports import LOAD
from ..graph.schema import EDGE_NAMES, NODE_NAMES
from ..graph.scratch import scratch
from .anew import anew
from .columns.table import Defaults, Table
from .columns.typed import type_sheet
from .facts.edition import Edition
from .facts.good_rows import kinds_named, stage_good
from .facts.trace import stage_former, stage_trace
from .mapping.apply import map_sheets
from .mapping.read import read_kept
from .names.lookup import edit_notes
from .names.references import parted_rows
from .names.resolve import Names
from .names.settle import settle
from .names.standings import take_standings
from .problems import reject
from .read.exported import take_former, take_trace
from .read.inputs import all_of, input_paths, read_inputs
from .read.json import as_tables
from .read.sheet import Staging
from .report.dry_run import preview, try_on
from .report.name_notes import remarks
from .report.rejects import Place, problems_frame, stale_notes, write_rejects
from .report.warnings import warning_notes, warnings_frame
from .sheets.acceptance import check_names, question
from .sheets.asked import asked_columns, take_requests
from .sheets.chain_columns import chain_columns, members_of
from .sheets.chosen_columns import Chosen, check_free, save
from .sheets.cleaning import tidy, use_title_units
from .sheets.code_books import read_code_books
from .sheets.column_evidence import take_evidence
from .sheets.constants import Constants
from .sheets.contacts import hide_contacts, keep_contacts
from .sheets.figure_rows import take_figures, unfold_areas
from .sheets.forms.areas import read_areas
from .sheets.forms.balance import read_balances
from .sheets.forms.both_ways import turn_round
from .sheets.forms.by_product import read_by_product
from .sheets.forms.by_year import unfold_years, year_columns
from .sheets.forms.chain_map import read_chain_maps
from .sheets.forms.contract_sides import name_sides
from .sheets.forms.crosstab import read_crosstabs
from .sheets.forms.gap_list import read_gap_lists
from .sheets.forms.indicators import read_indicators
from .sheets.forms.local_supply import LocalSupply, as_consumes, local_supply, supplies_of
from .sheets.forms.material_rows import as_firms, material_rows, set_apart, uses_and_purchases
from .sheets.forms.needs_of_area import read_needs_of_areas
from .sheets.headers import ALIASES, TableKind, known
from .sheets.kind import (
    check_headers,
    header_notes,
    is_instructions,
    kind_named,
    shortened,
    speaks_of,
    unread_columns,
    used_columns,
)
from .sheets.marks import take_marks
from .sheets.orders import take_orders
from .sheets.own_units import own_units
from .sheets.pair_figures import pair_figures, take_pair_figures
from .sheets.period_columns import unfold
from .sheets.product_cells import take_goods
from .sheets.same_meaning import join_same
from .sheets.short_names import short_names
from .sheets.sourced_goods import take_sources
from .sheets.surveys import part_purchases, party_places, placed_parties
from .sheets.understood import understood
from .sheets.value_columns import offered, unread_notes
from .sheets.wanted import made_by_wanted, made_column, place_wanted
from .sheets.whose_places import find_places, place_firms
from .values import cells as values
from .values.currency import read_rates
from .work_tables import start

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping

    import duckdb
    import pandas as pd

    from ..graph.graph import Graph
    from .read.inputs import Input
    from .read.json import Rows
    from .read.sheet import Sheet
    from .sheets.headers import Synonyms

COLUMNS: Final = names(LOAD)
# Nodes first, whatever the order of the files; then edges in the order of the schema.
_ORDER: Final = {name: number for number, name in enumerate((*NODE_NAMES, ALIASES, *EDGE_NAMES))}


@for_python
def load(
    graph: Graph,
    *inputs: Input | Rows,
    kind: str | None = None,
    source: str | None = None,
    publisher: str | None = None,
    published: str | None = None,
    strict: bool = False,
    dry_run: bool = False,
    rejects: str | os.PathLike[str] | None = None,
    headers: str | os.PathLike[str] | None = None,
    mapping: str | os.PathLike[str] | None = None,
    rates: Mapping[str, float] | None = None,
    replace: str | None = None,
    sum_lines: bool = False,
    with_contacts: bool = False,
    force: bool = False,
    spares: Iterable[str | os.PathLike[str]] = (),
    columns: Mapping[str, str] | None = None,
    ignore: Iterable[str] = (),
    constants: Mapping[str, str] | None = None,
    save_map: str | os.PathLike[str] | None = None,
    lang: str = "en",
) -> pd.DataFrame:
    """Load tables into a graph; what became of each of their rows?

    Inputs are files (CSV, TSV, XLSX, JSON, JSONL, Parquet, Feather), folders of them, "-" for
    standard input, frames of pandas, polars or anything else that hands out Arrow (`__arrow_c_stream__`), lists of records,
    or mappings of a table kind to these. The kind of each table is found from its
    name and headers, or is `kind`. All good rows are written together, or nothing is; bad
    rows go to a rejects file, to be mended and loaded again. `source`, `publisher` and
    `published` are the evidence of rows that name none, else the file's name is. `strict`
    rejects names that are not known yet, instead of making nodes of them. `rejects` names
    the rejects file (one that is there is written over only if nobody has changed it, or with `force`), which else
    lies beside the graph's file, of a server's graph in the working folder; no rejects
    take the names of `spares`, files that are to be written afterwards,
    `headers` a file of further headers (see headers.toml), `mapping` a file that brings a foreign layout
    onto the schema (see mapping/apply.py). `dry_run` writes nothing: the
    counts are what would happen, and the notes say how each sheet is understood. `rates` are yuan
    for one unit of a currency ({"USD": 7.1}); sums in other currencies stay empty, their text kept.
    A cell that cannot be read empties only itself where the fact stands without it (columns/severity.py).
    `replace` names a source (title or identifier) of which this is the new edition: what it no longer
    states ends (dated facts, on the day of `published`, else today, if the graph speaks of no earlier day) or is taken out to
    the trace, but for what other sources state too; `attrs["notes"]` says how much. Under a title of its own (`source`) the
    edition can be unloaded again. `sum_lines` adds the amounts of
    lines of one file that state the same fact (unit, basis and period equal), and counts them as merged.
    `columns` says what headers mean ({"货物": "product"}: a column's name, or any header of it) before all that is
    known of headers, `ignore` names headers to pass over, `constants` what columns hold that a table lacks
    ({"buyer": "甲公司"}: the buyer of all its rows), and `save_map` a new file that keeps how every
    header was read, for `mapping` of the next edition.
    Columns that are not read are told in an `UnreadColumns` warning, a sheet one.
    `with_contacts` keeps persons' names and telephones (联系人, 电话), which are left unread and told otherwise.

    Returns
    -------
    file, sheet, kind (the table's name; null for a sheet that is none), and counts of rows:
    read, which is the sum of added, changed, unchanged, merged and rejected. A row is added
    if its own fact is new, changed if any fact that it states is new or changed, merged if it
    repeats a row of this load. left_out counts, apart from these, rows of the input that are no
    rows of the table (totals, notes, what a mapping drops). `attrs["rejects"]` holds what is wrong (file, sheet, row,
    column, value, reason), `attrs["warnings"]` cells that were left empty or are doubtful, in the
    same columns, `attrs["rejects_file"]` the file written (a list where there are
    several, None where there is none), `attrs["notes"]` what else there is to say.

    Raises
    ------
    BadInput
        For input that cannot be read or understood as a whole; nothing is loaded then. With
        `replace` also for any row that cannot be used: it might state what would be ended; and without a date where what ends
        today would go on as of the day of which the graph speaks.
    UnknownName, AmbiguousName
        If `replace` names no source, or several.

    >>> from chanlian.graph import connect
    >>> graph = connect(":memory:")
    >>> done = load(graph, {"supplies": [{"seller": "创联包装", "buyer": "中伟", "product": "吨袋"}]})
    >>> done[["kind", "read", "added"]].values.tolist()
    [['supplies', 1, 1]]
    """
    defaults = Defaults(source, publisher, values.date(published) if published else None)
    kept = read_kept(mapping) if mapping else None
    if kept is not None and mapping is not None:
        kind = kind or kept[0]
    options = Options(
        kind=kind, strict=strict, rejects=Path(rejects) if rejects else None, headers=Path(headers) if headers else None,
        lang=lang, mapping=Path(mapping) if mapping and kept is None else None, dry_run=dry_run, rates=read_rates(rates),
        replace=replace, sum_lines=sum_lines, with_contacts=with_contacts, force=force, spares=tuple(map(Path, spares)),
        chosen=Chosen(dict(columns or {}), tuple(ignore)), constants=dict(constants or {}), save_map=Path(save_map) if save_map else None,
        kept=(Path(mapping).name, kept[1]) if mapping and kept is not None else None,
    )  # fmt: skip
    return load_as(graph, as_tables(inputs, kind), defaults, options, method="table")


@dataclass(frozen=True, slots=True)
class Options:
    """How a load is done."""

    kind: str | None = None
    strict: bool = False
    rejects: Path | None = None
    headers: Path | None = None
    lang: str = "en"
    mapping: Path | None = None
    dry_run: bool = False
    rates: Mapping[str, float] = field(default_factory=dict)
    replace: str | None = None
    sum_lines: bool = False
    with_contacts: bool = False
    force: bool = False
    spares: tuple[Path, ...] = ()
    chosen: Chosen = field(default_factory=Chosen)
    constants: Mapping[str, str] = field(default_factory=dict)
    save_map: Path | None = None
    kept: tuple[str, Synonyms] | None = None
    """The headers of a mapping file that holds nothing else, with its name."""


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
    if options.kind and options.mapping:
        raise BadInput(
            en="a mapping says what its tables state; leave out --as",
            zh="映射文件已指明各表的种类；请去掉 --as",
        )
    if (options.chosen or options.constants) and options.mapping:
        raise BadInput(
            en="a mapping says what its columns mean; leave out --column, --ignore and --set",
            zh="映射文件已指明各列的含义；请去掉 --column、--ignore 和 --set",
        )
    if options.save_map is not None:
        check_free(options.save_map)
    more = [path for path in (options.mapping, options.headers, options.save_map, *options.spares) if path is not None]
    place = Place(options.rejects, _folder(graph), input_paths(inputs), (*more, *graph_files(graph)), options.force)
    place.check()
    edition = Edition.of(graph, options.replace, defaults) if options.replace else None
    defaults = edition.defaults if edition else defaults
    with scratch() as folder:
        return anew(lambda: _once(graph, folder, inputs, defaults, options, method, look, edition, place))


def _folder(graph: Graph) -> Path:
    """Where rejects go: beside the graph's file, else where one works; a graph in memory goes, and its rejects stay."""
    file = None if graph.url == ":memory:" else next(iter(graph_files(graph)), None)
    return Path() if file is None or file.parent.resolve() == Path.cwd() else file.parent


def _once(
    graph: Graph,
    folder: Path,
    inputs: tuple[Input, ...],
    defaults: Defaults,
    options: Options,
    method: str,
    look: Callable[[Batch], None] | None,
    edition: Edition | None,
    place: Place,
) -> pd.DataFrame:
    """A load, where nobody else writes to the graph between its looking up names and its writing."""
    batch = Batch()
    try:
        staging = Staging(batch.db, folder, options.lang)
        start(batch.db)
        headers = known(options.headers, options.kept)
        # a foreign layout has its headers in its first line, whatever they are called
        staging.words = None if options.mapping else headers.vocabulary
        read_inputs(staging, inputs)
        traced, former = take_trace(staging), take_former(staging)
        mapped = map_sheets(staging, options.mapping, defaults) if options.mapping else None
        if options.chosen:
            headers = replace(headers, table_kinds=options.chosen.put_on(headers.table_kinds))
            options.chosen.check(staging.sheets)
        read = _understand(staging, options, headers.synonyms, headers.table_kinds)
        if staging.bad and options.replace:
            # a new edition without one of its files would end what that file states
            raise all_of(staging.bad)
        tables = _type(staging, read, defaults, options.rates)
        names = Names(batch.db, options.strict, options.lang)
        with graph.reading() if graph.exists() else nullcontext():
            batch.seen = graph.revision
            names.start(graph, kinds_named(tables), sum(table.sheet.rows for table in tables))
            staging.notes += take_standings(names, tables)
            staging.notes += settle(names, tables)
            stage_good(batch, names, tables, method, sum_lines=options.sum_lines)
            if traced:
                stage_trace(batch, staging, traced)
            if former:
                stage_former(batch, former)
            if edition:
                edition.stage(batch, options.lang)
            if look:
                look(batch)
            _say_parted(staging, names, tables)
            staging.notes += remarks(names, tables)
        foresee = options.dry_run
        out = _foresee(graph, batch, staging, tables) if foresee else _write(graph, batch, staging, tables, place)
        out.attrs[TO_WARN] = [UnreadColumns(*unread) for unread in staging.unread]
        if options.save_map is not None:
            out.attrs["notes"].append(save(options.save_map, read, headers, options.kind, options.lang))
        if mapped is not None:
            out.attrs |= mapped.attrs()
            out.attrs["notes"] += mapped.notes(options.lang)
        return out
    finally:
        batch.close()


def _understand(
    staging: Staging, options: Options, synonyms: Synonyms, all_kinds: dict[str, TableKind]
) -> list[tuple[Sheet, TableKind]]:
    """Each sheet's kind, and the numbers of its rows: node tables before edge tables."""
    given = kind_named(options.kind, all_kinds, synonyms) if options.kind else None
    if given is None:
        _leave_answers(staging)
    if options.mapping is None:
        _reshape(staging, all_kinds, given)
    tables: list[tuple[Sheet, TableKind]] = []
    wrong: list[BadInput] = []
    spoilt: list[tuple[Path | None, str]] = []
    """Files of a folder with a sheet that cannot be read: nothing of them is."""
    guessed = given is None and options.mapping is None
    constants = Constants(options.constants, all_kinds)
    for sheet in list(staging.sheets):
        if _holds_nothing(staging, sheet):
            continue
        try:
            found = _tables_of(
                staging, sheet, given, synonyms, all_kinds, constants, options.with_contacts, guessed=guessed
            )
        except BadInput as error:
            (staging.bad if sheet.of_folder else wrong).append(error)
            if sheet.of_folder:
                spoilt.append((sheet.folder, sheet.file))
            continue
        tables += found
    for sheet in [one for one in staging.sheets if (one.folder, one.file) in spoilt]:
        staging.forget(sheet)
    tables = [one for one in tables if (one[0].folder, one[0].file) not in spoilt]
    if wrong or (staging.bad and not tables):
        raise all_of([*wrong, *staging.bad])
    constants.check()
    if guessed:
        tables += short_names(staging, tables, all_kinds)
    return _numbered(staging, tables)


def _leave_answers(staging: Staging) -> None:
    """Sheets that this program wrote as answers are not read: what follows from facts, or speaks of them, is none of its own."""
    answers = [sheet for sheet in staging.sheets if sheet.of_answer]
    for sheet in answers:
        staging.say(
            sheet,
            "not read: an answer of chanlian states no facts of its own; if it is a table all the same, say which with --as KIND",
            "未读取：这是产链导出的查询结果，不是原始资料表；如确需作为资料表载入，请用 --as 指明表的种类",
        )
        staging.forget(sheet)
    if answers and not staging.sheets:
        raise BadInput(
            en=f"no table was found: {'; '.join(staging.notes)}", zh=f"没有找到可读取的表：{'；'.join(staging.notes)}"
        )


def _holds_nothing(staging: Staging, sheet: Sheet) -> bool:
    """Whether a sheet is not looked at: it explains a form, was asked about, or is empty."""
    if is_instructions(sheet) or sheet.asked:
        return True
    if not sheet.rows and not sheet.elsewhere_rows:
        staging.say(sheet, "holds no rows", "没有数据行")
        return not sheet.headers
    return False


def _numbered(staging: Staging, tables: list[tuple[Sheet, TableKind]]) -> list[tuple[Sheet, TableKind]]:
    """Numbers of rows that no two tables of a load share."""
    if not tables and any(sheet.rows for sheet in staging.sheets):
        said = staging.notes
        raise BadInput(en=f"no table was found: {'; '.join(said)}", zh=f"没有找到可读取的表：{'；'.join(said)}")
    base = 0
    for sheet, _ in sorted(tables, key=lambda one: _ORDER[one[1].kind]):
        sheet.base = base
        base += sheet.last + 1
    return tables


def _tables_of_needs(
    staging: Staging, sheet: Sheet, needs: LocalSupply, all_kinds: dict[str, TableKind]
) -> list[tuple[Sheet, TableKind]]:
    """What a table of needs states: uses, who supplies, and figures of a firm and a product."""
    uses = as_consumes(sheet, needs, all_kinds["consumes"])
    pairs = pair_figures(sheet, uses)
    sheet.elsewhere.update(pairs)
    _accept(staging, sheet, uses, all_kinds)
    bought = supplies_of(staging, sheet, needs, all_kinds["firms"])
    both = take_pair_figures(staging, sheet, uses, pairs) if pairs else None
    bought += [] if both is None else [(both, "metrics")]
    return [(sheet, uses), *((made, all_kinds[table]) for made, table in bought)]


def _tables_of(
    staging: Staging,
    staged: Sheet,
    given: TableKind | None,
    synonyms: Synonyms,
    all_kinds: dict[str, TableKind],
    constants: Constants,
    with_contacts: bool,  # what the user chose
    *,
    guessed: bool,
) -> list[tuple[Sheet, TableKind]]:
    """A sheet with its kind, and what its columns state beside; [] for one that is no table."""
    sheet = staged
    # before figures are read as those of firms: here each is that of a material
    of_needs = given is None and local_supply(staging, sheet, all_kinds) is not None
    may_be = not of_needs and (given is None or given.table == "firms")
    materials = material_rows(staging, sheet, all_kinds) if may_be else None
    if materials is not None:
        set_apart(sheet, materials)
    if given is None or given.kind == "metric":
        unfold(staging, sheet, all_kinds)
        sheet = unfold_areas(staging, sheet) or sheet
    check_headers(sheet, _empty_columns(staging.db, sheet))
    persons = hide_contacts(staging, sheet)
    take_orders(staging, sheet, all_kinds)
    constants.complete(staging, sheet, all_kinds, given)
    needs = local_supply(staging, sheet, all_kinds) if given is None else None
    if needs is not None:
        return _tables_of_needs(staging, sheet, needs, all_kinds)
    of_firms = as_firms(sheet, materials, all_kinds["firms"]) if materials is not None else given
    table_kind = understood(staging, sheet, all_kinds, synonyms, of_firms)
    if table_kind is None:
        staging.notes.append(_unread(sheet, offered(staging, sheet, all_kinds, given), staging.lang))
        return []
    constants.fill(staging, sheet, table_kind)
    asked = asked_columns(sheet, table_kind)
    sheet.elsewhere.update(n for role, n in asked.items() if role != "raised_by")
    chained = chain_columns(sheet, table_kind)
    sheet.elsewhere.update(n for role, n in chained.items() if role != "firm")
    makes = made_column(staging, sheet, table_kind)
    lying = find_places(sheet, table_kind, all_kinds)
    pairs = pair_figures(sheet, table_kind)
    sheet.elsewhere.update(pairs)
    parties = party_places(staging, sheet, table_kind) if table_kind.table == "supplies" else None
    if not _accepted(staging, sheet, table_kind, all_kinds, synonyms, guessed=guessed and materials is None):
        return []
    keep_contacts(staging, sheet, table_kind, persons, wanted=with_contacts)
    beside = _beside(staging, sheet, table_kind, all_kinds)
    if materials is not None:
        beside += [(made, all_kinds[table]) for made, table in uses_and_purchases(staging, sheet, materials)]
    both = take_pair_figures(staging, sheet, table_kind, pairs) if pairs else None
    beside += [] if both is None else [(both, all_kinds["metrics"])]
    requests = take_requests(staging, sheet, asked) if asked else None
    beside += [] if requests is None else [(requests, all_kinds["requests"])]
    placed = None if lying is None else place_firms(staging, sheet, table_kind, lying, all_kinds["firms"])
    beside += [] if placed is None else [(placed, all_kinds["firms"])]
    members = members_of(staging, sheet, chained) if chained else None
    beside += [] if members is None else [(members, all_kinds["members"])]
    beside += [] if makes is None else [(made_by_wanted(staging, sheet, table_kind, makes), all_kinds["firms"])]
    if parties is not None:
        beside += [(made, all_kinds["firms"]) for made in placed_parties(staging, sheet, parties)]
    sources = take_sources(staging, sheet, table_kind, all_kinds)
    return [(sheet, table_kind), *beside, *sources, *take_goods(staging, sheet, table_kind, all_kinds)]


def _bad_notes(staging: Staging) -> list[str]:
    """What is wrong with files of a folder, of which nothing was loaded."""
    return [
        t(
            staging.lang,
            f"{error.en}; nothing of this file was loaded, the others of its folder were",
            f"{error.zh}；该文件未载入，同一文件夹的其他文件已载入",
        )
        for error in staging.bad
    ]


def _accepted(
    staging: Staging,
    sheet: Sheet,
    table_kind: TableKind,
    all_kinds: dict[str, TableKind],
    synonyms: Synonyms,
    *,
    guessed: bool,
) -> bool:
    """Make rows of a sheet whose kind explains it; ask about one that is explained badly, if its kind was guessed."""
    spoken = speaks_of(sheet, all_kinds, synonyms) is table_kind
    asked = question(sheet, table_kind, spoken=spoken) if guessed else None
    if asked and not sheet.several:
        raise BadInput(en=f"{sheet.where}: {asked[0]}", zh=f"{sheet.where}：{asked[1]}")
    if asked:
        en, zh = asked
        staging.say(sheet, f"not read, no kind of table fits all of it; {en}", f"未读取，没有一种表能完全解释它；{zh}")
        return False
    _accept(staging, sheet, table_kind, all_kinds)
    return True


def _accept(staging: Staging, sheet: Sheet, table_kind: TableKind, all_kinds: dict[str, TableKind]) -> None:
    """Make rows of a sheet whose kind explains it, and say what of it is not read."""
    years = year_columns(sheet, table_kind)
    sheet.elsewhere.update(n for columns in years.values() for n in columns.values())
    take_evidence(staging, sheet, table_kind)
    unread = unread_columns(sheet, table_kind)
    staging.unread += [unread] if unread else []
    staging.notes += header_notes(sheet, table_kind, staging.lang)
    staging.notes += unread_notes(staging, sheet, table_kind)
    tidy(staging, sheet, table_kind)
    take_marks(staging, sheet, table_kind)
    check_names(staging, sheet, table_kind, all_kinds)
    if years:
        unfold_years(staging, sheet, table_kind, years)
        use_title_units(sheet, table_kind)
        own_units(staging, sheet, table_kind)


def _unread(sheet: Sheet, offer: tuple[str, str], lang: str) -> str:
    """That a sheet beside others is not read, why, and what to do."""
    headers = ", ".join(shortened(header) for header in sheet.headers if header and header != "位置")
    return t(
        lang,
        f"{sheet.where}: not read, no kind of table fits its headers ({headers}); {offer[0]}; "
        "or load the sheet alone with --as KIND or a mapping file",
        f"{sheet.where}：未读取，表头（{headers}）不符合任何一种表；{offer[1]}；也可单独载入并用 --as 指明种类，或提供映射文件",
    )


def _reshape(staging: Staging, all_kinds: dict[str, TableKind], given: TableKind | None) -> None:
    """Make of each sheet the tables that it states."""
    read_code_books(staging)
    join_same(staging, all_kinds)
    read_crosstabs(staging, all_kinds, given)
    if given is None:
        read_needs_of_areas(staging)
        read_gap_lists(staging, all_kinds["chain_products"])
        read_chain_maps(staging, all_kinds)
        read_balances(staging, all_kinds["consumes"])
        read_areas(staging)
        read_indicators(staging)
        read_by_product(staging, all_kinds)
        name_sides(staging)
        turn_round(staging)
        part_purchases(staging, all_kinds)


def _beside(
    staging: Staging, sheet: Sheet, table_kind: TableKind, all_kinds: dict[str, TableKind]
) -> list[tuple[Sheet, TableKind]]:
    """The tables that columns of a sheet state beside its own: figures of its rows, where firms wanted are."""
    name = next((n for n, _, column in used_columns(sheet, table_kind) if column.name == "name"), None)
    figures = None if name is None else take_figures(staging, sheet, table_kind, name)
    firms = place_wanted(staging, sheet, table_kind)
    found = (("metrics", figures), ("firms", firms))
    return [(made, all_kinds[table]) for table, made in found if made is not None]


def _empty_columns(db: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[int]:
    """The columns without a header that hold nothing."""
    bare = [number for number, header in enumerate(sheet.headers) if not header]
    if not bare:
        return []
    counts = db.execute(f"SELECT {', '.join(f'count(c{number})' for number in bare)} FROM {sheet.relation}").fetchall()[
        0
    ]
    return [number for number, count in zip(bare, counts, strict=True) if count == 0]


def _type(
    staging: Staging, understood: list[tuple[Sheet, TableKind]], defaults: Defaults, rates: Mapping[str, float]
) -> list[Table]:
    """Parse every sheet; what is wrong with single cells and rows goes to `load.problem`."""
    db, lang = staging.db, staging.lang
    tables = [type_sheet(db, sheet, table_kind, defaults, lang, rates) for sheet, table_kind in understood]
    bases = ", ".join(f"({table.sheet.number}, {table.sheet.base})" for table in tables)
    if bases and staging.any_crooked:
        rows = (
            "(SELECT base + line AS row, value, reason"
            f" FROM load.crooked JOIN (VALUES {bases}) s(sheet, base) USING (sheet))"
        )
        reject(db, rows, "NULL", "value", "reason")
    return tables


def _write(graph: Graph, batch: Batch, staging: Staging, tables: list[Table], place: Place) -> pd.DataFrame:
    """Rejects first; then the graph. Where it cannot be written, the rejects are taken back."""
    problems = problems_frame(batch.db, tables)
    written = write_rejects(batch.db, tables, problems, place, staging.lang)
    outcomes: dict[str, int] = {}
    try:
        if batch.kinds or batch.edits:
            outcomes = graph.write(batch)
        else:
            batch.db.execute("CREATE TABLE outcome (kind VARCHAR, row BIGINT, outcome VARCHAR)")
    except BaseException as error:
        # what fails or is stopped behind the commit leaves the rows in the graph
        written.keep() if batch.written else written.undo()
        if batch.written and written.files and isinstance(error, GraphError):
            kept = ", ".join(written.files)
            raise GraphError(f"{error.en}; rejected rows are in {kept}", f"{error.zh}；拒收行在 {kept}") from error
        raise
    written.keep()
    files = written.files
    notes = edit_notes(graph, batch, outcomes, staging.lang)
    out = _report(batch.db, staging, tables)
    out.attrs["rejects"] = problems
    out.attrs["rejects_file"] = None if not files else files[0] if len(files) == 1 else files
    out.attrs["warnings"] = warnings_frame(batch.db, tables)
    out.attrs["remarks"] = graph.remarks
    out.attrs["bad_files"] = len(staging.bad)
    out.attrs["notes"] = [
        *_bad_notes(staging),
        *staging.notes,
        *notes,
        *stale_notes(tables, problems, place, staging.lang),
        *warning_notes(out.attrs["warnings"], staging.lang),
    ]
    return out


def _foresee(graph: Graph, batch: Batch, staging: Staging, tables: list[Table]) -> pd.DataFrame:
    """What a load would do, without doing it."""
    problems = problems_frame(batch.db, tables)
    if batch.kinds or batch.edits:
        try_on(graph, batch, staging.folder)
    else:
        batch.db.execute("CREATE TABLE outcome (kind VARCHAR, row BIGINT, outcome VARCHAR)")
    out = _report(batch.db, staging, tables)
    doubts = warnings_frame(batch.db, tables)
    out.attrs |= {"rejects": problems, "rejects_file": None, "warnings": doubts, "dry_run": True}
    out.attrs["bad_files"] = len(staging.bad)
    out.attrs["notes"] = [
        *_bad_notes(staging),
        *staging.notes,
        *warning_notes(doubts, staging.lang),
        *preview(batch.db, tables, problems, staging.lang),
    ]
    return out


def _say_parted(staging: Staging, names: Names, tables: list[Table]) -> None:
    """Say which rows state several facts, since a cell names several nodes."""
    for table, count, lines in parted_rows(names, tables):
        shown = ", ".join(map(str, lines)) + (" ..." if count > len(lines) else "")
        staging.say(
            table.sheet,
            f"{count} rows name several in one cell and are read as several facts, without their amounts (row {shown})",
            f"{count} 行的一格写了多个名称，读作多条事实，金额和数量不分摊（第 {shown} 行）",
        )


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
        counts = dict(db.execute(_OUTCOMES.format(relation=table.relation), {"kind": table.table_kind.kind}).fetchall())
        rejected = sheet.rows - sum(counts.values())
        parts = [counts.get(name, 0) for name in ("added", "changed", "unchanged", "merged")]
        lines.append((sheet.file, sheet.sheet, table.table_kind.table, sheet.rows, *parts, rejected, sheet.left_out))
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
