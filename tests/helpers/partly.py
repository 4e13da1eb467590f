"""Every write to a server that reads only what it touches is worked out with all rows too: both must send and say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chanlian.graph.engines.neo4j import write
from chanlian.graph.engines.neo4j.write import _send, _written

if TYPE_CHECKING:
    import pytest


class Compared:
    """What became of the writes: those that a part of the graph was enough for, and those that took all of it."""

    def __init__(self) -> None:
        self.partly = 0
        self.whole = 0


def compared(monkeypatch: pytest.MonkeyPatch) -> Compared:
    """Compare what is written from now on."""
    told: list[tuple[list[str], dict[str, Any], list[Any]]] = []
    count = Compared()

    def written(session: Any, batch: Any, way: Any, said: Any, *, partly: bool, sound: bool) -> None:
        def asked(*, partly: bool) -> tuple[list[str], dict[str, Any], list[Any]]:
            with monkeypatch.context() as patch:
                patch.setattr(write, "_send", record)
                _written(session, batch, way, said, partly=partly, sound=sound)
            return told.pop()

        def record(_session: Any, _way: Any, found: Any, meta: Any) -> None:
            rows = sorted(f"{change.text} {row!r}" for change in found for rows in change.parts() for row in rows)
            outcomes = batch.db.execute("SELECT * FROM outcome ORDER BY ALL").fetchall()
            told.append((rows, meta.after, outcomes))

        if not partly:
            count.whole += 1
            _written(session, batch, way, said, partly=partly, sound=sound)
            return
        part, whole = asked(partly=True), asked(partly=False)
        assert part == whole
        count.partly += 1
        _written(session, batch, way, said, partly=True, sound=sound)

    assert write._send is _send
    monkeypatch.setattr(write, "_written", written)
    return count
