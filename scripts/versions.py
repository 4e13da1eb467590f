"""Which versions are installed: the tested ones (constraints.txt), the lowest that pyproject.toml allows.

    python scripts/versions.py lock            # write constraints.txt from the environment that runs this
    python scripts/versions.py lowest          # name==version of each lower bound, as pip takes them
    python scripts/versions.py newer           # what of what the core tests need is newer elsewhere than here, a line each
    python scripts/versions.py told            # in one line, what is installed here of what pyproject.toml names
    python scripts/versions.py seal STAMP      # note in a file what is installed here
    python scripts/versions.py whole STAMP     # is all of that still here? (what is missing; exit code as `missing` says)

`make lock` runs the first in the environment that passed the tests. The others need nothing but Python: scripts/setup.sh
calls them in environments of which nobody knows yet what they hold.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.metadata
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
CONSTRAINTS = ROOT / "constraints.txt"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
"""The Pythons that one list of versions has to serve; it is made with the first."""

_SYSTEMS = (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"))
_HEAD = """\
# The versions that were tested together: names and versions only. Written by `make lock`; do not edit.
# What chanlian itself demands are the ranges in pyproject.toml; these are for this folder: pip install -c constraints.txt
"""
_ELSEWHERE = "# needed on other systems only, and not tested here\n"


def project() -> dict[str, list[str]]:
    """What pyproject.toml demands: under "dependencies", under the name of each group, and under "build"."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = told["dependency-groups"]
    out = {"dependencies": told["project"]["dependencies"], "build": told["build-system"]["requires"]}
    for name, items in groups.items():
        out[name] = [
            one for item in items for one in ([item] if isinstance(item, str) else groups[item["include-group"]])
        ]
    return out


def plain(name: str) -> str:
    """A package's name as all its spellings are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def installed() -> dict[str, str]:
    """Name and version of each package here, by name; chanlian itself left out."""
    found = {plain(one.name): one.version for one in importlib.metadata.distributions()}
    return {name: found[name] for name in sorted(found) if name != "chanlian"}


# --- The tested versions ----------------------------------------------------------------------------------------------


def locked() -> str:
    """The text of constraints.txt for what is installed here."""
    here, names = installed(), needed()
    late = [name for name in names if name in here and not _serves_all(name)]
    if late:
        raise SystemExit(
            f"{', '.join(late)}: not for each of Python {', '.join(PYTHONS)}; make the list with {PYTHONS[0]}"
        )
    text = _HEAD + "".join(f"{name}=={here[name]}\n" for name in names if name in here)
    rest = [name for name in names if name not in here]
    if not rest:
        return text
    found = {name: version for name, version in _newest(rest).items() if name not in here}
    return text + _ELSEWHERE + "".join(f"{name}=={found[name]}\n" for name in sorted(found))


def needed() -> list[str]:
    """Every package that the project, its groups and its build need, directly or not, on any system and Python."""
    from packaging.requirements import Requirement

    roots = [Requirement(text) for texts in project().values() for text in texts] + [Requirement("pip")]
    names: set[str] = set()
    for minor, (platform, system, os_name) in product(PYTHONS, _SYSTEMS):
        environment = {
            "python_version": minor, "python_full_version": f"{minor}.99", "sys_platform": platform,
            "platform_system": system, "os_name": os_name, "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }  # fmt: skip
        names |= _reached(roots, environment)
    return sorted(names)


def _reached(roots: list[Requirement], environment: dict[str, str]) -> set[str]:
    seen: set[tuple[str, str]] = set()
    waiting = [(one, "") for one in roots]
    while waiting:
        one, of_extra = waiting.pop()
        if one.marker and not one.marker.evaluate({**environment, "extra": of_extra}):
            continue
        for extra in ("", *sorted(one.extras)):
            if (plain(one.name), extra) not in seen:
                seen.add((plain(one.name), extra))
                waiting += [(inner, extra) for inner in _demands(one.name)]
    return {name for name, _ in seen}


def _demands(name: str) -> Iterator[Requirement]:
    from packaging.requirements import Requirement

    try:
        yield from map(Requirement, importlib.metadata.requires(name) or ())
    except importlib.metadata.PackageNotFoundError:
        return  # for another system: its version is asked for, not what it needs


def _serves_all(name: str) -> bool:
    from packaging.specifiers import SpecifierSet

    range_ = SpecifierSet(importlib.metadata.metadata(name).get("Requires-Python") or "")
    return all(f"{minor}.99" in range_ for minor in PYTHONS)


def _newest(names: list[str]) -> dict[str, str]:
    """What pip would install under these names today."""
    command = [sys.executable, "-m", "pip", "install", "-q", "--dry-run", "--ignore-installed", "--report", "-", *names]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603
    return {plain(one["metadata"]["name"]): one["metadata"]["version"] for one in told["install"]}


# --- The lowest versions ----------------------------------------------------------------------------------------------


def lowest(*parts: str) -> list[str]:
    """The lower bound of each requirement in these parts of pyproject.toml, as name==version."""
    out = []
    for text in (one for part in parts for one in project()[part]):
        bound = re.match(r"([A-Za-z0-9._-]+)\s*>=\s*([0-9][^,;\s]*)", text)
        if bound is None:
            raise SystemExit(f"pyproject.toml: {text} has no lower bound (>=), so none can be tested")
        out.append(f"{bound[1]}=={bound[2]}")
    return out


# --- An environment that is whole -------------------------------------------------------------------------------------


def seal(stamp: Path) -> None:
    """Note what is installed here, and for which demands."""
    # a package may name a file that pip never writes: it is not missed later
    without = [plain(one.name) for one in importlib.metadata.distributions() if _lost_file(one)]
    told = {"demands": _demands_hash(), "versions": installed(), "without": without}
    stamp.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def missing(stamp: Path) -> tuple[int, str]:
    """What this environment lacks of what was installed: 0 nothing, 1 what pip adds, 2 what only a new one has."""
    try:
        told = json.loads(stamp.read_text(encoding="utf-8"))
        demands, versions, without = told["demands"], told["versions"], told["without"]
    except (OSError, ValueError, KeyError, TypeError):
        return 1, "it was not set up to its end"
    if demands != _demands_hash():
        return 1, "pyproject.toml or constraints.txt has changed"
    here = installed()
    for name, version in versions.items():
        if here.get(name) != version:
            return 1, f"{name} {version} is no longer there"
    for one in importlib.metadata.distributions():
        if plain(one.name) not in without and (lost := _lost_file(one)):
            return 2, f"{one.name} has lost {lost}"
    return (2, "it is that of another folder") if _is_elsewhere() else (0, "")


def _demands_hash() -> str:
    texts = [path.read_bytes() for path in (ROOT / "pyproject.toml", CONSTRAINTS) if path.exists()]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def _lost_file(one: importlib.metadata.Distribution) -> str | None:
    lines = (one.read_text("RECORD") or "").splitlines()
    top = Path(str(one.locate_file("")))
    for path, *_ in csv.reader(lines):
        if not path.endswith(".pyc") and not (top / path).exists():
            return path
    return None


def _is_elsewhere() -> bool:
    """Was it moved or copied here? Then it still runs the programs of the folder it came from."""
    found = importlib.util.find_spec("chanlian")
    if (
        found is None
        or found.origin is None
        or Path(found.origin).resolve() != ROOT / "src" / "chanlian" / "__init__.py"
    ):
        return True
    program = Path(sys.prefix, "bin", "chanlian")
    return sys.platform != "win32" and sys.prefix not in program.read_text(encoding="utf-8").split("\n", 1)[0]


def main(arguments: list[str]) -> int:
    """One of the commands above."""
    match arguments:
        case ["lock"]:
            CONSTRAINTS.write_text(locked(), encoding="utf-8", newline="\n")
        case ["lowest"]:
            print("\n".join(lowest("dependencies", "core")))
        case ["newer"]:
            here = installed()
            found = _newest(project()["dependencies"] + project()["core"])
            print(*(f"{name}=={found[name]}" for name in sorted(found) if found[name] != here.get(name)), sep="\n")
        case ["told"]:
            here = installed()
            named = {plain(re.split(r"[^A-Za-z0-9._-]", text)[0]) for texts in project().values() for text in texts}
            print(
                f"Python {sys.version.split()[0]}:",
                ", ".join(f"{one} {here[one]}" for one in sorted(named & set(here))),
            )
        case ["seal", stamp]:
            seal(Path(stamp))
        case ["whole", stamp]:
            state, words = missing(Path(stamp))
            print(words)
            return state
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
