"""What reaches a terminal, what a file holds: no control characters on the one, the data as they are in the other."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from world import small

import chanlian
from chanlian.graph import Batch
from chanlian.graph.commands.shared import Output, Session
from chanlian.graph.commands.streams import harmless
from chanlian.queries import gaps
from chanlian.queries.answer import Answer
from chanlian.viz.files.output import as_csv, inert, show
from chanlian.viz.files.terminal import render

if TYPE_CHECKING:
    from .conftest import Run

pytestmark = pytest.mark.core

pty = pytest.importorskip("pty", reason="pseudo-terminals are of Unix")

SQL = {"question": "sql"}
TITLE = "red\x1b[31m\x1b]0;title\x07"
TURNED = "abc\u202egpj.exe"
SPLIT = "one\ntwo: ok"
EIGHT_BIT = "x\x9b31m"
PRODUCTS = (TITLE, TURNED, SPLIT, EIGHT_BIT, "＝1+1", "\t=1")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A park, a firm and products whose names are made to trick a terminal; `load` would reject most of them."""
    path = tmp_path_factory.mktemp("terminal") / "h.duckdb"
    said = {"row": 1, "method": "table"}
    batch = Batch()
    batch.add(
        "region",
        [{**said, "identifier": "region:520622", "name": "玉屏侗族自治县", "code": "520622", "level": "county"}],
    )
    batch.add("park", [{**said, "identifier": "park:1", "name": TITLE}])
    batch.add("firm", [{**said, "identifier": "firm:1", "name": SPLIT}])
    batch.add("located_in", [{**said, "what": what, "place": "region:520622"} for what in ("park:1", "firm:1")])
    for number, name in enumerate(PRODUCTS):
        batch.add("product", [{**said, "identifier": f"product:{number}", "name": name}])
        batch.add("consumes", [{**said, "firm": "firm:1", "product": f"product:{number}"}])
    chanlian.connect(str(path)).write(batch)
    return path


ENDED = "<ended with "
_RUN = f"""
import json, sys
from chanlian.cli import main
for line in json.loads(sys.argv[1]):
    try:
        main(line)
    except SystemExit as ended:
        sys.stdout.flush()
        print("{ENDED}", int(ended.code or 0), ">", sep="", flush=True)
"""


def on_terminal(*lines: tuple[str, ...]) -> list[tuple[int, str]]:
    """For each command line the exit code and what a terminal is sent, standard output and error together."""
    master, slave = pty.openpty()
    environment = {**os.environ, "COLUMNS": "80", "TERM": "xterm-256color"}
    with subprocess.Popen(
        [sys.executable, "-c", _RUN, json.dumps(lines)], stdin=slave, stdout=slave, stderr=slave, env=environment
    ) as child:
        os.close(slave)
        parts = []
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:  # the other end is closed: Linux says so with an error
                break
            if not part:
                break
            parts.append(part)
    os.close(master)
    assert child.returncode == 0
    *told, rest = b"".join(parts).decode("utf-8").split(ENDED)
    assert rest.rstrip().endswith(">")
    codes = [int(part.partition(">")[0]) for part in (*told[1:], rest)]
    texts = [told[0], *(part.partition(">")[2].removeprefix("\r\n") for part in told[1:])]
    return list(zip(codes, texts, strict=True))


LINES = [
    ("gaps", "--in", "玉屏"), ("gaps", "--in", "玉屏", "--format", "csv"), ("gaps", "--in", "玉屏", "--format", "json"),
    ("gaps", "--in", TITLE, "--lang", "zh"), ("show", SPLIT, "--lang", "zh"), ("show", "red", "--lang", "zh"),
    ("show", TITLE + "x", "--lang", "zh"), ("list", "products"), ("list", TITLE),
]  # fmt: skip


@pytest.fixture(scope="module")
def sent_of(hostile: Path) -> dict[tuple[str, ...], tuple[int, str]]:
    """What each line came to, all in one program: to start one takes longer than to answer."""
    return dict(zip(LINES, on_terminal(*((line[0], str(hostile), *line[1:]) for line in LINES)), strict=True))


@pytest.mark.parametrize("line", LINES, ids=lambda line: " ".join(line).encode("unicode_escape").decode())
def test_no_name_reaches_the_terminal_raw(
    line: tuple[str, ...], sent_of: dict[tuple[str, ...], tuple[int, str]]
) -> None:
    code, sent = sent_of[line]
    assert code in (0, 1)
    assert "Traceback" not in sent
    assert sent.strip()
    for bad in ("\x1b[31m", "\x1b]0;", "\x07", "\u202e", "\x9b"):
        assert bad not in sent, bad
    assert "csv" in line or "\ntwo: ok" not in sent  # a quoted cell of CSV may have lines
    if code == 1:
        assert len(sent.strip().splitlines()) == 1, "an error is one line, whatever the name"


def test_files_hold_the_names_as_they_are(hostile: Path, run: Run, tmp_path: Path) -> None:
    names = [row["product"] for row in json.loads(run("gaps", str(hostile), "--in", "玉屏", "--format", "json").out)]
    assert sorted(names) == sorted(PRODUCTS)
    run("gaps", str(hostile), "--in", "玉屏", "-o", str(tmp_path / "g.csv"))
    with (tmp_path / "g.csv").open(encoding="utf-8", newline="") as file:
        cells = [row["product"] for row in csv.DictReader(file)]
    assert sorted(cells) == sorted("'" + name if name[0] in "＝\t" else name for name in PRODUCTS)


@pytest.mark.parametrize("mark", list("=+-@＝＋－＠\t\r\n"))
def test_a_formula_becomes_text(mark: str) -> None:
    assert inert(mark + "1") == "'" + mark + "1"
    assert inert("1" + mark) == "1" + mark
    assert inert(-1) == -1


def test_harmless() -> None:
    assert harmless("中文 abc") == "中文 abc"
    assert harmless("a\nb\tc") == "a\ufffdb\ufffdc"
    assert harmless("a\nb", keep="\n") == "a\nb"


@pytest.mark.parametrize(("lang", "more"), [("en", "(+298000"), ("zh", "……（另298000字）")])
def test_a_text_is_cut_before_it_is_folded(lang: str, more: str) -> None:
    """A cell of thirty million characters took a minute behind the end of its question."""
    for text in ("x" * 300_000, "字\n " * 100_000):
        for table in (
            render(Answer(("a",), [{"a": text}], SQL), lang),
            render(Answer((text,), [{text: "1"}], SQL), lang),
        ):
            assert len(table) < 10_000
            assert more in "".join(line.strip() for line in table.splitlines())
        assert text in as_csv(Answer(("a",), [{"a": text}], SQL)).replace("\r", "")


def test_a_heading_may_be_empty() -> None:
    assert "1" in render(Answer((" ",), [{" ": "1"}], SQL), "en")


def test_a_null_in_a_list_is_empty() -> None:
    """A product of two chains, of one of which no stage is stated."""
    graph = small(firm="F@A1", consumes="F x", in_chain="x one; x two stage=up")
    from chanlian.queries.answer import unframed

    row = next(csv.DictReader(io.StringIO(as_csv(unframed(gaps)(graph, "A1")))))
    assert (row["chain"], row["stage"]) == ("one；two", "；up")


def test_messages_and_data_go_apart(folder: Path, run: Run) -> None:
    ran = run("gaps", "xiangqian.duckdb", "--in", "玉屏", "--format", "csv")
    assert ran.out.startswith("area,product,")
    assert "--with-zones" in ran.err
    assert "--with-zones" not in ran.out
    quiet = run("gaps", "xiangqian.duckdb", "--in", "玉屏", "--format", "csv", "--quiet")
    assert (quiet.out, quiet.err) == (ran.out, "")
    written = run("gaps", "xiangqian.duckdb", "--in", "玉屏", "-o", str(folder / "x.json"))
    assert written.out == ""
    assert "rows written" in written.err


def test_thresholds_stand_beside_a_file(folder: Path, run: Run) -> None:
    (folder / "own.toml").write_text("[gaps]\nstrong_makers = 2\n", encoding="utf-8")
    for thresholds, expected in (([], 3), (["--thresholds", "own.toml"], 2)):
        assert run("gaps", "xiangqian.duckdb", "--in", "大龙", *thresholds, "-o", "x.csv").code == 0
        meta = json.loads((folder / "x.csv.meta.json").read_text(encoding="utf-8"))
        assert meta["thresholds"]["strong_makers"] == expected
        assert ("limits={strong_makers: 2}" in meta["cite"]) == (expected == 2)
    assert run("gaps", "xiangqian.duckdb", "--in", "大龙", "--thresholds", "none.toml").code == 1


@pytest.mark.parametrize("limit", [0, 1, 60, None])
def test_limits(limit: int | None, capsys: pytest.CaptureFixture[str]) -> None:
    """A table shows 50 of 60 rows; CSV all of them; a limit cuts both."""
    graph = small(firm="F@A1", consumes=";".join(f"F p{number:02}" for number in range(60)))
    from chanlian.queries.answer import unframed

    answer = unframed(gaps)(graph, "A1")
    for format_, default in (("table", 50), ("csv", 60)):
        show(answer, Output(format_, None, limit), Session("en"))
        said = capsys.readouterr()
        expected = default if limit is None else limit
        assert sum(f"p{number:02}" in said.out for number in range(60)) == expected
        assert (f"{60 - expected} more rows" in said.err) == (expected < 60)


def test_no_table_is_wider_than_the_terminal(folder: Path) -> None:
    from rich.cells import cell_len

    ((code, sent),) = on_terminal(("links", str(folder / "xiangqian.duckdb"), "--level", "county", "--lang", "zh"))
    assert code == 0, sent
    import re

    plain = re.sub(r"\x1b\[[0-9;]*m", "", sent)
    # notes below are sentences, which a terminal breaks where it likes
    table, more, _ = plain.partition("还有 ")
    assert more
    assert max(cell_len(line) for line in table.splitlines()) <= 80
