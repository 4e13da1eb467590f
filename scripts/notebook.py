"""examples/notebooks/product_chain.ipynb: scripts/notebook.md as a notebook, text and code in turn, without outputs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

_CODE: Final = re.compile(r"^```python\n(.*?)^```$\n?", re.MULTILINE | re.DOTALL)


def notebook() -> str:
    """The notebook as JSON of nbformat 4.5; its cells are numbered, so that the same text is the same file."""
    text = Path(__file__).with_suffix(".md").read_text(encoding="utf-8")
    cells: list[dict[str, Any]] = []
    for number, part in enumerate(_CODE.split(text)):
        if not part.strip():
            continue
        cell = {"id": f"cell-{len(cells) + 1}", "metadata": {}, "source": part.strip().splitlines(keepends=True)}
        cells.append(
            {"cell_type": "code", **cell, "execution_count": None, "outputs": []}
            if number % 2
            else {"cell_type": "markdown", **cell}
        )
    said = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"
