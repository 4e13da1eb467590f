"""The graph: its model, its engines, its areas. Imports nothing of loaders, queries or viz."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .batch import Batch
    from .graph import Graph
    from .opening import connect

__all__ = ["Batch", "Graph", "connect"]


def __getattr__(name: str) -> object:
    """Import at use, so that help texts stay fast."""
    if name == "Batch":
        from .batch import Batch

        return Batch
    if name == "connect":
        from .opening import connect

        return connect
    if name == "Graph":
        from .graph import Graph

        return Graph
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
