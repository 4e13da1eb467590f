"""The bundled chain templates: what they are, and one of them, or a chain of one's own, into a graph."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..graph.answer_columns import names
from ..graph.batch import key_sql
from ..graph.errors import BadInput, UnknownName
from ..graph.for_python import for_python
from ..graph.identity import hex_sql
from ..graph.reports import CHAINS
from ..graph.schema import kind
from ..graph.sql_text import quoted
from .chain_file import read_chain
from .columns.table import Defaults
from .load_tables import Options, load_as

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    import pandas as pd
    import pyarrow as pa

    from ..graph.batch import Batch
    from ..graph.graph import Graph

_FOLDER: Final = Path(__file__).with_name("chains")
METHOD: Final = "template"
"""How claims of a template came into a graph."""
COLUMNS: Final = names(CHAINS)


@for_python
def templates() -> pd.DataFrame:
    """Which chain templates does this package bring along?

    Returns
    -------
    chain (name), stages (list, in order), products and links (counts), source (titles of
    the sources that the links rest on); one row a template, sorted by name.

    >>> list(templates().columns)
    ['chain', 'stages', 'products', 'links', 'source']
    """
    import pandas as pd

    rows = [
        (
            one["name"],
            list(one["stages"]),
            len(one["products"]),
            len(one["links"]),
            [source["title"] for source in one["sources"].values()],
        )
        for one in _read_all()
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


@for_python
def add_chain(graph: Graph, name: str | os.PathLike[str], *, lang: str = "en") -> pd.DataFrame:
    """Write a chain into a graph, a bundled one or one of a file: its products, their kinds and its technology links.

    Products that the graph knows by name or alias are taken as they are. Everything of a bundled chain is
    marked as of method `template` and rests on the sources that the template names. A file is a TOML as
    loaders/chains/README.md says how to write one, or a table of a chain (产业链图谱), which is loaded as `load` does; it
    rests on the sources that it names, else on the file.

    Returns
    -------
    The answer of `load`, one row for each table of the template.

    Raises
    ------
    UnknownName
        If no template has this name, Chinese or English, and no file.
    BadInput
        If a file is no chain: it says what is missing.

    >>> from chanlian.graph import connect
    >>> graph = connect(":memory:")
    >>> int(add_chain(graph, "锂电材料")["rejected"].sum())
    0
    """
    path = Path(name)
    if path.suffix and path.is_file():
        return _of_file(graph, path, lang)
    text = str(name)
    found = [
        one for one in _read_all() if text.strip().casefold() in (one["name"], str(one.get("name_en", "")).casefold())
    ]
    if not found:
        known = [one["name"] for one in _read_all()]
        raise UnknownName(
            en=f"there is no chain template {text!r}; templates: {', '.join(known)}; for a chain of your own name a file instead:"
            " a table 产业链, 环节, 产品 (chanlian template chain_products makes the form), or a TOML like the bundled ones",
            zh=f"没有“{text}”这个产业链模板；可用：{'、'.join(known)}；要加自己的产业链，请改写文件名："
            "一张“产业链、环节、产品”表（chanlian template chain_products 可生成表格模板），或 TOML 文件",
        )
    template = found[0]
    answer = _loaded(graph, template, Options(lang=lang))
    return _whole(answer, f"chain template {template['name']}", f"产业链模板 {template['name']}")


def _of_file(graph: Graph, path: Path, lang: str) -> pd.DataFrame:
    """A chain of a file of one's own."""
    options = Options(lang=lang)
    if path.suffix.lower() != ".toml":
        return load_as(
            graph, (path,), Defaults(), options, method="table", look=lambda batch: _states_chain(batch, path)
        )
    template = read_chain(path)
    tables = {table: rows for table, rows in _tables(template).items() if rows}
    # what does not load whole is not loaded: the mistake is in the file
    foreseen = load_as(graph, (tables,), Defaults(source=path.name), replace(options, dry_run=True), method="table")
    _whole(foreseen, path.name, path.name)
    return load_as(graph, (tables,), Defaults(source=path.name), options, method="table")


def _states_chain(batch: Batch, path: Path) -> None:
    if not {"chain", "in_chain", "input_of", "member_of", "lacks"} & set(batch.kinds):
        raise BadInput(
            en=f"{path.name} states no chain; a table of one has the columns 产业链, 环节 and 产品 (chanlian template chain_products)",
            zh=f"{path.name} 不是产业链表；这种表应有“产业链”“环节”“产品”三列（chanlian template chain_products 可生成模板）",
        )


def _whole(answer: pd.DataFrame, en: str, zh: str) -> pd.DataFrame:
    """The answer of a template that loaded whole; otherwise it is a mistake of its own or a clash with the graph."""
    rejects = answer.attrs["rejects"]
    if len(rejects):
        first = rejects.iloc[0]
        cell = f"{first['value']} {first['reason']}"
        raise BadInput(
            en=f"{en}: {first['file']} row {first['row']}: {cell}",
            zh=f"{zh}：{first['file']} 第 {first['row']} 行：{cell}",
        )
    return answer


def came_with(graph: Graph, title: str) -> list[tuple[str, str, str | None]]:
    """What else came with the template whose source has this title: kind, fact and source of each of its claims.

    Its links rest on the literature that the template names and not on the template: they are not found by its
    source. What another template that the graph holds states too is that one's as well, and not among them.
    """
    by_title = {_title(one): one for one in _read_all()}
    if title not in by_title:
        return []
    with graph.reading():
        titles = {name for part in graph.scan("source") for name in part.column("name").to_pylist()}
        others = [one for name, one in by_title.items() if name in titles - {title}]
        kinds, mine = _claims(graph, by_title[title])
        kept = {claim for one in others for claim in _claims(graph, one)[1]}
        there = {claim for kind in kinds for part in graph.scan(kind) for claim in _by_template(part, kind)}
        there |= {claim for part in graph.scan("claim") for claim in _by_template(part)}
    # of an earlier edition of the template too, where that can be told: no other one is there
    return sorted((there & mine) - kept if others else there, key=str)


def _by_template(part: pa.RecordBatch, kind: str | None = None) -> list[tuple[str, str, str | None]]:
    """Kind, fact and source of what came with any template; `kind` is that of the part where its rows do not say it."""
    kinds = [kind] * part.num_rows if kind else part.column("kind").to_pylist()
    columns = (part.column(name).to_pylist() for name in ("fact", "source", "method"))
    return [(of, fact, source) for of, fact, source, method in zip(kinds, *columns, strict=True) if method == METHOD]


def _claims(graph: Graph, template: dict[str, Any]) -> tuple[tuple[str, ...], set[tuple[str, str, str | None]]]:
    """The kinds of a template's facts, and what it states of the graph as it is: kind, fact, source."""
    kinds: tuple[str, ...] = ()
    found: set[tuple[str, str, str | None]] = set()

    def look(batch: Batch) -> None:
        nonlocal kinds
        kinds = batch.kinds
        for name in kinds:
            asked = f"SELECT {hex_sql(key_sql(kind(name)))}, source FROM {quoted('stage_' + name)}"
            found.update((name, fact, source) for fact, source in batch.db.execute(asked).fetchall())
        raise _Looked

    # a dry run would go on to try it on a copy of the whole graph
    with suppress(_Looked):
        _loaded(graph, template, Options(dry_run=True), look)
    return kinds, found


class _Looked(Exception):
    """All that was wanted of a load has been seen."""


def _loaded(
    graph: Graph, template: dict[str, Any], options: Options, look: Callable[[Batch], None] | None = None
) -> pd.DataFrame:
    defaults = Defaults(source=_title(template), publisher="chanlian")
    tables = {table: rows for table, rows in _tables(template).items() if rows}
    return load_as(graph, (tables,), defaults, options, method=METHOD, look=look)


def _title(template: dict[str, Any]) -> str:
    """The source of what a template states itself."""
    return f"产业链模板：{template['name']}"


def _read_all() -> list[dict[str, Any]]:
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.toml"))]


def _tables(template: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """A template as tables of records, each row with its source."""
    sources = template["sources"]
    chain = template["name"]
    english = [template["name_en"]] if template.get("name_en") else []

    def cited(row: dict[str, Any]) -> dict[str, Any]:
        source = sources.get(row.get("source", ""))
        if source is None:
            return {}
        return {"source": source["title"], "publisher": _publisher(source), "published": _year(source)}

    return {
        "sources": [
            {
                "name": one["title"],
                "publisher": _publisher(one),
                "published": _year(one),
                "kind": one.get("kind"),
                "url": one.get("url"),
            }
            for one in sources.values()
        ],
        "chains": [{"name": chain, "aliases": english, "stages": list(template["stages"])}],
        "products": [
            {
                "name": one["name"],
                "aliases": [*one.get("aliases", []), *([one["en"]] if one.get("en") else [])],
                "unit": one.get("unit"),
                "bound": one.get("bound"),
            }
            for one in template["products"]
        ],
        "chain_products": [
            {"product": one["name"], "chain": chain, "stage": one["stage"]}
            for one in template["products"]
            if one.get("stage")
        ],
        "kinds": [{"kind": one["kind"], "broader": one["broader"], **cited(one)} for one in template["kinds"]],
        "inputs": [
            {"input": one["input"], "product": one["product"], "route": one.get("route"), **cited(one)}
            for one in template["links"]
        ],
    }


def _publisher(source: dict[str, Any]) -> str | None:
    found = source.get("publisher") or source.get("author")
    return None if found is None else str(found)


def _year(source: dict[str, Any]) -> str | None:
    return str(source["year"]) if source.get("year") else None
