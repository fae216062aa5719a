"""Does any module keep state for the whole process?"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "desktop_app"
MODULES = sorted(PACKAGE.rglob("*.py"))
QT_THREADS = re.compile(r"\bQ(Thread|ThreadPool|Runnable|Mutex|WaitCondition|Semaphore)\b")
APPLICATION_INSTANCE = re.compile(r"Q(Core|Gui)?Application\.instance\(|\bqApp\b")

# What these make holds nothing that changes after the module was read.
STATELESS = {"getLogger", "APIRouter", "HTTPBearer", "TypeAdapter", "POINTER", "namedtuple"}
CONTAINERS = {"dict", "list", "set", "bytearray", "defaultdict", "deque", "OrderedDict", "Counter"}


def module_state(source: str) -> list[str]:
    """Return one line for each singleton, empty container and ``global`` statement."""
    tree = ast.parse(source)
    found = [
        f"line {node.lineno}: global {', '.join(node.names)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Global)
    ]
    for name, value in _assignments(tree):
        if _is_empty_container(value):
            found.append(f"line {value.lineno}: {name} is filled later")
        elif _is_instance(name, value):
            found.append(f"line {value.lineno}: {name} is a singleton")
    return found


def _assignments(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in tree.body:
        if isinstance(node, ast.Assign):
            yield ast.unparse(node.targets[0]), node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            yield ast.unparse(node.target), node.value


def _is_empty_container(value: ast.expr) -> bool:
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, ast.List | ast.Set):
        return not value.elts
    return isinstance(value, ast.Call) and not value.args and _called(value) in CONTAINERS


def _is_instance(name: str, value: ast.expr) -> bool:
    """Constants are upper-case and types are capitalised, so an object has a lower-case name."""
    return isinstance(value, ast.Call) and name == name.lower() and _called(value) not in STATELESS


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func).split(".")[-1]


def outside_imports(source: str) -> set[str]:
    """Return the top-level packages that ``source`` imports, without the standard library."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names - sys.stdlib_module_names


def test_no_module_keeps_state() -> None:
    found = [
        f"{path.relative_to(PACKAGE)} {place}"
        for path in MODULES
        for place in module_state(path.read_text("utf-8"))
    ]
    assert not found


@pytest.mark.parametrize(
    "source",
    [
        "registry = {}",
        "_CACHE: dict[str, int] = dict()",
        "services = Services()",
        "def start():\n    global running\n    running = True",
    ],
)
def test_planted_state_is_found(source: str) -> None:
    assert len(module_state(source)) == 1


def test_the_application_object_is_never_looked_up_in_logic() -> None:
    looked_up = [
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if path.name != "application.py" and APPLICATION_INSTANCE.search(path.read_text("utf-8"))
    ]
    assert not looked_up


def test_only_background_knows_the_threads_of_qt() -> None:
    naming = {
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if QT_THREADS.search(path.read_text("utf-8"))
    }
    assert naming == {"ui/background.py"}


def test_core_needs_only_the_standard_library() -> None:
    needed = {
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in (PACKAGE / "core").rglob("*.py")
        for name in outside_imports(path.read_text("utf-8")) - {"desktop_app"}
    }
    assert not needed


def test_an_import_from_outside_is_found() -> None:
    source = "import json, requests.sessions\nfrom cryptography import x509\n"
    assert outside_imports(source) == {"requests", "cryptography"}
