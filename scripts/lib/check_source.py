"""Reads off the code of a check how hard each cause weighs and who can mend it."""

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from desktop_app.services.diagnostics.check import Check

_WEIGHTS = {
    "fail": "fail",
    "obstacle": "fail",
    "warn": "warn",
    "caution": "warn",
    "concern": "warn",
    "note": "note",
    "skip": "skip",
}
_SAY = {"say", "tell"}
"""Names of what stands for one of the above, chosen by what else was found."""
_LATER = (
    ("reader.not-needed", ("note",), ()),
    ("trial.made", ("note",), ()),
    ("trial.not-valid", ("fail",), ("it",)),
    ("certificate.not-yet-valid", (), ("it",)),
    ("certificate.not-for-", (), ("user",)),
    ("certificate.", (), ("ca",)),
    ("path.intermediate-missing", (), ("user", "it")),
    ("path.root-missing", (), ("user", "it")),
    ("path.root-not-trusted", (), ("user", "it")),
    ("path.same-name-other-key", (), ("user", "it")),
    ("path.revocation-stale", (), ("ca",)),
    ("path.", (), ("it", "ca")),
    ("", (), ("it",)),
)
"""By their beginnings: causes whose weight or person the code works out while it runs."""


@dataclass(frozen=True)
class Naming:
    """How a check names one of its causes, as far as its code says so plainly."""

    weights: tuple[str, ...] = ()
    """``fail``, ``warn``, ``note``, ``skip``; each once."""
    people: tuple[str, ...] = ()
    """Values of ``Who``; none for what nobody need mend."""


@dataclass
class _Module:
    """The syntax of one module of checks."""

    tree: ast.Module
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for node in ast.walk(self.tree):
            self.parents.update((child, node) for child in ast.iter_child_nodes(node))
            if isinstance(node, ast.FunctionDef):
                self.functions[node.name] = node
        for statement in self.tree.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
                names = [each.id for each in statement.targets if isinstance(each, ast.Name)]
                self.constants.update((name, str(statement.value.value)) for name in names)

    def occurrences(self, cause: str) -> Iterator[ast.AST]:
        """Yield where a cause stands, itself or by the name of a constant."""
        for node in ast.walk(self.tree):
            if (isinstance(node, ast.Constant) and node.value == cause) or (
                isinstance(node, ast.Name) and self.constants.get(node.id) == cause
            ):
                yield node

    def around(self, node: ast.AST) -> Iterator[ast.Call | ast.Tuple]:
        """Yield the calls and pairs around an expression, from the inside out."""
        while node in self.parents and not isinstance(node, ast.stmt):
            node = self.parents[node]
            if isinstance(node, ast.Call | ast.Tuple):
                yield node

    def reached(self, name: str, seen: set[str]) -> Iterator[ast.FunctionDef]:
        """Yield a function of this module and those that it uses."""
        if name in self.functions and name not in seen:
            seen.add(name)
            yield self.functions[name]
            for node in ast.walk(self.functions[name]):
                if isinstance(node, ast.Name):
                    yield from self.reached(node.id, seen)


def naming(check: Check, cause: str) -> Naming:
    """Return how a check names a cause."""
    module = _module(check.judge.__module__)
    weights: list[str] = []
    people: list[str] = []
    for node in module.occurrences(cause):
        weight, who = _said(module, node)
        weights += [weight] if weight else []
        people += [who] if who else []
    if not people:
        people = _only_who(module, check)
    if not people and not weights:
        return next(Naming(w, who) for begin, w, who in _LATER if cause.startswith(begin))
    if set(weights) and not set(weights) & {"fail", "warn"}:
        people = []
    return Naming(tuple(dict.fromkeys(weights)), tuple(dict.fromkeys(people)))


def _said(module: _Module, node: ast.AST) -> tuple[str, str]:
    """Return weight and person that the expressions around a cause name; empty for none."""
    weight = who = ""
    for outer in module.around(node):
        parts = outer.elts if isinstance(outer, ast.Tuple) else outer.args
        named = [_who(part) for part in parts]
        who = who or next((each for each in named if each), "")
        if isinstance(outer, ast.Call) and not weight:
            name = _name_of(outer.func)
            weight = _WEIGHTS.get(name, "")
            who = who or ("user" if weight or name in _SAY else "")
    return weight, who


def _only_who(module: _Module, check: Check) -> list[str]:
    """Return the one person that everything behind a check names, where it is only one."""
    name = getattr(check.judge, "__name__", "")
    found = {
        _who(node)
        for function in module.reached(name, set())
        for node in ast.walk(function)
        if _who(node)
    }
    return sorted(found) if len(found) == 1 else []


def _who(node: ast.AST) -> str:
    named = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    if named and isinstance(node, ast.Attribute) and _name_of(node.value) == "Who":
        return node.attr.lower()
    return ""


def _name_of(node: ast.AST) -> str:
    if isinstance(node, ast.Call):
        return _name_of(node.func)
    return node.id if isinstance(node, ast.Name) else ""


@cache
def _module(name: str) -> _Module:
    return _Module(ast.parse(inspect.getsource(import_module(name))))
