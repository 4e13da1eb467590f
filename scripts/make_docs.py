"""Make the generated pages again: docs/SCHEMA.md, docs/CLI.md, docs/PYTHON.md, the style of Neo4j Browser.

    python scripts/make_docs.py [--check]

`--check` writes nothing and fails where a page is stale; a test runs it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from python_reference import reference

from chanlian.cli import COMMANDS, root
from chanlian.graph.commands.shared import Command, Session
from chanlian.graph.schema.describe import markdown
from chanlian.viz.grass import grass

DOCS = Path(__file__).parents[1] / "docs"


def command_line() -> str:
    """docs/CLI.md: the help of every command, English, with its Chinese summary."""
    lines = [
        "# The command line",
        "",
        "Generated from the commands (`python scripts/make_docs.py`); do not edit. Every command takes `--lang en|zh`,",
        "`--quiet` and `--wait SECONDS`; every answer `--format table|csv|json|jsonl|xlsx|md|parquet`, `-o FILE`",
        "and `--limit N`. Exit codes: 0 done, 1 error, 2 wrong usage, 3 `load` with rejects and `check` with findings.",
    ]
    context = click.Context(root, info_name="chanlian", obj=Session("en"), max_content_width=100)
    for name, (_, _, _, zh) in COMMANDS.items():
        command = root.get_command(context, name)
        assert isinstance(command, Command)
        sub = click.Context(command, info_name=name, parent=context, max_content_width=100)
        help_text = "\n".join(line.rstrip() for line in command.get_help(sub).splitlines())
        lines += ["", f"## {name}", "", zh, "", "```", help_text, "```"]
    return "\n".join(lines) + "\n"


PAGES = {"SCHEMA.md": markdown, "CLI.md": command_line, "PYTHON.md": reference, "neo4j/chanlian.grass": grass}


def main() -> int:
    """Write the pages, or with --check say which are stale."""
    stale = []
    for name, make in PAGES.items():
        page, text = DOCS / name, make()
        if "--check" in sys.argv[1:]:
            if not page.exists() or page.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            page.write_text(text, encoding="utf-8", newline="\n")
    for name in stale:
        print(f"docs/{name} is stale: run python scripts/make_docs.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
