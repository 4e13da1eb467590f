"""A chosen few dozen answers of a graph in one JSON file, for tests to compare with."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from .chosen import choose
from .program import run

if TYPE_CHECKING:
    from pathlib import Path

    from .chosen import Chosen

_LEVELS: Final = ("park", "county", "province")


def answers_of(graph: str, more: list[list[str]]) -> dict[str, Any]:
    """What the graph says of itself, its other claims and its traces, and its answers to chosen questions and `more`.

    A question stands as it is typed, without the graph; its answer has the exit code, the rows, and what
    was said beside them.
    """
    import chanlian as cl

    opened = cl.connect(graph)
    chosen = choose(graph, 4)
    return {
        "content_hash": opened.content_hash,
        "as_of": opened.as_of,
        "counts": {row["kind"]: row["count"] for row in json.loads(run(["info", graph, "--format", "json"]).out)},
        "claims": _scanned(opened, "claim"),
        "removed": _scanned(opened, "removed"),
        "answers": [_asked(graph, words) for words in (*_questions(chosen), *more)],
    }


def write_answers(path: Path, answers: dict[str, Any]) -> None:
    """Write them, a row of an answer a line."""
    heads = [f" {json.dumps(key)}: {_lines(value)}" for key, value in answers.items()]
    path.write_text("{\n" + ",\n".join(heads) + "\n}\n", encoding="utf-8", newline="\n")


def _questions(chosen: Chosen) -> list[list[str]]:
    areas = [*chosen.areas, ",".join(chosen.areas[:3]), *chosen.own_areas]
    out = [["info"], ["conflicts"], ["check"]]
    out += [["list", kind] for kind in chosen.kinds]
    out += [["list", kind, "--in", area] for kind, area in product(("firms", "supplies", "projects"), chosen.areas[:2])]
    out += [
        [question, "--in", area] for question, area in product(("gaps", "outlets", "matches"), dict.fromkeys(areas))
    ]
    out += [["gaps", "--in", area, "--with-zones", "--as-of", "2024"] for area in chosen.areas[:2]]
    out += [["gaps", "--each", level] for level in _LEVELS]
    out += [[question, "--level", level] for question, level in product(("links", "flows"), _LEVELS)]
    out += [["trace", firm, way] for firm, way in product(chosen.firms[:3], ("--up", "--down"))]
    out += [["suppliers", name, "--near", chosen.areas[0]] for name in chosen.products[:3]]
    return out + [["show", name] for name in (*chosen.firms[:2], *chosen.products[:1], *chosen.areas[:1])]


def _asked(graph: str, words: list[str]) -> dict[str, Any]:
    command, *rest = words
    said = run([command, graph, *rest, "--format", "json", "--lang", "en"])
    # `info` says the content hash, whose scheme may change, and it stands above
    messages = [line for line in said.err.splitlines() if command != "info" and line]
    return {"ask": words, "exit": said.exit, "said": messages, "rows": json.loads(said.out) if said.out else None}


def _scanned(opened: Any, kind: str) -> list[dict[str, Any]]:
    rows = (row for part in opened.scan(kind) for row in part.to_pylist())
    return [{key: None if value is None else str(value) for key, value in row.items()} for row in rows]


def _lines(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(f"  {_one(row)}" for row in value) + "\n ]"
    return json.dumps(value, ensure_ascii=False)


def _one(row: dict[str, Any]) -> str:
    """A record on a line, the rows of an answer each on one of its own."""
    rows = row.get("rows")
    if not isinstance(rows, list) or not rows:
        return json.dumps(row, ensure_ascii=False)
    head = json.dumps({key: value for key, value in row.items() if key != "rows"}, ensure_ascii=False)
    return head[:-1] + ', "rows": [\n' + ",\n".join(f"   {json.dumps(one, ensure_ascii=False)}" for one in rows) + "]}"
