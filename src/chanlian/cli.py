"""The root command: commands by name, imported when they are run; answers shown; errors in one line."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from importlib import import_module
from traceback import format_exception
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ._stopping import stoppable
from .command_table import COMMANDS
from .graph.acts import taken
from .graph.commands.shared import Bilingual, Command, Option, Output, Session, lang_of
from .graph.commands.streams import give_up, harmless, prepare, tell
from .graph.declared import declare
from .graph.engines.schemes import refuse_typed_password
from .graph.errors import BadInput, BrokenOff, ChanlianError
from .graph.file_names import is_utf8
from .graph.language import Lang, from_locale, t
from .graph.url import masked
from .graph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence


class Part(Bilingual, click.Group):
    """The commands whose names begin with one word: `snapshot create` is `create` of `snapshot`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # click's signature
        """Their second words."""
        return [name.partition(" ")[2] for name in COMMANDS if name.partition(" ")[0] == self.name and " " in name]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # click's signature
        """The command of that second word."""
        return _command(f"{self.name} {cmd_name}")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands."""
        super().format_options(ctx, formatter)
        lang, told = lang_of(ctx), {f"{self.name} {name}": name for name in self.list_commands(ctx)}
        with formatter.section(t(lang, "Commands", "命令")):
            formatter.write_dl([(name, t(lang, *COMMANDS[whole][2:])) for whole, name in told.items()])


def _command(name: str) -> Command | None:
    """The command of that name in the table."""
    if name not in COMMANDS:
        return None
    module, function, *_ = COMMANDS[name]
    found = getattr(import_module(f".{module}", __package__), function)
    assert isinstance(found, Command)  # tests go through all of them
    return found


class Root(Bilingual, click.Group):
    """The commands by name; a command's module is imported only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # click's signature
        """All commands, the most used first."""
        return [*dict.fromkeys(name.partition(" ")[0] for name in COMMANDS)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # click's signature
        """The command of that name, or the commands that begin with it."""
        if any(name.startswith(f"{cmd_name} ") for name in COMMANDS):
            return Part(cmd_name, params=[_language()], context_settings=ctx.command.context_settings)
        return _command(cmd_name)

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


def _language() -> Option:
    return Option(
        ["--lang"],
        type=click.Choice(["en", "zh"]),
        is_eager=True,
        expose_value=False,
        callback=_set_lang,
        help="Language (default: the locale).",
        zh="语言（默认按系统区域设置）。",
    )


@click.group(
    cls=Root,
    params=[_language()],
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
    text = harmless(text)  # what was typed may have lines
    return t(lang, f"{name}: {text}\nHelp: {name} --help", f"{name}：{text}\n帮助：{name} --help")


def _stopped(stop: BaseException, written: Sequence[str]) -> tuple[str, str]:
    """How things stand when the program is stopped."""
    half = stop if isinstance(stop, BrokenOff) else stop.__cause__
    if isinstance(half, BrokenOff):
        return half.en, half.zh
    return ("stopped", "已中止") if written else ("stopped; nothing was half-written", "已中止，没有写入残缺的内容")


def _standing(text: str, written: Sequence[str], lang: Lang) -> str:
    """What went wrong, and what was written before that: nobody is to load it again, or to take it for not there."""
    if not written:
        return text
    there = t(lang, ", ", "、").join(written)
    return t(lang, f"{text}; written before that, and there: {there}", f"{text}；此前已写入并保留：{there}")


_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""A stream that is full, broken or closed."""
FAULT = 70
"""What the program ends with where it has a fault of its own (EX_SOFTWARE of sysexits.h)."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 error, 2 usage, 3 with rejects or findings, 70 a fault of the program.

    Whatever goes wrong is one line. A fault is kept in a file that can be sent; with CHANLIAN_DEBUG set it is raised as it is.
    """
    prepare()
    line = list(sys.argv[1:] if arguments is None else arguments)
    session = Session(_lang(line), _show)
    taken()
    try:
        _check_surroundings(line)
        declare(*line)
        with stoppable():
            code = root.main(line, prog_name="chanlian", obj=session, standalone_mode=False)
        sys.stdout.flush()
    except ChanlianError as error:
        _end(session, error.typed(session.lang), error.exit_code)
    except click.ClickException as error:
        tell(masked(harmless(_standing(_said(error, session.lang), taken(), session.lang), keep="\n")))
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort) as stop:
        written = taken()
        _end(session, t(session.lang, *_stopped(stop, written)), written=written)
    except (BrokenPipeError, SystemExit) as end:  # click makes the one of the other
        _unread(session, end)
    except MemoryError:
        en, zh = (
            "there is too little memory for this; ask for less, or end other programs",
            "内存不足；请缩小范围，或关闭其他程序",
        )
        _end(session, t(session.lang, en, zh))
    except OSError as error:
        # what concerns a file by name says so itself, as what concerns a server does
        if error.filename is not None or error.errno not in _UNWRITABLE:
            _fault(session, error)
        give_up(sys.stdout)
        en = "the answer cannot be written ({}); make room where standard output goes, or write it with -o FILE"
        zh = "结果无法写出（{}）；请在标准输出的去处腾出空间，或用 -o 文件 写入"
        _end(session, t(session.lang, en, zh).format(error.strerror))
    except Exception as error:  # noqa: BLE001  # the net under all commands
        _fault(session, error)
    sys.exit(code if isinstance(code, int) and code else session.exit_code)


def _check_surroundings(line: Sequence[str]) -> None:
    """Refuse what must not stand on any line, whatever its command, and folders in which nothing can be worked out."""
    for argument in line:
        refuse_typed_password(argument)
    for name in ("TMPDIR", "TEMP", "TMP"):
        if not is_utf8(os.environ.get(name, "")):
            raise BadInput(
                f"{name}: the bytes of this folder's name are no UTF-8, in which DuckDB reads names; set it to another folder",
                f"{name}：该文件夹名不是 UTF-8 编码，DuckDB 无法读取；请设为其他文件夹",
            )


def _unread(session: Session, end: BaseException) -> NoReturn:
    """The reader (head, less) has seen enough, or a shell has completed a line."""
    if isinstance(end, SystemExit) and end.code != 1:
        raise end
    give_up(sys.stdout)
    written = taken()
    if not written:
        sys.exit(1)
    en, zh = "nobody has read the answer to its end", "结果未被读完，读取方已关闭"
    _end(session, t(session.lang, en, zh), written=written)


def _end(session: Session, text: str, code: int = 1, *, written: Sequence[str] | None = None) -> NoReturn:
    said = _standing(text, taken() if written is None else written, session.lang)
    tell(masked(harmless(t(session.lang, "chanlian: ", "chanlian：") + said)))
    sys.exit(code)


def _fault(session: Session, error: Exception) -> NoReturn:
    """A fault of this program: one line, and all that is needed to mend it in a file of this user alone."""
    if os.environ.get("CHANLIAN_DEBUG"):
        raise error
    try:
        number, kept = tempfile.mkstemp(prefix="error-of-chanlian-", suffix=".txt")
        with os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(masked(f"chanlian {__version__}, Python {sys.version}\n{''.join(format_exception(error))}"))
    except OSError:
        kept = "CHANLIAN_DEBUG=1"  # which shows it
    said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    en = (
        f"a fault of chanlian itself ({said}); before you go on, see with chanlian verify whether another program changed the graph,"
        f" and report the command with what is in {kept}"
    )
    zh = f"chanlian 自身出错（{said}）；继续之前请用 chanlian verify 检查图是否被其他程序改动，并将所用命令与 {kept} 中的内容一起报告"
    _end(session, t(session.lang, en, zh), FAULT)
