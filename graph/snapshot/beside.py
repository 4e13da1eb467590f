"""What stands beside the tables, so that a snapshot can be cited and put into a repository: CITATION.cff and datapackage.json.

CITATION.cff: Citation File Format 1.2.0 (https://citation-file-format.github.io). datapackage.json: Data Package
(https://datapackage.org), with the columns, keys and what an end of an edge refers to.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from ..schema import Edge, Node, kind, properties
from ..schema.kinds import stored_as
from .manifest import NAME
from .tables import BESIDE, file_of, schema_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from .manifest import Kept, Table

TITLE: Final = "Industrial chains and ties between regions"
_MEANING: Final = {
    "fact": "the number of the fact, 16 hexadecimal digits, the same wherever it is loaded",
    "identifier": "the identifier of the node",
    "source": "the identifier of the source that states it",
    "locator": "where in the source it stands",
    "method": "how it was read",
    "confidence": "how sure the reading is, 0 to 1",
    "recorded": "the day on which it was recorded",
    "stated": "what this source states of the fact, as JSON",
    "kind": "the kind of the fact, or of what is called",
    "former": "what it was called before",
    "now": "what it is called now",
}
_ABOUT: Final = {
    "claim": "what each source states of the facts that several state",
    "removed": "what was taken out, why and by what",
    "former": "earlier identifiers of nodes and facts",
}


def titled(title: str | None, as_of: str | None, part: str | None = None) -> str:
    """The title of a snapshot: the one given, or what every graph holds, which part of it and of which day.

    >>> titled(None, "2025-05-30")
    'Industrial chains and ties between regions, as of 2025-05-30'
    """
    return title or ", ".join([TITLE, *([f"part: {part}"] if part else []), *([f"as of {as_of}"] if as_of else [])])


def citation(title: str, authors: Sequence[str], content_hash: str, as_of: str | None, tool: str) -> str:
    """The text of CITATION.cff."""
    lines = [
        "cff-version: 1.2.0",
        "message: Cite this snapshot as below; its content hash says which facts it holds.",
        f"title: {_quoted(title)}",
        "type: dataset",
        "authors:",
        *(f"  - name: {_quoted(name)}" for name in authors or ("Unnamed",)),
        f"version: {_quoted(as_of or content_hash)}",
        f"abstract: {_quoted(f'A chanlian graph, content {content_hash}; made with chanlian {tool}, digests in {NAME}.')}",
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text as YAML has it: JSON is YAML."""
    return json.dumps(text, ensure_ascii=False)


def data_package(title: str, content_hash: str, tables: Sequence[Table], files: Mapping[str, Kept], own: str) -> str:
    """The text of datapackage.json; `own` is what the graph keeps of own properties and kinds."""
    there = {one.name for one in tables}
    said = {
        "profile": "data-package",
        "name": f"chanlian-{re.sub('[^0-9a-z]+', '-', content_hash)}",
        "title": title,
        "description": f"Parquet tables of a graph of chanlian; counts, sources and digests are in {NAME}",
        "resources": [_resource(one, files[file_of(one.name)], there, own) for one in tables],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _resource(table: Table, kept: Kept, there: set[str], own: str) -> dict[str, Any]:
    of = None if table.name in BESIDE else kind(table.name)
    about = _ABOUT[table.name] if of is None else of.meaning if isinstance(of, Node) else of.sentence
    return {
        "name": table.name.replace("_", "-"), "path": file_of(table.name), "title": table.name, "description": about,
        "format": "parquet", "mediatype": "application/vnd.apache.parquet", "bytes": kept.size, "hash": f"sha256:{kept.sha256}",
        "schema": {
            "fields": [_field(one, of) for one in schema_of(table.name, own)],
            **({"primaryKey": "identifier" if isinstance(of, Node) else "fact"} if of else {}),
            **_foreign_keys(of, there),
        },
    }  # fmt: skip


def _foreign_keys(of: Node | Edge | None, there: set[str]) -> dict[str, Any]:
    """Which column holds identifiers of which table; an end that may be of several kinds refers to none alone."""
    refers = {"source": "source"} if of is not None and "source" in there else {}
    if isinstance(of, Edge):
        refers |= {end.name: end.kinds[0] for end in of.ends if len(end.kinds) == 1 and end.kinds[0] in there}
    keys = [
        {"fields": column, "reference": {"resource": name.replace("_", "-"), "fields": "identifier"}}
        for column, name in refers.items()
    ]
    return {"foreignKeys": keys} if keys else {}


def _field(column: pa.Field, of: Node | Edge | None) -> dict[str, Any]:
    import pyarrow as pa

    types = (
        (pa.types.is_floating, "number"), (pa.types.is_integer, "integer"), (pa.types.is_boolean, "boolean"),
        (pa.types.is_date, "date"), (pa.types.is_list, "array"),
    )  # fmt: skip
    type_ = next((name for is_one, name in types if is_one(column.type)), "string")
    meaning = _MEANING.get(column.name)
    if isinstance(of, Edge):
        meaning = next((f"identifier: {end.en}" for end in of.ends if end.name == column.name), meaning)
    prop = next((p for p in properties(of) if column.name in {n for n, _ in stored_as(p)}), None) if of else None
    if prop is not None:
        meaning = prop.en + (f", {prop.unit}" if prop.unit else "")
    return {"name": column.name, "type": type_, **({"description": meaning} if meaning else {})}
