"""Arguments of public functions, held against their annotations: what does not fit is told by the parameter's name.

A text where several words are asked is taken as the one: `kinds="supplies"` is `kinds=["supplies"]`.
"""

from __future__ import annotations

import collections.abc
import functools
import inspect
import numbers
import os
import types
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, Union, get_args, get_origin

from .errors import BadInput
from .names.likeness import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_DAYS: Final = ("as_of", "period", "since", "until", "before", "after", "on", "published")
"""Parameters that take a date as text, of which a year may be a number, and a day one of Python's own."""

_PLAIN: Final[Mapping[Any, tuple[tuple[type, ...], str, str]]] = {
    str: ((str,), "text", "文本"),
    bool: ((bool,), "True or False", "True 或 False"),
    int: ((numbers.Integral,), "a whole number", "整数"),
    float: ((numbers.Real,), "a number", "数字"),
    os.PathLike: ((os.PathLike,), "a path", "路径"),
    collections.abc.Mapping: ((collections.abc.Mapping,), "a dict", "字典"),
    type(None): ((type(None),), "None", "None"),
}
"""What an annotation takes, and what that is called."""
_SEVERAL: Final = (collections.abc.Sequence, collections.abc.Iterable, list, tuple)


@functools.cache
def _words(name: str) -> tuple[str, ...] | None:
    """The words that a parameter of that name takes, wherever it stands; None where it may take others."""
    if name in ("level", "links"):
        from .schema import ALL_AREAS  # at use: what a graph declares of its own comes first

        return ALL_AREAS
    return ("en", "zh") if name == "lang" else None


@functools.cache
def _signature(function: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(function)


def checked(
    function: Callable[..., Any], hints: Mapping[str, Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The arguments as the function takes them.

    Raises
    ------
    BadInput
        For an argument that is not what its parameter takes. What is missing or too many is Python's own TypeError.
    """
    try:
        bound = _signature(function).bind(*args, **kwargs)
    except TypeError:
        return args, dict(kwargs)  # the call itself says it, in Python's words
    for name, value in bound.arguments.items():
        if name not in hints:
            continue
        kind = _signature(function).parameters[name].kind
        if kind is inspect.Parameter.VAR_POSITIONAL:
            bound.arguments[name] = tuple(_fit(name, one, hints[name]) for one in value)
        elif kind is not inspect.Parameter.VAR_KEYWORD:
            bound.arguments[name] = _fit(name, value, hints[name])
    return bound.args, bound.kwargs


def _fit(name: str, value: Any, hint: Any) -> Any:
    allowed = _words(name)
    if allowed is not None and value is not None and (not isinstance(value, str) or value not in allowed):
        raise _no_word(name, value, allowed)
    ways = _ways(hint)
    if any(_is(value, way) for way in ways):
        return value
    if name in _DAYS and str in ways and isinstance(value, int | date) and not isinstance(value, bool):
        return (value.date() if isinstance(value, datetime) else value).__str__()
    if isinstance(value, str) and any(_several(way) for way in ways):
        return [value]  # one word where several may stand
    en, zh = (
        _listed(dict.fromkeys(_called(way)[number] for way in ways), word) for number, word in ((0, " or "), (1, "或"))
    )
    if any(getattr(way, "__name__", "") == "Graph" for way in ways) and isinstance(value, str | os.PathLike):
        en, zh = f"{en}, which connect gives", f"{zh}，由 connect 得到"
    raise BadInput(f"{name}= takes {en}, and here is {_shown(value)}", f"{name}= 应为{zh}，这里是 {_shown(value)}")


def _ways(hint: Any) -> tuple[Any, ...]:
    """The annotations of which a value may be any."""
    if get_origin(hint) in (Union, types.UnionType):
        return tuple(way for one in get_args(hint) for way in _ways(one))
    return (hint,)


def _several(hint: Any) -> bool:
    """Whether an annotation takes several texts."""
    return get_origin(hint) in _SEVERAL and get_args(hint)[:1] in ((str,), ()) and not _pair(hint)


def _pair(hint: Any) -> bool:
    return get_origin(hint) is tuple and Ellipsis not in get_args(hint)


def _is(value: Any, hint: Any) -> bool:
    origin = get_origin(hint) or hint
    if origin is Any:
        return True
    if origin is Literal:
        return value in get_args(hint)
    if isinstance(value, bool) or type(value).__name__ in ("bool_", "bool"):
        return origin is bool
    if origin in _PLAIN:
        return isinstance(value, _PLAIN[origin][0])
    if origin in _SEVERAL:
        if isinstance(value, str | bytes | collections.abc.Mapping) or not isinstance(value, collections.abc.Iterable):
            return False
        inside = get_args(hint)
        if _pair(hint):
            return isinstance(value, list | tuple) and len(value) == len(inside) and all(map(_is, value, inside))
        # what can be gone through once only is not looked into
        return (
            not isinstance(value, list | tuple | set | frozenset)
            or not inside
            or all(_fits_one(one, inside[0]) for one in value)
        )
    if origin is collections.abc.Callable:
        return callable(value)
    return isinstance(value, origin) if isinstance(origin, type) else True


def _fits_one(value: Any, hint: Any) -> bool:
    return any(_is(value, way) for way in _ways(hint))


def _called(hint: Any) -> tuple[str, str]:
    """What an annotation takes, for people."""
    origin = get_origin(hint) or hint
    if origin in _PLAIN:
        return _PLAIN[origin][1:]
    if _pair(hint):
        return f"a tuple of {len(get_args(hint))}", f"{len(get_args(hint))} 个值的元组"
    if origin in _SEVERAL:
        inside = _called(get_args(hint)[0]) if get_args(hint) else ("values", "值")
        return f"a list of {inside[0].removeprefix('a ')}s", f"{inside[1]}列表"
    if origin is Literal:
        return _listed(map(repr, get_args(hint)), " or "), _listed(map(repr, get_args(hint)), "或")
    name = getattr(origin, "__name__", str(origin))
    return f"a {name}", name


def _no_word(name: str, value: Any, words: Sequence[str]) -> BadInput:
    close = nearest(value, words, 1, whole=True) if isinstance(value, str) else []
    near, near_zh = (f"; nearest: {close[0]!r}", f"；最接近的是 {close[0]!r}") if close else ("", "")
    return BadInput(
        f"{name}= takes {_listed(map(repr, words), ' or ')}, and here is {_shown(value)}{near}",
        f"{name}= 应为 {_listed(map(repr, words), ' 或 ')}，这里是 {_shown(value)}{near_zh}",
    )


def _listed(words: Any, last: str) -> str:
    *others, end = words
    return f"{', '.join(others)}{last}{end}" if others else str(end)


def _shown(value: Any) -> str:
    """A value as it was given, if it is short; else what it is."""
    said = repr(value) if isinstance(value, str | int | float | list | tuple | set | dict | type(None)) else ""
    return said if said and len(said) <= 60 else f"a {type(value).__name__}"
