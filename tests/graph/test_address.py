"""Addresses of servers, and where user and password come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chanlian.graph import connect
from chanlian.graph.engines.neo4j import address as _neo4j_address
from chanlian.graph.engines.neo4j.address import Credentials, address, asked, credentials
from chanlian.graph.engines.schemes import SCHEMES
from chanlian.graph.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.core


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No user in the environment, and a configuration file of the test's own that is not there."""
    for name in ("NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "config.toml"
    monkeypatch.setattr(_neo4j_address, "configuration", lambda: path)
    return path


@pytest.mark.parametrize("scheme", sorted(filter(None, SCHEMES)))
@pytest.mark.parametrize(
    ("rest", "server", "database", "user"),
    [
        ("host", "host", None, None), ("host:7688/chains", "host:7688", "chains", None), ("host?database=x", "host", "x", None),
        ("reader@host/x", "host", "x", "reader"), ("[::1]:7687", "[::1]:7687", None, None), ("host/%E5%9B%BE", "host", "图", None),
        ("host/", "host", None, None),
    ],
)  # fmt: skip
def test_an_address_has_its_parts(scheme: str, rest: str, server: str, database: str | None, user: str | None) -> None:
    found = address(f"{scheme}://{rest}")
    assert (found.server, found.database, found.user) == (f"{scheme}://{server}", database, user)
    assert connect(f"{scheme}://{rest}").url == found.url


def test_a_cluster_is_told_how_to_route() -> None:
    found = address("neo4j://host?policy=near&database=x")
    assert (found.server, found.database) == ("neo4j://host?policy=near", "x")


def test_a_scheme_may_be_in_capitals() -> None:
    assert connect("BOLT://host/x").url == "bolt://host/x"


def test_the_environment_names_a_database_for_those_that_name_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_DATABASE", "home")
    assert address("bolt://host").database == "home"
    assert address("bolt://host/other").database == "other"


@pytest.mark.parametrize("url", ["bolt://", "bolt://:7687", "bolt://host:port", "neo4j:///x", "bolt://host:99999"])
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(BadInput, match="names no server"):
        connect(url)


@pytest.mark.parametrize("url", ["bolt://host?policy=near", "bolt://host#x", "neo4j://host/x#y"])
def test_what_says_nothing_to_a_server_is_told(url: str) -> None:
    with pytest.raises(BadInput, match="says nothing to a server"):
        connect(url)


def test_the_environment_comes_before_the_file(nobody: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = address("bolt://host/x")
    assert credentials(where) is None
    nobody.write_text('[neo4j."bolt://host"]\nuser = "file"\npassword = "of the file"\n', encoding="utf-8")
    nobody.chmod(0o600)
    assert credentials(where) == Credentials("file", "of the file")
    assert credentials(address("bolt://me@host")) == Credentials("me", "of the file")
    assert credentials(address("neo4j://host:7687/y")) == Credentials("file", "of the file")
    assert credentials(address("bolt://host:7688")) is None
    assert credentials(address("bolt://elsewhere")) is None
    monkeypatch.setenv("NEO4J_PASSWORD", "of the environment")
    assert credentials(where) == Credentials("neo4j", "of the environment")
    assert "of the environment" not in repr(credentials(where))


def test_a_file_that_others_can_read_is_refused(nobody: Path) -> None:
    nobody.write_text('[neo4j."bolt://host"]\npassword = "geheim"\n', encoding="utf-8")
    nobody.chmod(0o644)
    with pytest.raises(BadInput, match="chmod 600") as raised:
        credentials(address("bolt://host"))
    assert "geheim" not in raised.value.en


def test_a_broken_file_is_told_without_what_it_holds(nobody: Path) -> None:
    nobody.write_text('[neo4j."bolt://host"]\npassword = geheim\n', encoding="utf-8")
    nobody.chmod(0o600)
    with pytest.raises(BadInput, match="cannot be read as TOML") as raised:
        credentials(address("bolt://host"))
    assert "geheim" not in str(raised.value) + repr(raised.value.__cause__) + raised.value.zh


def test_nobody_is_asked_where_there_is_no_terminal() -> None:
    assert asked(address("bolt://host")) is None


def test_a_person_at_a_terminal_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    import click

    class Terminal:
        def isatty(self) -> bool:
            return True

    prompts: list[tuple[str, bool]] = []

    def prompt(text: str, *, hide_input: bool = False, **_: object) -> str:
        prompts.append((text, hide_input))
        return "typed"

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setattr(click, "prompt", prompt)
    assert asked(address("bolt://me@host")) == Credentials("me", "typed")
    assert prompts == [("bolt://me@host password 密码", True)]
