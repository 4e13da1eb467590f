"""Where many files that belong together go: a new folder, an empty one, or an earlier one of ours that nobody has changed since.

One file in it lists the others with their digests: by that the program knows its own folder again.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..errors import BadInput
from ..passing import Passing
from .cells import as_json
from .files import file_path, real_path, synced
from .meta_files import CLAIMS, digest, meta_text, recorded
from .outputs import NEW, OLD, PART, PREFIX, is_read, not_a_log, same_file, swept, translated

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

MARK: Final = "chanlian-export.txt"
_HEAD: Final = "chanlian export 1"


@dataclass(frozen=True)
class Listing:
    """The file that says what a folder of ours is: its name, what the folder is called, how the file is read and written."""

    name: str
    called: tuple[str, str]
    read: Callable[[Path], dict[str, str] | None]
    """The digests by file that it lists; None of a file that is not ours."""
    write: Callable[[Path, dict[str, Any], Path], None]


class OutputFolder:
    """A folder that is to be written whole; checked when it is named and again when it gets its name.

    With `force` an earlier one of ours is replaced even if somebody has changed it since; any other folder never is.
    `listing` says what sort of folder it is; an export, unless another is given. A folder that no listing can tell says itself,
    by `told`, what is its own, and by `mark` lets a later run know it again.

    Raises
    ------
    BadInput
        If it holds anything else, what this run reads, or cannot be written.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        reads: Iterable[Path] = (),
        force: bool = False,
        listing: Listing | None = None,
    ) -> None:
        self.listing = listing or EXPORT
        self.given = file_path(path)
        self.reads = tuple(reads)
        if any(same_file(self.given, read) for read in self.reads):
            raise is_read(self.given, self.given)
        self.path = real_path(self.given, folder=True)
        not_a_log(self.given, self.path)
        self.force = force
        swept(self.path.parent)
        self.check()

    def check(self) -> None:
        """Raise unless the folder may be written."""
        if not self.path.exists() or not any(self.path.iterdir()):
            return
        files = {file.relative_to(self.path).as_posix(): file for file in self.path.rglob("*") if file.is_file()}
        if any(same_file(file, read) for file in files.values() for read in self.reads):
            raise is_read(self.given, self.path)
        told = self.told(files)
        if told is not None:
            if self.force or told == {name: digest(file) for name, file in files.items()}:
                return
            raise self.another()
        en, zh = self.listing.called
        raise BadInput(
            f"{self.given}: is there already, and is not {en} that is unchanged; name another, so that nothing of yours is lost",
            f"{self.given}：已存在，且不是未改动过的{zh}；请换一个名称，以免覆盖您的内容",
        )

    def told(self, files: dict[str, Path]) -> dict[str, str] | None:
        """The digests of an earlier one of ours, by its listing, which is taken from among its files; None of any other folder."""
        mark = files.pop(self.listing.name, None)
        return self.listing.read(mark) if mark is not None else None

    def another(self) -> BadInput:
        """What is said of an earlier one of ours that is not to be written over."""
        en, zh = self.listing.called
        return BadInput(
            f"{self.given}: is {en} that somebody has changed; name another, so that nothing of yours is lost,"
            " or give --force",
            f"{self.given}：{zh}已被改动；请换一个名称，以免覆盖您的内容，或加 --force 强制替换",
        )

    def mark(self, made: Path, said: dict[str, Any]) -> None:
        """Put into the folder what lets a later run know it again."""
        self.listing.write(made, said, self.path)

    @contextmanager
    def making(self) -> Iterator[Path]:
        """A passing folder of that name to make the tables in, until `place`."""
        with translated(self.given), Passing(self.path.parent, PREFIX, PART) as passing:
            made = passing / NEW / self.path.name
            made.mkdir(parents=True)
            (passing / OLD).mkdir()
            yield made

    def place(self, made: Path, said: dict[str, Any]) -> None:
        """Give the whole folder its name; an earlier export goes when the new one stands."""
        with translated(self.given):
            self.mark(made, said)
            for file in (*made.rglob("*"), made):
                synced(file)
            self.check()
            # where a kill meets it between the two, the next that writes beside it puts the old one back
            old = made.parents[1] / OLD / self.path.name
            if self.path.exists():
                self.path.rename(old)
            try:
                made.rename(self.path)
            except BaseException:
                if old.exists():
                    old.rename(self.path)
                raise
            old.parent.rename(old.parents[1] / "gone")  # no longer what a sweep would put back
            synced(self.path.parent)


def is_marked(mark: Path) -> bool:
    """Whether a file is what `export` puts in its folder."""
    with mark.open("rb") as file:
        return file.readline(len(_HEAD) + 2).rstrip() == _HEAD.encode()


def listed(mark: Path) -> dict[str, str]:
    """The files of an export with their digests, as its mark lists them."""
    lines = mark.read_text(encoding="utf-8", errors="replace").splitlines()
    found = (re.fullmatch(r"([0-9a-f]{64})  (.+)", line) for line in lines)
    return {match[2]: match[1] for match in found if match}


def _write_mark(part: Path, said: dict[str, Any], target: Path) -> None:
    """The page that says what the folder is; it is what lets a later export take its place."""
    files = sorted(file for file in part.rglob("*") if file.is_file())
    lines = [
        _HEAD,
        f"graph {said['graph']}, content {said['graph_hash']}, as of {said['as_of']}, chanlian {said['version']}",
        *([f"only a part of that graph: {as_json(said['part'])}"] if said.get("part") else []),
        f"load it again: chanlian load NEW.duckdb {target.name}",
        f"what each of several sources states is in {CLAIMS}/ and is loaded with it; what was taken out is in the table removed",
        "not brought back: on which day a claim was recorded",
        "",
        *(f"{digest(file)}  {file.relative_to(part).as_posix()}" for file in files),
    ]
    (part / MARK).write_text("\n".join(lines) + "\n", encoding="utf-8", errors="backslashreplace", newline="\n")


def _listed_by_mark(mark: Path) -> dict[str, str] | None:
    return listed(mark) if is_marked(mark) else None


EXPORT: Final = Listing(MARK, ("an export", "导出结果"), _listed_by_mark, _write_mark)


def _write_report_meta(part: Path, said: dict[str, Any], _target: Path) -> None:
    """What was asked of which graph, and the digests of the files of a report."""
    digests = {file.name: digest(file) for file in sorted(part.iterdir())}
    text = meta_text(part / "report", said, digests)
    (part / REPORT.name).write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")


REPORT: Final = Listing("report.meta.json", ("a report", "报告"), recorded, _write_report_meta)
