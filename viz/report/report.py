"""A report of an area, from the graph to a folder of four files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ...graph.acts import done
from ...graph.export.outputs import graph_files
from ...graph.export.target import REPORT, OutputFolder
from ...graph.for_python import for_python
from ...graph.language import t
from ...graph.meta import UNFINISHED, UPGRADED_COPY
from ..pictures.png import check_png
from ..written import Written
from .docx import as_docx
from .html import as_html
from .maps import drawn
from .poster import as_png
from .redact import redact as redacted
from .rows import collect
from .xlsx import as_xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...graph.errors import NoPicture
    from ...graph.graph import Graph
    from .content import Report


@for_python
def report(
    graph: Graph,
    area: str | Sequence[str],
    path: str | os.PathLike[str],
    *,
    chain: str | None = None,
    redact: bool = False,
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    force: bool = False,
    lang: str = "en",
) -> Written:
    """Write a report of areas into a folder: report.html, report.docx, report.xlsx, report.png; its path, and lines for the reader.

    All say the same, of one state of the graph: findings with their sources, what to do first, the chain map, tables of
    gaps, nearer makers, outlets, ties, agreements with their items, projects and requests, how much is known, by which
    thresholds it is judged, sources and hash. The document follows GB/T 9704 (党政机关公文格式). All files are written
    or none; report.meta.json beside them says what was asked. Where no PNG can be made the report comes without it, and a
    line says why.

    Parameters
    ----------
    area
        A region or park, or several (a list, or with commas), each with its own gaps.
    chain
        One chain only; by default every chain with a product on record in these areas.
    redact
        Firms as Firm A, Firm B, ... (企业A), projects and sources by their kind; values, codes, identifiers and contacts
        left out, before anything is written. A text in which a firm might be told for short is left out whole.
    force
        Replace an earlier report in that folder even if somebody has changed it; any other folder never is.

    Raises
    ------
    UnknownName, AmbiguousName
        If an area or the chain names nothing, or several.
    BadInput
        If the folder holds anything but an unchanged earlier report, or cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written, _ = report(example(), "大龙", f"{folder}/大龙", lang="zh")
    ...     {one.name for one in written.iterdir()} >= {"report.html", "report.docx", "report.xlsx", "report.meta.json"}
    True
    """
    target = OutputFolder(path, reads=graph_files(graph), force=force, listing=REPORT)
    how: dict[str, Any] = {"with_zones": with_zones, "neighbours": neighbours, "as_of": as_of}
    told = collect(graph, area, chain=chain, **how, lang=lang)
    if redact:
        told = redacted(told, graph)
    lines = [t(lang, *text) for key, text in _STATES.items() if graph.meta().get(key)]
    files, without = _files(told)
    with target.making() as made:
        for name, content in files.items():
            (made / name).write_bytes(content)
        target.place(made, _said(told))
    done(os.fspath(target.given))
    lines.append(
        t(
            lang,
            f"{len(told.findings)} findings, {len(told.parts)} tables, {len(told.sources)} sources: {', '.join(files)}",
            f"要点{len(told.findings)}条、附表{len(told.parts)}张、来源{len(told.sources)}个：{'、'.join(files)}",
        )
    )
    return Written(target.given, [*lines, *([without.text(lang)] if without else []), *told.notes])


_STATES = {"unfinished": UNFINISHED, "upgraded_from": UPGRADED_COPY}


def _files(told: Report) -> tuple[dict[str, bytes], NoPicture | None]:
    """The files by name, and what keeps PNG from being made."""
    without = check_png()
    maps = drawn(told, png=without is None)
    out = {
        "report.html": as_html(told, maps).encode("utf-8", "replace"),
        "report.docx": as_docx(told, maps),
        "report.xlsx": as_xlsx(told),
    }
    if without is None:
        out["report.png"] = as_png(told)
    return out, without


def _said(told: Report) -> dict[str, Any]:
    """What stands in report.meta.json."""
    asked = {name: value for name, value in told.parameters.items() if value is not None}
    return {
        "question": "report",
        "parameters": asked | ({"redact": True} if told.redacted else {}),
        "as_of": told.as_of,
        "graph": told.graph,
        "graph_hash": told.graph_hash,
        "version": told.version,
        "lang": told.lang,
        "thresholds": dict(told.thresholds),
        "notes": told.notes,
    }
