"""The command line as a person runs it, in a folder that has what the help's examples name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from acts import folder_of_before
from shared import once

from chanlian.cli import main


class Ran(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]

FIRMS = "企业名称,所在地,主营产品\n创新包装厂,贵州玉屏,吨袋\n大龙材料公司,贵州玉屏,锂电池材料\n"
SUPPLIES = "供方,需方,产品,金额\n创新包装厂,大龙材料公司,吨袋,120万元\n"


@pytest.fixture
def folder(tmp_path: Path, example_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the example's graph and two tables of invented firms."""
    (tmp_path / "xiangqian.duckdb").write_bytes(example_file.read_bytes())
    (tmp_path / "firms.csv").write_text(FIRMS, encoding="utf-8")
    (tmp_path / "supplies.csv").write_text(SUPPLIES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture(scope="session")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all acts find (acts.py), made once for all processes of a run; copy it."""

    def make(folder: Path) -> None:
        folder.mkdir()
        folder_of_before(folder)

    return once(tmp_path_factory, "folder-of-before", make)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `chanlian ...` in this process."""

    def go(*arguments: str) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)

    return go
