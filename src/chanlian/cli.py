"""The root command: commands by name, imported when they are run; answers shown; errors in one line."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from ._stopping import stoppable
from .command_table import COMMANDS
from .graph.commands.shared import Bilingual, Command, Option, Output, Session, harmless, lang_of
from .graph.errors import BrokenOff, ChanlianError
from .graph.language import Lang, from_locale, t
from .graph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence


class Root(Bilingual, click.Group):
    """The commands by name; a command's module is imported only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # click's signature
        """All commands, the most used first."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # click's signature
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, function, *_ = COMMANDS[cmd_name]
        found = getattr(import_module(f".{module}", __package__), function)
        assert isinstance(found, Command)  # tests go through all of them
        return found

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Names and summaries, without importing the commands."""
        lang = lang_of(ctx)
        with formatter.section(t(lang, "Commands", "命令")):
            formatter.write_dl([(name, t(lang, en, zh)) for name, (_, _, en, zh) in COMMANDS.items()])

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the program is, in the language of the run."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(
                t(
                    lang_of(ctx),
                    "Industrial chains and the ties between regions, in one graph file: what an area lacks, "
                    "what it could get from across the border, and a page that opens offline.",
                    "产业链与区域联系，存于一个图文件：一个地区缺什么、能从邻区得到什么，并生成可离线打开的网页。",
                )
            )

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Where to begin."""
        formatter.write_paragraph()
        formatter.write_text(t(lang_of(ctx), "Begin with: chanlian demo", "从这里开始：chanlian demo"))


def _set_lang(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.find_root().obj.lang = value


@click.group(
    cls=Root,
    params=[
        Option(
            ["--lang"],
            type=click.Choice(["en", "zh"]),
            is_eager=True,
            expose_value=False,
            callback=_set_lang,
            help="Language (default: the locale).",
            zh="语言（默认按系统区域设置）。",
        )
    ],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="chanlian")
def root() -> None:
    """Industrial chains and the ties between regions, in one graph file."""


def _show(answer: Any, output: Output, session: Session) -> None:
    from .viz.files.output import show

    show(answer, output, session)


def _lang(arguments: Sequence[str]) -> Lang:
    """The language asked for anywhere on the line, so that help too is in it; else the locale's."""
    for number, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else None
        if argument == "--lang" and number + 1 < len(arguments):
            value = arguments[number + 1]
        if value in ("en", "zh"):
            return "zh" if value == "zh" else "en"
    return from_locale()


def _said(error: click.ClickException, lang: Lang) -> str:
    """A mistake in the line that was typed, and where the help is."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    context = error.ctx if isinstance(error, click.UsageError) else None
    name = context.command_path if context else "chanlian"
    text = error.format_message()
    if lang == "zh":
        param = (
            error.param.get_error_hint(context)
            if isinstance(error, click.BadParameter) and error.param and context
            else ""
        )
        if isinstance(error, click.NoSuchOption):
            text = f"没有选项 {error.option_name}"
        elif isinstance(error, click.MissingParameter):
            text = f"缺少参数 {param}"
        elif isinstance(error, click.BadParameter):
            choices = getattr(error.param.type, "choices", None) if error.param else None
            text = (
                f"{param} 的值不可用；可用的有：{'、'.join(choices)}"
                if choices
                else f"{param} 的值不可用：{error.message}"
            )
        elif text.startswith("No such command"):
            text = f"没有命令 {text.split(maxsplit=3)[3].rstrip('.')}"
    return t(lang, f"{name}: {text}\nHelp: {name} --help", f"{name}：{text}\n帮助：{name} --help")


_STOPPED = ("stopped; nothing was half-written", "已中止，没有写入残缺的内容")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 error, 2 usage, 3 with rejects or findings."""
    line = list(sys.argv[1:] if arguments is None else arguments)
    session = Session(_lang(line), _show)
    try:
        with stoppable():
            code = root.main(line, prog_name="chanlian", obj=session, standalone_mode=False)
    except ChanlianError as error:
        click.echo(harmless(t(session.lang, "chanlian: ", "chanlian：") + error.text(session.lang)), err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        click.echo(harmless(_said(error, session.lang), keep="\n"), err=True)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort) as stop:
        half = stop if isinstance(stop, BrokenOff) else stop.__cause__
        en, zh = (half.en, half.zh) if isinstance(half, BrokenOff) else _STOPPED
        click.echo(harmless(t(session.lang, f"chanlian: {en}", f"chanlian：{zh}")), err=True)
        sys.exit(1)
    except BrokenPipeError:
        # the reader (head, less) has seen enough
        sys.stderr.close()
        sys.exit(1)
    sys.exit(code if isinstance(code, int) and code else session.exit_code)
