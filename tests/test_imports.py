"""The way of the data is the way of the imports: loaders, queries -> graph; viz -> graph, queries. Never back, never round."""

from __future__ import annotations

import ast
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
ROOMS = ("graph", "loaders", "queries", "viz")
MAY = {
    "graph": {"graph"},
    "loaders": {"graph", "loaders"},
    "queries": {"graph", "queries"},
    "viz": {"graph", "queries", "viz"},
}
LINKS = (*ROOMS, "examples")


@dataclass(frozen=True, slots=True)
class Imported:
    """One name that a module imports, from where and on which line; absolute names as they stand."""

    by: str
    line: int
    module: str
    name: str
    relative: bool

    @property
    def whole(self) -> str:
        """The name with its module."""
        return f"{self.module}.{self.name}" if self.name else self.module

    def __str__(self) -> str:
        """`graph.x imports graph.y.z (line 7)`."""
        return f"{self.by} imports {self.whole} (line {self.line})"


def imports_of(by: str, package: list[str], source: str) -> Iterator[Imported]:
    """All that a module imports: at its head, within functions and for the types alone."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Imported(by, node.lineno, alias.name, "", relative=False)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *(node.module.split(".") if node.module else [])])
            for alias in node.names:
                yield Imported(by, node.lineno, module, alias.name, relative=node.level > 0)


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_module(path): path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))}


@pytest.fixture(scope="module")
def imports() -> list[Imported]:
    """All imports of all modules; not looked for as the file is read, which every worker of a run does."""
    return [
        one
        for name, path in MODULES.items()
        for one in imports_of(name, list(path.relative_to(ROOT).parts[:-1]), path.read_text(encoding="utf-8"))
    ]


def test_imports_never_point_downstream(imports: list[Imported]) -> None:
    known = {*ROOMS, "chanlian", "tests"}
    offenders = [
        str(one)
        for one in imports
        if (room := one.whole.partition(".")[0]) in known and room not in MAY[one.by.partition(".")[0]]
    ]
    assert offenders == []


def test_no_room_is_imported_by_its_bare_name(imports: list[Imported]) -> None:
    # from the root of a checkout `import graph` works, and makes a second copy of every class
    bare = {*ROOMS, "chanlian"}
    assert [str(one) for one in imports if not one.relative and one.module.partition(".")[0] in bare] == []


def circles(ties: set[tuple[str, str]]) -> list[set[str]]:
    """Modules that need each other, directly or over others."""
    return [set(found) for found in nx.strongly_connected_components(nx.DiGraph(ties)) if len(found) > 1]


def test_a_circle_is_seen() -> None:
    assert circles({("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")}) == [{"a", "b", "c"}]


def test_no_circle_of_imports(imports: list[Imported]) -> None:
    # what is imported within a function or for the types alone counts too: who reads one must know the other
    ties = {(one.by, one.whole if one.whole in MODULES else one.module) for one in imports if one.relative}
    assert len(ties) > len(MODULES)
    found = circles({(one, other) for one, other in ties if other in MODULES and one != other})
    assert [sorted(one) for one in found] == []


def test_no_circle_of_rooms(imports: list[Imported]) -> None:
    # a folder in a folder at the root is a room: loaders.read, graph.engines
    def room(module: str) -> str:
        return ".".join(module.split(".")[:2])

    rooms = {f"{path.parent.parent.name}.{path.parent.name}" for path in ROOT.glob("*/*/__init__.py")}
    ties = {(room(one.by), room(one.whole)) for one in imports if one.relative}
    assert ("loaders.names", "loaders.columns") in ties
    found = circles({(one, other) for one, other in ties if {one, other} <= rooms and one != other})
    assert [sorted(one) for one in found] == []


def private(one: Imported) -> bool:
    """Whether what is imported is private to a folder in which the importing module does not stand."""
    parts = one.whole.split(".")
    for place, part in enumerate(parts):
        if part.startswith("_") and not part.startswith("__"):
            folder = parts[:place]
            while folder and ".".join(folder) in MODULES and MODULES[".".join(folder)].name != "__init__.py":
                folder.pop()  # a name of a module is private to the module's folder
            return one.by.split(".")[: len(folder)] != folder
    return False


@pytest.mark.parametrize(
    ("by", "module", "name", "found"),
    [
        ("loaders.names.lookup", "loaders", "_sql", False),  # below the folder
        ("loaders.edits", "loaders._sql", "quoted", False),
        ("queries.names", "loaders._sql", "quoted", True),
        ("graph.regions.search", "graph.regions.changes", "_believed", False),  # in one folder
        ("graph.graph", "graph.regions.changes", "_believed", True),
        ("graph.graph", "graph.version", "__version__", False),
    ],
)
def test_what_is_private_is_seen(by: str, module: str, name: str, found: bool) -> None:
    assert private(Imported(by, 1, module, name, relative=True)) == found


def test_a_leading_underscore_means_private_to_its_folder(imports: list[Imported]) -> None:
    # tests are not asked: they may look into the modules that they test
    assert [str(one) for one in imports if private(one)] == []


def test_every_package_at_the_root_is_a_room() -> None:
    assert sorted(path.parent.name for path in ROOT.glob("*/__init__.py")) == sorted(ROOMS)


def test_every_room_is_linked_packaged_and_checked() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    wheel = settings["hatch"]["build"]["targets"]["wheel"]
    for name in LINKS:
        link = ROOT / "src" / "chanlian" / name
        assert link.resolve() == (ROOT / name).resolve()
        assert name in wheel["only-include"]
        assert wheel["sources"][name] == f"chanlian/{name}"
        assert f"/src/chanlian/{name}" in settings["hatch"]["build"]["exclude"]
    assert set(settings["coverage"]["run"]["source"]) == {"src/chanlian", *ROOMS}


@pytest.mark.parametrize(
    "package", ["chanlian", "chanlian.graph", "chanlian.loaders", "chanlian.queries", "chanlian.viz"]
)
def test_every_public_name_exists(package: str) -> None:
    import importlib

    module = importlib.import_module(package)
    assert module.__all__ == sorted(module.__all__, key=str) or package == "chanlian"
    for name in module.__all__:
        assert getattr(module, name) is not None
