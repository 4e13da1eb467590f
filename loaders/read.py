"""Inputs to staged sheets: files, folders, standard input, records in memory."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..graph.errors import BadInput
from ..graph.language import t
from ._csv import read_csv
from ._json import read_json, read_records
from ._parquet import ARROW_SUFFIXES, read_arrow
from ._staging import Sheet, Staging, cell_text, header_cells
from ._text import sniff

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

Records = Mapping[str, "pd.DataFrame | Sequence[Mapping[str, Any]]"]
"""Tables in memory, by table kind."""
Input = str | os.PathLike[str] | Records

SUFFIXES: Final = (".csv", ".tsv", ".xlsx", ".xlsm", ".json", ".jsonl", ".ndjson", *ARROW_SUFFIXES)
_LATER: Final = (".xls", ".ods", ".xlsb")
_STDIN: Final = "-"


def read_inputs(staging: Staging, inputs: Sequence[Input]) -> list[Sheet]:
    """Stage every sheet of the inputs, in the order given.

    Raises BadInput where a file is missing, empty, binary, damaged or in no known form.
    """
    for given in inputs:
        if isinstance(given, Mapping):
            for kind, records in given.items():
                sheet = read_records(staging, records, kind)
                sheet.stem, sheet.several = kind, len(given) > 1
        else:
            _read_path(staging, os.fspath(given))
    return staging.sheets


def input_paths(inputs: Sequence[Input]) -> set[Path]:
    """The files that are read, which nothing may overwrite."""
    out: set[Path] = set()
    for given in inputs:
        if not isinstance(given, Mapping) and os.fspath(given) != _STDIN:
            path = Path(given)
            out |= {file.resolve() for file in (path.iterdir() if path.is_dir() else [path])}
    return out


def _read_path(staging: Staging, given: str) -> None:
    if given == _STDIN:
        spooled = staging.folder / "stdin"
        with spooled.open("wb") as out:
            shutil.copyfileobj(sys.stdin.buffer, out)
        _read_file(staging, spooled, "stdin", suffix="", folder=Path())
        return
    path = Path(given)
    if not path.exists():
        raise BadInput(
            en=f"{given}: there is no such file; check the name and the folder",
            zh=f"{given}：没有这个文件；请检查文件名和目录",
        )
    if path.is_dir():
        _read_folder(staging, path)
    else:
        _read_file(staging, path, path.name, suffix=path.suffix.lower(), folder=path.parent)


def _read_folder(staging: Staging, folder: Path) -> None:
    """All tables of a folder, sorted by name; rejects of an earlier load are not among them."""
    files = sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith((".", "~$")))
    tables = [file for file in files if file.suffix.lower() in SUFFIXES and not is_rejects(file.name)]
    if not tables:
        raise BadInput(
            en=f"{folder.name}: the folder holds no table; give one with {', '.join(SUFFIXES)} files",
            zh=f"{folder.name}：文件夹里没有表格；支持 {'、'.join(SUFFIXES)}",
        )
    for file in files:
        if file not in tables and file.suffix.lower() in (*SUFFIXES, *_LATER):
            staging.notes.append(
                t(
                    staging.lang,
                    f"{file.name}: not read with its folder; name it to load it",
                    f"{file.name}：没有随文件夹读取；如需载入请直接指定",
                )
            )
    for file in tables:
        _read_file(staging, file, file.name, suffix=file.suffix.lower(), folder=folder)


def is_rejects(name: str) -> bool:
    """Whether a file's name is that of a rejects file.

    >>> is_rejects("supplies.rejects.csv"), is_rejects("supplies.rejects-2.csv"), is_rejects("rejects.csv")
    (True, True, False)
    """
    return ".rejects" in Path(name).stem


def _read_file(staging: Staging, path: Path, name: str, *, suffix: str, folder: Path) -> None:
    if suffix in _LATER:
        raise BadInput(
            en=f"{name}: {suffix} is not read yet; save it as .xlsx or .csv",
            zh=f"{name}：暂不支持 {suffix}；请另存为 .xlsx 或 .csv",
        )
    try:
        form = "arrow" if suffix in ARROW_SUFFIXES else sniff(path, name)
    except OSError as error:
        raise BadInput(
            en=f"{name}: cannot be read ({error.strerror}); check its permissions",
            zh=f"{name}：无法读取（{error.strerror}）；请检查权限",
        ) from error
    if form == "xlsx" and suffix in (".csv", ".tsv", ".json", ".jsonl", ".ndjson"):
        raise BadInput(
            en=f"{name}: not text but a workbook or archive; rename it .xlsx if it is a workbook",
            zh=f"{name}：这不是文本，而是工作簿或压缩包；若是工作簿请改名为 .xlsx",
        )
    if form != "xlsx" and suffix in (".xlsx", ".xlsm"):
        raise BadInput(
            en=f"{name}: not an Excel workbook, whatever its name; rename it, or save it as .xlsx again",
            zh=f"{name}：并不是 Excel 工作簿；请改名，或重新另存为 .xlsx",
        )
    before = len(staging.sheets)
    if form == "arrow":
        read_arrow(staging, path, name)
    elif form == "xlsx":
        _read_workbook(staging, path, name)
    elif suffix in (".json", ".jsonl", ".ndjson") or (suffix not in (".csv", ".tsv") and form == "json"):
        read_json(staging, path, name)
    else:
        read_csv(staging, path, name, tabs=suffix == ".tsv")
    new = staging.sheets[before:]
    for sheet in new:
        sheet.stem = sheet.stem or sheet.sheet or Path(name).stem
        sheet.folder, sheet.several = folder, len(new) > 1


def _read_workbook(staging: Staging, path: Path, name: str) -> None:
    """Every sheet of a workbook that holds anything."""
    import python_calamine

    try:
        with python_calamine.load_workbook(str(path)) as book:
            for title in book.sheet_names:
                rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
                _stage_rows(staging, name, title, rows)
    except (python_calamine.CalamineError, OSError) as error:
        if "password" in str(error).lower():
            raise BadInput(
                en=f"{name}: the workbook is protected with a password; save it without one",
                zh=f"{name}：工作簿有密码保护；请去掉密码后另存",
            ) from error
        raise BadInput(
            en=f"{name}: the workbook is damaged or cut short ({error}); get or save the file again",
            zh=f"{name}：工作簿已损坏或不完整（{error}）；请重新获取或另存",
        ) from error
    if not any(sheet.file == name for sheet in staging.sheets):
        raise BadInput(
            en=f"{name}: all sheets are empty; give a table with a line of headers",
            zh=f"{name}：所有工作表都是空的；请提供带表头的表格",
        )


def _stage_rows(staging: Staging, name: str, title: str, rows: list[list[Any]]) -> None:
    lines: Iterator[tuple[int, list[Any]]] = iter(enumerate(rows, start=1))
    first = next((cells for _, cells in lines if any(cell_text(cell) is not None for cell in cells)), None)
    if first is not None:
        staging.fill(staging.sheet(name, title, header_cells(first)), lines)


def temporary_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder for copies of inputs."""
    return tempfile.TemporaryDirectory(prefix="chanlian-load-")
