"""A graph as RDF, in N-Triples (which any reader of Turtle takes): a node a fact, with its values and its evidence.

What is there is named `urn:chanlian:` and its identifier; it has a type (`v:Firm`) and a label. Each row of a table of an export is
a node of its own: `v:table` says of which, its ends and `v:thing` are what it speaks of, every other column is a property of its
name; `v:Statement` is what the graph shows of a fact, `v:Claim` what one of several sources states, in `v:source`. An edge is
told directly, too (`<seller> v:supplies <buyer>`). Numbers, truths and lists (JSON) have their datatypes, dates the
precision that they were stated with, and so are texts. `load` reads the file again (loaders/read/rdf.py).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from ..schema import Edge, Node
from .portable import Portable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

    from ..readable import Readable
    from .portable import Tabled

VOCABULARY: Final = "urn:chanlian:v:"
THING: Final = "urn:chanlian:"
MARK: Final = f"# a graph of chanlian in the vocabulary <{VOCABULARY}>"
"""The first line of such a file."""
STATEMENT, CLAIM = "Statement", "Claim"
THING_OF: Final = "thing"
"""What a row of a table of things is about; no end of an edge is called so."""
_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_LABEL: Final = "<http://www.w3.org/2000/01/rdf-schema#label>"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
JSON: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON"
_ESCAPED: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write_rdf(graph: Readable, path: Path) -> dict[str, int]:
    """Write all that there is to read of a graph; the number of rows of each table, and of triples."""
    portable = Portable.of(graph)
    counts: dict[str, int] = {}
    triples = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(MARK + "\n")
        for sort, tables in ((STATEMENT, portable.tables()), (CLAIM, portable.claims())):
            for of, parts in tables:
                for number, row in enumerate(_rows(parts)):
                    name = of.table if sort == STATEMENT else f"{of.table} (claims)"
                    counts[name] = number + 1
                    for line in _lines(of, row, sort, number):
                        out.write(line + " .\n")
                        triples += 1
    return {**counts, "triples": triples}


def _rows(parts: Iterator[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield from part.to_pylist()


def _lines(of: Tabled, row: dict[str, Any], sort: str, number: int) -> Iterator[str]:
    """The triples of a row, without the point behind them."""
    node = iri(f"{THING}{sort.lower()}:{of.table}:{number}")
    yield f"{node} {_TYPE} {iri(VOCABULARY + sort)}"
    yield f"{node} {iri(VOCABULARY + 'table')} {literal(of.table)}"
    ends = [end.name for end in of.ends] if isinstance(of, Edge) else []
    if isinstance(of, Edge) and sort == STATEMENT:
        yield f"{thing(row[ends[0]])} {iri(VOCABULARY + of.name)} {thing(row[ends[1]])}"
    if isinstance(of, Node):
        me = thing(row["identifier"])
        yield f"{node} {iri(VOCABULARY + THING_OF)} {me}"
        if sort == STATEMENT:
            yield f"{me} {_TYPE} {iri(VOCABULARY + of.name.title())}"
            yield f"{me} {_LABEL} {literal(row['name'])}"
    for column, value in row.items():
        if value is None or (column.endswith(".name") and column != "source.name"):
            continue
        said = thing(value) if column in ends else literal(value)
        yield f"{node} {iri(VOCABULARY + column)} {said}"


def thing(identifier: str) -> str:
    """What is there, by its identifier.

    >>> thing("firm:a b")
    '<urn:chanlian:firm:a%20b>'
    """
    return iri(THING + quote(identifier, safe=":-._~"))


def iri(text: str) -> str:
    """An address, whose characters are known."""
    return f"<{text}>"


def literal(value: Any) -> str:
    r"""A value as N-Triples has it, inert whatever stands in it.

    >>> print(literal('a "b"\\\n'), literal(True), literal(0.5), literal(["x"]))
    "a \"b\"\\\n" "true"^^<http://www.w3.org/2001/XMLSchema#boolean> "0.5"^^<http://www.w3.org/2001/XMLSchema#double> "[\"x\"]"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>
    """
    if isinstance(value, bool):
        return f"{_quoted('true' if value else 'false')}^^<{_XSD}boolean>"
    if isinstance(value, int):
        return f"{_quoted(str(value))}^^<{_XSD}integer>"
    if isinstance(value, float):
        return f"{_quoted(repr(value))}^^<{_XSD}double>"
    if isinstance(value, list):
        return f"{_quoted(json.dumps(value, ensure_ascii=False))}^^<{JSON}>"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    return '"' + "".join(map(_escape, text)) + '"'


def _escape(char: str) -> str:
    if char in _ESCAPED:
        return _ESCAPED[char]
    return char if char.isprintable() or char == " " else f"\\U{ord(char):08X}"
