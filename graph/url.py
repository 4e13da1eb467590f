"""URLs of graphs: what others may read of one, what it is called, whether it is the address of a server."""

from __future__ import annotations

import re
from typing import Final

_SCHEME: Final = r"(?<![A-Za-z0-9+.])[A-Za-z][A-Za-z0-9+.-]*:"
_USER: Final = r"""[^\s/@:'"“”]{0,500}:"""
"""Bounded, as it is looked for from everywhere in texts of any length."""
_PORT: Final = r"[0-9]{1,5}"
_AHEAD: Final = rf"(?<![\w.]){_USER}\S{{0,500}}@(?=[A-Za-z][A-Za-z0-9+.-]*:/)"
"""User and password before the scheme: u:secret@bolt://host."""
_SECRET: Final = re.compile(
    # with whatever a password holds, blanks and quotes too; in a message a port may stand before other words
    rf"""({_SCHEME}/+){_USER}(?!{_PORT}(?:[/?#\s:;,.'"“”)]|$)).*@|({_SCHEME}/*){_USER}[^\s'"“”]*@|{_AHEAD}"""
)
_SERVER: Final = re.compile(r"\s*(bolt|neo4j)(\+ssc|\+s)?:", re.IGNORECASE)
_WITH_PASSWORD: Final = re.compile(rf"{_SERVER.pattern}/*[^/@:]*:.*@", re.IGNORECASE | re.DOTALL)
_USER_AHEAD: Final = re.compile(rf"@{_SERVER.pattern}/", re.IGNORECASE)
_WITHIN: Final = re.compile(
    rf"{_SCHEME}/+{_USER}(?!{_PORT}(?:[/?#]|$)).*@|{_AHEAD}|(?<![A-Za-z0-9+.])(?:bolt|neo4j)(?:\+ssc|\+s)?:{_USER}\S*@",
    re.DOTALL | re.IGNORECASE,
)
_NARROW: Final = str.maketrans("：﹕／＠﹫", "::/@@")
"""Signs as an input method of Chinese types them; one for one, so that places stay what they are."""


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
    >>> holds_password("bolt：//me：secret＠host"), holds_password("me:secret@bolt://host")
    (True, True)
    """
    told = text.translate(_NARROW)
    if _WITH_PASSWORD.match(told):
        return True
    return any(":" in told[: found.start()].partition("/")[0] for found in _USER_AHEAD.finditer(told))


def shows_password(argument: str) -> bool:
    """Whether a word of a command line holds an address with a password, of whatever and wherever in it.

    >>> shows_password("-obolt://me:secret@host"), shows_password("--source=see http://me:se cret@host/x")
    (True, True)
    >>> shows_password("http://host:8080/a@b"), shows_password("n: a@b")
    (False, False)
    """
    told = argument.translate(_NARROW)
    if "@" not in told:
        return False
    parts = (told.lstrip("-"), told.partition("=")[2], told[2:] if told.startswith("-") else "")
    return any(map(holds_password, parts)) or bool(_WITHIN.search(told))


def masked(text: str) -> str:
    """A text in which no address shows its password, however the address is written.

    >>> masked("bolt:/me:secret@host: is a directory"), masked("'https://me:se@cret@host/x'"), masked("row 4: a@b")
    ('bolt:/***@host: is a directory', "'https://***@host/x'", 'row 4: a@b')
    >>> masked("http://me:se cret@host/x"), masked("me:secret@bolt://host"), masked("bolt：//me：secret＠host")
    ('http://***@host/x', '***@bolt://host', 'bolt：//***@host')
    """
    told = text.translate(_NARROW)
    if "@" not in told:
        return text
    out, end = "", 0
    for found in _SECRET.finditer(told):
        kept = found.end(1) if found[1] else found.end(2) if found[2] else found.start()
        out += text[end:kept] + "***@"
        end = found.end()
    return out + text[end:]


def public(url: str) -> str:
    """A graph's URL as others may read it: of a server without the user, and whatever a password holds.

    >>> public("neo4j+s://reader@host:7687/chains"), public("/home/me/xq.duckdb")
    ('neo4j+s://host:7687/chains', '/home/me/xq.duckdb')
    >>> public("bolt://me:a?b@c@host?database=d"), public("bolt:/me:secret@host")
    ('bolt://host', 'bolt:/***@host')
    """
    before, separator, rest = url.partition("://")
    before = before.rpartition("@")[2]
    return f"{before}://{rest.rpartition('@')[2].partition('?')[0]}" if separator else masked(url)


def title(url: str) -> str:
    """What a graph is called where it is cited: where a file lies is no matter of those who read it.

    >>> title("/home/me/xq.duckdb"), title("bolt://reader@host/chains")
    ('xq.duckdb', 'bolt://host/chains')
    """
    return public(url) if is_address(url) else re.split(r"[\\/]", url)[-1]
