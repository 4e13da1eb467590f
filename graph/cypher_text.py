"""Names and texts inside Cypher, always through here, as `sql_text` is for SQL."""

from __future__ import annotations


def cypher_name(text: str) -> str:
    """A name of the schema as a Cypher identifier.

    >>> cypher_name("group"), cypher_name("a`b")
    ('`group`', '`a``b`')
    """
    return "`" + text.replace("`", "``") + "`"


def cypher_literal(text: str) -> str:
    r"""A text as a Cypher literal; only for what cannot be a parameter, such as a name of the schema.

    >>> print(cypher_literal("firm"), cypher_literal("it's"), cypher_literal("a\\b"))
    'firm' 'it\'s' 'a\\b'
    """
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
