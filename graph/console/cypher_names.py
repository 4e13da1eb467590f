"""What a Cypher text calls by name, and whether it may: what only tells of the graph's database, and Cypher's own functions.

A plan does not show what an expression holds within itself, so the text is read: its names, with the server's
own rules for strings, comments and quoted names. Procedures and functions of plugins always have a dot in their name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PROCEDURES: Final = (
    "db.index.fulltext.listAvailableAnalyzers", "db.index.fulltext.queryNodes", "db.index.fulltext.queryRelationships",
    "db.index.vector.queryNodes", "db.index.vector.queryRelationships", "db.info", "db.labels", "db.ping", "db.propertyKeys",
    "db.relationshipTypes", "db.schema.nodeTypeProperties", "db.schema.relTypeProperties", "db.schema.visualization",
    "dbms.components",
)  # fmt: skip
"""Procedures of Neo4j 5 and 2025 that tell of this database alone and change nothing.

Left out with intent: db.stats.* (what others ask, and whether it is recorded), db.listLocks, dbms.queryJmx, tx.*, all that waits
or makes something.
"""
FUNCTIONS: Final = (
    *(
        f"{of}.{what}"
        for of in ("date", "datetime", "localdatetime", "localtime", "time")
        for what in ("realtime", "statement", "transaction", "truncate")
    ),
    "coll.distinct", "coll.flatten", "coll.indexOf", "coll.insert", "coll.max", "coll.min", "coll.remove", "coll.sort",
    "datetime.fromEpoch", "datetime.fromEpochMillis", "db.nameFromElementId", "duration.between", "duration.inDays",
    "duration.inMonths", "duration.inSeconds", "point.distance", "point.withinBBox", "vector.similarity.cosine",
    "vector.similarity.euclidean",
)  # fmt: skip
"""Cypher's own functions with a dot in their name; those without one are all its own."""
_PROCEDURES, _FUNCTIONS = ({name.lower() for name in names} for names in (PROCEDURES, FUNCTIONS))

_TOKEN: Final = re.compile(
    r"""
      (?P<skipped> [ \t\r\n\f\v]+ | //[^\r\n]* | /\*.*?\*/ )
    | (?P<string> '(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*" )
    | (?P<quoted> `(?:``|[^`])*` )
    | (?P<word> (?:\w|[^\x00-\x7f])+ )
    | (?P<mark> . )
    """,
    re.DOTALL | re.VERBOSE,
)
_IN_NAMES: Final = ("L", "M", "N", "Pc", "Sc")
"""What a name without quotes may hold beyond ASCII: letters, marks, numbers, ties, currencies."""
_NAMES_FOLLOW: Final = (".", ":", "$", "|")
"""Behind these a word is a name, whatever word it is."""
_FOLLOW_NAMES: Final = (".", ",", ":", ")", "]", "}", "=", "<", ">")
"""Before these a word is a name: behind USE stands a name, or a bracket that opens."""
_ITEMS_FOLLOW: Final = ("WITH", "DISTINCT", "RETURN", "YIELD", "AS")
"""Behind these AS is itself a name: `CALL { WITH as USE other ... }`."""
_ESCAPE: Final = re.compile(r"\\u+[0-9a-fA-F]{4}")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a quoted name, a string or a sign of a text; `plain` is a word as it may be a word of the language."""

    kind: str
    text: str

    @property
    def plain(self) -> str:
        """A word in capitals, a sign as it is, nothing of what is quoted."""
        return self.text.upper() if self.kind in ("word", "mark") else ""

    @property
    def name(self) -> str | None:
        """What is named, without its quotes, in small letters."""
        if self.kind == "quoted":
            return self.text[1:-1].replace("``", "`").lower()
        return self.text.lower() if self.kind == "word" else None


def foreign(text: str) -> str | None:
    """The first thing in a text that is not the graph's: a procedure or function, LOAD CSV, USE, a character that hides some.

    Spaces beyond ASCII are some to the server, and other signs (dashes, brackets) too; which ones differs from version to
    version, so none is taken for anything: outside of quotes only letters and numbers may be beyond ASCII.

    >>> foreign("CALL db.labels() YIELD label RETURN date.truncate('year', date()), 'apoc.load.json('")
    >>> foreign("RETURN `apoc`.util . /* */ sleep(1)"), foreign("CALL db.stats.stop('QUERIES')")
    ('apoc.util.sleep', 'db.stats.stop')
    >>> foreign("RETURN '\u3000' AS 名称"), foreign("USE\u3000other RETURN 1")
    (None, 'U+3000')
    """
    escaped = _ESCAPE.search(text)
    if escaped:  # the server makes a character of it before it looks for strings and names
        return escaped[0]
    tokens = list(_tokens(text))
    hidden = next(filter(None, map(_hidden, tokens)), None)
    if hidden:
        return hidden
    for number, token in enumerate(tokens):
        before = _plain(tokens, number - 1)
        if token.plain == "LOAD" and _plain(tokens, number + 1) == "CSV":
            return "LOAD CSV"
        if token.plain == "USE" and not _is_name(tokens, number):
            return "USE"
        if token.name is None or before == ".":
            continue
        name, after = _dotted(tokens, number)
        called = before == "CALL"
        if (
            "." in name
            and (called or _plain(tokens, after) == "(")
            and name not in (_PROCEDURES if called else _FUNCTIONS)
        ):
            return name
    return None


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        if found.lastgroup != "skipped":
            yield Token(str(found.lastgroup), found[0])


def _hidden(token: Token) -> str | None:
    """The first character, outside of quotes, that the server may take for something else than a letter: by its number."""
    if token.kind not in ("word", "mark"):
        return None
    for char in token.text:
        fit = char.isprintable() if char.isascii() else unicodedata.category(char).startswith(_IN_NAMES)
        if not fit:
            return f"U+{ord(char):04X}"
    return None


def _is_name(tokens: list[Token], number: int) -> bool:
    """Whether a word that may begin a clause is certainly a name here: of a label, a property, a parameter, a column."""
    before = _plain(tokens, number - 1)
    if before == "AS" and number > 1:
        told = tokens[number - 2]
        return told.text in (")", "]", "}") if told.kind == "mark" else told.plain not in _ITEMS_FOLLOW
    return before in _NAMES_FOLLOW or number + 1 == len(tokens) or _plain(tokens, number + 1) in _FOLLOW_NAMES


def _dotted(tokens: list[Token], number: int) -> tuple[str, int]:
    """The name that begins at a token, with its dots, and the number of the token behind it."""
    parts = [_name(tokens, number) or ""]
    number += 1
    while _plain(tokens, number) == "." and (part := _name(tokens, number + 1)) is not None:
        parts.append(part)
        number += 2
    return ".".join(parts), number


def _plain(tokens: list[Token], number: int) -> str:
    return tokens[number].plain if 0 <= number < len(tokens) else ""


def _name(tokens: list[Token], number: int) -> str | None:
    return tokens[number].name if number < len(tokens) else None
