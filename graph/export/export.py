"""The graph for other programs: a folder of tables, one file of them, or GraphML and GEXF.

`load` reads the tables again and makes the same graph. A target is new, an empty folder, or an
earlier export that nobody has changed since; it shows the old content or the whole new one.
"""

from __future__ import annotations

import os
import re
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
from .cells import SEPARATOR
from .files import file_path
from .meta_files import CLAIMS, claims_name
from .networks import to_networkx
from .outputs import OutputFile, graph_files
from .portable import Portable
from .tables import write_folder, write_json, write_workbook
from .target import OutputFolder
from .workbook import stamp

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx
    import pandas as pd

    from ..graph import Graph

FOLDERS: Final = ("csv", "jsonl", "parquet")
FILES: Final = ("json", "xlsx", "graphml", "gexf")
FORMS: Final = (*FOLDERS[:1], "json", *FOLDERS[1:], *FILES[1:])
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@for_python
def export(
    graph: Graph, path: str | os.PathLike[str], to: str | None = None, *, force: bool = False, lang: str = "en"
) -> pd.DataFrame:
    """Write the whole graph for other programs.

    `to` is csv, jsonl or parquet (a folder with a table a kind), json or xlsx (one file of all
    tables), graphml or gexf (nodes and edges); by default what the path's name says, else csv.
    Tables are named and headed as `load` reads them: loaded into a new graph they give the same
    content hash. Each end of an edge is an identifier, with its name beside it (`seller`,
    `seller.name`). Where several sources state one fact, the table has what the graph shows, and a
    table in `claims` what each of them states, which `load` reads with the others; what was taken out is in
    the table `removed`. An export does not bring back on which day a claim was recorded. In Chinese CSV has a byte order mark.
    With `force` a file that somebody else wrote, or an export that was changed, is written over.

    Returns
    -------
    file, table, rows; `attrs["notes"]` says how to load it again.

    Raises
    ------
    BadInput
        If the target holds anything but an unchanged earlier export, or cannot be written.

    >>> import tempfile
    >>> from chanlian.graph.graph import connect
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
    with graph.reading():
        must_be_whole(graph)
        meta = graph.meta()
        with place.making() as made:
            counts = _make(graph, made, place.path, form, lang)
            said = _said(graph, meta, form, counts)
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
    return to or (suffix if suffix in FILES else "csv")


def _make(graph: Graph, part: Path, target: Path, form: str, lang: str) -> dict[str, dict[str, int]]:
    """Write everything under a passing name; the rows of each table, by file or folder."""
    if form in ("graphml", "gexf"):
        network = to_networkx(graph)
        _write_network(network, part / target.name, form)
        return {target.name: {"nodes": network.number_of_nodes(), "edges": network.number_of_edges()}}
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


def _write_network(network: nx.MultiDiGraph[str], path: Path, form: str) -> None:
    """A network with attributes that these formats hold: texts, numbers and truths."""
    import networkx as nx

    for _, attributes in network.nodes(data=True):
        _tame(attributes)
    for *_, attributes in network.edges(data=True):
        _tame(attributes)
    if form == "graphml":
        nx.write_graphml(network, path, named_key_ids=True)
        return
    for node, attributes in network.nodes(data=True):
        attributes["label"] = attributes.get("name", node)
    nx.write_gexf(network, path)
    text = path.read_text(encoding="utf-8")
    day = stamp().date().isoformat()
    path.write_text(re.sub(r'lastmodifieddate="[^"]*"', f'lastmodifieddate="{day}"', text, count=1), encoding="utf-8")


def _tame(attributes: dict[str, Any]) -> None:
    for name, value in attributes.items():
        text = SEPARATOR.join(map(str, value)) if isinstance(value, list) else value
        attributes[name] = _UNFIT.sub("", text) if isinstance(text, str) else text


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
    if form in (*FOLDERS, "json", "xlsx"):
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
