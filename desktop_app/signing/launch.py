"""How the program starts another process of itself."""

from __future__ import annotations

import sys


def own_command(*arguments: str) -> list[str]:
    """Return the command line that starts this program again with ``arguments``.

    A frozen build re-executes its own file; else this Python runs the package, and never what
    bears a module's name in the folder that a person happens to be in (``-P``).
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-P", "-m", "desktop_app", *arguments]
