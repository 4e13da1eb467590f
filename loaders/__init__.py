"""Tables into a graph: `load`; bundled chain templates: `templates`, `add_chain`; edits:
`unload`, `add`, `end`, `retract`, `resolve`; graphs of others: `pull`, `from_networkx`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .chains import add_chain, templates
    from .edits import add, end, retract, unload
    from .load_tables import load
    from .meant import resolve
    from .network import from_networkx
    from .pull_graph import pull

__all__ = ["add", "add_chain", "end", "from_networkx", "load", "pull", "resolve", "retract", "templates", "unload"]

_HOMES = {
    "add": "edits", "add_chain": "chains", "end": "edits", "from_networkx": "network", "load": "load_tables", "pull": "pull_graph",
    "resolve": "meant", "retract": "edits", "templates": "chains", "unload": "edits",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a public function when it is first asked for, so that help texts stay fast."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
