"""URLs of graphs: what others may read of one, what it is called, whether it is the address of a server."""

from __future__ import annotations

import re


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


def public(url: str) -> str:
    """A graph's URL as others may read it: of a server without the user, and whatever a password holds.

    >>> public("neo4j+s://reader@host:7687/chains"), public("/home/me/xq.duckdb")
    ('neo4j+s://host:7687/chains', '/home/me/xq.duckdb')
    >>> public("bolt://me:a?b@c@host?database=d")
    'bolt://host'
    """
    before, separator, rest = url.partition("://")
    return f"{before}://{rest.rpartition('@')[2].partition('?')[0]}" if separator else url


def title(url: str) -> str:
    """What a graph is called where it is cited: where a file lies is no matter of those who read it.

    >>> title("/home/me/xq.duckdb"), title("bolt://reader@host/chains")
    ('xq.duckdb', 'bolt://host/chains')
    """
    return public(url) if is_address(url) else re.split(r"[\\/]", url)[-1]
