"""docs/OWN.md: scripts/own.md with its files written into a folder and what each of its commands says there.

Each command is a process of its own: what is declared beside a graph stands in the schema of a whole process.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

_FILE: Final = re.compile(r"^```file (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PART: Final = re.compile(rf"{_FILE.pattern}|^```run\nchanlian ([^\n]*)\n```$", re.MULTILINE | re.DOTALL)
_SRC: Final = Path(__file__).parents[1] / "src"


def own_page() -> str:
    """The page, made by writing every file and running every command."""
    text = Path(__file__).with_suffix(".md").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        return _PART.sub(lambda part: _made(part, Path(folder)), text)


def _made(part: re.Match[str], folder: Path) -> str:
    name, content, command = part.groups()
    if name:
        (folder / name).write_text(content, encoding="utf-8")
        form = "toml" if name.endswith(".toml") else "csv"
        return f"`{name}`:\n\n```{form}\n{content}```"
    asked = shlex.split(command)
    plain = "--own" in asked
    said = _said([*asked, *(() if plain else ("--format", "md")), "--lang", "en"], folder)
    body = ["```toml", said.rstrip("\n"), "```"] if plain else [said.rstrip("\n")]
    return "\n".join(["```sh", f"chanlian {command}", "```", "", *body])


def _said(line: list[str], folder: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(_SRC), "CHANLIAN_MODEL": "", "SOURCE_DATE_EPOCH": "1764288000"}
    done = subprocess.run(  # noqa: S603  # this very program
        [sys.executable, "-m", "chanlian", *line], cwd=folder, env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"chanlian {shlex.join(line)}: {done.stderr}")
    notes = "\n".join(f"> {note.strip()}" for note in done.stderr.splitlines() if note.strip())
    return f"{done.stdout.strip()}\n\n{notes}" if notes and "--own" not in line else done.stdout
