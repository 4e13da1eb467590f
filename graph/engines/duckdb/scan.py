"""All facts of a kind: what is asked of the tables, and what becomes of a scan that nobody goes on with."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...errors import GraphError
from ...identity import hex_sql
from ...schema import EDGE_NAMES, NODE_NAMES, Node, columns, kind
from ...sql_text import quoted
from ..base import no_kind
from .tables import PLACE_BASIS, REMOVED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

IDLE_SECONDS: Final = 120.0
"""So long a part of a scan may be worked on before the scan is given up."""


@dataclass(slots=True)
class Waited:
    """Whether it took too long."""

    over: bool = False


@contextmanager
def unless_gone_on_with(*ends: Callable[[], object]) -> Iterator[Waited]:
    """Do `ends`, in a thread of its own, where the block takes longer than a scan may."""
    waited, lock = Waited(), threading.Lock()

    def give_up() -> None:
        with lock:
            if not done:
                waited.over = True
                for end in ends:
                    end()

    done = False
    timer = threading.Timer(IDLE_SECONDS, give_up)
    timer.daemon = True
    timer.start()
    try:
        yield waited
    finally:
        with lock:
            done = True
        timer.cancel()


def given_up(url: str, what: str) -> GraphError:
    """What is said to whoever goes on with a scan too late."""
    return GraphError(
        f"{url}: the scan of {what} was given up, since nobody went on with it for {IDLE_SECONDS:g} seconds and writers wait;"
        " keep it within `with graph.reading():` where the work on a part takes longer",
        f"{url}：对 {what} 的 scan 超过 {IDLE_SECONDS:g} 秒没有继续，为避免阻塞写入已放弃；如处理时间较长，请放在 with graph.reading(): 之内",
    )


def scan_sql(kind_name: str) -> str:
    """SQL of a kind's facts with identifiers instead of dense ids, in key order."""
    fact = f"{hex_sql('x.fact')} AS fact"
    evidence = "s.identifier AS source, x.locator, x.method, x.confidence, x.recorded"
    source = "LEFT JOIN source s ON s.id = x.source"
    if kind_name not in (*NODE_NAMES, *EDGE_NAMES, "claim", "removed", "former"):
        raise no_kind(kind_name)
    if kind_name == "claim":
        return f"SELECT x.kind, {fact}, {evidence}, x.stated FROM claim x {source} ORDER BY x.fact, s.identifier"
    if kind_name == "removed":
        rest = ", ".join(f"x.{quoted(name)}" for name, _ in REMOVED if name not in ("kind", "fact"))
        return f"SELECT x.kind, {fact}, {rest} FROM removed x ORDER BY ALL"
    if kind_name == "former":
        return "FROM former ORDER BY former, kind"
    of = kind(kind_name)
    props = "".join(f"x.{quoted(column)}, " for column, _ in columns(of))
    if isinstance(of, Node):
        place = f"p.identifier AS place, x.{PLACE_BASIS}, " if of.name == "firm" else ""
        join = "LEFT JOIN area p ON p.id = x.place" if place else ""
        return (
            f"SELECT {fact}, x.identifier, {props}{place}{evidence} FROM {quoted(of.name)} x {join} {source}"
            " ORDER BY x.identifier"
        )
    ends = ", ".join(f"{quoted('n_' + end.name)}.identifier AS {quoted(end.name)}" for end in of.ends)
    joins = " ".join(
        f"JOIN {quoted(end.kinds[0]) if len(end.kinds) == 1 else 'node'} AS {quoted('n_' + end.name)}"
        f" ON {quoted('n_' + end.name)}.id = x.{quoted(end.name)}"
        for end in of.ends
    )
    return f"SELECT {fact}, {ends}, {props}{evidence} FROM {quoted(of.name)} x {joins} {source} ORDER BY x.fact"
