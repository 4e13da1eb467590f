"""chanlian (产链): industrial chains and the ties between regions, in one graph file.

    import chanlian as cl
    g = cl.connect("xq.duckdb")
    cl.gaps(g, "玉屏", with_zones=True)

Each question is a function of the same name as its command and gives a pandas frame.
"""

from __future__ import annotations

from pathlib import Path

if not (Path(__file__).parent / "graph").is_dir():
    # a clone whose links did not become links (Windows without Developer Mode)
    __path__.append(str(Path(__file__).parents[2]))

from .graph.version import __version__

_PUBLIC = {
    "Batch": "graph.batch",
    "Graph": "graph.graph",
    "connect": "graph.graph",
    "AmbiguousName": "graph.errors",
    "BadInput": "graph.errors",
    "ChanlianError": "graph.errors",
    "GraphBusy": "graph.errors",
    "GraphError": "graph.errors",
    "GraphMissing": "graph.errors",
    "GraphTooNew": "graph.errors",
    "UnknownFact": "graph.errors",
    "UnknownName": "graph.errors",
    "UnsupportedURL": "graph.errors",
    "load": "loaders",
    "templates": "loaders",
    "add_chain": "loaders",
    "gaps": "queries",
    "outlets": "queries",
    "matches": "queries",
    "links": "queries",
    "flows": "queries",
    "trace": "queries",
    "evidence": "queries",
    "list": "queries",
    "show": "queries",
    "region": "queries",
    "info": "queries",
    "cite": "queries",
    "network": "queries",
    "draw": "viz",
}

__all__ = ["__version__", *_PUBLIC]


def __getattr__(name: str) -> object:
    """Import at use: `import chanlian` alone loads nothing heavy."""
    if name in _PUBLIC:
        from importlib import import_module

        return getattr(import_module(f".{_PUBLIC[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
