"""The one exception tree. Every message says what, where and what next, in English and Chinese."""

from __future__ import annotations

import sys
import unicodedata
import warnings
from typing import TYPE_CHECKING

from .python_words import in_python
from .url import masked

if TYPE_CHECKING:
    from collections.abc import Mapping


def _harmless(text: str) -> str:
    """A message in which nothing of a file can break the line or move the cursor: control characters in words.

    >>> print(_harmless("header " + chr(27) + "[31m"))
    header \\x1b[31m
    """
    odd = {char for char in text if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs")} - {"\n"}
    return text.translate({ord(char): repr(char)[1:-1] for char in odd})


class ChanlianError(Exception):
    """Any error this package raises on purpose; `exit_code` is what the command line ends with. No message shows a password."""

    exit_code = 1

    def __init__(self, en: str, zh: str, *, renamed: Mapping[str, str] | None = None) -> None:
        """`en` and `zh` speak of options as they are typed; `renamed` says which are called otherwise in this place in Python."""
        self.en, self.zh = (masked(_harmless(text)) for text in (en, zh))
        self._renamed = renamed
        super().__init__(in_python(self.en, renamed))

    def text(self, lang: str) -> str:
        """The message in `lang`, "en" or "zh", in Python's words."""
        return in_python(self.typed(lang), self._renamed)

    def typed(self, lang: str) -> str:
        """The same in the words of the command line."""
        return self.zh if lang == "zh" else self.en


class BadInput(ChanlianError):
    """A file, value or argument that cannot be used as it is."""


class UnknownName(ChanlianError):
    """A name that stands for nothing in the graph or the reference data."""


class AmbiguousName(ChanlianError):
    """A name that stands for several things; the message lists them."""


class UnknownFact(ChanlianError):
    """A fact id that the graph does not hold."""


class NoPicture(ChanlianError):
    """A picture cannot be made as PNG here: something that draws it is missing."""


class GraphError(ChanlianError):
    """The graph itself cannot be opened, read or written."""


class GraphBusy(GraphError):
    """Another process holds the graph's file."""


class BrokenOff(KeyboardInterrupt):
    """A person stopped a write to a server between two of its transactions: what was sent stays, and is marked."""

    def __init__(self, url: str, done: int, total: int) -> None:
        self.en = (
            f"{url}: stopped; {done} of {total} facts were sent and stay there, marked as unfinished:"
            " the same push or load again adds what is missing"
        )
        self.zh = f"{url}：已中止；{total} 条事实中已发送 {done} 条并保留在服务器上，标记为未完成：再执行一次相同的 push 或 load 即可补齐"
        super().__init__(self.en)


class GraphChanged(GraphError):
    """Somebody else wrote to the graph after its names were looked up; nothing was written."""

    def __init__(self, url: str) -> None:
        super().__init__(
            f"{url}: others keep writing to this graph while names are looked up in it; nothing was written: try again",
            f"{url}：查找名称期间，其他程序一直在写入这个图；没有写入任何内容：请重试",
        )


class GraphMissing(GraphError):
    """There is no graph where one was named."""


class GraphTooNew(GraphError):
    """The graph was written by a later version of this package."""


class OwnUnknown(GraphError):
    """A graph holds own properties or kinds that this process does not know as they are there; `kept` is what the graph says of them."""

    def __init__(self, en: str, zh: str, kept: str = "") -> None:
        super().__init__(en, zh)
        self.kept = kept


class UnsupportedURL(GraphError):
    """A graph URL whose scheme no engine serves."""


def no_date(option: str, text: str, *, renamed: Mapping[str, str] | None = None) -> BadInput:
    """What is said of a text that is no date, given as an option."""
    return BadInput(
        f"{option} {text!r} is no date; write 2025, 2025-H1, 2025-05 or 2025-05-24",
        f"{option} “{text}”不是日期；请写作 2025、2025-H1、2025-05 或 2025-05-24",
        renamed=renamed,
    )


class ChanlianWarning(UserWarning):
    """Anything this package warns of in Python; on the command line the same is a line on standard error."""

    def __init__(self, en: str, zh: str) -> None:
        self.en, self.zh = (masked(_harmless(text)) for text in (en, zh))
        super().__init__(self.en, self.zh)

    def __str__(self) -> str:
        """The message in English."""
        return self.en

    def text(self, lang: str) -> str:
        """The message in `lang`, "en" or "zh"."""
        return self.zh if lang == "zh" else self.en


class NothingMatches(ChanlianWarning):
    """A text of one's own speaks of a label, relationship type or property that the graph does not have."""


class UnreadColumns(ChanlianWarning):
    """Columns of a table that was loaded are not read, since it is not known what they mean."""


def warn(warning: ChanlianWarning) -> None:
    """Warn whoever called this package, at the line of theirs that did."""
    package, level = __name__.partition(".")[0], 1
    frame = sys._getframe()  # noqa: SLF001  # `skip_file_prefixes` is of Python 3.12
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] == package:
        frame, level = frame.f_back, level + 1
    warnings.warn(warning, stacklevel=level)
