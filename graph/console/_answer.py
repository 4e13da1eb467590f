"""The process of one question in SQL: it is asked on standard input, answers on standard output, and ends."""

from __future__ import annotations

import copyreg
import os
import pickle
import shutil
import signal
import sys
import threading
import traceback
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from ..errors import BadInput, ChanlianError
from .process import BUG, DONE, PART, READY, REFUSED, unbound
from .sql import answered


def serve() -> NoReturn:
    """Answer one question; `process.py` starts this and reads it.

    It ends without taking anything down: a database in the midst of something endless is long in closing.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    copyreg.pickle(ZoneInfo, lambda zone: (ZoneInfo, (zone.key,)))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer

    def say(said: int, value: Any = None) -> None:
        try:
            answers.write(pickle.dumps((said, value)))
            answers.flush()
        except BrokenPipeError:  # nobody listens any more
            os._exit(1)

    try:
        try:
            question = pickle.load(sys.stdin.buffer)  # noqa: S301  # who started this process speaks there
        except EOFError:  # never asked
            os._exit(0)
        except Exception as error:  # a class that is only known over there
            raise unbound(error) from error
        threading.Thread(target=_until_alone, args=(question["spill"],), daemon=True).start()
        for part in answered(**question):
            say(READY) if part is None else say(PART, part)
        say(DONE)
    except RecursionError:  # while a value was written for the pipe
        deep = BadInput(
            "a value of the answer is nested too deep; ask for its parts", "结果中有嵌套过深的值；请分部分查询"
        )
        say(REFUSED, (BadInput.__name__, deep.en, deep.zh))
    except ChanlianError as error:
        say(REFUSED, (type(error).__name__, error.en, error.zh))
    except Exception:  # noqa: BLE001  # it is raised over there
        say(BUG, traceback.format_exc())
    os._exit(0)


def _until_alone(spill: str) -> None:
    """Wait until whoever asked is gone, even if killed; then nobody wants the answer, nor the folder."""
    while os.read(0, 1):
        pass
    shutil.rmtree(spill, ignore_errors=True)
    os._exit(1)
