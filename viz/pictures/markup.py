"""Markup from templates, everything that comes from data escaped, and text measured for boxes that cannot grow."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..layout.labels import text_width

_FOLDERS: Final = (Path(__file__).parent / "templates", Path(__file__).parent.parent / "page" / "templates")
_REFUSED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


@cache
def environment() -> Environment:
    """The templates of pictures and pages: values escaped, a name without a value is an error."""
    made = Environment(
        loader=FileSystemLoader(_FOLDERS), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, finalize=lambda value: clean(value) if isinstance(value, str) else value,
    )  # fmt: skip
    made.filters["n"] = lambda value: f"{value:.1f}".removesuffix(".0")
    return made


def render(template: str, **values: Any) -> str:
    """A template of this package with its values."""
    return environment().get_template(template).render(**values)


def clean(text: str) -> str:
    r"""A text without the characters that XML refuses or that turn the direction of what follows; markup stays markup.

    >>> clean("a\x07b")
    'a\ufffdb'
    """
    if not _REFUSED.search(text):
        return text
    return type(text)(_REFUSED.sub("\ufffd", text))


def cut(text: str, width: float, size: int) -> str:
    """A text as it fits into a width, with … where it was cut.

    >>> cut("贵州创梦联钙业", 60, 12), cut("吨袋", 60, 12)
    ('贵州创梦…', '吨袋')
    """
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def folded(text: str, width: float, size: int, most: int) -> list[str]:
    """A text in lines of a width, the last of at most so many cut.

    >>> folded("玉屏侗族自治县", 60, 15, 2)
    ['玉屏侗族', '自治县']
    """
    lines: list[str] = []
    for piece in re.findall(r"[A-Za-z0-9À-ɏ.&'()/:-]+,?[、，；。）]*\s?|.[、，；。）,;)]*\s?", " ".join(text.split())):
        if lines and text_width((lines[-1] + piece).rstrip(), size) <= width:
            lines[-1] += piece
        else:
            lines.append(piece)
    if len(lines) > most:
        lines = [*lines[: most - 1], "".join(lines[most - 1 :])]
    return [cut(line.rstrip(), width, size) for line in lines]


def size_of(svg: str) -> tuple[float, float]:
    """Width and height of a picture, as its view box says."""
    found: Any = re.search(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"', svg)
    return float(found[1]), float(found[2])


def paragraphs(text: str, width: float, size: int, most: int) -> list[str]:
    """A text of several paragraphs in lines of a width, of each at most so many.

    >>> paragraphs("来源：甲\\n图谱 h3:0", 200, 12, 2)
    ['来源：甲', '图谱 h3:0']
    """
    return [line for part in text.split("\n") if part for line in folded(part, width, size, most)]
