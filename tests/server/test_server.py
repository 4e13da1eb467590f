"""The servers that tests start are real ones, keep what was committed, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import neo4j
import pytest
from neo4j_assembly import LTS, NEWEST
from neo4j_server import DidNotStartError, Login, Server, is_empty, wipe

Maker = Callable[..., Server]


def _count(login: Login) -> int:
    with login.driver() as driver:
        number: int = driver.execute_query("MATCH (n) RETURN count(n) AS n", database_="neo4j").records[0]["n"]
        return number


def _write(login: Login, nodes: int = 1) -> None:
    with login.driver() as driver:
        driver.execute_query("UNWIND range(1, $n) AS i CREATE (:Firm {id: i})", n=nodes, database_="neo4j")


def _lives(pid: int) -> bool:
    """Whether it runs; one that ended and that nobody has buried yet (an orphan in a container) does not."""
    if Path("/proc/self").exists():
        command = Path(f"/proc/{pid}/cmdline")
        return command.exists() and command.read_bytes() != b""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_both_schemes_reach_it(neo4j_server: Login) -> None:
    for scheme in ("bolt", "neo4j"):
        url = f"{scheme}://{neo4j_server.url.partition('://')[2]}"
        with neo4j.GraphDatabase.driver(url, auth=(neo4j_server.user, neo4j_server.password)) as driver:
            assert driver.execute_query("RETURN 1 AS one", database_="neo4j").records[0]["one"] == 1


def test_a_wrong_password_is_refused(neo4j_server: Login) -> None:
    with (
        neo4j.GraphDatabase.driver(neo4j_server.url, auth=(neo4j_server.user, "wrong password")) as driver,
        pytest.raises(neo4j.exceptions.AuthError),
    ):
        driver.verify_connectivity()


def test_a_session_that_reads_may_not_write(clean_neo4j: Login) -> None:
    with (
        clean_neo4j.driver() as driver,
        driver.session(database="neo4j", default_access_mode=neo4j.READ_ACCESS) as session,
        pytest.raises(neo4j.exceptions.ClientError, match="(?i)read access mode"),
    ):
        session.run("CREATE (:Firm)").consume()
    assert _count(clean_neo4j) == 0


def test_wipe_leaves_rules_unless_told(clean_neo4j: Login) -> None:
    with clean_neo4j.driver() as driver:
        for statement in (
            "CREATE CONSTRAINT `a ``quoted`` name` FOR (f:Firm) REQUIRE f.id IS UNIQUE",
            "CREATE INDEX by_name FOR (f:Firm) ON (f.name)",
            "CREATE (:Firm {id: 1})-[:SUPPLIES]->(:Firm {id: 2})",
        ):
            driver.execute_query(statement, database_="neo4j")
    wipe(clean_neo4j)
    assert _count(clean_neo4j) == 0
    assert not is_empty(clean_neo4j)
    wipe(clean_neo4j, schema=True)
    assert is_empty(clean_neo4j)


def test_wipe_empties_in_batches(clean_neo4j: Login) -> None:
    _write(clean_neo4j, 45_000)
    wipe(clean_neo4j)
    assert _count(clean_neo4j) == 0


def test_it_ends_with_the_process_that_started_it(own_neo4j: Maker, tmp_path: Path) -> None:
    own_neo4j()  # skips where there is none
    program = f"""
import os, pathlib, signal
from neo4j_server import Server
print(Server(pathlib.Path({str(tmp_path / "orphan")!r})).start().pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    paths = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    orphan = int(done.stdout)
    deadline = time.monotonic() + 40
    while _lives(orphan):
        assert time.monotonic() < deadline, "the server outlived its parent"
        time.sleep(0.1)


def test_a_failed_start_shows_the_log(own_neo4j: Maker) -> None:
    server = own_neo4j()
    with pytest.raises(DidNotStartError, match=r"(?s)ended with code.*no\.such\.setting"):
        server.start({"no.such.setting": "1"})
    assert server.pid is None


def test_the_newest_line_answers(newest_neo4j: Login) -> None:
    assert newest_neo4j.line == NEWEST.name != LTS.name
    with newest_neo4j.driver() as driver:
        rows = driver.execute_query("CALL dbms.components() YIELD versions RETURN versions[0] AS version").records
    assert rows[0]["version"] == NEWEST.version
    _write(newest_neo4j)
    wipe(newest_neo4j, schema=True)
    assert _count(newest_neo4j) == 0
