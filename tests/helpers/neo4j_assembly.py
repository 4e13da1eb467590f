"""A Neo4j server for tests, put together from its published Maven artifacts into a cache of the user.

    python tests/helpers/neo4j_assembly.py tools    # are a JDK and Maven here? (exit code)
    python tests/helpers/neo4j_assembly.py fill     # fetch what the cache lacks; never fails, says what is missing

`sh scripts/setup.sh neo4j` calls both; tests only look into the cache. Neo4j Community is GPLv3: it runs as a
process of its own, and no part of it enters the package.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from abilities import programs, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).parents[1] / "server"


@dataclass(frozen=True)
class Line:
    """A line of Neo4j's releases: the one that is tested, and the oldest Java that runs it."""

    version: str
    java: int

    @property
    def name(self) -> str:
        """5.26 of 5.26.30."""
        return ".".join(self.version.split(".")[:2])


LTS = Line("5.26.30", java=17)
NEWEST = Line("2026.08.1", java=21)


class CannotAssembleError(Exception):
    """A server could not be put together; the text is one line that says why."""


@dataclass(frozen=True)
class Jdk:
    """A Java with its compiler."""

    home: Path
    version: int


def cache() -> Path:
    """Where assembled servers are kept, outside every checkout."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "chanlian"


def library(line: Line) -> Path | None:
    """The folder of a line's jar files, if the cache has it."""
    folder = _place(line) / "lib"
    return folder if folder.is_dir() else None


def _place(line: Line) -> Path:
    return cache() / f"neo4j-{line.version}"


# --- Java -------------------------------------------------------------------------------------------------------------

_USUAL_PLACES = (
    "/usr/lib/jvm/*",
    "/usr/java/*",
    "/opt/*jdk*",
    "/opt/java/*",
    "/opt/homebrew/opt/openjdk*",
    "/usr/local/opt/openjdk*",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
    "~/.sdkman/candidates/java/*",
    "~/.jdks/*",
)


def jdk_for(line: Line) -> Jdk | None:
    """The oldest JDK here that runs this line: each line is made and tested on the oldest that it allows."""
    fitting = [jdk for jdk in jdks() if jdk.version >= line.java]
    return min(fitting, key=lambda jdk: jdk.version, default=None)


@functools.cache
def jdks() -> tuple[Jdk, ...]:
    """Every JDK of this machine, JAVA_HOME and the PATH first; each is asked for its version."""
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    if on_path := shutil.which("javac"):
        homes.append(Path(on_path).resolve().parent.parent)
    for pattern in _USUAL_PLACES:
        whole = Path(pattern).expanduser()
        homes += sorted(Path(whole.anchor).glob(str(whole.relative_to(whole.anchor))))
    distinct = dict.fromkeys(home.resolve() for home in homes if (home / "bin" / "javac").exists())
    return tuple(Jdk(home, version) for home in distinct if (version := _version(home)))


def maven(jdk: Jdk) -> str | None:
    """A Maven that runs on this JDK."""
    return next((path for path in programs("mvn") if runs([path, "--version"], 60, JAVA_HOME=str(jdk.home))), None)


def _version(home: Path) -> int | None:
    """Of its compiler; None for a folder that looks like a JDK and of which either program does not run."""
    if not runs([home / "bin" / "java", "-version"], 30):
        return None
    try:
        told = subprocess.run(
            [home / "bin" / "javac", "-version"], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    number = re.search(r"javac (?:1\.)?(\d+)", told.stdout + told.stderr)
    return int(number[1]) if number else None


# --- Assembly ---------------------------------------------------------------------------------------------------------


def assemble(line: Line, seconds: float = 300) -> Path:
    """The folder of a line's jar files, fetched by Maven unless the cache has it.

    They are copied into a folder beside and renamed into place when whole: no broken download, killed process or
    second process at work leaves half a server behind.
    """
    jdk = jdk_for(line)
    if jdk is None:
        raise CannotAssembleError(f"no JDK of Java {line.java} or later that works is here")
    mvn = maven(jdk)
    if mvn is None:
        raise CannotAssembleError("no Maven (mvn) that works is here")
    cache().mkdir(parents=True, exist_ok=True)
    with _alone(line):
        if (ready := library(line)) is not None:
            return ready
        for half in cache().glob(f"{_place(line).name}.part-*"):
            shutil.rmtree(half, ignore_errors=True)  # of a process that was killed: only one works here at a time
        _say(f"fetching Neo4j {line.version} for the tests (once)")
        part = Path(tempfile.mkdtemp(prefix=f"{_place(line).name}.part-", dir=cache()))
        try:
            _copy_jars(line, jdk, mvn, part, seconds)
            part.chmod(0o755)
            part.rename(_place(line))
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return _place(line) / "lib"


@contextlib.contextmanager
def _alone(line: Line) -> Iterator[None]:
    """One process at a time; the lock goes with the process that held it."""
    with (cache() / f"{_place(line).name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _copy_jars(line: Line, jdk: Jdk, mvn: str, part: Path, seconds: float) -> None:
    shutil.copy(SOURCE / "pom.xml", part)
    command = [
        mvn, "--quiet", "--batch-mode", f"-Dneo4j.version={line.version}", "dependency:copy-dependencies",
        "-DincludeScope=runtime", f"-DoutputDirectory={part / 'lib'}",
    ]  # fmt: skip
    log = part / "maven.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=part, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            env=os.environ | {"JAVA_HOME": str(jdk.home)}, start_new_session=True,
        )  # fmt: skip
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise CannotAssembleError(
                f"Maven did not fetch Neo4j {line.version} within {seconds:.0f} seconds"
            ) from None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    if code != 0 or not (part / "lib" / f"neo4j-{line.version}.jar").exists():
        errors = [text for text in log.read_text(errors="replace").splitlines() if text.strip()]
        raise CannotAssembleError(f"Maven could not fetch Neo4j {line.version}: {' '.join(errors[:1])[:300]}")


def starter(line: Line, jdk: Jdk) -> Path:
    """The folder of the compiled Server.java, made anew when that file has changed.

    Started from its source, Java would search all jar files to compile it at every start: some seconds each.
    """
    source = SOURCE / "Server.java"
    name = f"server-{hashlib.sha256(source.read_bytes()).hexdigest()[:12]}"
    compiled = _place(line) / name
    if not compiled.is_dir():
        part = Path(tempfile.mkdtemp(prefix=f"{name}.part-", dir=_place(line)))
        try:
            subprocess.run(
                [
                    jdk.home / "bin" / "javac",
                    "--release",
                    str(line.java),
                    "-cp",
                    f"{_place(line) / 'lib'}/*",
                    "-d",
                    part,
                    source,
                ],
                check=True,
                capture_output=True,
                timeout=120,
            )
            with contextlib.suppress(OSError):  # another process was first, with the same
                part.rename(compiled)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return compiled


# --- Command ----------------------------------------------------------------------------------------------------------


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def fill() -> None:
    """Both lines, as far as they can be had; the newest only where its Java is."""
    for line in (LTS, NEWEST):
        if library(line) is not None or (line is NEWEST and jdk_for(line) is None):
            continue
        try:
            assemble(line)
        except (CannotAssembleError, OSError) as problem:
            _say(f"{problem}: tests that need a Neo4j {line.name} server are skipped")


def has_tools() -> bool:
    """Does what the long-term line's server is made of and runs on work here?"""
    jdk = jdk_for(LTS)
    return jdk is not None and (library(LTS) is not None or maven(jdk) is not None)


if __name__ == "__main__":
    if sys.argv[1:] == ["tools"]:
        sys.exit(not has_tools())
    elif sys.argv[1:] == ["fill"]:
        fill()
    else:
        sys.exit("usage: python tests/helpers/neo4j_assembly.py tools|fill")
