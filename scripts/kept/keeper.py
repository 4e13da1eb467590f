"""One question asked and its answer kept, as a file whose name is the question."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .program import Said, run
from .steady import Steady

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

OUT: Final = "out"
"""Where in the folder of a run the program is told to write; emptied after each question."""
_LONGEST: Final = 120


@dataclass(frozen=True)
class Form:
    """How an answer is wanted: a format on standard output (or none), and a language."""

    format: str | None
    lang: str


JSON_EN, JSON_ZH, CSV_EN, CSV_ZH = (Form(format_, lang) for format_ in ("json", "csv") for lang in ("en", "zh"))
FULL: Final = (JSON_EN, JSON_ZH, CSV_EN, CSV_ZH)
BRIEF: Final = (JSON_EN, CSV_ZH)
SPOKEN: Final = (Form(None, "en"), Form(None, "zh"))
SAMPLE: Final = tuple(Form(format_, lang) for format_ in ("table", "md", "jsonl") for lang in ("en", "zh"))
FILES: Final = ("csv", "json", "jsonl", "xlsx", "md", "parquet", "txt")


class Keeper:
    """Asks in a folder of work, in which the graph lies, and keeps answers in another."""

    def __init__(self, work: Path, kept: Path, graph: str | None = None, only: Sequence[str] = ()) -> None:
        self.work, self.kept, self.graph, self.only = work, kept, graph, only
        self.count = self.failed = 0
        self._asked: set[str] = set()
        self.steady = Steady(work, *_version_and_hash(work, graph))

    def ask(self, arguments: Sequence[str], forms: Sequence[Form], name: str | None = None) -> None:
        """Ask one question in each of the forms; once only, unless its answer gets another `name`."""
        for form in forms:
            wanted = ["--format", form.format] if form.format else []
            stem = self._stem(arguments, name, f"{form.lang}.{form.format or 'txt'}")
            if self._is_wanted(arguments[0], stem):
                self._keep(arguments[0], run([*arguments, *wanted, "--lang", form.lang]), stem)

    def ask_for_file(self, arguments: Sequence[str], file: str, lang: str, name: str | None = None) -> None:
        """Ask for an answer in a file (or folder) that is called `file`."""
        stem = self._stem(arguments, name, f"{lang}.{file}")
        if self._is_wanted(arguments[0], stem):
            self._keep(arguments[0], run([*arguments, "-o", f"{OUT}/{file}", "--lang", lang]), stem, file=True)

    def note(self, name: str, value: Any) -> None:
        """Keep what was asked in Python, as JSON."""
        text = json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"
        self._write(name, self.steady.text(text.encode(), with_hash=True))
        self.count += 1

    def _stem(self, arguments: Sequence[str], name: str | None, end: str) -> str:
        """What the answer's file is called: by its question, if it has no name of its own."""
        command, *rest = arguments
        asked = file_name(" ".join(word for word in rest if word != self.graph) or "-")
        return f"{name or f'{file_name(command)}/{asked}'}.{end}"

    def _is_wanted(self, command: str, stem: str) -> bool:
        new = stem not in self._asked
        self._asked.add(stem)
        return new and (not self.only or command in self.only)

    def _keep(self, command: str, said: Said, stem: str, *, file: bool = False) -> None:
        self.count += 1
        self.failed += said.exit not in (0, 3)
        with_hash = command == "info"
        if said.out or not file:
            self._write(f"{stem}.out.txt" if file else stem, self.steady.text(said.out, with_hash=with_hash))
        if said.exit != 0 or said.err:
            text = f"exit {said.exit}\n{said.err}"
            self._write(
                f"{stem}.said.txt", self.steady.text(text.encode("utf-8", "backslashreplace"), with_hash=with_hash)
            )
        out = self.work / OUT
        for path in sorted(out.rglob("*")):
            if path.is_file():
                within = path.parent.relative_to(out).as_posix()
                for name, data in self.steady.files(path, with_hash=with_hash).items():
                    self._write(f"{stem}{'' if file else '.files'}/{within}/{name}", data)
        shutil.rmtree(out)
        out.mkdir()

    def _write(self, name: str, data: bytes) -> None:
        path = self.kept / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def file_name(text: str) -> str:
    """A question as the name of a file; what a file system would not take is replaced, and a digest added.

    >>> file_name("--in 玉屏"), file_name("a/b")
    ('--in 玉屏', 'a_b~c14cddc0')
    """
    name = "".join(char if char.isprintable() and char not in '/\\:*?"<>|' else "_" for char in text)
    name = re.sub(r"^[. ]|[. ]$", "_", name)
    while len(name.encode()) > _LONGEST:
        name = name[:-1]
    return name if name == text else f"{name}~{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _version_and_hash(work: Path, graph: str | None) -> tuple[str, str | None]:
    """What the program and the graph call themselves."""
    version = run(["--version"]).out.decode().split()[-1]
    (work / OUT).mkdir(exist_ok=True)
    if graph is None:
        return version, None
    run(["info", graph, "-o", f"{OUT}/info.json"])
    meta = work / OUT / "info.json.meta.json"
    content = json.loads(meta.read_text(encoding="utf-8"))["graph_hash"] if meta.exists() else None
    shutil.rmtree(work / OUT)
    (work / OUT).mkdir()
    return version, content
