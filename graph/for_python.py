"""The form of a function that people call in Python: its arguments are checked, its annotations can be asked, its notes are in Python's words.

Annotations are texts, and what they name is imported for types alone, so that nothing heavy is loaded before it is
needed: `typing.get_type_hints` of a plain function would not find them. Here they are resolved when somebody asks.
"""

from __future__ import annotations

import ast
import functools
import inspect
import sys
from dataclasses import is_dataclass, replace
from importlib import import_module
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar, cast

from .arguments import checked
from .errors import warn
from .python_words import in_python

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

TO_WARN: Final = "to_warn"
"""Where the `attrs` of an answer hold what is to be warned of in Python, until it is."""

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C", bound="type[Any] | Callable[..., Any]")


def for_python(function: Callable[P, T]) -> Callable[P, T]:
    """The public form of a function; `behind` gives the function itself, which the command line calls."""
    hints = Hints(function)

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        args_, kwargs_ = checked(function, hints, args, kwargs)
        return in_python_notes(function(*args_, **kwargs_))

    call.__annotations__ = hints
    return call


def behind(function: Callable[P, T]) -> Callable[P, T]:
    """The function behind its public form."""
    return cast("Callable[P, T]", inspect.unwrap(function))


def in_python_notes(answer: T) -> T:
    """What an answer says of itself in its notes, in Python's words; and what it warns of, as Python warns."""
    notes = getattr(answer, "notes", None)
    if isinstance(notes, tuple) and is_dataclass(answer):
        return cast("T", replace(cast("Any", answer), notes=tuple(map(in_python, notes))))
    if isinstance(notes, list) and isinstance(answer, tuple):  # what was written, and what is to be said of it
        return cast("T", cast("Any", answer)._replace(notes=[in_python(note) for note in notes]))
    attrs = getattr(answer, "attrs", None)
    if isinstance(attrs, dict):
        if isinstance(attrs.get("notes"), list):
            attrs["notes"] = [in_python(note) for note in attrs["notes"]]
        for warning in attrs.pop(TO_WARN, ()):
            warn(warning)
    return answer


def typed(of: C) -> C:
    """A function, or a class with all its functions, whose annotations can be asked; nothing else of it changes."""
    if isinstance(of, type):
        for member in vars(of).values():
            function = member.fget if isinstance(member, property) else member
            if isinstance(function, FunctionType) and not isinstance(function.__annotations__, Hints):
                function.__annotations__ = Hints(function)
    elif isinstance(of, FunctionType):
        of.__annotations__ = Hints(of)
    return of


class Hints(dict[str, Any]):
    """The annotations of a function, each resolved when it is first looked at."""

    def __init__(self, function: Callable[..., Any], *, returns: tuple[str, str] | None = None) -> None:
        """`returns` is what the public form gives instead of the function's own, and the module that knows the name."""
        super().__init__(function.__annotations__)
        self._open = {name: (text, function.__module__) for name, text in self.items() if isinstance(text, str)}
        if returns is not None:
            self._open["return"] = returns

    def __getitem__(self, name: str) -> Any:
        text, home = self._open.get(name, ("", ""))
        if text:
            super().__setitem__(name, _meant(text, _Names(sys.modules[home])))
            self._open.pop(name, None)  # another thread may have looked at the same time
        return super().__getitem__(name)

    def __iter__(self) -> Iterator[str]:
        for name in [*self._open]:
            self[name]
        return super().__iter__()


def _meant(text: str, names: _Names) -> Any:
    try:
        return eval(text, {}, names)  # noqa: S307  # annotations of this package
    except TypeError:  # networkx has its types in stubs alone: at run time its classes take no brackets
        return eval(text.partition("[")[0], {}, names)  # noqa: S307


class _Names(dict[str, Any]):
    """The names of a module, those too that it has for types alone: under TYPE_CHECKING. They are imported when they are asked."""

    def __init__(self, module: ModuleType) -> None:
        super().__init__(vars(module))
        self._module = module

    def __missing__(self, name: str) -> Any:
        for node in _for_types_alone(self._module):
            if isinstance(node, ast.Import):
                for one in node.names:
                    if (one.asname or one.name) == name:
                        return import_module(one.name)
            elif isinstance(node, ast.ImportFrom):
                for one in node.names:
                    if (one.asname or one.name) == name:
                        home = import_module("." * node.level + (node.module or ""), self._module.__package__)
                        return getattr(home, one.name) if hasattr(home, one.name) else _Names(home)[one.name]
            elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
                if isinstance(target, ast.Name) and target.id == name:
                    return _meant(ast.unparse(node.value), self)
        raise KeyError(name)  # perhaps Python's own


@functools.cache
def _for_types_alone(module: ModuleType) -> tuple[ast.stmt, ...]:
    """What a module says under TYPE_CHECKING."""
    blocks = (node for node in ast.parse(inspect.getsource(module)).body if isinstance(node, ast.If))
    return tuple(
        node for one in blocks if isinstance(one.test, ast.Name) and one.test.id == "TYPE_CHECKING" for node in one.body
    )
