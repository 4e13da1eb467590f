"""The benchmark: `python -m bench`, or `make bench`. One graph, one machine, one run; docs/BENCHMARKS.md gets ratios.

A server of its own is started for each write, as the tests do; `--heap` is its memory.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "helpers")]

from neo4j_server import Server  # noqa: E402  # after the path

from chanlian.graph import connect  # noqa: E402

from .maker import Size, make  # noqa: E402
from .report import report  # noqa: E402


def main() -> None:
    """Make the graph, time every part, write the page."""
    sizes = Size()
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    for name in ("firms", "products", "produces", "links", "supplies", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(sizes, name))
    parser.add_argument("--heap", default="4g", help="memory of the server (Java's -Xmx)")
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "BENCHMARKS.md")
    asked = parser.parse_args()
    size = Size(*(getattr(asked, name) for name in ("firms", "products", "produces", "links", "supplies", "seed")))
    with tempfile.TemporaryDirectory() as folder:
        figures = run(size, Path(folder), asked.heap)
    asked.page.write_text(report(size, asked.heap, figures, machine()), encoding="utf-8", newline="\n")
    say(f"written to {asked.page}")


def run(size: Size, folder: Path, heap: str) -> dict[str, dict[str, float]]:
    """Every part in a process of its own; its figures in seconds, memory in MB."""
    path = folder / "bench.duckdb"
    batch = make(size)
    start = time.perf_counter()
    connect(str(path)).write(batch)
    loaded = time.perf_counter() - start
    batch.close()
    figures: dict[str, dict[str, float]] = {"file": {"load": loaded, "disk": path.stat().st_size / 1e6}}
    figures["file"] |= part("file", path)
    figures["networkx"] = part("networkx", path)
    for name in ("by_hand", "push"):
        server = Server(folder / name, java=(f"-Xms{heap}", f"-Xmx{heap}"))
        server.start({"server.memory.pagecache.size": "2G", "db.tx_log.rotation.size": "256M"})
        try:
            figures[name] = part(name, path, server)
            if name == "push":
                figures["server"] = part("server", path, server)
                figures["server"] |= {"load": figures["push"]["load"], "server memory": resident(server.pid)}
        finally:
            server.stop()
    return figures


def part(name: str, path: Path, server: Any = None) -> dict[str, float]:
    """The figures of one part."""
    say(f"{name} ...")
    login = {"NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password} if server else {}
    line = [sys.executable, "-m", "bench.parts", name, str(path), *([server.url] if server else [])]
    paths = os.pathsep.join(sys.path[:2])
    done = subprocess.run(
        line, cwd=ROOT, env={**os.environ, **login, "PYTHONPATH": paths}, stdout=subprocess.PIPE, check=True, text=True
    )
    figures: dict[str, float] = json.loads(done.stdout)
    say("  " + ", ".join(f"{key} {value:.3g}" for key, value in figures.items()))
    return figures


def resident(pid: int | None) -> float:
    """The most memory that a process has held, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def machine() -> str:
    """What the figures were measured on, without its name."""
    from importlib.metadata import version

    packages = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "neo4j", "networkx"))
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {packages}"


def say(text: str) -> None:
    """Progress, on standard error."""
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    main()
