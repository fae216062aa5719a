"""The root of the error tree: a permanent code and plain data, no text for people."""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass, fields
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import ClassVar


@dataclass(eq=False)
class NmoError(Exception):
    """Anything that stops an operation and that a person must be told about.

    Concrete classes set ``code``; classes without a code only group others. The fields
    of a class are its data: values that JSON can carry, never text for people. The
    catalogue (``core.catalogue``) turns code and data into words.
    """

    code: ClassVar[str] = ""

    def data(self) -> dict[str, object]:
        """Return the fields by name, ready for JSON and for the message catalogue."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        pairs = ", ".join(f"{name}={value!r}" for name, value in self.data().items())
        return f"{self.code}({pairs})"


def concrete_errors(root: type[NmoError] = NmoError) -> dict[str, type[NmoError]]:
    """Return every class below ``root`` that has a code, by code.

    Raises ``ValueError`` when two classes share a code.
    """
    _read_branches()
    found: dict[str, type[NmoError]] = {}
    pending = [root]
    while pending:
        kind = pending.pop()
        pending.extend(kind.__subclasses__())
        code = kind.__dict__.get("code", "")
        if not code:
            continue
        if found.get(code, kind) is not kind:
            raise ValueError(f"two errors share the code {code}")
        found[code] = kind
    return found


@cache
def _read_branches() -> None:
    """Import the modules of all errors: a process that needs a few of them starts without."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        import_module(f"{__package__}.{module.name}")


def error_from(code: str, data: dict[str, object]) -> NmoError:
    """Build the error that ``code`` names; unknown fields are left out.

    Raises ``KeyError`` for a code that no class has.
    """
    kind = concrete_errors()[code]
    known = {field.name for field in fields(kind)}
    return kind(**{name: value for name, value in data.items() if name in known})
