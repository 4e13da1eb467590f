"""One question in a process of its own, which can be ended whatever its database is doing there.

An interrupt of DuckDB is not heard within one function, or only after a long while; a process that is killed is gone.
It inherits no file, no variable of the environment that it does not need, and goes when this one goes.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Self

from .. import errors
from ..errors import BadInput, ChanlianError, GraphError
from ..own_model import KEPT, VARIABLE
from ..schema.own_kept import own_text
from ..scratch import scratch

if TYPE_CHECKING:
    from types import TracebackType

READY, PART, DONE, REFUSED, BUG = range(5)
"""What the process says: the graph is open; a part of the answer; that was all; what is wrong, in two languages; a fault."""

_OPENING: Final = 60.0
"""Seconds in which a graph is opened, which are not those of the question."""
_BOOT: Final = "import importlib, sys; sys.path[:] = sys.argv[2:]; importlib.import_module(sys.argv[1]).serve()"
_NEEDED: Final = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
_VALUES: Final = {
    ("datetime", "date"), ("datetime", "datetime"), ("datetime", "time"), ("datetime", "timedelta"),
    ("datetime", "timezone"), ("decimal", "Decimal"), ("uuid", "UUID"), ("uuid", "SafeUUID"), ("zoneinfo", "ZoneInfo"),
    ("pytz", "_UTC"),
}  # fmt: skip
"""The classes of an answer's values, besides Python's plain ones; no other is ever made of what the process says."""


class _Values(pickle.Unpickler):
    """Reads what the process says: values, and nothing that could act here."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _VALUES:
            raise pickle.UnpicklingError(f"an answer holds no {module}.{name}")
        return super().find_class(module, name)


class Process:
    """A process that runs `serve` of a module of this package, from the beginning of the block to its end at the latest."""

    def __init__(self, module: str) -> None:
        self.module = module
        self._ready = self._late = False
        self._clock: threading.Timer | None = None

    def __enter__(self) -> Self:
        """Start it; it waits for its question."""
        try:
            self._scratch = scratch()
            self._folder = self._scratch.path
            self._process = self._started()
        except OSError as error:
            raise GraphError(
                f"no process can be started for the question ({error.strerror}); make room for it, and try again",
                f"无法为查询启动进程（{error.strerror}）；请腾出内存或磁盘空间后重试",
            ) from error
        return self

    def _started(self) -> subprocess.Popen[bytes]:
        # -I: neither the folder in which the program runs nor the environment says what is imported
        flags = ["-I", "-B"] if sys.dont_write_bytecode else ["-I"]
        needed = {name: os.environ[name] for name in _NEEDED if name in os.environ}
        if own_text():
            model = self._folder / KEPT
            model.write_text(own_text(), encoding="utf-8")
            needed[VARIABLE] = str(model)
        try:
            with (self._folder / "stderr").open("wb") as said:
                return subprocess.Popen(  # noqa: S603  # this very Python
                    [sys.executable, *flags, "-c", _BOOT, self.module, *map(os.path.abspath, sys.path)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=said,
                    env={**needed, "TMPDIR": str(self._folder), "TEMP": str(self._folder)},
                    start_new_session=True,  # Ctrl-C is for this process, which ends that one
                )
        except BaseException:
            self._scratch.remove()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it, and take away what it left."""
        self._allow(None)
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was not yet sent nobody needs any more
                pipe.close() if pipe else None
        self._process.wait()
        self._scratch.remove()

    def ask(self, question: dict[str, Any], seconds: float | None) -> list[Any]:
        """The parts of the answer to a question: what `serve` gives for it, before `seconds` are up (None, 0: for ever).

        Raises
        ------
        ChanlianError
            What the process says is wrong with the question.
        GraphError
            If the time is up, or the process ended otherwise than with an answer.
        """
        try:
            told = pickle.dumps({**question, "spill": str(self._folder)})
        except Exception as error:  # whatever a class does that cannot be sent
            raise unbound(error) from error
        self._allow(_OPENING if seconds else None)
        parts: list[Any] = []
        try:
            assert self._process.stdin is not None  # both are pipes
            assert self._process.stdout is not None
            self._process.stdin.write(told)
            self._process.stdin.flush()
            while True:
                said, value = _Values(self._process.stdout).load()
                if said == READY:
                    self._ready = True
                    self._allow(seconds or None)
                elif said == PART:
                    parts.append(value)
                elif said == DONE:
                    return parts
                else:
                    raise _error(said, value)
        except (EOFError, pickle.UnpicklingError, BrokenPipeError) as error:
            raise self._ended(seconds) from error

    def _allow(self, seconds: float | None) -> None:
        """Let the process live for so many seconds from now on."""
        if self._clock:
            self._clock.cancel()
        self._clock = None
        if seconds:
            self._clock = threading.Timer(min(seconds, threading.TIMEOUT_MAX), self._up)
            self._clock.daemon = True
            self._clock.start()

    def _up(self) -> None:
        self._late = True
        self._process.kill()

    def _ended(self, seconds: float | None) -> ChanlianError:
        """Why the process is gone without an answer."""
        code = self._process.wait()
        if self._late and not self._ready:
            return GraphError(
                f"the graph was not open for the question after {_OPENING:g} seconds; see that its disk answers, or give no time",
                f"{_OPENING:g} 秒后仍未能为查询打开图；请检查磁盘是否正常，或不设时限",
            )
        if self._late:
            return GraphError(
                f"the question was stopped after {seconds:g} seconds; ask for less, or give it more time",
                f"查询超过 {seconds:g} 秒，已停止；请缩小范围或放宽时限",
            )
        if code < 0:
            why = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        else:
            lines = (self._folder / "stderr").read_text(encoding="utf-8", errors="replace").split("\n")
            why = next((line for line in reversed(lines) if line.strip()), f"status {code}")
        return GraphError(
            f"the process of the question ended without an answer ({why}): it took more memory than there is, or met a fault"
            " of DuckDB; nothing was changed: ask for less, or in other words",
            f"查询进程未给出结果即结束（{why}）：可能内存不足，或遇到 DuckDB 的缺陷；没有任何改动：请缩小范围或换一种写法",
        )


def _error(said: int, value: Any) -> Exception:
    """The error that the process tells of."""
    if said == REFUSED:
        name, en, zh = value
        kind = getattr(errors, name, None)
        if isinstance(kind, type) and issubclass(kind, ChanlianError):
            return kind(en, zh)
    return RuntimeError(f"in the process of the question: {value}")


def unbound(error: Exception) -> BadInput:
    """What is said of a parameter that cannot be taken to another process."""
    said = f"{type(error).__name__}: {error}"
    return BadInput(
        f"a parameter is no value of SQL ({said}); give text, numbers, dates, or lists of them",
        f"有参数不是 SQL 的值（{said}）；请给文本、数字、日期或它们的列表",
    )
