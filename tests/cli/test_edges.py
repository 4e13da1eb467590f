"""The edge of the program: whatever is typed, wherever it writes, what it says is one line, and nothing is left behind."""

from __future__ import annotations

import io
import itertools
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pyarrow.parquet as pq
import pytest

import chanlian
from chanlian import cli
from chanlian.graph import connect
from chanlian.graph.commands.shared import FORMATS
from chanlian.graph.engines.schemes import refuse_typed_password
from chanlian.graph.errors import BadInput, ChanlianError
from chanlian.graph.url import masked

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Ran, Run

GRAPH = "xiangqian.duckdb"
BYTE = "\udcff"
"""A byte that is no UTF-8, as a word of the line has it."""
ESCAPE = "a\x1b[31mb"

LINES = [
    ("load", "n.duckdb", "firms.csv", "--source", "{}"), ("load", "n.duckdb", "firms.csv", "--publisher", "{}"),
    ("load", "n.duckdb", "firms.csv", "--published", "{}"), ("load", "n.duckdb", "firms.csv", "--as", "{}"),
    ("load", "n.duckdb", "firms.csv", "--map", "{}"), ("load", "n.duckdb", "firms.csv", "--headers", "{}"),
    ("load", GRAPH, "firms.csv", "--replace", "{}"), ("load", "n.duckdb", "firms.csv", "--rate", "{}=1"), ("load", "n.duckdb", "{}"),
    ("list", GRAPH, "{}"), ("list", GRAPH, "firms", "--in", "{}"), ("gaps", GRAPH, "--in", "{}"), ("gaps", GRAPH, "--in", "大龙", "--as-of", "{}"),
    ("gaps", GRAPH, "--in", "大龙", "--chain", "{}"), ("gaps", GRAPH, "--in", "大龙", "--thresholds", "{}"), ("show", GRAPH, "{}"),
    ("trace", GRAPH, "{}", "--up"), ("suppliers", GRAPH, "{}"), ("region", "{}"), ("links", GRAPH, "--between", "{}", "大龙"),
    ("check", GRAPH, "--rule", "{}"), ("schema", "{}"), ("{}",), ("list", GRAPH, "firms", "--{}"), ("list", GRAPH, "firms", "--format", "{}"),
    ("unload", GRAPH, "{}"), ("retract", GRAPH, "{}", "--because", "x"), ("chains", "add", GRAPH, "{}"),
    ("add", GRAPH, "firms", "{}=x", "--source", "x"), ("add", GRAPH, "firms", "name={}", "--source", "x", "--new"),
    ("end", GRAPH, "{}", "--on", "2025"), ("cypher", "bolt://{}", "RETURN 1"), ("cypher", GRAPH, "{}"), ("draw", GRAPH, "--in", "{}", "-o", "p.html"),
    ("template", "{}", "-o", "f.xlsx"), ("ask", GRAPH, "--in", "{}"), ("push", GRAPH, "{}"), ("list", "{}.duckdb", "firms"),
]  # fmt: skip


def stands_alone(ended: Ran) -> None:
    """An error is one line (two of one that was mistyped), without what acts on a terminal, and no fault of the program."""
    assert ended.code in (1, 2, 3), ended
    assert ended.out == "" or ended.code == 3
    assert "\x1b" not in ended.err
    assert "\udcff" not in ended.err
    assert len(ended.err.strip().splitlines()) <= (2 if ended.code == 2 else 1) or ended.code == 3
    assert "Conversion" not in ended.err


@pytest.mark.parametrize("odd", [BYTE, ESCAPE], ids=["a byte", "an escape"])
@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_what_is_no_text_is_told_wherever_it_is_typed(line: tuple[str, ...], odd: str, folder: Path, run: Run) -> None:
    before = {path.name for path in folder.iterdir()}
    stands_alone(run("--lang", "en", *(word.replace("{}", odd) for word in line)))
    assert {path.name for path in folder.iterdir()} == before


def test_what_was_mistyped_makes_no_line_of_its_own(folder: Path, run: Run) -> None:
    (folder / "d\nchanlian: all is well").mkdir()
    for line in (("list", GRAPH, "firms", "-o", "d\nchanlian: all is well"), ("a\nb",), ("list", GRAPH, "--a\nb")):
        ended = run("--lang", "en", *line)
        assert ended.code == 2
        assert len(ended.err.splitlines()) == 2


# -- passwords ----------------------------------------------------------------------------

PASSWORDS = [
    "bolt://u:geheim@host",
    "bolt:/u:geheim@host",
    "neo4j+s:u:geheim@h",
    "BOLT+SSC://u:ge heim@h/x",
    "bolt://u:p@ss/geheim@h",
    "http://u:p'as\"s geheim@h/x",
    "u:geheim@bolt://h",
    "bolt：//u：geheim＠h",
    "see ftp://u:123 geheim@h",
]
PLACES = [
    ("init", "{}"), ("list", GRAPH, "firms", "-o", "{}"), ("list", GRAPH, "firms", "--output={}"), ("export", GRAPH, "-o", "{}"),
    ("load", "{}", "firms.csv"), ("load", "n.duckdb", "{}"), ("load", "n.duckdb", "firms.csv", "--source", "{}"), ("demo", "-o", "{}"),
    ("load", "n.duckdb", "firms.csv", "--map", "{}"), ("load", "n.duckdb", "firms.csv", "--rejects", "{}"), ("push", GRAPH, "{}"),
    ("cypher", "{}", "RETURN 1"), ("{}",), ("list", GRAPH, "--{}"), ("draw", GRAPH, "--in", "大龙", "-o", "{}"), ("pull", "{}", "n.duckdb"),
    ("region", "大龙", "-o{}"), ("region", "大龙", "-o {}"), ("sql", GRAPH, "SELECT 1", "-pa={}"), ("sql", GRAPH, "SELECT '{}'"),
]  # fmt: skip


def test_what_holds_no_password_is_no_password(folder: Path, run: Run) -> None:
    for word in ("http://host:8080/a@b", "邮箱：a@b.cn", "n: a@b", "https://x.cn/a:b@c", "a:b", "bolt://me@host:7687"):
        refuse_typed_password(word)
    assert run("load", "n.duckdb", "firms.csv", "--source", "http://host:8080/a@b").code == 0
    assert folder.exists()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("chanlian: bolt://u:p's s@h: no", "chanlian: bolt://***@h: no"),
        ("u:p@bolt://h", "***@bolt://h"),
        ("链接：http：//u：p s＠h。", "链接：http：//***@h。"),
        ("no http://u:p@h\nhttp://v:q@i", "no http://***@h\nhttp://***@i"),
        ("bolt://host:7687: is gone, ask a@b", "bolt://host:7687: is gone, ask a@b"),
    ],
)
def test_a_message_shows_no_password(said: str, shown: str) -> None:
    assert masked(said) == shown


@pytest.mark.parametrize("line", PLACES, ids=" ".join)
def test_no_password_is_shown_or_written(line: tuple[str, ...], folder: Path, run: Run) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    for url, lang in zip(PASSWORDS, itertools.cycle(("en", "zh")), strict=False):
        ended = run("--lang", lang, *(word.replace("{}", url) for word in line))
        assert ended.code in (1, 2)
        assert "heim" not in ended.out + ended.err
        assert len(ended.err.strip().splitlines()) <= 2
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    "say",
    [
        connect,
        lambda url: connect("g" + url),
        lambda url: chanlian.load(connect(":memory:"), url),
        lambda url: chanlian.load(connect(":memory:"), {"firms": [{"name": "x"}]}, mapping=url),
        lambda url: chanlian.save(chanlian.templates(), url),
        lambda url: chanlian.save(chanlian.templates(), url + ".csv"),
        lambda url: chanlian.export(connect(":memory:"), url, "csv"),
        lambda url: chanlian.gaps(connect(":memory:"), "大龙", limits=url),
    ],
)
@pytest.mark.parametrize("url", ["bolt:/u:geheim@host", "https://u:geheim@host/x", "s3:u:geheim@h/x"])
def test_no_error_shows_a_password(
    url: str, say: Callable[[str], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ChanlianError) as told:
        say(url)
    assert "geheim" not in told.value.en + told.value.zh + str(told.value)
    assert list(tmp_path.iterdir()) == []


# -- names of graphs ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "duckdb:x", "md:x", "s3:x", "file:x", "2025:x", "file:///x", ":memory:x", "http://x", "http:x", "bolt:x", "bolt://[x", "bolt://]x", "neo4j://",
        "bolt://h\x1bx", "", "-", ".", "firms.csv/x", "x" * 300, "x" * 250 + ".duckdb", "x\0y", "\udcc6\udcf3.duckdb", "./md:x",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "line", [("init",), ("load", "{}", "firms.csv"), ("list", "{}", "firms")], ids=lambda line: line[0]
)
def test_what_can_be_the_name_of_no_graph_is_told(line: tuple[str, ...], name: str, folder: Path, run: Run) -> None:
    before = {path: path.is_dir() or path.read_bytes() for path in folder.iterdir()}
    words = [word.replace("{}", name) for word in line] if "{}" in line else [*line, name]
    stands_alone(run("--lang", "en", *words))
    assert {path: path.is_dir() or path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    "name", ["x?y", "图：a.duckdb", "图:a.duckdb", "2025-1:a.duckdb", "a b.duckdb", "nul", "x'y", "%41", "#x"]
)
def test_a_graph_may_have_any_other_name(name: str, folder: Path, run: Run) -> None:
    assert run("load", name, "firms.csv", "--source", "s").code == 0
    assert [row["name"] for row in json.loads(run("list", name, "firms", "--format", "json").out)] == [
        "创新包装厂",
        "大龙材料公司",
    ]
    assert (folder / name).is_file()


def test_a_file_system_that_cannot_be_written(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system", "x")

    monkeypatch.setattr(Path, "unlink", refused)
    stands_alone(run("init", "n.duckdb"))
    monkeypatch.setattr("tempfile.mkdtemp", refused)
    stands_alone(run("list", GRAPH, "firms", "-o", "x.csv"))
    stands_alone(run("draw", GRAPH, "--in", "大龙", "-o", "p.html"))
    stands_alone(run("sql", GRAPH, "SELECT 1"))
    assert not {"n.duckdb", "x.csv", "p.html"} & {path.name for path in folder.iterdir()}


# -- names of files -------------------------------------------------------------------------


def named(folder: Path, name: bytes, content: str | bytes) -> str:
    """A file with these bytes for a name; the name as a word of a command line."""
    path = folder / os.fsdecode(name)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return os.fsdecode(name)


GBK = "企业名单".encode("gb18030")
FIRMS = "企业名称,所在地,主营产品\n创新包装厂,贵州玉屏,吨袋\n"


def test_a_name_in_gbk_is_read_as_what_it_is(folder: Path, run: Run) -> None:
    name = named(folder, GBK + b".csv", FIRMS + ",贵州玉屏,吨袋\n")
    loaded = run("load", "n.duckdb", name, "--lang", "zh")
    assert loaded.code == 3
    assert "企业名单.csv：文件名不是 UTF-8 编码" in loaded.err
    assert "企业名单.rejects.csv" in loaded.err
    assert "企业名单.csv" in {
        row["name"] for row in json.loads(run("list", "n.duckdb", "sources", "--format", "json").out)
    }
    assert (folder / "企业名单.rejects.csv").exists()


def test_every_reader_opens_such_a_name_and_such_a_folder(folder: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame({"企业名称": ["创新包装厂"], "所在地": ["贵州玉屏"], "主营产品": ["吨袋"]})
    frame.to_parquet(folder / "a.parquet")
    frame.to_excel(folder / "a.xlsx", index=False)
    json_lines = frame.to_json(orient="records", force_ascii=False, lines=True)
    contents = {"csv": FIRMS, "jsonl": json_lines, "json": f"[{json_lines}]", "parquet": b"", "xlsx": b"", "": FIRMS}
    names = [
        named(folder, name + b"." + suffix.encode(), content or (folder / f"a.{suffix}").read_bytes())
        for name in (GBK, GBK + b"/a")
        for suffix, content in contents.items()
    ]
    report = chanlian.load(connect(":memory:"), *names)
    assert report[["kind", "read", "rejected"]].values.tolist() == [["firms", 1, 0]] * len(names)
    assert all(name.isprintable() for name in report["file"])
    assert len(chanlian.load(connect(":memory:"), os.fsdecode(GBK))) == 5, (
        "those of its folder that have a known ending"
    )


def test_what_is_no_name_in_gbk_either_is_marked(folder: Path) -> None:
    report = chanlian.load(connect(":memory:"), named(folder, b"a\xff\x1b[31m.csv", FIRMS))
    assert report["file"].tolist() == ["a\ufffd\ufffd[31m.csv"]
    with pytest.raises(BadInput, match="no such file"):
        chanlian.load(connect(":memory:"), "x" * 300 + ".csv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"企业名称": "\\ud800x"}, {"企业名称": "乙厂"}]', None), ('{"企业名称": "\\ud800x"}\n{"企业名称": "乙厂"}', None),
        ('[{"企业名称": "甲厂", "产品": ["a", "\\udfff"]}, {"企业名称": "乙厂"}]', None),
        ('[{"企业名称": "甲厂", "\\ud800": 1}]', "header"),
    ],
)  # fmt: skip
def test_half_a_character_rejects_its_row(text: str, said: str | None, folder: Path) -> None:
    (folder / "firms.json").write_text(text, encoding="utf-8")
    graph = connect(":memory:")
    if said:
        with pytest.raises(BadInput, match=said):
            chanlian.load(graph, str(folder / "firms.json"))
        return
    report = chanlian.load(graph, str(folder / "firms.json"), kind="firms")
    assert report[["read", "added", "rejected"]].values.tolist() == [[2, 1, 1]]
    assert "half of a character" in report.attrs["rejects"]["reason"].item()
    assert (folder / "firms.rejects.csv").read_text(encoding="utf-8-sig").count("\ufffd")


def test_the_name_of_a_sheet_is_harmless_where_it_is_kept(folder: Path) -> None:
    (folder / "s.json").write_text('{"a\\u001b[31m": [{"企业名称": "甲厂", "主营产品": "吨袋"}]}', encoding="utf-8")
    graph = connect(":memory:")
    assert chanlian.load(graph, str(folder / "s.json"), kind="firms")["sheet"].tolist() == ["a\ufffd[31m"]
    assert graph.sql("SELECT locator FROM v_firms")["locator"].tolist() == ["a\ufffd[31m row 1"]


def test_a_temporary_folder_in_other_bytes_is_told(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(folder / os.fsdecode(GBK)))
    stands_alone(run("sql", GRAPH, "SELECT 1"))


# -- numbers and files of one's own ---------------------------------------------------------


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e999", "-1"])
@pytest.mark.parametrize(
    "line",
    [("list", GRAPH, "firms", "--wait"), ("sql", GRAPH, "SELECT 1", "--seconds"), ("matches", GRAPH, "--in", "大龙", "--within"),
     ("load", "n.duckdb", "firms.csv", "--rate", "USD=")],
    ids=lambda line: line[-1],
)  # fmt: skip
def test_a_number_is_one(line: tuple[str, ...], number: str, folder: Path, run: Run) -> None:
    *before, last = line
    for lang in ("en", "zh"):
        stands_alone(run("--lang", lang, *before, *([last + number] if last.endswith("=") else [last, number])))
    assert not (folder / "n.duckdb").exists()


@pytest.mark.parametrize(
    "text",
    [
        "[gaps]\nweak_share = nan", f"[gaps]\nstrong_makers = 1{'0' * 400}",
        "[gaps]\nweak_share = inf", "[gaps]\nweak_share = -0.5", "[gaps]\nweak_share = true", "[gap]\nweak_share = 1",
        "weak_share = 1", "gaps = 3", "[[gaps]]\nweak_share = 1", "x = " + "[" * 10_000 + "]" * 10_000, "\udcff", "# " + "x" * 10_000_000,
    ],
    ids=lambda text: text[:24],
)  # fmt: skip
def test_thresholds_that_are_none_are_told(text: str, folder: Path, run: Run) -> None:
    (folder / "own.toml").write_text(text, encoding="utf-8", errors="surrogateescape")
    stands_alone(run("gaps", GRAPH, "--in", "大龙", "--thresholds", "own.toml"))
    stands_alone(run("load", "n.duckdb", "firms.csv", "--map", "own.toml"))
    assert not (folder / "n.duckdb").exists()


def test_a_threshold_out_of_its_range_is_told_with_it(folder: Path, run: Run) -> None:
    for number, fits in ((12_000, True), (12_001, False), ("1e300", False), (0, True)):
        (folder / "own.toml").write_text(f"[gaps]\nbroken_months = {number}", encoding="utf-8")
        ended = run("--lang", "en", "gaps", GRAPH, "--in", "大龙", "--thresholds", "own.toml", "--format", "csv")
        assert (ended.code == 0) is fits, ended.err
        assert ("broken_months (0-12000)" in ended.err) is not fits


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="of Unix")
def test_what_never_ends_is_no_file_of_thresholds(folder: Path, run: Run) -> None:
    for line in (
        ("gaps", GRAPH, "--in", "大龙", "--thresholds"),
        ("load", "n.duckdb", "firms.csv", "--map"),
        ("load", "n.duckdb", "firms.csv", "--headers"),
    ):
        stands_alone(run(*line, "/dev/zero"))
    assert folder.exists()


@pytest.mark.parametrize("middle", ["", ":@" * 10_000], ids=["brackets", "signs"])
def test_a_parameter_that_is_nested_too_deep_is_told(middle: str, folder: Path, run: Run) -> None:
    """It took a minute to look for a password in it, at every place anew."""
    text = "[" * 100_000 + middle + "]" * 100_000
    began = time.process_time()
    stands_alone(run("cypher", "bolt://nowhere.invalid", "RETURN $p", "-p", f"p:={text}"))
    assert time.process_time() - began < 30
    assert folder.exists()


# -- what a question of one's own calls its columns ------------------------------------------


def test_a_heading_of_ones_own_is_harmless_wherever_it_stands(folder: Path, run: Run) -> None:
    names = ("a\x1b[31mb", "a\x9b[31mb", "a\x07[31mb", "c\nd", "供方　 名称")
    line = ("sql", GRAPH, "SELECT " + ", ".join(f'{number} AS "{name}"' for number, name in enumerate(names)))
    shown = ["a\ufffd[31mb", "a\ufffd[31mb_2", "a\ufffd[31mb_3", "c d", "供方　 名称"]
    for format_ in FORMATS:
        assert run(*line, "--format", format_, "-o", f"x.{format_}").code == 0
        told = (folder / f"x.{format_}").read_bytes()
        if format_ not in ("xlsx", "parquet"):
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", told.decode("utf-8-sig").replace("\r\n", "\n"))
        meta = json.loads((folder / f"x.{format_}.meta.json").read_text(encoding="utf-8"))
        assert meta["columns"] == shown
    assert json.loads((folder / "x.json").read_text(encoding="utf-8")) == [dict(zip(shown, range(5), strict=True))]
    assert (folder / "x.csv").read_text(encoding="utf-8").splitlines() == [",".join(shown), "0,1,2,3,4"]
    assert pq.read_schema(folder / "x.parquet").names == shown


# -- the streams ----------------------------------------------------------------------------


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A line of a shell in which `chanlian` is this program."""
    program = f'chanlian() {{ "{sys.executable}" -m chanlian --lang en "$@"; }}\n'
    return subprocess.run(
        ["bash", "-c", program + line], capture_output=True, check=False, env={**os.environ, **environment}
    )


needs_bash = pytest.mark.skipif(
    not Path("/dev/full").exists() or not Path("/bin/bash").exists(), reason="of Linux, in bash"
)
LIST = f"chanlian list {GRAPH} firms --limit 1 --quiet --format csv"


@needs_bash
def test_what_cannot_be_printed_is_one_line(folder: Path) -> None:
    for line in (f"{LIST} >/dev/full", f"{LIST} >&-", f"chanlian list {GRAPH} firms --format xlsx >/dev/full"):
        done = shell(line)
        assert done.returncode == 1
        assert done.stderr.startswith(b"chanlian: the answer cannot be written (")
        assert done.stderr.count(b"\n") == 1
    assert folder.exists()


@needs_bash
def test_what_cannot_be_said_stops_nothing(folder: Path) -> None:
    for closed in ("2>&-", "2>/dev/full"):
        done = shell(f"chanlian list {GRAPH} firms --limit 1 --format csv {closed}")
        assert (done.returncode, done.stdout.count(b"\n")) == (0, 2)
    # what is printed with nowhere to go must not go into the next file that is opened
    done = shell("chanlian load n.duckdb firms.csv --source s <&- >&- 2>&-; echo $?")
    assert done.stdout == b"1\n", "its report was not read by anybody"
    assert len(chanlian.list(connect(str(folder / "n.duckdb")), "firms")) == 2


@needs_bash
def test_an_answer_that_is_not_read_leaves_what_is_written_and_says_so(folder: Path) -> None:
    (folder / "s.csv").write_text("seller,buyer,product\n甲,乙,吨袋\n,乙,吨袋\n", encoding="utf-8")
    for line, written in (
        ("load q.duckdb s.csv --rejects rj.csv >/dev/full", "q.duckdb, rj.csv"),
        ("load b.duckdb s.csv --format json | true", "b.duckdb, s.rejects.csv"),
        (f"draw {GRAPH} --in 玉屏 -o page.html --quiet >/dev/full", "page.html"),
    ):
        done = shell(f"chanlian {line}; echo ${{PIPESTATUS[0]}} >&2")
        said = done.stderr.decode().splitlines()
        assert said[-1] == "1"
        assert len(said) == 2
        assert said[0].endswith(f"; written before that, and there: {written}")
    assert folder.exists()


@needs_bash
def test_what_is_redirected_is_utf8(folder: Path) -> None:
    wanted = shell(LIST).stdout
    assert wanted.decode("utf-8").startswith("name,")
    for environment in (
        {"PYTHONIOENCODING": "cp936"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ):
        done = shell(LIST, **environment)
        assert (done.returncode, done.stdout, done.stderr) == (0, wanted, b"")
    assert folder.exists()


class Screen(io.TextIOWrapper):
    """A terminal that shows few characters."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_that_cannot_show_a_character_gets_another(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown, said = (Screen(io.BytesIO(), encoding=encoding) for encoding in ("cp437", "cp437"))
    monkeypatch.setattr(sys, "stdout", shown)
    monkeypatch.setattr(sys, "stderr", said)
    with pytest.raises(SystemExit) as ended:
        cli.main(["list", GRAPH, "firms", "--limit", "1", "--lang", "zh"])
    assert not ended.value.code
    assert shown.buffer.getvalue().count(b"?")  # type: ignore[attr-defined]
    said.flush()
    assert b"\\u" in said.buffer.getvalue()  # type: ignore[attr-defined]
    assert folder.exists()


def test_every_other_end_says_what_is_written(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHANLIAN_DEBUG", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    for number, error in enumerate(
        (
            MemoryError(),
            KeyError("x"),
            OSError(5, "x"),
            BrokenPipeError(32, "x"),
            BadInput("x", "x"),
            click.UsageError("x"),
        )
    ):

        def broken(*_: object, error: Exception = error, **__: object) -> None:
            raise error

        monkeypatch.setattr("chanlian.viz.files.output.show", broken)
        lang, said = ("zh", "；此前已写入并保留：") if number == 4 else ("en", "; written before that, and there: ")
        ended = run("load", f"{number}.duckdb", "firms.csv", "--lang", lang)
        assert ended.code == (cli.FAULT if number == 1 else 2 if number == 5 else 1)
        assert f"{said}{number}.duckdb" in ended.err, error
    assert "written before" not in run("load", "6.duckdb", "firms.csv", "--dry-run", "--lang", "en").err
    assert "written before" not in run("load", ":memory:", "firms.csv", "--lang", "en").err


# -- a fault of the program ------------------------------------------------------------------


def test_a_fault_is_one_line_and_kept(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("bolt://u:geheim@host")

    monkeypatch.setattr("chanlian.graph.schema.describe.described", broken)
    with pytest.raises(KeyError):
        run("schema")
    monkeypatch.delenv("CHANLIAN_DEBUG")
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    for lang, said in (("en", "a fault of chanlian itself (KeyError:"), ("zh", "chanlian 自身出错")):
        ended = run("--lang", lang, "schema")
        assert ended.code == cli.FAULT
        assert said in ended.err
        assert "geheim" not in ended.err
        assert len(ended.err.strip().splitlines()) == 1
        kept = next(word for word in ended.err.split() if "error-of-chanlian" in word)
        text = Path(kept.rstrip("。")).read_text(encoding="utf-8")
        assert "Traceback" in text
        assert "geheim" not in text
    monkeypatch.setattr("tempfile.tempdir", str(folder / "none"))
    assert "CHANLIAN_DEBUG=1" in run("schema", "--lang", "en").err


def test_too_little_memory_is_no_fault(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def large(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("chanlian.graph.schema.describe.described", large)
    stands_alone(run("schema"))
    assert folder.exists()
