"""What a row of `pipeline` may be: nothing is imported, for the help of commands must be fast."""

from __future__ import annotations

from typing import Final

BY: Final = ("stage", "handler", "project")
