"""Standard output and standard error as they should be: there, in UTF-8 where they are redirected, and never a traceback."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import TextIO

import click


def prepare() -> None:
    """Make the streams of this process fit to write to; the first thing that a program does.

    What is redirected is UTF-8, whatever the terminal or an old setting says; a terminal that cannot show a character gets
    another in its place. A stream that was closed (`>&-`) is opened as one that leads nowhere: the next file to be opened,
    a graph perhaps, would get its number, and whatever is printed would be written into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # standard output as one that cannot be written: an answer that nobody gets is an error, a message is not
            os.open(os.devnull, os.O_WRONLY if number == 2 else os.O_RDONLY)
    if sys.stdin is None:
        sys.stdin = open(0, closefd=False, encoding="utf-8")  # noqa: SIM115  # a number and for good
    if sys.stdout is None:
        sys.stdout = open(1, "w", closefd=False, encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", closefd=False, encoding="utf-8")  # noqa: SIM115
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors=errors)


def tell(text: str) -> None:
    """A line on standard error. Where that cannot be written, nobody can be told, and what was done is done."""
    try:
        click.echo(text, err=True)
    except (OSError, ValueError):
        give_up(sys.stderr)


def give_up(stream: TextIO | None) -> None:
    """Let what a stream still holds go nowhere: Python would try it again at its end, and complain."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # type: ignore[union-attr]
        os.close(nowhere)


def print_path(path: str | os.PathLike[str]) -> None:
    """The path of what was written, on standard output: byte for byte, but harmless on a terminal."""
    text = os.fspath(path)
    click.echo(harmless(text) if sys.stdout.isatty() else os.fsencode(text))


def harmless(text: str, keep: str = "") -> str:
    """A text whose control characters cannot move the cursor, colour the screen, turn its direction or start a line.

    >>> harmless("red\\x1b[31m")
    'red\ufffd[31m'
    """
    odd = {ord(char): "\ufffd" for char in set(text) if not char.isprintable() and char not in keep}
    return text.translate(odd) if odd else text
