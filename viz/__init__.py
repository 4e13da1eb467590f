"""Pictures and tables of answers. Imports graph and queries only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .draw_page import draw
    from .files.output import save
    from .forms.survey import ask_form
    from .forms.template import template
    from .page.page_data import network_page

__all__ = ["ask_form", "draw", "network_page", "save", "template"]

_HOME = {
    "ask_form": "forms.survey",
    "draw": "draw_page",
    "network_page": "page.page_data",
    "save": "files.output",
    "template": "forms.template",
}


def __getattr__(name: str) -> object:
    """Import at use, so that help texts stay fast."""
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
