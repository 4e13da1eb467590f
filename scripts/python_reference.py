"""docs/PYTHON.md: every public name with its signature and its docstring.

The docstrings are the reference; this only lays them out: headings of their sections in bold, examples as code.
"""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import chanlian
from chanlian import queries

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTS = (
    ("A graph", ("connect", "declare", "Graph", "Batch")),
    ("Tables in, edits, chain templates", ("load", "add", "end", "retract", "resolve", "unload", "templates", "add_chain")),
    (
        "Questions",
        ("gaps", "outlets", "matches", "links", "flows", "trace", "suppliers", "pipeline", "ask", "list", "compare", "show", "history", "info",
         "region", "conflicts", "evidence", "check", "verify", "network", "cite"),
    ),
    ("Pages, reports, forms, files", ("draw", "report", "template", "ask_form", "save", "export", "to_networkx")),
    ("Snapshots", ("snapshot", "restore", "verify_snapshot", "snapshots", "diff")),
    ("Networks", ("to_networkx", "from_networkx")),
    ("Servers", ("push", "pull")),
    ("Errors and warnings", ("ChanlianError", "BadInput", "UnknownName", "AmbiguousName", "UnknownFact", "UnsupportedURL", "GraphError",
                "GraphMissing", "GraphBusy", "GraphTooNew", "ChanlianWarning", "UnreadColumns", "NothingMatches")),
)  # fmt: skip
"""The public names by subject; a question that stands in none comes last, another name is told by `reference`."""

START = """# chanlian in Python

Generated from the docstrings (`python scripts/make_docs.py`); do not edit. `import chanlian as cl` loads nothing heavy; each
question is a function of the same name as its command and gives a pandas frame whose `attrs` say what was asked of which
graph. Every example here is run by the tests; `example()` in one is the bundled example's graph.
"""


def reference() -> str:
    """The page.

    Raises
    ------
    ValueError
        If a public name is missing here.
    """
    placed = [name for _, names in PARTS for name in names]
    others = tuple(name for name in queries.__all__ if name not in placed)
    placed += others
    missing = {name for name in chanlian.__all__ if not name.startswith("__")}.symmetric_difference(placed)
    if missing:
        raise ValueError(f"scripts/python_reference.py: not both public and placed: {', '.join(sorted(missing))}")
    lines = [START]
    for title, told in PARTS:
        names = (*told, *others) if title == "Questions" else told
        lines += [f"## {title}", ""]
        for name in names:
            lines += _told(name, getattr(chanlian, name), "###")
    return "\n".join(lines).rstrip() + "\n"


def _told(name: str, thing: object, heading: str) -> Iterator[str]:
    """A name, its signature, its docstring; of a class its public methods too."""
    yield f"{heading} {name}"
    yield ""
    if isinstance(thing, property):
        yield from ("```python", f"{name}  # {inspect.signature(thing.fget).return_annotation}", "```", "")  # type: ignore[arg-type]
    elif callable(thing) and not (isinstance(thing, type) and issubclass(thing, Exception)):
        yield from ("```python", f"{name}{_signature(thing)}", "```", "")
    yield from _laid_out(inspect.getdoc(thing) or "")
    if isinstance(thing, type) and not issubclass(thing, Exception):
        own = [one for one in reversed(thing.__mro__) if one is not object]  # what it inherits first
        for member, value in {name: value for one in own for name, value in vars(one).items()}.items():
            if member.startswith("_") or not (callable(value) or isinstance(value, property)):
                continue
            yield from _told(f"{name}.{member}", value, heading + "#")


def _signature(thing: object) -> str:
    """A signature as it is written, broken into lines where it is long."""
    assert callable(thing)
    signature = inspect.signature(thing)
    line = re.sub(
        r"\(self(, |\))", lambda m: "(" if m[1] == ", " else "()", re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(signature))
    )
    if len(line) < 100:
        return line
    inside, _, result = line[1:].rpartition(") -> ") if " -> " in line else (line[1:-1], "", "")
    pieces = re.split(r", (?=\*?[a-z_*]+(?::| =|,|$)|\*\b|/)", inside)
    return "(\n    " + ",\n    ".join(pieces) + f",\n){' -> ' + result if result else ''}"


def _laid_out(text: str) -> Iterator[str]:
    """A docstring as Markdown: titles of sections in bold, examples as code, columns and errors as they stand."""
    lines = text.splitlines()
    code = False
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if re.fullmatch(r"-{3,}", line.strip()):
            continue
        example = line.lstrip().startswith((">>>", "...")) or (code and line.strip() != "")
        if example != code:
            yield from ("```",) if code else ("```python",)
            code = example
        if not code and re.fullmatch(r"-{3,}", following.strip()):
            yield f"**{line.strip()}**  "
        elif not code and line.startswith("    ") and line.strip():
            yield ("  " if number and lines[number - 1].startswith("    ") else ": ") + line.strip()
        else:
            yield line
    if code:
        yield "```"
    yield ""
