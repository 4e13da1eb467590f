"""Writing a batch to a Neo4j server: worked out in a local copy by the code that writes files, sent as the difference.

What a fact shows of several sources, which place a firm has and what goes with a source are
decided in one place (duckdb/write.py and its parts) for every engine. Here rows of the server come
into a DuckDB beside the batch (local.py), the batch is written there, and what changed is sent. Where a
batch states few facts only what it touches is read (touched.py); all of the graph where that is not enough.

A difference of at most `way.part` facts is one transaction: all or nothing. A greater one is
several, each exactly once: every transaction sets the graph's `revision` to its own number and
wants the one before it, so a retry after a lost answer finds its work done, and another writer
makes this one begin again. While it lasts, and if it is broken off, the graph says `unfinished`;
the same batch written again adds what is missing and takes that mark away.
"""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from ...errors import BrokenOff, GraphBusy, GraphChanged
from ...schema import KINDS
from ...sql_text import quoted
from ..duckdb.content import write_meta
from ..duckdb.partial import WholeNeededError, may_be_partial
from ..duckdb.write import write_batch as write_local
from .difference import Change, Few, FewEdges, changes, count, passing_graph
from .form import FORMS, META
from .local import LocalCopy, said_by
from .touched import FEW, bring_touched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import neo4j

    from ...batch import Batch
    from ..base import Progress
    from .local import Said

_TRIES: Final = 5
_PAUSE: Final = 0.2


class _OvertakenError(Exception):
    """Somebody else wrote to the graph between reading and writing it."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a batch is to be written to a server."""

    url: str
    """Where it goes, as messages name it."""
    part: int
    """So many facts are one transaction."""
    wait: float
    """So many seconds it is tried again while others write."""
    progress: Progress | None
    """Told how many facts of how many are written."""
    ready: Callable[[], object] = lambda: None
    """Called before anything is sent: the graph may be made while it is worked out what is to be sent."""
    only_tried: bool = False
    """Whether it is only to be told what would become of the batch: nothing is sent."""

    def tell(self, done: int, total: int) -> None:
        """Say how far it has come."""
        if self.progress is not None and total:
            self.progress(done, total)


def write_batch(session: neo4j.Session, batch: Batch, way: Way) -> None:
    """Write the batch and fill its table `outcome`; begin again where another writer was quicker."""
    deadline = time.monotonic() + way.wait
    tries = 0
    while True:
        tries += 1
        try:
            _write(session, batch, way)
        except _OvertakenError:
            if tries >= _TRIES and time.monotonic() > deadline:
                raise GraphBusy(
                    f"{way.url}: others keep writing to this graph; try again, or wait longer with --wait SECONDS",
                    f"{way.url}：其他人正在持续写入这个图；请稍后再试，或用 --wait 秒数 延长等待",
                ) from None
            time.sleep(_PAUSE * tries)
        else:
            return


def _write(session: neo4j.Session, batch: Batch, way: Way) -> None:
    said = said_by(session)
    if batch.seen is not None and batch.seen != (said.get("revision") or ""):
        raise GraphChanged(way.url)
    # digests are of what was there before a write was broken off, or were reckoned in another way and so taken away
    sound = not said.get("unfinished") and any(key.startswith("content:") for key in said)
    if sound and may_be_partial(batch) and batch.rows() <= FEW:
        with suppress(WholeNeededError):
            _written(session, batch, way, said, partly=True, sound=True)
            return
    _written(session, batch, way, said, partly=False, sound=sound)


def _written(session: neo4j.Session, batch: Batch, way: Way, said: Said, *, partly: bool, sound: bool) -> None:
    """Work the batch out beside what it touches of the server's graph (`partly`) or beside all of it, and send what is new."""
    db = batch.db
    with passing_graph(db):
        copy, elsewhere = LocalCopy(session, db), None
        if partly:
            elsewhere = bring_touched(copy, batch)
        elif said.keys() - {"schema_version"}:  # of a new graph there is nothing to ask
            for name in FORMS:
                copy.bring(name)
        copy.fill(said)
        # a graph that keeps no digests is new, or was one of an earlier version just now
        write_local(batch, whole=not any(key.startswith("content:") for key in said), elsewhere=elsewhere)
        if not sound:
            write_meta(
                db, [of.name for of in KINDS if db.execute(f"SELECT 1 FROM g.{quoted(of.name)} LIMIT 1").fetchone()], {}
            )
        if way.only_tried:
            return
        unfinished = said.get("unfinished")
        after = dict(db.execute("SELECT key, value FROM g.meta").fetchall())
        meta = _Meta(said, after, _signature(batch), json.loads(unfinished) if unfinished else None)
        found = changes(db)
        way.ready()
        _send(session, way, found, meta)
        batch.written = True


@dataclass(frozen=True, slots=True)
class _Meta:
    """What the graph said of itself before, what it says after, which batch this is and which one was broken off."""

    before: dict[str, str | None]
    after: dict[str, str | None]
    signature: Signature
    broken: dict[str, Any] | None


Signature = dict[str, Any]
"""What a batch states, in short: how many facts of each kind, of which sources, and what it takes out."""
_SOURCES: Final = 200
"""Of more sources the mark of a write names none: their number says enough."""


def _signature(batch: Batch) -> Signature:
    counts, sources, edits = {}, [], ""
    for name in batch.kinds:
        stage = quoted("stage_" + name)
        ((counts[name],),) = batch.db.execute(f"SELECT count(*) FROM {stage}").fetchall()
        if name == "source":
            found = batch.db.execute(f"SELECT DISTINCT identifier FROM {stage} ORDER BY 1").fetchall()
            sources = [identifier for (identifier,) in found]
    if batch.edits and not batch.kinds:  # what goes with a load belongs to its sources
        rows = [str(batch.db.execute(f"FROM {table} ORDER BY ALL").fetchall()) for table in ("removal", "replaced")]
        edits = hashlib.sha256("".join(rows).encode()).hexdigest()
    return {"counts": counts, "sources": sources, "edits": edits}


def _covers(now: Signature, before: Any) -> bool:
    """Whether a batch is the one that was broken off, or that and more: people go on working before they try again."""
    if not isinstance(before, dict):
        return False
    return (
        all(now["counts"].get(name, 0) >= count for name, count in before["counts"].items())
        and set(now["sources"]).issuperset(before["sources"])
        and before["edits"] in ("", now["edits"])
        and bool(before["counts"] or before["edits"])
    )


# -- sending ---------------------------------------------------------------------------------

Step = tuple[Change | Few, list[Any]]
"""A change, and those of its rows that go with one text."""


def _send(session: neo4j.Session, way: Way, found: list[Change | Few], meta: _Meta) -> None:
    """Send the difference in as many transactions as it takes."""
    total = count(found)
    run = uuid.uuid4().hex[:12]
    expected = meta.before.get("revision")
    finished = meta.broken is None or _covers(meta.signature, meta.broken.get("signature"))
    said = _said(meta, finished=finished)
    if not total and not said:
        return
    if total <= way.part:
        _commit(session, [(change, rows) for change in found for rows in change.parts()],
                expected, f"{run}:0", said)  # fmt: skip
        way.tell(total, total)
        return
    now = datetime.now(UTC).isoformat(timespec="seconds")
    signature = meta.signature if len(meta.signature["sources"]) <= _SOURCES else {**meta.signature, "sources": []}
    mark = json.dumps({"signature": signature, "facts": total, "since": now}, ensure_ascii=False)
    number = done = 0
    try:
        for steps in _grouped(found, way.part):
            revision = f"{run}:{number}"
            _commit(session, steps, expected, revision, {"unfinished": mark} if number == 0 else {})
            expected, number = revision, number + 1
            done += sum(len(rows) for _, rows in steps)
            way.tell(done, total)
        _commit(session, [], expected, f"{run}:{number}", {"unfinished": None, **said})
    except KeyboardInterrupt as stop:
        if not done:
            raise
        raise BrokenOff(way.url, done, total) from stop


def _said(meta: _Meta, *, finished: bool) -> dict[str, str | None]:
    """What the graph says of itself now, as far as it is new."""
    out = {key: value for key, value in meta.after.items() if value != meta.before.get(key, "")}
    if meta.broken is not None:
        out["unfinished"] = None if finished else meta.before["unfinished"]
    return out


def _grouped(found: list[Change | Few], size: int) -> Iterator[list[Step]]:
    """The steps of each transaction: together at most `size` rows."""
    steps: list[Step] = []
    held = 0
    for change in found:
        for rows in change.parts(size):
            if steps and held + len(rows) > size:
                yield steps
                steps, held = [], 0
            steps.append((change, rows))
            held += len(rows)
    if steps:
        yield steps


def _commit(
    session: neo4j.Session,
    steps: Iterable[Step],
    expected: str | None,
    revision: str,
    said: dict[str, str | None],
) -> None:
    """One transaction, exactly once however often the driver tries."""
    held = list(steps)

    def work(tx: neo4j.ManagedTransaction) -> None:
        # the lock on this node lets one writer in at a time
        (found,) = tx.run(
            f"MERGE (m:{META} {{key: 'revision'}}) SET m.writer = $revision RETURN m.value", revision=revision
        ).values()
        if found[0] == revision:
            return  # the answer was lost, not the work
        if found[0] != expected:
            raise _OvertakenError
        for change, rows in held:
            bound = _bound(tx, rows) if isinstance(change, FewEdges) else rows
            tx.run(change.text, rows=bound, constant=change.constant).consume()
        values = [[key, value] for key, value in said.items()]
        tx.run(
            f"UNWIND $rows AS row MERGE (m:{META} {{key: row[0]}}) SET m.value = row[1]",
            rows=[*values, ["revision", revision]],
        ).consume()
        # what the graph says may be that nothing is known (as_of); it only unsays that a write has not ended
        if said.get("unfinished", "") is None:
            tx.run(f"MATCH (m:{META} {{key: 'unfinished'}}) DELETE m").consume()

    session.execute_write(work)


def _bound(tx: neo4j.ManagedTransaction, rows: list[Any]) -> list[Any]:
    """New relationships between the nodes as the server names them, which only holds within a transaction."""
    names: dict[int, str] = {}
    for label, ids in FewEdges.ends(rows).items():
        found = tx.run(f"MATCH (n:{label}) WHERE n.id IN $ids RETURN n.id, elementId(n)", ids=sorted(ids))
        names.update((id_, name) for id_, name in found.values())
        if not names.keys() >= ids:
            raise _OvertakenError  # somebody took a node away since it was read
    return FewEdges.bound(rows, names)
