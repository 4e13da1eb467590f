"""Where an export goes: a new place, or that of an earlier export that nobody has changed since."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from typing import TYPE_CHECKING, Any, Final

from ..errors import BadInput
from .cells import as_json
from .files import open_to_all

if TYPE_CHECKING:
    from pathlib import Path

CLAIMS: Final = "claims"
"""The folder, or part of a file's name, of what else sources state: further tables for `load`."""
MARK: Final = "chanlian-export.txt"
_HEAD: Final = "chanlian export 1"


def check_free(target: Path, *, folder: bool) -> None:
    """Raise unless the target is new, empty, or an export that nobody has changed."""
    beside = [] if folder else [claims_name(target), _meta_name(target)]
    if not any(path.exists() for path in (target, *beside)):
        return
    if folder and target.is_dir():
        files = {file.relative_to(target).as_posix(): file for file in target.rglob("*") if file.is_file()}
        mark = files.pop(MARK, None)
        if not files and mark is None and not any(target.iterdir()):
            return
        if mark is not None and _listed(mark) == {name: _digest(file) for name, file in files.items()}:
            return
    elif not folder and all(path.is_file() for path in (target, _meta_name(target))):
        found = {path.name: _digest(path) for path in (target, claims_name(target)) if path.exists()}
        if _told(_meta_name(target)) == found:
            return
    raise BadInput(
        f"{target}: is there already, and is no unchanged export; name another, so that nothing of yours is lost",
        f"{target}：已存在，且不是未改动过的导出结果；请换一个名称，以免覆盖您的内容",
    )


def _listed(mark: Path) -> dict[str, str]:
    """The files of an earlier export with their digests, as its mark lists them."""
    lines = mark.read_text(encoding="utf-8", errors="replace").splitlines()
    if not lines or lines[0] != _HEAD:
        return {}
    found = (re.fullmatch(r"([0-9a-f]{64})  (.+)", line) for line in lines)
    return {match[2]: match[1] for match in found if match}


def _told(meta: Path) -> Any:
    """The files of an earlier export with their digests, as what stands beside them lists them."""
    try:
        said = json.loads(meta.read_text(encoding="utf-8"))
    except ValueError:
        return None
    return said.get("sha256") if isinstance(said, dict) and said.get("question") == "export" else None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def swap(part: Path, target: Path) -> None:
    """Give a whole folder its name; an earlier export goes when the new one stands."""
    open_to_all(part, folder=True)
    if not target.exists():
        part.replace(target)
        return
    old = part.with_suffix(".old")
    target.replace(old)
    try:
        part.replace(target)
    except OSError:
        old.replace(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def place(part: Path, target: Path, said: dict[str, Any]) -> None:
    """Give files their names, and say beside the first what it is."""
    made = sorted(part.iterdir(), key=lambda file: file.name != target.name)
    meta = part / _meta_name(target).name
    digests = {file.name: _digest(file) for file in made}
    meta.write_text(as_json({"file": target.name, **said, "sha256": digests}, indent=1) + "\n", encoding="utf-8")
    if claims_name(target).name not in digests:
        claims_name(target).unlink(missing_ok=True)  # of the earlier export: nothing is contested any more
    for file in (*made, meta):
        open_to_all(file)
        file.replace(target.parent / file.name)


def _meta_name(target: Path) -> Path:
    return target.with_name(f"{target.name}.meta.json")


def claims_name(target: Path) -> Path:
    """What stands beside a file of tables: what each of several sources states."""
    return target.with_name(f"{target.stem}.{CLAIMS}{target.suffix}")


def write_mark(part: Path, said: dict[str, Any], target: Path) -> None:
    """The page that says what the folder is; it is what lets a later export take its place."""
    files = sorted(file for file in part.rglob("*") if file.is_file())
    lines = [
        _HEAD,
        f"graph {said['graph']}, content {said['graph_hash']}, as of {said['as_of']}, chanlian {said['version']}",
        f"load it again: chanlian load NEW.duckdb {target.name}",
        f"what each of several sources states, if you need it, afterwards: chanlian load NEW.duckdb {target.name}/{CLAIMS}",
        "not brought back: by which method and on which day a claim was recorded",
        "",
        *(f"{_digest(file)}  {file.relative_to(part).as_posix()}" for file in files),
    ]
    (part / MARK).write_text("\n".join(lines) + "\n", encoding="utf-8")
    for file in part.rglob("*"):
        open_to_all(file, folder=file.is_dir())
