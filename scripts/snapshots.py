"""docs/SNAPSHOTS.md: scripts/snapshots.md with what each of its commands says, run on the bundled example."""

from __future__ import annotations

import contextlib
import re
import shlex
import tempfile
from pathlib import Path
from typing import Final

from answers import EXAMPLE, said_by

GRAPH: Final = "xq.duckdb"
LATER: Final = "供方,需方,产品,金额\n虚构矿业,中伟新材料,碳酸锂,50万元\n"
"""What is found out after the first snapshot; invented, so that there is a difference to be shown."""
_RUN: Final = re.compile(r"^```run\nchanlian (.*)\n```$", re.MULTILINE)
_SILENT: Final = (["snapshot", "create"], ["snapshot", "restore"])
"""Commands that give no table."""


def snapshots_page() -> str:
    """The page, made by running every command."""
    text = Path(__file__).with_suffix(".md").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        said_by(["load", GRAPH, str(EXAMPLE), "--quiet"])
        return _RUN.sub(_ran, text)


def _ran(command: re.Match[str]) -> str:
    """A command and what it says; the digest of a snapshot is another one with another pyarrow, and of what is loaded on another day."""
    asked = shlex.split(command[1])
    if asked[:2] == ["snapshot", "diff"]:
        Path("later.csv").write_text(LATER, encoding="utf-8")
        said_by(["load", GRAPH, "later.csv", "--source", "后续调查（虚构）", "--published", "2026-01-05", "--quiet"])
    lines = said_by([*asked, *(() if asked[:2] in _SILENT else ("--format", "md")), "--lang", "en"])
    return "\n".join(
        ["```sh", f"chanlian {command[1]}", "```", "", *(re.sub("s1:[0-9a-f]+", "s1:…", line) for line in lines)]
    )
