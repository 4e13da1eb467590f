"""Commands about a graph itself and the program: init, check, schema, completion."""

from __future__ import annotations

from typing import Any

import click

from ..errors import BadInput
from ..for_python import behind
from ..language import t
from .shared import Session, command, option

_SHELLS = ("bash", "zsh", "fish")


@command(
    "init",
    en="Make an empty graph.\n\n`load` makes it too; an existing graph is left as it is.",
    zh="建立一个空图。\n\nload 也会自动建立；已有的图保持不变。",
    examples=["chanlian init new.duckdb"],
)
@click.argument("graph")
def init(session: Session, graph: str) -> None:
    """Make an empty graph at a URL."""
    from ..opening import connect

    handle = connect(graph, wait=session.wait)
    existed = handle.exists()
    handle.create()
    if existed:
        session.say(f"{handle.url}: is a graph already; nothing changed", f"{handle.url}：图已存在，未作改动")
    else:
        session.say(f"{handle.url}: an empty graph", f"{handle.url}：已建立空图")


@command(
    "schema",
    en="Say in words what a graph holds: every kind of node and edge, every property.",
    zh="用文字说明图的模型：各类节点、关系和属性。",
    examples=["chanlian schema", "chanlian schema supplies --format csv"],
    answers=True,
)
@click.argument("kind", required=False)
@option(
    "--of",
    "graph",
    metavar="GRAPH",
    en="With the own properties and kinds that the file beside this graph declares.",
    zh="包括这个图旁边的文件所声明的自有属性和类别。",
)
@option(
    "--own",
    metavar="GRAPH",
    en="Print what a graph itself says to be declared of its own, as TOML.",
    zh="输出图中保存的自有属性和类别声明（TOML）。",
)
@option(
    "--save",
    metavar="FILE",
    type=click.Path(),
    en="With --own: write it to a file that is not there yet.",
    zh="与 --own 同用：写入一个尚不存在的文件。",
)
def schema(session: Session, kind: str | None, graph: str | None, own: str | None, save: str | None) -> Any:
    """The model as a table: kind, property, type, unit, required, key, words, meaning."""
    import pandas as pd

    if own is not None:
        _tell_own(session, own, save)
        return None
    if save is not None:
        raise BadInput("--save goes with --own GRAPH", "--save 须与 --own 图 同用")
    if graph is not None:
        # what is declared beside it is known since the line was read
        from ..opening import connect

        connect(graph, wait=session.wait).exists()

    from ..schema.describe import COLUMNS, described

    rows = described(session.lang)
    if kind is not None:
        rows = [row for row in rows if kind in (row["kind"], row["table"])]
        if not rows:
            raise BadInput(
                f"there is no kind {kind!r}; chanlian schema lists all",
                f"没有“{kind}”这种类别；chanlian schema 列出全部",
            )
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame.attrs = {
        "question": "schema",
        "parameters": {},
        "all_rows": True,
        "notes": [t(session.lang, "an edge's key is its ends and its key properties", "关系的主键是两端加主键属性")],
    }
    return frame


def _tell_own(session: Session, url: str, save: str | None) -> None:
    """Print or keep what a graph says to be declared of its own, whether this process knows it or not."""
    from ..errors import OwnUnknown
    from ..export.outputs import OutputFile
    from ..opening import connect
    from ..schema.own_kept import OWN_MODEL

    try:
        text = connect(url, wait=session.wait).meta().get(OWN_MODEL) or ""
    except OwnUnknown as unknown:
        text = unknown.kept
    if not text:
        session.say(f"{url}: has no properties and kinds of its own", f"{url}：没有自有属性和类别")
    elif save is None:
        click.echo(text, nl=False)
    else:
        OutputFile(save, content=text.encode()).write_alone(text)
        session.say(f"{save}: what {url} declares of its own", f"{save}：{url} 的自有属性和类别声明")


@command(
    "check",
    en="Is the graph sound? What is wrong (findings, exit code 3) and what to look at (hints): likely duplicates, "
    "wrong codes, firms without a place, dates the wrong way round, facts without a source, ...",
    zh="检查图是否有问题：列出问题（退出码 3）和提示：疑似重复、代码错误、企业缺所在地、起止日期颠倒、缺少来源等。",
    examples=[
        "chanlian check xiangqian.duckdb",
        "chanlian check xiangqian.duckdb --rule credit_code --rule same_code",
    ],
    answers=True,
)
@click.argument("graph")
@option(
    "--strict",
    metavar="RULE",
    multiple=True,
    en="Count what this rule finds as wrong, even if it is a hint; may be repeated.",
    zh="把这条规则的提示也算作问题，可重复。",
)
@option(
    "--rule",
    "rules",
    metavar="RULE",
    multiple=True,
    en="Ask only this rule; may be repeated.",
    zh="只查这条规则，可重复。",
)
def check(session: Session, graph: str, strict: tuple[str, ...], rules: tuple[str, ...]) -> Any:
    """`check` of quality."""
    from ..opening import connect
    from ..quality.rules import check as question

    frame = behind(question)(connect(graph, wait=session.wait), strict=strict, rules=rules, lang=session.lang)
    if frame.attrs["findings"]:
        session.exit_code = 3
    return frame


@command(
    "verify",
    en="Is the graph still what was written to it? Its digests are reckoned again from every row and compared; "
    "what another program changed, took out or put in is named (exit code 3). "
    "A graph in which nothing differs keeps the day, which `info` shows.",
    zh="校验图自写入后是否被改动：由每一行重新计算校验值并比对，列出被其他程序修改、删除或添加的内容（退出码 3）。"
    "全部一致时，图中会记下校验日期，可用 info 查看。",
    examples=["chanlian verify xiangqian.duckdb"],
    answers=True,
)
@click.argument("graph")
def verify(session: Session, graph: str) -> Any:
    """`verify` of quality."""
    from ..opening import connect
    from ..quality.verify import verify as question

    frame = behind(question)(connect(graph, wait=session.wait), lang=session.lang)
    if frame.attrs["findings"]:
        session.exit_code = 3
    return frame


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
