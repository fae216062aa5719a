"""The rest of the program as the command sees it; ``desktop_app.__main__`` hands it in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from desktop_app.services.program import Services


class Program(Protocol):
    """Builds what a command needs; nothing heavy is imported before it is asked for."""

    def services(
        self, home: Path | None, drivers: Sequence[Path], language: str | None
    ) -> Services:
        """Return the services of the state folder ``home``."""

    def open_window(self, home: Path | None, drivers: Sequence[Path], language: str | None) -> int:
        """Run the window until it is closed and return the exit code."""
