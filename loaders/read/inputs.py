"""Inputs to staged sheets: files, folders, standard input, records in memory."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from ...graph.errors import BadInput
from ...graph.export.meta_files import SUFFIX, recorded
from ...graph.file_names import is_utf8, readable
from ...graph.language import t
from ...graph.snapshot.files import is_snapshot
from .encoding import sniff
from .exported import claims_beside, in_place, lost_claims
from .formats import FORMATS, UNNAMED
from .guards import undo_guards
from .heads import find_head
from .json import read_records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .json import Rows
    from .sheet import Sheet, Staging

    Records: TypeAlias = Mapping[str, Rows]
    """Tables in memory, by table kind."""
    Input: TypeAlias = str | os.PathLike[str] | Records

_BY_SUFFIX: Final = {suffix: known for known in FORMATS for suffix in known.suffixes}
SUFFIXES: Final = tuple(_BY_SUFFIX)
_STDIN: Final = "-"


def read_inputs(staging: Staging, inputs: Sequence[Input]) -> list[Sheet]:
    """Stage every sheet of the inputs, in the order given.

    Raises BadInput where a file is missing, empty, binary, damaged or in no known form: all such files are named. One in
    a folder that holds others is left out, and kept in `staging.bad`.
    """
    wrong: list[BadInput] = []
    for given in inputs:
        if isinstance(given, Mapping):
            for kind, records in given.items():
                sheet = read_records(staging, records, kind)
                undo_guards(staging, sheet)
                find_head(staging, sheet)
                sheet.stem, sheet.several = kind, len(given) > 1
        else:
            try:
                _read_given(staging, os.fspath(given))
            except BadInput as error:
                wrong.append(error)
    if wrong:
        raise all_of(wrong)
    return staging.sheets


def all_of(wrong: Sequence[BadInput]) -> BadInput:
    """What is wrong with several files, as one error."""
    if len(wrong) == 1:
        return wrong[0]
    return BadInput("; ".join(one.en for one in wrong), "；".join(one.zh for one in wrong))


def _read_given(staging: Staging, given: str) -> None:
    """Read what a path names, and what lies beside it and belongs to it."""
    before = len(staging.sheets)
    _read_path(staging, given)
    read = staging.sheets[before:]
    beside = None if given == _STDIN else claims_beside(Path(given), read)
    if beside is not None:
        before = len(staging.sheets)
        _read_path(staging, os.fspath(beside))
        in_place(staging, Path(given), read, staging.sheets[before:])
    if given != _STDIN and any(sheet.exported for sheet in read):
        lost_claims(staging, Path(given))


def input_paths(inputs: Sequence[Input]) -> set[Path]:
    """The files that are read, which nothing may overwrite."""
    out: set[Path] = set()
    for given in inputs:
        if not isinstance(given, Mapping) and os.fspath(given) != _STDIN:
            path = Path(given)
            with suppress(OSError, ValueError):  # what cannot be read is told when it is to be read
                beside = claims_beside(path)
                for place in (path, *([beside] if beside else [])):
                    out |= {Path(os.path.realpath(file)) for file in (place.iterdir() if place.is_dir() else [place])}
    return out


def _read_path(staging: Staging, given: str) -> None:
    if given == _STDIN:
        spooled = staging.folder / "stdin"
        if not spooled.exists():  # it can be read once, a load may have to begin again
            with spooled.open("wb") as out:
                shutil.copyfileobj(sys.stdin.buffer, out)
        _read_file(staging, spooled, "stdin", suffix="", folder=Path())
        return
    path = Path(given)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:  # too long a name, a loop of links, a name with U+0000 in it
        raise BadInput(
            en=f"{readable(given)}: there is no such file; check the name and the folder",
            zh=f"{readable(given)}：没有这个文件；请检查文件名和目录",
        ) from error
    if stat.S_ISDIR(mode):
        _read_folder(staging, path)
    elif not stat.S_ISREG(mode):
        # a pipe or a device may never end, and is read once only
        raise BadInput(
            en=f"{readable(path.name)}: no file but a pipe or a device; save what it gives as a file, or load it as - (standard input)",
            zh=f"{readable(path.name)}：这不是普通文件，而是管道或设备；请先存成文件，或用 - 从标准输入载入",
        )
    else:
        _read_file(staging, path, path.name, suffix=path.suffix.lower(), folder=path.parent)


def _read_folder(staging: Staging, folder: Path) -> None:
    """All tables of a folder, sorted by name; rejects of an earlier load are not among them."""
    if is_snapshot(folder):
        name = readable(folder.resolve().name)
        raise BadInput(
            en=f"{name}: is a snapshot, a whole graph; make a graph of it with chanlian snapshot restore, or push it to a server",
            zh=f"{name}：是快照，即完整的图；请用 chanlian snapshot restore 还原成图，或用 push 写入服务器",
        )
    files = sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith((".", "~$")))
    files = [file for file in files if not is_beside(file)]
    tables = [file for file in files if file.suffix.lower() in SUFFIXES and not is_rejects(file.name)]
    if not tables:
        name = readable(folder.resolve().name)
        raise BadInput(
            en=f"{name}: the folder holds no table; give one with {', '.join(SUFFIXES)} files",
            zh=f"{name}：文件夹里没有表格；支持 {'、'.join(SUFFIXES)}",
        )
    for file in files:
        if file not in tables and file.suffix.lower() in SUFFIXES:
            staging.notes.append(
                t(
                    staging.lang,
                    f"{readable(file.name)}: not read with its folder; name it to load it",
                    f"{readable(file.name)}：没有随文件夹读取；如需载入请直接指定",
                )
            )
    wrong: list[BadInput] = []
    for file in tables:
        before = len(staging.sheets)
        try:
            _read_file(staging, file, file.name, suffix=file.suffix.lower(), folder=folder)
        except BadInput as error:
            for sheet in staging.sheets[before:]:
                staging.forget(sheet)
            wrong.append(error)
        for sheet in staging.sheets[before:]:
            sheet.of_folder = True
    if len(wrong) == len(tables):
        raise all_of(wrong)
    staging.bad += wrong


def is_beside(path: Path) -> bool:
    """Whether a file is what this program writes beside another one: FILE.meta.json."""
    return path.name.endswith(SUFFIX) and recorded(path) is not None


def is_rejects(name: str) -> bool:
    """Whether a file's name is that of a rejects file.

    >>> is_rejects("supplies.rejects.csv"), is_rejects("supplies.rejects-2.csv"), is_rejects("rejects.csv")
    (True, True, False)
    """
    return ".rejects" in Path(name).stem


def _read_file(staging: Staging, path: Path, name: str, *, suffix: str, folder: Path) -> None:
    known = _BY_SUFFIX.get(suffix)
    name, path = _named(staging, path, name)
    try:
        looks = None if known and known.looks is None else sniff(path, name)
    except OSError as error:
        raise BadInput(
            en=f"{name}: cannot be read ({error.strerror}); check its permissions",
            zh=f"{name}：无法读取（{error.strerror}）；请检查权限",
        ) from error
    if known and looks == "workbook" and known.looks != "workbook":
        raise BadInput(
            en=f"{name}: not text but a workbook or archive; rename it .xlsx if it is a workbook",
            zh=f"{name}：这不是文本，而是工作簿或压缩包；若是工作簿请改名为 .xlsx",
        )
    if known and looks != "workbook" and known.looks == "workbook":
        raise BadInput(
            en=f"{name}: not an Excel workbook, whatever its name; rename it, or save it as .xlsx again",
            zh=f"{name}：并不是 Excel 工作簿；请改名，或重新另存为 .xlsx",
        )
    before = len(staging.sheets)
    read = known.read if known else UNNAMED[looks or "text"]
    read(staging, path, name)
    new = staging.sheets[before:]
    for sheet in new:
        undo_guards(staging, sheet)
        if not sheet.office:
            find_head(staging, sheet)
        sheet.stem = sheet.stem or sheet.sheet or Path(name).stem
        sheet.folder, sheet.several = folder, len(new) > 1


def _named(staging: Staging, path: Path, name: str) -> tuple[str, Path]:
    """A file's name as people read it, and a path to it that every reader can open."""
    shown = readable(name)
    if not is_utf8(name):
        staging.notes.append(
            t(
                staging.lang,
                f"{shown}: the bytes of its name are no UTF-8; read as GB18030, this is its title",
                f"{shown}：文件名不是 UTF-8 编码，按 GB18030 读出作为来源名称",
            )
        )
    if not is_utf8(os.fspath(path)):
        link = Path(tempfile.mkdtemp(dir=staging.folder)) / f"table{path.suffix if is_utf8(path.suffix) else ''}"
        link.symlink_to(path.absolute())
        path = link
    return shown, path
