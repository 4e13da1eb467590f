"""What a shell offers to complete a line with: graph files, and names that the graph on the line holds.

Nothing here is imported before a shell asks. It reads only, waits for nobody, and where anything
fails it offers nothing: a person who is typing wants no message.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from click.shell_completion import CompletionItem

from ..schema import ALL_AREAS, AREAS, KINDS, NODE_NAMES, node
from ..sql_text import quoted
from ..url import is_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST: Final = 60
"""So many names are offered; more of them nobody reads."""
GRAPHS: Final = (".duckdb",)
_SPECIAL: Final = re.compile(r"([\s\"'`$&|;<>()\\*?\[\]#~!{}])")
_COMMAS: Final = re.compile("[,，]")


class Suggested(click.types.StringParamType):
    """A text for which a shell has suggestions; otherwise like click's own text."""

    def __init__(self, suggest: Callable[[click.Context, str], Iterable[str]]) -> None:
        self.suggest = suggest

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """What begins with what was typed."""
        try:
            # a name that a shell cannot be handed in one line, or that would write to the terminal, is typed by hand
            return [CompletionItem(_escaped(text)) for text in self.suggest(ctx, incomplete) if text.isprintable()]
        except Exception:  # noqa: BLE001  # whatever is wrong with the graph, the person is still typing
            return []


class GraphFile(Suggested):
    """A graph: files ending in .duckdb, and the folders on the way to them."""

    def __init__(self) -> None:
        super().__init__(lambda _, typed: _files(typed))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Graph files; where none is near, whatever file the shell finds."""
        return super().shell_complete(ctx, param, incomplete) or [CompletionItem(incomplete, type="file")]


def suggest(params: Iterable[click.Parameter]) -> None:
    """Give parameters without suggestions of their own those that go with their names."""
    for param in params:
        if param.type is click.STRING and param.name in BY_NAME:
            param.type = BY_NAME[param.name]


def _files(typed: str) -> list[str]:
    folder, _, begun = typed.rpartition("/")
    here = Path(f"{folder}/" if folder or typed.startswith("/") else ".").expanduser()
    before = typed[: len(typed) - len(begun)]
    out = []
    for path in sorted(here.iterdir()):
        if path.name.startswith(begun) and (begun.startswith(".") or not path.name.startswith(".")):
            if path.is_dir():
                out.append(f"{before}{path.name}/")
            elif path.suffix in GRAPHS:
                out.append(before + path.name)
    # folders alone are no suggestion of a graph
    return out if any(name.endswith(GRAPHS) for name in out) or folder else []


def _rows(ctx: click.Context, sql: str, typed: str) -> list[str]:
    """The first column of a question to the graph on the line, read-only."""
    # behind an option that still lacks its value, click has not yet come to the arguments
    path = ctx.params.get("graph") or next(iter(ctx.args), None)
    if not isinstance(path, str) or is_address(path) or not Path(path).is_file():
        return []
    from ..engines.base import Question
    from ..opening import connect

    question = Question("suggestions", f"{sql} ORDER BY 1 LIMIT {MOST}")
    return [str(value) for row in connect(path).rows(question, {"typed": typed}) for value in row.values()]


def _named(kinds: Iterable[str]) -> str:
    """SQL of the names and aliases of nodes of these kinds that begin with what was typed."""
    parts = []
    for name in kinds:
        parts.append(f"SELECT name AS text FROM {quoted(name)} WHERE starts_with(name, $typed)")
        parts.append(
            f"SELECT alias FROM (SELECT unnest(aliases) AS alias FROM {quoted(name)}) WHERE starts_with(alias, $typed)"
        )
        code = node(name).code
        if code:
            given = f"$typed <> '' AND starts_with({quoted(code)}, $typed)"
            parts.append(f"SELECT {quoted(code)} FROM {quoted(name)} WHERE {given}")
    return f"SELECT DISTINCT text FROM ({' UNION ALL '.join(parts)})"


def _nodes(*kinds: str) -> Suggested:
    return Suggested(lambda ctx, typed: _rows(ctx, _named(kinds), typed))


def _areas(ctx: click.Context, typed: str) -> list[str]:
    """Regions and parks of the graph; behind a comma, a further one."""
    cuts = [match.end() for match in _COMMAS.finditer(typed)]
    before, begun = (typed[: cuts[-1]], typed[cuts[-1] :]) if cuts else ("", typed)
    taken = set(_COMMAS.split(before))
    return [before + name for name in _rows(ctx, _named(AREAS), begun) if name not in taken]


def _one(ctx: click.Context, typed: str) -> list[str]:
    """A name of the graph on the line; without a graph (`region NAME`), of China's regions."""
    if ctx.params.get("graph"):
        return _rows(ctx, _named(name for name in NODE_NAMES if name != "source"), typed)
    if not typed:
        return []
    import csv

    with (Path(__file__).parents[1] / "regions" / "data" / "regions.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        found = (row["name"] for row in rows if row["name"].startswith(typed) or row["code"].startswith(typed))
        return [name for name, _ in zip(found, range(MOST), strict=False)]


def _kinds(_ctx: click.Context, typed: str) -> list[str]:
    return sorted(name for of in KINDS for name in {of.table, of.name} if name.startswith(typed))


def _levels(_ctx: click.Context, typed: str) -> list[str]:
    return [level for level in ALL_AREAS if level.startswith(typed)]


def _escaped(text: str) -> str:
    """A text as bash must have it typed; the other shells see to that themselves."""
    return _SPECIAL.sub(r"\\\1", text) if os.environ.get("_CHANLIAN_COMPLETE") == "bash_complete" else text


BY_NAME: Final[dict[str, Suggested]] = {
    "graph": GraphFile(),
    "area": Suggested(_areas),
    "between": Suggested(_areas),
    "name": Suggested(_one),
    "firm": _nodes("firm"),
    "product": _nodes("product"),
    "chain": _nodes("chain"),
    "near": Suggested(_areas),
    "source": _nodes("source"),
    "replace": _nodes("source"),
    "kind": Suggested(_kinds),
    "level": Suggested(_levels),
}
"""What a parameter is completed with, by its name, wherever a command has it."""
