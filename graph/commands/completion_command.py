"""The command `completion`."""

from __future__ import annotations

import click

from ..errors import BadInput
from .shared import Session, command

_SHELLS = ("bash", "zsh", "fish")


@command(
    "completion",
    en="Print what makes your shell complete chanlian's commands, options and the names in a graph.\n\n"
    'bash: add  eval "$(chanlian completion bash)"  to ~/.bashrc. '
    'zsh: add  eval "$(chanlian completion zsh)"  to ~/.zshrc. '
    "fish: chanlian completion fish > ~/.config/fish/completions/chanlian.fish. Then open a new shell.",
    zh="输出自动补全脚本：补全命令、选项，以及图中的名称。\n\n"
    'bash：在 ~/.bashrc 中加入 eval "$(chanlian completion bash)"；'
    'zsh：在 ~/.zshrc 中加入 eval "$(chanlian completion zsh)"；'
    "fish：chanlian completion fish > ~/.config/fish/completions/chanlian.fish。然后重新打开终端。",
    examples=["chanlian completion bash", "chanlian completion fish"],
)
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(session: Session, shell: str) -> None:
    """The script of click, for this program."""
    from click.shell_completion import get_completion_class

    del session
    root = click.get_current_context().find_root()
    made = get_completion_class(shell)
    if made is None:
        raise BadInput(f"this click completes no {shell}", f"当前的 click 不支持 {shell}")
    click.echo(made(root.command, {}, "chanlian", "_CHANLIAN_COMPLETE").source())
