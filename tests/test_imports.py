"""The way of the data is the way of the imports: loaders, queries -> graph; viz -> graph, queries. Never back."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("graph", "loaders", "queries", "viz")
MAY = {
    "graph": {"graph"},
    "loaders": {"graph", "loaders"},
    "queries": {"graph", "queries"},
    "viz": {"graph", "queries", "viz"},
}
LINKS = (*ROOMS, "examples")


def imported(path: Path) -> set[str]:
    """The rooms a module imports from, relative imports resolved; `chanlian` for the package itself."""
    inside = path.relative_to(ROOT).with_suffix("").parts
    package = list(inside[:-1])
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            if node.level == 0:
                found.add((node.module or "").split(".")[0])
                continue
            base = package[: len(package) - (node.level - 1)]
            target = [*base, *(node.module.split(".") if node.module else [])]
            found |= {target[0]} if target else {alias.name for alias in node.names}
    return found


MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_never_point_downstream(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    others = imported(path) & {*ROOMS, "chanlian", "tests"}
    assert others <= MAY[room], f"{path.relative_to(ROOT)} imports {sorted(others - MAY[room])}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_room_is_imported_by_its_bare_name(path: Path) -> None:
    # from the root of a checkout `import graph` works, and makes a second copy of every class
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            absolute = {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            absolute = {node.module or ""}
        else:
            continue
        assert not {name.split(".")[0] for name in absolute} & {*ROOMS, "chanlian"}, absolute


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
