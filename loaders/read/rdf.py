"""The RDF that `export --to rdf` writes, as the tables of an export again; RDF of others is not read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from ...graph.digests import REMOVED
from ...graph.errors import BadInput
from ...graph.export.portable import BESIDE, FACT, FORMER, FORMER_COLUMNS, TRACE
from ...graph.export.rdf_file import CLAIM, MARK, THING, THING_OF, VOCABULARY
from .json import read_records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .sheet import Staging

_TRIPLE: Final = re.compile(
    r'<([^<>"\s]*)> <([^<>"\s]*)> (?:<([^<>"\s]*)>|"((?:[^"\\]|\\.)*)"(?:\^\^<([^<>"\s]*)>)?) \.'
)
_ESCAPE: Final = re.compile(r"\\(?:U([0-9A-F]{8})|u([0-9A-F]{4})|(.))")
_PLAIN: Final = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def read_rdf(staging: Staging, path: Path, name: str) -> None:
    """Stage the tables of a file; of facts that several sources state, what each of them does.

    Raises
    ------
    BadInput
        If the file is RDF of others, or no line-by-line triples.
    """
    tables: dict[str, list[dict[str, Any]]] = {}
    claimed: dict[str, set[str]] = {}
    try:
        told = list(_rows(path, name))
    except (ValueError, OverflowError) as error:  # no UTF-8, or the number of no character
        raise _others(name) from error
    for row in told:
        table, claim = row.pop("table", None), row.pop("", None) == CLAIM
        if not isinstance(table, str):
            raise _others(name)
        if claim:
            claimed.setdefault(table, set()).add(row.get(FACT, ""))
        row[""] = claim
        tables.setdefault(table, []).append(row)
    for table, rows in tables.items():
        several = claimed.get(table, set())
        kept = [row for row in rows if row.pop("") or row.get(FACT) not in several]
        columns = {REMOVED: [*TRACE.values()], FORMER: [*FORMER_COLUMNS]}.get(table, [FACT, *BESIDE])
        headers = list(dict.fromkeys([*columns, *(column for row in kept for column in row)]))
        sheet = read_records(staging, [{header: row.get(header) for header in headers} for row in kept], name)
        sheet.sheet = sheet.stem = table
        sheet.several = True


def _rows(path: Path, name: str) -> Iterator[dict[str, Any]]:
    """The statements and claims of a file: each column's value; under "" what it is."""
    with path.open(encoding="utf-8", newline="\n") as file:
        if file.readline().rstrip("\n") != MARK:
            raise _others(name)
        found: dict[str, dict[str, Any]] = {}
        for line, text in enumerate(file, start=2):
            match = _TRIPLE.fullmatch(text.rstrip("\n"))
            if match is None:
                raise BadInput(
                    f"{name} line {line}: is no triple as an export writes it; export the graph again",
                    f"{name} 第 {line} 行：不是导出文件中的三元组；请重新导出",
                )
            subject, predicate, end, value, _ = match.groups()
            if not subject.startswith((f"{THING}statement:", f"{THING}claim:")):
                continue  # what is told of things directly is in their rows too
            row = found.setdefault(subject, {})
            if predicate == _TYPE:
                row[""] = (end or "").removeprefix(VOCABULARY)
            elif end is None:
                row[predicate.removeprefix(VOCABULARY)] = _ESCAPE.sub(_meant, value)
            elif predicate != f"{VOCABULARY}{THING_OF}":
                row[predicate.removeprefix(VOCABULARY)] = unquote(end.removeprefix(THING))
        yield from found.values()


def _meant(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _PLAIN.get(found[3], found[3])


def _others(name: str) -> BadInput:
    return BadInput(
        f"{name}: is RDF that chanlian did not write; it reads its own (export --to rdf): give tables, or GraphML with --map",
        f"{name}：不是产链导出的 RDF；只能读取 export --to rdf 生成的文件，请提供表格，或带映射文件的 GraphML",
    )
