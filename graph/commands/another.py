"""What a line says to another command of the program: its arguments and options, read as that command reads them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import click

from .shared import Output, mentioned

if TYPE_CHECKING:
    from collections.abc import Sequence


def read_as(name: str, words: Sequence[str]) -> click.Context:
    """The words as the command of that name reads them; `params` of it are its arguments and options.

    What is wrong with them is said in that command's name, with its own help. Nothing is run, and where the answer goes and
    in which language is what the present command says.
    """
    here = click.get_current_context()
    root = here.find_root()
    group = cast("click.Group", root.command)
    command = group.get_command(root, name)
    assert command is not None  # a question has a command
    # a session and an output of its own: options that are not given would set those of this run back
    apart = click.Context(group, info_name=root.info_name, obj=replace(root.obj), **group.context_settings)
    read = command.make_context(name, list(words), parent=apart)
    output = here.meta.setdefault("chanlian.output", Output())
    output.reads = (*output.reads, *mentioned(read))
    return read
