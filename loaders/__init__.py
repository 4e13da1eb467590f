"""Tables into a graph: `load`; bundled chain templates: `templates`, `add_chain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .chains import add_chain, templates
    from .tables import load

__all__ = ["add_chain", "load", "templates"]

_HOMES = {"add_chain": "chains", "load": "tables", "templates": "chains"}


def __getattr__(name: str) -> Any:
    """Import a public function when it is first asked for, so that help texts stay fast."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
