"""A process that is killed before the n-th thing that it does to files: Python tells of each (audit events)."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_STEPS = ("open", "os.link", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "tempfile.mkdtemp")


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do `work` in a copy of this process, which is killed (SIGKILL) before that step; whether it came to it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the copy does nothing with threads
        process = os.fork()
    if process == 0:
        left = [step]

        def count(event: str, _arguments: object) -> None:
            if event in _STEPS:
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            work()
        except BaseException:  # noqa: BLE001  # told by its exit code; nothing of pytest is to go on in the copy
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "it failed by itself"
    return os.WIFSIGNALED(status)
