"""URLs of graphs: what others may read of one, what it is called, whether it is the address of a server."""

from __future__ import annotations

import re
from typing import Final

_SECRET: Final = re.compile(r"""(?<![A-Za-z0-9+.])([A-Za-z][A-Za-z0-9+.-]*:/*)[^\s/@:'"“”]*:[^\s'"“”]*@""")
_SERVER: Final = re.compile(r"\s*(bolt|neo4j)(\+ssc|\+s)?:", re.IGNORECASE)
_WITH_PASSWORD: Final = re.compile(_SERVER.pattern + r"/*[^/@:]*:.*@", re.IGNORECASE | re.DOTALL)


def is_address(url: str) -> bool:
    """Whether a URL is the address of a server; else it is the path of a file.

    >>> is_address("bolt://host"), is_address("xq.duckdb"), is_address(":memory:")
    (True, False, False)
    """
    return "://" in url


def scheme(url: str) -> str | None:
    """The scheme of an address in small letters; a path has none.

    >>> scheme("Bolt+S://host"), scheme("xq.duckdb")
    ('bolt+s', None)
    """
    return url.partition("://")[0].lower() if is_address(url) else None


def is_meant_for_a_server(text: str) -> bool:
    """Whether a text begins as the address of a server does, whole or not.

    >>> is_meant_for_a_server("bolt:/host"), is_meant_for_a_server("bolt.duckdb")
    (True, False)
    """
    return bool(_SERVER.match(text))


def holds_password(text: str) -> bool:
    """Whether a text is the address of a server with a password, or was meant to be one.

    >>> holds_password("bolt://me:secret@host"), holds_password("neo4j+s:me:se/cret@host"), holds_password("bolt://me@host:7687/x")
    (True, True, False)
    """
    return bool(_WITH_PASSWORD.match(text))


def masked(text: str) -> str:
    """A text in which no address shows its password, however the address is written.

    >>> masked("bolt:/me:secret@host: is a directory"), masked("'https://me:se@cret@host/x'"), masked("row 4: a@b")
    ('bolt:/***@host: is a directory', "'https://***@host/x'", 'row 4: a@b')
    """
    return _SECRET.sub(r"\1***@", text) if "@" in text else text


def public(url: str) -> str:
    """A graph's URL as others may read it: of a server without the user, and whatever a password holds.

    >>> public("neo4j+s://reader@host:7687/chains"), public("/home/me/xq.duckdb")
    ('neo4j+s://host:7687/chains', '/home/me/xq.duckdb')
    >>> public("bolt://me:a?b@c@host?database=d"), public("bolt:/me:secret@host")
    ('bolt://host', 'bolt:/***@host')
    """
    before, separator, rest = url.partition("://")
    return f"{before}://{rest.rpartition('@')[2].partition('?')[0]}" if separator else masked(url)


def title(url: str) -> str:
    """What a graph is called where it is cited: where a file lies is no matter of those who read it.

    >>> title("/home/me/xq.duckdb"), title("bolt://reader@host/chains")
    ('xq.duckdb', 'bolt://host/chains')
    """
    return public(url) if is_address(url) else re.split(r"[\\/]", url)[-1]
