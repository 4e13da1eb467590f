"""Answers handed over: a table on the terminal, or a format for programs, on standard output or in a file.

Files for programs carry the English column names and plain values; a workbook and Markdown are
for people, in their language. A cell of text that a spreadsheet would take for a formula is made
inert. Beside a file stands FILE.meta.json.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ...graph.commands.shared import Output, Session, format_of
from ...graph.commands.streams import harmless
from ...graph.console.result import Told, distinct
from ...graph.errors import BadInput
from ...graph.export.cells import flat, inert, plain
from ...graph.export.outputs import OutputFile, translated
from ...graph.for_python import for_python
from ...graph.given import AFTERWARDS
from ...graph.meta import UNFINISHED, UPGRADED_COPY, part_said
from ...graph.url import is_address, title
from ...queries.answer import Answer, answer_of, cite
from ..words.compared import DIFF, in_words
from .csv_json import as_csv, as_json, as_jsonl

if TYPE_CHECKING:
    import os

    import pandas as pd

__all__ = ["as_csv", "as_json", "as_jsonl", "content", "files_asked", "inert", "meta_of", "plain", "save", "show"]

TABLE_ROWS = 50
BINARY: Final = ("xlsx", "parquet")


def show(given: Answer | Told | pd.DataFrame, output: Output, session: Session) -> None:
    """Write an answer where and as it is wanted, and say what the reader must know."""
    answer = _answer(given)
    format_ = format_of(output)
    limit = output.limit
    if limit is None and format_ == "table" and output.path is None and not answer.attrs.get("all_rows"):
        limit = TABLE_ROWS
    part = answer if limit is None else answer.first(limit)
    if output.path is not None:
        _write(part, output, session.lang)
        session.say(f"{len(part.rows)} rows written to {output.path}", f"已写入 {len(part.rows)} 行：{output.path}")
    elif format_ in BINARY:
        _to_pipe(part, format_, session.lang)
    else:
        text = str(content(part, format_, session.lang))
        # a table is harmless already, and has colours of its own
        sys.stdout.write(harmless(text, keep="\n") if format_ != "table" and sys.stdout.isatty() else text)
    if len(part.rows) < len(answer.rows):
        session.say(
            f"{len(answer.rows) - len(part.rows)} more rows; --limit N shows more, -o FILE writes all",
            f"还有 {len(answer.rows) - len(part.rows)} 行；--limit N 可多显示，-o 文件 可全部写出",
        )
    session.say_all(answer.attrs.get("notes", []))
    for en, zh in answer.attrs.get("remarks", ()):
        session.say(en, zh)
    if answer.attrs.get("part"):
        session.say(*part_said(answer.attrs["part"]))
    if answer.attrs.get("unfinished"):
        session.say(*UNFINISHED)
    if answer.attrs.get("upgraded_from"):
        session.say(*UPGRADED_COPY)


@for_python
def save(
    frame: pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    format: str | None = None,  # noqa: A002  # as the option
    force: bool = False,
    lang: str = "en",
) -> Path:
    """Write an answer to a file, as `-o` does, with FILE.meta.json beside it.

    The format is that of the file's name (.csv .json .jsonl .xlsx .md .parquet .txt; of `diff` also .html) unless
    `format` names one (csv, json, jsonl, xlsx, md, parquet, table). CSV, JSON and Parquet carry
    the English columns; a workbook, Markdown and a table are in `lang` ("en" or "zh"). A workbook is made to be
    printed: its headings stand in its third line (`pandas.read_excel(path, header=2)`), below a title; in Chinese
    money is in 万元 or 亿元, the unit standing in the heading. Any frame can be written; one of
    chanlian's own also says what was asked. What this program wrote and nobody has changed is written
    over, the graph that was asked never, any other file only with `force`. Returns the path.

    Raises
    ------
    BadInput
        For a name or format that is none, a file that cannot be written or is somebody's.

    Examples
    --------
    >>> import tempfile, chanlian as cl
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = save(cl.gaps(example(), "大龙"), f"{folder}/缺链.xlsx", lang="zh")
    ...     sorted(path.name for path in written.parent.iterdir())
    ['缺链.xlsx', '缺链.xlsx.meta.json']
    """
    answer = _answer(frame)
    return _write(answer, Output(format, str(path), force=force, page=answer.attrs.get("question") == DIFF), lang)


def _answer(given: Answer | Told | pd.DataFrame) -> Answer:
    if isinstance(given, Answer):
        return given
    if isinstance(given, Told):
        return _headed(Answer(given.columns, given.rows, given.attrs))
    columns = tuple(map(str, given.columns))
    if len(set(columns)) < len(columns):
        raise BadInput(
            f"two columns of the frame have one name; rename them ({', '.join(columns)})",
            f"表中有同名的列；请改名（{'、'.join(columns)}）",
        )
    return _headed(answer_of(given))


def _headed(answer: Answer) -> Answer:
    """An answer whose headings, which somebody made up, hold nothing that moves a cursor: values are data, headings are ours."""
    names = distinct("".join(map(_in_heading, column)) for column in answer.columns)
    if names == answer.columns:
        return answer
    rows = [{name: row[column] for name, column in zip(names, answer.columns, strict=True)} for row in answer.rows]
    return Answer(names, rows, answer.attrs)


def _in_heading(char: str) -> str:
    if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return char
    return " " if char.isspace() else "\ufffd"


def content(answer: Answer, format_: str, lang: str) -> str | bytes:
    """An answer in a format: bytes of a workbook or Parquet, else text."""
    if format_ == "xlsx":
        from .xlsx import as_xlsx

        return as_xlsx(in_words(answer, lang, numbers=True), lang)
    if format_ == "parquet":
        from .parquet import as_parquet

        return as_parquet(answer)
    if format_ == "md":
        from .markdown import as_markdown

        return as_markdown(in_words(answer, lang), lang)
    if format_ == "html":
        from ..page.diff_page import diff_page

        return diff_page(answer, lang)
    if format_ == "table":
        from .terminal import render

        answer = in_words(answer, lang)
        rows = [{key: _printed(value) for key, value in row.items()} for row in answer.rows]
        return render(Answer(answer.columns, rows, answer.attrs), lang)
    return {"csv": as_csv, "json": as_json, "jsonl": as_jsonl}[format_](answer)


def _printed(value: Any) -> Any:
    """A value as a table knows it: numbers, truths, texts and lists of them."""
    value = plain(value)
    return [flat(item) for item in value] if isinstance(value, list) else flat(value)


def _write(answer: Answer, output: Output, lang: str) -> Path:
    """The file and what stands beside it, whole or not at all."""
    path, format_ = output.path or "", format_of(output)
    with translated(Path(path)):  # a workbook is put together in temporary files
        made = content(answer, format_, lang)
    data = made.encode("utf-8", "replace") if isinstance(made, str) else made
    if format_ == "csv" and lang == "zh":
        data = b"\xef\xbb\xbf" + data  # a spreadsheet in Chinese needs the mark
    more: dict[str, Any] = {"format": format_, "lang": lang}
    if in_all := answer.attrs.get(AFTERWARDS, {}).get("of"):
        more["rows_in_all"] = in_all
    if format_ == "xlsx":
        from .xlsx import HEADER, headings, units

        more |= {"units": units(answer, lang), "header_row": HEADER, "headings": headings(answer, lang)}
    target = OutputFile(path, reads=[*output.reads, *files_asked(answer)], force=output.force, content=data)
    return target.write(data, meta_of(answer) | more)


def files_asked(answer: Answer) -> list[str]:
    """The files of the graph that was asked, which no output is written over."""
    graph = answer.attrs.get("graph")
    return [] if not isinstance(graph, str) or is_address(graph) else [graph, f"{graph}.wal"]


def _to_pipe(answer: Answer, format_: str, lang: str) -> None:
    """Bytes to standard output, which must not be a person's screen."""
    if sys.stdout.isatty():
        raise BadInput(
            f"{format_} is no text for a terminal; write it with -o FILE.{format_}",
            f"{format_} 不是终端能显示的文本；请用 -o 文件.{format_} 写入文件",
        )
    data = content(answer, format_, lang)
    sys.stdout.flush()
    sys.stdout.buffer.write(data if isinstance(data, bytes) else data.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def meta_of(answer: Answer) -> dict[str, Any]:
    """What stands beside a file: what was asked of which graph, and how to cite it."""
    attrs = {
        key: answer.attrs.get(key) for key in ("question", "parameters", "as_of", "graph_hash", "version", "notes")
    }
    attrs |= {
        key: answer.attrs[key] for key in ("thresholds", "part", "unfinished", "upgraded_from") if key in answer.attrs
    }
    graph = answer.attrs.get("graph")
    return {
        **attrs,
        "graph": title(graph) if graph else None,
        "rows": len(answer.rows),
        "columns": list(answer.columns),
        "cite": cite(answer) if attrs["question"] else None,
    }
