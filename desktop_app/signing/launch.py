"""How the program starts another process of itself."""

from __future__ import annotations

import sys


def own_command(*arguments: str) -> list[str]:
    """Return the command line that starts this program again with ``arguments``.

    A frozen build re-executes its own file, a checkout runs the package with this Python.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "desktop_app", *arguments]
