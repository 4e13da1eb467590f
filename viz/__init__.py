"""Pictures and tables of answers. Imports graph and queries only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .forms import template
    from .network import network_page
    from .output import save
    from .pages import draw
    from .survey import ask_form

__all__ = ["ask_form", "draw", "network_page", "save", "template"]

_HOME = {"ask_form": "survey", "draw": "pages", "network_page": "network", "save": "output", "template": "forms"}


def __getattr__(name: str) -> object:
    """Import at use, so that help texts stay fast."""
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
