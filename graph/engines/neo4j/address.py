"""Where a Neo4j server is and who asks: URLs, databases, users. A password is never part of a URL that is kept."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from ...errors import BadInput
from ...file_names import is_utf8

USER, PASSWORD, DATABASE = "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"
"""The names that the files of credentials of hosted servers use too."""


@dataclass(frozen=True, slots=True)
class Address:
    """A server and one of its databases (None: the user's home database)."""

    server: str
    """What the driver is told: without user, password and database."""
    database: str | None
    user: str | None
    url: str
    """What may be shown: without the password."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks; the password does not show."""

    user: str
    password: str = field(repr=False)


def address(url: str) -> Address:
    """The address that a URL names: `bolt://host:7687/database`, or `?database=...`.

    >>> address("neo4j+s://reader@x.databases.example/chains").database
    'chains'

    Raises
    ------
    BadInput
        If it names no host, or holds a password.
    """
    scheme = url.partition("://")[0].lower()
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:  # no port, or half a bracket
        host = None
    if not host or not url.isprintable() or not is_utf8(url):
        raise BadInput(
            f"{scheme}:// names no server, or no port that there can be; write {scheme}://host or {scheme}://host:7687/database",
            f"{scheme}:// 后缺少服务器名或端口有误；请写成 {scheme}://主机 或 {scheme}://主机:7687/数据库",
        )
    if parts.password is not None:
        raise BadInput(
            f"the URL of {host} holds a password, which others could read in lists of processes and histories;"
            f" leave it out and set {PASSWORD}, or wait to be asked for it",
            f"{host} 的地址中含有密码，可能被他人从进程列表或命令历史中看到；请去掉密码，改用环境变量 {PASSWORD} 或按提示输入",
        )
    options = parse_qsl(parts.query, keep_blank_values=True)
    unknown = [key for key, _ in options if key != "database"]
    if parts.fragment or (unknown and not parts.scheme.startswith("neo4j")):
        raise BadInput(
            f"the address of {host} ends in what says nothing to a server; write {parts.scheme}://host:7687/database",
            f"{host} 的地址末尾有服务器不识别的内容；请写成 {parts.scheme}://主机:7687/数据库",
        )
    if ":" in host:
        host = f"[{host}]"
    at = host if port is None else f"{host}:{port}"
    named = [value for key, value in options if key == "database"]
    path = unquote(parts.path.strip("/"))
    database = path or (named[-1] if named else None) or os.environ.get(DATABASE) or None
    routing = urlencode([(key, value) for key, value in options if key != "database"])
    user = unquote(parts.username) if parts.username else None
    shown = f"{quote(user)}@{at}" if user else at
    return Address(
        urlunsplit((parts.scheme, at, "", routing, "")),
        database,
        user,
        urlunsplit((parts.scheme, shown, quote(path), parts.query, "")),
    )


def credentials(where: Address) -> Credentials | None:
    """Who asks: from the environment, else from the configuration file, else nobody is known."""
    user, password = os.environ.get(USER), os.environ.get(PASSWORD)
    if password is not None:
        return Credentials(where.user or user or "neo4j", password)
    known = _configured(where)
    if known.get("password"):
        return Credentials(where.user or str(known.get("user", "neo4j")), str(known["password"]))
    return None


def asked(where: Address) -> Credentials | None:
    """Who asks, as typed by the person at the terminal; None where there is nobody."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    import click

    user = where.user or os.environ.get(USER) or str(_configured(where).get("user") or "")
    user = user or click.prompt(f"{where.url} user 用户", default="neo4j", err=True)
    return Credentials(user, click.prompt(f"{where.url} password 密码", hide_input=True, err=True))


def configuration() -> Path:
    """The configuration file of this user; it need not be there."""
    import click

    return Path(click.get_app_dir("chanlian")) / "config.toml"


def _configured(where: Address) -> dict[str, Any]:
    """What the configuration file says of a server: user, password."""
    import tomllib

    path = configuration()
    try:
        text = path.read_bytes()
    except OSError:
        return {}
    if os.name != "nt" and path.stat().st_mode & 0o077:
        raise BadInput(
            f"{path}: others can read it, and it may hold passwords; make it yours alone: chmod 600 {path}",
            f"{path}：其他用户可以读取该文件，而其中可能有密码；请设为仅本人可读：chmod 600 {path}",
        )
    try:
        servers = tomllib.loads(text.decode()).get("neo4j", {})
    except (ValueError, RecursionError):
        # what the parser says may show a piece of a password
        raise BadInput(
            f'{path}: cannot be read as TOML; write [neo4j."{where.server}"] and below it user = "..." and password = "..."',
            f'{path}：不是有效的 TOML；请写 [neo4j."{where.server}"]，其下写 user = "..." 和 password = "..."',
        ) from None
    if not isinstance(servers, dict):
        return {}
    # one server, however its address is written
    found: Any = servers.get(where.server) or next((servers[one] for one in servers if _same(one, where.server)), {})
    return found if isinstance(found, dict) else {}


def _same(known: str, asked: str) -> bool:
    """Whether two addresses name one server: without a port it is 7687. What was kept for encryption goes nowhere without.

    >>> _same("bolt://host", "neo4j://host:7687"), _same("neo4j+s://host", "bolt://host")
    (True, False)
    """
    try:
        one, other = (urlsplit(text) for text in (known, asked))
    except ValueError:  # what a person wrote into the configuration is no address
        return False
    hosts = [part.netloc.lower() if ":" in part.netloc else f"{part.netloc.lower()}:7687" for part in (one, other)]
    secured, wanted = (part.scheme.partition("+")[2] for part in (one, other))
    return bool(one.netloc) and hosts[0] == hosts[1] and secured in ("", wanted)
