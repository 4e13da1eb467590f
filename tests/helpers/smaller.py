"""Make a world that fails small: take out of it what the failure does not need, and write down what is left.

Every try is written to an engine again, so a search of this kind, which knows what a world is, is worth more than
hypothesis's own: an edge goes with its ends, large parts are tried first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chanlian.graph.schema import NODE_NAMES, edge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from worlds import World


def smaller(world: World, fails: Callable[[World], bool]) -> World:
    """What is left of a world that fails when nothing more can be taken out of it: rows, properties, loads."""
    changed = True
    while changed:
        changed = False
        for candidates in (_fewer_loads, _fewer_rows, _fewer_values):
            world, did = _shrunk(world, candidates, fails)
            changed = changed or did
    return world


def _shrunk(
    world: World, candidates: Callable[[World, int], Iterator[World]], fails: Callable[[World], bool]
) -> tuple[World, bool]:
    """Take out large parts first, then smaller ones, then single ones."""
    did, size = False, 32
    while size:
        start = 0
        while True:
            tried = next((one for n, one in enumerate(candidates(world, size)) if n == start), None)
            if tried is None:
                break
            if tried != world and fails(tried):
                world, did = tried, True
            else:
                start += 1
        size //= 2
    return world, did


def _fewer_loads(world: World, size: int) -> Iterator[World]:
    if size == 1:
        for number in range(len(world)):
            yield whole(world[:number] + world[number + 1 :])


def _fewer_rows(world: World, size: int) -> Iterator[World]:
    where = [
        (n, kind, i) for n, (_, tables) in enumerate(world) for kind, rows in tables.items() for i in range(len(rows))
    ]
    for start in range(0, len(where), size):
        out = set(where[start : start + size])
        yield whole([
            (said, {kind: [row for i, row in enumerate(rows) if (n, kind, i) not in out] for kind, rows in tables.items()})
            for n, (said, tables) in enumerate(world)
        ])  # fmt: skip


def _fewer_values(world: World, size: int) -> Iterator[World]:
    if size > 1:
        return
    for n, (said, tables) in enumerate(world):
        for name in ("published", "kind"):
            if said and name in said:
                yield [*world[:n], ({k: v for k, v in said.items() if k != name}, tables), *world[n + 1 :]]
        for kind, rows in tables.items():
            ends = {"identifier", "name"} if kind in NODE_NAMES else {end.name for end in edge(kind).ends}
            for i, row in enumerate(rows):
                for name in row.keys() - ends:
                    less = [*rows[:i], {k: v for k, v in row.items() if k != name}, *rows[i + 1 :]]
                    yield [*world[:n], (said, {**tables, kind: less}), *world[n + 1 :]]


def whole(world: World) -> World:
    """A world without edges whose ends nobody has told of by then, and without empty tables."""
    known: set[str] = set()
    out: World = []
    for said, tables in world:
        known |= {row["identifier"] for kind, rows in tables.items() if kind in NODE_NAMES for row in rows}
        kept = {
            kind: [
                row for row in rows if kind in NODE_NAMES or known.issuperset(row[end.name] for end in edge(kind).ends)
            ]
            for kind, rows in tables.items()
        }
        out.append((said, {kind: rows for kind, rows in kept.items() if rows}))
    return out


def written(world: World) -> str:
    """A world as Python text, a row a line, to be kept as a case."""
    lines = ["["]
    for said, tables in world:
        lines.append(f"    ({said!r}, {{")
        for kind, rows in tables.items():
            lines.append(f"        {kind!r}: [")
            lines += [f"            {row!r}," for row in rows]
            lines.append("        ],")
        lines.append("    }),")
    return "\n".join([*lines, "]"])
