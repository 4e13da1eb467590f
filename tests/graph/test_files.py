"""Writing a file: the old content or the whole new one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chanlian.graph.errors import BadInput
from chanlian.graph.export.files import write_whole

pytestmark = pytest.mark.core


def test_the_address_of_a_server_is_no_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput, match="address of a server") as raised:
        write_whole("bolt://me:geheim@host/x.html", "x")
    assert "geheim" not in str(raised.value)
    assert os.listdir(tmp_path) == []


def test_text_is_written_as_utf_8_and_bytes_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "产链.txt"
    assert write_whole(path, "玉屏\n") == path
    assert path.read_bytes() == "玉屏\n".encode()
    assert write_whole(str(path), b"\xef\xbb\xbf\r\n").read_bytes() == b"\xef\xbb\xbf\r\n"
    assert os.listdir(tmp_path) == ["产链.txt"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such modes")
def test_the_file_keeps_its_mode_and_a_new_one_obeys_the_umask(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("x")
    old.chmod(0o640)
    before = os.umask(0o027)
    try:
        write_whole(old, "y")
        write_whole(new, "y")
        assert os.umask(0o027) == 0o027  # the umask is left as it was
    finally:
        os.umask(before)
    assert [path.stat().st_mode & 0o777 for path in (old, new)] == [0o640, 0o640]


@pytest.mark.parametrize("failing", ["write", "replace"])
def test_the_old_content_stays_where_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync", fail) if failing == "write" else (Path, "replace", fail)))
    with pytest.raises(BadInput, match=r"x\.csv: cannot be written \(No space left on device\)") as caught:
        write_whole(path, "new")
    assert "无法写入" in caught.value.text("zh")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["x.csv"]


def test_a_folder_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file or directory"):
        write_whole(tmp_path / "none" / "x.csv", "x")
    assert os.listdir(tmp_path) == []


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(BadInput, match="cannot be written"):
        write_whole(tmp_path / "x", "x")
    assert os.listdir(tmp_path) == ["x"]
