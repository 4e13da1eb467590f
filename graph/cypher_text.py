"""Names and texts inside Cypher, always through here, as `sql_text` is for SQL."""

from __future__ import annotations

import math
import unicodedata
from datetime import date
from typing import Any


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


def cypher_value(value: Any) -> str:
    r"""A value as a Cypher expression that is this value, and nothing else whatever stands in it.

    >>> print(cypher_value(["it's", "a\\u0027\n", None, True, 1e22, -3, date(2025, 5, 24)]))
    ['it\'s', 'a\\u0027\u000a', null, true, 1e22, -3, date('2025-05-24')]
    >>> print(cypher_value({"name": "甲"}))
    {`name`: '甲'}
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value).replace("e+", "e") if math.isfinite(value) else "null"
    if isinstance(value, date):
        return f"date('{value.isoformat()}')"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(cypher_value, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{cypher_name(name)}: {cypher_value(one)}' for name, one in value.items())}}}"
    assert isinstance(value, str)  # a graph holds nothing else
    return "'" + "".join(map(_escaped, value)) + "'"


def _escaped(char: str) -> str:
    if char in "\\'":
        return "\\" + char
    hidden = char != " " and unicodedata.category(char)[0] in "CZ"
    return f"\\u{ord(char):04x}" if hidden and ord(char) < 0x10000 else char
