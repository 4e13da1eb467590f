"""What other processes do to a graph in the tests of graph/; a module, so that they can import it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rows import batch, nodes

from chanlian.graph import connect

if TYPE_CHECKING:
    import threading
    from multiprocessing.synchronize import Event

    from chanlian.graph import Batch

FIRMS = 40


def edition(number: int) -> Batch:
    """Firms and supplies that all bear the number of one edition; a higher one changes them all and adds some."""
    names = [f"firm {one}" for one in range(FIRMS + number)]
    product = {"product": "product:p", "value": float(number)}
    said: Batch = batch(
        "s",
        firm=nodes("firm", *names, count=number),
        product=nodes("product", "p"),
        supplies=[{"seller": f"firm:{one}", "buyer": "firm:firm 0", **product} for one in names[1:]],
    )
    return said


class _Telling:
    """A connection that tells when it is about to commit."""

    def __init__(self, db: Any, event: Event | threading.Event) -> None:
        self._db = db
        self._event = event

    def execute(self, query: str, *more: Any) -> Any:
        if query == "COMMIT":
            self._event.set()
        return self._db.execute(query, *more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)


def write_edition(path: str, number: int, started: Event, committing: Event) -> None:
    """Write an edition, telling when that starts and when it is about to be committed."""
    said = edition(number)
    said.db = _Telling(said.db, committing)  # type: ignore[assignment]
    started.set()
    connect(path).write(said)


def hold(path: str, started: Event, let_go: Event, *, writing: bool) -> None:
    """Hold a graph open, for writing or for reading, until told to let go."""
    if not writing:
        with connect(path).reading():
            started.set()
            let_go.wait(60)
        return
    import duckdb

    with duckdb.connect(path):
        started.set()
        let_go.wait(60)


def ask_and_stay(path: str, started: Event, let_go: Event) -> None:
    """A notebook: it has asked something, holds its handle and does nothing."""
    graph = connect(path)
    assert graph.exists()
    assert graph.as_of is None
    started.set()
    let_go.wait(60)
    del graph


def write_patiently(path: str, number: int, started: Event) -> None:
    """Write an edition, waiting for whoever holds the graph; where it is new, make it."""
    said = edition(number)
    started.set()
    connect(path, wait=60).write(said)
