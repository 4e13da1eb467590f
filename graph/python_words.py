"""Messages in the words of who reads them: an option that is typed as `--as-of 2025` is the parameter `as_of=2025` in Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

RENAMED: Final = {
    "around": "around", "as": "kind", "author": "authors", "column": "columns", "format": "format", "in": "area", "kind": "kinds", "level": "level",
    "map": "mapping", "rate": "rates", "set": "constants", "state": "states", "status": "statuses", "verdict": "verdicts", "from": "since",
    "rule": "rules", "thresholds": "limits",
}  # fmt: skip
"""Parameters that are not called as their option is, `--with-zones` being `with_zones`."""
FLAGS: Final = (
    "down", "dry-run", "ended", "force", "neighbours", "new", "only", "overdue", "products", "redact", "strict", "sum-lines", "up",
    "with-contacts", "with-zones",
)  # fmt: skip
"""Options without a value."""
PAIRS: Final = ("column", "rate", "set")
"""Options that say one thing of another, NAME=VALUE, and are a dict in Python."""

_COMMAND: Final = re.compile(r"`[^`]*`|chanlian [a-z][^;；。)）\n]*")
"""A whole line of the command line stays one."""
_END: Final = r"\s,;，；、。()（）"
_OPTION: Final = re.compile(
    r"(?<![A-Za-z0-9_`-])--(?P<name>[a-z]+(?:-[a-z]+)*)(?![A-Za-z0-9_-])"
    rf"(?P<value> (?P<given>[^{_END}=]+=[^{_END}]+|(?<=--as )(?!or\b|and\b)[a-z_]+|[A-Z]{{3,}}|-?\d[\d.]*|[^{_END}]+\.toml|['\"“][^'\"”]*['\"”]))?"
)
"""An option, with the value that a message shows behind it: NAME=VALUE, FILE, or what is quoted."""


def in_python(text: str, renamed: Mapping[str, str] | None = None) -> str:
    """A message of the command line as it is told in Python; `renamed` says what options are called in one place alone.

    >>> in_python("give --as KIND, --with-zones or --set buyer=NAME; see chanlian load GRAPH --help")
    "give kind=KIND, with_zones=True or constants={'buyer': NAME}; see chanlian load GRAPH --help"
    >>> in_python("load it with --as produces or --as consumes, or leave out --as"), in_python("--within -3: no distance")
    ("load it with kind='produces' or kind='consumes', or leave out kind=", 'within=-3: no distance')
    >>> in_python("read the next edition with --map map.toml")
    "read the next edition with mapping='map.toml'"
    >>> in_python("--from 2024 is later than --to 2023", {"from": "before", "to": "after"})
    'before=2024 is later than after=2023'
    """
    names = {**RENAMED, **(renamed or {})}
    out, end = "", 0
    for command in _COMMAND.finditer(text):
        out += _options(text[end : command.start()], names) + command[0]
        end = command.end()
    return out + _options(text[end:], names)


def _options(text: str, names: Mapping[str, str]) -> str:
    def told(found: re.Match[str]) -> str:
        option, value, given = found["name"], found["value"] or "", found["given"] or ""
        name = names.get(option, option.replace("-", "_"))
        if option in FLAGS:
            return f"{name}=True{value}"
        if option in PAIRS and "=" in given:
            of, _, held = given.partition("=")
            return f"{name}={{{of!r}: {held}}}"
        if given.endswith(".toml") or (option == "as" and given.islower()):
            return f"{name}={given!r}"
        return f"{name}={value.removeprefix(' ')}"

    return _OPTION.sub(told, text)
