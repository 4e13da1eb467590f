"""The engine of a Neo4j server: the same graph, the same questions, shared by a team.

The official driver does the talking: it retries what failed in passing, follows a cluster's
leader and keeps reads after a write consistent. A batch is worked out where it is written: in
a local copy of what the server holds, by the code that writes a file (_neo4j_write.py); the
server is sent the difference.
"""

from __future__ import annotations

import logging
import re
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ...errors import GraphError, GraphMissing, GraphTooNew
from ...schema import EDGE_NAMES, NODE_NAMES, SCHEMA_VERSION
from ...schema.own_kept import OWN_MODEL, beyond, own_unknown
from ..base import Capabilities, no_kind
from .address import address, asked, credentials
from .errors import told
from .form import ALIASES, ALL_LABELS, BESIDE, LABELS, META, constraints, own
from .read import records, scanned
from .upgrade import check_readable, new_labels, own_is_new, rewrite
from .write import Way, write_batch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    import neo4j
    import pandas as pd
    import pyarrow as pa

    from ...batch import Batch
    from ..base import Progress, Question

BATCH: Final = 50_000
"""So many facts are written in one transaction; a batch of no more is written whole or not at all."""
OLDEST: Final = (5, 26)
RETRY_SECONDS = 30.0
"""So long the driver tries again what failed in passing: a cluster chooses another leader in less."""
_FETCH: Final = 5_000
_TRIES: Final = 4
_PAUSE: Final = 0.5
"""So often, and with such pauses, what another writer makes at the same time is looked at again."""

# what the driver says of its retries is for those who ask for it; else Python would print it
logging.getLogger("neo4j").addHandler(logging.NullHandler())


class Neo4jEngine:
    """A graph in a database of a Neo4j server."""

    def __init__(self, url: str, *, wait: float = 0.0) -> None:
        self.address = address(url)
        self.wait = wait
        self._driver: neo4j.Driver | None = None
        self._session: neo4j.Session | None = None

    @property
    def url(self) -> str:
        """The address without the password."""
        return self.address.url

    @property
    def capabilities(self) -> Capabilities:
        """Cypher, sessions of the server, and writes in parts."""
        return Capabilities("cypher", tried=self._tried, session=self._others, in_parts=True)

    # -- connecting ----------------------------------------------------------------------

    def _connect(self) -> neo4j.Driver:
        """The driver, once it has reached the server with a user that it accepts."""
        if self._driver is not None:
            return self._driver
        from neo4j.exceptions import AuthError

        with told(self.address):
            known = credentials(self.address)
            try:
                self._driver = self._opened((known.user, known.password) if known else None)
            except AuthError:
                typed = None if known else asked(self.address)
                if typed is None:
                    raise
                self._driver = self._opened((typed.user, typed.password))
        weakref.finalize(self, self._driver.close)
        return self._driver

    def _opened(self, auth: tuple[str, str] | None) -> neo4j.Driver:
        import neo4j

        driver = neo4j.GraphDatabase.driver(
            self.address.server,
            auth=auth,
            user_agent="chanlian",
            # hints of the server about texts are for who writes texts
            notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
            connection_acquisition_timeout=30,
            connection_timeout=15,
            max_transaction_retry_time=RETRY_SECONDS,
        )
        try:
            check_version(driver.get_server_info().agent, self.url)
        except BaseException:
            driver.close()
            raise
        return driver

    @contextmanager
    def session(self, *, write: bool = False, hints: bool = False) -> Iterator[neo4j.Session]:
        """A session of the database; reads are asked as reads, so that a cluster may spread them.

        With `hints` the server says of texts what it thinks of them, as that a label is not there.
        """
        import neo4j

        driver = self._connect()
        with (
            told(self.address, write=write),
            driver.session(
                database=self.address.database,
                default_access_mode=neo4j.WRITE_ACCESS if write else neo4j.READ_ACCESS,
                fetch_size=_FETCH,
                bookmark_manager=self._bookmarks,
                notifications_min_severity=getattr(neo4j.NotificationMinimumSeverity, "WARNING" if hints else "OFF"),
            ) as session,
        ):
            yield session

    def _others(self) -> AbstractContextManager[neo4j.Session]:
        """A session for texts and databases of others."""
        return self.session(hints=True)

    @property
    def _bookmarks(self) -> Any:
        """What was written by this handle is seen by what it asks next, on any member of a cluster."""
        import neo4j

        if not hasattr(self, "_kept"):
            self._kept = neo4j.GraphDatabase.bookmark_manager()
        return self._kept

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep one session for the questions of the block; blocks may nest."""
        if self._session is not None:
            yield
            return
        with self.session() as session:
            check_readable(self._check(session)[0], self.url)
            self._session = session
            try:
                yield
            finally:
                self._session = None

    def _check(self, session: neo4j.Session) -> tuple[int, str | None]:
        """The version of the graph in the database, and what it declares; raise where there is none, or more than is known here."""
        said = schema_said(session)
        if said is None:
            raise GraphMissing(
                f"{self.url}: there is no graph here; make one with: chanlian push GRAPH {self.url},"
                f" or chanlian load {self.url} FILE...",
                f"{self.url}：这里还没有图；用 chanlian push 图文件 {self.url} 或 chanlian load {self.url} 文件... 建立",
            )
        version, kept = said
        if version > SCHEMA_VERSION:
            raise GraphTooNew(
                f"{self.url}: written by a newer chanlian (schema {version}, this one reads {SCHEMA_VERSION}); upgrade chanlian",
                f"{self.url}：由更新版本的 chanlian 写入（模式 {version}，本版本支持 {SCHEMA_VERSION}）；请升级 chanlian",
            )
        if beyond(kept):
            raise own_unknown(self.url, kept or "")
        return said

    # -- the verbs -----------------------------------------------------------------------

    def exists(self) -> bool:
        """Whether the database holds a graph."""
        if self._session is not None:
            return True
        with self.session() as session:
            return schema_said(session) is not None

    def create(self) -> None:
        """Make constraints, indexes and the mark of an empty graph; data of others are never taken over."""
        with self.session(write=True) as session:
            if self._is_free(session):
                _constrain(session)
                _mark(session)
            else:
                self._check(session)

    def _is_free(self, session: neo4j.Session) -> bool:
        """Whether there is no graph in the database, and room for one."""
        if schema_said(session) is not None:
            return False
        try:
            self._check_free(session, ALL_LABELS)
        except GraphError:
            if schema_said(session) is None:
                raise
            return False  # another writer has made one since
        return True

    def _constrain_beside(self) -> None:
        """Make constraints and indexes in a session of its own."""
        with self.session(write=True) as session:
            _constrain(session)

    def _check_free(self, session: neo4j.Session, labels: Sequence[str]) -> None:
        """Raise where nodes that are not this package's have one of these labels, which it needs."""
        used = {row[0] for row in session.run("CALL db.labels() YIELD label RETURN label").values()}
        counts = [
            (name, session.run(f"MATCH (n:{name}) RETURN count(n)").values()[0][0]) for name in labels if name in used
        ]
        taken = [(name, count) for name, count in counts if count]
        if taken:
            listed = ", ".join(f"{count} :{name}" for name, count in taken)
            raise GraphError(
                f"{self.url}: the database holds nodes of others with labels that a graph needs ({listed}); nothing was"
                " changed: take another database (URL/database), or bring them in with chanlian pull --map",
                f"{self.url}：数据库中已有他人的节点使用了图所需的标签（{listed}）；没有任何改动："
                "请使用另一个数据库（地址/数据库名），或用 chanlian pull --map 导入这些数据",
            )

    def write(self, batch: Batch, *, part: int | None = None, progress: Progress | None = None) -> None:
        """Write the batch: up to `part` facts in one transaction, more of them in several that can be repeated."""
        way = Way(self.url, part or BATCH, self.wait, progress)
        with self.session(write=True) as session, ThreadPoolExecutor(1) as beside:
            if self._is_free(session):
                # the server makes indexes while it is worked out here what there will be in them
                made = beside.submit(self._constrain_beside)

                def ready() -> None:
                    made.result()
                    _mark(session)

                write_batch(session, batch, replace(way, ready=ready))
                return
            version, kept = self._check(session)
            earlier = version < SCHEMA_VERSION or own_is_new(kept)
            labels = new_labels(version, kept) if earlier else []
            if labels:
                self._check_free(session, labels)
            _constrain(session)  # those that somebody took away too
            if earlier:
                rewrite(session, version)
            write_batch(session, batch, way)

    def _tried(self, batch: Batch) -> bool:
        """Work out what a write would do, if it would not make the graph one of today's version first."""
        with self.session() as session:
            version, kept = self._check(session)
            if version < SCHEMA_VERSION or own_is_new(kept):
                return False
            write_batch(session, batch, Way(self.url, BATCH, self.wait, None, only_tried=True))
            return True

    def ask(self, question: Question, parameters: Mapping[str, Any]) -> pd.DataFrame:
        """The rows of a question's Cypher as a frame; parameters are bound, never pasted."""
        import pandas as pd

        names, rows = self._asked(question, parameters)
        return pd.DataFrame(rows, columns=names)

    def rows(self, question: Question, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The rows of a question's Cypher as plain records."""
        names, rows = self._asked(question, parameters)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _asked(self, question: Question, parameters: Mapping[str, Any]) -> tuple[list[str], list[list[Any]]]:
        if question.cypher is None:
            raise GraphError(
                f"{self.url}: {question.name!r} cannot be asked of a server; pull the graph into a file and ask that",
                f"{self.url}：服务器不支持查询 {question.name!r}；请用 chanlian pull 取回文件后再查询",
            )
        with self.reading(), told(self.address, question.name):
            assert self._session is not None  # reading() has just opened it
            text, asked_with = by_number(own(question.cypher), parameters)
            return self._session.execute_read(lambda tx: records(tx.run(text, asked_with)))

    def scan(self, kind_name: str) -> Iterator[pa.RecordBatch]:
        """All facts of a kind in key order; `claim` gives those stated by several sources, `removed` what was taken out."""
        if kind_name not in (*NODE_NAMES, *EDGE_NAMES, *BESIDE):
            raise no_kind(kind_name)
        with self.reading():
            assert self._session is not None  # reading() has just opened it
            yield from scanned(self._session, kind_name)


def by_number(text: str, parameters: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The text and its parameters with all lists of numbers, and all empty ones, within one: `lists`.

    A server plans a text anew for another type of a parameter, as that of an empty list, and for a longer list; of a map
    it only knows that it is one. An index of numbers finds what it is asked for whatever its type.

    >>> by_number("MATCH (n) WHERE n.id IN $places AND n.name IN $names", {"places": [1], "names": ["a"]})
    ('MATCH (n) WHERE n.id IN $lists.places AND n.name IN $names', {'names': ['a'], 'lists': {'places': [1]}})
    """
    lists = {
        name: value
        for name, value in parameters.items()
        if isinstance(value, list) and (not value or isinstance(value[0], int))
    }
    if not lists:
        return text, dict(parameters)
    rest = {name: value for name, value in parameters.items() if name not in lists}
    return _renamed(text, tuple(sorted(lists))), {**rest, "lists": lists}


@lru_cache(1024)
def _renamed(text: str, names: tuple[str, ...]) -> str:
    return re.sub(rf"\$({'|'.join(map(re.escape, names))})\b", r"$lists.\1", text)


def _mark(session: neo4j.Session) -> None:
    """Let the database say that it holds a graph."""
    text = f"MERGE (m:{META} {{key: 'schema_version'}}) SET m.value = $version"
    session.execute_write(lambda tx: tx.run(text, version=str(SCHEMA_VERSION)).consume())


def _constrain(session: neo4j.Session) -> None:
    """Make the constraints and indexes that the database lacks; another writer may be making them too."""
    from neo4j.exceptions import ClientError, TransientError

    for left in reversed(range(_TRIES)):
        try:
            _constrained(session)
        except (ClientError, TransientError) as error:
            if not left or (isinstance(error, ClientError) and "AlreadyExists" not in str(error.code)):
                raise
            time.sleep(_PAUSE)
        else:
            return


def _constrained(session: neo4j.Session) -> None:
    made = dict(session.run("SHOW INDEXES YIELD name, labelsOrTypes").values())
    # one index holds the aliases of all kinds, and cannot be given another label
    if ALIASES in made and not {*LABELS} <= {*made[ALIASES]}:
        session.run(f"DROP INDEX {ALIASES}").consume()
        del made[ALIASES]
    missing = [text for name, text in constraints().items() if name not in made]
    if missing:
        with session.begin_transaction() as transaction:
            for text in missing:
                transaction.run(text).consume()
            transaction.commit()
        session.run("CALL db.awaitIndexes(300)").consume()


def schema_said(session: neo4j.Session) -> tuple[int, str | None] | None:
    """The version of the schema of the graph in a database, and what is declared of its own; None where there is no graph."""
    keys = ["schema_version", OWN_MODEL]
    found = session.execute_read(
        lambda tx: dict(tx.run(f"MATCH (m:{META}) WHERE m.key IN $keys RETURN m.key, m.value", keys=keys).values())
    )
    return (int(found["schema_version"]), found.get(OWN_MODEL)) if found.get("schema_version") else None


def check_version(agent: str, url: str) -> None:
    """Raise where the server is too old for the texts of this package; agents read Neo4j/5.26.30.

    >>> check_version("Neo4j/2026.08.1", "bolt://host")
    """
    import re

    found = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
    if found and (int(found[1]), int(found[2])) < OLDEST:
        needed = ".".join(map(str, OLDEST))
        raise GraphError(
            f"{url}: the server is {agent}, and chanlian needs Neo4j {needed} or later; upgrade the server",
            f"{url}：服务器版本为 {agent}，chanlian 需要 Neo4j {needed} 或更高版本；请升级服务器",
        )
