"""chanlian (产链): industrial chains and the ties between regions, in one graph file.

    import chanlian as cl
    g = cl.connect("xq.duckdb")
    cl.gaps(g, "玉屏", with_zones=True)

Each question is a function of the same name as its command and gives a pandas frame.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if not (Path(__file__).parent / "graph").is_dir():
    # a clone whose links did not become links (Windows without Developer Mode)
    __path__.append(str(Path(__file__).parents[2]))

from .command_table import QUESTIONS
from .graph.version import __version__

if TYPE_CHECKING:
    import builtins

    from .graph import Batch, Graph, connect
    from .graph.declared import declare
    from .graph.errors import (
        AmbiguousName,
        BadInput,
        ChanlianError,
        ChanlianWarning,
        GraphBusy,
        GraphError,
        GraphMissing,
        GraphTooNew,
        NothingMatches,
        UnknownFact,
        UnknownName,
        UnreadColumns,
        UnsupportedURL,
    )
    from .graph.export.export import export
    from .graph.export.to_networkx import to_networkx
    from .graph.quality.rules import check
    from .graph.quality.verify import verify
    from .graph.snapshot.create import snapshot
    from .graph.snapshot.listed import snapshots
    from .graph.snapshot.restore import restore
    from .graph.snapshot.verify import verify_snapshot
    from .graph.transfer.copy import push
    from .loaders import add, add_chain, end, from_networkx, load, pull, resolve, retract, templates, unload
    from .queries import *  # noqa: F403  # the questions
    from .queries.diff.diff import diff
    from .viz import ask_form, draw, save, template
    from .viz.report.report import report

_HOME = {
    "graph": ("Batch", "Graph", "connect"),
    "graph.declared": ("declare",),
    "graph.export.export": ("export",),
    "graph.export.to_networkx": ("to_networkx",),
    "graph.errors": (
        "AmbiguousName", "BadInput", "ChanlianError", "ChanlianWarning", "GraphBusy", "GraphError", "GraphMissing", "GraphTooNew",
        "NothingMatches", "UnknownFact", "UnknownName", "UnreadColumns", "UnsupportedURL",
    ),
    "graph.quality.rules": ("check",),
    "graph.quality.verify": ("verify",),
    "graph.snapshot.create": ("snapshot",),
    "graph.snapshot.listed": ("snapshots",),
    "graph.snapshot.restore": ("restore",),
    "graph.snapshot.verify": ("verify_snapshot",),
    "graph.transfer.copy": ("push",),
    "loaders": ("add", "add_chain", "end", "from_networkx", "load", "pull", "resolve", "retract", "templates", "unload"),
    "queries": ("cite", "evidence", "network", *QUESTIONS),
    "queries.diff.diff": ("diff",),
    "viz.report.report": ("report",),
    "viz": ("ask_form", "draw", "save", "template"),
}  # fmt: skip
_MODULE = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "AmbiguousName", "BadInput", "Batch", "ChanlianError", "ChanlianWarning", "Graph", "GraphBusy", "GraphError", "GraphMissing",
    "GraphTooNew", "NothingMatches", "UnknownFact", "UnknownName", "UnreadColumns", "UnsupportedURL", "__version__", "add",
    "add_chain", "ask_form", "check", "connect", "declare", "diff", "draw", "end", "export", "from_networkx", "load", "pull", "push",
    "report", "resolve", "restore", "retract", "save", "snapshot", "snapshots", "template", "templates", "to_networkx", "unload",
    "verify", "verify_snapshot",
]  # fmt: skip
__all__ += [*_HOME["queries"]]  # noqa: PLE0604  # names, of a table


def __getattr__(name: str) -> object:
    """Import at use: `import chanlian` alone loads nothing heavy."""
    if name in _MODULE:
        from importlib import import_module

        return getattr(import_module(f".{_MODULE[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> builtins.list[str]:
    """The public names."""
    return sorted(__all__)
