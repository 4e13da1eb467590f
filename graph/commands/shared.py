"""What all commands share: help in two languages, and the options that stand everywhere.

A command returns its answer, a pandas frame, or nothing; the root command (src/chanlian/cli.py)
gives the `Session` that knows how to show it. Only click is imported: help must be fast.
"""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import click

from ..errors import BadInput
from ..export.meta_files import meta_path
from ..file_names import is_utf8, readable
from ..language import Lang, from_locale, t
from ..url import masked
from .streams import harmless, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


@dataclass
class Output:
    """How an answer is wanted: its format (None: by the file's name, else a table), file and length.

    `force` writes over what is somebody's, but never over `reads`, what this run reads.
    """

    format: str | None = None
    path: str | None = None
    limit: int | None = None
    force: bool = False
    reads: tuple[str, ...] = ()
    page: bool = False
    """Whether this answer may be a page (.html)."""


@dataclass
class Session:
    """One run of the command line."""

    lang: Lang
    show: Callable[[Any, Output, Session], None] | None = None
    quiet: bool = False
    wait: float = 0.0
    exit_code: int = 0

    def say(self, en: str, zh: str) -> None:
        """A message for the person at the terminal, on standard error."""
        if not self.quiet:
            tell(masked(harmless(t(self.lang, en, zh))))

    def say_all(self, lines: Sequence[str]) -> None:
        """Messages that are already in the session's language."""
        if not self.quiet:
            for line in lines:
                tell(masked(harmless(line)))


FETCHED: Final = 1000
"""So many rows of a question of one's own are fetched for a terminal where no --limit says otherwise."""


def rows_wanted() -> int | None:
    """How many rows of a question of one's own are fetched; None for all of them."""
    output = click.get_current_context().meta.get("chanlian.output", Output())
    if output.limit is None and output.path is None and output.format in (None, "table"):
        return FETCHED
    return cast("int | None", output.limit)


def forced() -> bool:
    """Whether this run may write over files of others."""
    return cast("bool", click.get_current_context().meta.get("chanlian.output", Output()).force)


def rows_told(rows: int, limit: int | None, *, more: bool, lang: str) -> list[str]:
    """What there is to say of the rows that were fetched: that there are more of them, or none."""
    notes = []
    if more:
        notes.append(
            t(
                lang,
                f"there are more rows than the {limit} fetched; a higher --limit fetches more, -o FILE writes all",
                f"结果不止已取出的 {limit} 行；可调大 --limit，-o 文件 可全部写出",
            )
        )
    if not rows:
        notes.append(t(lang, "no rows", "没有符合的行"))
    return notes


def answer_files() -> list[Path]:
    """The files that -o of this run will write when the command is done: nothing that it writes before may take their names."""
    path = click.get_current_context().meta.get("chanlian.output", Output()).path
    return [] if path is None else [Path(path), meta_path(Path(path))]


class Finite(click.types.FloatParamType):
    """A number: the type of every option that is one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number; a mistake in the line otherwise."""
        return _finite(super().convert(value, param, ctx), param, ctx)


class FromZero(click.FloatRange):
    """A number from 0 on."""

    def __init__(self) -> None:
        super().__init__(min=0)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number; a mistake in the line otherwise."""
        return _finite(super().convert(value, param, ctx), param, ctx)


def _finite(found: float, param: click.Parameter | None, ctx: click.Context | None) -> float:
    """A number that is one: `nan` is in every range, and `inf` says never."""
    if not math.isfinite(found):
        raise click.BadParameter(f"{found} is no number that can be counted with", ctx, param)
    return found


FORMATS = ("table", "csv", "json", "jsonl", "xlsx", "md", "parquet")
SUFFIXES: Final = {
    "csv": "csv", "json": "json", "jsonl": "jsonl", "ndjson": "jsonl", "xlsx": "xlsx", "md": "md", "markdown": "md",
    "parquet": "parquet", "txt": "table",
}  # fmt: skip


def format_of(output: Output) -> str:
    """The format of an answer: the one that is named, else that of the file's name, else a table."""
    from ..errors import BadInput

    if output.format is not None and output.format not in FORMATS:
        raise BadInput(
            f"there is no format {output.format!r}; the formats are {', '.join(FORMATS)}",
            f"没有“{output.format}”这种格式；可用的有：{'、'.join(FORMATS)}",
        )
    if output.format is not None:
        return output.format
    if output.path is None:
        return "table"
    suffix = Path(output.path).suffix.lower().removeprefix(".")
    if output.page and suffix in ("html", "htm"):
        return "html"
    if suffix not in SUFFIXES:
        endings = " ".join(f".{name}" for name in SUFFIXES)
        raise BadInput(
            f"{output.path}: no format goes with that name; end it in {endings}, or give --format {'|'.join(FORMATS)}",
            f"{output.path}：无法按文件名判断格式；请用 {endings} 结尾，或给出 --format {'|'.join(FORMATS)}",
        )
    return SUFFIXES[suffix]


def lang_of(ctx: click.Context) -> Lang:
    """The language of this run: --lang, else the locale."""
    session = ctx.find_root().obj
    return session.lang if isinstance(session, Session) else from_locale()


class Option(click.Option):
    """An option whose help is in two languages."""

    def __init__(self, *args: Any, zh: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zh = zh

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option's line of help, in the language of the run."""
        english = self.help
        if lang_of(ctx) == "zh" and self.zh:
            self.help = self.zh
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = english


def option(*names: str, en: str, zh: str, **kwargs: Any) -> Callable[[Any], Any]:
    """`click.option` with help in two languages."""
    return click.option(*names, cls=Option, help=en, zh=zh, **kwargs)


class Bilingual(click.Command):
    """The frame of a help text in the language of the run: usage, options."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How the command is written."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=t(lang_of(ctx), "Usage: ", "用法："))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options with their help."""
        lang = lang_of(ctx)
        records = [record for param in self.get_params(ctx) if (record := param.get_help_record(ctx)) and record[1]]
        if lang == "zh":
            records = [(names, CLICK_WORDS.get(text, text)) for names, text in records]
        with formatter.section(t(lang, "Options", "选项")):
            formatter.write_dl(records)


CLICK_WORDS = {"Show this message and exit.": "显示帮助并退出。", "Show the version and exit.": "显示版本并退出。"}
"""What click itself says in a help text."""


class Command(Bilingual):
    """A command with help in two languages, examples that a test runs, and the common options."""

    def __init__(
        self,
        *args: Any,
        zh: str = "",
        examples: Sequence[str] = (),
        answers: bool = False,
        page: bool = False,
        **kwargs: Any,
    ) -> None:
        """`page`: its answer may be written as one, with -o NAME.html."""
        super().__init__(*args, **kwargs)
        self.page = page
        self.zh = zh
        self.examples = tuple(examples)
        self.params += _output_options() if answers else []
        self.params += _common_options()

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context of a run; where a shell only asks for completions, with names to offer."""
        if extra.get("resilient_parsing"):
            from .completion import suggest

            suggest(self.params)
        return super().make_context(info_name, args, parent, **extra)

    def get_short_help_str(self, limit: int = 45) -> str:  # the first sentence is short enough
        """The first sentence of the help, in English (the root command knows both)."""
        return (self.help or "").split("\n")[0]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The help in the language of the run."""
        english = self.help
        if lang_of(ctx) == "zh" and self.zh:
            self.help = self.zh
        super().format_help_text(ctx, formatter)
        self.help = english

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples."""
        if self.examples:
            with formatter.section(t(lang_of(ctx), "Examples", "示例")):
                for example in self.examples:
                    formatter.write_text(example)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and show its answer, if it has one."""
        session = ctx.find_root().obj
        assert isinstance(session, Session)  # the root command makes it
        self._check_texts(ctx)
        output = ctx.meta.get("chanlian.output", Output())
        output.page = self.page
        if output.path is not None:
            _check_output(ctx, output)
        value = super().invoke(ctx)
        if value is not None and session.show is not None:
            session.show(value, output, session)
        return value

    def _check_texts(self, ctx: click.Context) -> None:
        """Only names of files may be bytes that are no UTF-8; no graph holds such a text, and no database takes it."""
        for param in self.params:
            if isinstance(param.type, click.Path) or param.name in ("graph", "files"):
                continue
            given = ctx.params.get(param.name or "")
            for text in given if isinstance(given, tuple) else (given,):
                if isinstance(text, str) and not is_utf8(text):
                    hint = param.get_error_hint(ctx)
                    raise BadInput(
                        f"{hint}: {readable(text)!r} holds bytes that are no UTF-8; type it in UTF-8",
                        f"{hint}：“{readable(text)}”含有不是 UTF-8 的字节；请用 UTF-8 输入",
                    )


def _check_output(ctx: click.Context, output: Output) -> None:
    """Refuse a file that is not to be written before the question is asked, or the table loaded."""
    from ..export.outputs import OutputFile

    output.reads = tuple(mentioned(ctx))
    format_of(output)
    OutputFile(output.path or "", reads=output.reads, force=output.force)


def mentioned(ctx: click.Context) -> Iterator[str]:
    """All files that a command's line may speak of: tables, folders of them, mappings, graphs with their logs."""
    for param in ctx.command.params:
        given = ctx.params.get(param.name or "")
        for value in given if isinstance(given, tuple) else (given,):
            if isinstance(value, str) and value:
                yield value
                yield f"{value}.wal"
                if (
                    isinstance(param.type, click.Path) and param.nargs == -1
                ):  # tables; an area may be called as a folder is
                    with suppress(OSError, ValueError):
                        yield from map(str, Path(value).iterdir())


def command(
    name: str,
    *,
    en: str,
    zh: str,
    examples: Sequence[str] = (),
    answers: bool = False,
    hands_on: bool = False,
    page: bool = False,
) -> Callable[[Callable[..., Any]], Command]:
    """Declare a command; `en` and `zh` are its help, the first line of each its summary.

    One that `hands_on` leaves options that it does not know among its arguments, for another command (another.py).
    """

    def make(function: Callable[..., Any]) -> Command:
        settings = {"ignore_unknown_options": hands_on}
        declared = click.command(
            name, cls=Command, help=en, zh=zh, examples=examples, answers=answers, page=page, context_settings=settings
        )
        return declared(click.pass_obj(function))

    return make


FORCE: Final = (
    "Write over a file even if it is somebody's; what this run reads is never written over.",
    "即使是他人的文件也覆盖；本次要读取的文件任何情况下都不会被覆盖。",
)


def output_option(dest: str, *, en: str, zh: str, **kwargs: Any) -> Callable[[Any], Any]:
    """-o of a command that writes one thing of its own, with --force."""

    def add(function: Any) -> Any:
        function = option("--force", is_flag=True, en=FORCE[0], zh=FORCE[1])(function)
        return option("-o", "--output", dest, en=en, zh=zh, **kwargs)(function)

    return add


def _output_options() -> list[click.Parameter]:
    def keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
        def callback(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
            setattr(ctx.meta.setdefault("chanlian.output", Output()), name, value)

        return callback

    return [
        Option(
            ["--format"], type=click.Choice(FORMATS), expose_value=False, callback=keep("format"),
            help="How to write the answer (default: by the file's name, else a table).",
            zh="输出格式（默认按文件名判断，否则为表格）。",
        ),
        Option(
            ["-o", "--output"], type=click.Path(dir_okay=False), expose_value=False, callback=keep("path"),
            help="Write to this file; FILE.meta.json beside it says what was asked.",
            zh="写入文件；旁边的 文件.meta.json 说明查询内容。",
        ),
        Option(
            ["--force"], is_flag=True, expose_value=False, callback=keep("force"), help=FORCE[0], zh=FORCE[1],
        ),
        Option(
            ["--limit"], type=click.IntRange(min=0), expose_value=False, callback=keep("limit"),
            help="At most so many rows (a table shows 50).", zh="最多输出多少行（表格默认50行）。",
        ),
    ]  # fmt: skip


def _common_options() -> list[click.Parameter]:
    def set_lang(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
        session = ctx.find_root().obj
        if value is not None and isinstance(session, Session):
            session.lang = "zh" if value == "zh" else "en"

    def set_quiet(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        session = ctx.find_root().obj
        if value and isinstance(session, Session):
            session.quiet = True

    def set_wait(ctx: click.Context, _param: click.Parameter, value: float) -> None:
        session = ctx.find_root().obj
        if isinstance(session, Session):
            session.wait = value

    return [
        Option(
            ["--lang"], type=click.Choice(["en", "zh"]), is_eager=True, expose_value=False, callback=set_lang,
            help="Language of messages, headings and sentences (default: the locale).",
            zh="提示、表头和说明的语言（默认按系统区域设置）。",
        ),
        Option(
            ["--quiet"], is_flag=True, expose_value=False, callback=set_quiet,
            help="No messages on standard error.", zh="不在标准错误输出提示。",
        ),
        Option(
            ["--wait"], type=FromZero(), default=0.0, expose_value=False, callback=set_wait, metavar="SECONDS",
            help="How long to wait for a file that another process is writing.", zh="文件被占用时等待的秒数。",
        ),
    ]  # fmt: skip


def neighbours_option() -> Callable[[Any], Any]:
    """--neighbours, which stands wherever --in does."""
    return option(
        "--neighbours",
        is_flag=True,
        en="Take in the areas that border it at its level, and ask all as one.",
        zh="连同相邻的同级地区（邻县、邻市、邻省）合并查询。",
    )


def area_options(*, required: bool = False) -> Callable[[Any], Any]:
    """--in, --with-zones, --neighbours and --as-of, which go together."""

    def add(function: Any) -> Any:
        for declared in (
            option("--as-of", metavar="DATE", en="Only what held on this date (2025, 2025-H1, 2025-05-24).",
                   zh="只看该日期有效的事实（2025、2025-H1、2025-05-24）。"),
            neighbours_option(),
            option("--with-zones", is_flag=True, en="Take in zones with their own administration.", zh="计入独立管理的园区。"),
            option("--in", "area", metavar="AREA", required=required,
                   en="A region or park; several with commas are asked as one.", zh="区划或园区；多个用逗号分开，合并查询。"),
        ):  # fmt: skip
            function = declared(function)
        return function

    return add
