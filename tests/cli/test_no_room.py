"""A disk that is full at any moment of what the program does: what it says is what is there, and old files stay."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from acts import ACTS, Act, found, passing, ran
from torture import TORTURE, often, record

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no limit on the size of files there")

SHORT = ("load", "export to a workbook", "-o")


@pytest.fixture
def whole(before: Path, tmp_path: Path, act: Act) -> Path:
    """What an undisturbed run makes of it."""
    folder = tmp_path / "whole"
    shutil.copytree(before, folder)
    assert ran(folder, act.line)[0] in (0, 3)
    return folder


@pytest.mark.torture
@pytest.mark.parametrize("act", [act for act in ACTS if TORTURE or act.name in SHORT], ids=str)
def test_what_is_said_is_there_wherever_the_room_ends(before: Path, whole: Path, tmp_path: Path, act: Act) -> None:
    old, new = found(before), found(whole)
    # what passes is larger than what is to be: the sheets of a workbook are packed at its end, a graph is folded
    sizes = [(whole / name).stat().st_size for name in new if old.get(name) != new[name] and (whole / name).is_file()]
    most = 1024 + 2 * max(sizes) // 1024
    steps = often(2, 6)
    seen: Counter[str] = Counter()
    for step in range(steps):
        kilobytes = round(most * (step / max(steps - 1, 1)) ** 3)  # closer where the small files end
        folder = tmp_path / str(kilobytes)
        shutil.copytree(before, folder)
        seen[ended(act, folder, old, new, *ran(folder, act.line, kilobytes))] += 1
        # with room again it is done
        code, said = ran(folder, act.line)
        assert code in (0, 3) or act.once, said
        assert found(folder) == new, (kilobytes, said)
        assert passing(folder) == []
        shutil.rmtree(folder)
    record(f"no room: {act}", steps, seen)


def ended(
    act: Act, folder: Path, old: dict[str, bytes | str], new: dict[str, bytes | str], code: int, said: str
) -> str:
    """What a run that had so much room came to: all of it, or nothing with a line that says so."""
    now = found(folder)
    assert passing(folder) == [], said
    if code in (0, 3):
        assert now == new, said
        if any(folder.glob("*.wal")):
            assert "kept in" in said
            return "done, and kept in the log"
        return "done"
    assert said.count("chanlian: ") == 1, said
    assert "cannot be written" in said, said
    if act.line[0] == "demo" and now != old:  # several files, each whole; it says of which there was no room
        assert all(content in ("a folder", new[name]) for name, content in now.items() if name not in old), said
        return "refused, files of before it are whole"
    assert now == old, said
    return "refused, all as before"


def _may_mount() -> bool:
    line = ["unshare", "-rm", "sh", "-c", "mount -t tmpfs none /mnt"]
    return (
        shutil.which("unshare") is not None and subprocess.run(line, capture_output=True, check=False).returncode == 0
    )


@pytest.mark.torture
@pytest.mark.parametrize("act", [act for act in ACTS if act.name == "load" or TORTURE], ids=str)
def test_a_temporary_folder_that_is_full(before: Path, whole: Path, tmp_path: Path, act: Act) -> None:
    if not _may_mount():
        pytest.skip("nobody but root may mount here")
    old, new = found(before), found(whole)
    sizes = (4, 256) if TORTURE else (4,)
    seen: Counter[str] = Counter()
    for kilobytes in sizes:
        folder = tmp_path / str(kilobytes)
        shutil.copytree(before, folder)
        # a small file system where what only passes lies: in a namespace of its own, gone with the program
        mount = f'mount -t tmpfs -o size={kilobytes}k none "$TMPDIR" && exec "$@"'
        code, said = ran(folder, act.line, -1, "unshare", "-rm", "sh", "-c", mount, "sh")
        seen[ended(act, folder, old, new, code, said)] += 1
        shutil.rmtree(folder)
    record(f"no room for what passes: {act}", len(sizes), seen)
