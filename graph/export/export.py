"""The graph for other programs: a folder of tables, one file of them, or GraphML and GEXF.

`load` reads the tables again and makes the same graph. A target is new, an empty folder, or an
earlier export that nobody has changed since; it shows the old content or the whole new one.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from ..acts import done
from ..answer_columns import names
from ..errors import BadInput
from ..for_python import for_python
from ..language import t
from ..meta import content_hash, must_be_whole
from ..reports import EXPORTED
from ..url import title
from ..version import __version__
from .cypher_file import write_cypher
from .files import file_path
from .known_part import known_part
from .meta_files import CLAIMS, claims_name
from .network_files import write_gexf, write_graphml
from .networks import network_of
from .outputs import OutputFile, graph_files
from .part import Wanted
from .portable import Portable
from .rdf_file import write_rdf
from .tables import write_folder, write_json, write_workbook
from .target import OutputFolder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd

    from ..graph import Graph
    from ..readable import Readable

FOLDERS: Final = ("csv", "jsonl", "parquet")
FILES: Final = ("json", "xlsx", "graphml", "gexf", "cypher", "rdf")
FORMS: Final = (*FOLDERS[:1], "json", *FOLDERS[1:], *FILES[1:])


@for_python
def export(
    graph: Graph,
    path: str | os.PathLike[str],
    to: str | None = None,
    *,
    area: str | None = None,
    kinds: Iterable[str] | str | None = None,
    as_of: str | None = None,
    with_zones: bool = False,
    force: bool = False,
    lang: str = "en",
) -> pd.DataFrame:
    """Write a graph, or a part of it, for other programs.

    `to` is csv, jsonl or parquet (a folder with a table a kind), json or xlsx (one file of all
    tables), graphml or gexf (nodes and edges), cypher (one file of statements that a Neo4j server takes, each in a line; `pull`
    brings the graph back), rdf (one file of N-Triples, a node a fact); by default what the path's name says, else csv.
    Tables are named and headed as `load` reads them: loaded into a new graph they give the same
    content hash. Each end of an edge is an identifier, with its name beside it (`seller`,
    `seller.name`). Where several sources state one fact, the table has what the graph shows, and a
    table in `claims` what each of them states, which `load` reads with the others; what was taken out is in
    the table `removed`. An export does not bring back on which day a claim was recorded. In Chinese CSV has a byte order mark.
    Of an `area` only what is there (a fact of which one end lies there; a node as `list` has it), of `kinds` only these, `as_of` a
    day only what held then, with the values and places of that day: and with them every node that the facts need. What part it
    is stands beside it (`part`).
    With `force` a file that somebody else wrote, or an export that was changed, is written over.

    Returns
    -------
    file, table, rows; `attrs["notes"]` says how to load it again.

    Raises
    ------
    BadInput
        If the target holds anything but an unchanged earlier export, or cannot be written; for what is no kind or no date.
    UnknownName, AmbiguousName
        If `area` names no region or park, or several.

    >>> import tempfile
    >>> from chanlian.graph import connect
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export(connect(":memory:"), f"{folder}/out")["table"].tolist()
    []
    """
    import pandas as pd

    target = file_path(path)
    form = _form(target, to)
    reads = graph_files(graph)
    place: OutputFile | OutputFolder
    place = (
        OutputFile(target, reads=reads, force=force, claims=True)
        if form in FILES
        else OutputFolder(target, reads=reads, force=force)
    )
    wanted = Wanted.of(area, kinds, as_of, with_zones=with_zones)
    with graph.reading():
        must_be_whole(graph)
        meta = graph.meta()
        with known_part(graph, wanted) as part, place.making() as made:
            counts = _make(part, made, place.path, form, lang)
            said = _said(graph, meta, form, counts) | ({"part": wanted.said} if wanted else {})
            place.place(made, said)
        done(os.fspath(target))
    frame = pd.DataFrame(
        [(file, table, rows) for file, tables in counts.items() for table, rows in tables.items()],
        columns=list(names(EXPORTED)),
    )
    frame.attrs = {**said, "notes": _notes(target, form, counts, lang)}
    return frame


def _form(target: Path, to: str | None) -> str:
    suffix = target.suffix.lower().removeprefix(".")
    if to is not None and to not in FORMS:
        raise BadInput(
            f"there is no export to {to!r}; there is {', '.join(FORMS)}",
            f"不能导出为“{to}”；可用的有：{'、'.join(FORMS)}",
        )
    if suffix in FOLDERS and not target.is_dir():
        raise BadInput(
            f"{target}: a graph is many tables; name a folder (-o {target.stem} --to {suffix}), or one file: .json or .xlsx",
            f"{target}：图包含多张表；请指定文件夹（-o {target.stem} --to {suffix}），或单个文件 .json、.xlsx",
        )
    return to or ("rdf" if suffix in ("nt", "ttl") else suffix if suffix in FILES else "csv")


def _make(graph: Readable, part: Path, target: Path, form: str, lang: str) -> dict[str, dict[str, int]]:
    """Write everything under a passing name; the rows of each table, by file or folder."""
    if form in ("graphml", "gexf"):
        network = network_of(graph)
        (write_graphml if form == "graphml" else write_gexf)(network, part / target.name)
        return {target.name: {"nodes": network.number_of_nodes(), "edges": network.number_of_edges()}}
    if form == "cypher":
        return {target.name: {"statements": write_cypher(graph, part / target.name)}}
    if form == "rdf":
        return {target.name: write_rdf(graph, part / target.name)}
    portable = Portable.of(graph)
    if form in FOLDERS:
        bom = lang == "zh"
        counts = {target.name: write_folder(portable.tables(), part, form, bom=bom)}
        claims = write_folder(portable.claims(), part / CLAIMS, form, bom=bom)
        return counts | ({f"{target.name}/{CLAIMS}": claims} if claims else {})
    write = write_json if form == "json" else write_workbook
    counts = {target.name: write(portable.tables(), part / target.name)}
    beside = part / claims_name(target).name
    if any(True for _ in graph.scan("claim")):
        claims = write(portable.claims(), beside)
        if claims:
            return counts | {beside.name: claims}
        beside.unlink()
    return counts


def _said(graph: Graph, meta: dict[str, str | None], form: str, counts: dict[str, dict[str, int]]) -> dict[str, Any]:
    return {
        "question": "export",
        "parameters": {"to": form},
        "as_of": meta.get("as_of"),
        "graph": title(graph.url),
        "graph_hash": content_hash(meta),
        "version": __version__,
        "tables": counts[next(iter(counts))],
    }


def _notes(target: Path, form: str, counts: dict[str, dict[str, int]], lang: str) -> list[str]:
    rows = sum(sum(tables.values()) for tables in list(counts.values())[:1])
    out = [t(lang, f"{rows} rows written to {target}", f"已写入 {rows} 行：{target}")]
    if form in (*FOLDERS, "json", "xlsx", "rdf"):
        out.append(
            t(
                lang,
                f"load it again: chanlian load NEW.duckdb {target}",
                f"重新载入：chanlian load 新图.duckdb {target}",
            )
        )
    if len(counts) > 1:
        beside = list(counts)[1]
        out.append(
            t(
                lang,
                f"several sources state some facts: what each of them says is in {beside}, and is loaded with it",
                f"部分事实有多个来源：各来源的说法在 {beside}，会随之一并载入",
            )
        )
    return out
