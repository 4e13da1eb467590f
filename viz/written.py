"""What was written for people: a path and notes, which a notebook shows as the page itself."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  # types of fields are asked at run time
from typing import Final, NamedTuple

from ..graph.html import page_html

_LARGEST: Final = 4 << 20
"""A notebook keeps what it shows; a larger page is only named."""


class Written(NamedTuple):
    """The path of what was written, and what is to be said of it."""

    path: Path
    notes: list[str]

    def _repr_html_(self) -> str:
        """The page in a frame of its own, without access to the notebook around it."""
        shown = self.path.suffix == ".html" and self.path.is_file() and self.path.stat().st_size <= _LARGEST
        return page_html(str(self.path), self.path.read_text(encoding="utf-8") if shown else None, self.notes)
