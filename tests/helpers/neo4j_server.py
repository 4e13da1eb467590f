"""Neo4j servers that tests start, stop, kill and empty; neo4j_fixtures.py has the fixtures."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from neo4j import GraphDatabase
from neo4j_assembly import LTS, Line, jdk_for, library, starter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pytest
    from neo4j import Driver

_HEAP = "1g"
_SECONDS_TO_START = 180  # five are usual; a busy machine of two cores took thirty
_SECONDS_TO_STOP = 40
_LINES_OF_LOG = 60

_SETTINGS = {
    "server.config.strict_validation.enabled": "true",  # a setting that the line does not know is an error
    "server.bolt.enabled": "true",
    "dbms.security.auth_enabled": "true",
    "dbms.usage_report.enabled": "false",
    "db.tx_log.preallocate": "false",  # a quarter of a gigabyte for each database otherwise
    "db.tx_log.rotation.size": "1M",
    "db.tx_log.rotation.retention_policy": "2 files",
    "server.memory.pagecache.size": "64M",
    # a plan takes longer to make than a question on a graph of tests: it is kept though the graph is another
    "dbms.cypher.statistics_divergence_threshold": "1.0",
    "dbms.cypher.min_replan_interval": "1h",
    "internal.cypher.use_parameter_size": "false",  # or made again for longer lists and texts
    "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",  # it waits twice five seconds at its end otherwise
}

QUICK = (
    f"-Xmx{_HEAP}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
    "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote",  # the jar files are what Maven published
)  # fmt: skip
"""How Java runs a server of tests: it starts in half the time; for speed under load leave it its own ways."""

_FLAGS = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
)  # fmt: skip


class NoServerError(Exception):
    """No server can be had here; the text is one line that says why and what next."""


class DidNotStartError(Exception):
    """A server ended or stayed silent; the text ends with the end of its log."""


@dataclass
class Login:
    """Where a database is, and who may use it."""

    url: str
    user: str
    password: str
    line: str
    database: str = "neo4j"
    holds: str | None = field(default=None, compare=False)
    """A name for what a test left there for others to read; whoever wipes it, which all do who write, forgets it."""

    def known(self, patch: pytest.MonkeyPatch) -> str:
        """Let chanlian find user and password where a person would have them; its address."""
        patch.setenv("NEO4J_USERNAME", self.user)
        patch.setenv("NEO4J_PASSWORD", self.password)
        return self.url

    def driver(self) -> Driver:
        """A driver of this server; the caller closes it."""
        return GraphDatabase.driver(self.url, auth=(self.user, self.password))


class Server(Login):
    """A Neo4j server of its own, with its data in one folder.

    It keeps folder, port and password over stop, kill and start, so that a test can see what outlives an accident.
    """

    def __init__(
        self, folder: Path, line: Line = LTS, port: int | None = None, *, java: tuple[str, ...] = QUICK
    ) -> None:
        jdk = jdk_for(line)
        if jdk is None:
            raise NoServerError(f"no Java {line.java} or later is here: Neo4j {line.name} needs its JDK")
        if library(line) is None:
            raise NoServerError(f"no Neo4j {line.version} is in the cache: run sh scripts/setup.sh neo4j")
        self.folder = folder
        self._flags = (*java, *_FLAGS)
        self.port = port or _free_port()
        super().__init__(f"bolt://127.0.0.1:{self.port}", "neo4j", secrets.token_urlsafe(12), line.name)
        self._classpath = f"{starter(line, jdk)}:{library(line)}/*"
        self._java = jdk.home / "bin" / "java"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, settings: Mapping[str, str] | None = None) -> Server:
        """Start it, with these settings over the usual ones this time; returns when it takes connections."""
        assert self._process is None, "it runs already"
        new = not self.folder.exists()
        self.folder.mkdir(parents=True, exist_ok=True)
        address = f"127.0.0.1:{self.port}"
        told = {"server.bolt.listen_address": address, "server.bolt.advertised_address": address, **_SETTINGS}
        told.update(settings or {})
        (self.folder / "neo4j.conf").write_text("".join(f"{name}={value}\n" for name, value in told.items()))
        with self._log_path.open("wb") as log:
            self._process = subprocess.Popen(
                [self._java, *self._flags, "-cp", self._classpath, "Server", self.folder],
                stdin=subprocess.PIPE,  # held open: its end tells the server that this process is gone
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for pytest, which then stops it in good order
            )
        try:
            self._wait_until_ready(self._process)
            if new:
                self._set_password()
        except BaseException:
            self.kill()
            raise
        return self

    def stop(self) -> None:
        """End it in good order; it is killed only if it does not end. Nothing happens if it does not run."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(_SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                self._process.kill()
            self._end(self._process)

    def kill(self) -> None:
        """End it as a power cut would. Nothing happens if it does not run."""
        if self._process is not None:
            self._process.kill()
            self._end(self._process)

    def restart(self, settings: Mapping[str, str] | None = None) -> Server:
        """Stop it and start it with the same data."""
        self.stop()
        return self.start(settings)

    @property
    def pid(self) -> int | None:
        """The number of its process while it runs."""
        return None if self._process is None else self._process.pid

    def log(self) -> str:
        """The end of what it said and of its own log."""
        parts = []
        for path in (self.folder / "logs" / "debug.log", self._log_path):
            if path.exists():
                lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
                parts += [f"--- {path.name}", *lines[-_LINES_OF_LOG:]]
        return "\n".join(parts)

    @property
    def _log_path(self) -> Path:
        return self.folder / "said.log"

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        process.wait()
        pipe: IO[bytes] | None = process.stdin
        if pipe is not None:
            pipe.close()
        self._process = None

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + _SECONDS_TO_START
        while "ready" not in self._log_path.read_text(encoding="utf-8", errors="replace").splitlines():
            if process.poll() is not None:
                raise DidNotStartError(
                    f"Neo4j {self.line} ended with code {process.returncode} at its start\n{self.log()}"
                )
            if time.monotonic() > deadline:
                raise DidNotStartError(f"Neo4j {self.line} was not ready in {_SECONDS_TO_START} seconds\n{self.log()}")
            time.sleep(0.05)

    def _set_password(self) -> None:
        """The first login is neo4j/neo4j and may do nothing but change its password."""
        with GraphDatabase.driver(self.url, auth=(self.user, "neo4j")) as driver:
            driver.execute_query(
                "ALTER CURRENT USER SET PASSWORD FROM $old TO $new", old="neo4j", new=self.password, database_="system"
            )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def named_login() -> Login | None:
    """The server that the environment names instead of one that the tests start.

    Tests empty its database. So it must be empty already, or CHANLIAN_NEO4J_EMPTY=1 must allow that all is deleted.
    """
    url = os.environ.get("CHANLIAN_NEO4J_URL")
    if not url:
        return None
    user, password = os.environ.get("CHANLIAN_NEO4J_USER", "neo4j"), os.environ.get("CHANLIAN_NEO4J_PASSWORD", "")
    with GraphDatabase.driver(url, auth=(user, password)) as driver:
        rows = driver.execute_query("CALL dbms.components() YIELD versions RETURN versions[0] AS version").records
    login = Login(url, user, password, ".".join(rows[0]["version"].split(".")[:2]))
    if os.environ.get("CHANLIAN_NEO4J_EMPTY") != "1" and not is_empty(login):
        raise DidNotStartError(
            f"the database of {url} is not empty, and tests would delete all that is in it: "
            "name an empty one, or set CHANLIAN_NEO4J_EMPTY=1 to allow it"
        )
    return login


def is_empty(login: Login) -> bool:
    """No node, no constraint and no index but those that every database has."""
    with login.driver() as driver, driver.session(database=login.database) as session:
        nodes = session.run("MATCH (n) RETURN n LIMIT 1").data()
        rules = session.run("SHOW CONSTRAINTS YIELD name").data()
        indexes = session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'").data()
    return not (nodes or rules or indexes)


def wipe(login: Login, *, schema: bool = False) -> None:
    """Empty a database between tests: all nodes and ties, and with `schema` its constraints and indexes too."""
    login.holds = None
    with login.driver() as driver, driver.session(database=login.database) as session:
        session.run("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 20000 ROWS").consume()
        session.run("MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 20000 ROWS").consume()
        if schema:
            for row in session.run("SHOW CONSTRAINTS YIELD name").data():
                session.run(f"DROP CONSTRAINT {_quoted(row['name'])}").consume()
            for row in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'").data():
                session.run(f"DROP INDEX {_quoted(row['name'])}").consume()


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
