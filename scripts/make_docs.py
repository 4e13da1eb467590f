"""Make again what is generated: docs/SCHEMA.md, docs/CLI.md, docs/PYTHON.md, docs/WORK_TABLES.md, docs/ANSWERS.md,
docs/SNAPSHOTS.md, docs/EXPORTS.md, docs/OWN.md, examples/notebooks/product_chain.ipynb, the style of Neo4j Browser, and in the docstring of
each question the list of its columns.

    python scripts/make_docs.py [--check] [PAGE|docstrings ...]

`--check` writes nothing and fails where a page is stale; a test runs it.
"""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click
from answers import answers_page
from exports import exports_page
from notebook import notebook
from own import own_page
from python_reference import reference
from snapshots import snapshots_page

from chanlian import queries
from chanlian.cli import root
from chanlian.command_table import COMMANDS
from chanlian.graph.commands.shared import Command, Session
from chanlian.graph.schema.describe import markdown
from chanlian.loaders.work_tables import markdown as work_tables
from chanlian.queries.answer import table_of, unframed
from chanlian.viz.grass import grass

if TYPE_CHECKING:
    from chanlian.graph.answer_columns import AnswerColumn

ROOT = Path(__file__).parents[1]
LISTED = re.compile(r"(?:^    - `.*\n(?:^      \S.*\n)*)+", re.MULTILINE)
"""The list of columns in a docstring."""


def command_line() -> str:
    """docs/CLI.md: the help of every command, English, with its Chinese summary."""
    lines = [
        "# The command line",
        "",
        "Generated from the commands (`python scripts/make_docs.py`); do not edit. Every command takes `--lang en|zh`,",
        "`--quiet` and `--wait SECONDS`; every answer `--format table|csv|json|jsonl|xlsx|md|parquet`, `-o FILE`",
        "and `--limit N`. Exit codes: 0 done, 1 error, 2 wrong usage, 3 `load` with rejects, `check` and `verify` with findings.",
    ]
    context = click.Context(root, info_name="chanlian", obj=Session("en"), max_content_width=100)
    for name, (_, _, _, zh) in COMMANDS.items():
        command = root.get_command(context, name)
        assert isinstance(command, Command)
        sub = click.Context(command, info_name=name, parent=context, max_content_width=100)
        help_text = "\n".join(line.rstrip() for line in command.get_help(sub).splitlines())
        lines += ["", f"## {name}", "", zh, "", "```", help_text, "```"]
        asked = table_of(getattr(queries, name)) if name in queries.__all__ else None
        for form in asked.forms if asked else ():
            lines += ["", *columns_table(form)]
    return "\n".join(lines) + "\n"


def columns_table(columns: tuple[AnswerColumn, ...]) -> list[str]:
    """The columns of an answer as a table in Markdown."""
    rows = [(f"`{one.name}`", one.zh, one.type, one.unit or "", one.meaning or one.en) for one in columns]
    head = ("column", "列", "type", "unit", "meaning")
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]


def with_columns(text: str, name: str) -> str:
    """The text of a question's module with the columns of the question in its docstring, one list for each form."""
    question = getattr(queries, name)
    lists = iter(table_of(question).forms)
    start = text.index(f"\ndef {name}(")
    end = text.index('"""', text.index('"""', start) + 3)

    def listed(_: re.Match[str]) -> str:
        lines = (textwrap.fill(one.line, 110, initial_indent="    ", subsequent_indent="      ") for one in next(lists))
        return "\n".join(lines) + "\n"

    return text[:start] + LISTED.sub(listed, text[start:end]) + text[end:]


def docstrings() -> dict[Path, str]:
    """The modules of questions, each with its columns in its docstrings."""
    out: dict[Path, str] = {}
    for name in queries.__all__:
        if table_of(getattr(queries, name)):
            path = Path(inspect.getsourcefile(unframed(getattr(queries, name))) or "").resolve()
            out[path] = with_columns(out.get(path) or path.read_text(encoding="utf-8"), name)
    return out


PAGES = {
    "docs/SCHEMA.md": markdown, "docs/CLI.md": command_line, "docs/PYTHON.md": reference,
    "docs/WORK_TABLES.md": work_tables, "docs/ANSWERS.md": answers_page, "docs/SNAPSHOTS.md": snapshots_page,
    "docs/EXPORTS.md": exports_page, "docs/OWN.md": own_page,
    "examples/notebooks/product_chain.ipynb": notebook,
    "docs/neo4j/chanlian.grass": grass,
}  # fmt: skip


def main() -> int:
    """Write all of it, or with --check say what is stale."""
    asked = [name for name in sys.argv[1:] if name != "--check"]
    sources = docstrings() if not asked or "docstrings" in asked else {}
    told = any(path.read_text(encoding="utf-8") != text for path, text in sources.items())
    made = sources | {ROOT / name: make() for name, make in PAGES.items() if not asked or name in asked}
    stale = [page for page, text in made.items() if not page.exists() or page.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        for page in stale:
            print(f"{page.relative_to(ROOT)} is stale: run python scripts/make_docs.py")
        return 1 if stale else 0
    for page in stale:
        page.write_text(made[page], encoding="utf-8", newline="\n")
    if told:  # docs/PYTHON.md is made of docstrings, which are read where this begins
        return subprocess.run([sys.executable, __file__], check=False).returncode  # noqa: S603  # itself
    return 0


if __name__ == "__main__":
    sys.exit(main())
