"""Writing a file: never over what is read or somebody's; with its meta, whole or not at all, whenever it is killed."""

from __future__ import annotations

import json
import os
import re
import resource
import socket
import threading
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from killed import killed_at

import chanlian
from chanlian.graph.commands.shared import FORMATS
from chanlian.graph.errors import BadInput
from chanlian.graph.export.export import FILES, export
from chanlian.graph.export.meta_files import digest, meta_path, recorded
from chanlian.graph.export.outputs import PART, PREFIX, OutputFile, swept
from chanlian.graph.export.target import OutputFolder
from chanlian.graph.graph import Graph
from chanlian.graph.passing import Passing
from chanlian.queries import list as list_
from chanlian.viz.files.output import save

pytestmark = [pytest.mark.core, pytest.mark.skipif(os.name == "nt", reason="links, modes and kills are of Unix")]

SAID = {"question": "x", "parameters": {}}


def write(path: str | os.PathLike[str], content: str | bytes, **how: Any) -> Path:
    """Write a file with its meta."""
    return OutputFile(path, **how).write(content, SAID)


def names(folder: Path) -> list[str]:
    """What is in a folder, hidden files too."""
    return sorted(os.listdir(folder))


def is_pair(path: Path) -> bool:
    """Whether what stands beside a file tells its digest."""
    return recorded(meta_path(path)) == {path.name: digest(path)}


# -- what is written -----------------------------------------------------------------------------


def test_the_address_of_a_server_is_no_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput, match="address of a server") as raised:
        write("bolt://me:geheim@host/x.html", "x")
    assert "geheim" not in str(raised.value)
    assert names(tmp_path) == []


def test_text_is_written_as_utf_8_and_bytes_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    path = tmp_path / "产链.txt"
    assert write(path, "玉屏\n") == path
    assert path.read_bytes() == "玉屏\n".encode()
    assert write(str(path), b"\xef\xbb\xbf\r\n").read_bytes() == b"\xef\xbb\xbf\r\n"
    assert names(tmp_path) == ["产链.txt", "产链.txt.meta.json"]
    said = json.loads(meta_path(path).read_text(encoding="utf-8"))
    assert said == {"file": path.name, **SAID, "sha256": digest(path)}


def test_the_longest_name_that_a_folder_takes_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 80)  # 240 of 255 bytes; its meta has 250
    assert is_pair(write(path, "x"))


def test_a_name_that_is_no_utf_8_is_written(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xd0\xc2\xbb\xce.csv"))
    for content in ("x", "y"):
        assert is_pair(write(path, content))


def test_a_name_too_long_is_told(tmp_path: Path) -> None:
    for name in ("长" * 84, "长" * 100):  # beside the first there is no room for the name of its meta
        with pytest.raises(BadInput, match="File name too long"):
            write(tmp_path / name, "x")
    assert names(tmp_path) == []


def test_the_file_keeps_its_mode_and_a_new_one_obeys_the_umask(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    write(old, "x")
    old.chmod(0o640)
    before = os.umask(0o027)
    try:
        write(old, "y")
        write(new, "y")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    assert [path.stat().st_mode & 0o777 for path in (old, new, meta_path(new))] == [0o640] * 3


# -- whose files are written over ----------------------------------------------------------------


def test_what_this_run_reads_is_never_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    read = tmp_path / "表 one.csv"
    write(read, "read")
    Path("link").symlink_to(read)
    os.link(read, "hard")
    Path("folder").symlink_to(tmp_path)
    for spelt in (
        read,
        "表 one.csv",
        "./表 one.csv",
        "link",
        "hard",
        "folder/表 one.csv",
        f"../{tmp_path.name}/表 one.csv",
    ):
        for force in (False, True):
            with pytest.raises(BadInput, match="never written over"):
                write(spelt, "x", reads=[read], force=force)
    # what is not there yet, and what would stand beside the file
    for output, reads in (("g.duckdb.wal", ["g.duckdb.wal"]), ("new.csv", ["./new.csv.meta.json"])):
        with pytest.raises(BadInput, match="never written over"):
            write(output, "x", reads=reads, force=True)
    assert read.read_text(encoding="utf-8") == "read"
    assert "new.csv" not in names(tmp_path)


def test_a_file_of_somebody_is_written_over_only_by_force(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("mine", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(BadInput, match=r"x\.csv: is there already.*force=True") as caught:
            write(path, "new")
    assert "force=True" in caught.value.text("zh")
    assert (path.read_text(encoding="utf-8"), names(tmp_path)) == ("mine", ["x.csv"])
    write(path, "new", force=True)
    assert is_pair(path)
    write(path, "newer")
    path.write_text("changed", encoding="utf-8")
    with pytest.raises(BadInput, match="is there already"):
        write(path, "newest")
    assert path.read_text(encoding="utf-8") == "changed"


def test_the_same_bytes_are_nobodys_loss(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"same")
    OutputFile(path, content=b"same").write(b"same", SAID)
    assert is_pair(path)
    meta_path(path).unlink()
    with pytest.raises(BadInput, match="is there already"):
        OutputFile(path, content=b"more").write(b"more", SAID)


@pytest.mark.parametrize("mine", ["notes", "[1]", '{"sha256": 5}', '{"file": "x.csv"}', "[" * 100_000])
def test_what_would_stand_beside_it_may_be_somebodys_too(mine: str, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    meta_path(path).write_text(mine, encoding="utf-8")
    with pytest.raises(BadInput, match=r"\(x\.csv\.meta\.json\): is there already"):
        write(path, "x")
    assert names(tmp_path) == ["x.csv.meta.json"]
    assert meta_path(path).read_text(encoding="utf-8") == mine
    assert is_pair(write(path, "x", force=True))


def test_a_meta_without_its_file_is_written_over(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "x")
    path.unlink()
    assert is_pair(write(path, "y"))


def test_no_output_becomes_the_log_of_a_graph(tmp_path: Path) -> None:
    (tmp_path / "g.duckdb").write_bytes(b"a graph")
    with pytest.raises(BadInput, match=r"log of g\.duckdb"):
        write(tmp_path / "g.duckdb.wal", "x", force=True)
    assert names(tmp_path) == ["g.duckdb"]


def test_it_is_looked_at_again_when_it_is_written(tmp_path: Path) -> None:
    output = OutputFile(tmp_path / "x.csv")
    (tmp_path / "x.csv").write_text("of somebody quicker", encoding="utf-8")
    with pytest.raises(BadInput, match="is there already"):
        output.write("x", SAID)
    assert names(tmp_path) == ["x.csv"]


# -- links, devices, folders ---------------------------------------------------------------------


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link, real = tmp_path / "link.csv", tmp_path / "there" / "real.csv"
    link.symlink_to("there/real.csv")
    for content in ("first", "second"):
        assert write(link, content) == link
        assert link.is_symlink()
        assert not real.is_symlink()
        assert real.read_text(encoding="utf-8") == content
        assert is_pair(real)
    assert names(tmp_path) == ["link.csv", "there"]
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(BadInput, match="cannot be written|is there already"):
        write(tmp_path / "loop", "x")


def test_devices_pipes_and_folders_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    with socket.socket(socket.AF_UNIX) as there:
        there.bind("socket")
    Path("null").symlink_to("/dev/null")
    for odd in ("/dev/null", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/dev/full", "null", "pipe", "socket", "-"):
        for force in (False, True):
            with pytest.raises(BadInput, match="leave -o out"):
                write(odd, "x", force=force)
    (tmp_path / "folder").mkdir()
    with pytest.raises(BadInput, match=r"folder: cannot be written \(it is a folder\)"):
        write("folder", "x", force=True)
    assert names(tmp_path) == ["folder", "null", "pipe", "socket"]


def test_a_folder_that_is_not_there_or_not_ones_own_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadInput, match="No such file or directory"):
        OutputFile(tmp_path / "none" / "x.csv")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    with pytest.raises(BadInput, match="Permission denied"):
        OutputFile(tmp_path / "x.csv")
    assert names(tmp_path) == []


# -- whole or not at all -------------------------------------------------------------------------


@pytest.mark.parametrize("failing", ["fsync", "second name", "stop"])
def test_both_stay_as_they_were_where_writing_fails(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "x.csv", "old")
    before = meta_path(path).read_bytes()
    real = Path.replace

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    def fail_then(self: Path, to: Path) -> Path:
        if self.name.endswith("meta.json") and self.parent.name == "new":
            if failing == "stop":
                raise KeyboardInterrupt
            fail()
        return real(self, to)

    monkeypatch.setattr(*((os, "fsync", fail) if failing == "fsync" else (Path, "replace", fail_then)))
    with pytest.raises((BadInput, KeyboardInterrupt)):
        write(path, "new")
    assert (path.read_text(encoding="utf-8"), meta_path(path).read_bytes()) == ("old", before)
    assert names(tmp_path) == ["x.csv", "x.csv.meta.json"]


def test_a_full_disk_leaves_both_as_they_were(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "old")
    before = meta_path(path).read_bytes()
    size = 100_000
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, hard))
    try:
        for name in ("x.csv", "new.csv"):
            with pytest.raises(BadInput, match="File too large"):
                write(tmp_path / name, "y" * size)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (path.read_text(encoding="utf-8"), meta_path(path).read_bytes()) == ("old", before)
    assert names(tmp_path) == ["x.csv", "x.csv.meta.json"]


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "parquet", "xlsx", "graphml", "gexf"])
def test_a_full_disk_leaves_an_export_and_an_answer_as_they_were(form: str, world: Graph, tmp_path: Path) -> None:
    target = tmp_path / (f"out.{form}" if form in FILES else "out")
    export(world, target, form)
    answer = list_(world, "supplies")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, hard))
    try:
        with pytest.raises(BadInput, match="cannot be written"):
            export(world, target, form)
        if form in FORMATS:
            with pytest.raises(BadInput, match="cannot be written"):
                save(answer, tmp_path / f"answer.{form}")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert names(tmp_path) == sorted({path.relative_to(tmp_path).parts[0] for path in before})


@pytest.mark.parametrize("there", [True, False], ids=["over an old one", "a new one"])
def test_killed_at_any_step_it_is_the_old_pair_or_the_new_one(there: bool, tmp_path: Path) -> None:
    seen = set()
    for step in range(1000):
        folder = tmp_path / str(step)
        folder.mkdir()
        path = folder / "x.csv"
        if there:
            write(path, "old")
        died = killed_at(step, partial(write, path, "new"))
        swept(folder)
        assert names(folder) in ([], ["x.csv", "x.csv.meta.json"]), step
        assert not path.exists() or is_pair(path), step
        seen.add(path.read_text(encoding="utf-8") if path.exists() else None)
        assert is_pair(write(path, "newer")), "the next run is not refused"
        if not died:
            break
    assert seen == {"old" if there else None, "new"}
    assert step > 15, "it has many steps"


def held(folder: Path) -> dict[str, str]:
    """All that a folder holds."""
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()
    }


def several(folder: Path, text: str, *, claims: bool) -> None:
    """An output of two files with one meta, or of one."""
    output = OutputFile(folder / "g.json", claims=True)
    with output.making() as made:
        (made / "g.json").write_text(text, encoding="utf-8")
        if claims:
            (made / "g.claims.json").write_text(text, encoding="utf-8")
        output.place(made, {"question": "export"})


def tables(folder: Path, text: str, *, claims: bool) -> None:
    """A folder of tables."""
    output = OutputFolder(folder / "g")
    with output.making() as made:
        (made / "firms.csv").write_text(text, encoding="utf-8")
        if claims:
            (made / "claims").mkdir()
            (made / "claims" / "firms.csv").write_text(text, encoding="utf-8")
        output.place(made, {"graph": "g", "graph_hash": "h", "as_of": "d", "version": "v"})


@pytest.mark.parametrize("make", [several, tables])
@pytest.mark.parametrize("first", [True, False], ids=["claims go", "claims come"])
def test_an_export_killed_at_any_step_is_the_old_one_or_the_new_one(make: Any, first: bool, tmp_path: Path) -> None:
    """Several files with one meta, or a folder: none is half of the one and half of the other."""
    states: dict[str, dict[str, str]] = {}
    for made, claims in (("old", first), ("new", not first)):
        (tmp_path / made).mkdir()
        make(tmp_path / made, made, claims=claims)
        states[made] = held(tmp_path / made)
        assert len(states[made]) == 3 if claims else 2
    seen = set()
    for step in range(1000):
        folder = tmp_path / str(step)
        folder.mkdir()
        make(folder, "old", claims=first)
        died = killed_at(step, partial(make, folder, "new", claims=not first))
        swept(folder)
        (which,) = (made for made, files in states.items() if files == held(folder))
        seen.add(which)
        make(folder, "newer", claims=True)
        if not died:
            break
    assert seen == {"old", "new"}


def test_what_was_changed_after_the_kill_is_left_alone(tmp_path: Path) -> None:
    """The meta would be put beside a file that is no longer the one of which it tells."""
    path = tmp_path / "x.csv"
    for step in range(1000):
        if not killed_at(step, lambda: write(path, "new")):
            break
        if path.exists() and not meta_path(path).exists():
            path.write_text("mended", encoding="utf-8")
            swept(tmp_path)
            assert names(tmp_path) == ["x.csv"]
            with pytest.raises(BadInput, match="is there already"):
                write(path, "newer")
            return
        swept(tmp_path)
        path.unlink(missing_ok=True)
        meta_path(path).unlink(missing_ok=True)
    raise AssertionError("no kill came between the two names")


def test_a_sweep_leaves_what_a_living_process_makes(tmp_path: Path) -> None:
    with Passing(tmp_path, PREFIX, PART) as living:
        (living / "new").mkdir()
        write(tmp_path / "x.csv", "x")
        assert living.is_dir()
    (tmp_path / ".chanlian-x.part").mkdir()  # no name of ours
    (tmp_path / f"{PREFIX}abcdefgh{PART}").symlink_to("/etc")
    write(tmp_path / "x.csv", "y")
    assert names(tmp_path) == [".chanlian-abcdefgh.part", ".chanlian-x.part", "x.csv", "x.csv.meta.json"]


def test_a_leftover_that_lies_names_nothing(tmp_path: Path) -> None:
    """A folder unpacked from an archive may hold what looks like a leftover: nothing of anybody is touched by it."""
    mine = tmp_path / "mine.csv"
    mine.write_text("mine", encoding="utf-8")
    for name, told in (
        ("mine.csv", {"../mine.csv": "0" * 64}),
        ("x.csv", {"x.csv": "0" * 64, "mine.csv": digest(mine)}),
    ):
        new = tmp_path / "in" / f"{PREFIX}abcdefgh{PART}" / "new"
        new.mkdir(parents=True)
        (new / f"{name}.meta.json").write_text(json.dumps({"file": name, "sha256": told}), encoding="utf-8")
        (new / name).write_text("theirs", encoding="utf-8")
        swept(tmp_path / "in")
        assert names(tmp_path / "in") == []
    assert mine.read_text(encoding="utf-8") == "mine"


def test_two_at_once_leave_a_pair(tmp_path: Path) -> None:
    path, errors = tmp_path / "x.csv", []

    def often(text: str) -> None:
        for number in range(20):
            try:
                write(path, f"{text}{number}", force=True)
            except BadInput as error:
                errors.append(error)

    both = [threading.Thread(target=often, args=(text,)) for text in "ab"]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert errors == []
    assert is_pair(path)
    assert names(tmp_path) == ["x.csv", "x.csv.meta.json"]


PACKAGE = Path(chanlian.__file__).parent
WRITING = re.compile(
    r"write_text|write_bytes|mkdtemp|mkstemp|TemporaryDirectory|NamedTemporaryFile|os\.replace|\.open\(\"[wax]|makedirs"
)
MAY_WRITE = {
    "graph/passing.py": "makes the folders",
    "graph/export/outputs.py": "writes the files",
    "graph/export/target.py": "writes the mark of a folder",
    "graph/export/tables.py": "writes into the folder that it is given",
    "graph/export/network_files.py": "writes into a passing folder",
    "graph/export/cypher_file.py": "writes into a passing folder",
    "graph/export/rdf_file.py": "writes into a passing folder",
    "graph/snapshot/create.py": "writes into a passing folder",
    "graph/snapshot/restore.py": "writes into a passing folder",
    "graph/snapshot/zipped.py": "writes into a passing folder",
    "graph/snapshot/files.py": "copies files of a snapshot into a scratch folder",
    "graph/console/process.py": "what a process says of itself, into a scratch folder",
    "graph/engines/duckdb/handles.py": "copies a graph into a folder that it is given",
    "graph/export/workbook.py": "lets openpyxl write into a scratch folder",
    "cli.py": "keeps what is to be reported of a fault",
    "loaders/report/rejects.py": "writes into a passing folder",
    "viz/report/report.py": "writes into a passing folder",
    "loaders/read/inputs.py": "writes into a scratch folder",
    "loaders/read/encoding.py": "writes into a scratch folder",
    "loaders/read/xlsx_package.py": "writes into a scratch folder",
}


def test_nothing_else_writes_a_file() -> None:
    """A new output goes through `OutputFile` or `OutputFolder`, what is passing through `scratch`."""
    found = set()
    for room in ("graph", "loaders", "queries", "viz", "."):
        for path in (PACKAGE / room).glob("*.py" if room == "." else "**/*.py"):
            lines = [
                line
                for line in path.read_text(encoding="utf-8").splitlines()
                if ">>>" not in line and "..." not in line
            ]
            if any(WRITING.search(line) for line in lines if "formatter.write_text" not in line):
                found.add(path.relative_to(PACKAGE).as_posix())
    assert found == set(MAY_WRITE)
